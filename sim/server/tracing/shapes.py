"""Meshes as Mitsuba's shape groups, and instances of them in its right-handed world."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from caos.colors import linear
from caos.meshes import Material, Mesh

from ..scene import Instance, Matrix
from .materials import Materials
from .variant import mitsuba

FLIP: Final = np.diag([1.0, -1.0, 1.0, 1.0])
"""Between CARLA's left-handed world and Mitsuba's right-handed one: y changes its sign."""


class Shapes:
    """Turns instances into entries of a scene; meshes and materials stay for later pictures."""

    def __init__(self) -> None:
        self._materials = Materials()
        self._groups: dict[Mesh, tuple[str, Any]] = {}

    def entries(self, instances: Sequence[Instance]) -> dict[str, Any]:
        """Name -> object for `mitsuba.load_dict`: shape groups, then what uses them, then what glows."""
        groups, placed, glowing = {}, {}, {}
        for number, instance in enumerate(instances):
            if not len(instance.mesh.faces):
                continue
            name, group = self._group(instance.mesh)
            groups[name] = group
            matrix = mitsuba().ScalarTransform4f(FLIP @ instance.matrix)
            placed[f"instance_{number}"] = mitsuba().load_dict(
                {"type": "instance", "group": group, "to_world": matrix}
            )
            for index in _glowing(instance):
                glowing[f"glow_{number}_{index}"] = self._glow(instance, index)
        return {**groups, **placed, **glowing}

    def _group(self, mesh: Mesh) -> tuple[str, Any]:
        if mesh not in self._groups:
            parts = {
                f"part_{index}": self._part(mesh, index, np.eye(4), self._materials.of(material))
                for index, material in enumerate(mesh.materials)
                if np.any(mesh.face_material == index)
            }
            group = mitsuba().load_dict({"type": "shapegroup", **parts})
            self._groups[mesh] = (f"group_{len(self._groups)}", group)
        return self._groups[mesh]

    def _glow(self, instance: Instance, index: int) -> Any:
        """The faces of a lit lamp, a hair in front of those that are not lit; groups cannot hold emitters."""
        material = instance.mesh.materials[index]
        radiance = linear(np.array(material.color)) * material.emission
        emitter = {"type": "area", "radiance": {"type": "rgb", "value": radiance.tolist()}}
        return self._part(instance.mesh, index, FLIP @ instance.matrix, mitsuba().load_dict(emitter))

    def _part(self, mesh: Mesh, index: int, matrix: Matrix, child: Any) -> Any:
        """The faces of one material, moved by `matrix`; `child` is their material or what they emit."""
        mi = mitsuba()
        used, corners = np.unique(mesh.faces[mesh.face_material == index], return_inverse=True)
        properties = mi.Properties()
        properties["child"] = child
        part = mi.Mesh(
            "part", len(used), corners.size // 3, props=properties,
            has_vertex_normals=True, has_vertex_texcoords=True,
        )  # fmt: skip
        values = mi.traverse(part)
        positions = mesh.positions[used] @ matrix[:3, :3].T + matrix[:3, 3]
        values["vertex_positions"] = positions.astype(np.float32).ravel()
        values["vertex_normals"] = (mesh.normals[used] @ matrix[:3, :3].T).astype(np.float32).ravel()
        values["vertex_texcoords"] = mesh.uvs[used].ravel()
        values["faces"] = corners.astype(np.uint32).ravel()
        values.update()
        return part


def _glowing(instance: Instance) -> list[int]:
    return [index for index, material in enumerate(instance.mesh.materials) if _is_lit(material, instance)]


def _is_lit(material: Material, instance: Instance) -> bool:
    return material.emission > 0.0 and (not material.lamp or bool(material.lamp & instance.lamps))
