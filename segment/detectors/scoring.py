"""Scores of all detectors from one forward pass."""

from __future__ import annotations

from collections.abc import Mapping

from torch import Tensor

from ..segmenter import Outputs
from .base import Detector


def score_all(detectors: Mapping[str, Detector], outputs: Outputs) -> dict[str, Tensor]:
    """Score one batch with every detector; those on logits share one computation.

    Args:
        detectors: name -> detector; fitted ones are finished or loaded.
        outputs: one forward pass.

    Returns:
        Name -> (N, H, W) float32, larger = more anomalous, in the order of `detectors`.

    Raises:
        CaosError: a detector needs features that the network does not show.
    """
    return {name: detector.score(outputs) for name, detector in detectors.items()}
