"""The anomaly set: nothing of a street's own classes, all categories that there are, spread within each."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from caos.catalogue import CatalogueEntry

from .rules import Exclusion, exclusion

_SMALLEST: Final = 0.01
"""Metres; thinner sides count as this thick."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The result of a selection.

    Attributes:
        models: chosen, in order of use.
        excluded: kept out, in the catalogue's order.
        spare: how many more could have been chosen.
    """

    models: tuple[CatalogueEntry, ...]
    excluded: tuple[tuple[CatalogueEntry, Exclusion], ...]
    spare: int


def select(entries: Sequence[CatalogueEntry], count: int, seed: int) -> Choice:
    """Choose `count` anomaly models, or all that there are if fewer.

    Every category gives one model before any gives a second, and so on; in the last round, which not all
    can join, lots are drawn. Within a category the first is drawn; each next is least like those before.

    Args:
        entries: of the catalogue; their order does not matter to the choice.
        count: how many.
        seed: of the lots; the same entries and seed give the same choice.
    """
    excluded: list[tuple[CatalogueEntry, Exclusion]] = []
    usable: dict[str, list[CatalogueEntry]] = {}
    seen: dict[str, str] = {}
    for entry in entries:
        found = exclusion(entry)
        if found is None and entry.sha256 in seen:
            found = Exclusion("duplicate", f"the same file as {seen[entry.sha256]}")
        if found is None:
            seen[entry.sha256] = entry.id
            usable.setdefault(_category(entry), []).append(entry)
        else:
            excluded.append((entry, found))
    ranked = {name: _spread(usable[name], _generator(seed, name)) for name in sorted(usable)}
    names = _generator(seed, "").permutation(sorted(ranked)).tolist()
    rounds = max((len(models) for models in ranked.values()), default=0)
    order = [ranked[name][turn] for turn in range(rounds) for name in names if turn < len(ranked[name])]
    return Choice(tuple(order[:count]), tuple(excluded), max(0, len(order) - count))


def _category(entry: CatalogueEntry) -> str:
    """What counts as one category: its name, else the synset, else the model alone."""
    return entry.category.strip().lower() or entry.synset or entry.id


def _spread(entries: Sequence[CatalogueEntry], rng: np.random.Generator) -> list[CatalogueEntry]:
    """All entries of a category by farthest-point sampling over size and form."""
    entries = sorted(entries, key=lambda entry: entry.id)
    points = _descriptors(entries)
    order = [int(rng.integers(len(entries)))]
    distance = np.linalg.norm(points - points[order[0]], axis=1)
    while len(order) < len(entries):
        distance[order] = -1.0
        order.append(int(distance.argmax()))
        distance = np.minimum(distance, np.linalg.norm(points - points[order[-1]], axis=1))
    return [entries[index] for index in order]


def _descriptors(entries: Sequence[CatalogueEntry]) -> npt.NDArray[np.float64]:
    """(N, 6): size, three sides against it and detail as logarithms, closed or not; each over its spread."""
    sides = np.log(np.maximum([entry.size for entry in entries], _SMALLEST))
    mean = sides.mean(axis=1, keepdims=True)
    detail = np.log([[entry.triangles] for entry in entries])
    closed = np.array([[float(entry.watertight)] for entry in entries])
    rows = np.concatenate([mean, sides - mean, 0.25 * detail, 0.25 * closed], axis=1)
    scale: npt.NDArray[np.float64] = np.maximum(rows.std(axis=0), 0.1)
    return np.asarray(rows / scale)


def _generator(seed: int, name: str) -> np.random.Generator:
    return np.random.default_rng([seed, zlib.crc32(name.encode())])
