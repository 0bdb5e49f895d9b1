"""Figures and paired tests over trainings of several seeds that saw the same test images.

Two things are left to chance: which images were taken, and how the training went. For the images there are
resamples; for the trainings there is nothing but the spread of a few figures, of which Student's t with one
degree of freedom less than there are trainings tells how little is known. The interval of both together is
Zou and Donner's ("Construction of confidence limits about effect measures", Statistics in Medicine 27, 2008):
its distance from the mean is the root of the sum of the two squared distances. It keeps the lopsided interval
of the images where trainings agree, and is the t interval where they differ. docs/statistics.md has its
coverage.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

import numpy as np

from caos.errors import CaosError

from .comparisons import ALPHA, better_score, holm
from .intervals import LEVEL, MIN_IMAGES, Interval, Resampled, Values, beyond, percentiles, two_sided

_NORMAL: Final = NormalDist()
_HALVINGS: Final = 40


@dataclass(frozen=True, slots=True)
class SeedFigure:
    """A figure of one score over several trainings.

    Attributes:
        mean: over the trainings.
        deviation: standard deviation between the trainings (divisor K - 1).
        per_seed: the figure of each training.
        these: 95 % interval of the mean for these very trainings; images are resampled.
        others: 95 % interval of the mean to expect: of other images and other trainings of the same kind.
    """

    mean: float
    deviation: float
    per_seed: tuple[float, ...]
    these: Interval
    others: Interval


@dataclass(frozen=True, slots=True)
class SeedTest:
    """Two scores compared over several trainings.

    Attributes:
        figure: "auroc", ...
        first: score.
        second: score.
        difference: figure of `first` minus `second`'s.
        p_these: two-sided, that these trainings do not differ on other images; corrected by Holm.
        p_others: two-sided, that trainings of this kind do not differ; corrected likewise.
        better_these: the better score of these trainings: `these` leaves out zero, `p_these` is at most
            0.05, and every training agrees; else None.
        better: the better score of trainings of this kind: `others` leaves out zero and `p_others` is at most
            0.05; else None.
    """

    figure: str
    first: str
    second: str
    difference: SeedFigure
    p_these: float
    p_others: float
    better_these: str | None
    better: str | None


def across_seeds(runs: Sequence[Resampled], figure: str, score: str) -> SeedFigure:
    """A score's figure over trainings, with its interval clipped to [0, 1].

    Args:
        runs: one `Resampled` per training, made from equally seeded generators over the same images.
        figure: "auroc", ...
        score: its name.

    Raises:
        CaosError: one training, other resamples in one than in another, or too few images.
    """
    _check(runs)
    found = _summary(
        [run.figures[score][figure] for run in runs],
        np.mean([run.draws[score][figure] for run in runs], axis=0, dtype=np.float64),
        runs[0].images,
    )
    low, high = found.others
    return SeedFigure(
        found.mean, found.deviation, found.per_seed, found.these, (max(low, 0.0), min(high, 1.0))
    )


def compare_across_seeds(
    runs: Sequence[Resampled], figure: str, pairs: Sequence[tuple[str, str]]
) -> list[SeedTest]:
    """Paired tests of several scores over trainings, corrected for their number.

    Raises:
        CaosError: as `across_seeds`.
    """
    _check(runs)
    images = runs[0].images
    found = []
    for pair in pairs:
        draws = _mean_difference(runs, figure, pair)
        per_seed = [run.figures[pair[0]][figure] - run.figures[pair[1]][figure] for run in runs]
        summary = _summary(per_seed, draws, images)
        found.append((pair, summary, two_sided(draws, images), _covering_p_value(summary, draws, images)))
    these = holm([each[2] for each in found])
    others = holm([each[3] for each in found])
    return [
        _tested(figure, pair, summary, *p_values)
        for (pair, summary, _, _), *p_values in zip(found, these, others, strict=True)
    ]


def _tested(
    figure: str, pair: tuple[str, str], summary: SeedFigure, p_these: float, p_others: float
) -> SeedTest:
    winner = better_score(figure, *pair, summary.mean)
    agree = len({math.copysign(1, each) for each in summary.per_seed if each}) == 1
    return SeedTest(
        figure,
        *pair,
        summary,
        p_these,
        p_others,
        winner if agree and _shown(p_these, summary.these) else None,
        winner if _shown(p_others, summary.others) else None,
    )


def _shown(p_value: float, interval: Interval) -> bool:
    return p_value <= ALPHA and not interval[0] <= 0 <= interval[1]


def _mean_difference(runs: Sequence[Resampled], figure: str, pair: tuple[str, str]) -> Values:
    """(B,) difference of two scores in every resample of the images, mean over the trainings."""
    draws = [run.draws[pair[0]][figure] - run.draws[pair[1]][figure] for run in runs]
    mean: Values = np.mean(draws, axis=0, dtype=np.float64)
    return mean


def _summary(per_seed: Sequence[float], draws: Values, images: int) -> SeedFigure:
    """Of figures (K) of the trainings, and of their mean in every resample (B,) of the images."""
    mean, deviation = float(np.mean(per_seed)), float(np.std(per_seed, ddof=1))
    low, high = percentiles(draws, images)
    reach = student(1 - LEVEL, len(per_seed) - 1) * deviation / math.sqrt(len(per_seed))
    others = mean - math.hypot(max(mean - low, 0), reach), mean + math.hypot(max(high - mean, 0), reach)
    return SeedFigure(mean, deviation, tuple(per_seed), (low, high), others)


def _covering_p_value(summary: SeedFigure, draws: Values, images: int) -> float:
    """The level at which the interval over images and trainings just touches zero.

    No smaller than what the number of resamples can show.
    """
    if summary.mean == 0:
        return 1.0
    mean, trainings = abs(summary.mean), len(summary.per_seed)
    known = draws[~np.isnan(draws)] * math.copysign(1, summary.mean)
    error, freedom = summary.deviation / math.sqrt(trainings), images - 1

    def level(tail: float) -> float:
        return beyond(-_NORMAL.inv_cdf(tail) * math.sqrt(freedom / images), freedom)

    def leaves_out_zero(tail: float) -> bool:
        low = float(np.quantile(known, tail))
        return math.hypot(max(mean - low, 0), student(level(tail), trainings - 1) * error) < mean

    low, high = 1 / (known.size + 1), 0.5
    if leaves_out_zero(low):
        return level(low)
    for _ in range(_HALVINGS):
        middle = math.sqrt(low * high)
        low, high = (low, middle) if leaves_out_zero(middle) else (middle, high)
    return level(high)


def student(level: float, freedom: int) -> float:
    """The t that Student's distribution exceeds, on either side together, with chance `level`."""
    low, high = 0.0, 1.0
    while beyond(high, freedom) > level:
        low, high = high, 2 * high
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if beyond(middle, freedom) > level else (low, middle)
    return high


def _check(runs: Sequence[Resampled]) -> None:
    if len(runs) < 2 or len({(run.fingerprint, run.images) for run in runs}) != 1:
        raise CaosError(
            "comparing over seeds needs two or more runs, resampled over the same images with the same seed"
        )
    if runs[0].images < MIN_IMAGES:
        raise CaosError(f"{runs[0].images} images are too few to compare over seeds; {MIN_IMAGES} are needed")
