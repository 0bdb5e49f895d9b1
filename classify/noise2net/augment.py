"""Noise2Net within a training step."""

from __future__ import annotations

from typing import Final

import torch
from torch import Tensor

from .network import EPSILON, Architecture, draw_weights, noise2net, noise2net_grouped

SHARE: Final = 0.5
"""Part of each batch that the papers augment."""


@torch.no_grad()
def augment(
    batch: Tensor, architecture: Architecture, rng: torch.Generator, *, share: float = SHARE
) -> Tensor:
    """Pass the first part of a shuffled batch through networks of their own; the rest stays as it is.

    Args:
        batch: (N, 3, H, W) float, normalised.
        architecture: of this epoch, from `draw_architecture`.
        rng: draws weights and strength (the same for all images of the batch); on the batch's device.
        share: part of the batch, rounded down, in 0..1.

    Returns:
        A new (N, 3, H, W).
    """
    count = int(share * len(batch))
    if not count:
        return batch.clone()
    least, most = EPSILON
    draw = torch.rand((), generator=rng, device=rng.device)
    epsilon = least + (most - least) * float(draw)
    weights = draw_weights(architecture, count, rng)
    way = noise2net if batch.device.type == "cpu" else noise2net_grouped
    with torch.autocast(batch.device.type, enabled=False):  # pictures keep their precision in mixed training
        made = way(batch[:count].float(), architecture, weights, epsilon)
    return torch.cat([made.to(batch.dtype), batch[count:]])
