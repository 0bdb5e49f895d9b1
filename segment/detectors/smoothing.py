"""Score maps smoothed along what the image shows: `NAME+guided`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import torch
import torch.nn.functional as F  # noqa: N812  # torch's own name for it
from torch import Tensor

from ..datasets import IMAGENET_MEAN, IMAGENET_STD
from ..segmenter import Outputs
from .base import Detector, FittedDetector

LUMINANCE: Final = (0.299, 0.587, 0.114)
"""Weights of R, G and B (ITU-R BT.601)."""


def luminance(images: Tensor) -> Tensor:
    """(N, 3, H, W) ImageNet-normalised RGB -> (N, H, W) grey in about [0, 1]."""
    weights = torch.tensor(LUMINANCE, device=images.device)
    scale = weights * torch.tensor(IMAGENET_STD, device=images.device)
    offset = float((torch.tensor(LUMINANCE) * torch.tensor(IMAGENET_MEAN)).sum())
    return torch.einsum("c,nchw->nhw", scale, images.float()) + offset


def box_mean(maps: Tensor, radius: int) -> Tensor:
    """Mean of (N, K, H, W) float32 over squares of side 2 * radius + 1, cut off at the edges."""
    side = 2 * radius + 1
    columns = F.avg_pool2d(maps, (side, 1), stride=1, padding=(radius, 0), count_include_pad=False)
    return F.avg_pool2d(columns, (1, side), stride=1, padding=(0, radius), count_include_pad=False)


def guided_filter(scores: Tensor, guide: Tensor, *, radius: int = 8, epsilon: float = 0.01) -> Tensor:
    r"""Smooth scores but keep the edges that they share with a picture.

    Around each pixel, scores are fitted by :math:`a I + b`, linear in the picture I, with :math:`a =
    \mathrm{cov}(I, s) / (\mathrm{var}(I) + \epsilon)` and :math:`b = \bar s - a \bar I` over a square; the
    result is :math:`\bar a I + \bar b`, averaged over all squares that a pixel is in. Linear in the scores.

    Args:
        scores: (N, H, W) float32.
        guide: (N, H, W) float32, grey in [0, 1].
        radius: of the squares, in pixels.
        epsilon: variance of the picture beneath which there is no edge to keep.

    Returns:
        (N, H, W) float32.

    Source: He, Sun and Tang, "Guided image filtering", IEEE TPAMI 2013, algorithm 1.
    """
    # covariances do not change with an offset; without the means there is less to cancel in float32
    level = scores.mean(dim=(1, 2), keepdim=True)
    grey, values = guide - guide.mean(dim=(1, 2), keepdim=True), scores - level
    means = box_mean(torch.stack([grey, values, grey * values, grey * grey], dim=1), radius)
    mean_grey, mean_values, mean_products, mean_squares = means.unbind(dim=1)
    variance = (mean_squares - mean_grey * mean_grey).clamp(min=0)
    slope = (mean_products - mean_grey * mean_values) / (variance + epsilon)
    offset = mean_values - slope * mean_grey
    mean_slope, mean_offset = box_mean(torch.stack([slope, offset], dim=1), radius).unbind(dim=1)
    return mean_slope * grey + mean_offset + level


class Guided(Detector):
    """Another detector's scores through `guided_filter`, guided by the image's luminance.

    In the place of a dense CRF: none on PyPI is maintained for today's Python (docs/detectors.md says
    more), and the guided filter does the same to score maps, smoothing within objects and not across their
    edges, in time linear in the pixels.

    Args:
        inner: the detector.
    """

    def __init__(self, inner: Detector) -> None:
        self.inner = inner

    def score(self, outputs: Outputs) -> Tensor:
        """Score, then smooth."""
        return guided_filter(self.inner.score(outputs), luminance(outputs.images))


class FittedGuided(Guided, FittedDetector):
    """As `Guided`, for a detector that learns from training data; its figures are that detector's."""

    inner: FittedDetector

    def recipe(self) -> str:
        """That of the detector inside."""
        return self.inner.recipe()

    def observe(self, outputs: Outputs, labels: Tensor) -> None:
        """Passed on."""
        self.inner.observe(outputs, labels)

    def finish(self) -> None:
        """Passed on."""
        self.inner.finish()

    def state(self) -> dict[str, Tensor]:
        """The detector's inside."""
        return self.inner.state()

    def load(self, state: Mapping[str, Tensor]) -> None:
        """Passed on."""
        self.inner.load(state)


def guided(detector: Detector) -> Detector:
    """`detector`, smoothed."""
    return FittedGuided(detector) if isinstance(detector, FittedDetector) else Guided(detector)


SMOOTHINGS: Final[Mapping[str, Callable[[Detector], Detector]]] = {"guided": guided}
"""What may follow a detector's name after a "+"."""
