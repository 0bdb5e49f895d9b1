"""The first pass over the score maps: everything that needs no threshold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from caos.labels import ANOMALY, VOID
from caos.metrics import Confusion, OODMetrics, PixelEvaluator

from .progress import Tick
from .source import ScoreSource


@dataclass(frozen=True, slots=True)
class Collected:
    """What the first pass gives.

    Attributes:
        evaluator: counts of every protocol.
        figures: per image and score, under the first protocol; None where an image has none.
        confusion: of the predicted classes; None where they are not known.
        anomaly_share: anomalous among labelled pixels.
    """

    evaluator: PixelEvaluator
    figures: list[dict[str, OODMetrics | None]]
    confusion: Confusion | None
    anomaly_share: float


def collect(source: ScoreSource, protocols: Sequence[str], tick: Tick) -> Collected:
    """Go through the split once.

    Raises:
        CaosError: a broken or missing file, or a map that does not fit its frame.
    """
    label_set = source.dataset.label_set
    evaluator = PixelEvaluator(protocols, source.names, label_set=label_set)
    confusion = Confusion(len(label_set.classes))
    figures = []
    anomalous = labelled = predicted = 0
    for frame in source.frames():
        figures.append(evaluator.update(frame.scores, frame.label))
        if frame.prediction is not None:
            confusion.update(frame.prediction, frame.label)
            predicted += 1
        anomalous += int((frame.label == ANOMALY).sum())
        labelled += int((frame.label != VOID).sum())
        tick(f"scoring the {source.dataset.split} split")
    return Collected(evaluator, figures, confusion if predicted else None, anomalous / max(labelled, 1))
