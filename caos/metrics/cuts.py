"""Ways of cutting a split into slices: by numbers between fixed edges, or by names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np

Properties = Mapping[str, str | float]
"""Name of a property -> its value; what is not known is missing."""


@dataclass(frozen=True, slots=True)
class Cut:
    """One way of cutting the split.

    Attributes:
        name: property to cut by, "distance", ...
        description: one line: what it is, and where it comes from.
        of: whose property it is.
        edges: for numbers: ascending inner edges, in the property's unit; a value on an edge lies above it.
        unit: behind the numbers in a row's name, "m", "%".
        scale: what the numbers in a row's name are multiplied with (100 for shares in %).
        order: for names: the first ones in reading order; the others follow by alphabet.
    """

    name: str
    description: str
    of: Literal["object", "image"]
    edges: tuple[float, ...] = ()
    unit: str = ""
    scale: float = 1.0
    order: tuple[str, ...] = ()

    def row(self, properties: Properties) -> str | None:
        """The row that something with these properties belongs to; None = it lacks the property."""
        value = properties.get(self.name)
        if value is None:
            return None
        if not self.edges:
            return str(value)
        return self._bins()[int(np.searchsorted(self.edges, float(value), side="right"))]

    def ordered(self, rows: Iterable[str]) -> list[str]:
        """Rows in reading order, each once."""
        listed = self._bins() if self.edges else list(self.order)
        places = {row: place for place, row in enumerate(listed)}
        return sorted(set(rows), key=lambda row: (places.get(row, len(places)), row))

    def _bins(self) -> list[str]:
        numbers = [f"{edge * self.scale:g}" for edge in self.edges]
        unit = f" {self.unit}" if self.unit else ""
        between = [f"{low} to {high}{unit}" for low, high in pairwise(numbers)]
        return [f"below {numbers[0]}{unit}", *between, f"{numbers[-1]}{unit} and more"]
