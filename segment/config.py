"""What `caos segment train --config FILE` reads."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, PositiveFloat, PositiveInt, model_validator

from caos.config import ConfigModel
from caos.training import TrainingConfig


class DataConfig(ConfigModel):
    """How training images are cut; validation and test images always stay whole.

    Attributes:
        crop: (height, width) of a training window; absent = the whole image.
        scale: smallest and largest random factor of the size.
        mirror: mirror half of the images.
        jitter: largest relative change of brightness and contrast.
        class_weights: "none", "median" for median-frequency balancing (Eigen and Fergus, 2015), or "sqrt"
            for the square roots of those weights, which lift rare classes without giving up frequent ones.
    """

    crop: tuple[PositiveInt, PositiveInt] | None = None
    scale: tuple[PositiveFloat, PositiveFloat] = (1.0, 1.0)
    mirror: bool = True
    jitter: float = Field(default=0.0, ge=0, lt=1)
    class_weights: Literal["none", "median", "sqrt"] = "none"

    @model_validator(mode="after")
    def _scaled_images_are_cut(self) -> DataConfig:
        low, high = self.scale
        if low > high:
            raise ValueError(f"scale = [{low}, {high}]: the smallest factor comes first")
        if self.crop is None and (low, high) != (1.0, 1.0):
            raise ValueError("scale needs crop: images of random sizes make no batch")
        return self


class SegmentConfig(ConfigModel):
    """A training of `caos.segment`.

    Attributes:
        model: name in `caos.segment.models.MODELS`.
        weights: local file of weights to start from, relative to the working folder; None = random.
        training: the recipe.
        data: how training images are cut.
    """

    model: str = "pspnet_resnet101"
    weights: Path | None = None
    training: TrainingConfig = TrainingConfig()
    data: DataConfig = DataConfig()
