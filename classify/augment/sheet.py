"""A contact sheet of the augmentations of one picture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from ..sheets import central_square, draw_sheet
from .adversarial import fast_adversarial
from .augmix import AugMix, AugMixSettings
from .erasing import Cutout, RandomErasing, RandomErasingSettings
from .geometry import Image
from .mixing import CutMix, CutMixSettings, Mixup, MixupSettings
from .noise import Speckle, SpeckleSettings
from .schedule import BatchAugmentation, ImageAugmentation
from .style import StyleTransfer

COLUMNS: Final = 6

_MAGNIFIED: Final = 16.0


def augmentation_sheet(
    image: Image,
    partners: Sequence[Image],
    *,
    side: int = 224,
    seed: int = 0,
    style: StyleTransfer | None = None,
) -> Image:
    """One row per augmentation: the clean picture, then five draws; every image is augmented.

    Moment exchange acts on features and DeepAugment has sheets of its own, so both are absent.

    Args:
        image: (H, W, 3) uint8 RGB; its central square is used.
        partners: pictures for Mixup and CutMix; none takes the picture mirrored, in its negative colours.
        side: pixels that the square is brought to before it is augmented.
        seed: of everything random.
        style: adds a row of style transfer.

    Returns:
        (H, W, 3) uint8 RGB.
    """
    clean = central_square(image, side)
    others = [central_square(each, side) for each in partners] or [255 - clean[:, ::-1]]
    rows = {
        name: [clean, *(augment(clean, _generator(seed, name, draw)) for draw in range(COLUMNS - 1))]
        for name, augment in _of_images(style).items()
    }
    for name, mix in _of_batches().items():
        draws = (
            _mixed(mix, clean, others[draw % len(others)], _generator(seed, name, draw))
            for draw in range(COLUMNS - 1)
        )
        rows[name] = [clean, *draws]
    rows["adversarial"] = [clean, *_adversarial(clean, seed)]
    return draw_sheet(rows, ["clean", *("" for _ in range(COLUMNS - 1))])


def _generator(seed: int, name: str, draw: int) -> np.random.Generator:
    return np.random.default_rng([seed, draw, *name.encode()])


def _of_images(style: StyleTransfer | None) -> dict[str, ImageAugmentation]:
    rows: dict[str, ImageAugmentation] = {
        "augmix 1": AugMix(AugMixSettings(severity=1.0)),
        "augmix 3": AugMix(),
        "augmix 10": AugMix(AugMixSettings(severity=10.0)),
        "augmix 3 all": AugMix(AugMixSettings(all_ops=True)),
        "speckle": Speckle(SpeckleSettings(share=1.0)),
        "cutout": Cutout(),
        "random_erasing": RandomErasing(RandomErasingSettings(share=1.0)),
    }
    return rows if style is None else rows | {"style_transfer": style}


def _of_batches() -> dict[str, BatchAugmentation]:
    return {"mixup": Mixup(MixupSettings(alpha=1.0)), "cutmix": CutMix(CutMixSettings())}


def _mixed(mix: BatchAugmentation, first: Image, second: Image, rng: np.random.Generator) -> Image:
    """The first image of a batch of two that was paired with the other one."""
    while True:
        images, targets = mix(_batch([first, second]), torch.eye(2), rng)
        if targets[0, 1] > 0:
            return _picture(images[0])


def _adversarial(clean: Image, seed: int) -> list[Image]:
    """The image against small random networks, and in the last columns the difference, 16 times as large."""
    from ..models import build_model

    moved: list[Image] = []
    for draw in range(COLUMNS // 2):
        network = build_model("resnet_small", 10, seed=seed + draw).eval()
        images = (_batch([clean]) - 0.5) / 0.25
        rng = _generator(seed, "adversarial", draw)
        adversarial = fast_adversarial(
            network,
            images,
            torch.eye(10)[:1],
            functional.cross_entropy,
            rng,
            mean=(0.5,) * 3,
            std=(0.25,) * 3,
        )
        moved.append(_picture(adversarial[0] * 0.25 + 0.5))
    return [*moved, *(_magnified(clean, each) for each in moved)][: COLUMNS - 1]


def _magnified(clean: Image, moved: Image) -> Image:
    difference = moved.astype(np.float32) - clean
    return np.asarray(np.clip(128.0 + _MAGNIFIED * difference, 0, 255), dtype=np.uint8)


def _batch(images: Sequence[Image]) -> Tensor:
    return torch.from_numpy(np.stack(images)).permute(0, 3, 1, 2).float() / 255.0


def _picture(image: Tensor) -> Image:
    return np.asarray(np.rint(image.permute(1, 2, 0).numpy() * 255.0).clip(0, 255), dtype=np.uint8)
