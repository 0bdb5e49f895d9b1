"""EDSR, the super-resolution network behind DeepAugment.

Lim et al., "Enhanced Deep Residual Networks for Single Image Super-Resolution", CVPRW 2017; the baseline x4
has 16 residual blocks of 64 channels. The names of its tensors are those of the published weights.
"""

from __future__ import annotations

from typing import Final

import torch
from torch import Tensor, nn

SCALE: Final = 4
PUBLISHED_BLOCKS: Final = 16
PUBLISHED_FEATURES: Final = 64
RGB_MEAN: Final = (0.4488, 0.4371, 0.4040)
"""Of DIV2K, as shares of the range."""

RANGE: Final = 255.0


class EDSR(nn.Module):
    """(N, 3, H, W) float32 RGB in 0..255 -> (N, 3, 4 H, 4 W), not clamped.

    Args:
        blocks: residual blocks; the published network has 16.
        features: channels; the published network has 64.
    """

    def __init__(self, blocks: int = PUBLISHED_BLOCKS, features: int = PUBLISHED_FEATURES) -> None:
        super().__init__()
        self.sub_mean = _mean_shift(-1.0)
        self.add_mean = _mean_shift(1.0)
        self.head = nn.Sequential(_conv(3, features))
        body = [_ResidualBlock(features) for _ in range(blocks)]
        self.body = nn.Sequential(*body, _conv(features, features))
        doublings = (_conv(features, 4 * features), nn.PixelShuffle(2))
        upsampler = nn.Sequential(*doublings, _conv(features, 4 * features), nn.PixelShuffle(2))
        self.tail = nn.Sequential(upsampler, _conv(features, 3))

    def forward(self, images: Tensor) -> Tensor:
        """The clean pass, layer by layer."""
        features = self.head(self.sub_mean(images))
        enlarged: Tensor = self.add_mean(self.tail(self.body(features) + features))
        return enlarged


class _ResidualBlock(nn.Module):
    def __init__(self, features: int) -> None:
        super().__init__()
        self.body = nn.Sequential(_conv(features, features), nn.ReLU(), _conv(features, features))

    def forward(self, features: Tensor) -> Tensor:
        residual: Tensor = self.body(features)
        return residual + features


def _conv(inputs: int, outputs: int) -> nn.Conv2d:
    return nn.Conv2d(inputs, outputs, 3, padding=1)


def _mean_shift(sign: float) -> nn.Conv2d:
    """Adds or takes away the mean colour; a convolution, since its tensors are in the published file."""
    shift = nn.Conv2d(3, 3, 1).requires_grad_(requires_grad=False)
    with torch.no_grad():
        shift.weight.copy_(torch.eye(3).reshape(3, 3, 1, 1))
        shift.bias.copy_(sign * RANGE * torch.tensor(RGB_MEAN))  # type: ignore[union-attr]
    return shift
