"""The Jensen-Shannon consistency loss of AugMix (Hendrycks, Mu et al., ICLR 2020, equation 1)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import torch
from torch import Tensor

_LEAST: Final = (
    1e-7  # the mixture is clamped here, as in the published code, so that its logarithm stays finite
)


def jensen_shannon(logits: Sequence[Tensor]) -> Tensor:
    """JS(p_1, ..., p_k) = mean_i KL(p_i || M) with M = mean_i p_i, averaged over the batch, in nats.

    The published loss is cross-entropy of the clean view + 12 times this, over the clean view and two
    augmented ones.

    Args:
        logits: k tensors (N, C), one for each view.

    Returns:
        Scalar float32 from 0 to log(k); differentiable in all views.
    """
    log_p = torch.stack([torch.log_softmax(each.float(), dim=1) for each in logits])
    mixture = log_p.exp().mean(dim=0).clamp(_LEAST, 1.0).log()
    return (log_p.exp() * (log_p - mixture)).sum(dim=2).mean()
