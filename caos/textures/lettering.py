"""Boards with writing: shop names and house numbers, in OpenCV's stroke fonts."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from caos.meshes import Texture

from .noise import SIZE, Plane, canvas, fractal, lit, texture

SHOP_ROWS: Final = 8
"""Names on a tile of `shop_names`, one below the other, each as wide as the tile."""

_NAMES: Final = (
    "BAKERY", "CAFE MILA", "BOOKS", "PHARMACY", "FLOWERS", "HARDWARE", "BARBER", "GROCERY",
    "OPTICS", "LAUNDRY", "BAR OTTO", "SHOES", "BUTCHER", "PIZZERIA", "TAILOR", "CYCLES",
    "MARKET", "GARDEN", "RADIO KRUSE", "STATIONERY", "JEWELLER", "DELI", "TRAVEL", "TEA HOUSE",
)  # fmt: skip
_FONTS: Final = (
    cv2.FONT_HERSHEY_DUPLEX,
    cv2.FONT_HERSHEY_TRIPLEX,
    cv2.FONT_HERSHEY_COMPLEX,
    cv2.FONT_HERSHEY_SIMPLEX,
)
_BOARDS: Final = (
    (0.20, 0.22, 0.25), (0.34, 0.16, 0.14), (0.14, 0.24, 0.20), (0.52, 0.49, 0.42),
    (0.17, 0.22, 0.33), (0.46, 0.38, 0.22), (0.30, 0.28, 0.26), (0.58, 0.57, 0.54),
)  # fmt: skip


def shop_names(rng: np.random.Generator) -> Texture:
    """Eight name boards, one below the other."""
    picture = lit(canvas((1.0, 1.0, 1.0)), 0.04 * fractal(rng, beta=2.0, stretch=(1.0, 4.0)))
    names = rng.choice(_NAMES, SHOP_ROWS, replace=False)
    high = SIZE // SHOP_ROWS
    for row, (name, board) in enumerate(zip(names, rng.permutation(_BOARDS), strict=True)):
        font = int(rng.choice(_FONTS))
        pale = board.mean() < 0.42
        ink = (0.72, 0.70, 0.62) if pale else (0.13, 0.13, 0.15)
        strip = np.broadcast_to(board, (high, SIZE, 3)).astype(np.float32).copy()
        _write(strip, str(name), font, 0.62, ink)
        strip[:3] = strip[-3:] = 0.6 * strip[4, 4]
        picture[row * high : (row + 1) * high] *= strip
    return texture("shop_names", picture)


def house_numbers(rng: np.random.Generator) -> Texture:
    """Sixteen enamel plates, 4 x 4."""
    picture = canvas((0.14, 0.17, 0.26))
    side = SIZE // 4
    for row in range(4):
        for column in range(4):
            plate = picture[row * side : (row + 1) * side, column * side : (column + 1) * side].copy()
            _write(plate, str(int(rng.integers(1, 99))), cv2.FONT_HERSHEY_DUPLEX, 0.5, (0.70, 0.70, 0.67))
            picture[row * side : (row + 1) * side, column * side : (column + 1) * side] = plate
    return texture("house_numbers", lit(picture, 0.05 * fractal(rng, beta=2.2)))


def _write(strip: Plane, text: str, font: int, tall: float, ink: tuple[float, float, float]) -> None:
    """Write `text` in the middle of a picture, letters `tall` times its height, narrower where it is long."""
    height, width = strip.shape[:2]
    (wide, high), _ = cv2.getTextSize(text, font, 1.0, 2)
    scale = min(tall * height / high, 0.86 * width / wide)
    thick = max(2, round(2.0 * scale))
    (wide, high), _ = cv2.getTextSize(text, font, scale, thick)
    mask = np.zeros((height, width), dtype=np.uint8)
    foot = ((width - wide) // 2, (height + high) // 2)
    cv2.putText(mask, text, foot, font, scale, 255, thick, cv2.LINE_AA)
    part = (mask / np.float32(255.0))[..., None]
    strip += (np.array(ink, dtype=np.float32) - strip) * part
