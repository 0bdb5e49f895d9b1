"""The gallery's detector switch and threshold slider: what `explorer.js` reads, and the right to run it."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

from markupsafe import Markup

from caos.runs import GalleryItem, LevelScale, Result

from .pictures import Picture


@cache
def script() -> str:
    """The page's only script."""
    return resources.files("caos.report").joinpath("explorer.js").read_text(encoding="utf-8")


def script_source() -> str:
    """What the page's content security policy allows to run: this script and nothing else."""
    digest = hashlib.sha256(script().encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def explorer_data(
    result: Result, items: Sequence[GalleryItem], pictures: Mapping[str, Picture]
) -> Markup | None:
    """The JSON block of a gallery; None where no item has levels.

    For every entry in order: detector -> data URI of its levels, detector -> own AUROC. For every detector:
    thresholds with their rates, and the slider's first position, at 95 % recall.
    """
    if not any(item.levels for item in items):
        return None
    data: dict[str, Any] = {
        "entries": [
            {
                "levels": {name: pictures[file].uri for name, file in item.levels.items()},
                "auroc": {name: round(figures.auroc, 4) for name, figures in item.figures.items()},
            }
            for item in items
        ],
        "levels": {name: scale.model_dump() for name, scale in result.levels.items()},
        "start": {name: _at_recall(scale, 0.95) for name, scale in result.levels.items()},
    }
    text = json.dumps(data, separators=(",", ":"), sort_keys=True)
    # an end tag inside a string would end the block
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704


def _at_recall(scale: LevelScale, recall: float) -> int:
    """The highest position of the slider that still finds `recall` of the anomalous pixels; at least 1."""
    return max((index for index, tpr in enumerate(scale.tpr, 1) if tpr >= recall), default=1)
