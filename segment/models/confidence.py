"""A segmentation network with a confidence branch (DeVries and Taylor, 2018)."""

from __future__ import annotations

from typing import cast

import torch
from torch import Tensor, nn

from ..segmenter import FeatureNetwork


class ConfidenceNetwork(nn.Module):
    """A network of one channel more than there are classes: the last is the logit of the confidence.

    The branch is so a linear layer beside the classifier, on the same features, as in the paper; and any
    network has one by name.

    Attributes:
        budget_weight: () float32, lambda of the loss as training left it.
        steps: () int64, how many losses were taken; hints are drawn from it, so that a resumed training
            draws what an uninterrupted one would.

    Args:
        network: images -> (logits (N, C + 1, H, W), auxiliary or None).
        budget_weight: lambda at the start.
    """

    budget_weight: Tensor
    steps: Tensor

    def __init__(self, network: nn.Module, budget_weight: float = 0.1) -> None:
        super().__init__()
        self.network = network
        self.register_buffer("budget_weight", torch.tensor(budget_weight))
        self.register_buffer("steps", torch.tensor(0))

    def forward(self, images: Tensor) -> tuple[Tensor, Tensor | None, Tensor]:
        """Logits (N, C, H, W), auxiliary logits (N, C, H, W) or None, confidence logits (N, H, W)."""
        output, auxiliary = self.network(images)
        return output[:, :-1], None if auxiliary is None else auxiliary[:, :-1], output[:, -1]


class HalvedConfidenceNetwork(ConfidenceNetwork):
    """The same for a `FeatureNetwork`, whose halves it passes on."""

    def features(self, images: Tensor) -> Tensor:
        """See `FeatureNetwork`."""
        return cast(FeatureNetwork, self.network).features(images)

    def classify(self, features: Tensor, size: tuple[int, int]) -> Tensor:
        """Logits (N, C, H, W) of the classes alone."""
        return cast(FeatureNetwork, self.network).classify(features, size)[:, :-1]


def with_confidence(network: nn.Module, budget_weight: float = 0.1) -> ConfidenceNetwork:
    """`network`, which has a channel for the confidence, with its branch."""
    kind = HalvedConfidenceNetwork if isinstance(network, FeatureNetwork) else ConfidenceNetwork
    return kind(network, budget_weight)
