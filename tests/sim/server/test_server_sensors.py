"""Sensors that are not cameras, checked through the client."""

from __future__ import annotations

import math
import subprocess
import sys

import numpy as np
import pytest

TIMEOUT = 10.0

AUTOPILOT = """
import carla, sys
client = carla.Client("127.0.0.1", int(sys.argv[1]))
client.set_timeout(20.0)
world = client.load_world("Town01")
settings = world.get_settings()
settings.synchronous_mode, settings.fixed_delta_seconds = True, 0.05
world.apply_settings(settings)
manager = client.get_trafficmanager(int(sys.argv[2]))
manager.set_synchronous_mode(True)
spawn = world.get_map().get_spawn_points()[0]
car = world.spawn_actor(world.get_blueprint_library().find("vehicle.tesla.model3"), spawn)
car.set_autopilot(True, int(sys.argv[2]))
for _ in range(100):
    world.tick()
moved = car.get_location().distance(spawn.location)
car.set_autopilot(False, int(sys.argv[2]))
car.destroy()
world.tick()
manager.shut_down()
settings.synchronous_mode, settings.fixed_delta_seconds = False, None
world.apply_settings(settings)
print("moved", moved)
"""


@pytest.mark.parametrize("place", [(0.0, 0.0, 1.0), (120.0, -45.0, 3.5), (-900.0, 700.0, 0.0)])
def test_gnss_agrees_with_the_clients_map(rig, place):
    _, received = rig.listen("sensor.other.gnss", rig.pose(*place))
    frame = rig.world.tick()
    reading = received.get(timeout=TIMEOUT)
    expected = rig.world.get_map().transform_to_geolocation(rig.carla.Location(*place))
    assert reading.frame == frame
    assert reading.latitude == pytest.approx(expected.latitude, abs=1e-9)
    assert reading.longitude == pytest.approx(expected.longitude, abs=1e-9)
    assert reading.altitude == pytest.approx(expected.altitude, abs=1e-4)


def test_gnss_noise_is_seeded(rig):
    noisy = {"noise_alt_stddev": 1.0, "noise_alt_bias": 100.0, "noise_seed": 5}
    first = rig.listen("sensor.other.gnss", rig.pose(0, 0, 0), **noisy)[1]
    second = rig.listen("sensor.other.gnss", rig.pose(0, 0, 0), **noisy)[1]
    rig.world.tick()
    altitude = first.get(timeout=TIMEOUT).altitude
    assert altitude == second.get(timeout=TIMEOUT).altitude
    assert 90.0 < altitude < 110.0
    assert altitude != 100.0


@pytest.mark.parametrize(
    ("yaw", "compass"), [(-90, 0.0), (0, math.pi / 2), (90, math.pi), (180, 1.5 * math.pi)]
)
def test_imu_at_rest(rig, yaw, compass):
    _, received = rig.listen("sensor.other.imu", rig.pose(0, 0, 1, yaw=yaw))
    rig.world.tick()
    reading = received.get(timeout=TIMEOUT)
    felt = reading.accelerometer
    assert (felt.x, felt.y, felt.z) == (
        pytest.approx(0, abs=1e-6),
        pytest.approx(0, abs=1e-6),
        pytest.approx(9.81),
    )
    assert reading.compass == pytest.approx(compass, abs=1e-5)


def test_imu_feels_a_car_brake(rig):
    car = rig.spawn("vehicle.tesla.model3", rig.spawns[0])
    car.set_target_velocity(rig.carla.Vector3D(20, 0, 0))
    car.apply_control(rig.carla.VehicleControl(brake=0.5))
    _, received = rig.listen("sensor.other.imu", rig.pose(0, 0, 0), parent=car)
    rig.world.tick()
    rig.world.tick()
    received.get(timeout=TIMEOUT)
    assert -6.0 < received.get(timeout=TIMEOUT).accelerometer.x < -4.0


def test_collisions_are_told_once(rig):
    car = rig.spawn("vehicle.tesla.model3", rig.spawns[0])
    box = rig.spawn("static.prop.box01", rig.pose(15, 1.75, 0))
    _, received = rig.listen("sensor.other.collision", rig.carla.Transform(), parent=car)
    car.enable_constant_velocity(rig.carla.Vector3D(10, 0, 0))
    frames = [rig.world.tick() for _ in range(12)]
    event = received.get(timeout=TIMEOUT)
    assert (event.actor.id, event.other_actor.id) == (car.id, box.id)
    assert event.normal_impulse.x == pytest.approx(-18000.0)
    # 2.1 m lie between the bumper and the box: reached in the fifth tick of half a metre
    assert event.frame == frames[4]
    assert received.empty()
    car.set_transform(rig.pose(20, 15, 0))
    rig.world.tick()
    assert received.get(timeout=TIMEOUT).other_actor.type_id == "static.building"


def test_lidar_scans(rig):
    whole = {
        "dropoff_general_rate": 0.0,
        "dropoff_zero_intensity": 0.0,
        "rotation_frequency": 20,
        "range": 100,
    }
    here = rig.pose(0, 15, 5, yaw=30)
    _, received = rig.listen("sensor.lidar.ray_cast", here, channels=16, **whole)
    frame = rig.world.tick()
    scan = received.get(timeout=TIMEOUT)
    assert (scan.frame, scan.channels) == (frame, 16)
    assert sum(scan.get_point_count(channel) for channel in range(16)) == len(scan)
    points = np.frombuffer(scan.raw_data, np.float32).reshape(-1, 4)
    assert len(points) > 20
    distance = np.linalg.norm(points[:, :3], axis=1)
    assert points[:, 3] == pytest.approx(np.exp(-0.004 * distance), rel=1e-5)
    elevation = np.degrees(np.arcsin(points[:, 2] / distance))
    assert elevation.min() > -30.1
    assert elevation.max() < 10.1


def test_lane_invasion_lives_in_the_client(rig):
    car = rig.spawn("vehicle.tesla.model3", rig.spawns[0])
    car.set_simulate_physics(False)
    _, received = rig.listen("sensor.other.lane_invasion", rig.carla.Transform(), parent=car)
    for y in (1.75, 1.75, 0.0, -1.75, -1.75):
        car.set_location(rig.carla.Location(15, y, 0.3))
        rig.world.tick()
    crossed = received.get(timeout=TIMEOUT).crossed_lane_markings
    assert rig.carla.LaneMarkingColor.Yellow in [marking.color for marking in crossed]


def test_the_traffic_manager_drives(start_server):
    pytest.importorskip("carla")
    server = start_server()
    done = subprocess.run(
        [sys.executable, "-c", AUTOPILOT, str(server.port), str(server.port + 1000)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert float(done.stdout.split("moved")[1]) > 5.0
