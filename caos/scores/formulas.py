"""The scores as functions of `Terms`. Their documentation is with the public functions of the same names."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

import torch
from torch import Tensor

from ..labels import BACKGROUND
from .terms import LOG2_E, Terms, log_

GAMMA: Final = 0.1
TOP_CLASSES: Final = 100
ODIN_TEMPERATURE: Final = 1000.0

Formula = Callable[[Terms], Tensor]
"""Shared terms of logits (C, ...) -> anomaly scores (...), larger = more anomalous."""


def msp(terms: Terms) -> Tensor:
    """See `caos.scores.msp`."""
    return -terms.total.reciprocal()


def max_logit(terms: Terms) -> Tensor:
    """See `caos.scores.max_logit`."""
    return -terms.top


def background(terms: Terms, index: int) -> Tensor:
    """See `caos.scores.background`."""
    return torch.exp(terms.planes[index] - terms.top) / terms.total


def energy(terms: Terms, temperature: float = 1.0) -> Tensor:
    """See `caos.scores.energy`."""
    if temperature != 1:
        return temperature * energy(Terms(terms.planes / temperature))
    return -(terms.top + terms.log_total)


def entropy(terms: Terms) -> Tensor:
    """See `caos.scores.entropy`."""
    # sum of p log p = sum of p (z - top) - log total, and z - top = (z - second) - lead
    distance = terms.lead * terms.power_sum - (terms.powers * terms.below).sum(0) / LOG2_E
    return terms.log_total + terms.odds / terms.total * distance


def margin(terms: Terms) -> Tensor:
    """See `caos.scores.margin`."""
    return (terms.odds - 1) / terms.total


def logit_margin(terms: Terms) -> Tensor:
    """See `caos.scores.logit_margin`."""
    return terms.second - terms.top


def logit_gap(terms: Terms) -> Tensor:
    """See `caos.scores.logit_gap`."""
    return terms.drop / (terms.classes - 1) if terms.classes > 1 else logit_margin(terms)


def kl_uniform(terms: Terms) -> Tensor:
    """See `caos.scores.kl_uniform`."""
    return terms.drop / terms.classes - terms.log_total + math.log(terms.classes)


def odin_temperature(terms: Terms, temperature: float = ODIN_TEMPERATURE) -> Tensor:
    """See `caos.scores.odin_temperature`."""
    powers = (terms.below * (1 / temperature)).exp2_().sum(0)
    shortfall = powers * torch.exp((terms.second - terms.top) / temperature) - (terms.classes - 1)
    return shortfall / (terms.classes * (terms.classes + shortfall))


def generalised_entropy(terms: Terms, gamma: float = GAMMA, top: int = TOP_CLASSES) -> Tensor:
    """See `caos.scores.generalised_entropy`."""
    below, powers = terms.below, terms.powers
    if top < terms.classes:
        below = below.topk(top - 1, dim=0).values
        powers = torch.exp2(below)
    # p (1 - p) of a rival: its p is at most 1/2, so 1 - p loses nothing; of the first class 1 - p is the rest
    others = 1 - powers * (terms.odds / terms.total)
    rivals = log_(others).mul_(LOG2_E).add_(below).mul_(gamma).exp2_().sum(0)
    first = log_(terms.power_sum.clone()) - terms.lead - 2 * terms.log_total
    return rivals * torch.exp(-gamma * (terms.lead + terms.log_total)) + torch.exp(gamma * first)


def background_formula(index: int) -> Formula:
    """The formula of `background` for the class `index`."""
    return partial(background, index=index)


FORMULAS: Final[Mapping[str, Formula]] = {
    "msp": msp,
    "max_logit": max_logit,
    "background": background_formula(BACKGROUND),
    "energy": energy,
    "entropy": entropy,
    "margin": margin,
    "logit_margin": logit_margin,
    "logit_gap": logit_gap,
    "generalised_entropy": generalised_entropy,
    "kl_uniform": kl_uniform,
    "odin_temperature": odin_temperature,
}
"""Name -> formula of every score that needs logits only."""
