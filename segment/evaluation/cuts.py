"""What the second pass needs to know of the first: thresholds, bins, levels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from caos.metrics import PixelEvaluator, Pool, Protocol, best_f1_threshold, recall_threshold
from caos.metrics.pooled_intervals import bin_edges
from caos.metrics.ranked import Ranked
from caos.runs import LevelScale

from .levels import level_scale


@dataclass(frozen=True, slots=True)
class Cuts:
    """Of one score over the pixels of one protocol.

    Attributes:
        recall: the score from which 95 % of the anomalous pixels are found.
        best_f1: the score from which pixels have the best F1.
        edges: lower edges of the bins that resampling counts in.
        levels: thresholds of the report's slider.
    """

    recall: float
    best_f1: float
    edges: npt.NDArray[np.floating[Any]]
    levels: LevelScale


def cut_pools(evaluator: PixelEvaluator, protocols: Sequence[Protocol]) -> dict[str, dict[str, Cuts]]:
    """Protocol -> score -> cuts, for the first protocol and all that pool pixels.

    Raises:
        CaosError: no anomalous, or no normal, pixel was counted.
    """
    known: dict[int, Cuts] = {}  # protocols that share their pixels share the pools themselves
    found: dict[str, dict[str, Cuts]] = {}
    for entry in protocols:
        if entry.aggregate == "pixels" or entry is protocols[0]:
            found[entry.name] = {}
            for name, pool in evaluator.pooled(entry.name).items():
                if id(pool) not in known:
                    known[id(pool)] = _cuts(pool)
                found[entry.name][name] = known[id(pool)]
    return found


def _cuts(pool: Pool) -> Cuts:
    ranked = Ranked.of(pool)
    return Cuts(recall_threshold(ranked), best_f1_threshold(ranked), bin_edges(ranked), level_scale(ranked))
