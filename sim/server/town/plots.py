"""What stands behind the sidewalks: rows of buildings, cars in drives, walls, hedges and fences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from caos.meshes import Mesh

from .frontage import Frontage
from .raster import rectangle
from .site import BUILDING, CAR, FENCE, HEDGE, WALL, Site
from .stock import BARRIER_LENGTH, Stock
from .styles import Style

Array = npt.NDArray[np.float64]

ROAD_MARGIN: Final = 0.3  # metres between a building and any lane
SINK: Final = 0.05  # metres of a building below the ground
CORNER: Final = 8.0  # metres a row may reach beyond its street's end, towards the corner
TRIES: Final = 4  # buildings tried in one place
SEARCH: Final = 2.0  # metres to move on where a building does not fit
PLOT: Final = 18.0  # metres with the same kind of front
BARRIER_BEHIND: Final = 0.45  # metres behind the sidewalk
BEHIND: Final = 0.62  # metres from a fence to the hedge behind it
OPEN_DEPTH: Final = 4.0  # metres behind the usual building line that must be empty to make a gap in a row
DRIVE_WIDTH: Final = 3.4
DRIVE_DEPTH: Final = 5.0  # room between sidewalk and house that a parked car needs


def build_plots(
    site: Site, sides: Sequence[Frontage], stock: Stock, style: Style, rng: np.random.Generator
) -> None:
    """Buildings along all streets first, then what closes off their plots."""
    for side in sides:
        _building_row(site, side, stock, style, rng)
    for side in sides:
        _barrier_row(site, side, stock, style, rng)


def _building_row(site: Site, side: Frontage, stock: Stock, style: Style, rng: np.random.Generator) -> None:
    along = -CORNER
    while along < side.length:
        if rng.random() < style.open_share:
            along += float(rng.uniform(8.0, 20.0))
            continue
        width = _put_building(site, side, along, stock, style, rng)
        if not width:
            along += SEARCH
            continue
        along += width
        gap = float(rng.uniform(*style.gap))
        if style.drive_cars > 0 and rng.random() < style.drive_cars:
            gap = max(gap, DRIVE_WIDTH + 0.6)
            _put_drive(site, side, along + gap / 2, stock, rng)
        along += gap


def _put_building(
    site: Site, side: Frontage, along: float, stock: Stock, style: Style, rng: np.random.Generator
) -> float:
    """Tries a few buildings with their left end at `along`; the width of the one that stands, or 0."""
    setback = float(rng.uniform(*style.setback))
    for choice in rng.permutation(len(stock.buildings))[:TRIES]:
        mesh = stock.buildings[choice]
        low, high = mesh.bounds
        width = float(high[1] - low[1])
        if along + width > side.length + CORNER:
            continue
        point, yaw, _ = side.place(along + width / 2, -(setback + float(high[0])))
        point[2] -= SINK
        if site.put(BUILDING, mesh, point, yaw, keep_off=site.lanes, margin=ROAD_MARGIN):
            return width
    return 0.0


def _put_drive(site: Site, side: Frontage, along: float, stock: Stock, rng: np.random.Generator) -> None:
    """A parked car across from the street, nose in or out; the drive stays free of barriers."""
    car = stock.cars[rng.integers(len(stock.cars))]
    depth = float(rng.uniform(3.4, DRIVE_DEPTH))
    point, yaw, _ = side.place(along, -depth)
    yaw += float(rng.choice([0.0, np.pi])) + float(rng.normal(0.0, 0.04))
    if site.put(CAR, car, point, yaw, keep_off=site.lanes, margin=0.4):
        drive, facing, _ = side.place(along, -0.5 * depth)
        site.things.fill([rectangle(drive[:2], facing, depth, DRIVE_WIDTH)])


def _barrier_row(site: Site, side: Frontage, stock: Stock, style: Style, rng: np.random.Generator) -> None:
    until, front, gap = 0.0, "", ""
    row: list[tuple[str, Mesh, Array, float]] = []
    for along in np.arange(BARRIER_LENGTH / 2, side.length - BARRIER_LENGTH / 2, BARRIER_LENGTH).tolist():
        if along >= until:
            front, gap, until = _chosen(style.fronts, rng), _chosen(style.gaps, rng), along + PLOT
        name = gap if _is_open(site, side, along, style.setback[1] + OPEN_DEPTH) else front
        for number, part in enumerate(filter(None, name.split("+"))):  # "board+hedge": a hedge behind boards
            point, facing, _ = side.place(along, -BARRIER_BEHIND - BEHIND * number)
            yaw = facing + np.pi / 2
            mesh = stock.barriers[part][rng.integers(len(stock.barriers[part]))]
            if site.is_free(site.footprint(mesh, point, yaw, 0.0, None), site.asphalt):
                row.append((part, mesh, point, yaw))
    for name, mesh, point, yaw in row:  # only now, since neighbouring pieces touch
        sort = HEDGE if name == "hedge" else WALL if name.endswith("_wall") else FENCE
        site.add(sort, mesh, point, yaw)


def _chosen(shares: Sequence[tuple[str, float]], rng: np.random.Generator) -> str:
    names, weights = zip(*shares, strict=True)
    return str(rng.choice(names, p=np.array(weights) / sum(weights)))


def _is_open(site: Site, side: Frontage, along: float, depth: float) -> bool:
    """Whether nothing stands within `depth` metres of the street here."""
    point, facing, _ = side.place(along, -(0.5 * depth + 1.0))
    return not site.things.touches(rectangle(point[:2], facing, depth, BARRIER_LENGTH))
