"""From sources of score maps to the result of a run."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import numpy as np

from caos.labels import LabelSet
from caos.metrics import Confusion, PixelEvaluator
from caos.runs import Curve, ProtocolFigures, Result, SegmentationFigures, provenance, write_result

from ..gallery import choose, write_gallery
from .collect import collect
from .description import ScoresDescription
from .levels import level_scale
from .progress import Progress, Tick, Ticker
from .source import ScoreSource

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
        out: folder of `result.json` and the gallery.
        command: that a user would have typed.
    """

    test: ScoreSource
    validation: ScoreSource | None
    description: ScoresDescription
    protocols: tuple[str, ...]
    out: Path
    command: str


def assemble(job: Job, progress: Progress | None, started: float) -> Result:
    """Evaluate, and write `result.json` and `gallery/` into `job.out`.

    Args:
        job: what to evaluate.
        progress: told after every image.
        started: `time.monotonic()` when the command began.

    Raises:
        CaosError: a broken or missing map, or no image with both normal and anomalous pixels.
    """
    tick = Ticker(progress, len(job.test.dataset) + (len(job.validation.dataset) if job.validation else 0))
    found = collect(job.test, job.protocols, tick)
    quality = {}
    if job.validation is not None:
        quality[VALIDATION] = _quality(job.validation, tick)
    label_set = job.test.dataset.label_set
    if found.confusion is not None:
        quality[job.test.dataset.split] = _segmentation_figures(found.confusion, label_set)
    protocols = _protocols(found.evaluator, job.description.left_out)
    scales = {name: level_scale(counts) for name, counts in found.evaluator.pooled().items()}
    names = job.test.names
    chosen = choose(found.figures, _RANKING if _RANKING in names else names[0])
    result = Result(
        title=f"{job.description.model} on {job.test.dataset.root.resolve().name}",
        model=job.description.model,
        dataset=job.description.dataset,
        anomaly_share=found.anomaly_share,
        protocols=protocols,
        segmentation=quality,
        curves={name: Curve(**asdict(curve)) for name, curve in found.evaluator.curves().items()},
        gallery=write_gallery(job.out, job.test, chosen, found.figures, scales),
        levels=scales,
        left_out=job.description.left_out,
        training=job.description.training,
        provenance=provenance(
            command=job.command,
            seed=job.description.seed,
            seconds={
                "train": sum(job.description.training.get("seconds", [])),
                "evaluate": time.monotonic() - started,
            },
        ),
    )
    write_result(job.out, result)
    return result


def _quality(source: ScoreSource, tick: Tick) -> SegmentationFigures:
    confusion = Confusion(len(source.dataset.label_set.classes))
    for frame in source.frames():
        if frame.prediction is not None:
            confusion.update(frame.prediction, frame.label)
        tick(f"{source.dataset.split} mIoU")
    return _segmentation_figures(confusion, source.dataset.label_set)


def _segmentation_figures(confusion: Confusion, label_set: LabelSet) -> SegmentationFigures:
    iou = [None if np.isnan(value) else float(value) for value in confusion.iou()]
    return SegmentationFigures(
        miou=confusion.miou(),
        pixel_accuracy=confusion.pixel_accuracy(),
        iou=dict(zip(label_set.classes, iou, strict=True)),
    )


def _protocols(evaluator: PixelEvaluator, left_out: Sequence[str]) -> dict[str, ProtocolFigures]:
    """The figures for result.json; the description tells which score asked for has no meaning here."""
    note = f"; left out: {', '.join(left_out)}" if left_out else ""
    return {
        name: ProtocolFigures.model_validate({**asdict(figures), "description": figures.description + note})
        for name, figures in evaluator.compute().items()
    }
