"""Scores of the softmax p of the logits."""

from __future__ import annotations

from functools import partial

from torch import Tensor

from ..labels import BACKGROUND
from . import formulas
from .fused import one_score


def msp(logits: Tensor, dim: int = 1) -> Tensor:
    r"""Maximum softmax probability, negated: :math:`-\max_k \mathrm{softmax}(z)_k`, in [-1, -1/C].

    Saturates: where one logit leads by more than about 17, float32 gives exactly -1 and such pixels tie.

    Source: Hendrycks and Gimpel, "A baseline for detecting misclassified and out-of-distribution examples in
    neural networks", ICLR 2017.

    >>> msp(torch.tensor([[0.0, 0.0], [9.0, 0.0]])).tolist()
    [-0.5, -0.9998766183853149]
    """
    return one_score(formulas.msp, logits, dim)


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
    return one_score(formulas.background_formula(background), logits, dim)


def entropy(logits: Tensor, dim: int = 1) -> Tensor:
    r"""Entropy of the softmax: :math:`-\sum_k p_k \log p_k` in nats, in [0, log C].

    Source: Hendrycks and Gimpel, ICLR 2017 (as `msp`), who name it beside the maximum probability.

    >>> entropy(torch.tensor([[0.0, 0.0], [1000.0, 0.0]])).tolist()
    [0.6931471824645996, 0.0]
    """
    return one_score(formulas.entropy, logits, dim)


def margin(logits: Tensor, dim: int = 1) -> Tensor:
    r"""Probability margin, negated: :math:`p_{(2)} - p_{(1)}` of the two largest, in [-1, 0].

    Saturates as `msp` does. One less than the "probability margin" D of the source, 1 - p(1) + p(2).

    Source: Rottmann et al., "Prediction error meta classification in semantic segmentation", IJCNN 2020; from
    Scheffer et al., "Active hidden Markov models for information extraction", IDA 2001.

    >>> margin(torch.tensor([[0.0, 0.0, -1.0], [100.0, 0.0, 0.0]])).tolist()
    [0.0, -1.0]
    """
    return one_score(formulas.margin, logits, dim)


def generalised_entropy(
    logits: Tensor, dim: int = 1, *, gamma: float = formulas.GAMMA, top: int = formulas.TOP_CLASSES
) -> Tensor:
    r"""GEN: :math:`\sum_{k \le M} p_{(k)}^\gamma (1 - p_{(k)})^\gamma` over the M largest probabilities.

    In [0, C (1/C)^\gamma (1 - 1/C)^\gamma] for M >= C, which it reaches where all are equal. The paper takes
    M = 100 of ImageNet's 1000 classes; sets of 100 classes or fewer, all that street scenes have, take part
    whole. Powers with so small an exponent make much of the smallest probabilities: the published code, which
    works on a float32 softmax, loses the sure class's 1 - p below 1e-7 (0.2 after the power); this does not.

    Args:
        logits: (N, C, ...).
        dim: where the classes are.
        gamma: exponent, in (0, 1].
        top: M >= 1.

    Returns:
        (N, ...) float32.

    Raises:
        ValueError: gamma or `top` out of range.

    Source: Liu et al., "GEN: pushing the limits of softmax-based out-of-distribution detection", CVPR 2023,
    equation 4, with the sign of an anomaly score.

    >>> generalised_entropy(torch.tensor([[0.0, 0.0], [0.0, 1e4]])).tolist()
    [1.7411011457443237, 0.0]
    """
    if not 0 < gamma <= 1:
        raise ValueError(f"gamma {gamma} must be in (0, 1]")
    if top < 1:
        raise ValueError(f"top {top} must be 1 or more")
    return one_score(partial(formulas.generalised_entropy, gamma=gamma, top=top), logits, dim)


def kl_uniform(logits: Tensor, dim: int = 1) -> Tensor:
    r"""Divergence of the softmax from uniform, negated: :math:`-\mathrm{KL}(u \| p)`, in [-inf, 0].

    :math:`\log C + \frac{1}{C} \sum_k \log p_k`: cross-entropy to uniform but for its constant log C. Does
    not saturate. (The divergence the other way round, KL(p || u) = log C - entropy, orders pixels as
    `entropy`.)

    Source: Hendrycks, Mazeika and Dietterich, "Deep anomaly detection with outlier exposure", ICLR 2019, who
    score with this cross-entropy beside MSP.

    >>> kl_uniform(torch.tensor([[1.0, 1.0], [1000.0, 0.0]])).tolist()
    [0.0, -499.3068542480469]
    """
    return one_score(formulas.kl_uniform, logits, dim)


def odin_temperature(
    logits: Tensor, dim: int = 1, *, temperature: float = formulas.ODIN_TEMPERATURE
) -> Tensor:
    r"""Half of ODIN: :math:`1/C - \max_k \mathrm{softmax}(z / T)_k` at T = 1000, in [1/C - 1, 0].

    The temperature of ODIN without its other half, the perturbation of the input along a gradient, which
    costs a backward pass for each image. The constant 1/C changes no order; without it all pixels would score
    about -1/C and float32 could hardly tell them apart. At large T the order is nearly that of `logit_gap`.

    Args:
        logits: (N, C, ...).
        dim: where the classes are.
        temperature: T > 0.

    Returns:
        (N, ...) float32.

    Raises:
        ValueError: the temperature is not positive.

    Source: Liang, Li and Srikant, "Enhancing the reliability of out-of-distribution image detection in neural
    networks", ICLR 2018, equation 1.

    >>> odin_temperature(torch.tensor([[0.0, 0.0], [1e6, 0.0]])).tolist()
    [0.0, -0.5]
    """
    if not temperature > 0:
        raise ValueError(f"temperature {temperature} must be positive")
    return one_score(partial(formulas.odin_temperature, temperature=temperature), logits, dim)
