"""Augmentations by name, and what a list of them does to images, batches and the loss."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Literal

import numpy as np
from torch import Tensor

from .augmix import AugMix
from .erasing import Cutout, RandomErasing
from .geometry import Image
from .mixing import CutMix, Mixup
from .networks import Noise2Net
from .noise import Speckle
from .settings import AugmentSettings
from .style import StyleTransfer

ImageAugmentation = Callable[[Image, np.random.Generator], Image]
"""Takes and gives (H, W, 3) uint8 RGB; the generator decides. Used where images are read."""

BatchAugmentation = Callable[[Tensor, Tensor, np.random.Generator], tuple[Tensor, Tensor]]
"""Takes and gives images (N, 3, H, W) and targets (N, C), both float; used in the training step."""

Kind = Literal["image", "batch", "step", "folders"]
"""Where it acts: on an image when read, on a batch, in the step with the network, or as more images."""


@dataclass(frozen=True, slots=True)
class Augmentation:
    """An entry of the registry.

    Attributes:
        kind: where it acts.
        summary: one line for people.
        make: gives the `ImageAugmentation` or `BatchAugmentation` of settings; None for the other kinds,
            which `training_loss` and the data set know by name.
    """

    kind: Kind
    summary: str
    make: Callable[[Any], Any] | None = None


AUGMENTATIONS: Final[Mapping[str, Augmentation]] = MappingProxyType(
    {
        "augmix": Augmentation("image", "mixtures of chains of simple operations", AugMix),
        "speckle": Augmentation("image", "values times one plus a Gaussian", Speckle),
        "style_transfer": Augmentation("image", "AdaIN with a painting's statistics", StyleTransfer),
        "cutout": Augmentation("image", "a square of the mean colour", Cutout),
        "random_erasing": Augmentation("image", "a rectangle of random values", RandomErasing),
        "mixup": Augmentation("batch", "blends of two images and their targets", Mixup),
        "cutmix": Augmentation("batch", "a box of another image, targets by area", CutMix),
        "noise2net": Augmentation("batch", "half of the images through untrained networks", Noise2Net),
        "moment_exchange": Augmentation("step", "features with another image's moments"),
        "adversarial": Augmentation("step", "one signed gradient step from a random start"),
        "deepaugment": Augmentation("folders", "images made beforehand by distorted networks"),
    }
)
"""Name -> augmentation; the fields of `AugmentSettings` have these names."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """A schedule that is ready to run; make one with `make_schedule`.

    Attributes:
        settings: what it was made from.
        image: what acts on images, in order.
        batch: what acts on batches, in order.
    """

    settings: AugmentSettings
    image: tuple[ImageAugmentation, ...]
    batch: tuple[BatchAugmentation, ...]

    @property
    def folders(self) -> tuple[Path, ...]:
        """Folders of further training images."""
        return self.settings.deepaugment.folders if "deepaugment" in self.settings.schedule else ()

    @property
    def view_count(self) -> int:
        """How many views of an image a training sees: 3 with AugMix's consistency loss, else 1."""
        return 3 if self.settings.consistent else 1

    def views(self, image: Image, rng: np.random.Generator) -> tuple[Image, ...]:
        """The views of one training image, after cropping and mirroring.

        With the consistency loss they are the image and two AugMixes of it; what else the schedule has acts
        on all three (what comes before AugMix once, on their common image).

        Args:
            image: (H, W, 3) uint8 RGB.
            rng: seeded by (seed, epoch, index), so that the views depend on nothing else.

        Returns:
            `view_count` images like `image`.
        """
        views: tuple[Image, ...] = (image,)
        for augment in self.image:
            if isinstance(augment, AugMix) and self.settings.consistent:
                views = (image, augment(image, rng), augment(image, rng))
            else:
                views = tuple(augment(view, rng) for view in views)
                image = views[0]
        return views


def make_schedule(settings: AugmentSettings) -> Schedule:
    """Make ready what `settings` names.

    Raises:
        CaosError: style transfer without its weights or style images.
    """
    made: dict[Kind, list[Any]] = {"image": [], "batch": []}
    for name in settings.schedule:
        entry = AUGMENTATIONS[name]
        if entry.make is not None:
            made[entry.kind].append(entry.make(getattr(settings, name)))
    return Schedule(settings, tuple(made["image"]), tuple(made["batch"]))
