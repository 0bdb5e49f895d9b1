"""What stands behind the sidewalks: rows of buildings, cars in drives, and walls, hedges or fences along the plots."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from caos.meshes import Mesh

from .frontage import Frontage
from .raster import rectangle
from .site import BUILDING, CAR, FENCE, HEDGE, WALL, Site
from .stock import BARRIER_LENGTH, Stock
from .styles import Style

ROAD_MARGIN: Final = 0.3  # metres between a building and any lane
SINK: Final = 0.05  # metres of a building below the ground
SEARCH: Final = 2.0  # metres to move on where a building does not fit
PLOT: Final = 18.0  # metres with the same kind of front
BARRIER_BEHIND: Final = 0.45  # metres behind the sidewalk
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
    along = 0.5
    while along < side.length:
        if rng.random() < style.open_share:
            along += float(rng.uniform(8.0, 20.0))
            continue
        mesh = stock.buildings[rng.integers(len(stock.buildings))]
        width = float(np.ptp(mesh.positions[:, 1]))
        if along + width > side.length + 6.0 or not _put_building(
            site, side, mesh, along + width / 2, style, rng
        ):
            along += SEARCH
            continue
        along += width
        gap = float(rng.uniform(*style.gap))
        if style.drive_cars > 0 and rng.random() < style.drive_cars:
            gap = max(gap, DRIVE_WIDTH + 0.6)
            _put_drive(site, side, along + gap / 2, stock, rng)
        along += gap


def _put_building(
    site: Site, side: Frontage, mesh: Mesh, along: float, style: Style, rng: np.random.Generator
) -> bool:
    front = float(mesh.positions[:, 0].max())
    setback = float(rng.uniform(*style.setback))
    point, yaw, _ = side.place(along, -(setback + front))
    point[2] -= SINK
    return site.put(BUILDING, mesh, point, yaw, keep_off=site.lanes, margin=ROAD_MARGIN)


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
    names = [name for name, _ in style.fronts]
    shares = np.array([share for _, share in style.fronts])
    kind, until = "", 0.0
    row = []
    for along in np.arange(BARRIER_LENGTH / 2, side.length - BARRIER_LENGTH / 2, BARRIER_LENGTH).tolist():
        if along >= until:
            kind, until = str(rng.choice(names, p=shares / shares.sum())), along + PLOT
        name = style.gap_front if _is_open(site, side, along, style.setback[1] + OPEN_DEPTH) else kind
        if not name:
            continue
        point, facing, _ = side.place(along, -BARRIER_BEHIND)
        yaw = facing + np.pi / 2
        if site.is_free(site.footprint(stock.barriers[name], point, yaw, 0.0, None), site.asphalt):
            row.append((name, point, yaw))
    for name, point, yaw in row:  # only now, since neighbouring pieces touch
        sort = HEDGE if name == "hedge" else WALL if name.endswith("_wall") else FENCE
        site.add(sort, stock.barriers[name], point, yaw)


def _is_open(site: Site, side: Frontage, along: float, depth: float) -> bool:
    """Whether nothing stands within `depth` metres of the street here."""
    point, facing, _ = side.place(along, -(0.5 * depth + 1.0))
    return not site.things.touches(rectangle(point[:2], facing, depth, BARRIER_LENGTH))
