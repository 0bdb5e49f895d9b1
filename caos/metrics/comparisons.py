"""Which score is better: paired tests of several scores over the same images, and over training seeds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np

from caos.errors import CaosError

from .intervals import Interval, PairedTest, Resampled, percentiles

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


@dataclass(frozen=True, slots=True)
class SeedTest:
    """Two scores compared over several trainings that saw the same test images.

    Attributes:
        difference: figure of `first` minus `second`'s, mean over the trainings.
        per_seed: the difference of each training.
        these: 95 % interval of the mean difference of these very trainings; images are resampled.
        others: 95 % interval where trainings are resampled too: what to expect of new ones.
        better: the better score where `others` leaves out zero and every training agrees; else None.
    """

    difference: float
    per_seed: tuple[float, ...]
    these: Interval
    others: Interval
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
    better = _better(figure, first, second, test.difference) if shown else None
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


def across_seeds(
    runs: Sequence[Resampled], figure: str, first: str, second: str, rng: np.random.Generator
) -> SeedTest:
    """Compare two scores over trainings of several seeds: resample images and, independently, trainings.

    A resampled mean of K trainings varies by (K - 1) / K of the true variance, so their deviations are
    stretched by sqrt(K / (K - 1)) (Owen, "The pigeonhole bootstrap", Ann. Appl. Stat. 1, 2007, tells why
    both factors are resampled). The spread of three trainings is itself known to a factor of two at best: a t
    interval on two degrees of freedom would be 2.2 times as wide. Quote `per_seed` with it.

    Args:
        runs: one `Resampled` per training, made from equally seeded generators over the same images.
        figure: "auroc", ...
        first: score.
        second: score.
        rng: what draws the trainings.

    Raises:
        CaosError: one training, other resamples in one than in another, or too few images.
    """
    if len(runs) < 2 or len({run.fingerprint for run in runs}) != 1:
        raise CaosError(
            "comparing over seeds needs two or more runs, resampled over the same images with the same seed"
        )
    tests = [run.paired(figure, first, second) for run in runs]
    draws = np.stack([run.draws[first][figure] - run.draws[second][figure] for run in runs])
    center = draws.mean(axis=0)
    chosen = rng.integers(len(runs), size=draws.shape)
    deviation = np.take_along_axis(draws, chosen, axis=0).mean(axis=0) - center
    images = runs[0].images
    others = percentiles(center + deviation * np.sqrt(len(runs) / (len(runs) - 1)), images)
    per_seed = tuple(test.difference for test in tests)
    mean = float(np.mean(per_seed))
    agree = len({np.sign(each) for each in per_seed}) == 1 and not others[0] <= 0 <= others[1]
    return SeedTest(
        mean,
        per_seed,
        percentiles(center, images),
        others,
        _better(figure, first, second, mean) if agree else None,
    )


def _better(figure: str, first: str, second: str, difference: float) -> str:
    return first if (difference > 0) != (figure in LOWER_IS_BETTER) else second
