"""Lamps: what is on lights what is near, and the squares of the picture forget no lamp."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from caos.sim.server.render.camera import NEAR, Camera
from caos.sim.server.render.lamps import TILE, WorldLamps, depth_ranges, tile_lists
from caos.sim.server.scene import Instance, Weather

from caos.meshes import Lamps, Light, Material, Mesh

NIGHT = Weather(sun_altitude_angle=-40.0)
NOON = Weather(sun_altitude_angle=60.0)


def lamp_over(mesh: Mesh, lamp: Lamps, **changes: Any) -> Mesh:
    light = Light((0.0, 0.0, 5.0), (0.0, 0.0, -1.0), (1.0, 0.2, 0.1), 1.0, 15.0, 180.0, lamp)
    return replace(mesh, lights=(replace(light, **changes),))


def test_tile_lists_hold_every_lamp_that_reaches_a_pixel(make_view: Callable[..., Any]) -> None:
    rng = np.random.default_rng(3)
    camera = Camera.of(make_view(150, 100, rotation=(-8.0, 30.0, 5.0)))
    depth = (NEAR / rng.uniform(3.0, 60.0, (100, 150))).astype(np.float32)
    depth[:20] = 0.0
    count = 12
    lamps = WorldLamps(
        position=rng.uniform(-40.0, 40.0, (count, 3)) * (1.0, 1.0, 0.1),
        axis=np.tile([0.0, 0.0, -1.0], (count, 1)),
        color=np.ones((count, 3)),
        reach=rng.uniform(2.0, 25.0, count),
        edge=np.full(count, -2.0),
        bits=np.zeros(count, dtype=np.int64),
        owner=np.ones(count, dtype=np.int64),
    )
    lists = tile_lists(lamps, camera, depth_ranges(depth))
    rows, columns = np.nonzero(depth)
    x = (2.0 * (columns + 0.5) / 150 - 1.0) / camera.scale[0]
    y = (1.0 - 2.0 * (rows + 0.5) / 100) / camera.scale[1]
    z = NEAR / depth[rows, columns].astype(np.float64)
    places = camera.eye + np.stack([x * z, y * z, z], axis=1) @ camera.axes
    near = np.linalg.norm(places[:, None] - lamps.position, axis=2) < lamps.reach
    assert near.any()
    for tile_row in range(lists.shape[0]):
        for tile_column in range(lists.shape[1]):
            inside = (rows // TILE == tile_row) & (columns // TILE == tile_column)
            wanted = set(np.flatnonzero(near[inside].any(axis=0)).tolist())
            listed = lists[tile_row, tile_column]
            assert wanted <= set(listed[1 : 1 + listed[0]].tolist())


def test_a_street_lamp_lights_the_ground_at_night_only(
    renderer: Any, make_box: Callable[..., Mesh], make_view: Callable[..., Any]
) -> None:
    ground = make_box((100.0, 100.0, 1.0), Material((0.5, 0.5, 0.5)), tag=1, at=(0.0, 0.0, -1.0))
    view = make_view(location=(-12.0, 0.0, 2.0), rotation=(-8.0, 0.0, 0.0))
    pictures = {}
    for lamp in (Lamps.STREET, Lamps.BRAKE):
        renderer.set_static([Instance(lamp_over(ground, lamp), np.eye(4), 1)])
        pictures[lamp] = [renderer.render(view, [], weather) for weather in (NIGHT, NOON)]
    (lit, day), (dark, other_day) = pictures.values()
    red = (lit.rgb[..., 0].astype(int) - dark.rgb[..., 0])[lit.depth < 100.0]
    assert red.max() > 40
    assert np.array_equal(day.rgb, other_day.rgb)
    assert np.array_equal(lit.instance, dark.instance)


@pytest.mark.parametrize("moving", [False, True])
def test_switches_of_one_thing_change_its_picture_not_its_ids(
    renderer: Any, make_box: Callable[..., Mesh], make_view: Callable[..., Any], moving: bool
) -> None:
    lens = make_box((1.0, 1.0, 1.0), Material((0.3, 0.02, 0.02), emission=14.0, lamp=Lamps.SIGNAL_RED))
    one, other = (Instance(lens, np.eye(4) + shift(y), number) for number, y in ((7, -2.0), (8, 2.0)))
    renderer.set_static([] if moving else [one, other])
    off = renderer.render(make_view(location=(-6.0, 0.0, 0.5)), [one, other] if moving else [], NOON)
    if not moving:
        renderer.switch({7: Lamps.SIGNAL_RED})
    things = [replace(one, lamps=Lamps.SIGNAL_RED), other] if moving else []
    on = renderer.render(make_view(location=(-6.0, 0.0, 0.5)), things, NOON)
    brighter = [(on.rgb.astype(int) - off.rgb)[off.instance == number, 0].mean() for number in (7, 8)]
    assert brighter[0] > 30
    assert abs(brighter[1]) < 5
    assert np.array_equal(on.instance, off.instance)
    assert np.array_equal(on.tag, off.tag)


def shift(y: float) -> np.ndarray[Any, Any]:
    matrix = np.zeros((4, 4))
    matrix[1, 3] = y
    return matrix
