"""What a study finds: figures with intervals and tests, as fractions, not percent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from caos.metrics.intervals import Interval

from ..hypotheses.results import Kind
from .config import ShiftSettings

Verdict = Literal["better", "worse", "better in these", "worse in these", "not shown"]
"""Of a model against its baseline: for trainings of its kind, or for these very trainings on other images."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure of one model.

    Attributes:
        value: mean over its trainings.
        interval: 95 %, over images and trainings; over images alone where there is one training.
        seeds: of each training.
        deviation: standard deviation between trainings (divisor K - 1); None for one training.
    """

    value: float
    interval: Interval
    seeds: tuple[float, ...]
    deviation: float | None


@dataclass(frozen=True, slots=True)
class Difference:
    """A model's figure minus its baseline's, paired by image and by seed; below zero = the model is better.

    Attributes:
        value: mean over the trainings.
        seeds: of each training.
        interval: 95 %, over images and trainings; None for one training.
        p: two-sided, corrected by Holm for the models compared in this figure; None likewise.
        these: 95 % interval over images alone, for these very trainings.
        p_these: its p-value, corrected likewise.
        verdict: what is shown.
    """

    value: float
    seeds: tuple[float, ...]
    interval: Interval | None
    p: float | None
    these: Interval
    p_these: float
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure and its difference to the baseline's; None for baselines."""

    estimate: Estimate
    difference: Difference | None


@dataclass(frozen=True, slots=True)
class ModelFigures:
    """One model.

    Attributes:
        title: what to print.
        kind: what was done to its baseline.
        baseline: that it is compared with; None for baselines.
        network: of `caos.classify.models`.
        schedule: augmentations of its training.
        runs: names, by seed.
        seeds: of the trainings.
        summary: "iid", "shifts" (mean error over the shifts), "gap" (that minus IID), "corruptions" (mean
            corruption error), "mce"; those that are defined.
        errors: split -> top-1 error; the IID split first.
        gaps: shift -> error minus that in distribution.
        corruptions: corruption -> error, mean over severities and trainings.
    """

    title: str
    kind: Kind
    baseline: str | None
    network: str
    schedule: tuple[str, ...]
    runs: tuple[str, ...]
    seeds: tuple[int, ...]
    summary: Mapping[str, Cell]
    errors: Mapping[str, Cell]
    gaps: Mapping[str, Cell]
    corruptions: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class ShiftInfo:
    """A split: what to print, how many images, and what the study says about it; None for the IID split."""

    title: str
    images: int
    settings: ShiftSettings | None


@dataclass(frozen=True, slots=True)
class Study:
    """A whole study.

    Attributes:
        title: of the tables.
        baseline: model that mCE is relative to.
        iid: split in distribution.
        splits: by name; the IID split first.
        models: by name.
        severities: corruption -> severities.
    """

    title: str
    baseline: str
    iid: str
    splits: Mapping[str, ShiftInfo]
    models: Mapping[str, ModelFigures]
    severities: Mapping[str, tuple[str, ...]]
