"""From a picture of any size to the square that a network sees."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

Image = npt.NDArray[np.uint8]

MEAN: Final = (0.485, 0.456, 0.406)
DEVIATION: Final = (0.229, 0.224, 0.225)
"""ImageNet's, of RGB in [0, 1]."""

_TRIES: Final = 10


@dataclass(frozen=True, slots=True)
class RandomCrop:
    """A random part of a picture, resized (Szegedy et al., CVPR 2015, "Inception crop"), and mirrored.

    Attributes:
        size: side of what comes out, pixels.
        area: [least, most] share of the picture's area.
        ratio: [least, most] width over height.
        mirror: whether half of them are mirrored.
    """

    size: int
    area: tuple[float, float]
    ratio: tuple[float, float]
    mirror: bool

    def __call__(self, image: Image, rng: np.random.Generator) -> Image:
        """(H, W, 3) uint8 -> (`size`, `size`, 3) uint8; `rng` decides."""
        top, left, height, width = self._window(image.shape[0], image.shape[1], rng)
        cut = _resized(image[top : top + height, left : left + width], (self.size, self.size))
        return np.ascontiguousarray(cut[:, ::-1]) if self.mirror and rng.random() < 0.5 else cut

    def _window(self, height: int, width: int, rng: np.random.Generator) -> tuple[int, int, int, int]:
        """Top, left, height, width; when ten windows do not fit, the largest square in the middle."""
        for _ in range(_TRIES):
            area = height * width * rng.uniform(*self.area)
            ratio = math.exp(rng.uniform(math.log(self.ratio[0]), math.log(self.ratio[1])))
            wide, tall = round(math.sqrt(area * ratio)), round(math.sqrt(area / ratio))
            if 0 < wide <= width and 0 < tall <= height:
                return int(rng.integers(height - tall + 1)), int(rng.integers(width - wide + 1)), tall, wide
        side = min(height, width)
        return (height - side) // 2, (width - side) // 2, side, side


def central_crop(image: Image, resize: int, size: int) -> Image:
    """The published evaluation: shorter side to `resize`, then the square of `size` in the middle.

    A `size` above `resize` takes the largest square and scales it up.
    """
    height, width = image.shape[:2]
    factor = max(resize, size) / min(height, width)
    if factor != 1:
        image = _resized(image, (round(width * factor), round(height * factor)))
    height, width = image.shape[:2]
    top, left = (height - size) // 2, (width - size) // 2
    return np.ascontiguousarray(image[top : top + size, left : left + size])


def normalised(image: Image) -> Tensor:
    """(H, W, 3) uint8 RGB -> (3, H, W) float32, zero mean and unit deviation over ImageNet."""
    values = torch.from_numpy(np.ascontiguousarray(image.transpose(2, 0, 1))).float().div_(255)
    return values.sub_(torch.tensor(MEAN)[:, None, None]).div_(torch.tensor(DEVIATION)[:, None, None])


def _resized(image: Image, size: tuple[int, int]) -> Image:
    """`image` at (width, height) `size`; averaged when it shrinks."""
    if (image.shape[1], image.shape[0]) == size:
        return np.ascontiguousarray(image)
    shrinks = image.shape[1] * image.shape[0] > size[0] * size[1]
    scaled = cv2.resize(image, size, interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR)
    return np.asarray(scaled, dtype=np.uint8)
