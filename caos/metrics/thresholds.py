"""Scores to cut at, from counts over a whole data set. From the threshold on (>=) a pixel is anomalous."""

from __future__ import annotations

import numpy as np

from caos.errors import CaosError

from .ranked import HasRanks
from .ranks import RECALL_LEVEL


def best_f1_threshold(counts: HasRanks) -> float:
    """The score at which the pooled pixels have the best F1 = 2 TP / (2 TP + FP + FN); the highest of equals.

    SegmentMeIfYouCan's default for the component metrics (`best_f1_threshold` in its
    `pixel_classification_curves.py`). Its code looks at quantiles of each image's scores only, and then calls
    anomalous what is *above* the threshold; here every score is looked at, and the threshold itself belongs.

    Raises:
        CaosError: one of the two kinds of pixels has not occurred.

    >>> from caos.metrics import PooledCounts
    >>> counts = PooledCounts()
    >>> counts.update([0.1, 0.4, 0.35, 0.8], [False, False, True, True])
    >>> best_f1_threshold(counts)
    0.35
    """
    ranks = counts.ranks()
    f1 = 2 * ranks.tp / (ranks.tp + ranks.fp + ranks.anomalies)
    return float(counts.thresholds()[np.argmax(f1)])


def recall_threshold(counts: HasRanks, recall: float = RECALL_LEVEL) -> float:
    """The highest score at which at least `recall` of the pooled anomalous pixels are found.

    Args:
        counts: the pooled pixels.
        recall: the level, in (0, 1].

    Raises:
        CaosError: one of the two kinds of pixels has not occurred, or a level outside (0, 1].

    >>> from caos.metrics import PooledCounts
    >>> counts = PooledCounts()
    >>> counts.update([0.1, 0.4, 0.35, 0.8], [False, False, True, True])
    >>> recall_threshold(counts, 0.5), recall_threshold(counts)
    (0.8, 0.35)
    """
    if not 0 < recall <= 1:
        raise CaosError(f"recall {recall} must lie above 0 and not above 1")
    ranks = counts.ranks()
    return float(counts.thresholds()[np.argmax(ranks.tp / ranks.anomalies >= recall)])
