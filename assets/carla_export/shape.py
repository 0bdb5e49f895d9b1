"""Meshes as Unreal's importer wants them: centimetres, right-handed, facing outwards, with a hull."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.spatial import ConvexHull

from caos.glb import linear_from_srgb, srgb_from_linear
from caos.meshes import Floats, Ints, Material, Mesh, Texture

TO_FBX: Final = np.array([100.0, -100.0, 100.0])
"""Metres of ours to an FBX file's centimetres. Unreal turns y round once more when it imports."""

_HULL_CORNERS: Final = 64
"""At most; Unreal's physics takes 255 and grows slow long before."""
_THINNEST: Final = 1.0
"""Centimetres that a hull has at least on every side."""
_MOST_AXES: Final = 3


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """What goes into one FBX file.

    Attributes:
        positions: (V, 3) float32, cm, x forward, y left, z up.
        normals: (V, 3) float32.
        uvs: (V, 2) float32, v upwards.
        faces: (F, 3) int32, counter-clockwise seen from where the normals point.
        face_material: (F,) int32.
        materials: all of them in use.
        hull: (H, 3) float32 and (G, 3) int32, convex, closed.
    """

    positions: Floats
    normals: Floats
    uvs: Floats
    faces: Ints
    face_material: Ints
    materials: tuple[Material, ...]
    hull: tuple[Floats, Ints]


def shape_of(mesh: Mesh) -> Shape:
    """The mesh for an FBX file.

    Unreal draws one side of a triangle only and drops those without area, so every one is turned to its
    normals' side, and those without area are left out here, where they can be counted.
    """
    positions = (mesh.positions * TO_FBX).astype(np.float32)
    normals = mesh.normals * np.sign(TO_FBX)
    corners = positions[mesh.faces].astype(np.float64)
    across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    solid = np.linalg.norm(across, axis=1) > 0
    away = np.einsum("fi,fi->f", across, normals[mesh.faces].sum(axis=1)) < 0
    faces = np.where(away[:, None], mesh.faces[:, ::-1], mesh.faces)[solid]
    used, face_material = np.unique(mesh.face_material[solid], return_inverse=True)
    return Shape(
        positions,
        normals.astype(np.float32),
        mesh.uvs,
        faces.astype(np.int32),
        face_material.reshape(-1).astype(np.int32),
        tuple(mesh.materials[index] for index in used),
        convex_hull(positions),
    )


def convex_hull(positions: Floats) -> tuple[Floats, Ints]:
    """A convex hull of at most 64 corners, as long, wide and high as the points; a box around what is flat.

    Args:
        positions: (V, 3), cm.
    """
    points = positions.astype(np.float64)
    low, high = points.min(axis=0), points.max(axis=0)
    if (high - low).min() < _THINNEST:
        middle, half = (low + high) / 2, np.maximum(high - low, _THINNEST) / 2
        signs = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)])
        points = middle + signs * half
    hull = ConvexHull(points, qhull_options="QJ")  # joggled: a flat slanting sheet has a hull as well
    if len(hull.vertices) > _HULL_CORNERS:
        corners = points[hull.vertices]
        farthest = (_directions(_HULL_CORNERS) @ corners.T).argmax(axis=1)
        hull = ConvexHull(corners[np.unique(farthest)], qhull_options="QJ")
    used, faces = np.unique(hull.simplices, return_inverse=True)
    faces = faces.reshape(-1, 3)
    corners = hull.points[used]
    across = np.cross(
        corners[faces[:, 1]] - corners[faces[:, 0]], corners[faces[:, 2]] - corners[faces[:, 0]]
    )
    inward = np.einsum("fi,fi->f", across, hull.equations[:, :_MOST_AXES]) < 0
    faces[inward] = faces[inward][:, ::-1]
    return corners.astype(np.float32), faces.astype(np.int32)


def _directions(count: int) -> npt.NDArray[np.float64]:
    """(count, 3) unit vectors: the axes, which keep the size, and evenly spread ones (Fibonacci spiral)."""
    axes = np.concatenate([np.eye(3), -np.eye(3)])
    spread = count - len(axes)
    z = 1 - (2 * np.arange(spread) + 1) / spread
    turn = np.pi * (1 + 5**0.5) * np.arange(spread)
    ring = np.sqrt(1 - z * z)
    return np.concatenate([axes, np.stack([ring * np.cos(turn), ring * np.sin(turn), z], axis=1)])


def painted(material: Material) -> Material:
    """The material with its color in the texture, as Unreal connects a texture in place of the color."""
    if material.texture is None:
        return material
    tint = linear_from_srgb(material.color)
    light = linear_from_srgb(material.texture.pixels[..., :3] / 255.0) * tint
    pixels = np.rint(srgb_from_linear(light) * 255.0).astype(np.uint8)
    return replace(material, color=(1.0, 1.0, 1.0), texture=Texture(material.texture.name, pixels))
