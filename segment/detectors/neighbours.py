"""Distance of features to their k-th nearest training feature."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import torch
import torch.nn.functional as F  # noqa: N812  # torch's own name for it
from torch import Tensor

from caos.errors import CaosError

from ..segmenter import Outputs
from .base import Detector, DetectorFactory, FittedDetector, Setting
from .dense import figure, not_fitted, resized, training_vectors, vectors
from .sampling import VectorSample

TILE: Final = 2048
"""Positions compared with the whole bank at a time; 40 MB of similarities for a bank of 5,000."""


class NearestNeighbours(FittedDetector):
    r"""Distance of normalised features to the k-th nearest of a bank: :math:`\lVert z - z_{(k)} \rVert_2`.

    :math:`z = x / \lVert x \rVert_2`; the bank is a uniform sample of the labelled training positions. The
    search is exact, by products of matrices in tiles. In [0, 2]. Computed at the resolution of the features
    in float32 and resized bilinearly.

    Source: Sun et al., "Out-of-distribution detection with deep nearest neighbors", ICML 2022. Its k
    is about a thousandth of its bank (50 of 50,000 for CIFAR-10); so it is here.

    Args:
        seed: of the sample.
        k: which neighbour, from 1.
        bank: vectors in the bank.
    """

    def __init__(self, *, seed: int = 0, k: int = 5, bank: int = 5_000) -> None:
        self._k = k
        self._recipe = f"NearestNeighbours seed={seed} bank={bank}"
        self._sample = VectorSample(bank, seed)
        self._bank: Tensor | None = None

    def recipe(self) -> str:
        """The bank does not depend on k."""
        return self._recipe

    def observe(self, outputs: Outputs, labels: Tensor) -> None:
        """Sample positions."""
        classes = outputs.logits.shape[1]
        for features, label in training_vectors(outputs, labels, "knn"):
            self._sample.add(F.normalize(features, dim=1), label < classes)

    def finish(self) -> None:
        """The bank."""
        if len(self._sample) < self._k:
            raise CaosError(
                f"detector 'knn': the train split has {len(self._sample)} labelled positions, fewer than k = "
                f"{self._k}; give more images or a smaller k"
            )
        self._bank = self._sample.result()

    def state(self) -> dict[str, Tensor]:
        """`bank` (B, D): normalised features."""
        return {"bank": self._needed_bank()}

    def load(self, state: Mapping[str, Tensor]) -> None:
        """Take it over."""
        bank = figure(state, "bank", -1, -1)
        if len(bank) < self._k:
            raise CaosError(
                f"saved figures of detector 'knn': {len(bank)} vectors for k = {self._k}; fit again"
            )
        self._bank = bank

    def score(self, outputs: Outputs) -> Tensor:
        """See the class."""
        features = outputs.needed_features("knn")
        bank = self._needed_bank().to(features.device)
        rows = F.normalize(vectors(features), dim=1)
        scores = torch.cat([self._distance(tile, bank) for tile in torch.split(rows, TILE)])
        count, _, height, width = features.shape
        return resized(scores.view(count, height, width), outputs.size)

    def _distance(self, rows: Tensor, bank: Tensor) -> Tensor:
        """The neighbour by similarity, the distance by difference: 2 - 2 cos would round near 0."""
        similarities = rows @ bank.T
        # least of the k largest; the order among them does not matter
        values, indices = similarities.topk(self._k, dim=1, sorted=False)
        last = values.argmin(dim=1, keepdim=True)
        distances: Tensor = torch.linalg.vector_norm(rows - bank[indices.gather(1, last)[:, 0]], dim=1)
        return distances

    def _needed_bank(self) -> Tensor:
        if self._bank is None:
            raise not_fitted("knn")
        return self._bank


def factories() -> dict[str, DetectorFactory]:
    """K nearest neighbours."""
    return {"knn": _knn}


def _knn(setting: Setting) -> Detector:
    return NearestNeighbours(seed=setting.seed)
