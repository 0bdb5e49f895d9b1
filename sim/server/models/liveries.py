"""What is written on the sides of vehicles: stripes, checks, words."""

from __future__ import annotations

from functools import cache
from typing import Final

import cv2
import numpy as np

from caos.meshes import Material, Mesh, Texture

from .finish import Picture
from .sheets import panel
from .skin import Skin

_WIDE, _HIGH = 512, 256
_GROUNDS: Final = {
    "ambulance": (240, 240, 236),
    "parcels": (232, 196, 40),
    "plumber": (236, 236, 232),
    "cola": (186, 22, 26),
    "freight": (228, 228, 224),
    "police": (238, 238, 238),
    "taxi": (236, 184, 30),
}
_FONT: Final = cv2.FONT_HERSHEY_DUPLEX


def livery(
    name: str, skin: Skin, x: tuple[float, float], z: tuple[float, float], *, lift: float = 0.004
) -> list[Mesh]:
    """Stickers `name` on both sides of a body between two x and two heights (metres); readable on both."""
    material = sticker(name)
    return [
        panel(skin, x, z, material, lift=lift, uv=(0.0, 0.0, 1.0, 1.0), right=right, step=0.09)
        for right in (True, False)
    ]


@cache
def sticker(name: str) -> Material:
    """The material of a livery, painted once."""
    tile = np.full((_HIGH, _WIDE, 3), _GROUNDS[name], dtype=np.uint8)
    _PAINTERS[name](tile)
    return Material((1.0, 1.0, 1.0), roughness=0.35, texture=Texture(f"livery {name}", tile))


def _words(tile: Picture, text: str, at: tuple[int, int], size: float, colour: tuple[int, int, int]) -> None:
    cv2.putText(tile, text, at, _FONT, size, colour, max(2, round(3 * size)), cv2.LINE_AA)


def _checks(tile: Picture, top: int, size: int, colours: tuple[tuple[int, int, int], ...]) -> None:
    for row in range(2):
        for column in range(_WIDE // size + 1):
            corner = (column * size, top + row * size)
            cv2.rectangle(
                tile, corner, (corner[0] + size - 1, corner[1] + size - 1), colours[(row + column) % 2], -1
            )


def _ambulance(tile: Picture) -> None:
    _checks(tile, 150, 42, ((214, 226, 40), (18, 120, 70)))
    _words(tile, "AMBULANCE", (92, 104), 1.9, (190, 24, 24))
    for angle in (0, 60, 120):
        lean = 34 * np.array([np.sin(np.radians(angle)), np.cos(np.radians(angle))])
        a, b = (np.rint(np.array([46, 82]) + sign * lean).astype(int).tolist() for sign in (-1, 1))
        cv2.line(tile, a, b, (24, 70, 170), 13, cv2.LINE_AA)


def _parcels(tile: Picture) -> None:
    cv2.rectangle(tile, (0, 196), (_WIDE, 226), (170, 24, 24), -1)
    _words(tile, "parcel24", (44, 140), 2.7, (170, 24, 24))


def _plumber(tile: Picture) -> None:
    _words(tile, "Lindner & Sohn", (30, 96), 1.7, (28, 60, 120))
    _words(tile, "heating  water  solar", (34, 150), 1.05, (70, 74, 80))
    cv2.line(tile, (30, 178), (480, 178), (40, 130, 70), 8, cv2.LINE_AA)


def _cola(tile: Picture) -> None:
    t = np.linspace(0, 1, 80)
    wave = np.column_stack([t * _WIDE, 196 + 26 * np.sin(t * 5.2 + 0.4)])
    cv2.polylines(tile, [np.rint(wave).astype(np.int32)], False, (240, 238, 232), 16, cv2.LINE_AA)
    cv2.putText(
        tile, "Caos Cola", (24, 146), cv2.FONT_HERSHEY_SCRIPT_COMPLEX, 2.75, (244, 242, 238), 9, cv2.LINE_AA
    )


def _freight(tile: Picture) -> None:
    cv2.fillPoly(
        tile, [np.array([(0, 190), (512, 118), (512, 150), (0, 226)], dtype=np.int32)], (30, 82, 150)
    )
    _words(tile, "NORDFRACHT", (60, 106), 2.0, (30, 52, 96))


def _police(tile: Picture) -> None:
    tile[:] = (22, 22, 26)
    cv2.rectangle(tile, (118, 0), (412, _HIGH), (236, 236, 236), -1)
    _words(tile, "POLICE", (146, 150), 2.05, (20, 30, 70))


def _taxi(tile: Picture) -> None:
    _checks(tile, 40, 20, ((24, 24, 24), (236, 184, 30)))
    _words(tile, "TAXI", (170, 190), 2.3, (24, 24, 24))


_PAINTERS: Final = {
    "ambulance": _ambulance, "parcels": _parcels, "plumber": _plumber, "cola": _cola, "freight": _freight,
    "police": _police, "taxi": _taxi,
}  # fmt: skip
