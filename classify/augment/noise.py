"""Speckle noise (Hendrycks and Dietterich, 2019; Rusak et al., 2020): values times one plus a Gaussian."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from pydantic import Field

from caos.config import ConfigModel

from .geometry import Image


class SpeckleSettings(ConfigModel):
    """Settings.

    Attributes:
        scales: deviations of the Gaussian, one is drawn for each image; the default are the five severities
            of speckle noise in ImageNet-C's held-out set.
        share: share of images that get noise.
    """

    scales: tuple[Annotated[float, Field(gt=0, le=10)], ...] = Field(
        default=(0.15, 0.2, 0.35, 0.45, 0.6), min_length=1
    )
    share: float = Field(default=0.5, gt=0, le=1)


class Speckle:
    """x (1 + g) with g ~ N(0, scale^2) for each value alone, cut to 0..255 and rounded."""

    def __init__(self, settings: SpeckleSettings | None = None) -> None:
        self.settings = settings or SpeckleSettings()

    def __call__(self, image: Image, rng: np.random.Generator) -> Image:
        """Augment (H, W, 3) uint8."""
        if rng.random() >= self.settings.share:
            return image
        scale = self.settings.scales[rng.integers(len(self.settings.scales))]
        factors = 1.0 + np.float32(scale) * rng.standard_normal(image.shape, dtype=np.float32)
        return np.clip(np.rint(image * factors), 0, 255).astype(np.uint8)
