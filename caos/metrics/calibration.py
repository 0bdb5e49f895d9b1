"""How far a segmentation's confidence is from its accuracy: calibration errors from a stream of pixels.

Pixels are put into bins by confidence; with n_b of n pixels in bin b,

* ECE = sum_b n_b / n |acc_b - conf_b|. Default: equal-width bins, 15 of them (Naeini et al., "Obtaining well
  calibrated probabilities using Bayesian binning", AAAI 2015; Guo et al., "On calibration of modern neural
  networks", ICML 2017).
* RMS calibration error = sqrt(sum_b n_b / n (acc_b - conf_b)^2), also called l2 calibration error. Default:
  equal-mass bins (Nguyen and O'Connor, "Posterior calibration and exploratory analysis for natural language
  processing models", EMNLP 2015; Hendrycks et al., "Deep anomaly detection with outlier exposure", ICLR
  2019).

The published code of the RMS error takes bins of 100 samples, forgets the most confident one, and gives 0
below 200 samples. Bins of 100 pixels would be millions and measure noise, so both kinds are 15 bins here;
every bin counts, and one pixel is enough.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from caos.errors import CaosError

Sums = npt.NDArray[np.float64]

BINS: Final = 15

_CELLS: Final = 4096  # cells per equal-width bin; equal-mass bins are cut out of them
_UNIT: Final = 1 << 30  # confidences are summed as integers of this fraction: any order gives the same sum
_CHUNK: Final = 1 << 22  # pixels at a time; so many units still fit the 53 bits of a float64


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """One point of a reliability diagram, all in [0, 1].

    Attributes:
        confidence: mean confidence of the bin's pixels.
        accuracy: share of them that are right.
        share: the bin's share of all pixels.
    """

    confidence: float
    accuracy: float
    share: float


@dataclass(frozen=True, slots=True)
class CalibrationFigures:
    """Calibration errors in [0, 1], and the bins they come from in rising confidence, without empty ones.

    Attributes:
        ece: expected calibration error, equal-width bins.
        rms: root mean square calibration error, equal-mass bins.
        ece_equal_mass: expected calibration error, equal-mass bins.
        rms_equal_width: root mean square calibration error, equal-width bins.
        bins: equal-width bins, ((m - 1) / M, m / M], the first one closed.
        bins_equal_mass: equal-mass bins.
    """

    ece: float
    rms: float
    ece_equal_mass: float
    rms_equal_width: float
    bins: tuple[ReliabilityBin, ...]
    bins_equal_mass: tuple[ReliabilityBin, ...]


class Calibration:
    """Running sums of confidence and accuracy, in memory that does not grow.

    Confidences are counted in 4096 cells per bin. Equal-width bins are whole cells, so they are exact. Where
    an equal-mass bin ends inside a cell (or among equal confidences), the cell's pixels are shared in
    proportion.

    Args:
        bins: number of bins of either kind.

    >>> calibration = Calibration()
    >>> calibration.update(np.array([[0.9, 0.9, 0.6, 0.6]]), np.array([[True, False, True, True]]))
    >>> figures = calibration.compute()
    >>> round(figures.ece, 6), round(figures.rms, 6)
    (0.4, 0.4)
    """

    def __init__(self, bins: int = BINS) -> None:
        if bins < 1:
            raise CaosError(f"bins {bins} must be 1 or more")
        self._bins = bins
        self._pixels = np.zeros(bins * _CELLS, dtype=np.int64)
        self._units = np.zeros_like(self._pixels)
        self._correct = np.zeros_like(self._pixels)

    def __repr__(self) -> str:
        return f"Calibration(bins={self._bins}, pixels={self._pixels.sum()})"

    def update(self, confidence: npt.ArrayLike, correct: npt.ArrayLike) -> None:
        """Add pixels. Nothing is counted when an error is raised.

        Args:
            confidence: probability of the predicted class, in [0, 1], any shape. Leave out pixels that are
                void or anomalous: no class is right there.
            correct: same shape, bool, whether the predicted class is the true one.

        Raises:
            CaosError: shapes that differ, NaN, a confidence outside [0, 1], or `correct` not of bools.
        """
        sure, right = _checked(confidence, correct)
        for start in range(0, sure.size, _CHUNK):
            self._add(sure[start : start + _CHUNK], right[start : start + _CHUNK])

    def _add(self, sure: npt.NDArray[Any], right: npt.NDArray[np.bool_]) -> None:
        number = self._pixels.size
        place = sure.astype(np.float64)
        units = np.rint(place * _UNIT)
        place *= number
        np.ceil(place, out=place)
        cells = np.maximum(place.astype(np.intp) - 1, 0)
        self._pixels += np.bincount(cells, minlength=number)
        self._correct += np.bincount(cells[right], minlength=number)
        self._units += np.bincount(cells, weights=units, minlength=number).astype(np.int64)

    def merge(self, other: Calibration) -> None:
        """Add what `other` has counted.

        Raises:
            CaosError: another number of bins.
        """
        if self._bins != other._bins:
            raise CaosError(f"cannot merge {other!r} into {self!r}: the bins differ")
        self._pixels += other._pixels
        self._units += other._units
        self._correct += other._correct

    def compute(self) -> CalibrationFigures:
        """The figures over the pixels so far.

        Raises:
            CaosError: no pixel was added.
        """
        if not self._pixels.any():
            raise CaosError("no pixel was added; calibration needs at least one")
        sums = np.stack([self._pixels, self._units / _UNIT, self._correct]).astype(np.float64)
        width = sums.reshape(3, self._bins, _CELLS).sum(axis=2)
        mass = _equal_mass(sums, self._bins)
        return CalibrationFigures(
            ece=_error(width, power=1),
            rms=_error(mass, power=2),
            ece_equal_mass=_error(mass, power=1),
            rms_equal_width=_error(width, power=2),
            bins=_points(width),
            bins_equal_mass=_points(mass),
        )


def _checked(
    confidence: npt.ArrayLike, correct: npt.ArrayLike
) -> tuple[npt.NDArray[Any], npt.NDArray[np.bool_]]:
    sure, right = np.asarray(confidence), np.asarray(correct)
    if sure.shape != right.shape:
        raise CaosError(f"confidence has shape {sure.shape} but correct has {right.shape}; they must agree")
    if right.dtype != np.bool_:
        raise CaosError(f"correct has dtype {right.dtype}; pass bools, such as  prediction == label")
    if sure.dtype.kind != "f":
        raise CaosError(f"confidence has dtype {sure.dtype}; it must be floating point")
    if sure.size and not (sure.min() >= 0 and sure.max() <= 1):
        wrong = sure[~((sure >= 0) & (sure <= 1))][0]
        raise CaosError(f"confidence holds {wrong}; it must lie in [0, 1]: pass softmax probabilities")
    return sure.ravel(), right.ravel()


def _equal_mass(sums: Sums, bins: int) -> Sums:
    """Sums (3, cells) of pixels, confidence, correct -> (3, bins) whose pixels differ by at most one."""
    filled = np.flatnonzero(sums[0])
    totals = np.concatenate([np.zeros((3, 1)), np.cumsum(sums[:, filled], axis=1)], axis=1)
    edges = int(totals[0, -1]) * np.arange(bins + 1) // bins
    return np.diff(np.stack([np.interp(edges, totals[0], row) for row in totals]), axis=1)


def _error(sums: Sums, *, power: int) -> float:
    """Weighted power mean of |accuracy - confidence| over bins (3, B)."""
    pixels, sure, right = sums[:, sums[0] > 0]
    gaps = np.abs(right - sure) / pixels
    return float(np.average(gaps**power, weights=pixels) ** (1 / power))


def _points(sums: Sums) -> tuple[ReliabilityBin, ...]:
    pixels, sure, right = sums[:, sums[0] > 0]
    columns = (sure / pixels, right / pixels, pixels / pixels.sum())
    return tuple(
        ReliabilityBin(*point) for point in zip(*(column.tolist() for column in columns), strict=True)
    )
