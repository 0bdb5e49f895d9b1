"""One loaded map with everyone in it, from one `load_world` to the next."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, count
from typing import Final

from . import physics, signals
from .actors import NO_BOX, Actor, Body, Sensor, Signal, Vehicle, Walker
from .blueprints import Blueprint, BlueprintLibrary
from .collision import mesh_box, overlap
from .raycast import Hit, RayCaster
from .rpc import RpcError
from .scene import Instance, Pose, Town, Vector, Weather
from .scenery import Scenery
from .streams import StreamServer
from .wire import Box, Description

SPAWN_COLLISION: Final = "Spawn failed because of collision at spawn position"
LAST_INSTANCE_ID: Final = 65535
FIRST_ACTOR_INSTANCE_ID: Final = 30011
"""Instance ids of actors start here (or after the scenery), so that no one takes them for actor ids."""

SPECTATOR_HEIGHT: Final = 10.0
CLIENT_SIDE_SENSORS: Final = ("sensor.other.lane_invasion",)
ROLES: Final = {"vehicle": Vehicle, "walker": Walker, "sensor": Sensor}
MOVERS: Final = ("vehicle", "walker")


class Episode:
    """A town, its actors and its weather. Belongs to the world's thread."""

    def __init__(
        self,
        episode_id: int,
        town: Town,
        library: BlueprintLibrary,
        streams: StreamServer,
        actor_ids: count[int],
    ) -> None:
        self.id = episode_id
        self.town = town
        self.weather = Weather()
        self.imu_gravity = physics.GRAVITY
        self._rays = RayCaster()
        self.scenery = Scenery(town.scenery, self._rays)
        self.actors: dict[int, Actor] = {}
        self.dead_boxes: dict[int, Box] = {}
        self._library, self._streams, self._actor_ids = library, streams, actor_ids
        self._next_instance_id = max(FIRST_ACTOR_INSTANCE_ID, len(town.scenery) + 1)
        self.spectator = self._add(Blueprint("spectator"), {}, Pose((0.0, 0.0, SPECTATOR_HEIGHT)))
        self._place_signals()

    def actor(self, actor_id: int) -> Actor:
        """The living actor of this id.

        Raises:
            RpcError: there is none.
        """
        try:
            return self.actors[actor_id]
        except KeyError:
            raise RpcError(f"unable to find actor {actor_id}: it does not exist or was destroyed") from None

    def spawn(self, description: Description, pose: Pose, parent_id: int = 0) -> Actor:
        """Add what a client describes; `pose` is relative to the parent if there is one.

        Raises:
            RpcError: no such blueprint or parent, an attribute out of range, or something is in the way.
        """
        blueprint = self._library.find(description.type_id)
        values = blueprint.values(description.attributes)
        parent = self.actor(parent_id) if parent_id else None
        mesh = self._library.mesh(blueprint, values)
        if mesh is not None and parent is None and self.touching(mesh_box(mesh).placed(pose)):
            raise RpcError(SPAWN_COLLISION)
        instance_id = 0 if mesh is None else self._new_instance_id()
        actor = self._add(blueprint, values, pose)
        actor.parent = parent
        if mesh is not None:
            actor.mesh, actor.box, actor.instance_id = mesh, mesh_box(mesh), instance_id
        if blueprint.type_id.startswith("sensor.") and blueprint.type_id not in CLIENT_SIDE_SENSORS:
            actor.stream = self._streams.create()
        return actor

    def destroy(self, actor_id: int) -> None:
        """Remove an actor; what was attached to it stays where it is.

        Raises:
            RpcError: no such actor, or the spectator or one of the town's signals.
        """
        actor = self.actor(actor_id)
        if actor is self.spectator or isinstance(actor.role, Signal):
            raise RpcError(f"unable to destroy actor {actor_id}: {actor.type_id} belongs to the map")
        for other in self.actors.values():
            if other.parent is actor:
                other.pose, other.parent = other.world_pose, None
        del self.actors[actor_id]
        self.dead_boxes[actor_id] = actor.box
        if actor.stream is not None:
            self._streams.remove(actor.stream)

    def close(self) -> None:
        """End the streams of all sensors."""
        for actor in self.actors.values():
            if actor.stream is not None:
                self._streams.remove(actor.stream)

    def step(self, delta: float) -> None:
        """Let `delta` simulated seconds pass."""
        signals.step(self.actors.values(), delta)
        for actor in self.actors.values():
            physics.step(actor, delta, self.scenery.ground_height)

    def instances(self) -> list[Instance]:
        """What the renderer draws beyond the scenery."""
        found = (actor.instance() for actor in self.actors.values())
        return [instance for instance in found if instance is not None]

    def box_of(self, actor_id: int) -> Box:
        """The bounding box of an actor, also of a dead one.

        A client's traffic manager asks for cars that were just destroyed, and ends its process on an error.
        """
        if actor_id in self.actors:
            return self.actors[actor_id].box
        return self.dead_boxes.get(actor_id, NO_BOX)

    def touching(self, box: Box, ignored: Actor | None = None) -> list[Actor | str]:
        """Solid actors, and names of solid scenery, that a box in the world overlaps."""
        actors: list[Actor | str] = [
            actor
            for actor in self.actors.values()
            if actor is not ignored and actor.solid and overlap(actor.box.placed(actor.world_pose), box)
        ]
        return [*actors, *(item.name for item in self.scenery.blocking(box))]

    def cast(self, origin: Vector, direction: Vector) -> list[Hit]:
        """Everything a ray of the length of `direction` meets, scenery and actors, nearest first."""
        hits = chain(self.scenery.cast(origin, direction), self._cast_at_actors(origin, direction))
        return sorted(hits, key=lambda hit: hit.distance)

    def _cast_at_actors(self, origin: Vector, direction: Vector) -> Iterator[Hit]:
        for actor in self.actors.values():
            instance = actor.instance()
            if instance is not None:
                yield from self._rays.hits(instance, origin, direction)

    def _add(self, blueprint: Blueprint, values: dict[str, str], pose: Pose) -> Actor:
        family = blueprint.type_id.split(".")[0]
        role = ROLES[family]() if family in ROLES else None
        body = Body(mass=blueprint.mass, simulated=family in MOVERS)
        actor = Actor(next(self._actor_ids), blueprint, values, pose, role=role, body=body)
        self.actors[actor.id] = actor
        return actor

    def _new_instance_id(self) -> int:
        taken = {actor.instance_id for actor in self.actors.values()}
        first = len(self.town.scenery) + 1
        for _ in range(first, LAST_INSTANCE_ID + 1):
            candidate = self._next_instance_id
            self._next_instance_id = first if candidate == LAST_INSTANCE_ID else candidate + 1
            if candidate not in taken:
                return candidate
        raise RpcError(f"too many things: {LAST_INSTANCE_ID} instance ids are all in use")

    def _place_signals(self) -> None:
        for head in self.town.signals:
            actor = self._add(Blueprint(head.type_id), {}, head.pose)
            light = head.type_id == "traffic.traffic_light"
            pole = self.scenery.signal_at(head.pose.location) if light else 0
            actor.role = Signal(head.opendrive_id, head.group, scenery=pole)
        for group in signals.lights(self.actors.values()).values():
            signals.reset(group)
