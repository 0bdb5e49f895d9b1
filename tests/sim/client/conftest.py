"""A small scenario and a small catalogue to render it with."""

from __future__ import annotations

from pathlib import Path

import pytest
from caos.sim.scenario import Scenario

from caos import shapes
from caos.config import validate
from caos.meshes import Material

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
    """A folder with five plain models."""
    pytest.importorskip("carla")
    pytest.importorskip("trimesh")
    pytest.importorskip("moderngl")
    from caos.catalogue import CatalogueModel, write_catalogue

    red, green = Material((0.8, 0.1, 0.1)), Material((0.1, 0.7, 0.2))
    meshes = {
        "crate": shapes.box((1.2, 0.8, 1.0), red),
        "ball": shapes.ellipsoid((0.7, 0.7, 0.7), green, at=(0.0, 0.0, 0.7)),
        "cone": shapes.cylinder(0.6, 1.6, red, top=0.05),
        "ring": shapes.place(shapes.torus(0.6, 0.2, green), (0.0, 0.0, 0.8), pitch=90.0),
        "pole": shapes.cylinder(0.15, 2.2, green),
    }
    folder = tmp_path_factory.mktemp("catalogue")
    write_catalogue(folder, [CatalogueModel(name, "shape", mesh, "test") for name, mesh in meshes.items()])
    return folder
