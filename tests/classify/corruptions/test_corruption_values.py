"""Corruptions without chance, against direct transcriptions of the published formulas in float64."""

from __future__ import annotations

import colorsys
import io
import math
from collections.abc import Callable

import cv2
import numpy as np
import numpy.typing as npt
import PIL.Image
import pytest
from caos.classify.corruptions import BENCHMARKS, SEVERITIES, corrupt
from scipy import ndimage

Image = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]

SETS = sorted(BENCHMARKS)


def transcribed_brightness(x: Floats, amount: float) -> Floats:
    return in_hsv(x, lambda h, s, v: (h, s, min(max(v + amount, 0), 1)))


def transcribed_saturate(x: Floats, gain: float, offset: float) -> Floats:
    return in_hsv(x, lambda h, s, v: (h, min(max(s * gain + offset, 0), 1), v))


def in_hsv(x: Floats, change: Callable[[float, float, float], tuple[float, float, float]]) -> Floats:
    flat = [colorsys.hsv_to_rgb(*change(*colorsys.rgb_to_hsv(*pixel))) for pixel in x.reshape(-1, 3)]
    return np.array(flat).reshape(x.shape)


def transcribed_contrast(x: Floats, kept: float) -> Floats:
    means = x.mean(axis=(0, 1))
    return (x - means) * kept + means


def transcribed_gaussian_blur(x: Floats, sigma: float) -> Floats:
    return ndimage.gaussian_filter(x, (sigma, sigma, 0), mode="nearest", truncate=4.0)


def transcribed_defocus_blur(x: Floats, radius: float, softness: float) -> Floats:
    reach, width = (8, 3) if radius <= 8 else (int(radius), 5)
    rows, columns = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    disk = (rows**2 + columns**2 <= radius**2).astype(np.float32)
    kernel = cv2.GaussianBlur(disk / disk.sum(), (width, width), softness).astype(np.float64)
    return np.stack([ndimage.correlate(x[..., channel], kernel, mode="mirror") for channel in range(3)], -1)


def transcribed_zoom_blur(x: Floats, end: float, step: float) -> Floats:
    side, factors = len(x), np.arange(1, end, step)
    total = x.copy()
    for factor in factors:
        kept = math.ceil(side / factor)
        first = (side - kept) // 2
        inner = x[first : first + kept, first : first + kept]
        large = ndimage.zoom(inner, (factor, factor, 1), order=1)
        trim = (len(large) - side) // 2
        total += large[trim : trim + side, trim : trim + side]
    return total / (len(factors) + 1)


TRANSCRIBED: dict[str, Callable[..., Floats]] = {
    "brightness": transcribed_brightness,
    "saturate": transcribed_saturate,
    "contrast": transcribed_contrast,
    "gaussian_blur": transcribed_gaussian_blur,
    "defocus_blur": transcribed_defocus_blur,
    "zoom_blur": transcribed_zoom_blur,
}


@pytest.mark.parametrize("parameters", SETS)
@pytest.mark.parametrize("name", sorted(TRANSCRIBED))
def test_equals_the_formula_within_one_grey_level(name: str, parameters: str, square: Image) -> None:
    for severity in SEVERITIES:
        arguments = BENCHMARKS[parameters].strengths[name][severity - 1]
        exact = np.clip(TRANSCRIBED[name](square / 255, *arguments), 0, 1) * 255
        ours = corrupt(square, name, severity, np.random.default_rng(0), parameters=parameters)
        # Half a thousandth of a level for float32; cutting off then takes up to one level more.
        assert np.abs(ours - np.floor(exact + 5e-4)).max() <= 1, severity
        assert np.abs(ours - np.floor(exact + 5e-4)).mean() < 0.02, severity


@pytest.mark.parametrize("parameters", SETS)
def test_jpeg_equals_pillow(parameters: str, picture: Image) -> None:
    for severity in SEVERITIES:
        (quality,) = BENCHMARKS[parameters].strengths["jpeg_compression"][severity - 1]
        file = io.BytesIO()
        PIL.Image.fromarray(picture).save(file, "JPEG", quality=quality)
        exact = np.asarray(PIL.Image.open(file)).astype(int)
        ours = corrupt(picture, "jpeg_compression", severity, np.random.default_rng(0), parameters=parameters)
        assert np.abs(ours - exact).max() <= 1


@pytest.mark.parametrize("parameters", SETS)
def test_pixelate_equals_two_box_filters(parameters: str, square: Image) -> None:
    """The script enlarges with a box filter too, the package to the nearest pixel: the same picture."""
    side = len(square)
    for severity in SEVERITIES:
        (scale,) = BENCHMARKS[parameters].strengths["pixelate"][severity - 1]
        small = PIL.Image.fromarray(square).resize((int(side * scale),) * 2, PIL.Image.Resampling.BOX)
        exact = np.asarray(small.resize((side, side), PIL.Image.Resampling.BOX)).astype(int)
        ours = corrupt(square, "pixelate", severity, np.random.default_rng(0), parameters=parameters)
        assert np.abs(ours - exact).max() <= 1


def test_a_flat_picture_stays_flat() -> None:
    """Float32 sums of equal values must not fall below them. (The published disks do not sum to 1.)"""
    for level in (0, 1, 77, 200, 255):
        image = np.full((40, 40, 3), level, dtype=np.uint8)
        for name in ("gaussian_blur", "zoom_blur", "motion_blur", "glass_blur", "contrast"):
            for severity in SEVERITIES:
                assert (corrupt(image, name, severity, np.random.default_rng(0)) == level).all()
