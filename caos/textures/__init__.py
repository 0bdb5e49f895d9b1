"""Procedural textures, numpy only: 512 x 512 sRGB pictures that tile without a seam.

`TEXTURES` maps a name to a function of a `numpy.random.Generator`; `TILE_METRES` says how much of the world,
(width, height),
one tile is drawn for, so that `uv = metres / TILE_METRES[name]`. Row 0 of the picture is v = 0; on walls v
grows downwards.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np

from caos.meshes import Texture

from .facades import (
    facade_apartments,
    facade_brick,
    facade_cladding,
    facade_office,
    facade_plaster,
    panes_home,
    panes_office,
    panes_shop,
    windows_casement,
    windows_office,
    windows_sash,
    windows_shop,
)
from .ground import asphalt, concrete, grass, paving, soil
from .lettering import house_numbers, shop_names
from .natural import bark, foliage, wood_planks, wool
from .noise import SIZE, fractal
from .walls import (
    ashlar,
    barn_boards,
    brick,
    brick_pale,
    concrete_panels,
    metal_panels,
    plaster,
    roof_tiles,
    siding,
    slates,
)

TEXTURES: Final[Mapping[str, Callable[[np.random.Generator], Texture]]] = {
    make.__name__: make
    for make in (
        asphalt, paving, concrete, grass, soil,
        brick, brick_pale, plaster, concrete_panels, ashlar, siding, barn_boards,
        roof_tiles, slates, metal_panels,
        wood_planks, bark, foliage, wool,
        facade_brick, facade_plaster, facade_office, facade_apartments, facade_cladding,
        windows_sash, windows_casement, windows_office, windows_shop,
        panes_home, panes_office, panes_shop, shop_names, house_numbers,
    )
}  # fmt: skip
"""Name -> function; every function takes only a generator."""

TILE_METRES: Final[Mapping[str, tuple[float, float]]] = {
    "asphalt": (4.0, 4.0),
    "paving": (2.0, 2.0),
    "concrete": (4.0, 4.0),
    "grass": (4.0, 4.0),
    "soil": (4.0, 4.0),
    "brick": (4.0, 4.0),
    "brick_pale": (4.0, 4.0),
    "siding": (2.2, 2.2),
    "barn_boards": (4.0, 4.0),
    "plaster": (6.0, 6.0),
    "concrete_panels": (6.0, 6.0),
    "ashlar": (4.8, 4.8),
    "roof_tiles": (3.0, 3.0),
    "slates": (4.0, 4.0),
    "metal_panels": (4.0, 4.0),
    "wood_planks": (1.6, 1.6),
    "bark": (1.0, 2.0),
    "foliage": (2.0, 2.0),
    "wool": (0.5, 0.5),
    "facade_brick": (12.0, 12.8),
    "facade_plaster": (12.0, 12.8),
    "facade_office": (12.0, 14.0),
    "facade_apartments": (14.0, 12.0),
    "facade_cladding": (12.0, 8.0),
    "windows_sash": (1.0, 1.0),
    "windows_casement": (1.0, 1.0),
    "windows_office": (1.0, 1.0),
    "windows_shop": (1.0, 1.0),
    "panes_home": (1.0, 1.0),
    "panes_office": (1.0, 1.0),
    "panes_shop": (1.0, 1.0),
    "shop_names": (1.0, 1.0),
    "house_numbers": (1.0, 1.0),
}
"""Metres one tile spans, (along u, along v). A `windows_` atlas holds 4 x 4 windows, a quarter of uv each,
a `panes_` atlas what is seen through them; `shop_names` has 8 rows with a name each,
`house_numbers` 4 x 4 plates."""

__all__ = ["SIZE", "TEXTURES", "TILE_METRES", "fractal", *TEXTURES]
