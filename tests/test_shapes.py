"""Primitive solids: closed, outward, of the size asked for; volumes against closed formulas and trimesh."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caos.meshes import Material, Mesh, merge
from caos.shapes import (
    bevelled_box,
    blob,
    box,
    convex,
    cylinder,
    ellipsoid,
    extrude,
    lathe,
    leaves,
    loft,
    place,
    quads,
    torus,
    triangulate,
    tube,
)

GREY = Material((0.5, 0.5, 0.5))
ELL = [(0, 0), (2, 0), (2, 1), (1, 1), (1, 2), (0, 2)]

SOLIDS: dict[str, tuple[Callable[[], Mesh], float]] = {
    "box": (lambda: box((1, 2, 3), GREY), 6.0),
    "box, moved": (lambda: box((1, 2, 3), GREY, at=(5, 6, 7)), 6.0),
    "bevelled box": (lambda: bevelled_box((1, 2, 3), GREY, bevel=1e-3), 6.0),
    "cylinder": (lambda: cylinder(1, 2, GREY, segments=64), 2 * math.pi),
    "frustum": (lambda: cylinder(1, 3, GREY, top=0.5, segments=64), math.pi * (1 + 0.5 + 0.25)),
    "cone": (lambda: cylinder(1, 3, GREY, top=0, segments=64), math.pi),
    "ellipsoid": (lambda: ellipsoid((1, 2, 3), GREY, segments=64, rings=48), 8 * math.pi),
    "torus": (lambda: torus(2, 0.5, GREY, segments=96, sides=64), 2 * math.pi**2 * 2 * 0.25),
    "lathe": (lambda: lathe([(1, 0), (1, 1), (0.5, 2)], GREY, segments=64), math.pi * (1 + 1.75 / 3)),
    "tube": (lambda: tube([(0, 0, 0), (0, 3, 0)], 1.0, GREY, sides=64), 3 * math.pi),
    "oval tube": (lambda: tube([(0, 0, 0), (3, 0, 0)], [(1, 0.5)] * 2, GREY, sides=64), 1.5 * math.pi),
    "plate xy": (lambda: extrude(ELL, 0.5, GREY), 1.5),
    "plate xz": (lambda: extrude(ELL, 0.5, GREY, plane="xz"), 1.5),
    "plate yz": (lambda: extrude(ELL[::-1], 0.5, GREY, plane="yz"), 1.5),
    "mirrored": (lambda: place(extrude(ELL, 0.5, GREY), yaw=30, scale=(1, -1, 2)), 3.0),
    "tetrahedron": (lambda: convex([(0, 0, 0), (1, 0, 0), (0, 1, 0), (0, 0, 1)],
                                   [(0, 1, 2), (0, 1, 3), (0, 2, 3), (1, 2, 3)], GREY), 1 / 6),
}  # fmt: skip


def check(mesh: Mesh) -> None:
    """What every mesh has to fulfil."""
    assert np.isfinite(mesh.positions).all()
    assert np.isfinite(mesh.uvs).all()
    np.testing.assert_allclose(np.linalg.norm(mesh.normals, axis=1), 1.0, atol=1e-4)
    assert mesh.faces.min() >= 0
    assert mesh.faces.max() < len(mesh.positions)
    assert len(mesh.face_material) == len(mesh.face_tag) == len(mesh.faces)
    assert (mesh.positions.dtype, mesh.faces.dtype, mesh.face_tag.dtype) == (np.float32, np.int32, np.uint8)


def welded(mesh: Mesh):
    trimesh = pytest.importorskip("trimesh")
    solid = trimesh.Trimesh(mesh.positions, mesh.faces, process=False)
    solid.merge_vertices(merge_norm=True, merge_tex=True, digits_vertex=5)
    return solid


def agreement(mesh: Mesh) -> np.ndarray:
    """Cosine between each corner's normal and the triangle's own."""
    corners = mesh.positions[mesh.faces].astype(np.float64)
    cross = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    cross /= np.linalg.norm(cross, axis=1, keepdims=True)
    return np.einsum("fi,fci->fc", cross, mesh.normals[mesh.faces])


@pytest.mark.parametrize("name", SOLIDS)
def test_solids_are_closed_and_of_the_right_volume(name: str) -> None:
    make, volume = SOLIDS[name]
    mesh = make()
    check(mesh)
    solid = welded(mesh)
    assert solid.is_watertight
    assert solid.is_winding_consistent
    assert solid.volume == pytest.approx(volume, rel=0.01)
    assert agreement(mesh).min() > 0.5


def test_rounded_tube_sticks_out_by_its_radius() -> None:
    mesh = tube([(0, 0, 0), (1, 0, 0)], 0.25, GREY, sides=32, rounded=True)
    assert welded(mesh).is_watertight
    low, high = mesh.bounds
    assert low[0] == pytest.approx(-0.25, abs=0.01)
    assert high[0] == pytest.approx(1.25, abs=0.01)


def test_bounds_are_those_asked_for() -> None:
    low, high = bevelled_box((1, 2, 3), GREY, bevel=0.2, at=(10, 20, 30)).bounds
    np.testing.assert_allclose(low, (9.5, 19, 30))
    np.testing.assert_allclose(high, (10.5, 21, 33))


def test_smooth_and_sharp_edges() -> None:
    ball = ellipsoid((1, 1, 1), GREY, segments=32, rings=16)
    np.testing.assert_allclose(ball.normals, ball.positions, atol=0.03)
    assert agreement(box((1, 1, 1), GREY)).min() == pytest.approx(1.0)
    assert agreement(cylinder(1, 1, GREY, segments=16)).min() > 0.97  # the rim stays sharp


def test_uv_is_metres_times_scale() -> None:
    mesh = box((4, 4, 4), GREY, uv_scale=0.5)
    np.testing.assert_allclose(np.ptp(mesh.uvs[mesh.faces[:2].ravel()], axis=0), (2, 2))

    wall = quads([[(0, 0, 0), (0, 1, 0), (0, 1, 2), (0, 0, 2)]], GREY)
    assert wall.normals[0].tolist() == [1, 0, 0]
    assert wall.uvs[0, 1] > wall.uvs[2, 1], "v grows downwards on walls"


def test_place_turns_as_carla_does() -> None:
    from caos.sim.server.scene import Pose

    mesh = box((1, 2, 3), GREY)
    moved = place(mesh, (1, 2, 3), yaw=20, pitch=-35, roll=50)
    matrix = Pose((1, 2, 3), (-35, 20, 50)).matrix()
    np.testing.assert_allclose(moved.positions, mesh.transformed(matrix).positions, atol=1e-5)


@settings(max_examples=60, deadline=None)
@given(st.integers(3, 24), st.integers(0, 10_000))
def test_triangulation_covers_the_polygon(corners: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    angle = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    outline = np.column_stack([np.cos(angle), np.sin(angle)]) * rng.uniform(0.3, 1.0, (corners, 1))
    triangles = outline[triangulate(outline)]
    a, b, c = triangles.transpose(1, 0, 2)
    areas = ((b - a)[:, 0] * (c - a)[:, 1] - (b - a)[:, 1] * (c - a)[:, 0]) / 2
    x, y = outline.T
    assert len(triangles) == corners - 2
    assert (areas > 0).all()
    assert areas.sum() == pytest.approx(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y) / 2)


def test_triangulation_refuses_a_crossing_outline() -> None:
    with pytest.raises(ValueError, match="crosses itself"):
        triangulate([(0, 0), (1, 1), (1, 0), (0, 1)])


def test_loft_of_equal_squares_is_a_box() -> None:
    square = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)])
    rings = [np.column_stack([square, np.full(4, z)]) for z in (0, 1, 2)]
    solid = welded(loft(rings, GREY))
    assert solid.is_watertight
    assert solid.volume == pytest.approx(8)


def test_chance_is_the_generators() -> None:
    def one(seed: int) -> Mesh:
        rng = np.random.default_rng(seed)
        away = np.eye(3)
        return merge([blob(rng, (1, 1, 1), GREY), leaves(rng, away, away, 0.2, GREY)])

    check(one(3))
    assert np.array_equal(one(3).positions, one(3).positions)
    assert not np.array_equal(one(3).positions, one(4).positions)
    assert welded(blob(np.random.default_rng(0), (1, 2, 1), GREY, lumps=0.3)).is_watertight
