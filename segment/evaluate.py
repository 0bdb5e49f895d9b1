"""`caos segment eval`: a data set and a run folder in, `result.json` and a gallery out."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
from torch import Tensor, nn

from caos.errors import CaosError
from caos.labels import ANOMALY, CLASS_NAMES, VOID, LabelMap, LabelSet
from caos.metrics import Confusion, OODMetrics, PixelEvaluator, protocol
from caos.runs import (
    Curve,
    ProtocolFigures,
    Provenance,
    Result,
    SegmentationFigures,
    provenance,
    write_result,
)
from caos.scores import SCORES, background, score
from caos.training import RunDescription, read_log

from .datasets import StreetScenes
from .gallery import choose, write_gallery
from .predict import load_run, predict_split

DEFAULT_SCORES: Final = ("msp", "max_logit", "background", "energy", "entropy")
DEFAULT_PROTOCOLS: Final = ("hendrycks", "pooled")

Progress = Callable[[int, int, str], None]
"""Called with (done, total, what is being done)."""

ScoreFunction = Callable[[Tensor], Tensor]
_BACKGROUND_CLASS: Final = CLASS_NAMES[0]


def evaluate(
    data: Path,
    run: Path,
    *,
    scores: Sequence[str] = DEFAULT_SCORES,
    protocols: Sequence[str] = DEFAULT_PROTOCOLS,
    progress: Progress | None = None,
) -> Result:
    """Score the test split with a trained network and write `result.json` and `gallery/` into the run folder.

    Scores are computed from float32 logits at full resolution. Images without an anomaly (or without anything
    else) are left out by the `hendrycks` protocol, and counted. mIoU is over in-distribution pixels, on
    validation and test.

    Args:
        data: root of a StreetHazards-format data set.
        run: run folder of `train`.
        scores: names from `caos.scores.SCORES`. `background` is left out where the label set has no such
            class.
        protocols: names from `caos.metrics.PROTOCOLS`.
        progress: told after every image.

    Raises:
        CaosError: an unknown score or protocol; no test split; no run, no weights, or weights for other
            classes; no image with both normal and anomalous pixels.
    """
    started = time.monotonic()
    for name in protocols:
        protocol(name)
    test, validation = StreetScenes(data, "test"), StreetScenes(data, "validation")
    functions = score_functions(scores, test.label_set)
    network, description = load_run(run, test.label_set)
    tick = _Ticker(progress, len(test) + len(validation))
    outcome = _score_test(network, test, functions, protocols, tick)
    quality = {"validation": _quality(network, validation, tick), "test": outcome.quality}
    chosen = choose(outcome.figures, "max_logit" if "max_logit" in functions else next(iter(functions)))
    gallery = write_gallery(run, test, chosen, network, functions, outcome.figures)
    result = Result(
        title=f"{description.model} on {data.resolve().name}",
        model=description.model,
        dataset=description.dataset,
        anomaly_share=outcome.anomaly_share,
        protocols=_protocols(outcome.evaluator, scores, functions),
        segmentation=quality,
        curves={name: Curve(**asdict(curve)) for name, curve in outcome.evaluator.curves().items()},
        gallery=gallery,
        training=read_log(run),
        provenance=_provenance(data, run, description, functions, protocols, time.monotonic() - started),
    )
    write_result(run, result)
    return result


def score_functions(names: Sequence[str], label_set: LabelSet) -> dict[str, ScoreFunction]:
    """The scores called `names`; `background` is left out where the label set has no such class.

    Raises:
        CaosError: an unknown name, or none left.
    """
    functions: dict[str, ScoreFunction] = {}
    for name in names:
        function = score(name)
        if name != "background":
            functions[name] = function
        elif _BACKGROUND_CLASS in label_set.classes:
            functions[name] = partial(background, background=label_set.classes.index(_BACKGROUND_CLASS))
    if not functions:
        why = f"{label_set.name} has no background class" if names else "none is named"
        raise CaosError(f"no score to evaluate: {why}; choose from {', '.join(SCORES)}")
    return functions


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What one pass over the test split gives; `figures` are per image."""

    evaluator: PixelEvaluator
    figures: list[dict[str, OODMetrics | None]]
    quality: SegmentationFigures
    anomaly_share: float


def _score_test(
    network: nn.Module,
    test: StreetScenes,
    functions: Mapping[str, ScoreFunction],
    protocols: Sequence[str],
    tick: _Ticker,
) -> _Outcome:
    evaluator = PixelEvaluator(protocols, tuple(functions), label_set=test.label_set)
    confusion = Confusion(len(test.label_set.classes))
    figures: list[dict[str, OODMetrics | None]] = []
    anomalous = labelled = 0
    for _, logits, label in predict_split(network, test):
        truth: LabelMap = label.numpy()
        maps = {name: function(logits[None])[0].cpu().numpy() for name, function in functions.items()}
        figures.append(evaluator.update(maps, truth))
        confusion.update(logits.argmax(dim=0).cpu().numpy(), truth)
        anomalous += int((truth == ANOMALY).sum())
        labelled += int((truth != VOID).sum())
        tick("scoring the test split")
    quality = _segmentation_figures(confusion, test.label_set)
    return _Outcome(evaluator, figures, quality, anomalous / max(labelled, 1))


def _quality(network: nn.Module, dataset: StreetScenes, tick: _Ticker) -> SegmentationFigures:
    confusion = Confusion(len(dataset.label_set.classes))
    for _, logits, label in predict_split(network, dataset):
        confusion.update(logits.argmax(dim=0).cpu().numpy(), label.numpy())
        tick(f"{dataset.split} mIoU")
    return _segmentation_figures(confusion, dataset.label_set)


def _segmentation_figures(confusion: Confusion, label_set: LabelSet) -> SegmentationFigures:
    iou = [None if np.isnan(value) else float(value) for value in confusion.iou()]
    return SegmentationFigures(
        miou=confusion.miou(),
        pixel_accuracy=confusion.pixel_accuracy(),
        iou=dict(zip(label_set.classes, iou, strict=True)),
    )


def _protocols(
    evaluator: PixelEvaluator, asked: Sequence[str], functions: Mapping[str, ScoreFunction]
) -> dict[str, ProtocolFigures]:
    """The figures for result.json; the description tells which score asked for has no meaning here."""
    left_out = [name for name in asked if name not in functions]
    note = f"; {', '.join(left_out)} left out: these labels have no such class" if left_out else ""
    return {
        name: ProtocolFigures.model_validate({**asdict(figures), "description": figures.description + note})
        for name, figures in evaluator.compute().items()
    }


def _provenance(
    data: Path,
    run: Path,
    description: RunDescription,
    functions: Mapping[str, ScoreFunction],
    protocols: Sequence[str],
    seconds: float,
) -> Provenance:
    options = f"--scores {','.join(functions)} --protocol {','.join(protocols)}"
    trained = sum(read_log(run).get("seconds", []))
    return provenance(
        command=f"caos segment eval --data {data} --run {run} {options}",
        seed=description.training.seed,
        seconds={"train": trained, "evaluate": seconds},
    )


class _Ticker:
    """Counts images towards a total and tells `progress`."""

    def __init__(self, progress: Progress | None, total: int) -> None:
        self._progress = progress
        self._total = total
        self._done = 0

    def __call__(self, what: str) -> None:
        self._done += 1
        if self._progress:
            self._progress(self._done, self._total, what)
