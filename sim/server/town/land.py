"""The land around a town: fields in parcels, hills that rise towards the horizon, weeds in between."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from .raster import Raster
from .strips import Strip
from .surfaces import Surface, Surfaces

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

CELL: Final = 25.0  # metres of the mesh of the hills
REACH: Final = 1500.0  # metres it goes beyond the town
FLAT: Final = 290.0  # metres around the town that stay level: the skyline stands there
RISE: Final = 900.0  # metres over which the hills rise
PARCEL: Final = (150.0, 95.0)
SKEW: Final = 0.35  # radians between parcels and axes
WOODED: Final = 0.62  # of the hills' noise: higher ground is wooded
WEEDS_REACH: Final = 45.0  # metres from a lane within which weeds are drawn
WEEDS_LIFT: Final = 0.012
HECTARE: Final = 1e4
_WAVES: Final = 9  # sine waves that make up the hills
_FULL: Final = np.array([(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)])


def hills(low: Array, high: Array, base: float, surfaces: Surfaces) -> list[Strip]:
    """The ground outside a rectangle: level at first, then hills with fields and woods.

    Args:
        low: (2,) corner of the rectangle, metres.
        high: the opposite corner.
        base: height of the level ground.
        surfaces: of the town.
    """
    xs, ys = (_nodes(low[axis], high[axis]) for axis in (0, 1))
    x, y = np.meshgrid(xs, ys)
    nodes = np.stack([x, y, base + surfaces.hills * rise(x, y, low, high)], axis=-1)
    quads = np.stack([nodes[:-1, :-1], nodes[:-1, 1:], nodes[1:, 1:], nodes[1:, :-1]], axis=2).reshape(
        -1, 4, 3
    )
    middle = quads.mean(axis=1)
    kinds = parcels(middle[:, :2], len(surfaces.fields))
    wooded = (middle[:, 2] - base > WOODED * surfaces.hills) | (_relief(*middle[:, :2].T) > WOODED + 0.12)
    kinds = np.where(
        wooded & (_outside(middle[:, 0], middle[:, 1], low, high) > FLAT), len(surfaces.fields), kinds
    )
    return _by_kind(quads, kinds, (*surfaces.fields, surfaces.woods))


def _nodes(low: float, high: float) -> Array:
    """Grid lines from `REACH` below `low` to `REACH` above `high`."""
    count = int(np.ceil((high - low + 2 * REACH) / CELL)) + 1
    return np.linspace(low - REACH, high + REACH, count)


def rise(x: Array, y: Array, low: Array, high: Array) -> Array:
    """Height of the hills at places, as a share of the town's `hills`: 0 near the town."""
    part = np.clip((_outside(x, y, low, high) - FLAT) / RISE, 0.0, 1.0)
    return np.asarray(part * part * (3 - 2 * part) * (0.25 + 0.75 * _relief(x, y)))


def _outside(x: Array, y: Array, low: Array, high: Array) -> Array:
    """Metres from a rectangle; 0 inside."""
    dx = np.maximum(np.maximum(low[0] - x, x - high[0]), 0.0)
    dy = np.maximum(np.maximum(low[1] - y, y - high[1]), 0.0)
    return np.asarray(np.hypot(dx, dy))


def _relief(x: Array, y: Array) -> Array:
    """Smooth noise in about [0, 1]: a sum of sine waves."""
    rng = np.random.default_rng(zlib.crc32(b"hills"))
    total = np.zeros_like(x)
    for number in range(_WAVES):
        way, phase = rng.uniform(0.0, 2 * np.pi, 2)
        wave = 2 * np.pi / (900.0 / (1 + 0.45 * number))
        total += np.sin(wave * (x * np.cos(way) + y * np.sin(way)) + phase) / (1 + 0.35 * number)
    return np.asarray(np.clip(0.5 + 0.22 * total, 0.0, 1.0))


def parcels(points: Array, kinds: int) -> Ints:
    """(n,) which of `kinds` crops grows at points (n, 2): the same all over a parcel."""
    turn = np.array([[np.cos(SKEW), -np.sin(SKEW)], [np.sin(SKEW), np.cos(SKEW)]])
    cell = np.floor(points @ turn / PARCEL).astype(np.int64)
    mixed = (cell[:, 0] * 73_856_093) ^ (cell[:, 1] * 19_349_663)
    return np.asarray((mixed >> 3) % kinds)


def field_strips(quads: Array, surfaces: Surfaces) -> list[Strip]:
    """Level ground (n, 4, 3) between the streets: farmland in parcels, else the town's earth."""
    if not surfaces.farmland:
        return [Strip(quads, surfaces.earth)]
    kinds = parcels(quads.mean(axis=1)[:, :2], len(surfaces.fields))
    return _by_kind(quads, kinds, surfaces.fields)


def _by_kind(quads: Array, kinds: Ints, surfaces: Sequence[Surface]) -> list[Strip]:
    return [
        Strip(quads[kinds == kind], surface) for kind, surface in enumerate(surfaces) if (kinds == kind).any()
    ]


def weed_strips(lanes: Raster, height: float, surfaces: Surfaces) -> list[Strip]:
    """Ragged islands of weeds on level ground near the streets, clear of them."""
    low, high = lanes.origin, lanes.origin + 0.5 * np.array(lanes.cells.shape[::-1])
    rng = np.random.default_rng(zlib.crc32(b"weeds"))
    count = int(surfaces.weeds * float(np.prod(high - low)) / HECTARE)
    points, sizes = rng.uniform(low, high, (count, 2)), rng.uniform(2.5, 6.5, count)
    yaw, mirror = rng.uniform(0.0, np.pi, count), rng.choice([0.7, 1.0, 1.3], count)
    keep = lanes.grown(WEEDS_REACH).at(points) & ~lanes.grown(5.0).at(points)
    if not keep.any():
        return []
    points, sizes, yaw, mirror = points[keep], sizes[keep], yaw[keep], mirror[keep]
    turn = np.stack(
        [np.stack([np.cos(yaw), np.sin(yaw)], 1), np.stack([-np.sin(yaw), np.cos(yaw)], 1)], axis=1
    )
    local = (_FULL - 0.5)[None] * np.stack([sizes, sizes * mirror], axis=1)[:, None]
    corners = np.einsum("nki,nij->nkj", local, turn) + points[:, None]
    quads = np.concatenate([corners, np.full((*corners.shape[:2], 1), height + WEEDS_LIFT)], axis=2)
    uvs = np.broadcast_to(_FULL, (len(quads), 4, 2))
    return [Strip(quads, surfaces.decals.weeds, uvs=np.asarray(uvs))]
