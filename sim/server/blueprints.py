"""The blueprint library: everything that can be spawned.

A sensor is in here only when the server measures it; a client that asks for another one hears that it
does not exist.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from caos.meshes import Mesh

from . import attributes
from .attributes import Attribute
from .rpc import RpcError

Shape = Callable[[Mapping[str, str]], Mesh]
"""Attribute values -> mesh."""

MODEL_ATTRIBUTES: Final = ("color",)
"""Attributes that change what an actor looks like; other values share one mesh."""


@dataclass(frozen=True, slots=True, eq=False)
class Blueprint:
    """One kind of actor.

    Attributes:
        type_id: e.g. "static.prop.trafficcone01".
        attributes: with their defaults.
        shape: makes its mesh; None for what cannot be seen.
        mass: kg.
        uid: number within the library; 0 for what a client cannot spawn.
    """

    type_id: str
    attributes: tuple[Attribute, ...] = ()
    shape: Shape | None = None
    mass: float = 100.0
    uid: int = 0

    def encoded(self) -> list[Any]:
        """ActorDefinition on the wire."""
        tags = self.type_id.replace(".", ",")
        return [self.uid, self.type_id, tags, [attribute.encoded() for attribute in self.attributes]]

    def values(self, given: Mapping[str, str]) -> dict[str, str]:
        """Every attribute with the given value, or else its default.

        Raises:
            RpcError: a value that does not fit its attribute.
        """
        return {
            attribute.id: attribute.check(given.get(attribute.id, attribute.default))
            for attribute in self.attributes
        }


class BlueprintLibrary:
    """All blueprints by id, and their meshes, each made once."""

    def __init__(self, blueprints: Iterable[Blueprint]) -> None:
        self._numbers = itertools.count(1)
        self._blueprints: dict[str, Blueprint] = {}
        self._meshes: dict[tuple[str, ...], Mesh] = {}
        for blueprint in blueprints:
            self.put(blueprint)

    def put(self, blueprint: Blueprint) -> None:
        """Add a blueprint, or replace the one of its id; what was spawned from that stays as it is."""
        known = self._blueprints.get(blueprint.type_id)
        uid = next(self._numbers) if known is None else known.uid
        self._blueprints[blueprint.type_id] = replace(blueprint, uid=uid)
        self._forget_meshes(blueprint.type_id)

    def drop(self, type_id: str) -> None:
        """Take a blueprint out."""
        del self._blueprints[type_id]
        self._forget_meshes(type_id)

    def _forget_meshes(self, type_id: str) -> None:
        for key in [key for key in self._meshes if key[0] == type_id]:
            del self._meshes[key]

    def find(self, type_id: str) -> Blueprint:
        """The blueprint of this id.

        Raises:
            RpcError: there is none.
        """
        try:
            return self._blueprints[type_id]
        except KeyError:
            raise RpcError(
                f"unable to spawn {type_id!r}: the embedded server has no such blueprint"
            ) from None

    def mesh(self, blueprint: Blueprint, values: Mapping[str, str]) -> Mesh | None:
        """What an actor of this blueprint with these attribute values looks like."""
        if blueprint.shape is None:
            return None
        key = (blueprint.type_id, *(values.get(name, "") for name in MODEL_ATTRIBUTES))
        if key not in self._meshes:
            self._meshes[key] = blueprint.shape(values)
        return self._meshes[key]

    def encoded(self) -> list[Any]:
        """The answer to get_actor_definitions."""
        return [blueprint.encoded() for blueprint in self._blueprints.values()]


SENSORS: Final = (
    Blueprint("sensor.camera.rgb", attributes.RGB_CAMERA),
    Blueprint("sensor.camera.depth", attributes.CAMERA),
    Blueprint("sensor.camera.semantic_segmentation", attributes.CAMERA),
    Blueprint("sensor.camera.instance_segmentation", attributes.CAMERA),
    Blueprint("sensor.lidar.ray_cast", attributes.LIDAR),
    Blueprint("sensor.other.gnss", attributes.GNSS),
    Blueprint("sensor.other.imu", attributes.IMU),
    Blueprint("sensor.other.collision", (attributes.SENSOR[0],)),
    Blueprint("sensor.other.lane_invasion", (attributes.SENSOR[0],)),
    Blueprint("controller.ai.walker", (attributes.SENSOR[0],)),
)
"""Lane invasion and the walkers' controller live in the client; the server only keeps their actors."""
