"""Pedestrians: controls and bones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from ..actors import Walker
from ..rpc import Method, RpcError
from ..scene import Pose
from ..wire import read_number, read_pose, read_vector, write_pose
from ..world import World


def apply_control(world: World, actor_id: int, control: Any) -> None:
    """Where to and how fast."""
    walker = _walker(world, actor_id)
    direction, speed, jump, *_ = control
    walker.direction, walker.speed, walker.jump = read_vector(direction), read_number(speed), bool(jump)


def set_state(world: World, actor_id: int, pose: Any, speed: float) -> None:
    """Put it somewhere, as a traffic manager does."""
    _walker(world, actor_id).speed = read_number(speed)
    world.episode.actor(actor_id).pose = read_pose(pose)


def get_bones(world: World, actor_id: int) -> list[Any]:
    """Its one bone: name, pose in the world, in the component, in its parent."""
    _walker(world, actor_id)
    here, origin = write_pose(world.episode.actor(actor_id).world_pose), write_pose(Pose((0.0, 0.0, 0.0)))
    return [[["body", here, origin, origin]]]


def refuse_bones(_: World, *__: Any) -> None:
    """Walkers do not bend."""
    raise RpcError("posing a walker's bones is not supported by the embedded server")


def _walker(world: World, actor_id: int) -> Walker:
    actor = world.episode.actor(actor_id)
    if not isinstance(actor.role, Walker):
        raise RpcError(f"actor {actor_id} ({actor.type_id}) is not a walker")
    return actor.role


METHODS: Final[Mapping[str, Method]] = {
    "apply_control_to_walker": Method(apply_control),
    "get_bones_transform": Method(get_bones),
    "set_bones_transform": Method(refuse_bones),
    "blend_pose": Method(refuse_bones),
    "get_pose_from_animation": Method(refuse_bones),
}
