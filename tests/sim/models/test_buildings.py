"""Buildings: budgets, footprints, tags, determinism; levels of detail that keep the silhouette."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from caos.sim.server import models
from caos.sim.server.models import facade, parts

from caos.labels import CARLA_TAG_NAMES
from caos.meshes import Lamps, Material, Mesh

# style -> width, depth, storeys: about the largest that towns have
SIZES = {
    "brick": (20, 16, 6), "plaster": (20, 14, 4), "office": (30, 24, 14), "house": (14, 11, 2),
    "apartments": (34, 16, 8), "industrial": (42, 30, 2), "shop": (18, 15, 5), "terrace": (22, 10, 3),
    "walkup": (20, 16, 6), "tower": (30, 24, 22), "flats": (24, 13, 5), "arcade": (16, 12, 4),
    "supermarket": (36, 24, 1), "filling_station": (20, 16, 1), "bus_depot": (36, 20, 1),
    "farmhouse": (14, 12, 2), "barn": (14, 20, 1), "hut": (5, 5, 1), "garages": (18, 6, 1),
    "church": (14, 26, 1), "water_tower": (9, 9, 2),
}  # fmt: skip
FRONT, AROUND = 2.3, 0.95  # metres that things may reach over the footprint


@cache
def sample(style: str, seed: int = 3) -> Mesh:
    width, depth, storeys = SIZES[style]
    rng = np.random.default_rng(seed)
    return models.building(rng, style=style, width=width, depth=depth, storeys=storeys)


def versions(mesh: Mesh) -> list[Mesh]:
    return [mesh, *(level.mesh for level in mesh.levels)]


def test_all_styles_are_tested() -> None:
    assert set(SIZES) == set(models.BUILDING_STYLES)
    assert len(SIZES) >= 12


@pytest.mark.parametrize("style", SIZES)
def test_is_sound(style: str) -> None:
    for mesh in versions(sample(style)):
        for part in (mesh.positions, mesh.normals, mesh.uvs):
            assert np.isfinite(part).all()
        np.testing.assert_allclose(np.linalg.norm(mesh.normals, axis=1), 1.0, atol=1e-3)
        assert mesh.faces.max() < len(mesh.positions)
        assert set(mesh.face_tag) == {CARLA_TAG_NAMES.index("Buildings")}
        assert all(0.0 <= part <= 1.0 for material in mesh.materials for part in material.color)


@pytest.mark.parametrize("style", SIZES)
def test_budgets(style: str) -> None:
    near, middle, far = (len(mesh.faces) for mesh in versions(sample(style)))
    assert near <= 9500
    assert middle <= max(0.45 * near, 600)
    assert far <= middle
    assert far <= 900


@pytest.mark.parametrize("style", SIZES)
def test_stands_on_its_footprint(style: str) -> None:
    """Towns place buildings by the bounds of the nearest level."""
    width, depth, _ = SIZES[style]
    mesh = sample(style)
    low, high = mesh.bounds
    assert abs(low[2]) < 0.02
    assert -depth / 2 - AROUND <= low[0] <= -0.25 * depth or style == "water_tower"
    assert high[0] <= depth / 2 + FRONT
    tank = 3.2 if style == "industrial" else AROUND
    assert low[1] >= -width / 2 - AROUND
    assert high[1] <= width / 2 + tank
    for level in mesh.levels:
        assert (level.mesh.bounds[0] >= low - 0.1).all()
        assert (level.mesh.bounds[1] <= high + 0.1).all()


def mask(mesh: Mesh, yaw: float, size: float) -> npt.NDArray[np.bool_]:
    """What an orthographic camera sees of the mesh from `yaw` degrees, 12 degrees above the ground."""
    turn, tilt = np.radians(yaw), np.radians(12.0)
    x, y, z = mesh.positions.T.astype(np.float64)
    across = -x * np.sin(turn) + y * np.cos(turn)
    ahead = x * np.cos(turn) + y * np.sin(turn)
    up = z * np.cos(tilt) - ahead * np.sin(tilt)
    points = np.stack([across / size + 0.5, 0.8 - up / size], axis=1) * 200
    picture = np.zeros((200, 200), dtype=np.uint8)
    for triangle in np.round(points[mesh.faces] * 16).astype(np.int32):
        cv2.fillConvexPoly(picture, triangle, 1, shift=4)
    return picture > 0


@pytest.mark.parametrize("style", SIZES)
def test_levels_keep_the_silhouette(style: str) -> None:
    mesh = sample(style)
    low, high = mesh.bounds
    size = 1.5 * float(max((high - low).max(), 1.0))
    for yaw in (0.0, 40.0, 115.0):
        whole = mask(mesh, yaw, size)
        for level in mesh.levels:
            simple = mask(level.mesh, yaw, size)
            assert (whole & simple).sum() > 0.9 * (whole | simple).sum()


@pytest.mark.parametrize("style", ["shop", "apartments", "industrial"])
def test_same_seed_same_bytes(style: str) -> None:
    width, depth, storeys = SIZES[style]
    again = models.building(np.random.default_rng(3), style=style, width=width, depth=depth, storeys=storeys)
    for one, two in zip(versions(sample(style)), versions(again), strict=True):
        assert np.array_equal(one.positions, two.positions)
        assert np.array_equal(one.uvs, two.uvs)
        assert one.materials == two.materials
    assert not np.array_equal(sample(style, 4).uvs[:50], sample(style).uvs[:50])


def is_window(material: Material) -> bool:
    return bool(material.lamp & Lamps.WINDOW)


@pytest.mark.parametrize("style", [style for style in SIZES if style not in ("garages", "water_tower")])
def test_windows_are_glass_that_is_lit_at_night(style: str) -> None:
    mesh = sample(style)
    windows = [material for material in mesh.materials if is_window(material)]
    assert windows
    assert any(material.roughness <= 0.1 for material in windows) or style in ("barn", "bus_depot")
    assert all(material.emission > 0 and material.texture is not None for material in windows)


def test_panes_lean_a_little_each_its_own_way() -> None:
    mesh = sample("office")
    glass = np.array([material.roughness < 0.1 for material in mesh.materials])[mesh.face_material]
    normals = mesh.normals[mesh.faces[glass, 0]].astype(np.float64)
    front = normals[normals[:, 0] > 0.9]
    assert len(front) > 40
    degrees = np.degrees(np.arccos(np.clip(front[:, 0], -1, 1)))
    assert 0.1 < degrees.mean() < 1.5
    assert len(np.unique(front.round(5), axis=0)) > 0.4 * len(front) / 2


def test_openings_leave_the_wall_its_area() -> None:
    """The wall round the openings and the openings together are the whole front: an area check."""
    row = facade.with_gap(facade.window_row(12.0, 0.0, 3.0, 4, (1.2, 1.5), 0.9), 1, (1.3, 0.0, 2.4), 0.3)
    wall = facade._around(12.0, row)
    solid = ((wall[:, 1] - wall[:, 0]) * (wall[:, 3] - wall[:, 2])).sum()
    assert solid == pytest.approx(12.0 * 3.0 - 3 * 1.2 * 1.5 - 1.3 * 2.4)


def test_boxes_look_out_of_themselves() -> None:
    mesh = parts.boxes(
        [(1.0, 2.0, 3.0), (0.5, 0.5, 0.5)], [(4.0, 5.0, 0.0), (0.0, 0.0, 1.0)], Material((0.5,) * 3)
    )
    assert len(mesh.faces) == 24
    first = replace(mesh, faces=mesh.faces[:12])
    middle = np.array([4.0, 5.0, 1.5])
    away = first.positions[first.faces].mean(axis=1) - middle
    assert (np.einsum("ij,ij->i", away, first.normals[first.faces[:, 0]]) > 0).all()
    np.testing.assert_allclose(mesh.bounds[1], (4.5, 6.0, 3.0))


def test_sloping_textures_run_down_the_slope() -> None:
    roof = parts.leaning([[(2, -3, 0), (2, 3, 0), (0, 3, 2), (0, -3, 2)]], Material((0.5,) * 3), 1.0)
    eave, ridge = roof.uvs[roof.positions[:, 2] < 1], roof.uvs[roof.positions[:, 2] > 1]
    assert np.ptp(eave[:, 1]) < 1e-5, "one row of tiles along the eave"
    assert eave[:, 1].mean() - ridge[:, 1].mean() == pytest.approx(np.hypot(2, 2), rel=1e-5)
    assert np.ptp(eave[:, 0]) == pytest.approx(6.0, rel=1e-5)
