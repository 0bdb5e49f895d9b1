"""Names of the detectors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from caos.lookup import look_up

from . import (
    companion,
    dropout,
    mahalanobis,
    mean_field,
    neighbours,
    on_logits,
    posteriors,
    shaping,
    standardised,
    vim,
)
from .base import Detector, DetectorFactory, Setting
from .smoothing import SMOOTHINGS

DETECTORS: Final[Mapping[str, DetectorFactory]] = {
    **on_logits.factories(),
    **standardised.factories(),
    **posteriors.factories(),
    **mean_field.factories(),
    **shaping.factories(),
    **vim.factories(),
    **mahalanobis.factories(),
    **neighbours.factories(),
    **dropout.factories(),
    **companion.factories(),
}
"""Name -> factory; each module of this folder has its own lines in here."""


def check_name(name: str) -> None:
    """Complain about a name that `make_detector` would not know.

    Raises:
        CaosError: unknown; the message lists the known names and the nearest.
    """
    plain, *smoothings = name.split("+")
    look_up("score", plain, DETECTORS)
    for smoothing in smoothings:
        look_up("smoothing", smoothing, SMOOTHINGS)


def make_detector(name: str, setting: Setting) -> Detector:
    """The detector called `name`; `NAME+SMOOTHING` smooths the scores of NAME, as `max_logit+guided`.

    Raises:
        CaosError: unknown (the message lists the known names and the nearest), or the setting lacks what it
            needs.
    """
    check_name(name)
    plain, *smoothings = name.split("+")
    detector = DETECTORS[plain](setting)
    for smoothing in smoothings:
        detector = SMOOTHINGS[smoothing](detector)
    return detector
