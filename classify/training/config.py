"""What a training of a classifier is told: a TOML file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field

from caos.config import ConfigModel
from caos.training import TrainingConfig

from ..augment import AugmentSettings


def _ordered(limits: tuple[float, float]) -> tuple[float, float]:
    if limits[0] > limits[1]:
        raise ValueError(f"[{limits[0]:g}, {limits[1]:g}] runs backwards; write [least, most]")
    return limits


Share = Annotated[float, Field(gt=0, le=1)]
Ratio = Annotated[float, Field(gt=0, le=10)]


class DataConfig(ConfigModel):
    """Which pictures, and how they are cut.

    Attributes:
        format: a data set that `caos classify verify --as` knows.
        train: its split to train on.
        validation: its split that ranks epochs; "" = a share of the training split.
        validation_share: that share, of every class, drawn by the seed.
        size: side of what the network sees, pixels.
        resize: shorter side before the central crop of evaluation, pixels.
        area: [least, most] share of a picture's area that a random crop of training covers; [1, 1] crops
            nothing but what is not square.
        ratio: [least, most] width over height of that crop.
        mirror: whether half of the training pictures are mirrored.
    """

    format: str = "shift"
    train: str = "train"
    validation: str = ""
    validation_share: float = Field(0.1, gt=0, lt=1)
    size: int = Field(224, ge=16, le=1024)
    resize: int = Field(256, ge=16, le=2048)
    area: Annotated[tuple[Share, Share], AfterValidator(_ordered)] = (0.08, 1.0)
    ratio: Annotated[tuple[Ratio, Ratio], AfterValidator(_ordered)] = (0.75, 4 / 3)
    mirror: bool = True


class ClassifyConfig(ConfigModel):
    """A whole configuration file.

    Attributes:
        model: name in `caos.classify.models`.
        weights: local file to start from.
        new_head: leave the classifier as initialised, for weights of other classes.
        training: the recipe; see `caos.training.TrainingConfig`.
        data: pictures.
        augment: what is done to them.
    """

    model: str = "resnet50"
    weights: Path | None = None
    new_head: bool = False
    training: TrainingConfig = TrainingConfig()
    data: DataConfig = DataConfig()
    augment: AugmentSettings = AugmentSettings()
