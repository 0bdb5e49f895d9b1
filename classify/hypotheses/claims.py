"""The seven hypotheses of the thesis (chapter 5): what each claims, and by which rule evidence is found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from .results import Kind


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One of the seven.

    Attributes:
        title: as in the thesis.
        claim: likewise.
        rule: what makes a "+" on a data set; {threshold} and {margin} are filled in.
        kind: the intervention it is about; None for the three abstract ones.
        universal: it claims something of all shifts, so that one "-" refutes it.
    """

    title: str
    claim: str
    rule: str
    kind: Kind | None
    universal: bool = False


_HELPS: Final = (
    "more than half of the comparisons help: at least {threshold:g} points better than the baseline, at "
    "least {margin:g} points more than in distribution, and beyond chance where its spread is known"
)

HYPOTHESES: Final[Mapping[str, Hypothesis]] = {
    "larger-models": Hypothesis(
        "Larger Models", "increasing model size improves robustness", _HELPS, "larger-model"
    ),
    "self-attention": Hypothesis(
        "Self-Attention",
        "adding self-attention layers to models improves robustness",
        _HELPS,
        "self-attention",
    ),
    "diverse-augmentation": Hypothesis(
        "Diverse Data Augmentation",
        "robustness can increase through data augmentation",
        _HELPS,
        "diverse-augmentation",
    ),
    "pretraining": Hypothesis(
        "Pretraining",
        "pretraining on larger and more diverse datasets improves robustness",
        _HELPS,
        "pretraining",
    ),
    "texture-bias": Hypothesis(
        "Texture Bias",
        "convolutional networks are biased towards texture, which harms robustness",
        "textures or local statistics are altered, and diverse augmentation, which distorts them in "
        "training, helps (as Diverse Data Augmentation); not tested where textures stay",
        None,
    ),
    "iid-accuracy": Hypothesis(
        "Only IID Accuracy Matters",
        "accuracy on independent and identically distributed test data entirely determines natural "
        "robustness",
        "over all models the gap between the figures in and out of distribution varies by less than "
        "{threshold:g} points; three models or more",
        None,
        universal=True,
    ),
    "synthetic-natural": Hypothesis(
        "Synthetic ⇏ Natural",
        "synthetic robustness interventions including diverse data augmentations do not help with robustness "
        "on naturally occurring distribution shifts",
        "the shift is natural and diverse augmentation does not help (as Diverse Data Augmentation)",
        None,
        universal=True,
    ),
}
