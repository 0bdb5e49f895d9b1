"""Style transfer by adaptive instance normalisation (Huang and Belongie, ICCV 2017).

Both networks have the layers and the state-dict keys of the weights that naoto0804's pytorch-AdaIN publishes
(`vgg_normalised.pth`, `decoder.pth`), so those load as they are.
"""

from __future__ import annotations

from typing import Final

import torch
from torch import Tensor, nn

_ENCODER: Final = (64, 64, "pool", 128, 128, "pool", 256, 256, 256, 256, "pool", 512)
_DECODER: Final = (256, "up", 256, 256, 256, 128, "up", 128, 64, "up", 64)


def make_encoder() -> nn.Sequential:
    """VGG-19 up to relu4_1, with its input normalisation as a first 1x1 convolution: keys 0, 2, 5, ..., 29.

    (N, 3, H, W) RGB in [0, 1] -> (N, 512, ceil(H / 8), ceil(W / 8)).
    """
    return nn.Sequential(nn.Conv2d(3, 3, 1), *_layers(3, _ENCODER))


def make_decoder() -> nn.Sequential:
    """The encoder mirrored: keys 1, 5, 8, ..., 28. (N, 512, h, w) -> (N, 3, 8 h, 8 w) RGB, about [0, 1]."""
    return nn.Sequential(*_layers(512, _DECODER), nn.ReflectionPad2d(1), nn.Conv2d(64, 3, 3))


def adaptive_instance_norm(content: Tensor, style: Tensor, epsilon: float = 1e-5) -> Tensor:
    """sigma(y) (x - mu(x)) / sigma(x) + mu(y), moments over the positions of every channel (equation 8).

    Args:
        content: x, (N, D, h, w).
        style: y, (N, D, h', w').
        epsilon: added to the (unbiased) variances, as in the published code.
    """
    (content_mean, content_std), (style_mean, style_std) = (
        (each.mean(dim=(2, 3), keepdim=True), (each.var(dim=(2, 3), keepdim=True) + epsilon).sqrt())
        for each in (content, style)
    )
    return (content - content_mean) / content_std * style_std + style_mean


class AdaIN(nn.Module):
    """Encoder, statistics of the style, decoder.

    Attributes:
        encoder: `make_encoder()`.
        decoder: `make_decoder()`.
    """

    def __init__(self) -> None:
        super().__init__()
        self.encoder = make_encoder()
        self.decoder = make_decoder()

    def forward(self, content: Tensor, style: Tensor, alpha: float = 1.0) -> Tensor:
        """Restyle.

        Args:
            content: (N, 3, H, W) RGB in [0, 1]; sides of at least 9 pixels, for the reflected borders.
            style: (N, 3, H', W') likewise.
            alpha: 0 only encodes and decodes, 1 is the style's statistics altogether.

        Returns:
            (N, 3, H, W), cut to [0, 1].
        """
        features = self.encoder(content)
        styled = torch.lerp(features, adaptive_instance_norm(features, self.encoder(style)), alpha)
        height, width = content.shape[-2:]
        restyled: Tensor = self.decoder(styled)[..., :height, :width]
        return restyled.clamp(0.0, 1.0)


def _layers(channels: int, plan: tuple[int | str, ...]) -> list[nn.Module]:
    """Reflected 3x3 convolutions with ReLU, poolings that round up, and doublings."""
    layers: list[nn.Module] = []
    for step in plan:
        if isinstance(step, int):
            layers += [nn.ReflectionPad2d(1), nn.Conv2d(channels, step, 3), nn.ReLU()]
            channels = step
        else:
            pool = step == "pool"
            layers.append(nn.MaxPool2d(2, ceil_mode=True) if pool else nn.Upsample(scale_factor=2.0))
    return layers
