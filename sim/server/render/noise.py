"""Tileable fractal noise for clouds and puddles."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

_SEED = 3
_SLOPE = 1.65
_OCTAVES = (5.0, 11.0, 23.0, 47.0, 97.0)

Field = npt.NDArray[np.float64]


def fractal_noise(side: int) -> npt.NDArray[np.float32]:
    """(side, side) float32 in [0, 1] with mean 0.5: white noise whose spectrum falls with frequency ** 1.65.

    Repeats without a seam in both directions, and is the same on every machine up to rounding.
    """
    field = _filtered(np.random.default_rng(_SEED), side, _frequencies(side) ** -_SLOPE)
    return np.asarray(np.clip(0.5 + field / 6.0, 0.0, 1.0), dtype=np.float32)


def cloud_noise(side: int) -> npt.NDArray[np.uint8]:
    """(side, side, 2) how high a cloud towers at each place, and finer billows; both tile.

    Every value is equally frequent, so that a threshold of 1 - c covers a share c.
    """
    rng = np.random.default_rng(_SEED)
    billows = np.zeros((side, side))
    for octave in _OCTAVES:
        band = np.exp(-((np.log(_frequencies(side) / octave)) ** 2) / 0.18)
        billows += np.abs(_filtered(rng, side, band)) * octave**-0.75
    base = _filtered(rng, side, _frequencies(side) ** -1.3 * (_frequencies(side) < 24.0))
    towers = base + 0.9 * billows / billows.std()
    return np.stack([_equalized(towers), _equalized(billows)], axis=-1)


def _frequencies(side: int) -> Field:
    """Waves per tile of the real Fourier transform; the mean's is infinite."""
    frequency = np.hypot(np.fft.fftfreq(side)[:, None], np.fft.rfftfreq(side)[None, :]) * side
    frequency[0, 0] = np.inf
    return np.asarray(frequency)


def _filtered(rng: np.random.Generator, side: int, gain: Field) -> Field:
    """White noise with the spectrum `gain`, mean 0 and standard deviation 1."""
    spectrum = np.fft.rfft2(rng.standard_normal((side, side))) * gain
    field = np.fft.irfft2(spectrum, s=(side, side))
    return np.asarray(field / field.std())


def _equalized(field: Field) -> npt.NDArray[np.uint8]:
    order = np.empty(field.size)
    order[np.argsort(field, axis=None, kind="stable")] = np.arange(field.size)
    return (order.reshape(field.shape) * (256.0 / field.size)).astype(np.uint8)
