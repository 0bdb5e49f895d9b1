"""Which score is better: paired tests of several scores over the same images."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np

from .intervals import Interval, PairedTest, Resampled

LOWER_IS_BETTER: Final = frozenset({"fpr95", "fpr95_legacy"})
"""Figures of which less is better."""

ALPHA: Final = 0.05
"""Corrected p-value up to which one score is called better than another."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A paired test by name; fields as in `caos.runs.Comparison`, which adds the protocol.

    Attributes:
        figure: "auroc", ...
        first: score.
        second: score.
        difference: figure of `first` minus that of `second`.
        interval: 95 % interval of the difference, of this pair alone.
        p_value: two-sided, corrected by Holm for all pairs compared in this figure.
        better: the better score where the interval leaves out zero and the corrected p-value is at most
            0.05; else None.
    """

    figure: str
    first: str
    second: str
    difference: float
    interval: Interval
    p_value: float
    better: str | None


def compare(
    resampled: Resampled, figure: str, pairs: Sequence[tuple[str, str]] | None = None
) -> list[Compared]:
    """Paired tests of several scores in one figure, corrected for their number.

    Args:
        resampled: the scores.
        figure: "auroc", ...; `LOWER_IS_BETTER` says which way is better.
        pairs: (first, second); None = all. Fewer pairs show more (of some 200 at once, none can
            be told apart): name the question before looking.

    Raises:
        CaosError: fewer than `MIN_IMAGES` images.
    """
    pairs = list(combinations(resampled.figures, 2)) if pairs is None else list(pairs)
    tests = [resampled.paired(figure, *pair) for pair in pairs]
    corrected = holm([test.p_value for test in tests])
    return [
        _compared(figure, pair, test, p_value)
        for pair, test, p_value in zip(pairs, tests, corrected, strict=True)
    ]


def _compared(figure: str, pair: tuple[str, str], test: PairedTest, p_value: float) -> Compared:
    first, second = pair
    shown = p_value <= ALPHA and not test.low <= 0 <= test.high
    better = better_score(figure, first, second, test.difference) if shown else None
    return Compared(figure, first, second, test.difference, (test.low, test.high), p_value, better)


def holm(p_values: Sequence[float]) -> list[float]:
    """P-values corrected for their number, in the same order.

    The chance of even one false "differs" among them stays below the level, whatever their dependence (Holm,
    "A simple sequentially rejective multiple test procedure", Scand. J. Statistics 6, 1979).
    """
    given = np.asarray(p_values, dtype=np.float64)
    order = np.argsort(given, kind="stable")
    steps = np.maximum.accumulate(given[order] * np.arange(given.size, 0, -1))
    corrected = np.empty_like(given)
    corrected[order] = np.minimum(steps, 1.0)
    return [float(value) for value in corrected]


def better_score(figure: str, first: str, second: str, difference: float) -> str:
    """Whom a difference of `first` minus `second` speaks for."""
    return first if (difference > 0) != (figure in LOWER_IS_BETTER) else second
