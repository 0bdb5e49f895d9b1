"""Boxes and convex solids."""

from __future__ import annotations

from itertools import product

import numpy as np
import numpy.typing as npt

from caos.meshes import Material, Mesh

from .core import ORIGIN, Vector, quads, shaded

_SIGNS = np.array(list(product((-1, 1), repeat=3)))
_BOX_FACES = np.array([[0, 1, 3, 2], [4, 6, 7, 5], [0, 4, 5, 1], [2, 3, 7, 6], [0, 2, 6, 4], [1, 5, 7, 3]])


def box(
    size: Vector, material: Material, *, at: Vector = ORIGIN, tag: int = 0, uv_scale: float = 1.0
) -> Mesh:
    """A sharp-edged box of `size` (x, y, z) whose base centre is `at`; 12 triangles."""
    corners = (_SIGNS * 0.5 + (0, 0, 0.5)) * size + at
    return quads(corners[_BOX_FACES], material, tag=tag, uv_scale=uv_scale)


def bevelled_box(
    size: Vector,
    material: Material,
    *,
    bevel: float,
    at: Vector = ORIGIN,
    tag: int = 0,
    uv_scale: float = 1.0,
) -> Mesh:
    """A box with chamfered edges, shaded round; 44 triangles; `bevel` under half the shortest side."""
    half = np.asarray(size) / 2
    points = np.repeat(_SIGNS * (half - bevel), 3, axis=0).reshape(8, 3, 3)
    points[:, np.arange(3), np.arange(3)] = _SIGNS * half
    centre = np.asarray(at) + np.array([0.0, 0.0, half[2]])
    faces = _bevel_faces()
    return convex(points.reshape(-1, 3) + centre, faces, material, crease=60.0, tag=tag, uv_scale=uv_scale)


def convex(
    points: npt.ArrayLike,
    faces: npt.ArrayLike,
    material: Material,
    *,
    crease: float = 0.0,
    tag: int = 0,
    uv_scale: float = 1.0,
) -> Mesh:
    """A convex solid of (V, 3) points and (F, 3) triangles in any winding: they are turned outwards."""
    vertices, triangles = np.asarray(points, dtype=np.float64), np.asarray(faces, dtype=np.int64)
    a, b, c = (vertices[triangles[:, k]] for k in range(3))
    inward = np.einsum("ij,ij->i", np.cross(b - a, c - a), (a + b + c) / 3 - vertices.mean(axis=0)) < 0
    outward = np.where(inward[:, None], triangles[:, ::-1], triangles)
    return shaded(vertices, outward, material, crease=crease, tag=tag, uv_scale=uv_scale)


def _bevel_faces() -> npt.NDArray[np.int64]:
    """(44, 3) triangles over the points `3 * corner + axis` of a chamfered box."""
    corner = {tuple(sign): index for index, sign in enumerate(_SIGNS.tolist())}
    squares: list[list[int]] = []
    for axis in range(3):
        one, two = (axis + 1) % 3, (axis + 2) % 3
        for sign in (-1, 1):
            turn = []
            for s, t in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
                place = [0, 0, 0]
                place[axis], place[one], place[two] = sign, s, t
                turn.append(3 * corner[tuple(place)] + axis)
            squares.append(turn)
        for s, t in product((-1, 1), repeat=2):
            ends = []
            for sign in (-1, 1):
                place = [0, 0, 0]
                place[axis], place[one], place[two] = sign, s, t
                ends.append(3 * corner[tuple(place)])
            squares.append([ends[0] + one, ends[0] + two, ends[1] + two, ends[1] + one])
    square = np.array(squares)
    tips = 3 * np.arange(8)[:, None] + np.arange(3)
    return np.concatenate([square[:, [0, 1, 2]], square[:, [0, 2, 3]], tips])
