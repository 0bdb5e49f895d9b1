"""The whole thing: real towns, models, catalogue and renderer, through the real client."""

from __future__ import annotations

import queue
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

TIMEOUT = 60.0
SIZE = {"image_size_x": "192", "image_size_y": "108"}
KINDS = ("rgb", "semantic_segmentation", "instance_segmentation", "depth")


@pytest.fixture(scope="module")
def town_server(server_process: type, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    pytest.importorskip("moderngl")
    builtin = pytest.importorskip("caos.assets.builtin")
    folder = tmp_path_factory.mktemp("catalogue")
    builtin.write_builtin_catalogue(folder, ids=("armchair", "sofa"))
    command = [sys.executable, "-m", "caos.sim.server", "--port", "0", "--exit-with-stdin"]
    server = server_process([*command, "--catalogue", str(folder)])
    yield server
    code, errors = server.end()
    assert code == 0
    (line,) = errors.splitlines()
    assert line.startswith("caos.sim.server.render.context: renderer: ")


@pytest.fixture(scope="module")
def client(town_server: Any) -> Any:
    carla = pytest.importorskip("carla")
    client = carla.Client("127.0.0.1", town_server.port)
    client.set_timeout(TIMEOUT)
    return client


def synchronous(client: Any) -> Any:
    world = client.get_world()
    settings = world.get_settings()
    settings.synchronous_mode, settings.fixed_delta_seconds = True, 0.05
    world.apply_settings(settings)
    return world


def add_cameras(world: Any, pose: Any, **values: str) -> dict[str, tuple[Any, queue.Queue]]:
    cameras = {}
    for kind in KINDS:
        blueprint = world.get_blueprint_library().find(f"sensor.camera.{kind}")
        for name, value in {**SIZE, **values}.items():
            if blueprint.has_attribute(name):
                blueprint.set_attribute(name, value)
        camera, received = world.spawn_actor(blueprint, pose), queue.Queue()
        camera.listen(received.put)
        cameras[kind] = (camera, received)
    return cameras


def look(world: Any, cameras: dict[str, tuple[Any, queue.Queue]]) -> dict[str, np.ndarray]:
    frame, pictures = world.tick(), {}
    for kind, (_, received) in cameras.items():
        image = received.get(timeout=TIMEOUT)
        assert image.frame == frame
        pictures[kind] = np.frombuffer(image.raw_data, np.uint8).reshape(image.height, image.width, 4).copy()
    return pictures


def camera_pose(world: Any, carla: Any) -> Any:
    spawn = world.get_map().get_spawn_points()[3]
    return carla.Transform(spawn.location + carla.Location(z=1.2), spawn.rotation)


def test_an_anomaly_appears_in_all_pictures_and_goes_without_a_trace(client):
    import carla

    world = synchronous(client)
    pose = camera_pose(world, carla)
    cameras = add_cameras(world, pose)
    before = look(world, cameras)
    assert {1, 11} <= set(np.unique(before["semantic_segmentation"][..., 2]))
    known = set(np.unique(ids(before["instance_segmentation"])))
    blueprints = [
        blueprint
        for blueprint in world.get_blueprint_library().filter("static.prop.*")
        if blueprint.get_attribute("size").as_str() == "medium"
    ]
    ahead = pose.transform(carla.Location(x=7.0))
    ground = world.ground_projection(ahead, 10.0)
    thing = world.try_spawn_actor(blueprints[-1], carla.Transform(ground.location))
    assert thing is not None
    during = look(world, cameras)
    new = sorted(set(np.unique(ids(during["instance_segmentation"]))) - known)
    assert len(new) == 1
    mask = ids(during["instance_segmentation"]) == new[0]
    assert mask.sum() > 20
    changed = ids(during["instance_segmentation"]) != ids(before["instance_segmentation"])
    assert (changed == mask).all()
    assert (during["semantic_segmentation"] != before["semantic_segmentation"])[~mask].sum() == 0
    assert (metres(during["depth"]) < metres(before["depth"]))[mask].mean() > 0.95
    assert (during["rgb"] != before["rgb"])[mask].any(axis=-1).mean() > 0.9
    thing.destroy()
    after = look(world, cameras)
    for kind in KINDS:
        assert (after[kind] == before[kind]).all(), kind
    for camera, _ in cameras.values():
        camera.destroy()


def test_a_reload_gives_the_same_bytes(client):
    import carla

    pictures = []
    for _ in range(2):
        client.reload_world()
        world = synchronous(client)
        world.set_weather(carla.WeatherParameters.WetCloudySunset)
        cameras = add_cameras(world, camera_pose(world, carla))
        pictures.append(look(world, cameras))
        for camera, _ in cameras.values():
            camera.destroy()
    for kind in KINDS:
        assert (pictures[0][kind] == pictures[1][kind]).all(), kind


def test_vehicles_fit_on_the_spawn_points_and_stand_on_the_road(client):
    world = synchronous(client)
    blueprint = world.get_blueprint_library().find("vehicle.tesla.model3")
    spawns = world.get_map().get_spawn_points()[:12]
    cars = [car for spawn in spawns if (car := world.try_spawn_actor(blueprint, spawn)) is not None]
    assert len(cars) >= 10
    for _ in range(20):
        world.tick()
    for car in cars:
        road = world.get_map().get_waypoint(car.get_location()).transform.location
        assert car.get_location().z == pytest.approx(road.z, abs=0.1)
        assert car.destroy()


def test_every_vehicle_and_walker_can_be_spawned(client):
    world = synchronous(client)
    library = world.get_blueprint_library()
    spawn = world.get_map().get_spawn_points()[0]
    blueprints = [*library.filter("vehicle.*"), *library.filter("walker.*"), *library.filter("static.prop.*")]
    assert len(blueprints) > 50
    for blueprint in blueprints:
        actor = world.try_spawn_actor(blueprint, spawn)
        if actor is None:  # a bus is longer than what is left there
            assert blueprint.get_attribute("base_type").as_str() in ("bus", "truck", "van")
            continue
        world.tick()
        assert actor.destroy()


def test_lidar_agrees_with_rays(client):
    import carla

    world = synchronous(client)
    blueprint = world.get_blueprint_library().find("sensor.lidar.ray_cast")
    values = {
        "dropoff_general_rate": 0.0,
        "dropoff_zero_intensity": 0.0,
        "rotation_frequency": 20,
        "range": 60,
    }
    for name, value in {**values, "channels": 8, "points_per_second": 16000}.items():
        blueprint.set_attribute(name, str(value))
    pose = camera_pose(world, carla)
    lidar, received = world.spawn_actor(blueprint, pose), queue.Queue()
    lidar.listen(received.put)
    world.tick()
    scan = received.get(timeout=TIMEOUT)
    points = np.frombuffer(scan.raw_data, np.float32).reshape(-1, 4)[:, :3]
    assert len(points) > 300
    azimuth = np.degrees(np.arctan2(points[:, 1], points[:, 0]))
    assert np.histogram(azimuth, bins=8, range=(-180, 180))[0].min() > 5
    errors = []
    for point in points[:: len(points) // 60].astype(float):
        start, reach = pose.location, float(np.linalg.norm(point))
        toward = pose.transform(carla.Location(*point)) - start
        hit = world.project_point(start, carla.Vector3D(toward.x, toward.y, toward.z), 70.0)
        errors.append(abs(hit.location.distance(start) - reach) if hit is not None else np.inf)
    # a few rays graze edges, where one pixel or the next decides
    assert np.median(errors) < 0.01
    assert np.mean(np.array(errors) < 0.1) > 0.9
    lidar.destroy()


def ids(instance: np.ndarray) -> np.ndarray:
    return instance[..., 1] + 256 * instance[..., 0].astype(int)


def metres(depth: np.ndarray) -> np.ndarray:
    b, g, r = (depth[..., channel].astype(float) for channel in range(3))
    return (r + 256 * g + 65536 * b) / (2**24 - 1) * 1000.0


def test_the_camera_is_as_its_blueprint_asks(client: Any) -> None:
    import carla

    world = synchronous(client)
    pose = camera_pose(world, carla)
    lens = {"lens_circle_multiplier": "1.0", "lens_circle_falloff": "1.0", "lens_k": "0.5"}
    asked = {"usual": {}, "tuned": {"exposure_compensation": "2.0"}, "bent": lens}
    cameras = {
        f"{name} {kind}": pair
        for name, values in asked.items()
        for kind, pair in add_cameras(world, pose, **values).items()
    }
    pictures = look(world, cameras)
    assert pictures["tuned rgb"].astype(float).mean() > pictures["usual rgb"].astype(float).mean() + 20.0
    for kind in KINDS[1:]:
        assert (pictures[f"tuned {kind}"] == pictures[f"usual {kind}"]).all()
        assert (pictures[f"bent {kind}"] != pictures[f"usual {kind}"]).any()
    with pytest.raises(RuntimeError, match="exposure_mode"):
        add_cameras(world, pose, exposure_mode="automatic")
    for camera, _ in cameras.values():
        camera.destroy()
