"""All figures of a set of predictions with their intervals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from caos.errors import CaosError
from caos.metrics.calibration import BINS
from caos.metrics.intervals import MIN_IMAGES, Interval, PairedTest, resample_means

from .bootstrap import Figure, figure_interval, paired_figures
from .calibration import expected_calibration_error, l2_calibration_error, rms_calibration_error
from .errors import Bools, Floats, Ints
from .multilabel import frequency_weighted_map
from .predictions import Predictions
from .selective import aurra

LOWER_IS_BETTER: Final = frozenset({"top1_error", "top5_error", "ece", "rms", "l2"})
"""Figures of which less is better."""

_TOP: Final = 5


@dataclass(frozen=True, slots=True)
class FigureOfMerit:
    """A figure, in [0, 1], and its 95 % interval from resampling images; None for too few images."""

    value: float
    interval: Interval | None


def classification_figures(
    predictions: Predictions, rng: np.random.Generator | None = None
) -> dict[str, FigureOfMerit]:
    """All figures that are defined for these predictions, in reading order.

    Single-label: "top1_error", "top5_error" (of more than five classes), "ece", "rms", "l2" (calibration; the
    last of 30 images or more), "aurra". Multi-label: "map".

    Args:
        predictions: of one set of images; names must differ, so select one corruption and severity first.
        rng: what draws the images; None = no intervals.

    Raises:
        CaosError: an image that is there more than once, or no positive of any class.
    """
    if np.unique(predictions.names).size != predictions.images:
        raise CaosError("images are there several times (under several groups?); select one group first")
    outcomes, recomputed = _outcomes(predictions), _recomputed(predictions)
    values = {name: float(each.mean()) for name, each in outcomes.items()}
    values |= {name: figure(np.arange(predictions.images)) for name, figure in recomputed.items()}
    intervals: dict[str, Interval] = {}
    if rng is not None and predictions.images >= MIN_IMAGES:
        if outcomes:
            intervals = resample_means({"here": outcomes}, rng).intervals()["here"]
        for name, figure in recomputed.items():
            intervals[name] = figure_interval(figure, predictions.images, rng)
    return {name: FigureOfMerit(value, intervals.get(name)) for name, value in values.items()}


def compare_predictions(
    first: Predictions, second: Predictions, rng: np.random.Generator
) -> dict[str, PairedTest]:
    """Paired test of every figure of two classifiers over the same images: difference `first` - `second`.

    Images are joined by name. P-values are of each figure alone: correct them for how many you look at
    (`caos.metrics.comparisons.holm`).

    Raises:
        CaosError: other images or labels in one than in the other, or too few of them.
    """
    second = _joined(first, second)
    tests = {}
    outcomes = _outcomes(first)
    if outcomes:
        resampled = resample_means({"first": outcomes, "second": _outcomes(second)}, rng)
        tests = {name: resampled.paired(name, "first", "second") for name in outcomes}
    again = _recomputed(second)
    for name, figure in _recomputed(first).items():
        tests[name] = paired_figures(figure, again[name], first.images, rng)
    return tests


def _outcomes(predictions: Predictions) -> dict[str, Floats]:
    """Figures that are means over images -> (N,) their values."""
    if predictions.multilabel:
        return {}
    ranks = {"top1_error": 1, "top5_error": _TOP}
    classes = predictions.scores.shape[1]
    return {
        name: 1.0 - predictions.correct(k).astype(np.float64)
        for name, k in ranks.items()
        if k == 1 or k < classes
    }


def _recomputed(predictions: Predictions) -> dict[str, Figure]:
    """Figures that are no means."""
    if predictions.multilabel:
        return {"map": lambda at: frequency_weighted_map(predictions.scores[at], predictions.labels[at])}
    sure, right = predictions.confidence(), predictions.correct()
    measures: dict[str, Callable[[Floats, Bools], float]] = {
        "ece": expected_calibration_error,
        "rms": rms_calibration_error,
        "l2": l2_calibration_error,
        "aurra": aurra,
    }
    if predictions.images < 2 * BINS:
        del measures["l2"]

    def of(measure: Callable[[Floats, Bools], float]) -> Figure:
        def figure(at: Ints) -> float:
            return measure(sure[at], right[at])

        return figure

    return {name: of(measure) for name, measure in measures.items()}


def _joined(first: Predictions, second: Predictions) -> Predictions:
    """`second` in the order of images of `first`."""
    if first.multilabel != second.multilabel or first.scores.shape != second.scores.shape:
        raise CaosError(
            f"predictions of {first.scores.shape} and {second.scores.shape}: "
            "compare over the same images and classes"
        )
    here, there = np.argsort(first.names, kind="stable"), np.argsort(second.names, kind="stable")
    if not np.array_equal(first.names[here], second.names[there]):
        odd = sorted(set(first.names.tolist()) ^ set(second.names.tolist()))
        raise CaosError(
            f"predictions of other images: {odd[0] if odd else 'names repeat'}; give the same test set"
        )
    order = np.empty_like(here)
    order[here] = there
    if not np.array_equal(first.labels, second.labels[order]):
        raise CaosError("the two predictions disagree about the labels; give the same test set")
    groups = {name: values[order] for name, values in second.groups.items()}
    return Predictions(second.scores[order], second.labels[order], second.names[order], second.kind, groups)
