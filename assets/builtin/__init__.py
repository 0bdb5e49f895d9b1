"""Procedural anomaly models: things that do not belong on a road, made by code instead of downloaded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final

from caos.lookup import look_up

from . import (
    aircraft,
    airships,
    amusements,
    animals,
    appliances,
    arcade,
    athletics,
    balls,
    bears,
    beds,
    birds,
    boats,
    books,
    brass,
    busts,
    cabinets,
    candlelight,
    cats,
    clocks,
    clothing,
    computers,
    containers,
    contests,
    cookware,
    crawlers,
    crockery,
    curios,
    devices,
    dinosaurs,
    dishes,
    dolls,
    drums,
    electronics,
    fairground,
    farmyard,
    figures,
    fish,
    fitness,
    flight,
    footwear,
    fruit,
    furniture,
    games,
    goals,
    handtools,
    hats,
    history,
    insects,
    instruments,
    keyboards,
    kitchen,
    lamps,
    landers,
    lounging,
    machinery,
    mammals,
    monsters,
    monuments,
    motorboats,
    myths,
    nursery,
    observatory,
    oddments,
    office,
    outdoor,
    pachyderms,
    perchers,
    percussion,
    pets,
    playground,
    playthings,
    plucked,
    prehistoric,
    pterosaurs,
    rafts,
    reptiles,
    rodents,
    sanitary,
    savanna,
    seafloor,
    seals,
    seating,
    shellfish,
    shoes,
    snacks,
    space,
    sports,
    strings,
    sweets,
    tables,
    tools,
    toys,
    vegetables,
    waterfowl,
    whales,
    winds,
    wings,
    woodland,
)
from .model import BuiltinModel
from .writing import Progress, write_models

_MODULES: Final = (
    aircraft,
    airships,
    amusements,
    animals,
    appliances,
    arcade,
    athletics,
    balls,
    bears,
    beds,
    birds,
    boats,
    books,
    brass,
    busts,
    cabinets,
    candlelight,
    cats,
    clocks,
    clothing,
    computers,
    containers,
    contests,
    cookware,
    crawlers,
    crockery,
    curios,
    devices,
    dinosaurs,
    dishes,
    dolls,
    drums,
    electronics,
    fairground,
    farmyard,
    figures,
    fish,
    fitness,
    flight,
    footwear,
    fruit,
    furniture,
    games,
    goals,
    handtools,
    hats,
    history,
    insects,
    instruments,
    keyboards,
    kitchen,
    lamps,
    landers,
    lounging,
    machinery,
    mammals,
    monsters,
    monuments,
    motorboats,
    myths,
    nursery,
    observatory,
    oddments,
    office,
    outdoor,
    pachyderms,
    perchers,
    percussion,
    pets,
    playground,
    playthings,
    plucked,
    prehistoric,
    pterosaurs,
    rafts,
    reptiles,
    rodents,
    sanitary,
    savanna,
    seafloor,
    seals,
    seating,
    shellfish,
    shoes,
    snacks,
    space,
    sports,
    strings,
    sweets,
    tables,
    tools,
    toys,
    vegetables,
    waterfowl,
    whales,
    winds,
    wings,
    woodland,
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


def write_builtin_catalogue(
    out: Path, ids: Sequence[str] | None = None, seed: int = 0, *, progress: Progress | None = None
) -> Path:
    """Write built-in models as a catalogue; nothing is done when the very same one is there already.

    Args:
        out: folder for `catalogue.toml` and the GLB files.
        ids: which models, in this order; None takes all.
        seed: of colours and details.
        progress: told after each model.

    Returns:
        `out`.

    Raises:
        CaosError: an unknown id (the message lists the known ones), or trimesh is missing.
    """
    wanted = tuple(BUILTIN_MODELS) if ids is None else tuple(ids)
    for name in wanted:
        look_up("built-in model", name, BUILTIN_MODELS)
    write_models(BUILTIN_MODELS, wanted, out, seed, progress)
    return out
