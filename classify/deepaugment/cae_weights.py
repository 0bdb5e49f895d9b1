"""The weight distortions of CAE, as in the public code of Hendrycks et al., ICCV 2021.

Each is a pure function of weights and generator (see `terms.WeightDistortion`); `WEIGHTS` is the registry,
in the published order. "A layer" is one of `cae.LAYERS` 8 to 13 (the code's convolution and the decoder's
first five), drawn by the call; "filters" are its output channels. Published: of the transposed convolution
(layer 10) the input channels are taken for filters, and their numbers also choose the biases.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeAlias

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from .cae import LAYERS
from .terms import WeightDistortion, Weights, indices, uniform

_TRANSPOSED: Final = ("d_up_conv_1.3", "d_up_conv_2.3")
_LAYERS: Final = range(8, 14)

WeightChange: TypeAlias = Callable[[Tensor], Tensor]


def flip_outputs(weights: Weights, rng: np.random.Generator, published: bool) -> dict[str, Tensor]:
    """Reverse the order of the output channels of two layers of 11 to 15 (the same twice: of none).

    Published: of one layer; of the other the kernels are reversed twice and the biases not at all.
    """
    one, other = (_layer(rng, range(11, 16)) for _ in range(2))
    if published:
        return {f"{one}.{kind}": weights[f"{one}.{kind}"].flip(0) for kind in ("weight", "bias")}
    if one == other:
        return {}
    return {name: weights[name].flip(0) for layer in (one, other) for name in _both(layer)}


def negate_filters(weights: Weights, rng: np.random.Generator, published: bool) -> dict[str, Tensor]:
    """Negate filters and their biases of a layer: twelve draws, of which two of the same undo each other."""
    layer = _layer(rng)
    axis = _filter_axis(layer, published)
    drawn = indices(rng, weights[f"{layer}.weight"].shape[axis], 12)
    odd = sorted(index for index in set(drawn) if drawn.count(index) % 2)
    return _of_filters(weights, layer, axis, odd, torch.neg)


def zero_filters(weights: Weights, rng: np.random.Generator, published: bool) -> dict[str, Tensor]:
    """Zero 25 filters of a layer, drawn with replacement, and their biases."""
    layer = _layer(rng)
    axis = _filter_axis(layer, published)
    drawn = indices(rng, weights[f"{layer}.weight"].shape[axis], 25)
    return _of_filters(weights, layer, axis, sorted(set(drawn)), torch.zeros_like)


def gelu_filters(weights: Weights, rng: np.random.Generator, published: bool) -> dict[str, Tensor]:
    """Replace 25 filters of a layer of 10 to 13, and their biases, by minus GELU of them.

    Filters are drawn with replacement, and what is drawn twice is replaced twice.
    """
    layer = _layer(rng, range(10, 14))
    axis = _filter_axis(layer, published)
    drawn = indices(rng, weights[f"{layer}.weight"].shape[axis], 25)
    changed = dict(weights)
    for index in drawn:
        changed.update(_of_filters(changed, layer, axis, [index], lambda part: -functional.gelu(part)))
    return {name: changed[name] for name in _both(layer)}


def scale(weights: Weights, rng: np.random.Generator, published: bool) -> dict[str, Tensor]:
    """Multiply two layers by 1 + 2 u (4 r - 1): u once per layer, r per weight, both in [0, 1).

    Published: 1 + 8 u r, by a bracket that closes late (`4*rand_like(w-1)`).
    """
    changed: dict[str, Tensor] = {}
    for layer in [_layer(rng), _layer(rng)]:
        name = f"{layer}.weight"
        kernels = changed.get(name, weights[name])
        strength, numbers = float(rng.random()), uniform(rng, kernels)
        changed[name] = kernels * (1.0 + 2.0 * strength * (4.0 * numbers - (0.0 if published else 1.0)))
    return changed


def mask(weights: Weights, rng: np.random.Generator, _published: bool) -> dict[str, Tensor]:
    """Multiply each weight of a layer by a random 0 or 1, or (as likely) by a random -1 or 1."""
    name = f"{_layer(rng)}.weight"
    least = 0.0 if rng.random() < 0.5 else -1.0
    kernels = weights[name]
    return {name: torch.where(uniform(rng, kernels) < 0.5, least * kernels, kernels)}


def rotate(weights: Weights, rng: np.random.Generator, _published: bool) -> dict[str, Tensor]:
    """Turn the kernels of a layer by 90, 180 or 270 degrees."""
    name = f"{_layer(rng)}.weight"
    return {name: torch.rot90(weights[name], int(rng.integers(1, 4)), (2, 3))}


def negate_fifth(weights: Weights, rng: np.random.Generator, published: bool) -> dict[str, Tensor]:
    """Negate up to a fifth of the filters of a layer, drawn with replacement, but not their biases."""
    layer = _layer(rng)
    axis = _filter_axis(layer, published)
    count = weights[f"{layer}.weight"].shape[axis]
    drawn = sorted(set(indices(rng, count, count // 5)))
    name = f"{layer}.weight"
    return {name: _of_filters(weights, layer, axis, drawn, torch.neg)[name]}


def keep_largest(weights: Weights, rng: np.random.Generator, _published: bool) -> dict[str, Tensor]:
    """Keep of each kernel of a layer only its largest weight, sign and all. In the code, but never drawn."""
    name = f"{_layer(rng)}.weight"
    taps = weights[name].flatten(2)
    largest = taps.max(dim=2, keepdim=True)
    kept = torch.zeros_like(taps).scatter(2, largest.indices, largest.values)
    return {name: kept.reshape(weights[name].shape)}


WEIGHTS: Final[Mapping[str, WeightDistortion]] = {
    function.__name__: function
    for function in (
        *(flip_outputs, negate_filters, zero_filters, gelu_filters, scale, mask, rotate, negate_fifth),
        keep_largest,
    )
}
"""Name -> distortion, in the published order, 0 to 8."""

DRAWN: Final = tuple(WEIGHTS)[:8]
"""What is drawn from, each with the same probability."""


def _layer(rng: np.random.Generator, among: Sequence[int] = _LAYERS) -> str:
    return LAYERS[int(rng.choice(np.asarray(among)))]


def _both(layer: str) -> tuple[str, str]:
    return f"{layer}.weight", f"{layer}.bias"


def _filter_axis(layer: str, published: bool) -> int:
    """Axis of the output channels, which is the second of a transposed convolution."""
    return 1 if layer in _TRANSPOSED and not published else 0


def _of_filters(
    weights: Weights, layer: str, axis: int, chosen: list[int], change: WeightChange
) -> dict[str, Tensor]:
    """The layer's kernels and biases with the `chosen` filters changed."""
    kernels, biases = (weights[name].clone() for name in _both(layer))
    where = torch.tensor(chosen, dtype=torch.long, device=kernels.device)
    kernels.index_copy_(axis, where, change(kernels.index_select(axis, where)))
    biases[where] = change(biases[where])
    return dict(zip(_both(layer), (kernels, biases), strict=True))
