"""Reading DeepFashion2's 200,000 annotations once, in parts: a killed run goes on where it was."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from caos.frames.atomic import atomic_path, remove_partials

from .deepfashion2 import SOURCES, annotation_files, pictures_by_stem, read_annotation
from .dfr import ItemTable

PARTS: Final = "items"
_PER_PART: Final = 2000
_FINGERPRINT: Final = b"caos.fingerprint"
_PROBLEMS: Final = b"caos.problems"
_NUMBERS: Final = ("category", "scale", "occlusion", "viewpoint", "zoom_in")
_SCHEMA: Final = pa.schema([("image", pa.string()), *((name, pa.int8()) for name in _NUMBERS)])

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Index:
    """All garments of DeepFashion2.

    Attributes:
        items: those that are complete.
        problems: one line for each that is not, and for annotations without a picture.
        annotations: files per source folder.
    """

    items: ItemTable
    problems: list[str]
    annotations: dict[str, int]


def index_items(root: Path, out: Path, *, progress: Progress | None = None) -> Index:
    """Read every annotation of `root/train` and `root/validation`.

    The garments are kept in `out/items/*.parquet`. A part is read again only when one of its annotation files
    has another name, size or time than before.

    Args:
        root: DeepFashion2, unpacked.
        out: where the conversion goes.
        progress: called with (annotations done, in all).

    Raises:
        CaosError: a folder is missing or empty.
    """
    names = {source: annotation_files(root, source) for source in SOURCES}
    pictures = {source: pictures_by_stem(root, source) for source in SOURCES}
    total = sum(map(len, names.values()))
    (out / PARTS).mkdir(parents=True, exist_ok=True)
    remove_partials(out, [PARTS])
    tables: list[pa.Table] = []
    problems: list[str] = []
    done = 0
    for source, part, chunk in _chunks(names):
        table, found = _part(root / source / "annos", chunk, out / PARTS / f"{source}-{part:05d}.parquet")
        lost = [name for name in chunk if Path(name).stem not in pictures[source]]
        problems += found + [
            f"{root / source / 'annos' / name}: has no picture in {source}/image" for name in lost
        ]
        tables.append(_with_paths(table, pictures[source]))
        done += len(chunk)
        if progress is not None:
            progress(done, total)
    counts = {source: len(files) for source, files in names.items()}
    return Index(_item_table(pa.concat_tables(tables)), problems, counts)


def _chunks(names: dict[str, list[str]]) -> Iterator[tuple[str, int, list[str]]]:
    for source, files in names.items():
        for part, start in enumerate(range(0, len(files), _PER_PART)):
            yield source, part, files[start : start + _PER_PART]


def _part(folder: Path, names: Sequence[str], path: Path) -> tuple[pa.Table, list[str]]:
    """Garments and problems of some annotation files, from `path` when that is still true."""
    fingerprint = _fingerprint(folder, names)
    kept = _kept_part(path, fingerprint)
    if kept is not None:
        return kept
    rows: list[dict[str, Any]] = []
    problems: list[str] = []
    for name in names:
        items, found = read_annotation(folder / name)
        problems += found
        stem = Path(name).stem
        rows += ({"image": stem, **{key: getattr(item, key) for key in _NUMBERS}} for item in items)
    metadata = {_FINGERPRINT: fingerprint, _PROBLEMS: json.dumps(problems).encode()}
    table = pa.Table.from_pylist(rows, schema=_SCHEMA).replace_schema_metadata(metadata)
    with atomic_path(path) as partial, partial.open("wb") as sink:
        pq.write_table(table, sink)
    return table, problems


def _kept_part(path: Path, fingerprint: bytes) -> tuple[pa.Table, list[str]] | None:
    """What an earlier run wrote to `path`; None when it is missing, broken, or of other annotations."""
    try:
        with path.open("rb") as source:
            table = pq.read_table(source)
    except (OSError, pa.ArrowException):
        return None
    told: dict[bytes, bytes] = table.schema.metadata or {}
    if told.get(_FINGERPRINT) != fingerprint or _PROBLEMS not in told:
        return None
    return table, json.loads(told[_PROBLEMS])


def _fingerprint(folder: Path, names: Sequence[str]) -> bytes:
    digest = hashlib.sha256(str(folder.resolve()).encode(errors="surrogateescape"))
    for name in names:
        stat = (folder / name).stat()
        digest.update(f"{name}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode(errors="surrogateescape"))
    return digest.hexdigest().encode()


def _with_paths(table: pa.Table, pictures: dict[str, str]) -> pa.Table:
    """Replace `000001` by `train/image/000001.jpg`; garments without a picture go."""
    paths = [pictures.get(stem) for stem in table.column("image").to_pylist()]
    table = table.replace_schema_metadata(None).set_column(0, "image", pa.array(paths, pa.string()))
    return table.filter(pa.array([path is not None for path in paths], pa.bool_()))


def _item_table(table: pa.Table) -> ItemTable:
    images, positions = np.unique(np.array(table.column("image").to_pylist(), dtype=str), return_inverse=True)
    numbers = {name: table.column(name).to_numpy().astype(np.int64) for name in _NUMBERS}
    return ItemTable(
        images=tuple(images.tolist()),
        from_train=np.char.startswith(images, "train/"),
        image=positions.astype(np.int64).reshape(-1),
        category=numbers["category"],
        settings=np.stack([numbers[name] for name in _NUMBERS[1:]], axis=1),
    )
