"""What the corruptions share: pictures, conversion to bytes, and the linear filters in floating point."""

from __future__ import annotations

import math
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

Image = npt.NDArray[np.uint8]
"""(H, W, 3) uint8, RGB."""

Plane = npt.NDArray[np.float32]
"""(H, W) or (H, W, 3) float32."""

# The published code cuts fractions off; OpenCV rounds in the same pass in which it saturates. What lies
# within a thousandth below a whole number counts as that number: float32 sums of equal values end up there.
_CUT: Final = 0.499
_LEAST_WEIGHT: Final = 1e-7


def to_bytes(values: Plane) -> Image:
    """(H, W, 3) float32 in grey levels -> uint8: clipped to 0..255, fractions cut off as published."""
    return np.asarray(cv2.subtract(values, (_CUT,) * 4, dtype=cv2.CV_8U), dtype=np.uint8)


def added(image: Image, values: Plane) -> Image:
    """`to_bytes(image + values)`; `values` are overwritten."""
    values -= _CUT
    return np.asarray(cv2.add(image, values, dtype=cv2.CV_8U), dtype=np.uint8)


def to_floats(image: Image) -> Plane:
    """The same grey levels as float32."""
    return image.astype(np.float32)


def blurred(values: Plane, sigma: float, truncate: float = 4.0, border: int = cv2.BORDER_REPLICATE) -> Plane:
    """Gaussian blur over `truncate` standard deviations, the edge repeated (scikit-image's `gaussian`)."""
    radius = int(truncate * sigma + 0.5)
    if radius == 0:
        return values
    width = 2 * radius + 1
    return np.asarray(cv2.GaussianBlur(values, (width, width), sigma, borderType=border), dtype=np.float32)


def zoomed(values: Plane, factor: float) -> Plane:
    """The centre of (H, W) or (H, W, C) magnified by `factor` to the same size, bilinearly, corners aligned.

    As published (`clipped_zoom`: SciPy's `zoom` of order 1 on the centre of ceil(H / factor) pixels, then the
    centre of that), with each axis treated alike; the published code takes pictures to be square.
    """
    return np.asarray(cv2.transpose(_stretched(cv2.transpose(_stretched(values, factor)), factor)))


def _stretched(values: Plane, factor: float) -> Plane:
    """Magnify axis 0 alone."""
    side = values.shape[0]
    kept = math.ceil(side / factor)
    size = round(kept * factor)
    first, trimmed = (side - kept) // 2, (size - side) // 2
    place = (np.arange(side) + trimmed) * ((kept - 1) / (size - 1))
    low = np.minimum(place.astype(np.intp), kept - 2)
    weight = (place - low).astype(np.float32)[:, None]
    rows = np.ascontiguousarray(values).reshape(side, -1)
    below, above = rows[first + low], rows[first + low + 1]
    above -= below
    above *= weight
    above += below
    return np.asarray(above.reshape(values.shape), dtype=np.float32)


def dragged(values: Plane, radius: int, sigma: float, angle: float) -> Plane:
    """Blur along one direction with half a Gaussian, the edge repeated (ImageMagick's motion blur).

    Args:
        values: (H, W) or (H, W, 3) float32.
        radius: the line has 2 * `radius` + 1 pixels.
        sigma: standard deviation along it, pixels.
        angle: direction in which the line runs, degrees, clockwise from the right.
    """
    steps = np.arange(2 * radius + 1)
    weights = np.exp(-(steps**2) / (2 * sigma**2))
    weights /= weights.sum()
    right = np.ceil(steps * math.cos(math.radians(angle)) - 0.5).astype(int)
    down = np.ceil(steps * math.sin(math.radians(angle)) - 0.5).astype(int)
    height, width = values.shape[:2]
    top, left = -int(down.min()), -int(right.min())
    padded = cv2.copyMakeBorder(values, top, int(down.max()), left, int(right.max()), cv2.BORDER_REPLICATE)
    total = np.zeros_like(values)
    for weight, x, y in zip(weights, right + left, down + top, strict=True):
        if weight > _LEAST_WEIGHT:
            total = cv2.scaleAdd(padded[y : y + height, x : x + width], float(weight), total, dst=total)
    return np.asarray(total, dtype=np.float32)
