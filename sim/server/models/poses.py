"""How people walk and how riders sit: where their joints are."""

from __future__ import annotations

import math

import numpy as np

from caos.shapes import Vector

from .people import Joints


def walking(height: float, stride: float) -> Joints:
    """Joints of a walking figure; the knee of the leg behind and both elbows are bent."""
    hip, shoulder = 0.53 * height, 0.815 * height
    thigh, shin, upper, fore = (part * height for part in (0.245, 0.24, 0.16, 0.15))
    joints: dict[str, Vector] = {"pelvis": (0.0, 0.0, hip), "neck": (0.02 * height, 0.0, 0.845 * height)}
    joints["head"] = (0.035 * height, 0.0, 0.93 * height)
    for name, side in (("left", -1), ("right", 1)):
        swing = math.radians(stride * side)
        bend = math.radians(8 + (abs(stride) * 1.1 if swing < 0 else 0.0))
        x, y = 0.0, side * 0.05 * height
        knee = (x + thigh * math.sin(swing), y, hip - thigh * math.cos(swing))
        below = swing - bend
        joints[f"{name}_hip"], joints[f"{name}_knee"] = (x, y, hip), knee
        joints[f"{name}_ankle"] = (
            knee[0] + shin * math.sin(below),
            y * 0.9,
            knee[2] - shin * math.cos(below),
        )
        arm = -0.8 * swing
        out = side * 0.110 * height
        elbow = (upper * math.sin(arm), out * 1.14, shoulder - upper * math.cos(arm))
        lower = arm + math.radians(22)
        joints[f"{name}_shoulder"] = (0.0, out, shoulder)
        joints[f"{name}_elbow"] = elbow
        joints[f"{name}_wrist"] = (
            elbow[0] + fore * math.sin(lower),
            out * 1.12,
            elbow[2] - fore * math.cos(lower),
        )
    return joints


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
        joints[f"{name}_knee"] = _bent(start, ankle, 0.43, 0.43, (1.0, 0.0, 0.35))
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
