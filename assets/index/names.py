"""Ids, categories and licences from what sources call them."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Final

_GENERIC: Final = frozenset(
    {"model", "scene", "mesh", "object", "untitled", "source", "textured", "model_normalized"}
)
_LONGEST: Final = 60
_LICENCES: Final = {
    "by": "CC-BY-4.0",
    "by-sa": "CC-BY-SA-4.0",
    "by-nc": "CC-BY-NC-4.0",
    "by-nc-sa": "CC-BY-NC-SA-4.0",
    "by-nd": "CC-BY-ND-4.0",
    "by-nc-nd": "CC-BY-NC-ND-4.0",
    "cc0": "CC0-1.0",
}


def slug(text: str) -> str:
    """Lower-case letters, digits and underscores; "model" where nothing is left."""
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")[:_LONGEST].strip("_") or "model"


def id_of(source: str) -> str:
    """From the name of a file; from its folder's where the name says nothing."""
    path = PurePosixPath(source)
    name = slug(path.stem)
    return slug(path.parent.name) if name in _GENERIC and path.parent.name else name


def unique_ids(ids: Sequence[str], sources: Sequence[str]) -> list[str]:
    """Ids that occur once stay; of equal ones each gets a short hash of its source, whatever the order."""
    counts = Counter(ids)
    return [
        name
        if counts[name] == 1
        else f"{name}_{hashlib.sha256(source.encode(errors='surrogateescape')).hexdigest()[:8]}"
        for name, source in zip(ids, sources, strict=True)
    ]


def words(name: str) -> str:
    """Lower-case words: `OfficeChair` and `office_chair` become `office chair`."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    return " ".join(re.sub(r"[_\-]+", " ", spaced).lower().split())


def licence_of(name: str) -> str:
    """The SPDX identifier of Sketchfab's short names; others as they are."""
    return _LICENCES.get(name.strip().lower(), name.strip())
