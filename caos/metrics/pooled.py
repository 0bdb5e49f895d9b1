"""AUROC, AUPR and FPR95 over all pixels of a stream of score maps, in bounded memory.

Which scores the anomalies of later images will have is not known while the earlier ones pass, so every
distinct score is kept with its count: 12 bytes per distinct float32 (scores repeat: the largest of 13
softmax probabilities has at most some 31 million distinct values, however many pixels). Counts stay exact
until more than `max_distinct` values are held; from then on scores are rounded towards zero to fewer mantissa
bits, and `PooledCounts.mantissa_bits` says to how many.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from caos.errors import CaosError

from .exact import checked_pixels
from .ranks import Counts, FPRConvention, OODMetrics, RankCounts, ood_figures, rank_counts

Floats = npt.NDArray[np.floating[Any]]

MAX_DISTINCT: Final = 1 << 25
"""Distinct scores held per kind of pixel: 400 MB of float32, up to three times that while sorting in."""

CURVE_POINTS: Final = 200

_MIN_RUN: Final = 1 << 22  # scores gathered before they are sorted: 16 MiB of float32


@dataclass(frozen=True, slots=True)
class Curve:
    """Points of a ROC and a precision-recall curve, thinned for drawing: at most 200 each, threshold falling.

    Attributes:
        fpr: false positive rates, from 0 to 1.
        tpr: true positive rates at the same thresholds.
        recall: as `tpr`, without the point where nothing is called anomalous (precision is not defined
            there).
        precision: precisions at the thresholds of `recall`.
    """

    fpr: list[float]
    tpr: list[float]
    recall: list[float]
    precision: list[float]


def checked_floats(scores: npt.ArrayLike, is_anomaly: npt.ArrayLike) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """As `exact.checked_pixels`, and the scores are float32 or float64.

    Raises:
        CaosError: also when 64-bit integers or long doubles do not fit float64.
    """
    values, mask = checked_pixels(scores, is_anomaly)
    if values.dtype in (np.float32, np.float64):
        return values, mask
    converted = values.astype(np.float64)
    if (converted.astype(values.dtype) != values).any():
        raise CaosError(
            f"scores of dtype {values.dtype} do not fit float64; pooled counts hold no wider numbers"
        )
    return converted, mask


class PooledCounts:
    """Running counts of the scores of anomalous and normal pixels.

    Args:
        max_distinct: distinct scores to hold per kind of pixel before rounding starts.

    >>> pooled = PooledCounts()
    >>> pooled.update([0.1, 0.4], [False, False])
    >>> pooled.update([0.35, 0.8], [True, True])
    >>> pooled.metrics()
    OODMetrics(auroc=0.75, aupr=0.8333333333333333, fpr95=0.5)
    """

    def __init__(self, max_distinct: int = MAX_DISTINCT) -> None:
        if max_distinct < 1:
            raise ValueError(f"max_distinct {max_distinct} must be positive")
        self._max_distinct = max_distinct
        self._anomalies = _Tally()
        self._normals = _Tally()
        self._mantissa_bits: int | None = None

    def __repr__(self) -> str:
        return f"PooledCounts(anomalies={self._anomalies.pixels}, normals={self._normals.pixels})"

    @property
    def mantissa_bits(self) -> int | None:
        """Mantissa bits that scores were rounded to; None while every score is exact."""
        self._settle()
        return self._mantissa_bits

    def update(self, scores: npt.ArrayLike, is_anomaly: npt.ArrayLike) -> None:
        """Add the pixels of one map; one kind of pixel may be missing.

        Args:
            scores: real numbers of any shape; 64-bit integers and long doubles must fit float64.
            is_anomaly: same shape; bool, or numbers that are all 0 or 1.

        Raises:
            CaosError: NaN, shapes that differ, a mask that is no mask, or numbers that float64 cannot hold.
        """
        values, mask = checked_floats(scores, is_anomaly)
        self._anomalies.add(values[mask])
        self._normals.add(values[~mask])
        if max(self._anomalies.pending, self._normals.pending) >= max(_MIN_RUN, self._normals.values.size):
            self._settle()

    def merge(self, other: PooledCounts) -> None:
        """Add everything that `other` has counted, say in another process."""
        self._settle()
        other._settle()
        bits = [b for b in (self._mantissa_bits, other._mantissa_bits) if b is not None]
        self._mantissa_bits = min(bits, default=None)
        self._anomalies.merge(other._anomalies)
        self._normals.merge(other._normals)
        self._settle()

    def metrics(self, fpr: FPRConvention = "first") -> OODMetrics:
        """The figures over all pixels so far.

        Raises:
            CaosError: one of the two kinds of pixels has not occurred.
        """
        return ood_figures(self.ranks(), fpr)

    def ranks(self) -> RankCounts:
        """Ranks of the anomalies among the normals.

        Raises:
            CaosError: one of the two kinds of pixels has not occurred.
        """
        self._settle()
        found = self._anomalies.values
        return rank_counts(
            self._normals.at_least(found),
            self._normals.above(found),
            self._anomalies.counts,
            self._normals.pixels,
        )

    def thresholds(self) -> Floats:
        """(G,) distinct scores of anomalies, highest first: the thresholds at which `ranks` counts."""
        self._settle()
        return self._anomalies.values[::-1]

    def curve(self, points: int = CURVE_POINTS) -> Curve:
        """ROC and precision-recall points at thresholds spread evenly over anomalies and over normals.

        Raises:
            CaosError: one of the two kinds of pixels has not occurred.
        """
        counts = self.ranks()
        each = (points - 2) // 2
        thresholds = np.union1d(self._anomalies.quantiles(each), self._normals.quantiles(each))[::-1]
        tp, fp = self._anomalies.at_least(thresholds), self._normals.at_least(thresholds)
        tpr, fpr = tp / counts.anomalies, fp / counts.normals
        return Curve([0.0, *fpr.tolist()], [0.0, *tpr.tolist()], tpr.tolist(), (tp / (tp + fp)).tolist())

    def _settle(self) -> None:
        """Bring both tallies in order, rounding both alike until they fit."""
        tallies = (self._anomalies, self._normals)
        for tally in tallies:
            tally.settle(self._mantissa_bits)
        while max(tally.values.size for tally in tallies) > self._max_distinct and self._mantissa_bits != 0:
            # float64 comes down to the precision of float32 first, then both lose one bit at a time
            self._mantissa_bits = min(self._mantissa_bits or 24, 24) - 1
            for tally in tallies:
                tally.settle(self._mantissa_bits)


class _Tally:
    """Distinct values in ascending order with their counts, and a heap of values yet to be sorted in."""

    def __init__(self) -> None:
        self.values: Floats = np.empty(0, dtype=np.float32)
        self.counts: Counts = np.empty(0, dtype=np.int64)
        self.pending = 0
        self._heap: list[Floats] = []
        self._mantissa_bits: int | None = None

    @property
    def pixels(self) -> int:
        """Number of values added."""
        return int(self.counts.sum()) + self.pending

    def add(self, values: Floats) -> None:
        """Throw values (P,) on the heap."""
        self._heap.append(values)
        self.pending += values.size

    def settle(self, mantissa_bits: int | None) -> None:
        """Sort the heap in; with `mantissa_bits`, round everything to so many."""
        if self._heap:
            heap = _rounded(np.concatenate(self._heap), mantissa_bits)
            self._heap, self.pending = [], 0
            self._insert(*np.unique(heap, return_counts=True))
        if mantissa_bits != self._mantissa_bits:
            self._mantissa_bits = mantissa_bits
            rounded = _rounded(self.values, mantissa_bits)
            first = np.flatnonzero(np.append(True, rounded[1:] != rounded[:-1]))
            self.values, self.counts = rounded[first], np.add.reduceat(self.counts, first)

    def merge(self, other: _Tally) -> None:
        """Add the counts of another settled tally."""
        self._insert(other.values, other.counts)
        self._mantissa_bits = None

    def at_least(self, values: Floats) -> Counts:
        """How many entries are at or above each of `values`."""
        return self._from_position(np.searchsorted(self.values, values, side="left"))

    def above(self, values: Floats) -> Counts:
        """How many entries are strictly above each of `values`."""
        return self._from_position(np.searchsorted(self.values, values, side="right"))

    def quantiles(self, number: int) -> Floats:
        """At most `number` values, spread evenly over the entries."""
        ranks = np.linspace(0, self.counts.sum() - 1, number).astype(np.int64)
        return np.unique(self.values[np.searchsorted(np.cumsum(self.counts), ranks, side="right")])

    def _from_position(self, position: npt.NDArray[np.intp]) -> Counts:
        return np.append(np.cumsum(self.counts[::-1])[::-1], 0)[position]

    def _insert(self, values: Floats, counts: Counts) -> None:
        at = np.searchsorted(self.values, values)
        known = at < self.values.size
        known[known] = self.values[at[known]] == values[known]
        self.counts = self.counts.copy()
        self.counts[at[known]] += counts[known]
        if values.dtype != self.values.dtype:
            self.values = self.values.astype(np.float64)
        self.values = np.insert(self.values, at[~known], values[~known])
        self.counts = np.insert(self.counts, at[~known], counts[~known])


def _rounded(values: Floats, mantissa_bits: int | None) -> Floats:
    """Values cut towards zero to so many mantissa bits, which keeps their order and the infinities."""
    surplus = 0 if mantissa_bits is None else np.finfo(values.dtype).nmant - mantissa_bits
    if surplus <= 0:
        return values
    bits = np.dtype(f"u{values.itemsize}").type
    mask = bits(np.iinfo(bits).max >> surplus << surplus)
    rounded: Floats = (values.view(bits) & mask).view(values.dtype)
    return rounded
