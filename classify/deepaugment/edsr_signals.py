"""The signal distortions of EDSR, as in the public code of Hendrycks et al., ICCV 2021.

`BEFORE` act on the 64 features that enter the body, `WITHIN` on those after five of its sixteen blocks; of
each kind one is drawn per image, or none. Skipping blocks is drawn by `blocks_skipped`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from .edsr import PUBLISHED_BLOCKS
from .terms import SignalDistortion, indices, uniform

NONE: Final = "none"
SKIP: Final = "skip_blocks"


def swap_channels(features: Tensor, rng: np.random.Generator, published: bool) -> Tensor:
    """Swap the channels of five random pairs, one pair after the other.

    Published: the second channel is copied over the first instead, since both names are views of one array.
    """
    swapped = features.clone()
    for _ in range(5):
        one, other = indices(rng, features.shape[1], 2)
        kept = swapped[:, one].clone()
        swapped[:, one] = swapped[:, other]
        if not published:
            swapped[:, other] = kept
    return swapped


def zero_some(features: Tensor, rng: np.random.Generator, _published: bool) -> Tensor:
    """Zero each activation with probability 0.05."""
    return features * (uniform(rng, features) >= 0.05)


def negate_some(features: Tensor, rng: np.random.Generator, _published: bool) -> Tensor:
    """Negate each activation with probability 0.025."""
    return torch.where(uniform(rng, features) < 0.025, -features, features)


def negate(features: Tensor, _rng: np.random.Generator, _published: bool) -> Tensor:
    """Negate all activations."""
    return -features


def activate(features: Tensor, rng: np.random.Generator, _published: bool) -> Tensor:
    """Apply ReLU (probability 1/3, as published) or GELU."""
    return functional.relu(features) if rng.integers(3) == 1 else functional.gelu(features)


def flip(features: Tensor, rng: np.random.Generator, _published: bool) -> Tensor:
    """Reverse the channels and the rows (probability 1/3, as published), or the channels and the columns."""
    return features.flip(1, 2) if rng.integers(3) == 1 else features.flip(1, 3)


BEFORE: Final[Mapping[str, SignalDistortion]] = {
    "swap_channels": swap_channels,
    "zero_some": zero_some,
    "negate_some": negate_some,
}
WITHIN: Final[Mapping[str, SignalDistortion]] = {"negate": negate, "activate": activate, "flip": flip}

BEFORE_NAMES: Final = (*BEFORE, NONE)
WITHIN_NAMES: Final = (*WITHIN, SKIP, NONE)
"""What is drawn from, each with the same probability."""


def blocks_skipped(blocks: int, rng: np.random.Generator) -> frozenset[int]:
    """Three draws, with replacement, from blocks 2 to 16 of the body; block 16 is its last convolution."""
    drawn = rng.integers(2, PUBLISHED_BLOCKS + 1, size=3)
    return frozenset(int(block) * blocks // PUBLISHED_BLOCKS for block in drawn)
