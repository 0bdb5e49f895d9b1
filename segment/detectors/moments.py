"""Counts, means and covariances of labelled vectors, gathered in float64 from a stream."""

from __future__ import annotations

import torch
from torch import Tensor


class Moments:
    """Sums of vectors per class and of their outer products over all classes; memory D * (C + D).

    Args:
        classes: C; vectors with larger labels are left out.
        width: D.
        device: where the sums are.
    """

    def __init__(self, classes: int, width: int, device: torch.device) -> None:
        self.counts = torch.zeros(classes, dtype=torch.float64, device=device)
        self._sums = torch.zeros(classes, width, dtype=torch.float64, device=device)
        self._products = torch.zeros(width, width, dtype=torch.float64, device=device)

    def add(self, vectors: Tensor, labels: Tensor) -> None:
        """Count in (P, D) vectors of (P,) int64 labels."""
        classes = len(self.counts)
        known = labels < classes
        chosen, index = vectors[known].double(), labels[known]
        self.counts = self.counts + torch.bincount(index, minlength=classes)
        # a product with indicators instead of index_add_, whose order of additions on a GPU is not fixed
        indicators = torch.nn.functional.one_hot(index, classes).double()
        self._sums = self._sums + indicators.T @ chosen
        self._products = self._products + chosen.T @ chosen

    @property
    def total(self) -> float:
        """How many vectors were counted."""
        return float(self.counts.sum())

    def mean(self) -> Tensor:
        """(D,) float64 mean of all vectors."""
        return self._sums.sum(0) / self.total

    def class_means(self) -> Tensor:
        """(C, D) float64; zeros for a class without vectors."""
        return self._sums / self.counts.clamp(min=1)[:, None]

    def covariance(self) -> Tensor:
        """(D, D) float64 about the mean, divided by the count (maximum likelihood)."""
        mean = self.mean()
        return self._products / self.total - torch.outer(mean, mean)

    def within_covariance(self) -> Tensor:
        """(D, D) float64 about the class means, divided by the count of all classes together."""
        means = self.class_means()
        return (self._products - (means * self.counts[:, None]).T @ means) / self.total

    def second_moment(self, origin: Tensor) -> Tensor:
        """(D, D) float64 mean of (x - origin)(x - origin)^T; `origin` is (D,) float64."""
        shift = self.mean() - origin
        return self.covariance() + torch.outer(shift, shift)
