"""Boxes, motion, lights, pictures and structs, without a server."""

from __future__ import annotations

import dataclasses
import math
from itertools import count

import numpy as np
import pytest
from caos.sim.server import physics, signals
from caos.sim.server.actors import AckermannControl, Actor, Body, Signal, Vehicle, VehicleControl, Walker
from caos.sim.server.blueprints import Blueprint
from caos.sim.server.cameras import encode_depth, encode_instance
from caos.sim.server.collision import Boxes, blocking_box, overlap
from caos.sim.server.scene import Picture, Pose, Weather
from caos.sim.server.wire import (
    Box,
    Settings,
    read_pose,
    read_settings,
    read_weather,
    write_pose,
    write_settings,
    write_weather,
)
from hypothesis import given
from hypothesis import strategies as st

coordinates = st.floats(-20, 20, allow_nan=False)
angles = st.floats(-180, 180, allow_nan=False)
extents = st.floats(0.1, 4)
boxes = st.builds(
    Box,
    st.tuples(coordinates, coordinates, st.floats(-3, 3)),
    st.tuples(extents, extents, extents),
    st.tuples(st.floats(-80, 80), angles, angles),
)


def corner_cloud(box: Box, steps: int = 9) -> np.ndarray:
    grid = np.stack(np.meshgrid(*[np.linspace(-1, 1, steps)] * 3), axis=-1).reshape(-1, 3) * box.extent
    matrix = Pose(box.center, box.rotation).matrix()
    return grid @ matrix[:3, :3].T + matrix[:3, 3]


def inside(box: Box, points: np.ndarray, margin: float) -> np.ndarray:
    matrix = Pose(box.center, box.rotation).matrix()
    local = (points - matrix[:3, 3]) @ matrix[:3, :3]
    return (np.abs(local) < np.asarray(box.extent) - margin).all(axis=1)


@given(boxes, boxes)
def test_overlap_never_misses_a_shared_point(first, second):
    assert overlap(first, second) == overlap(second, first)
    if inside(second, corner_cloud(first), 0.02)[~np.isnan(corner_cloud(first)).any(axis=1)].any():
        # points on the first box's surface count only with the clearance between
        shrunk = Box(first.center, tuple(extent - 0.02 for extent in first.extent), first.rotation)
        if inside(second, corner_cloud(shrunk), 0.02).any():
            assert overlap(first, second)


@given(boxes, st.tuples(coordinates, coordinates, coordinates))
def test_boxes_far_apart_do_not_overlap(box, offset):
    reach = 2 * math.hypot(*box.extent)
    if math.hypot(*offset) > reach:
        moved = Box(tuple(a + b for a, b in zip(box.center, offset, strict=True)), box.extent, box.rotation)
        assert not overlap(box, moved)


def test_boxes_side_by_side_and_edge_to_edge():
    unit = Box((0.0, 0.0, 0.0), (1.0, 1.0, 1.0))
    assert not overlap(unit, Box((2.0, 0.0, 0.0), (1.0, 1.0, 1.0)))
    assert overlap(unit, Box((1.9, 0.0, 0.0), (1.0, 1.0, 1.0)))
    turned = (0.0, 45.0, 0.0)
    assert not overlap(unit, Box((2.5, 0.0, 0.0), (1.0, 1.0, 1.0), turned))
    assert overlap(unit, Box((2.3, 0.0, 0.0), (1.0, 1.0, 1.0), turned))
    # only the product of two edges separates these
    crossed = Box((0.0, 0.0, 0.0), (3.0, 0.1, 0.1), (0.0, 0.0, 45.0))
    assert not overlap(crossed, Box((0.0, 0.4, 0.0), (0.1, 0.1, 3.0), (45.0, 0.0, 0.0)))
    assert Boxes([unit]).touching(crossed) == [0]
    assert Boxes([]).touching(crossed) == []


def test_what_hangs_high_does_not_block(small):
    assert blocking_box(small.block((8.0, 8.0, 3.0), 9, lift=4.0)) is None
    wall = blocking_box(small.block((8.0, 0.2, 3.0), 4))
    assert (wall.center, wall.extent) == (pytest.approx((0, 0, 1.1)), pytest.approx((4, 0.1, 1.1)))


def ground(x: float, y: float, below: float) -> float | None:
    return 0.0 if below >= 0.0 else None


def car(**state: object) -> Actor:
    box = Box((0.0, 0.0, 0.75), (2.4, 1.0, 0.75))
    return Actor(
        1,
        Blueprint("vehicle.test"),
        {},
        Pose((0.0, 0.0, 0.0)),
        box=box,
        body=Body(mass=1500.0),
        role=Vehicle(**state),
    )


def run(actor: Actor, seconds: float, delta: float = 0.05) -> None:
    for _ in range(round(seconds / delta)):
        physics.step(actor, delta, ground)


def test_throttle_brake_and_reverse():
    driver = car(control=VehicleControl(throttle=1.0))
    run(driver, 2.0)
    assert 6.0 < driver.body.velocity[0] < 8.0
    assert driver.pose.location[1:] == (0.0, 0.0)
    driver.role.control = VehicleControl(brake=1.0)
    run(driver, 2.0)
    assert driver.body.velocity[0] == 0.0
    here = driver.pose.location[0]
    driver.role.control = VehicleControl(throttle=0.5, reverse=True)
    run(driver, 1.0)
    assert driver.pose.location[0] < here


@pytest.mark.parametrize("steer", [-0.3, 0.1, 0.5])
def test_a_turning_car_stays_on_its_circle(steer):
    driver = car(ackermann=AckermannControl(steer=steer, speed=5.0))
    run(driver, 3.0, delta=0.005)
    radius = 2 * 2.4 * physics.WHEELBASE_SHARE / math.tan(steer)
    center = Pose(driver.pose.location, driver.pose.rotation).matrix() @ (0.0, radius, 0.0, 1.0)
    run(driver, 4.0, delta=0.005)
    assert driver.body.velocity[0] ** 2 + driver.body.velocity[1] ** 2 == pytest.approx(25.0, rel=1e-2)
    distance = math.hypot(driver.pose.location[0] - center[0], driver.pose.location[1] - center[1])
    assert distance == pytest.approx(abs(radius), rel=2e-2)


def test_falling_ends_on_the_ground_and_takes_its_time():
    faller = car()
    faller.pose = Pose((0.0, 0.0, 4.905))
    run(faller, 0.95, delta=0.01)
    assert 0.0 < faller.pose.location[2] < 0.6
    run(faller, 0.2, delta=0.01)
    assert faller.pose.location[2] == 0.0
    assert faller.body.velocity[2] == 0.0


def test_no_ground_no_fall():
    drifter = car()
    drifter.pose = Pose((0.0, 0.0, -10.0))
    run(drifter, 1.0)
    assert drifter.pose.location == (0.0, 0.0, -10.0)


def test_constant_velocity_is_in_the_actors_frame():
    mover = car()
    mover.pose = Pose((0.0, 0.0, 0.0), (0.0, 90.0, 0.0))
    mover.body.constant_velocity = (3.0, 0.0, 0.0)
    run(mover, 2.0)
    assert mover.pose.location == pytest.approx((0.0, 6.0, 0.0), abs=1e-9)


def test_walkers_walk_where_they_look():
    walker = Actor(1, Blueprint("walker.test"), {}, Pose((0.0, 0.0, 0.0)), role=Walker((0.0, 2.0, 0.0), 1.5))
    walker.body = Body(mass=70.0)
    run(walker, 2.0)
    assert walker.pose.location == pytest.approx((0.0, 3.0, 0.0), abs=1e-9)
    assert walker.pose.rotation[1] == pytest.approx(90.0)
    walker.role.speed = 0.0
    run(walker, 1.0)
    assert walker.pose.location[1] == pytest.approx(3.0)


def test_what_is_not_simulated_stays():
    statue = car(control=VehicleControl(throttle=1.0))
    statue.body.simulated = False
    run(statue, 1.0)
    assert statue.pose == Pose((0.0, 0.0, 0.0))


def light(ids: count, group: int) -> Actor:
    signal = Signal("s", group, green=3.0, yellow=1.0, red=1.0)
    return Actor(next(ids), Blueprint("traffic.traffic_light"), {}, Pose((0.0, 0.0, 0.0)), role=signal)


def test_lights_take_turns():
    ids = count(1)
    actors = [light(ids, 1), light(ids, 1), light(ids, 2)]
    for group in signals.lights(actors).values():
        signals.reset(group)
    seen = []
    for _ in range(100):
        signals.step(actors, 0.1)
        first, second, _ = (actor.role.color for actor in actors)
        assert signals.Light.GREEN not in (first, second) or first != second
        seen.append((first, second))
    assert list(dict.fromkeys(seen)) == [(2, 0), (1, 0), (0, 0), (0, 2), (0, 1)]
    actors[0].role.frozen = True
    before = [actor.role.color for actor in actors[:2]]
    signals.step(actors, 100.0)
    assert [actor.role.color for actor in actors[:2]] == before


def test_encoded_pictures_decode_to_what_was_drawn():
    rng = np.random.default_rng(0)
    depth = rng.uniform(0.1, 1000.0, (5, 7)).astype(np.float32)
    depth[0, 0], depth[0, 1] = 1000.0, 5000.0
    instance = rng.integers(0, 65536, (5, 7)).astype(np.uint16)
    tag = rng.integers(0, 29, (5, 7)).astype(np.uint8)
    picture = Picture(None, tag, instance, depth)
    b, g, r, _ = np.moveaxis(encode_depth(picture).astype(np.float64), -1, 0)
    metres = (r + 256 * g + 65536 * b) / (2**24 - 1) * 1000
    assert metres == pytest.approx(np.minimum(depth, 1000.0), abs=1e-4)
    b, g, r, a = np.moveaxis(encode_instance(picture).astype(int), -1, 0)
    assert (g + 256 * b == instance).all()
    assert (r == tag).all()
    assert (a == 255).all()


@given(st.tuples(coordinates, coordinates, coordinates), st.tuples(angles, angles, angles))
def test_poses_survive_the_wire(location, rotation):
    pose = Pose(location, rotation)
    assert read_pose(write_pose(pose)) == pose


def test_structs_may_be_shorter_or_longer():
    weather = Weather(cloudiness=3.0, dust_storm=9.0)
    assert read_weather([*write_weather(weather), 1.0, 2.0]) == weather
    assert read_weather([3.0]) == Weather(cloudiness=3.0)
    settings = Settings(True, False, 0.02, max_substeps=3)
    assert read_settings([*write_settings(settings), 5]) == settings
    assert read_settings([True]) == Settings(synchronous_mode=True)
    with pytest.raises(ValueError, match="must be 0"):
        read_settings([True, False, [True, -0.5]])


def test_the_default_preset_leaves_the_sky_to_the_town() -> None:
    carla = pytest.importorskip("carla")
    names = [field.name for field in dataclasses.fields(Weather)]
    default = Weather(**{name: getattr(carla.WeatherParameters.Default, name) for name in names})
    sunset = Weather(**{name: getattr(carla.WeatherParameters.ClearSunset, name) for name in names})
    assert default.drawn() == Weather()
    assert sunset.drawn() == sunset
