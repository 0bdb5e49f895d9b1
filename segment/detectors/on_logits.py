"""The scores of `caos.scores` as detectors: they need logits and nothing else."""

from __future__ import annotations

from functools import partial

from torch import Tensor

from caos.errors import CaosError
from caos.labels import CLASS_NAMES
from caos.scores import SCORES, Score, background

from ..segmenter import Outputs
from .base import Detector, DetectorFactory, Setting

BACKGROUND_CLASS = CLASS_NAMES[0]


class LogitDetector(Detector):
    """A function of the logits."""

    def __init__(self, function: Score) -> None:
        self._function = function

    def score(self, outputs: Outputs) -> Tensor:
        """Score the logits, pixel by pixel."""
        return self._function(outputs.logits)


def background_detector(setting: Setting) -> Detector:
    """The posterior of the background class.

    Raises:
        CaosError: the label set has no such class.
    """
    classes = setting.label_set.classes
    if BACKGROUND_CLASS not in classes:
        raise CaosError(
            f"detector 'background': {setting.label_set.name} has no class {BACKGROUND_CLASS!r}; leave it out"
        )
    return LogitDetector(partial(background, background=classes.index(BACKGROUND_CLASS)))


def factories() -> dict[str, DetectorFactory]:
    """Name -> factory of every score on logits."""
    plain = {name: partial(_make, function) for name, function in SCORES.items()}
    return {**plain, "background": background_detector}


def _make(function: Score, _: Setting) -> Detector:
    return LogitDetector(function)
