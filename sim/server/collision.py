"""Oriented boxes: may something be spawned here, and what touches what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from caos.meshes import Mesh

from .scene import Pose
from .wire import Box

CLEARANCE: Final = 0.01
"""Boxes may overlap by this many metres: things stand on the ground and beside one another."""

REACH: Final = 2.2
"""Metres above its foot up to which scenery blocks; what is higher may hang over a car."""


def mesh_box(mesh: Mesh) -> Box:
    """The bounding box of a mesh in its own frame."""
    low, high = mesh.bounds
    return Box.around(low.astype(np.float64), high.astype(np.float64))


def blocking_box(mesh: Mesh) -> Box | None:
    """The box of what a mesh has at the height of cars; None when all of it hangs higher."""
    heights = mesh.positions[:, 2]
    near_ground = mesh.positions[heights <= REACH].astype(np.float64)
    if not len(near_ground):
        return None
    low, high = near_ground.min(axis=0), near_ground.max(axis=0)
    # a wall may have corners at its foot and its top only
    high[2] = min(float(heights.max()), REACH)
    return Box.around(low, high)


class Boxes:
    """A fixed set of boxes in the world, quick to ask."""

    def __init__(self, boxes: Sequence[Box]) -> None:
        self._boxes = tuple(boxes)
        self._centers = np.array([box.center for box in boxes], dtype=np.float64).reshape(-1, 3)
        self._radii = np.array([_radius(box) for box in boxes], dtype=np.float64)

    def touching(self, box: Box, among: npt.NDArray[np.bool_] | None = None) -> list[int]:
        """Positions of the boxes that overlap `box`; `among` (N,) says which ones count."""
        distances = np.linalg.norm(self._centers - np.asarray(box.center), axis=1)
        near = distances <= self._radii + _radius(box)
        if among is not None:
            near &= among
        return [int(index) for index in np.flatnonzero(near) if overlap(self._boxes[index], box)]


def overlap(first: Box, second: Box) -> bool:
    """Whether two oriented boxes share more than `CLEARANCE`.

    Separating-axis test (Gottschalk, Lin, Manocha: OBBTree, 1996): three axes of each box and their nine
    cross products.
    """
    axes_a, axes_b = _axes(first), _axes(second)
    half_a = np.maximum(np.asarray(first.extent) - CLEARANCE / 2, 0.0)
    half_b = np.maximum(np.asarray(second.extent) - CLEARANCE / 2, 0.0)
    between = np.asarray(second.center) - np.asarray(first.center)
    crosses = np.cross(axes_a[:, None], axes_b[None]).reshape(9, 3)
    lengths = np.linalg.norm(crosses, axis=1)
    usable = lengths > 1e-9
    candidates = np.concatenate([axes_a, axes_b, crosses[usable] / lengths[usable, None]])
    gaps = np.abs(candidates @ between)
    reach = np.abs(candidates @ axes_a.T) @ half_a + np.abs(candidates @ axes_b.T) @ half_b
    return bool((gaps < reach).all())


def _axes(box: Box) -> npt.NDArray[np.floating[Any]]:
    """(3, 3) rows: the box's unit axes in the world."""
    return Pose(box.center, box.rotation).matrix()[:3, :3].T


def _radius(box: Box) -> float:
    return float(np.linalg.norm(box.extent))
