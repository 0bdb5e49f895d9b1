"""Augmentations that move image and label together."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from caos.labels import VOID, LabelMap

Image = npt.NDArray[np.uint8]

IMAGENET_MEAN_COLOUR = (124, 116, 104)
"""What images are padded with: zero after normalisation."""


@dataclass(frozen=True, slots=True)
class Augmentation:
    """Random scale, crop, mirror and brightness, in that order.

    Attributes:
        crop: (height, width) of what comes out; None keeps the (scaled) size, for data sets of one size only
            without scaling.
        scale: smallest and largest factor of the size, drawn uniformly in the logarithm.
        mirror: whether half of the images are mirrored left to right.
        jitter: largest relative change of brightness and contrast; 0 leaves colours alone.
    """

    crop: tuple[int, int] | None = None
    scale: tuple[float, float] = (1.0, 1.0)
    mirror: bool = True
    jitter: float = 0.0

    def __call__(self, image: Image, label: LabelMap, rng: np.random.Generator) -> tuple[Image, LabelMap]:
        """Augment one pair; (H, W, 3) and (H, W) uint8 in and out, `rng` decides."""
        low, high = np.log(self.scale)
        factor = float(np.exp(rng.uniform(low, high)))
        if factor != 1.0:
            image, label = resize(image, label, factor)
        if self.crop is not None:
            image, label = random_crop(image, label, self.crop, rng)
        if self.mirror and rng.random() < 0.5:
            image, label = image[:, ::-1], label[:, ::-1]
        if self.jitter:
            image = _jitter(image, self.jitter, rng)
        return image, label


def resize(image: Image, label: LabelMap, factor: float) -> tuple[Image, LabelMap]:
    """Scale both by `factor`: the image smoothly, the label by nearest neighbour."""
    height, width = label.shape
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    smooth = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
    scaled = cv2.resize(image, size, interpolation=smooth)
    # NEAREST_EXACT samples pixel centres as the other modes do; plain NEAREST is half a pixel off.
    return scaled, cv2.resize(label, size, interpolation=cv2.INTER_NEAREST_EXACT)


def random_crop(
    image: Image, label: LabelMap, crop: tuple[int, int], rng: np.random.Generator
) -> tuple[Image, LabelMap]:
    """Cut the same random window out of both; what lies outside is mean colour and VOID."""
    lack = [max(0, wanted - given) for wanted, given in zip(crop, label.shape, strict=True)]
    if any(lack):
        edges = (0, lack[0], 0, lack[1], cv2.BORDER_CONSTANT)
        image = cv2.copyMakeBorder(image, *edges, value=IMAGENET_MEAN_COLOUR)
        label = cv2.copyMakeBorder(label, *edges, value=VOID)
    top = int(rng.integers(label.shape[0] - crop[0] + 1))
    left = int(rng.integers(label.shape[1] - crop[1] + 1))
    window = np.s_[top : top + crop[0], left : left + crop[1]]
    return image[window], label[window]


def _jitter(image: Image, strength: float, rng: np.random.Generator) -> Image:
    contrast, brightness = rng.uniform(1 - strength, 1 + strength, size=2)
    table = (np.arange(256) - 128.0) * contrast + 128.0 * brightness
    return np.asarray(cv2.LUT(image, np.clip(table, 0, 255).astype(np.uint8)))
