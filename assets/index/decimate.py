"""Fewer triangles, with materials and texture coordinates kept."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from caos.extras import require

from .surface import Doubles, Integers, Surface, welded

_AGGRESSIVENESS: Final = (5.0, 8.0, 12.0)
_INSET: Final = 0.1
"""How far a corner is moved to the middle of its triangle before its place on the original is looked up, so
that it is found on the right side of seams."""


def decimated(surface: Surface, triangles: int) -> Surface:
    """At most `triangles` triangles by quadric edge collapse (Garland and Heckbert 1997).

    Soups of loose pieces that edge collapse cannot bring down are merged on a grid instead, as fine as the
    budget allows. Corners take texture coordinates, and faces materials, from the nearest place on the
    original.
    """
    if len(surface.faces) <= triangles:
        return surface
    simpler = _collapsed(surface, triangles) or _clustered(surface, triangles)
    return _dressed(simpler, surface)


def _collapsed(surface: Surface, triangles: int) -> Surface | None:
    fast_simplification = require("fast_simplification", extra="assets")
    for aggressiveness in _AGGRESSIVENESS:
        points, faces = fast_simplification.simplify(
            surface.points, surface.faces.astype(np.int32), target_count=triangles, agg=aggressiveness
        )
        bare = _bare(surface, np.asarray(points, dtype=np.float64), np.asarray(faces, dtype=np.int64))
        bare = welded(bare, 1e-6 * float(surface.extent.max()))
        if 0 < len(bare.faces) <= triangles:
            return bare
    return None


def _clustered(surface: Surface, triangles: int) -> Surface:
    longest = float(surface.extent.max())
    cells = 2.0 * np.sqrt(triangles)
    while True:
        simpler = welded(surface, longest / cells)
        if len(simpler.faces) <= triangles:
            return simpler
        cells *= 0.8


def _bare(surface: Surface, points: Doubles, faces: Integers) -> Surface:
    count = len(faces)
    return Surface(points, faces, np.zeros((count, 3, 2)), np.zeros(count, dtype=np.int64), surface.materials)


def _dressed(simpler: Surface, original: Surface) -> Surface:
    """With the materials and texture coordinates of the nearest places on the original."""
    corners = simpler.points[simpler.faces]
    middle = corners.mean(axis=1)
    inset = corners + _INSET * (middle[:, None] - corners)
    nearest = _nearest_faces(original, np.concatenate([middle, inset.reshape(-1, 3)]))
    of_middle, of_corner = nearest[: len(middle)], nearest[len(middle) :].reshape(-1, 3)
    material = original.face_material[of_middle]
    same = original.face_material[of_corner] == material[:, None]
    source = np.where(same, of_corner, of_middle[:, None])
    uvs = _extended_uvs(original, source.reshape(-1), corners.reshape(-1, 3)).reshape(-1, 3, 2)
    return replace(simpler, uvs=uvs, face_material=material)


def _nearest_faces(surface: Surface, places: Doubles) -> Integers:
    """(N,) the face of the surface that is nearest to each place (open3d's Embree tree)."""
    open3d = require("open3d", extra="assets")
    scene = open3d.t.geometry.RaycastingScene(nthreads=1)
    low = surface.points.min(axis=0)  # float32 inside: near the origin it is finest
    scene.add_triangles(
        open3d.core.Tensor((surface.points - low).astype(np.float32)),
        open3d.core.Tensor(surface.faces.astype(np.uint32)),
    )
    found = scene.compute_closest_points(open3d.core.Tensor((places - low).astype(np.float32)), nthreads=1)
    return np.asarray(found["primitive_ids"].numpy(), dtype=np.int64)


def _extended_uvs(surface: Surface, faces: Integers, places: Doubles) -> Doubles:
    """(N, 2) texture coordinates at the places, by the plane map of the face given for each."""
    a, b, c = (surface.points[surface.faces[faces, corner]] for corner in range(3))
    along, across, offset = b - a, c - a, places - a
    d00, d01, d11 = (
        np.einsum("ij,ij->i", *pair) for pair in ((along, along), (along, across), (across, across))
    )
    d20, d21 = np.einsum("ij,ij->i", offset, along), np.einsum("ij,ij->i", offset, across)
    determinant = np.maximum(d00 * d11 - d01 * d01, 1e-300)
    v = np.clip((d11 * d20 - d01 * d21) / determinant, -2.0, 3.0)  # slivers would extrapolate far away
    w = np.clip((d00 * d21 - d01 * d20) / determinant, -2.0, 3.0)
    uvs = surface.uvs[faces]
    return np.asarray(uvs[:, 0] + v[:, None] * (uvs[:, 1] - uvs[:, 0]) + w[:, None] * (uvs[:, 2] - uvs[:, 0]))
