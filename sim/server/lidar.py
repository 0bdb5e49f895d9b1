"""A rotating lidar: its rays read the depth of up to four views around it, drawn like a camera's.

Each ray is turned to the middle of its pixel (by less than 0.06 degrees), so that every point lies on what
was drawn there. Angles, order of points, intensity and drop-off are those of `sensor.lidar.ray_cast`, as
CARLA's sensor reference describes them.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from .actors import Actor, Sensor
from .ports import Draws
from .scene import Instance, Pose, View, Weather
from .wire import Moment, sensor_header

Floats = npt.NDArray[np.float64]
LIDAR: Final = "sensor.lidar.ray_cast"
LIDAR_TYPE: Final = 11
FACE_WIDTH: Final = 1024
FOCAL: Final = FACE_WIDTH / 2  # of a quarter of the horizon
SKY: Final = 1000.0
NOTHING: Final = 1e9
"""Metres, farther than any range: where a ray meets nothing."""


@dataclass(frozen=True, slots=True)
class Sweep:
    """The rays of one tick, channel after channel.

    Attributes:
        azimuth: (C, P) degrees to the right.
        elevation: (C, 1) degrees up.
        end: azimuth where the next tick goes on, degrees.
    """

    azimuth: Floats
    elevation: Floats
    end: float


def sweep(values: dict[str, float], start: float, delta: float) -> Sweep:
    """The rays of a tick of `delta` seconds that begins at azimuth `start` (degrees)."""
    channels, field = int(values["channels"]), values["horizontal_fov"]
    per_channel = round(values["points_per_second"] * delta / channels)
    turn = values["rotation_frequency"] * field * delta
    steps = np.arange(per_channel) * (turn / max(per_channel, 1))
    azimuth = np.mod(start + steps, field) - field / 2
    elevation = np.linspace(values["upper_fov"], values["lower_fov"], channels)
    return Sweep(np.tile(azimuth, (channels, 1)), elevation[:, None], math.fmod(start + turn, field))


NUMBERS: Final = (
    "channels",
    "range",
    "points_per_second",
    "rotation_frequency",
    "upper_fov",
    "lower_fov",
    "horizontal_fov",
    "atmosphere_attenuation_rate",
    "dropoff_general_rate",
    "dropoff_intensity_limit",
    "dropoff_zero_intensity",
    "noise_stddev",
    "noise_seed",
)
"""The attributes that matter here; all are numbers."""


def publish_scans(
    lidars: Sequence[Actor],
    renderer: Draws,
    dynamic: Sequence[Instance],
    weather: Weather,
    moment: Moment,
    delta: float,
) -> None:
    """Scan and send."""

    def look(view: View) -> npt.NDArray[np.float32]:
        return renderer.render(view, dynamic, weather, rgb=False).depth

    for lidar in lidars:
        state = lidar.role
        if isinstance(state, Sensor) and lidar.stream is not None:
            values = {name: float(lidar.attributes[name]) for name in NUMBERS}
            rays = sweep(values, state.azimuth, delta)
            state.azimuth = rays.end
            points, counts = measure(trace(lidar.world_pose, rays, look), values, state)
            header = struct.pack(f"<fI{len(counts)}I", math.radians(rays.end), len(counts), *counts)
            start = sensor_header(LIDAR_TYPE, moment, lidar.world_pose)
            lidar.stream.publish(start, header, points.tobytes(), wait=moment.wait)


def trace(pose: Pose, rays: Sweep, look: Callable[[View], npt.NDArray[np.float32]]) -> Floats:
    """(C, P, 3) what the rays of a lidar at `pose` meet, in its own frame; far beyond any range for the sky.

    Args:
        pose: in the world.
        rays: what to trace.
        look: draws the depth of a view.
    """
    points = np.full((*rays.azimuth.shape, 3), NOTHING)
    quarters = np.mod(np.floor((rays.azimuth + 45.0) / 90.0), 4).astype(int)
    for quarter in np.unique(quarters):
        here = quarters == quarter
        turned = Pose((0.0, 0.0, 0.0), (0.0, 90.0 * quarter, 0.0)).matrix()
        azimuth = np.radians(rays.azimuth[here] - 90.0 * quarter)
        elevation = np.radians(np.broadcast_to(rays.elevation, here.shape)[here])
        view = View(Pose.from_matrix(pose.matrix() @ turned), FACE_WIDTH, _face_height(rays.elevation), 90.0)
        points[here] = _points(look(view), azimuth, elevation) @ turned[:3, :3].T
    return points


def measure(
    points: Floats, values: dict[str, float], state: Sensor
) -> tuple[npt.NDArray[np.float32], list[int]]:
    """(N, 4) the points that are seen, with their intensity, by channel; and how many each channel has."""
    distance = np.linalg.norm(points, axis=-1)
    intensity = np.exp(-values["atmosphere_attenuation_rate"] * distance)
    kept = (distance <= values["range"]) & _survivors(state, values, intensity)
    noisy = points[kept] * _range_noise(state, values, distance[kept])[:, None]
    measured = np.concatenate([noisy, intensity[kept][:, None]], axis=1).astype("<f4")
    return measured, [int(count) for count in kept.sum(axis=1)]


def _face_height(elevation: Floats) -> int:
    """Rows that a view needs for these elevations even in its corners."""
    steepest = math.radians(float(np.abs(elevation).max()))
    return 2 * (int(FOCAL * math.tan(steepest) * math.sqrt(2.0)) + 2)


def _points(depth: npt.NDArray[np.float32], azimuth: Floats, elevation: Floats) -> Floats:
    """(N, 3) what rays (radians from the view's axis) meet, in the view's frame."""
    height, width = depth.shape
    column = np.clip(np.floor(width / 2 + FOCAL * np.tan(azimuth)), 0, width - 1)
    row = np.clip(np.floor(height / 2 - FOCAL * np.tan(elevation) / np.cos(azimuth)), 0, height - 1)
    forward = depth[row.astype(int), column.astype(int)].astype(np.float64)
    forward[forward >= SKY] = NOTHING
    across, up = (column + 0.5 - width / 2) / FOCAL, (height / 2 - row - 0.5) / FOCAL
    return np.stack([forward, forward * across, forward * up], axis=-1)


def _survivors(state: Sensor, values: dict[str, float], intensity: Floats) -> npt.NDArray[np.bool_]:
    """Which points are not dropped by chance: some of all, and more of the weak ones."""
    random = _random(state, values)
    limit, at_zero = values["dropoff_intensity_limit"], values["dropoff_zero_intensity"]
    weak = np.clip(1.0 - intensity / limit, 0.0, 1.0) * at_zero if limit > 0.0 else np.zeros_like(intensity)
    general = random.random(intensity.shape) >= values["dropoff_general_rate"]
    by_intensity: npt.NDArray[np.bool_] = random.random(intensity.shape) >= weak
    return general & by_intensity


def _range_noise(state: Sensor, values: dict[str, float], distance: Floats) -> Floats:
    """(N,) factors that move points along their rays."""
    if values["noise_stddev"] == 0.0:
        return np.ones_like(distance)
    return 1.0 + _random(state, values).normal(0.0, values["noise_stddev"], distance.shape) / distance


def _random(state: Sensor, values: dict[str, float]) -> np.random.Generator:
    if state.noise is None:
        state.noise = np.random.default_rng(int(values["noise_seed"]))
    return state.noise
