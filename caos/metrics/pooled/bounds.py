"""How far a figure of binned scores can be from that of the scores themselves.

Between bins the order is known, within a bin it is not. For each figure the best and the worst order within
every bin give an interval that holds the exact figure, whatever the scores were.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from ..ranks import RECALL_LEVEL, Counts, FPRConvention
from .figures import PooledFigures

Values = npt.NDArray[np.float64]

_ROUNDING: Final = 1e-12  # for sums of float64; grows with the number of bins below


@dataclass(frozen=True, slots=True)
class Bounded:
    """An interval that holds the exact figure.

    Attributes:
        low: the exact figure is not below.
        high: the exact figure is not above.
    """

    low: float
    high: float

    @property
    def value(self) -> float:
        """The middle: nothing else is as near to every possible figure."""
        return (self.low + self.high) / 2

    @property
    def error(self) -> float:
        """How far the exact figure can be from `value`."""
        return (self.high - self.low) / 2

    def __str__(self) -> str:
        return f"{self.value:.4f} ± {self.error:.1e}"

    def meet(self, other: Bounded) -> Bounded:
        """Where both intervals say that the figure is."""
        return Bounded(max(self.low, other.low), min(self.high, other.high))


@dataclass(frozen=True, slots=True)
class BoundedFigures:
    """Intervals of the figures of `PooledFigures`, under the same names."""

    auroc: Bounded
    aupr: Bounded
    aupr_trapezoid: Bounded
    fpr95: Mapping[FPRConvention, Bounded]

    def __str__(self) -> str:
        return f"AUROC {self.auroc}, AUPR {self.aupr}, FPR95 {self.fpr95['first']}"

    def figures(self) -> PooledFigures:
        """The middle of each interval."""
        rates = {name: rate.value for name, rate in self.fpr95.items()}
        return PooledFigures(self.auroc.value, self.aupr.value, self.aupr_trapezoid.value, rates)

    def meet(self, other: BoundedFigures) -> BoundedFigures:
        """Where the intervals of both say that the figures are."""
        return BoundedFigures(
            self.auroc.meet(other.auroc),
            self.aupr.meet(other.aupr),
            self.aupr_trapezoid.meet(other.aupr_trapezoid),
            {name: rate.meet(other.fpr95[name]) for name, rate in self.fpr95.items()},
        )


def bounded_figures(anomalies: Counts, normals: Counts) -> BoundedFigures:
    """Intervals that hold the exact figures of scores of which only the bins are known.

    Args:
        anomalies: (B,) anomalous pixels per bin, int64, highest bin first, at least one in all.
        normals: (B,) normal pixels per bin, at least one in all.
    """
    fp_up_to = np.cumsum(normals)
    kept = anomalies > 0  # elsewhere there is nothing to rank
    found, fp, fp_above = anomalies[kept], fp_up_to[kept], (fp_up_to - normals)[kept]
    total = int(fp_up_to[-1])
    return BoundedFigures(
        _auroc(found, fp, fp_above, total),
        *_aupr(found, fp, fp_above),
        _fpr95(found, fp, fp_above, total),
    )


def _auroc(found: Counts, fp: Counts, fp_above: Counts, normals: int) -> Bounded:
    """Lost pairs: at least those with normals of higher bins, at most those of the same bin as well."""
    weights, pairs = found.astype(np.float64), float(found.sum()) * normals
    worst, best = (1 - float(np.dot(weights, lost.astype(np.float64))) / pairs for lost in (fp, fp_above))
    return _widened(worst, best, found.size)


def _aupr(found: Counts, fp: Counts, fp_above: Counts) -> tuple[Bounded, Bounded]:
    """In steps and in trapezoids; each anomaly adds the precision at its score.

    Best, the anomalies of a bin are equal and above its normals. Worst, they differ and are below all its
    normals: the i-th then adds (t + i) / (t + i + fp), with t anomalies in higher bins. That sum over i is
    not less than the integral from 0 to `found`, nor than `found` times its first term. A trapezoid takes
    half of its precision from its upper end, where it is not below t / (t + fp).
    """
    tp = np.cumsum(found)
    higher = tp - found
    best = found * (tp / (tp + fp_above))
    with np.errstate(all="ignore"):  # where fp is 0 every precision is 1
        integral = found - fp * np.log1p(found / (higher + fp))
        upper_end = np.where(fp == 0, found, found * (higher / (higher + fp)))
    first = found * ((higher + 1) / (higher + 1 + fp))
    worst: Values = np.where(fp == 0, found, np.maximum(integral, first))
    high = float(best.sum() / tp[-1])
    lows = float(worst.sum() / tp[-1]), float((worst + upper_end).sum() / (2 * tp[-1]))
    return _widened(lows[0], high, found.size), _widened(lows[1], high, found.size)


def _fpr95(found: Counts, fp: Counts, fp_above: Counts, normals: int) -> Mapping[FPRConvention, Bounded]:
    """By every convention.

    The first score of full or exceeding recall lies in the first bin of which that holds. "legacy" takes that
    score or the next higher one of an anomaly, and normals down to the next score of an anomaly;
    "interpolated" lies between two counts of one bin.
    """
    tp = np.cumsum(found)
    reaches = int(np.argmax(tp / tp[-1] >= RECALL_LEVEL))
    exceeds = int(np.argmax(tp / tp[-1] > RECALL_LEVEL))
    below = min(reaches + 1, found.size - 1)

    def between(first: int, last: int) -> Bounded:
        return Bounded(float(fp_above[first] / normals), float(fp[last] / normals))

    exceeding = between(exceeds, exceeds)
    return {
        "first": between(reaches, reaches),
        "legacy": between(reaches, below),
        "strict": exceeding,
        "interpolated": exceeding,
    }


def _widened(low: float, high: float, bins: int) -> Bounded:
    """The interval with room for the rounding of a sum of so many float64, in [0, 1]."""
    room = _ROUNDING + 4 * bins * float(np.finfo(np.float64).eps)
    return Bounded(max(low - room, 0.0), min(high + room, 1.0))
