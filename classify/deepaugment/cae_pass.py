"""CAE's pass through distorted weights and signals, image by image, fast.

The result is that of `CAE.forward` but for rounding, with less work:

- A transposed 2x2 convolution of stride 2 is a matrix product and a rearrangement of pixels.
- The last transposed convolution has no activation after it: with the 3x3 convolution that follows it is one
  2x2 convolution at half the size, a twentieth of the multiplications.
- The 3x3 convolutions of many channels (residual blocks, `d_up_conv_2.0`) go through `winograd` on CPUs.
- Of a new network only the changed convolutions are prepared.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from . import cae_signals as signals
from .cae import binarise
from .terms import Weights, uniform
from .winograd import Kernels, conv3x3, prepare

_SLOPE: Final = 0.01
_BLOCKS: Final = ("block_1", "block_2", "block_3")


@dataclass(frozen=True, slots=True)
class CaePass:
    """A network ready to run.

    Attributes:
        weights: all tensors by name.
        prepared: convolutions for `conv3x3` by name.
        folded: the last transposed convolution with the next one, (64, slim, 2, 2) and (64,).
    """

    weights: Weights
    prepared: Mapping[str, Kernels]
    folded: tuple[Tensor, Tensor]

    def distorted(self, changed: Weights) -> CaePass:
        """The same network with other tensors in the layers that distortions touch (8 to 15)."""
        weights = {**self.weights, **changed}
        names = sorted({name.rpartition(".")[0] for name in changed} & self.prepared.keys())
        prepared = {**self.prepared, **{name: _prepared(weights, name) for name in names}}
        return CaePass(weights, prepared, self.folded)

    @torch.inference_mode()
    def run(self, image: Tensor, plan: CodePlan | None = None) -> Tensor:
        """Pass one image through.

        Args:
            image: (1, 3, H, W) float32 in 0..1, H and W divisible by 4 and at least 12.
            plan: what happens to the code, and the seed of its rounding to bits.

        Returns:
            (1, 3, H, W) float32 in -1..1.
        """
        plan = plan or CodePlan()
        return self.decode(plan.bits(self.encode(image)))

    def encode(self, image: Tensor) -> Tensor:
        """The code in -1..1, as `CAE.encode`."""
        features = image.contiguous(memory_format=torch.channels_last)
        for name in ("e_conv_1.1", "e_conv_2.1"):
            features = _leaky(self._conv(name, functional.pad(features, (1, 2, 1, 2)), stride=2))
        for block in _BLOCKS:
            features = self._block(f"e_{block}", features)
        return self._conv("e_conv_3.0", features, padding=2).tanh_()

    def decode(self, bits: Tensor) -> Tensor:
        """The image, as `CAE.decode`."""
        features = (2.0 * bits - 1.0).contiguous(memory_format=torch.channels_last)
        features = functional.pad(_leaky(self._conv("d_up_conv_1.0", features)), (1, 1, 1, 1))
        weight, bias = (self.weights[f"d_up_conv_1.3.{kind}"] for kind in ("weight", "bias"))
        features = _doubled(features, weight, bias)
        for block in _BLOCKS:
            features = self._block(f"d_{block}", features)
        narrowed = conv3x3(features, self.prepared["d_up_conv_2.0"], _SLOPE)[:, :, 1:-1, 1:-1]
        features = functional.pad(narrowed, (1, 1, 1, 1))
        features = _leaky(functional.pixel_shuffle(functional.conv2d(features, *self.folded), 2))
        return self._conv("d_up_conv_3.3", functional.pad(features, (2, 2, 2, 2), mode="reflect")).tanh_()

    def _block(self, name: str, features: Tensor) -> Tensor:
        inner = conv3x3(features, self.prepared[f"{name}.1"], _SLOPE)
        return conv3x3(inner, self.prepared[f"{name}.4"], residual=features)

    def _conv(self, name: str, features: Tensor, stride: int = 1, padding: int = 0) -> Tensor:
        weight, bias = (self.weights[f"{name}.{kind}"] for kind in ("weight", "bias"))
        return functional.conv2d(features, weight, bias, stride, padding)


@dataclass(frozen=True, slots=True)
class CodePlan:
    """What happens to the code of one image.

    Attributes:
        distortion: name in `cae_signals.NAMES`, or "none".
        seed: of the distortion's generator and of the rounding to bits.
        published: exactly as in the authors' code.
    """

    distortion: str = "none"
    seed: int = 0
    published: bool = False

    @staticmethod
    def draw(rng: np.random.Generator, *, published: bool) -> CodePlan:
        """One of the nine, uniformly."""
        name = signals.NAMES[rng.integers(len(signals.NAMES))]
        return CodePlan(name, int(rng.integers(2**62)), published)

    @property
    def names(self) -> tuple[str, ...]:
        """What will be done, without "none"."""
        return () if self.distortion == "none" else (self.distortion,)

    def bits(self, code: Tensor) -> Tensor:
        """Distort and round a code in -1..1; 0 or 1, unless it is the bits that are distorted."""
        rng = np.random.default_rng([self.seed, 0])
        if self.distortion in signals.CODE:
            code = signals.CODE[self.distortion](code, rng, self.published)
        bits = binarise(code, uniform(np.random.default_rng([self.seed, 1]), code))
        if self.distortion in signals.BITS:
            bits = signals.BITS[self.distortion](bits, rng, self.published)
        return bits


@torch.inference_mode()
def prepare_cae(weights: Weights) -> CaePass:
    """Get a network ready.

    Args:
        weights: those of `CAE`, float32, on the device to run on.
    """
    blocks = [name.removesuffix(".weight") for name in weights if "_block_" in name and "weight" in name]
    prepared = {name: _prepared(weights, name) for name in (*blocks, "d_up_conv_2.0")}
    return CaePass(dict(weights), prepared, _fold(weights))


def _prepared(weights: Weights, name: str) -> Kernels:
    return prepare(weights[f"{name}.weight"], weights[f"{name}.bias"])


def _leaky(features: Tensor) -> Tensor:
    return functional.leaky_relu_(features, _SLOPE)


def _doubled(features: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    """A transposed 2x2 convolution of stride 2; `weight` is (I, O, 2, 2)."""
    inputs, outputs = weight.shape[:2]
    mixed = functional.conv2d(features, weight.reshape(inputs, 4 * outputs, 1, 1).transpose(0, 1))
    shuffled = functional.pixel_shuffle(mixed, 2) + bias.view(1, -1, 1, 1)
    return shuffled.contiguous(memory_format=torch.channels_last)


def _fold(weights: Weights) -> tuple[Tensor, Tensor]:
    """`d_up_conv_2.3` and `d_up_conv_3.0` as one 2x2 convolution to (channel, row, column) of each 2x2 block.

    Output row 2 q + r takes, through tap u, row (r + u) % 2 of what becomes of input row q + (r + u) // 2;
    columns likewise.
    """
    up, up_bias = (weights[f"d_up_conv_2.3.{kind}"].double() for kind in ("weight", "bias"))
    conv, bias = (weights[f"d_up_conv_3.0.{kind}"].double() for kind in ("weight", "bias"))
    kernels = torch.zeros(len(conv), 2, 2, len(up), 2, 2, dtype=torch.float64, device=up.device)
    for row, column in np.ndindex(2, 2):
        for u, v in np.ndindex(3, 3):
            (i, a), (j, b) = divmod(row + u, 2), divmod(column + v, 2)
            kernels[:, row, column, :, i, j] += conv[:, :, u, v] @ up[:, :, a, b].T
    constant = bias + conv.sum((2, 3)) @ up_bias
    folded = kernels.reshape(4 * len(conv), len(up), 2, 2).float()
    return folded.contiguous(memory_format=torch.channels_last), constant.repeat_interleave(4).float()
