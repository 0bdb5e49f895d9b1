"""Pictures of frost on a window: drawn here, or read from a folder.

The published benchmark lays photographs over its pictures, which are not ours to give away. These are drawn
from fixed seeds instead: feathers of ice that branch at 60 degrees, and rime between them. Their mean colours
and contrasts are near those of the photographs.
"""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt
import PIL.Image

from caos.errors import CaosError
from caos.textures.noise import fractal

from .arrays import Image, Plane

Points = npt.NDArray[np.float64]

HEIGHT: Final = 400
WIDTH: Final = 600
COUNT: Final = 5

_KINDS: Final = 4  # feathers drawn anew for each picture; the others are these, turned and scaled
_FEATHER: Final = (288, 512)
_SUFFIXES: Final = (".jpg", ".jpeg", ".png")


def read_frost(folder: Path) -> tuple[Image, ...]:
    """The pictures in `folder` (JPEG, PNG), in the order of their names, each (H, W, 3) uint8 RGB.

    Raises:
        CaosError: no folder, no picture in it, or one that cannot be read.
    """
    if not folder.is_dir():
        raise CaosError(f"{folder}: no such folder; --frost names one with pictures of frost")
    paths = sorted(path for path in folder.iterdir() if path.suffix.lower() in _SUFFIXES)
    if not paths:
        raise CaosError(f"{folder}: no pictures; --frost wants JPEG or PNG files")
    return tuple(_read(path) for path in paths)


def _read(path: Path) -> Image:
    try:
        with PIL.Image.open(path) as picture:
            return np.array(picture.convert("RGB"), dtype=np.uint8)
    except (OSError, ValueError, PIL.Image.DecompressionBombError) as cause:
        raise CaosError(f"{path}: not a readable picture: {cause}") from cause


@cache
def frost_pictures() -> tuple[Image, ...]:
    """Five pictures of frost, (400, 600, 3) uint8 RGB, the same in every process; drawn once, read-only."""
    return tuple(_drawn(number) for number in range(COUNT))


def _drawn(number: int) -> Image:
    """Rime and feathers as height, shown through a colour ramp from deep blue to white."""
    rng = np.random.default_rng((20190327, number))
    feathers = _feathers(rng, count=26 + 12 * number)
    cloud = fractal(rng, beta=2.4, low=2)[:HEIGHT, :]
    rime = fractal(rng, beta=0.8, low=24)[:HEIGHT, :]
    cloud, rime = (np.hstack([plane, plane[:, ::-1]])[:, :WIDTH] for plane in (cloud, rime))
    height = 0.36 + 0.1 * cloud + 0.05 * rime + (0.5 + 0.08 * cloud) * feathers
    ramp = np.array([(44, 72, 96), (108, 138, 156), (170, 192, 204), (232, 240, 246)], dtype=np.float32)
    place = np.clip(height, 0, 1) * (len(ramp) - 1)
    low = np.minimum(place.astype(int), len(ramp) - 2)
    picture = ramp[low] + (ramp[low + 1] - ramp[low]) * (place - low)[..., None]
    picture = picture.astype(np.uint8)
    picture.flags.writeable = False
    return np.asarray(picture)


def _feathers(rng: np.random.Generator, count: int) -> Plane:
    """(400, 600) float32 from 0 to 1: how much ice of feathers lies where."""
    kinds = [_feather(rng) for _ in range(_KINDS)]
    ice = np.zeros((HEIGHT, WIDTH), dtype=np.uint8)
    for number in range(count):
        angle, scale = rng.uniform(0, 2 * math.pi), rng.uniform(0.15, 0.62)
        right, down = scale * math.cos(angle), scale * math.sin(angle)
        root = rng.uniform(-0.05, 1.05, size=2) * (WIDTH, HEIGHT)
        turn = np.array([(right, -down), (down, right)])
        matrix = np.column_stack([turn, root - turn @ (0, _FEATHER[0] / 2)])
        stamp = cv2.warpAffine(kinds[number % _KINDS], matrix, (WIDTH, HEIGHT), flags=cv2.INTER_LINEAR)
        ice = np.maximum(ice, stamp)
    sharp = ice.astype(np.float32) / 255
    return np.asarray(np.clip(0.8 * sharp + 0.5 * cv2.GaussianBlur(sharp, (0, 0), 6.0), 0, 1))


def _feather(rng: np.random.Generator) -> Image:
    """(288, 512) uint8: a bent rib from the left with two orders of branches at the 60 degrees of ice."""
    feather = np.zeros(_FEATHER, dtype=np.uint8)
    along = np.linspace(0, 1, 56)
    middle = _FEATHER[0] / 2 + 40 * rng.normal() * along**2
    rib = np.column_stack([along * 470, middle])
    _draw(feather, rib, 230, 3)
    for part, root in zip(along[2:], rib[2:], strict=True):
        for side in (-1, 1):
            if rng.random() < 0.9:
                length = 135 * (1 - part) * rng.uniform(0.35, 1)
                _branch(feather, rng, root, side * (math.pi / 3 + rng.normal(0, 0.1)), length)
    return np.asarray(cv2.GaussianBlur(feather, (3, 3), 0.6), dtype=np.uint8)


def _branch(feather: Image, rng: np.random.Generator, root: Points, heading: float, length: float) -> None:
    """A straight branch with twigs every ten pixels."""
    direction = np.array((math.cos(heading), math.sin(heading)))
    _draw(feather, np.stack([root, root + length * direction]), int(rng.integers(120, 230)), 2)
    for place in np.arange(10, length, 10):
        for side in (-1, 1):
            turned = heading + side * math.pi / 3
            reach = 0.4 * (length - place) * rng.uniform(0.3, 1)
            twig = reach * np.array((math.cos(turned), math.sin(turned)))
            _draw(feather, root + np.outer((place, place), direction) + np.outer((0, 1), twig), 150, 1)


def _draw(feather: Image, points: Points, level: int, thickness: int) -> None:
    fixed = np.round(points * 16).astype(np.int32)  # OpenCV draws with four bits behind the point
    cv2.polylines(feather, [fixed], False, level, thickness, cv2.LINE_AA, 4)
