"""Buildings: walls with real openings, doors, roofs, and what each style adds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import box, place

from .facade import Storey, facade, window_row
from .materials import STONE, TAG, Colour, per_metre, pick, surface
from .roofs import chimney, flat_roof, gable_roof, hip_roof, roof_units
from .shopfronts import awning, balconies, door, entrance, porch, roller_doors, shop_sign

_BUILDINGS = TAG["Buildings"]
_MOST_WINDOWS = 72  # per long front; keeps a building near 3,000 triangles

_BRICKS: tuple[Colour, ...] = ((1.0, 1.0, 1.0), (0.85, 0.78, 0.74), (0.72, 0.74, 0.78))
_BOARDS: tuple[Colour, ...] = (
    (0.95, 0.94, 0.90),
    (0.66, 0.74, 0.78),
    (0.80, 0.72, 0.50),
    (0.52, 0.24, 0.20),
    (0.60, 0.66, 0.56),
)
_RENDERS: tuple[Colour, ...] = (
    (0.95, 0.90, 0.78),
    (0.93, 0.82, 0.66),
    (0.80, 0.84, 0.84),
    (0.90, 0.74, 0.66),
    (0.97, 0.95, 0.92),
    (0.76, 0.80, 0.70),
)
_ROOFS: tuple[Colour, ...] = ((1.0, 1.0, 1.0), (0.62, 0.62, 0.66), (0.8, 0.62, 0.55), (0.5, 0.46, 0.46))


@dataclass(frozen=True, slots=True)
class _Shell:
    """The measures of a style: storey and plinth heights, windows, bay width, materials."""

    wall: Material
    uv_scale: float
    windows: Material
    trim: Material | None
    storey: float = 3.2
    ground: float = 3.6
    bay: float = 3.0
    window: tuple[float, float] = (1.15, 1.65)
    sill: float = 0.9


def building(rng: np.random.Generator, *, style: str, width: float, depth: float, storeys: int) -> Mesh:
    """A building whose front faces +x, centred, every face tagged Buildings.

    Args:
        rng: colours, windows, details.
        style: one of `BUILDING_STYLES`.
        width: along y, at least 5 m.
        depth: along x, at least 5 m.
        storeys: 1 or more.

    Raises:
        ValueError: an unknown style.
    """
    if style not in _STYLES:
        raise ValueError(f"unknown building style {style!r}; known: {', '.join(_STYLES)}")
    return _STYLES[style](rng, width, depth, storeys)


def _shell(
    rng: np.random.Generator, shell: _Shell, width: float, depth: float, storeys: int, front: Storey
) -> Mesh:
    """Four walls; `front` is the ground floor of the front."""
    walls = []
    for side, (length, reach) in enumerate(((width, depth), (depth, width), (width, depth), (depth, width))):
        bay = max(shell.bay, length * storeys / _MOST_WINDOWS) * (1.0 if side % 2 == 0 else 1.5)
        bays = max(1, int(length / bay))
        rows = [window_row(length, 0.0, shell.ground, bays, shell.window, shell.sill) if side else front]
        for level in range(1, storeys):
            floor = shell.ground + (level - 1) * shell.storey
            rows.append(window_row(length, floor, floor + shell.storey, bays, shell.window, shell.sill))
        trim = shell.trim if side == 0 else None
        wall = facade(rng, length, rows, shell.wall, shell.windows, trim, uv_scale=shell.uv_scale)
        direction = ((1, 0), (0, 1), (-1, 0), (0, -1))[side]
        at = (direction[0] * reach / 2, direction[1] * reach / 2, 0.0)
        walls.append(place(wall, at, yaw=90.0 * side))
    return merge(walls)


def _brickwork(rng: np.random.Generator) -> Material:
    """Red or buff brick, some of it dark with age."""
    return surface("brick_pale" if rng.random() < 0.3 else "brick", pick(rng, _BRICKS))


def _height(shell: _Shell, storeys: int) -> float:
    return shell.ground + (storeys - 1) * shell.storey


def _with_door(row: Storey, at: int, size: tuple[float, float]) -> Storey:
    """The row with opening number `at` made a door, down to the ground."""
    openings = row.openings.copy()
    middle = openings[at, :2].mean()
    openings[at] = middle - size[0] / 2, middle + size[0] / 2, 0.05, size[1]
    return Storey(row.bottom, row.top, openings)


def _street_front(rng: np.random.Generator, shell: _Shell, width: float) -> tuple[Storey, float]:
    """A ground floor of windows and one door, and the door's y."""
    bays = max(1, int(width / shell.bay))
    row = window_row(width, 0.0, shell.ground, bays, shell.window, shell.sill)
    chosen = int(rng.integers(bays))
    return _with_door(row, chosen, (1.3, 2.5)), float(row.openings[chosen, :2].mean())


def _belts(shell: _Shell, width: float, depth: float, storeys: int, material: Material) -> list[Mesh]:
    """A plinth, a course over the ground floor, and a cornice, all standing out from the wall."""
    top = _height(shell, storeys)
    bands = [(0.0, 0.45, 0.08), (shell.ground - 0.15, 0.22, 0.10), (top - 0.35, 0.35, 0.28)]
    return [
        box(
            (0.1 + out, width + 2 * out, high),
            material,
            at=(depth / 2 + out / 2 - 0.05, 0, z),
            tag=_BUILDINGS,
        )
        for z, high, out in bands[1:]
    ] + [box((depth + 0.1, width + 0.1, 0.4), material, at=(0, 0, 0), tag=_BUILDINGS, uv_scale=0.25)]


def _brick(rng: np.random.Generator, width: float, depth: float, storeys: int) -> Mesh:
    windows = surface("windows_sash", roughness=0.2)
    shell = _Shell(_brickwork(rng), per_metre("brick"), windows, STONE)
    front, way = _street_front(rng, shell, width)
    top = _height(shell, storeys)
    return merge(
        [
            _shell(rng, shell, width, depth, storeys, front),
            *_belts(shell, width, depth, storeys, STONE),
            flat_roof(width, depth, top, 0.7, STONE),
            door(rng, (depth / 2, way, 0.0)),
            chimney((-depth * 0.2, width * 0.35, top), 1.8),
        ]
    )


def _plaster(rng: np.random.Generator, width: float, depth: float, storeys: int) -> Mesh:
    windows = surface("windows_casement", roughness=0.2)
    shell = _Shell(surface("plaster", pick(rng, _RENDERS)), per_metre("plaster"), windows, STONE, bay=2.8)
    front, way = _street_front(rng, shell, width)
    top = _height(shell, storeys)
    roof = surface("roof_tiles", pick(rng, _ROOFS))
    return merge(
        [
            _shell(rng, shell, width, depth, storeys, front),
            *_belts(shell, width, depth, storeys, surface("plaster", (0.78, 0.75, 0.70))),
            hip_roof(width, depth, top, min(width, depth) * 0.28, roof),
            door(rng, (depth / 2, way, 0.0)),
            chimney((0.0, width * 0.2, top), min(width, depth) * 0.28 + 0.9),
        ]
    )


def _office(rng: np.random.Generator, width: float, depth: float, storeys: int) -> Mesh:
    steel = surface(
        "metal_panels", pick(rng, ((0.5, 0.54, 0.58), (0.75, 0.75, 0.74), (0.35, 0.37, 0.4))), roughness=0.5
    )
    windows = surface(
        "windows_office", pick(rng, ((1.0, 1.0, 1.0), (0.8, 1.0, 1.05), (0.95, 0.9, 0.8))), roughness=0.08
    )
    shell = _Shell(steel, 0.25, windows, None, storey=3.7, ground=4.4, bay=2.4, window=(2.15, 2.9), sill=0.6)
    bays = max(1, int(width / shell.bay))
    front = window_row(width, 0.0, shell.ground, bays, (2.15, 3.6), 0.12)
    top = _height(shell, storeys)
    return merge(
        [
            _shell(rng, shell, width, depth, storeys, front),
            flat_roof(width, depth, top, 0.9, steel),
            roof_units(rng, width, depth, top),
            entrance((depth / 2, 0.0, 0.0)),
        ]
    )


def _apartments(rng: np.random.Generator, width: float, depth: float, storeys: int) -> Mesh:
    windows = surface("windows_casement", roughness=0.2)
    wall = surface("plaster", pick(rng, _RENDERS))
    shell = _Shell(wall, 0.25, windows, None, storey=2.95, ground=3.3, bay=3.4, window=(2.0, 1.6))
    front, way = _street_front(rng, shell, width)
    top = _height(shell, storeys)
    rail = pick(rng, ((0.3, 0.32, 0.34), (0.82, 0.82, 0.8), (0.4, 0.25, 0.2), (0.3, 0.4, 0.45)))
    bays = max(1, int(width / max(shell.bay, width * storeys / _MOST_WINDOWS)))
    floors = [shell.ground + level * shell.storey for level in range(storeys - 1)]
    balcony = [balconies(depth / 2, width, bays, floors, Material(rail, roughness=0.6))] if floors else []
    return merge(
        [
            _shell(rng, shell, width, depth, storeys, front),
            flat_roof(width, depth, top, 0.5, surface("concrete")),
            roof_units(rng, width, depth, top),
            door(rng, (depth / 2, way, 0.0)),
            *balcony,
        ]
    )


def _house(rng: np.random.Generator, width: float, depth: float, storeys: int) -> Mesh:
    kind = int(rng.integers(3))
    wall = (
        surface("plaster", pick(rng, _RENDERS)),
        _brickwork(rng),
        surface("siding", pick(rng, _BOARDS)),
    )[kind]
    scale = (0.25, 0.5, 0.56)[kind]
    windows = surface("windows_sash" if kind else "windows_casement", roughness=0.2)
    shell = _Shell(
        wall, scale, windows, surface("plaster"), storey=2.8, ground=3.0, bay=2.9, window=(1.25, 1.3)
    )
    front, way = _street_front(rng, shell, width)
    top = _height(shell, storeys)
    rise = depth * rng.uniform(0.32, 0.45)
    roof = surface("roof_tiles", pick(rng, _ROOFS))
    return merge(
        [
            _shell(rng, shell, width, depth, storeys, front),
            box((depth + 0.12, width + 0.12, 0.3), surface("concrete"), tag=_BUILDINGS, uv_scale=0.25),
            gable_roof(width, depth, top, rise, roof, wall, scale),
            chimney((depth * 0.12, -width * 0.3, top), rise + 0.8),
            door(rng, (depth / 2, way, 0.0)),
            porch((depth / 2, way, 0.0), roof),
        ]
    )


def _industrial(rng: np.random.Generator, width: float, depth: float, storeys: int) -> Mesh:
    tint = pick(rng, ((0.95, 0.95, 0.95), (0.65, 0.75, 0.85), (0.70, 0.72, 0.66), (0.80, 0.62, 0.55)))
    wall = surface("metal_panels", tint, roughness=0.55)
    height = 3.0 + 2.6 * storeys
    shell = _Shell(
        wall,
        0.25,
        surface("windows_shop", roughness=0.2),
        None,
        ground=height,
        bay=4.5,
        window=(3.0, 1.1),
        sill=height - 1.7,
    )
    front = window_row(width, 0.0, height, max(1, int(width / 4.5)), (3.0, 1.1), height - 1.7)
    roof = surface("metal_panels", (0.55, 0.57, 0.6), roughness=0.5)
    return merge(
        [
            _shell(rng, shell, width, depth, 1, front),
            box((depth + 0.1, width + 0.1, 0.7), surface("concrete"), tag=_BUILDINGS, uv_scale=0.25),
            gable_roof(width, depth, height, depth * 0.09, roof, wall, 0.25),
            roller_doors(rng, depth / 2, width, min(4.2, height - 2.1)),
        ]
    )


def _shop(rng: np.random.Generator, width: float, depth: float, storeys: int) -> Mesh:
    kind = int(rng.integers(2))
    wall = (_brickwork(rng), surface("plaster", pick(rng, _RENDERS)))[kind]
    scale = (0.5, 0.25)[kind]
    shell = _Shell(wall, scale, surface("windows_sash", roughness=0.2), STONE, ground=4.2, bay=2.7)
    way = -width / 2 + 1.3
    panes = max(1, int((width - 2.4) / 3.2))
    edges = np.linspace(way + 1.0, width / 2 - 0.35, panes + 1)
    display = np.stack(
        [edges[:-1] + 0.05, edges[1:] - 0.05, np.full(panes, 0.55), np.full(panes, 2.95)], axis=1
    )
    openings = np.concatenate([[[way - 0.6, way + 0.6, 0.05, 2.6]], display])
    top = _height(shell, storeys)
    colour = Material(
        pick(rng, ((0.55, 0.12, 0.12), (0.10, 0.26, 0.20), (0.12, 0.18, 0.36), (0.72, 0.55, 0.20))),
        roughness=0.7,
    )
    return merge(
        [
            _shell(rng, shell, width, depth, storeys, Storey(0.0, shell.ground, openings)),
            *_belts(shell, width, depth, storeys, STONE)[:2],
            flat_roof(width, depth, top, 0.6, STONE),
            shop_sign(rng, (depth / 2, 0.0, 3.12), width - 0.5, colour),
            awning((depth / 2, (way + 1.0 + width / 2) / 2, 3.05), width / 2 - way - 1.4, colour),
            door(rng, (depth / 2, way, 0.0)),
        ]
    )


_STYLES: Mapping[str, Callable[[np.random.Generator, float, float, int], Mesh]] = {
    "brick": _brick,
    "plaster": _plaster,
    "office": _office,
    "house": _house,
    "apartments": _apartments,
    "industrial": _industrial,
    "shop": _shop,
}

BUILDING_STYLES: tuple[str, ...] = tuple(_STYLES)
"""What `building` can make."""
