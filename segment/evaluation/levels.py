"""Score maps in 255 steps that mean the same for every score: shares of normal pixels let through."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from caos.metrics.ranked import HasRanks
from caos.runs import LevelScale

from .source import ClassMap, FloatMap

STEPS: Final = 255
LOWEST_FPR: Final = 1e-4

FPR_GRID: Final = tuple(float(rate) for rate in LOWEST_FPR ** (np.arange(1, STEPS + 1) / STEPS))
"""False positive rates of the thresholds, falling from 0.965 to 0.0001, each 3.5 % below the last."""


def level_map(scores: FloatMap, scale: LevelScale) -> ClassMap:
    """(H, W) uint8: how many thresholds of `scale` each score reaches; 0 = none, 255 = all."""
    thresholds = np.asarray(scale.score)
    reached: npt.NDArray[np.intp] = np.searchsorted(thresholds, scores, side="right")
    return reached.astype(np.uint8)


def level_scale(counts: HasRanks) -> LevelScale:
    """Thresholds, all of them scores of anomalies, whose false positive rates come nearest below `FPR_GRID`.

    Raises:
        CaosError: one of the two kinds of pixels has not occurred.
    """
    ranks = counts.ranks()
    scores = counts.thresholds()
    # above the highest anomaly: where even that one lets too many normal pixels through
    scores = np.concatenate([np.nextafter(scores[:1], np.inf), scores])
    fpr = np.concatenate([ranks.fp_above[:1], ranks.fp]) / ranks.normals
    tpr = np.concatenate([[0], ranks.tp]) / ranks.anomalies
    place = np.maximum(np.searchsorted(fpr, FPR_GRID, side="right") - 1, 0)
    return LevelScale(score=scores[place].tolist(), fpr=fpr[place].tolist(), tpr=tpr[place].tolist())
