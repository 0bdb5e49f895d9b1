"""Openings in a wall that faces +x: reveals, panes, frames, sills; rectangles are (N, 4) y0, y1, z0, z1."""

from __future__ import annotations

import itertools

import numpy as np
import numpy.typing as npt

from caos.meshes import Material, Mesh
from caos.shapes import quads

from .claddings import Windows
from .parts import BUILDINGS

Array = npt.NDArray[np.float64]
_LEAN = 0.006  # radians by which panes are out of plumb, so that each mirrors another piece of sky
_RIM = 0.07  # metres, width of a frame
_BAR = 0.045
_THICK = 0.05  # metres a frame stands before its pane


def corners_at(rectangles: Array, x: float) -> Array:
    """(N, 4, 3) corners of rectangles at `x`, facing +x."""
    corners = np.full((len(rectangles), 4, 3), x)
    corners[..., 1] = rectangles[:, [0, 1, 1, 0]]
    corners[..., 2] = rectangles[:, [2, 2, 3, 3]]
    return corners


def sunk(holes: Array, recess: float, material: Material, tile: float) -> Mesh:
    """The four sides of each opening, facing into it."""
    outer, inner = corners_at(holes, 0.0), corners_at(holes, -recess)
    sides = [
        np.stack([outer[:, a], outer[:, b], inner[:, b], inner[:, a]], axis=1)
        for a, b in ((0, 1), (1, 2), (2, 3), (3, 0))
    ]
    return quads(np.concatenate(sides), material, tag=BUILDINGS, uv_scale=1 / tile)


def pane_uvs(cells: npt.NDArray[np.int64], part: tuple[float, float] = (0.0, 1.0)) -> Array:
    """(N, 4, 2) uv of (N, 1, 2) cells of a 4 x 4 atlas, upright, a hair inside; `part` of them across."""
    low, high = part
    corners = np.array([[low, 1.0], [high, 1.0], [high, 0.0], [low, 0.0]])
    return np.asarray((cells + 0.015 + 0.97 * corners) / 4.0)


def panes(
    rng: np.random.Generator,
    rectangles: Array,
    x: float,
    material: Material,
    cells: npt.NDArray[np.int64],
    leaves: int = 1,
) -> Mesh:
    """Glass in each rectangle, in `leaves` that each lean a little."""
    edges = np.linspace(0.0, 1.0, leaves + 1)
    corners, uvs = [], []
    for low, high in itertools.pairwise(edges):
        piece = rectangles.copy()
        wide = rectangles[:, 1] - rectangles[:, 0]
        piece[:, 0], piece[:, 1] = rectangles[:, 0] + low * wide, rectangles[:, 0] + high * wide
        at = corners_at(piece, x)
        lean = rng.normal(0.0, _LEAN, (len(piece), 1, 2))
        at[..., 0] += (lean * (at[..., 1:] - at[..., 1:].mean(axis=1, keepdims=True))).sum(axis=-1)
        corners.append(at)
        uvs.append(pane_uvs(cells, (float(low), float(high))))
    return quads(np.concatenate(corners), material, tag=BUILDINGS, uvs=np.concatenate(uvs))


def slats(rectangles: Array, back: float, out: float, sides: str) -> Array:
    """(M, 4, 3) front faces of slabs from x = `back` to `out`, and those `sides` of l, r, t, b that show."""
    outer, inner = corners_at(rectangles, out), corners_at(rectangles, back)
    edge = {"b": (1, 0), "r": (2, 1), "t": (3, 2), "l": (0, 3)}
    faces = [outer]
    for side in sides:
        a, b = edge[side]
        faces.append(np.stack([outer[:, a], outer[:, b], inner[:, b], inner[:, a]], axis=1))
    return np.concatenate(faces)


def glazing(
    rng: np.random.Generator, holes: Array, windows: Windows, cells: npt.NDArray[np.int64]
) -> list[Mesh]:
    """Panes, frames, bars and lintels of modelled windows."""
    x = -windows.recess
    y0, y1, z0, z1 = holes.T
    rim = np.minimum(_RIM, 0.2 * (y1 - y0))
    out = x + _THICK
    frame = [
        slats(np.stack([y0, y0 + rim, z0, z1], axis=1), x, out, "r"),
        slats(np.stack([y1 - rim, y1, z0, z1], axis=1), x, out, "l"),
        slats(np.stack([y0 + rim, y1 - rim, z0, z0 + rim], axis=1), x, out, "t"),
        slats(np.stack([y0 + rim, y1 - rim, z1 - rim, z1], axis=1), x, out, "b"),
    ]
    for leaf in range(1, windows.leaves):
        y = y0 + (y1 - y0) * leaf / windows.leaves
        frame.append(slats(np.stack([y - _BAR / 2, y + _BAR / 2, z0 + rim, z1 - rim], axis=1), x, out, "lr"))
    for row in range(1, windows.rows):
        z = z0 + (z1 - z0) * row / windows.rows
        frame.append(slats(np.stack([y0 + rim, y1 - rim, z - _BAR / 2, z + _BAR / 2], axis=1), x, out, "tb"))
    meshes = [
        panes(rng, holes, x + 0.01, windows.panes, cells, windows.leaves),
        quads(np.concatenate(frame), windows.frame, tag=BUILDINGS),
    ]
    if windows.lintel is not None:
        over = np.stack([y0 - 0.12, y1 + 0.12, z1, z1 + 0.22], axis=1)
        meshes.append(quads(slats(over, 0.0, 0.04, "tblr"), windows.lintel, tag=BUILDINGS))
    return meshes


def sills(holes: Array, material: Material, height: float = 0.09, out: float = 0.11) -> Mesh:
    """Top, front, ends and underside of a sill below each opening."""
    ledge = np.stack([holes[:, 0] - 0.06, holes[:, 1] + 0.06, holes[:, 2] - height, holes[:, 2]], axis=1)
    return quads(slats(ledge, 0.0, out, "tblr"), material, tag=BUILDINGS)
