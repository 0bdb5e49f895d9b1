"""`caos classify corrupt`: layout, resuming, workers, seeds, and every mistake in one line."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import PIL.Image
import pytest
from caos.classify.corruptions import corrupt, generator_for, perturb
from caos.classify.corruptions.files import Framing, read_picture
from caos.classify.corruptions.folder import Done, make_folder
from caos.classify.corruptions.jobs import FilmJob, Job
from typer.testing import CliRunner

from caos.cli.classify import app
from caos.errors import CaosError

Image = npt.NDArray[np.uint8]

NAMES = ("gaussian_noise", "frost")


@pytest.fixture
def source(tmp_path: Path, picture: Image) -> Path:
    folder = tmp_path / "val"
    for name in ("n01/a.JPEG", "n01/b.png", "n02/c.bmp"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        PIL.Image.fromarray(picture).save(folder / name)
    (folder / "n02" / "notes.txt").write_text("no picture")
    (folder / "n02" / ".hidden.png").write_bytes(b"")
    return folder


def job(source: Path, name: str = "out", **settings: object) -> Job:
    options = {"names": NAMES, "severities": (1, 4), "parameters": "tiny-imagenet-c"} | settings
    return Job(source, source.parent / name, **options)  # type: ignore[arg-type]


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != ".lock")
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def test_layout_and_pixels(source: Path, picture: Image) -> None:
    seen: list[tuple[int, int]] = []
    done = make_folder(job(source, seed=3), progress=lambda *counts: seen.append(counts))
    assert done == Done(12, 0)
    assert seen == [(0, 12), (4, 12), (8, 12), (12, 12)]
    files = contents(source.parent / "out")
    assert set(files) == {
        "corruptions.json",
        *(
            f"{name}/{severity}/{file}"
            for name in NAMES
            for severity in (1, 4)
            for file in ("n01/a.JPEG", "n01/b.png", "n02/c.png")
        ),
    }
    made = np.asarray(PIL.Image.open(source.parent / "out" / "gaussian_noise" / "4" / "n01" / "b.png"))
    rng = generator_for(3, "n01/b.png", "gaussian_noise", 4)
    np.testing.assert_array_equal(
        made, corrupt(picture, "gaussian_noise", 4, rng, parameters="tiny-imagenet-c")
    )
    assert files["gaussian_noise/4/n01/a.JPEG"].startswith(b"\xff\xd8")


def test_workers_and_interruptions_leave_no_trace(source: Path) -> None:
    make_folder(job(source))
    exact = contents(source.parent / "out")
    part = job(source, "part", names=("frost",))
    make_folder(part)
    victim = source.parent / "part" / "frost" / "4" / "n01" / "b.png"
    victim.unlink()
    (victim.parent / ".b.png.0123abcd.partial").write_bytes(b"left by a killed process")
    assert make_folder(job(source, "part"), workers=2) == Done(7, 5)
    assert contents(source.parent / "part") == exact
    assert make_folder(job(source, "part")) == Done(0, 12)


def test_other_settings_are_refused(source: Path) -> None:
    make_folder(job(source))
    before = contents(source.parent / "out")
    for change, words in (
        ({"seed": 1}, "made with seed 0, not 1"),
        ({"parameters": "cifar-c"}, "made with parameters tiny-imagenet-c, not cifar-c"),
        ({"framing": Framing(crop=20)}, "made with crop None, not 20"),
    ):
        with pytest.raises(CaosError, match=words):
            make_folder(job(source, **change))  # type: ignore[arg-type]
    assert contents(source.parent / "out") == before
    for text, words in (
        (json.dumps({"kind": "pictures", "seed": 0}), "has no 'parameters'"),
        ("[]", "no table of settings"),
        ("{", "cannot be read"),
    ):
        (source.parent / "out" / "corruptions.json").write_text(text)
        with pytest.raises(CaosError, match=words):
            make_folder(job(source))


def test_a_mistake_that_made_nothing_can_be_corrected(source: Path) -> None:
    with pytest.raises(CaosError, match="less than the crop of 900; 3 of 3 pictures"):
        make_folder(job(source, framing=Framing(crop=900)))
    assert make_folder(job(source)) == Done(12, 0)


def test_broken_pictures_do_not_stop_the_others(source: Path) -> None:
    (source / "n01" / "b.png").write_bytes((source / "n01" / "b.png").read_bytes()[:200])
    PIL.Image.new("RGB", (200, 8)).save(source / "n02" / "flat.png")
    with pytest.raises(CaosError, match=r"b\.png: not a readable picture .*; 2 of 4 pictures were left out"):
        make_folder(job(source))
    made = contents(source.parent / "out")
    assert len(made) == 1 + 2 * 4
    assert not any("b.png" in name or "flat" in name for name in made)


def test_bad_folders(source: Path, tmp_path: Path) -> None:
    with pytest.raises(CaosError, match="nowhere: no such folder"):
        make_folder(job(tmp_path / "nowhere"))
    (tmp_path / "empty").mkdir()
    with pytest.raises(CaosError, match="empty: no pictures"):
        make_folder(job(tmp_path / "empty"))
    with pytest.raises(CaosError, match="lies within"):
        make_folder(Job(source, source / "out"))
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "thesis.tex").write_text("")
    with pytest.raises(CaosError, match=r"holds 'thesis\.tex' but no corruptions\.json"):
        make_folder(job(source, "other"))
    PIL.Image.new("RGB", (20, 20)).save(source / "n02" / "c.png")
    with pytest.raises(CaosError, match=r"c\.png: would be written to the same file as n02/c\.bmp"):
        make_folder(job(source))
    assert not (tmp_path / "out").exists()


def test_frost_of_ones_own(source: Path, tmp_path: Path) -> None:
    (tmp_path / "ice").mkdir()
    with pytest.raises(CaosError, match="ice: no pictures"):
        make_folder(job(source, frost=tmp_path / "ice"))
    PIL.Image.new("RGB", (90, 70), (10, 20, 200)).save(tmp_path / "ice" / "blue.png")
    make_folder(job(source, frost=tmp_path / "ice"))
    made = np.asarray(PIL.Image.open(tmp_path / "out" / "frost" / "1" / "n01" / "b.png"))
    assert tuple(made[8, 8]) == (3, 6, 60)  # 0.3 of the ice over black
    PIL.Image.new("RGB", (90, 70), (10, 20, 201)).save(tmp_path / "ice" / "blue.png")
    with pytest.raises(CaosError, match="made with frost"):
        make_folder(job(source, frost=tmp_path / "ice"))


def frames_of(film: Path) -> Image:
    capture, frames = cv2.VideoCapture(str(film)), []
    while (found := capture.read())[0]:
        frames.append(found[1][..., ::-1])
    return np.stack(frames)


def test_films_lose_nothing(
    source: Path, tmp_path: Path, picture: Image, capfd: pytest.CaptureFixture[str]
) -> None:
    films = FilmJob(source, tmp_path / "p", ("rotate", "shot_noise"), 2, "cifar-p", Framing(crop=32))
    assert make_folder(films) == Done(6, 0)
    assert capfd.readouterr() == ("", "")
    rng = generator_for(2, "n01/b.png", "shot_noise")
    exact = perturb(picture, "shot_noise", rng, parameters="cifar-p", crop=32)
    np.testing.assert_array_equal(frames_of(tmp_path / "p" / "shot_noise" / "n01" / "b.mp4"), exact)
    before = contents(tmp_path / "p")
    (tmp_path / "p" / "rotate" / "n02" / "c.mp4").unlink()
    assert make_folder(films) == Done(1, 5)
    assert contents(tmp_path / "p") == before
    with pytest.raises(CaosError, match="made with kind films, not pictures"):
        make_folder(job(source, "p"))
    with pytest.raises(CaosError, match="unknown perturbation 'fog'"):
        make_folder(FilmJob(source, tmp_path / "q", ("fog",)))


def test_pictures_are_framed_as_published(tmp_path: Path, picture: Image) -> None:
    file = tmp_path / "a.png"
    PIL.Image.fromarray(picture).save(file)
    assert read_picture(file, Framing(resize=24)).shape == (24, 32, 3)
    assert read_picture(file, Framing(resize=24, crop=20)).shape == (20, 20, 3)
    np.testing.assert_array_equal(read_picture(file, Framing(crop=40)), picture[4:44, 12:52])
    PIL.Image.fromarray(picture[..., 0]).save(file)
    assert read_picture(file, Framing()).shape == picture.shape
    with pytest.raises(CaosError, match=r"a\.png: 64 x 48 pixels are less than the crop of 50"):
        read_picture(file, Framing(crop=50))
    with pytest.raises(CaosError, match="--crop 30 does not fit into --resize 20"):
        Framing(resize=20, crop=30)
    with pytest.raises(CaosError, match="resize 0"):
        Framing(resize=0)


def test_the_command(source: Path, tmp_path: Path) -> None:
    common = ["corrupt", str(source), "--out", str(tmp_path / "c"), "--parameters", "cifar-c"]
    runner = CliRunner()
    result = runner.invoke(app, [*common, "--only", "fog, contrast,fog", "--severities", "2,1"])
    assert result.exit_code == 0, result.output
    assert "wrote 12 files" in result.output
    for bad, words in (
        (["--only", "fgo"], "did you mean 'fog'"),
        (["--severities", "one"], "--severities 'one'"),
        (["--severities", "6"], "--severities: 6 is not one of 1 to 5"),
        (["--resize", "1000000000"], "at most 4096 pixels"),
        (["--parameters", "imagenet"], "unknown parameter set"),
    ):
        result = runner.invoke(app, [*common, *bad])
        assert isinstance(result.exception, CaosError)
        assert words in str(result.exception)
    films = [
        "perturb",
        str(source),
        "--out",
        str(tmp_path / "p"),
        "--only",
        "scale",
        "--parameters",
        "cifar-p",
    ]
    assert "wrote 3 films" in runner.invoke(app, films).output
    sheet = ["sheet", "corruptions", str(source / "n01" / "b.png"), "--out", str(tmp_path / "s.jpg")]
    assert runner.invoke(app, [*sheet, "--only", "fog", "--parameters", "cifar-c"]).exit_code == 0
    assert (tmp_path / "s.jpg").exists()
