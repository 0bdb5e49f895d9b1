"""What the scores share: the largest logit, the exponentials of the others, the sum of the softmax."""

from __future__ import annotations

import math
from functools import cached_property
from typing import Final

import numpy as np
import torch
from torch import Tensor

LOG2_E: Final = math.log2(math.e)
_FAR: Final = 1e6
"""As far below the best as -inf where a product with exp(-inf) = 0 must be 0 and not NaN."""


def is_plain(values: Tensor) -> bool:
    """Whether only the numbers are asked for: no gradient is recorded, and nothing traces (ONNX, compile)."""
    recorded = values.requires_grad and torch.is_grad_enabled()
    scripted = torch.jit.is_tracing()  # type: ignore[attr-defined, no-untyped-call]  # torch's own gaps
    traced = scripted or torch.compiler.is_compiling() or type(values) is not Tensor
    return not (recorded or traced)


def log_(values: Tensor) -> Tensor:
    """Natural logarithm, in place. On a CPU by NumPy, whose float32 loop takes a third of torch's time."""
    if values.device.type != "cpu" or not is_plain(values):
        return values.log_()
    array = values.numpy()
    with np.errstate(divide="ignore", invalid="ignore"):  # log 0 is -inf here as in torch
        np.log(array, out=array)
    return values


class Terms:
    """The quantities of which scores are made, each computed once, when first asked for.

    The largest logit is taken out of the sum of the softmax, and the others, its "rivals", are told relative
    to the second largest. So what is left beside a sure class keeps float32's relative precision however
    small it is (1 - p is 1e-20 and not 0), and entropies of sure pixels do not tie.

    Exponentials are powers of two since torch's `exp2` takes a third of the time of its `exp` on a CPU.

    Attributes:
        planes: (C, ...) float32 logits. -inf rules a class out. Where a logit is NaN or all are -inf, scores
            are NaN (but `max_logit` of the latter); of +inf nothing is promised.

    Raises:
        ValueError: no class at all.
    """

    def __init__(self, planes: Tensor) -> None:
        if not len(planes):
            raise ValueError("logits of no class; expected one or more along `dim`")
        self.planes = planes.float()

    @classmethod
    def of(cls, logits: Tensor, dim: int) -> Terms:
        """Terms of logits with the classes along `dim`."""
        return cls(logits.movedim(dim, 0))

    @property
    def classes(self) -> int:
        """C."""
        return len(self.planes)

    @cached_property
    def _parted(self) -> tuple[Tensor, Tensor]:
        """The largest logit (...) and the others (C - 1, ...).

        A tournament between whole blocks of planes: several times as fast as `topk` or `max` with indices.
        """
        winners, losers = self.planes, []
        while len(winners) > 1:
            half = len(winners) // 2
            left, right, unpaired = winners[:half], winners[half : 2 * half], winners[2 * half :]
            losers.append(torch.minimum(left, right))
            winners = torch.maximum(left, right)
            if len(unpaired):
                winners = torch.cat([winners, unpaired])
        return winners[0], torch.cat(losers) if losers else torch.full_like(winners, -math.inf)

    @property
    def top(self) -> Tensor:
        """The largest logit."""
        return self._parted[0]

    @property
    def rivals(self) -> Tensor:
        """(C - 1, ...): the other logits, in no order; one of -inf where there is a single class."""
        return self._parted[1]

    @cached_property
    def second(self) -> Tensor:
        """The second largest logit."""
        return self.rivals.amax(0)

    @cached_property
    def lead(self) -> Tensor:
        """Largest minus second largest logit, in [0, `_FAR`]."""
        return (self.top - self.second).clamp_max(_FAR)

    @cached_property
    def _below(self) -> tuple[Tensor, Tensor]:
        """Distances of the rivals from the second largest logit: their sum, and `below`."""
        lowest = torch.finfo(torch.float32).min  # -inf minus -inf would be NaN
        distances = self.rivals - self.second.clamp_min(lowest)
        return distances.sum(0), distances.clamp_min(-_FAR).mul_(LOG2_E)

    @property
    def below(self) -> Tensor:
        """(C - 1, ...): rivals minus the second largest logit, times log2(e); finite."""
        return self._below[1]

    @property
    def drop(self) -> Tensor:
        """Sum over all classes of the distance from the largest logit; negative or 0."""
        if self.classes == 1:
            return torch.zeros_like(self.top)
        return self._below[0] + (self.classes - 1) * (self.second - self.top)

    @cached_property
    def powers(self) -> Tensor:
        """(C - 1, ...): exp(rival - second), in [0, 1]."""
        return torch.exp2(self.below)

    @cached_property
    def power_sum(self) -> Tensor:
        """Sum of `powers`: in [1, C - 1], or 0 where every rival is -inf."""
        return self.powers.sum(0)

    @cached_property
    def odds(self) -> Tensor:
        """Probability of the second class over that of the first, in [0, 1]."""
        return torch.exp(-self.lead)

    @cached_property
    def rest(self) -> Tensor:
        """Probability of all rivals over that of the first class, in [0, C - 1]."""
        return self.power_sum * self.odds

    @cached_property
    def total(self) -> Tensor:
        """Sum of the softmax over its largest summand, in [1, C]."""
        return 1 + self.rest

    @cached_property
    def log_total(self) -> Tensor:
        """log(1 + rest), as precise as `torch.log1p`, in an eighth of its time."""
        # what rounding did to 1 + rest it did to the logarithm too (Kahan); the 1 below avoids 0 / 0
        rounded = self.total - 1
        lost = rounded == 0
        corrected = log_(self.total.clone()) * (self.rest / torch.where(lost, 1, rounded))
        return torch.where(lost, self.rest, corrected)
