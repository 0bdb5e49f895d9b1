"""How people walk and how riders sit: where their joints are."""

from __future__ import annotations

import math

import numpy as np

from caos.shapes import Vector

from .look import Joints

# Of a leg through a stride from its heel's contact: part of the stride, bend of the knee in degrees at a
# brisk walk, lift of the toes in degrees (after Perry, "Gait Analysis", 1992, rounded).
_PARTS = (0.0, 0.12, 0.30, 0.48, 0.60, 0.73, 0.88, 1.0)
_KNEE = (5.0, 16.0, 6.0, 9.0, 38.0, 60.0, 22.0, 5.0)
_TOES = (20.0, 0.0, 0.0, -12.0, -48.0, -22.0, 8.0, 20.0)


def walking(height: float, swing: float, phase: float, *, lean: float = 0.0) -> Joints:
    """Joints of a walking figure.

    Args:
        height: metres.
        swing: of the thighs, degrees; 22 is brisk, 0 stands.
        phase: part of the stride, 0..1, since the left heel touched the ground.
        lean: degrees that the back bends ahead.
    """
    h, hip = height, 0.52 * height
    vigour = swing / 22.0
    bow = math.sin(math.radians(lean))
    neck = (bow * 0.32 * h + 0.012 * h, 0.0, hip + 0.318 * h)
    joints: dict[str, Vector] = {"pelvis": (0.0, 0.0, hip + 0.012 * h), "neck": neck}
    joints["head"] = (neck[0] + 0.016 * h + 0.2 * bow * h, 0.0, neck[2] + 0.083 * h)
    for name, side, part in (("left", -1, phase % 1.0), ("right", 1, (phase + 0.5) % 1.0)):
        thigh = math.radians(swing * math.cos(2 * math.pi * part) + 0.10 * swing)
        joints |= _leg(name, side, h, thigh, vigour, part)
        joints |= _arm(name, side, h, -0.75 * math.radians(swing) * math.cos(2 * math.pi * part), neck)
    return joints


def _leg(name: str, side: int, h: float, thigh: float, vigour: float, part: float) -> dict[str, Vector]:
    hip = (0.0, side * 0.048 * h, 0.52 * h)
    knee = _along(hip, 0.243 * h, thigh)
    bend = math.radians(float(np.interp(part, _PARTS, _KNEE)) * min(vigour, 1.2) + 2.0)
    ankle = _along(knee, 0.236 * h, thigh - bend)
    toes = math.radians(float(np.interp(part, _PARTS, _TOES)) * min(vigour, 1.2))
    out = 0.012 * h * side
    toe = (ankle[0] + 0.1 * h * math.cos(toes), ankle[1] + out, ankle[2] + 0.1 * h * math.sin(toes))
    return {f"{name}_hip": hip, f"{name}_knee": knee, f"{name}_ankle": ankle, f"{name}_toe": toe}


def _arm(name: str, side: int, h: float, swing: float, neck: Vector) -> dict[str, Vector]:
    shoulder = (neck[0] * 0.8 - 0.006 * h, side * 0.097 * h, neck[2] - 0.050 * h)
    elbow = _along(shoulder, 0.165 * h, swing, side * 0.020 * h)
    wrist = _along(elbow, 0.148 * h, swing + math.radians(16) + 0.6 * max(swing, 0.0), side * 0.002 * h)
    return {f"{name}_shoulder": shoulder, f"{name}_elbow": elbow, f"{name}_wrist": wrist}


def _along(start: Vector, length: float, angle: float, out: float = 0.0) -> Vector:
    """Where a limb hanging down from `start` ends when swung ahead by `angle` (radians)."""
    return start[0] + length * math.sin(angle), start[1] + out, start[2] - length * math.cos(angle)


def riding(seat: Vector, hold: Vector, crank: Vector, pedal: float, grip: float) -> Joints:
    """Joints of someone who sits on `seat`, holds bars at `hold` and has the feet about `crank`."""
    hip = (seat[0], 0.0, seat[2] + 0.13)
    lean = min(0.30, max(0.06, (hold[0] - seat[0]) * 0.62 - (hold[2] - 0.9) * 0.5))
    neck = (hip[0] + lean, 0.0, hip[2] + 0.54 - lean * 0.4)
    joints: dict[str, Vector] = {"pelvis": hip, "neck": neck, "head": (neck[0] + 0.07, 0.0, neck[2] + 0.15)}
    for name, side in (("left", -1), ("right", 1)):
        ankle = (crank[0] + side * pedal - 0.06, side * 0.12, crank[2] - side * 0.11 + 0.09)
        start = (hip[0], side * 0.09, hip[2] - 0.02)
        joints[f"{name}_hip"], joints[f"{name}_ankle"] = start, ankle
        joints[f"{name}_knee"] = _bent(start, ankle, 0.43, 0.43, (1.0, side * 0.12, 0.35))
        joints[f"{name}_toe"] = (ankle[0] + 0.16, ankle[1], ankle[2] - 0.035)
        shoulder = (neck[0] - 0.03, side * 0.20, neck[2] - 0.06)
        wrist = (hold[0] - 0.06, side * grip, hold[2] + 0.04)
        joints[f"{name}_shoulder"], joints[f"{name}_wrist"] = shoulder, wrist
        joints[f"{name}_elbow"] = _bent(shoulder, wrist, 0.30, 0.28, (-0.2, side * 0.6, -1.0))
    return joints


def _bent(start: Vector, end: Vector, upper: float, lower: float, toward: Vector) -> Vector:
    """Where the joint between two bones lies that span start..end, on the side of `toward`."""
    a, b, hint = np.array(start), np.array(end), np.array(toward)
    span = b - a
    reach = float(np.linalg.norm(span))
    along = (upper**2 - lower**2 + reach**2) / (2 * reach)
    out = max(upper**2 - along**2, 0.0) ** 0.5
    across = hint - span * (hint @ span) / reach**2
    joint = a + span / reach * along + across / np.linalg.norm(across) * out
    return (float(joint[0]), float(joint[1]), float(joint[2]))
