"""The autoencoder as a task for the training core."""

from __future__ import annotations

import numpy as np
from torch import Tensor, nn

from caos.training import Total

from ..models.autoencoder import reconstruction_error


class AutoencoderTask:
    """Mean absolute reconstruction error, the same that scores; labels are not looked at.

    Epochs are ranked by the error on the validation split, with a minus sign: larger is better.

    Args:
        network: images (N, 3, H, W) -> the same rebuilt.
    """

    score_name = "val_minus_error"

    def __init__(self, network: nn.Module) -> None:
        self.network = network
        self._sums = np.zeros(2)

    def loss(self, batch: tuple[Tensor, Tensor]) -> Tensor:
        """Mean absolute difference in normalised units."""
        images, _ = batch
        return reconstruction_error(images, self.network(images)).mean()

    def start_validation(self) -> None:
        """Forget the last validation."""
        self._sums = np.zeros(2)

    def validate(self, batch: tuple[Tensor, Tensor]) -> None:
        """Add up one batch."""
        images, _ = batch
        error = reconstruction_error(images, self.network(images))
        self._sums += (float(error.double().sum()), error.numel())

    def reduce(self, total: Total) -> None:
        """Take in what other processes added up."""
        self._sums = total(self._sums)

    def score(self) -> dict[str, float]:
        """Minus the mean absolute error over all pixels of the validation split."""
        return {"val_minus_error": float(-self._sums[0] / max(self._sums[1], 1.0))}
