from __future__ import annotations

import re
import shutil
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree as ET

import cv2
import numpy as np
import pytest

from caos.errors import CaosError
from caos.report import write_report
from caos.runs import MethodFigures, ProtocolFigures, Result, write_result

VOID_TAGS = {"meta", "link", "img", "br", "rect", "line", "path", "circle"}
EVIL = '"><script>alert(1)</script>'


class _Page(HTMLParser):
    """Collects what the tests ask for, and refuses tags that do not nest."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.attributes: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.ids: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []
        assert len(self.ids) == len(set(self.ids))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes.append((tag, dict(attrs)))
        self.ids += [value for name, value in attrs if name == "id" and value]
        if tag not in VOID_TAGS:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("style", "title"):
            self.text.append(data)

    @property
    def words(self) -> str:
        return " ".join(" ".join(self.text).split())


@pytest.fixture
def run(synthetic: ModuleType, tmp_path: Path) -> Path:
    synthetic.write_run(tmp_path / "run")
    return tmp_path / "run"


def _report(runs: list[Path], out: Path) -> tuple[str, _Page]:
    write_report(runs, out)
    text = out.read_text(encoding="utf-8")
    return text, _Page(text)


def _rewrite(run: Path, synthetic: ModuleType, **changes: object) -> Result:
    result: Result = synthetic.write_run(run).model_copy(update=changes)
    write_result(run, result)
    return result


def test_loads_nothing_and_runs_nothing(run: Path, tmp_path: Path) -> None:
    text, page = _report([run], tmp_path / "deep" / "report.html")
    for tag, attributes in page.attributes:
        assert tag not in ("script", "iframe", "object", "embed", "form", "base")
        assert not any(name.startswith("on") for name in attributes)
        for name in ("src", "href", "srcset", "action", "data"):
            assert (attributes.get(name) or "#").startswith(("#", "data:")), attributes
    style = text[text.index("<style>") : text.index("</style>")]
    assert "@import" not in style
    assert "url(" not in style
    assert "http" not in re.sub(r"base64,[A-Za-z0-9+/=]+", "", text).replace("http-equiv", "")
    assert "default-src 'none'" in text


def test_says_what_matters(run: Path, tmp_path: Path) -> None:
    _, page = _report([run], tmp_path / "report.html")
    for words in (
        "A larger score means more anomalous.",
        "Protocol: hendrycks",
        "Ignored pixels: void. Images: 48, skipped: 2.",
        "1.23 %",
        "streethazards",
        "pspnet_resnet18",
        "FPR95 legacy",
        "validation mIoU",
        "traffic sign",
        "test/t5/19",
        "caos segment eval --data demo/data",
        "370b2eb63bae",
        "train 5 min 12 s, evaluate 41.5 s",
    ):
        assert words in page.words, words
    assert re.search(r"chance 95\.0 50\.0 1\.2 95\.0", page.words)


def test_best_is_bold_and_only_the_best(run: Path, synthetic: ModuleType, tmp_path: Path) -> None:
    figures = {
        "a": MethodFigures(auroc=0.9004, aupr=0.3, fpr95=0.2),
        "b": MethodFigures(auroc=0.8996, aupr=0.1, fpr95=0.5),  # prints as 90.0 as well: a tie
        "c": MethodFigures(auroc=0.5, aupr=float("nan"), fpr95=0.1),
    }
    protocol = ProtocolFigures(description="x", ignored=[], images=1, skipped_images=0, methods=figures)
    _rewrite(run, synthetic, protocols={"pooled": protocol})
    text, page = _report([run], tmp_path / "report.html")
    assert re.findall(r'<td class="best">([^<]*)<', text) == ["90.0", "30.0", "90.0", "10.0"]
    assert "Ignored pixels: none." in page.words
    assert "legacy" not in page.words
    assert re.search(r"c 10\.0 50\.0 –", page.words)


def test_several_runs_are_compared_first(synthetic: ModuleType, tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("one", "two", "three")]
    results = [synthetic.write_run(folder, seed=seed) for seed, folder in enumerate(folders)]
    _, page = _report(folders, tmp_path / "report.html")
    aurocs = [100 * result.protocols["pooled"].methods["energy"].auroc for result in results]
    spread = f"{np.mean(aurocs):.1f} {min(aurocs):.1f}–{max(aurocs):.1f}"
    assert spread in page.words
    assert page.words.index(spread) < page.words.index("one: pspnet_resnet18 on quick")
    mious = [100 * result.segmentation["test"].miou for result in results]
    assert f"{np.mean(mious):.1f} {min(mious):.1f}–{max(mious):.1f}" in page.words
    links = {attributes["href"] for tag, attributes in page.attributes if tag == "a"}
    assert links == {"#run-1", "#run-2", "#run-3"}
    assert {"run-1", "run-2", "run-3"} <= set(page.ids)


def test_models_and_data_sets_stay_apart(synthetic: ModuleType, tmp_path: Path) -> None:
    synthetic.write_run(tmp_path / "a" / "run", model="small")
    synthetic.write_run(tmp_path / "b" / "run", model="large")
    _rewrite(tmp_path / "c" / "run", synthetic, dataset="bdd-anomaly")
    _, page = _report([tmp_path / name / "run" for name in "abc"], tmp_path / "report.html")
    assert "msp small" in page.words
    assert "msp large" in page.words
    assert "Protocol: hendrycks on bdd-anomaly" in page.words
    assert str(tmp_path / "a" / "run") in page.words  # equal folder names are told apart
    assert "mean of" not in page.words


def test_everything_is_escaped(run: Path, synthetic: ModuleType, tmp_path: Path) -> None:
    result = synthetic.write_run(run)
    item = result.gallery[0]
    evil = result.model_copy(
        update={
            "title": EVIL,
            "model": EVIL,
            "dataset": EVIL,
            "protocols": {
                EVIL: next(iter(result.protocols.values())).model_copy(update={"description": EVIL})
            },
            "curves": {EVIL: next(iter(result.curves.values()))},
            "training": {EVIL: [1.0, 2.0]},
            "gallery": [
                item.model_copy(
                    update={"name": EVIL, "rank": EVIL, "scores": {EVIL: next(iter(item.scores.values()))}}
                )
            ],
            "segmentation": {EVIL: result.segmentation["test"].model_copy(update={"iou": {EVIL: 0.5}})},
            "provenance": result.provenance.model_copy(update={"command": EVIL, "machine": EVIL}),
        }
    )
    write_result(run, evil)
    text, page = _report([run, run], tmp_path / "report.html")
    assert "<script" not in text
    text, page = _report([run], tmp_path / "report.html")
    assert "<script" not in text
    assert EVIL in page.words


def test_bare_result(run: Path, synthetic: ModuleType, tmp_path: Path) -> None:
    shutil.rmtree(run / "gallery")
    _rewrite(tmp_path / "bare", synthetic, protocols={}, curves={}, gallery=[], training={}, segmentation={})
    _, page = _report([tmp_path / "bare"], tmp_path / "report.html")
    for heading in ("Gallery", "Training", "Curves", "Anomaly detection"):
        assert heading not in page.words
    assert "Provenance" in page.words


def test_short_and_diverged_training(run: Path, synthetic: ModuleType, tmp_path: Path) -> None:
    nan = float("nan")
    _rewrite(
        run,
        synthetic,
        training={"loss": [1.0], "spiky": [1.0, nan, 3.0, 2.0], "lost": [nan, nan], "none": []},
    )
    text, _ = _report([run], tmp_path / "report.html")
    charts = re.findall(r'<div class="charts small">.*?</div>', text, flags=re.DOTALL)[0]
    assert charts.count("<svg") == 2
    assert charts.count("<circle") == 2  # the only point of one, the point before the gap of the other
    assert "nan" not in charts


def test_drawings_are_valid_xml_and_described(run: Path, tmp_path: Path) -> None:
    text, page = _report([run], tmp_path / "report.html")
    drawings = re.findall(r"<svg.*?</svg>", text, flags=re.DOTALL)
    assert len(drawings) > 4
    for drawing in drawings:
        ET.fromstring(drawing)  # noqa: S314  # our own page
    for tag, attributes in page.attributes:
        if tag == "svg":
            assert attributes.get("aria-label") or attributes.get("aria-hidden")
        if tag == "img":
            assert attributes["alt"]
            assert int(attributes["width"] or 0) > 0
        if tag == "th":
            assert attributes["scope"] in ("row", "col")


def test_same_runs_same_bytes(run: Path, tmp_path: Path) -> None:
    write_report([run], tmp_path / "a.html")
    write_report([run / "result.json"], tmp_path / "b.html")
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


def test_large_galleries_are_shrunk_below_ten_megabytes(
    run: Path, synthetic: ModuleType, tmp_path: Path
) -> None:
    result = synthetic.write_run(run)
    noise = np.random.default_rng(0).integers(0, 256, (720, 1280, 3), dtype=np.uint8)
    for name in ("noise.png", "noise.jpg"):
        cv2.imwrite(str(run / name), noise)
    files = {f"s{n}": Path(shutil.copy(run / "noise.jpg", run / f"{n}.jpg")).name for n in range(60)}
    truth = {f"t{n}": Path(shutil.copy(run / "noise.png", run / f"{n}.png")).name for n in range(12)}
    item = result.gallery[0].model_copy(update={"scores": files | truth})
    write_result(run, result.model_copy(update={"gallery": [item]}))
    write_report([run], tmp_path / "report.html")
    assert 1_000_000 < (tmp_path / "report.html").stat().st_size < 10_000_000


def test_missing_and_broken_pictures_are_named(run: Path, synthetic: ModuleType, tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    (run / "gallery" / "0-best-msp.jpg").write_bytes(b"\xff\xd8\xff")
    with pytest.raises(CaosError, match=r"0-best-msp\.jpg: "):
        write_report([run], out)
    (run / "gallery" / "0-best-msp.jpg").unlink()
    with pytest.raises(CaosError, match=r"0-best-msp\.jpg: no such file"):
        write_report([run], out)
    item = synthetic.write_run(run).gallery[0].model_copy(update={"image": "../secret.png"})
    _rewrite(run, synthetic, gallery=[item])
    with pytest.raises(CaosError, match="leads out of the run folder"):
        write_report([run], out)
    assert not out.exists()


def test_users_mistakes(run: Path, tmp_path: Path) -> None:
    with pytest.raises(CaosError, match="no run to report on"):
        write_report([], tmp_path / "report.html")
    with pytest.raises(CaosError, match="a folder; give a file name"):
        write_report([run], tmp_path)
    with pytest.raises(CaosError, match=r"result\.json: no such file"):
        write_report([tmp_path / "nowhere"], tmp_path / "report.html")
