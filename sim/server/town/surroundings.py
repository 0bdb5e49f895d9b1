"""What fills the blocks behind the buildings and the horizon around the town."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from .grass import sow_grass
from .ground import FAR_DROP, MARGIN, Terrain
from .site import BUILDING, BUSH, TREE, TRUNK, Site
from .skyline import raise_far
from .stock import Stock
from .styles import Style

Array = npt.NDArray[np.float64]

NEAR: Final = 9.0  # metres from a lane within which trees are lower and bushes grow
REACH: Final = 55.0  # metres from a lane within which the blocks are planted
CLEAR: Final = 1.2  # metres between a lane and a tree
HECTARE: Final = 1e4
SKYLINE_NEAR: Final = 60.0  # metres from the outermost lane to the nearest building of the horizon
SKYLINE_DEPTH: Final = 300.0
HORIZON: Final = SKYLINE_NEAR + SKYLINE_DEPTH
"""Metres around the outermost lane within which things stand."""

SKYLINE_BUILDINGS: Final = 90
SKYLINE_TREES: Final = 240
WOOD: Final = 4  # trees of the horizon stand in clumps of this many


def plant_blocks(site: Site, terrain: Terrain, stock: Stock, style: Style, rng: np.random.Generator) -> None:
    """Grass, trees and bushes on open ground: lower trees near the streets, taller ones behind."""
    sow_grass(site, terrain, stock, rng)
    near, within = site.lanes.grown(NEAR), site.lanes.grown(REACH)
    close = site.lanes.grown(CLEAR)
    low = site.lanes.origin
    high = low + 0.5 * np.array(site.lanes.cells.shape[::-1])
    hectares = float(np.prod(high - low)) / HECTARE
    for density, bush in ((style.plot_trees, False), (style.bushes, True)):
        points = rng.uniform(low, high, (int(density * hectares), 2))
        points = points[within.at(points) & ~close.at(points)]
        for point, height, detailed in zip(points, terrain.at(points), near.at(points), strict=True):
            meshes = stock.bushes if bush else stock.trees if detailed else stock.far_trees
            if bush and not detailed:
                continue
            mesh, yaw = meshes[rng.integers(len(meshes))], float(rng.uniform(-np.pi, np.pi))
            site.put(BUSH if bush else TREE, mesh, np.append(point, height), yaw, ground=TRUNK)


def raise_skyline(site: Site, terrain: Terrain, stock: Stock, rng: np.random.Generator) -> None:
    """Buildings and woods in a ring around the town, so that no street ends in an empty plane."""
    low = site.lanes.origin + MARGIN
    high = site.lanes.origin + 0.5 * np.array(site.lanes.cells.shape[::-1]) - MARGIN
    centre = 0.5 * (low + high)
    base = float(terrain.heights.min()) - FAR_DROP
    for point in _ring(low, high, SKYLINE_BUILDINGS, rng):
        mesh = stock.skyline[rng.integers(len(stock.skyline))]
        toward = centre - point
        quarter = np.round(np.arctan2(toward[1], toward[0]) / (np.pi / 2)) * np.pi / 2
        site.put(BUILDING, mesh, np.append(point, base), float(quarter), keep_off=site.lanes, margin=2.0)
    raise_far(site, low, high, base, stock.skyline, rng)
    for point in _ring(low, high, SKYLINE_TREES // WOOD, rng):
        for place in point + rng.normal(0.0, 7.0, (WOOD, 2)):
            mesh, yaw = stock.far_trees[rng.integers(len(stock.far_trees))], float(rng.uniform(-np.pi, np.pi))
            site.put(TREE, mesh, np.append(place, base), yaw, keep_off=site.lanes, ground=2.0)


def _ring(low: Array, high: Array, count: int, rng: np.random.Generator) -> Array:
    """(count, 2) points outside the box, denser near it."""
    depth = SKYLINE_NEAR + SKYLINE_DEPTH * rng.random(count) ** 1.5
    outer_low, outer_high = low - depth[:, None], high + depth[:, None]
    points = rng.uniform(outer_low, outer_high)
    edge = rng.integers(4, size=count)
    axis = edge // 2
    rows = np.arange(count)
    points[rows, axis] = np.where(edge % 2 == 0, outer_low[rows, axis], outer_high[rows, axis])
    return points
