"""Leaving out what is hidden must change nothing, and the test for it must err on the safe side."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest
from caos.sim.server.render import passes
from caos.sim.server.render.camera import NEAR, Camera
from caos.sim.server.render.culling import Spheres
from caos.sim.server.render.occluders import DepthPyramid
from caos.sim.server.render.receivers import Receivers
from caos.sim.server.render.shadows import Cascade, cascades
from caos.sim.server.scene import Instance, Picture, Pose, View, Weather


@pytest.mark.parametrize(("width", "height"), [(320, 180), (97, 61), (5, 3)])
@pytest.mark.parametrize("rgb", [True, False])
def test_hiding_changes_no_pixel(
    renderer: Any,
    street_scene: list[Instance],
    make_box: Any,
    place: Any,
    monkeypatch: pytest.MonkeyPatch,
    width: int,
    height: int,
    rgb: bool,
) -> None:
    wall = Instance(make_box((0.3, 25.0, 9.0)), place(7.0, 4.0, 0.0), 999)
    renderer.set_static([*street_scene, wall])
    view = View(Pose((0.0, 0.0, 1.5)), width, height, 90.0)
    pictures: list[Picture] = []
    for first in (1, 10**9):
        monkeypatch.setattr(passes, "_FIRST_TRIANGLES", first)
        pictures.append(renderer.render(view, [], Weather(cloudiness=20.0), rgb=rgb))
    for field in dataclasses.fields(Picture):
        one, other = (getattr(picture, field.name) for picture in pictures)
        assert np.array_equal(one, other), field.name


def test_a_hidden_sphere_has_no_point_in_front() -> None:
    rng = np.random.default_rng(2)
    camera = Camera.of(View(Pose((1.0, -2.0, 3.0), (5.0, 40.0, 10.0)), 203, 117, 80.0))
    blocks = np.kron(rng.uniform(5.0, 60.0, (15, 26)), np.ones((8, 8)))[:117, :203]
    depth = (NEAR / blocks).astype(np.float32)
    center = camera.eye + rng.normal(size=(3000, 3)) * 25.0
    spheres = Spheres(center, rng.uniform(0.05, 4.0, 3000))
    hidden = DepthPyramid(depth).hides(spheres, np.arange(3000), camera)
    assert 20 < hidden.sum() < 2500
    for number in np.flatnonzero(hidden):
        direction = rng.normal(size=(400, 3))
        direction /= np.linalg.norm(direction, axis=1, keepdims=True)
        points = (center[number] + direction * spheres.radius[number] - camera.eye) @ camera.axes.T
        column = (points[:, 0] / points[:, 2] * camera.scale[0] * 0.5 + 0.5) * 203
        row = (-points[:, 1] / points[:, 2] * camera.scale[1] * 0.5 + 0.5) * 117
        seen = (column >= 0) & (column < 203) & (row >= 0) & (row < 117)
        behind = points[seen, 2] > blocks[row[seen].astype(int), column[seen].astype(int)]
        assert behind.all()


@pytest.mark.parametrize("altitude", [8.0, 25.0, 70.0])
def test_leaving_out_casters_changes_no_pixel(
    renderer: Any, street_scene: list[Instance], monkeypatch: pytest.MonkeyPatch, altitude: float
) -> None:
    weather = Weather(cloudiness=0.0, sun_altitude_angle=altitude, sun_azimuth_angle=60.0)
    renderer.set_static(street_scene)
    views = [
        View(Pose((0.0, 0.0, 1.5)), 320, 180, 90.0),
        View(Pose((40.0, 9.0, 9.0), (-30.0, 70.0, 0.0)), 97, 61, 60.0),
    ]
    lean = [renderer.render(view, [], weather).rgb for view in views]
    monkeypatch.setattr(
        Receivers, "shaded_by", lambda _, spheres, *__: np.ones(len(spheres.radius), np.bool_)
    )
    monkeypatch.setattr(Cascade, "holds", lambda _, spheres: np.zeros(len(spheres.radius), np.bool_))
    renderer.set_static(street_scene)
    for view, picture in zip(views, lean, strict=True):
        assert np.array_equal(renderer.render(view, [], weather).rgb, picture)


def test_casters_that_count_are_found() -> None:
    """Points of the picture, moved towards the sun, lie in spheres that must not be left out."""
    rng = np.random.default_rng(6)
    camera = Camera.of(View(Pose((1.0, -2.0, 3.0), (-8.0, 40.0, 5.0)), 203, 117, 80.0))
    metres = np.kron(rng.uniform(3.0, 90.0, (15, 26)), np.ones((8, 8)))[:117, :203]
    depth = np.where(rng.random(metres.shape) < 0.3, 0.0, NEAR / metres).astype(np.float32)
    light = np.array([0.5, 0.3, 0.4]) / np.linalg.norm([0.5, 0.3, 0.4])
    receivers = Receivers(depth, camera)
    rows, columns = np.nonzero(depth)
    point = np.stack([(columns + 0.5) / 203 * 2 - 1, 1 - (rows + 0.5) / 117 * 2], axis=1) / camera.scale
    seen = (
        camera.eye
        + (np.column_stack([point, np.ones(len(rows))]) * metres[rows, columns, None]) @ camera.axes
    )
    parts = cascades(camera, light)
    some = seen[rng.choice(len(seen), 2000)]
    casters = Spheres(some + light * rng.uniform(0, 30, (2000, 1)), np.full(2000, 0.01))
    found = np.zeros(2000, dtype=np.bool_)
    left = np.ones(2000, dtype=np.bool_)
    for number, part in enumerate(parts):
        finer = parts[number - 1].matrix if number else None
        place = np.abs(some @ part.matrix[:2, :3].T + part.matrix[:2, 3]).max(axis=1)
        here = left & (place < 0.98)
        found |= here & receivers.shaded_by(casters, part.matrix, finer)
        left &= ~here
    assert np.all(found | left)
    everywhere = Spheres(rng.uniform(-150, 150, (2000, 3)), np.full(2000, 0.5))
    assert receivers.shaded_by(everywhere, parts[1].matrix, parts[0].matrix).mean() < 0.9
