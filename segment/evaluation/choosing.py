"""From names of scores to detectors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from torch import Tensor

from caos.errors import CaosError

from ..detectors import DETECTORS, Detector, FittedDetector, Setting, check_name, make_detector
from ..segmenter import Outputs

ALL: Final = "all"
"""Instead of names: every detector that the setting allows."""

_OPTIONAL: Final = frozenset({"background"})
"""Left out without complaint where label sets lack the class, since it is among the default scores."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Detectors by name, not fitted yet; `left_out` says why others that were asked for are missing."""

    detectors: dict[str, Detector]
    left_out: dict[str, str]


def choose_detectors(names: Sequence[str], setting: Setting, outputs: Outputs, labels: Tensor) -> Chosen:
    """Make the detectors called `names`, or with `ALL` every one that works here.

    Args:
        names: of detectors; `ALL` among them stands for every one.
        setting: what they are made for.
        outputs: of the network for some frame: shows whether a detector's needs are met.
        labels: (N, H, W) uint8 label maps of that frame.

    Raises:
        CaosError: an unknown name, a named detector that cannot work here, or none left.
    """
    for name in names:
        if name != ALL:
            check_name(name)
    wanted = dict.fromkeys(known for name in names for known in (DETECTORS if name == ALL else (name,)))
    detectors: dict[str, Detector] = {}
    left_out: dict[str, str] = {}
    for name in wanted:
        made = _made(name, setting, outputs, labels)
        if isinstance(made, Detector):
            detectors[name] = made
        elif name in _OPTIONAL or name not in names:
            left_out[name] = str(made)
        else:
            raise made
    if not detectors:
        why = "; ".join(left_out.values()) or "none is named"
        raise CaosError(f"no score to evaluate: {why}; choose from {', '.join(DETECTORS)}")
    return Chosen(detectors, left_out)


def _made(name: str, setting: Setting, outputs: Outputs, labels: Tensor) -> Detector | CaosError:
    """The detector, or what it has against this setting or these outputs."""
    try:
        trial = make_detector(name, setting)
        if isinstance(trial, FittedDetector):
            trial.observe(outputs, labels)
        else:
            trial.score(outputs)
        return make_detector(name, setting)
    except CaosError as cause:
        return cause
