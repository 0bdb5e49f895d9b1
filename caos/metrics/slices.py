"""Figures of parts of the test split: by what an image or an anomalous object is like.

Slices by a property of the image (town, weather, time of day) take the figures of whole images. Slices by a
property of the object (size, distance, occlusion, category) take figures per object: its pixels against the
normal pixels of its image, those of other objects left out. Rows are means, with intervals from resampling
the images of the row. docs/statistics.md tells how to read them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from caos.errors import CaosError
from caos.labels import LabelMap

from .cuts import Cut, Properties
from .intervals import MIN_IMAGES, Interval, percentiles, resample_sums
from .objects import Figures, ImageObjects, object_figures
from .pooled_intervals import FIGURES


@dataclass(frozen=True, slots=True)
class RowFigures:
    """Figures of one score in one row; `intervals`: figure -> 95 % interval, empty for few images."""

    auroc: float
    aupr: float
    fpr95: float
    intervals: dict[str, Interval]


@dataclass(frozen=True, slots=True)
class SliceRow:
    """As `caos.runs.SliceRow`: `images` had figures, `anomalies` counts their objects."""

    value: str
    images: int
    anomalies: int
    methods: dict[str, RowFigures]


@dataclass(frozen=True, slots=True)
class SliceFigures:
    """One cut, as `caos.runs.Slice` takes it (`dataclasses.asdict`)."""

    name: str
    description: str
    rows: list[SliceRow]


@dataclass(frozen=True, slots=True)
class _Thing:
    """An image or an object: what it is like, and (S, 3) figures; None where it has none."""

    properties: Properties
    figures: Figures | None


@dataclass(frozen=True, slots=True)
class _Image:
    """An image with its objects."""

    whole: _Thing
    objects: tuple[_Thing, ...]


class SliceCollector:
    """Collects figures per image and per object.

    Args:
        score_names: the scores of every update.
        cuts: ways to cut the split; what lacks a property is left out of that cut.
    """

    def __init__(self, score_names: Sequence[str], cuts: Sequence[Cut]) -> None:
        self._scores = tuple(dict.fromkeys(score_names))
        self._cuts = tuple(cuts)
        self._images: dict[str, _Image] = {}

    def update(
        self,
        image: str,
        scores: Mapping[str, npt.ArrayLike],
        label: LabelMap,
        *,
        kept: npt.NDArray[np.bool_],
        properties: Properties,
        objects: ImageObjects,
    ) -> None:
        """Add one image. Nothing is counted when an error is raised.

        Args:
            image: its name; results do not depend on the order of updates and merges.
            scores: score -> (H, W).
            label: (H, W) uint8 class indices, `ANOMALY` or `VOID`.
            kept: (256,) bool, which labels count.
            properties: of the image.
            objects: its anomalies.

        Raises:
            CaosError: an image given twice, another set of scores, NaN, or shapes that differ.
        """
        if set(scores) != set(self._scores):
            raise CaosError(f"image {image}: scores {', '.join(scores)}, expected {', '.join(self._scores)}")
        self._check_new([image])
        figures = object_figures([scores[score] for score in self._scores], label, kept, objects)
        things = (_Thing(*pair) for pair in zip(objects.properties, figures[1:], strict=True))
        self._images[image] = _Image(_Thing(properties, figures[0]), tuple(things))

    def merge(self, other: SliceCollector) -> None:
        """Add the images of `other`, say of another process.

        Raises:
            CaosError: other scores or cuts, or an image that both have seen.
        """
        if (self._scores, self._cuts) != (other._scores, other._cuts):
            raise CaosError("cannot merge slices of different scores or cuts")
        self._check_new(list(other._images))
        self._images |= other._images

    def slices(self, rng: np.random.Generator) -> list[SliceFigures]:
        """The cuts in which something lies, in the order given: means over images or objects."""
        return _tables((cut, self._rows(cut, rng)) for cut in self._cuts)

    def _rows(self, cut: Cut, rng: np.random.Generator) -> list[SliceRow]:
        rows = []
        for value, images in self._groups(cut).items():
            figures = [self._in_row(cut, value, image) for image in images]
            rows.append(
                SliceRow(
                    value, len(images), self._anomalies(cut, images, figures), self._methods(figures, rng)
                )
            )
        return rows

    def _groups(self, cut: Cut) -> dict[str, list[str]]:
        """Row -> names of the images with something in it, both in reading order."""
        found: dict[str, list[str]] = {}
        for name in sorted(self._images):
            rows = {
                cut.row(thing.properties) for thing in self._things(cut, name) if thing.figures is not None
            }
            for row in rows - {None}:
                found.setdefault(str(row), []).append(name)
        return {row: found[row] for row in cut.ordered(found)}

    def _things(self, cut: Cut, image: str) -> tuple[_Thing, ...]:
        entry = self._images[image]
        return (entry.whole,) if cut.of == "image" else entry.objects

    def _in_row(self, cut: Cut, row: str, image: str) -> list[Figures]:
        things = self._things(cut, image)
        return [
            thing.figures
            for thing in things
            if thing.figures is not None and cut.row(thing.properties) == row
        ]

    def _anomalies(self, cut: Cut, images: Sequence[str], figures: Sequence[Sequence[Figures]]) -> int:
        if cut.of == "object":
            return sum(len(each) for each in figures)
        return sum(len(self._images[image].objects) for image in images)

    def _methods(
        self, figures: Sequence[Sequence[Figures]], rng: np.random.Generator
    ) -> dict[str, RowFigures]:
        """Means over everything in a row; `figures` holds a list per image, since images are resampled."""
        counts = np.array([len(each) for each in figures], dtype=np.float64)
        sums = np.stack([np.sum(each, axis=0).ravel() for each in figures])
        means = sums.sum(axis=0) / counts.sum()
        bounds = None
        if len(figures) >= MIN_IMAGES:
            drawn, _ = resample_sums(np.column_stack([sums, counts]), rng)
            bounds = [percentiles(column, len(figures)) for column in (drawn[:, :-1] / drawn[:, -1:]).T]
        methods = {}
        for place, score in enumerate(self._scores):
            part = slice(place * len(FIGURES), (place + 1) * len(FIGURES))
            intervals = {} if bounds is None else dict(zip(FIGURES, bounds[part], strict=True))
            auroc, aupr, fpr95 = means[part].tolist()
            methods[score] = RowFigures(auroc, aupr, fpr95, intervals)
        return methods

    def _check_new(self, images: Sequence[str]) -> None:
        for image in images:
            if image in self._images:
                raise CaosError(f"image {image} was given twice; every image counts once")


def _tables(found: Iterable[tuple[Cut, list[SliceRow]]]) -> list[SliceFigures]:
    return [SliceFigures(cut.name, cut.description, rows) for cut, rows in found if rows]
