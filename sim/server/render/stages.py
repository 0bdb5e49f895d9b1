"""How long each stage of a picture takes, for benchmarks."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

import moderngl


class StageClock:
    """Adds up seconds by stage name.

    Waiting for the card after every stage costs time of its own, so a clock that is off does nothing.

    Attributes:
        seconds: wall seconds of each stage since the last `clear()`.
    """

    def __init__(self, context: moderngl.Context, *, on: bool) -> None:
        self._context = context
        self._on = on
        self.seconds: dict[str, float] = defaultdict(float)

    @contextmanager
    def __call__(self, name: str) -> Iterator[None]:
        """Time what happens inside."""
        start = time.perf_counter()
        yield
        if self._on:
            self._context.finish()
            self.seconds[name] += time.perf_counter() - start
