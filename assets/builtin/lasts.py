"""What giant shoes are built on: soles and uppers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from caos.meshes import Material, Mesh
from caos.shapes import loft

from .joinery import smooth

TURN: Final = np.linspace(0, 2 * math.pi, 25)[:-1]
"""(24,) radians round a shoe's cross-section."""


def sole(length: float, width: float, heel: float = 0.72) -> npt.NDArray[np.float64]:
    """(N, 2) outline of a left sole, toe towards +x, its middle at the origin."""
    half = length / 2
    side = [
        (-1.0, 0.0),
        (-0.96, 0.62),
        (-0.80, 0.96),
        (-0.50, 0.94),
        (-0.15, 0.86),
        (0.20, 1.08),
        (0.55, 1.16),
    ]
    side += [(0.82, 0.86), (0.96, 0.45), (1.0, 0.0)]
    outline = smooth([(x * half, y * width / 2 * (heel if x < -0.4 else 1.0), 0) for x, y in side], 3)[:, :2]
    other = outline[1:-1][::-1] * (1.0, -1.0)
    return np.concatenate([outline, other])[::-1]


def upper(stations: Sequence[tuple[float, float, float, float]], material: Material, low: float) -> Mesh:
    """A skin over arches: (x, half width, height, fullness of the top) from heel to toe."""
    rings = []
    for x, half, tall, full in stations:
        y = half * np.sign(np.cos(TURN)) * np.abs(np.cos(TURN)) ** 0.7
        z = np.where(np.sin(TURN) > 0, tall * np.abs(np.sin(TURN)) ** full, 0.0)
        rings.append(np.column_stack([np.full(24, x), y, low + z]))
    return loft(rings, material, crease=60)
