"""The real carla client against a server with a tiny town."""

from __future__ import annotations

import queue
from typing import Any

import numpy as np
import pytest

TIMEOUT = 10.0


def pixels(image: Any) -> np.ndarray:
    return np.frombuffer(image.raw_data, np.uint8).reshape(image.height, image.width, 4)


def test_settings_round_trip(rig):
    settings = rig.world.get_settings()
    settings.synchronous_mode, settings.fixed_delta_seconds = True, 0.02
    settings.max_substeps, settings.deterministic_ragdolls = 7, False
    settings.tile_stream_distance = 1234.0
    rig.world.apply_settings(settings)
    assert rig.world.get_settings() == settings
    rig.world.tick()
    assert rig.world.get_snapshot().delta_seconds == pytest.approx(0.02)


def test_map_works_on_the_client(rig):
    town = rig.world.get_map()
    assert town.name == "Carla/Maps/Town01"
    assert len(town.get_spawn_points()) == 16
    waypoint = town.get_waypoint(rig.carla.Location(50, 1.2, 0))
    assert (waypoint.lane_id, waypoint.transform.location.y) == (-1, pytest.approx(1.75))
    assert len(town.generate_waypoints(2.0)) == 200
    assert [name.rsplit("/", 1)[-1] for name in rig.client.get_available_maps()] == ["Town01", "Town02"]


def test_blueprints_know_their_attributes(rig):
    camera = rig.blueprints.find("sensor.camera.rgb")
    assert camera.get_attribute("fov").as_float() == 90.0
    assert camera.get_attribute("enable_postprocess_effects").as_bool() is True
    car = rig.blueprints.find("vehicle.tesla.model3")
    assert car.get_attribute("color").type == rig.carla.ActorAttributeType.RGBColor
    assert int(car.get_attribute("number_of_wheels")) == 4
    assert len(rig.blueprints.filter("vehicle.*")) == 2
    with pytest.raises(IndexError):
        rig.blueprints.find("sensor.camera.dvs")


def test_first_frames_are_never_missed(rig):
    kinds = ("rgb", "semantic_segmentation", "instance_segmentation", "depth")
    cameras = [rig.camera(kind, rig.pose(1, 2, 3, 5, 4), fov=70) for kind in kinds]
    for _ in range(5):
        frame = rig.world.tick()
        for _, received in cameras:
            image = received.get(timeout=TIMEOUT)
            assert (image.frame, image.width, image.height, image.fov) == (frame, 64, 48, 70.0)
            assert image.transform.location.x == pytest.approx(1)
            assert image.transform.rotation.yaw == pytest.approx(5, abs=1e-4)


def test_cameras_at_one_place_agree(rig):
    pose = rig.pose(0, 1.75, 1.5)
    car = rig.spawn("vehicle.tesla.model3", rig.spawns[0])
    kinds = ("rgb", "semantic_segmentation", "instance_segmentation", "depth")
    queues = [rig.camera(kind, pose)[1] for kind in kinds]
    rig.world.tick()
    rgb, semantic, instance, depth = (received.get(timeout=TIMEOUT) for received in queues)
    tags = pixels(semantic)[..., 2]
    here = tags == 14
    assert here.any()
    assert (pixels(instance)[..., 2] == tags).all()
    ids = pixels(instance).astype(int)
    (found,) = np.unique(ids[here][:, 1] + 256 * ids[here][:, 0])
    assert found not in (0, car.id)
    assert (pixels(rgb)[here][:, 2] == 14 * 8).all()
    b, g, r = (pixels(depth)[..., k].astype(float) for k in range(3))
    metres = (r + 256 * g + 65536 * b) / (2**24 - 1) * 1000
    assert metres[here] == pytest.approx(10.0, abs=1e-3)
    assert metres[tags == 11] == pytest.approx(1000.0)
    assert (pixels(semantic)[..., 3] == 255).all()
    semantic.convert(rig.carla.ColorConverter.CityScapesPalette)
    assert (pixels(semantic)[here][:, :3] == (142, 0, 0)).all()
    depth.convert(rig.carla.ColorConverter.LogarithmicDepth)


def test_a_camera_at_rest_sees_the_same_bytes_again(rig):
    _, received = rig.camera("rgb", rig.pose(0, 1.75, 1.5))
    rig.world.tick()
    first = bytes(received.get(timeout=TIMEOUT).raw_data)
    rig.world.tick()
    assert bytes(received.get(timeout=TIMEOUT).raw_data) == first


def test_stop_ends_a_stream_and_listen_starts_it_again(rig):
    camera, received = rig.camera("rgb", rig.pose(0, 0, 2))
    rig.world.tick()
    received.get(timeout=TIMEOUT)
    camera.stop()
    assert not camera.is_listening()
    rig.world.tick()
    rig.world.tick()
    assert received.empty()
    camera.listen(received.put)
    frame = rig.world.tick()
    assert received.get(timeout=TIMEOUT).frame == frame


def test_sensor_tick_is_kept(rig):
    _, received = rig.camera("depth", rig.pose(0, 0, 2), sensor_tick=0.2)
    frames = [rig.world.tick() for _ in range(9)]
    got = [received.get(timeout=TIMEOUT).frame for _ in range(3)]
    assert got == frames[::4]
    assert received.empty()


def test_an_attached_camera_follows_its_parent(rig):
    car = rig.spawn("vehicle.tesla.model3", rig.spawns[0])
    car.set_simulate_physics(False)
    camera, received = rig.camera("rgb", rig.pose(1, 0, 2), parent=car)
    car.set_transform(rig.pose(50, 1.75, 0.3, yaw=90))
    rig.world.tick()
    image = received.get(timeout=TIMEOUT)
    assert camera.parent.id == car.id
    assert image.transform.location.y == pytest.approx(2.75, abs=1e-4)
    assert image.transform.location.z == pytest.approx(2.3, abs=1e-4)
    assert image.transform.rotation.yaw == pytest.approx(90, abs=1e-3)
    assert camera.get_transform().location.y == pytest.approx(2.75, abs=1e-4)


def test_moving_a_camera_moves_its_view(rig):
    camera, received = rig.camera("instance_segmentation", rig.pose(0, 0, 5, pitch=90))
    rig.world.tick()
    assert (pixels(received.get(timeout=TIMEOUT))[..., 2] == 11).all()
    camera.set_transform(rig.pose(5, 15, 5))
    rig.world.tick()
    assert (pixels(received.get(timeout=TIMEOUT))[..., 2] == 3).any()


def test_weather_round_trip_and_effect(rig):
    names = [
        name for name in dir(rig.carla.WeatherParameters()) if not name.startswith("_") and name[0].islower()
    ]
    assert len(names) == 14
    weather = rig.carla.WeatherParameters(**{name: float(k + 1) for k, name in enumerate(names)})
    rig.world.set_weather(weather)
    assert rig.world.get_weather() == weather
    _, received = rig.camera("rgb", rig.pose(0, 0, 2))
    rig.world.tick()
    assert pixels(received.get(timeout=TIMEOUT))[0, 0, 0] == int(weather.cloudiness)
    rig.world.set_weather(rig.carla.WeatherParameters.HardRainSunset)
    assert rig.world.get_weather() == rig.carla.WeatherParameters.HardRainSunset


def test_spawn_move_look_at_and_destroy(rig):
    prop = rig.spawn("static.prop.trafficcone01", rig.pose(30, 0, 0))
    rig.world.tick()
    assert prop.get_transform().location.x == pytest.approx(30)
    assert prop.bounding_box.extent.z == pytest.approx(0.3)
    assert prop.bounding_box.location.z == pytest.approx(0.3)
    assert list(prop.semantic_tags) == [20]
    prop.set_transform(rig.pose(40, 1, 0, yaw=30))
    rig.world.tick()
    found = rig.world.get_snapshot().find(prop.id).get_transform()
    assert (found.location.x, found.rotation.yaw) == (pytest.approx(40), pytest.approx(30))
    assert prop.destroy()
    rig.world.tick()
    assert not prop.is_alive
    assert prop.id not in [actor.id for actor in rig.world.get_actors()]


def test_vehicle_state_reaches_the_client(rig):
    car = rig.spawn("vehicle.tesla.model3", rig.spawns[0], color="1,2,3", role_name="ego_vehicle")
    control = rig.carla.VehicleControl(0.25, -0.5, 0.125, True, False, True, 3)
    car.apply_control(control)
    rig.world.tick()
    assert car.get_control() == control
    assert (car.attributes["color"], car.attributes["role_name"]) == ("1,2,3", "ego_vehicle")
    assert list(car.semantic_tags) == [14]
    car.set_light_state(rig.carla.VehicleLightState.LowBeam)
    assert car.get_light_state() == rig.carla.VehicleLightState.LowBeam
    assert rig.world.get_vehicles_light_states()[car.id] == rig.carla.VehicleLightState.LowBeam
    physics = car.get_physics_control()
    assert (physics.mass, len(physics.wheels)) == (1800.0, 4)
    physics.mass = 2000.0
    car.apply_physics_control(physics)
    assert car.get_physics_control() == physics
    assert car.bounding_box.extent.x == pytest.approx(2.4)
    car.open_door(rig.carla.VehicleDoor.FL)
    assert car.get_telemetry_data().throttle == pytest.approx(0.25)
    assert car.get_wheel_steer_angle(rig.carla.VehicleWheelLocation.FL_Wheel) == pytest.approx(-17.5)


def test_spawning_into_something_fails(rig):
    blueprint = rig.blueprints.find("vehicle.audi.tt")
    rig.world.spawn_actor(blueprint, rig.spawns[0])
    with pytest.raises(RuntimeError, match="Spawn failed because of collision at spawn position"):
        rig.world.spawn_actor(blueprint, rig.spawns[0])
    assert rig.world.try_spawn_actor(blueprint, rig.pose(20, 15, 0)) is None  # in the building
    assert rig.world.try_spawn_actor(blueprint, rig.pose(60, 8.5, 0)) is None  # at the pole
    assert rig.world.try_spawn_actor(blueprint, rig.pose(100, 1.75, 0)) is not None  # below the tree's crown
    assert rig.world.try_spawn_actor(blueprint, rig.pose(26.9, 15, 0, yaw=90)) is None
    assert rig.world.try_spawn_actor(blueprint, rig.pose(27.1, 15, 0, yaw=90)) is not None


def test_mistakes_are_told_in_words(rig):
    with pytest.raises(RuntimeError, match="attribute image_size_x=0 is out of range"):
        rig.spawn("sensor.camera.rgb", rig.pose(0, 0, 0), image_size_x=0)
    with pytest.raises(RuntimeError, match="attribute fov=nan is out of range"):
        rig.spawn("sensor.camera.rgb", rig.pose(0, 0, 0), fov="nan")
    with pytest.raises(RuntimeError, match="attribute noise_alt_stddev=-1"):
        rig.spawn("sensor.other.gnss", rig.pose(0, 0, 0), noise_alt_stddev=-1)
    with pytest.raises(RuntimeError, match="not supported by the embedded server"):
        rig.client.start_recorder("x.log")
    with pytest.raises(RuntimeError, match="map 'Nope' not found; known: Town01, Town02"):
        rig.client.load_world("Nope")
    with pytest.raises(RuntimeError, match="nan"):
        rig.spawn("static.prop.box01", rig.pose(float("nan"), 0, 0))


def test_actor_lists(rig):
    car = rig.spawn("vehicle.tesla.model3", rig.spawns[0])
    rig.world.tick()
    actors = rig.world.get_actors()
    assert [actor.id for actor in actors.filter("vehicle.*")] == [car.id]
    assert len(actors.filter("traffic.traffic_light")) == 2
    assert rig.world.get_actor(car.id).type_id == "vehicle.tesla.model3"
    assert rig.world.get_actors([car.id])[0].id == car.id


def test_spectator_moves(rig):
    spectator = rig.world.get_spectator()
    spectator.set_transform(rig.pose(1, 2, 30, pitch=-90))
    rig.world.tick()
    assert spectator.get_location().z == 30


def test_environment_objects_boxes_and_hiding(rig):
    label = rig.carla.CityObjectLabel
    assert len(rig.world.get_environment_objects()) == 4
    (pole,) = rig.world.get_environment_objects(label.Poles)
    assert (pole.name, pole.type) == ("Pole_01", label.Poles)
    (box,) = rig.world.get_level_bbs(label.Buildings)
    assert (box.location.x, box.location.z, box.extent.z) == (20, 5, 5)
    assert rig.world.get_names_of_all_objects() == ["Road_0", "Building_01", "Pole_01", "Tree_01"]
    _, received = rig.camera("semantic_segmentation", rig.pose(40, 8, 2))

    def shows_pole() -> bool:
        rig.world.tick()
        return bool((pixels(received.get(timeout=TIMEOUT))[..., 2] == 6).any())

    assert shows_pole()
    rig.world.enable_environment_objects({pole.id}, False)
    assert not shows_pole()
    rig.world.enable_environment_objects({pole.id}, True)
    assert shows_pole()
    rig.world.unload_map_layer(rig.carla.MapLayer.StreetLights)
    assert not shows_pole()
    rig.world.load_map_layer(rig.carla.MapLayer.StreetLights)
    assert shows_pole()


def test_rays(rig):
    location = rig.carla.Location
    ground = rig.world.ground_projection(location(50, 0, 10), 20)
    assert (ground.location.z, ground.label) == (pytest.approx(0, abs=1e-6), rig.carla.CityObjectLabel.Roads)
    assert rig.world.ground_projection(location(50, 50, 10), 20) is None
    hits = rig.world.cast_ray(location(0, 15, 5), location(40, 15, 5))
    assert [(hit.location.x, hit.label) for hit in hits] == [
        (pytest.approx(14), rig.carla.CityObjectLabel.Buildings),
        (pytest.approx(26), rig.carla.CityObjectLabel.Buildings),
    ]
    point = rig.world.project_point(location(0, 15, 5), rig.carla.Vector3D(2, 0, 0), 100)
    assert point.location.x == pytest.approx(14)
    rig.spawn("static.prop.box01", rig.pose(5, 15, 4.5))
    assert rig.world.project_point(
        location(0, 15, 5), rig.carla.Vector3D(1, 0, 0), 100
    ).location.x == pytest.approx(4.5)


def test_on_tick_sees_every_frame(rig):
    seen: queue.Queue = queue.Queue()
    callback = rig.world.on_tick(lambda snapshot: seen.put(snapshot.frame))
    frames = [rig.world.tick() for _ in range(5)]
    got = [seen.get(timeout=TIMEOUT) for _ in frames]
    rig.world.remove_on_tick(callback)
    assert got == frames


def test_batches(rig):
    command = rig.carla.command
    car = rig.spawn("vehicle.tesla.model3", rig.spawns[0])
    car.set_simulate_physics(False)
    blueprint = rig.blueprints.find("vehicle.audi.tt")
    answers = rig.client.apply_batch_sync(
        [
            command.SpawnActor(blueprint, rig.spawns[3]).then(
                command.SetVehicleLightState(command.FutureActor, rig.carla.VehicleLightState.Fog)
            ),
            command.SpawnActor(blueprint, rig.spawns[3]),
            command.SpawnActor(rig.blueprints.find("sensor.camera.rgb"), rig.carla.Transform(), car),
            command.ApplyTransform(car.id, rig.pose(60, 1.75, 0.3)),
        ],
        True,
    )
    assert [answer.has_error() for answer in answers] == [False, True, False, False]
    assert car.get_location().x == pytest.approx(60)
    new, camera = rig.world.get_actors([answers[0].actor_id, answers[2].actor_id])
    assert new.get_light_state() == rig.carla.VehicleLightState.Fog
    assert camera.parent.id == car.id
    gone = rig.client.apply_batch_sync(
        [command.DestroyActor(answers[0].actor_id), command.DestroyActor(999999)], False
    )
    assert [bool(answer.error) for answer in gone] == [False, True]


def test_traffic_lights(rig):
    first, second = sorted(rig.world.get_actors().filter("traffic.*"), key=lambda actor: actor.id)
    state = rig.carla.TrafficLightState
    rig.world.tick()
    assert (first.get_state(), second.get_state()) == (state.Green, state.Red)
    assert [light.id for light in first.get_group_traffic_lights()] == [first.id, second.id]
    second.set_state(state.Yellow)
    first.freeze(True)
    rig.world.tick()
    assert (second.get_state(), second.is_frozen()) == (state.Yellow, True)
    assert first.get_opendrive_id() == "1"


def test_debug_lamps_and_odds_are_accepted(rig):
    location = rig.carla.Location
    rig.world.debug.draw_string(location(), "hi")
    rig.world.debug.draw_line(location(), location(1, 1, 1))
    rig.world.debug.draw_box(
        rig.carla.BoundingBox(location(1, 2, 3), rig.carla.Vector3D(1, 1, 1)), rig.carla.Rotation()
    )
    assert list(rig.world.get_lightmanager().get_all_lights()) == []
    assert rig.world.get_random_location_from_navigation() is None
    rig.world.tick()


def test_loading_maps(rig):
    before, old = rig.world.id, rig.camera("rgb", rig.pose(0, 0, 2))
    other = rig.client.load_world("Town02")
    assert other.id != before
    assert other.get_map().name == "Carla/Maps/Town02"
    assert other.get_settings().synchronous_mode is False
    assert other.wait_for_tick(TIMEOUT).frame > 0
    rig.synchronous(True)
    again = rig.client.load_world("/Game/Carla/Maps/Town02", reset_settings=False)
    assert again.get_settings().synchronous_mode is True
    assert again.tick() == again.get_snapshot().frame
    reloaded = rig.client.reload_world()
    assert reloaded.get_map().name == "Carla/Maps/Town02"
    assert old[1].empty()


def test_opendrive_world(rig):
    text = rig.world.get_map().to_opendrive().replace('name="Town01"', 'name="mine"')
    world = rig.client.generate_opendrive_world(text, rig.carla.OpendriveGenerationParameters())
    assert world.get_map().name == "Carla/Maps/OpenDriveMap"
    assert world.get_map().to_opendrive() == text
    with pytest.raises(RuntimeError):
        rig.client.generate_opendrive_world("<nothing/>")


def test_asynchronous_worlds_tick_by_themselves(rig):
    rig.synchronous(False)
    first = rig.world.wait_for_tick(TIMEOUT)
    assert rig.world.wait_for_tick(TIMEOUT).frame > first.frame
    _, received = rig.camera("rgb", rig.pose(0, 0, 2))
    first_image, second_image = received.get(timeout=TIMEOUT), received.get(timeout=TIMEOUT)
    assert second_image.frame > first_image.frame


@pytest.mark.parametrize("ticks", [200])
def test_many_ticks_with_three_cameras(rig, ticks):
    kinds = ("rgb", "semantic_segmentation", "instance_segmentation")
    queues = [rig.camera(kind, rig.pose(0, 0, 2))[1] for kind in kinds]
    for _ in range(ticks):
        frame = rig.world.tick()
        assert [received.get(timeout=TIMEOUT).frame for received in queues] == [frame] * 3
