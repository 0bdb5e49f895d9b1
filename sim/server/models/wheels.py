"""Wheels: a tyre's profile, a dished face with a painted rim, five kinds and the steel ones of lorries."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Final

import cv2
import numpy as np

from caos.meshes import Material, Mesh, Texture, merge
from caos.shapes import lathe, place

from .finish import Picture

RIMS: Final = ("five", "ten", "hubcap", "mesh", "twin", "steel")
_TYRE: Final = Material((0.045, 0.045, 0.047), roughness=0.92)
_CELL: Final = 170
_ALLOY: Final = (148, 150, 154)
_DARK: Final = (16, 16, 17)


@cache
def wheel(radius: float, width: float, tag: int, rim: str = "five", fine: int = 2) -> Mesh:
    """A wheel with its axle along y and its outer face towards +y, centred on the origin.

    Args:
        radius: of the tyre.
        width: of the tyre.
        tag: CARLA tag.
        rim: one of `RIMS`.
        fine: 2 near, 1 middle, 0 far.
    """
    edge = radius * (0.70 if rim != "steel" else 0.62)
    half, segments = width / 2, (8, 12, 20)[fine]
    outside = [(edge, half * 0.86), (edge + 0.55 * (radius - edge), half), (radius * 0.965, half * 0.86),
               (radius, half * 0.62), (radius, -half * 0.62), (edge, -half * 0.9)]  # fmt: skip
    if fine < 2:
        outside = [(edge, half * 0.9), (radius, half * 0.8), (radius, -half * 0.8)]
    tyre = lathe(outside[::-1], _TYRE, segments=segments, caps=False, tag=tag)
    dish = [
        (edge * 1.02, half * 0.90),
        (edge * 0.90, half * 0.62),
        (edge * 0.30, half * 0.50),
        (0.0, half * 0.62),
    ]
    if fine < 2:
        dish = [dish[0], (0.0, half * 0.62)]
    face = lathe(dish, _rim_material(), segments=segments, caps=False, crease=60.0, tag=tag)
    # The lathe's axis z becomes y; lathe +z is the outer face.
    return place(merge([tyre, _painted(face, edge, rim)]), roll=90.0)


def wheels(
    axles: tuple[float, ...],
    track: float,
    radius: float,
    width: float,
    tag: int,
    rim: str = "five",
    fine: int = 2,
) -> list[Mesh]:
    """A wheel at each end of each axle; `track` between the middles of the tyres."""  # fmt: skip
    one = wheel(radius, width, tag, rim, fine)
    return [
        place(one, (x, side * track / 2, radius), scale=(1.0, float(side), 1.0))
        for x in axles
        for side in (1, -1)
    ]


def _painted(face: Mesh, edge: float, rim: str) -> Mesh:
    """The face with the picture of its rim."""
    cell = RIMS.index(rim)
    middle = ((cell % 3 + 0.5) * _CELL / 512, (cell // 3 + 0.5) * _CELL / 512)
    uvs = face.positions[:, :2] / (2.1 * edge) * (_CELL / 512) + middle
    return replace(face, uvs=uvs.astype(np.float32))


@cache
def _rim_material() -> Material:
    tile = np.full((512, 512, 3), 20, dtype=np.uint8)
    for cell, rim in enumerate(RIMS):
        x, y = cell % 3 * _CELL, cell // 3 * _CELL
        tile[y : y + _CELL, x : x + _CELL] = _rim_picture(rim)
    return Material((1.0, 1.0, 1.0), roughness=0.32, metallic=0.35, texture=Texture("rims", tile))


def _rim_picture(rim: str) -> Picture:
    """(170, 170, 3) a rim seen from outside: spokes over the brake disc."""
    tile = np.full((_CELL, _CELL, 3), _DARK, dtype=np.uint8)
    middle, full = (_CELL // 2, _CELL // 2), int(_CELL * 0.47)
    cv2.circle(tile, middle, int(full * 0.72), (74, 74, 76), -1, cv2.LINE_AA)
    cv2.circle(tile, middle, int(full * 0.40), (44, 44, 46), -1, cv2.LINE_AA)
    if rim in ("hubcap", "steel"):
        _disc(tile, full, rim)
    else:
        _spokes(tile, full, rim)
    cv2.circle(tile, middle, full, _ALLOY, max(3, full // 13), cv2.LINE_AA)
    cv2.circle(tile, middle, int(full * 0.20), _ALLOY, -1, cv2.LINE_AA)
    cv2.circle(tile, middle, int(full * 0.11), (60, 60, 64), -1, cv2.LINE_AA)
    return tile


def _spokes(tile: Picture, full: int, rim: str) -> None:
    count, thick, twin = {
        "five": (5, 19, 0.0),
        "ten": (10, 9, 0.0),
        "mesh": (9, 6, 0.34),
        "twin": (5, 8, 0.22),
    }[rim]
    centre = np.array([_CELL / 2, _CELL / 2])
    for turn in np.arange(count) * (2 * np.pi / count) + 0.3:
        for lean in {-twin, twin}:
            outer = centre + full * np.array([np.cos(turn + lean), np.sin(turn + lean)])
            cv2.line(tile, _pixel(centre), _pixel(outer), _ALLOY, thick, cv2.LINE_AA)
            cv2.line(tile, _pixel(centre), _pixel(outer), (178, 180, 184), max(1, thick // 3), cv2.LINE_AA)


def _disc(tile: Picture, full: int, rim: str) -> None:
    shade = (128, 130, 134) if rim == "hubcap" else (150, 150, 148)
    centre = np.array([_CELL / 2, _CELL / 2])
    cv2.circle(tile, _pixel(centre), full, shade, -1, cv2.LINE_AA)
    count, size = (9, 9) if rim == "hubcap" else (8, 8)
    for turn in np.arange(count) * (2 * np.pi / count):
        at = centre + full * 0.72 * np.array([np.cos(turn), np.sin(turn)])
        cv2.circle(tile, _pixel(at), size, _DARK, -1, cv2.LINE_AA)
    cv2.circle(tile, _pixel(centre), int(full * 0.45), tuple(part - 40 for part in shade), 3, cv2.LINE_AA)


def _pixel(at: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> tuple[int, int]:
    return round(float(at[0])), round(float(at[1]))
