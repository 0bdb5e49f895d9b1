"""What is switched on: poles follow their signals, vehicles their light state."""

from __future__ import annotations

import numpy as np
from caos.sim.server.actors import Actor, Signal, Vehicle
from caos.sim.server.blueprints import Blueprint
from caos.sim.server.models.street import traffic_light
from caos.sim.server.raycast import RayCaster
from caos.sim.server.scene import Pose, SceneryItem
from caos.sim.server.scenery import Scenery
from caos.sim.server.signals import Light, switches

from caos.meshes import Lamps


def test_a_pole_shows_the_state_of_the_signal_at_its_place() -> None:
    mesh = traffic_light()
    items = [
        SceneryItem(f"Light_{n}", mesh, Pose((x, 0.0, 0.15)), 7) for n, x in enumerate((0.0, 9.0), start=1)
    ]
    scenery = Scenery(items, RayCaster())
    assert [scenery.signal_at((x, 0.0, 0.0)) for x in (0.0, 9.0, 4.0)] == [1, 2, 0]
    blueprint = Blueprint("traffic.traffic_light")
    actors = [
        Actor(n, blueprint, {}, Pose((0.0, 0.0, 0.0)), role=Signal("1", 0, color=color, scenery=n))
        for n, color in enumerate((Light.RED, Light.YELLOW, Light.GREEN, Light.OFF), start=1)
    ]
    wanted = [Lamps.SIGNAL_RED, Lamps.SIGNAL_YELLOW, Lamps.SIGNAL_GREEN, Lamps.NONE]
    assert list(switches(actors).values()) == wanted


def test_a_vehicle_shows_its_light_state() -> None:
    car = Actor(1, Blueprint("vehicle.any"), {}, Pose((0.0, 0.0, 0.0)), mesh=traffic_light(), instance_id=9)
    car.role = Vehicle(lights=int(Lamps.LOW_BEAM | Lamps.BRAKE | Lamps.SIGNAL_RED))
    shown = car.instance()
    assert shown is not None
    assert shown.lamps == Lamps.LOW_BEAM | Lamps.BRAKE
    assert np.array_equal(shown.matrix, np.eye(4))
