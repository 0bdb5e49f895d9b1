"""The world-state message: one per tick and client; all that `get_snapshot` and `get_transform` know."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from typing import Final

from .actors import Actor, Signal, Vehicle, Walker
from .scene import Pose
from .wire import Moment, sensor_header

WORLD_STATE_TYPE: Final = 17
MAP_CHANGED: Final = 1
ACTIVE: Final = 1
NO_LIGHT_AHEAD: Final = 2  # what a vehicle reports without a light to obey: green
DEFAULT_SPEED_LIMIT: Final = 30.0

_EPISODE: Final = struct.Struct("<Qdf3iI")
_ACTOR: Final = struct.Struct("<IB6f9f")
_VEHICLE: Final = struct.Struct("<3f3?ifB?IB")
_WALKER: Final = struct.Struct("<4f?")
_SIGNAL: Final = struct.Struct("<32s4fI?B")
_SIGN: Final = struct.Struct("<32s")
ROLE_SIZE: Final = 54


def encode_state(
    moment: Moment, *, delta: float, episode_id: int, map_changed: bool, actors: Iterable[Actor]
) -> bytes:
    """One world state.

    Args:
        moment: frame, which grows over the life of the server, and simulated seconds since the episode began.
        delta: length of this tick in simulated seconds.
        episode_id: another one after each load.
        map_changed: True once after a load: clients fetch the map again.
        actors: everyone alive; who is missing here is dead for the clients.
    """
    header = sensor_header(WORLD_STATE_TYPE, moment, Pose((0.0, 0.0, 0.0)))
    # the platform's clock is simulated as well: no message depends on when it was sent
    episode = _EPISODE.pack(episode_id, moment.timestamp, delta, 0, 0, 0, MAP_CHANGED if map_changed else 0)
    return b"".join((header, episode, *(_encode_actor(actor) for actor in actors)))


def _encode_actor(actor: Actor) -> bytes:
    pose, body = actor.world_pose, actor.body
    common = _ACTOR.pack(
        actor.id,
        ACTIVE,
        *pose.location,
        *pose.rotation,
        *body.velocity,
        *body.angular_velocity,
        *body.acceleration,
    )
    return common + _encode_role(actor).ljust(ROLE_SIZE, b"\0")


def _encode_role(actor: Actor) -> bytes:
    role = actor.role
    if isinstance(role, Vehicle):
        control = role.control
        pedals = (control.throttle, control.steer, control.brake)
        levers = (control.hand_brake, control.reverse, control.manual_gear_shift, control.gear)
        return _VEHICLE.pack(*pedals, *levers, DEFAULT_SPEED_LIMIT, NO_LIGHT_AHEAD, False, 0, 0)
    if isinstance(role, Walker):
        return _WALKER.pack(*role.direction, role.speed, role.jump)
    if isinstance(role, Signal):
        sign_id = role.sign_id.encode()[:31]
        if actor.type_id != "traffic.traffic_light":
            return _SIGN.pack(sign_id)
        times = (role.green, role.yellow, role.red, role.elapsed)
        return _SIGNAL.pack(sign_id, *times, 0, role.frozen, role.color)
    return b""
