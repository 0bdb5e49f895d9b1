"""Scores in units of logits: they do not saturate where the network is sure."""

from __future__ import annotations

from functools import partial

from torch import Tensor

from . import formulas
from .fused import one_score


def max_logit(logits: Tensor, dim: int = 1) -> Tensor:
    r"""Maximum logit, negated: :math:`-\max_k z_k`; the whole real line. Does not saturate.

    Source: Hendrycks et al., "Scaling out-of-distribution detection for real-world settings", ICML 2022.

    >>> max_logit(torch.tensor([[0.5, 0.0], [9.0, 0.0]])).tolist()
    [-0.5, -9.0]
    """
    return one_score(formulas.max_logit, logits, dim)


def energy(logits: Tensor, dim: int = 1, *, temperature: float = 1.0) -> Tensor:
    r"""Free energy: :math:`-T \log \sum_k \exp(z_k / T)`; the whole real line.

    Args:
        logits: (N, C, ...).
        dim: where the classes are.
        temperature: T > 0; towards 0 the score becomes `max_logit`, and for large T the order is that of the
            mean logit, negated.

    Returns:
        (N, ...) float32.

    Raises:
        ValueError: the temperature is not positive.

    Source: Liu et al., "Energy-based out-of-distribution detection", NeurIPS 2020, equation 3.

    >>> energy(torch.tensor([[1000.0, 1000.0]])).tolist()
    [-1000.6931762695312]
    """
    if not temperature > 0:
        raise ValueError(f"temperature {temperature} must be positive")
    return one_score(partial(formulas.energy, temperature=temperature), logits, dim)


def logit_margin(logits: Tensor, dim: int = 1) -> Tensor:
    r"""Lead of the largest logit over the second, negated: :math:`z_{(2)} - z_{(1)}`, in [-inf, 0].

    The margin on logits: `logit_gap` of the two largest logits alone. -inf where there is one class.

    Source: Liang et al., "Revisiting logit distributions for reliable out-of-distribution detection", NeurIPS
    2025, with N = 2.

    >>> logit_margin(torch.tensor([[0.5, 0.0, -9.0], [9.0, 9.0, 0.0]])).tolist()
    [-0.5, 0.0]
    """
    return one_score(formulas.logit_margin, logits, dim)


def logit_gap(logits: Tensor, dim: int = 1) -> Tensor:
    r"""Mean lead of the largest logit over all others, negated.

    :math:`-\frac{1}{C-1} \sum_{k \ge 2} (z_{(1)} - z_{(k)})`, in [-inf, 0]; -inf where there is one class.
    The paper's further step, choosing on held-out data how many of the logits to take, is left out: it is for
    label sets of hundreds.

    Source: Liang et al., "Revisiting logit distributions for reliable out-of-distribution detection", NeurIPS
    2025.

    >>> logit_gap(torch.tensor([[3.0, 0.0, 2.0], [9.0, 0.0, 0.0]])).tolist()
    [-2.0, -9.0]
    """
    return one_score(formulas.logit_gap, logits, dim)
