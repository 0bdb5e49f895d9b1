"""Augmentations of training images: names, settings, and what a schedule of them does.

Images are augmented where they are read, from a generator seeded by (seed, epoch, index); batches in the
training step, from one seeded by (seed, step): nothing depends on workers or their order.
"""

from __future__ import annotations

from .adversarial import AdversarialSettings, fast_adversarial
from .augmix import AugMix, AugMixSettings
from .consistency import jensen_shannon
from .erasing import Cutout, CutoutSettings, RandomErasing, RandomErasingSettings
from .geometry import Image
from .mixing import CutMix, CutMixSettings, Mixup, MixupSettings
from .moments import MomentSettings, exchange_moments, moments_exchanged
from .networks import Noise2Net, Noise2NetSettings
from .noise import Speckle, SpeckleSettings
from .schedule import (
    AUGMENTATIONS,
    Augmentation,
    BatchAugmentation,
    ImageAugmentation,
    Schedule,
    make_schedule,
)
from .settings import AugmentSettings, DeepAugmentSettings
from .step import step_generator, training_loss
from .style import StyleSettings, StyleTransfer, load_adain

__all__ = [
    "AUGMENTATIONS",
    "AdversarialSettings",
    "AugMix",
    "AugMixSettings",
    "AugmentSettings",
    "Augmentation",
    "BatchAugmentation",
    "CutMix",
    "CutMixSettings",
    "Cutout",
    "CutoutSettings",
    "DeepAugmentSettings",
    "Image",
    "ImageAugmentation",
    "Mixup",
    "MixupSettings",
    "MomentSettings",
    "Noise2Net",
    "Noise2NetSettings",
    "RandomErasing",
    "RandomErasingSettings",
    "Schedule",
    "Speckle",
    "SpeckleSettings",
    "StyleSettings",
    "StyleTransfer",
    "exchange_moments",
    "fast_adversarial",
    "jensen_shannon",
    "load_adain",
    "make_schedule",
    "moments_exchanged",
    "step_generator",
    "training_loss",
]
