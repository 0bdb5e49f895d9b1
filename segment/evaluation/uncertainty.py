"""Intervals and paired tests of every protocol, from resampling the images."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Final

import numpy as np

from caos.labels import ANOMALY
from caos.metrics import MethodFigures, PixelEvaluator, Protocol, ProtocolFigures
from caos.metrics.comparisons import compare
from caos.metrics.intervals import MIN_IMAGES, Resampled, resample_means
from caos.metrics.pooled_intervals import PooledResampler
from caos.runs import Comparison

from ..datasets import StreetScenes
from .cuts import Cuts
from .source import ScoredFrame

FIGURES: Final = ("auroc", "aupr", "fpr95")
REFERENCE: Final = "msp"
"""What every other score is compared with."""

SEED: Final = 0
"""Of the resamples: the same images in every protocol, and in the runs of several training seeds."""


class PoolResamplers:
    """The resamplers of all protocols that pool pixels, filled frame by frame in the second pass.

    There are none for fewer images than intervals need.

    Args:
        cuts: protocol -> score -> bins to count in.
        protocols: all that were evaluated; those that average images are passed over.
        dataset: the split.
    """

    def __init__(
        self,
        cuts: Mapping[str, Mapping[str, Cuts]],
        protocols: Sequence[Protocol],
        dataset: StreetScenes,
    ) -> None:
        self._dataset = dataset
        # protocols that share their pixels share a resampler
        self._sharing: dict[tuple[bytes, bool], list[Protocol]] = {}
        for entry in protocols:
            if entry.aggregate == "pixels" and len(dataset) >= MIN_IMAGES:
                key = entry.kept(dataset.label_set).tobytes(), entry.anomalous_images_only
                self._sharing.setdefault(key, []).append(entry)
        self._resamplers = {
            key: PooledResampler({name: each.edges for name, each in cuts[group[0].name].items()})
            for key, group in self._sharing.items()
        }

    def update(self, frame: ScoredFrame) -> None:
        """Add one frame."""
        is_anomaly = frame.label == ANOMALY
        for (labels, anomalous_only), resampler in self._resamplers.items():
            kept = np.frombuffer(labels, dtype=np.bool_)[frame.label]
            if is_anomaly.any() or not anomalous_only:
                resampler.update(self._dataset.name(frame.index), frame.scores, is_anomaly, kept)

    def resample(self, figures: Mapping[str, ProtocolFigures]) -> dict[str, Resampled]:
        """Protocol -> its figures in every resample of the images; `figures` are those of all images."""
        found: dict[str, Resampled] = {}
        for key, group in self._sharing.items():
            exact = _exact(figures[group[0].name])
            resampled = self._resamplers[key].resample(np.random.default_rng(SEED), exact=exact)
            found |= {entry.name: resampled for entry in group}
        return found


def resample_images(evaluator: PixelEvaluator, protocols: Iterable[Protocol]) -> dict[str, Resampled]:
    """Protocol that averages images -> its figures in every resample of the images.

    Protocols with fewer images than intervals need are left out.
    """
    resampled = {}
    for entry in protocols:
        if entry.aggregate == "images":
            rows = evaluator.per_image(entry.name)
            if len(next(iter(rows.values()))) >= MIN_IMAGES:
                resampled[entry.name] = _resample_means(rows)
    return resampled


def _resample_means(rows: Mapping[str, Sequence[MethodFigures]]) -> Resampled:
    """Of the figures that these rows have."""
    known = [
        figure
        for figure in (*FIGURES, "fpr95_legacy", "aupr_legacy")
        if all(getattr(row, figure) is not None for images in rows.values() for row in images)
    ]
    figures = {
        name: {figure: [getattr(row, figure) for row in images] for figure in known}
        for name, images in rows.items()
    }
    return resample_means(figures, np.random.default_rng(SEED))


def comparisons(resampled: Mapping[str, Resampled]) -> list[Comparison]:
    """Every score against `REFERENCE` in every protocol and figure; none where it is missing.

    The p-values are corrected for the number of scores.
    """
    found = []
    for protocol, each in resampled.items():
        pairs = [(name, REFERENCE) for name in each.figures if name != REFERENCE]
        if REFERENCE in each.figures and pairs and each.images >= MIN_IMAGES:
            tests = [test for figure in FIGURES for test in compare(each, figure, pairs)]
            found += [Comparison(protocol=protocol, **asdict(test)) for test in tests]
    return found


def _exact(figures: ProtocolFigures) -> dict[str, dict[str, float]]:
    return {
        name: {figure: getattr(row, figure) for figure in FIGURES} for name, row in figures.methods.items()
    }
