"""AugMix: an image blended with mixtures of chains of simple operations (Hendrycks, Mu et al., ICLR 2020).

For an image x: weights w ~ Dirichlet(alpha, ..., alpha), m ~ Beta(alpha, alpha), and the result is
m x + (1 - m) sum_i w_i chain_i(x). Every chain is one to three operations, drawn with replacement. None of
the nine operations is among the corruptions of ImageNet-C; the four further ones of `all_ops` overlap.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

import cv2
import numpy as np
from pydantic import Field

from caos.config import ConfigModel

from . import geometry, tones
from .geometry import Image

Operation = Callable[[Image, float, np.random.Generator], Image]
"""Takes (H, W, 3) uint8, the severity (0.1 to 10) and a generator that draws level and sign."""


def _level(severity: float, rng: np.random.Generator) -> float:
    """How strong an operation is, as a share of its most: uniform from 0.01 to a tenth of the severity."""
    return float(rng.uniform(0.1, severity)) / 10.0


def _sign(rng: np.random.Generator) -> int:
    return -1 if rng.random() > 0.5 else 1


def _whole(severity: float, most: float, rng: np.random.Generator) -> int:
    return int(_level(severity, rng) * most)


def _enhancement(severity: float, rng: np.random.Generator) -> float:
    return 0.1 + 1.8 * _level(severity, rng)


NINE: Final[Mapping[str, Operation]] = MappingProxyType(
    {
        "autocontrast": lambda image, _severity, _rng: tones.auto_contrast(image),
        "equalize": lambda image, _severity, _rng: tones.equalize(image),
        "posterize": lambda image, severity, rng: tones.posterize(image, 4 - _whole(severity, 4, rng)),
        "rotate": lambda image, severity, rng: geometry.rotate(image, _whole(severity, 30, rng) * _sign(rng)),
        "solarize": lambda image, severity, rng: tones.solarize(image, 256 - _whole(severity, 256, rng)),
        "shear_x": lambda image, severity, rng: geometry.shear_x(
            image, 0.3 * _level(severity, rng) * _sign(rng)
        ),
        "shear_y": lambda image, severity, rng: geometry.shear_y(
            image, 0.3 * _level(severity, rng) * _sign(rng)
        ),
        "translate_x": lambda image, severity, rng: geometry.translate(
            image, _whole(severity, image.shape[1] / 3, rng) * _sign(rng), 0
        ),
        "translate_y": lambda image, severity, rng: geometry.translate(
            image, 0, _whole(severity, image.shape[0] / 3, rng) * _sign(rng)
        ),
    }
)
"""The published operations, in the published order."""

FOUR: Final[Mapping[str, Operation]] = MappingProxyType(
    {
        "color": lambda image, severity, rng: tones.color(image, _enhancement(severity, rng)),
        "contrast": lambda image, severity, rng: tones.contrast(image, _enhancement(severity, rng)),
        "brightness": lambda image, severity, rng: tones.brightness(image, _enhancement(severity, rng)),
        "sharpness": lambda image, severity, rng: tones.sharpness(image, _enhancement(severity, rng)),
    }
)
"""What `all_ops` adds; they overlap with corruptions of ImageNet-C, which then are no longer unseen."""

_NINE: Final = tuple(NINE.values())
_THIRTEEN: Final = (*_NINE, *FOUR.values())


class AugMixSettings(ConfigModel):
    """Settings; the defaults are those of the published code for CIFAR (for ImageNet it has severity 1).

    Attributes:
        severity: strength of the operations; 10 is the most.
        width: number of chains.
        depth: operations per chain; 0 draws one to three for each chain.
        alpha: of the Dirichlet and the Beta distribution.
        all_ops: take the four operations that resemble corruptions of ImageNet-C as well.
        consistency: weight of the Jensen-Shannon loss over three views; 0 trains on one augmented view with
            the plain loss (the published `--no-jsd`).
    """

    severity: float = Field(default=3.0, ge=0.1, le=10)
    width: int = Field(default=3, ge=1, le=32)
    depth: int = Field(default=0, ge=0, le=32)
    alpha: float = Field(default=1.0, gt=0, le=1000)
    all_ops: bool = False
    consistency: float = Field(default=12.0, ge=0)


class AugMix:
    """AugMix of one image; `AugMix(settings)(image, rng)`."""

    def __init__(self, settings: AugMixSettings | None = None) -> None:
        self.settings = settings or AugMixSettings()

    def __call__(self, image: Image, rng: np.random.Generator) -> Image:
        """Augment (H, W, 3) uint8; the mixture is rounded once, at its end."""
        settings = self.settings
        weights = rng.dirichlet([settings.alpha] * settings.width)
        total = float(rng.beta(settings.alpha, settings.alpha))
        rest = 1.0 - total
        mixture = image.astype(np.float32)
        for weight in weights:
            # A running mean: the old mixture has the weight `total`, the chain gets its own.
            chained, weight = self._chain(image, rng), rest * float(weight)
            total += weight
            cv2.accumulateWeighted(chained, mixture, weight / total if total else 0.0)
        return np.asarray(cv2.convertScaleAbs(mixture))

    def _chain(self, image: Image, rng: np.random.Generator) -> Image:
        operations = _THIRTEEN if self.settings.all_ops else _NINE
        depth = self.settings.depth or int(rng.integers(1, 4))
        for choice in rng.integers(len(operations), size=depth):
            image = operations[choice](image, self.settings.severity, rng)
        return image
