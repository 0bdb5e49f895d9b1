"""open-mIoU: quality of a segmentation whose anomalous pixels are handed to a detector.

Where a score reaches its threshold, the predicted class is replaced by "anomaly". With anomaly as one more
class of the confusion matrix, the open-IoU of a known class c is TP / (TP + FP + FN), where FP now holds
anomalies that are taken for c, and FN pixels of c that are called anomalous. open-mIoU is the mean over the
known classes.

Source: Grcic, Bevandic and Segvic, "DenseHybrid: Hybrid Anomaly Detection for Dense Open-set Recognition",
ECCV 2022, section 4, and its `evaluate_osr.py`: docs/protocols.md.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from caos.errors import CaosError
from caos.labels import ANOMALY, VOID, LabelMap

from .exact import checked_map

Matrix = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class OpenFigures:
    """Figures of one score, in [0, 1].

    Attributes:
        open_miou: mean of `iou`, NaN entries left out.
        miou: the same without a detector and over known pixels only; `miou - open_miou` is what open-world
            operation costs.
        iou: open-IoU of each known class; NaN where it never occurs or does not count.
        anomaly_iou: IoU of the anomalies; NaN where there are none and none are called.
        threshold: the score from which a pixel counts as anomalous.
    """

    open_miou: float
    miou: float
    iou: tuple[float, ...]
    anomaly_iou: float
    threshold: float


class OpenConfusion:
    """Confusion matrices with a class "anomaly", one per score, summed over images.

    Args:
        num_classes: number C of in-distribution classes, 1..254.
        thresholds: score name -> the score from which a pixel counts as anomalous; the paper's is
            `recall_threshold` at 0.95 on *other* images.
        kept: (256,) bool, which labels count; the pixels of the others are left out, and so is their class.
            Default: all but `VOID`.

    Raises:
        CaosError: no score, or a NaN threshold.

    >>> confusion = OpenConfusion(2, {"msp": 0.5})
    >>> label = np.array([[0, 0, 1, 1, 254, 254]], dtype=np.uint8)
    >>> scores = {"msp": np.array([[0.1, 0.9, 0.1, 0.1, 0.9, 0.1]])}
    >>> confusion.update(np.array([[0, 0, 1, 1, 0, 1]]), scores, label)
    >>> figures = confusion.compute()["msp"]
    >>> [round(value, 3) for value in figures.iou], round(figures.open_miou, 3), figures.miou
    ([0.5, 0.667], 0.583, 1.0)
    """

    def __init__(
        self,
        num_classes: int,
        thresholds: Mapping[str, float],
        *,
        kept: npt.NDArray[np.bool_] | None = None,
    ) -> None:
        if not 1 <= num_classes <= ANOMALY:
            raise ValueError(f"num_classes {num_classes} must lie in 1..{ANOMALY}")
        if not thresholds:
            raise CaosError("open-mIoU needs at least one score with its threshold")
        for name, threshold in thresholds.items():
            if math.isnan(threshold):
                raise CaosError(f"score {name!r} has threshold NaN; give a number")
        self._thresholds = {name: float(threshold) for name, threshold in thresholds.items()}
        self._kept = np.ones(256, dtype=np.bool_) if kept is None else np.array(kept, dtype=np.bool_)
        self._kept[VOID] = False  # even where a protocol counts it as normal: it is no class
        self._closed = np.zeros((num_classes + 1, num_classes + 1), dtype=np.int64)
        self._called = {name: np.zeros_like(self._closed) for name in thresholds}
        self._images = 0

    def __repr__(self) -> str:
        return f"OpenConfusion(num_classes={len(self._closed) - 1}, images={self._images})"

    @property
    def images(self) -> int:
        """Number of images added."""
        return self._images

    def matrix(self, name: str) -> Matrix:
        """(C + 1, C + 1) pixel counts of one score, rows = truth, columns = prediction, anomaly last."""
        called = self._called[name]
        opened: Matrix = self._closed - called
        opened[:, -1] += called.sum(axis=1)
        return opened

    def update(
        self, prediction: npt.NDArray[np.integer], scores: Mapping[str, npt.ArrayLike], label: LabelMap
    ) -> None:
        """Add one image. Nothing is counted when an error is raised.

        Args:
            prediction: (H, W) class indices.
            scores: score name -> (H, W) scores, larger = more anomalous; exactly the constructor's names.
            label: (H, W) uint8 class indices, `ANOMALY` or `VOID`.

        Raises:
            CaosError: another set of scores, shapes that differ, NaN, or an index outside the classes.
        """
        if set(scores) != set(self._thresholds):
            raise CaosError(
                f"scores {', '.join(sorted(scores))} given, but {', '.join(self._thresholds)} expected"
            )
        prediction, label = np.asarray(prediction), np.asarray(label)
        if prediction.shape != label.shape or label.dtype != np.uint8:
            raise CaosError(
                f"prediction has shape {prediction.shape} and label {label.shape}, {label.dtype}; "
                "they must agree, and labels be uint8"
            )
        kept = self._kept[label]
        cells = self._cells(prediction[kept], label[kept])
        called = {}
        for name, threshold in self._thresholds.items():
            values = checked_map(name, scores[name], kept.shape)
            called[name] = self._table(cells[values[kept] >= threshold])
        self._closed += self._table(cells)
        for name, table in called.items():
            self._called[name] += table
        self._images += 1

    def _cells(self, guess: npt.NDArray[Any], truth: LabelMap) -> npt.NDArray[np.intp]:
        """(P,) place in the flat matrix of each pixel."""
        classes = len(self._closed) - 1
        row = np.where(truth == ANOMALY, classes, truth.astype(np.intp))
        for what, ids, most in (("label", row, classes), ("prediction", guess, classes - 1)):
            if ids.size and not (ids.min() >= 0 and ids.max() <= most):
                wrong = ids[(ids < 0) | (ids > most)][0]
                raise CaosError(
                    f"{what} holds class index {wrong}, but there are {classes} classes (0..{classes - 1})"
                )
        return row * (classes + 1) + guess.astype(np.intp)

    def _table(self, cells: npt.NDArray[np.intp]) -> Matrix:
        return np.bincount(cells, minlength=self._closed.size).reshape(self._closed.shape)

    def merge(self, other: OpenConfusion) -> None:
        """Add what `other` has counted.

        Raises:
            CaosError: it was made for other classes, thresholds or labels.
        """
        same = self._thresholds == other._thresholds and self._closed.shape == other._closed.shape
        if not same or not np.array_equal(self._kept, other._kept):
            raise CaosError(f"cannot merge {other!r} into {self!r}: classes, thresholds or labels differ")
        self._closed += other._closed
        for name, table in other._called.items():
            self._called[name] += table
        self._images += other._images

    def compute(self) -> dict[str, OpenFigures]:
        """Score name -> figures over the images so far.

        Raises:
            CaosError: no pixel of a known class was counted.
        """
        if not self._closed[:-1].any():
            raise CaosError("no pixel of a known class was counted; open-mIoU needs labels and a prediction")
        known = np.append(self._kept[: len(self._closed) - 1], True)
        closed = _iou(self._closed[:-1, :-1], known[:-1])
        figures = {}
        for name, threshold in self._thresholds.items():
            iou = _iou(self.matrix(name), known)
            figures[name] = OpenFigures(
                open_miou=float(np.nanmean(iou[:-1])),
                miou=float(np.nanmean(closed)),
                iou=tuple(iou[:-1].tolist()),
                anomaly_iou=float(iou[-1]),
                threshold=threshold,
            )
        return figures


def fold_mean(folds: Sequence[OpenConfusion]) -> dict[str, float]:
    """Score name -> mean open-mIoU of several folds, weighted by their images.

    The paper's two folds are the test towns: each town's threshold comes from the other town.

    Raises:
        CaosError: no fold, a fold that counted nothing, or other scores.
    """
    names = {tuple(fold.compute()) for fold in folds}
    if len(names) != 1:
        raise CaosError("a mean over folds needs at least one fold, and the same scores in each")
    images = sum(fold.images for fold in folds)
    return {
        name: math.fsum(fold.images * fold.compute()[name].open_miou for fold in folds) / images
        for name in names.pop()
    }


def _iou(matrix: Matrix, known: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """(K,) intersection over union of the `known` classes; NaN for others and for those that never occur."""
    hit = np.diag(matrix)
    union = matrix.sum(axis=0) + matrix.sum(axis=1) - hit
    share = np.full(len(hit), np.nan)
    np.divide(hit, union, out=share, where=(union > 0) & known)
    return share
