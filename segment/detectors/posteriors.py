"""Detectors that compare a pixel's posterior with typical posteriors of the classes."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor

from caos.errors import CaosError
from caos.scores import kl_matching

from ..segmenter import Outputs
from .base import Detector, DetectorFactory, FittedDetector, Setting
from .dense import figure, not_fitted, training_pixels


class _MeanPosteriors(FittedDetector):
    """Learns one mean posterior per class, from training pixels that choose that class in some way."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._pixels = 0
        self._sums: Tensor | None = None
        self._counts: Tensor | None = None
        self._means: Tensor | None = None

    def _choice(self, posteriors: Tensor) -> Tensor:
        """(C, P) posteriors -> (C, P) bool: the pixels that count towards each class."""
        raise NotImplementedError

    def _default(self, classes: int) -> Tensor:
        """(C,) row of a class that no pixel chose."""
        raise NotImplementedError

    def observe(self, outputs: Outputs, labels: Tensor) -> None:
        """Add up posteriors by class."""
        for logits in training_pixels(outputs.logits, labels):
            self._pixels += logits.shape[1]
            posteriors = torch.softmax(logits, dim=0)
            chosen = self._choice(posteriors).double()
            sums, counts = chosen @ posteriors.double().T, chosen.sum(dim=1)
            self._sums = sums if self._sums is None else self._sums + sums
            self._counts = counts if self._counts is None else self._counts + counts

    def finish(self) -> None:
        """Normalise each row."""
        if self._sums is None or self._counts is None or not self._pixels:
            raise CaosError(f"detector {self._name!r}: the train split has no labelled pixel of any class")
        means = self._sums / self._counts.clamp(min=1)[:, None]
        default = self._default(len(means)).to(means)
        self._means = torch.where(self._counts[:, None] > 0, means, default).float()

    def state(self) -> dict[str, Tensor]:
        """`means` (C, C): row c is the mean posterior of class c."""
        return {"means": self._needed_means()}

    def load(self, state: Mapping[str, Tensor]) -> None:
        """Take them over."""
        means = figure(state, "means", -1, -1)
        self._means = figure(state, "means", len(means), len(means))

    def _needed_means(self) -> Tensor:
        if self._means is None:
            raise not_fitted(self._name)
        return self._means


class KLMatching(_MeanPosteriors):
    r"""Divergence from the nearest class's mean posterior: :math:`\min_k \mathrm{KL}(p \,\|\, d_k)`.

    p is the pixel's softmax and :math:`d_k` the mean softmax over training pixels predicted as k. In nats,
    [0, about 70]; classes that are never predicted are no candidates.

    Source: Hendrycks et al., "Scaling out-of-distribution detection for real-world settings", ICML 2022
    (there with whole images, and a validation split).
    """

    def __init__(self) -> None:
        super().__init__("kl_matching")

    def _choice(self, posteriors: Tensor) -> Tensor:
        classes = torch.arange(len(posteriors), device=posteriors.device)
        return posteriors.argmax(dim=0) == classes[:, None]

    def _default(self, classes: int) -> Tensor:
        return torch.zeros(classes)

    def score(self, outputs: Outputs) -> Tensor:
        """See the class."""
        means = self._needed_means().to(outputs.logits.device)
        return kl_matching(outputs.logits, means[means.sum(dim=1) > 0])


class Typicality(_MeanPosteriors):
    r"""Distance of the posterior from what is typical given the class the pixel is believed to be.

    :math:`\sum_{c: p_c > t} \lVert p - T_c \rVert_2`, where row :math:`T_c` of the typicality matrix is the
    sum of the posteriors of all training pixels with :math:`p_c \ge t`, normalised to sum 1; uniform if
    there is none.

    The thesis defines it for whole images of several labels and leaves the distance open. With a softmax at
    most one class exceeds t >= 1/2, and where none does the sum is empty: 0, most typical, just where the
    network is least sure. So by default such a pixel is compared with its most probable class instead;
    `literal` keeps the empty sum. In [0, sqrt 2].

    Source: the thesis, chapter 6, "Typicality score", and the definition of row i beneath it.

    Args:
        threshold: t in [1/2, 1).
        literal: score 0 where no class exceeds t.

    Raises:
        ValueError: a threshold outside the range.
    """

    def __init__(self, *, threshold: float = 0.5, literal: bool = False) -> None:
        super().__init__("typicality")
        if not 0.5 <= threshold < 1:
            raise ValueError(f"threshold {threshold} must be in [0.5, 1)")
        self._threshold = threshold
        self._literal = literal

    def recipe(self) -> str:
        """Scoring alone does not change the matrix."""
        return f"Typicality threshold={self._threshold}"

    def _choice(self, posteriors: Tensor) -> Tensor:
        return posteriors >= self._threshold

    def _default(self, classes: int) -> Tensor:
        return torch.full((classes,), 1 / classes)

    def score(self, outputs: Outputs) -> Tensor:
        """See the class."""
        means = self._needed_means().to(outputs.logits.device)
        posteriors = torch.softmax(outputs.logits, dim=1)
        top, believed = posteriors.max(dim=1)
        distance = (posteriors - means[believed].movedim(-1, 1)).square().sum(dim=1).sqrt()
        return distance * (top > self._threshold) if self._literal else distance


def factories() -> dict[str, DetectorFactory]:
    """Both."""
    return {"kl_matching": _kl_matching, "typicality": _typicality}


def _kl_matching(_: Setting) -> Detector:
    return KLMatching()


def _typicality(_: Setting) -> Detector:
    return Typicality()
