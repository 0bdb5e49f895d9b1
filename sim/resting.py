"""How a thing comes to rest on uneven ground: which points carry it, how it tilts, how high it stands.

A thing that is set down tips until three points of its support touch the ground around the middle of that
support: they are the facet of the upper convex hull of the ground's heights under it, and the highest plane
that any three supports around the middle can reach. Nothing in here knows of CARLA.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

Ground = Callable[[float, float], float | None]
"""(x, y) in metres -> height of the ground there, or None where there is none."""

CONTACT: Final = 0.005
"""Metres above its lowest point within which a thing touches level ground."""

TOLERANCE: Final = 0.008
"""Metres that a point of the support may hang above the ground, or the ground rise into the footprint."""

STEEPEST: Final = 15.0
"""Degrees; on steeper ground things would slide or topple."""

_LOW = 0.35  # metres: what hangs lower than this may hit a kerb
_NARROW = 0.05  # metres: a ball's or a wheel's support; it takes the slope of the ground around it
_AROUND = 0.15
_GRID = 0.5  # metres between looks at the ground below a wide thing
_LEVEL = math.radians(0.03)
_WIDER = 1.04  # a ring of 16 points around a circle, this much wider, has the whole circle inside


@dataclass(frozen=True, slots=True, eq=False)
class Footing:
    """What of a thing meets the ground, in its own frame; heights count from its lowest point.

    Attributes:
        contacts: (C, 3) the outermost of the points that touch level ground.
        lowest: (1, 3) the lowest point.
        below: (B, 2) places where the ground must not rise above the plane of the support: a ring around all
            that hangs low, and a grid between the contacts.
        narrow: whether the support is a point or a line.
    """

    contacts: Floats
    lowest: Floats
    below: Floats
    narrow: bool


@dataclass(frozen=True, slots=True)
class Rest:
    """How a thing rests: height of its lowest level, and its tilt in degrees, signs as CARLA's."""

    z: float
    pitch: float
    roll: float


def footing(vertices: Floats) -> Footing:
    """The footing of a thing that stands upright.

    Args:
        vertices: (V, 3) metres, in its own frame.
    """
    points = vertices - np.array([0.0, 0.0, vertices[:, 2].min()])
    contacts = _outermost(points[points[:, 2] <= CONTACT], 8)
    narrow = _width(contacts) < _NARROW
    ring = _outermost(points[points[:, 2] <= _LOW], 16)[:, :2]
    middle = ring.mean(axis=0)
    below = middle + _WIDER * (ring - middle)
    if not narrow:
        below = np.vstack([below, _grid_inside(contacts[:, :2])])
    return Footing(contacts, points[[points[:, 2].argmin()]], below, narrow)


def rest(feet: Footing, x: float, y: float, yaw: float, ground: Ground) -> Rest | None:
    """How a thing rests with its origin above (x, y), heading `yaw` degrees.

    Returns:
        None where there is no ground, or the ground is so steep or uneven that the thing would hang in the
        air or stick in it by more than `TOLERANCE`.
    """
    bearing = (_around(feet.contacts) if feet.narrow else feet.contacts) @ rotation(0.0, yaw, 0.0).T
    under = _heights(bearing, x, y, ground)
    if under is None:
        return None
    pitch, roll = tilt(_settled(np.column_stack([bearing[:, :2], under])), yaw)
    if max(abs(pitch), abs(roll)) > STEEPEST:
        return None
    matrix = rotation(pitch, yaw, roll)
    return _set_down(feet, x, y, matrix, pitch, roll, ground)


def tilt(slope: tuple[float, float], yaw: float) -> tuple[float, float]:
    """Pitch and roll, degrees, of what heads `yaw` and stands flat on ground that rises so much per metre."""
    if math.hypot(*slope) < _LEVEL:
        return 0.0, 0.0
    cosine, sine = math.cos(math.radians(yaw)), math.sin(math.radians(yaw))
    forward = np.array([cosine, sine, slope[0] * cosine + slope[1] * sine])
    forward /= np.linalg.norm(forward)
    up = np.array([-slope[0], -slope[1], 1.0])
    up /= np.linalg.norm(up)
    right = np.cross(up, forward)
    return math.degrees(math.asin(forward[2])), math.degrees(math.atan2(-right[2], up[2]))


def rotation(pitch: float, yaw: float, roll: float) -> Floats:
    """(3, 3) local -> world, the upper left of `carla.Transform.get_matrix()`; degrees."""
    angles = [math.radians(angle) for angle in (pitch, yaw, roll)]
    (cp, cy, cr), (sp, sy, sr) = ([f(a) for a in angles] for f in (math.cos, math.sin))
    return np.array(
        [
            [cp * cy, cy * sp * sr - sy * cr, -cy * sp * cr - sy * sr],
            [cp * sy, sy * sp * sr + cy * cr, -sy * sp * cr + cy * sr],
            [sp, -cp * sr, cp * cr],
        ]
    )


def _set_down(
    feet: Footing, x: float, y: float, matrix: Floats, pitch: float, roll: float, ground: Ground
) -> Rest | None:
    """Lower a tilted thing until the first of its points touches, and see what the others do."""
    points = np.vstack([feet.contacts, feet.lowest]) @ matrix.T
    under = _heights(points, x, y, ground)
    if under is None:
        return None
    z = float((under - points[:, 2]).max())
    gaps = z + points[:, 2] - under
    if not feet.narrow and (gaps[: len(feet.contacts)] > TOLERANCE + CONTACT).any():
        return None
    others = np.column_stack([feet.below, np.zeros(len(feet.below))]) @ matrix.T
    below = _heights(others, x, y, ground)
    if below is None or (below - others[:, 2] - z > TOLERANCE).any():
        return None
    return Rest(z, pitch, roll)


def _heights(points: Floats, x: float, y: float, ground: Ground) -> Floats | None:
    """Heights of the ground under (N, 3) points around (x, y); None when one of them has none."""
    heights: list[float] = []
    for px, py in points[:, :2].tolist():
        height = ground(x + px, y + py)
        if height is None:
            return None
        heights.append(height)
    return np.array(heights)


def _settled(supports: Floats) -> tuple[float, float]:
    """Rise per metre along x and y of the plane on which a thing settles that these (N, 3) points carry."""
    middle = supports[:, :2].mean(axis=0)
    best, slope = (-math.inf, 0.0), (0.0, 0.0)
    for chosen in combinations(range(len(supports)), 3):
        three = supports[list(chosen)]
        edges = three[1:] - three[0]
        area = abs(edges[0, 0] * edges[1, 1] - edges[0, 1] * edges[1, 0])
        if area < 1e-4:
            continue
        shares = np.linalg.solve(edges[:, :2].T, middle - three[0, :2])
        if (shares < -1e-6).any() or shares.sum() > 1 + 1e-6:
            continue
        height = three[0, 2] + float(shares @ edges[:, 2])
        rank = (round(height, 5), area)
        if rank > best:
            along_x, along_y = np.linalg.solve(edges[:, :2], edges[:, 2])
            best, slope = rank, (float(along_x), float(along_y))
    return slope


def _outermost(points: Floats, count: int) -> Floats:
    """The points, at most `count`, that lie farthest out in so many directions, in order around."""
    angles = 2 * np.pi / count * np.arange(count)
    directions = np.stack([np.cos(angles), np.sin(angles)])
    farthest = np.argmax(np.round(points[:, :2] @ directions, 6), axis=0)
    kept = list(dict.fromkeys(farthest.tolist()))
    return np.array(points[kept], dtype=np.float64)


def _width(points: Floats) -> float:
    """Least extent of points on the ground, over eight directions, metres."""
    angles = np.radians(np.arange(0.0, 180.0, 22.5))
    spread = points[:, :2] @ np.stack([np.cos(angles), np.sin(angles)])
    return float(np.ptp(spread, axis=0).min())


def _around(contacts: Floats) -> Floats:
    """A small square around a narrow support."""
    corners = _AROUND * np.array([[1.0, 1.0], [1.0, -1.0], [-1.0, -1.0], [-1.0, 1.0]])
    return np.column_stack([corners + contacts[:, :2].mean(axis=0), np.zeros(4)])


def _grid_inside(corners: Floats) -> Floats:
    """Places every half metre, the middle among them, inside the polygon of (C, 2) corners."""
    middle = corners.mean(axis=0)
    reach = np.abs(corners - middle).max(axis=0)
    steps = [
        np.arange(-math.floor(length / _GRID), math.floor(length / _GRID) + 1) * _GRID for length in reach
    ]
    grid = np.stack(np.meshgrid(*steps), axis=-1).reshape(-1, 2) + middle
    angles = np.arctan2(*(corners - middle).T[::-1])
    ring = corners[np.argsort(angles, kind="stable")]
    edges = np.roll(ring, -1, axis=0) - ring
    offsets = grid[:, None] - ring[None]
    inside = (edges[:, 0] * offsets[..., 1] - edges[:, 1] * offsets[..., 0] >= -1e-9).all(axis=1)
    return np.asarray(grid[inside], dtype=np.float64)
