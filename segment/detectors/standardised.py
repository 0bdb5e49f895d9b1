"""Standardised max logits."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor

from caos.errors import CaosError

from ..segmenter import Outputs
from .base import Detector, DetectorFactory, FittedDetector, Setting
from .dense import figure, not_fitted, training_pixels
from .spatial import dilated_smoothing, suppress_borders


class StandardisedMaxLogits(FittedDetector):
    r"""Max logit in units of what the predicted class usually has, negated.

    :math:`-(\max_k z_k - \mu_{\hat c}) / \sigma_{\hat c}` with :math:`\hat c = \arg\max_k z_k`, and
    :math:`\mu_c, \sigma_c` the mean and standard deviation of the max logit over training pixels predicted
    as c. A class predicted on fewer than `min_pixels` training pixels, or with no spread, gets the figures
    of all pixels together. Then, unless `plain`, scores near class borders are overwritten by those farther
    away, and the map is smoothed with a dilated Gaussian.

    Source: Jung et al., "Standardized max logits: a simple yet effective approach for identifying unexpected
    road obstacles in urban-scene segmentation", ICCV 2021.

    Args:
        plain: without the two spatial steps.
        border_width: rounds and pixels of the border suppression.
        kernel_size: taps of the Gaussian along each axis.
        dilation: pixels between the taps.
        sigma: of the Gaussian, in taps.
        min_pixels: predicted training pixels that a class needs for figures of its own.
    """

    def __init__(
        self,
        *,
        plain: bool = False,
        border_width: int = 4,
        kernel_size: int = 7,
        dilation: int = 6,
        sigma: float = 1.0,
        min_pixels: int = 100,
    ) -> None:
        self._plain = plain
        self._border_width = border_width
        self._smoothing = {"size": kernel_size, "dilation": dilation}
        self._sigma = sigma
        self._min_pixels = min_pixels
        self._sums: Tensor | None = None
        self._figures: Tensor | None = None

    def recipe(self) -> str:
        """The spatial steps need no figures, so both variants have the same."""
        return f"StandardisedMaxLogits min_pixels={self._min_pixels}"

    def observe(self, outputs: Outputs, labels: Tensor) -> None:
        """Count max logits and their squares by predicted class."""
        for logits in training_pixels(outputs.logits, labels):
            classes = len(logits)
            values, predicted = logits.max(dim=0)
            top = values.double()
            powers = torch.stack([torch.ones_like(top), top, top * top])
            sums = powers @ torch.nn.functional.one_hot(predicted, classes).double()
            self._sums = sums if self._sums is None else self._sums + sums

    def finish(self) -> None:
        """Means and deviations."""
        if self._sums is None or not self._sums[0].sum():
            raise CaosError("detector 'sml': the train split has no labelled pixel of any class")
        mean, deviation = _mean_and_deviation(self._sums)
        overall_mean, overall_deviation = _mean_and_deviation(self._sums.sum(dim=1, keepdim=True))
        known = (self._sums[0] >= self._min_pixels) & (deviation > 0)
        deviation = torch.where(known, deviation, overall_deviation.clamp(min=1e-6))
        self._figures = torch.stack([torch.where(known, mean, overall_mean), deviation]).float()

    def state(self) -> dict[str, Tensor]:
        """`figures` (2, C): mean and standard deviation of each class."""
        return {"figures": self._needed_figures()}

    def load(self, state: Mapping[str, Tensor]) -> None:
        """Take them over."""
        self._figures = figure(state, "figures", 2, -1)

    def score(self, outputs: Outputs) -> Tensor:
        """See the class."""
        mean, deviation = self._needed_figures().to(outputs.logits.device)
        top, predicted = outputs.logits.max(dim=1)
        scores: Tensor = (mean[predicted] - top) / deviation[predicted]
        if self._plain:
            return scores
        scores = suppress_borders(scores, predicted, width=self._border_width)
        return dilated_smoothing(scores, **self._smoothing, sigma=self._sigma)

    def _needed_figures(self) -> Tensor:
        if self._figures is None:
            raise not_fitted("sml")
        return self._figures


def factories() -> dict[str, DetectorFactory]:
    """With and without the spatial steps."""
    return {"sml": _whole, "sml_plain": _plain}


def _whole(_: Setting) -> Detector:
    return StandardisedMaxLogits()


def _plain(_: Setting) -> Detector:
    return StandardisedMaxLogits(plain=True)


def _mean_and_deviation(sums: Tensor) -> tuple[Tensor, Tensor]:
    """From (3, C) counts, sums and sums of squares; 0 and 0 where there is nothing."""
    counts = sums[0].clamp(min=1)
    mean = sums[1] / counts
    return mean, (sums[2] / counts - mean * mean).clamp(min=0).sqrt()
