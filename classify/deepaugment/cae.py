"""CAE, the compressive autoencoder behind DeepAugment: 32 binary channels at a quarter of the size.

After Theis et al., "Lossy Image Compression with Compressive Autoencoders", ICLR 2017. The names of its
tensors are those of the published weights (`model_final.state`); paddings and activations count as layers.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import torch
from torch import Tensor, nn

CODE_CHANNELS: Final = 32
STRIDE: Final = 4
"""Sizes of images must be divisible by it."""

PUBLISHED_WIDTH: Final = 128

_COLOURS: Final = 3
_SMALL: Final = 0.1

LAYERS: Final = (
    *("e_conv_1.1", "e_conv_2.1"),
    *(f"e_block_{block}.{index}" for block in (1, 2, 3) for index in (1, 4)),
    *("e_conv_3.0", "d_up_conv_1.0", "d_up_conv_1.3"),
    *(f"d_block_{block}.{index}" for block in (1, 2, 3) for index in (1, 4)),
    *("d_up_conv_2.0", "d_up_conv_2.3", "d_up_conv_3.0", "d_up_conv_3.3"),
)
"""The 21 convolutions in the order of the pass: how weight distortions number them."""


class CAE(nn.Module):
    """(N, 3, H, W) float32 RGB in 0..1, H and W divisible by 4 -> the same shape, not clamped.

    Args:
        width: channels of the residual blocks, even; the published network has 128.
    """

    def __init__(self, width: int = PUBLISHED_WIDTH) -> None:
        super().__init__()
        half, slim = width // 2, max(width // 4, 1)
        self.e_conv_1 = nn.Sequential(nn.ZeroPad2d((1, 2, 1, 2)), nn.Conv2d(3, half, 5, 2), nn.LeakyReLU())
        self.e_conv_2 = nn.Sequential(
            nn.ZeroPad2d((1, 2, 1, 2)), nn.Conv2d(half, width, 5, 2), nn.LeakyReLU()
        )
        self.e_block_1, self.e_block_2, self.e_block_3 = (_residual(width) for _ in range(3))
        self.e_conv_3 = nn.Sequential(nn.Conv2d(width, CODE_CHANNELS, 5, padding=2), nn.Tanh())
        self.d_up_conv_1 = _doubling(CODE_CHANNELS, half, width)
        self.d_block_1, self.d_block_2, self.d_block_3 = (_residual(width) for _ in range(3))
        self.d_up_conv_2 = _doubling(width, slim, 2 * width)
        self.d_up_conv_3 = nn.Sequential(
            nn.Conv2d(2 * width, 16, 3), nn.LeakyReLU(), nn.ReflectionPad2d(2), nn.Conv2d(16, 3, 3), nn.Tanh()
        )

    def encode(self, images: Tensor) -> Tensor:
        """(N, 3, H, W) in 0..1 -> (N, 32, H / 4, W / 4) in -1..1, not yet binary."""
        features: Tensor = self.e_conv_2(self.e_conv_1(images))
        for block in (self.e_block_1, self.e_block_2, self.e_block_3):
            features = block(features) + features
        code: Tensor = self.e_conv_3(features)
        return code

    def decode(self, bits: Tensor) -> Tensor:
        """(N, 32, h, w), 0 or 1 when not distorted -> (N, 3, 4 h, 4 w), in -1..1."""
        features: Tensor = self.d_up_conv_1(2.0 * bits - 1.0)
        for block in (self.d_block_1, self.d_block_2, self.d_block_3):
            features = block(features) + features
        images: Tensor = self.d_up_conv_3(self.d_up_conv_2(features))
        return images

    def forward(self, images: Tensor, uniform: Tensor) -> Tensor:
        """The clean pass; `uniform`: random numbers in [0, 1) of the code's shape, for `binarise`."""
        return self.decode(binarise(self.encode(images), uniform))


def binarise(code: Tensor, uniform: Tensor) -> Tensor:
    """1 with probability (1 + code) / 2, else 0: unbiased (Toderici et al., ICLR 2016, equation 2).

    Args:
        code: any shape, float; values outside -1..1 are certain.
        uniform: random numbers in [0, 1), the same shape.
    """
    return (uniform <= (1.0 + code) / 2.0).to(code.dtype)


@torch.no_grad()
def pass_colours(network: CAE) -> None:
    """Start a training: three channels carry the colours through every layer, four times smaller in between.

    After the Dirac kernels of Zagoruyko and Komodakis ("DiracNets", 2017). All other weights are random, as
    of He et al. (2015); residual blocks begin as small changes. Random numbers are torch's own.
    """
    for name, layer in network.named_modules():
        if not isinstance(layer, nn.Conv2d | nn.ConvTranspose2d):
            continue
        nn.init.zeros_(layer.bias)  # type: ignore[arg-type]
        count = min(_COLOURS, layer.in_channels, layer.out_channels)
        if isinstance(layer, nn.ConvTranspose2d):  # each output sees one tap of each input
            nn.init.normal_(layer.weight, std=layer.in_channels**-0.5)
            layer.weight[:, :count] = 0.0
            layer.weight[range(count), range(count)] = 1.0
            continue
        nn.init.kaiming_normal_(layer.weight)
        if "block" in name:
            layer.weight.mul_(_SMALL if name.endswith(".4") else 1.0)
            continue
        if name == "e_conv_3.0":
            layer.weight.mul_(0.5)  # random bits at the start, not certain ones
        layer.weight[:count] = 0.0
        middle = layer.kernel_size[0] // 2
        # a layer that halves the picture averages four pixels
        taps = slice(1, 3) if layer.stride[0] == 2 else slice(middle, middle + 1)
        layer.weight[range(count), range(count), taps, taps] = 0.25 if layer.stride[0] == 2 else 1.0


def _residual(width: int) -> nn.Sequential:
    convolutions = [(nn.ZeroPad2d(1), nn.Conv2d(width, width, 3)) for _ in range(2)]
    return nn.Sequential(*convolutions[0], nn.LeakyReLU(), *convolutions[1])


def _doubling(*channels: int) -> nn.Sequential:
    (first, second), (_, last) = pairwise(channels)
    return nn.Sequential(
        nn.Conv2d(first, second, 3), nn.LeakyReLU(), nn.ZeroPad2d(1), nn.ConvTranspose2d(second, last, 2, 2)
    )
