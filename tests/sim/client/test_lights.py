"""What is switched on: drivers at night, and how lamps look to the cameras."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

carla = pytest.importorskip("carla")
pytest.importorskip("moderngl")

from caos.sim.cameras import CameraRig  # noqa: E402
from caos.sim.connect import connect  # noqa: E402
from caos.sim.scenario import Scenario  # noqa: E402
from caos.sim.stage import Stage, open_stage, stepped_by_hand  # noqa: E402
from caos.sim.streets import draw_view  # noqa: E402
from caos.sim.traffic import standing_traffic  # noqa: E402

LOW_BEAM = int(carla.VehicleLightState.LowBeam)
LAMPS_UP = 2.9  # metres, the yellow lamp of a traffic light


@pytest.fixture(scope="module")
def stage(scenario: Scenario, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    nothing = tmp_path_factory.mktemp("nothing")
    with (
        connect() as session,
        stepped_by_hand(session),
        open_stage(session, scenario, "Town02", seed=1, catalogue=nothing, entries=()) as opened,
    ):
        yield opened


def light_states(stage: Stage) -> list[int]:
    """Of all vehicles of a frame, as the server tells them."""
    rng = np.random.default_rng(3)
    view = draw_view(stage.world, stage.streets, stage.scenario.camera, rng)
    assert view is not None
    rules = stage.scenario.traffic.model_copy(update={"vehicles": (5, 5), "walkers": (0, 0)})
    with standing_traffic(
        stage.session, stage.world, stage.streets, view, stage.scenario.camera, rules, stage.cast, rng
    ):
        stage.world.tick()
        vehicles = stage.world.get_actors().filter("vehicle.*")
        return [int(vehicle.get_light_state()) for vehicle in vehicles]


@pytest.mark.parametrize(("preset", "on"), [("ClearNight", True), ("ClearNoon", False)])
def test_vehicles_have_low_beams_on_at_night_alone(stage: Stage, preset: str, on: bool) -> None:
    stage.world.set_weather(getattr(carla.WeatherParameters, preset))
    stage.world.tick()
    states = light_states(stage)
    assert len(states) >= 2
    assert all(bool(state & LOW_BEAM) == on for state in states)


def pixels_that_differ(before: dict[str, np.ndarray], after: dict[str, np.ndarray]) -> int:
    """How many show another colour; what they show has to be the same."""
    for kind in ("instance_segmentation", "semantic_segmentation"):
        np.testing.assert_array_equal(before[kind], after[kind])
    gap = np.abs(before["rgb"].astype(int) - after["rgb"].astype(int)).max(axis=-1)
    return int((gap > 20).sum())


def looked_at_from(rig: CameraRig, pose: carla.Transform, ahead: float, up: float) -> None:
    """Put the cameras `ahead` metres before a thing and `up` above its origin, looking back at it."""
    place = pose.transform(carla.Location(x=ahead, z=up))
    rig.move(carla.Transform(place, carla.Rotation(yaw=pose.rotation.yaw + 180.0)))


def test_lights_of_a_vehicle_show_in_colour_alone(stage: Stage) -> None:
    stage.world.set_weather(carla.WeatherParameters.ClearNight)
    spawn = stage.world.get_map().get_spawn_points()[0]
    car = stage.world.spawn_actor(stage.world.get_blueprint_library().find("vehicle.tesla.model3"), spawn)
    car.set_simulate_physics(False)
    looked_at_from(stage.rig, spawn, 7.0, 0.8)
    off = stage.rig.capture()
    car.set_light_state(carla.VehicleLightState.LowBeam)
    assert pixels_that_differ(off, stage.rig.capture()) >= 3
    car.set_light_state(carla.VehicleLightState.NONE)
    np.testing.assert_array_equal(off["rgb"], stage.rig.capture()["rgb"])
    assert car.destroy()


def test_the_state_of_a_traffic_light_shows_in_colour_alone(stage: Stage) -> None:
    stage.world.set_weather(carla.WeatherParameters.ClearNight)
    light = stage.world.get_actors().filter("traffic.traffic_light")[0]
    light.freeze(True)
    pose, seen = light.get_transform(), []
    for turn in (0.0, 90.0, 180.0, 270.0):  # one side of its head has the lamps
        around = carla.Transform(pose.location, carla.Rotation(yaw=pose.rotation.yaw + turn))
        looked_at_from(stage.rig, around, 4.0, LAMPS_UP)
        light.set_state(carla.TrafficLightState.Red)
        red = stage.rig.capture()
        light.set_state(carla.TrafficLightState.Green)
        seen.append(pixels_that_differ(red, stage.rig.capture()))
    assert max(seen) >= 3
