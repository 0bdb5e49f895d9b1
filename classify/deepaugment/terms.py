"""Words that the distortions share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

import numpy as np
import torch
from torch import Tensor

Weights: TypeAlias = Mapping[str, Tensor]
"""A network's tensors by their published names; never changed in place."""

WeightDistortion: TypeAlias = Callable[[Weights, np.random.Generator, bool], dict[str, Tensor]]
"""(weights, generator, published) -> the tensors that change.

`published`: exactly what the authors' code does where that differs from what it was probably meant to do.
"""

SignalDistortion: TypeAlias = Callable[[Tensor, np.random.Generator, bool], Tensor]
"""(activations of one image (1, C, H, W), generator, published) -> activations of the same shape."""


def uniform(rng: np.random.Generator, like: Tensor) -> Tensor:
    """Numbers in [0, 1) of the shape, type and device of `like`; drawn on the CPU, so the same anywhere."""
    numbers = rng.random(tuple(like.shape), dtype=np.float32)
    return torch.from_numpy(numbers).to(like)


def indices(rng: np.random.Generator, most: int, count: int) -> list[int]:
    """`count` whole numbers in 0..`most` - 1, with replacement."""
    return [int(index) for index in rng.integers(most, size=count)]
