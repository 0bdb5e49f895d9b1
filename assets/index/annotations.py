"""Name, category and licence of models from Objaverse's annotation files, or from a CSV of one's own."""

from __future__ import annotations

import csv
import gzip
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from caos.errors import CaosError

from .names import licence_of, words

_MOST_BYTES: Final = 256 * 2**20
"""An annotation file that unpacks to more is refused: it is no annotation, or a bomb."""


@dataclass(frozen=True, slots=True)
class Annotation:
    """What is known about a model; empty where nothing is."""

    name: str = ""
    category: str = ""
    licence: str = ""


def read_annotations(source: Path) -> dict[str, Annotation]:
    """Annotations by the stem of the model's file name.

    Read are `*.csv` (columns uid or id, name, category, license), `*.json` and `*.json.gz` in `source` and in
    its `metadata` folder: objects of uid -> {name, license, categories: [{name}]}, and of category -> [uid]
    (Objaverse-LVIS). Other JSON files are passed over.

    Raises:
        CaosError: a file unpacks to more than 256 MiB.
    """
    found: dict[str, Annotation] = {}
    for folder in (source, source / "metadata"):
        for path in sorted(folder.glob("*.json")) + sorted(folder.glob("*.json.gz")):
            _add_json(found, _parsed(path))
        for path in sorted(folder.glob("*.csv")):
            _add_table(found, path)
    return found


def _parsed(path: Path) -> Any:
    try:
        with path.open("rb") as file, gzip.open(file) if path.suffix == ".gz" else file as stream:
            data = stream.read(_MOST_BYTES + 1)
        if len(data) > _MOST_BYTES:
            raise CaosError(f"{path}: unpacks to more than 256 MiB; this is no annotation file, remove it")
        return json.loads(data)
    except (OSError, EOFError, ValueError, RecursionError):
        return None


def _add_json(found: dict[str, Annotation], data: Any) -> None:
    if not isinstance(data, dict):
        return
    for key, value in data.items():
        if isinstance(value, list):  # LVIS: category -> uids
            for uid in (uid for uid in value if isinstance(uid, str)):
                found[uid] = replace(found.get(uid, Annotation()), category=words(key))
        elif isinstance(value, dict):
            known = found.get(key, Annotation())
            found[key] = Annotation(
                name=_string(value.get("name")) or known.name,
                category=known.category or _category(value),
                licence=licence_of(_string(value.get("license"))) or known.licence,
            )


def _category(value: dict[str, Any]) -> str:
    categories = value.get("categories")
    first = categories[0] if isinstance(categories, list) and categories else value.get("category")
    return words(_string(first.get("name") if isinstance(first, dict) else first))


def _string(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _add_table(found: dict[str, Annotation], path: Path) -> None:
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
        try:
            for row in csv.DictReader(stream):
                uid = Path(row.get("uid") or row.get("id") or row.get("file") or "").stem
                if uid:
                    found[uid] = Annotation(
                        name=row.get("name") or "",
                        category=words(row.get("category") or ""),
                        licence=licence_of(row.get("license") or row.get("licence") or ""),
                    )
        except csv.Error:
            return
