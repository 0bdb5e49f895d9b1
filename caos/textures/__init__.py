"""Procedural textures: 512 x 512 sRGB pictures that tile without a seam.

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
from .fences import fence_bars, fence_pickets, fence_wire
from .ground import (
    asphalt,
    brick_paving,
    concrete,
    dry_grass,
    flagstones,
    furrows,
    grass,
    gravel,
    kerb_stone,
    paving,
    setts,
    slab_concrete,
    soil,
)
from .lettering import house_numbers, shop_names
from .natural import bark, foliage, wood_planks, wool
from .noise import SIZE, fractal
from .roads import (
    decal_cover,
    decal_grate,
    decal_litter,
    decal_patch,
    decal_tar,
    decal_wild,
    lane_cracked,
    lane_patched,
    lane_plain,
    lane_sealed,
    lane_stained,
    paint_white,
    paint_yellow,
)
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
        flagstones, brick_paving, setts, slab_concrete, kerb_stone, gravel, dry_grass, furrows,
        lane_plain, lane_cracked, lane_sealed, lane_patched, lane_stained, paint_white, paint_yellow,
        fence_pickets, fence_bars, fence_wire,
        decal_tar, decal_patch, decal_cover, decal_grate, decal_wild, decal_litter,
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
    "flagstones": (4.0, 4.0),
    "brick_paving": (2.0, 2.0),
    "setts": (2.0, 2.0),
    "slab_concrete": (5.0, 5.0),
    "kerb_stone": (4.0, 4.0),
    "gravel": (2.5, 2.5),
    "dry_grass": (5.0, 5.0),
    "furrows": (6.0, 6.0),
    "lane_plain": (3.5, 7.0),
    "lane_cracked": (3.5, 7.0),
    "lane_sealed": (3.5, 7.0),
    "lane_patched": (3.5, 7.0),
    "lane_stained": (3.5, 7.0),
    "fence_pickets": (1.8, 1.0),
    "fence_bars": (2.08, 1.2),
    "fence_wire": (0.8, 0.8),
    "paint_white": (2.0, 2.0),
    "paint_yellow": (2.0, 2.0),
    "decal_tar": (6.0, 6.0),
    "decal_patch": (3.0, 3.0),
    "decal_cover": (0.7, 0.7),
    "decal_grate": (0.5, 0.5),
    "decal_wild": (6.0, 6.0),
    "decal_litter": (4.0, 4.0),
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
