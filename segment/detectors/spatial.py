"""Spatial steps of standardised max logits: borders between predicted classes taken out, then smoothing."""

from __future__ import annotations

import torch
import torch.nn.functional as F  # noqa: N812  # torch's own name for it
from torch import Tensor


def class_borders(prediction: Tensor) -> Tensor:
    """(N, H, W) bool: pixels with more than one class in their 3x3 surroundings.

    Args:
        prediction: (N, H, W) class indices.
    """
    padded = F.pad(prediction[:, None].float(), (1, 1, 1, 1), mode="replicate")
    largest, smallest = F.max_pool2d(padded, 3, stride=1), -F.max_pool2d(-padded, 3, stride=1)
    return (largest != smallest)[:, 0]


def grow(mask: Tensor) -> Tensor:
    """(N, H, W) bool, grown by one pixel up, down, left and right (one more in L1 distance)."""
    padded = F.pad(mask, (1, 1, 1, 1))
    across = padded[:, 1:-1, :-2] | padded[:, 1:-1, 2:]
    return mask | across | padded[:, :-2, 1:-1] | padded[:, 2:, 1:-1]


def suppress_borders(scores: Tensor, prediction: Tensor, *, width: int = 4) -> Tensor:
    """Overwrite the scores near class borders by those farther away, from outside in.

    `width` times, with the border grown by width - 1, ..., 1, 0 pixels in L1 distance: each pixel in the
    border takes the mean of those pixels of its 3x3 surroundings that are outside; where none is, it stays as
    it was.

    Args:
        scores: (N, H, W) float32.
        prediction: (N, H, W) class indices.
        width: rounds, and pixels of the widest border on each side.

    Returns:
        (N, H, W) float32.

    Source: Jung et al., ICCV 2021; width and rounds (4 and 4) of the published code. Its border
    depends on the order of the class indices at corners (a cross to dilate, a square to erode); here both are
    squares.
    """
    borders = [class_borders(prediction)]
    for _ in range(width - 1):
        borders.append(grow(borders[-1]))
    for border in reversed(borders[:width]):
        scores = _fill_from_outside(scores, border)
    return scores


def dilated_smoothing(scores: Tensor, *, size: int = 7, dilation: int = 6, sigma: float = 1.0) -> Tensor:
    """Smooth with a Gaussian whose taps are `dilation` pixels apart; edges are repeated outwards.

    Args:
        scores: (N, H, W) float32.
        size: taps along each axis, odd.
        dilation: pixels between taps.
        sigma: of the Gaussian, in taps.

    Returns:
        (N, H, W) float32.

    Source: Jung et al., ICCV 2021; kernel 7x7, dilation 6, sigma 1.
    """
    taps = torch.arange(size, device=scores.device, dtype=torch.float32) - size // 2
    kernel = torch.exp(-0.5 * (taps / sigma) ** 2)
    kernel = kernel / kernel.sum()
    reach = dilation * (size // 2)
    padded = F.pad(scores[:, None], (reach, reach, reach, reach), mode="replicate")
    # the Gaussian is a product of two, one along each axis
    columns = F.conv2d(padded, kernel.view(1, 1, size, 1), dilation=(dilation, 1))
    return F.conv2d(columns, kernel.view(1, 1, 1, size), dilation=(1, dilation))[:, 0]


def _fill_from_outside(scores: Tensor, border: Tensor) -> Tensor:
    outside = (~border).float()
    both = torch.stack([scores * outside, outside], dim=1)
    means, shares = F.avg_pool2d(F.pad(both, (1, 1, 1, 1), mode="replicate"), 3, stride=1).unbind(dim=1)
    # a share is 0 or at least 1/9
    return torch.where(border & (shares > 0.05), means / shares.clamp(min=0.05), scores)
