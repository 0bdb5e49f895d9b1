"""Calibration errors of a classifier over images, with adaptive bins: few samples, so bins by number.

Sort images by confidence, cut them into runs b = 1..B; n_b images, mean confidence conf_b, accuracy acc_b:

* RMS calibration error = sqrt(sum_b n_b / n (acc_b - conf_b)^2): bins of 100 images, the last takes the rest
  (Hendrycks et al., "Deep anomaly detection with outlier exposure", ICLR 2019, appendix).
* l2 calibration error = sqrt(max(0, sum_b n_b / n [(acc_b - conf_b)^2 - acc_b (1 - acc_b) / (n_b - 1)])):
  15 bins of equal number; what chance alone adds to the squares is taken off (Kumar, Liang and Ma, "Verified
  uncertainty calibration", NeurIPS 2019, definition 5.1). The thesis cites this one; its code computes the
  first.
* ECE = sum_b n_b / n |acc_b - conf_b|, 15 bins of equal width. As `caos.metrics.calibration`, whose many
  cells are made for streams of pixels: 30 times slower on some thousand images, and a resample asks for a
  thousand such errors.

Images of equal confidence that a cut falls among are shared in proportion, so the order of images does not
matter. The published code of the RMS error is here by name, with its two faults.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from caos.errors import CaosError
from caos.metrics.calibration import BINS

from .errors import Bools, Floats, Ints

BIN_SIZE: Final = 100
"""Images per bin of the RMS calibration error."""


def expected_calibration_error(confidence: npt.ArrayLike, correct: npt.ArrayLike, bins: int = BINS) -> float:
    """ECE in [0, 1], equal-width bins ((m - 1) / M, m / M].

    Args:
        confidence: (N,) probability of the predicted class, in [0, 1].
        correct: (N,) bool.
        bins: M.

    Raises:
        CaosError: no image, shapes that differ, a confidence outside [0, 1], `correct` not of bools, or bins
            below 1.
    """
    sure, right = checked_confidence(confidence, correct)
    if bins < 1:
        raise CaosError(f"bins {bins} must be 1 or more")
    places = np.maximum(np.ceil(sure * bins).astype(np.intp) - 1, 0)
    gaps = np.bincount(places, weights=sure - right, minlength=bins)
    return float(np.abs(gaps).sum() / sure.size)


def rms_calibration_error(
    confidence: npt.ArrayLike, correct: npt.ArrayLike, bin_size: int = BIN_SIZE
) -> float:
    """RMS calibration error in [0, 1]: bins of `bin_size` images, the last one takes the rest.

    Fewer than two bins' worth of images make one bin; every image counts. Arguments as
    `expected_calibration_error`.

    Raises:
        CaosError: likewise, or a bin size below 1.

    >>> round(rms_calibration_error([0.9, 0.9, 0.6, 0.6], [True, True, False, False], bin_size=2), 6)
    0.430116
    """
    sure, right = checked_confidence(confidence, correct)
    if bin_size < 1:
        raise CaosError(f"bin size {bin_size} must be 1 or more")
    edges = np.arange(max(1, sure.size // bin_size) + 1) * bin_size
    edges[-1] = sure.size
    counts, gaps, _ = _binned(sure, right, edges)
    return float(np.sqrt(np.average(gaps**2, weights=counts)))


def l2_calibration_error(
    confidence: npt.ArrayLike, correct: npt.ArrayLike, bins: int = BINS, *, debiased: bool = True
) -> float:
    """l2 calibration error in [0, 1], bins of equal number (they differ by one image at most).

    Args:
        confidence: (N,) probability of the predicted class, in [0, 1].
        correct: (N,) bool.
        bins: how many; at most N / 2, since the correction needs two images in each.
        debiased: take off what chance adds to each bin's square; else the plain root mean square.

    Raises:
        CaosError: as `expected_calibration_error`, or too many bins.
    """
    sure, right = checked_confidence(confidence, correct)
    if not 1 <= bins <= max(1, sure.size // 2) or (debiased and sure.size < 2):
        raise CaosError(f"{bins} bins of {sure.size} images: each needs two or more; give fewer bins")
    counts, gaps, accuracy = _binned(sure, right, sure.size * np.arange(bins + 1) // bins)
    squares = gaps**2
    if debiased:
        squares = squares - accuracy * (1 - accuracy) / (counts - 1)
    return float(np.sqrt(max(0.0, float(np.average(squares, weights=counts)))))


def rms_calibration_error_published(confidence: npt.ArrayLike, correct: npt.ArrayLike) -> float:
    """RMS calibration error as the published code computes it; to compare with published tables only.

    It forgets its last bin, which holds the most confident images (a hundred to 199 of them), though they
    still count in the divisor; so it gives 0.0 below 200 images (calib_err in calibration_tools.py of
    github.com/hendrycks/natural-adv-examples and outlier-exposure). Images of equal confidence keep their
    order here; there it is left to an unstable sort.

    Raises:
        CaosError: as `expected_calibration_error`, or fewer than 100 images, where that code fails.
    """
    sure, right = checked_confidence(confidence, correct)
    whole = sure.size // BIN_SIZE
    if not whole:
        raise CaosError(f"{sure.size} images; the published RMS error needs {BIN_SIZE}: use the mended one")
    order = np.argsort(sure, kind="stable")[: (whole - 1) * BIN_SIZE]
    gaps = (sure[order] - right[order]).reshape(whole - 1, BIN_SIZE).mean(axis=1)
    return float(np.sqrt(BIN_SIZE * np.sum(gaps**2) / sure.size))


def _binned(sure: Floats, right: Bools, edges: Ints) -> tuple[Floats, Floats, Floats]:
    """Number, confidence minus accuracy, and accuracy of the bins between `edges`, images in rising order."""
    values, places = np.unique(sure, return_inverse=True)
    sums = np.stack(
        [
            np.bincount(places, minlength=values.size).astype(np.float64),
            np.bincount(places, weights=sure, minlength=values.size),
            np.bincount(places, weights=right, minlength=values.size),
        ]
    )
    totals = np.concatenate([np.zeros((3, 1)), np.cumsum(sums, axis=1)], axis=1)
    counts, confidences, rights = np.diff(np.stack([np.interp(edges, totals[0], row) for row in totals]))
    return counts, (confidences - rights) / counts, rights / counts


def checked_confidence(confidence: npt.ArrayLike, correct: npt.ArrayLike) -> tuple[Floats, Bools]:
    """Both as (N,) arrays, N >= 1.

    Raises:
        CaosError: as `expected_calibration_error`.
    """
    sure, right = np.asarray(confidence, dtype=np.float64), np.asarray(correct)
    if sure.ndim != 1 or sure.shape != right.shape or not sure.size:
        raise CaosError(
            f"confidence has shape {sure.shape}, correct {right.shape}; both must be (N,), N >= 1"
        )
    if right.dtype != np.bool_:
        raise CaosError(f"correct has dtype {right.dtype}; pass bools, such as  prediction == label")
    if not (sure.min() >= 0 and sure.max() <= 1):
        wrong = sure[~((sure >= 0) & (sure <= 1))][0]
        raise CaosError(f"confidence holds {wrong}; it must lie in [0, 1]: pass softmax probabilities")
    return sure, right
