"""Occupancy pictures of a town: where the roads are, and what has been built so far.

Rows follow y and columns x of CARLA's frame; a cell is 0.5 m.
"""

from __future__ import annotations

from collections.abc import Iterable

import cv2
import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
CELL = 0.5
_SHIFT = 4  # cv2 takes polygon corners as fixed-point numbers with this many fractional bits


class Raster:
    """A bit mask over the ground plane.

    Args:
        lowest, highest: (2,) corners of the covered area, metres. Everything outside counts as free.
    """

    def __init__(self, lowest: Array, highest: Array) -> None:
        self.origin = np.floor(lowest)
        columns, rows = np.ceil((highest - self.origin) / CELL).astype(int) + 1
        self.cells = np.zeros((rows, columns), dtype=np.uint8)

    @classmethod
    def around(cls, other: Raster, metres: float = 0.0) -> Raster:
        """An empty raster over the same area, `metres` wider on every side."""
        extent = (np.array(other.cells.shape[::-1]) - 1) * CELL
        return cls(other.origin - metres, other.origin + extent + metres)

    def fill(self, polygons: Iterable[Array]) -> None:
        """Sets the cells of polygons, each (n, 2) metres, borders included."""
        fixed = [self._fixed(polygon) for polygon in polygons]
        for corners in fixed:  # one by one: together, overlapping polygons would cancel out
            cv2.fillPoly(self.cells, [corners], 1, shift=_SHIFT)

    def touches(self, polygon: Array) -> bool:
        """Whether any set cell lies in a convex polygon (n, 2), borders included."""
        low = np.floor((polygon.min(axis=0) - self.origin) / CELL).astype(int)
        high = np.ceil((polygon.max(axis=0) - self.origin) / CELL).astype(int) + 1
        columns, rows = self.cells.shape[1], self.cells.shape[0]
        low, high = (np.clip(corner, 0, (columns, rows)) for corner in (low, high))
        window = self.cells[low[1] : high[1], low[0] : high[0]]
        if not window.any():
            return False
        stencil = np.zeros_like(window)
        cv2.fillConvexPoly(stencil, self._fixed(polygon - low * CELL), 1, shift=_SHIFT)
        return bool((window & stencil).any())

    def at(self, points: Array) -> npt.NDArray[np.bool_]:
        """(...) whether the cells of points (..., 2) are set; False outside."""
        index = np.rint((points - self.origin) / CELL).astype(int)
        inside = np.all((index >= 0) & (index < self.cells.shape[::-1]), axis=-1)
        index = np.where(np.expand_dims(inside, -1), index, 0)
        return np.asarray(inside & (self.cells[index[..., 1], index[..., 0]] > 0))

    def grown(self, metres: float) -> Raster:
        """The raster with every set cell widened by about `metres`."""
        wider = Raster.around(self)
        away = cv2.distanceTransform(1 - self.cells, cv2.DIST_L2, cv2.DIST_MASK_5)
        wider.cells = (away <= metres / CELL).astype(np.uint8)
        return wider

    def _fixed(self, polygon: Array) -> npt.NDArray[np.int32]:
        scaled = (polygon - self.origin) / CELL * (1 << _SHIFT)
        return np.rint(scaled).astype(np.int32)


def rectangle(centre: Array, yaw: float, length: float, width: float) -> Array:
    """(4, 2) corners of a rectangle; `length` along the direction `yaw` (radians), metres."""
    forward = np.array([np.cos(yaw), np.sin(yaw)]) * length / 2
    side = np.array([-np.sin(yaw), np.cos(yaw)]) * width / 2
    return np.stack(
        [centre + forward + side, centre + forward - side, centre - forward - side, centre - forward + side]
    )
