"""Instances on the graphics card: every mesh stored once, drawn with one indirect call per pass."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack

import moderngl
import numpy as np
import numpy.typing as npt

from caos.meshes import Mesh

from ..scene import Instance
from .camera import Camera
from .culling import Floats, Indices, Spheres, bounding_spheres
from .geometry import VERTEX, Kind, PackedMesh, Surface
from .layouts import INSTANCE, VERTEX_FORMATS, instance_format
from .levels import distances, rungs
from .textures import Layer, Textures

Programs = Mapping[str, moderngl.Program]
Flags = npt.NDArray[np.bool_]


class Batch:
    """A set of meshes on the card and the instances that use them, on all their levels of detail.

    Attributes:
        surfaces: what the surface indices `first_surface` .. mean, in order.
        spheres: bounding spheres of all drawable chunks, on all levels.
        triangle_counts, ids: (N,) triangles and instance id of each chunk.
        placement: equal ones mean equal instances of the same meshes.
    """

    def __init__(
        self,
        context: moderngl.Context,
        programs: Programs,
        meshes: Mapping[Mesh, PackedMesh],
        first_surface: int,
    ) -> None:
        self._context = context
        self._programs = programs
        self._token = object()  # mesh numbers mean something in this batch only
        self._resources = ExitStack()
        packed = list(meshes.values())
        self._number = {mesh: number for number, mesh in enumerate(meshes)}
        self._meshes = packed
        self._first_index = np.cumsum([0, *(len(mesh.indices) for mesh in packed)])
        self._first_vertex = np.cumsum([0, *(len(mesh.vertices) for mesh in packed)])
        numbers: dict[Surface, int] = {}
        for mesh in packed:
            for surface in mesh.surfaces:
                numbers.setdefault(surface, first_surface + len(numbers))
        self.surfaces: tuple[Surface, ...] = tuple(numbers)
        self._textures = Textures(context, _layers(numbers))
        self._resources.callback(self._textures.release)
        self._vertices = self._buffer(_joined_vertices(packed, numbers, self._textures))
        self._indices = self._buffer(
            np.concatenate([np.zeros(0, dtype=np.uint32), *(mesh.indices for mesh in packed)])
        )
        self._orders = self._keep(context.buffer(reserve=64, dynamic=True))
        self._instances: moderngl.Buffer | None = None
        self._arrays: dict[str, moderngl.VertexArray] = {}
        self.place([])

    def _buffer(self, data: npt.NDArray[np.generic]) -> moderngl.Buffer:
        return self._keep(
            self._context.buffer(data.tobytes()) if data.size else self._context.buffer(reserve=64)
        )

    def _keep(self, buffer: moderngl.Buffer) -> moderngl.Buffer:
        self._resources.callback(buffer.release)
        return buffer

    def place(self, instances: Sequence[Instance]) -> None:
        """Replace the instances; their meshes and the levels of these must be among the batch's."""
        matrices = np.array([instance.matrix for instance in instances], dtype=np.float64).reshape(-1, 4, 4)
        steps = [
            (owner, self._number[mesh], start, stop)
            for owner, instance in enumerate(instances)
            for start, stop, mesh in rungs(instance.mesh)
        ]
        chunks = [chunk for _, number, _, _ in steps for chunk in self._meshes[number].chunks]
        counts = [len(self._meshes[number].chunks) for _, number, _, _ in steps]
        table = np.repeat(np.array(steps, dtype=np.float64).reshape(-1, 4), counts, axis=0)
        owner, number = table[:, 0].astype(np.intp), table[:, 1].astype(np.intp)
        self._owner, self._reach = owner, table[:, 2:]
        self._origins = matrices[:, :3, 3]
        self.spheres: Spheres = bounding_spheres(chunks, matrices, owner)
        self._kinds = np.array([chunk.kind for chunk in chunks], dtype=np.int64)
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
        self.placement: tuple[object, ...] = (self._token, rows.tobytes(), number.tobytes())
        self._upload(rows)

    def _upload(self, rows: npt.NDArray[np.void]) -> None:
        if self._instances is not None and self._instances.size >= rows.nbytes:
            if rows.size:
                self._instances.write(rows.tobytes())
            return
        self._drop_arrays()
        capacity = 1 << max(len(rows) - 1, 15).bit_length()
        self._instances = self._context.buffer(reserve=capacity * INSTANCE.itemsize)
        if rows.size:
            self._instances.write(rows.tobytes())
        for name, vertex_format in VERTEX_FORMATS.items():
            content = [(self._vertices, *vertex_format), (self._instances, *instance_format(name))]
            self._arrays[name] = self._context.vertex_array(self._programs[name], content, self._indices)

    def shown(self, camera: Camera, least: float = 0.0) -> Flags:
        """(N,) which chunks belong to the level that stands for their instance.

        Args:
            camera: levels depend on it, see `levels`.
            least: metres; what is nearer is drawn as if it were this far.
        """
        reach = distances(self._origins, camera.eye, camera.focal)
        distance = np.maximum(reach, least)[self._owner]
        return np.asarray((distance >= self._reach[:, 0]) & (distance < self._reach[:, 1]))

    def visible(self, camera: Camera) -> Indices:
        """Numbers of the chunks that the camera could see, on their levels, nearest first."""
        shown = self.shown(camera) & self.spheres.inside(camera.planes())
        return self.spheres.nearest_first(np.flatnonzero(shown), camera.eye)

    def draw(self, program: str, kinds: Sequence[Kind], chosen: Indices) -> None:
        """Draw those of the chosen chunks that are of these kinds; see `programs.SCENE_PROGRAMS`."""
        commands = self._commands[chosen[np.isin(self._kinds[chosen], kinds)]]
        if len(commands) == 0:
            return
        self._textures.use()
        self._orders.orphan(max(self._orders.size, commands.nbytes))
        self._orders.write(commands.tobytes())
        self._arrays[program].render_indirect(self._orders, moderngl.TRIANGLES, len(commands))

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


def _layers(surfaces: Iterable[Surface]) -> list[Layer]:
    found = (Layer.of(material) for material, _ in surfaces)
    return [layer for layer in found if layer is not None]


def _joined_vertices(
    meshes: Sequence[PackedMesh], numbers: Mapping[Surface, int], textures: Textures
) -> npt.NDArray[np.void]:
    """All vertices, their surfaces renumbered from mesh's to batch's, with the texture layer above."""
    words = {}
    for surface, number in numbers.items():
        layer = Layer.of(surface[0])
        words[surface] = number | (0 if layer is None else (textures.number(layer) + 1) << 16)
    parts = [np.zeros(0, dtype=VERTEX)]
    for mesh in meshes:
        vertices = mesh.vertices.copy()
        table = np.array([words[surface] for surface in mesh.surfaces], dtype=np.uint32)
        vertices["surface"] = table[mesh.vertices["surface"]]
        parts.append(vertices)
    return np.concatenate(parts)


def _instance_rows(instances: Sequence[Instance], matrices: Floats) -> npt.NDArray[np.void]:
    rows = np.zeros(len(instances), dtype=INSTANCE)
    rows["rows"] = matrices[:, :3, :]
    rows["identity"] = [instance.instance_id for instance in instances]
    return rows
