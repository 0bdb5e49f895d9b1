"""Street plans of the generated towns: where the streets run, how wide they are, who must stop.

Each has its own pattern, so that a held-out town is another place, not a reshuffled one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from ..streets import Plan
from .grids import boulevard, downtown, old_quarter, terraces
from .shaped import country, honeycomb, industrial, suburb

PLANS: Final[Mapping[str, Callable[[], Plan]]] = {
    "Town01": terraces,
    "Town02": suburb,
    "Town03": downtown,
    "Town04": industrial,
    "Town05": honeycomb,
    "Town06": old_quarter,
    "Town07": country,
    "Town10HD": boulevard,
}
"""Name of a generated town -> its street plan."""

__all__ = ["PLANS"]
