"""Rays against triangles, exactly: for `cast_ray`, `project_point`, and the ground under wheels and feet.

Each mesh has its triangles sorted into the cells of a grid, in its own frame and once for all its instances,
so that a ray meets few of them. The test itself is that of Moeller and Trumbore ("Fast, Minimum Storage
Ray/Triangle Intersection", 1997), on all candidates at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from caos.meshes import Mesh

from .scene import Instance, Vector

Floats = npt.NDArray[np.float64]
CELL: Final = 16.0
"""Edge of a grid cell, metres."""

EDGE_TOLERANCE: Final = 1e-9
"""How far outside a triangle, in barycentric units, still counts: rays must not slip between neighbours."""

SAME_DISTANCE: Final = 1e-9
"""Hits of one tag that are not further apart, in lengths of the ray, are one hit on a shared edge."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a ray met a triangle.

    Attributes:
        distance: in lengths of the ray's direction vector.
        tag: CARLA tag of the face.
    """

    distance: float
    tag: int


class TriangleGrid:
    """The triangles of a mesh in its own frame, ready for rays."""

    def __init__(self, mesh: Mesh) -> None:
        corners = mesh.positions.astype(np.float64)[mesh.faces]
        cells = np.floor(corners.mean(axis=1)[:, :2] / CELL).astype(np.int64)
        order = np.lexsort((cells[:, 1], cells[:, 0]))
        corners, cells = corners[order], cells[order]
        self._first, self._tags = corners[:, 0], mesh.face_tag[order]
        self._edge1, self._edge2 = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
        changes = np.flatnonzero((cells[1:] != cells[:-1]).any(axis=1)) + 1
        self._starts = np.concatenate([[0], changes])
        self._ends = np.append(changes, len(corners))
        self._low = np.minimum.reduceat(corners.min(axis=1), self._starts)
        self._high = np.maximum.reduceat(corners.max(axis=1), self._starts)

    def hits(self, origin: Floats, direction: Floats) -> list[Hit]:
        """Everything that the segment from `origin` to `origin + direction` meets, nearest first.

        Args:
            origin: (3,) metres, in the mesh's frame.
            direction: (3,) metres; its length is the reach of the ray.
        """
        touched = np.flatnonzero(touched_boxes(self._low, self._high, origin, direction))
        faces = np.concatenate(
            [np.empty(0, dtype=np.int64), *(np.arange(self._starts[i], self._ends[i]) for i in touched)]
        )
        distances, met = self._meet(faces, origin, direction)
        order = np.argsort(distances, kind="stable")
        return _distinct(distances[order], self._tags[met[order]])

    def _meet(
        self, faces: npt.NDArray[np.int64], origin: Floats, direction: Floats
    ) -> tuple[Floats, npt.NDArray[np.int64]]:
        """Distances along the ray and triangles met, of the candidates `faces`."""
        edge1, edge2 = self._edge1[faces], self._edge2[faces]
        across = np.cross(direction, edge2)
        determinant = np.einsum("ij,ij->i", edge1, across)
        hit = determinant != 0.0  # the others lie along the ray
        inverse = 1.0 / np.where(hit, determinant, 1.0)
        offset = origin - self._first[faces]
        u = np.einsum("ij,ij->i", offset, across) * inverse
        along = np.cross(offset, edge1)
        v = along @ direction * inverse
        distance = np.einsum("ij,ij->i", edge2, along) * inverse
        hit &= (u >= -EDGE_TOLERANCE) & (v >= -EDGE_TOLERANCE) & (u + v <= 1.0 + EDGE_TOLERANCE)
        hit &= (distance >= 0.0) & (distance <= 1.0)
        return distance[hit], faces[hit]


class RayCaster:
    """Rays against placed meshes; a mesh is prepared when a ray first comes near one of its instances."""

    def __init__(self) -> None:
        # by identity; the mesh is kept, so that its id stays its own
        self._grids: dict[int, tuple[Mesh, TriangleGrid]] = {}

    def hits(self, instance: Instance, origin: Vector, direction: Vector) -> list[Hit]:
        """Everything of one instance that a ray of the length of `direction` meets, nearest first."""
        to_mesh = np.linalg.inv(instance.matrix)
        local_origin = to_mesh[:3, :3] @ np.asarray(origin) + to_mesh[:3, 3]
        return self._grid(instance.mesh).hits(local_origin, to_mesh[:3, :3] @ np.asarray(direction))

    def _grid(self, mesh: Mesh) -> TriangleGrid:
        if id(mesh) not in self._grids:
            self._grids[id(mesh)] = (mesh, TriangleGrid(mesh))
        return self._grids[id(mesh)][1]


def touched_boxes(low: Floats, high: Floats, origin: Floats, direction: Floats) -> npt.NDArray[np.bool_]:
    """(N,) which upright boxes with these (N, 3) corners the segment from `origin` touches."""
    with np.errstate(divide="ignore", invalid="ignore"):
        to_low, to_high = (low - origin) / direction, (high - origin) / direction
    parallel = direction == 0.0
    outside = parallel & ((origin < low) | (origin > high))
    near = np.where(parallel, -np.inf, np.minimum(to_low, to_high)).max(axis=1)
    far = np.where(parallel, np.inf, np.maximum(to_low, to_high)).min(axis=1)
    touched: npt.NDArray[np.bool_] = (near <= far + SAME_DISTANCE) & (far >= 0.0) & (near <= 1.0)
    touched &= ~outside.any(axis=1)
    return touched


def world_bounds(instances: Sequence[Instance]) -> tuple[Floats, Floats]:
    """Lowest and highest corners, (N, 3) each, of upright boxes in the world around the instances."""
    bounds: dict[int, tuple[Floats, Floats]] = {}
    for instance in instances:
        if id(instance.mesh) not in bounds:
            low, high = (corner.astype(np.float64) for corner in instance.mesh.bounds)
            bounds[id(instance.mesh)] = ((low + high) / 2, (high - low) / 2)
    matrices = np.array([instance.matrix for instance in instances]).reshape(-1, 4, 4)
    middles = np.array([bounds[id(instance.mesh)][0] for instance in instances]).reshape(-1, 3)
    halves = np.array([bounds[id(instance.mesh)][1] for instance in instances]).reshape(-1, 3)
    centers = np.einsum("nij,nj->ni", matrices[:, :3, :3], middles) + matrices[:, :3, 3]
    reach = np.einsum("nij,nj->ni", np.abs(matrices[:, :3, :3]), halves)
    return centers - reach, centers + reach


def point_at(origin: Vector, direction: Vector, distance: float) -> Vector:
    """The point `distance` directions along a ray."""
    x, y, z = (start + step * distance for start, step in zip(origin, direction, strict=True))
    return x, y, z


def _distinct(distances: Floats, tags: npt.NDArray[np.uint8]) -> list[Hit]:
    """Hits without the doubles that a ray through a shared edge gives."""
    found: list[Hit] = []
    for distance, tag in zip(distances.tolist(), tags.tolist(), strict=True):
        if not found or found[-1].tag != tag or distance - found[-1].distance > SAME_DISTANCE:
            found.append(Hit(distance, tag))
    return found
