"""Actor models: every blueprint id makes a plausible mesh."""

from __future__ import annotations

import numpy as np
import pytest
from caos.sim.server.models import ACTOR_MODELS, ActorModel

VEHICLES = (
    "tesla.model3", "audi.tt", "audi.a2", "nissan.micra", "mini.cooper_s", "lincoln.mkz_2020",
    "dodge.charger_2020",
    "jeep.wrangler_rubicon", "mercedes.sprinter", "carlamotors.carlacola", "mitsubishi.fusorosa",
    "yamaha.yzf",
    "bh.crossbike",
)  # fmt: skip
PROPS = ("trafficcone01", "streetbarrier", "bench01", "bin", "box01", "trashcan01")
MUST_HAVE = [
    *(f"vehicle.{name}" for name in VEHICLES),
    *(f"walker.pedestrian.{number:04d}" for number in range(1, 9)),
    *(f"static.prop.{name}" for name in PROPS),
]

# base type -> length, width, height in metres: lowest and highest
SIZES = {
    "car": ((3.4, 1.6, 1.2), (5.5, 2.5, 2.1)),
    "van": ((4.2, 1.8, 1.8), (6.8, 2.8, 2.9)),
    "truck": ((5.0, 2.3, 2.2), (9.2, 3.2, 3.8)),
    "bus": ((7.0, 2.4, 2.7), (12.5, 3.2, 3.6)),
    "motorcycle": ((1.6, 0.6, 1.4), (2.3, 1.0, 1.9)),
    "bicycle": ((1.5, 0.5, 1.5), (2.0, 0.9, 1.95)),
}
DRIVERS = {"motorcycle": {18, 13}, "bicycle": {19, 13}}


def test_the_cast() -> None:
    assert set(MUST_HAVE) <= set(ACTOR_MODELS)
    kinds = {model.base_type for model in ACTOR_MODELS.values() if model.wheels}
    assert kinds == set(SIZES)
    walkers = [model for model in ACTOR_MODELS.values() if model.type_id.startswith("walker.")]
    assert {model.gender for model in walkers} == {"male", "female"}
    assert {model.age for model in walkers} == {"adult", "child"}


@pytest.mark.parametrize("type_id", ACTOR_MODELS)
def test_actor(type_id: str) -> None:
    model: ActorModel = ACTOR_MODELS[type_id]
    color = model.colors[0] if model.colors else (0, 0, 0)
    mesh = model.make(color)
    assert np.isfinite(mesh.positions).all()
    assert np.isfinite(mesh.uvs).all()
    np.testing.assert_allclose(np.linalg.norm(mesh.normals, axis=1), 1.0, atol=1e-3)
    assert mesh.faces.max() < len(mesh.positions)
    assert len(mesh.faces) <= 8200
    assert set(mesh.face_tag) == DRIVERS.get(model.base_type, {model.tag})
    low, high = mesh.bounds
    assert abs(low[2]) < 0.02
    np.testing.assert_allclose((low + high)[:2] / 2, 0, atol=0.25)
    size = high - low
    if model.base_type:
        shortest, longest = SIZES[model.base_type]
        assert (size >= shortest).all()
        assert (size <= longest).all()
    elif model.type_id.startswith("walker."):
        assert (0.95 if model.age == "child" else 1.45) < size[2] < (1.5 if model.age == "child" else 2.0)
        assert max(size[:2]) < 1.3
    else:
        assert 0.1 < max(size) < 4.5


def test_body_colour_is_used() -> None:
    for type_id in ("vehicle.tesla.model3", "vehicle.mercedes.sprinter", "vehicle.mitsubishi.fusorosa"):
        red, blue = (ACTOR_MODELS[type_id].make(color) for color in ((255, 0, 0), (0, 0, 255)))
        assert (1.0, 0.0, 0.0) in {material.color for material in red.materials}
        assert (0.0, 0.0, 1.0) in {material.color for material in blue.materials}


def test_cars_are_mirror_images_of_themselves() -> None:
    mesh = ACTOR_MODELS["vehicle.audi.tt"].make((10, 20, 30))
    low, high = mesh.bounds
    assert low[1] == pytest.approx(-high[1], abs=1e-3)


def test_walkers_differ() -> None:
    heights = {
        round(float(model.make((0, 0, 0)).bounds[1][2]), 2)
        for model in ACTOR_MODELS.values()
        if model.type_id.startswith("walker.")
    }
    assert len(heights) > 10
