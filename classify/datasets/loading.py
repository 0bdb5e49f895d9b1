"""`ImageList` as a torch data set: a sample is decoded when it is asked for."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import Dataset

from caos.errors import CaosError
from caos.training import Draw

from .imagelist import ImageList
from .pictures import Pixels, read_film, read_picture

Augmentation = Callable[[Pixels, np.random.Generator], Pixels]
"""Takes and gives (H, W, 3) uint8 RGB; the generator decides."""

Transform = Callable[[Pixels], Tensor]
"""Makes what the network takes from (H, W, 3) uint8 RGB: resized, cropped, normalised."""


def to_tensor(picture: Pixels) -> Tensor:
    """(H, W, 3) uint8 -> (3, H, W) uint8, values as they are."""
    return torch.from_numpy(np.ascontiguousarray(picture.transpose(2, 0, 1)))


class LabelledImages(Dataset[tuple[Tensor, "int | Tensor"]]):
    """Samples of an `ImageList`.

    An item is `(image, label)`. The image is what `transform` returns; for a film (ImageNet-P) it is called
    on each frame and the results are stacked, (T, ...). The label is an int, or (C,) float32 of 0 and 1 when
    a picture may have several. Keys are positions or, in training, `Draw`s of the sampler; only those are
    augmented, from a generator seeded by (seed, epoch, index), whatever the worker.

    Args:
        images: the list.
        transform: makes a tensor of a picture; by default `to_tensor`.
        augmentation: changes pictures asked for by `Draw`, before `transform`.
        seed: of the augmentation.

    Raises:
        CaosError: the list is empty; later, a file is missing or broken.
    """

    def __init__(
        self,
        images: ImageList,
        transform: Transform = to_tensor,
        *,
        augmentation: Augmentation | None = None,
        seed: int = 0,
    ) -> None:
        if not len(images):
            raise CaosError(f"{images.title}: has no sample")
        self.images = images
        self._transform = transform
        self._augmentation = augmentation
        self._seed = seed

    def __len__(self) -> int:
        return len(self.images)

    def __getitem__(self, key: int | Draw) -> tuple[Tensor, int | Tensor]:
        index = key.index if isinstance(key, Draw) else key
        if self.images.videos:
            frames = [self._transform(frame) for frame in self.read(index)]
            return torch.stack(frames), self._label(index)
        picture = self.read(index)
        if isinstance(key, Draw) and self._augmentation is not None:
            picture = self._augmentation(picture, np.random.default_rng([self._seed, key.epoch, key.index]))
        return self._transform(picture), self._label(index)

    def read(self, index: int) -> Pixels:
        """The picture (H, W, 3) or film (T, H, W, 3) at `index`, uint8 RGB as on disk."""
        path = self.images.root / self.images.files[index]
        return read_film(path) if self.images.videos else read_picture(path)

    def _label(self, index: int) -> int | Tensor:
        label = self.images.labels[index]
        return torch.from_numpy(label.astype(np.float32)) if self.images.multi_label else int(label)
