"""From points and triangles to a `Mesh`: normals, texture coordinates, placing."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from caos.meshes import Material, Mesh

Array = npt.NDArray[np.float64]
Vector = tuple[float, float, float]

ORIGIN: Vector = (0.0, 0.0, 0.0)
_SMALLEST = 1e-12  # m², twice the area below which a triangle is a pole or a seam and is dropped


def shaded(
    points: npt.ArrayLike,
    faces: npt.ArrayLike,
    material: Material,
    *,
    tag: int = 0,
    crease: float = 40.0,
    uvs: npt.ArrayLike | None = None,
    uv_scale: float = 1.0,
) -> Mesh:
    """A mesh with smooth normals, except across edges sharper than `crease`.

    Args:
        points: (V, 3) metres; equal points count as one for the normals, so uv seams do not show.
        faces: (F, 3) indices; (b - a) x (c - a) must point outwards. Triangles without area are left out.
        material: of every face.
        tag: CARLA tag of every face.
        crease: degrees; 0 makes every face flat, 180 smooths everything.
        uvs: (V, 2) in metres; None projects every face along the axis it faces most.
        uv_scale: texture tiles per metre.
    """
    vertices, triangles = np.asarray(points, dtype=np.float64), np.asarray(faces, dtype=np.int64)
    corners = vertices[triangles]
    cross = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    size = np.linalg.norm(cross, axis=1)
    keep = size > _SMALLEST
    triangles, corners, cross = triangles[keep], corners[keep], cross[keep]
    unit = cross / size[keep, None]
    normals = _corner_normals(vertices, triangles, corners, cross, unit, crease)
    corner_uvs = _projected(corners, unit) if uvs is None else np.asarray(uvs, dtype=np.float64)[triangles]
    return _indexed(corners, normals, corner_uvs * uv_scale, material, tag)


def quads(
    corners: npt.ArrayLike,
    material: Material,
    *,
    tag: int = 0,
    uvs: npt.ArrayLike | None = None,
    uv_scale: float = 1.0,
) -> Mesh:
    """Flat four-cornered faces, the fast path for architecture.

    Args:
        corners: (N, 4, 3) metres, in order round each face; (b - a) x (d - a) points outwards. Every face
            must have area.
        material: of every face.
        tag: CARLA tag of every face.
        uvs: (N, 4, 2) in metres; None projects every face along the axis it faces most.
        uv_scale: texture tiles per metre.
    """
    points = np.asarray(corners, dtype=np.float64).reshape(-1, 4, 3)
    cross = np.cross(points[:, 2] - points[:, 0], points[:, 3] - points[:, 1])
    unit = cross / np.maximum(np.linalg.norm(cross, axis=1, keepdims=True), _SMALLEST)
    flat_uvs = _projected(points, unit) if uvs is None else np.asarray(uvs, dtype=np.float64)
    first = 4 * np.arange(len(points))[:, None, None]
    faces = (first + np.array([[0, 1, 2], [0, 2, 3]])).reshape(-1, 3)
    return Mesh(
        positions=points.reshape(-1, 3).astype(np.float32),
        normals=np.repeat(unit, 4, axis=0).astype(np.float32),
        uvs=(flat_uvs * uv_scale).reshape(-1, 2).astype(np.float32),
        faces=faces.astype(np.int32),
        materials=(material,),
        face_material=np.zeros(len(faces), dtype=np.int32),
        face_tag=np.full(len(faces), tag, dtype=np.uint8),
    )


def place(
    mesh: Mesh,
    at: Vector = ORIGIN,
    *,
    yaw: float = 0.0,
    pitch: float = 0.0,
    roll: float = 0.0,
    scale: float | Vector = 1.0,
) -> Mesh:
    """The mesh scaled, then turned, then moved to `at`.

    Angles are CARLA's, in degrees: yaw turns x to y, pitch x to z, roll z to y.
    A negative scale mirrors; the triangles are turned round with it.
    """
    cy, sy, cp, sp, cr, sr = (
        f(math.radians(angle)) for angle in (yaw, pitch, roll) for f in (math.cos, math.sin)
    )
    matrix = np.eye(4)
    matrix[:3, :3] = np.array(
        [
            [cp * cy, cy * sp * sr - sy * cr, -cy * sp * cr - sy * sr],
            [cp * sy, sy * sp * sr + cy * cr, -sy * sp * cr + cy * sr],
            [sp, -cp * sr, cp * cr],
        ]
    ) @ np.diag(np.broadcast_to(np.asarray(scale, dtype=np.float64), 3))
    matrix[:3, 3] = at
    moved = mesh.transformed(matrix)
    if np.linalg.det(matrix[:3, :3]) < 0:
        return replace(moved, faces=np.ascontiguousarray(moved.faces[:, ::-1]))
    return moved


def _corner_normals(
    points: Array, faces: npt.NDArray[np.int64], corners: Array, cross: Array, unit: Array, crease: float
) -> Array:
    """(F, 3, 3): mean of the faces round a corner that bend less than `crease`, by area and angle."""
    if crease <= 0:
        return np.repeat(unit[:, None], 3, axis=1)
    _, welded = np.unique(np.round(points * 1e5), axis=0, return_inverse=True)
    vertex = welded.reshape(-1)[faces].reshape(-1)
    pull = (_angles(corners)[:, :, None] * cross[:, None]).reshape(-1, 3)
    order = np.argsort(vertex, kind="stable")
    count = np.bincount(vertex)[vertex[order]]
    start = np.searchsorted(vertex[order], vertex[order])
    left = np.repeat(order, count)
    first = np.cumsum(count) - count
    right = order[np.repeat(start - first, count) + np.arange(len(left))]
    alike = np.einsum("ij,ij->i", unit[left // 3], unit[right // 3]) >= math.cos(math.radians(crease)) - 1e-9
    total = np.add.reduceat(pull[right] * alike[:, None], first, axis=0)
    normals = np.empty_like(total)
    normals[order] = total / np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-30)
    return normals.reshape(-1, 3, 3)


def _angles(corners: Array) -> Array:
    """(F, 3) inner angles of triangles, radians."""
    ahead = np.roll(corners, -1, axis=1) - corners
    back = np.roll(corners, 1, axis=1) - corners
    sine = np.linalg.norm(np.cross(ahead, back), axis=2)
    return np.asarray(np.arctan2(sine, np.einsum("fij,fij->fi", ahead, back)))


def _projected(corners: Array, unit: Array) -> Array:
    """(F, N, 2) metres: faces seen along their dominant axis; v grows downwards on walls, as rows do."""
    axis = np.abs(unit).argmax(axis=1)
    along = np.where(axis == 0, 1, 0)
    across = np.where(axis == 2, 1, 2)
    u = np.take_along_axis(corners, along[:, None, None], axis=2)[..., 0]
    v = np.take_along_axis(corners, across[:, None, None], axis=2)[..., 0]
    return np.stack([u, np.where(axis[:, None] == 2, v, -v)], axis=-1)


def _indexed(corners: Array, normals: Array, uvs: Array, material: Material, tag: int) -> Mesh:
    """Corners that agree in everything become one vertex."""
    rows = np.concatenate([corners, normals, uvs], axis=-1).reshape(-1, 8).astype(np.float32)
    _, first, inverse = np.unique(np.round(rows, 5), axis=0, return_index=True, return_inverse=True)
    vertices = rows[first]
    lengths = np.linalg.norm(vertices[:, 3:6], axis=1, keepdims=True)
    return Mesh(
        positions=np.ascontiguousarray(vertices[:, :3]),
        normals=np.ascontiguousarray(vertices[:, 3:6] / np.maximum(lengths, 1e-12)),
        uvs=np.ascontiguousarray(vertices[:, 6:]),
        faces=inverse.reshape(-1, 3).astype(np.int32),
        materials=(material,),
        face_material=np.zeros(len(corners), dtype=np.int32),
        face_tag=np.full(len(corners), tag, dtype=np.uint8),
    )
