"""Flat outlines: stars, ovals, and curves that are the same left and right."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from .joinery import smooth

Array = npt.NDArray[np.float64]


def star(tips: int, outer: float, inner: float) -> Array:
    """(2 * tips, 2) outline of a star, one tip up."""
    turn = math.pi / 2 + np.arange(2 * tips) * math.pi / tips
    reach = np.where(np.arange(2 * tips) % 2 == 0, outer, inner)
    return np.column_stack([reach * np.cos(turn), reach * np.sin(turn)])


def oval(half_x: float, half_y: float, count: int = 24) -> Array:
    """(count, 2) outline of an ellipse."""
    turn = np.arange(count) * 2 * math.pi / count
    return np.column_stack([half_x * np.cos(turn), half_y * np.sin(turn)])


def symmetric(half: Sequence[tuple[float, float]], steps: int = 4) -> Array:
    """(N, 2) anticlockwise outline: a smooth curve through `half` (y >= 0, from bottom to top), mirrored.

    The first and the last point of `half` lie on the axis (y = 0).
    """
    curve = smooth([(0.0, y, z) for y, z in half], steps)[:, 1:]
    curve[:, 0] = np.maximum(curve[:, 0], 0.0)
    return np.concatenate([curve, curve[-2:0:-1] * (-1, 1)])
