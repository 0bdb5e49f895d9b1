"""Four random Res2Net blocks (Gao et al., TPAMI 2019), of other weights for each image of a batch.

Each block: 1x1 to four branches of 16 channels; three of them pass a 3x3 or 1x1 convolution, each after the
sum with the branch before; 1x1 back to 3 channels; batch norm everywhere, of each image alone. Then x + eps
block(x).

Two ways give the same result but for rounding. `noise2net_grouped` is the published one: the batch is
folded into the channels, with as many groups as images. `noise2net` goes image by image, which is faster on
CPUs:

- no image's activations leave the cache, and no branches are copied together or apart;
- the statistics behind the first 1x1 convolution follow from the mean and covariance of its three inputs,
  so that convolution and norm are one matrix product;
- what the norm takes away again (the biases) is never added.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

COLOURS: Final = 3
PLANES: Final = 16
SCALE: Final = 4
BLOCKS: Final = 4
EPSILON: Final = (0.375, 0.75)
"""Range of the uniform distribution of the strength."""

_TINY: Final = 1e-5
"""Added to variances, as PyTorch's batch norm does."""

Architecture: TypeAlias = tuple[tuple[tuple[int, int], ...], ...]
"""For each block, (kernel size, dilation) of its three branches."""


@dataclass(frozen=True, slots=True)
class BlockWeights:
    """Weights of one block for N images.

    Attributes:
        expand: (N, 64, 3).
        branches: of each branch (N, 16, 16, k, k), k = 1 or 3.
        biases: of each branch (N, 16).
        project: (N, 3, 64).
    """

    expand: Tensor
    branches: tuple[Tensor, ...]
    biases: tuple[Tensor, ...]
    project: Tensor


def draw_architecture(rng: np.random.Generator) -> Architecture:
    """Kernel sizes from {1, 3} and dilations from {1, 2, 3}, uniformly; the papers redraw them each epoch."""
    return tuple(
        tuple((int(rng.choice((1, 3))), int(rng.integers(1, 4))) for _ in range(SCALE - 1))
        for _ in range(BLOCKS)
    )


def draw_weights(architecture: Architecture, images: int, rng: torch.Generator) -> tuple[BlockWeights, ...]:
    """Weights of every block for so many images by PyTorch's default initialisers, on the rng's device."""
    return tuple(_draw_block(block, images, rng) for block in architecture)


def noise2net(
    images: Tensor, architecture: Architecture, weights: tuple[BlockWeights, ...], epsilon: float
) -> Tensor:
    """Pass each image through its network, one by one.

    Args:
        images: (N, 3, H, W) float, normalised.
        architecture: kernel sizes and dilations, the same for all.
        weights: of `draw_weights` for N images.
        epsilon: strength, published: uniform in 0.375..0.75.

    Returns:
        (N, 3, H, W).
    """
    results = []
    for index, image in enumerate(images):
        for layout, block in zip(architecture, weights, strict=True):
            image = image + epsilon * _block(image, layout, block, index)
        results.append(image)
    return torch.stack(results) if results else images


def noise2net_grouped(
    images: Tensor, architecture: Architecture, weights: tuple[BlockWeights, ...], epsilon: float
) -> Tensor:
    """`noise2net` with the batch in the channels and grouped convolutions: the way for GPUs."""
    count, _, height, width = images.shape
    folded = images.reshape(1, count * COLOURS, height, width)
    for layout, block in zip(architecture, weights, strict=True):
        folded = folded + epsilon * _grouped_block(folded, layout, block, count)
    return folded.reshape(images.shape)


def _block(image: Tensor, layout: tuple[tuple[int, int], ...], block: BlockWeights, index: int) -> Tensor:
    """Block of image `index`: (3, H, W) -> (3, H, W)."""
    height, width = image.shape[1:]
    wide = _expanded(image.reshape(COLOURS, -1), block.expand[index])
    parts = wide.view(SCALE, 1, PLANES, height, width)
    projections = block.project[index].view(COLOURS, SCALE, PLANES)
    result = torch.mm(projections[:, SCALE - 1], parts[SCALE - 1].reshape(PLANES, -1))
    before: Tensor | None = None
    for branch, (size, dilation) in enumerate(layout):
        inputs = parts[branch] if before is None else parts[branch].add_(before)
        kernels = block.branches[branch][index]
        mixed = functional.conv2d(inputs, kernels, padding=size // 2 * dilation, dilation=dilation)
        before = functional.instance_norm(mixed, eps=_TINY).relu_()
        result.addmm_(projections[:, branch], before.reshape(PLANES, -1))
    return functional.instance_norm(result.view(1, COLOURS, height, width), eps=_TINY)[0]


def _expanded(pixels: Tensor, kernels: Tensor) -> Tensor:
    """First 1x1 convolution, norm and ReLU of (3, P) pixels: (64, P).

    A linear map of variables with mean m and covariance C has mean K m and variances diag(K C K').
    """
    mean = pixels.mean(1, keepdim=True)
    centred = pixels - mean
    covariance = (centred @ centred.T) / pixels.shape[1]
    variances = ((kernels @ covariance) * kernels).sum(1, keepdim=True)
    return torch.mm(kernels * torch.rsqrt(variances + _TINY), centred).relu_()


def _grouped_block(
    folded: Tensor, layout: tuple[tuple[int, int], ...], block: BlockWeights, count: int
) -> Tensor:
    height, width = folded.shape[2:]
    wide = functional.conv2d(folded, block.expand.reshape(-1, COLOURS, 1, 1), groups=count)
    wide = functional.relu(_normed(wide))
    by_branch = wide.view(count, SCALE, PLANES, height, width).transpose(0, 1)
    parts = by_branch.reshape(SCALE, 1, count * PLANES, height, width).unbind()
    outputs: list[Tensor] = []
    for branch, (size, dilation) in enumerate(layout):
        inputs = outputs[-1] + parts[branch] if outputs else parts[branch]
        kernels = block.branches[branch].reshape(-1, PLANES, size, size)
        biases, pad = block.biases[branch].reshape(-1), size // 2 * dilation
        mixed = functional.conv2d(inputs, kernels, biases, 1, pad, dilation, count)
        outputs.append(functional.relu(_normed(mixed)))
    joined = torch.cat([*outputs, parts[SCALE - 1]]).view(SCALE, count, PLANES, height, width)
    joined = joined.transpose(0, 1).reshape(1, -1, height, width)
    return _normed(functional.conv2d(joined, block.project.reshape(-1, SCALE * PLANES, 1, 1), groups=count))


def _normed(values: Tensor) -> Tensor:
    return functional.batch_norm(values, None, None, training=True, eps=_TINY)


def _draw_block(layout: tuple[tuple[int, int], ...], images: int, rng: torch.Generator) -> BlockWeights:
    expand = _initial((images, SCALE * PLANES, COLOURS), COLOURS, rng)
    inputs = [PLANES * size * size for size, _ in layout]
    branches = tuple(
        _initial((images, PLANES, PLANES, size, size), fan, rng)
        for (size, _), fan in zip(layout, inputs, strict=True)
    )
    biases = tuple(_initial((images, PLANES), fan, rng) for fan in inputs)
    return BlockWeights(
        expand, branches, biases, _initial((images, COLOURS, SCALE * PLANES), SCALE * PLANES, rng)
    )


def _initial(shape: tuple[int, ...], fan_in: int, rng: torch.Generator) -> Tensor:
    """Uniform within +-1/sqrt(inputs): Kaiming's with a = sqrt 5, what PyTorch's layers start from."""
    numbers = torch.rand(shape, generator=rng, device=rng.device)
    return (2.0 * numbers - 1.0) / float(np.sqrt(fan_in))
