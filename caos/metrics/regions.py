"""Where false alarms lie at 95 % recall: in which classes, near borders or inside, where in the image."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

from caos.errors import CaosError
from caos.labels import ANOMALY, VOID, LabelMap, LabelSet

Mask = npt.NDArray[np.bool_]
Counts = npt.NDArray[np.int64]

BOUNDARY_RADIUS: Final = 5
"""Pixels to another class, centre to centre, up to which a pixel counts as boundary."""

GRID: Final = (54, 96)
"""Cells of the heat map, down and across: images of any size go on it."""

_LABELS: Final = 256


@dataclass(frozen=True, slots=True)
class FalsePositives:
    """As `caos.runs.FalsePositives`: shares in [0, 1] of the normal pixels that are called anomalous.

    Attributes:
        by_class: class name -> share; None for a class without pixels.
        boundary: of the normal pixels near another class.
        interior: of the others.
    """

    by_class: dict[str, float | None]
    boundary: float | None
    interior: float | None


def boundary_mask(label: LabelMap, radius: int = BOUNDARY_RADIUS) -> Mask:
    """(H, W) bool: pixels of a class with a pixel of another class at most `radius` away (Euclidean).

    Anomalous and void pixels make no border: beside them nothing changes between two known classes.
    """
    offsets = np.arange(-radius, radius + 1)
    disk = (offsets[:, None] ** 2 + offsets**2 <= radius**2).astype(np.uint8)
    known = (label != ANOMALY) & (label != VOID)
    # class indices end well below 253, so that 0 and 255 are free for pixels that must never win
    highest = cv2.dilate(np.where(known, label + np.uint8(1), 0).astype(np.uint8), disk)
    lowest = cv2.erode(np.where(known, label + np.uint8(1), 255).astype(np.uint8), disk)
    near: Mask = known & (highest != lowest)
    return near


class FalsePositiveCounts:
    """Counts false alarms of several scores at one threshold each, over the pixels of known classes.

    Args:
        thresholds: score -> threshold, see `thresholds.recall_threshold`; pixels at or above it are alarms.
        label_set: names of the classes.
        radius: of the boundary, pixels.
        grid: cells of the heat map, down and across.

    Raises:
        CaosError: a radius or grid below 1.
    """

    def __init__(
        self,
        thresholds: Mapping[str, float],
        label_set: LabelSet,
        *,
        radius: int = BOUNDARY_RADIUS,
        grid: tuple[int, int] = GRID,
    ) -> None:
        if min(radius, *grid) < 1:
            raise CaosError(f"radius {radius} and heat map {grid[0]}x{grid[1]} must be at least 1")
        self._thresholds = dict(thresholds)
        self._classes = label_set.classes
        self._radius = radius
        self._grid = grid
        self._normals = _Tally.empty(grid)
        self._alarms = {score: _Tally.empty(grid) for score in thresholds}

    def update(self, scores: Mapping[str, npt.NDArray[Any]], label: LabelMap) -> None:
        """Add one image. Nothing is counted when an error is raised.

        Args:
            scores: score -> (H, W) scores; exactly those with a threshold.
            label: (H, W) uint8 class indices, `ANOMALY` or `VOID`.

        Raises:
            CaosError: another set of scores, or shapes that differ.
        """
        if set(scores) != set(self._thresholds):
            raise CaosError(f"scores {', '.join(scores)} given, but {', '.join(self._thresholds)} expected")
        for score, values in scores.items():
            if values.shape != label.shape:
                raise CaosError(f"score {score!r}: shape {values.shape}, but the labels have {label.shape}")
        normal = label < len(self._classes)
        kinds = label.astype(np.intp) + _LABELS * boundary_mask(label, self._radius)
        cells = _cells(label.shape, self._grid)
        self._normals.add(normal, kinds, cells)
        for score, threshold in self._thresholds.items():
            self._alarms[score].add(normal & (scores[score] >= threshold), kinds, cells)

    def merge(self, other: FalsePositiveCounts) -> None:
        """Add what `other` has counted, say in another process.

        Raises:
            CaosError: it has other thresholds, classes, radius or grid.
        """
        if self._settings() != other._settings():
            raise CaosError("cannot merge false alarms of different thresholds, classes, radius or heat map")
        self._normals.merge(other._normals)
        for score, tally in self._alarms.items():
            tally.merge(other._alarms[score])

    def compute(self) -> dict[str, FalsePositives]:
        """Score -> shares over the images so far."""
        return {score: self._shares(tally.kinds) for score, tally in self._alarms.items()}

    def heat_maps(self) -> dict[str, npt.NDArray[np.float64]]:
        """Score -> (down, across) float64: share of alarms among a cell's normal pixels; NaN without any."""
        with np.errstate(invalid="ignore"):
            return {score: tally.cells / self._normals.cells for score, tally in self._alarms.items()}

    def _shares(self, alarms: Counts) -> FalsePositives:
        normals = self._normals.kinds
        by_class = {
            name: _share(int(alarms[:, index].sum()), int(normals[:, index].sum()))
            for index, name in enumerate(self._classes)
        }
        interior, boundary = (_share(int(alarms[row].sum()), int(normals[row].sum())) for row in (0, 1))
        return FalsePositives(by_class, boundary, interior)

    def _settings(self) -> tuple[object, ...]:
        return self._thresholds, self._classes, self._radius, self._grid


@dataclass(slots=True)
class _Tally:
    """Pixels counted by boundary (0, 1) and label, (2, 256), and by cell of the heat map."""

    kinds: Counts
    cells: Counts

    @classmethod
    def empty(cls, grid: tuple[int, int]) -> _Tally:
        return cls(np.zeros((2, _LABELS), np.int64), np.zeros(grid, np.int64))

    def add(self, chosen: Mask, kinds: npt.NDArray[np.intp], cells: npt.NDArray[np.intp]) -> None:
        self.kinds += np.bincount(kinds[chosen], minlength=self.kinds.size).reshape(self.kinds.shape)
        self.cells += np.bincount(cells[chosen], minlength=self.cells.size).reshape(self.cells.shape)

    def merge(self, other: _Tally) -> None:
        self.kinds += other.kinds
        self.cells += other.cells


def _cells(shape: tuple[int, ...], grid: tuple[int, int]) -> npt.NDArray[np.intp]:
    """(H, W) number of each pixel's cell."""
    down, across = (np.arange(size) * cells // size for size, cells in zip(shape, grid, strict=True))
    cells: npt.NDArray[np.intp] = down[:, None] * grid[1] + across
    return cells


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
