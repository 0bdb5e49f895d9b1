"""Intervals of pooled figures: histograms per image over common bins, added up anew for every resample.

Bins end at scores of anomalies, spread evenly over anomalies and over normals, and finer where few normals
are above. They come from the exact counts of a first pass, so any range of scores works; where no more
thresholds exist than bins fit, the histograms are exact.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from .intervals import Resampled
from .pooled import PooledCounts

Floats = npt.NDArray[np.floating[Any]]


def bin_edges(counts: PooledCounts) -> Floats:
    """(E,) ascending lower edges of bins that keep the pooled figures of these counts, at most 1,500.

    Raises:
        CaosError: one of the two kinds of pixels has not occurred.
    """
    raise NotImplementedError


class PooledResampler:
    """Collects, image by image, what resampling pooled figures needs.

    Args:
        edges: score -> `bin_edges` of its counts over the same pixels.
    """

    def __init__(self, edges: Mapping[str, Floats]) -> None:
        raise NotImplementedError

    def update(
        self,
        image: str,
        scores: Mapping[str, npt.ArrayLike],
        is_anomaly: npt.ArrayLike,
        kept: npt.ArrayLike | None = None,
    ) -> None:
        """Add one image.

        Args:
            image: its name; results do not depend on the order of updates and merges.
            scores: score -> (H, W) or (P,) scores.
            is_anomaly: same shape, bool.
            kept: same shape, bool: pixels that count; None = all.

        Raises:
            CaosError: an image given twice, missing scores, NaN, shapes that differ.
        """
        raise NotImplementedError

    def merge(self, other: PooledResampler) -> None:
        """Add the images of `other`, made with the same edges, say in another process."""
        raise NotImplementedError

    def resample(
        self, rng: np.random.Generator, exact: Mapping[str, Mapping[str, float]] | None = None
    ) -> Resampled:
        """Resample the images.

        Args:
            rng: what draws them.
            exact: score -> figure ("auroc", "aupr", "fpr95") -> exact pooled figure; the resampled ones are
                moved by the error that the bins make at that point. None = the bins' own figures.
        """
        raise NotImplementedError

    def bin_errors(self, exact: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, float]]:
        """Score -> figure -> figure of the bins minus the exact one, over all images."""
        raise NotImplementedError
