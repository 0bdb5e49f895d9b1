"""A town under construction: what stands where, so that nothing is put into the road or another thing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from caos.meshes import Mesh

from ..scene import Pose, SceneryItem
from .raster import Raster, rectangle

Array = npt.NDArray[np.float64]

TRUNK: Final = 0.9  # metres of ground that a tree takes up; its crown may reach over things


@dataclass(frozen=True, slots=True)
class Sort:
    """How things of one sort appear in a town: name, CARLA tag, and map layer."""

    name: str
    tag: int
    layer: int


BUILDING: Final = Sort("Building", 3, 1)
WALL: Final = Sort("Wall", 4, 256)
FENCE: Final = Sort("Fence", 5, 256)
HEDGE: Final = Sort("Hedge", 9, 4)
TREE: Final = Sort("Tree", 9, 4)
GRASS: Final = Sort("Grass", 10, 4)
BUSH: Final = Sort("Bush", 9, 4)
LAMP: Final = Sort("Lamp", 6, 128)
LIGHT: Final = Sort("TrafficLight", 7, 0)
SIGN: Final = Sort("TrafficSign", 8, 0)
PROP: Final = Sort("Prop", 20, 64)
CAR: Final = Sort("ParkedCar", 14, 16)


@dataclass(slots=True)
class Site:
    """Collects scenery.

    Attributes:
        asphalt, lanes: where cars drive or park; where any lane is.
        things: what has been placed so far.
        items: the scenery.
        numbers: how many there are of each sort.
        boxes: bounds of the meshes in use.
    """

    asphalt: Raster
    lanes: Raster
    things: Raster
    items: list[SceneryItem] = field(default_factory=list)
    numbers: Counter[str] = field(default_factory=Counter)
    boxes: dict[Mesh, tuple[Array, Array]] = field(default_factory=dict)

    def put(
        self,
        sort: Sort,
        mesh: Mesh,
        point: Array,
        yaw: float,
        *,
        keep_off: Raster | None = None,
        margin: float = 0.0,
        ground: float | None = None,
    ) -> bool:
        """Places a mesh where it touches neither a thing nor the `keep_off` raster.

        Args:
            sort: of the thing.
            mesh: origin on the ground.
            point: (3,) metres.
            yaw: radians.
            keep_off: e.g. `lanes`; None for nothing.
            margin: metres to keep around the footprint.
            ground: side of the square the thing takes up; the mesh's own rectangle if None.

        Returns:
            Whether it was placed.
        """
        if not self.is_free(self.footprint(mesh, point, yaw, margin, ground), keep_off):
            return False
        self.add(sort, mesh, point, yaw, ground=ground)
        return True

    def is_free(self, outline: Array, keep_off: Raster | None = None) -> bool:
        """Whether a convex outline (n, 2) touches neither a thing nor the `keep_off` raster."""
        return not self.things.touches(outline) and (keep_off is None or not keep_off.touches(outline))

    def add(self, sort: Sort, mesh: Mesh, point: Array, yaw: float, *, ground: float | None = None) -> None:
        """Places a mesh without asking; see `put`."""
        self.things.fill([self.footprint(mesh, point, yaw, 0.0, ground)])
        self._note(sort, mesh, point, yaw, solid=True)

    def grow(self, sort: Sort, mesh: Mesh, point: Array, yaw: float) -> None:
        """Places what takes up no room and blocks nothing."""
        self._note(sort, mesh, point, yaw, solid=False)

    def _note(self, sort: Sort, mesh: Mesh, point: Array, yaw: float, *, solid: bool) -> None:
        self.numbers[sort.name] += 1
        x, y, z = (float(value) for value in point)
        degrees = float((np.degrees(yaw) + 180.0) % 360.0 - 180.0)
        name = f"{sort.name}_{self.numbers[sort.name]:03d}"
        pose = Pose((x, y, z), (0.0, degrees, 0.0))
        self.items.append(SceneryItem(name, mesh, pose, sort.tag, solid=solid, layer=sort.layer))

    def footprint(self, mesh: Mesh, point: Array, yaw: float, margin: float, ground: float | None) -> Array:
        """(4, 2) corners of the ground a mesh takes up at a place."""
        if mesh not in self.boxes:
            self.boxes[mesh] = (mesh.bounds[0].astype(np.float64), mesh.bounds[1].astype(np.float64))
        low, high = self.boxes[mesh]
        if ground is not None:
            low, high = np.full(3, -ground / 2), np.full(3, ground / 2)
        middle = 0.5 * (low + high)[:2]
        turn = np.array([[np.cos(yaw), -np.sin(yaw)], [np.sin(yaw), np.cos(yaw)]])
        length, width = (high - low)[:2] + 2 * margin
        return rectangle(point[:2] + turn @ middle, yaw, float(length), float(width))
