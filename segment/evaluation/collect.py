"""The first pass over the score maps: everything that needs no threshold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from caos.labels import ANOMALY, VOID
from caos.metrics import OODMetrics, PixelEvaluator, Protocol
from caos.metrics.evaluator import Counting
from caos.metrics.slices import SliceCollector
from caos.runs import SegmentationFigures

from ..slicing import CUTS, SplitFacts
from .progress import Tick
from .quality import Quality
from .source import ScoreSource


@dataclass(frozen=True, slots=True)
class Collected:
    """What the first pass gives.

    Attributes:
        evaluator: counts of every protocol.
        figures: per image and score, under the first protocol; None where an image has none.
        slices: figures of parts of the split.
        quality: of the predicted classes; None where they are not known.
        anomaly_share: anomalous among labelled pixels.
    """

    evaluator: PixelEvaluator
    figures: list[dict[str, OODMetrics | None]]
    slices: SliceCollector
    quality: SegmentationFigures | None
    anomaly_share: float


def collect(source: ScoreSource, protocols: Sequence[Protocol], counting: Counting, tick: Tick) -> Collected:
    """Go through the split once.

    Raises:
        CaosError: a broken or missing file, or a map that does not fit its frame.
    """
    dataset = source.dataset
    evaluator = PixelEvaluator(protocols, source.names, label_set=dataset.label_set, counting=counting)
    slices, facts = SliceCollector(source.names, CUTS), SplitFacts(dataset)
    kept = protocols[0].kept(dataset.label_set)
    quality = Quality(dataset.label_set)
    figures = []
    anomalous = labelled = 0
    for frame in source.frames():
        figures.append(evaluator.update(frame.scores, frame.label))
        known = facts.of(frame.index, frame.label)
        slices.update(
            dataset.name(frame.index),
            frame.scores,
            frame.label,
            kept=kept,
            properties=known.properties,
            objects=known.objects,
        )
        quality.update(frame)
        anomalous += int((frame.label == ANOMALY).sum())
        labelled += int((frame.label != VOID).sum())
        tick(f"scoring the {dataset.split} split")
    return Collected(evaluator, figures, slices, quality.figures(), anomalous / max(labelled, 1))
