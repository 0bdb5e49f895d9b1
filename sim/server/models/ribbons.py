"""Glass fronts: curtain walls and ribbons of windows."""

from __future__ import annotations

import itertools

import numpy as np

from caos.meshes import Material
from caos.shapes import quads

from .claddings import DARK_METAL
from .glazed import corners_at, panes, slats
from .materials import surface
from .parts import BUILDINGS, Parts


def curtain(
    rng: np.random.Generator,
    length: float,
    heights: list[float],
    bays: int,
    sill: float,
    glass: Material,
    spandrel: Material,
    *,
    fins: float,
) -> Parts:
    """A wall along y, centred, facing +x at x = 0.

    Args:
        rng: rooms, and how panes lean.
        length: metres.
        heights: z of each floor, then of the top.
        bays: panes side by side.
        sill: height of the spandrels over the floors.
        glass: of the panes.
        spandrel: of the bands between them.
        fins: metres by which the uprights stand before the glass.
    """
    edges = np.linspace(-length / 2, length / 2, bays + 1)
    floors, tops = np.array(heights[:-1]), np.array(heights[1:])
    grid = np.array(
        [(a, b, low + sill, top) for low, top in zip(floors, tops, strict=True)
         for a, b in itertools.pairwise(edges)]
    )  # fmt: skip
    bands = np.stack(
        [np.full(len(floors), -length / 2), np.full(len(floors), length / 2), floors, floors + sill], axis=1
    )
    cells = rng.integers(0, 4, (len(grid), 1, 2))
    half = 0.035
    uprights = np.stack(
        [edges - half, edges + half, np.full(bays + 1, heights[0]), np.full(bays + 1, heights[-1])], axis=1
    )
    inner = uprights.copy()
    inner[0, :2], inner[-1, :2] = (-length / 2, -length / 2 + half), (length / 2 - half, length / 2)
    near = (
        panes(rng, grid, -0.05, glass, cells),
        quads(slats(bands, -0.06, 0.0, "tb"), spandrel, tag=BUILDINGS, uv_scale=0.25),
        quads(slats(inner, -0.05, fins, "lr"), DARK_METAL, tag=BUILDINGS),
    )
    sheet = corners_at(np.array([[-length / 2, length / 2, heights[0], heights[-1]]]), 0.0)
    rows = len(floors)
    uvs = np.array([[[0.0, rows / 4], [bays / 8, rows / 4], [bays / 8, 0.0], [0.0, 0.0]]])
    picture = quads(sheet, _far(glass), tag=BUILDINGS, uvs=uvs)
    return Parts(near, (picture,), (picture,))


def _far(glass: Material) -> Material:
    red, green, blue = glass.color
    return surface("facade_office", (red, green, blue), roughness=0.18)
