"""What is known of the images and anomalies of a split: from the manifest where there is one, else from labels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from caos.labels import LabelMap
from caos.metrics.slices import Cut, ImageObjects, Properties

from .datasets import StreetScenes

CUTS: Final[tuple[Cut, ...]] = ()
"""The ways in which a split is cut."""


@dataclass(frozen=True, slots=True)
class ImageFacts:
    """Properties of one image and of the anomalies its label map shows."""

    properties: Properties
    objects: ImageObjects


class SplitFacts:
    """Looks properties up by position in the split.

    Args:
        dataset: the split; its root may hold a manifest.

    Raises:
        CaosError: a broken manifest.
    """

    def __init__(self, dataset: StreetScenes) -> None:
        raise NotImplementedError

    def of(self, index: int, label: LabelMap) -> ImageFacts:
        """What is known of the image at `index`, whose in-memory label map is `label`."""
        raise NotImplementedError
