"""The meshes on the card: those of the static scene, and those that moving things have used so far."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack

import moderngl
import numpy as np
import numpy.typing as npt

from caos.labels import CARLA_TAG_NAMES
from caos.meshes import Mesh

from ..scene import Instance
from .batch import Batch, Programs
from .geometry import PackedMesh, Surface, pack_mesh
from .levels import rungs
from .post import lamp_table, surface_table

_SKY_TAG = CARLA_TAG_NAMES.index("Sky")
_KEPT_DYNAMIC_MESHES = 1024  # levels of detail included; some 80 kB each
_MAX_SURFACES = 65535


class Store:
    """Two batches and the table of their surfaces.

    Attributes:
        tags: (N,) uint8, CARLA tag of each surface index; index 0 is the sky.
        surfaces: the shader's table of materials, same indices.
        lamps: what switches their emission on, same indices.
    """

    def __init__(self, context: moderngl.Context, programs: Programs) -> None:
        self._context = context
        self._programs = programs
        self._packed: dict[Mesh, PackedMesh] = {}
        self._moving: dict[Mesh, PackedMesh] = {}
        self._static = Batch(context, programs, {}, 1)
        self._dynamic = Batch(context, programs, {}, 1)
        self._publish()

    def set_static(self, instances: Sequence[Instance]) -> None:
        """Replace the static batch and free the old one; meshes used again are not packed again."""
        _check_ids(instances)
        wanted = _meshes(instances)
        self._packed = {mesh: self._packed.get(mesh) or pack_mesh(mesh) for mesh in wanted}
        self._static.release()
        self._static = Batch(self._context, self._programs, self._packed, 1)
        self._static.place(instances)
        self._rebuild_dynamic()

    def place(self, dynamic: Sequence[Instance]) -> tuple[Batch, Batch]:
        """Both batches, the second showing `dynamic`."""
        _check_ids(dynamic)
        wanted = _meshes(dynamic)
        new = [mesh for mesh in wanted if mesh not in self._moving]
        if new:
            if len(self._moving) + len(new) > _KEPT_DYNAMIC_MESHES:
                self._moving = {mesh: self._moving[mesh] for mesh in wanted if mesh in self._moving}
            self._moving.update((mesh, pack_mesh(mesh)) for mesh in new)
            self._rebuild_dynamic()
        self._dynamic.place(dynamic)
        return self._static, self._dynamic

    def _rebuild_dynamic(self) -> None:
        self._dynamic.release()
        first = 1 + len(self._static.surfaces)
        self._dynamic = Batch(self._context, self._programs, self._moving, first)
        self.surfaces.release()
        self.lamps.release()
        self._publish()

    def _publish(self) -> None:
        """Write the table of surfaces, the static ones first."""
        surfaces: tuple[Surface, ...] = (*self._static.surfaces, *self._dynamic.surfaces)
        if len(surfaces) > _MAX_SURFACES:
            raise ValueError(
                f"a scene has at most {_MAX_SURFACES} pairs of material and tag, got {len(surfaces)}"
            )
        self.tags: npt.NDArray[np.uint8] = np.array([_SKY_TAG, *(tag for _, tag in surfaces)], dtype=np.uint8)
        self.surfaces = self._context.buffer(surface_table(surfaces))
        self.lamps = self._context.buffer(lamp_table(surfaces))

    def release(self) -> None:
        """Free everything on the card."""
        with ExitStack() as resources:
            for resource in (self._static, self._dynamic, self.surfaces, self.lamps):
                resources.callback(resource.release)


def _meshes(instances: Sequence[Instance]) -> list[Mesh]:
    """The meshes of the instances and their levels, each once, in a fixed order."""
    distinct = dict.fromkeys(instance.mesh for instance in instances)
    return list(dict.fromkeys(version for mesh in distinct for _, _, version in rungs(mesh)))


def _check_ids(instances: Sequence[Instance]) -> None:
    for instance in instances:
        if not 1 <= instance.instance_id <= 65535:
            raise ValueError(f"an instance id lies in 1..65535, got {instance.instance_id}")
