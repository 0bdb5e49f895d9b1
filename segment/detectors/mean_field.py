"""Posteriors smoothed by a dense CRF with a Gaussian kernel, whose sums are exact."""

from __future__ import annotations

from math import ceil
from typing import Final

import torch
import torch.nn.functional as F  # noqa: N812  # torch's own name for it
from torch import Tensor

from ..segmenter import Outputs
from .base import Detector, DetectorFactory, Setting

REACH: Final = 4
"""Deviations after which the kernel is cut off; it is 0.0003 there."""

LEAST: Final = 1e-5
"""Posteriors are raised to this before their logarithm is taken, as pydensecrf does."""


def gaussian_sum(maps: Tensor, sigma: float) -> Tensor:
    """(N, K, H, W) float32: at each pixel the sum over all pixels times exp(-distance^2 / (2 sigma^2))."""
    reach, channels = ceil(REACH * sigma), maps.shape[1]
    taps = torch.arange(-reach, reach + 1, device=maps.device, dtype=torch.float32)
    kernel = torch.exp(-0.5 * (taps / sigma) ** 2).repeat(channels, 1)
    # a filter per channel in this layout was 35 times faster on a CPU than channels as separate images
    maps = maps.contiguous(memory_format=torch.channels_last)
    rows = F.conv2d(maps, kernel[:, None, :, None], padding=(reach, 0), groups=channels)
    return F.conv2d(rows, kernel[:, None, None, :], padding=(0, reach), groups=channels)


def mean_field(
    posteriors: Tensor, *, sigma: float = 3.0, weight: float = 3.0, iterations: int = 10
) -> Tensor:
    r"""Marginals of a fully connected CRF whose pairs of pixels agree the more the nearer they are.

    :math:`Q \leftarrow \mathrm{softmax}(\log p + w\, n K (n Q))`, from Q = p, with K the Gaussian kernel over
    positions and :math:`n = (K 1)^{-1/2}`, its symmetric normalisation.

    Args:
        posteriors: (N, C, H, W) float32.
        sigma: of the kernel, in pixels.
        weight: w, the price of two labels where all neighbours agree.
        iterations: of the update.

    Returns:
        (N, C, H, W) float32, sums of 1 over the classes.

    Source: Krähenbühl and Koltun, "Efficient inference in fully connected CRFs with Gaussian edge
    potentials", NeurIPS 2011, algorithm 1. A Gaussian over positions alone is separable, so its sums need no
    approximation.
    """
    unary = posteriors.clamp(min=LEAST).log()
    scale = gaussian_sum(torch.ones_like(unary[:1, :1]), sigma).rsqrt()
    marginals = torch.softmax(unary, dim=1)
    for _ in range(iterations):
        marginals = torch.softmax(unary + weight * scale * gaussian_sum(scale * marginals, sigma), dim=1)
    return marginals


class GaussianCRF(Detector):
    r"""Maximum probability after the CRF, negated: :math:`-\max_k Q_k`, in [-1, -1/C].

    Source: "crf-gauss" of the code published with Hendrycks et al., ICML 2022: pairwise Gaussian with sigma 3
    and weight 3 on the softmax. It runs 100 iterations; 10 come within 0.001 of that on average.

    Args:
        sigma: see `mean_field`.
        weight: likewise.
        iterations: likewise.
    """

    def __init__(self, *, sigma: float = 3.0, weight: float = 3.0, iterations: int = 10) -> None:
        self._sigma = sigma
        self._weight = weight
        self._iterations = iterations

    def score(self, outputs: Outputs) -> Tensor:
        """See the class."""
        posteriors = torch.softmax(outputs.logits, dim=1)
        marginals = mean_field(
            posteriors, sigma=self._sigma, weight=self._weight, iterations=self._iterations
        )
        return -marginals.amax(dim=1)


def factories() -> dict[str, DetectorFactory]:
    """The CRF of the published code."""
    return {"crf_gauss": _crf_gauss}


def _crf_gauss(_: Setting) -> Detector:
    return GaussianCRF()
