"""Noise2Net as an augmentation of batches; the networks themselves are in `caos.classify.noise2net`."""

from __future__ import annotations

import numpy as np
import torch
from pydantic import Field
from torch import Tensor

from caos.config import ConfigModel

from ..noise2net import augment, draw_architecture


class Noise2NetSettings(ConfigModel):
    """Settings.

    Attributes:
        share: part of each batch that is augmented; the papers' half.
    """

    share: float = Field(default=0.5, gt=0, le=1)


class Noise2Net:
    """The first part of a batch through untrained networks, another one for each image.

    Kernel sizes and dilations are drawn for each batch, where the papers draw them for each epoch: so a step
    depends on its own generator alone.
    """

    def __init__(self, settings: Noise2NetSettings | None = None) -> None:
        self.settings = settings or Noise2NetSettings()

    def __call__(self, images: Tensor, targets: Tensor, rng: np.random.Generator) -> tuple[Tensor, Tensor]:
        """Augment a batch.

        Args:
            images: (N, 3, H, W) float, normalised, in random order.
            targets: (N, C); they stay as they are.
            rng: decides.
        """
        architecture = draw_architecture(rng)
        weights = torch.Generator(images.device).manual_seed(int(rng.integers(2**63)))
        return augment(images, architecture, weights, share=self.settings.share), targets
