"""How the anomalous pixels rank among the normal ones, and the three figures that follow from nothing else.

A threshold t calls a pixel anomalous when its score is at least t. Only thresholds equal to some anomaly's
score matter: between two of them recall stands still while normal pixels pile up. So AUROC, AUPR and FPR95
need, for every distinct score of an anomaly, the number of anomalies and of normals at or above it:
`RankCounts`. One image (`exact`) and a stream of images (`pooled`) differ only in how they count.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

import numpy as np
import numpy.typing as npt

from caos.errors import CaosError

Counts = npt.NDArray[np.int64]
FPRConvention = Literal["first", "legacy", "strict", "interpolated"]

RECALL_LEVEL: Final = 0.95
"""The recall at which the false positive rate is read."""


@dataclass(frozen=True, slots=True)
class RankCounts:
    """Counts at the G distinct scores of anomalous pixels, highest score first; all int64 of shape (G,).

    Attributes:
        tp: anomalies at or above the score; the last entry is the number of anomalies.
        fp: normals at or above the score.
        fp_above: normals strictly above the score.
        anomalies: number of anomalous pixels, at least 1.
        normals: number of normal pixels, at least 1.
    """

    tp: Counts
    fp: Counts
    fp_above: Counts
    anomalies: int
    normals: int


@dataclass(frozen=True, slots=True)
class OODMetrics:
    """The three figures of one score, all in [0, 1].

    Attributes:
        auroc: probability that an anomalous pixel scores above a normal one, ties counted half
            (Mann-Whitney). Chance: 0.5.
        aupr: average precision, the step-wise area under precision over recall. Chance: the share of
            anomalous pixels.
        fpr95: share of normal pixels at or above the threshold where 95 % of the anomalous ones are; smaller
            is better.
    """

    auroc: float
    aupr: float
    fpr95: float


def rank_counts(at_least: Counts, above: Counts, per_score: Counts, normals: int) -> RankCounts:
    """Assemble counts that were made per distinct anomaly score, in ascending order of score.

    Args:
        at_least: (G,) normals at or above each score.
        above: (G,) normals strictly above it.
        per_score: (G,) anomalies that have exactly this score.
        normals: number of normal pixels.

    Raises:
        CaosError: one of the two kinds of pixels is missing.
    """
    anomalies = int(per_score.sum())
    for count, kind in ((anomalies, "anomalous"), (normals, "normal")):
        if count == 0:
            raise CaosError(f"no {kind} pixel: AUROC, AUPR and FPR95 need both kinds; leave such images out")
    return RankCounts(np.cumsum(per_score[::-1]), at_least[::-1], above[::-1], anomalies, normals)


def ood_figures(counts: RankCounts, fpr: FPRConvention) -> OODMetrics:
    """AUROC, AUPR and FPR95 of the counts."""
    return OODMetrics(auroc(counts), aupr(counts), fpr_at_recall(counts, convention=fpr))


def auroc(counts: RankCounts) -> float:
    """Area under the ROC curve: the Mann-Whitney statistic, ties counted half."""
    per_score = np.diff(counts.tp, prepend=0)
    # a lost pair counts one and a tie half: twice the loss is an integer, exact in float64 below 2^53
    twice_lost = np.dot(per_score.astype(np.float64), (counts.fp + counts.fp_above).astype(np.float64))
    return float(1.0 - twice_lost / (2.0 * counts.anomalies * counts.normals))


def aupr(counts: RankCounts) -> float:
    """Average precision: sum over thresholds of (gain in recall) x precision; no interpolation.

    A trapezoid between the points would flatter: at 5 % anomalies it gives a constant detector 0.525.
    """
    per_score = np.diff(counts.tp, prepend=0)
    return float(np.dot(per_score, counts.tp / (counts.tp + counts.fp)) / counts.anomalies)


def aupr_trapezoid(counts: RankCounts) -> float:
    """Area under precision over recall by trapezoids, from the point (recall 0, precision 1).

    What scikit-learn's `auc(recall, precision)` gives, and many published tables with it. It flatters: points
    of the curve are joined by lines that no threshold reaches (Davis and Goadrich, "The relationship between
    precision-recall and ROC curves", ICML 2006). Report `aupr`; compare with this one where a paper used it.
    """
    recall = counts.tp / counts.anomalies
    precision = counts.tp / (counts.tp + counts.fp)
    # recall stands still down to the next anomaly, precision falls: each trapezoid starts down there
    from_tp, from_fp = counts.tp[:-1], counts.fp_above[1:]
    first = 0.0 if counts.fp_above[0] else 1.0
    starts = np.append(first, from_tp / (from_tp + from_fp))
    return float(np.dot(np.diff(recall, prepend=0.0), (starts + precision) / 2))


def fpr_at_recall(
    counts: RankCounts, recall: float = RECALL_LEVEL, *, convention: FPRConvention = "first"
) -> float:
    """False positive rate at a recall level.

    Args:
        counts: the ranks.
        recall: the level, in (0, 1].
        convention: where to read the rate. They differ where the level is met exactly and where scores tie.

            * "first": at the first (highest) threshold whose recall is at least the level.
            * "legacy": at the threshold whose recall is nearest to the level, the lowest one when several
              are equally near. The published code of the thesis.
            * "strict": at the first threshold whose recall exceeds the level; 0 at level 1. DenseHybrid.
            * "interpolated": on the straight line between the ROC points around the level, the one with the
              most false alarms where several have this recall. The package ood-metrics (Mask2Anomaly).

    Raises:
        CaosError: another convention.
    """
    reached = counts.tp / counts.anomalies
    if convention == "first":
        return float(counts.fp[np.argmax(reached >= recall)] / counts.normals)
    if convention == "strict":
        exceeds = reached > recall
        return float(counts.fp[np.argmax(exceeds)] / counts.normals) if exceeds.any() else 0.0
    # "legacy" and "interpolated" look at thresholds at normals' scores too. The lowest one that still has the
    # recall of score g lies just above score g + 1.
    lowest = np.append(counts.fp_above[1:], counts.fp[-1])
    if convention == "legacy":  # stops looking at the highest threshold of full recall
        distance = np.abs(reached - recall)[::-1]
        return float(lowest[::-1][np.argmin(distance)] / counts.normals)
    if convention == "interpolated":
        return _interpolated(counts, recall, lowest)
    raise CaosError(f"fpr={convention!r}: unknown convention; known: {', '.join(get_args(FPRConvention))}")


def _interpolated(counts: RankCounts, recall: float, lowest: Counts) -> float:
    """False positive rate on the line between the last ROC point at or below the level and the next."""
    reached = counts.tp / counts.anomalies
    after = int(np.searchsorted(reached, recall, side="right"))
    if after == reached.size:
        return 1.0  # full recall holds on to the end of the curve
    low_recall, low = (reached[after - 1], lowest[after - 1]) if after else (0.0, counts.fp_above[0])
    share = (recall - low_recall) / (reached[after] - low_recall)
    return float((low + share * (counts.fp[after] - low)) / counts.normals)
