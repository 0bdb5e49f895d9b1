"""`caos segment eval` and `score-files`: score maps in, `result.json` and a gallery out."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from caos.errors import CaosError
from caos.frames import split_named
from caos.metrics import protocol
from caos.metrics.evaluator import Counting
from caos.runs import Result

from .datasets import StreetScenes
from .detectors.base import DEFAULT_PASSES
from .evaluation.assemble import VALIDATION, Job, assemble
from .evaluation.description import ScoresDescription, read_scores_description
from .evaluation.files import SEGMENTATION, open_scores, open_segmentation
from .evaluation.progress import Progress
from .evaluation.source import Remembered, ScoreSource
from .outputs import refuse_unwritable
from .predict import DEFAULT_SCORES, prepare, save_prepared

DEFAULT_PROTOCOLS: Final = ("hendrycks", "pooled")

_MEMORY: Final = 1 << 29
"""Bytes of score maps that are remembered between the passes."""


def evaluate(
    data: Path,
    run: Path,
    *,
    scores: Sequence[str] = DEFAULT_SCORES,
    protocols: Sequence[str] = DEFAULT_PROTOCOLS,
    counting: Counting = "exact",
    companions: Mapping[str, Path] | None = None,
    passes: int = DEFAULT_PASSES,
    keep: Path | None = None,
    progress: Progress | None = None,
) -> Result:
    """Score the test split with a trained network and write `result.json` and `gallery/` into the run folder.

    Scores are computed from float32 logits at full resolution. Images without an anomaly (or without anything
    else) are left out by the `hendrycks` protocol, and counted. mIoU is over in-distribution pixels, on
    validation and test.

    Args:
        data: root of a StreetHazards-format data set.
        run: run folder of `train`.
        scores: names from `detectors.DETECTORS`, or "all" for every one that works here. `background` is left
            out where the label set has no such class.
        protocols: names from `caos.metrics.PROTOCOLS`.
        counting: "exact", or "approximate" for pooled figures with a bound of their error, which is told.
        companions: kind of training -> run folder, for detectors with a network of their own.
        passes: stochastic passes of MC dropout, at least 2.
        keep: folder to save the score maps in; absent: frames beyond 512 MiB of maps are predicted again for
            every pass.
        progress: told after every image.

    Raises:
        CaosError: an unknown score or protocol; no test split; no run, no weights, or weights for other
            classes; no image with both normal and anomalous pixels.
    """
    started = time.monotonic()
    for name in protocols:
        protocol(name)
    for folder in (run, keep):
        if folder is not None:
            refuse_unwritable(folder)
    prepared = prepare(data, run, scores=scores, companions=companions, passes=passes, progress=progress)
    test: ScoreSource = Remembered(prepared.test, _MEMORY)
    validation: ScoreSource = prepared.validation
    if keep is not None:
        save_prepared(prepared, keep, progress)
        test = open_scores(keep, prepared.test.dataset, prepared.test.names)
        validation = open_segmentation(keep, prepared.validation.dataset)
    options = (
        f"--scores {','.join(prepared.test.names)} --protocol {','.join(protocols)} --counting {counting}"
        + "".join(f" --companion {path}" for path in (companions or {}).values())
        + (f" --passes {passes}" if passes != DEFAULT_PASSES else "")
    )
    job = Job(
        test=test,
        validation=validation,
        description=prepared.description,
        protocols=tuple(protocols),
        counting=counting,
        out=run,
        command=f"caos segment eval --data {data} --run {run} {options}",
    )
    return assemble(job, progress, started)


def evaluate_files(
    folder: Path,
    data: Path,
    out: Path,
    *,
    scores: Sequence[str] | None = None,
    protocols: Sequence[str] = DEFAULT_PROTOCOLS,
    counting: Counting = "exact",
    split: str | None = None,
    progress: Progress | None = None,
) -> Result:
    """Evaluate score maps on disk, of `predict_scores` or from elsewhere; write `result.json` and `gallery/`.

    Maps of our own give the figures that evaluating the network itself gives, to the last digit.

    Args:
        folder: the maps, see `evaluation.files.open_scores`.
        data: root of the data set they belong to.
        out: folder to write into; made when missing.
        scores: only these; None = all there are.
        protocols: names from `caos.metrics.PROTOCOLS`.
        counting: "exact", or "approximate" for pooled figures with a bound of their error, which is told.
        split: that they belong to; None = the one that `scores.json` names, else "test".
        progress: told after every image.

    Raises:
        CaosError: no maps, a frame without a map or a map without a frame, another size than the frame, NaN,
            float16, an unknown protocol, or scores of another data set.
    """
    started = time.monotonic()
    for name in protocols:
        protocol(name)
    refuse_unwritable(out)
    told = read_scores_description(folder)
    if split is not None:
        split_named(split)
    dataset = StreetScenes(data, split or (told.split if told else "test"))
    known = None if told is None else told.scores
    test = open_scores(folder, dataset, known if scores is None else scores)
    description = told or ScoresDescription(
        split=dataset.split,
        model=folder.resolve().name,
        dataset=dataset.label_set.name,
        scores=test.names,
    )
    if description.dataset != dataset.label_set.name:
        raise CaosError(
            f"{folder}: scores of {description.dataset}, the data are {dataset.label_set.name}; "
            "give the data of scores.json"
        )
    options = f"--scores {','.join(test.names)} --protocol {','.join(protocols)} --counting {counting}"
    job = Job(
        test=test,
        validation=_validation(folder, data, dataset.split),
        description=description,
        protocols=tuple(protocols),
        counting=counting,
        out=out,
        command=f"caos segment score-files {folder} --data {data} --out {out} {options}",
    )
    return assemble(job, progress, started)


def _validation(folder: Path, data: Path, split: str) -> ScoreSource | None:
    """The predictions of the validation split, if they were saved."""
    if split == VALIDATION or not (folder / SEGMENTATION / VALIDATION).is_dir():
        return None
    return open_segmentation(folder, StreetScenes(data, VALIDATION))
