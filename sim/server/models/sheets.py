"""Simple sheets on a body: bands, bars, gaps, panels."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from caos.meshes import Material, Mesh

from .finish import GAP, SILVER
from .skin import Skin


def band(
    skin: Skin, half: tuple[float, float], z: tuple[float, float], facing: int, material: Material
) -> Mesh:
    """A symmetric band across the front (facing +1) or rear (-1).

    Args:
        skin: of the vehicle.
        half: half its width below and above.
        z: its lower and upper edge.
        facing: see above.
        material: of the band.
    """
    t = np.linspace(-1, 1, 9 if skin.fine == 2 and half[0] > 0.2 else 3)
    low = np.column_stack([t * half[0], np.full(len(t), z[0])])
    high = np.column_stack([t * half[1], np.full(len(t), z[1])])
    return skin.end(low, high, facing, material, rows=4 if skin.fine == 2 else 2, lift=0.009)


def bars(skin: Skin, half: float, z: tuple[float, float], count: int = 3) -> list[Mesh]:
    """Bright bars across a grille on the front."""
    t = np.linspace(-1, 1, 7) * half
    parts = []
    for level in np.linspace(*z, count + 2)[1:-1]:
        line = np.column_stack([t, np.full(len(t), level)])
        parts.append(skin.end(line, line + np.array([0.0, 0.009]), 1, SILVER, lift=0.011))
    return parts


def gap(
    skin: Skin,
    axis: int,
    start: npt.ArrayLike,
    stop: npt.ArrayLike,
    material: Material = GAP,
    wide: float = 0.009,
) -> Mesh:
    """A dark line between two points (x, z) of the +y side (axis 1) or (x, y) seen from above (axis 2)."""
    a, b = np.asarray(start, dtype=np.float64), np.asarray(stop, dtype=np.float64)
    line = np.linspace(a, b, 6)
    step = (b - a) / np.linalg.norm(b - a)
    other = line + wide * np.array([step[1], -step[0]])
    return skin.sheet(np.insert(np.stack([line, other]), axis, 99.0, axis=2), axis, material, lift=0.006)


def panel(
    skin: Skin,
    x: tuple[float, float],
    z: tuple[float, float],
    material: Material,
    *,
    lift: float = 0.005,
    uv: tuple[float, float, float, float] | None = None,
    right: bool = True,
    step: float = 0.22,
) -> Mesh:
    """A rectangle on the side, right (+y) or left, between two x and two heights.

    Args:
        skin: of the vehicle.
        x: its ends.
        z: its lower and upper edge.
        material: of the panel.
        lift: metres above the skin.
        uv: texture coordinates u0, v0 (upper left corner as seen), u1, v1; None: none.
        right: which side.
        step: how fine it is, metres.
    """  # fmt: skip
    columns = max(2, round((x[1] - x[0]) / (2.5 * step)) + 1) if skin.fine == 2 else 3
    rows = max(2, round((z[1] - z[0]) / step) + 1) if skin.fine == 2 else 2
    along = np.linspace(*x, columns)
    uvs = None
    if uv is not None:
        u = np.linspace(uv[0], uv[2], columns) if right else np.linspace(uv[2], uv[0], columns)
        uvs = np.stack(np.meshgrid(u, np.linspace(uv[3], uv[1], rows)), axis=-1)
    t = np.linspace(0, 1, rows)[:, None]
    grid = np.stack(np.broadcast_arrays(along, 99.0 if right else -99.0, z[0] + (z[1] - z[0]) * t), axis=-1)
    return skin.sheet(grid, 1, material, lift=lift, uvs=uvs)
