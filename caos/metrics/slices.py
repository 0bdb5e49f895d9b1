"""Figures of parts of the test split: by what an image or an anomalous object is like.

Slices by a property of the image (town, weather, time of day) take the figures of whole images. Slices by a
property of the object (size, distance, occlusion, category) take figures per object: its pixels against the
normal pixels of its image, those of other objects left out. Rows are means, with intervals from resampling
images. docs/statistics.md tells how to read them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from caos.labels import LabelMap

Properties = Mapping[str, str | float]


@dataclass(frozen=True, slots=True)
class Cut:
    """One way of cutting the split.

    Attributes:
        name: property to cut by, "distance", ...
        description: one line: what it is, its unit and source.
        of: "object" or "image".
        edges: ascending inner bounds for numbers, in `unit`; empty for names.
        unit: behind the numbers in a row's name, "m", "%".
        scale: value in `unit` per value of the property (100 for a share in %).
    """

    name: str
    description: str
    of: str
    edges: tuple[float, ...] = ()
    unit: str = ""
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class ImageObjects:
    """The anomalous objects of one image.

    Attributes:
        ids: (H, W) integers, 1..K on the objects, 0 elsewhere.
        properties: (K,) what is known of each.
    """

    ids: npt.NDArray[Any]
    properties: Sequence[Properties]


class SliceCollector:
    """Collects figures per image and per object.

    Args:
        score_names: the scores of every update.
        cuts: ways to cut the split; properties that an image or object lacks leave it out of that cut.
    """

    def __init__(self, score_names: Sequence[str], cuts: Sequence[Cut]) -> None:
        raise NotImplementedError

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
        """Add one image.

        Args:
            image: its name; results do not depend on the order of updates and merges.
            scores: score -> (H, W).
            label: (H, W) uint8 class indices, `ANOMALY` or `VOID`.
            kept: (256,) bool, which labels count.
            properties: of the image.
            objects: its anomalies.
        """
        raise NotImplementedError

    def merge(self, other: SliceCollector) -> None:
        """Add the images of `other`."""
        raise NotImplementedError

    def slices(self, rng: np.random.Generator) -> list[SliceFigures]:
        """The cuts that have at least one row, in the order given; as `caos.runs.Slice` takes them (asdict)."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class SliceFigures:
    """One cut: as `caos.runs.Slice`."""

    name: str
    description: str
    rows: list[Any]
