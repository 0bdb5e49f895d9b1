"""Bar charts of counts, as plain numbers for `bars.html`."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its count, its share of all counted things and of the longest bar, both 0..1."""

    label: str
    count: int
    share: float
    length: float


@dataclass(frozen=True, slots=True)
class Bars:
    """A chart: `note` says what is counted."""

    title: str
    note: str
    bars: tuple[Bar, ...]


def counted(title: str, note: str, names: Iterable[str], *, by_count: bool = True) -> Bars:
    """How often each name occurs: the most frequent first, or in the order of the names."""
    counts = Counter(names)
    order = sorted(counts, key=lambda name: (-counts[name] if by_count else 0, name))
    return bars_of(title, note, {name: counts[name] for name in order})


def histogram(title: str, note: str, values: Iterable[float], edges: Sequence[float], unit: str) -> Bars:
    """Counts between `edges` (ascending, in `unit`): low <= value < high; open bars at the ends where needed.

    Raises:
        ValueError: fewer than two edges, or edges that do not ascend.
    """
    if len(edges) < 2 or any(low >= high for low, high in pairwise(edges)):
        raise ValueError("a histogram needs two edges or more, ascending")
    found = Counter(bisect_right(edges, value) for value in values)
    labels = [
        f"below {edges[0]:g}",
        *(f"{low:g} to {high:g}" for low, high in pairwise(edges)),
        f"{edges[-1]:g} and more",
    ]
    kept = [place for place in range(len(labels)) if 0 < place < len(edges) or found[place]]
    return bars_of(title, note, {f"{labels[place]} {unit}".strip(): found[place] for place in kept})


def bars_of(title: str, note: str, counts: Mapping[str, int]) -> Bars:
    """A chart of counts that are known already, in their order."""
    total, most = max(sum(counts.values()), 1), max([*counts.values(), 1])
    return Bars(
        title, note, tuple(Bar(name, count, count / total, count / most) for name, count in counts.items())
    )
