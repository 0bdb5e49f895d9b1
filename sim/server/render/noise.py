"""Tileable fractal noise for clouds and puddles."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

_SEED = 3
_SLOPE = 1.65


def fractal_noise(side: int) -> npt.NDArray[np.float32]:
    """(side, side) float32 in [0, 1] with mean 0.5: white noise whose spectrum falls with frequency ** 1.65.

    Repeats without a seam in both directions, and is the same on every machine up to rounding.
    """
    rng = np.random.default_rng(_SEED)
    frequency = np.hypot(np.fft.fftfreq(side)[:, None], np.fft.rfftfreq(side)[None, :]) * side
    frequency[0, 0] = np.inf
    spectrum = np.fft.rfft2(rng.standard_normal((side, side))) * frequency**-_SLOPE
    field = np.fft.irfft2(spectrum, s=(side, side))
    return np.asarray(np.clip(0.5 + field / field.std() / 6.0, 0.0, 1.0), dtype=np.float32)
