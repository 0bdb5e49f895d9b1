"""Procedural anomaly models: things that do not belong on a road, made by code instead of downloaded."""

from __future__ import annotations

import pkgutil
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Final

from caos.lookup import look_up

from .model import BuiltinModel
from .writing import Progress, write_models


def _listed() -> list[BuiltinModel]:
    """What the modules of this folder have in their `MODELS`, by the modules' names."""
    modules = [import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]
    return [entry for module in modules for entry in getattr(module, "MODELS", ())]


def _varied(models: Iterable[BuiltinModel]) -> list[BuiltinModel]:
    """The first of each category, then the second of each, and so on: the first few are the most varied."""
    seen: Counter[str] = Counter()
    ranked = []
    for entry in models:
        ranked.append((seen[entry.category], entry))
        seen[entry.category] += 1
    return [entry for _, entry in sorted(ranked, key=lambda pair: pair[0])]


BUILTIN_MODELS: Final[Mapping[str, BuiltinModel]] = MappingProxyType(
    {entry.id: entry for entry in _varied(_listed())}
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
