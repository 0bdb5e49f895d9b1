"""`caos classify study`, what it writes, and the study file for our own table."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from caos.classify.hypotheses import read_results, weigh
from caos.classify.study import load_study
from caos.sim.shifts.scenario import load_shifts
from typer.testing import CliRunner

from caos.cli import app
from caos.errors import CaosError

from .conftest import MakeRun

SCENARIOS = Path(__file__).parents[3] / "scenarios"
STUDY = """
title = "A | B [trial]"
baseline = "base"
[models.base]
title = "Plain_net"
kind = "baseline"
runs = ["base0", "base1", "base2"]
[models.good]
kind = "diverse-augmentation"
runs = ["good0", "good1", "good2"]
[models.bad]
kind = "larger-model"
runs = ["bad0", "bad1", "bad2"]
[models.same]
kind = "other"
runs = ["same0", "same1", "same2"]
[shifts.night]
title = "Night"
alters_texture = true
"""
RATES = {"base": 0.5, "good": 0.2, "bad": 0.8, "same": 0.5}
IMAGES = 60


@pytest.fixture
def runs(make_run: MakeRun, tmp_path: Path) -> Path:
    """A folder of runs: one model better, one worse, one as good; all alike in distribution."""
    for number, (name, rate) in enumerate(RATES.items()):
        for seed in range(3):
            rng = np.random.default_rng(10 * number + seed)
            splits = {"iid": rng.permutation(IMAGES) < 12}
            count = rate * IMAGES + seed
            splits |= {split: rng.permutation(IMAGES) < count for split in ("night", "wood")}
            corrupted = {place: rng.permutation(IMAGES) < count for place in ("fog/1", "fog/2")}
            make_run(name + str(seed), splits, corrupted, seed=seed)
    (tmp_path / "studies").mkdir()
    (tmp_path / "studies" / "study.toml").write_text(STUDY)
    return tmp_path


def call(runs: Path, *options: str) -> tuple[int, str]:
    """Exit code, and what is said; of a mistake its line."""
    file = runs / "studies" / "study.toml"
    result = CliRunner().invoke(app, ["classify", "study", str(file), "--runs", str(runs), *options])
    if isinstance(result.exception, CaosError):
        return 2, str(result.exception)
    return result.exit_code, result.output


def test_the_table_and_all_files(runs: Path) -> None:
    names = {kind: runs / f"out/{kind}" for kind in ("markdown", "json", "hypotheses", "html")}
    options = [part for kind, path in names.items() for part in (f"--{kind}", str(path))]
    code, said = call(runs, *options)
    assert code == 0, said
    assert all(f"wrote {path}" in said.replace("\n", "") for path in names.values())
    for heading in ("method", "IID", "mean of 2 shifts", "mCE", "gap to IID", "A | B [trial]"):
        assert heading in said
    first = {path: path.read_bytes() for path in names.values()}
    assert call(runs, *options)[0] == 0
    assert {path: path.read_bytes() for path in names.values()} == first  # the same bytes
    report = json.loads(names["json"].read_text())
    assert report["format"] == "caos-study 1"
    good = report["models"]["good"]
    shifts = good["summary"]["shifts"]
    assert shifts["estimate"]["value"] == pytest.approx((0.2 * 60 + 1) / 60)
    assert shifts["difference"]["verdict"] == "better"
    assert good["seeds"] == [0, 1, 2]
    assert report["splits"]["night"] == {
        "title": "Night",
        "images": 60,
        "natural": True,
        "alters_texture": True,
        "dataset": None,
    }
    assert report["severities"] == {"fog": ["1", "2"]}


def test_markdown_marks_what_is_shown_and_says_what_is_not(runs: Path) -> None:
    assert call(runs, "--markdown", str(runs / "study.md"))[0] == 0
    text = (runs / "study.md").read_text()
    assert text.startswith("# A \\| B [trial]\n")
    rows = [line.split(" | ") for line in text.splitlines() if line.startswith("| ")]
    widths = [line.replace("\\|", "").count("|") for line in text.splitlines() if line.startswith("| ")]
    # three tables, in each of which all rows are as wide
    assert widths == [6] * 6 + [7] * 7 + [7] * 5
    mean = next(row for row in rows if row[0] == "| mean of the shifts")
    assert mean[2:] == ["51.7", "**21.7** ▲", "81.7 ▼", "51.7 |"]
    good = next(row for row in rows if row[0] == "| good")
    assert good[2].startswith("**21.7** [")
    assert good[2].endswith("] ▲")
    assert "Plain\\_net" in text
    told = {line.split("**")[1]: line for line in text.splitlines() if line.startswith("- **")}
    assert "mean of 2 shifts: better; mCE: better" in told["good."]
    assert "mean of 2 shifts: worse; mCE: worse" in told["bad."]
    assert told["same."] == (
        "- **same.** IID: no difference shown; mean of 2 shifts: no difference shown; mCE: no difference "
        "shown; gap to IID: no difference shown. By shift: no difference shown on 2."
    )


def test_the_page_loads_nothing_and_takes_titles_for_text(runs: Path) -> None:
    file = runs / "studies" / "study.toml"
    file.write_text(STUDY.replace("Plain_net", "<b>Plain</b>"))
    assert call(runs, "--html", str(runs / "study.html"))[0] == 0
    page = (runs / "study.html").read_text()
    assert "<h1>A | B [trial]</h1>" in page
    assert "&lt;b&gt;Plain&lt;/b&gt;" in page
    assert "<b>" not in page
    assert "http" not in page.replace("http-equiv", "")
    assert '<td class="best">21.7 ▲</td>' in page
    rows = [line for line in page.splitlines() if line.startswith("<tr>")]
    assert [line.count("</td>") for line in rows] == [4] * 4 + [5] * 5 + [5] * 3
    assert page.count("no difference shown on 2.") == 1


def test_the_hypotheses_read_it(runs: Path) -> None:
    file = runs / "results.json"
    assert call(runs, "--hypotheses", str(file))[0] == 0
    results = read_results(file)
    assert list(results.shifts) == ["night", "wood", "corruptions"]
    assert [shift.natural for shift in results.shifts.values()] == [True, True, False]
    assert {shift.iid for shift in results.shifts.values()} == {"iid"}
    measured = results.models["good"].results["corruptions"]
    assert measured.value == pytest.approx(100 * (0.2 * 60 + 1) / 60)
    assert measured.seeds == pytest.approx([20, 100 * 13 / 60, 100 * 14 / 60])
    assert measured.outcomes is not None
    assert len(measured.outcomes) == IMAGES
    assert results.models["base"].baseline is None
    assert results.models["good"].baseline == "base"
    evidence = weigh(results)
    assert [cell.sign for cell in evidence.rows["diverse-augmentation"].values()] == ["+", "+", "+"]
    assert [cell.sign for cell in evidence.rows["larger-models"].values()] == ["-", "-", "-"]
    assert [cell.sign for cell in evidence.rows["texture-bias"].values()] == ["+", "", "+"]
    said = CliRunner().invoke(app, ["classify", "hypotheses", str(file)])
    assert said.exit_code == 0


def test_one_training_each(runs: Path) -> None:
    file = runs / "studies" / "study.toml"
    for name in RATES:
        text = file.read_text()
        file.write_text(text.replace(f'["{name}0", "{name}1", "{name}2"]', f'["{name}1"]'))
    code, said = call(runs, "--markdown", str(runs / "study.md"), "--hypotheses", str(runs / "r.json"))
    assert code == 0, said
    text = (runs / "study.md").read_text()
    assert "of one training, with its 95 % interval over images alone" in text
    assert "△" in text
    assert "**21.7** ▲" not in text
    assert read_results(runs / "r.json").models["good"].results["night"].seeds == pytest.approx([1300 / 60])


def test_nothing_is_written_where_something_is_wrong(runs: Path) -> None:
    (runs / "good2" / "classification.json").unlink()
    code, said = call(runs, "--markdown", str(runs / "study.md"), "--json", str(runs / "study.json"))
    assert code == 2
    assert "good2" in said
    assert not (runs / "study.md").exists()
    assert not (runs / "study.json").exists()
    code, said = call(runs, "--json", str(runs))
    assert code == 2
    assert "a folder; give a file name" in said.replace("\n", " ")


def test_a_shift_called_like_the_corruptions(runs: Path) -> None:
    for run in [*runs.glob("*0"), *runs.glob("*1"), *runs.glob("*2")]:
        (run / "predictions" / "wood.npz").rename(run / "predictions" / "corruptions.npz")
        file = run / "classification.json"
        file.write_text(file.read_text().replace('"wood"', '"corruptions"'))
    assert call(runs)[0] == 0
    code, said = call(runs, "--hypotheses", str(runs / "r.json"))
    assert code == 2
    assert "split 'corruptions'" in said
    assert not (runs / "r.json").exists()


def test_the_study_of_our_own_table() -> None:
    config = load_study(SCENARIOS / "shifts-study.toml")
    scenario = load_shifts(SCENARIOS / "shifts.toml")
    assert sorted(config.shifts) == sorted(shift.name for shift in scenario.shift)
    runs = [run for model in config.models.values() for run in model.runs]
    assert runs == [f"{name}{seed}" for name in config.models for seed in range(3)]
    kinds = {name: model.kind for name, model in config.models.items()}
    assert (kinds["baseline"], kinds["wide"], kinds["se"]) == ("baseline", "larger-model", "self-attention")
    assert [name for name, kind in kinds.items() if kind == "simple-augmentation"] == ["speckle"]
