"""From matched components to sIoU, PPV and F1*: see `components`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from .matching import Counts, Matches, Shares

MATCH_LEVELS: Final = np.arange(25, 80, 5) / 100
"""The eleven sIoU (and PPV) levels that F1* averages over; each the nearest float64 to its decimal."""


@dataclass(frozen=True, slots=True)
class ComponentFigures:
    """Figures of one score, in [0, 1]; NaN: siou without objects, ppv without predictions, f1 without both.

    Attributes:
        siou: mean over all objects of all images.
        ppv: mean over all predicted components of all images.
        f1: F1*, from counts summed over all images.
        threshold: the score from which a pixel counts as anomalous.
    """

    siou: float
    ppv: float
    f1: float
    threshold: float


@dataclass(frozen=True, slots=True)
class ImageComponents:
    """What each of N images adds to the figures of one score, in the order the images were seen.

    Attributes:
        siou_sum: (N,) float64, sum over the image's objects.
        objects: (N,) int64.
        ppv_sum: (N,) float64, sum over the image's predicted components.
        predictions: (N,) int64.
        hits: (N, 11) int64, objects with sIoU at or above each of `MATCH_LEVELS`.
        false_alarms: (N, 11) int64, predicted components with PPV below each level.
    """

    siou_sum: Shares
    objects: Counts
    ppv_sum: Shares
    predictions: Counts
    hits: Counts
    false_alarms: Counts

    def figures(self, times: npt.NDArray[Any]) -> dict[str, Shares]:
        """Figures "siou", "ppv" and "f1" when image n is seen `times[..., n]` times, for resampling.

        Args:
            times: (..., N) non-negative numbers.

        Returns:
            Figure's name -> (...) float64.
        """
        return _figures(
            times @ self.siou_sum,
            times @ self.objects,
            times @ self.ppv_sum,
            times @ self.predictions,
            times @ self.hits,
            times @ self.false_alarms,
        )


def image_components(images: Sequence[Matches]) -> ImageComponents:
    """The sums of each image."""

    def counts(values: list[int]) -> Counts:
        return np.array(values, dtype=np.int64)

    return ImageComponents(
        siou_sum=np.array([math.fsum(image.siou) for image in images], dtype=np.float64),
        objects=counts([image.siou.size for image in images]),
        ppv_sum=np.array([math.fsum(image.ppv) for image in images], dtype=np.float64),
        predictions=counts([image.ppv.size for image in images]),
        hits=_levels([image.siou for image in images], above=True),
        false_alarms=_levels([image.ppv for image in images], above=False),
    )


def _levels(images: Sequence[Shares], *, above: bool) -> Counts:
    """(N, 11) how many shares of each image are at or above, or below, each of `MATCH_LEVELS`."""
    at_least = [(shares[:, None] >= MATCH_LEVELS).sum(axis=0) for shares in images]
    rows = at_least if above else [shares.size - row for shares, row in zip(images, at_least, strict=True)]
    return np.array(rows, dtype=np.int64).reshape(len(images), MATCH_LEVELS.size)


def component_figures(images: Sequence[Matches], threshold: float) -> ComponentFigures:
    """Figures over all images, the same for any order of them."""
    each = image_components(images)
    found = _figures(
        np.float64(math.fsum(each.siou_sum)),
        each.objects.sum(),
        np.float64(math.fsum(each.ppv_sum)),
        each.predictions.sum(),
        each.hits.sum(axis=0),
        each.false_alarms.sum(axis=0),
    )
    return ComponentFigures(**{name: float(value) for name, value in found.items()}, threshold=threshold)


def _figures(
    siou_sum: Any, objects: Any, ppv_sum: Any, predictions: Any, hits: Any, false_alarms: Any
) -> dict[str, Shares]:
    """The figures of sums over images; the last axis of `hits` and `false_alarms` are the levels."""
    hits, objects = np.asarray(hits, np.float64), np.asarray(objects, np.float64)
    with np.errstate(invalid="ignore"):
        # objects that are no hit are missed, so 2 TP + FN = TP + objects
        f1 = 2 * hits / (hits + objects[..., None] + false_alarms)
        return {
            "siou": np.divide(siou_sum, objects),
            "ppv": np.divide(ppv_sum, np.asarray(predictions, np.float64)),
            "f1": f1.mean(axis=-1),
        }
