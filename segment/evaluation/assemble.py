"""From sources of score maps to the result of a run."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import numpy as np

from caos import metrics
from caos.metrics import protocol
from caos.metrics.evaluator import Counting
from caos.metrics.intervals import Resampled
from caos.runs import (
    ComponentFigures,
    Curve,
    MethodFigures,
    ProtocolFigures,
    Provenance,
    Result,
    Slice,
    provenance,
    write_resamples,
    write_result,
)

from ..gallery import choose, remove_stale, write_gallery, write_heat_maps
from .collect import collect
from .description import ScoresDescription
from .progress import Progress, Ticker
from .quality import measure_quality
from .source import ScoreSource
from .thresholded import apply_thresholds
from .uncertainty import SEED, comparisons, resample_images

VALIDATION: Final = "validation"
_RANKING: Final = "max_logit"
"""The score that ranks the gallery's images, where it is there."""


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be evaluated.

    Attributes:
        test: scores of the split, best remembered or on disk: they are gone through several times.
        validation: predictions of the validation split; None where they are not known.
        description: what made the scores.
        protocols: names; the first chooses the pixels of curves and of per-image figures.
        counting: of pooled figures, exact or approximate.
        out: folder of `result.json` and the gallery.
        command: that a user would have typed.
    """

    test: ScoreSource
    validation: ScoreSource | None
    description: ScoresDescription
    protocols: tuple[str, ...]
    counting: Counting
    out: Path
    command: str


def assemble(job: Job, progress: Progress | None, started: float) -> Result:
    """Evaluate, and write `result.json`, `resamples.safetensors` and `gallery/` into `job.out`.

    Args:
        job: what to evaluate.
        progress: told after every image.
        started: `time.monotonic()` when the command began.

    Raises:
        CaosError: a broken or missing map, or no image with both normal and anomalous pixels.
    """
    dataset, chosen = job.test.dataset, [protocol(name) for name in job.protocols]
    frames = 2 * len(dataset) + (len(job.validation.dataset) if job.validation else 0)
    tick = Ticker(progress, frames)
    found = collect(job.test, chosen, job.counting, tick)
    evaluator = found.evaluator
    quality = {VALIDATION: None if job.validation is None else measure_quality(job.validation, tick)}
    computed = evaluator.compute()
    cut = apply_thresholds(job.test, evaluator, computed, chosen, tick)
    quality[dataset.split] = found.quality and found.quality.model_copy(update={"open_miou": cut.open_miou})
    resampled = {**resample_images(evaluator, chosen), **cut.pooled}
    names = job.test.names
    pictured = choose(found.figures, _RANKING if _RANKING in names else names[0])
    description = job.description
    heat_maps = write_heat_maps(job.out, cut.heat_maps)
    result = Result(
        title=f"{description.model} on {dataset.root.resolve().name}",
        model=description.model,
        dataset=description.dataset,
        anomaly_share=found.anomaly_share,
        protocols={
            name: _protocol_figures(figures, resampled.get(name), cut.components.get(name, {}), description)
            for name, figures in computed.items()
        },
        segmentation={split: figures for split, figures in quality.items() if figures is not None},
        curves={name: Curve(**asdict(curve)) for name, curve in evaluator.curves().items()},
        comparisons=comparisons(resampled),
        slices=[
            Slice.model_validate(asdict(each)) for each in found.slices.slices(np.random.default_rng(SEED))
        ],
        false_positives={
            name: each.model_copy(update={"heat_map": heat_maps[name]})
            for name, each in cut.false_positives.items()
        },
        gallery=write_gallery(job.out, job.test, pictured, found.figures, cut.levels),
        levels=cut.levels,
        left_out=description.left_out,
        weights=description.weights,
        recipes=description.recipes,
        training=description.training,
        provenance=_provenance(job, started),
    )
    write_resamples(job.out, resampled)
    write_result(job.out, result)
    remove_stale(job.out, result.gallery, list(heat_maps.values()))
    return result


def _protocol_figures(
    figures: metrics.ProtocolFigures,
    resampled: Resampled | None,
    components: Mapping[str, ComponentFigures],
    description: ScoresDescription,
) -> ProtocolFigures:
    """For result.json; the description tells which score asked for has no meaning here."""
    intervals = {} if resampled is None else resampled.intervals()
    left_out = description.left_out
    note = f"; left out: {', '.join(left_out)}" if left_out else ""
    return ProtocolFigures(
        description=figures.description + note,
        ignored=figures.ignored,
        images=figures.images,
        skipped_images=figures.skipped_images,
        anomaly_share=figures.anomaly_share,
        methods={
            name: MethodFigures(**asdict(row), intervals=intervals.get(name, {}))
            for name, row in figures.methods.items()
        },
        components=dict(components),
    )


def _provenance(job: Job, started: float) -> Provenance:
    trained = sum(job.description.training.get("seconds", []))
    return provenance(
        command=job.command,
        seed=job.description.seed,
        seconds={"train": trained, "evaluate": time.monotonic() - started},
    )
