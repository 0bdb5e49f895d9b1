"""Traffic lights, and the register of traffic managers, which run in the clients."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from .. import signals
from ..actors import Actor, Signal
from ..rpc import Method, Reply, RpcError
from ..wire import read_number, write_box
from ..world import World


def set_state(world: World, actor_id: int, color: int) -> None:
    """Show a `carla.TrafficLightState`."""
    signal = _signal(world, actor_id)
    signal.color, signal.elapsed = signals.Light(color), 0.0


def set_time(name: str) -> Callable[[World, int, float], None]:
    """A method that sets how long a color lasts, seconds."""

    def change(world: World, actor_id: int, seconds: float) -> None:
        setattr(_signal(world, actor_id), name, max(read_number(seconds), 0.0))

    return change


def freeze(world: World, actor_id: int, frozen: bool) -> None:
    """Stop or restart the whole group."""
    for actor in _group(world, actor_id):
        _signal(world, actor.id).frozen = bool(frozen)


def freeze_all(world: World, frozen: bool) -> None:
    """Stop or restart every light."""
    for group in signals.lights(world.episode.actors.values()).values():
        freeze(world, group[0].id, frozen)


def reset_group(world: World, actor_id: int) -> None:
    """Begin the group's cycle anew."""
    signals.reset(_group(world, actor_id))


def reset_all(world: World) -> None:
    """Begin every cycle anew."""
    for group in signals.lights(world.episode.actors.values()).values():
        signals.reset(group)


def get_group(world: World, actor_id: int) -> list[int]:
    """Ids of the lights of the same junction."""
    return [actor.id for actor in _group(world, actor_id)]


def get_boxes(world: World, actor_id: int) -> list[Any]:
    """Boxes of the light's heads."""
    _signal(world, actor_id)
    actor = world.episode.actor(actor_id)
    return [write_box(actor.box.placed(actor.world_pose), actor_id)]


def is_manager_running(world: World, port: int) -> bool:
    """Whether some client's traffic manager has this port."""
    return port in world.traffic_managers


def get_manager(world: World, port: int) -> list[Any]:
    """(host, port) of the traffic manager; host "" without one."""
    return [world.traffic_managers.get(port, ""), port if port in world.traffic_managers else 0]


def add_manager(world: World, info: Any) -> bool:
    """Register one; False when the port is taken."""
    host, port, *_ = info
    if port in world.traffic_managers:
        return False
    world.traffic_managers[int(port)] = str(host)
    return True


def remove_manager(world: World, port: int) -> bool:
    """Forget one."""
    return world.traffic_managers.pop(port, None) is not None


def _signal(world: World, actor_id: int) -> Signal:
    actor = world.episode.actor(actor_id)
    if not isinstance(actor.role, Signal):
        raise RpcError(f"actor {actor_id} ({actor.type_id}) is not a traffic light")
    return actor.role


def _group(world: World, actor_id: int) -> list[Actor]:
    groups = signals.lights(world.episode.actors.values())
    return groups.get(_signal(world, actor_id).group, [])


METHODS: Final[Mapping[str, Method]] = {
    "set_traffic_light_state": Method(set_state),
    "set_traffic_light_green_time": Method(set_time("green")),
    "set_traffic_light_yellow_time": Method(set_time("yellow")),
    "set_traffic_light_red_time": Method(set_time("red")),
    "freeze_traffic_light": Method(freeze),
    "freeze_all_traffic_lights": Method(freeze_all),
    "reset_traffic_light_group": Method(reset_group),
    "reset_all_traffic_lights": Method(reset_all, Reply.VOID),
    "get_group_traffic_lights": Method(get_group),
    "get_light_boxes": Method(get_boxes),
    "is_traffic_manager_running": Method(is_manager_running),
    "get_traffic_manager_running": Method(get_manager),
    "add_traffic_manager_running": Method(add_manager),
    "destroy_traffic_manager": Method(remove_manager),
}
