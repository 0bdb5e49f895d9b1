"""The pictures of a data set of shifts on disk: a line for each that is whole, and a table in the end."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from caos.frames.atomic import atomic_path, atomic_write_bytes
from caos.frames.images import encode_png
from caos.frames.lines import append_rows, whole_rows

JOURNAL_FILE: Final = "pictures.jsonl"
MANIFEST_FILE: Final = "manifest.parquet"


@dataclass(frozen=True, slots=True)
class PictureRecord:
    """What is known of a picture.

    Attributes:
        file: path within the data set.
        set, category, number: where it belongs.
        model: id in the catalogue.
        town, weather, time_of_day: where and when.
        size, zoom, yaw, elevation: as drawn, see `Conditions`.
        hidden: share of the object that is hidden, measured.
        rendition: style; "" = as modelled.
        camera: attributes that differ from the server's defaults.
        furniture: what may stand around.
        conditions: fingerprint of what its set asks for.
        sha256: of the file.
    """

    file: str
    set: str
    category: str
    number: int
    model: str
    town: str
    weather: dict[str, float]
    time_of_day: str
    size: float
    zoom: float
    yaw: float
    elevation: float
    hidden: float
    rendition: str
    camera: dict[str, str]
    furniture: list[str]
    conditions: str
    sha256: str = ""


@dataclass(slots=True, eq=False)
class Journal:
    """What has been written so far; use `read`."""

    root: Path
    _rows: dict[str, dict[str, Any]] = field(default_factory=dict)

    @classmethod
    def read(cls, root: Path) -> Journal:
        """The journal at `root`; a last line that a killed process left unfinished does not count."""
        journal = cls(root)
        for row in whole_rows(root / JOURNAL_FILE):
            if isinstance(row.get("file"), str):
                journal._rows[row["file"]] = row
        return journal

    def is_done(self, file: str, conditions: str) -> bool:
        """Whether a picture was written, under these conditions, and still is as it was written."""
        row = self._rows.get(file)
        path = self.root / file
        if row is None or row.get("conditions") != conditions or not path.is_file():
            return False
        return _sha256(path.read_bytes()) == row.get("sha256")

    def add(self, record: PictureRecord, image: npt.NDArray[np.uint8]) -> None:
        """Write a picture, then its line."""
        data = encode_png(image)
        atomic_write_bytes(self.root / record.file, data)
        row = {**asdict(record), "sha256": _sha256(data)}
        self._rows[record.file] = row
        append_rows(self.root / JOURNAL_FILE, [row])

    def finish(self, files: Sequence[str]) -> None:
        """Write the table of those of `files` that are there, in this order."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        rows = [self._flat(self._rows[file]) for file in files if file in self._rows]
        if not rows:
            return
        rows.sort(key=lambda row: (row["set"], row["category"], row["number"]))
        with atomic_path(self.root / MANIFEST_FILE) as partial:
            pq.write_table(pa.Table.from_pylist(rows), partial)

    @staticmethod
    def _flat(row: dict[str, Any]) -> dict[str, Any]:
        """A row of the table: weather in columns of its own, the camera as JSON."""
        # columns in one order, whether the row was just made or read back
        names = [column.name for column in fields(PictureRecord) if column.name not in ("weather", "camera")]
        flat = {name: row[name] for name in names}
        flat |= {f"weather_{name}": value for name, value in sorted(row["weather"].items())}
        return {**flat, "camera": json.dumps(row["camera"], sort_keys=True)}


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
