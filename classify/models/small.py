"""Small residual networks for images of 32 to 128 pixels, which train on two CPU cores within minutes."""

from __future__ import annotations

from timm.models.resnet import BasicBlock, ResNet
from torch import nn


def small_resnet(num_classes: int, *, width: int = 16, attention: str | None = None) -> nn.Module:
    """Make timm's ResNet in the shape of He et al. (2015) for CIFAR: few channels, no pooling at the start.

    One 3x3 convolution of stride 2, then four stages of two basic blocks with `width`, 2, 4 and 8 times
    `width` channels at strides 2, 4, 8 and 16: 0.70 M weights at width 16, 2.8 M at 32.

    Args:
        num_classes: logits.
        width: channels of the first stage, an even number.
        attention: timm's name of a module after the last convolution of every block: "se", "cbam".
    """
    network = ResNet(
        BasicBlock,  # type: ignore[arg-type]  # timm means the class
        (2, 2, 2, 2),
        num_classes=num_classes,
        channels=(width, 2 * width, 4 * width, 8 * width),
        stem_type="deep",  # of timm's stems the one whose width can be chosen; replaced below
        stem_width=width // 2,
        block_args={"attn_layer": attention},
    )
    first = nn.Conv2d(3, width, 3, stride=2, padding=1, bias=False)
    nn.init.kaiming_normal_(first.weight, mode="fan_out", nonlinearity="relu")
    network.add_module("conv1", first)
    network.add_module("maxpool", nn.Identity())
    return network
