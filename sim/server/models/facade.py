"""One outer wall of a building on three levels of detail, with openings that have depth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from caos.meshes import Mesh
from caos.shapes import quads

from .claddings import Cladding, Windows
from .glazed import corners_at, glazing, pane_uvs, sills, sunk
from .materials import darker
from .parts import BUILDINGS, Parts

Array = npt.NDArray[np.float64]
_PROUD = 0.025  # metres by which flat windows stand before the wall, for the depth buffer


def _none() -> Array:
    return np.zeros((0, 5))


@dataclass(frozen=True, slots=True)
class Storey:
    """One row of openings.

    Attributes:
        bottom, top: metres above the ground.
        openings: (N, 4) y0, y1, z0, z1 of windows in metres, left to right, z absolute, none touching.
        gaps: (M, 5) y0, y1, z0, z1, depth of niches without glass: doorways, loggias, gates.
    """

    bottom: float
    top: float
    openings: Array
    gaps: Array = field(default_factory=_none)


def window_row(
    width: float, bottom: float, top: float, bays: int, size: tuple[float, float], sill: float
) -> Storey:
    """A storey of `bays` equal windows of `size` (wide, high), their sills `sill` above the floor."""
    centre = (np.arange(bays) + 0.5) * (width / bays) - width / 2
    half = min(size[0], width / bays - 0.3) / 2
    low, high = bottom + sill, min(bottom + sill + size[1], top - 0.15)
    openings = np.stack([centre - half, centre + half, np.full(bays, low), np.full(bays, high)], axis=1)
    return Storey(bottom, top, openings)


def with_gap(row: Storey, at: int, gap: tuple[float, float, float], depth: float) -> Storey:
    """The row with window `at` replaced by a niche (width, bottom, top), metres, z over the floor."""
    middle = row.openings[at, :2].mean()
    wide, low, high = gap
    new = [[middle - wide / 2, middle + wide / 2, row.bottom + low, row.bottom + high, depth]]
    gaps = np.concatenate([row.gaps, new])
    return Storey(row.bottom, row.top, np.delete(row.openings, at, axis=0), gaps)


def front(
    rng: np.random.Generator,
    length: float,
    storeys: Sequence[Storey],
    cladding: Cladding,
    windows: Windows,
    *,
    bay: float,
    storey: float,
    detailed: bool,
) -> Parts:
    """A wall along y, centred, facing +x at x = 0, from z = `storeys[0].bottom` up.

    Args:
        rng: what is behind which window, how panes lean.
        length: metres.
        storeys: bottom to top, without gaps between them.
        cladding: of the wall.
        windows: in the openings.
        bay: metres between windows; fitted textures and pictures of fronts follow it ...
        storey: ... and the height of a storey.
        detailed: frames, bars and sills are modelled; else the picture of a window fills each opening.
    """
    holes = np.concatenate([row.openings for row in storeys])
    gaps = np.concatenate([row.gaps for row in storeys])
    low, high = storeys[0].bottom, storeys[-1].top
    level = storeys[0].top  # where a storey meets the next: the grid of fitted textures
    around = np.concatenate([_around(length, row) for row in storeys])
    sheet = np.array([[-length / 2, length / 2, low, high]])
    tile = cladding.tile or (2 * bay, 2 * storey)

    def wall(rectangles: Array) -> Mesh:
        return _wall(rectangles, cladding, tile, (-length / 2, level))

    far_uvs = _wall_uvs(corners_at(sheet, 0.0), (4 * bay, 4 * storey), (-length / 2, level), (0.0, 0.0))
    near = [wall(around)]
    middle = [wall(sheet)]
    if len(holes):
        cells = rng.integers(0, 4, (len(holes), 1, 2))
        uvs = pane_uvs(cells)
        near += [sunk(holes, windows.recess, cladding.material, tile[0])]
        if detailed:
            near += glazing(rng, holes, windows, cells)
        else:
            near += [quads(corners_at(holes, -windows.recess), windows.flat, tag=BUILDINGS, uvs=uvs)]
        middle += [quads(corners_at(holes, _PROUD), windows.flat, tag=BUILDINGS, uvs=uvs)]
        if windows.sill is not None and detailed:
            near += [sills(holes, windows.sill)]
    if len(gaps):
        near += [_niches(gaps, cladding, tile)]
        dark = darker(cladding.material, 0.35)
        middle += [quads(corners_at(gaps[:, :4], _PROUD), dark, tag=BUILDINGS, uv_scale=1 / tile[0])]
    far = quads(corners_at(sheet, 0.0), cladding.far, tag=BUILDINGS, uvs=far_uvs)
    return Parts(tuple(near), tuple(middle), (far,))


def blind(rng: np.random.Generator, length: float, low: float, high: float, cladding: Cladding) -> Parts:
    """A wall without openings, facing +x."""
    sheet = np.array([[-length / 2, length / 2, low, high]])
    tile = cladding.tile or (6.0, 6.0)
    mesh = _wall(sheet, cladding, tile, (float(rng.uniform(0, 6)), high))
    return Parts((mesh,), (mesh,), (mesh,))


def _wall(
    rectangles: Array, cladding: Cladding, tile: tuple[float, float], origin: tuple[float, float]
) -> Mesh:
    corners = corners_at(rectangles, 0.0)
    uvs = _wall_uvs(corners, tile, origin, cladding.shift)
    return quads(corners, cladding.material, tag=BUILDINGS, uvs=uvs)


def _wall_uvs(
    corners: Array, tile: tuple[float, float], origin: tuple[float, float], shift: tuple[float, float]
) -> Array:
    """(N, 4, 2) tiles from `origin` (y, z), v downwards."""
    u = (corners[..., 1] - origin[0]) / tile[0] + shift[0]
    v = (origin[1] - corners[..., 2]) / tile[1] + shift[1]
    return np.stack([u, v], axis=-1)


def _around(width: float, storey: Storey) -> Array:
    """(M, 4) y0, y1, z0, z1 of the wall left, right, over and under each opening."""
    holes = np.concatenate([storey.openings, storey.gaps[:, :4]])
    holes = holes[np.argsort(holes[:, 0], kind="stable")]
    left = np.concatenate([[-width / 2], holes[:, 1]])
    right = np.concatenate([holes[:, 0], [width / 2]])
    piers = np.stack([left, right, np.full(len(left), storey.bottom), np.full(len(left), storey.top)], axis=1)
    under = np.stack([holes[:, 0], holes[:, 1], np.full(len(holes), storey.bottom), holes[:, 2]], axis=1)
    over = np.stack([holes[:, 0], holes[:, 1], holes[:, 3], np.full(len(holes), storey.top)], axis=1)
    pieces = np.concatenate([piers, under, over])
    has_area = (pieces[:, 1] - pieces[:, 0] > 1e-6) & (pieces[:, 3] - pieces[:, 2] > 1e-6)
    return np.asarray(pieces[has_area])


def _niches(gaps: Array, cladding: Cladding, tile: tuple[float, float]) -> Mesh:
    """The sides and the back of each gap, as deep as it says."""
    front_corners = corners_at(gaps[:, :4], 0.0)
    back = front_corners.copy()
    back[..., 0] -= gaps[:, 4:5]
    faces = [back] + [
        np.stack([front_corners[:, a], front_corners[:, b], back[:, b], back[:, a]], axis=1)
        for a, b in ((0, 1), (1, 2), (2, 3), (3, 0))
    ]
    return quads(np.concatenate(faces), cladding.material, tag=BUILDINGS, uv_scale=1 / tile[0])
