"""The seventeen weight distortions of EDSR, as in the public code of Hendrycks et al., ICCV 2021.

Each is a pure function of weights and generator (see `terms.WeightDistortion`); `WEIGHTS` is the registry,
in the published order. K below is a residual block drawn anew by each call; "first" and "second" are its
convolutions. Networks with fewer blocks than the published 16 spread the published indices evenly over
theirs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from .edsr import PUBLISHED_BLOCKS
from .terms import WeightDistortion, Weights, indices, uniform

_LAPLACIAN: Final = ((0.0, 1.0, 0.0), (1.0, -4.0, 1.0), (0.0, 1.0, 0.0))
_EDGES: Final = ((-1.0, -1.0, -1.0), (-1.0, 8.0, -1.0), (-1.0, -1.0, -1.0))
_THIRDS: Final = (0, 3, 6, 9)
_DRAWS: Final = 5
_LATER: Final = 15
"""From `add_noise` on, blocks are drawn from the first fifteen."""


def flip_outputs(weights: Weights, rng: np.random.Generator, _published: bool) -> dict[str, Tensor]:
    """Reverse the order of the output channels of both convolutions of K in {0, 3, 6, 9}."""
    block = _block(weights, rng, _THIRDS)
    names = [f"body.{block}.body.{j}.{kind}" for j in (0, 2) for kind in ("weight", "bias")]
    return {name: weights[name].flip(0) for name in names}


def negate_first(weights: Weights, rng: np.random.Generator, _published: bool) -> dict[str, Tensor]:
    """Negate kernels and biases of the first convolution of K in {1, 4, 7}."""
    block = _block(weights, rng, (1, 4, 7))
    return {name: -weights[name] for name in (_first(block), _first(block, "bias"))}


def zero_first(weights: Weights, rng: np.random.Generator, _published: bool) -> dict[str, Tensor]:
    """Zero kernels and biases of the first convolution of K in {0, 3, 6, 9}."""
    block = _block(weights, rng, _THIRDS)
    return {name: torch.zeros_like(weights[name]) for name in (_first(block), _first(block, "bias"))}


def gelu_both(weights: Weights, rng: np.random.Generator, _published: bool) -> dict[str, Tensor]:
    """Replace the kernels of both convolutions of K in {0, 3, 6, 9} by minus GELU of them."""
    block = _block(weights, rng, _THIRDS)
    return {name: -functional.gelu(weights[name]) for name in (_first(block), _second(block))}


def laplacian(weights: Weights, rng: np.random.Generator, _published: bool) -> dict[str, Tensor]:
    """Multiply each kernel of the first convolution of K in {0, 3, 6, 9} by a Laplacian, tap by tap."""
    return _stencil(weights, rng, _LAPLACIAN)


def edges(weights: Weights, rng: np.random.Generator, _published: bool) -> dict[str, Tensor]:
    """Multiply each kernel of the first convolution of K in {0, 3, 6, 9} by an edge stencil, tap by tap."""
    return _stencil(weights, rng, _EDGES)


def scale_second(weights: Weights, rng: np.random.Generator, published: bool) -> dict[str, Tensor]:
    """Multiply the second convolution of K in {0, 3, 6, 9} by 1 + 2 u (2 r - 1), u once, r per weight.

    Both are uniform in [0, 1). Published: 1 + 4 u r, by a bracket that closes late (`2*rand_like(w-1)`),
    which never makes a weight smaller.
    """
    name = _second(_block(weights, rng, _THIRDS))
    strength, numbers = float(rng.random()), uniform(rng, weights[name])
    spread = 2.0 * numbers if published else 2.0 * numbers - 1.0
    return {name: weights[name] * (1.0 + 2.0 * strength * spread)}


def mirror_negate(weights: Weights, rng: np.random.Generator, _published: bool) -> dict[str, Tensor]:
    """Mirror the kernels of the first convolution of K in {0, 3, 6, 9}, and negate those of the second."""
    block = _block(weights, rng, _THIRDS)
    first, second = _first(block), _second(block)
    return {first: weights[first].flip(-1), second: -weights[second]}


def shift_first(weights: Weights, rng: np.random.Generator, published: bool) -> dict[str, Tensor]:
    """Shift the kernels of each input channel of the first convolution of K in {1, 5, 9} by a pixel or none.

    Both directions in {-1, 0, 1}, the sign in {-1, 1}; what leaves the 3x3 kernel is lost. Published: the
    shifted kernels of all input channels are then summed, and each input channel gets the sum.
    """
    name = _first(_block(weights, rng, (1, 5, 9)))
    channels = weights[name].shape[1]
    stencil = torch.zeros(channels, 3, 3)
    for channel in range(channels):
        row, column = rng.integers(3, size=2)
        stencil[channel, row, column] = rng.choice((-1.0, 1.0))
    stencil = stencil.to(weights[name])
    if published:
        return {name: _convolved(weights[name], stencil.expand(channels, channels, 3, 3))}
    return {name: functional.conv2d(weights[name], stencil[:, None], padding=1, groups=channels)}


def blur_noise(weights: Weights, rng: np.random.Generator, _published: bool) -> dict[str, Tensor]:
    """Convolve the first convolution of K in {0, 3, 6, 9}, over its input channels, with uniform noise.

    The noise is (2 u r - 1) / 6, u once, r per tap, both in [0, 1).
    """
    name = _first(_block(weights, rng, _THIRDS))
    numbers = uniform(rng, weights[name])
    return {name: _convolved(weights[name], (2.0 * float(rng.random()) * numbers - 1.0) / 6.0)}


def blur_dirichlet(weights: Weights, rng: np.random.Generator, _published: bool) -> dict[str, Tensor]:
    """Convolve the second convolution of K in {1, 5, 9}, over its inputs, with Dirichlet(0.1) kernels."""
    name = _second(_block(weights, rng, (1, 5, 9)))
    channels = weights[name].shape[0]
    taps = rng.dirichlet([0.1] * 9, (channels, channels)).reshape(channels, channels, 3, 3)
    return {name: _convolved(weights[name], torch.from_numpy(taps).to(weights[name]))}


def add_noise(weights: Weights, rng: np.random.Generator, _published: bool) -> dict[str, Tensor]:
    """Add uniform noise in [-0.5, 0.5) to the second convolution of K in 0..14."""
    name = _second(_block(weights, rng, range(_LATER)))
    return {name: weights[name] + (uniform(rng, weights[name]) - 0.5)}


def rotate(weights: Weights, rng: np.random.Generator, _published: bool) -> dict[str, Tensor]:
    """Five times: turn the kernels of a convolution by 90, 180 or 270 degrees, in space or in channels."""
    changed: dict[str, Tensor] = {}
    for name in _any_five(weights, rng):
        turns, plane = int(rng.integers(1, 4)), ((0, 1), (2, 3))[rng.integers(2)]
        changed[name] = torch.rot90(changed.get(name, weights[name]), turns, plane)
    return changed


def random_signs(weights: Weights, rng: np.random.Generator, _published: bool) -> dict[str, Tensor]:
    """Five times: give each weight of a first convolution a random sign."""
    return _masked(weights, rng, least=-1.0)


def random_zeros(weights: Weights, rng: np.random.Generator, _published: bool) -> dict[str, Tensor]:
    """Five times: zero each weight of a first convolution with probability one half."""
    return _masked(weights, rng, least=0.0)


def negate_filters(weights: Weights, rng: np.random.Generator, _published: bool) -> dict[str, Tensor]:
    """Five times: negate filters of a first convolution; half as many draws as filters, with replacement."""
    changed: dict[str, Tensor] = {}
    for name in _firsts(weights, rng):
        kernels = changed.get(name, weights[name]).clone()
        drawn = sorted(set(indices(rng, len(kernels), len(kernels) // 2)))
        kernels[drawn] = -kernels[drawn]
        changed[name] = kernels
    return changed


def keep_largest(weights: Weights, rng: np.random.Generator, _published: bool) -> dict[str, Tensor]:
    """Five times: keep of each 3x3 kernel of a convolution only its largest weight (with its sign)."""
    changed: dict[str, Tensor] = {}
    for name in _any_five(weights, rng):
        taps = changed.get(name, weights[name]).flatten(2)
        largest = taps.max(dim=2, keepdim=True)
        kept = torch.zeros_like(taps).scatter(2, largest.indices, largest.values)
        changed[name] = kept.reshape(weights[name].shape)
    return changed


WEIGHTS: Final[Mapping[str, WeightDistortion]] = {
    function.__name__: function
    for function in (
        *(flip_outputs, negate_first, zero_first, gelu_both, laplacian, edges, scale_second, mirror_negate),
        *(shift_first, blur_noise, blur_dirichlet, add_noise, rotate, random_signs, random_zeros),
        *(negate_filters, keep_largest),
    )
}
"""Name -> distortion, in the published order, 0 to 16."""


def block_count(weights: Weights) -> int:
    """Residual blocks of the network that `weights` belong to."""
    return sum(name.startswith("body.") and name.endswith(".body.0.weight") for name in weights)


def _block(weights: Weights, rng: np.random.Generator, published: Sequence[int]) -> int:
    """One of the `published` indices, spread over the blocks that there are."""
    return int(rng.choice(np.asarray(published))) * block_count(weights) // PUBLISHED_BLOCKS


def _first(block: int, kind: str = "weight") -> str:
    return f"body.{block}.body.0.{kind}"


def _second(block: int) -> str:
    return f"body.{block}.body.2.weight"


def _firsts(weights: Weights, rng: np.random.Generator) -> list[str]:
    return [_first(_block(weights, rng, range(_LATER))) for _ in range(_DRAWS)]


def _any_five(weights: Weights, rng: np.random.Generator) -> list[str]:
    draws = [(_block(weights, rng, range(_LATER)), bool(rng.integers(2))) for _ in range(_DRAWS)]
    return [_second(block) if second else _first(block) for block, second in draws]


def _stencil(
    weights: Weights, rng: np.random.Generator, stencil: tuple[tuple[float, ...], ...]
) -> dict[str, Tensor]:
    name = _first(_block(weights, rng, _THIRDS))
    return {name: weights[name] * torch.tensor(stencil).to(weights[name])}


def _convolved(kernels: Tensor, stencils: Tensor) -> Tensor:
    """Each filter of `kernels` (O, I, 3, 3) taken as a picture of I channels, convolved with (I, I, 3, 3)."""
    return functional.conv2d(kernels, stencils, padding=1)


def _masked(weights: Weights, rng: np.random.Generator, least: float) -> dict[str, Tensor]:
    changed: dict[str, Tensor] = {}
    for name in _firsts(weights, rng):
        kernels = changed.get(name, weights[name])
        changed[name] = torch.where(uniform(rng, kernels) < 0.5, least * kernels, kernels)
    return changed
