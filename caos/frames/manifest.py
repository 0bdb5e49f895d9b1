"""`manifest.parquet`: one row per frame, anomalies nested."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from caos.errors import CaosError

from .atomic import atomic_path
from .layout import MANIFEST_FILE, SPLITS
from .records import POSE_NAMES, WEATHER_NAMES, FrameRecord, Key, from_dict, to_dict

_ORDER: Final = {name: position for position, name in enumerate(SPLITS)}
_POSE: Final = pa.struct([(name, pa.float64()) for name in POSE_NAMES])
_ANOMALY: Final = pa.struct(
    [
        ("model_id", pa.string()),
        ("category", pa.string()),
        ("pose", _POSE),
        ("pixels", pa.int32()),
        ("distance_m", pa.float64()),
        ("occluded_fraction", pa.float64()),
    ]
)
SCHEMA: Final = pa.schema(
    [
        ("split", pa.string()),
        ("town", pa.string()),
        ("number", pa.int32()),
        ("image", pa.string()),
        ("annotation", pa.string()),
        ("width", pa.int32()),
        ("height", pa.int32()),
        ("weather", pa.struct([(name, pa.float64()) for name in WEATHER_NAMES])),
        ("time_of_day", pa.string()),
        ("camera", _POSE),
        ("fov", pa.float64()),
        ("seed", pa.uint64()),
        ("anomalies", pa.list_(_ANOMALY)),
        ("server_version", pa.string()),
        ("image_sha256", pa.string()),
        ("annotation_sha256", pa.string()),
        ("extras", pa.list_(pa.struct([(name, pa.string()) for name in ("name", "file", "sha256")]))),
    ],
    metadata={"caos.version": "2"},
)
"""Columns of the manifest; `docs/dataset-format.md` tells their units. Version 1 had no extras."""

_FIRST_SCHEMA: Final = SCHEMA.remove(SCHEMA.get_field_index("extras"))


def sort_key(key: Key) -> tuple[int, str, int]:
    """Order of rows and lists: split, town, number."""
    split, town, number = key
    return _ORDER[split], town, number


def write_manifest(root: Path, records: Iterable[FrameRecord]) -> None:
    """Write the manifest in the order of `sort_key`. Atomic; the same records give the same bytes.

    Raises:
        ValueError: two records of the same frame.
    """
    rows = sorted(records, key=lambda record: sort_key(record.key))
    for first, second in pairwise(rows):
        if first.key == second.key:
            raise ValueError(f"two records of frame {first.key}")
    table = pa.Table.from_pylist([to_dict(record) for record in rows], schema=SCHEMA)
    with atomic_path(root / MANIFEST_FILE) as partial:
        _write_table(table, partial)


def read_manifest(root: Path) -> list[FrameRecord]:
    """Read the manifest of the data set at `root`, in its order.

    Raises:
        CaosError: missing, not Parquet, or with other columns.
    """
    file = root / MANIFEST_FILE
    try:
        table = _read_table(file)
    except FileNotFoundError:
        raise CaosError(f"{file}: no such file; only data sets from  caos sim render  have one") from None
    except (pa.ArrowException, OSError) as cause:
        reason = str(cause).splitlines()[0]
        raise CaosError(
            f"{file}: not a readable Parquet file ({reason}); render the data set again"
        ) from cause
    if not (table.schema.equals(SCHEMA) or table.schema.equals(_FIRST_SCHEMA)):
        odd = sorted({str(field) for field in table.schema} ^ {str(field) for field in SCHEMA})
        raise CaosError(f"{file}: other columns than this version writes ({'; '.join(odd)}); render it again")
    return [from_dict(row) for row in table.to_pylist()]


def _read_table(file: Path) -> pa.Table:
    """Through an open file: pyarrow takes no path whose name is not UTF-8."""
    with file.open("rb") as source:
        return pq.read_table(source, partitioning=None)


def _write_table(table: pa.Table, file: Path) -> None:
    with file.open("wb") as sink:
        pq.write_table(table, sink, compression="zstd")
