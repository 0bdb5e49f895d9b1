"""Training and validation pictures as torch data sets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.utils.data import Dataset

from caos.errors import CaosError
from caos.training import Draw

from ..augment import Schedule
from ..datasets import ImageList
from ..datasets.pictures import read_picture
from .config import DataConfig
from .cropping import RandomCrop, central_crop, normalised


@dataclass(frozen=True, slots=True, eq=False)
class TrainingViews(Dataset[tuple[Tensor, Tensor, Tensor]]):
    """Training pictures, cropped and augmented: an item is (views, target, key).

    Views are (V, 3, S, S) float32, targets (C,) float32 (one-hot, or 0 and 1 for several labels), the key is
    (2,) int64: epoch and index, from which the batch's own randomness is drawn. An item follows from (seed,
    epoch, index), whatever the worker.

    Attributes:
        lists: the training split, and DeepAugment's versions of it.
        schedule: what is done to each picture.
        data: crops.
        seed: of all of it.
    """

    lists: tuple[ImageList, ...]
    schedule: Schedule
    data: DataConfig
    seed: int

    def __len__(self) -> int:
        """Pictures of all lists."""
        return sum(len(images) for images in self.lists)

    def __getitem__(self, key: Draw) -> tuple[Tensor, Tensor, Tensor]:
        images, index = self._found(key.index)
        rng = np.random.default_rng([self.seed, key.epoch, key.index])
        crop = RandomCrop(self.data.size, self.data.area, self.data.ratio, self.data.mirror)
        picture = crop(read_picture(images.root / images.files[index]), rng)
        views = torch.stack([normalised(view) for view in self.schedule.views(picture, rng)])
        return views, target_of(images, index), torch.tensor([key.epoch, key.index])

    def _found(self, index: int) -> tuple[ImageList, int]:
        for images in self.lists:
            if index < len(images):
                return images, index
            index -= len(images)
        raise IndexError(index)


@dataclass(frozen=True, slots=True, eq=False)
class CentralCrops(Dataset[tuple[Tensor, Tensor]]):
    """Pictures as they are judged: (image (3, S, S) float32, target (C,) float32)."""

    images: ImageList
    data: DataConfig

    def __len__(self) -> int:
        """Pictures."""
        return len(self.images)

    def __getitem__(self, index: int) -> tuple[Tensor, Tensor]:
        picture = read_picture(self.images.root / self.images.files[index])
        return normalised(central_crop(picture, self.data.resize, self.data.size)), target_of(
            self.images, index
        )


def target_of(images: ImageList, index: int) -> Tensor:
    """(C,) float32: 1 for each class that the picture has."""
    label = images.labels[index]
    if images.multi_label:
        return torch.from_numpy(label.astype(np.float32))
    target = torch.zeros(len(images.classes))
    target[int(label)] = 1.0
    return target


def split_off(images: ImageList, share: float, seed: int) -> tuple[ImageList, ImageList]:
    """Divide a training split into what is learnt and what ranks epochs.

    Args:
        images: the training split.
        share: of every class that goes to the second part, at least one picture of each class with two or
            more; for several labels a share of all pictures.
        seed: of the draw.

    Raises:
        CaosError: too few pictures for two parts.
    """
    rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(1,)))
    labels = np.zeros(len(images), dtype=np.int64) if images.multi_label else images.labels
    held = np.zeros(len(images), dtype=np.bool_)
    for label in np.unique(labels):
        rows = rng.permutation(np.flatnonzero(labels == label))
        held[rows[: max(round(share * len(rows)), 1) if len(rows) > 1 else 0]] = True
    if not held.any() or held.all():
        raise CaosError(f"{images.title}: {len(images)} pictures are too few to train and to validate")
    return _part(images, ~held), _part(images, held)


def deepaugmented(images: ImageList, folders: Sequence[Path]) -> tuple[ImageList, ...]:
    """The same pictures, as DeepAugment left them in each of `folders`.

    Raises:
        CaosError: a picture that is not there.
    """
    made: list[ImageList] = []
    for folder in folders:
        missing = next((file for file in images.files if not (folder / file).is_file()), None)
        if missing is not None:
            raise CaosError(
                f"{folder / missing}: no such file; make it with  caos classify deepaugment {images.root} "
                f"--out {folder}"
            )
        made.append(replace(images, root=folder))
    return tuple(made)


def _part(images: ImageList, chosen: npt.NDArray[np.bool_]) -> ImageList:
    files = tuple(file for file, take in zip(images.files, chosen, strict=True) if take)
    return replace(images, files=files, labels=images.labels[chosen].copy())
