"""The `.odgt` lists: which images belong to a split, and which label file goes with each."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath
from typing import Any, Final

from caos.errors import CaosError

from .atomic import atomic_write_text
from .layout import SPLITS

_ARCHIVES: Final = frozenset(split.archive for split in SPLITS.values())
_KEYS: Final = ("width", "height", "fpath_img", "fpath_segm")


@dataclass(frozen=True, slots=True)
class OdgtEntry:
    """One pair of an `.odgt` list.

    Attributes:
        image: posix path relative to the folder of the list (`fpath_img`).
        annotation: likewise, the label file (`fpath_segm`).
        width: pixels.
        height: pixels.
        db_name: name of the data set (`dbName`); nothing reads it.
    """

    image: str
    annotation: str
    width: int
    height: int
    db_name: str = "StreetHazards"

    def paths(self, odgt: Path) -> tuple[Path, Path]:
        """Image and label file, for the list at `odgt`."""
        return odgt.parent / self.image, odgt.parent / self.annotation


def read_odgt(path: Path) -> list[OdgtEntry]:
    """Read a list: one JSON list (as published), or one JSON record per line (seen in copies).

    Raises:
        CaosError: missing, not JSON, a record without a field or with a wrong one, a path that is absolute or
            leads out of the data set. The message names the file and the record (counted from 1).
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise CaosError(f"{path}: no such list; is {path.parent.parent} the root of the data set?") from None
    except (OSError, UnicodeDecodeError) as cause:
        raise CaosError(f"{path}: cannot be read as UTF-8 text: {cause}") from cause
    return [_entry(record, path, index) for index, record in enumerate(_records(text, path), start=1)]


def write_odgt(path: Path, entries: Iterable[OdgtEntry]) -> None:
    """Write a list as the original has it: one line, a JSON list, in the given order. Atomic."""
    records = [
        {
            "dbName": entry.db_name,
            "width": entry.width,
            "height": entry.height,
            "fpath_img": entry.image,
            "fpath_segm": entry.annotation,
        }
        for entry in entries
    ]
    atomic_write_text(path, json.dumps(records) + "\n")


def _records(text: str, path: Path) -> list[Any]:
    try:
        whole = json.loads(text)
    except RecursionError as cause:
        raise CaosError(f"{path}: not a list of records: nested too deep; restore the list") from cause
    except json.JSONDecodeError as cause:
        if cause.msg != "Extra data":
            raise CaosError(
                f"{path}: line {cause.lineno}: not JSON: {cause.msg}; restore the list"
            ) from cause
        return _lines(text, path)
    except ValueError as cause:  # a number of thousands of digits
        raise CaosError(f"{path}: not a list of records: {cause}; restore the list") from cause
    return whole if isinstance(whole, list) else [whole]


def _lines(text: str, path: Path) -> list[Any]:
    records = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            records.append(json.loads(line))
        except (ValueError, RecursionError) as cause:
            raise CaosError(f"{path}: line {number}: not JSON: {cause}; restore the list") from cause
    return records


def _entry(record: Any, path: Path, index: int) -> OdgtEntry:
    where = f"{path}: record {index}"
    if not isinstance(record, dict):
        raise CaosError(
            f"{where}: a {type(record).__name__} where an object with {', '.join(_KEYS)} is expected"
        )
    for key in _KEYS:
        if key not in record:
            raise CaosError(f"{where}: {key!r} is missing; a record has {', '.join(_KEYS)}")
    return OdgtEntry(
        image=_inside(record["fpath_img"], path, f"{where}: fpath_img"),
        annotation=_inside(record["fpath_segm"], path, f"{where}: fpath_segm"),
        width=_size(record["width"], f"{where}: width"),
        height=_size(record["height"], f"{where}: height"),
        db_name=str(record.get("dbName", "")),
    )


def _size(value: Any, where: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value <= 0:
        raise CaosError(f"{where}: {value!r} is no size in pixels; expected a whole number above 0")
    return value


def _inside(value: Any, path: Path, where: str) -> str:
    """The path in normal form; links are not followed, so a data set may link to pictures elsewhere."""
    if not isinstance(value, str) or not value or "\0" in value or not _is_text(value):
        raise CaosError(f"{where}: {value!r} is no path")
    if value.startswith("/") or PureWindowsPath(value).drive or PureWindowsPath(value).root:
        raise CaosError(f"{where}: {value!r} is absolute; paths are relative to the folder of the list")
    normal = posixpath.normpath(value.replace("\\", "/"))
    climbed = normal.split("/").count("..")
    if climbed > (1 if path.parent.name in _ARCHIVES else 0):
        raise CaosError(f"{where}: {value!r} leads out of the data set")
    return normal


def _is_text(value: str) -> bool:
    """False for half of a surrogate pair, which JSON can spell and no file name can hold."""
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
