"""Quality of the segmentation itself: mIoU and calibration over in-distribution pixels."""

from __future__ import annotations

import numpy as np

from caos.labels import LabelSet
from caos.metrics import Confusion
from caos.metrics.calibration import Calibration
from caos.runs import Calibration as CalibrationFigures
from caos.runs import SegmentationFigures

from .progress import Tick
from .source import ScoredFrame, ScoreSource


class Quality:
    """Counts predictions and confidences, frame by frame; frames without predictions are passed over."""

    def __init__(self, label_set: LabelSet) -> None:
        self._label_set = label_set
        self._confusion = Confusion(len(label_set.classes))
        self._calibration = Calibration()
        self._frames = 0

    def update(self, frame: ScoredFrame) -> None:
        """Add one frame.

        Raises:
            CaosError: a predicted class outside the label set.
        """
        if frame.prediction is None or frame.confidence is None:
            return
        self._confusion.update(frame.prediction, frame.label)
        known = frame.label < len(self._label_set.classes)
        self._calibration.update(frame.confidence[known], frame.prediction[known] == frame.label[known])
        self._frames += 1

    def figures(self) -> SegmentationFigures | None:
        """The figures so far; None where no frame had a prediction.

        Raises:
            CaosError: no labelled pixel was counted.
        """
        if not self._frames:
            return None
        iou = [None if np.isnan(value) else float(value) for value in self._confusion.iou()]
        return SegmentationFigures(
            miou=self._confusion.miou(),
            pixel_accuracy=self._confusion.pixel_accuracy(),
            iou=dict(zip(self._label_set.classes, iou, strict=True)),
            calibration=_calibration_figures(self._calibration),
        )


def measure_quality(source: ScoreSource, tick: Tick) -> SegmentationFigures | None:
    """The figures of a whole split."""
    quality = Quality(source.dataset.label_set)
    for frame in source.frames():
        quality.update(frame)
        tick(f"{source.dataset.split} mIoU")
    return quality.figures()


def _calibration_figures(calibration: Calibration) -> CalibrationFigures:
    found = calibration.compute()
    bins = [(each.confidence, each.accuracy, each.share) for each in found.bins]
    return CalibrationFigures(ece=found.ece, rms=found.rms, bins=bins)
