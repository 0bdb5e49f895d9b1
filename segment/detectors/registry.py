"""Names of the detectors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from caos.lookup import look_up

from . import on_logits
from .base import Detector, DetectorFactory, Setting

DETECTORS: Final[Mapping[str, DetectorFactory]] = {
    **on_logits.factories(),
}
"""Name -> factory; each module of this folder has its own lines in here."""


def make_detector(name: str, setting: Setting) -> Detector:
    """The detector called `name`.

    Raises:
        CaosError: unknown (the message lists the known names and the nearest), or the setting lacks what it
            needs.
    """
    return look_up("detector", name, DETECTORS)(setting)
