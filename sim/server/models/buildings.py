"""Buildings by style."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np

from caos.meshes import Mesh

from .blocks import apartments, office, slab_block, tower, walkup
from .homes import farmhouse, house, terrace
from .landmarks import church, water_tower
from .sheds import garages, hut
from .townhouses import arcade, brick, plaster, shop
from .works import barn, bus_depot, filling_station, industrial, supermarket

_STYLES: Final[Mapping[str, Callable[[np.random.Generator, float, float, int], Mesh]]] = {
    "brick": brick,
    "plaster": plaster,
    "office": office,
    "house": house,
    "apartments": apartments,
    "industrial": industrial,
    "shop": shop,
    "terrace": terrace,
    "walkup": walkup,
    "tower": tower,
    "flats": slab_block,
    "arcade": arcade,
    "supermarket": supermarket,
    "filling_station": filling_station,
    "bus_depot": bus_depot,
    "farmhouse": farmhouse,
    "barn": barn,
    "hut": hut,
    "garages": garages,
    "church": church,
    "water_tower": water_tower,
}

BUILDING_STYLES: tuple[str, ...] = tuple(_STYLES)
"""What `building` can make."""


def building(rng: np.random.Generator, *, style: str, width: float, depth: float, storeys: int) -> Mesh:
    """A building whose front faces +x, centred, every face tagged Buildings, with three levels of detail.

    Balconies, steps, awnings and eaves reach over the footprint: by up to 2.3 m at the front,
    3.2 m beside halls with a tank, else less than 1 m.

    Args:
        rng: colours, windows, details.
        style: one of `BUILDING_STYLES`.
        width: along y, at least 5 m.
        depth: along x, at least 5 m.
        storeys: 1 or more; halls and landmarks grow with them.

    Raises:
        ValueError: an unknown style.
    """
    if style not in _STYLES:
        raise ValueError(f"unknown building style {style!r}; known: {', '.join(_STYLES)}")
    return _STYLES[style](rng, width, depth, storeys)
