"""What stands around an object and before it: the street's furniture, and things that hide a part."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

import carla
import numpy as np

from ..anomalies import remove_actors, spawn_standing
from ..boxes import Box, Boxes, overlapping
from ..connect import Session
from ..streets import actor_box
from ..traffic import ground_below

_AROUND: Final = (0.6, 3.5)
"""Metres between an object's box and the middle of a piece of furniture."""

_BEFORE: Final = (0.25, 0.7)
"""Where occluders stand, as a share of the way from the object to the camera."""

_ASIDE: Final = 0.8
"""How far occluders stand from the line of sight at most, in radii of the object."""


@dataclass(frozen=True, slots=True, eq=False)
class Surroundings:
    """Things that stand for one picture; use `surroundings`.

    Attributes:
        session, world: the server and its loaded town.
        free: space that must stay free of furniture: the object's and the camera's.
        fixed: what belongs to the town.
        things: all that was put there; it is taken away at the end.
    """

    session: Session
    world: carla.World
    free: Boxes
    fixed: Boxes
    things: list[carla.Actor] = field(default_factory=list)

    def furnish(self, around: Box, blueprints: Sequence[str], count: int, rng: np.random.Generator) -> None:
        """Put `count` pieces around a box; those that have no place there are left out."""
        reach = math.hypot(*around.half[:2])
        for _ in range(count):
            angle, share, yaw, which = rng.random(4)
            away = reach + _AROUND[0] + share * (_AROUND[1] - _AROUND[0])
            x = around.center[0] + away * math.cos(2 * math.pi * angle)
            y = around.center[1] + away * math.sin(2 * math.pi * angle)
            self._stand(blueprints[int(which * len(blueprints))], x, y, around.center[2], 360 * yaw - 180)

    def stand_before(
        self, around: Box, lens: carla.Transform, blueprints: Sequence[str], rng: np.random.Generator
    ) -> tuple[carla.Actor, Box] | None:
        """A thing put between an object and the camera, and its box; None when it has no place there."""
        share, aside, yaw, which = rng.random(4)
        x, y, z = around.center
        way_x, way_y = lens.location.x - x, lens.location.y - y
        length = math.hypot(way_x, way_y)
        along = _BEFORE[0] + share * (_BEFORE[1] - _BEFORE[0])
        shift = (2 * aside - 1) * _ASIDE * math.hypot(*around.half[:2]) / max(length, 1e-6)
        place = x + along * way_x - shift * way_y, y + along * way_y + shift * way_x
        return self._stand(blueprints[int(which * len(blueprints))], *place, z, 360 * yaw - 180)

    def put(self, blueprint: carla.ActorBlueprint, ground: carla.Transform) -> carla.Actor | None:
        """Put a thing on the ground; None when the server refuses."""
        actor = spawn_standing(self.session, self.world, blueprint, ground)
        if actor is not None:
            self.things.append(actor)
        return actor

    def take_away(self, actor: carla.Actor) -> None:
        """Remove one of the things."""
        self.things.remove(actor)
        remove_actors(self.session, [actor])

    def _stand(self, name: str, x: float, y: float, z: float, yaw: float) -> tuple[carla.Actor, Box] | None:
        below = ground_below(self.world, carla.Location(x, y, z))
        if below is None:
            return None
        ground = carla.Transform(below.location, carla.Rotation(yaw=yaw))
        actor = self.put(self.world.get_blueprint_library().find(name), ground)
        if actor is None:
            return None
        box = actor_box(actor, ground)
        if overlapping(box, self.free).any() or overlapping(box, self.fixed).any():
            self.take_away(actor)
            return None
        return actor, box


@contextmanager
def surroundings(session: Session, world: carla.World, free: Boxes, fixed: Boxes) -> Iterator[Surroundings]:
    """An empty place; what is put there goes when the `with` block ends."""
    place = Surroundings(session, world, free, fixed)
    try:
        yield place
    finally:
        remove_actors(session, place.things)
