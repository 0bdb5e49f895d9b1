"""Components of one image's ground truth and of one prediction, and how far they cover each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from caos.labels import ANOMALY, LabelMap

Mask = npt.NDArray[np.bool_]
Counts = npt.NDArray[np.int64]
Shares = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class TrueComponents:
    """The anomalous objects of one image.

    Attributes:
        ids: (H, W) int32, 1..K on the objects that count, 0 elsewhere.
        sizes: (K,) their pixels.
        predictable: (H, W) bool, False on void, where predictions are wiped out before they are cut.
        counted: (H, W) bool, False on void and on objects too small to count.
    """

    ids: npt.NDArray[np.int32]
    sizes: Counts
    predictable: Mask
    counted: Mask


@dataclass(frozen=True, slots=True)
class Matches:
    """How the components of one image cover each other.

    Attributes:
        siou: (K,) of each object, in [0, 1].
        ppv: (P,) of each predicted component with a counted pixel, in [0, 1].
    """

    siou: Shares
    ppv: Shares


def true_components(label: LabelMap, kept: Mask, min_pixels: int) -> TrueComponents:
    """The 8-connected components of the anomalous pixels.

    Args:
        label: (H, W) uint8 class indices, `ANOMALY` or `VOID`.
        kept: (256,) whether a label counts; the others are void.
        min_pixels: objects with fewer pixels are left out.
    """
    is_anomaly = label == ANOMALY
    ids, sizes = large_components(is_anomaly, min_pixels)
    predictable = kept[label]
    return TrueComponents(ids, sizes, predictable, predictable & (~is_anomaly | (ids > 0)))


def match(truth: TrueComponents, predicted: Mask, min_pixels: int) -> Matches:
    """Match the 8-connected components of a prediction with the objects.

    Args:
        truth: the objects.
        predicted: (H, W) bool, what is called anomalous.
        min_pixels: predicted components with fewer pixels are dropped.
    """
    predicted = predicted & truth.predictable
    ids, numbers, _ = _components(predicted, min_pixels)
    number = int(numbers.max(initial=0)) + 1
    # few pixels are predicted, so only those are looked at
    places = np.flatnonzero(predicted & truth.counted)
    prediction, anomaly = numbers[ids.ravel()[places]], truth.ids.ravel()[places]
    seen = np.bincount(prediction, minlength=number)
    both = (prediction > 0) & (anomaly > 0)
    pairs, pixels = np.unique(anomaly[both].astype(np.int64) * number + prediction[both], return_counts=True)
    objects, predictions = pairs // number - 1, pairs % number
    on_objects = _sums(predictions, pixels, number)
    # The union of an object with all that touches it, less what lies on other objects, is the object and the
    # touching predictions' pixels on no object.
    elsewhere = seen - on_objects
    beside = _sums(objects, elsewhere[predictions], truth.sizes.size)
    covered = _sums(objects, pixels, truth.sizes.size)
    real = np.flatnonzero(seen[1:]) + 1
    return Matches(covered / (truth.sizes + beside), on_objects[real] / seen[real])


def large_components(mask: Mask, min_pixels: int) -> tuple[npt.NDArray[np.int32], Counts]:
    """The 8-connected components of at least `min_pixels` pixels.

    Returns:
        (H, W) int32, 1..K on the components and 0 elsewhere, and (K,) their pixels.
    """
    ids, numbers, sizes = _components(mask, min_pixels)
    return numbers[ids], sizes


def _components(mask: Mask, min_pixels: int) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32], Counts]:
    """(H, W) component of each pixel, (N,) its number among the large ones or 0, and their (K,) pixels."""
    total, ids, stats, _ = cv2.connectedComponentsWithStats(
        np.ascontiguousarray(mask).view(np.uint8), connectivity=8, ltype=cv2.CV_32S
    )
    sizes = stats[:, cv2.CC_STAT_AREA].astype(np.int64)
    large = sizes >= min_pixels
    large[0] = False
    numbers = np.zeros(total, dtype=np.int32)
    numbers[large] = np.arange(1, large.sum() + 1, dtype=np.int32)
    return ids, numbers, sizes[large]


def _sums(places: npt.NDArray[Any], values: npt.NDArray[Any], number: int) -> Counts:
    """(number,) sum of `values` per place."""
    totals = np.zeros(number, dtype=np.int64)
    np.add.at(totals, places, values)
    return totals
