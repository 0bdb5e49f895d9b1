"""Actors of every kind: spawn, find, move, destroy."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

from ..actors import STILL, Actor
from ..rpc import Method, Reply, RpcError
from ..scene import Pose, Vector
from ..wire import read_description, read_pose, read_vector, write_box, write_pose
from ..world import World


def spawn_actor(world: World, description: Any, pose: Any) -> list[Any]:
    """Add an actor to the world."""
    return world.episode.spawn(read_description(description), read_pose(pose)).encoded()


def spawn_actor_with_parent(world: World, description: Any, pose: Any, parent: int, *_: Any) -> list[Any]:
    """Add an actor fixed to another; every kind of attachment is rigid here."""
    return world.episode.spawn(read_description(description), read_pose(pose), parent).encoded()


def destroy_actor(world: World, actor_id: int) -> bool:
    """Remove an actor."""
    world.episode.destroy(actor_id)
    return True


def get_spectator(world: World) -> list[Any]:
    """The free camera of the simulator's window; here just a pose."""
    return world.episode.spectator.encoded()


def get_actors_by_id(world: World, ids: list[int]) -> list[Any]:
    """Actors that exist; the others are left out."""
    actors = world.episode.actors
    return [actors[actor_id].encoded() for actor_id in ids if actor_id in actors]


def set_transform(world: World, actor_id: int, pose: Any) -> None:
    """Teleport; an attached actor moves relative to its parent."""
    world.episode.actor(actor_id).pose = read_pose(pose)


def set_location(world: World, actor_id: int, location: Any) -> None:
    """Teleport without turning."""
    actor = world.episode.actor(actor_id)
    actor.pose = Pose(read_vector(location), actor.pose.rotation)


def set_velocity(world: World, actor_id: int, velocity: Any) -> None:
    """m/s, world."""
    world.episode.actor(actor_id).body.velocity = read_vector(velocity)


def set_spin(world: World, actor_id: int, spin: Any) -> None:
    """degrees/s."""
    world.episode.actor(actor_id).body.spin = read_vector(spin)


def enable_constant_velocity(world: World, actor_id: int, velocity: Any) -> None:
    """m/s, in the actor's own frame."""
    world.episode.actor(actor_id).body.constant_velocity = read_vector(velocity)


def disable_constant_velocity(world: World, actor_id: int) -> None:
    """Back to its controls."""
    world.episode.actor(actor_id).body.constant_velocity = None


def add_impulse(world: World, actor_id: int, impulse: Any, *_: Any) -> None:
    """N s, world; where it acts makes no difference here."""
    body = world.episode.actor(actor_id).body
    body.velocity = _sum(body.velocity, _times(read_vector(impulse), 1.0 / body.mass))


def add_force(world: World, actor_id: int, force: Any, *_: Any) -> None:
    """N, world; acts during the next tick."""
    body = world.episode.actor(actor_id).body
    body.force = _sum(body.force, read_vector(force))


def add_angular_impulse(world: World, actor_id: int, impulse: Any) -> None:
    """In kg m^2 rad/s, for a solid box's moment of inertia about the upright axis."""
    actor = world.episode.actor(actor_id)
    width, depth = (2.0 * extent for extent in actor.box.extent[:2])
    inertia = max(actor.body.mass * (width**2 + depth**2) / 12.0, 1e-3)
    actor.body.spin = _sum(actor.body.spin, _times(read_vector(impulse), math.degrees(1.0 / inertia)))


def set_simulate_physics(world: World, actor_id: int, enabled: bool) -> None:
    """Whether the server moves it."""
    body = world.episode.actor(actor_id).body
    body.simulated = bool(enabled)
    if not enabled:
        body.velocity = body.angular_velocity = body.acceleration = body.spin = STILL


def set_collisions(world: World, actor_id: int, enabled: bool) -> None:
    """Whether other things may not be spawned into it."""
    world.episode.actor(actor_id).collides = bool(enabled)


def set_gravity(world: World, actor_id: int, enabled: bool) -> None:
    """Whether it falls."""
    world.episode.actor(actor_id).body.gravity = bool(enabled)


def set_dead(world: World, actor_id: int) -> None:
    """It stops moving."""
    set_simulate_physics(world, actor_id, False)


def set_autopilot(world: World, actor_id: int, _: bool) -> None:
    """The client's own traffic manager drives; nothing to do but to know the actor."""
    world.episode.actor(actor_id)


def get_bounding_box(world: World, actor_id: int) -> list[Any]:
    """BoundingBox, also of the dead; see `Episode.box_of`."""
    return write_box(world.episode.box_of(actor_id), actor_id)


def get_part_names(world: World, actor_id: int) -> list[str]:
    """Components, bones or sockets: one body."""
    world.episode.actor(actor_id)
    return ["body"]


def get_part_poses(world: World, actor_id: int) -> list[Any]:
    """Poses of all bones in the world."""
    return [write_pose(world.episode.actor(actor_id).world_pose)]


def get_relative_part_poses(world: World, actor_id: int) -> list[Any]:
    """Poses of all bones in the actor."""
    world.episode.actor(actor_id)
    return [write_pose(Pose(STILL))]


def get_component_pose(world: World, actor_id: int, name: str) -> list[Any]:
    """Pose of a component in the world."""
    return write_pose(_part(world, actor_id, name).world_pose)


def get_relative_component_pose(world: World, actor_id: int, name: str) -> list[Any]:
    """Pose of a component in the actor."""
    _part(world, actor_id, name)
    return write_pose(Pose(STILL))


def _part(world: World, actor_id: int, name: str) -> Actor:
    if name != "body":
        raise RpcError(f"actor {actor_id} has no component {name!r}; it has: body")
    return world.episode.actor(actor_id)


def _sum(a: Vector, b: Vector) -> Vector:
    return a[0] + b[0], a[1] + b[1], a[2] + b[2]


def _times(a: Vector, factor: float) -> Vector:
    return a[0] * factor, a[1] * factor, a[2] * factor


METHODS: Final[Mapping[str, Method]] = {
    "spawn_actor": Method(spawn_actor),
    "spawn_actor_with_parent": Method(spawn_actor_with_parent),
    "destroy_actor": Method(destroy_actor),
    "get_spectator": Method(get_spectator),
    "get_actors_by_id": Method(get_actors_by_id),
    "set_actor_transform": Method(set_transform),
    "set_actor_location": Method(set_location),
    "set_actor_target_velocity": Method(set_velocity),
    "set_actor_target_angular_velocity": Method(set_spin),
    "enable_actor_constant_velocity": Method(enable_constant_velocity),
    "disable_actor_constant_velocity": Method(disable_constant_velocity),
    "add_actor_impulse": Method(add_impulse),
    "add_actor_impulse_at_location": Method(add_impulse),
    "add_actor_force": Method(add_force),
    "add_actor_force_at_location": Method(add_force),
    "add_actor_angular_impulse": Method(add_angular_impulse),
    "add_actor_torque": Method(add_angular_impulse),
    "set_actor_simulate_physics": Method(set_simulate_physics, Reply.VOID),
    "set_actor_collisions": Method(set_collisions, Reply.VOID),
    "set_actor_dead": Method(set_dead, Reply.VOID),
    "set_actor_enable_gravity": Method(set_gravity),
    "set_actor_autopilot": Method(set_autopilot),
    "get_actor_bounding_box": Method(get_bounding_box),
    "get_actor_component_names": Method(get_part_names),
    "get_actor_bone_names": Method(get_part_names),
    "get_actor_socket_names": Method(get_part_names),
    "get_actor_bone_world_transforms": Method(get_part_poses),
    "get_actor_bone_relative_transforms": Method(get_relative_part_poses),
    "get_actor_socket_world_transforms": Method(get_part_poses),
    "get_actor_socket_relative_transforms": Method(get_relative_part_poses),
    "get_actor_component_world_transform": Method(get_component_pose),
    "get_actor_component_relative_transform": Method(get_relative_component_pose),
}
