"""What PIL's ImageOps and ImageEnhance do to colours, through look-up tables and small filters of OpenCV."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from .geometry import Image

Table = npt.NDArray[np.uint8]
"""(256,) uint8: the new value of each value."""

_VALUES: Final = np.arange(256)
_LUMA: Final = np.array([0.299, 0.587, 0.114])
_SMOOTH: Final = np.array([[1, 1, 1], [1, 5, 1], [1, 1, 1]]) / 13.0
"""PIL's `ImageFilter.SMOOTH`."""


def auto_contrast(image: Image) -> Image:
    """Stretch every channel of (H, W, 3) uint8 over 0 to 255. `ImageOps.autocontrast`."""
    tables = []
    for channel in cv2.split(image):
        low, high, _, _ = cv2.minMaxLoc(channel)
        tables.append(_VALUES if high <= low else (_VALUES - low) * (255.0 / (high - low)))
    return _look_up_channels(image, tables)


def equalize(image: Image) -> Image:
    """Make the histogram of every channel of (H, W, 3) uint8 flat. `ImageOps.equalize`."""
    tables = []
    for channel in range(3):
        counts = cv2.calcHist([image], [channel], None, [256], [0, 256]).ravel().astype(np.int64)
        used = counts[counts > 0]
        step = int(used.sum() - used[-1]) // 255
        before = np.concatenate([[0], np.cumsum(counts)[:-1]])
        tables.append((before + step // 2) // step if step else _VALUES)
    return _look_up_channels(image, tables)


def posterize(image: Image, bits: int) -> Image:
    """Keep the upper `bits` (0 to 8) of each value. `ImageOps.posterize`."""
    return _look_up(image, _VALUES & ~(2 ** (8 - bits) - 1))


def solarize(image: Image, threshold: int) -> Image:
    """Invert all values from `threshold` (0 to 256) up. `ImageOps.solarize`."""
    return _look_up(image, np.where(np.less(_VALUES, threshold), _VALUES, 255 - _VALUES))


def brightness(image: Image, factor: float) -> Image:
    """Blend black (0) with the image (1), or beyond. `ImageEnhance.Brightness`."""
    return _look_up(image, factor * _VALUES)


def contrast(image: Image, factor: float) -> Image:
    """Blend the mean grey (0) with the image (1), or beyond. `ImageEnhance.Contrast`."""
    grey = int(float(_LUMA @ cv2.mean(image)[:3]) + 0.5)
    return _look_up(image, grey + factor * (_VALUES - grey))


def color(image: Image, factor: float) -> Image:
    """Blend the grey picture (0) with the image (1), or beyond. `ImageEnhance.Color`."""
    mixing = factor * np.eye(3) + (1.0 - factor) * np.tile(_LUMA, (3, 1))
    return np.asarray(cv2.transform(image, mixing))


def sharpness(image: Image, factor: float) -> Image:
    """Blend the smoothed picture (0) with the image (1), or beyond. `ImageEnhance.Sharpness`.

    Pixels at the border stay as they are, as in PIL.
    """
    kernel = (1.0 - factor) * _SMOOTH
    kernel[1, 1] += factor
    sharp = np.asarray(cv2.filter2D(image, -1, kernel))
    sharp[[0, -1]], sharp[:, [0, -1]] = image[[0, -1]], image[:, [0, -1]]
    return sharp


def _table(values: npt.NDArray[np.integer | np.floating]) -> Table:
    return np.asarray(np.clip(values, 0, 255), dtype=np.uint8)


def _look_up(image: Image, values: npt.NDArray[np.integer | np.floating]) -> Image:
    return np.asarray(cv2.LUT(image, _table(values)))


def _look_up_channels(image: Image, tables: Sequence[npt.NDArray[np.integer | np.floating]]) -> Image:
    return np.asarray(cv2.LUT(image, np.stack([_table(table) for table in tables], axis=-1)[None]))
