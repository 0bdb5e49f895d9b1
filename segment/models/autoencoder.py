"""The autoencoder baseline: what cannot be rebuilt from a small code is anomalous."""

from __future__ import annotations

import torch.nn.functional as F  # noqa: N812  # torch's own name for it
from torch import Tensor, nn

from .pspnet import conv_norm_relu

STAGES = 4


class SpatialAutoencoder(nn.Module):
    """A U-Net of four stages with batch norm whose latent code keeps its place in the image.

    Each stage is the U-Net's two 3x3 convolutions; pooling halves the size four times, so that the code is
    (N, latent, H/16, W/16). There are no connections past the code: through the U-Net's the image would be
    copied and nothing would look anomalous, which is why Baur et al., whom the thesis follows, have none.

    Sources: Hendrycks et al., ICML 2022, section 4.4.1; Ronneberger et al., MICCAI 2015; Baur et al.,
    "Deep Autoencoding Models for Unsupervised Anomaly Segmentation in Brain MR Images", 2019 (spatial code).

    Args:
        width: channels of the first stage; each next has twice as many.
        latent: channels of the code.
    """

    def __init__(self, width: int = 32, latent: int = 64) -> None:
        super().__init__()
        widths = [width * 2**stage for stage in range(STAGES)]
        self.down = nn.ModuleList(
            _double(before, after) for before, after in zip([3, *widths], widths, strict=False)
        )
        self.code = nn.Conv2d(widths[-1], latent, 1)
        rising = widths[::-1]
        self.up = nn.ModuleList(
            _double(before, after) for before, after in zip([latent, *rising], rising, strict=False)
        )
        self.image = nn.Conv2d(width, 3, 1)

    def forward(self, images: Tensor) -> Tensor:
        """The images rebuilt, (N, 3, H, W) in the units of `images`: normalised RGB of any size from 16."""
        sizes, x = [], images
        for stage in self.down:
            sizes.append(x.shape[-2:])
            x = F.max_pool2d(stage(x), 2)
        x = self.code(x)
        for stage, size in zip(self.up, reversed(sizes), strict=True):
            x = stage(F.interpolate(x, size, mode="bilinear", align_corners=False))
        rebuilt: Tensor = self.image(x)
        return rebuilt


def reconstruction_error(images: Tensor, rebuilt: Tensor) -> Tensor:
    """Mean over the channels of |image - rebuilt|: (N, 3, H, W) twice -> (N, H, W) float32."""
    return (images.float() - rebuilt.float()).abs().mean(dim=1)


def _double(inputs: int, outputs: int) -> nn.Sequential:
    return nn.Sequential(conv_norm_relu(inputs, outputs, 3), conv_norm_relu(outputs, outputs, 3))
