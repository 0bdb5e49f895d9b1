"""Journals: a JSON object per line, only added to; a killed process may leave half a line."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

Row: TypeAlias = dict[str, Any]


def append_rows(file: Path, rows: Iterable[Row]) -> None:
    """Add `rows`, on disk when this returns; half a line that stands last is closed off first."""
    text = "".join(json.dumps(row, sort_keys=True) + "\n" for row in rows)
    torn = ends_torn(file)
    with file.open("a", encoding="utf-8", newline="\n") as journal:
        journal.write("\n" * torn + text)
        journal.flush()
        os.fsync(journal.fileno())


def whole_rows(file: Path) -> Iterator[Row]:
    """The objects of all whole lines; nothing of a file that does not exist."""
    if not file.is_file():
        return
    for line in file.read_bytes().splitlines():
        try:
            row = json.loads(line)
        except ValueError:
            continue
        if isinstance(row, dict):
            yield row


def ends_torn(file: Path) -> bool:
    """Whether the last line of `file` has no end."""
    if not file.is_file() or not file.stat().st_size:
        return False
    with file.open("rb") as journal:
        journal.seek(-1, os.SEEK_END)
        return journal.read(1) != b"\n"
