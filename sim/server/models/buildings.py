"""Buildings by style: what each adds to its walls."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import box

from .facade import Storey, window_row
from .materials import STONE, TAG, Colour, per_metre, pick, surface
from .roofs import chimney, flat_roof, gable_roof, hip_roof, roof_units
from .shell import MOST_WINDOWS, Shell, belts, height, street_front, walls
from .shopfronts import awning, balconies, door, entrance, porch, roller_doors, shop_sign

_BUILDINGS = TAG["Buildings"]
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


def _brickwork(rng: np.random.Generator) -> Material:
    """Red or buff brick, some of it dark with age."""
    return surface("brick_pale" if rng.random() < 0.3 else "brick", pick(rng, _BRICKS))


def _brick(rng: np.random.Generator, width: float, depth: float, storeys: int) -> Mesh:
    windows = surface("windows_sash", roughness=0.2)
    shell = Shell(_brickwork(rng), per_metre("brick"), windows, STONE)
    front, way = street_front(rng, shell, width)
    top = height(shell, storeys)
    return merge(
        [
            walls(rng, shell, width, depth, storeys, front),
            *belts(shell, width, depth, storeys, STONE),
            flat_roof(width, depth, top, 0.7, STONE),
            door(rng, (depth / 2, way, 0.0)),
            chimney((-depth * 0.2, width * 0.35, top), 1.8),
        ]
    )


def _plaster(rng: np.random.Generator, width: float, depth: float, storeys: int) -> Mesh:
    windows = surface("windows_casement", roughness=0.2)
    shell = Shell(surface("plaster", pick(rng, _RENDERS)), per_metre("plaster"), windows, STONE, bay=2.8)
    front, way = street_front(rng, shell, width)
    top = height(shell, storeys)
    roof = surface("roof_tiles", pick(rng, _ROOFS))
    return merge(
        [
            walls(rng, shell, width, depth, storeys, front),
            *belts(shell, width, depth, storeys, surface("plaster", (0.78, 0.75, 0.70))),
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
    shell = Shell(steel, 0.25, windows, None, storey=3.7, ground=4.4, bay=2.4, window=(9.0, 2.9), sill=0.6)
    bays = max(1, int(width / shell.bay))
    front = window_row(width, 0.0, shell.ground, bays, (2.15, 3.6), 0.12)
    top = height(shell, storeys)
    return merge(
        [
            walls(rng, shell, width, depth, storeys, front),
            flat_roof(width, depth, top, 0.9, steel),
            roof_units(rng, width, depth, top),
            entrance((depth / 2, 0.0, 0.0)),
        ]
    )


def _apartments(rng: np.random.Generator, width: float, depth: float, storeys: int) -> Mesh:
    windows = surface("windows_casement", roughness=0.2)
    wall = surface("plaster", pick(rng, _RENDERS))
    shell = Shell(wall, 0.25, windows, None, storey=2.95, ground=3.3, bay=3.4, window=(2.0, 1.6))
    front, way = street_front(rng, shell, width)
    top = height(shell, storeys)
    rail = pick(rng, ((0.3, 0.32, 0.34), (0.82, 0.82, 0.8), (0.4, 0.25, 0.2), (0.3, 0.4, 0.45)))
    bays = max(1, int(width / max(shell.bay, width * storeys / MOST_WINDOWS)))
    floors = [shell.ground + level * shell.storey for level in range(storeys - 1)]
    balcony = [balconies(depth / 2, width, bays, floors, Material(rail, roughness=0.6))] if floors else []
    return merge(
        [
            walls(rng, shell, width, depth, storeys, front),
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
    shell = Shell(
        wall, scale, windows, surface("plaster"), storey=2.8, ground=3.0, bay=2.9, window=(1.25, 1.3)
    )
    front, way = street_front(rng, shell, width)
    top = height(shell, storeys)
    rise = depth * rng.uniform(0.32, 0.45)
    roof = surface("roof_tiles", pick(rng, _ROOFS))
    return merge(
        [
            walls(rng, shell, width, depth, storeys, front),
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
    shell = Shell(
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
            walls(rng, shell, width, depth, 1, front),
            box((depth + 0.1, width + 0.1, 0.7), surface("concrete"), tag=_BUILDINGS, uv_scale=0.25),
            gable_roof(width, depth, height, depth * 0.09, roof, wall, 0.25),
            roller_doors(rng, depth / 2, width, min(4.2, height - 2.1)),
        ]
    )


def _shop(rng: np.random.Generator, width: float, depth: float, storeys: int) -> Mesh:
    kind = int(rng.integers(2))
    wall = (_brickwork(rng), surface("plaster", pick(rng, _RENDERS)))[kind]
    scale = (0.5, 0.25)[kind]
    shell = Shell(wall, scale, surface("windows_sash", roughness=0.2), STONE, ground=4.2, bay=2.7)
    way = -width / 2 + 1.3
    panes = max(1, int((width - 2.4) / 3.2))
    edges = np.linspace(way + 1.0, width / 2 - 0.35, panes + 1)
    display = np.stack(
        [edges[:-1] + 0.05, edges[1:] - 0.05, np.full(panes, 0.55), np.full(panes, 2.95)], axis=1
    )
    openings = np.concatenate([[[way - 0.6, way + 0.6, 0.05, 2.6]], display])
    top = height(shell, storeys)
    colour = Material(
        pick(rng, ((0.55, 0.12, 0.12), (0.10, 0.26, 0.20), (0.12, 0.18, 0.36), (0.72, 0.55, 0.20))),
        roughness=0.7,
    )
    return merge(
        [
            walls(rng, shell, width, depth, storeys, Storey(0.0, shell.ground, openings)),
            *belts(shell, width, depth, storeys, STONE)[:2],
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
