"""What was made in a folder: settings, and one line per image."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from caos.frames import atomic_write_text
from caos.frames.lines import append_rows, whole_rows

from ..settings_file import keep_settings

SETTINGS: Final = "deepaugment.json"
ROWS: Final = "deepaugment.jsonl"


@dataclass(frozen=True, slots=True)
class Row:
    """How one image was distorted.

    Attributes:
        path: relative, with slashes.
        network: path of the image that started its network.
        weights: what was done to the weights.
        signals: what was done to the signal.
    """

    path: str
    network: str
    weights: tuple[str, ...]
    signals: tuple[str, ...]


def begin(out: Path, settings: Mapping[str, Any]) -> dict[str, Row]:
    """Start a folder, or go on with it.

    Returns:
        The rows of the images that are done and still there, by path.

    Raises:
        CaosError: made with other settings (the first that differs is named), or not a folder of ours.
    """
    keep_settings(out, SETTINGS, settings)
    rows = {path: row for path, row in _rows(out / ROWS).items() if (out / path).is_file()}
    write(out, rows.values())  # without a line that a killed process left half
    return rows


def write(out: Path, rows: Iterable[Row]) -> None:
    """Write all rows, sorted by path, atomically."""
    ordered = [asdict(row) for row in sorted(rows, key=lambda row: row.path)]
    atomic_write_text(out / ROWS, "".join(json.dumps(row, sort_keys=True) + "\n" for row in ordered))


def append(out: Path, rows: Iterable[Row]) -> None:
    """Add rows of images that are on disk."""
    append_rows(out / ROWS, [asdict(row) for row in rows])


def _rows(file: Path) -> dict[str, Row]:
    """Rows by path; lines that are not whole are left out."""
    rows = {}
    for entry in whole_rows(file):
        try:
            row = Row(entry["path"], entry["network"], tuple(entry["weights"]), tuple(entry["signals"]))
        except (KeyError, TypeError):
            continue
        rows[row.path] = row
    return rows
