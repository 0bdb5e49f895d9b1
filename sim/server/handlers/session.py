"""Connecting, maps, settings, the clock, weather, streams."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from ..rpc import Method, Reply, RpcError
from ..wire import (
    read_number,
    read_settings,
    read_weather,
    write_pose,
    write_settings,
    write_token,
    write_weather,
)
from ..world import CUSTOM_MAP, World

VERSION: Final = "0.9.16"


def version(_: World) -> str:
    """Release whose protocol is spoken."""
    return VERSION


def get_available_maps(world: World) -> list[str]:
    """Full map names."""
    return world.available_maps()


def get_episode_info(world: World) -> list[Any]:
    """EpisodeInfo: id, and the token of the world-state stream."""
    return [world.episode.id, write_token(world.state_stream.token())]


def get_episode_settings(world: World) -> list[Any]:
    """EpisodeSettings."""
    return write_settings(world.settings)


def set_episode_settings(world: World, settings: Any) -> int:
    """Take new settings; the client waits for a state of the returned frame."""
    world.settings = read_settings(settings)
    return world.frame


def tick_cue(world: World) -> int:
    """One step; also without synchronous mode, where the client ticks to see new settings at work."""
    return world.tick()


def load_new_episode(world: World, name: str, reset_settings: bool, layers: int) -> None:
    """Load a map; an empty name reloads."""
    world.load(name, reset_settings=bool(reset_settings), layers=int(layers))


def copy_opendrive_to_file(world: World, text: str, *_: Any) -> None:
    """Make a town of an OpenDRIVE text; the client loads it next."""
    try:
        world.custom = world.towns.from_opendrive(CUSTOM_MAP, text)
    except Exception as error:
        raise RpcError(f"failed to generate map: {error}") from error


def get_map_info(world: World) -> list[Any]:
    """MapInfo: name and recommended spawn points."""
    return [world.map_path, [write_pose(pose) for pose in world.episode.town.spawn_points]]


def get_map_data(world: World) -> str:
    """The OpenDRIVE text."""
    return world.episode.town.opendrive


def get_navigation_mesh(_: World) -> bytes:
    """No walkers' navigation mesh here."""
    return b""


def get_required_files(_: World, __: str) -> list[str]:
    """Nothing for the client to download."""
    return []


def request_file(_: World, name: str) -> bytes:
    """There are no files."""
    raise RpcError(f"the embedded server has no file {name!r}")


def get_actor_definitions(world: World) -> list[Any]:
    """The blueprint library."""
    return world.library.encoded()


def get_sensor_token(world: World, stream_id: int) -> list[bytes]:
    """Where to subscribe to a stream; the asking client does so at once."""
    stream = world.streams.get(stream_id)
    if stream is None:
        raise RpcError(f"unable to find a stream of id {stream_id}: its sensor is gone")
    world.streams.announce(stream_id)
    return write_token(stream.token())


def get_weather_parameters(world: World) -> list[float]:
    """WeatherParameters."""
    return write_weather(world.episode.weather)


def set_weather_parameters(world: World, weather: Any) -> None:
    """Change the weather from the next tick on."""
    world.episode.weather = read_weather(weather)


def get_gravity(world: World) -> float:
    """Gravity that an inertial unit feels, m/s^2."""
    return world.episode.imu_gravity


def set_gravity(world: World, gravity: float) -> None:
    """Change it."""
    world.episode.imu_gravity = read_number(gravity)


def is_false(_: World, *__: Any) -> bool:
    """A feature that is off here: ROS, g-buffers."""
    return False


def ignore(_: World, *__: Any) -> None:
    """A hint with no effect here: drawings for the simulator's window, ROS, translucency of annotations."""


METHODS: Final[Mapping[str, Method]] = {
    "version": Method(version),
    "get_available_maps": Method(get_available_maps),
    "get_episode_info": Method(get_episode_info),
    "get_episode_settings": Method(get_episode_settings, settles=True),
    "set_episode_settings": Method(set_episode_settings, settles=True),
    "tick_cue": Method(tick_cue, settles=True),
    "load_new_episode": Method(load_new_episode, Reply.VOID),
    "copy_opendrive_to_file": Method(copy_opendrive_to_file, Reply.VOID),
    "get_map_info": Method(get_map_info),
    "get_map_data": Method(get_map_data),
    "get_navigation_mesh": Method(get_navigation_mesh),
    "get_required_files": Method(get_required_files),
    "request_file": Method(request_file),
    "get_actor_definitions": Method(get_actor_definitions),
    "get_sensor_token": Method(get_sensor_token),
    "get_weather_parameters": Method(get_weather_parameters),
    "set_weather_parameters": Method(set_weather_parameters),
    "get_imui_gravity": Method(get_gravity),
    "set_imui_gravity": Method(set_gravity),
    "is_sensor_enabled_for_ros": Method(is_false),
    "are_gbuffers_enabled": Method(is_false),
    **{
        name: Method(ignore)
        for name in (
            "enable_sensor_for_ros",
            "disable_sensor_for_ros",
            "draw_debug_shape",
            "clear_debug_shape",
            "clear_debug_string",
            "set_annotations_traverse_translucency",
        )
    },
}
