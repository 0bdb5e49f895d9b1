"""StreetHazards-format data sets as torch data sets: the original, ours, and BDD-Anomaly."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.utils.data import Dataset

from caos.errors import CaosError
from caos.frames import SPLITS, OdgtEntry, read_image, read_label, read_label_set, read_odgt
from caos.labels import LabelMap
from caos.training import Draw

Augment = Callable[
    [npt.NDArray[np.uint8], LabelMap, np.random.Generator], tuple[npt.NDArray[np.uint8], LabelMap]
]
"""Takes and gives an image (H, W, 3) and its label map (H, W), both uint8; the generator decides."""

IMAGENET_MEAN: Final = (0.485, 0.456, 0.406)
IMAGENET_STD: Final = (0.229, 0.224, 0.225)


class StreetScenes(Dataset[tuple[Tensor, Tensor]]):
    """One split of a StreetHazards-format data set.

    An item is `(image, label)`: (3, H, W) float32, ImageNet-normalised RGB, and (H, W) uint8 with class
    indices, `ANOMALY` and `VOID` of `caos.labels`. Keys are file positions or, for a training split, `Draw`s
    of the sampler; only those are augmented, from a generator seeded by (seed, epoch, index).

    Attributes:
        root: root of the data set.
        split: "train", "validation" or "test".
        label_set: what its ids mean.
        entries: the list of the split.

    Raises:
        CaosError: a missing or empty list, a missing or broken file, label and image of different sizes, ids
            outside the set.
    """

    def __init__(self, root: Path, split: str, *, augmentation: Augment | None = None, seed: int = 0) -> None:
        if not root.is_dir():
            raise CaosError(f"{root}: no such folder; give the root of a StreetHazards-format data set")
        self.root = root
        self.split = split
        self.label_set = read_label_set(root)
        self.entries = _entries(root, split)
        self._odgt = SPLITS[split].odgt_path(root)
        self._augmentation = augmentation
        self._seed = seed
        self._decode = self.label_set.decode_table()
        self._valid = np.isin(np.arange(256), list(self.label_set.valid_ids))

    def __len__(self) -> int:
        return len(self.entries)

    def __getitem__(self, key: int | Draw) -> tuple[Tensor, Tensor]:
        image, label = self.read(key.index if isinstance(key, Draw) else key)
        if isinstance(key, Draw) and self._augmentation:
            rng = np.random.default_rng([self._seed, key.epoch, key.index])
            image, label = self._augmentation(image, label, rng)
        return item(image, label)

    def read(self, index: int) -> tuple[npt.NDArray[np.uint8], LabelMap]:
        """The image (H, W, 3) uint8 RGB and the in-memory label map (H, W) uint8 at `index`, as on disk."""
        image_file, label_file = self.entries[index].paths(self._odgt)
        image, ids = read_image(image_file), read_label(label_file)
        if ids.shape != image.shape[:2]:
            raise CaosError(
                f"{label_file}: {ids.shape[1]}x{ids.shape[0]} pixels, its image "
                f"{image.shape[1]}x{image.shape[0]}; label and image must match"
            )
        if not self._valid[ids].all():
            wrong = int(ids[~self._valid[ids]][0])
            raise CaosError(
                f"{label_file}: id {wrong} is not one of {self.label_set.name}; "
                "see labels.json of the data set"
            )
        return image, self._decode[ids]

    def name(self, index: int) -> str:
        """A short name of the frame for people: `<town>/<file stem>`."""
        file = Path(self.entries[index].image)
        return f"{file.parent.name}/{file.stem}"


def item(image: npt.NDArray[np.uint8], label: LabelMap) -> tuple[Tensor, Tensor]:
    """A picture and its labels as networks take them, see `StreetScenes`."""
    return normalise(image), torch.from_numpy(np.ascontiguousarray(label))


def normalise(image: npt.NDArray[np.uint8]) -> Tensor:
    """(H, W, 3) uint8 RGB -> (3, H, W) float32 with ImageNet's mean and deviation taken out."""
    scale = 1.0 / (255.0 * np.asarray(IMAGENET_STD, dtype=np.float32))
    shift = np.asarray(IMAGENET_MEAN, dtype=np.float32) / np.asarray(IMAGENET_STD, dtype=np.float32)
    pixels = image.astype(np.float32) * scale - shift
    return torch.from_numpy(np.ascontiguousarray(pixels.transpose(2, 0, 1)))


def class_frequencies(dataset: StreetScenes) -> npt.NDArray[np.float64]:
    """Share of each class among the labelled pixels of a split, (C,) float64."""
    counts = np.zeros(256, dtype=np.int64)
    for index in range(len(dataset)):
        counts += np.bincount(dataset.read(index)[1].ravel(), minlength=256)
    known = counts[: len(dataset.label_set.classes)]
    return np.asarray(known / max(known.sum(), 1), dtype=np.float64)


def _entries(root: Path, split: str) -> list[OdgtEntry]:
    odgt = SPLITS[split].odgt_path(root)
    if not odgt.is_file():
        raise CaosError(
            f"{odgt}: no such list: the data set has no {split} split; render or convert one, or mend --data"
        )
    entries = read_odgt(odgt)
    if not entries:
        raise CaosError(f"{odgt}: an empty list; the {split} split needs at least one frame")
    return entries
