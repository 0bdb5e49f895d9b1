"""Surfaces swept through cross-sections: lofts and tubes."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from caos.meshes import Material, Mesh

from .core import Array, shaded

_ROUND = np.radians([80.0, 55.0, 28.0])  # the rings of a rounded end


def grid_faces(rows: int, columns: int) -> npt.NDArray[np.int64]:
    """(F, 3) triangles of a row-major grid; rows upwards and columns anticlockwise face outwards."""
    corner = (np.arange(rows - 1)[:, None] * columns + np.arange(columns - 1)).reshape(-1, 1)
    square = corner + np.array([0, 1, columns + 1, columns])
    return np.concatenate([square[:, [0, 1, 2]], square[:, [0, 2, 3]]])


def loft(
    sections: npt.ArrayLike,
    material: Material,
    *,
    caps: bool = True,
    crease: float = 40.0,
    tag: int = 0,
    uv_scale: float = 1.0,
    project: bool = True,
) -> Mesh:
    """A skin over closed cross-sections.

    Args:
        sections: (R, C, 3) metres: R rings of C points each, not repeating the first point; seen from the
            last ring towards
            the first, the points run anticlockwise (numerically, as in a right-handed drawing).
        material: of every face.
        caps: close both ends with a fan round the mean of the ring.
        crease: see `shaded`.
        tag: CARLA tag.
        uv_scale: tiles per metre.
        project: True projects textures along the axes, False runs them round (u) and along (v) the skin.
    """
    rings = np.asarray(sections, dtype=np.float64)
    closed = np.concatenate([rings, rings[:, :1]], axis=1)
    if caps:
        low, high = rings[0].mean(axis=0), rings[-1].mean(axis=0)
        columns = closed.shape[1]
        closed = np.concatenate([np.tile(low, (1, columns, 1)), closed, np.tile(high, (1, columns, 1))])
    uvs = None if project else _running(closed)
    faces = grid_faces(*closed.shape[:2])
    return shaded(closed.reshape(-1, 3), faces, material, tag=tag, crease=crease, uvs=uvs, uv_scale=uv_scale)


def tube(
    path: npt.ArrayLike,
    radius: npt.ArrayLike,
    material: Material,
    *,
    sides: int = 10,
    rounded: bool = False,
    up: tuple[float, float, float] = (0.0, 0.0, 1.0),
    crease: float = 50.0,
    tag: int = 0,
    uv_scale: float = 1.0,
) -> Mesh:
    """A round or oval tube along a path: bars, limbs, necks, hulls.

    Args:
        path: (N, 3) metres, no two neighbours equal.
        radius: a number, (N,) one per point, or (N, 2) half axes (sideways, along `up`).
        material: of every face.
        sides: corners of the cross-section.
        rounded: end in half balls (which stick out by the radius) instead of flat discs.
        up: which way the second half axis points where the path is not parallel to it.
        crease: see `shaded`.
        tag: CARLA tag.
        uv_scale: tiles per metre.
    """
    line = np.asarray(path, dtype=np.float64)
    width = np.asarray(radius, dtype=np.float64)
    if width.ndim < 2:
        width = (
            np.broadcast_to(width[..., None], (len(line), 2))
            if width.ndim
            else np.full((len(line), 2), width)
        )
    ahead, side, top = _frames(line, np.asarray(up, dtype=np.float64))
    if rounded:
        line, width, side, top = _with_ends(line, width, ahead, side, top)
    angle = np.arange(sides) * (2 * math.pi / sides) + math.pi / sides
    rings = (
        line[:, None]
        + width[:, None, :1] * np.cos(angle)[:, None] * side[:, None]
        + width[:, None, 1:] * np.sin(angle)[:, None] * top[:, None]
    )
    return loft(rings, material, crease=crease, tag=tag, uv_scale=uv_scale, project=False)


def _frames(line: Array, up: Array) -> tuple[Array, Array, Array]:
    """(N, 3) tangents and two unit vectors across each, which follow `up` or else the step before."""
    step = np.diff(line, axis=0)
    step /= np.linalg.norm(step, axis=1, keepdims=True)
    ahead = np.concatenate([step[:1], step[:-1] + step[1:], step[-1:]])
    ahead /= np.maximum(np.linalg.norm(ahead, axis=1, keepdims=True), 1e-12)
    side = np.empty_like(ahead)
    steep = np.abs(ahead @ up).max() > 0.95
    last = np.array([0.0, 1.0, 0.0]) if abs(ahead[0, 1]) < 0.9 else np.array([1.0, 0.0, 0.0])
    for index, tangent in enumerate(ahead):
        across = last - tangent * (last @ tangent) if steep else np.cross(up, tangent)
        last = across / np.linalg.norm(across)
        side[index] = last
    return ahead, side, np.cross(ahead, side)


def _with_ends(
    line: Array, width: Array, ahead: Array, side: Array, top: Array
) -> tuple[Array, Array, Array, Array]:
    """Rings that shrink along a half circle before the first and after the last point."""
    reach, shrink = np.sin(_ROUND)[:, None], np.cos(_ROUND)[:, None]
    head = line[0] - ahead[0] * reach * width[0].mean()
    tail = (line[-1] + ahead[-1] * reach * width[-1].mean())[::-1]
    count = len(_ROUND)
    return (
        np.concatenate([head, line, tail]),
        np.concatenate([width[0] * shrink, width, (width[-1] * shrink)[::-1]]),
        np.concatenate([np.repeat(side[:1], count, 0), side, np.repeat(side[-1:], count, 0)]),
        np.concatenate([np.repeat(top[:1], count, 0), top, np.repeat(top[-1:], count, 0)]),
    )


def _running(closed: Array) -> Array:
    """(R * C, 2) metres: round the widest section and along the mean line."""
    round_step = np.linalg.norm(np.diff(closed, axis=1), axis=2).max(axis=0)
    along_step = np.linalg.norm(np.diff(closed, axis=0), axis=2).mean(axis=1)
    u = np.concatenate([[0.0], np.cumsum(round_step)])
    v = -np.concatenate([[0.0], np.cumsum(along_step)])
    return np.stack(np.broadcast_arrays(u, v[:, None]), axis=-1).reshape(-1, 2)
