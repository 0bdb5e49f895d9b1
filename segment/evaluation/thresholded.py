"""The second pass over the score maps: everything that needs thresholds of the first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np
import numpy.typing as npt

from caos.labels import LabelSet
from caos.metrics import (
    ComponentCounts,
    ComponentSettings,
    ImageComponents,
    PixelEvaluator,
    Protocol,
    ProtocolFigures,
)
from caos.metrics.intervals import MIN_IMAGES, Resampled, image_weights, percentiles
from caos.metrics.open_miou import OpenConfusion
from caos.metrics.regions import FalsePositiveCounts
from caos.runs import ComponentFigures, FalsePositives, Interval, LevelScale

from .cuts import Cuts, cut_pools
from .progress import Tick
from .source import ScoreSource
from .uncertainty import SEED, PoolResamplers


@dataclass(frozen=True, slots=True)
class Thresholded:
    """What the second pass gives.

    Attributes:
        components: protocol -> score -> figures, of protocols that have them.
        false_positives: score -> where its false alarms lie at 95 % recall.
        pooled: protocol that pools pixels -> its figures in every resample.
        open_miou: score -> mIoU that counts called and missed anomalies as well; empty without predictions.
        levels: score -> thresholds of the report's slider.
        heat_maps: score -> (down, across) share of false alarms by place in the image, NaN without pixels.
    """

    components: dict[str, dict[str, ComponentFigures]]
    false_positives: dict[str, FalsePositives]
    pooled: dict[str, Resampled]
    open_miou: dict[str, float]
    levels: dict[str, LevelScale]
    heat_maps: dict[str, npt.NDArray[np.float64]]


def apply_thresholds(
    source: ScoreSource,
    evaluator: PixelEvaluator,
    figures: Mapping[str, ProtocolFigures],
    protocols: Sequence[Protocol],
    tick: Tick,
) -> Thresholded:
    """Go through the split again, with thresholds from the counts of the first pass.

    Args:
        source: the scores.
        evaluator: after the first pass.
        figures: what it computed, by protocol.
        protocols: that it was made for.
        tick: told after every frame.

    Raises:
        CaosError: a broken or missing file.
    """
    label_set = source.dataset.label_set
    cuts = cut_pools(evaluator, protocols)
    first = cuts[protocols[0].name]
    components = {
        entry.name: _component_counts(entry, entry.components, cuts[entry.name], label_set)
        for entry in protocols
        if entry.components is not None
    }
    thresholds = {name: each.recall for name, each in first.items()}
    alarms = FalsePositiveCounts(thresholds, label_set)
    opened = OpenConfusion(len(label_set.classes), thresholds, kept=protocols[0].kept(label_set))
    resamplers = PoolResamplers(cuts, protocols, source.dataset)
    for frame in source.frames():
        for counts in components.values():
            counts.update(frame.scores, frame.label)
        alarms.update(frame.scores, frame.label)
        if frame.prediction is not None:
            opened.update(frame.prediction, frame.scores, frame.label)
        resamplers.update(frame)
        tick(f"thresholds on the {source.dataset.split} split")
    return Thresholded(
        {name: _component_figures(counts) for name, counts in components.items()},
        {name: FalsePositives(**asdict(each)) for name, each in alarms.compute().items()},
        resamplers.resample(figures),
        {name: each.open_miou for name, each in opened.compute().items()} if opened.images else {},
        {name: each.levels for name, each in first.items()},
        alarms.heat_maps(),
    )


def _component_counts(
    entry: Protocol, settings: ComponentSettings, cuts: Mapping[str, Cuts], label_set: LabelSet
) -> ComponentCounts:
    thresholds = {name: each.best_f1 for name, each in cuts.items()}
    return ComponentCounts(list(thresholds), thresholds, settings, kept=entry.kept(label_set))


def _component_figures(counts: ComponentCounts) -> dict[str, ComponentFigures]:
    intervals = _component_intervals(counts.per_image())
    return {
        name: ComponentFigures(**asdict(figures), intervals=intervals[name])
        for name, figures in counts.compute().items()
    }


def _component_intervals(images: Mapping[str, ImageComponents]) -> dict[str, dict[str, Interval]]:
    """Score -> figure -> 95 % interval; no figure where the images are too few."""
    intervals: dict[str, dict[str, Interval]] = {}
    for name, each in images.items():
        number = each.objects.size
        if number < MIN_IMAGES:
            intervals[name] = {}
            continue
        blocks = [each.figures(weights) for weights in image_weights(number, np.random.default_rng(SEED))]
        draws = {figure: np.concatenate([block[figure] for block in blocks]) for figure in blocks[0]}
        intervals[name] = {figure: percentiles(values, each.objects.size) for figure, values in draws.items()}
    return intervals
