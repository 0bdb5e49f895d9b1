"""What the towns are furnished with: one style each, so that a held-out town looks like another place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from .base import BuildingKind, Style, ground_surface
from .dense import BOULEVARD, DOWNTOWN, OLD_QUARTER, TERRACES
from .open import COUNTRY, HONEYCOMB, INDUSTRIAL, SUBURB

STYLES: Final[Mapping[str, Style]] = {
    "Town01": TERRACES,
    "Town02": SUBURB,
    "Town03": DOWNTOWN,
    "Town04": INDUSTRIAL,
    "Town05": HONEYCOMB,
    "Town06": OLD_QUARTER,
    "Town07": COUNTRY,
    "Town10HD": BOULEVARD,
}
"""Name of a generated town -> its style."""


def style_of(name: str) -> Style:
    """The style of a map: by its name, terraces for a stranger's map."""
    return STYLES.get(name, TERRACES)


__all__ = ["STYLES", "BuildingKind", "Style", "ground_surface", "style_of"]
