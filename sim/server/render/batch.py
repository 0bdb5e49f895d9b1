"""Instances on the graphics card: every mesh stored once, drawn with one indirect call per pass."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack

import moderngl
import numpy as np
import numpy.typing as npt

from caos.meshes import Texture

from ..scene import Instance
from .culling import Floats, Indices, Spheres, bounding_spheres
from .geometry import VERTEX, PackedMesh, Surface
from .textures import texture_array

_INSTANCE = np.dtype([("rows", "3,4f4"), ("identity", "u4")])
_LAYOUTS = {
    "geometry": ("3f 3f 2f 1u", ("position", "normal", "uv", "surface")),
    "ids": ("3f 20x 1u", ("position", "surface")),
    "samples": ("3f 3f 8x 1u", ("position", "normal", "surface")),
    "shadow": ("3f 24x", ("position",)),
}
_INSTANCE_LAYOUTS = {
    "geometry": ("4f 4f 4f 1u /i", ("row_x", "row_y", "row_z", "identity")),
    "ids": ("4f 4f 4f 1u /i", ("row_x", "row_y", "row_z", "identity")),
    "samples": ("4f 4f 4f 1u /i", ("row_x", "row_y", "row_z", "identity")),
    "shadow": ("4f 4f 4f 4x /i", ("row_x", "row_y", "row_z")),
}

Programs = Mapping[str, moderngl.Program]


class Batch:
    """A set of meshes on the card and the instances that use them.

    Attributes:
        surfaces: what the surface indices `first_surface` .. mean, in order.
        spheres: bounding spheres of all drawable chunks.
        triangle_counts, ids: (N,) triangles and instance id of each chunk.
        placement: equal bytes mean equal instances of the same meshes.
        textures: the meshes' textures.
    """

    def __init__(
        self, context: moderngl.Context, programs: Programs, meshes: Sequence[PackedMesh], first_surface: int
    ) -> None:
        self._context = context
        self._programs = programs
        self._resources = ExitStack()
        self._first_index = np.cumsum([0, *(len(mesh.indices) for mesh in meshes)])
        self._first_vertex = np.cumsum([0, *(len(mesh.vertices) for mesh in meshes)])
        self._meshes = meshes
        numbers: dict[Surface, int] = {}
        for mesh in meshes:
            for surface in mesh.surfaces:
                numbers.setdefault(surface, first_surface + len(numbers))
        self.surfaces: tuple[Surface, ...] = tuple(numbers)
        layers: dict[Texture, int] = {}
        for material, _ in numbers:
            if material.texture is not None:
                layers.setdefault(material.texture, len(layers))
        self.textures = texture_array(context, list(layers))
        self._resources.callback(self.textures.release)
        self._vertices = self._buffer(_joined_vertices(meshes, numbers, layers))
        self._indices = self._buffer(
            np.concatenate([np.zeros(0, dtype=np.uint32), *(mesh.indices for mesh in meshes)])
        )
        self._instances: moderngl.Buffer | None = None
        self._arrays: dict[str, moderngl.VertexArray] = {}
        self.place([], [])

    def _buffer(self, data: npt.NDArray[np.generic]) -> moderngl.Buffer:
        buffer = self._context.buffer(data.tobytes()) if data.size else self._context.buffer(reserve=64)
        self._resources.callback(buffer.release)
        return buffer

    def place(self, instances: Sequence[Instance], mesh_numbers: Sequence[int]) -> None:
        """Replace the instances; the k-th one shows mesh `mesh_numbers[k]`."""
        matrices = np.array([instance.matrix for instance in instances], dtype=np.float64).reshape(-1, 4, 4)
        chunks = [chunk for number in mesh_numbers for chunk in self._meshes[number].chunks]
        counts = np.array([len(self._meshes[number].chunks) for number in mesh_numbers], dtype=np.int64)
        owner = np.repeat(np.arange(len(instances)), counts)
        self.spheres: Spheres = bounding_spheres(chunks, matrices, owner)
        number = np.asarray(mesh_numbers, dtype=np.int64)[owner]
        self._commands = np.zeros((len(chunks), 5), dtype=np.uint32)
        if chunks:
            self._commands[:, 0] = [chunk.count for chunk in chunks]
            self._commands[:, 1] = 1
            self._commands[:, 2] = self._first_index[number] + [chunk.first for chunk in chunks]
            self._commands[:, 3] = self._first_vertex[number]
            self._commands[:, 4] = owner
        self.triangle_counts = self._commands[:, 0].astype(np.int64) // 3
        self.ids = np.array([instance.instance_id for instance in instances], dtype=np.int64)[owner]
        rows = _instance_rows(instances, matrices)
        self.placement = rows.tobytes() + number.tobytes()
        self._upload(rows)

    def _upload(self, rows: npt.NDArray[np.void]) -> None:
        if self._instances is not None and self._instances.size >= rows.nbytes:
            if rows.size:
                self._instances.write(rows.tobytes())
            return
        self._drop_arrays()
        capacity = 1 << max(len(rows) - 1, 15).bit_length()
        self._instances = self._context.buffer(reserve=capacity * _INSTANCE.itemsize)
        if rows.size:
            self._instances.write(rows.tobytes())
        for name, (layout, fields) in _LAYOUTS.items():
            instance_layout, instance_fields = _INSTANCE_LAYOUTS[name]
            content = [
                (self._vertices, layout, *fields),
                (self._instances, instance_layout, *instance_fields),
            ]
            self._arrays[name] = self._context.vertex_array(self._programs[name], content, self._indices)

    def visible(self, planes: Floats, eye: Floats) -> Indices:
        """Numbers of the chunks in front of all `planes`, those nearest to `eye` first."""
        return self.spheres.nearest_first(np.flatnonzero(self.spheres.inside(planes)), eye)

    def draw(self, program: str, chosen: Indices) -> None:
        """Draw the chosen chunks with "geometry", "ids", "samples" or "shadow"."""
        if len(chosen) == 0:
            return
        commands = self._commands[chosen]
        buffer = self._context.buffer(commands.tobytes())
        self._arrays[program].render_indirect(buffer, moderngl.TRIANGLES, len(chosen))
        buffer.release()

    def _drop_arrays(self) -> None:
        for array in self._arrays.values():
            array.release()
        self._arrays.clear()
        if self._instances is not None:
            self._instances.release()
            self._instances = None

    def release(self) -> None:
        """Free everything on the card."""
        self._drop_arrays()
        self._resources.close()


def _joined_vertices(
    meshes: Sequence[PackedMesh], numbers: Mapping[Surface, int], layers: Mapping[Texture, int]
) -> npt.NDArray[np.void]:
    """All vertices, their surfaces renumbered from mesh's to batch's, with the texture layer above."""
    words = {
        surface: number | ((layers[surface[0].texture] + 1) << 16 if surface[0].texture is not None else 0)
        for surface, number in numbers.items()
    }
    parts = [np.zeros(0, dtype=VERTEX)]
    for mesh in meshes:
        vertices = mesh.vertices.copy()
        table = np.array([words[surface] for surface in mesh.surfaces], dtype=np.uint32)
        vertices["surface"] = table[mesh.vertices["surface"]]
        parts.append(vertices)
    return np.concatenate(parts)


def _instance_rows(instances: Sequence[Instance], matrices: Floats) -> npt.NDArray[np.void]:
    """What the vertex shader needs of each instance: the upper three rows of its matrix, and its id."""
    rows = np.zeros(len(instances), dtype=_INSTANCE)
    rows["rows"] = matrices[:, :3, :]
    rows["identity"] = [instance.instance_id for instance in instances]
    return rows
