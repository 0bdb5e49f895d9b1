"""A small scenario and a small catalogue to render it with."""

from __future__ import annotations

from pathlib import Path

import pytest
from caos.sim.scenario import Scenario

from caos.config import validate

SMALL = {
    "name": "small",
    "seed": 5,
    "camera": {"width": 160, "height": 96, "fov": 90.0},
    "splits": {
        "train": {"towns": ["Town01"], "frames": 2},
        "validation": {"towns": ["Town02"], "frames": 1},
        "test": {"towns": ["Town05"], "frames": 3},
    },
    "weather": [{"preset": "ClearNoon", "cloudiness": [0, 40]}, {"preset": "CloudyNoon"}],
    "times": [{"name": "day", "altitude": [30, 70]}],
    "traffic": {"vehicles": [1, 4], "walkers": [1, 4], "radius": 50.0},
    "anomalies": {"distance": [5.0, 14.0], "min_pixels": 40, "max_share": 0.4},
}


@pytest.fixture(scope="session")
def scenario() -> Scenario:
    """Six frames of 160x96 in three towns."""
    return validate(SMALL, Scenario, source="small")


@pytest.fixture(scope="session")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the built-in anomaly models."""
    pytest.importorskip("carla")
    pytest.importorskip("caos.sim.server.main")
    builtin = pytest.importorskip("caos.assets.builtin")
    folder = tmp_path_factory.mktemp("catalogue")
    builtin.write_builtin_catalogue(folder)
    return folder
