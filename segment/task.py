"""Segmentation as a task for the training core."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F  # noqa: N812  # torch's own name for it
from torch import Tensor, nn

from caos.labels import LabelMap
from caos.metrics import Confusion
from caos.training import Total

AUXILIARY_WEIGHT = 0.4
"""Weight of the deep-supervision head's loss (Zhao et al., CVPR 2017, and the thesis's public code)."""

_IGNORED = -100


class SegmentationTask:
    """Cross-entropy over labelled in-distribution pixels; epochs are ranked by validation mIoU.

    Args:
        network: images (N, 3, H, W) -> (logits, auxiliary logits or None), both (N, C, H, W).
        num_classes: C; larger labels (`ANOMALY`, `VOID`) are ignored.
        class_weights: (C,) weight of each class in the loss; None = equal.
    """

    score_name = "val_miou"

    def __init__(
        self, network: nn.Module, num_classes: int, class_weights: npt.NDArray[np.float64] | None = None
    ) -> None:
        self.network = network
        self._num_classes = num_classes
        self._weights = None if class_weights is None else torch.from_numpy(class_weights).float()
        self._confusion = Confusion(num_classes)

    def loss(self, batch: tuple[Tensor, Tensor]) -> Tensor:
        """Mean cross-entropy of the head, plus `AUXILIARY_WEIGHT` times that of the auxiliary head."""
        images, labels = batch
        target = self.target(labels)
        logits, auxiliary = self.network(images)
        loss = self.cross_entropy(logits, target)
        return loss if auxiliary is None else loss + AUXILIARY_WEIGHT * self.cross_entropy(auxiliary, target)

    def start_validation(self) -> None:
        """Forget the last validation."""
        self._confusion = Confusion(self._num_classes)

    def validate(self, batch: tuple[Tensor, Tensor]) -> None:
        """Count one batch."""
        images, labels = batch
        prediction = self.network(images)[0].argmax(dim=1)
        for guess, label in zip(prediction.cpu().numpy(), labels.cpu().numpy(), strict=True):
            self.count(guess, label)

    def count(self, prediction: npt.NDArray[np.integer], label: LabelMap) -> None:
        """Count one (H, W) image: predicted class indices and true labels."""
        self._confusion.update(prediction, label)

    def reduce(self, total: Total) -> None:
        """Replace the counts by those of all processes."""
        self._confusion = Confusion.from_matrix(total(self._confusion.matrix))

    def score(self) -> dict[str, float]:
        """MIoU and pixel accuracy of the validation split."""
        return {"val_miou": self._confusion.miou(), "val_pixel_accuracy": self._confusion.pixel_accuracy()}

    def target(self, labels: Tensor) -> Tensor:
        """(N, H, W) int64 targets of `labels`; -100 where they are no class."""
        target = labels.long()
        return target.masked_fill(target >= self._num_classes, _IGNORED)

    def cross_entropy(self, logits: Tensor, target: Tensor) -> Tensor:
        """Mean over the pixels with a class, weighted as `torch.nn.CrossEntropyLoss` does."""
        losses = F.cross_entropy(logits, target, ignore_index=_IGNORED, reduction="none")
        return self.mean(losses, target)

    def mean(self, losses: Tensor, target: Tensor, *, weighted: bool = True) -> Tensor:
        """Mean of (N, H, W) losses over the pixels with a class, by its weight unless `weighted` is off.

        It is 0 where a crop shows nothing but ignored pixels, which torch's own mean makes 0 / 0.
        """
        weights = (target != _IGNORED).float()
        if weighted and self._weights is not None:
            weights = weights * self._weights.to(target.device)[target.clamp(min=0)]
        return (losses * weights).sum() / weights.sum().clamp(min=1e-6)


def median_frequency_weights(frequencies: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Median frequency balancing: weight = median of the frequencies / frequency; absent classes weigh 1.

    Args:
        frequencies: (C,) share of each class, in [0, 1].

    Returns:
        (C,) float64.

    Source: Eigen and Fergus, "Predicting depth, surface normals and semantic labels", ICCV 2015.
    """
    present = frequencies > 0
    median = float(np.median(frequencies[present]))
    return np.divide(median, frequencies, out=np.ones_like(frequencies), where=present)
