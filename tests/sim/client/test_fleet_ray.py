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


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    """Two small frames in one town."""
    splits = {
        "train": {"towns": ["Town01"], "frames": 2},
        "validation": {"towns": ["Town02"], "frames": 0},
        "test": {"towns": ["Town05"], "frames": 0},
    }
    camera = {"width": 96, "height": 64}
    return validate({"name": "ray", "camera": camera, "splits": splits}, Scenario, source="ray")


def test_ray_renders_the_same_bytes(scenario: Scenario, catalogue: Path, tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    render_dataset(scenario, here, catalogue=catalogue)
    summary = render_dataset(scenario, there, catalogue=catalogue, fleet=Fleet(workers=1, engine="ray"))
    assert (summary.rendered, summary.failures) == (2, ())
    names = sorted(str(file.relative_to(here)) for file in here.rglob("*") if file.name not in IGNORED)
    assert names == sorted(
        str(file.relative_to(there)) for file in there.rglob("*") if file.name not in IGNORED
    )
    assert all(
        (here / name).read_bytes() == (there / name).read_bytes() for name in names if (here / name).is_file()
    )
    rows = read_log(there)
    assert [row["engine"] for row in rows if row["event"] == "run started"] == ["ray"]
    assert sum(row["event"] == "frame" for row in rows) == 2


def test_no_cluster_there(scenario: Scenario, catalogue: Path, tmp_path: Path) -> None:
    fleet = Fleet(engine="ray", ray_address="127.0.0.1:1")
    with pytest.raises(CaosError, match=r"--ray-address 127\.0\.0\.1:1: no Ray cluster there") as told:
        render_dataset(scenario, tmp_path / "data", catalogue=catalogue, fleet=fleet)
    assert "\n" not in str(told.value)
    assert not (tmp_path / "data").exists()
