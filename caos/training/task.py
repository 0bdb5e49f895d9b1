"""What the training core needs to know of the thing it trains."""

from __future__ import annotations

from typing import Any, Protocol, runtime_checkable

from torch import Tensor, nn

from .ranks import Total


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


@runtime_checkable
class CountingTask(Protocol):
    """A task whose validation score follows from counts, so that several processes can share the validation.

    What training on more than one device needs.
    """

    def reduce(self, total: Total) -> None:
        """Replace every count by `total(count)`: called after the last `validate`, before `score`.

        Every process calls `total` as often and with arrays of the same shapes.
        """
        ...
