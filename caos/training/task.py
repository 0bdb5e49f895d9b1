"""What the training core needs to know of the thing it trains."""

from __future__ import annotations

from typing import Any, Protocol

from torch import Tensor, nn


class Task(Protocol):
    """What is to be learnt. `network` holds all that is saved; the rest says how to train and judge it."""

    network: nn.Module
    score_name: str
    """Key of `score()` that ranks epochs; larger is better."""

    def loss(self, batch: Any) -> Tensor:
        """The scalar training loss of one batch."""
        ...

    def start_validation(self) -> None:
        """Forget the last validation."""
        ...

    def validate(self, batch: Any) -> None:
        """Take one validation batch into account."""
        ...

    def score(self) -> dict[str, float]:
        """Figures over all validation batches since `start_validation`."""
        ...
