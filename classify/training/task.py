"""Classification as a task for the training core."""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812  # torch's own name for it
from torch import Tensor, nn

from caos.metrics.classification import frequency_weighted_map
from caos.training import Total

from ..augment import Schedule, step_generator, training_loss
from ..augment.adversarial import Criterion

Batch = tuple[Tensor, Tensor, Tensor]


class ClassificationTask:
    """Cross-entropy under a schedule of augmentations; epochs are ranked by validation accuracy.

    Args:
        network: images (N, 3, H, W) -> logits (N, C).
        schedule: of augmentations.
        seed: of what the schedule does to batches.
    """

    score_name = "val_accuracy"

    def __init__(self, network: nn.Module, schedule: Schedule, seed: int) -> None:
        self.network = network
        self._schedule = schedule
        self._seed = seed
        self._counts = np.zeros(2, dtype=np.int64)

    def loss(self, batch: Batch) -> Tensor:
        """The schedule's loss, from the cross-entropy with targets that sum to 1."""
        return scheduled_loss(self._schedule, self.network, batch, F.cross_entropy, self._seed)

    def start_validation(self) -> None:
        """Forget the last validation."""
        self._counts = np.zeros(2, dtype=np.int64)

    def validate(self, batch: tuple[Tensor, Tensor]) -> None:
        """Count one batch of (images, targets)."""
        images, targets = batch
        right = self.network(images).argmax(1) == targets.argmax(1)
        self._counts += np.array([int(right.sum()), len(right)])

    def reduce(self, total: Total) -> None:
        """Replace the counts by those of all processes."""
        self._counts = total(self._counts)

    def score(self) -> dict[str, float]:
        """Top-1 accuracy of the validation split."""
        return {"val_accuracy": float(self._counts[0] / max(self._counts[1], 1))}


class MultiLabelTask:
    """Binary cross-entropy of every class; epochs are ranked by the frequency-weighted mAP.

    Args:
        network: images (N, 3, H, W) -> logits (N, C), one per class.
        schedule: of augmentations, without AugMix's consistency loss.
        seed: of what the schedule does to batches.
    """

    score_name = "val_map"

    def __init__(self, network: nn.Module, schedule: Schedule, seed: int) -> None:
        self.network = network
        self._schedule = schedule
        self._seed = seed
        self._scores: list[Tensor] = []
        self._targets: list[Tensor] = []

    def loss(self, batch: Batch) -> Tensor:
        """The schedule's loss, from the binary cross-entropy of all classes."""
        criterion = F.binary_cross_entropy_with_logits
        return scheduled_loss(self._schedule, self.network, batch, criterion, self._seed)

    def start_validation(self) -> None:
        """Forget the last validation."""
        self._scores, self._targets = [], []

    def validate(self, batch: tuple[Tensor, Tensor]) -> None:
        """Keep one batch of (images, targets)."""
        images, targets = batch
        self._scores.append(self.network(images).float().cpu())
        self._targets.append(targets.cpu())

    def score(self) -> dict[str, float]:
        """Frequency-weighted mean average precision of the validation split."""
        labels = torch.cat(self._targets).numpy() > 0
        return {"val_map": frequency_weighted_map(torch.cat(self._scores).numpy(), labels)}


def scheduled_loss(
    schedule: Schedule, network: nn.Module, batch: Batch, criterion: Criterion, seed: int
) -> Tensor:
    """The loss of one batch (views (N, V, 3, H, W), targets (N, C), keys (N, 2)); see `training_loss`.

    What is drawn for the batch follows from (seed, epoch, first index): it is of one batch alone, in every
    process, and a resumed run draws the same.
    """
    views, targets, keys = batch
    epoch, first = (int(value) for value in keys[0])
    return training_loss(schedule, network, views, targets, criterion, step_generator(seed, epoch, first))
