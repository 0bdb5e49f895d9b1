"""Grass that stands up from green ground near the streets, and along the foot of fences and walls."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from .. import models
from .ground import Terrain
from .raster import CELL
from .site import FENCE, GRASS, WALL, Site
from .stock import Stock

Array = npt.NDArray[np.float64]

REACH: Final = 13.0  # metres from a lane within which blades are seen
LEVEL: Final = 0.06  # metres that the ground under a patch may rise
UNMOWN: Final = 0.55  # share of the fences and walls with tall grass at their foot
_SIDE: Final = round(models.GRASS_SIDE / CELL)  # cells
_NEIGHBOURS: Final = 0.5 * models.GRASS_SIDE * np.array([(-1, -1), (-1, 1), (1, -1), (1, 1)])


def sow_grass(site: Site, terrain: Terrain, stock: Stock, rng: np.random.Generator) -> None:
    """Patches wherever a whole one fits between what stands, and fringes; none where it is bare."""
    if not stock.lawns:
        return
    _fringes(site, stock, rng)
    centres = _patches(_green(site)) * CELL + site.lanes.origin
    heights = np.stack([terrain.at(centres + corner) for corner in _NEIGHBOURS])
    level = np.ptp(heights, axis=0) < LEVEL
    for centre, height in zip(centres[level], heights.mean(axis=0)[level], strict=True):
        mesh = stock.lawns[rng.integers(len(stock.lawns))]
        site.grow(GRASS, mesh, np.append(centre, height), float(rng.integers(4)) * np.pi / 2)


def _fringes(site: Site, stock: Stock, rng: np.random.Generator) -> None:
    barriers = [item for item in site.items if item.name.startswith((FENCE.name, WALL.name))]
    for item in barriers:
        if rng.random() < UNMOWN:
            site.grow(
                GRASS, stock.fringe, np.array(item.pose.location), float(np.radians(item.pose.rotation[1]))
            )


def _green(site: Site) -> npt.NDArray[np.uint8]:
    """Cells of the lanes' raster near a lane but neither on one nor under a thing."""
    lanes = site.lanes
    rows, columns = lanes.cells.shape
    left, top = np.rint((lanes.origin - site.things.origin) / CELL).astype(int)
    things = site.things.cells[top : top + rows, left : left + columns]
    return np.asarray(lanes.grown(REACH).cells & (1 - lanes.cells) & (1 - things), dtype=np.uint8)


def _patches(green: npt.NDArray[np.uint8]) -> Array:
    """(n, 2) middles, in cells, of squares that lie on green cells and not on one another."""
    whole = cv2.erode(green, np.ones((_SIDE + 1, _SIDE + 1), dtype=np.uint8), borderValue=0)
    taken = np.zeros_like(green)
    found = []
    half = _SIDE // 2
    for row, column in np.argwhere(whole[::2, ::2] > 0) * 2:
        window = taken[row - half : row + half, column - half : column + half]
        if not window.any():
            window[:] = 1
            found.append((column, row))
    return np.array(found, dtype=np.float64).reshape(-1, 2)
