"""Mahalanobis distance of features to the nearest class, and its relative variant."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import torch
from torch import Tensor

from caos.errors import CaosError

from ..segmenter import Outputs
from .base import Detector, DetectorFactory, FittedDetector, Setting
from .dense import figure, not_fitted, resized, training_vectors, vectors
from .moments import Moments

NEGLIGIBLE: Final = 1e-12
"""Variance relative to the largest beneath which a direction is noise of float32 features and left out."""


class Mahalanobis(FittedDetector):
    r"""Squared distance to the nearest class: :math:`\min_c (x - \mu_c)^\top \Sigma^{+} (x - \mu_c)`.

    x are the features of a position, :math:`\mu_c` the mean over training positions labelled c, and
    :math:`\Sigma` the one covariance about these means (maximum likelihood; the pseudo-inverse leaves out
    directions without variance). Classes without a position are no candidates. `relative` subtracts the same
    distance to the mean of all classes with the covariance about it. Computed at the resolution of the
    features in float32 and resized bilinearly.

    Source: Lee et al., "A simple unified framework for detecting out-of-distribution samples and
    adversarial attacks", NeurIPS 2018 (last layer, no perturbation of the input);
    relative: Ren et al., "A simple fix to Mahalanobis distance for improving near-OOD detection", 2021.

    Args:
        relative: subtract the distance to the mean of all.
    """

    def __init__(self, *, relative: bool = False) -> None:
        self._relative = relative
        self._name = "relative_mahalanobis" if relative else "mahalanobis"
        self._moments: Moments | None = None
        self._figures: dict[str, Tensor] = {}

    def recipe(self) -> str:
        """Both variants have the same figures."""
        return "Mahalanobis"

    def observe(self, outputs: Outputs, labels: Tensor) -> None:
        """Add to the moments."""
        classes = outputs.logits.shape[1]
        for features, label in training_vectors(outputs, labels, self._name):
            if self._moments is None:
                self._moments = Moments(classes, features.shape[1], features.device)
            self._moments.add(features, label)

    def finish(self) -> None:
        """Whitening maps and the class means, seen from the mean of all."""
        moments = self._moments
        if moments is None or moments.total < 2:
            raise CaosError(f"detector {self._name!r}: the train split has too few labelled pixels")
        mean = moments.mean()
        within = whitening(moments.within_covariance())
        centres = (moments.class_means() - mean) @ within
        self._figures = {
            "mean": mean.float().cpu(),
            "within": within.float().cpu(),
            "overall": whitening(moments.covariance()).float().cpu(),
            "centres": centres[moments.counts > 0].float().cpu(),
        }
        self._moments = None

    def state(self) -> dict[str, Tensor]:
        """`mean` (D,), whitening maps `within` (D, R) and `overall` (D, S), `centres` (K, R) of classes."""
        return dict(self._needed_figures())

    def load(self, state: Mapping[str, Tensor]) -> None:
        """Take them over."""
        within = figure(state, "within", -1, -1)
        self._figures = {
            "mean": figure(state, "mean", within.shape[0]),
            "within": within,
            "overall": figure(state, "overall", within.shape[0], -1),
            "centres": figure(state, "centres", -1, within.shape[1]),
        }

    def score(self, outputs: Outputs) -> Tensor:
        """See the class."""
        features = outputs.needed_features(self._name)
        figures = {name: each.to(features.device) for name, each in self._needed_figures().items()}
        centred = vectors(features) - figures["mean"]
        scores = nearest_square(centred @ figures["within"], figures["centres"])
        if self._relative:
            scores = scores - (centred @ figures["overall"]).square().sum(dim=1)
        count, _, height, width = features.shape
        return resized(scores.view(count, height, width), outputs.size)

    def _needed_figures(self) -> dict[str, Tensor]:
        if not self._figures:
            raise not_fitted(self._name)
        return self._figures


def whitening(covariance: Tensor) -> Tensor:
    """(D, R) map W with W W^T the pseudo-inverse of `covariance`, (D, D) float64 of rank R."""
    variances, directions = torch.linalg.eigh(covariance)
    kept = variances > NEGLIGIBLE * variances[-1].clamp(min=0)
    root: Tensor = directions[:, kept] / variances[kept].sqrt()
    return root


def nearest_square(points: Tensor, centres: Tensor) -> Tensor:
    """(P,) squared distance of each point (P, R) to the nearest centre (K, R)."""
    cross = points @ centres.T
    squares = centres.square().sum(dim=1) - 2 * cross
    return (squares.amin(dim=1) + points.square().sum(dim=1)).clamp(min=0)


def factories() -> dict[str, DetectorFactory]:
    """Absolute and relative."""
    return {"mahalanobis": _absolute, "relative_mahalanobis": _relative}


def _absolute(_: Setting) -> Detector:
    return Mahalanobis()


def _relative(_: Setting) -> Detector:
    return Mahalanobis(relative=True)
