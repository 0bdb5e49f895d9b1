"""Counting frames towards a total."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int, str], None]
"""Called with (done, total, what is being done)."""

Tick = Callable[[str], None]
"""Called after every frame with what is being done."""


class Ticker:
    """Counts frames towards `total` and tells `progress`; a `Tick`."""

    def __init__(self, progress: Progress | None, total: int) -> None:
        self._progress = progress
        self._total = total
        self._done = 0

    def __call__(self, what: str) -> None:
        """One more is done."""
        self._done += 1
        if self._progress:
            self._progress(self._done, self._total, what)
