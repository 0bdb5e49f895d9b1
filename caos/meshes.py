"""Triangle meshes with plain physically based materials: what models are made of, in memory.

Frame of every mesh: CARLA's left-handed one, metres, x forward, y right, z up; the origin is the centre of
the footprint at ground level. Winding carries no meaning (rendering is two-sided); the normals do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Texture:
    """A tileable sRGB picture, compared by identity.

    Attributes:
        name: for messages and for files.
        pixels: (H, W, 3) uint8, row 0 at v = 0.
    """

    name: str
    pixels: npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Material:
    """A metallic-roughness material, as in glTF 2.0.

    Attributes:
        color: sRGB in [0, 1]; multiplies the texture.
        roughness: 0 (mirror) .. 1 (chalk).
        metallic: 0 or 1, or between for blends.
        texture: one tile spans one unit of uv.
        emission: light given off, as a multiple of `color` in daylight exposure; 0 for most things.
    """

    color: tuple[float, float, float]
    roughness: float = 0.8
    metallic: float = 0.0
    texture: Texture | None = None
    emission: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Mesh:
    """Triangles, compared by identity so that renderers can cache and instance them.

    Attributes:
        positions: (V, 3) float32, metres.
        normals: (V, 3) float32, unit length.
        uvs: (V, 2) float32, in texture tiles.
        faces: (F, 3) int32 indices of vertices.
        materials: what `face_material` points into.
        face_material: (F,) int32.
        face_tag: (F,) uint8 CARLA semantic tag (`caos.labels.CARLA_TAG_NAMES`).
    """

    positions: Floats
    normals: Floats
    uvs: Floats
    faces: Ints
    materials: tuple[Material, ...]
    face_material: Ints
    face_tag: npt.NDArray[np.uint8]

    @property
    def bounds(self) -> tuple[Floats, Floats]:
        """Lowest and highest corner, (3,) each, metres."""
        return self.positions.min(axis=0), self.positions.max(axis=0)

    def with_tag(self, tag: int) -> Mesh:
        """The same mesh with every face tagged `tag`."""
        return replace(self, face_tag=np.full(len(self.faces), tag, dtype=np.uint8))

    def transformed(self, matrix: npt.NDArray[np.float64]) -> Mesh:
        """The mesh moved by a (4, 4) affine matrix (rotation, translation and any scale; normals follow)."""
        linear = matrix[:3, :3]
        normals = self.normals @ np.linalg.inv(linear)
        normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)
        positions = self.positions @ linear.T + matrix[:3, 3]
        return replace(self, positions=positions.astype(np.float32), normals=normals.astype(np.float32))


def merge(meshes: Sequence[Mesh]) -> Mesh:
    """One mesh of many; equal materials are stored once.

    Raises:
        ValueError: no meshes given.
    """
    if not meshes:
        raise ValueError("merge() needs at least one mesh")
    materials: dict[Material, int] = {}
    face_material = [
        np.array(
            [materials.setdefault(material, len(materials)) for material in mesh.materials], dtype=np.int32
        )[mesh.face_material]
        for mesh in meshes
    ]
    first_vertex = np.cumsum([0, *(len(mesh.positions) for mesh in meshes[:-1])])
    return Mesh(
        positions=np.concatenate([mesh.positions for mesh in meshes]),
        normals=np.concatenate([mesh.normals for mesh in meshes]),
        uvs=np.concatenate([mesh.uvs for mesh in meshes]),
        faces=np.concatenate(
            [mesh.faces + first for mesh, first in zip(meshes, first_vertex, strict=True)]
        ).astype(np.int32),
        materials=tuple(materials),
        face_material=np.concatenate(face_material),
        face_tag=np.concatenate([mesh.face_tag for mesh in meshes]),
    )
