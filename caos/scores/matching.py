"""Scores that compare the softmax with typical ones; who fits those is `segment`."""

from __future__ import annotations

from typing import Final

import torch
from torch import Tensor

_TINY: Final = 1e-30
"""Smallest typical probability, so that its logarithm is finite."""


def kl_matching(logits: Tensor, typical: Tensor, dim: int = 1) -> Tensor:
    r"""Divergence from the nearest typical softmax: :math:`\min_k \mathrm{KL}(p \| d_k)`, in [0, about 69].

    Args:
        logits: (N, C, ...).
        typical: (K, C) probabilities; row k is :math:`d_k`, say the mean softmax of what is predicted as k.
        dim: where the classes are.

    Returns:
        (N, ...) float32, in nats.

    Raises:
        ValueError: `typical` has other classes.

    Source: Hendrycks et al., "Scaling out-of-distribution detection for real-world settings", ICML 2022.

    >>> kl_matching(torch.zeros(1, 2), torch.tensor([[0.5, 0.5], [1.0, 0.0]])).tolist()
    [0.0]
    """
    if typical.ndim != 2 or not len(typical) or typical.shape[1] != logits.shape[dim]:
        raise ValueError(
            f"typical {tuple(typical.shape)} must be (K, C) with C = {logits.shape[dim]} as in the logits"
        )
    log_share = torch.log_softmax(logits.float(), dim).movedim(dim, -1)
    share = log_share.exp()
    # xlogy would take the logarithm again; -inf marks a class that is ruled out, and 0 * -inf must be 0
    negative_entropy = (share * log_share.clamp_min(torch.finfo(torch.float32).min)).sum(-1)
    expected_log = share @ typical.to(share).clamp_min(_TINY).log().T
    return (negative_entropy - expected_log.amax(-1)).clamp_min(0)
