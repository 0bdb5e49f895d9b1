"""One outer wall of a building, with openings that have depth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from caos.meshes import Material, Mesh, merge
from caos.shapes import quads

from .materials import TAG

Array = npt.NDArray[np.float64]
_BUILDINGS = TAG["Buildings"]


@dataclass(frozen=True, slots=True)
class Storey:
    """One row of openings.

    Attributes:
        bottom, top: metres above the ground.
        openings: (N, 4) y0, y1, z0, z1 in metres, left to right, z absolute, none touching another.
    """

    bottom: float
    top: float
    openings: Array


def window_row(
    width: float, bottom: float, top: float, bays: int, size: tuple[float, float], sill: float
) -> Storey:
    """A storey of `bays` equal windows of `size` (wide, high), their sills `sill` above the floor."""
    centre = (np.arange(bays) + 0.5) * (width / bays) - width / 2
    half = min(size[0], width / bays - 0.3) / 2
    low, high = bottom + sill, min(bottom + sill + size[1], top - 0.15)
    openings = np.stack([centre - half, centre + half, np.full(bays, low), np.full(bays, high)], axis=1)
    return Storey(bottom, top, openings)


def facade(
    rng: np.random.Generator,
    width: float,
    storeys: Sequence[Storey],
    wall: Material,
    windows: Material,
    trim: Material | None,
    *,
    uv_scale: float,
    recess: float = 0.14,
) -> Mesh:
    """A wall in the plane x = 0 facing +x, `width` along y and centred.

    Args:
        rng: chooses the windows from the atlas.
        width: metres.
        storeys: from bottom to top.
        wall: material of wall and reveals.
        windows: material with a `windows_` atlas.
        trim: material of sills; None leaves them out.
        uv_scale: tiles per metre of the wall's texture.
        recess: depth of the openings, metres.
    """
    holes = np.concatenate([storey.openings for storey in storeys])
    solid = np.concatenate([_around(width, storey) for storey in storeys])
    parts = [quads(_upright(solid, 0.0), wall, tag=_BUILDINGS, uv_scale=uv_scale)]
    if len(holes):
        parts.append(quads(_reveals(holes, recess), wall, tag=_BUILDINGS, uv_scale=uv_scale))
        parts.append(quads(_upright(holes, -recess), windows, tag=_BUILDINGS, uvs=_atlas(rng, len(holes))))
    raised = np.concatenate(
        [storey.openings[storey.openings[:, 2] > storey.bottom + 0.3] for storey in storeys]
    )
    if trim is not None and len(raised):
        parts.append(quads(_sills(raised), trim, tag=_BUILDINGS))
    return merge(parts)


def _around(width: float, storey: Storey) -> Array:
    """(M, 4) y0, y1, z0, z1 of the wall left, right, over and under each opening."""
    holes = storey.openings
    left = np.concatenate([[-width / 2], holes[:, 1]])
    right = np.concatenate([holes[:, 0], [width / 2]])
    piers = np.stack([left, right, np.full(len(left), storey.bottom), np.full(len(left), storey.top)], axis=1)
    under = np.stack([holes[:, 0], holes[:, 1], np.full(len(holes), storey.bottom), holes[:, 2]], axis=1)
    over = np.stack([holes[:, 0], holes[:, 1], holes[:, 3], np.full(len(holes), storey.top)], axis=1)
    pieces = np.concatenate([piers, under, over])
    has_area = (pieces[:, 1] - pieces[:, 0] > 1e-6) & (pieces[:, 3] - pieces[:, 2] > 1e-6)
    return np.asarray(pieces[has_area])


def _upright(rectangles: Array, x: float) -> Array:
    """(N, 4, 3) corners of y0, y1, z0, z1 rectangles facing +x."""
    corners = np.full((len(rectangles), 4, 3), x)
    corners[..., 1] = rectangles[:, [0, 1, 1, 0]]
    corners[..., 2] = rectangles[:, [2, 2, 3, 3]]
    return corners


def _reveals(holes: Array, recess: float) -> Array:
    """(4 N, 4, 3) the four sides of each opening, facing into it."""
    front, back = _upright(holes, 0.0), _upright(holes, -recess)
    sides = [
        np.stack([front[:, a], front[:, b], back[:, b], back[:, a]], axis=1)
        for a, b in ((0, 1), (1, 2), (2, 3), (3, 0))
    ]
    return np.concatenate(sides)


def _atlas(rng: np.random.Generator, count: int) -> Array:
    """(count, 4, 2) uv of windows drawn at random from a 4 x 4 atlas, upright, a hair inside the cell."""
    cell = rng.integers(0, 4, (count, 1, 2)) / 4.0
    corners = np.array([[0.0, 1.0], [1.0, 1.0], [1.0, 0.0], [0.0, 0.0]])
    return np.asarray(cell + 0.25 * (0.015 + 0.97 * corners))


def _sills(holes: Array, height: float = 0.09, out: float = 0.11) -> Array:
    """(3 N, 4, 3) top, front and underside of a sill below each opening."""
    y0, y1, z = holes[:, 0] - 0.06, holes[:, 1] + 0.06, holes[:, 2]

    def quad(*corners: tuple[float, Array, Array]) -> Array:
        return np.stack(
            [np.stack([np.full(len(y), x), y, level], axis=-1) for x, y, level in corners], axis=1
        )

    low = z - height
    return np.concatenate(
        [
            quad((out, y0, low), (out, y1, low), (out, y1, z), (out, y0, z)),
            quad((out, y0, z), (out, y1, z), (0.0, y1, z), (0.0, y0, z)),
            quad((0.0, y0, low), (0.0, y1, low), (out, y1, low), (out, y0, low)),
        ]
    )
