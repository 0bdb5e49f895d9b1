"""Blurs: defocus, glass, motion, zoom and Gaussian."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from .arrays import Image, Plane, blurred, dragged, to_bytes, to_floats, zoomed


def defocus_blur(image: Image, rng: np.random.Generator, radius: float, softness: float) -> Image:  # noqa: ARG001
    """Average over a disk of `radius` whose rim is blurred by `softness`; mirrored at the edge."""
    return to_bytes(np.asarray(cv2.filter2D(to_floats(image), -1, _disk(radius, softness)), dtype=np.float32))


def _disk(radius: float, softness: float) -> Plane:
    """The published kernel; its rows and columns of zeros are left out."""
    reach = 8 if radius <= 8 else int(radius)
    width = 3 if radius <= 8 else 5
    away = np.arange(-reach, reach + 1) ** 2
    inside = (away[:, None] + away <= radius**2).astype(np.float32)
    kernel = np.asarray(cv2.GaussianBlur(inside / inside.sum(), (width, width), softness), dtype=np.float32)
    used = np.flatnonzero(kernel.any(axis=0))
    return np.ascontiguousarray(kernel[used[0] : used[-1] + 1, used[0] : used[-1] + 1])


def glass_blur(image: Image, rng: np.random.Generator, sigma: float, reach: int, rounds: int) -> Image:
    """Blur by `sigma`, let pixels take colours from up to `reach` away, `rounds` times, blur again."""
    pixels = to_bytes(blurred(to_floats(image), sigma)).reshape(-1, 3)
    for _ in range(rounds):
        shifts = rng.integers(-reach, reach, size=(*image.shape[:2], 2), dtype=np.int8)
        pixels = pixels[_sources(shifts, reach).ravel()]
    return to_bytes(blurred(to_floats(pixels.reshape(image.shape)), sigma))


def _sources(shifts: npt.NDArray[np.int8], reach: int) -> npt.NDArray[np.intp]:
    """Where each pixel's colour comes from after one round of the published loop, without the loop.

    The published loop visits pixels from the last to the first and writes `x[here], x[there] = x[there],
    x[here]`. With NumPy's views the second half writes back what the first has just written: each pixel takes
    the colour that its neighbour has **at that moment**, and nothing is swapped. A neighbour that comes later
    in the loop still has its own colour; one that came earlier already has that of its neighbour, and so on.
    Each pixel thus points at another, and its source is the end of a chain of pointers, found by doubling.

    Args:
        shifts: (H, W, 2) how far down and right the neighbour is, each in -`reach` .. `reach` - 1.
        reach: pixels nearer than that to the edge (one more at the top and left) stay as they are.

    Returns:
        (H, W) flat indices.
    """
    height, width = shifts.shape[:2]
    here = np.arange(height * width).reshape(height, width)
    moving = np.zeros((height, width), dtype=bool)
    moving[reach + 1 : height - reach + 1, reach + 1 : width - reach + 1] = True
    down, right = shifts[..., 0].astype(np.intp), shifts[..., 1]
    there = here + np.where(moving, down * width + right, 0)
    source = there.ravel()
    # Open: pixels whose neighbour came earlier in the loop.
    open_ = np.flatnonzero((source > here.ravel()) & moving.ravel()[source])
    is_open = np.zeros(source.size, dtype=bool)
    while open_.size:
        is_open[:] = False
        is_open[open_] = True
        still = is_open[source[open_]]
        source[open_] = source[source[open_]]
        open_ = open_[still]
    return source.reshape(height, width)


def motion_blur(image: Image, rng: np.random.Generator, radius: int, sigma: float) -> Image:
    """Drag along a direction drawn from -45 to 45 degrees; see `dragged`."""
    return to_bytes(dragged(to_floats(image), radius, sigma, rng.uniform(-45.0, 45.0)))


def zoom_blur(image: Image, rng: np.random.Generator, end: float, step: float) -> Image:  # noqa: ARG001
    """Average the picture with itself zoomed by 1, 1 + `step`, ... below `end`; see `zoomed`."""
    values = to_floats(image)
    total = values.copy()
    factors = np.arange(1, end, step)
    for factor in factors:
        total += zoomed(values, float(factor))
    total /= len(factors) + 1
    return to_bytes(total)


def gaussian_blur(image: Image, rng: np.random.Generator, sigma: float) -> Image:  # noqa: ARG001
    """Gaussian blur of standard deviation `sigma`."""
    return to_bytes(blurred(to_floats(image), sigma))
