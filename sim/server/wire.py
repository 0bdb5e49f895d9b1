"""CARLA's structs on the wire: msgpack arrays in field order, and packed little-endian records in streams.

`read_*` turns what msgpack decoded into our values and refuses what is no such struct with ValueError;
`write_*` goes the other way. Missing trailing fields keep their defaults and surplus ones are ignored, as in
CARLA.
"""

from __future__ import annotations

import dataclasses
import math
import struct
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from .scene import Pose, Vector, Weather

LARGEST_NUMBER: Final = 1e12
"""Coordinates and speeds beyond this are refused: they would overflow the float32 of the streams."""

SHORTEST_STEP: Final = 1e-4
LONGEST_STEP: Final = 10.0
SENSOR_HEADER: Final = struct.Struct("<QQd6f")
IMAGE_HEADER: Final = struct.Struct("<IIf")


@dataclass(frozen=True, slots=True)
class Settings:
    """`carla.WorldSettings`, field by field in wire order."""

    synchronous_mode: bool = False
    no_rendering_mode: bool = False
    fixed_delta_seconds: float | None = None
    substepping: bool = True
    max_substep_delta_time: float = 0.01
    max_substeps: int = 10
    max_culling_distance: float = 0.0
    deterministic_ragdolls: bool = True
    tile_stream_distance: float = 3000.0
    actor_active_distance: float = 2000.0
    spectator_as_ego: bool = True


@dataclass(frozen=True, slots=True)
class Box:
    """A box with its own axes.

    Attributes:
        center: in the frame of the owner, metres.
        extent: half sizes, metres.
        rotation: pitch, yaw, roll in degrees.
    """

    center: Vector
    extent: Vector
    rotation: Vector = (0.0, 0.0, 0.0)

    @classmethod
    def around(cls, low: npt.NDArray[np.floating[Any]], high: npt.NDArray[np.floating[Any]]) -> Box:
        """The upright box with these two corners, (3,) each."""
        return cls(_triple((low + high) / 2), _triple((high - low) / 2))

    def placed(self, pose: Pose) -> Box:
        """The box seen from outside, when its owner stands at `pose`."""
        matrix = pose.matrix() @ Pose(self.center, self.rotation).matrix()
        outer = Pose.from_matrix(matrix)
        return Box(outer.location, self.extent, outer.rotation)


@dataclass(frozen=True, slots=True)
class Description:
    """What a client asks to spawn.

    Attributes:
        type_id: e.g. "vehicle.tesla.model3".
        attributes: attribute id -> value as text.
    """

    type_id: str
    attributes: dict[str, str]


@dataclass(frozen=True, slots=True)
class Moment:
    """When something was measured, and how it is sent.

    Attributes:
        frame: tick number.
        timestamp: simulated seconds.
        wait: whether to wait for slow subscribers; see `streams.Subscriber.put`.
    """

    frame: int
    timestamp: float
    wait: bool


def read_number(value: Any) -> float:
    """A finite number of sane size."""
    number = float(value)
    if not math.isfinite(number) or abs(number) > LARGEST_NUMBER:
        raise ValueError(f"{number} is not a usable number")
    return number


def read_vector(value: Any) -> Vector:
    """Vector3D, Location or Rotation."""
    x, y, z = value
    return read_number(x), read_number(y), read_number(z)


def write_vector(value: Vector) -> list[float]:
    """Vector3D, Location or Rotation."""
    return [float(number) for number in value]


def read_pose(value: Any) -> Pose:
    """Transform."""
    location, rotation, *_ = value
    return Pose(read_vector(location), read_vector(rotation))


def write_pose(pose: Pose) -> list[list[float]]:
    """Transform."""
    return [write_vector(pose.location), write_vector(pose.rotation)]


def write_box(box: Box, actor_id: int = 0) -> list[Any]:
    """BoundingBox."""
    return [write_vector(box.center), write_vector(box.extent), write_vector(box.rotation), actor_id]


def read_settings(value: Any) -> Settings:
    """EpisodeSettings.

    Raises:
        ValueError: a fixed time step that is negative, or too short or long to be meant.
    """
    given = dict(zip((field.name for field in dataclasses.fields(Settings)), value, strict=False))
    present, *rest = given.get("fixed_delta_seconds", [False])
    step = read_number(rest[0]) if present else None
    given["fixed_delta_seconds"] = step or None  # the client spells "variable" as 0 or as nothing
    if step and not SHORTEST_STEP <= step <= LONGEST_STEP:
        raise ValueError(f"fixed_delta_seconds is {step:g}, must be {SHORTEST_STEP:g} to {LONGEST_STEP:g}")
    return Settings(**given)


def write_settings(settings: Settings) -> list[Any]:
    """EpisodeSettings."""
    values: dict[str, Any] = dataclasses.asdict(settings)
    step = settings.fixed_delta_seconds
    values["fixed_delta_seconds"] = [False] if step is None else [True, step]
    return list(values.values())


def read_weather(value: Any) -> Weather:
    """WeatherParameters."""
    names = (field.name for field in dataclasses.fields(Weather))
    return Weather(**{name: read_number(number) for name, number in zip(names, value, strict=False)})


def write_weather(weather: Weather) -> list[float]:
    """WeatherParameters."""
    return list(dataclasses.astuple(weather))


def read_description(value: Any) -> Description:
    """ActorDescription; its attributes come in no particular order."""
    _, type_id, attributes, *_ = value
    return Description(str(type_id), {str(key): str(text) for key, _, text, *_ in attributes})


def write_token(token: bytes) -> list[bytes]:
    """Token as an RPC result or inside a struct."""
    return [token]


def sensor_header(type_index: int, moment: Moment, pose: Pose) -> bytes:
    """The 48 bytes that start every stream message; `pose` in the world."""
    return SENSOR_HEADER.pack(type_index, moment.frame, moment.timestamp, *pose.location, *pose.rotation)


def image_header(width: int, height: int, fov: float) -> bytes:
    """The 12 bytes between the sensor header and the pixels of every camera."""
    return IMAGE_HEADER.pack(width, height, fov)


def _triple(values: npt.NDArray[np.floating[Any]]) -> Vector:
    x, y, z = (float(value) for value in values)
    return x, y, z
