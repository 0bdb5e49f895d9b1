"""Learning confidence: the loss with hints and a budget."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F  # noqa: N812  # torch's own name for it
from torch import Tensor

from ..config import ConfidenceConfig
from ..models.confidence import ConfidenceNetwork
from ..task import AUXILIARY_WEIGHT, SegmentationTask

UP, DOWN = 1 / 0.99, 1 / 1.01
"""Factors of lambda above and below the budget, of DeVries and Taylor's published code."""


class ConfidenceTask(SegmentationTask):
    """Segmentation with a confidence branch (DeVries and Taylor, 2018), pixel by pixel as in the thesis.

    With p the softmax, c the sigmoid of the branch, y the label: where hints are given, p' = c p + (1 - c) y,
    elsewhere p' = p. The loss is mean(-log p'_y) + lambda mean(-log c), the means over labelled pixels. After
    each batch lambda grows where mean(-log c) is above the budget and shrinks where it is below.

    Deep supervision is that of the standard training. Hints are drawn from (seed, step).

    Args:
        network: with the branch; lambda and the step are kept in it.
        num_classes: C; larger labels are ignored.
        class_weights: (C,) weight of each class in the first term; None = equal.
        config: budget and hints.
        seed: of the hints.
    """

    def __init__(
        self,
        network: ConfidenceNetwork,
        num_classes: int,
        class_weights: npt.NDArray[np.float64] | None,
        config: ConfidenceConfig,
        seed: int,
    ) -> None:
        super().__init__(network, num_classes, class_weights)
        self._branch = network
        self._config = config
        self._seed = seed

    def loss(self, batch: tuple[Tensor, Tensor]) -> Tensor:
        """The loss above; steers lambda."""
        images, labels = batch
        target = self.target(labels)
        logits, auxiliary, confidence = self.network(images)
        if self._config.loss == "product":
            loss = self.mean(product_loss(logits, confidence, target), target)
        else:
            hinted = self._hinted(target)
            asked = self.mean(-F.logsigmoid(confidence.float()), target, weighted=False)
            hints = self.mean(hint_loss(logits, confidence, target, hinted), target)
            # a copy: the buffer changes before the gradient is taken
            loss = hints + self._branch.budget_weight.clone() * asked
            steer(self._branch.budget_weight, asked.detach(), self._config.budget)
        self._branch.steps += 1
        return loss if auxiliary is None else loss + AUXILIARY_WEIGHT * self.cross_entropy(auxiliary, target)

    def _hinted(self, target: Tensor) -> Tensor:
        """Where hints are given, bool, (N, 1, 1) or (N, H, W)."""
        words = np.random.SeedSequence([self._seed, int(self._branch.steps)]).generate_state(1, np.uint64)
        generator = torch.Generator().manual_seed(int(words[0]))
        shape = target.shape if self._config.hints_per == "pixel" else (len(target), 1, 1)
        return (torch.rand(shape, generator=generator) < self._config.hint_share).to(target.device)


def hint_loss(logits: Tensor, confidence: Tensor, target: Tensor, hinted: Tensor) -> Tensor:
    """-log p'_y of every pixel, (N, H, W) float32; 0 where `target` is negative.

    Args:
        logits: (N, C, H, W).
        confidence: (N, H, W), logits of c.
        target: (N, H, W) int64.
        hinted: bool, broadcastable to (N, H, W).
    """
    plain = _negative_log_likelihood(logits, target)
    # log(c p + 1 - c), without the cancellation of 1 - c
    hint = -torch.logaddexp(F.logsigmoid(confidence.float()) - plain, F.logsigmoid(-confidence.float()))
    return torch.where(hinted & (target >= 0), hint, plain)


def product_loss(logits: Tensor, confidence: Tensor, target: Tensor) -> Tensor:
    """-log(p_y c) of every pixel, (N, H, W) float32: the thesis's line. Its gradient on c knows no label."""
    plain = _negative_log_likelihood(logits, target)
    return torch.where(target >= 0, plain - F.logsigmoid(confidence.float()), plain)


def steer(weight: Tensor, asked: Tensor, budget: float) -> None:
    """Move lambda in place: up where confidence is asked for less than the budget allows, else down."""
    weight.mul_(torch.where(asked > budget, UP, DOWN).to(weight))


def _negative_log_likelihood(logits: Tensor, target: Tensor) -> Tensor:
    return F.cross_entropy(logits.float(), target, ignore_index=-100, reduction="none")
