"""A study as the input of `caos classify hypotheses`.

The corruptions are one shift, and its figure is the mean error over all corruptions and severities: one
comparison per model, as the thesis makes of ImageNet-C. With a shift for each of them, "more than half of the
comparisons help" would count corruptions rather than points; and mCE is not in points of an error, so it
cannot be compared with the gain in distribution.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from pydantic import TypeAdapter

from caos.errors import CaosError
from caos.frames import atomic_write_text

from ..hypotheses.results import Measurement, Model, Results, Shift, TestSet, check_results
from .config import ShiftSettings
from .outcomes import Floats, Run, RunSet
from .result import Cell, ModelFigures, Study

CORRUPTIONS: Final = "corruptions"


def to_results(study: Study, found: RunSet) -> Results:
    """Errors of each image, averaged over the trainings; figures in percent, with intervals and seeds.

    Raises:
        CaosError: there is a shift called "corruptions", and corruptions.
    """
    shifts = {
        split: _shift(info.title, info.settings, study.iid)
        for split, info in study.splits.items()
        if info.settings is not None
    }
    if study.severities:
        if CORRUPTIONS in study.splits:
            raise CaosError(
                f"split {CORRUPTIONS!r}: the hypotheses call the corrupted IID split so; rename it"
            )
        shifts[CORRUPTIONS] = Shift(
            title="Corruptions",
            natural=False,
            metric="mean top-1 error",
            alters_texture=True,
            iid=study.iid,
        )
    results = Results(
        format="caos-hypotheses 1",
        title=study.title,
        iid={study.iid: TestSet(title=study.splits[study.iid].title)},
        shifts=shifts,
        models={name: _model(model, found.runs[name]) for name, model in study.models.items()},
    )
    check_results(results)
    return results


def _shift(title: str, settings: ShiftSettings, iid: str) -> Shift:
    return Shift(
        title=title,
        natural=settings.natural,
        dataset=settings.dataset,
        alters_texture=settings.alters_texture,
        iid=iid,
    )


def _model(model: ModelFigures, runs: Sequence[Run]) -> Model:
    results = {
        split: _measured(cell, [run.errors[split] for run in runs]) for split, cell in model.errors.items()
    }
    if CORRUPTIONS in model.summary:
        by_run = [np.mean(list(run.corruptions.values()), axis=0) for run in runs]
        results[CORRUPTIONS] = _measured(model.summary[CORRUPTIONS], by_run)
    return Model(title=model.title, kind=model.kind, results=results, baseline=model.baseline)


def _measured(cell: Cell, errors: Sequence[Floats]) -> Measurement:
    found = cell.estimate
    return Measurement(
        value=100 * found.value,
        interval=(100 * found.interval[0], 100 * found.interval[1]),
        outcomes=tuple(np.mean(errors, axis=0).tolist()),
        seeds=tuple(100 * value for value in found.seeds),
    )


def write_results(path: Path, results: Results) -> None:
    """Write what `caos classify hypotheses` reads, atomically.

    Raises:
        CaosError: the disk is full, or no such folder can be made.
    """
    atomic_write_text(path, TypeAdapter(Results).dump_json(results, exclude_none=True).decode() + "\n")
