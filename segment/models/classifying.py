"""What all adapters of networks share: a classifier in float32, and sizes that no stride divides."""

from __future__ import annotations

import torch
import torch.nn.functional as F  # noqa: N812  # torch's own name for it
from torch import Tensor, nn


def classify_at(classifier: nn.Module, features: Tensor, size: tuple[int, int]) -> Tensor:
    """Logits (N, C, H, W) at `size`, all float32: rounded to bfloat16, scores tie in their thousands.

    Args:
        classifier: (N, D, h, w) -> (N, C, h, w).
        features: (N, D, h, w) of any float type.
        size: H and W.
    """
    with torch.autocast(features.device.type, enabled=False):
        logits = classifier(features.float())
        return F.interpolate(logits, size, mode="bilinear", align_corners=False)


def pad_to_multiple(images: Tensor, stride: int) -> Tensor:
    """Images (N, C, H, W) with zeros (the mean colour) below and right, until `stride` divides both."""
    height, width = images.shape[-2:]
    return F.pad(images, (0, -width % stride, 0, -height % stride))
