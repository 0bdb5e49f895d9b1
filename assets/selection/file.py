"""Writing selection files; `caos.selection` reads them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from caos.catalogue import CatalogueEntry
from caos.errors import CaosError
from caos.extras import require
from caos.frames import atomic_write_text
from caos.selection import read_selection

from .select import Choice

_HEAD: Final = """\
# The anomaly models of a data set, chosen by `caos assets select`. Edit at will: a [[models]] block more
# or less, another order (the first few are the most varied). A scenario names this file:
#   [anomalies]
#   selection = "selection.toml"
# `sha256` guards against models that change; `caos assets select --update` renews it and keeps the rest.
# To use an excluded model all the same, remove its [[excluded]] block and add a [[models]] block.
"""


def write_selection(path: Path, catalogue: Path, choice: Choice, *, count: int, seed: int) -> None:
    """Write a new selection file; same choice, same bytes.

    Raises:
        CaosError: nothing was chosen, or the file is there already.
    """
    if path.exists():
        raise CaosError(
            f"{path}: is there already, perhaps edited; --update renews its hashes, or choose "
            "another --out, or delete it"
        )
    if not choice.models:
        raise CaosError(f"{catalogue}: no model is left to choose; {len(choice.excluded)} are excluded")
    blocks = [_HEAD + _lines({"catalogue": str(catalogue), "count": count, "seed": seed})]
    for entry in choice.models:
        row = {"id": entry.id, "category": entry.category, "sha256": entry.sha256}
        blocks.append("[[models]]\n" + _lines(row))
    for entry, why in choice.excluded:
        row = {"id": entry.id, "rule": why.rule, "reason": why.reason}
        blocks.append("[[excluded]]\n" + _lines(row))
    atomic_write_text(path, "\n".join(blocks))


def update_selection(path: Path, catalogue: Path, entries: Sequence[CatalogueEntry]) -> tuple[str, ...]:
    """Renew the hashes of a selection file and keep all else, comments included; returns the changed ids.

    Raises:
        CaosError: as `read_selection`, or a model that the catalogue does not have.
    """
    tomlkit = require("tomlkit", extra="assets")
    hashes = {entry.id: entry.sha256 for entry in entries}
    unknown = [model.id for model in read_selection(path).models if model.id not in hashes]
    if unknown:
        raise CaosError(f"{path}: {unknown[0]!r} is not in the catalogue {catalogue}; remove its block")
    document = tomlkit.parse(path.read_text(encoding="utf-8"))
    changed = []
    for block in document["models"]:
        if block["sha256"] != hashes[block["id"]]:
            block["sha256"] = hashes[block["id"]]
            changed.append(str(block["id"]))
    if changed:
        atomic_write_text(path, tomlkit.dumps(document))
    return tuple(changed)


def _lines(row: Mapping[str, object]) -> str:
    """JSON's strings and numbers are TOML's too."""
    return "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in row.items())
