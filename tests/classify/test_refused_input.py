"""What users get wrong with `caos classify`: one line that names it, and nothing is written."""

from __future__ import annotations

import json
import os
import pickle
from pathlib import Path

import cv2
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from caos.classify.datasets import verify_data
from typer.testing import CliRunner

from caos.cli import app
from caos.errors import CaosError

RESULTS = {
    "format": "caos-hypotheses 1",
    "title": "t",
    "iid": {"test": {"title": "I"}},
    "shifts": {"s": {"title": "S", "natural": True, "iid": "test"}},
    "models": {"b": {"title": "B", "kind": "baseline", "results": {"test": 12.0, "s": 40.0}}},
}


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder: pictures/a/0.png, a file, an empty folder, results and a study."""
    picture = np.random.default_rng(0).integers(0, 255, (32, 32, 3), dtype=np.uint8)
    (tmp_path / "pictures" / "a").mkdir(parents=True)
    cv2.imwrite(str(tmp_path / "pictures" / "a" / "0.png"), picture)
    (tmp_path / "file").write_text("x")
    (tmp_path / "empty").mkdir()
    (tmp_path / "folder.safetensors").mkdir()
    (tmp_path / "code.pt").write_bytes(pickle.dumps(os.getcwd))
    (tmp_path / "results.json").write_text(json.dumps(RESULTS))
    (tmp_path / "study.toml").write_text(
        'title = "t"\nbaseline = "b"\n[models.b]\nkind="baseline"\nruns=["r"]\n'
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("corrupt nosuch --out out", "nosuch: no such folder; give one of pictures"),
        ("corrupt empty --out out", "empty: no pictures .*give the folder above the classes"),
        ("corrupt pictures --out out --severities 0", "--severities: 0 is not one of 1 to 5"),
        ("corrupt pictures --out out --resize 1000000000", "--resize 1000000000: at most 4096"),
        ("corrupt pictures --out out --crop 99999 ", "--crop 99999: at most 4096"),
        ("deepaugment nosuch --out out --net noise2net", "nosuch: no such folder"),
        ("deepaugment pictures --out out --net noise2net --weights file", "noise2net is random and has none"),
        ("train-net edsr --images nosuch --out out.safetensors", "nosuch: no such folder"),
        (
            "train-net edsr --images pictures --out folder.safetensors",
            "folder.safetensors: cannot be written",
        ),
        ("train-net edsr --images pictures --out file/w.safetensors", "w.safetensors: cannot be written"),
        (
            "sheet deepaugment pictures/a/0.png --net noise2net --out out.png --size 33",
            "--size 33: must be a mu",
        ),
        ("hypotheses results.json --threshold inf", "--threshold inf"),
        ("hypotheses results.json --margin inf", "--margin inf"),
        ("hypotheses results.json --json out --markdown out", "--markdown out: is --json, too"),
        ("hypotheses results.json --json ./results.json", "is the file that is read, too"),
        ("hypotheses results.json --json out --html file/x.html", "--html file/x.html: .*file is no folder"),
        ("study study.toml --markdown out --html ./empty/../out", "--html .*: is --markdown, too"),
        ("study study.toml --json study.toml", "--json study.toml: is the file that is read, too"),
    ],
)
def test_one_line_and_nothing_written(place: Path, line: str, told: str) -> None:
    before = {file: file.stat().st_mtime_ns for file in place.rglob("*")}
    run = CliRunner().invoke(app, ["classify", *line.split()])
    assert isinstance(run.exception, CaosError), run.output
    assert "\n" not in str(run.exception)
    with pytest.raises(CaosError, match=told):
        raise run.exception
    assert {file: file.stat().st_mtime_ns for file in place.rglob("*")} == before


def test_a_link_to_itself_is_a_problem_of_the_data(place: Path) -> None:
    (place / "pictures" / "a" / "1.png").symlink_to("1.png")
    with pytest.raises(CaosError, match=r"a/1.png: Too many levels of symbolic links; remove it"):
        verify_data(place / "pictures", "shift")


def test_a_rendered_set_has_a_manifest_of_another_kind(place: Path) -> None:
    pq.write_table(pa.table({"file": ["a/0.png"]}), place / "pictures" / "manifest.parquet")
    report = verify_data(place / "pictures")
    assert report.name == "shift"
    assert report.counts == {"images": 1}
    assert not report.problems
