"""Paint, glass, lamps and plates of vehicles; every texture is painted once."""

from __future__ import annotations

from functools import cache
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from caos.meshes import Lamps, Material, Texture

Rgb = tuple[int, int, int]
Picture = npt.NDArray[np.uint8]
_SIDE: Final = 256
_DIRT: Final = np.array([150.0, 132.0, 110.0]) / 255

GRILLE: Final = Material((0.035, 0.035, 0.04), roughness=0.45)
GAP: Final = Material((0.03, 0.03, 0.032), roughness=0.8)
SEAL: Final = Material((0.022, 0.022, 0.025), roughness=0.35)
TRIM: Final = Material((0.07, 0.07, 0.075), roughness=0.65)
WELL: Final = Material((0.022, 0.022, 0.022), roughness=1.0)
SILVER: Final = Material((0.50, 0.51, 0.53), roughness=0.3, metallic=0.6)

LOW: Final = Lamps.LOW_BEAM | Lamps.HIGH_BEAM
TAIL_ON: Final = Lamps.POSITION | Lamps.LOW_BEAM | Lamps.HIGH_BEAM
BRAKE_LAMP: Final = Material((0.50, 0.02, 0.03), roughness=0.12, emission=9.0, lamp=Lamps.BRAKE)
TAIL_LAMP: Final = Material((0.42, 0.015, 0.02), roughness=0.12, emission=4.0, lamp=TAIL_ON)
REVERSE_LAMP: Final = Material((0.78, 0.78, 0.78), roughness=0.12, emission=6.0, lamp=Lamps.REVERSE)
PLATE_LAMP: Final = Material((0.9, 0.88, 0.8), roughness=0.3, emission=4.0, lamp=TAIL_ON)
DAY_LAMP: Final = Material(
    (0.90, 0.91, 0.92), roughness=0.1, emission=4.0, lamp=Lamps.POSITION | Lamps.LOW_BEAM
)
FOG_LAMP: Final = Material((0.72, 0.73, 0.74), roughness=0.12, emission=6.0, lamp=Lamps.FOG)
BLUE_LAMP: Final = Material((0.04, 0.12, 0.80), roughness=0.1, emission=8.0, lamp=Lamps.SPECIAL1)


def blinker(right: bool) -> Material:
    """Amber glass of the right or left direction lamps."""
    lamp = Lamps.RIGHT_BLINKER if right else Lamps.LEFT_BLINKER
    return Material((0.62, 0.27, 0.05), roughness=0.15, emission=7.0, lamp=lamp)


def paint(color: Rgb, *, worn: bool = False) -> Material:
    """Body colour (0..255) under clear coat, dirty towards the sills; bright and grey ones are metallic."""
    red, green, blue = (part / 255 for part in color)
    vivid = max(color) - min(color) > 90 or min(color) > 215 or max(color) < 30
    return Material(
        (red, green, blue),
        roughness=0.4 if worn else 0.28,
        metallic=0.0 if vivid or worn else 0.3,
        texture=_dirt(worn),
    )


def headlamp() -> Material:
    """A clear lens over a reflector; u, v run over the lamp."""
    return Material((1.0, 1.0, 1.0), roughness=0.06, texture=_reflector(), emission=8.0, lamp=LOW)


def glass(driven: bool) -> Material:
    """Dark glass with what can be guessed behind it; see `pane_uv`."""
    return Material((1.0, 1.0, 1.0), roughness=0.04, texture=_interior(driven))


def pane_uv(view: str, u: npt.ArrayLike, v: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """(..., 2) texture coordinates in the glass texture.

    Args:
        view: "side" (u from rear to front), "front" or "rear" (u from the vehicle's left to its right).
        u: 0..1.
        v: 0..1 from the lower edge upwards.
    """
    across, up = np.broadcast_arrays(np.asarray(u, dtype=np.float64), np.asarray(v, dtype=np.float64))
    left, width, top, height = {
        "side": (0.02, 0.96, 0.02, 0.46), "front": (0.02, 0.46, 0.52, 0.46), "rear": (0.52, 0.46, 0.52, 0.46)
    }[view]  # fmt: skip
    return np.stack([left + width * across, top + height * (1 - up)], axis=-1)


def number_plate(number: int) -> tuple[Material, tuple[float, float, float, float]]:
    """White plates with drawn characters, and where in the texture (u0, v0, u1, v1) plate `number` is."""
    row = number % 8
    return Material((1.0, 1.0, 1.0), roughness=0.5, texture=_plates()), (0.0, row / 8, 1.0, (row + 1) / 8)


@cache
def _dirt(worn: bool) -> Texture:
    rng = np.random.default_rng([11, int(worn)])
    height = 1 - np.linspace(0, 1, _SIDE)[:, None]
    grain = cv2.resize(rng.random((24, 24)).astype(np.float32), (_SIDE, _SIDE), interpolation=cv2.INTER_CUBIC)
    splash = np.clip(1 - (1 - height) / 0.32, 0, 1) ** 2 * (0.45 + 0.4 * grain)
    amount = (splash * (0.75 if worn else 0.45) + (0.10 if worn else 0.02) * grain)[..., None]
    tile = (1 - amount) + amount * _DIRT
    fine = 1 + rng.normal(0, 0.006, (_SIDE, _SIDE, 1))
    return Texture("paint", np.rint(np.clip(tile * fine, 0, 1) * 255).astype(np.uint8)[::-1].copy())


@cache
def _reflector() -> Texture:
    side = 128
    y, x = np.mgrid[0:side, 0:side] / side
    tile = np.full((side, side, 3), 0.30)
    for middle, size in ((0.30, 0.24), (0.72, 0.20)):
        far = np.hypot((x - middle) * 1.0, (y - 0.5) * 0.75) / size
        tile = np.where((far < 1.0)[..., None], (0.55 + 0.4 * np.cos(far * 9) * (1 - far))[..., None], tile)
        tile = np.where((np.abs(far - 1.06) < 0.09)[..., None], 0.85, tile)
        tile = np.where((far < 0.38)[..., None], np.array([0.86, 0.89, 0.93]), tile)
    tile[: side // 9] = 0.16
    return Texture("headlamp", np.rint(np.clip(tile, 0, 1) * 255).astype(np.uint8))


@cache
def _interior(driven: bool) -> Texture:
    """Seats, head-rests, the far side's windows, perhaps a driver, all dark."""
    tile = np.zeros((512, 512, 3), dtype=np.uint8)
    _paint_side(tile[:256], driven)
    _paint_end(tile[256:, :256], driven, ahead=True)
    _paint_end(tile[256:, 256:], driven, ahead=False)
    return Texture("glass", cv2.GaussianBlur(tile, (0, 0), 1.6))


def _graded(area: Picture, low: float, high: float) -> None:
    """Fill with a dim greenish grey, brighter towards the upper edge: sky shines in from beyond."""
    part = np.linspace(high, low, area.shape[0])[:, None, None]
    area[:] = np.rint(part * np.array([0.90, 1.0, 1.04])).astype(np.uint8)


def _paint_side(area: Picture, driven: bool) -> None:
    _graded(area, 26, 62)
    for x in (250, 262, 470):
        cv2.rectangle(area, (x, 0), (x + 10, 256), (17, 18, 19), -1)  # pillars of the far side
    for x in (150, 322):
        cv2.ellipse(area, (x, 250), (34, 130), -9, 0, 360, (13, 13, 14), -1)
        cv2.ellipse(area, (x - 18, 108), (17, 34), -9, 0, 360, (11, 11, 12), -1)
    cv2.ellipse(area, (440, 262), (80, 52), 0, 0, 360, (11, 11, 12), -1)
    cv2.ellipse(area, (408, 205), (9, 52), 16, 0, 360, (9, 9, 9), 5)
    if driven:
        cv2.ellipse(area, (348, 112), (24, 40), 0, 0, 360, (38, 30, 25), -1)
        cv2.ellipse(area, (344, 96), (26, 26), 0, 0, 360, (14, 12, 11), -1)
        cv2.ellipse(area, (345, 232), (44, 84), 0, 0, 360, (20, 22, 28), -1)


def _paint_end(area: Picture, driven: bool, *, ahead: bool) -> None:
    _graded(area, 22, 52)
    for x in (72, 184):
        cv2.rectangle(area, (x - 38, 128), (x + 38, 256), (13, 13, 14), -1)
        cv2.ellipse(area, (x, 112), (24, 24), 0, 0, 360, (10, 10, 11), -1)
    if driven:
        cv2.ellipse(area, (72, 104), (21, 31), 0, 0, 360, (44, 34, 28) if ahead else (14, 12, 11), -1)
        cv2.ellipse(area, (72, 212), (52, 66), 0, 0, 360, (22, 24, 31), -1)
    if ahead:
        cv2.rectangle(area, (0, 216), (256, 256), (9, 9, 10), -1)
        cv2.ellipse(area, (72, 216), (34, 26), 0, 180, 360, (8, 8, 8), 6)
        cv2.rectangle(area, (114, 24), (142, 44), (8, 8, 8), -1)


@cache
def _plates() -> Texture:
    rng = np.random.default_rng(2024)
    tile = np.full((512, 512, 3), 232, dtype=np.uint8)
    letters, digits = "ABCDEFGHKLMNPRSTUVXYZ", "0123456789"
    for row in range(8):
        top = row * 64
        cv2.rectangle(tile, (2, top + 2), (509, top + 61), (40, 40, 44), 3)
        cv2.rectangle(tile, (4, top + 4), (48, top + 59), (24, 60, 150), -1)
        pick = [letters[int(k)] for k in rng.integers(0, len(letters), 4)]
        number = "".join(digits[int(k)] for k in rng.integers(0, 10, 3))
        text = f"{pick[0]}{pick[1]} {pick[2]}{pick[3]} {number}"
        cv2.putText(tile, text, (64, top + 51), cv2.FONT_HERSHEY_SIMPLEX, 1.62, (22, 22, 26), 7, cv2.LINE_AA)
    return Texture("plates", tile)
