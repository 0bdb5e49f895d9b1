"""What pictures have in common: luminance, color, gradients and power spectrum of one picture."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq
from scipy.special import gamma
from scipy.stats import kurtosis

from caos.colors import linear

Rgb = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]

PHOTOGRAPHS: Final[Mapping[str, str]] = {
    "log luminance, std": "0.79 (a)",
    "log derivative, std": "0.26 (a)",
    "log derivative, kurtosis": "17.4 (a)",
    "log derivative, shape": "0.5 to 0.8 (b)",
    "power spectrum, slope": "-1.88 +- 0.43 (c)",
}
"""Statistic -> what is published for photographs; see `SOURCES`."""

SOURCES: Final = (
    "(a) Huang and Mumford 1999, 4,000 calibrated photographs; (b) exponent of a generalized Gaussian, "
    "Simoncelli 1999, Huang and Mumford 1999; (c) van der Schaaf and van Hateren 1996, mean and spread over "
    "276 photographs. "
    "Their cameras are linear, without tone curve; ours and the reference frame are decoded from 8-bit sRGB."
)

_LUMINANCE: Final = np.array([0.2126, 0.7152, 0.0722])
_SPECTRUM: Final = (0.02, 0.35)
_BINS: Final = 24
_SHAPES: Final = (0.15, 6.0)
_GRADIENTS: Final = (0.0, 0.01, 0.05, 0.2, 1.0, np.inf)


def statistics_of(rgb: Rgb) -> dict[str, float]:
    """All figures of one picture.

    Args:
        rgb: (H, W, 3) uint8 sRGB.

    Returns:
        Name -> value. Luminances are linear, 0 to 1; chroma and hue angle are CIE L*a*b*'s.
    """
    light = linear(rgb / 255.0)
    luminance = light @ _LUMINANCE
    log = np.log(luminance + 1.0 / 255.0)
    across = np.diff(log, axis=1).ravel()
    dark, middle, bright = np.percentile(luminance, (5, 50, 95))
    lab = cv2.cvtColor((rgb / np.float32(255.0)).astype(np.float32), cv2.COLOR_RGB2LAB).astype(np.float64)
    return {
        "luminance, 5 %": float(dark),
        "luminance, median": float(middle),
        "luminance, 95 %": float(bright),
        "share of black (< 8)": float((rgb.max(axis=2) < 8).mean()),
        "share of white (> 247)": float((rgb.min(axis=2) > 247).mean()),
        "chroma, mean": float(np.hypot(lab[..., 1], lab[..., 2]).mean()),
        "green to red, mean a*": float(lab[..., 1].mean()),
        "blue to yellow, mean b*": float(lab[..., 2].mean()),
        "log luminance, std": float(log.std()),
        "log derivative, std": float(across.std()),
        "log derivative, kurtosis": float(kurtosis(across, fisher=False)) if across.std() > 0.0 else np.nan,
        "log derivative, shape": gaussian_shape(across),
        **_gradient_histogram(across),
        "power spectrum, slope": spectrum_slope(luminance),
    }


def _gradient_histogram(across: Floats) -> dict[str, float]:
    """Share of the neighbouring pixels whose log luminances differ by so much."""
    counts, _ = np.histogram(np.abs(across), _GRADIENTS)
    names = (f"log derivative, {low:g} to {high:g}" for low, high in pairwise(_GRADIENTS))
    return dict(zip(names, (counts / across.size).tolist(), strict=True))


def gaussian_shape(values: Floats) -> float:
    """Exponent of the generalized Gaussian with the same ratio of mean magnitude to standard deviation.

    2 is a Gaussian, 1 a Laplacian, less has a sharper peak and heavier tails (Mallat 1989, moment matching).
    NaN for constant values; between 0.15 and 6.
    """
    spread = float(np.mean(values**2))
    if spread == 0.0:
        return float("nan")
    wanted = float(np.mean(np.abs(values))) ** 2 / spread

    def excess(shape: float) -> float:
        return float(gamma(2.0 / shape) ** 2 / (gamma(1.0 / shape) * gamma(3.0 / shape))) - wanted

    low, high = _SHAPES
    if excess(low) >= 0.0:
        return low
    return high if excess(high) <= 0.0 else float(brentq(excess, low, high))


def spectrum_slope(luminance: Floats) -> float:
    """Slope of log power over log frequency, from 0.02 to 0.35 cycles per pixel, octaves weighing the same.

    The picture is windowed (Hann) so that its borders do not count as edges. NaN for a constant picture.
    """
    if np.ptp(luminance) == 0.0:
        return float("nan")
    rows, columns = luminance.shape
    window = np.hanning(rows)[:, None] * np.hanning(columns)[None, :]
    power = np.abs(np.fft.rfft2((luminance - luminance.mean()) * window)) ** 2
    frequency = np.hypot(np.fft.fftfreq(rows)[:, None], np.fft.rfftfreq(columns)[None, :])
    edges = np.geomspace(*_SPECTRUM, _BINS + 1)
    number = np.digitize(frequency.ravel(), edges) - 1
    inside = (number >= 0) & (number < _BINS)
    total = np.bincount(number[inside], power.ravel()[inside], _BINS)
    count = np.bincount(number[inside], minlength=_BINS)
    kept = (count > 0) & (total > 0.0)
    if np.count_nonzero(kept) < 2:
        return float("nan")
    middle = np.sqrt(edges[:-1] * edges[1:])
    return float(np.polyfit(np.log(middle[kept]), np.log(total[kept] / count[kept]), 1)[0])
