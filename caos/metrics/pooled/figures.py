"""The figures of merit and their curves from blocks of ranks, in one pass that keeps no block."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, get_args

import numpy as np

from caos.errors import CaosError

from ..ranks import RECALL_LEVEL, Counts, FPRConvention, OODMetrics, RankCounts, fpr_at_recall
from .blocks import Block

_LEVELS: Final = 49  # per axis; two points each and the two corners make at most 198


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


@dataclass(frozen=True, slots=True)
class PooledFigures:
    """All figures of one pool, in [0, 1].

    Attributes:
        auroc: as in `OODMetrics`.
        aupr: as in `OODMetrics`.
        aupr_trapezoid: see `ranks.aupr_trapezoid`.
        fpr95: FPR95 by every convention of `ranks.fpr_at_recall`.
    """

    auroc: float
    aupr: float
    aupr_trapezoid: float
    fpr95: Mapping[FPRConvention, float]

    def metrics(self, fpr: FPRConvention = "first") -> OODMetrics:
        """The three figures with the FPR95 of one convention.

        Raises:
            CaosError: another convention.
        """
        if fpr not in self.fpr95:
            raise CaosError(f"fpr={fpr!r}: unknown convention; known: {', '.join(self.fpr95)}")
        return OODMetrics(self.auroc, self.aupr, self.fpr95[fpr])


def figures_of(blocks: Iterable[Block], anomalies: int, normals: int) -> PooledFigures:
    """The figures of all blocks; the formulas are those of `ranks`.

    Args:
        blocks: highest scores first; all anomalies.
        anomalies: their number, at least 1.
        normals: number of normal pixels, at least 1.
    """
    sums: list[tuple[float, float, float]] = []
    near = np.empty((3, 0), dtype=np.int64)
    tp_before = 0
    for block in blocks:
        tp = tp_before + np.cumsum(block.anomalies)
        sums.append(_sums(block, tp))
        near = _near_level(np.concatenate([near, [tp, block.fp, block.fp_above]], axis=1), anomalies)
        tp_before = int(tp[-1])
    lost, precision, trapezoids = (math.fsum(column) for column in zip(*sums, strict=True))
    around = RankCounts(near[0], near[1], near[2], anomalies, normals)
    return PooledFigures(
        1.0 - lost / (2.0 * anomalies * normals),
        precision / anomalies,
        trapezoids / anomalies,
        {name: fpr_at_recall(around, convention=name) for name in get_args(FPRConvention)},
    )


def _near_level(rows: Counts, anomalies: int) -> Counts:
    """Of rows tp, fp and fp_above (3, G), the ones that decide the FPR95 by any convention, so far.

    That is the first whose recall reaches the level, the one before and the two after it.
    """
    reached = rows[0] / anomalies >= RECALL_LEVEL
    first = int(np.argmax(reached)) if reached[-1] else reached.size
    return rows[:, max(first - 1, 0) : first + 3]


def _sums(block: Block, tp: Counts) -> tuple[float, float, float]:
    """Of one block: twice the lost pairs, and precision times anomalies, in steps and in trapezoids."""
    per_score = block.anomalies.astype(np.float64)
    precision = tp / (tp + block.fp)
    # recall stands still down to the next anomaly, precision falls: each trapezoid starts down there
    from_tp = tp - block.anomalies
    start = np.where(from_tp + block.fp_above > 0, from_tp / np.maximum(from_tp + block.fp_above, 1), 1.0)
    return (
        float(np.dot(per_score, (block.fp + block.fp_above).astype(np.float64))),
        float(np.dot(per_score, precision)),
        float(np.dot(per_score, (start + precision) / 2)),
    )


def curve_of(blocks: Iterable[Block], anomalies: int, normals: int) -> Curve:
    """Points of the exact curves, at scores of anomalies spread evenly over both rates.

    Between two scores of anomalies the curve runs level, so both ends of each such stretch are taken.
    """
    levels = np.arange(1, _LEVELS + 1) / _LEVELS
    tp_levels, fp_levels = levels * anomalies, levels * normals
    points = [(0, 0)]
    tp_before = fp_before = 0
    for block in blocks:
        tp = tp_before + np.cumsum(block.anomalies)
        rows = [
            np.searchsorted(reached, levels[(levels > before) & (levels <= reached[-1])])
            for reached, levels, before in ((tp, tp_levels, tp_before), (block.fp, fp_levels, fp_before))
        ]
        for row in np.unique(np.concatenate(rows)).tolist():
            points.append((int(block.fp_above[row]), int(tp[row] - block.anomalies[row])))
            points.append((int(block.fp[row]), int(tp[row])))
        tp_before, fp_before = int(tp[-1]), int(block.fp[-1])
    points.append((normals, anomalies))
    return _curve(np.array(list(dict.fromkeys(points))), anomalies, normals)


def _curve(points: Counts, anomalies: int, normals: int) -> Curve:
    fp, tp = points.T
    tpr = tp / anomalies
    precision = tp[1:] / (tp + fp)[1:]
    return Curve((fp / normals).tolist(), tpr.tolist(), tpr[1:].tolist(), precision.tolist())
