"""Resting on slopes, steps and ridges, against the analytic ground."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from caos.sim.resting import Rest, footing, rest, rotation, tilt

from caos import shapes
from caos.meshes import Material

GREY = Material((0.5, 0.5, 0.5))
THINGS = {
    "box": shapes.box((1.6, 0.8, 1.0), GREY),
    "ball": shapes.ellipsoid((0.7, 0.7, 0.7), GREY, at=(0.0, 0.0, 0.7)),
    "drum": shapes.cylinder(0.5, 1.1, GREY),
}
STOOL = np.array([(x, y, z) for x in (-0.4, 0.5) for y in (-0.3, 0.3) for z in (0.0, 0.9)])


def vertices(name: str) -> np.ndarray:
    return THINGS[name].positions.astype(np.float64)


def heights_above(
    points: np.ndarray, found: Rest, yaw: float, ground: Callable[..., np.ndarray]
) -> np.ndarray:
    """Heights of all vertices above the ground, by the plain formula of a rigid motion."""
    upright = points - [0.0, 0.0, points[:, 2].min()]
    moved = upright @ rotation(found.pitch, yaw, found.roll).T + [3.0, -2.0, found.z]
    return np.asarray(moved[:, 2] - ground(moved[:, 0], moved[:, 1]))


@pytest.mark.parametrize("name", THINGS)
@pytest.mark.parametrize("yaw", [-170.0, 0.0, 37.0, 90.0])
@pytest.mark.parametrize("slope", [(0.0, 0.0), (0.1, 0.0), (-0.08, 0.15)])
def test_on_a_slope_the_whole_support_touches(name: str, yaw: float, slope: tuple[float, float]) -> None:
    points = vertices(name)
    ground = lambda x, y: 0.3 + slope[0] * x + slope[1] * y  # noqa: E731
    found = rest(footing(points), 3.0, -2.0, yaw, ground)
    assert found is not None
    above = heights_above(points, found, yaw, ground)
    assert above.min() == pytest.approx(0.0, abs=1e-3)
    base = points[:, 2] - points[:, 2].min() < 1e-6
    assert above[base].max() < 2e-3
    normal = rotation(found.pitch, yaw, found.roll)[:, 2]
    expected = np.array([-slope[0], -slope[1], 1.0])
    np.testing.assert_allclose(normal, expected / np.linalg.norm(expected), atol=2e-3)


def test_rotation_is_that_of_carla() -> None:
    carla = pytest.importorskip("carla")
    angles = (12.0, -75.0, 33.0)
    matrix = np.array(carla.Transform(carla.Location(), carla.Rotation(*angles)).get_matrix())
    np.testing.assert_allclose(rotation(*angles), matrix[:3, :3], atol=1e-6)


def test_four_legs_rest_on_three_of_them_when_the_ground_is_twisted() -> None:
    twisted = lambda x, y: 0.02 * (x - 3.0) * (y + 2.0)  # noqa: E731
    found = rest(footing(STOOL), 3.0, -2.0, 0.0, twisted)
    assert found is not None
    above = heights_above(STOOL, found, 0.0, twisted)
    feet = np.sort(above[STOOL[:, 2] == 0.0])
    assert abs(feet[0]) < 1e-4
    assert feet[2] < 1e-3
    assert feet[3] < 0.013


@pytest.mark.parametrize("name", THINGS)
def test_a_kerb_under_an_edge_is_refused(name: str) -> None:
    for offset in np.arange(-0.45, 0.46, 0.05):
        kerb = lambda x, y, edge=3.0 + offset: 0.12 * (x > edge)  # noqa: E731
        points = vertices(name)
        found = rest(footing(points), 3.0, -2.0, 20.0, kerb)
        if found is not None:
            above = heights_above(points, found, 20.0, kerb)
            assert abs(above.min()) < 0.01, offset
    assert rest(footing(points), 3.0, -2.0, 20.0, lambda x, y: 0.12 * (x > 3.0)) is None


def test_steep_ground_holes_and_bumps_are_refused() -> None:
    feet = footing(vertices("box"))
    assert rest(feet, 3.0, -2.0, 0.0, lambda x, y: 0.4 * x) is None
    assert rest(feet, 3.0, -2.0, 0.0, lambda x, y: None if x > 3.5 else 0.0) is None
    assert rest(feet, 3.0, -2.0, 0.0, lambda x, y: 0.05 * (abs(x - 3.0) + abs(y + 2.0) < 0.2)) is None


def test_level_ground_tilts_nothing() -> None:
    assert tilt((0.0, 0.0), 55.0) == (0.0, 0.0)
