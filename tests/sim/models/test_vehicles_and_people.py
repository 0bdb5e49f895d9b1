"""Vehicles and people: levels of detail, lamps, plates, symmetry, feet on the ground, determinism."""

from __future__ import annotations

import functools

import cv2
import numpy as np
import pytest
from caos.sim.server.models import ACTOR_MODELS, parked_car
from caos.sim.server.models.body import Body, smooth
from caos.sim.server.models.carlist import CARS as SHAPES
from caos.sim.server.models.finish import paint
from caos.sim.server.models.poses import walking
from caos.sim.server.models.skin import Skin
from hypothesis import given, settings
from hypothesis import strategies as st

from caos.meshes import Lamps, Mesh

VEHICLES = [name for name, model in ACTOR_MODELS.items() if model.wheels]
CARS = [name for name in VEHICLES if ACTOR_MODELS[name].wheels == 4]
WALKERS = [name for name in ACTOR_MODELS if name.startswith("walker.")]
DRIVING = Lamps.LOW_BEAM | Lamps.HIGH_BEAM


@functools.cache
def made(name: str) -> Mesh:
    model = ACTOR_MODELS[name]
    return model.make(model.colors[0] if model.colors else (0, 0, 0))


def budgets(name: str) -> tuple[int, int, int]:
    if name.startswith("walker."):
        return 5000, 1300, 500
    return (8000, 1700, 700) if ACTOR_MODELS[name].wheels == 4 else (7500, 2300, 1200)


def silhouette(mesh: Mesh, axis: int) -> np.ndarray:
    """Filled triangles seen along an axis, 50 pixels a metre, by OpenCV."""
    flat = np.delete(mesh.positions, axis, axis=1)[mesh.faces]
    pixels = np.rint((flat + 7.0) * 50 * 16).astype(np.int32)
    picture = np.zeros((700, 700), dtype=np.uint8)
    for triangle in pixels:
        cv2.fillConvexPoly(picture, triangle, 1, cv2.LINE_8, 4)
    return picture > 0


@pytest.mark.parametrize("name", [*VEHICLES, *WALKERS])
def test_levels_are_simpler_and_look_alike(name: str) -> None:
    mesh = made(name)
    versions = [mesh, *(level.mesh for level in mesh.levels)]
    assert [level.distance for level in mesh.levels] == sorted(level.distance for level in mesh.levels)
    assert len(versions) == 3
    for version, most in zip(versions, budgets(name), strict=True):
        assert len(version.faces) <= most
        assert set(version.face_tag) == set(mesh.face_tag)
        assert np.isfinite(version.positions).all()
        assert np.isfinite(version.uvs).all()
        assert abs(float(version.bounds[0][2])) < 0.02
    least = {0: 0.78, 2: 0.5, 4: 0.85}[ACTOR_MODELS[name].wheels]  # spokes and hands come and go
    for axis in (0, 1):
        first, *others = (silhouette(version, axis) for version in versions)
        for other in others:
            assert (first & other).sum() / (first | other).sum() > least


@pytest.mark.parametrize("name", CARS)
def test_lamps_and_plates(name: str) -> None:
    mesh = made(name)
    bits = Lamps.NONE
    for material in mesh.materials:
        bits |= material.lamp
        assert material.emission == 0.0 or material.lamp or material.emission < 1.0
    for wanted in (DRIVING, Lamps.POSITION, Lamps.BRAKE, Lamps.LEFT_BLINKER, Lamps.RIGHT_BLINKER):
        assert bits & wanted
    plates = [k for k, item in enumerate(mesh.materials) if item.texture and item.texture.name == "plates"]
    middle = mesh.positions[mesh.faces[np.isin(mesh.face_material, plates)]].mean(axis=1)
    assert (middle[:, 0] > 0).any()
    assert (middle[:, 0] < 0).any()
    beams = [light for light in mesh.lights if light.lamp & DRIVING == DRIVING and light.direction[0] > 0.9]
    assert len(beams) == 2
    assert all(light.direction[2] < 0 for light in beams)
    for light in mesh.lights:
        assert np.linalg.norm(light.direction) == pytest.approx(1.0, abs=0.01)


@pytest.mark.parametrize("name", CARS)
def test_blinkers_are_on_their_sides(name: str) -> None:
    mesh = made(name)
    for number, material in enumerate(mesh.materials):
        side = {Lamps.RIGHT_BLINKER: 1, Lamps.LEFT_BLINKER: -1}.get(material.lamp)
        if side:
            across = mesh.positions[mesh.faces[mesh.face_material == number]][..., 1]
            assert (across * side > 0).all()


@pytest.mark.parametrize("name", [name for name in CARS if ACTOR_MODELS[name].base_type == "car"])
def test_bodies_are_symmetric(name: str) -> None:
    """The left half of the picture from ahead is the mirror image of the right one."""
    shape = silhouette(made(name), 0)
    mirrored = np.roll(shape[:, ::-1], 1, axis=1)  # y = 0 is column 350
    assert (shape & mirrored).sum() / (shape | mirrored).sum() > 0.97


@pytest.mark.parametrize("name", ["vehicle.tesla.model3", "walker.pedestrian.0004", "vehicle.bh.crossbike"])
def test_the_same_bytes_again(name: str) -> None:
    model = ACTOR_MODELS[name]
    again = model.make(model.colors[0] if model.colors else (0, 0, 0))
    first = made(name)
    for one, other in zip(
        (first, *(x.mesh for x in first.levels)), (again, *(x.mesh for x in again.levels)), strict=True
    ):
        assert one.positions.tobytes() == other.positions.tobytes()
        assert one.uvs.tobytes() == other.uvs.tobytes()
        assert one.materials == other.materials, "textures are painted once"


def test_parked_cars_vary_and_are_empty() -> None:
    rng = np.random.default_rng(3)
    cars = [parked_car(rng) for _ in range(12)]
    assert len({len(car.positions) for car in cars}) > 6
    assert len({car.materials[0].color for car in cars}) > 4


def test_walkers_are_in_all_phases() -> None:
    """Feet are together in some, apart in others."""
    spans = [float(np.ptp(made(name).positions[:, 0])) / float(made(name).bounds[1][2]) for name in WALKERS]
    assert min(spans) < 0.3
    assert max(spans) > 0.45


@settings(max_examples=40, deadline=None)
@given(st.floats(1.0, 2.0), st.floats(0.0, 26.0), st.floats(0.0, 1.0))
def test_bones_keep_their_lengths(height: float, swing: float, phase: float) -> None:
    joints = {name: np.array(at) for name, at in walking(height, swing, phase).items()}
    for side in ("left", "right"):
        for a, b, part in (("hip", "knee", 0.243), ("knee", "ankle", 0.236)):
            bone = np.linalg.norm(joints[f"{side}_{a}"] - joints[f"{side}_{b}"])
            assert bone == pytest.approx(part * height, rel=1e-6)
    moved = walking(height, swing, phase + 0.5)
    np.testing.assert_allclose(moved["left_knee"][0], joints["right_knee"][0], atol=1e-9)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(-5, 5), min_size=3, max_size=8), st.integers(0, 1000))
def test_smooth_curves_stay_between_their_knots(heights: list[float], at: int) -> None:
    """Monotone between neighbouring knots, and through them."""
    knots = tuple((float(k), z) for k, z in enumerate(heights))
    np.testing.assert_allclose(smooth(knots, np.arange(len(heights))), heights, atol=1e-9)
    x = (len(heights) - 1) * at / 1000
    cell = min(int(x), len(heights) - 2)
    low, high = sorted(heights[cell : cell + 2])
    assert low - 1e-9 <= float(smooth(knots, x)) <= high + 1e-9


@settings(max_examples=25, deadline=None)
@given(st.floats(-0.9, 0.9), st.floats(0.45, 0.75))
def test_sheets_lie_on_the_skin(x: float, z: float) -> None:
    """What is looked up along y lies on a triangle: brute force over all triangles."""
    skin = _skin()
    found, normal = skin.on([[x, 99.0, z]], 1)
    point = found[0]
    a, b, c = skin.corners[:, 0], skin.corners[:, 1], skin.corners[:, 2]
    face = np.cross(b - a, c - a)
    area = np.linalg.norm(face, axis=1)
    parts = sum(np.linalg.norm(np.cross(p - point, q - point), axis=1) for p, q in ((a, b), (b, c), (c, a)))
    assert np.abs(parts - area).min() < 1e-6
    assert np.linalg.norm(normal[0]) == pytest.approx(1.0)
    assert point[1] > 0.5


@functools.cache
def _skin() -> Skin:
    body: Body = SHAPES["lincoln.mkz_2020"].body()
    return Skin.of(body, paint((90, 90, 90)), 14, 2)
