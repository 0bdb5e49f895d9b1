"""The walls of a building: four fronts, plinth and courses."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Final

import numpy as np

from caos.meshes import Material, Mesh

from .claddings import Cladding, Windows, flat_windows, glass
from .facade import Storey, blind, front, window_row, with_gap
from .parts import Parts, always, boxes, joined, midway
from .ribbons import curtain

_MOST_FRONT: Final = 66  # windows of the front, and of another side, that keep buildings within budget
_MOST_SIDE: Final = 46


@dataclass(frozen=True, slots=True)
class Shell:
    """The measures of a style.

    Attributes:
        wall: of the walls.
        windows: in them.
        storey: height of a storey, metres.
        ground: height of the ground floor.
        bay: distance between windows, at least.
        window: width and height of a window.
        sill: height of the sill over the floor.
    """

    wall: Cladding
    windows: Windows
    storey: float = 3.1
    ground: float = 3.5
    bay: float = 3.0
    window: tuple[float, float] = (1.15, 1.6)
    sill: float = 0.93


def height(shell: Shell, storeys: int) -> float:
    """Where the walls end, metres."""
    return shell.ground + (storeys - 1) * shell.storey


def bays_of(shell: Shell, length: float, storeys: int, most: int = _MOST_FRONT) -> int:
    """How many windows stand side by side."""
    return max(1, int(length / max(shell.bay, length * storeys / most)))


def rows_of(
    shell: Shell, length: float, storeys: int, *, base: float = 0.0, most: int = _MOST_FRONT
) -> list[Storey]:
    """Windows in every storey, the ground floor first."""
    bays = bays_of(shell, length, storeys, most)
    floors = [base, *(base + shell.ground + level * shell.storey for level in range(storeys))]
    return [
        window_row(length, low, high, bays, shell.window, shell.sill)
        for low, high in itertools.pairwise(floors)
    ]


def walls(
    rng: np.random.Generator,
    shell: Shell,
    width: float,
    depth: float,
    storeys: int,
    *,
    base: float = 0.0,
    street: list[Storey] | None = None,
    party: tuple[int, ...] = (),
) -> Parts:
    """Four walls from z = `base` up.

    Args:
        rng: what is behind the windows.
        shell: measures and materials.
        width: of the front, metres.
        depth: metres.
        storeys: how many.
        base: metres.
        street: the rows of the front; `rows_of` if None.
        party: walls without windows: 1 at +y, 2 the back, 3 at -y.
    """
    fronts = []
    for side, (length, reach) in enumerate(((width, depth), (depth, width), (width, depth), (depth, width))):
        if side in party:
            face = blind(rng, length, base, base + height(shell, storeys), shell.wall)
            fronts.append(_turned(face, side, reach))
            continue
        most = _MOST_SIDE if side else _MOST_FRONT
        rows = rows_of(shell, length, storeys, base=base, most=most)
        rows = street if street is not None and side == 0 else rows
        bay = length / bays_of(shell, length, storeys, most)
        face = front(
            rng, length, rows, shell.wall, shell.windows, bay=bay, storey=shell.storey, detailed=side == 0
        )
        fronts.append(_turned(face, side, reach))
    return joined(fronts)


def curtain_walls(
    rng: np.random.Generator,
    width: float,
    depth: float,
    heights: list[float],
    spandrel: Material,
    *,
    bay: float,
    sill: float,
    tint: tuple[float, float, float],
    fins: float = 0.12,
) -> Parts:
    """Four walls of glass and spandrels; `heights` are those of the floors and of the top."""
    fronts = []
    for side, (length, reach) in enumerate(((width, depth), (depth, width), (width, depth), (depth, width))):
        face = curtain(
            rng, length, heights, max(1, round(length / bay)), sill,
            glass("panes_office", tint, 4.0), spandrel, fins=fins,
        )  # fmt: skip
        fronts.append(_turned(face, side, reach))
    return joined(fronts)


def _turned(face: Parts, side: int, reach: float) -> Parts:
    direction = ((1, 0), (0, 1), (-1, 0), (0, -1))[side]
    return face.placed((direction[0] * reach / 2, direction[1] * reach / 2, 0.0), 90.0 * side)


def street_rows(
    rng: np.random.Generator, shell: Shell, width: float, storeys: int, *, door: float = 0.3
) -> tuple[list[Storey], float]:
    """Rows of the front with a doorway `door` metres deep in the ground floor, and the door's y."""
    rows = rows_of(shell, width, storeys)
    chosen = int(rng.integers(len(rows[0].openings)))
    way = float(rows[0].openings[chosen, :2].mean())
    rows[0] = with_gap(rows[0], chosen, (1.3, 0.0, 2.5), door)
    return rows, way


def course(width: float, depth: float, z: float, high: float, out: float, material: Material) -> Mesh:
    """A band of stone round the building."""
    sizes = [(out, width + 2 * out, high)] * 2 + [(depth, out, high)] * 2
    x, y = depth / 2 + out / 2, width / 2 + out / 2
    return boxes(sizes, [(x, 0, z), (-x, 0, z), (0, y, z), (0, -y, z)], material, uv_scale=0.25)


def belts(shell: Shell, width: float, depth: float, storeys: int, material: Material) -> Parts:
    """A course over the ground floor and a cornice."""
    top = height(shell, storeys)
    return joined(
        [
            midway(course(width, depth, shell.ground - 0.12, 0.2, 0.07, material)),
            always(course(width, depth, top - 0.35, 0.2, 0.14, material)),
            always(course(width, depth, top - 0.15, 0.16, 0.30, material)),
        ]
    )


def quoins(width: float, depth: float, top: float, material: Material) -> Mesh:
    """Blocks up the corners of the front, long and short in turn."""
    z = np.arange(0.5, top - 0.6, 0.42)
    long = np.where(np.arange(len(z)) % 2 == 0, 0.62, 0.38)
    sizes, at = [], []
    for side in (-1.0, 1.0):
        y = side * (width / 2 + 0.03 - long / 2)
        sizes.append(np.stack([np.full(len(z), 0.4), long, np.full(len(z), 0.38)], axis=1))
        at.append(np.stack([np.full(len(z), depth / 2 - 0.16), y, z], axis=1))
    return boxes(np.concatenate(sizes), np.concatenate(at), material, uv_scale=0.25, faces=4)


def shop_windows(emission: float = 3.0) -> Windows:
    """Display windows."""
    return Windows(
        glass("panes_shop", (1.0, 1.0, 1.0), emission),
        flat_windows("windows_shop"),
        Material((0.15, 0.155, 0.16), roughness=0.4, metallic=0.3),
        leaves=2, recess=0.22, sill=None,
    )  # fmt: skip
