"""Vehicles: controls, lights, and parameters that are kept for the client."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from ..actors import AckermannControl, Actor, Vehicle, VehicleControl
from ..rpc import Method, Reply, RpcError
from ..wire import read_number
from ..world import World

WHEEL_RADIUS_CM: Final = 35.0
MAX_STEER_DEGREES: Final = 35.0
MOST_GEARS: Final = 100
MASS_FIELD: Final = 11
LEAST_MASS: Final = 0.001
ENGINE_RPM_PER_SPEED: Final = 100.0


def apply_control(world: World, actor_id: int, control: Any) -> None:
    """Pedals, wheel and gear."""
    vehicle = _vehicle(world, actor_id)
    throttle, steer, brake, hand_brake, reverse, manual_gear_shift, gear, *_ = control
    vehicle.control = VehicleControl(
        read_number(throttle),
        read_number(steer),
        read_number(brake),
        bool(hand_brake),
        bool(reverse),
        bool(manual_gear_shift),
        int(np.clip(gear, -1, MOST_GEARS)),
    )
    vehicle.ackermann = None


def apply_ackermann_control(world: World, actor_id: int, control: Any) -> None:
    """Steering angle and speed to hold."""
    _vehicle(world, actor_id).ackermann = AckermannControl(*(read_number(value) for value in control))


def get_ackermann_settings(world: World, actor_id: int) -> list[float]:
    """AckermannControllerSettings; kept, not used: the server holds the speed exactly."""
    return _vehicle(world, actor_id).ackermann_settings


def set_ackermann_settings(world: World, actor_id: int, settings: list[float]) -> None:
    """Keep them."""
    _vehicle(world, actor_id).ackermann_settings = [read_number(value) for value in settings]


def get_physics_control(world: World, actor_id: int) -> list[Any]:
    """VehiclePhysicsControl as set, or plausible values of a passenger car."""
    actor = world.episode.actor(actor_id)
    physics = _vehicle(world, actor_id).physics
    return _default_physics(actor) if physics is None else physics


def set_physics_control(world: World, actor_id: int, physics: list[Any]) -> None:
    """Keep it; of all its values the mass has an effect."""
    mass = read_number(physics[MASS_FIELD])
    if mass < LEAST_MASS:
        raise RpcError(f"mass is {mass:g} kg, must be at least {LEAST_MASS:g}")
    _vehicle(world, actor_id).physics = physics
    world.episode.actor(actor_id).body.mass = mass


def _default_physics(actor: Actor) -> list[Any]:
    length, width, _ = actor.box.extent
    places = [
        [side_x * length * 0.6, side_y * width * 0.8, WHEEL_RADIUS_CM / 100.0]
        for side_x in (1, -1)
        for side_y in (-1, 1)
    ]
    wheels = [
        [
            3.5,
            0.25,
            MAX_STEER_DEGREES if x > 0 else 0.0,
            WHEEL_RADIUS_CM,
            1500.0,
            3000.0,
            2.0,
            17.0,
            1000.0,
            [x, y, z],
        ]
        for x, y, z in places
    ]
    gears = [[ratio, 0.5, 0.65] for ratio in (4.25, 2.49, 1.66, 1.23, 1.0)]
    engine = [[[0.0, 400.0], [1890.0, 500.0], [5729.0, 400.0]], 6000.0, 1.0, 0.15, 2.0, 0.35]
    gearbox = [True, 0.5, 10.0, 4.0, gears]
    body = [actor.body.mass, 0.3, [0.0, 0.0, 0.0], [[0.0, 1.0], [100.0, 1.0]]]
    return [*engine, *gearbox, *body, wheels, True]


def get_light_state(world: World, actor_id: int) -> list[int]:
    """VehicleLightState."""
    return [_vehicle(world, actor_id).lights]


def set_light_state(world: World, actor_id: int, state: list[int]) -> None:
    """Kept, not drawn."""
    _vehicle(world, actor_id).lights = int(state[0])


def get_all_light_states(world: World) -> list[Any]:
    """(actor id, flags) of every vehicle."""
    vehicles = ((actor.id, actor.role) for actor in world.episode.actors.values())
    return [[actor_id, role.lights] for actor_id, role in vehicles if isinstance(role, Vehicle)]


def get_telemetry(world: World, actor_id: int) -> list[Any]:
    """VehicleTelemetryData; the forces on its wheels are not simulated and read zero."""
    actor, vehicle = world.episode.actor(actor_id), _vehicle(world, actor_id)
    speed = math.hypot(*actor.body.velocity)
    control = vehicle.control
    turning = speed / (WHEEL_RADIUS_CM / 100.0)
    wheel = [3.5, 0.0, 0.0, turning, *[0.0] * 7]
    rpm = speed * ENGINE_RPM_PER_SPEED
    return [speed, control.steer, control.throttle, control.brake, rpm, control.gear, 0.0, [wheel] * 4]


def set_wheel_angle(world: World, actor_id: int, wheel: int, angle: float) -> None:
    """Kept, not drawn; degrees."""
    _vehicle(world, actor_id).wheel_angles[wheel] = read_number(angle)


def get_wheel_angle(world: World, actor_id: int, wheel: int) -> float:
    """As set, or what the front wheels steer; degrees."""
    vehicle = _vehicle(world, actor_id)
    steered = vehicle.control.steer * MAX_STEER_DEGREES if wheel in (0, 1) else 0.0
    return vehicle.wheel_angles.get(wheel, steered)


def accept(world: World, actor_id: int, *_: Any) -> None:
    """Doors and debug displays of a vehicle: nothing to see here."""
    _vehicle(world, actor_id)


def refuse_other_physics(_: World, *__: Any) -> None:
    """Only the server's own motion."""
    raise RpcError("CarSim and Chrono are not supported by the embedded server")


def _vehicle(world: World, actor_id: int) -> Vehicle:
    actor = world.episode.actor(actor_id)
    if not isinstance(actor.role, Vehicle):
        raise RpcError(f"actor {actor_id} ({actor.type_id}) is not a vehicle")
    return actor.role


METHODS: Final[Mapping[str, Method]] = {
    "apply_control_to_vehicle": Method(apply_control),
    "apply_ackermann_control_to_vehicle": Method(apply_ackermann_control),
    "get_ackermann_controller_settings": Method(get_ackermann_settings),
    "apply_ackermann_controller_settings": Method(set_ackermann_settings),
    "get_physics_control": Method(get_physics_control),
    "apply_physics_control": Method(set_physics_control),
    "get_vehicle_light_state": Method(get_light_state),
    "set_vehicle_light_state": Method(set_light_state),
    "get_vehicle_light_states": Method(get_all_light_states),
    "get_telemetry_data": Method(get_telemetry),
    "set_wheel_steer_direction": Method(set_wheel_angle, Reply.VOID),
    "get_wheel_steer_angle": Method(get_wheel_angle),
    "open_vehicle_door": Method(accept),
    "close_vehicle_door": Method(accept),
    "show_vehicle_debug_telemetry": Method(accept),
    "restore_physx_physics": Method(accept),
    "enable_carsim": Method(refuse_other_physics),
    "use_carsim_road": Method(refuse_other_physics),
    "enable_chrono_physics": Method(refuse_other_physics),
}
