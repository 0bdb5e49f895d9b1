"""Small outbuildings: huts, rows of garages."""

from __future__ import annotations

import numpy as np

from caos.meshes import Mesh

from .claddings import BOARD_TINTS, PALE_TRIM, RENDER_TINTS, casement, cladding, faded, textured
from .fittings import door
from .materials import surface
from .parts import always, assembled, boxes, midway, nearby
from .roofs import downpipes, gable_roof
from .shell import Shell, street_rows, walls


def hut(rng: np.random.Generator, width: float, depth: float, _storeys: int) -> Mesh:
    """A garden hut of boards under felt, with a door and one window."""
    wall = cladding(rng, "barn_boards", faded(rng, ((0.9, 0.84, 0.76), (0.62, 0.66, 0.6), (0.6, 0.5, 0.42))))
    roof = textured("slates", (0.6, 0.6, 0.6))
    shell = Shell(wall, casement(rng, sill=PALE_TRIM), 2.6, 2.6, 2.6, (0.8, 0.8), 1.1)
    rows, way = street_rows(rng, shell, width, 1, door=0.3)
    return assembled(
        walls(rng, shell, width, depth, 1, street=rows),
        gable_roof(width, depth, 2.6, 0.22 * depth, roof, wall),
        door(rng, (depth / 2, way, 0.0)),
        nearby(downpipes(depth / 2, 2.4, (width / 2 - 0.1,))),
    )


def garages(rng: np.random.Generator, width: float, depth: float, _storeys: int) -> Mesh:
    """A row of lock-up garages under one flat felt roof."""
    count = max(1, int(width / 3.0))
    unit, tall = width / count, 2.5
    wall = cladding(rng, "plaster", faded(rng, RENDER_TINTS))
    felt = surface("concrete", (0.5, 0.5, 0.5))
    middles = ((np.arange(count) + 0.5) * unit - width / 2).tolist()
    leaves = []
    for y in middles:
        name = "metal_panels" if rng.random() < 0.5 else "barn_boards"
        paint = surface(name, faded(rng, BOARD_TINTS))
        leaves.append(boxes((0.08, unit - 0.5, 2.1), [(depth / 2, y, 0.02)], paint, uv_scale=0.4))
    handles = [(depth / 2 + 0.06, y, 1.0) for y in middles]
    return assembled(
        always(boxes((depth, width, tall), [(0, 0, 0)], wall.material, uv_scale=0.17)),
        always(boxes((depth + 0.3, width + 0.2, 0.25), [(0.1, 0, tall)], felt, uv_scale=0.25)),
        midway(*leaves),
        nearby(boxes((0.06, 0.2, 0.05), handles, PALE_TRIM)),
    )
