"""Small textures for things from indoors: wood, weaves, patterns, labels, dials. One tile spans a metre."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from caos.meshes import Material, Texture
from caos.textures import fractal

from .parts import Colour

Picture = npt.NDArray[np.float32]

SIZE: Final = 256
"""Pixels along each side of a pattern."""


def printed(name: str, picture: npt.ArrayLike, *, roughness: float = 0.7, emission: float = 0.0) -> Material:
    """A material with a (H, W, 3) sRGB picture in [0, 1]."""
    pixels = (np.clip(np.asarray(picture), 0, 1) * 255 + 0.5).astype(np.uint8)
    return Material((1.0, 1.0, 1.0), roughness=roughness, emission=emission, texture=Texture(name, pixels))


def sheet(colour: Colour, height: int = 128, width: int = 128) -> Picture:
    """(H, W, 3) of one colour, to be drawn on with OpenCV."""
    return np.full((height, width, 3), colour, dtype=np.float32)


def _noise(rng: np.random.Generator, beta: float, stretch: tuple[float, float] = (1.0, 1.0)) -> Picture:
    """(256, 256, 1) noise that tiles."""
    field = fractal(rng, beta=beta, low=3, stretch=stretch)
    return np.asarray(field.reshape(SIZE, 2, SIZE, 2).mean(axis=(1, 3))[..., None], dtype=np.float32)


def wood(
    rng: np.random.Generator,
    tint: Colour = (0.52, 0.34, 0.19),
    *,
    across: bool = False,
    roughness: float = 0.5,
) -> Material:
    """Polished wood, its grain upright on fronts, or `across` them."""
    grain = _noise(rng, 1.5, (14.0, 1.0))
    grain = grain.transpose(1, 0, 2) if across else grain
    return printed("wood", np.array(tint) * (1 + 0.16 * grain), roughness=roughness)


def cloth(rng: np.random.Generator, colour: Colour) -> Material:
    """A coarse weave with a little wear."""
    step = np.arange(SIZE, dtype=np.float32) * (2 * math.pi / 8)
    weave = np.sin(step)[:, None, None] * np.sin(step)[None, :, None]
    return printed("cloth", np.array(colour) * (1 + 0.14 * weave + 0.06 * _noise(rng, 2.0)), roughness=0.95)


def striped(
    colours: Sequence[Colour], bands: int = 10, *, across: bool = False, roughness: float = 0.95
) -> Material:
    """Upright stripes in turn, `bands` per metre (a multiple of the number of colours), or level ones."""
    index = (np.arange(SIZE) * bands // SIZE) % len(colours)
    line = np.array(colours)[index]
    picture = np.broadcast_to(line[:, None] if across else line[None], (SIZE, SIZE, 3))
    return printed("stripes", picture, roughness=roughness)


def tartan(ground: Colour, dark: Colour, line: Colour, squares: int = 5) -> Material:
    """A checked cloth of two colours and a thin line."""
    phase = np.arange(SIZE) * squares / SIZE % 1
    band = (phase < 0.45).astype(np.float32)
    thin = ((phase > 0.68) & (phase < 0.76)).astype(np.float32)
    both = ((band[:, None] + band[None]) / 2)[..., None]
    fine = (np.maximum(thin[:, None], thin[None]) * 0.7)[..., None]
    picture = np.array(ground) * (1 - both) + np.array(dark) * both
    return printed("tartan", picture * (1 - fine) + np.array(line) * fine, roughness=0.95)


def dotted(
    rng: np.random.Generator,
    ground: Colour,
    inks: Sequence[Colour],
    *,
    count: int = 40,
    flowers: bool = False,
) -> Material:
    """Scattered dots, or flowers, about `count` to the square metre; they tile."""
    picture = sheet(ground, SIZE, SIZE)
    across = max(2, round(math.sqrt(count)))
    pitch = SIZE / across
    for row in range(across):
        for column in range(across):
            ink = inks[int(rng.integers(len(inks)))]
            shift = rng.uniform(-0.1, 0.1, 2) if flowers else (0.0, 0.0)
            x = (column + 0.5 + float(shift[0])) * pitch
            y = (row + 0.5 + float(shift[1])) * pitch
            _blossom(picture, x, y, pitch * 0.24, ink, 5 if flowers else 0)
    return printed("dots", picture, roughness=0.9)


def _blossom(picture: Picture, x: float, y: float, radius: float, ink: Colour, petals: int) -> None:
    if petals == 0:
        cv2.circle(picture, (round(x), round(y)), round(radius), ink, -1, cv2.LINE_AA)
    for petal in range(petals):
        turn = 2 * math.pi * petal / petals
        centre = (round(x + radius * math.cos(turn)), round(y + radius * math.sin(turn)))
        cv2.circle(picture, centre, max(1, round(radius * 0.62)), ink, -1, cv2.LINE_AA)
    if petals:
        cv2.circle(picture, (round(x), round(y)), max(1, round(radius * 0.5)), (0.90, 0.75, 0.20), -1)


def wicker(rng: np.random.Generator, tint: Colour = (0.66, 0.48, 0.28)) -> Material:
    """Basketwork, strands about 3 cm wide."""
    step = np.arange(SIZE, dtype=np.float32) * (2 * math.pi / 16)
    over = np.sin(step)[:, None, None] * np.sin(step / 2)[None, :, None]
    gap = np.abs(np.sin(step / 2))[:, None, None] * np.ones((1, SIZE, 1), dtype=np.float32)
    return printed("wicker", np.array(tint) * (0.55 + 0.45 * gap + 0.25 * over + 0.05 * _noise(rng, 1.0)))


def buttoned(colour: Colour, pitch: int = 32) -> Material:
    """Deep-buttoned leather: lozenges with a dark button in each corner."""
    step = np.arange(SIZE, dtype=np.float32) / pitch * math.pi
    fold = np.abs(np.sin(step[:, None] + step[None])) * np.abs(np.sin(step[:, None] - step[None]))
    picture = np.array(colour) * (0.45 + 0.62 * fold[..., None] ** 0.35)
    return printed("buttoned", picture, roughness=0.45)


def write(
    picture: Picture,
    text: str,
    centre: tuple[float, float],
    tall: float,
    ink: Colour,
    *,
    thick: float = 0.16,
    font: int = cv2.FONT_HERSHEY_DUPLEX,
) -> None:
    """Write `text` on a picture; `centre` (across, down) and `tall` are parts of its width and height."""
    height, width = picture.shape[:2]
    scale = tall * height / 22.0
    weight = max(1, round(tall * height * thick * 0.6))
    (wide, high), _ = cv2.getTextSize(text, font, scale, weight)
    foot = (round(centre[0] * width - wide / 2), round(centre[1] * height + high / 2))
    mask = np.zeros((height, width), dtype=np.uint8)
    cv2.putText(mask, text, foot, font, scale, 255, weight, cv2.LINE_AA)
    picture += (np.array(ink, dtype=np.float32) - picture) * (mask / np.float32(255))[..., None]


def label(
    text: str, paper: Colour, ink: Colour, *, height: int = 64, width: int = 256, tall: float = 0.5
) -> Material:
    """A plate with one word."""
    picture = sheet(paper, height, width)
    write(picture, text, (0.5, 0.5), tall, ink)
    return printed("label", picture, roughness=0.5)


def dial(
    paper: Colour,
    ink: Colour,
    *,
    marks: int = 12,
    hands: Sequence[tuple[float, float]] = (),
    numbers: bool = False,
    size: int = 128,
) -> Material:
    """A round face: `marks` at the rim, `hands` as (turns from the top, part of the radius)."""
    picture = sheet(paper, size, size)
    middle = size / 2
    for mark in range(marks):
        turn = 2 * math.pi * mark / marks
        ahead = np.array((math.sin(turn), -math.cos(turn)))
        if numbers:
            at = (0.5 + 0.38 * ahead[0], 0.5 + 0.38 * ahead[1])
            write(picture, str(mark or marks), (float(at[0]), float(at[1])), 0.10, ink)
        else:
            near, far = middle + 0.38 * size * ahead, middle + 0.46 * size * ahead
            _stroke(picture, near, far, ink, size // 40)
    for turns, reach in hands:
        ahead = np.array((math.sin(2 * math.pi * turns), -math.cos(2 * math.pi * turns)))
        _stroke(picture, np.full(2, middle), middle + reach * middle * ahead, ink, size // 32)
    return printed("dial", picture, roughness=0.3)


def _stroke(
    picture: Picture, start: npt.NDArray[np.float64], end: npt.NDArray[np.float64], ink: Colour, thick: int
) -> None:
    one, two = (tuple(round(float(part)) for part in point) for point in (start, end))
    cv2.line(picture, one, two, ink, max(1, thick), cv2.LINE_AA)


def keys(
    rows: int, columns: int, body: Colour, cap: Colour, ink: Colour, *, height: int = 96, width: int = 256
) -> Material:
    """A keyboard seen from above: `rows` x `columns` caps with a mark each."""
    picture = sheet(body, height, width)
    high, wide = height / rows, width / columns
    for row in range(rows):
        for column in range(columns):
            low = (round((column + 0.12) * wide), round((row + 0.12) * high))
            far = (round((column + 0.88) * wide), round((row + 0.88) * high))
            cv2.rectangle(picture, low, far, cap, -1)
            dot = ((low[0] + far[0]) // 2, (low[1] + far[1]) // 2)
            cv2.circle(picture, dot, max(1, round(high * 0.1)), ink, -1)
    return printed("keys", picture, roughness=0.5)


def slotted(body: Colour, gap: Colour, bars: int, *, size: int = 128, holes: bool = False) -> Material:
    """A grille: level slots, or round holes."""
    picture = sheet(body, size, size)
    pitch = size / bars
    for row in range(bars):
        if holes:
            for column in range(bars):
                at = (round((column + 0.5) * pitch), round((row + 0.5) * pitch))
                cv2.circle(picture, at, max(1, round(pitch * 0.3)), gap, -1, cv2.LINE_AA)
        else:
            picture[round((row + 0.3) * pitch) : round((row + 0.7) * pitch)] = gap
    return printed("grille", picture, roughness=0.6)


def landscape(rng: np.random.Generator, height: int = 128, width: int = 160) -> Material:
    """A painting: sky, hills, a field, a sun."""
    down = np.linspace(0, 1, height, dtype=np.float32)[:, None, None]
    picture = (1 - down) * np.array((0.36, 0.55, 0.78)) + down * np.array((0.92, 0.80, 0.60))
    picture = np.ascontiguousarray(np.broadcast_to(picture, (height, width, 3)), dtype=np.float32)
    cv2.circle(
        picture, (round(width * rng.uniform(0.2, 0.8)), height // 4), height // 10, (0.98, 0.86, 0.5), -1
    )
    across = np.linspace(0, 2 * math.pi, width)
    for level, ink in ((0.45, (0.38, 0.42, 0.55)), (0.58, (0.26, 0.40, 0.30)), (0.74, (0.62, 0.55, 0.22))):
        phase, wave = rng.uniform(0, 6, 2)
        line = level + 0.06 * np.sin(across * (1 + wave / 4) + phase)
        below = np.arange(height)[:, None] > line[None] * height
        picture[below] = ink
    return printed("painting", picture, roughness=0.8)
