"""Rays against triangles, exactly: for `cast_ray`, `project_point`, and the ground under wheels and feet.

Triangles are grouped into the cells of a grid so that a ray meets few of them; the test itself is that of
Moeller and Trumbore ("Fast, Minimum Storage Ray/Triangle Intersection", 1997), on all candidates at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from caos.meshes import Mesh

from .scene import Instance, Matrix, Vector

Floats = npt.NDArray[np.float64]
CELL: Final = 16.0
"""Edge of a grid cell, metres."""

EDGE_TOLERANCE: Final = 1e-9
"""How far outside a triangle, in barycentric units, still counts: rays must not slip between neighbours."""


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
    """Triangles in one frame, ready for rays."""

    def __init__(self, corners: Floats, tags: npt.NDArray[np.uint8], owners: npt.NDArray[np.int32]) -> None:
        """Sort the triangles into cells.

        Args:
            corners: (T, 3, 3) float64, triangle, corner, axis; metres.
            tags: (T,) uint8.
            owners: (T,) int32, what a triangle belongs to; see `hits`.
        """
        cells = np.floor(corners.mean(axis=1)[:, :2] / CELL).astype(np.int64)
        order = np.lexsort((cells[:, 1], cells[:, 0]))
        corners, cells = corners[order], cells[order]
        self._first, self._edge1 = corners[:, 0], corners[:, 1] - corners[:, 0]
        self._edge2 = corners[:, 2] - corners[:, 0]
        self._tags, self._owners = tags[order], owners[order]
        changes = np.flatnonzero((cells[1:] != cells[:-1]).any(axis=1)) + 1
        starts = np.concatenate([[0], changes]) if len(corners) else np.empty(0, dtype=np.int64)
        self._starts, self._ends = starts, np.append(starts[1:], len(corners))[: len(starts)]
        if len(corners):
            self._low = np.minimum.reduceat(corners.min(axis=1), starts)
            self._high = np.maximum.reduceat(corners.max(axis=1), starts)

    @classmethod
    def of_mesh(cls, mesh: Mesh) -> TriangleGrid:
        """A mesh in its own frame; every triangle has owner 0."""
        corners = mesh.positions.astype(np.float64)[mesh.faces]
        return cls(corners, mesh.face_tag, np.zeros(len(corners), dtype=np.int32))

    @classmethod
    def of_instances(cls, instances: Sequence[Instance]) -> TriangleGrid:
        """Placed meshes in the world; the owner of a triangle is its instance's position in the list."""
        if not instances:
            return cls(np.empty((0, 3, 3)), np.empty(0, dtype=np.uint8), np.empty(0, dtype=np.int32))
        corners = [_placed(instance.mesh, instance.matrix) for instance in instances]
        counts = [len(part) for part in corners]
        return cls(
            np.concatenate(corners),
            np.concatenate([instance.mesh.face_tag for instance in instances]),
            np.repeat(np.arange(len(instances), dtype=np.int32), counts),
        )

    def hits(
        self, origin: Floats, direction: Floats, allowed: npt.NDArray[np.bool_] | None = None
    ) -> list[Hit]:
        """Everything that the segment from `origin` to `origin + direction` meets, nearest first.

        Args:
            origin: (3,) metres.
            direction: (3,) metres; its length is the reach of the ray.
            allowed: (owners,) which owners count; None: all.
        """
        faces = self._candidates(origin, direction)
        if allowed is not None:
            faces = faces[allowed[self._owners[faces]]]
        distances, met = self._meet(faces, origin, direction)
        order = np.argsort(distances, kind="stable")
        return _distinct(distances[order], self._tags[met[order]])

    def _candidates(self, origin: Floats, direction: Floats) -> npt.NDArray[np.int64]:
        """Triangles of the cells whose box the segment touches."""
        if not len(self._starts):
            return np.empty(0, dtype=np.int64)
        with np.errstate(divide="ignore", invalid="ignore"):
            to_low, to_high = (self._low - origin) / direction, (self._high - origin) / direction
        parallel = direction == 0.0
        outside = parallel & ((origin < self._low) | (origin > self._high))
        near = np.where(parallel, -np.inf, np.minimum(to_low, to_high)).max(axis=1)
        far = np.where(parallel, np.inf, np.maximum(to_low, to_high)).min(axis=1)
        touched = (near <= far + 1e-9) & (far >= 0.0) & (near <= 1.0) & ~outside.any(axis=1)
        ranges = [np.arange(a, b) for a, b in zip(self._starts[touched], self._ends[touched], strict=True)]
        return np.concatenate(ranges) if ranges else np.empty(0, dtype=np.int64)

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


def cast(grid: TriangleGrid, instance_matrix: Matrix, origin: Vector, direction: Vector) -> list[Hit]:
    """`TriangleGrid.hits` for a grid that stands at `instance_matrix` (4, 4) in the world."""
    inverse = np.linalg.inv(instance_matrix)
    local = inverse[:3, :3] @ np.asarray(origin) + inverse[:3, 3]
    return grid.hits(local, inverse[:3, :3] @ np.asarray(direction))


def point_at(origin: Vector, direction: Vector, distance: float) -> Vector:
    """The point `distance` directions along a ray."""
    x, y, z = (start + step * distance for start, step in zip(origin, direction, strict=True))
    return x, y, z


def _placed(mesh: Mesh, matrix: Matrix) -> Floats:
    positions = mesh.positions.astype(np.float64) @ matrix[:3, :3].T + matrix[:3, 3]
    corners: Floats = positions[mesh.faces]
    return corners


def _distinct(distances: Floats, tags: npt.NDArray[np.uint8]) -> list[Hit]:
    """Hits without the doubles that a ray through a shared edge gives."""
    found: list[Hit] = []
    for distance, tag in zip(distances.tolist(), tags.tolist(), strict=True):
        if not found or found[-1].tag != tag or distance - found[-1].distance > EDGE_TOLERANCE:
            found.append(Hit(distance, tag))
    return found
