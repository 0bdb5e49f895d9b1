"""Scores of all detectors from one forward pass."""

from __future__ import annotations

from collections.abc import Mapping

from torch import Tensor

from caos.scores import apply_formulas

from ..segmenter import Outputs
from .base import Detector
from .on_logits import LogitDetector


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
    formulas = {
        name: detector.formula for name, detector in detectors.items() if isinstance(detector, LogitDetector)
    }
    shared = apply_formulas(outputs.logits, formulas)
    return {
        name: shared[name] if name in shared else detector.score(outputs)
        for name, detector in detectors.items()
    }
