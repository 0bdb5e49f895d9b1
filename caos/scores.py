"""Post-hoc anomaly scores: logits -> one number per pixel or image. LARGER = MORE ANOMALOUS, for every score.

Each score takes logits `(N, C, ...)`, with the C in-distribution classes along `dim`, and returns float32
`(N, ...)`: the same function scores the pixels of `(N, C, H, W)` and the images of `(N, C)`. Logits of any
real dtype are welcome; they are computed in float32, whatever the input, since bf16 or float16 softmax values
tie in their thousands near certainty and ties destroy FPR95.

`SCORES` maps names to functions; `score` looks one up and names the nearest when there is none.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Protocol

import torch
from torch import Tensor

from .labels import BACKGROUND
from .lookup import look_up


class Score(Protocol):
    """A function from logits to anomaly scores, larger = more anomalous."""

    def __call__(self, logits: Tensor, dim: int = 1) -> Tensor:
        """Score `logits` (N, C, ...), classes along `dim`; float32 (N, ...)."""
        ...


def msp(logits: Tensor, dim: int = 1) -> Tensor:
    r"""Maximum softmax probability, negated: :math:`-\max_k \mathrm{softmax}(z)_k`, in [-1, -1/C].

    Saturates: where one logit leads by more than about 17, float32 gives exactly -1 and such pixels tie.

    Source: Hendrycks and Gimpel, "A baseline for detecting misclassified and out-of-distribution examples in
    neural networks", ICLR 2017.

    >>> msp(torch.tensor([[0.0, 0.0], [9.0, 0.0]])).tolist()
    [-0.5, -0.9998766183853149]
    """
    return -torch.softmax(logits.float(), dim).amax(dim)


def max_logit(logits: Tensor, dim: int = 1) -> Tensor:
    r"""Maximum logit, negated: :math:`-\max_k z_k`; the whole real line. Does not saturate.

    Source: Hendrycks et al., "Scaling out-of-distribution detection for real-world settings", ICML 2022.

    >>> max_logit(torch.tensor([[0.5, 0.0], [9.0, 0.0]])).tolist()
    [-0.5, -9.0]
    """
    return -logits.float().amax(dim)


def background(logits: Tensor, dim: int = 1, *, background: int = BACKGROUND) -> Tensor:
    r"""Probability of the background class: :math:`+\mathrm{softmax}(z)_b`, in [0, 1].

    Args:
        logits: (N, C, ...).
        dim: where the classes are.
        background: index b of the class "none of the others"; 0 in StreetHazards.

    Returns:
        (N, ...) float32.

    Source: the background baseline of Hendrycks et al., "Scaling out-of-distribution detection for real-world
    settings", ICML 2022, with the sign of the text (the published script has the opposite one).

    >>> background(torch.tensor([[0.0, 0.0], [-100.0, 0.0]])).tolist()
    [0.5, 3.783505853677006e-44]
    """
    return torch.softmax(logits.float(), dim).select(dim, background)


def energy(logits: Tensor, dim: int = 1, *, temperature: float = 1.0) -> Tensor:
    r"""Free energy: :math:`-T \log \sum_k \exp(z_k / T)`; the whole real line.

    Args:
        logits: (N, C, ...).
        dim: where the classes are.
        temperature: T > 0; towards 0 the score becomes `max_logit`.

    Returns:
        (N, ...) float32.

    Raises:
        ValueError: the temperature is not positive.

    Source: Liu et al., "Energy-based out-of-distribution detection", NeurIPS 2020.

    >>> energy(torch.tensor([[1000.0, 1000.0]])).tolist()
    [-1000.6931762695312]
    """
    if not temperature > 0:
        raise ValueError(f"temperature {temperature} must be positive")
    return -temperature * torch.logsumexp(logits.float() / temperature, dim)


def entropy(logits: Tensor, dim: int = 1) -> Tensor:
    r"""Entropy of the softmax: :math:`-\sum_k p_k \log p_k` in nats, in [0, log C].

    Source: Hendrycks and Gimpel, ICLR 2017 (as above), who name it beside the maximum probability.

    >>> entropy(torch.tensor([[0.0, 0.0], [1000.0, 0.0]])).tolist()
    [0.6931471824645996, 0.0]
    """
    # entr(0) is 0, where p * log p would make a NaN of a class that a logit of -inf rules out
    terms: Tensor = torch.special.entr(torch.softmax(logits.float(), dim))
    return terms.sum(dim)


SCORES: Final[Mapping[str, Score]] = {
    "msp": msp,
    "max_logit": max_logit,
    "background": background,
    "energy": energy,
    "entropy": entropy,
}
"""Every post-hoc score by name; `SCORES[name](logits, dim=1)`."""


def score(name: str) -> Score:
    """The score called `name`.

    Raises:
        CaosError: unknown; the message lists the known names and the nearest.
    """
    return look_up("score", name, SCORES)
