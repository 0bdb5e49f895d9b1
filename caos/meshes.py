"""Triangle meshes with plain physically based materials: what models are made of, in memory.

Frame of every mesh: CARLA's left-handed one, metres, x forward, y right, z up; the origin is the centre of
the footprint at ground level. Winding carries no meaning (rendering is two-sided); the normals do.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]


class Lamps(enum.IntFlag):
    """What can be switched on; the low bits are those of `carla.VehicleLightState`."""

    NONE = 0
    POSITION = 0x1
    LOW_BEAM = 0x2
    HIGH_BEAM = 0x4
    BRAKE = 0x8
    RIGHT_BLINKER = 0x10
    LEFT_BLINKER = 0x20
    REVERSE = 0x40
    FOG = 0x80
    INTERIOR = 0x100
    SPECIAL1 = 0x200
    SPECIAL2 = 0x400
    STREET = 0x1000
    WINDOW = 0x2000
    SIGNAL_RED = 0x4000
    SIGNAL_YELLOW = 0x8000
    SIGNAL_GREEN = 0x10000


@dataclass(frozen=True, slots=True, eq=False)
class Texture:
    """A tileable sRGB picture, compared by identity.

    Attributes:
        name: for messages and for files.
        pixels: (H, W, 3) or (H, W, 4) uint8, row 0 at v = 0. The fourth channel is linear: how much of the
            texel is there where the material has a `cutoff`, else the height of its relief.
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
        cutoff: texels with less than this in their fourth channel (0..1) are holes (glTF's alpha mask);
            0 for what has none.
        translucency: share of the light on the far side that comes through, 0..1: leaves, awnings.
        relief: height in metres between 0 and 1 of the texture's fourth channel; 0 for none.
        lamp: `emission` counts only while one of these is on; none: always.
    """

    color: tuple[float, float, float]
    roughness: float = 0.8
    metallic: float = 0.0
    texture: Texture | None = None
    emission: float = 0.0
    cutoff: float = 0.0
    translucency: float = 0.0
    relief: float = 0.0
    lamp: Lamps = Lamps.NONE


@dataclass(frozen=True, slots=True)
class Light:
    """A lamp that lights what is around it.

    Attributes:
        position: metres, in the mesh's frame.
        direction: unit vector of its axis.
        color: linear RGB in [0, 1].
        intensity: relative luminous intensity along the axis; a street lamp has 1.
        reach: metres after which it counts no more.
        cone: degrees from the axis to the edge of the beam; 180 shines all around.
        lamp: it shines only while one of these is on; none: always.
    """

    position: tuple[float, float, float]
    direction: tuple[float, float, float]
    color: tuple[float, float, float]
    intensity: float
    reach: float
    cone: float = 180.0
    lamp: Lamps = Lamps.NONE


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
        levels: simpler versions for afar, by growing distance; they have no levels of their own.
        lights: what it lights its surroundings with.
    """

    positions: Floats
    normals: Floats
    uvs: Floats
    faces: Ints
    materials: tuple[Material, ...]
    face_material: Ints
    face_tag: npt.NDArray[np.uint8]
    levels: tuple[Level, ...] = ()
    lights: tuple[Light, ...] = ()

    @property
    def bounds(self) -> tuple[Floats, Floats]:
        """Lowest and highest corner, (3,) each, metres."""
        return self.positions.min(axis=0), self.positions.max(axis=0)

    def with_tag(self, tag: int) -> Mesh:
        """The same mesh with every face tagged `tag`, on all levels."""
        return replace(
            self,
            face_tag=np.full(len(self.faces), tag, dtype=np.uint8),
            levels=tuple(replace(level, mesh=level.mesh.with_tag(tag)) for level in self.levels),
        )

    def transformed(self, matrix: npt.NDArray[np.float64]) -> Mesh:
        """The mesh moved by a (4, 4) affine matrix (rotation, translation and any scale; normals follow)."""
        linear = matrix[:3, :3]
        normals = self.normals @ np.linalg.inv(linear)
        normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)
        positions = self.positions @ linear.T + matrix[:3, 3]
        return replace(
            self,
            positions=positions.astype(np.float32),
            normals=normals.astype(np.float32),
            levels=tuple(replace(level, mesh=level.mesh.transformed(matrix)) for level in self.levels),
            lights=tuple(_moved(light, matrix) for light in self.lights),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Level:
    """What stands for a mesh from a distance on.

    Attributes:
        distance: metres from the camera to the origin of the instance.
        mesh: in the same frame as the original; one without faces vanishes.
    """

    distance: float
    mesh: Mesh


def _moved(light: Light, matrix: npt.NDArray[np.float64]) -> Light:
    axis = matrix[:3, :3] @ np.array(light.direction)
    x, y, z = (matrix[:3, :3] @ np.array(light.position) + matrix[:3, 3]).tolist()
    along, across, up = (axis / max(float(np.linalg.norm(axis)), 1e-12)).tolist()
    return replace(light, position=(x, y, z), direction=(along, across, up))


def merge(meshes: Sequence[Mesh]) -> Mesh:
    """One mesh of many, without their levels; equal materials are stored once.

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
        lights=tuple(light for mesh in meshes for light in mesh.lights),
    )
