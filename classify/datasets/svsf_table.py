"""Reading a user's table of street view pictures (CSV, JSON lines, Parquet); mistakes are named by row."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from caos.errors import CaosError

from .svsf import CAMERAS, StoreFront, plain_country

COLUMNS: Final = ("image", "class", "country", "year", "camera")
_YEARS: Final = range(2000, 2101)

Row = tuple[str, Mapping[str, Any]]


def read_store_fronts(path: Path) -> tuple[list[StoreFront], list[str]]:
    """The pictures of a table with the columns image, class, country, year, camera.

    Country: a name or an ISO code, in any case. Year: a whole number. Camera: "new" or "old".

    Args:
        path: ends in .csv, .jsonl or .parquet.

    Returns:
        The good rows, and one line for every other: file, row, field, value.

    Raises:
        CaosError: unreadable, another suffix, or a column is missing.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise CaosError(f"{path}: must end in {', '.join(_READERS)}")
    fronts: list[StoreFront] = []
    problems: list[str] = []
    seen: set[str] = set()
    try:
        for place, row in reader(path):
            found = list(_row_problems(row, seen))
            problems += (f"{path}: {place}: {problem}" for problem in found)
            if not found:
                fronts.append(_front(row))
                seen.add(fronts[-1].image)
    except (OSError, ValueError, csv.Error, pa.ArrowException) as cause:
        raise CaosError(f"{path}: cannot be read ({cause})") from cause
    return fronts, problems


def _front(row: Mapping[str, Any]) -> StoreFront:
    return StoreFront(
        image=row["image"],
        label=_text(row["class"]),
        country=plain_country(row["country"]),
        year=int(row["year"]),
        camera=_text(row["camera"]).lower(),
    )


def _row_problems(row: Mapping[str, Any], seen: set[str]) -> Iterator[str]:
    """What is wrong with one row."""
    empty = [name for name in COLUMNS if _text(row.get(name)) == ""]
    yield from (f"{name} is missing" for name in empty)
    strange = [name for name in COLUMNS if name not in (*empty, "year") and not isinstance(row[name], str)]
    yield from (f"{name} is {row[name]!r}; text is needed" for name in strange)
    if "year" not in empty and not _is_year(row["year"]):
        yield f"year is {row['year']!r}; must be a whole number from {_YEARS[0]} to {_YEARS[-1]}"
    if "camera" not in (*empty, *strange) and _text(row["camera"]).lower() not in CAMERAS:
        yield f"camera is {row['camera']!r}; must be {' or '.join(CAMERAS)}"
    if "image" not in (*empty, *strange) and row["image"] in seen:
        yield f"image {row['image']!r} comes a second time"


def _text(value: Any) -> str:
    return "" if value is None else str(value).strip()


def _is_year(value: Any) -> bool:
    if isinstance(value, str):
        return value.strip().isdecimal() and int(value) in _YEARS
    return type(value) is int and value in _YEARS


def _csv_rows(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        _need_columns(path, reader.fieldnames or ())
        for row in reader:
            yield f"line {reader.line_num}", row


def _json_rows(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8") as stream:
        for number, line in enumerate(stream, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except ValueError as cause:
                raise CaosError(f"{path}: line {number}: not JSON ({cause})") from cause
            if not isinstance(row, dict):
                raise CaosError(f"{path}: line {number}: holds a {type(row).__name__}; an object is needed")
            yield f"line {number}", row


def _parquet_rows(path: Path) -> Iterator[Row]:
    with path.open("rb") as source:
        table = pq.read_table(source)
    _need_columns(path, table.column_names)
    for number, row in enumerate(table.select(list(COLUMNS)).to_pylist(), 1):
        yield f"row {number}", row


def _need_columns(path: Path, found: Any) -> None:
    missing = [name for name in COLUMNS if name not in found]
    if missing:
        raise CaosError(f"{path}: column {missing[0]!r} is missing; needed: {', '.join(COLUMNS)}")


_READERS: Final[Mapping[str, Callable[[Path], Iterator[Row]]]] = {
    ".csv": _csv_rows,
    ".jsonl": _json_rows,
    ".parquet": _parquet_rows,
}
