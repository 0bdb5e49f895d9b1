"""Lens flare: what the sun's light leaves on the picture on its way between the lenses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from .camera import Camera

Floats = npt.NDArray[np.float32]

GHOSTS: Final = (
    # place on the axis (1 is the sun), radius, softness, rim, color, strength
    (0.21, 0.065, 0.25, 0.15, (1.0, 0.92, 0.55), 1.00),
    (-0.28, 0.085, 0.30, 0.35, (1.0, 0.93, 0.78), 0.80),
    (0.52, 0.030, 0.30, 0.00, (1.0, 0.85, 0.60), 0.50),
    (-0.10, 0.035, 0.40, 0.10, (0.85, 0.95, 1.00), 0.35),
    (-0.62, 0.140, 0.45, 0.60, (0.75, 0.90, 1.00), 0.28),
    (-0.95, 0.050, 0.30, 0.20, (0.80, 1.00, 0.75), 0.40),
    (-1.30, 0.260, 0.30, 0.80, (1.0, 0.80, 0.65), 0.18),
    (0.80, 0.110, 0.60, 0.30, (0.90, 0.80, 0.75), 0.15),
)
"""Round, pale and few, as in CARLA's pictures; radii are in half heights of the picture."""

_PER_INTENSITY: Final = 2.0
_VEIL: Final = 0.9
_BRIGHT: Final = 4.0
_REACH: Final = 0.012


@dataclass(frozen=True, slots=True)
class Flare:
    """A sun in sight.

    Attributes:
        sun: column and row, -1..1, rows from the top.
        strength: 0..1, how much of its disc is seen, and how much brighter than white.
    """

    sun: tuple[float, float]
    strength: float


def sun_place(camera: Camera, direction: npt.NDArray[np.float64]) -> tuple[float, float] | None:
    """Where the sun stands in the picture, -1..1 with rows from the top; None when outside."""
    right, up, forward = camera.axes @ direction
    if forward <= 0.0:
        return None
    place = float(camera.scale[0] * right / forward), float(-camera.scale[1] * up / forward)
    return place if max(abs(place[0]), abs(place[1])) < 1.0 else None


def flare(
    camera: Camera, direction: npt.NDArray[np.float64], sky: Floats, luminances: Floats, exposure: float
) -> Flare | None:
    """The flare of a sun at `direction`, or None where none is seen.

    Args:
        camera: whose picture it is.
        direction: (3,) unit vector towards the sun.
        sky: (H, W) share of sky in parts of the picture.
        luminances: (H, W) mean radiances of these parts.
        exposure: what these are multiplied by.
    """
    place = sun_place(camera, direction)
    if place is None:
        return None
    height, width = sky.shape
    column, row = (0.5 + 0.5 * place[0]) * width, (0.5 + 0.5 * place[1]) * height
    reach = max(_REACH * camera.scale[0] * width / 2.0, 1.0)
    rows, columns = np.ogrid[:height, :width]
    near = (columns + 0.5 - column) ** 2 + (rows + 0.5 - row) ** 2 <= reach**2 + 0.5
    if not near.any():
        return None
    bright = float((sky[near] * luminances[near]).max()) * exposure
    strength = float(sky[near].mean(dtype=np.float64)) * min(max(bright - 1.0, 0.0) / _BRIGHT, 1.0)
    return Flare(place, strength) if strength > 0.0 else None


def flare_uniforms(
    found: Flare | None, camera: Camera, intensity: float, exposure: float
) -> dict[str, object]:
    """What `glow.frag` wants to know of `found`; light is given in radiance before exposure."""
    if found is None or intensity <= 0.0:
        return {"ghosts": 0}
    light = intensity * _PER_INTENSITY * found.strength / exposure
    return {
        "ghosts": len(GHOSTS),
        "sun": found.sun,
        "aspect": camera.width / camera.height,
        "veil": (light * _VEIL, light * _VEIL * 0.93, light * _VEIL * 0.8),
        "ghost_shape": [ghost[:4] for ghost in GHOSTS],
        "ghost_light": [tuple(light * ghost[5] * part for part in ghost[4]) for ghost in GHOSTS],
    }
