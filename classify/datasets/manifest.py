"""`manifest.parquet` of a converted data set: one row per sample, pictures stay where they are."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from caos.errors import CaosError
from caos.frames.atomic import atomic_path

from .imagelist import ImageList, Labels

MANIFEST_FILE: Final = "manifest.parquet"
_VERSION: Final = 1
_KEY: Final = b"caos.classify"
_COLUMNS: Final = {"split": pa.string(), "image": pa.string(), "labels": pa.list_(pa.int16())}


@dataclass(frozen=True, slots=True)
class ManifestHead:
    """What holds for all rows.

    Attributes:
        name: data set ("dfr", "svsf").
        classes: class names in the order of the labels.
        multi_label: whether a row may have several labels.
        images: folder that the column `image` is relative to.
        splits: names of the splits in their order, those without a sample too.
        settings: how the data set was made; printed by `verify`.
    """

    name: str
    classes: tuple[str, ...]
    multi_label: bool
    images: Path
    splits: tuple[str, ...]
    settings: Mapping[str, Any] = field(default_factory=dict)


def write_manifest(folder: Path, head: ManifestHead, rows: Mapping[str, Sequence[Any]] | pa.Table) -> Path:
    """Write `folder/manifest.parquet` whole or not at all.

    Args:
        folder: where to; made when missing.
        head: what holds for all rows.
        rows: columns `split` (str), `image` (path below `head.images`, with "/"), `labels` (label numbers),
        and
            any others, which are kept for the reader's own use.

    Returns:
        The file.
    """
    table = rows if isinstance(rows, pa.Table) else pa.table(dict(rows))
    for name, kind in _COLUMNS.items():
        position = table.schema.get_field_index(name)
        table = table.set_column(position, name, table.column(name).cast(kind))
    told = {
        "version": _VERSION,
        "name": head.name,
        "classes": list(head.classes),
        "multi_label": head.multi_label,
        "images": str(head.images.resolve()),
        "splits": list(head.splits),
        "settings": dict(head.settings),
    }
    path = folder / MANIFEST_FILE
    with atomic_path(path) as partial, partial.open("wb") as sink:
        pq.write_table(table.replace_schema_metadata({_KEY: json.dumps(told)}), sink, compression="zstd")
    return path


def has_manifest(folder: Path) -> bool:
    """Whether `folder/manifest.parquet` may be a conversion's: other data sets, rendered ones, have one too.

    One that cannot be read counts, so that `read_head` says what is wrong with it.
    """
    path = folder / MANIFEST_FILE
    if not path.is_file():
        return False
    try:
        with path.open("rb") as source:
            return _KEY in (pq.read_schema(source).metadata or {})
    except (OSError, ValueError, pa.ArrowException):
        return True


def read_head(folder: Path) -> ManifestHead:
    """What `folder/manifest.parquet` says about itself.

    Raises:
        CaosError: missing, broken, or not written by us.
    """
    path = folder / MANIFEST_FILE
    if not path.is_file():
        raise CaosError(f"{path}: missing; caos classify convert-dfr and convert-svsf write it")
    try:
        with path.open("rb") as source:
            told = json.loads((pq.read_schema(source).metadata or {})[_KEY])
        if told["version"] != _VERSION:
            raise CaosError(f"{path}: manifest version {told['version']}, this program reads {_VERSION}")
        return ManifestHead(
            name=told["name"],
            classes=tuple(told["classes"]),
            multi_label=bool(told["multi_label"]),
            images=Path(told["images"]),
            splits=tuple(told["splits"]),
            settings=told["settings"],
        )
    except (KeyError, TypeError, ValueError, OSError, pa.ArrowException) as cause:
        raise CaosError(f"{path}: not a manifest of a converted classification data set ({cause})") from cause


def read_rows(folder: Path, split: str | None = None) -> pa.Table:
    """All columns of one split, or of all.

    Raises:
        CaosError: missing or broken, or a column is missing.
    """
    path = folder / MANIFEST_FILE
    try:
        with path.open("rb") as source:
            table = pq.read_table(source)
    except (OSError, pa.ArrowException) as cause:
        raise CaosError(f"{path}: cannot be read ({cause})") from cause
    missing = [name for name in _COLUMNS if name not in table.column_names]
    if missing:
        raise CaosError(f"{path}: column {missing[0]!r} is missing")
    return table if split is None else table.filter(pc.equal(table.column("split"), split))


def read_manifest(folder: Path, split: str, *, images: Path | None = None) -> ImageList:
    """One split of a converted data set.

    Args:
        folder: holds the manifest.
        split: one of the head's splits.
        images: where the pictures are now, when not where they were at the conversion.

    Raises:
        CaosError: no such manifest or split, or labels outside the classes.
    """
    head = read_head(folder)
    if split not in head.splits:
        raise CaosError(f"{folder / MANIFEST_FILE}: no split {split!r}; known: {', '.join(head.splits)}")
    rows = read_rows(folder, split)
    lists: list[list[int]] = rows.column("labels").to_pylist()
    labels = _indicators(lists, len(head.classes)) if head.multi_label else _single(lists, folder)
    files = tuple(rows.column("image").to_pylist())
    return ImageList(head.name, split, images or head.images, head.classes, files, labels)


def _indicators(lists: Sequence[Sequence[int]], classes: int) -> Labels:
    """(N, C) uint8: 1 where the class is in the list."""
    table = np.zeros((len(lists), classes), dtype=np.uint8)
    for row, labels in enumerate(lists):
        if any(not 0 <= label < classes for label in labels):
            raise CaosError(f"labels {labels} of row {row} are not all in 0 to {classes - 1}")
        table[row, labels] = 1
    return table


def _single(lists: Sequence[Sequence[int]], folder: Path) -> Labels:
    """(N,) int64."""
    if any(len(labels) != 1 for labels in lists):
        raise CaosError(f"{folder / MANIFEST_FILE}: rows need exactly one label each")
    return np.array([labels[0] for labels in lists], dtype=np.int64)
