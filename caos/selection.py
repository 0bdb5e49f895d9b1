"""A selection of models from a catalogue, as `caos assets select` writes it and people edit it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Final

from pydantic import Field

from .catalogue import ID_PATTERN, CatalogueEntry
from .config import ConfigModel, load_toml
from .errors import CaosError

_LISTED: Final = 5


class Chosen(ConfigModel):
    """A model of the selection.

    Attributes:
        id: in the catalogue.
        category: for the reader of the file; not used.
        sha256: of the model when it was selected; a changed model is noticed.
    """

    id: Annotated[str, Field(pattern=f"^{ID_PATTERN}$")]
    category: str = ""
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Excluded(ConfigModel):
    """A model that was kept out.

    Attributes:
        id: in the catalogue.
        rule: the in-distribution class that it belongs to.
        reason: what gave it away, in words.
    """

    id: str
    rule: str
    reason: str


class Selection(ConfigModel):
    """A whole selection file.

    Attributes:
        catalogue: folder it was made from, for the reader of the file.
        count: how many models were asked for.
        seed: of the choice.
        models: in the order of use: the first few are the most varied.
        excluded: not to be used, with reasons.
    """

    catalogue: str = ""
    count: int = Field(0, ge=0)
    seed: int = Field(0, ge=0)
    models: tuple[Chosen, ...] = Field(min_length=1)
    excluded: tuple[Excluded, ...] = ()


def read_selection(path: Path) -> Selection:
    """Read a selection file.

    Raises:
        CaosError: unreadable or with mistakes, a model twice, or one that is also excluded.
    """
    selection = load_toml(path, Selection)
    excluded = {model.id: model for model in selection.excluded}
    seen: set[str] = set()
    for model in selection.models:
        if model.id in seen:
            raise CaosError(f"{path}: the model {model.id!r} is listed twice; remove one")
        if model.id in excluded:
            why = excluded[model.id]
            raise CaosError(
                f"{path}: {model.id!r} is listed and excluded ({why.rule}: {why.reason}); to use it all the "
                "same remove its [[excluded]] block, else its [[models]] block"
            )
        seen.add(model.id)
    return selection


def selected_entries(
    path: Path, entries: Sequence[CatalogueEntry], catalogue: Path
) -> tuple[CatalogueEntry, ...]:
    """The entries that a selection file names, in its order.

    Raises:
        CaosError: as `read_selection`, or a model that the catalogue does not have or has changed.
    """
    selection = read_selection(path)
    known = {entry.id: entry for entry in entries}
    unknown = [model.id for model in selection.models if model.id not in known]
    if unknown:
        raise CaosError(
            f"{path}: {_some(unknown)} not in the catalogue {catalogue}; remove what it does not have, or "
            "name the catalogue that the selection was made from"
        )
    changed = [model.id for model in selection.models if known[model.id].sha256 != model.sha256]
    if changed:
        raise CaosError(
            f"{path}: {_some(changed)} changed in the catalogue {catalogue} since the selection was made; "
            "look at them, then run caos assets select --update"
        )
    return tuple(known[model.id] for model in selection.models)


def read_blueprints(path: Path) -> dict[str, str]:
    """The blueprint of each model, by its id: `blueprints.json` of `caos assets export-carla`.

    Raises:
        CaosError: no such file, or not one of ours.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except OSError as cause:
        raise CaosError(
            f"{path}: cannot be read ({cause.strerror}); give the blueprints.json of an export"
        ) from cause
    except ValueError as cause:
        raise CaosError(f"{path}: not valid JSON: {cause}") from cause
    if not isinstance(found, dict) or not all(isinstance(name, str) for name in found.values()):
        raise CaosError(f'{path}: not a map of blueprints; write it as {{"model": "static.prop.model"}}')
    return found


def _some(names: Sequence[str]) -> str:
    """The first few names."""
    more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
    return ", ".join(names[:_LISTED]) + more
