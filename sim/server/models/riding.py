"""How a rider sits."""

from __future__ import annotations

import numpy as np

from caos.shapes import Vector

from .people import Joints


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
