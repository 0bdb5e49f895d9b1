"""Average precision of multi-label classifiers, weighted by class frequency (thesis, section 6.3).

AP_c = sum over thresholds of (gain in recall) x precision for class c against all images; with P_c positives
of class c, the frequency-weighted mAP = sum_c P_c AP_c / sum_c P_c. Classes without a positive have no AP and
no weight. The published code of DeepFashion Remixed joins the points of the precision-recall curve by
straight lines, which flatters (see `caos.metrics.ranks.aupr_trapezoid`); that is "trapezoid" here.
"""

from __future__ import annotations

from typing import Any, Literal, get_args

import numpy as np
import numpy.typing as npt

from caos.errors import CaosError
from caos.metrics.exact import count_ranks
from caos.metrics.ranks import aupr, aupr_trapezoid

from .errors import Bools, Floats

Area = Literal["step", "trapezoid"]


def average_precisions(scores: npt.ArrayLike, targets: npt.ArrayLike, area: Area = "step") -> Floats:
    """AP of every class.

    Args:
        scores: (N, C) logits or probabilities.
        targets: (N, C) bool, or 0 and 1: which classes an image holds.
        area: "step" = average precision; "trapezoid" = as the published code.

    Returns:
        (C,) float64 in [0, 1]; NaN for a class without a positive. 1 for a class that every image holds.

    Raises:
        CaosError: other shapes, values that are not finite, targets that are neither 0 nor 1, or an unknown
            area.
    """
    table, truth = checked_multilabel(scores, targets)
    if area not in get_args(Area):
        raise CaosError(f"area={area!r}: unknown; known: {', '.join(get_args(Area))}")
    columns = zip(table.T, truth.T, strict=True)
    return np.array([_average_precision(own, held, area) for own, held in columns], dtype=np.float64)


def frequency_weighted_map(scores: npt.ArrayLike, targets: npt.ArrayLike, area: Area = "step") -> float:
    """Frequency-weighted mAP in [0, 1]; arguments as `average_precisions`.

    Raises:
        CaosError: likewise, or no positive of any class.

    >>> frequency_weighted_map([[0.9, 0.1], [0.2, 0.8], [0.6, 0.3]], [[1, 0], [0, 1], [0, 1]])
    1.0
    """
    table, truth = checked_multilabel(scores, targets)
    frequency = truth.sum(axis=0)
    held = frequency > 0
    if not held.any():
        raise CaosError("targets hold no positive of any class; there is no average precision")
    return float(
        np.average(average_precisions(table[:, held], truth[:, held], area), weights=frequency[held])
    )


def _average_precision(scores: npt.NDArray[Any], held: Bools, area: Area) -> float:
    if held.all():
        return 1.0
    if not held.any():
        return float("nan")
    counts = count_ranks(scores, held)
    return aupr(counts) if area == "step" else aupr_trapezoid(counts)


def checked_multilabel(scores: npt.ArrayLike, targets: npt.ArrayLike) -> tuple[npt.NDArray[Any], Bools]:
    """Scores and (N, C) bool targets.

    Raises:
        CaosError: as `average_precisions`.
    """
    table, truth = np.asarray(scores), np.asarray(targets)
    if table.ndim != 2 or 0 in table.shape or truth.shape != table.shape:
        raise CaosError(f"scores have shape {table.shape}, targets {truth.shape}; both must be (N, C)")
    if not np.isfinite(table).all():
        row = int(np.flatnonzero(~np.isfinite(table).all(axis=1))[0])
        raise CaosError(f"scores of image {row} are not finite; an overflow in the network? score it again")
    if truth.dtype != np.bool_ and not np.isin(truth, (0, 1)).all():
        raise CaosError("targets must be bools, or 0 and 1")
    return table, truth.astype(np.bool_)
