"""Levels of detail: which mesh stands for an instance in a picture.

A level's distance is meant for a picture of 1280 pixels with a field of view of 90 degrees; where things look
larger or smaller than there, it counts that much farther or nearer. So a level depends on the view alone,
and all passes of a picture draw the same one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt

from caos.meshes import Mesh

from ..scene import Instance, View

_FOCAL: Final = 640.0  # pixels, of the picture that distances are meant for

Floats = npt.NDArray[np.float64]


def rungs(mesh: Mesh) -> list[tuple[float, float, Mesh]]:
    """The versions of a mesh, each with the distances from which and up to which it is drawn."""
    starts = [0.0, *(level.distance for level in mesh.levels), math.inf]
    versions = [mesh, *(level.mesh for level in mesh.levels)]
    return list(zip(starts[:-1], starts[1:], versions, strict=True))


def distances(origins: Floats, eye: Floats, focal: float) -> Floats:
    """(N,) how far (N, 3) origins are from `eye`, as levels count it; `focal` in pixels."""
    return np.asarray(np.sqrt(((origins - eye) ** 2).sum(axis=1)) * (_FOCAL / focal))


def drawn(instances: Sequence[Instance], view: View) -> list[Instance]:
    """What stands for each instance in a picture: the same, with the mesh of its level.

    Shadows are not part of it: they may come from a simpler level.
    """
    if not instances:
        return []
    focal = view.width / (2.0 * math.tan(math.radians(view.fov) / 2.0))
    origins = np.stack([instance.matrix[:3, 3] for instance in instances])
    reach = distances(origins, view.pose.matrix()[:3, 3], focal)
    return [
        _at(instance, distance) if instance.mesh.levels else instance
        for instance, distance in zip(instances, reach.tolist(), strict=True)
    ]


def _at(instance: Instance, distance: float) -> Instance:
    for start, stop, mesh in rungs(instance.mesh):
        if start <= distance < stop:
            return replace(instance, mesh=mesh)
    return instance
