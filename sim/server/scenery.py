"""A town's fixed things: which of them are shown, what they block, what rays meet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b
from typing import Final, TypeVar

import numpy as np
import numpy.typing as npt

from caos.meshes import Lamps, Mesh

from .collision import Boxes, blocking_box, mesh_box
from .raycast import Hit, RayCaster, touched_boxes, world_bounds
from .scene import Instance, SceneryItem, Vector
from .wire import Box

T = TypeVar("T")
ALL_TAGS: Final = 255
GROUND_DEPTH: Final = 1000.0
"""How far below a point ground is looked for, metres."""

_SIGNAL: Final = Lamps.SIGNAL_RED | Lamps.SIGNAL_YELLOW | Lamps.SIGNAL_GREEN
_AT_SIGNAL: Final = 0.5  # metres


class Scenery:
    """The items of a town and what is asked about them."""

    def __init__(self, items: Sequence[SceneryItem], rays: RayCaster) -> None:
        self.items = tuple(items)
        self.shown = np.ones(len(items), dtype=bool)
        self.ids = {object_id(item): index for index, item in enumerate(items)}
        self._rays = rays
        self._instances = tuple(
            Instance(item.mesh, item.pose.matrix(), number) for number, item in enumerate(items, start=1)
        )
        self._low, self._high = world_bounds(self._instances)
        # What belongs to a layer of the map and blocks nothing is grass: nobody stands on its tips, and rays
        # pass through it, for grass has no collision in CARLA.
        self._is_grass = np.array([not item.solid and bool(item.layer) for item in items], dtype=bool)
        self._is_ground = np.array([not item.solid and not item.layer for item in items], dtype=bool)
        self._boxes: dict[int, Box] = {}
        self._mesh_boxes: dict[int, Box] = {}
        self._blocking, self._blocking_items = _blocking_boxes(self.items)

    def instances(self) -> list[Instance]:
        """What the renderer draws."""
        return [instance for instance, shown in zip(self._instances, self.shown, strict=True) if shown]

    def show(self, indices: Iterable[int], shown: bool) -> None:
        """Show or hide some items; hidden ones neither block nor stop rays."""
        self.shown[list(indices)] = shown

    def signal_at(self, location: Vector) -> int:
        """Instance id of the traffic light's pole that stands at a place; 0 where none does."""
        for item, instance in zip(self.items, self._instances, strict=True):
            x, y, _ = item.pose.location
            near = abs(x - location[0]) + abs(y - location[1]) < _AT_SIGNAL
            if near and any(material.lamp & _SIGNAL for material in item.mesh.materials):
                return instance.instance_id
        return 0

    def with_tag(self, tag: int) -> list[tuple[SceneryItem, Box]]:
        """Items of a tag (255: all) with their bounding boxes in the world."""
        return [
            (item, self._box(index)) for index, item in enumerate(self.items) if tag in (ALL_TAGS, item.tag)
        ]

    def blocking(self, box: Box) -> list[SceneryItem]:
        """Solid items that `box` would touch."""
        touching = self._blocking.touching(box, self.shown[self._blocking_items])
        return [self.items[self._blocking_items[index]] for index in touching]

    def cast(self, origin: Vector, direction: Vector) -> list[Hit]:
        """All hits of a ray of the length of `direction`, in no order."""
        return self._cast(origin, direction, self.shown & ~self._is_grass)

    def ground_height(self, x: float, y: float, below: float) -> float | None:
        """Height of the highest ground at (x, y) that is not above `below`, metres."""
        hits = self._cast((x, y, below), (0.0, 0.0, -GROUND_DEPTH), self.shown & self._is_ground)
        return below - GROUND_DEPTH * min(hit.distance for hit in hits) if hits else None

    def _cast(self, origin: Vector, direction: Vector, among: npt.NDArray[np.bool_]) -> list[Hit]:
        near = among & touched_boxes(self._low, self._high, np.asarray(origin), np.asarray(direction))
        return [
            hit
            for index in np.flatnonzero(near)
            for hit in self._rays.hits(self._instances[index], origin, direction)
        ]

    def _box(self, index: int) -> Box:
        if index not in self._boxes:
            item = self.items[index]
            own = _remembered(self._mesh_boxes, item.mesh, mesh_box)
            self._boxes[index] = own.placed(item.pose)
        return self._boxes[index]


def object_id(item: SceneryItem) -> int:
    """The id of an environment object: 64 bits, the same in every run."""
    return int.from_bytes(blake2b(item.name.encode(), digest_size=8).digest(), "little")


def _blocking_boxes(items: Sequence[SceneryItem]) -> tuple[Boxes, npt.NDArray[np.int64]]:
    """Boxes in the world of all that blocks, and the item that each belongs to."""
    boxes: dict[int, Box | None] = {}
    placed: list[Box] = []
    owners: list[int] = []
    for index, item in enumerate(items):
        box = _remembered(boxes, item.mesh, blocking_box) if item.solid else None
        if box is not None:
            placed.append(box.placed(item.pose))
            owners.append(index)
    return Boxes(placed), np.array(owners, dtype=np.int64)


def _remembered(known: dict[int, T], mesh: Mesh, work_out: Callable[[Mesh], T]) -> T:
    """`work_out(mesh)`, done once for each mesh."""
    if id(mesh) not in known:
        known[id(mesh)] = work_out(mesh)
    return known[id(mesh)]
