"""What makes a car a police car or a taxi: words on the doors, something on the roof."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np

from caos.meshes import Lamps, Material, Mesh, Texture
from caos.shapes import bevelled_box, quads

from .carshape import CarShape
from .finish import BLUE_LAMP, SEAL
from .liveries import livery
from .materials import STEEL
from .skin import Skin

_RED = Material((0.80, 0.05, 0.05), roughness=0.1, emission=8.0, lamp=Lamps.SPECIAL1)


def on_duty(shape: CarShape, skin: Skin) -> list[Mesh]:
    """Stickers on both sides and a light bar or a taxi sign; nothing for private cars."""
    if not shape.duty:
        return []
    body = skin.body
    span = (body.axles[0] + body.arch + 0.06, body.axles[1] - body.arch - 0.06)
    parts = livery(shape.duty, skin, span, (shape.clearance + 0.14, shape.belt - 0.10), lift=0.004)
    x = shape.at((shape.roof_front + shape.roof_rear) / 2) + 0.15
    at, _ = skin.on([[x, 0.0, 99.0]], 2)
    return parts + (_sign if shape.duty == "taxi" else _bar)(x, float(at[0, 2]), skin.tag)


def _bar(x: float, z: float, tag: int) -> list[Mesh]:
    foot = bevelled_box((0.20, 1.16, 0.05), SEAL, bevel=0.01, at=(x, 0.0, z - 0.02), tag=tag)
    lamps = [
        bevelled_box((0.24, 0.52, 0.09), lamp, bevel=0.03, at=(x, side * 0.31, z + 0.025), tag=tag)
        for side, lamp in ((1.0, BLUE_LAMP), (-1.0, _RED))
    ]
    middle = bevelled_box((0.22, 0.10, 0.085), STEEL, bevel=0.02, at=(x, 0.0, z + 0.025), tag=tag)
    return [foot, *lamps, middle]


def _sign(x: float, z: float, tag: int) -> list[Mesh]:
    foot = bevelled_box((0.16, 0.46, 0.14), SEAL, bevel=0.03, at=(x, 0.0, z - 0.01), tag=tag)
    faces = []
    for facing in (1.0, -1.0):
        at, y = x + 0.083 * facing, 0.20 * facing
        faces.append([(at, y, z + 0.015), (at, -y, z + 0.015), (at, -y, z + 0.115), (at, y, z + 0.115)])
    uvs = [[(0.0, 1.0), (1.0, 1.0), (1.0, 0.0), (0.0, 0.0)]] * 2
    return [foot, quads(faces, _taxi_face(), tag=tag, uvs=uvs)]


@cache
def _taxi_face() -> Material:
    tile = np.full((64, 256, 3), (250, 206, 60), dtype=np.uint8)
    cv2.putText(tile, "TAXI", (56, 50), cv2.FONT_HERSHEY_DUPLEX, 1.8, (24, 22, 18), 5, cv2.LINE_AA)
    return Material(
        (1.0, 1.0, 1.0), 0.4, texture=Texture("taxi sign", tile), emission=2.0, lamp=Lamps.POSITION
    )
