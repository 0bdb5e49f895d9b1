"""Rotating, shearing and shifting as PIL does it, through OpenCV."""

from __future__ import annotations

import math

import cv2
import numpy as np
import numpy.typing as npt

Image = npt.NDArray[np.uint8]
"""(H, W, 3) uint8, RGB."""

Matrix = npt.NDArray[np.float64]
"""(2, 3): where a point (x, y) of the result comes from, in a frame where pixel 0 spans 0 to 1, as in PIL."""


def rotate(image: Image, degrees: float) -> Image:
    """Turn about the middle, counter-clockwise; black comes in. `Image.rotate(degrees, BILINEAR)` of PIL.

    Args:
        image: (H, W, 3) uint8.
        degrees: any angle; 0 gives the image itself.
    """
    if degrees == 0:
        return image
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    middle_x, middle_y = image.shape[1] / 2, image.shape[0] / 2
    offset = (middle_x - cos * middle_x + sin * middle_y, middle_y - sin * middle_x - cos * middle_y)
    return warp(image, np.array([[cos, -sin, offset[0]], [sin, cos, offset[1]]]))


def shear_x(image: Image, amount: float) -> Image:
    """Row y moves left by `amount * y` pixels; black comes in. (H, W, 3) uint8 in and out."""
    return warp(image, np.array([[1.0, amount, 0.0], [0.0, 1.0, 0.0]]))


def shear_y(image: Image, amount: float) -> Image:
    """Column x moves up by `amount * x` pixels; black comes in. (H, W, 3) uint8 in and out."""
    return warp(image, np.array([[1.0, 0.0, 0.0], [amount, 1.0, 0.0]]))


def translate(image: Image, left: int, up: int) -> Image:
    """Move by whole pixels to the left and up (negative: right and down); black comes in.

    Args:
        image: (H, W, 3) uint8.
        left: pixels, at most W in size.
        up: pixels, at most H in size.
    """
    height, width = image.shape[:2]
    moved = np.zeros_like(image)
    moved[max(-up, 0) : height - max(up, 0), max(-left, 0) : width - max(left, 0)] = image[
        max(up, 0) : height + min(up, 0), max(left, 0) : width + min(left, 0)
    ]
    return moved


def warp(image: Image, matrix: Matrix) -> Image:
    """Bilinear affine warp with black outside, equal to PIL's within one grey level (PIL cuts, this rounds).

    PIL repeats the border within half a pixel of it and is black from there on; OpenCV's black border would
    fade. So borders are repeated here, and what lies outside is blackened after.

    Args:
        image: (H, W, 3) uint8.
        matrix: see `Matrix`.
    """
    height, width = image.shape[:2]
    centred = matrix.copy()  # OpenCV's pixel 0 has its middle at 0, PIL's at 0.5
    centred[:, 2] += 0.5 * (matrix[:, 0] + matrix[:, 1] - 1.0)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    warped = cv2.warpAffine(image, centred, (width, height), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    x, y = np.arange(width) + 0.5, np.arange(height)[:, None] + 0.5
    inside = np.ones((height, width), dtype=np.uint8)
    for row, (along_x, along_y, offset) in enumerate(matrix.tolist()):
        if (along_x, along_y, offset) != (1.0 - row, float(row), 0.0):  # this coordinate changes
            source = along_x * x + (along_y * y + offset)
            inside &= (source >= 0.0) & (source < (width, height)[row])
    return np.asarray(cv2.copyTo(warped, inside))
