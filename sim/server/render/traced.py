"""Light of a path tracer in place of the lighting pass: what it is told, and what it gives back."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import cv2
import moderngl
import numpy as np
import numpy.typing as npt

from caos.colors import linear

from ..scene import Instance, View
from .panorama import ENVIRONMENT_SHAPE
from .sky import Atmosphere
from .targets import Targets, read_identity

Floats = npt.NDArray[np.float64]
Table = npt.NDArray[np.float32]

_SKY_SHAPE: Final = (64, 128)


@dataclass(frozen=True, slots=True, eq=False)
class Daylight:
    """What lights a scene from outside.

    Attributes:
        direction: (3,) unit vector towards the sun or moon.
        irradiance: (3,) linear RGB on a surface facing it.
        sky: (H, W, 3) radiance, rows from the zenith to the nadir, columns by azimuth (from x towards y)
            from -180 to 180 degrees; without the sun's disc.
    """

    direction: Floats
    irradiance: Floats
    sky: Table


@dataclass(frozen=True, slots=True, eq=False)
class Guide:
    """What a denoiser keeps edges by: at pixel centres, free of noise.

    Attributes:
        albedo: (H, W, 3) linear, 0 to 1; 0 for the sky.
        normal: (H, W, 3) unit vectors in the world; 0 for the sky.
    """

    albedo: Table
    normal: Table


class Traces(Protocol):
    """A path tracer; `tracing.Tracer` is the real one."""

    def radiance(self, view: View, instances: Sequence[Instance], daylight: Daylight, guide: Guide) -> Table:
        """(H, W, 3) linear radiance of what `view` sees, without fog; the sky's does not count."""


def daylight_of(air: Atmosphere) -> Daylight:
    """Sun and sky of a weather, clouds in the mean."""
    rows, columns = _SKY_SHAPE
    altitude = math.pi / 2.0 - (np.arange(rows) + 0.5) / rows * math.pi
    azimuth = -math.pi + (np.arange(columns) + 0.5) / columns * 2.0 * math.pi
    sun = math.atan2(float(air.sunward[1]), float(air.sunward[0]))
    z = np.sin(altitude)
    row = (np.sign(z) * np.sqrt(np.abs(z)) + 1.0) / 2.0 * ENVIRONMENT_SHAPE[0] - 0.5
    column = np.abs(np.sin((azimuth - sun) / 2.0)) * ENVIRONMENT_SHAPE[1] - 0.5
    across, down = np.meshgrid(column.astype(np.float32), row.astype(np.float32))
    sky = cv2.remap(air.environment[0], across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return Daylight(air.light_direction, air.light * math.pi, np.asarray(sky, dtype=np.float32))


def guide_of(targets: Targets, surfaces: moderngl.Buffer) -> Guide:
    """Albedo and normal that the geometry pass saw.

    Args:
        targets: after that pass.
        surfaces: the shader's table of materials (`post.surface_table`).
    """
    identity = read_identity(targets)
    height, width = identity.shape
    there = (identity != 0)[..., None]
    colors = np.frombuffer(surfaces.read(), dtype=np.float32).reshape(-1, 8)[:, :3]
    texel = np.frombuffer(targets.texel.read(), dtype=np.uint8).reshape(height, width, 4)[..., :3] / 255.0
    albedo = colors[identity & np.uint32(0xFFFF)] * linear(texel)
    packed = np.frombuffer(targets.normal.read(), dtype=np.uint16).reshape(height, width, 2) / 65535.0
    return Guide(
        np.ascontiguousarray(np.where(there, albedo.clip(0.0, 1.0), 0.0), dtype=np.float32),
        np.ascontiguousarray(np.where(there, _unfolded(packed * 2.0 - 1.0), 0.0), dtype=np.float32),
    )


def _unfolded(octahedral: Floats) -> Floats:
    """(..., 3) unit vectors of (..., 2) octahedral coordinates; `unpack_normal` of normal.glsl."""
    z = 1.0 - np.abs(octahedral).sum(axis=-1)
    folded = np.maximum(-z, 0.0)[..., None]
    xy = octahedral - folded * np.where(octahedral >= 0.0, 1.0, -1.0)
    normal = np.concatenate([xy, z[..., None]], axis=-1)
    return np.asarray(normal / np.maximum(np.linalg.norm(normal, axis=-1, keepdims=True), 1e-12))
