"""Noise: Gaussian, shot, impulse and speckle. Every pixel and channel is drawn independently."""

from __future__ import annotations

import math
from functools import cache

import cv2
import numpy as np
import numpy.typing as npt

from .arrays import Image, added, to_floats

Counts = npt.NDArray[np.uint32]
Levels = npt.NDArray[np.uint8]


def gaussian_noise(image: Image, rng: np.random.Generator, sigma: float) -> Image:
    """Add normal noise of standard deviation `sigma` (1 = the whole range of a channel)."""
    noise = rng.standard_normal(image.shape, dtype=np.float32)
    noise *= 255 * sigma
    return added(image, noise)


def shot_noise(image: Image, rng: np.random.Generator, photons: float) -> Image:
    """Replace each value by a Poisson count, `photons` being the mean count of white."""
    chances, levels, others = _poisson_tables(photons)
    bits = chances.shape[1].bit_length() - 1
    draws = rng.integers(0, 2**32, size=image.shape, dtype=np.uint32)
    cells = (draws & np.uint32(2**bits - 1)).astype(np.intp)
    cells += image.astype(np.intp) << bits
    draws >>= np.uint32(bits)
    return np.where(draws < chances.ravel()[cells], levels[cells & (2**bits - 1)], others.ravel()[cells])


@cache
def _poisson_tables(photons: float) -> tuple[Counts, Levels, Levels]:
    """Walker's alias tables of the Poisson counts of all 256 grey levels.

    A cell of a level is drawn with equal chances; it gives its own count with its chance, else another's.
    Counts of `photons` and above are white, and one cell. (NumPy's Poisson numbers would take four times as
    long.)

    Returns:
        Chances (256, cells) uint32, out of 2**32 / cells; the grey level of each cell's own count (cells,),
        and of the other count (256, cells), uint8. The number of cells is a power of two.
    """
    highest = math.ceil(photons)
    cells = 1 << highest.bit_length()
    means = np.arange(256)[:, None] * (photons / 255)
    counts = np.arange(highest)
    factorials = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, highest)))])
    shares = np.zeros((256, cells))
    shares[:, :highest] = np.exp(counts * np.log(np.maximum(means, 1e-300)) - means - factorials)
    shares[:, highest] = np.maximum(1 - shares.sum(axis=1), 0)
    chances, others = _alias(shares * cells)
    grey = np.zeros(cells, dtype=np.uint8)
    grey[: highest + 1] = np.minimum(np.arange(highest + 1) * (255 / photons) + 1e-9, 255)
    return np.minimum(chances * (2**32 / cells), 2**32 - 1).astype(np.uint32), grey, grey[others]


def _alias(shares: npt.NDArray[np.float64]) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.intp]]:
    """Walker's method for each row of (rows, cells) shares of mean 1; the shares are used up.

    Again and again the smallest open cell of a row is filled up to 1 from the largest one, and closed.

    Returns:
        What part of each cell is its own, and which cell has the rest, both (rows, cells).
    """
    rows = np.arange(len(shares))
    own = np.ones_like(shares)
    other = np.tile(np.arange(shares.shape[1]), (len(shares), 1))
    closed = np.zeros(shares.shape, dtype=bool)
    for _ in range(shares.shape[1] - 1):
        small = np.where(closed, np.inf, shares).argmin(axis=1)
        large = np.where(closed, -np.inf, shares).argmax(axis=1)
        own[rows, small] = np.minimum(shares[rows, small], 1.0)
        other[rows, small] = large
        shares[rows, large] -= 1 - own[rows, small]
        closed[rows, small] = True
    return own, other


def impulse_noise(image: Image, rng: np.random.Generator, share: float) -> Image:
    """Salt and pepper: set a `share` of all values to 0 or to 255, with equal chances."""
    draws = rng.random(image.shape, dtype=np.float32)
    noisy = np.where(draws < np.float32(share), np.uint8(0), image)
    noisy[draws < np.float32(share / 2)] = 255
    return noisy


def speckle_noise(image: Image, rng: np.random.Generator, sigma: float) -> Image:
    """Add normal noise of standard deviation `sigma` times the value itself."""
    noise = rng.standard_normal(image.shape, dtype=np.float32)
    noise *= sigma
    noise = np.asarray(cv2.multiply(to_floats(image), noise), dtype=np.float32)
    return added(image, noise)
