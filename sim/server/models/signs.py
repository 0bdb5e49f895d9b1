"""Traffic signs: plates with painted faces on poles, facing +x."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import cache

import cv2
import numpy as np
import numpy.typing as npt

from caos.meshes import Material, Mesh, Texture, merge
from caos.shapes import box, cylinder, extrude, shaded

from .materials import STEEL, TAG

Array = npt.NDArray[np.float64]
Image = npt.NDArray[np.uint8]
_SIDE = 256
_RED, _WHITE, _BLACK, _YELLOW, _BLUE = (
    (190, 20, 30),
    (240, 240, 238),
    (20, 20, 22),
    (245, 195, 20),
    (20, 75, 160),
)


def _ngon(sides: int, turn: float = 0.0) -> Array:
    """(N, 2) regular polygon in a circle of radius 1, (y, z)."""
    angle = np.arange(sides) * (2 * math.pi / sides) + turn
    return np.stack([np.cos(angle), np.sin(angle)], axis=1)


_ROUND, _OCTAGON, _DIAMOND = _ngon(28), _ngon(8, math.pi / 8), _ngon(4)
_SQUARE, _YIELD = _ngon(4, math.pi / 4), _ngon(3, -math.pi / 2)


def _blank(colour: tuple[int, int, int]) -> Image:
    return np.full((_SIDE, _SIDE, 3), colour, dtype=np.uint8)


def _polygon(image: Image, outline: Array, scale: float, colour: tuple[int, int, int]) -> None:
    """Paint an outline of the unit circle, z up, into the picture."""
    points = (np.column_stack([outline[:, 0], -outline[:, 1]]) * scale + 1) * (_SIDE / 2)
    cv2.fillPoly(image, [points.round().astype(np.int32)], colour, cv2.LINE_AA)


def _text(image: Image, words: str, scale: float, thickness: int, colour: tuple[int, int, int]) -> None:
    font = cv2.FONT_HERSHEY_DUPLEX
    (width, height), _ = cv2.getTextSize(words, font, scale, thickness)
    origin = ((_SIDE - width) // 2, (_SIDE + height) // 2)
    cv2.putText(image, words, origin, font, scale, colour, thickness, cv2.LINE_AA)


def _stop() -> Image:
    image = _blank(_RED)
    _polygon(image, _OCTAGON, 0.97, _WHITE)
    _polygon(image, _OCTAGON, 0.91, _RED)
    _text(image, "STOP", 2.5, 8, _WHITE)
    return image


def _yield() -> Image:
    image = _blank(_RED)
    _polygon(image, _YIELD, 0.62, _WHITE)
    return image


def _speed(limit: int) -> Image:
    image = _blank(_RED)
    _polygon(image, _ROUND, 0.78, _WHITE)
    _text(image, str(limit), 3.6, 12, _BLACK)
    return image


def _no_entry() -> Image:
    image = _blank(_RED)
    cv2.rectangle(image, (40, 106), (216, 150), _WHITE, -1)
    return image


def _priority() -> Image:
    image = _blank(_WHITE)
    _polygon(image, _DIAMOND, 0.72, _YELLOW)
    return image


def _parking() -> Image:
    image = _blank(_BLUE)
    _text(image, "P", 5.6, 20, _WHITE)
    return image


_KINDS: Mapping[str, tuple[Array, float, Callable[[], Image]]] = {
    "stop": (_OCTAGON, 0.42, _stop),
    "yield": (_YIELD, 0.52, _yield),
    "speed_30": (_ROUND, 0.34, lambda: _speed(30)),
    "speed_50": (_ROUND, 0.34, lambda: _speed(50)),
    "speed_60": (_ROUND, 0.34, lambda: _speed(60)),
    "speed_90": (_ROUND, 0.34, lambda: _speed(90)),
    "no_entry": (_ROUND, 0.36, _no_entry),
    "priority": (_DIAMOND, 0.42, _priority),
    "parking": (_SQUARE, 0.42, _parking),
}
"""Kind -> outline, radius in metres, painter."""

SIGN_KINDS = tuple(_KINDS)
"""What `traffic_sign` can make."""


@cache
def _face(kind: str) -> Texture:
    return Texture(f"sign_{kind}", _KINDS[kind][2]())


def traffic_sign(kind: str) -> Mesh:
    """A sign on a pole at the origin, facing +x; the pole is tagged Poles, the plate TrafficSigns.

    Raises:
        ValueError: an unknown kind.
    """
    if kind not in _KINDS:
        raise ValueError(f"unknown sign {kind!r}; known: {', '.join(SIGN_KINDS)}")
    outline, radius, _ = _KINDS[kind]
    signs, height = TAG["TrafficSigns"], 2.45
    plate = extrude(outline * radius, 0.02, STEEL, plane="yz", at=(0.045, 0, height), tag=signs)
    points = np.column_stack(
        [np.full(len(outline), 0.057), outline[:, 0] * radius, height + outline[:, 1] * radius]
    )
    uvs = np.column_stack([outline[:, 0], -outline[:, 1]]) * 0.49 + 0.5
    # Seen from +x with y to the left of the viewer in this left-handed frame, the picture runs the other way.
    uvs[:, 0] = 1 - uvs[:, 0]
    fan = [(0, k, k + 1) for k in range(1, len(outline) - 1)]
    material = Material((1.0, 1.0, 1.0), roughness=0.45, texture=_face(kind))
    front = shaded(points, fan, material, crease=0.0, tag=signs, uvs=uvs)
    pole = cylinder(0.035, height + radius * 0.6, STEEL, segments=10, tag=TAG["Poles"])
    clamp = box((0.05, 0.14, 0.05), STEEL, at=(0.015, 0, height), tag=TAG["Poles"])
    return merge([pole, clamp, plate, front])
