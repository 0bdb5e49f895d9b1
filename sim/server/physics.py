"""Simple deterministic motion: kinematic cars, walkers that walk, things that fall to the ground.

No forces between bodies: nothing pushes anything. A vehicle is a kinematic bicycle (Rajamani, Vehicle
Dynamics and Control, 2nd ed., section 2.2) whose pedals set an acceleration.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

import numpy as np

from .actors import STILL, AckermannControl, Actor, Body, Vehicle, VehicleControl, Walker
from .scene import Pose, Vector

GRAVITY: Final = 9.81
FULL_THROTTLE: Final = 4.0  # m/s^2 from standstill
TOP_SPEED: Final = 50.0  # m/s, where full throttle no longer accelerates
FULL_BRAKE: Final = 8.0  # m/s^2
HAND_BRAKE: Final = 5.0  # m/s^2
ROLLING_LOSS: Final = 0.05  # of the speed, per second
ACKERMANN_LIMIT: Final = 5.0  # m/s^2 where the client names no acceleration
MAX_STEER: Final = math.radians(35.0)
WHEELBASE_SHARE: Final = 0.6  # of the vehicle's length
SIDE_GRIP: Final = 12.0  # how fast tyres take away sideways speed, 1/s
SPIN_LOSS: Final = 4.0  # how fast tyres take away an imposed spin, 1/s
JUMP_SPEED: Final = 3.5  # m/s
STEP_UP: Final = 0.6  # ground this many metres above the feet still carries

GroundHeight = Callable[[float, float, float], float | None]
"""(x, y, highest z to look from) -> z of the ground below, or None where there is none."""


def step(actor: Actor, delta: float, ground_height: GroundHeight) -> None:
    """Move one actor by `delta` seconds; attached and unsimulated ones stay as they are."""
    body, role = actor.body, actor.role
    if not body.simulated or actor.parent is not None:
        return
    before = body.velocity
    body.angular_velocity = body.spin
    if isinstance(role, Vehicle):
        _drive(actor, role, delta)
    elif isinstance(role, Walker):
        _walk(actor, role)
    if body.constant_velocity is not None:
        body.velocity = _to_world(actor.pose, body.constant_velocity)
    push = delta / body.mass
    body.velocity = _add(body.velocity, _scale(body.force, push))
    body.force = STILL
    _advance(actor, delta, ground_height)
    body.acceleration = _scale(_add(body.velocity, _scale(before, -1.0)), 1.0 / delta)


def _drive(actor: Actor, vehicle: Vehicle, delta: float) -> None:
    """One step of the kinematic bicycle: speed from the pedals, turn rate from the wheel."""
    body = actor.body
    forward, right, _ = _axes(actor.pose)
    speed = _follow(_dot(body.velocity, forward), vehicle, delta)
    slip = _dot(body.velocity, right) * max(0.0, 1.0 - SIDE_GRIP * delta)
    wheelbase = max(2.0 * actor.box.extent[0] * WHEELBASE_SHARE, 0.5)
    turn = math.degrees(speed * math.tan(_steer(vehicle)) / wheelbase)
    body.angular_velocity = (body.spin[0], body.spin[1], body.spin[2] + turn)
    body.spin = _scale(body.spin, max(0.0, 1.0 - SPIN_LOSS * delta))
    # the velocity turns with the wheels' grip, not with an imposed spin; what falls keeps falling
    along, aside, _ = _turned(_add(_scale(forward, speed), _scale(right, slip)), turn * delta)
    body.velocity = (along, aside, body.velocity[2])


def _steer(vehicle: Vehicle) -> float:
    """Angle of the front wheels, radians, to the right."""
    if vehicle.ackermann is not None:
        return float(np.clip(vehicle.ackermann.steer, -MAX_STEER, MAX_STEER))
    return float(np.clip(vehicle.control.steer, -1.0, 1.0)) * MAX_STEER


def _follow(speed: float, vehicle: Vehicle, delta: float) -> float:
    """The next forward speed, m/s."""
    if vehicle.ackermann is not None:
        return _follow_target(speed, vehicle.ackermann, delta)
    return _follow_pedals(speed, vehicle.control, delta)


def _follow_target(speed: float, target: AckermannControl, delta: float) -> float:
    limit = (abs(target.acceleration) or ACKERMANN_LIMIT) * delta
    return speed + float(np.clip(target.speed - speed, -limit, limit))


def _follow_pedals(speed: float, control: VehicleControl, delta: float) -> float:
    backward = control.reverse or control.gear < 0
    pull = (
        FULL_THROTTLE * float(np.clip(control.throttle, 0.0, 1.0)) * (1.0 - min(abs(speed) / TOP_SPEED, 1.0))
    )
    speed += (-pull if backward else pull) * delta
    speed *= 1.0 - ROLLING_LOSS * delta
    braking = FULL_BRAKE * float(np.clip(control.brake, 0.0, 1.0)) + HAND_BRAKE * control.hand_brake
    return math.copysign(max(0.0, abs(speed) - braking * delta), speed)


def _walk(actor: Actor, walker: Walker) -> None:
    """Walkers go where they are told at once, and look there."""
    body = actor.body
    x, y, _ = walker.direction
    length = math.hypot(x, y)
    if length == 0.0 or walker.speed == 0.0:
        body.velocity = (0.0, 0.0, body.velocity[2])
        return
    body.velocity = (x / length * walker.speed, y / length * walker.speed, body.velocity[2])
    pitch, _, roll = actor.pose.rotation
    actor.pose = Pose(actor.pose.location, (pitch, math.degrees(math.atan2(y, x)), roll))
    if walker.jump and body.velocity[2] == 0.0:
        body.velocity = (body.velocity[0], body.velocity[1], JUMP_SPEED)


def _advance(actor: Actor, delta: float, ground_height: GroundHeight) -> None:
    """Apply velocity, spin and gravity, and stop the fall at the ground."""
    body = actor.body
    moving = any(body.velocity) or any(body.angular_velocity)
    location = _add(actor.pose.location, _scale(body.velocity, delta))
    rotation = actor.pose.rotation
    if any(body.angular_velocity):
        roll, pitch, yaw = _scale(body.angular_velocity, delta)
        rotation = (rotation[0] + pitch, _wrap(rotation[1] + yaw), rotation[2] + roll)
    if body.gravity:
        location = _fall(body, location, delta, ground_height)
    if moving or location != actor.pose.location:
        actor.pose = Pose(location, rotation)


def _fall(body: Body, location: Vector, delta: float, ground_height: GroundHeight) -> Vector:
    """`location` after gravity acted; on the ground the vertical speed ends."""
    if location == body.rest and body.velocity[2] == 0.0:
        return location
    x, y, z = location
    ground = ground_height(x, y, z + STEP_UP)
    if ground is None:
        return location  # beyond the map nothing falls for ever
    fallen = z - 0.5 * GRAVITY * delta * delta
    if fallen <= ground or (body.velocity[2] == 0.0 and z - ground < 1e-3):
        body.velocity, body.rest = (body.velocity[0], body.velocity[1], 0.0), (x, y, ground)
        return body.rest
    body.velocity = (body.velocity[0], body.velocity[1], body.velocity[2] - GRAVITY * delta)
    return x, y, fallen


def _axes(pose: Pose) -> tuple[Vector, Vector, Vector]:
    matrix = pose.matrix()
    forward, right, up = ((float(x), float(y), float(z)) for x, y, z in matrix[:3, :3].T)
    return forward, right, up


def _to_world(pose: Pose, local: Vector) -> Vector:
    forward, right, up = _axes(pose)
    return _add(_add(_scale(forward, local[0]), _scale(right, local[1])), _scale(up, local[2]))


def _add(a: Vector, b: Vector) -> Vector:
    return a[0] + b[0], a[1] + b[1], a[2] + b[2]


def _scale(a: Vector, factor: float) -> Vector:
    return a[0] * factor, a[1] * factor, a[2] * factor


def _dot(a: Vector, b: Vector) -> float:
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def _turned(a: Vector, degrees: float) -> Vector:
    """`a` turned to the right about the upright axis."""
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return a[0] * cosine - a[1] * sine, a[0] * sine + a[1] * cosine, a[2]


def _wrap(degrees: float) -> float:
    """The same heading in (-180, 180]."""
    return 180.0 - (180.0 - degrees) % 360.0
