"""Two ways of doing the same thing, timed in turns: noise hits both, so the ratio is steady."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Comparison:
    """Wall times in milliseconds of two contestants, one pair per round.

    Attributes:
        ours: times of ours.
        peer: times of the peer in the same rounds.
    """

    ours: tuple[float, ...]
    peer: tuple[float, ...]

    @property
    def ratio(self) -> float:
        """Median over the rounds of peer / ours: how many times faster ours is."""
        return statistics.median(p / o for o, p in zip(self.ours, self.peer, strict=True))


def compare(ours: Callable[[], object], peer: Callable[[], object], rounds: int) -> Comparison:
    """Time both in turns, A B A B, after one untimed call of each."""
    ours()
    peer()
    times = [(_milliseconds(ours), _milliseconds(peer)) for _ in range(rounds)]
    return Comparison(tuple(pair[0] for pair in times), tuple(pair[1] for pair in times))


def spread(times: tuple[float, ...]) -> str:
    """Minimum / median / maximum for a table."""
    return "/".join(f"{value:.3g}" for value in (min(times), statistics.median(times), max(times)))


def _milliseconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1e3
