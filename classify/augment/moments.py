"""Moment Exchange (Li et al., CVPR 2021): the features of an image get the moments of another image's.

Published formula: with PONO's mean mu and deviation sigma over the channels of every position,
h'_A = sigma_B (h_A - mu_A) / sigma_A + mu_B, and the loss is w L(f(h'), y_A) + (1 - w) L(f(h'), y_B).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pydantic import Field
from torch import Tensor, nn

from caos.config import ConfigModel
from caos.errors import CaosError


class MomentSettings(ConfigModel):
    """Settings; the defaults are those of the published code for ImageNet.

    Attributes:
        weight: of the image's own target; the other image's has the rest.
        share: share of batches whose moments are exchanged.
        layer: name of the module after which they are; the default is the end of a ResNet's stem.
    """

    weight: float = Field(default=0.9, ge=0, le=1)
    share: float = Field(default=1.0, gt=0, le=1)
    layer: str = "maxpool"


def exchange_moments(features: Tensor, order: Tensor, epsilon: float = 1e-5) -> Tensor:
    """Give each image of a batch the positional moments of image `order[i]`.

    Args:
        features: (N, D, H, W) of any float type; moments are taken in float32.
        order: (N,) int64, a permutation.
        epsilon: added to variances (unbiased ones, as published).

    Returns:
        (N, D, H, W) of the type of `features`. Gradients flow through both moments.
    """
    values = features.float()
    mean = values.mean(dim=1, keepdim=True)
    deviation = (values.var(dim=1, keepdim=True) + epsilon).sqrt()
    scale = deviation[order] / deviation
    return (values * scale + (mean[order] - mean * scale)).to(features.dtype)


@contextmanager
def moments_exchanged(network: nn.Module, layer: str, order: Tensor) -> Iterator[None]:
    """Within the block, `network` exchanges moments after its module `layer`.

    Raises:
        CaosError: the network has no such module.
    """
    modules = dict(network.named_modules())
    if layer not in modules or not layer:
        known = ", ".join(name for name, _ in network.named_children())
        raise CaosError(f"moment_exchange.layer = {layer!r}: the network has none; outermost ones: {known}")

    def exchange(_module: nn.Module, _inputs: object, output: Tensor) -> Tensor:
        return exchange_moments(output, order)

    handle = modules[layer].register_forward_hook(exchange)
    try:
        yield
    finally:
        handle.remove()
