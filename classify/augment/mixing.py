"""Mixup (Zhang et al., ICLR 2018) and CutMix (Yun et al., ICCV 2019): every image is joined with another one.

Both take a batch with targets as probabilities and give such a batch. torchvision and timm have both, but
draw from the global generators; the drawing is most of it.
"""

from __future__ import annotations

import math

import numpy as np
import torch
from pydantic import Field
from torch import Tensor

from caos.config import ConfigModel


class MixupSettings(ConfigModel):
    """Settings.

    Attributes:
        alpha: of Beta(alpha, alpha), from which the weight of the first image is drawn; 0.2 for ImageNet.
    """

    alpha: float = Field(default=0.2, gt=0, le=100)


class Mixup:
    """w x + (1 - w) x', with the targets mixed likewise; one weight and one pairing for each batch."""

    def __init__(self, settings: MixupSettings | None = None) -> None:
        self.settings = settings or MixupSettings()

    def __call__(self, images: Tensor, targets: Tensor, rng: np.random.Generator) -> tuple[Tensor, Tensor]:
        """Augment a batch.

        Args:
            images: (N, 3, H, W) of any float type.
            targets: (N, C) float, probabilities or multi-label 0/1.
            rng: decides.
        """
        weight = float(rng.beta(self.settings.alpha, self.settings.alpha))
        order = permutation(len(images), images.device, rng)
        return blend(images, images[order], weight), blend(targets, targets[order], weight)


class CutMixSettings(ConfigModel):
    """Settings.

    Attributes:
        alpha: of Beta(alpha, alpha), from which the area that stays is drawn; the paper's 1.
        share: share of batches that are mixed; 1 for ImageNet, 0.5 for CIFAR.
    """

    alpha: float = Field(default=1.0, gt=0, le=100)
    share: float = Field(default=1.0, gt=0, le=1)


class CutMix:
    """A box of another image; targets are weighted by the area that each image has in the end.

    The box has the image's aspect, sides times sqrt(1 - w) for w ~ Beta(alpha, alpha), and a middle drawn
    uniformly; what lies outside is cut off. One box and one pairing for each batch.
    """

    def __init__(self, settings: CutMixSettings | None = None) -> None:
        self.settings = settings or CutMixSettings()

    def __call__(self, images: Tensor, targets: Tensor, rng: np.random.Generator) -> tuple[Tensor, Tensor]:
        """Augment a batch, as `Mixup`."""
        if rng.random() >= self.settings.share:
            return images, targets
        ratio = math.sqrt(1.0 - float(rng.beta(self.settings.alpha, self.settings.alpha)))
        order = permutation(len(images), images.device, rng)
        height, width = images.shape[-2:]
        rows, columns = _span(height, ratio, rng), _span(width, ratio, rng)
        mixed = images.clone()
        mixed[..., rows, columns] = images[order][..., rows, columns]
        cut = (rows.stop - rows.start) * (columns.stop - columns.start)
        return mixed, blend(targets, targets[order], 1.0 - cut / (height * width))


def permutation(length: int, device: torch.device, rng: np.random.Generator) -> Tensor:
    """(length,) int64: who is paired with whom."""
    return torch.from_numpy(rng.permutation(length)).to(device)


def blend(first: Tensor, second: Tensor, weight: float) -> Tensor:
    """`weight * first + (1 - weight) * second`."""
    return torch.lerp(second, first, weight)


def _span(length: int, ratio: float, rng: np.random.Generator) -> slice:
    half, middle = int(length * ratio) // 2, int(rng.integers(length))
    return slice(max(middle - half, 0), min(middle + half, length))
