"""Pieces of buildings on three levels of detail, and many boxes at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from caos.meshes import Level, Material, Mesh, merge
from caos.shapes import Vector, place, quads, shaded

from .materials import TAG

Array = npt.NDArray[np.float64]
BUILDINGS: Final = TAG["Buildings"]

MIDDLE_FROM: Final = 70.0
"""Metres from which windows are flat."""

FAR_FROM: Final = 170.0
"""Metres from which a whole front is one picture."""

_SIGNS = np.array([[x, y, z] for x in (-0.5, 0.5) for y in (-0.5, 0.5) for z in (0.0, 1.0)])
_FACES = np.array([[4, 6, 7, 5], [2, 3, 7, 6], [0, 4, 5, 1], [1, 5, 7, 3], [0, 1, 3, 2], [0, 2, 6, 4]])


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """Meshes of each level of detail; what is in one level is not in the others unless listed there too."""

    near: tuple[Mesh, ...] = ()
    middle: tuple[Mesh, ...] = ()
    far: tuple[Mesh, ...] = ()

    def placed(self, at: Vector, yaw: float = 0.0) -> Parts:
        """All meshes turned by `yaw` degrees, then moved."""
        return Parts(
            *(
                tuple(place(mesh, at, yaw=yaw) for mesh in level)
                for level in (self.near, self.middle, self.far)
            )
        )


def always(*meshes: Mesh) -> Parts:
    """What makes the silhouette: on every level."""
    return Parts(meshes, meshes, meshes)


def midway(*meshes: Mesh) -> Parts:
    """What is seen down to the middle level."""
    return Parts(meshes, meshes)


def nearby(*meshes: Mesh) -> Parts:
    """What only the nearest level has."""
    return Parts(meshes)


def joined(parts: Iterable[Parts]) -> Parts:
    """Several as one."""
    pieces = list(parts)
    return Parts(
        tuple(mesh for piece in pieces for mesh in piece.near),
        tuple(mesh for piece in pieces for mesh in piece.middle),
        tuple(mesh for piece in pieces for mesh in piece.far),
    )


def assembled(*parts: Parts) -> Mesh:
    """The building: its nearest level, with the other two as `levels`."""
    whole = joined(parts)
    levels = (Level(MIDDLE_FROM, merge(whole.middle)), Level(FAR_FROM, merge(whole.far)))
    return replace(merge(whole.near), levels=levels)


def boxes(
    sizes: npt.ArrayLike, at: npt.ArrayLike, material: Material, *, uv_scale: float = 1.0, faces: int = 6
) -> Mesh:
    """Many upright boxes, tagged Buildings.

    Args:
        sizes: (N, 3) or (3,) metres.
        at: (N, 3) centres of their bases.
        material: of all.
        uv_scale: tiles per metre.
        faces: how many of front, right, left, top, back, underside, in this order.
    """
    feet = np.atleast_2d(np.asarray(at, dtype=np.float64))
    extent = np.broadcast_to(np.asarray(sizes, dtype=np.float64), feet.shape)
    corners = feet[:, None] + _SIGNS * extent[:, None]
    return quads(corners[:, _FACES[:faces]].reshape(-1, 4, 3), material, tag=BUILDINGS, uv_scale=uv_scale)


def leaning(corners: npt.ArrayLike, material: Material, tile: float) -> Mesh:
    """Sloping faces whose texture runs down the slope.

    Args:
        corners: (N, 4, 3) metres, (b - a) x (c - a) outwards; the last two may be equal, for triangles.
        material: of all.
        tile: metres that a tile of the texture spans.
    """
    points = np.asarray(corners, dtype=np.float64).reshape(-1, 4, 3)
    normal = np.cross(points[:, 1] - points[:, 0], points[:, 2] - points[:, 0])
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-12)
    along = np.stack([-normal[:, 1], normal[:, 0], np.zeros(len(normal))], axis=1)
    flat = np.linalg.norm(along, axis=1) < 1e-6
    along[flat] = (0.0, 1.0, 0.0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    down = np.cross(along, normal)
    down *= np.where(down[:, 2:] > 0, -1.0, 1.0)
    uvs = np.stack([np.einsum("nki,ni->nk", points, axis) for axis in (along, down)], axis=2)
    first = 4 * np.arange(len(points))[:, None, None]
    faces = (first + np.array([[0, 1, 2], [0, 2, 3]])).reshape(-1, 3)
    return shaded(
        points.reshape(-1, 3), faces, material, crease=0.0, tag=BUILDINGS,
        uvs=uvs.reshape(-1, 2), uv_scale=1.0 / tile,
    )  # fmt: skip
