"""Procedural anomaly models: things that do not belong on a road, made by code instead of downloaded."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final

import numpy as np

from caos.catalogue import FILE_NAME, CatalogueModel, is_intact, read_catalogue, write_catalogue
from caos.errors import CaosError

from . import (
    animals,
    appliances,
    beds,
    books,
    cabinets,
    candlelight,
    clocks,
    clothing,
    computers,
    containers,
    cookware,
    crockery,
    devices,
    dishes,
    electronics,
    footwear,
    fruit,
    furniture,
    hats,
    instruments,
    kitchen,
    lamps,
    lounging,
    oddments,
    office,
    outdoor,
    sanitary,
    savanna,
    seating,
    shoes,
    snacks,
    sports,
    tables,
    tools,
    toys,
    vegetables,
)
from .model import BuiltinModel

_MODULES: Final = (
    animals,
    appliances,
    beds,
    books,
    cabinets,
    candlelight,
    clocks,
    clothing,
    computers,
    containers,
    cookware,
    crockery,
    devices,
    dishes,
    electronics,
    footwear,
    fruit,
    furniture,
    hats,
    instruments,
    kitchen,
    lamps,
    lounging,
    oddments,
    office,
    outdoor,
    sanitary,
    savanna,
    seating,
    shoes,
    snacks,
    sports,
    tables,
    tools,
    toys,
    vegetables,
)


def _varied(models: Iterable[BuiltinModel]) -> list[BuiltinModel]:
    """The first of each category, then the second of each, and so on: the first few are the most varied."""
    seen: Counter[str] = Counter()
    ranked = []
    for entry in models:
        ranked.append((seen[entry.category], entry))
        seen[entry.category] += 1
    return [entry for _, entry in sorted(ranked, key=lambda pair: pair[0])]


BUILTIN_MODELS: Final[Mapping[str, BuiltinModel]] = MappingProxyType(
    {entry.id: entry for entry in _varied(entry for module in _MODULES for entry in module.MODELS)}
)
"""Every built-in model by id; the first few are the most varied."""


def write_builtin_catalogue(out: Path, ids: Sequence[str] | None = None, seed: int = 0) -> Path:
    """Write built-in models as a catalogue; nothing is done when the very same one is there already.

    Args:
        out: folder for `catalogue.toml` and the GLB files.
        ids: which models, in this order; None takes all.
        seed: of colours and details.

    Returns:
        `out`.

    Raises:
        CaosError: an unknown id (the message lists the known ones), or trimesh is missing.
    """
    wanted = tuple(BUILTIN_MODELS) if ids is None else tuple(ids)
    for name in wanted:
        if name not in BUILTIN_MODELS:
            raise CaosError(f"unknown built-in model {name!r}; known: {', '.join(BUILTIN_MODELS)}")
    source = f"caos.assets.builtin, version 2, seed {seed}"
    if _is_there(out, wanted, source):
        return out
    write_catalogue(
        out,
        [
            CatalogueModel(
                id=name,
                category=BUILTIN_MODELS[name].category,
                synset=BUILTIN_MODELS[name].synset,
                mesh=BUILTIN_MODELS[name].make(np.random.default_rng([seed, zlib.crc32(name.encode())])),
                source=source,
            )
            for name in wanted
        ],
    )
    return out


def _is_there(out: Path, wanted: Sequence[str], source: str) -> bool:
    """Whether `out` holds exactly these models, made the same way, unharmed."""
    if not (out / FILE_NAME).is_file():
        return False
    try:
        entries = read_catalogue(out)
    except CaosError:
        return False
    return [(entry.id, entry.source) for entry in entries] == [(name, source) for name in wanted] and all(
        is_intact(out, entry) for entry in entries
    )
