"""What a score is."""

from __future__ import annotations

from typing import Protocol

from torch import Tensor


class Score(Protocol):
    """A function from logits to anomaly scores, larger = more anomalous."""

    def __call__(self, logits: Tensor, dim: int = 1) -> Tensor:
        """Score `logits` (N, C, ...), classes along `dim`; float32 (N, ...)."""
        ...
