"""Figures of single anomalous objects: their pixels against the normal pixels of their image."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from caos.labels import ANOMALY, LabelMap

from .cuts import Properties
from .exact import checked_pixels
from .ranks import ood_figures, rank_counts

Figures = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ImageObjects:
    """The anomalous objects of one image.

    Attributes:
        ids: (H, W) integers, 1..K on the objects, 0 elsewhere.
        properties: (K,) what is known of each.
    """

    ids: npt.NDArray[Any]
    properties: Sequence[Properties]


def object_figures(
    scores: Sequence[npt.ArrayLike], label: LabelMap, kept: npt.NDArray[np.bool_], objects: ImageObjects
) -> list[Figures | None]:
    """AUROC, AUPR and FPR95 of a whole image, then of each of its objects.

    The normal pixels are sorted once per score, so that a further object costs little.

    Args:
        scores: S score maps, (H, W) each.
        label: (H, W) uint8 class indices, `ANOMALY` or `VOID`.
        kept: (256,) bool, which labels count.
        objects: K objects; their pixels that are not labelled `ANOMALY` do not count.

    Returns:
        1 + K entries, (S, 3) float64 or None where there are no anomalous, or no normal, pixels.

    Raises:
        CaosError: NaN, or shapes that differ.
    """
    is_anomaly = label == ANOMALY
    normal = (kept[label] & ~is_anomaly).ravel()
    anomalous = np.flatnonzero(is_anomaly)
    ids = objects.ids.ravel()[anomalous]
    parts = [anomalous, *(anomalous[ids == number + 1] for number in range(len(objects.properties)))]
    rows = []
    for one in scores:
        values, _ = checked_pixels(one, is_anomaly)
        ordered = np.sort(values[normal])
        rows.append([_figures(ordered, values[part]) for part in parts])
    return [_stacked(column) for column in zip(*rows, strict=True)]


def _figures(normals: npt.NDArray[Any], anomalies: npt.NDArray[Any]) -> tuple[float, float, float] | None:
    """AUROC, AUPR and FPR95 of some anomalous scores against ascending normal ones; None without either."""
    if not normals.size or not anomalies.size:
        return None
    found, per_score = np.unique(anomalies, return_counts=True)
    at_least = normals.size - np.searchsorted(normals, found, side="left")
    above = normals.size - np.searchsorted(normals, found, side="right")
    own = ood_figures(rank_counts(at_least, above, per_score, normals.size), "first")
    return own.auroc, own.aupr, own.fpr95


def _stacked(rows: Sequence[tuple[float, float, float] | None]) -> Figures | None:
    """(S, 3); None where a score has no figures, for then no score has."""
    known = [row for row in rows if row is not None]
    return np.array(known) if len(known) == len(rows) else None
