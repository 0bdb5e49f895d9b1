"""Runs that differ in nothing but their training seed, put together: figures, intervals, tests."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isclose
from pathlib import Path
from typing import Any, Final

from caos.errors import CaosError
from caos.metrics.intervals import MIN_IMAGES, Resampled
from caos.metrics.seeds import SeedFigure, SeedTest, across_seeds, compare_across_seeds
from caos.runs import RESAMPLES_FILE, Result, read_resamples

from .tables import COLUMNS

REFERENCE: Final = "msp"
"""The score that every other is compared with."""


_ROUNDING: Final = 1e-9


@dataclass(frozen=True, slots=True)
class SeedProtocol:
    """One protocol over several trainings.

    Attributes:
        name: of the protocol.
        description: how it puts images together.
        ignored: which pixels it leaves out.
        images: that entered the figures.
        skipped_images: that could not.
        chance: AUPR of a detector that knows nothing.
        figures: score -> figure -> over the trainings.
        tests: every score against `REFERENCE`, figure by figure.
    """

    name: str
    description: str
    ignored: Sequence[str]
    images: int
    skipped_images: int
    chance: float
    figures: Mapping[str, Mapping[str, SeedFigure]]
    tests: Sequence[SeedTest]


@dataclass(frozen=True, slots=True)
class SeedGroup:
    """Trainings of one recipe.

    Attributes:
        model: its name.
        dataset: name of the label set.
        runs: names of the runs.
        seeds: of their trainings, in the same order.
        protocols: those that all runs have.
    """

    model: str
    dataset: str
    runs: tuple[str, ...]
    seeds: tuple[int, ...]
    protocols: Sequence[SeedProtocol]


@dataclass(frozen=True, slots=True)
class Across:
    """What can be said across training seeds; `notes`: why other runs were not put together, a line each."""

    groups: Sequence[SeedGroup]
    notes: Sequence[str]


@dataclass(frozen=True, slots=True)
class _Run:
    name: str
    folder: Path
    result: Result


def compare_seeds(names: Sequence[str], folders: Sequence[Path], results: Sequence[Result]) -> Across:
    """Put runs together that share model, data and recipes, and differ in their seed.

    Args:
        names: of the runs, for the reader.
        folders: with the resamples of each.
        results: of each.

    Raises:
        CaosError: resamples that are broken, or of another evaluation than the result.
    """
    runs = [_Run(*each) for each in zip(names, folders, results, strict=True)]
    groups, notes = [], []
    for model, dataset in dict.fromkeys((run.result.model, run.result.dataset) for run in runs):
        alike = [run for run in runs if (run.result.model, run.result.dataset) == (model, dataset)]
        if len(alike) < 2:
            continue
        why = _obstacle(alike)
        if why is None:
            groups.append(_group(alike))
        else:
            notes.append(f"no table across training seeds of {model}: {why}")
    return Across(groups, notes)


def _obstacle(runs: Sequence[_Run]) -> str | None:
    """Why runs of one model are not trainings of one recipe with several seeds, or None."""
    for run in runs:
        if "model" not in run.result.recipes or run.result.provenance.seed is None:
            return (
                f"the result of {run.name} does not tell the recipe; evaluate again with  caos segment eval"
            )
        if not (run.folder / RESAMPLES_FILE).is_file():
            return f"{run.folder / RESAMPLES_FILE} is missing; evaluate again with  caos segment eval"
    for before, run in pairwise(runs):
        difference = _difference(_recipes(before.result), _recipes(run.result))
        if difference is not None:
            return f"{before.name} and {run.name} differ in {difference}"
        if before.result.anomaly_share != run.result.anomaly_share:
            return f"{before.name} and {run.name} were evaluated on different test images"
    for place, run in enumerate(runs):
        for other in runs[:place]:
            shared = _shared_training(other.result, run.result)
            if shared is not None:
                return f"{other.name} and {run.name} share {shared}; every run needs trainings of its own"
    return None


def _recipes(result: Result) -> dict[str, Any]:
    return {f"{name}: {key}": value for name, one in result.recipes.items() for key, value in one.items()}


def _difference(first: Mapping[str, Any], second: Mapping[str, Any]) -> str | None:
    for key in dict.fromkeys([*first, *second]):
        if first.get(key) != second.get(key):
            values = (json.dumps(each.get(key), ensure_ascii=False) for each in (first, second))
            return f"{key} ({' and '.join(values)})"
    return None


def _shared_training(first: Result, second: Result) -> str | None:
    if first.provenance.seed == second.provenance.seed:
        return f"seed {first.provenance.seed}"
    same = [name for name, digest in first.weights.items() if second.weights.get(name) == digest]
    return f"the weights of {same[0]!r}" if same else None


def _group(runs: Sequence[_Run]) -> SeedGroup:
    resamples = [_checked(run, read_resamples(run.folder)) for run in runs]
    first = runs[0].result
    common = [name for name in first.protocols if _same_pixels(name, [run.result for run in runs])]
    return SeedGroup(
        first.model,
        first.dataset,
        tuple(run.name for run in runs),
        tuple(run.result.provenance.seed or 0 for run in runs),
        [
            _protocol(name, first, [each[name] for each in resamples])
            for name in common
            if all(name in each and each[name].images >= MIN_IMAGES for each in resamples)
        ],
    )


def _same_pixels(protocol: str, results: Sequence[Result]) -> bool:
    told = [result.protocols.get(protocol) for result in results]
    return len({each and (each.images, each.skipped_images, each.anomaly_share) for each in told}) == 1


def _checked(run: _Run, resamples: Mapping[str, Resampled]) -> Mapping[str, Resampled]:
    """See that resamples belong to the result beside them: a killed evaluation may leave newer ones."""
    for protocol, each in resamples.items():
        told = run.result.protocols.get(protocol)
        for score, row in each.figures.items():
            figures = told and told.methods.get(score)
            # the same figures, but added up in another order
            if figures is None or not all(
                isclose(getattr(figures, name), value, rel_tol=_ROUNDING) for name, value in row.items()
            ):
                raise CaosError(
                    f"{run.folder / RESAMPLES_FILE}: of another evaluation than result.json beside it "
                    f"({protocol} {score}); evaluate the run again with  caos segment eval"
                )
    return resamples


def _protocol(name: str, result: Result, runs: Sequence[Resampled]) -> SeedProtocol:
    told = result.protocols[name]
    scores = [score for score in told.methods if all(score in run.draws for run in runs)]
    fields = [column.field for column in COLUMNS]
    pairs = [(score, REFERENCE) for score in scores if score != REFERENCE] if REFERENCE in scores else []
    return SeedProtocol(
        name,
        told.description,
        told.ignored,
        told.images,
        told.skipped_images,
        result.anomaly_share if told.anomaly_share is None else told.anomaly_share,
        {score: {field: across_seeds(runs, field, score) for field in fields} for score in scores},
        [test for field in fields for test in compare_across_seeds(runs, field, pairs)] if pairs else [],
    )
