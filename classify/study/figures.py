"""All figures of a study: means over trainings, intervals over images and trainings, tests."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import numpy as np

from caos.metrics.comparisons import ALPHA, holm
from caos.metrics.intervals import Interval, Resampled, percentiles
from caos.metrics.seeds import across_seeds, compare_across_seeds

from .config import ShiftSettings, StudyConfig
from .outcomes import RunSet
from .resampling import Drawn, corruption_errors, draw
from .result import Cell, Difference, Estimate, ModelFigures, ShiftInfo, Study, Verdict

_FIGURE: Final = "error"
_OWN: Final = "model"
_OTHER: Final = "baseline"
_DECIMALS: Final = 12


def compute_study(config: StudyConfig, found: RunSet, *, seed: int = 0) -> Study:
    """All figures of all models.

    Args:
        config: what is compared with what.
        found: the runs.
        seed: of the resamples of the images.

    Raises:
        CaosError: the baseline makes no error under a corruption.
    """
    rows = _rows(found)
    pairs = {name: baseline for name in config.models if (baseline := config.baseline_of(name)) is not None}
    cells: dict[str, dict[str, dict[str, Cell]]] = {
        name: {"error": {}, "gap": {}, "summary": {}} for name in config.models
    }
    for kind, figure, drawn in draw(found, config.baseline, np.random.default_rng(seed)):
        tests = _compare(drawn, rows, pairs)
        for name in config.models:
            cells[name][kind][figure] = Cell(_estimate(drawn, rows[name]), tests.get(name))
    return Study(
        title=config.title,
        baseline=config.baseline,
        iid=found.iid,
        splits={
            split: _info(config, split, found.iid, len(images.names))
            for split, images in found.images.items()
        },
        models={name: _model(config, name, found, cells[name]) for name in config.models},
        severities=found.all_runs()[0].severities,
    )


def _info(config: StudyConfig, split: str, iid: str, images: int) -> ShiftInfo:
    if split == iid:
        return ShiftInfo("IID", images, None)
    settings = config.shifts.get(split, ShiftSettings())
    return ShiftInfo(settings.title or split, images, settings)


def _model(
    config: StudyConfig, name: str, found: RunSet, cells: Mapping[str, Mapping[str, Cell]]
) -> ModelFigures:
    runs = found.runs[name]
    return ModelFigures(
        title=config.title_of(name),
        kind=config.models[name].kind,
        baseline=config.baseline_of(name),
        network=runs[0].result.model,
        schedule=runs[0].result.schedule,
        runs=tuple(run.name for run in runs),
        seeds=tuple(run.result.seed for run in runs),
        summary=cells["summary"],
        errors=cells["error"],
        gaps=cells["gap"],
        corruptions=corruption_errors(runs),
    )


def _rows(found: RunSet) -> dict[str, slice]:
    """Model -> where its runs are among all."""
    rows, start = {}, 0
    for name, runs in found.runs.items():
        rows[name] = slice(start, start + len(runs))
        start += len(runs)
    return rows


def _estimate(drawn: Drawn, rows: slice) -> Estimate:
    values, draws = drawn.values[rows], drawn.draws[rows]
    seeds = tuple(values.tolist())
    if len(seeds) == 1:
        return Estimate(seeds[0], percentiles(draws[0], drawn.images), seeds, None)
    low, width = drawn.bounds[0], drawn.bounds[1] - drawn.bounds[0]
    shares = [
        Resampled({_OWN: {_FIGURE: value}}, {_OWN: {_FIGURE: row}}, drawn.images, 0)
        for value, row in zip((values - low) / width, (draws - low) / width, strict=True)
    ]
    share = across_seeds(shares, _FIGURE, _OWN)  # which cuts its interval to [0, 1]
    interval = low + width * share.others[0], low + width * share.others[1]
    return Estimate(float(values.mean()), interval, seeds, width * share.deviation)


def _compare(drawn: Drawn, rows: Mapping[str, slice], pairs: Mapping[str, str]) -> dict[str, Difference]:
    """Models against their baselines, corrected for their number."""
    found = {name: _test(drawn, rows[name], rows[other]) for name, other in pairs.items()}
    these = dict(zip(found, holm([test.p_these for test in found.values()]), strict=True))
    several = {name: test.p for name, test in found.items() if test.p is not None}
    others = dict(zip(several, holm(list(several.values())), strict=True))
    return {name: _judged(test, these[name], others.get(name)) for name, test in found.items()}


def _test(drawn: Drawn, own: slice, other: slice) -> Difference:
    """Not corrected, not judged."""
    seeds = tuple((drawn.values[own] - drawn.values[other]).tolist())
    # errors are counts, so in many resamples both have as many: rounding noise must not take sides there
    draws = np.round((drawn.draws[own] - drawn.draws[other]).mean(axis=0), _DECIMALS)
    # every training gets the mean draws of all: tests look at nothing else of them
    runs = [
        Resampled(
            {_OWN: {_FIGURE: seed}, _OTHER: {_FIGURE: 0.0}},
            {_OWN: {_FIGURE: draws}, _OTHER: {_FIGURE: np.zeros_like(draws)}},
            drawn.images,
            0,
        )
        for seed in seeds
    ]
    if len(runs) == 1:
        test = runs[0].paired(_FIGURE, _OWN, _OTHER)
        these = test.low, test.high
        return Difference(test.difference, seeds, None, None, these, test.p_value, "not shown")
    several = compare_across_seeds(runs, _FIGURE, [(_OWN, _OTHER)])[0]
    gain = several.difference
    return Difference(
        gain.mean, seeds, gain.others, several.p_others, gain.these, several.p_these, "not shown"
    )


def _judged(test: Difference, p_these: float, p: float | None) -> Difference:
    return replace(test, p=p, p_these=p_these, verdict=_verdict(test, p_these, p))


def _verdict(test: Difference, p_these: float, p: float | None) -> Verdict:
    better = test.value < 0
    if p is not None and test.interval is not None and _shown(p, test.interval):
        return "better" if better else "worse"
    agree = len({math.copysign(1, each) for each in test.seeds if each}) == 1
    if agree and _shown(p_these, test.these):
        return "better in these" if better else "worse in these"
    return "not shown"


def _shown(p_value: float, interval: Interval) -> bool:
    return p_value <= ALPHA and not interval[0] <= 0 <= interval[1]
