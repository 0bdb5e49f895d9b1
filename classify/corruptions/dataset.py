"""Datasets of (picture, label) whose pictures are corrupted, or perturbed, when they are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

import numpy as np
import PIL.Image

from .arrays import Image
from .corrupt import corrupt, generator_for
from .perturbations import Frames, perturb

Label = TypeVar("Label")
LabelOut = TypeVar("LabelOut", covariant=True)


class Pictures(Protocol[LabelOut]):
    """A map-style dataset, of PyTorch's kind: pictures are (H, W, 3) uint8 arrays or Pillow's."""

    def __len__(self) -> int:
        """How many pictures."""

    def __getitem__(self, index: int, /) -> tuple[Image | PIL.Image.Image, LabelOut]:
        """Picture and label number `index`."""


@dataclass(frozen=True, slots=True)
class Corrupted(Generic[Label]):
    """A dataset under one corruption: the same pictures in every run, order and process.

    Attributes:
        dataset: of (picture, label).
        name: one of `CORRUPTIONS` or `HELD_OUT`.
        severity: 1 to 5.
        seed: picture `index` is made with a generator of (seed, index, name, severity).
        parameters: one of `BENCHMARKS`.
        frost: pictures to lay over for "frost"; ours when not given.
    """

    dataset: Pictures[Label]
    name: str
    severity: int
    seed: int = 0
    parameters: str = "imagenet-c"
    frost: Sequence[Image] | None = None

    def __len__(self) -> int:
        return len(self.dataset)

    def __getitem__(self, index: int) -> tuple[Image, Label]:
        """The corrupted picture, (H, W, 3) uint8, and its label.

        Raises:
            CaosError: as `corrupt`.
        """
        number = range(len(self))[index]  # a negative index is the same picture: the same seed
        picture, label = self.dataset[number]
        rng = generator_for(self.seed, number, self.name, self.severity)
        made = corrupt(
            _as_array(picture), self.name, self.severity, rng, parameters=self.parameters, frost=self.frost
        )
        return made, label


@dataclass(frozen=True, slots=True)
class Perturbed(Generic[Label]):
    """A dataset of perturbation sequences; attributes as of `Corrupted` and of `perturb`."""

    dataset: Pictures[Label]
    name: str
    seed: int = 0
    parameters: str = "imagenet-p"
    crop: int | None = None

    def __len__(self) -> int:
        return len(self.dataset)

    def __getitem__(self, index: int) -> tuple[Frames, Label]:
        """The frames, (T, H, W, 3) uint8, and the label.

        Raises:
            CaosError: as `perturb`.
        """
        number = range(len(self))[index]
        picture, label = self.dataset[number]
        rng = generator_for(self.seed, number, self.name)
        return perturb(_as_array(picture), self.name, rng, parameters=self.parameters, crop=self.crop), label


def _as_array(picture: Image | PIL.Image.Image) -> Image:
    if isinstance(picture, PIL.Image.Image):
        return np.array(picture.convert("RGB"), dtype=np.uint8)
    return picture
