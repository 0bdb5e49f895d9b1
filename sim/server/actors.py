"""Actors: whatever a client spawned, the town's signals, and the spectator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from caos.meshes import Lamps, Mesh

from .blueprints import Blueprint
from .scene import Instance, Pose, Vector
from .streams import Stream
from .wire import Box, write_box

STILL: Final[Vector] = (0.0, 0.0, 0.0)
NO_BOX: Final = Box(STILL, STILL)
SWITCHES: Final = int(Lamps.SPECIAL2) * 2 - 1
"""The bits of `carla.VehicleLightState`."""


@dataclass(slots=True)
class Body:
    """How an actor moves.

    Attributes:
        velocity: m/s, world.
        angular_velocity: roll, pitch, yaw rate in degrees/s; what the last step did.
        spin: the same, as a client imposed it; tyres take it away, nothing else does.
        acceleration: m/s^2, world; what the last step did.
        constant_velocity: m/s in the actor's own frame, overrides everything else while set.
        mass: kg.
        simulated: whether the server moves it at all.
        gravity: whether it falls to the ground.
        force: N, world, acts on the next step only.
        rest: where it was last found standing on the ground.
    """

    velocity: Vector = STILL
    angular_velocity: Vector = STILL
    spin: Vector = STILL
    acceleration: Vector = STILL
    constant_velocity: Vector | None = None
    mass: float = 100.0
    simulated: bool = True
    gravity: bool = True
    force: Vector = STILL
    rest: Vector | None = None


@dataclass(frozen=True, slots=True)
class VehicleControl:
    """`carla.VehicleControl` in wire order; throttle and brake 0..1, steer -1 (left) .. 1 (right)."""

    throttle: float = 0.0
    steer: float = 0.0
    brake: float = 0.0
    hand_brake: bool = False
    reverse: bool = False
    manual_gear_shift: bool = False
    gear: int = 0


@dataclass(frozen=True, slots=True)
class AckermannControl:
    """`carla.VehicleAckermannControl` in wire order: radians, rad/s, m/s, m/s^2, m/s^3."""

    steer: float = 0.0
    steer_speed: float = 0.0
    speed: float = 0.0
    acceleration: float = 0.0
    jerk: float = 0.0


@dataclass(slots=True)
class Vehicle:
    """State of a vehicle beyond its motion.

    Attributes:
        ackermann: followed instead of `control` while set.
        lights: bits of `carla.VehicleLightState`.
        physics: VehiclePhysicsControl as the client set it; None until it did.
        ackermann_settings: AckermannControllerSettings on the wire.
        wheel_angles: steering shown on a wheel, by wheel, degrees.
    """

    control: VehicleControl = field(default_factory=VehicleControl)
    ackermann: AckermannControl | None = None
    lights: int = 0
    physics: list[Any] | None = None
    ackermann_settings: list[float] = field(default_factory=lambda: [0.15, 0.0, 0.25, 0.01, 0.0, 0.01])
    wheel_angles: dict[int, float] = field(default_factory=dict)


@dataclass(slots=True)
class Walker:
    """State of a pedestrian beyond its motion: where to (unit vector, world), how fast (m/s)."""

    direction: Vector = STILL
    speed: float = 0.0
    jump: bool = False


@dataclass(slots=True)
class Signal:
    """State of a traffic light or sign.

    Attributes:
        sign_id: `id` of the `<signal>` in the OpenDRIVE text.
        group: lights of one junction share it.
        color: `carla.TrafficLightState`.
        elapsed: seconds in this color.
        scenery: instance id of the pole that shows it; 0 for none.
    """

    sign_id: str
    group: int
    color: int = 0
    elapsed: float = 0.0
    green: float = 10.0
    yellow: float = 3.0
    red: float = 2.0
    frozen: bool = False
    scenery: int = 0


@dataclass(slots=True)
class Sensor:
    """State of a sensor.

    Attributes:
        due: simulated second of its next measurement.
        noise: its own random numbers, seeded by its attribute `noise_seed`; None until first used.
        azimuth: where a lidar's next sweep begins, degrees.
        touched: what a collision sensor's parent touched at the last tick: actor ids and scenery names.
        seen_from: where a camera's last picture was taken.
        seen_since: simulated second of the first picture since the camera was put somewhere.
        seen_phase: what the time of that first picture is said to be.
        seen_at: simulated second of the last one.
    """

    due: float = 0.0
    noise: np.random.Generator | None = None
    azimuth: float = 0.0
    touched: frozenset[int | str] = frozenset()
    seen_from: Pose | None = None
    seen_since: float = 0.0
    seen_phase: float = 0.0
    seen_at: float = 0.0


@dataclass(slots=True, eq=False)
class Actor:
    """One actor of an episode.

    Attributes:
        pose: in the world, or relative to `parent`.
        attributes: attribute id -> value as text; every attribute of the blueprint is there.
        mesh, instance_id: None and 0 for what cannot be seen.
        box: in its own frame.
        role: kind-specific state.
    """

    id: int
    blueprint: Blueprint
    attributes: Mapping[str, str]
    pose: Pose
    parent: Actor | None = None
    mesh: Mesh | None = None
    box: Box = NO_BOX
    instance_id: int = 0
    stream: Stream | None = None
    body: Body = field(default_factory=lambda: Body(simulated=False))
    role: Vehicle | Walker | Signal | Sensor | None = None
    collides: bool = True

    @property
    def type_id(self) -> str:
        """The blueprint's id, e.g. "vehicle.tesla.model3"."""
        return self.blueprint.type_id

    @property
    def world_pose(self) -> Pose:
        """Where it is in the world."""
        if self.parent is None:
            return self.pose
        return Pose.from_matrix(self.parent.world_pose.matrix() @ self.pose.matrix())

    @property
    def solid(self) -> bool:
        """Whether other things may not be spawned into it."""
        return self.mesh is not None and self.collides

    def instance(self) -> Instance | None:
        """What the renderer draws, if it can be seen."""
        if self.mesh is None:
            return None
        lamps = Lamps(self.role.lights & SWITCHES) if isinstance(self.role, Vehicle) else Lamps.NONE
        return Instance(self.mesh, self.world_pose.matrix(), self.instance_id, lamps)

    def encoded(self) -> list[Any]:
        """Actor on the wire."""
        values = [
            [attribute.id, int(attribute.type), self.attributes[attribute.id]]
            for attribute in self.blueprint.attributes
        ]
        tags = b"" if self.mesh is None else np.unique(self.mesh.face_tag).tobytes()
        token = b"" if self.stream is None else self.stream.token()
        parent = 0 if self.parent is None else self.parent.id
        description = [self.blueprint.uid, self.type_id, values]
        return [self.id, parent, description, write_box(self.box, self.id), tags, token]
