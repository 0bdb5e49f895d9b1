"""Batches of commands: `client.apply_batch` and `apply_batch_sync`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from caos.errors import CaosError

from ..rpc import Method, Reply, RpcError, value_error, value_result
from ..wire import read_description, read_pose
from ..world import World
from . import actors, traffic, vehicles, walkers

Command = Callable[..., Any]


def spawn(world: World, description: Any, pose: Any, parent: list[Any], *rest: Any) -> int:
    """SpawnActor, then the commands that wait for the new actor's id."""
    parent_id = parent[1] if parent[0] else 0
    actor = world.episode.spawn(read_description(description), read_pose(pose), parent_id)
    for [[index, payload]] in next((part for part in reversed(rest) if isinstance(part, list)), []):
        run(world, index, [actor.id, *payload[1:]])
    return actor.id


def set_light(world: World, actor_id: int, flags: int) -> None:
    """SetVehicleLightState carries bare flags."""
    vehicles.set_light_state(world, actor_id, [flags])


def ignore_console(_: World, __: str) -> int:
    """ConsoleCommand is for the engine's own console."""
    return 0


COMMANDS: Final[tuple[Command, ...]] = (
    spawn,
    actors.destroy_actor,
    vehicles.apply_control,
    vehicles.apply_ackermann_control,
    walkers.apply_control,
    vehicles.set_physics_control,
    actors.set_transform,
    walkers.set_state,
    actors.set_velocity,
    actors.set_spin,
    actors.add_impulse,
    actors.add_force,
    actors.add_angular_impulse,
    actors.add_angular_impulse,
    actors.set_simulate_physics,
    actors.set_gravity,
    actors.set_autopilot,
    vehicles.accept,
    set_light,
    actors.set_location,
    ignore_console,
    traffic.set_state,
)
"""By index on the wire."""


def run(world: World, index: int, payload: list[Any]) -> int:
    """One command; returns the id of the actor it was about."""
    if not 0 <= index < len(COMMANDS):
        raise RpcError(f"command {index} is not supported by the embedded server")
    result = COMMANDS[index](world, *payload)
    return int(result) if COMMANDS[index] in (spawn, ignore_console) else int(payload[0])


def apply_batch(world: World, commands: list[Any], tick: bool) -> list[Any]:
    """Run all commands, whatever becomes of the others; the result is a bare list of responses."""
    answers = [_answer(world, command) for command in commands]
    if tick:
        world.tick()
    return answers


def _answer(world: World, command: Any) -> list[Any]:
    try:
        [[index, payload]] = command
        return value_result(run(world, index, payload))
    except (RpcError, CaosError) as error:
        return value_error(str(error))
    except Exception as error:  # noqa: BLE001 - the other commands of the batch go on
        return value_error(f"arguments of a command not understood ({error})")


METHODS: Final[Mapping[str, Method]] = {"apply_batch": Method(apply_batch, Reply.BARE, settles=True)}
