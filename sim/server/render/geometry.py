"""Meshes made ready for the graphics card: vertices split by surface, big meshes split by place."""

from __future__ import annotations

import enum
import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from caos.meshes import Material, Mesh

VERTEX = np.dtype([("position", "3f4"), ("normal", "3f4"), ("uv", "2f4"), ("surface", "u4")])
"""What a vertex holds; `surface`: the surface index in the low, the texture layer + 1 in the high 16 bits."""

_CHUNK_FACES = 1500
_CHUNK_SIDE = 24.0

Surface = tuple[Material, int]
"""What a face is made of and its CARLA tag."""


class Kind(enum.IntEnum):
    """What a fragment shader has to do for a face besides reading its color."""

    PLAIN = 0
    RELIEF = 1
    HOLES = 2


@dataclass(frozen=True, slots=True, eq=False)
class Chunk:
    """A run of a mesh's faces that is drawn or left out as a whole.

    Attributes:
        first, count: into the mesh's indices.
        center, radius: bounding sphere in the mesh's frame, metres.
        kind: of its faces.
    """

    first: int
    count: int
    center: npt.NDArray[np.float64]
    radius: float
    kind: Kind = Kind.PLAIN


@dataclass(frozen=True, slots=True, eq=False)
class PackedMesh:
    """A mesh in the card's layout.

    Attributes:
        vertices: (V,) of `VERTEX`, with `surface` an index into `surfaces`.
        indices: (3 F,) uint32; every face winds so that its vertex normals look out of its front.
        surfaces: the distinct pairs of material and tag.
        chunks: together all faces; each has faces of one kind.
    """

    vertices: npt.NDArray[np.void]
    indices: npt.NDArray[np.uint32]
    surfaces: tuple[Surface, ...]
    chunks: tuple[Chunk, ...]


def kind_of(material: Material) -> Kind:
    """The kind of faces of a material; holes and relief take a fourth channel of its texture."""
    if material.texture is None or material.texture.pixels.shape[2] < 4:
        return Kind.PLAIN
    if material.cutoff > 0.0:
        return Kind.HOLES
    return Kind.RELIEF if material.relief > 0.0 else Kind.PLAIN


def pack_mesh(mesh: Mesh) -> PackedMesh:
    """`mesh` in the card's layout; a vertex shared by faces of two surfaces is stored twice."""
    pairs = mesh.face_material.astype(np.int64) * 256 + mesh.face_tag
    distinct, face_surface = np.unique(pairs, return_inverse=True)
    faces = _wound_by_normals(mesh)
    kinds = np.array([kind_of(material) for material in mesh.materials], dtype=np.int64)
    order, runs = _runs(mesh.positions, faces, kinds[mesh.face_material])
    faces, face_surface = faces[order], face_surface.reshape(-1)[order]
    count = max(len(distinct), 1)
    corners = faces.astype(np.int64).reshape(-1) * count + np.repeat(face_surface, 3)
    kept, indices = np.unique(corners, return_inverse=True)
    source = kept // count
    vertices = np.zeros(len(kept), dtype=VERTEX)
    vertices["position"] = mesh.positions[source]
    vertices["normal"] = mesh.normals[source]
    vertices["uv"] = mesh.uvs[source]
    vertices["surface"] = kept % count
    words = indices.reshape(-1).astype(np.uint32)
    return PackedMesh(
        vertices=vertices,
        indices=words,
        surfaces=tuple((mesh.materials[int(pair) // 256], int(pair) % 256) for pair in distinct),
        chunks=_chunks(vertices["position"], words, runs),
    )


def _wound_by_normals(mesh: Mesh) -> npt.NDArray[np.int32]:
    """The faces, turned where winding and normals disagree; so the shader may trust `gl_FrontFacing`."""
    corner = mesh.positions[mesh.faces]
    geometric = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
    turned = np.einsum("fc,fc->f", geometric, mesh.normals[mesh.faces].sum(axis=1)) < 0
    return np.where(turned[:, None], mesh.faces[:, [0, 2, 1]], mesh.faces)


def _runs(
    positions: npt.NDArray[np.float32], faces: npt.NDArray[np.int32], kinds: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.intp], list[tuple[int, int, Kind]]]:
    """An order of the faces and its runs (start, stop, kind) that belong together."""
    orders, runs = [], []
    start = 0
    for kind in Kind:
        some = np.flatnonzero(kinds == kind)
        order, ends = _by_place(positions, faces[some])
        orders.append(some[order])
        runs += [(start + first, start + last, kind) for first, last in itertools.pairwise([0, *ends])]
        start += len(some)
    return np.concatenate(orders), runs


def _by_place(
    positions: npt.NDArray[np.float32], faces: npt.NDArray[np.int32]
) -> tuple[npt.NDArray[np.intp], list[int]]:
    """An order of the faces and where its runs end: squares of the ground for big meshes."""
    everything = np.arange(len(faces))
    if len(faces) == 0:
        return everything, []
    centers = positions[faces].mean(axis=1)[:, :2]
    extent = np.ptp(centers, axis=0).max()
    if len(faces) < _CHUNK_FACES or extent < 2 * _CHUNK_SIDE:
        return everything, [len(faces)]
    cells = np.floor(centers / _CHUNK_SIDE).astype(np.int64)
    order = np.lexsort((everything, cells[:, 1], cells[:, 0]))
    changes = np.flatnonzero(np.any(np.diff(cells[order], axis=0) != 0, axis=1)) + 1
    return order, [*changes.tolist(), len(faces)]


def _chunks(
    positions: npt.NDArray[np.float32], indices: npt.NDArray[np.uint32], runs: Sequence[tuple[int, int, Kind]]
) -> tuple[Chunk, ...]:
    """The runs of faces (start, stop, kind), in order and without gaps, and the sphere around each.

    All at once: the ground of a town has thousands.
    """
    if not runs:
        return ()
    first = np.array([3 * start for start, _, _ in runs])
    count = np.array([3 * (stop - start) for start, stop, _ in runs])
    corners = positions[indices].astype(np.float64)
    center = (np.minimum.reduceat(corners, first) + np.maximum.reduceat(corners, first)) / 2.0
    away = np.sum((corners - np.repeat(center, count, axis=0)) ** 2, axis=1)
    radius = np.sqrt(np.maximum.reduceat(away, first))
    return tuple(
        Chunk(3 * start, 3 * (stop - start), center[number], float(radius[number]), kind)
        for number, (start, stop, kind) in enumerate(runs)
    )
