"""A triangulated body and sheets that lie on it: windows, lamps, gaps, plates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from caos.meshes import Material, Mesh
from caos.shapes import loft, place
from caos.shapes.sweeps import grid_faces

from .body import Body

Array = npt.NDArray[np.float64]
_FAR = 99.0  # metres: nearest to here is outermost


@dataclass(frozen=True, slots=True, eq=False)
class Skin:
    """A body's triangles, made to be looked up along an axis.

    Attributes:
        body: what it is the skin of.
        mesh: painted.
        corners, normals: (F, 3, 3) of its triangles.
        fine: 2 near, 1 middle, 0 far.
        tag: CARLA tag of everything laid on it.
    """

    body: Body
    mesh: Mesh
    corners: Array
    normals: Array
    fine: int
    tag: int

    @classmethod
    def of(cls, body: Body, paint: Material, tag: int, fine: int) -> Skin:
        """The skin of a body; the texture of `paint` runs once over 4 m along and over 2.4 m upwards."""
        rings = [body.ring(float(x), fine) for x in body.stations(fine)]
        ends = (0.0,) if fine == 0 else (0.5, 0.0)
        rings = [
            *(_flattened(rings[0], k) for k in ends[::-1]),
            *rings,
            *(_flattened(rings[-1], k) for k in ends),
        ]
        mesh = loft(rings, paint, caps=False, crease=34.0 if fine == 2 else 50.0, tag=tag)
        mesh = _dirt_mapped(mesh)
        corners = mesh.positions[mesh.faces].astype(np.float64)
        return cls(body, mesh, corners, mesh.normals[mesh.faces].astype(np.float64), fine, tag)

    def on(self, points: npt.ArrayLike, axis: int) -> tuple[Array, Array]:
        """The nearest places of the skin along an axis, (N, 3), and the normals there, (N, 3).

        Args:
            points: (N, 3) metres; what lies beside the skin stays where the nearest corner is.
            axis: 0 to 2, of x, y, z.
        """
        asked = np.asarray(points, dtype=np.float64).reshape(-1, 3)
        u, v = (k for k in range(3) if k != axis)
        low, high = asked.min(axis=0), asked.max(axis=0)
        near = np.ones(len(self.corners), dtype=bool)
        for k in (u, v):
            near &= (self.corners[:, :, k].min(1) <= high[k]) & (self.corners[:, :, k].max(1) >= low[k])
        corners, normals = self.corners[near], self.normals[near]
        weights = _barycentric(asked[:, (u, v)], corners[:, :, (u, v)])
        value = np.einsum("nfk,fk->nf", weights, corners[:, :, axis])
        miss = np.maximum(-weights.min(axis=2), 0.0)
        best = (np.abs(value - asked[:, axis, None]) + np.where(miss > 1e-6, 1e3 + 1e3 * miss, 0)).argmin(1)
        rows = np.arange(len(asked))
        share = np.clip(weights[rows, best], 0.0, 1.0)
        share /= share.sum(axis=1, keepdims=True)
        found = asked.copy()
        found[:, axis] = (share * corners[best][:, :, axis]).sum(axis=1)
        normal = np.einsum("nk,nkd->nd", share, normals[best])
        return found, normal / np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-9)

    def sheet(
        self,
        grid: npt.ArrayLike,
        axis: int,
        material: Material,
        *,
        lift: float = 0.004,
        uvs: npt.ArrayLike | None = None,
    ) -> Mesh:
        """A sheet on the skin.

        Args:
            grid: (R, C, 3) metres; the coordinate along `axis` may be rough, the nearest skin counts.
            axis: see `on`.
            material: of the sheet.
            lift: metres above the skin.
            uvs: (R, C, 2) texture coordinates; None: a point in the middle.
        """  # fmt: skip
        points = np.asarray(grid, dtype=np.float64)
        rows, columns = points.shape[:2]
        place_, normal = self.on(points, axis)
        raised = place_ + lift * normal
        faces = grid_faces(rows, columns)
        corner = raised[faces]
        cross = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
        away = (cross * normal[faces[:, 0]]).sum(axis=1) < 0
        faces[away] = faces[away][:, ::-1]
        texture = np.full((rows * columns, 2), 0.5) if uvs is None else np.asarray(uvs).reshape(-1, 2)
        faces = faces[np.linalg.norm(cross, axis=1) > 1e-9]
        return Mesh(
            positions=raised.astype(np.float32),
            normals=normal.astype(np.float32),
            uvs=texture.astype(np.float32),
            faces=faces.astype(np.int32),
            materials=(material,),
            face_material=np.zeros(len(faces), dtype=np.int32),
            face_tag=np.full(len(faces), self.tag, dtype=np.uint8),
        )

    def side(
        self,
        low: npt.ArrayLike,
        high: npt.ArrayLike,
        material: Material,
        *,
        rows: int = 2,
        lift: float = 0.004,
        uvs: npt.ArrayLike | None = None,
    ) -> Mesh:
        """A sheet on the +y side between two lines of (x, z) with as many points each."""  # fmt: skip
        return self._between(low, high, 1, material, rows, lift, uvs)

    def end(
        self,
        low: npt.ArrayLike,
        high: npt.ArrayLike,
        facing: int,
        material: Material,
        *,
        rows: int = 2,
        lift: float = 0.004,
        uvs: npt.ArrayLike | None = None,
    ) -> Mesh:
        """A sheet on the front (facing +1) or rear (-1) between two lines of (y, z)."""  # fmt: skip
        return self._between(low, high, 0, material, rows, lift, uvs, facing)

    def _between(
        self, low: npt.ArrayLike, high: npt.ArrayLike, axis: int,
        material: Material, rows: int, lift: float, uvs: npt.ArrayLike | None, facing: int = 1,
    ) -> Mesh:  # fmt: skip
        t = np.linspace(0, 1, rows)[:, None, None]
        flat = np.asarray(low) * (1 - t) + np.asarray(high) * t
        grid = np.insert(flat, axis, facing * _FAR, axis=2)
        return self.sheet(grid, axis, material, lift=lift, uvs=uvs)


def mirrored(mesh: Mesh) -> Mesh:
    """The same on the other side."""
    return place(mesh, scale=(1.0, -1.0, 1.0))


def both(mesh: Mesh) -> list[Mesh]:
    """The mesh and its mirror image."""
    return [mesh, mirrored(mesh)]


def _flattened(ring: Array, part: float) -> Array:
    """The ring with `part` of its height about its middle: rings to nothing close an end, bowed as it is."""
    middle = (ring[:, 2].min() + ring[:, 2].max()) / 2
    return np.column_stack([ring[:, :2], middle + part * (ring[:, 2] - middle)])


def _dirt_mapped(mesh: Mesh) -> Mesh:
    """The mesh with uvs that put the lower edge of the paint's texture on the ground."""
    x, _, z = mesh.positions.T
    uvs = np.column_stack([x / 4.0 + 0.5, np.clip(z / 2.4, 0.03, 0.9)]).astype(np.float32)
    return Mesh(
        mesh.positions, mesh.normals, uvs, mesh.faces, mesh.materials, mesh.face_material, mesh.face_tag
    )


def _barycentric(points: Array, triangles: Array) -> Array:
    """(N, F, 3) weights of the triangles' corners at points of the plane; useless for flat triangles."""
    a, b, c = triangles[:, 0], triangles[:, 1], triangles[:, 2]
    ab, ac = b - a, c - a
    area = ab[:, 0] * ac[:, 1] - ab[:, 1] * ac[:, 0]
    flat = np.abs(area) < 1e-9
    inverse = np.where(flat, 0.0, 1.0 / np.where(flat, 1.0, area))
    ap = points[:, None] - a
    second = (ap[..., 0] * ac[:, 1] - ap[..., 1] * ac[:, 0]) * inverse
    third = (ab[:, 0] * ap[..., 1] - ab[:, 1] * ap[..., 0]) * inverse
    second = np.where(flat, -9.0, second)
    return np.stack([1 - second - third, second, third], axis=-1)
