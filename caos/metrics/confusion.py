"""Quality of the segmentation itself: one confusion matrix summed over all images."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from caos.errors import CaosError
from caos.labels import ANOMALY, VOID, LabelMap


class Confusion:
    """Confusion matrix of a segmentation, summed over images; `VOID` and `ANOMALY` pixels are left out.

    The mean IoU comes from the summed matrix, not from a mean over images. A class that occurs neither in the
    truth nor in a prediction has no IoU and is left out of the mean; one that is only predicted has IoU 0 and
    counts.

    Args:
        num_classes: number C of in-distribution classes, 1..254.

    >>> confusion = Confusion(3)
    >>> confusion.update(np.array([[0, 1]]), np.array([[0, 0]], dtype=np.uint8))
    >>> confusion.iou().tolist(), confusion.miou(), confusion.pixel_accuracy()
    ([0.5, 0.0, nan], 0.25, 0.5)
    """

    def __init__(self, num_classes: int) -> None:
        if not 1 <= num_classes <= ANOMALY:
            raise ValueError(f"num_classes {num_classes} must lie in 1..{ANOMALY}")
        self._matrix = np.zeros((num_classes, num_classes), dtype=np.int64)

    def __repr__(self) -> str:
        return f"Confusion(num_classes={len(self._matrix)}, pixels={self._matrix.sum()})"

    @classmethod
    def from_matrix(cls, matrix: npt.NDArray[np.int64]) -> Confusion:
        """The counts of `matrix` (C, C), rows = truth, columns = prediction."""
        confusion = cls(len(matrix))
        confusion._matrix += matrix
        return confusion

    @property
    def matrix(self) -> npt.NDArray[np.int64]:
        """(C, C) pixel counts, rows = truth, columns = prediction; a copy."""
        return self._matrix.copy()

    def update(self, prediction: npt.NDArray[np.integer], label: LabelMap) -> None:
        """Add one image.

        Args:
            prediction: (H, W) class indices.
            label: (H, W) class indices, `ANOMALY` or `VOID`.

        Raises:
            CaosError: shapes that differ, or an index outside the classes.
        """
        prediction, label = np.asarray(prediction), np.asarray(label)
        if prediction.shape != label.shape:
            raise CaosError(
                f"prediction has shape {prediction.shape} but label has {label.shape}; they must agree"
            )
        kept = (label != VOID) & (label != ANOMALY)
        truth, guess = label[kept].astype(np.int64), prediction[kept].astype(np.int64)
        classes = len(self._matrix)
        for name, ids in (("label", truth), ("prediction", guess)):
            if ids.size and not (ids.min() >= 0 and ids.max() < classes):
                wrong = ids[(ids < 0) | (ids >= classes)][0]
                raise CaosError(
                    f"{name} holds class index {wrong}, but there are {classes} classes (0..{classes - 1})"
                )
        cells = np.bincount(truth * classes + guess, minlength=classes**2)
        self._matrix += cells.reshape(classes, classes)

    def merge(self, other: Confusion) -> None:
        """Add what `other` has counted.

        Raises:
            CaosError: another number of classes.
        """
        if self._matrix.shape != other._matrix.shape:
            raise CaosError(f"cannot merge {other!r} into {self!r}: the classes differ")
        self._matrix += other._matrix

    def iou(self) -> npt.NDArray[np.float64]:
        """(C,) intersection over union per class, in [0, 1]; NaN for a class that never occurs."""
        hit = np.diag(self._matrix)
        union = self._matrix.sum(axis=0) + self._matrix.sum(axis=1) - hit
        share = np.full(len(hit), np.nan)
        np.divide(hit, union, out=share, where=union > 0)
        return share

    def miou(self) -> float:
        """Mean of `iou` over the classes that occur, in [0, 1].

        Raises:
            CaosError: nothing was counted.
        """
        self._require_pixels()
        return float(np.nanmean(self.iou()))

    def pixel_accuracy(self) -> float:
        """Share of counted pixels whose class is right, in [0, 1].

        Raises:
            CaosError: nothing was counted.
        """
        self._require_pixels()
        return float(np.trace(self._matrix) / self._matrix.sum())

    def _require_pixels(self) -> None:
        if not self._matrix.any():
            raise CaosError(
                "no labelled pixel was counted: every label is VOID or ANOMALY, or there was no image"
            )
