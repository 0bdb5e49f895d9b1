"""Cutout (DeVries and Taylor, 2017) and Random Erasing (Zhong et al., AAAI 2020): rectangles are overwritten.

torchvision and timm have both, but draw from the global generators; the drawing is all there is to them.
"""

from __future__ import annotations

import math
from typing import Final, Literal

import numpy as np
from pydantic import Field, model_validator

from caos.config import ConfigModel

from .geometry import Image

MEAN_COLOUR: Final = (124, 116, 104)
"""ImageNet's: zero after normalisation."""

_TRIES: Final = 100  # of a rectangle that fits, as published


class CutoutSettings(ConfigModel):
    """Settings.

    Attributes:
        side: of the square, as a share of the image's shorter side; the paper's 16 of CIFAR-10's 32 pixels.
    """

    side: float = Field(default=0.5, gt=0, le=1)


class Cutout:
    """A square of the mean colour about a pixel drawn uniformly; what lies outside the image is cut off."""

    def __init__(self, settings: CutoutSettings | None = None) -> None:
        self.settings = settings or CutoutSettings()

    def __call__(self, image: Image, rng: np.random.Generator) -> Image:
        """Augment (H, W, 3) uint8."""
        height, width = image.shape[:2]
        side = round(self.settings.side * min(height, width))
        top, left = int(rng.integers(height)) - side // 2, int(rng.integers(width)) - side // 2
        cut = image.copy()
        cut[max(top, 0) : max(top + side, 0), max(left, 0) : max(left + side, 0)] = MEAN_COLOUR
        return cut


class RandomErasingSettings(ConfigModel):
    """Settings; the defaults are the paper's.

    Attributes:
        share: share of images that lose a rectangle.
        area: smallest and largest area, as shares of the image's.
        aspect: smallest height by width; the largest is its inverse.
        fill: "random" overwrites every value with its own random one (the paper's best), "mean" with the mean
            colour.
    """

    share: float = Field(default=0.5, gt=0, le=1)
    area: tuple[float, float] = (0.02, 0.4)
    aspect: float = Field(default=0.3, gt=0, le=1)
    fill: Literal["random", "mean"] = "random"

    @model_validator(mode="after")
    def _areas_are_ordered(self) -> RandomErasingSettings:
        low, high = self.area
        if not 0 < low <= high < 1:
            raise ValueError(f"area = [{low:g}, {high:g}]: write [low, high] with 0 < low <= high < 1")
        return self


class RandomErasing:
    """Area and aspect are drawn until the rectangle fits, a hundred times at most, then its place."""

    def __init__(self, settings: RandomErasingSettings | None = None) -> None:
        self.settings = settings or RandomErasingSettings()

    def __call__(self, image: Image, rng: np.random.Generator) -> Image:
        """Augment (H, W, 3) uint8."""
        if rng.random() >= self.settings.share:
            return image
        size = self._size(image.shape[0], image.shape[1], rng)
        if size is None:
            return image
        top, left = (int(rng.integers(image.shape[axis] - size[axis] + 1)) for axis in (0, 1))
        erased = image.copy()
        rectangle = erased[top : top + size[0], left : left + size[1]]
        random = self.settings.fill == "random"
        rectangle[:] = rng.integers(256, size=rectangle.shape, dtype=np.uint8) if random else MEAN_COLOUR
        return erased

    def _size(self, height: int, width: int, rng: np.random.Generator) -> tuple[int, int] | None:
        for _ in range(_TRIES):
            area = height * width * rng.uniform(*self.settings.area)
            aspect = rng.uniform(self.settings.aspect, 1.0 / self.settings.aspect)
            tall, wide = round(math.sqrt(area * aspect)), round(math.sqrt(area / aspect))
            if 0 < tall < height and 0 < wide < width:
                return tall, wide
        return None
