"""Packing, culling and weather, without drawing."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest
from caos.sim.server.render.culling import bounding_spheres
from caos.sim.server.render.geometry import pack_mesh
from caos.sim.server.render.noise import fractal_noise
from caos.sim.server.render.sky import atmosphere
from caos.sim.server.scene import Pose, Weather

from caos.meshes import Material, Mesh, merge


def triangles(mesh: Mesh) -> set[tuple[Any, ...]]:
    """Every face as its sorted corners with material and tag: what a picture of it depends on."""
    return {
        (*sorted(map(tuple, mesh.positions[face].tolist())), mesh.materials[material], int(tag))
        for face, material, tag in zip(mesh.faces, mesh.face_material, mesh.face_tag, strict=True)
    }


def test_packing_keeps_every_face(make_box: Any) -> None:
    boxes = [
        make_box((1, 2, 3), Material((0.1 * n, 0.5, 0.5)), tag=n, at=(30.0 * n, 7.0 * n, 0.0))
        for n in range(9)
    ]
    mesh = merge(boxes * 20)
    packed = pack_mesh(mesh)
    corners = packed.vertices[packed.indices].reshape(-1, 3)
    found = {
        (*sorted(map(tuple, face["position"].tolist())), *packed.surfaces[int(face["surface"][0])])
        for face in corners
    }
    assert found == triangles(mesh)
    assert (corners["surface"] == corners["surface"][:, :1]).all()
    assert sum(chunk.count for chunk in packed.chunks) == 3 * len(mesh.faces)
    assert len(packed.chunks) > 1


def test_packed_faces_wind_with_their_normals(make_box: Any) -> None:
    packed = pack_mesh(make_box((1, 2, 3)))
    corner = packed.vertices[packed.indices].reshape(-1, 3)
    p, n = corner["position"], corner["normal"]
    assert (np.einsum("fc,fc->f", np.cross(p[:, 1] - p[:, 0], p[:, 2] - p[:, 0]), n[:, 0]) > 0).all()


def test_a_mesh_without_faces_packs(make_box: Any) -> None:
    empty = make_box((1, 1, 1))
    empty = dataclasses.replace(
        empty,
        faces=np.zeros((0, 3), np.int32),
        face_material=np.zeros(0, np.int32),
        face_tag=np.zeros(0, np.uint8),
    )
    assert pack_mesh(empty).chunks == ()


def test_spheres_hold_their_points(make_box: Any) -> None:
    mesh = make_box((3, 1, 2), at=(4, 5, 6))
    chunks = pack_mesh(mesh).chunks
    rng = np.random.default_rng(1)
    matrices = np.stack(
        [Pose(tuple(rng.normal(size=3)), tuple(rng.uniform(0, 90, 3))).matrix() for _ in range(8)]
    )
    matrices[:, :3, :3] *= rng.uniform(0.2, 4.0, (8, 1, 3))
    spheres = bounding_spheres(list(chunks) * 8, matrices, np.arange(8))
    for number, matrix in enumerate(matrices):
        points = mesh.positions @ matrix[:3, :3].T + matrix[:3, 3]
        distance = np.linalg.norm(points - spheres.center[number], axis=1)
        assert distance.max() <= spheres.radius[number] + 1e-6


def test_noise_tiles_and_is_the_same_every_time() -> None:
    noise = fractal_noise(64)
    assert np.array_equal(noise, fractal_noise(64))
    assert abs(float(noise.mean()) - 0.5) < 0.02
    seam, inner = np.abs(noise[0] - noise[-1]).mean(), np.abs(np.diff(noise, axis=0)).mean()
    assert seam < 3 * inner


def test_sun_direction_follows_azimuth_and_altitude() -> None:
    up = atmosphere(Weather(sun_altitude_angle=90.0)).light_direction
    east = atmosphere(Weather(sun_altitude_angle=30.0, sun_azimuth_angle=90.0)).light_direction
    assert up == pytest.approx([0, 0, 1], abs=1e-9)
    assert east == pytest.approx([0, np.cos(np.radians(30)), 0.5], abs=1e-9)


def test_light_follows_the_hour_and_the_clouds() -> None:
    def light(**weather: float) -> float:
        return float(atmosphere(Weather(**weather)).light.sum())

    assert (
        light(sun_altitude_angle=60.0) > light(sun_altitude_angle=10.0) > light(sun_altitude_angle=-30.0) > 0
    )
    assert light(cloudiness=0.0) > 5 * light(cloudiness=100.0)
    low = atmosphere(Weather(sun_altitude_angle=5.0)).light
    assert low[0] > 1.5 * low[2]


@pytest.mark.parametrize("altitude", np.linspace(-90, 90, 13))
def test_any_weather_gives_finite_light(altitude: float) -> None:
    signed = ("sunward", "harmonics")
    for level in (-1.0, 0.0, 50.0, 1000.0):
        weather = Weather(**{field.name: level for field in dataclasses.fields(Weather)})
        air = atmosphere(dataclasses.replace(weather, sun_altitude_angle=altitude))
        for field in dataclasses.fields(air):
            value = np.asarray(getattr(air, field.name))
            assert np.isfinite(value).all()
            assert field.name in signed or "direction" in field.name or (value >= 0).all()
