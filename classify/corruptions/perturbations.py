"""The perturbation sequences of ImageNet-P: one picture changed a little from frame to frame.

Source: Hendrycks and Dietterich, ICLR 2019, section 3.2; sizes in `sequences.py`. A classifier should not
change its mind along a sequence: the flip rate counts how often it does. Frame 0 of the noises is the clean
picture, and their other frames are independent of each other; everywhere else neighbours are compared.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt
import PIL.Image

from caos.errors import CaosError
from caos.lookup import look_up

from .arrays import Image, dragged, to_bytes, to_floats
from .corrupt import check_image
from .digital import brightened
from .noise import gaussian_noise, shot_noise
from .sequences import SEQUENCES, Sequences
from .weather import drawn_flakes, snowed

Frames = npt.NDArray[np.uint8]
"""(T, H, W, 3) uint8, RGB."""


_FRAMES: Final = 31
_MIDDLE: Final = 15


def perturb(
    image: Image,
    name: str,
    rng: np.random.Generator,
    *,
    parameters: str = "imagenet-p",
    crop: int | None = None,
) -> Frames:
    """Make one sequence of one picture.

    Args:
        image: (H, W, 3) uint8, RGB, at least 16 x 16.
        name: one of `PERTURBATIONS`.
        rng: of everything random; the same state gives the same bytes.
        parameters: one of `SEQUENCES`; choose the one whose pictures are about as large as yours.
        crop: cut the central `crop` x `crop` pixels out of each frame, so that what moves in at the edge is
            picture rather than black (published: 224 of 256 pixels for "imagenet-p", all for the others).

    Returns:
        (T, H, W, 3) uint8, T as published (16 to 41).

    Raises:
        CaosError: an unknown name or parameter set, a picture of another kind, or smaller than `crop`.
    """
    function = look_up("perturbation", name, _FUNCTIONS)
    published = look_up("parameter set", parameters, SEQUENCES)
    check_image(image)
    if crop is not None and not 1 <= crop <= min(image.shape[:2]):
        raise CaosError(
            f"crop {crop} does not fit into a picture of {image.shape[1]} x {image.shape[0]} pixels"
        )
    cut = (slice(None), slice(None)) if crop is None else _central(image, crop)
    if name in _MOVING:
        return np.stack([frame[cut] for frame in function(image, rng, published)])
    return np.stack(list(function(np.ascontiguousarray(image[cut]), rng, published)))


def _central(image: Image, crop: int) -> tuple[slice, slice]:
    top, left = (round((side - crop) / 2) for side in image.shape[:2])
    return slice(top, top + crop), slice(left, left + crop)


def _gaussian(
    image: Image, rng: np.random.Generator, published: Sequences, variant: int = 0
) -> Iterator[Image]:
    yield image
    for _ in range(1, _FRAMES):
        yield gaussian_noise(image, rng, published.gaussian[variant])


def _shot(image: Image, rng: np.random.Generator, published: Sequences, variant: int = 0) -> Iterator[Image]:
    yield image
    for _ in range(1, _FRAMES):
        yield shot_noise(image, rng, published.photons[variant])


def _motion_blur(image: Image, rng: np.random.Generator, published: Sequences) -> Iterator[Image]:  # noqa: ARG001
    """The direction of the blur turns; the last frame's is 0."""
    radius, sigma, count, degrees = published.motion
    values = to_floats(image)
    for number in range(count):
        yield to_bytes(dragged(values, radius, sigma, (number + 1 - count) * degrees))


def _zoom_blur(image: Image, rng: np.random.Generator, published: Sequences) -> Iterator[Image]:  # noqa: ARG001
    """Frame t averages the picture with itself zoomed by 1.004, 1.008, ... 1 + 0.004 t."""
    total = to_floats(image)
    yield image
    for number in range(1, _FRAMES):
        total = total + _moved(image, scale=1 + 0.004 * number)
        yield to_bytes(np.asarray(total / np.float32(number + 1), dtype=np.float32))


def _snow(image: Image, rng: np.random.Generator, published: Sequences) -> Iterator[Image]:
    """The same flakes all along; the direction in which they fall turns from -150 to -30 degrees."""
    mean, sigma, zoom, radius, length = published.snow
    flakes = drawn_flakes(image.shape[:2], rng, mean, sigma, zoom, 0.5)
    for number in range(_FRAMES):
        yield snowed(image, dragged(flakes, radius, length, 4 * number - 150), 0.85)


def _brightness(image: Image, rng: np.random.Generator, published: Sequences) -> Iterator[Image]:  # noqa: ARG001
    for number in range(_FRAMES):
        yield brightened(image, (number - _MIDDLE) * published.brightness)


def _translate(image: Image, rng: np.random.Generator, published: Sequences) -> Iterator[Image]:  # noqa: ARG001
    """To the right, one pixel a frame."""
    count, middle = published.translate
    for number in range(count):
        yield _moved(image, right=number - middle)


def _rotate(image: Image, rng: np.random.Generator, published: Sequences) -> Iterator[Image]:  # noqa: ARG001
    """Clockwise, one degree a frame."""
    for number in range(_FRAMES):
        yield _moved(image, angle=number - _MIDDLE)


def _scale(image: Image, rng: np.random.Generator, published: Sequences) -> Iterator[Image]:  # noqa: ARG001
    first, step = published.scale
    for number in range(_FRAMES):
        yield _moved(image, scale=first + step * number)


def _tilt(image: Image, rng: np.random.Generator, published: Sequences) -> Iterator[Image]:  # noqa: ARG001
    """The picture's plane turns about its two axes at once, seen from one diagonal away."""
    height, width = image.shape[:2]
    away = math.hypot(width, height)
    flat = np.array([(1, 0, -width / 2), (0, 1, -height / 2), (0, 0, 1)])
    lens = np.array([(away, 0, width / 2), (0, away, height / 2), (0, 0, 1)])
    for number in range(_FRAMES):
        angle = math.radians((number - _MIDDLE) * published.tilt)
        cos, sin = math.cos(angle), math.sin(angle)
        about_x = np.array([(1, 0, 0), (0, cos, -sin), (0, sin, cos)])
        about_y = np.array([(cos, 0, -sin), (0, 1, 0), (sin, 0, cos)])
        turned = about_x @ about_y @ flat
        turned[2, 2] += away
        yield np.asarray(cv2.warpPerspective(image, lens @ turned, (width, height)), dtype=np.uint8)


def _moved(image: Image, *, angle: float = 0.0, scale: float = 1.0, right: float = 0.0) -> Image:
    """Turn clockwise by `angle` degrees and scale about the middle, then move; black comes in.

    By Pillow, as published (through torchvision's `affine`): bilinear, which leaves whole pixels as they are.
    """
    height, width = image.shape[:2]
    cos, sin = math.cos(math.radians(angle)) / scale, math.sin(math.radians(angle)) / scale
    across, down = width / 2 + right, height / 2
    matrix = (
        *(cos, sin, width / 2 - cos * across - sin * down),
        *(-sin, cos, height / 2 + sin * across - cos * down),
    )
    moved = PIL.Image.fromarray(image).transform(
        (width, height), PIL.Image.Transform.AFFINE, matrix, PIL.Image.Resampling.BILINEAR
    )
    return np.asarray(moved)


_FUNCTIONS: Final[Mapping[str, Callable[..., Iterator[Image]]]] = {
    "gaussian_noise": _gaussian,
    "shot_noise": _shot,
    "motion_blur": _motion_blur,
    "zoom_blur": _zoom_blur,
    "snow": _snow,
    "brightness": _brightness,
    "translate": _translate,
    "rotate": _rotate,
    "tilt": _tilt,
    "scale": _scale,
    "gaussian_noise_2": partial(_gaussian, variant=1),
    "gaussian_noise_3": partial(_gaussian, variant=2),
    "shot_noise_2": partial(_shot, variant=1),
    "shot_noise_3": partial(_shot, variant=2),
}

PERTURBATIONS: Final = tuple(_FUNCTIONS)
"""The 10 of ImageNet-P in its order, then the stronger variants of its two noises."""

_MOVING: Final = frozenset({"zoom_blur", "translate", "rotate", "tilt", "scale"})
