"""What `caos segment train --config FILE` reads."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, NonNegativeFloat, PositiveFloat, PositiveInt, model_validator

from caos.config import ConfigModel
from caos.training import TrainingConfig

Method = Literal["standard", "autoencoder", "confidence", "entropy", "energy"]


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


class AutoencoderConfig(ConfigModel):
    """The autoencoder of `method = "autoencoder"`.

    Attributes:
        width: channels of the first of its four stages; each next has twice as many.
        latent: channels of the spatial code, at stride 16.
    """

    width: int = Field(default=32, ge=1, le=4096)
    latent: int = Field(default=64, ge=1, le=4096)


class ConfidenceConfig(ConfigModel):
    """The loss of `method = "confidence"`; defaults of DeVries and Taylor (2018).

    Attributes:
        loss: "hints" is theirs, which the thesis ports; "product" is the thesis's line -y log(p c) to the
            letter, which never asks for less confidence than 1 and is here for comparison.
        budget: beta, the confidence loss that the weight is steered to.
        weight: lambda at the start.
        hint_share: share of what may get hints; the paper's half.
        hints_per: whether hints are drawn for whole images, as in the paper, or pixel by pixel.
    """

    loss: Literal["hints", "product"] = "hints"
    budget: PositiveFloat = 0.3
    weight: PositiveFloat = 0.1
    hint_share: float = Field(default=0.5, ge=0, le=1)
    hints_per: Literal["image", "pixel"] = "image"


class ExposureConfig(ConfigModel):
    """Outlier exposure, `method = "entropy"` and `method = "energy"`.

    Attributes:
        negatives: a rendered data set whose anomalies are the negatives, a folder of RGBA cut-outs, or
            "shapes" for blobs of other training images; relative to the working folder.
        unchecked: allow rendered negatives where nothing is known of the anomalies of the test split.
        share: share of training images that show negatives.
        size: smallest and largest height of a pasted negative, as shares of the image's.
        uniform_weight: lambda of entropy maximisation: the loss is (1 - lambda) cross-entropy + lambda
            cross-entropy to the uniform distribution; 0.9 in the paper.
        energy_weight: of the two hinges, 0.1 in the paper.
        energy_in: in-distribution pixels are pushed to at most this energy, PEBAL's -12.
        energy_out: negatives are pushed to at least this energy, PEBAL's -6.
    """

    negatives: str | None = None
    unchecked: bool = False
    share: float = Field(default=0.5, gt=0, le=1)
    size: tuple[PositiveFloat, PositiveFloat] = (0.08, 0.4)
    uniform_weight: float = Field(default=0.9, gt=0, lt=1)
    energy_weight: NonNegativeFloat = 0.1
    energy_in: float = -12.0
    energy_out: float = -6.0

    @model_validator(mode="after")
    def _limits_are_ordered(self) -> ExposureConfig:
        if self.energy_in >= self.energy_out:
            raise ValueError(
                f"energy_in = {self.energy_in:g} must lie below energy_out = {self.energy_out:g}"
            )
        if not self.size[0] <= self.size[1] <= 1:
            raise ValueError(f"size = [{self.size[0]:g}, {self.size[1]:g}]: write [low, high] with high <= 1")
        return self


class SegmentConfig(ConfigModel):
    """A training of `caos.segment`.

    Attributes:
        method: what is trained; "standard" is the segmentation network.
        model: name in `caos.segment.models.MODELS`.
        weights: local file of weights to start from, relative to the working folder; None = random.
        training: the recipe.
        data: how training images are cut.
        autoencoder, confidence, exposure: for the methods of these names; entropy and energy are exposures.
    """

    method: Method = "standard"
    model: str = "pspnet_resnet101"
    weights: Path | None = None
    training: TrainingConfig = TrainingConfig()
    data: DataConfig = DataConfig()
    autoencoder: AutoencoderConfig = AutoencoderConfig()
    confidence: ConfidenceConfig = ConfidenceConfig()
    exposure: ExposureConfig = ExposureConfig()
