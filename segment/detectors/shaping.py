"""Detectors that change features, classify them again and take the energy: ReAct and ASH."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

import numpy as np
import torch
from torch import Tensor

from caos.errors import CaosError
from caos.scores import energy

from ..segmenter import Outputs, Segmenter
from .base import Detector, DetectorFactory, FittedDetector, Setting
from .dense import figure, not_fitted, training_vectors
from .sampling import VectorSample


class ReAct(FittedDetector):
    r"""Energy of logits from features that are cut off at what training features rarely exceed.

    :math:`-\log \sum_k \exp z_k(\min(h, c))` with c the percentile of all activations of training features,
    from a sample of positions. Anomalies owe part of their confidence to a few huge activations.

    Source: Sun, Guo and Li, "ReAct: out-of-distribution detection with rectified activations", NeurIPS 2021;
    the percentile 90 of its experiments.

    Args:
        segmenter: whose classifier is used again.
        seed: of the sample.
        percentile: of the activations, in (0, 100).
        samples: positions in the sample.
    """

    def __init__(
        self, segmenter: Segmenter, *, seed: int = 0, percentile: float = 90.0, samples: int = 5000
    ) -> None:
        self._segmenter = segmenter
        self._percentile = percentile
        self._recipe = f"ReAct seed={seed} percentile={percentile} samples={samples}"
        self._sample = VectorSample(samples, seed)
        self._limit: Tensor | None = None

    def recipe(self) -> str:
        """All of its arguments."""
        return self._recipe

    def observe(self, outputs: Outputs, labels: Tensor) -> None:
        """Sample positions."""
        classes = outputs.logits.shape[1]
        for features, label in training_vectors(outputs, labels, "react"):
            self._sample.add(features, label < classes)

    def finish(self) -> None:
        """The percentile."""
        if not len(self._sample):
            raise CaosError("detector 'react': the train split has no labelled pixel of any class")
        activations = self._sample.result().numpy().astype(np.float64)
        self._limit = torch.tensor(np.percentile(activations, self._percentile), dtype=torch.float32)

    def state(self) -> dict[str, Tensor]:
        """`limit` (), the largest activation that passes."""
        return {"limit": self._needed_limit()}

    def load(self, state: Mapping[str, Tensor]) -> None:
        """Take it over."""
        self._limit = figure(state, "limit")

    def score(self, outputs: Outputs) -> Tensor:
        """See the class."""
        features = outputs.needed_features("react").clamp(max=float(self._needed_limit()))
        return energy(self._segmenter.classify(features, outputs.size))

    def _needed_limit(self) -> Tensor:
        if self._limit is None:
            raise not_fitted("react")
        return self._limit


def ash_p(features: Tensor, percentile: float) -> Tensor:
    """Keep the largest activations of each position and set the others to 0.

    Args:
        features: (N, D, h, w), after a ReLU.
        percentile: share that is removed, in [0, 100): round(D * percentile / 100) of the D channels.

    Returns:
        (N, D, h, w).
    """
    values, channels = _largest(features, percentile)
    return torch.zeros_like(features).scatter(1, channels, values)


def ash_b(features: Tensor, percentile: float) -> Tensor:
    """As `ash_p`, and all that is kept becomes equal, with the sum as before.

    Zeros are not kept: where fewer than the others are positive, the published code raises zeros that a tie
    picks, which differ from device to device.
    """
    values, channels = _largest(features, percentile)
    kept = (values > 0).to(features)
    level = features.sum(dim=1, keepdim=True) / kept.sum(dim=1, keepdim=True).clamp(min=1)
    return torch.zeros_like(features).scatter(1, channels, kept * level)


def ash_s(features: Tensor, percentile: float) -> Tensor:
    """As `ash_p`, times exp(sum before / sum after)."""
    values, channels = _largest(features, percentile)
    before, after = features.sum(dim=1, keepdim=True), values.sum(dim=1, keepdim=True)
    # where all is 0 there is nothing to scale
    scale = torch.exp(before / torch.where(after > 0, after, torch.inf))
    return torch.zeros_like(features).scatter(1, channels, values * scale)


class ASH(Detector):
    r"""Energy of logits from features of which most are removed: :math:`-\log \sum_k \exp z_k(s(h))`.

    The paper prunes the last feature map of an image, before it is averaged over the image. Dense prediction
    averages nothing, so each position is pruned by itself, over its D channels. Features are taken as after a
    ReLU: negative ones become 0 first.

    Source: Djurisic et al., "Extremely simple activation shaping for out-of-distribution detection", ICLR
    2023, algorithms 1 to 3; ASH-S 90, ASH-B 65 and ASH-P 60 are its percentiles for ImageNet.

    Args:
        segmenter: whose classifier is used again.
        shape: `ash_s`, `ash_b` or `ash_p`.
        percentile: see `ash_p`.
    """

    def __init__(
        self,
        segmenter: Segmenter,
        *,
        shape: Callable[[Tensor, float], Tensor] = ash_s,
        percentile: float = 90.0,
    ) -> None:
        self._segmenter = segmenter
        self._shape = shape
        self._percentile = percentile

    def score(self, outputs: Outputs) -> Tensor:
        """See the class."""
        features = outputs.needed_features(self._shape.__name__).clamp(min=0)
        return energy(self._segmenter.classify(self._shape(features, self._percentile), outputs.size))


ASH_VARIANTS: Final[Mapping[str, tuple[Callable[[Tensor, float], Tensor], float]]] = {
    "ash": (ash_s, 90.0),
    "ash_b": (ash_b, 65.0),
    "ash_p": (ash_p, 60.0),
}
"""Name -> how features are pruned, and the percentile."""


def factories() -> dict[str, DetectorFactory]:
    """ReAct, and ASH in its three variants."""
    return {"react": _react, **{name: partial(_ash, name) for name in ASH_VARIANTS}}


def _react(setting: Setting) -> Detector:
    return ReAct(setting.segmenter, seed=setting.seed)


def _ash(name: str, setting: Setting) -> Detector:
    shape, percentile = ASH_VARIANTS[name]
    return ASH(setting.segmenter, shape=shape, percentile=percentile)


def _largest(features: Tensor, percentile: float) -> tuple[Tensor, Tensor]:
    channels = features.shape[1]
    kept = max(channels - round(channels * percentile / 100), 1)
    values, indices = features.topk(kept, dim=1, sorted=False)
    return values, indices
