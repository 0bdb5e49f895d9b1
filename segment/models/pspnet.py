"""PSPNet: dilated encoder, pyramid pooling module, deep-supervision head (Zhao et al., CVPR 2017)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import segmentation_models_pytorch as smp
import torch
import torch.nn.functional as F  # noqa: N812  # torch's own name for it
from torch import Tensor, nn

from .classifying import classify_at

PYRAMID_BINS = (1, 2, 3, 6)


def conv_norm_relu(inputs: int, outputs: int, kernel: int) -> nn.Sequential:
    """A convolution that keeps the size, batch norm, ReLU."""
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel, padding=kernel // 2, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(inplace=True),
    )


class PyramidPooling(nn.Module):
    """Append what the whole image, its halves, thirds and sixths contain on average to every position.

    (N, C, H, W) -> (N, C + len(bins) * width, H, W)
    """

    def __init__(self, inputs: int, width: int, bins: Sequence[int] = PYRAMID_BINS) -> None:
        super().__init__()
        self.bins = tuple(bins)
        self.branches = nn.ModuleList(conv_norm_relu(inputs, width, 1) for _ in self.bins)

    def forward(self, features: Tensor) -> Tensor:
        """Pool, project, upsample, concatenate."""
        size = features.shape[-2:]
        pooled = [
            F.interpolate(branch(_average(features, bins)), size, mode="bilinear", align_corners=False)
            for bins, branch in zip(self.bins, self.branches, strict=True)
        ]
        return torch.cat([features, *pooled], dim=1)


def _average(features: Tensor, bins: int) -> Tensor:
    """Means (N, C, bins, bins) over the cells of a grid, as `adaptive_avg_pool2d` cuts it."""
    if not torch.compiler.is_compiling():
        return F.adaptive_avg_pool2d(features, bins)
    # An exported graph would keep the cells of the size it was exported with; these follow the input.
    height, width = features.shape[-2:]
    rows, columns = (_cells(side, bins, features) for side in (height, width))
    return rows @ features @ columns.T


def _cells(side: int, bins: int, like: Tensor) -> Tensor:
    """(bins, side): row i averages the positions of cell i; cells overlap where `bins` does not divide."""
    cells = torch.arange(bins, device=like.device)[:, None]
    positions = torch.arange(side, device=like.device)
    starts, ends = cells * side // bins, ((cells + 1) * side + bins - 1) // bins
    inside = ((positions >= starts) & (positions < ends)).to(like.dtype)
    return inside / inside.sum(dim=1, keepdim=True)


class PSPNet(nn.Module):
    """Encoder of `smp` dilated to `stride`, pyramid pooling on its last stage, 3x3 convolution, classifier.

    Args:
        encoder: name of an smp ResNet.
        num_classes: channels of the logits.
        stages: encoder stages used, 5 = all; the last feeds the pyramid.
        stride: input pixels per position of the last stage.
        width: channels of the 3x3 convolution after the pyramid, and in all of the pyramid's branches
            together.
        dropout: share of channels dropped before the classifiers.
        skip: channels that the stage at stride 4 contributes to the classifier; 0 = none (the paper's
            network).
        deep_supervision: whether a second head on the last stage but one returns logits in training.
    """

    def __init__(
        self,
        encoder: str,
        num_classes: int,
        *,
        stages: int = 5,
        stride: int = 8,
        width: int = 512,
        dropout: float = 0.1,
        skip: int = 0,
        deep_supervision: bool = True,
    ) -> None:
        super().__init__()
        self.encoder_name = encoder
        self.encoder = _encoder(encoder, stages, stride)
        channels = self.encoder.out_channels
        branch = width // len(PYRAMID_BINS)
        self.pyramid = PyramidPooling(channels[-1], branch)
        self.fuse = conv_norm_relu(channels[-1] + branch * len(PYRAMID_BINS), width, 3)
        self.skip = conv_norm_relu(channels[2], skip, 1) if skip else None
        self.refine = conv_norm_relu(width + skip, width, 3) if skip else None
        self.dropout = nn.Dropout2d(dropout)
        self.classifier = nn.Conv2d(width, num_classes, 1)
        self.deep = _deep_head(channels[-2], num_classes, dropout) if deep_supervision else None

    def forward(self, images: Tensor) -> tuple[Tensor, Tensor | None]:
        """Logits of the network and, in training only, of the deep-supervision head.

        Args:
            images: (N, 3, H, W) float, ImageNet-normalised RGB, any size.

        Returns:
            (N, num_classes, H, W) float32 each; the second is None in evaluation or without that head.
        """
        stages = self.encoder(images)
        height, width = images.shape[-2:]
        logits = self.classify(self._decode(stages), (height, width))
        if self.deep is None or not self.training:
            return logits, None
        return logits, classify_at(self.deep[-1], self.deep[:-1](stages[-2]), (height, width))

    def features(self, images: Tensor) -> Tensor:
        """Input of the classifier before its dropout: (N, width, h, w), at stride 4 with a skip."""
        return self._decode(self.encoder(images))

    def classify(self, features: Tensor, size: tuple[int, int]) -> Tensor:
        """Logits (N, num_classes, H, W) float32 at `size` of `features`; drops channels only in training."""
        return classify_at(self.classifier, self.dropout(features), size)

    def _decode(self, stages: Sequence[Tensor]) -> Tensor:
        fused: Tensor = self.fuse(self.pyramid(stages[-1]))
        if self.skip is not None and self.refine is not None:
            detail = self.skip(stages[2])
            fused = F.interpolate(fused, detail.shape[-2:], mode="bilinear", align_corners=False)
            fused = self.refine(torch.cat([fused, detail], dim=1))
        return fused


def _encoder(name: str, stages: int, stride: int) -> Any:
    """An smp ResNet without the stages that are not used, which smp would keep among the weights."""
    encoder = smp.encoders.get_encoder(name, depth=stages, output_stride=stride, weights=None)
    for unused in range(stages, 5):
        delattr(encoder, f"layer{unused}")
    return encoder


def _deep_head(inputs: int, num_classes: int, dropout: float) -> nn.Sequential:
    width = inputs // 4
    return nn.Sequential(
        conv_norm_relu(inputs, width, 3), nn.Dropout2d(dropout), nn.Conv2d(width, num_classes, 1)
    )
