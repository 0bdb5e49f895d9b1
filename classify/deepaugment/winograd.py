"""3x3 convolutions of one picture by Winograd's minimal filtering: a quarter of the multiplications.

Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", CVPR 2016, F(4x4, 3x3). Exact but for
rounding: about 1e-5 of the output's spread in float32. On CPUs, where a convolution is bound by its
multiplications, it is about three times as fast as oneDNN's direct one. Elsewhere, without Numba, and for
numbers of channels that fill no registers, `torch.nn.functional.conv2d` is used.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import Final

import torch
from torch import Tensor
from torch.nn import functional

_KERNEL: Final = (
    (1 / 4, 0.0, 0.0),
    (-1 / 6, -1 / 6, -1 / 6),
    (-1 / 6, 1 / 6, -1 / 6),
    (1 / 24, 1 / 12, 1 / 6),
    (1 / 24, -1 / 12, 1 / 6),
    (0.0, 0.0, 1.0),
)
"""G of the paper."""


@dataclass(frozen=True, slots=True)
class Kernels:
    """A 3x3 convolution, ready for use.

    Attributes:
        weight: (O, I, 3, 3).
        bias: (O,).
        spectrum: the transformed weights, (36, S, I, L): the outputs in S strips of L, zeros after the last
            one. None where the direct way is taken.
    """

    weight: Tensor
    bias: Tensor
    spectrum: Tensor | None


def prepare(weight: Tensor, bias: Tensor) -> Kernels:
    """Get the weights of a 3x3 convolution ready; they are transformed in float64.

    Args:
        weight: (O, I, 3, 3) float32.
        bias: (O,) float32.
    """
    laid_out = weight.contiguous(memory_format=torch.channels_last)
    compiled = _compiled() if weight.device.type == "cpu" else None
    if compiled is None or any(channels % compiled.LANES for channels in weight.shape[:2]):
        return Kernels(laid_out, bias, None)
    outputs, inputs = weight.shape[:2]
    basis = torch.tensor(_KERNEL, dtype=torch.float64)
    spectrum = torch.einsum("ap,bq,oipq->abio", basis, basis, weight.double()).float()
    padded = functional.pad(spectrum, (0, -outputs % compiled.STRIP))
    strips = padded.reshape(len(basis) ** 2, inputs, -1, compiled.STRIP).transpose(1, 2)
    return Kernels(laid_out, bias.contiguous(), strips.contiguous())


def conv3x3(features: Tensor, kernels: Kernels, slope: float = 1.0, residual: Tensor | None = None) -> Tensor:
    """Convolve with zero padding 1, apply a leaky ReLU, add a residual.

    Args:
        features: (1, I, H, W), best in channels-last layout.
        kernels: from `prepare`.
        slope: of negative values, 0 to 1; 1 leaves them, 0 is ReLU.
        residual: (1, O, H, W), best in channels-last layout.

    Returns:
        (1, O, H, W), channels last.
    """
    compiled = _compiled()
    if kernels.spectrum is None or compiled is None:
        result = functional.conv2d(features, kernels.weight, kernels.bias, padding=1)
        result = result if slope == 1.0 else functional.leaky_relu_(result, slope)
        return result if residual is None else result.add_(residual)
    inputs, height, width = features.shape[1:]
    outputs = len(kernels.bias)
    result = features.new_empty(height, width, outputs)
    added = features.new_empty(0) if residual is None else residual.permute(0, 2, 3, 1)
    tensors = (features.permute(0, 2, 3, 1), kernels.spectrum, kernels.bias, added, result)
    layer = compiled.Layer(*(tensor.reshape(-1).numpy() for tensor in tensors))
    padded = kernels.spectrum.shape[1] * compiled.STRIP
    compiled.convolve(layer, compiled.Size(height, width, inputs, outputs, padded), slope)
    return result.permute(2, 0, 1)[None]


@cache
def _compiled() -> ModuleType | None:
    """The compiled kernel; None where Numba cannot be imported, as under a NumPy too new for it."""
    try:
        from . import winograd_kernel
    except ImportError as reason:
        warnings.warn(f"without Numba DeepAugment takes twice as long: {reason}", stacklevel=2)
        return None
    return winograd_kernel
