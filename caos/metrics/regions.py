"""Where the false alarms of a score lie at 95 % recall: in which classes, near borders or inside, where in the image."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from caos.labels import LabelMap, LabelSet

from .pooled import PooledCounts

BOUNDARY_RADIUS: Final = 5.0
"""Pixels from another class up to which a pixel counts as boundary."""

GRID: Final = (54, 96)
"""Cells of the heat map, down and across: images of any size go on it."""


@dataclass(frozen=True, slots=True)
class FalsePositives:
    """As `caos.runs.FalsePositives`: shares in [0, 1] of the normal pixels that are called anomalous."""

    by_class: dict[str, float | None]
    boundary: float | None
    interior: float | None


def recall_threshold(counts: PooledCounts, recall: float = 0.95) -> float:
    """The highest score at which at least `recall` of the anomalous pixels are found."""
    raise NotImplementedError


class FalsePositiveCounts:
    """Counts false alarms of several scores at one threshold each.

    Args:
        thresholds: score -> threshold, see `recall_threshold`; pixels at or above it are alarms.
        label_set: names of the classes.
        radius: of the boundary, pixels.
        grid: cells of the heat map.
    """

    def __init__(
        self,
        thresholds: Mapping[str, float],
        label_set: LabelSet,
        *,
        radius: float = BOUNDARY_RADIUS,
        grid: tuple[int, int] = GRID,
    ) -> None:
        raise NotImplementedError

    def update(self, scores: Mapping[str, npt.NDArray[Any]], label: LabelMap) -> None:
        """Add one image: (H, W) scores by name and its label map."""
        raise NotImplementedError

    def merge(self, other: FalsePositiveCounts) -> None:
        """Add what `other` counted."""
        raise NotImplementedError

    def compute(self) -> dict[str, FalsePositives]:
        """Score -> shares."""
        raise NotImplementedError

    def heat_maps(self) -> dict[str, npt.NDArray[np.float64]]:
        """Score -> `grid` float64: share of the normal pixels of a cell that are alarms; NaN where none lie."""
        raise NotImplementedError
