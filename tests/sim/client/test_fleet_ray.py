"""The same frames through a local Ray cluster."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("carla")
pytest.importorskip("ray")

from caos.sim.fleet.log import LOG_FILE, read_log
from caos.sim.fleet.units import Fleet
from caos.sim.render import render_dataset
from caos.sim.scenario import Scenario

from caos.config import validate
from caos.errors import CaosError

IGNORED = {LOG_FILE, ".lock"}


def easy(towns: int) -> Scenario:
    splits = {
        "train": {"towns": ["Town01"], "frames": 2},
        "validation": {"towns": ["Town02"], "frames": towns - 1},
        "test": {"towns": ["Town05"], "frames": 0},
    }
    camera = {"width": 96, "height": 64}
    return validate({"name": "ray", "camera": camera, "splits": splits}, Scenario, source="ray")


def test_ray_renders_the_same_bytes(catalogue: Path, tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    render_dataset(easy(2), here, catalogue=catalogue)
    summary = render_dataset(easy(2), there, catalogue=catalogue, fleet=Fleet(workers=1, engine="ray"))
    assert (summary.rendered, summary.failures) == (3, ())
    names = sorted(str(file.relative_to(here)) for file in here.rglob("*") if file.name not in IGNORED)
    assert names == sorted(
        str(file.relative_to(there)) for file in there.rglob("*") if file.name not in IGNORED
    )
    assert all(
        (here / name).read_bytes() == (there / name).read_bytes() for name in names if (here / name).is_file()
    )
    rows = read_log(there)
    assert [row["engine"] for row in rows if row["event"] == "run started"] == ["ray"]
    assert sum(row["event"] == "frame" for row in rows) == 3


def test_no_cluster_there(catalogue: Path, tmp_path: Path) -> None:
    fleet = Fleet(engine="ray", ray_address="127.0.0.1:1")
    with pytest.raises(CaosError, match=r"--ray-address 127\.0\.0\.1:1: no Ray cluster there") as told:
        render_dataset(easy(1), tmp_path / "data", catalogue=catalogue, fleet=fleet)
    assert "\n" not in str(told.value)
    assert not (tmp_path / "data").exists()
