"""Projection against the textbook formula, outlines against a test of every pixel's ray."""

from __future__ import annotations

import math

import numpy as np
import pytest

carla = pytest.importorskip("carla")

from caos.sim.silhouette import Pinhole, occluded_fraction, project, silhouette  # noqa: E402

PINHOLE = Pinhole(96, 64, 80.0)
CAMERA = carla.Transform(carla.Location(3, -2, 1.5), carla.Rotation(pitch=-8, yaw=35, roll=4))


def rays() -> np.ndarray:
    v, u = np.mgrid[0 : PINHOLE.height, 0 : PINHOLE.width] + 0.5
    focal = PINHOLE.width / 2 / math.tan(math.radians(PINHOLE.fov / 2))
    local = np.stack([np.full_like(u, focal), u - PINHOLE.width / 2, PINHOLE.height / 2 - v], axis=-1)
    return local @ np.array(CAMERA.get_matrix())[:3, :3].T


def traced(vertices: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """Moeller and Trumbore's test of each pixel's ray against each triangle."""
    hit = np.zeros((PINHOLE.height, PINHOLE.width), dtype=bool)
    directions, origin = rays(), np.array(CAMERA.get_matrix())[:3, 3]
    for a, b, c in vertices[faces]:
        p = np.cross(directions, c - a)
        determinant = p @ (b - a)
        safe = np.where(np.abs(determinant) < 1e-12, np.inf, determinant)
        u = p @ (origin - a) / safe
        q = np.cross(origin - a, b - a)
        v = directions @ q / safe
        hit |= (u >= 0) & (v >= 0) & (u + v <= 1) & ((c - a) @ q / safe > 0)
    return hit


def test_project_agrees_with_carla_matrices() -> None:
    rng = np.random.default_rng(0)
    points = rng.uniform(-20, 20, (200, 3))
    world_to_camera = np.array(CAMERA.get_inverse_matrix())
    local = np.c_[points, np.ones(200)] @ world_to_camera.T
    focal = PINHOLE.width / (2 * math.tan(math.radians(PINHOLE.fov / 2)))
    uv, depth = project(points, np.array(CAMERA.get_matrix()), PINHOLE)
    np.testing.assert_allclose(depth, local[:, 0], atol=1e-4)
    ahead = local[:, 0] > 0.5
    expected = np.stack(
        [48 + focal * local[:, 1] / local[:, 0], 32 - focal * local[:, 2] / local[:, 0]], axis=1
    )
    np.testing.assert_allclose(uv[ahead], expected[ahead], rtol=1e-4, atol=1e-2)


@pytest.mark.parametrize("seed", range(6))
def test_outline_agrees_with_ray_tests(seed: int) -> None:
    rng = np.random.default_rng(seed)
    middle = np.array(_point_in_view(rng))
    vertices = middle + rng.uniform(-1.2, 1.2, (12, 3))
    faces = rng.integers(0, 12, (20, 3)).astype(np.int32)
    drawn = silhouette(vertices, faces, np.array(CAMERA.get_matrix()), PINHOLE)
    expected = traced(vertices, faces)
    assert expected.sum() > 50
    outline = (
        np.abs(np.diff(expected.astype(int), axis=0)).sum()
        + np.abs(np.diff(expected.astype(int), axis=1)).sum()
    )
    assert (drawn != expected).sum() <= 0.15 * outline + 2


def _point_in_view(rng: np.random.Generator) -> tuple[float, float, float]:
    point = CAMERA.transform(carla.Location(float(rng.uniform(4, 9)), float(rng.uniform(-4, 4)), 0.0))
    return point.x, point.y, point.z


def test_behind_the_camera_nothing_shows() -> None:
    vertices = np.array([[-5.0, -6, 1], [-6.0, -5, 1], [-6.0, -6, 2]])
    faces = np.array([[0, 1, 2]], dtype=np.int32)
    assert not silhouette(vertices, faces, np.array(CAMERA.get_matrix()), PINHOLE).any()


def test_occluded_fraction() -> None:
    outline = np.zeros((4, 4), dtype=bool)
    assert occluded_fraction(0, outline) == 1.0
    outline[:2] = True
    assert occluded_fraction(8, outline) == 0.0
    assert occluded_fraction(2, outline) == 0.75
    assert occluded_fraction(9, outline) == 0.0
