"""Triangles while they are being put in order: points shared by all, texture coordinates per corner."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from caos.meshes import Material, Mesh

from .jobs import UnusableError

Doubles = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

_WELD: Final = 1e-6
"""Corners nearer than this share of the longest side are one."""
_CREASE: Final = float(np.cos(np.deg2rad(40.0)))


@dataclass(frozen=True, slots=True, eq=False)
class Surface:
    """A triangle surface.

    Attributes:
        points: (P, 3) float64.
        faces: (F, 3) int64 indices of points.
        uvs: (F, 3, 2) float64, per corner, in texture tiles.
        face_material: (F,) int64.
        materials: what `face_material` points into.
    """

    points: Doubles
    faces: Integers
    uvs: Doubles
    face_material: Integers
    materials: tuple[Material, ...]

    @property
    def extent(self) -> Doubles:
        """(3,) size of the bounding box of the points that faces use."""
        used = self.points[self.faces.reshape(-1)]
        return np.asarray(used.max(axis=0) - used.min(axis=0))

    def transformed(self, linear: Doubles, shift: Doubles | None = None) -> Surface:
        """Moved by a (3, 3) matrix and a shift; mirrors turn the triangles round."""
        points = self.points @ linear.T + (0.0 if shift is None else shift)
        if np.linalg.det(linear) >= 0:
            return replace(self, points=points)
        return replace(self, points=points, faces=self.faces[:, ::-1], uvs=self.uvs[:, ::-1])


def merged(parts: list[Surface]) -> Surface:
    """One surface of many; equal materials are stored once.

    Raises:
        UnusableError: there is no triangle in any of them.
    """
    if not any(len(part.faces) for part in parts):
        raise UnusableError("holds no triangles")
    materials: dict[Material, int] = {}
    tables = [
        np.array(
            [materials.setdefault(material, len(materials)) for material in part.materials], dtype=np.int64
        )
        for part in parts
    ]
    first = np.cumsum([0, *(len(part.points) for part in parts[:-1])])
    return Surface(
        points=np.concatenate([part.points for part in parts]),
        faces=np.concatenate([part.faces + start for part, start in zip(parts, first, strict=True)]),
        uvs=np.concatenate([part.uvs for part in parts]),
        face_material=np.concatenate(
            [table[part.face_material] for part, table in zip(parts, tables, strict=True)]
        ),
        materials=tuple(materials),
    )


def take(surface: Surface, keep: npt.NDArray[np.bool_] | Integers) -> Surface:
    """Only some of the faces."""
    return replace(
        surface,
        faces=surface.faces[keep],
        uvs=surface.uvs[keep],
        face_material=surface.face_material[keep],
    )


def repaired(surface: Surface) -> tuple[Surface, tuple[str, ...]]:
    """Without broken, degenerate and doubled faces, equal corners merged, and what was done, in words.

    Raises:
        UnusableError: no face is left.
    """
    count = len(surface.faces)
    valid = np.asarray(((surface.faces >= 0) & (surface.faces < len(surface.points))).all(axis=1))
    surface = take(surface, valid)
    finite = np.asarray(np.isfinite(surface.points).all(axis=1))
    surface = take(surface, np.asarray(finite[surface.faces].all(axis=1)))
    broken = count - len(surface.faces)
    if len(surface.faces) == 0:
        raise UnusableError("holds no triangles" if count == 0 else "no triangle has finite corners")
    surface = welded(surface, _WELD * max(float(surface.extent.max()), 1e-30))
    notes = (f"note: {broken} broken triangles dropped",) if broken else ()
    dropped = count - broken - len(surface.faces)
    if len(surface.faces) == 0:
        raise UnusableError("every triangle is degenerate")
    return surface, (
        *notes,
        *((f"note: {dropped} degenerate or doubled triangles dropped",) if dropped else ()),
    )


def welded(surface: Surface, cell: float) -> Surface:
    """Points in one cell of a grid merged into the first of them; flat and doubled faces dropped."""
    used, faces = np.unique(surface.faces, return_inverse=True)
    points = surface.points[used]
    grid = np.rint((points - points.min(axis=0)) / cell).astype(np.int64)
    first, group = _unique_rows(grid)
    points = points[first]
    faces = group[faces.reshape(-1, 3)]
    uvs = np.where(np.isfinite(surface.uvs), surface.uvs, 0.0)
    result = Surface(points, faces, uvs, surface.face_material, surface.materials)
    different = (faces != np.roll(faces, 1, axis=1)).all(axis=1)
    result = take(result, different & (np.linalg.norm(_area_normals(result), axis=1) > cell * cell))
    kept, _ = _unique_rows(np.sort(result.faces, axis=1))
    return take(result, np.sort(kept))


def to_mesh(surface: Surface, tag: int) -> Mesh:
    """A `Mesh` with normals that break at creases of more than 40 degrees; unused materials dropped."""
    component = _smooth_corners(surface)
    spread = np.repeat(_area_normals(surface), 3, axis=0)
    sums = np.stack([np.bincount(component, weights=spread[:, axis]) for axis in range(3)], axis=1)
    sums = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-300)
    # Two sides of one sheet may cancel out.
    sums[np.linalg.norm(sums, axis=1) < 0.5] = (0.0, 0.0, 1.0)
    uvs = surface.uvs.reshape(-1, 2)
    uv_group = _unique_rows(np.rint(np.clip(uvs, -1e6, 1e6) * 1e5).astype(np.int64))[1]
    corners = surface.faces.reshape(-1)
    material = np.repeat(surface.face_material, 3)
    first, vertex = _unique_rows(np.stack([corners, component, uv_group, material], axis=1))
    used, face_material = np.unique(surface.face_material, return_inverse=True)
    faces = vertex.reshape(-1, 3).astype(np.int32)
    return Mesh(
        positions=surface.points[corners[first]].astype(np.float32),
        normals=sums[component[first]].astype(np.float32),
        uvs=uvs[first].astype(np.float32),
        faces=faces,
        materials=tuple(surface.materials[index] for index in used.tolist()),
        face_material=face_material.reshape(-1).astype(np.int32),
        face_tag=np.full(len(faces), tag, dtype=np.uint8),
    )


def outward(surface: Surface) -> Surface:
    """Turned round when the signed volume says that it is inside out."""
    a, b, c = (surface.points[surface.faces[:, corner]] for corner in range(3))
    centre = surface.points.mean(axis=0)
    volume = np.einsum("ij,ij->i", a - centre, np.cross(b - centre, c - centre)).sum()
    if volume >= 0:
        return surface
    return replace(surface, faces=surface.faces[:, ::-1], uvs=surface.uvs[:, ::-1])


def _area_normals(surface: Surface) -> Doubles:
    """(F, 3) normals as long as twice the faces' areas."""
    a, b, c = (surface.points[surface.faces[:, corner]] for corner in range(3))
    return np.cross(b - a, c - a)


def _smooth_corners(surface: Surface) -> Integers:
    """(3 F,) group of every corner: corners of one point whose faces meet smoothly, edge by edge."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    normals = _area_normals(surface)
    normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-300)
    count = len(surface.faces)
    corner = np.arange(3 * count).reshape(count, 3)
    start, end = corner.reshape(-1), np.roll(corner, -1, axis=1).reshape(-1)
    points = surface.faces.reshape(-1)
    low_first = points[start] < points[end]
    low, high = np.where(low_first, start, end), np.where(low_first, end, start)
    order = np.lexsort((points[high], points[low]))
    low, high = low[order], high[order]
    here, there = slice(None, -1), slice(1, None)
    same = (points[low][here] == points[low][there]) & (points[high][here] == points[high][there])
    bend = np.einsum("ij,ij->i", normals[low[here] // 3], normals[low[there] // 3])
    smooth = same & (bend > _CREASE)
    rows = np.concatenate([low[here][smooth], high[here][smooth]])
    columns = np.concatenate([low[there][smooth], high[there][smooth]])
    links = coo_matrix((np.ones(len(rows), dtype=np.int8), (rows, columns)), shape=(3 * count, 3 * count))
    return np.asarray(connected_components(links, directed=False)[1], dtype=np.int64)


def _unique_rows(rows: Integers) -> tuple[Integers, Integers]:
    """First row of every kind of row, and the kind of every row; kinds in lexicographic order."""
    order = np.lexsort(rows.T[::-1])
    ordered = rows[order]
    new = np.ones(len(rows), dtype=bool)
    new[1:] = (ordered[1:] != ordered[:-1]).any(axis=1)
    kind = np.empty(len(rows), dtype=np.int64)
    kind[order] = np.cumsum(new) - 1
    return order[new], kind
