"""Procedural anomaly models: things that do not belong on a road, made by code instead of downloaded."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

import numpy as np

from caos.catalogue import FILE_NAME, CatalogueModel, is_intact, read_catalogue, write_catalogue
from caos.errors import CaosError
from caos.meshes import Mesh

from . import animals, furniture, instruments, oddments, outdoor, tools, toys
from .parts import standing

Make = Callable[[np.random.Generator], Mesh]


@dataclass(frozen=True, slots=True)
class BuiltinModel:
    """A procedural model.

    Attributes:
        id: also its id in a catalogue.
        category: what it is, e.g. "animal".
        make: draws one; the generator chooses colours and details.
    """

    id: str
    category: str
    make: Make


_MAKERS: Final[tuple[tuple[str, Make], ...]] = (
    ("animal", animals.sheep),
    ("furniture", furniture.armchair),
    ("boat", outdoor.rowing_boat),
    ("instrument", instruments.grand_piano),
    ("toy", toys.teddy_bear),
    ("sanitary", furniture.bathtub),
    ("animal", animals.horse),
    ("appliance", furniture.washing_machine),
    ("camping", outdoor.tent),
    ("container", oddments.barrel_stack),
    ("trolley", tools.shopping_trolley),
    ("crockery", furniture.teapot),
    ("animal", animals.cow),
    ("toy", toys.rocking_horse),
    ("instrument", instruments.cello),
    ("tool", tools.wheelbarrow),
    ("food", oddments.pumpkin),
    ("figure", oddments.snowman),
    ("furniture", furniture.sofa),
    ("garden", outdoor.parasol),
    ("animal", animals.dog),
    ("toy", toys.toy_giraffe),
    ("luggage", oddments.suitcase),
    ("appliance", furniture.refrigerator),
    ("tool", tools.stepladder),
    ("sanitary", furniture.toilet),
)


def _model(category: str, make: Make) -> BuiltinModel:
    return BuiltinModel(make.__name__, category, lambda rng: standing(make(rng)))


BUILTIN_MODELS: Final[Mapping[str, BuiltinModel]] = MappingProxyType(
    {make.__name__: _model(category, make) for category, make in _MAKERS}
)
"""Every built-in model by id; the first dozen are the most varied."""


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
    source = f"caos.assets.builtin, version 1, seed {seed}"
    if _is_there(out, wanted, source):
        return out
    write_catalogue(
        out,
        [
            CatalogueModel(
                id=name,
                category=BUILTIN_MODELS[name].category,
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
