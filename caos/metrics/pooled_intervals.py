"""Intervals of pooled figures: counts per image over common bins, added up anew for every resample.

Bins begin at scores of anomalies, spread evenly over anomalies and over normals, and finer where few pixels
are above. They come from the exact counts of a first pass, so any range of scores works; where all thresholds
fit in, nothing is lost, else `PooledResampler.bin_errors` tells how much, and intervals are moved by it.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from caos.errors import CaosError

from .exact import checked_pixels
from .intervals import Resampled, Values, image_weights
from .ranked import HasRanks
from .ranks import RECALL_LEVEL

Floats = npt.NDArray[np.floating[Any]]
Table = npt.NDArray[np.float64]
FigureTable = Mapping[str, Mapping[str, float]]

FIGURES: Final = ("auroc", "aupr", "fpr95")

_TARGETS: Final = 150  # bins per way of spreading them; figures are then off by less than 0.002
_ROWS: Final = 256  # resamples worked on at a time: some 3 MB per array


def bin_edges(counts: HasRanks) -> Floats:
    """(E,) falling lower edges of bins that keep the pooled figures of these counts; at most 2,100.

    A score that many pixels share gets a bin of its own, so ties remain ties.

    Raises:
        CaosError: one of the two kinds of pixels has not occurred.
    """
    ranks, scores = counts.ranks(), counts.thresholds()
    # each score of an anomaly may begin a bin, and so may what lies just above it
    edges = np.stack([np.nextafter(scores, np.asarray(np.inf, scores.dtype)), scores], axis=1).ravel()
    tp = np.stack([np.append(0, ranks.tp[:-1]), ranks.tp], axis=1).ravel()
    fp = np.stack([ranks.fp_above, ranks.fp], axis=1).ravel()
    chosen = [np.array([0, edges.size - 1])]
    if edges.size <= 14 * _TARGETS:
        chosen = [np.arange(edges.size)]
    else:
        ways = (
            (tp, np.linspace(1, ranks.anomalies, _TARGETS)),
            (tp, np.geomspace(1, ranks.anomalies, _TARGETS)),
            (fp, np.linspace(1, ranks.normals, _TARGETS)),
            (fp, np.geomspace(1, ranks.normals, _TARGETS)),
            # where resamples have their recall of 0.95
            (tp, np.linspace(2 * RECALL_LEVEL - 1, 1, 2 * _TARGETS) * ranks.anomalies),
        )
        for reached, targets in ways:
            place = np.minimum(np.searchsorted(reached, targets), edges.size - 1)
            chosen += [place, np.maximum(place - 1, 0)]
    kept: Floats = np.unique(edges[np.unique(np.concatenate(chosen))])[::-1]
    return kept


class PooledResampler:
    """Collects, image by image, what resampling pooled figures needs: some 10 kB per image and score.

    Args:
        edges: score -> `bin_edges` of its counts over the same pixels.
    """

    def __init__(self, edges: Mapping[str, Floats]) -> None:
        self._edges = {score: np.asarray(values) for score, values in edges.items()}
        self._counts: dict[str, dict[str, npt.NDArray[np.int32]]] = {}

    def update(
        self,
        image: str,
        scores: Mapping[str, npt.ArrayLike],
        is_anomaly: npt.ArrayLike,
        kept: npt.NDArray[np.bool_] | None = None,
    ) -> None:
        """Add one image of the pool; one without a pixel that counts is passed over.

        Args:
            image: its name; results do not depend on the order of updates and merges.
            scores: score -> (H, W) or (P,) scores.
            is_anomaly: same shape, bool.
            kept: same shape, bool: pixels that count; None = all.

        Raises:
            CaosError: an image given twice, missing scores, NaN, or shapes that differ.
        """
        if set(scores) != set(self._edges):
            raise CaosError(f"image {image}: scores {', '.join(scores)}, expected {', '.join(self._edges)}")
        self._check_new([image])
        row = {}
        for score, edges in self._edges.items():
            values, mask = checked_pixels(scores[score], is_anomaly)
            if kept is not None:
                values, mask = values[kept.ravel()], mask[kept.ravel()]
            row[score] = _counted(values, mask, edges)
        if kept is None or kept.any():
            self._counts[image] = row

    def merge(self, other: PooledResampler) -> None:
        """Add the images of `other`, say of another process.

        Raises:
            CaosError: other edges, or an image that both have seen.
        """
        same = set(self._edges) == set(other._edges) and all(
            np.array_equal(edges, other._edges[score]) for score, edges in self._edges.items()
        )
        if not same:
            raise CaosError("cannot merge resamplers with different bins; give both the same edges")
        self._check_new(other._counts)
        self._counts |= other._counts

    def resample(
        self,
        rng: np.random.Generator,
        *,
        exact: FigureTable | None = None,
    ) -> Resampled:
        """Resample the images, in the order of their names.

        Args:
            rng: what draws them.
            exact: score -> figure ("auroc", "aupr", "fpr95") -> exact pooled figure. It replaces that of the
                bins, and the resampled ones are moved by the difference. None = the bins' own.

        Returns:
            The figures. A resample without one of the two kinds of pixels has none: NaN.

        Raises:
            CaosError: no image.
        """
        names = self._names()
        tables = {score: self._table(score, names) for score in self._edges}
        parts: dict[str, list[Table]] = {score: [] for score in tables}
        fingerprint = 0
        for weights in image_weights(len(names), rng):
            fingerprint = zlib.crc32(weights.tobytes(), fingerprint)
            for score, table in tables.items():
                parts[score] += [
                    # whole numbers below 2^53: the product is exact in any order of adding
                    _figures(weights[start : start + _ROWS] @ table)
                    for start in range(0, len(weights), _ROWS)
                ]
        binned = self.figures()
        figures = binned if exact is None else {s: {f: exact[s][f] for f in FIGURES} for s in tables}
        draws = {
            score: _moved(np.concatenate(parts[score], axis=1), binned[score], figures[score])
            for score in tables
        }
        return Resampled(figures, draws, len(names), fingerprint)

    def figures(self) -> dict[str, dict[str, float]]:
        """Score -> figure -> its value from the bins, over all images; NaN where not defined."""
        names = self._names()
        return {
            score: dict(
                zip(
                    FIGURES, _figures(self._table(score, names).sum(axis=0)[None])[:, 0].tolist(), strict=True
                )
            )
            for score in self._edges
        }

    def bin_errors(self, exact: FigureTable) -> dict[str, dict[str, float]]:
        """Score -> figure -> figure of the bins minus the exact one, over all images."""
        return {
            score: {figure: value - exact[score][figure] for figure, value in row.items()}
            for score, row in self.figures().items()
        }

    def _names(self) -> list[str]:
        names = sorted(self._counts)
        if not names:
            raise CaosError("no image in the pool to resample; evaluate a split with anomalies (test)")
        return names

    def _table(self, score: str, names: Sequence[str]) -> Table:
        return np.stack([self._counts[name][score] for name in names]).astype(np.float64)

    def _check_new(self, images: Collection[str]) -> None:
        for image in sorted(images):
            if image in self._counts:
                raise CaosError(f"image {image} was given twice; every image counts once")


def _counted(
    values: npt.NDArray[Any], is_anomaly: npt.NDArray[np.bool_], edges: Floats
) -> npt.NDArray[np.int32]:
    """(2 E + 1,): anomalies at or above each edge, normals likewise, and all normals."""
    anomalous, normal = values[is_anomaly], values[~is_anomaly]
    reached = [
        pixels.size - np.searchsorted(np.sort(pixels), edges, side="left") for pixels in (anomalous, normal)
    ]
    return np.concatenate([*reached, [normal.size]]).astype(np.int32)


def _figures(sums: Table) -> Table:
    """(3, B) figures, as in `ranks`, of B rows that `_counted` made or sums of them."""
    bins = (sums.shape[1] - 1) // 2
    tp, fp, normals = sums[:, :bins], sums[:, bins:-1], sums[:, -1]
    anomalies = tp[:, -1]
    gained = np.diff(tp, axis=1, prepend=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        lost = (gained * fp).sum(axis=1) + (gained[:, 1:] * fp[:, :-1]).sum(axis=1)
        auroc = 1 - lost / (2 * anomalies * normals)
        aupr = (gained * (tp / np.maximum(tp + fp, 1))).sum(axis=1) / anomalies
        place = (tp / anomalies[:, None] >= RECALL_LEVEL).argmax(axis=1)
        fpr95 = fp[np.arange(len(fp)), place] / normals
    fpr95[anomalies == 0] = np.nan
    return np.where(normals > 0, np.stack([auroc, aupr, fpr95]), np.nan)


def _moved(draws: Table, binned: Mapping[str, float], figures: Mapping[str, float]) -> dict[str, Values]:
    return {
        figure: np.clip(row + (figures[figure] - binned[figure]), 0.0, 1.0)
        for figure, row in zip(FIGURES, draws, strict=True)
    }
