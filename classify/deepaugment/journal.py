"""What was made in a folder: settings, and one line per image."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from caos.errors import CaosError
from caos.frames import atomic_write_text

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
    file = out / SETTINGS
    if not file.exists():
        others = sorted(entry.name for entry in out.iterdir() if not entry.name.startswith("."))
        if others:
            raise CaosError(f"{out}: not empty ({others[0]!r}) and without {SETTINGS}; give another --out")
        atomic_write_text(file, json.dumps(settings, indent=2, sort_keys=True) + "\n")
    before = _settings(file)
    for name in sorted(settings.keys() | before.keys()):
        if before.get(name) != settings.get(name):
            raise CaosError(
                f"{file}: made with {name} = {before.get(name)}, not {settings.get(name)}; "
                "go on with the same settings, or give another --out"
            )
    rows = {path: row for path, row in _rows(out / ROWS).items() if (out / path).is_file()}
    write(out, rows.values())  # without a line that a killed process left half
    return rows


def write(out: Path, rows: Iterable[Row]) -> None:
    """Write all rows, sorted by path, atomically."""
    lines = [_line(row) for row in sorted(rows, key=lambda row: row.path)]
    atomic_write_text(out / ROWS, "".join(lines))


def append(out: Path, rows: Iterable[Row]) -> None:
    """Add rows of images that are on disk."""
    with (out / ROWS).open("a", encoding="utf-8") as file:
        file.write("".join(_line(row) for row in rows))


def _line(row: Row) -> str:
    return json.dumps(asdict(row)) + "\n"


def _settings(file: Path) -> dict[str, Any]:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as cause:
        raise CaosError(f"{file}: not readable; remove the folder and run again") from cause
    if not isinstance(found, dict):
        raise CaosError(f"{file}: not settings of ours; remove the folder and run again")
    return found


def _rows(file: Path) -> dict[str, Row]:
    """Rows by path; lines that are not whole are left out."""
    if not file.is_file():
        return {}
    rows = {}
    for line in file.read_bytes().splitlines():
        try:
            entry = json.loads(line)
            row = Row(entry["path"], entry["network"], tuple(entry["weights"]), tuple(entry["signals"]))
        except (ValueError, KeyError, TypeError):
            continue
        rows[row.path] = row
    return rows
