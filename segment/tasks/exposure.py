"""Outlier exposure: fine-tuning with pixels that belong to no class."""

from __future__ import annotations

from abc import abstractmethod

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F  # noqa: N812  # torch's own name for it
from torch import Tensor, nn

from caos.labels import ANOMALY
from caos.metrics import ood_metrics
from caos.scores import SCORES
from caos.training import Total

from ..config import ExposureConfig
from ..task import AUXILIARY_WEIGHT, SegmentationTask


class ExposureTask(SegmentationTask):
    """A segmentation network that also learns from negatives, pixels labelled `ANOMALY`.

    Epochs are ranked by the mean AUROC of `detector` on validation images with negatives; mIoU, which knows
    nothing of them, would keep the epoch that learnt least.

    Args:
        network: images -> (logits, auxiliary logits or None).
        num_classes: C; other labels but `ANOMALY` are ignored.
        class_weights: (C,) weight of each class in the cross-entropy; None = equal.
        config: weights and margins.
    """

    score_name = "val_auroc"
    detector: str
    """The score that the training is for."""

    def __init__(
        self,
        network: nn.Module,
        num_classes: int,
        class_weights: npt.NDArray[np.float64] | None,
        config: ExposureConfig,
    ) -> None:
        super().__init__(network, num_classes, class_weights)
        self.config = config
        self._aurocs = np.zeros(2)

    def loss(self, batch: tuple[Tensor, Tensor]) -> Tensor:
        """The method's loss, and deep supervision of the classes as in the standard training."""
        images, labels = batch
        target = self.target(labels)
        logits, auxiliary = self.network(images)
        loss = self.exposed_loss(logits.float(), target, labels == ANOMALY)
        return loss if auxiliary is None else loss + AUXILIARY_WEIGHT * self.cross_entropy(auxiliary, target)

    @abstractmethod
    def exposed_loss(self, logits: Tensor, target: Tensor, negative: Tensor) -> Tensor:
        """The loss of (N, C, H, W) logits, (N, H, W) int64 targets and bool negatives."""

    def start_validation(self) -> None:
        """Forget the last validation."""
        super().start_validation()
        self._aurocs = np.zeros(2)

    def validate(self, batch: tuple[Tensor, Tensor]) -> None:
        """Count one batch of images, with or without negatives."""
        images, labels = batch
        logits = self.network(images)[0].float()
        scores = SCORES[self.detector](logits).cpu().numpy()
        truth, guess = labels.cpu().numpy(), logits.argmax(dim=1).cpu().numpy()
        for score, label, prediction in zip(scores, truth, guess, strict=True):
            self.count(prediction, label)
            known = label <= ANOMALY  # not void
            negative = label[known] == ANOMALY
            if negative.any() and not negative.all():
                self._aurocs += (ood_metrics(score[known], negative).auroc, 1)

    def reduce(self, total: Total) -> None:
        """Take in what other processes counted."""
        super().reduce(total)
        self._aurocs = total(self._aurocs)

    def score(self) -> dict[str, float]:
        """Mean AUROC of the images with negatives, 0 without any; mIoU and pixel accuracy."""
        return {"val_auroc": float(self._aurocs[0] / max(self._aurocs[1], 1.0)), **super().score()}


class EntropyTask(ExposureTask):
    """Entropy maximisation on negatives (Chan, Rottmann and Gottschalk, ICCV 2021, equations 1 to 3).

    Mean over all pixels of (1 - lambda) CE(p, y) for those with a class and lambda CE(p, uniform) for
    negatives, where CE(p, uniform) = -1/C sum_j log p_j.
    """

    detector = "entropy"

    def exposed_loss(self, logits: Tensor, target: Tensor, negative: Tensor) -> Tensor:
        """The loss above; class weights hold for the first term."""
        known = (target >= 0).float().sum()
        outside = negative.float().sum()
        uniform = -torch.log_softmax(logits, dim=1).mean(dim=1)
        inner = self.cross_entropy(logits, target) * known
        outer = (uniform * negative).sum()
        weight = self.config.uniform_weight
        return ((1 - weight) * inner + weight * outer) / (known + outside).clamp(min=1)


class EnergyTask(ExposureTask):
    """Energy margins (Liu et al., NeurIPS 2020, equation 8), pixel by pixel as PEBAL (Tian et al., 2022).

    With E = -logsumexp of the logits: cross-entropy + weight * (mean over pixels with a class of
    max(0, E - energy_in)^2 + mean over negatives of max(0, energy_out - E)^2).
    """

    detector = "energy"

    def exposed_loss(self, logits: Tensor, target: Tensor, negative: Tensor) -> Tensor:
        """The loss above; class weights hold for the cross-entropy."""
        energy = -torch.logsumexp(logits, dim=1)
        inner = F.relu(energy - self.config.energy_in).square()
        outer = F.relu(self.config.energy_out - energy).square()
        hinges = self.mean(inner, target, weighted=False) + _mean_over(outer, negative)
        return self.cross_entropy(logits, target) + self.config.energy_weight * hinges


def _mean_over(values: Tensor, chosen: Tensor) -> Tensor:
    """Mean of the values where `chosen`; 0 where there are none."""
    return (values * chosen).sum() / chosen.float().sum().clamp(min=1)
