"""What is dark under a vehicle: floor, wheel wells, arches' lips."""

from __future__ import annotations

import numpy as np

from caos.meshes import Mesh
from caos.shapes import box, tube

from .body import smooth
from .finish import TRIM, WELL
from .skin import Skin, both


def under(skin: Skin) -> list[Mesh]:
    """A dark block between the wheels that closes the wells towards the middle."""
    body = skin.body
    low, top = body.clearance + 0.02, body.wheel + body.arch - 0.02
    ends = (body.axles[0] - body.arch, body.axles[-1] + body.arch)
    top = min(top, *(float(smooth(body.top, x)) - 0.16 for x in ends))
    size = (ends[1] - ends[0], body.width * 0.60, top - low)
    floor = (body.length * 0.90, body.width * 0.60, 0.12)
    return [
        box(size, WELL, at=((ends[0] + ends[1]) / 2, 0.0, low), tag=skin.tag),
        box(floor, WELL, at=(0.0, 0.0, low), tag=skin.tag),
    ]


def cladding(skin: Skin) -> list[Mesh]:
    """Black plastic round the wheel arches."""
    body = skin.body
    angle = np.linspace(0.06, np.pi - 0.06, 13)
    parts = []
    for axle in body.axles:
        x = axle + (body.arch + 0.012) * np.cos(angle)
        z = body.wheel + (body.arch + 0.012) * np.sin(angle)
        points, _ = skin.on(np.column_stack([x, np.full(len(x), 99.0), z]), 1)
        parts.append(tube(points, 0.024, TRIM, sides=5, up=(0.0, 1.0, 0.0), tag=skin.tag))
    return [mesh for part in parts for mesh in both(part)]
