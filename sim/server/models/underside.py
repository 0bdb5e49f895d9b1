"""What is dark under a vehicle: floor, wheel wells, arches' lips."""

from __future__ import annotations

import numpy as np

from caos.meshes import Mesh
from caos.shapes import box, tube

from .finish import TRIM, WELL
from .skin import Skin, both


def under(skin: Skin) -> list[Mesh]:
    """A dark block between the wheels that closes the wells towards the middle."""
    body = skin.body
    top = body.wheel + body.arch + 0.02
    low = body.clearance + 0.02
    size = (body.length * 0.90, body.width * 0.60, top - low)
    return [box(size, WELL, at=(0.0, 0.0, low), tag=skin.tag)]


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
