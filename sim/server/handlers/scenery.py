"""The fixed world: environment objects, layers, lamps, rays."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

from ..raycast import Hit, point_at
from ..rpc import Method, Reply, RpcError
from ..scene import Vector
from ..scenery import ALL_TAGS, object_id
from ..wire import read_number, read_vector, write_box, write_pose, write_vector
from ..world import World


def get_environment_objects(world: World, tag: int) -> list[Any]:
    """EnvironmentObjects of a tag, 255 for all."""
    return [
        [write_pose(item.pose), write_box(box), object_id(item), item.name, item.tag]
        for item, box in world.episode.scenery.with_tag(tag)
    ]


def enable_environment_objects(world: World, ids: list[int], enabled: bool) -> None:
    """Show or hide some of them; unknown ids are passed over, as in CARLA."""
    known = world.episode.scenery.ids
    world.show_scenery([known[number] for number in ids if number in known], bool(enabled))


def get_level_boxes(world: World, tag: int) -> list[Any]:
    """Bounding boxes in the world of the scenery of a tag."""
    return [write_box(box) for _, box in world.episode.scenery.with_tag(tag)]


def get_object_names(world: World) -> list[str]:
    """Names of all scenery."""
    return [item.name for item, _ in world.episode.scenery.with_tag(ALL_TAGS)]


def load_map_layer(world: World, layers: int) -> None:
    """Show the scenery of these layers."""
    world.show_scenery(world.layer(layers), True)


def unload_map_layer(world: World, layers: int) -> None:
    """Hide it."""
    world.show_scenery(world.layer(layers), False)


def cast_ray(world: World, start: Any, end: Any) -> list[Any]:
    """LabelledPoints of everything between two places."""
    origin, target = read_vector(start), read_vector(end)
    direction = (target[0] - origin[0], target[1] - origin[1], target[2] - origin[2])
    return [_labelled(origin, direction, hit) for hit in world.episode.cast(origin, direction)]


def project_point(world: World, location: Any, direction: Any, reach: float) -> list[Any]:
    """The first thing in a direction: (found, LabelledPoint)."""
    origin, (x, y, z) = read_vector(location), read_vector(direction)
    length = math.sqrt(x * x + y * y + z * z)
    if length == 0.0:
        raise RpcError("project_point needs a direction of some length")
    scale = read_number(reach) / length
    step = (x * scale, y * scale, z * scale)
    hits = world.episode.cast(origin, step)
    return [True, _labelled(origin, step, hits[0])] if hits else [False, [[0.0, 0.0, 0.0], 0]]


def _labelled(origin: Vector, direction: Vector, hit: Hit) -> list[Any]:
    return [write_vector(point_at(origin, direction, hit.distance)), hit.tag]


def get_lamps(_: World, __: str) -> list[Any]:
    """The light manager's lamps: towns have none that can be switched."""
    return []


def ignore_lamps(_: World, *__: Any) -> None:
    """Nothing to switch."""


def refuse_textures(_: World, *__: Any) -> None:
    """Scenery keeps its textures."""
    raise RpcError("changing textures is not supported by the embedded server")


METHODS: Final[Mapping[str, Method]] = {
    "get_environment_objects": Method(get_environment_objects),
    "enable_environment_objects": Method(enable_environment_objects),
    "get_all_level_BBs": Method(get_level_boxes),
    "get_names_of_all_objects": Method(get_object_names),
    "load_map_layer": Method(load_map_layer, Reply.VOID),
    "unload_map_layer": Method(unload_map_layer, Reply.VOID),
    "cast_ray": Method(cast_ray),
    "project_point": Method(project_point),
    "query_lights_state": Method(get_lamps),
    "update_lights_state": Method(ignore_lamps),
    "update_day_night_cycle": Method(ignore_lamps),
    "apply_color_texture_to_objects": Method(refuse_textures, Reply.VOID),
    "apply_float_color_texture_to_objects": Method(refuse_textures, Reply.VOID),
}
