"""One picture, one corruption by name, one severity."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from caos.errors import CaosError
from caos.lookup import look_up

from . import blur, digital, noise, weather
from .arrays import Image
from .frost import frost_pictures
from .parameters import BENCHMARKS

SEVERITIES: Final = (1, 2, 3, 4, 5)
LEAST_SIDE: Final = 16
"""Smallest height and width of a picture: below, the published filters are larger than it."""

_FUNCTIONS: Final[Mapping[str, Callable[..., Image]]] = {
    "gaussian_noise": noise.gaussian_noise,
    "shot_noise": noise.shot_noise,
    "impulse_noise": noise.impulse_noise,
    "defocus_blur": blur.defocus_blur,
    "glass_blur": blur.glass_blur,
    "motion_blur": blur.motion_blur,
    "zoom_blur": blur.zoom_blur,
    "snow": weather.snow,
    "frost": weather.frost,
    "fog": weather.fog,
    "brightness": digital.brightness,
    "contrast": digital.contrast,
    "elastic_transform": digital.elastic_transform,
    "pixelate": digital.pixelate,
    "jpeg_compression": digital.jpeg_compression,
    "speckle_noise": noise.speckle_noise,
    "gaussian_blur": blur.gaussian_blur,
    "spatter": weather.spatter,
    "saturate": digital.saturate,
}

CORRUPTIONS: Final = tuple(_FUNCTIONS)[:15]
"""The 15 of ImageNet-C, in its order; mCE is their mean."""

HELD_OUT: Final = tuple(_FUNCTIONS)[15:]
"""The 4 that the benchmark sets aside for tuning."""


def corrupt(
    image: Image,
    name: str,
    severity: int,
    rng: np.random.Generator,
    *,
    parameters: str = "imagenet-c",
    frost: Sequence[Image] | None = None,
) -> Image:
    """Corrupt one picture.

    Args:
        image: (H, W, 3) uint8, RGB, at least 16 x 16; it is not changed.
        name: one of `CORRUPTIONS` or `HELD_OUT`.
        severity: 1 to 5.
        rng: of everything random; the same state gives the same bytes.
        parameters: one of `BENCHMARKS`; choose the one whose pictures are about as large as yours.
        frost: pictures (H, W, 3) uint8 to lay over for "frost"; ours when not given.

    Returns:
        (H, W, 3) uint8.

    Raises:
        CaosError: an unknown name or parameter set, another severity, or a picture of another kind.
    """
    function = look_up("corruption", name, _FUNCTIONS)
    strengths = look_up("parameter set", parameters, BENCHMARKS).strengths[name]
    if severity not in SEVERITIES:
        raise CaosError(f"severity {severity!r} is not one of 1 to 5")
    check_image(image)
    if name == "frost":
        pictures = frost_pictures() if frost is None else frost
        return function(image, rng, *strengths[severity - 1], pictures=pictures)
    return function(image, rng, *strengths[severity - 1])


def check_image(image: npt.NDArray[np.generic]) -> None:
    """Refuse what is no RGB picture.

    Raises:
        CaosError: not (H, W, 3) uint8, or smaller than 16 x 16.
    """
    if image.dtype != np.uint8 or image.ndim != 3 or image.shape[2] != 3:
        raise CaosError(f"expected an (H, W, 3) uint8 RGB picture, got {image.shape} {image.dtype}")
    if min(image.shape[:2]) < LEAST_SIDE:
        height, width = image.shape[:2]
        raise CaosError(
            f"a picture of {width} x {height}: corruptions need at least {LEAST_SIDE} pixels a side"
        )


def generator_for(seed: int, *names: object) -> np.random.Generator:
    """A generator that depends on `seed` and `names` alone, whatever the order or the process.

    Names are told apart as text; the same ones always give the same numbers.
    """
    text = "\0".join(str(part) for part in (seed, *names))
    digest = hashlib.blake2b(text.encode("utf-8", "surrogateescape"), digest_size=16).digest()
    return np.random.default_rng(int.from_bytes(digest, "little"))
