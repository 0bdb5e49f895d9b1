"""What a training reads: the train split as it is cut, the validation split, negatives among both."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from torch import Tensor
from torch.utils.data import ConcatDataset, DataLoader, Dataset, Subset

from caos.errors import CaosError
from caos.frames import SPLITS
from caos.labels import LabelMap
from caos.training import make_loader

from .augment import Augmentation, Image
from .companions import EXPOSED
from .config import DataConfig, ExposureConfig, SegmentConfig
from .datasets import StreetScenes, item
from .negatives import SHAPES, Expose, Rendered, Shapes, cutouts, rendered


@dataclass(frozen=True, slots=True)
class Exposure:
    """An augmentation that puts negatives into a share of the images before all else."""

    expose: Expose
    share: float
    augmentation: Augmentation

    def __call__(self, image: Image, label: LabelMap, rng: np.random.Generator) -> tuple[Image, LabelMap]:
        """As `Augmentation`."""
        if rng.random() < self.share:
            image, label = self.expose(image, label, rng)
        return self.augmentation(image, label, rng)


class ExposedValidation(Dataset[tuple[Tensor, Tensor]]):
    """The validation split with a negative in every image, each drawn from (seed, index)."""

    def __init__(self, scenes: StreetScenes, expose: Expose, seed: int) -> None:
        self._scenes = scenes
        self._expose = expose
        self._seed = seed

    def __len__(self) -> int:
        return len(self._scenes)

    def __getitem__(self, index: int) -> tuple[Tensor, Tensor]:
        rng = np.random.default_rng([self._seed, index])
        return item(*self._expose(*self._scenes.read(index), rng))


def read_train_split(data: Path, settings: SegmentConfig) -> StreetScenes:
    """The train split, as the configuration cuts it and with its negatives.

    Raises:
        CaosError: bad data, or a recipe that does not go with it.
    """
    train_set = StreetScenes(
        data, "train", augmentation=_augmentation(data, settings), seed=settings.training.seed
    )
    if settings.data.crop is None and len(_sizes([train_set])) > 1:
        raise CaosError(f"{data}: training images of several sizes; set data.crop in the configuration")
    if min(settings.training.batch_size, len(train_set)) < 2:
        raise CaosError(
            f"{data}: {len(train_set)} training images, training.batch_size {settings.training.batch_size}: "
            "batch norm needs batches of at least two images"
        )
    return train_set


def make_loaders(
    data: Path, train_set: StreetScenes, settings: SegmentConfig
) -> tuple[DataLoader[Any], DataLoader[Any]]:
    """Training batches, and validation batches of whole images (one by one where their sizes differ)."""
    training = settings.training
    validation_set = StreetScenes(data, "validation")
    sources = [validation_set]
    dataset: Dataset[tuple[Tensor, Tensor]] = validation_set
    if settings.method in EXPOSED:
        _, expose = _negatives(data, settings.exposure)
        exposed: Dataset[tuple[Tensor, Tensor]]
        if isinstance(expose, Rendered):
            sources.append(expose.frames)
            exposed = Subset(expose.frames, expose.indices)
        else:
            exposed = ExposedValidation(validation_set, expose, training.seed)
        dataset = ConcatDataset([validation_set, exposed])
    one_size = len(_sizes(sources)) == 1
    validation = training if one_size else training.model_copy(update={"batch_size": 1})
    return make_loader(train_set, training, training=True), make_loader(dataset, validation, training=False)


def _augmentation(data: Path, settings: SegmentConfig) -> Augmentation | Exposure:
    plain = cutting(settings.data)
    if settings.method not in EXPOSED:
        return plain
    expose, _ = _negatives(data, settings.exposure)
    if isinstance(expose, Rendered):
        _check_frames(expose.frames, data, settings.data)
    return Exposure(expose, settings.exposure.share, plain)


def cutting(data: DataConfig) -> Augmentation:
    """How the configuration cuts training images."""
    return Augmentation(crop=data.crop, scale=data.scale, mirror=data.mirror, jitter=data.jitter)


def _negatives(data: Path, config: ExposureConfig) -> tuple[Expose, Expose]:
    """Negatives for training and for validation.

    Raises:
        CaosError: none are named, or they are unusable.
    """
    if config.negatives is None:
        raise CaosError(
            "outlier exposure needs negatives: add  --negatives DIR  with a rendered data set or a folder of "
            f"cut-outs, or  --negatives {SHAPES}"
        )
    if config.negatives == SHAPES:
        shapes = Shapes(StreetScenes(data, "train"), config.size)
        return shapes, shapes
    folder = Path(config.negatives)
    if is_rendered(folder):
        return rendered(folder)
    pasted = cutouts(folder, config.size)
    return pasted, pasted


def is_rendered(folder: Path) -> bool:
    """Whether negatives are a data set with a test split."""
    return SPLITS["test"].odgt_path(folder).is_file()


def _check_frames(frames: StreetScenes, data: Path, config: DataConfig) -> None:
    train_set = StreetScenes(data, "train")
    if frames.label_set.classes != train_set.label_set.classes:
        raise CaosError(
            f"{frames.root}: labelled with {frames.label_set.name}, {data} with {train_set.label_set.name}; "
            "negatives need the same classes"
        )
    if config.crop is None and _sizes([frames]) != _sizes([train_set]):
        raise CaosError(
            f"{frames.root}: negatives of another size than the training images; render them alike or set "
            "data.crop in the configuration"
        )


def _sizes(datasets: Iterable[StreetScenes]) -> set[tuple[int, int]]:
    return {(entry.width, entry.height) for dataset in datasets for entry in dataset.entries}
