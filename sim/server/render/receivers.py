"""Where shadows can be seen: casters whose shadows fall on nothing in the picture need not be drawn.

The picture is cut into tiles of 16 x 16 pixels. Each shows a piece of space between its nearest and its
farthest thing; all squares of the shadow map that such a piece touches are marked, always on the safe side.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .camera import NEAR, Camera
from .culling import Floats, Spheres

_TILE = 16
_CELLS = 64  # a side
_FINER = 0.95  # of a finer square: within, nothing is looked up in the coarser
_SPARE = 1  # cells, for filters and offsets of lookups

Flags = npt.NDArray[np.bool_]


class Receivers:
    """What a picture shows, as seen from the sun.

    Args:
        depth: (H, W) float32, reversed: `NEAR / metres`, 0 where nothing was drawn.
    """

    def __init__(self, depth: npt.NDArray[np.float32], camera: Camera) -> None:
        nearest, farthest = _tile_depths(depth)
        rows, columns = np.nonzero(nearest > 0.0)
        size = np.array([camera.width, camera.height])
        first = np.stack([columns, rows], axis=-1) * _TILE
        sides = np.stack([first, np.minimum(first + _TILE, size)], axis=1) / size * 2.0 - 1.0
        sides *= np.array([1.0, -1.0]) / np.array(camera.scale)
        forward = NEAR / np.stack([nearest[rows, columns], farthest[rows, columns]], axis=1).astype(
            np.float64
        )
        # (2 sides, 2 sides, 2 depths, N, 3): right, up, forward of the eight corners
        local = np.ones((2, 2, 2, len(rows), 3))
        local[..., 0] = sides[..., 0].T[:, None, None]
        local[..., 1] = sides[..., 1].T[None, :, None]
        local *= forward.T[None, None, :, :, None]
        self._corners = local.reshape(8, -1, 3) @ camera.axes + camera.eye

    def shaded_by(self, spheres: Spheres, square: Floats, finer: Floats | None) -> Flags:
        """(N,) which spheres could shade something that is looked up in a square of the shadow map.

        Args:
            spheres: of casters.
            square: (4, 4) world -> -1..1 in the square.
            finer: the same of the square that is looked up before it, if there is one.
        """
        low, high = self._bounds(square)
        if finer is not None:
            inner_low, inner_high = self._bounds(finer)
            outside = (np.maximum(np.abs(inner_low), np.abs(inner_high)) > _FINER).any(axis=1)
            low, high = low[outside], high[outside]
        marked = _counts(low, high)
        center = spheres.center @ square[:2, :3].T + square[:2, 3]
        radius = spheres.radius[:, None] * np.linalg.norm(square[0, :3])
        first, last = _cells(center - radius, center + radius)
        return np.asarray(_sum(marked, first, last) > 0)

    def _bounds(self, square: Floats) -> tuple[Floats, Floats]:
        places = self._corners @ square[:2, :3].T + square[:2, 3]
        return places.min(axis=0), places.max(axis=0)


def _tile_depths(depth: npt.NDArray[np.float32]) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Largest and smallest reversed depth of each tile, what is empty left out; 0 and infinity if all is."""
    rows, columns = (-(-length // _TILE) * _TILE for length in depth.shape)
    padded = np.zeros((rows, columns), dtype=np.float32)
    padded[: depth.shape[0], : depth.shape[1]] = depth
    bands = padded.reshape(rows // _TILE, _TILE, columns)
    shape = (rows // _TILE, columns // _TILE, _TILE)
    nearest = bands.max(axis=1).reshape(shape).max(axis=2)
    filled = np.where(bands > 0.0, bands, np.float32(np.inf))
    return nearest, filled.min(axis=1).reshape(shape).min(axis=2)


def _cells(low: Floats, high: Floats) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """First cells and those after the last, of boxes in -1..1; what lies outside has none."""
    scaled_low, scaled_high = ((ends * 0.5 + 0.5).clip(-1.0, 2.0) * _CELLS for ends in (low, high))
    first = np.floor(scaled_low).astype(np.int64) - _SPARE
    last = np.ceil(scaled_high).astype(np.int64) + _SPARE
    return first.clip(0, _CELLS), last.clip(0, _CELLS)


def _counts(low: Floats, high: Floats) -> npt.NDArray[np.int64]:
    """(65, 65) how many cells are marked in front of each, by boxes; for `_sum`."""
    first, last = _cells(low, high)
    edges = np.zeros((_CELLS + 1, _CELLS + 1), dtype=np.int64)
    for x, y, sign in ((first, first, 1), (last, first, -1), (first, last, -1), (last, last, 1)):
        np.add.at(edges, (y[:, 1], x[:, 0]), sign)
    marked = edges.cumsum(axis=0).cumsum(axis=1)[:-1, :-1] > 0
    counts = np.zeros((_CELLS + 1, _CELLS + 1), dtype=np.int64)
    counts[1:, 1:] = marked.cumsum(axis=0).cumsum(axis=1)
    return counts


def _sum(
    counts: npt.NDArray[np.int64], first: npt.NDArray[np.int64], last: npt.NDArray[np.int64]
) -> npt.NDArray[np.int64]:
    """Marked cells of each box."""
    (x, y), (x_end, y_end) = first.T, last.T
    return np.asarray(counts[y_end, x_end] - counts[y, x_end] - counts[y_end, x] + counts[y, x])
