"""A town's fixed things: which of them are shown, what they block, what rays meet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import Final

import numpy as np

from .collision import Boxes, blocking_box, mesh_box
from .raycast import Hit, TriangleGrid
from .scene import Instance, SceneryItem, Vector
from .wire import Box

ALL_TAGS: Final = 255
GROUND_DEPTH: Final = 1000.0
"""How far below a point ground is looked for, metres."""


class Scenery:
    """A town's fixed things, which of them are shown, and rays and boxes against them."""

    def __init__(self, items: Sequence[SceneryItem]) -> None:
        self.items = tuple(items)
        self.shown = np.ones(len(items), dtype=bool)
        self.ids = {object_id(item): index for index, item in enumerate(items)}
        self._solid = np.array([item.solid for item in items], dtype=bool)
        self._instances = tuple(
            Instance(item.mesh, item.pose.matrix(), number) for number, item in enumerate(items, start=1)
        )
        self._boxes: dict[int, Box] = {}
        self._grid: TriangleGrid | None = None
        blocking = {
            index: box for index, item in enumerate(items) if item.solid and (box := blocking_box(item.mesh))
        }
        self._blocking_items = np.array(list(blocking), dtype=np.int64)
        self._blocking = Boxes([box.placed(self.items[index].pose) for index, box in blocking.items()])

    def instances(self) -> list[Instance]:
        """What the renderer draws."""
        return [instance for instance, shown in zip(self._instances, self.shown, strict=True) if shown]

    def show(self, indices: Iterable[int], shown: bool) -> None:
        """Show or hide some items; hidden ones neither block nor stop rays."""
        self.shown[list(indices)] = shown

    def with_tag(self, tag: int) -> list[tuple[SceneryItem, Box]]:
        """Items of a tag (255: all) with their bounding boxes in the world."""
        return [
            (item, self._box(index)) for index, item in enumerate(self.items) if tag in (ALL_TAGS, item.tag)
        ]

    def blocking(self, box: Box) -> list[SceneryItem]:
        """Solid items that `box` would touch."""
        shown = self.shown[self._blocking_items] if len(self._blocking_items) else None
        return [self.items[self._blocking_items[index]] for index in self._blocking.touching(box, shown)]

    def cast(self, origin: Vector, direction: Vector) -> list[Hit]:
        """All hits of a ray of the length of `direction`, nearest first."""
        return self._triangles().hits(np.asarray(origin), np.asarray(direction), self.shown)

    def ground_height(self, x: float, y: float, below: float) -> float | None:
        """Height of the highest ground at (x, y) that is not above `below`, metres."""
        ground = self.shown & ~self._solid
        down = np.array([0.0, 0.0, -GROUND_DEPTH])
        hits = self._triangles().hits(np.array([x, y, below]), down, ground)
        return below - GROUND_DEPTH * hits[0].distance if hits else None

    def _triangles(self) -> TriangleGrid:
        if self._grid is None:
            self._grid = TriangleGrid.of_instances(self._instances)
        return self._grid

    def _box(self, index: int) -> Box:
        if index not in self._boxes:
            item = self.items[index]
            self._boxes[index] = mesh_box(item.mesh).placed(item.pose)
        return self._boxes[index]


def object_id(item: SceneryItem) -> int:
    """The id of an environment object: 64 bits, the same in every run."""
    return int.from_bytes(blake2b(item.name.encode(), digest_size=8).digest(), "little")
