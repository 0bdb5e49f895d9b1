"""The scores of `caos.scores` as detectors: they need logits and nothing else."""

from __future__ import annotations

from functools import partial

from torch import Tensor

from caos.errors import CaosError
from caos.labels import CLASS_NAMES
from caos.scores import FORMULAS, Formula, apply_formulas, background_formula

from ..segmenter import Outputs
from .base import Detector, DetectorFactory, Setting

BACKGROUND_CLASS = CLASS_NAMES[0]


class LogitDetector(Detector):
    """A formula on the logits of each pixel. Many of them share a computation: see `score_all`.

    Args:
        formula: one of `FORMULAS`, or one with settings of its own, as
            `partial(formulas.generalised_entropy, gamma=0.5)`.
    """

    def __init__(self, formula: Formula) -> None:
        self.formula = formula

    def score(self, outputs: Outputs) -> Tensor:
        """Score the logits, pixel by pixel."""
        return apply_formulas(outputs.logits, {"score": self.formula})["score"]


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
    return LogitDetector(background_formula(classes.index(BACKGROUND_CLASS)))


def factories() -> dict[str, DetectorFactory]:
    """Name -> factory of every score on logits."""
    plain = {name: partial(_make, formula) for name, formula in FORMULAS.items()}
    return {**plain, "background": background_detector}


def _make(formula: Formula, _: Setting) -> Detector:
    return LogitDetector(formula)
