"""The signal distortions of CAE, as in the public code of Hendrycks et al., ICCV 2021.

They act on the code of one image, (1, 32, H / 4, W / 4): `CODE` on the encoder's output in -1..1 before it
is made binary, `BITS` on the zeros and ones. One of the nine is drawn per image.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from .terms import SignalDistortion, indices, uniform

_FLIPS: Final = ((2,), (3,), (2, 3))
"""Published: two of the axes (image, row, column), where flipping the axis of the only image does nothing."""


def scale_bits(bits: Tensor, rng: np.random.Generator, published: bool) -> Tensor:
    """Multiply each bit by 3 + 2 u (2 r - 1), about three: u once, r per bit, both in [0, 1).

    Published: 3 + 4 u r, by a bracket that closes late (`2*rand_like(x-1)`).
    """
    strength, numbers = float(rng.random()), uniform(rng, bits)
    return bits * (3.0 + 2.0 * strength * (2.0 * numbers - (0.0 if published else 1.0)))


def zero_positions(code: Tensor, rng: np.random.Generator, _published: bool) -> Tensor:
    """Zero all channels of each position with probability 0.2."""
    return code * (uniform(rng, code[:, :1]) > 0.2)


def negate_positions(code: Tensor, rng: np.random.Generator, _published: bool) -> Tensor:
    """Negate all channels of each position with probability 0.1."""
    return torch.where(uniform(rng, code[:, :1]) > 0.1, code, -code)


def permute_channels(code: Tensor, rng: np.random.Generator, _published: bool) -> Tensor:
    """Permute the first ten channels."""
    order = [*rng.permutation(10).tolist(), *range(10, code.shape[1])]
    return code[:, order]


def flip_channels(code: Tensor, rng: np.random.Generator, _published: bool) -> Tensor:
    """Flip five random channels in rows, columns or both, all alike; drawn twice, one is unchanged."""
    axes = _FLIPS[rng.integers(3)]
    flipped = code.clone()
    for channel in indices(rng, code.shape[1], 5):
        flipped[:, channel] = flipped[:, channel].flip(*(axis - 1 for axis in axes))
    return flipped


def flip_all(code: Tensor, rng: np.random.Generator, _published: bool) -> Tensor:
    """Flip all channels in rows, columns or both."""
    return code.flip(_FLIPS[rng.integers(3)])


def blur_noise(code: Tensor, rng: np.random.Generator, _published: bool) -> Tensor:
    """Convolve with the identity plus uniform noise in [-0.1, 0.1), 3x3, all channels to all."""
    kernels = _identity(code)
    return _convolved(code, kernels + 0.2 * (uniform(rng, kernels) - 0.5))


def leak_channels(code: Tensor, rng: np.random.Generator, _published: bool) -> Tensor:
    """With probability 0.5 per channel, add a random channel, moved by a pixel or none in each direction."""
    kernels = _identity(code)
    for channel in range(len(kernels)):
        if rng.random() < 0.5:
            source, row, column = (int(rng.integers(most)) for most in (len(kernels), 3, 3))
            kernels[channel, source, row, column] = 1.0
    return _convolved(code, kernels)


def shift_channels(code: Tensor, rng: np.random.Generator, _published: bool) -> Tensor:
    """Move each channel by -1, 0 or 1 pixel in both directions, a step redrawn with probability 0.2 each."""
    kernels = torch.zeros_like(_identity(code))
    row, column = rng.integers(3, size=2)
    for channel in range(len(kernels)):
        if rng.random() < 0.2:
            row, column = rng.integers(3, size=2)
        kernels[channel, channel, row, column] = 1.0
    return _convolved(code, kernels)


BITS: Final[Mapping[str, SignalDistortion]] = {"scale_bits": scale_bits}
CODE: Final[Mapping[str, SignalDistortion]] = {
    function.__name__: function
    for function in (
        *(zero_positions, negate_positions, permute_channels, flip_channels, flip_all, blur_noise),
        *(leak_channels, shift_channels),
    )
}
NAMES: Final = (*BITS, *CODE)
"""What is drawn from, each with the same probability, in the published order, 0 to 8."""


def _identity(code: Tensor) -> Tensor:
    """3x3 kernels that change nothing."""
    kernels = torch.zeros(code.shape[1], code.shape[1], 3, 3, dtype=code.dtype, device=code.device)
    kernels[:, :, 1, 1] = torch.eye(code.shape[1]).to(kernels)
    return kernels


def _convolved(code: Tensor, kernels: Tensor) -> Tensor:
    return functional.conv2d(code, kernels, padding=1)
