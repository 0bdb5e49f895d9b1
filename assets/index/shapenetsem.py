"""ShapeNetSem: `metadata.csv` beside folders of OBJ or COLLADA files and of textures.

Format: the README of ShapeNetSem v0. Its traps: ids with a prefix, vectors with escaped commas, categories
that are blank or not meant, scenes among the models, rows without files and files without rows.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import numpy as np

from caos.catalogue import Rejected
from caos.errors import CaosError

from .jobs import Job, Vector
from .names import slug, words

METADATA: Final = "metadata.csv"
LICENCE: Final = "ShapeNet terms of use (no redistribution)"

_FOLDERS: Final = (
    ("models-OBJ/models", ".obj"),
    ("models-OBJ", ".obj"),
    ("models-COLLADA/COLLADA", ".dae"),
    ("models-COLLADA/COLLADA/models", ".dae"),
    ("models-COLLADA/models", ".dae"),
)
_TEXTURES: Final = "models-textures"
_UP: Final[Vector] = (0.0, 0.0, 1.0)
_FRONT: Final[Vector] = (0.0, -1.0, 0.0)


def is_shapenetsem(source: Path) -> bool:
    """Whether there is a `metadata.csv` with a `fullId` column."""
    path = source / METADATA
    if not path.is_file():
        return False
    with path.open(encoding="utf-8-sig", errors="replace") as stream:
        return "fullId" in stream.readline(10_000)


def find_shapenetsem(source: Path) -> tuple[list[Job], list[Rejected]]:
    """One job for every row that has a file; rows and files that do not match are rejected.

    Raises:
        CaosError: no `metadata.csv` with the column `fullId`.
    """
    files = _model_files(source)
    jobs: list[Job] = []
    rejected: list[Rejected] = []
    seen: set[str] = set()
    for line, row in _rows(source / METADATA):
        model = (row.get("fullId") or "").strip().rpartition(".")[2]
        where = f"{METADATA}:{line}"
        reason = _why_not(model, row, files, seen)
        seen.add(model)
        if reason:
            rejected.append(Rejected(id=slug(model), source=where, reason=reason))
            continue
        try:
            jobs.append(_job(source, model, files[model], row))
        except ValueError as cause:
            rejected.append(Rejected(id=slug(model), source=where, reason=str(cause)))
    for model in sorted(files.keys() - seen):
        reason = f"has no row in {METADATA}, so that its unit and axes are unknown"
        rejected.append(
            Rejected(id=slug(model), source=files[model].relative_to(source).as_posix(), reason=reason)
        )
    return jobs, rejected


def _why_not(model: str, row: Mapping[str | None, str], files: Mapping[str, Path], seen: set[str]) -> str:
    """Why a row gives no model; empty when it gives one."""
    if None in row or None in row.values():
        return "a row with the wrong number of fields"
    if not re.fullmatch(r"[A-Za-z0-9_-]+", model):
        return f"{model[:60]!r} is no model id"
    if model in seen:
        return "a second row with this id"
    if model.lower().startswith("room"):
        return "a room, not an object"
    if model not in files:
        return "has no OBJ or COLLADA file"
    return ""


def _model_files(source: Path) -> dict[str, Path]:
    """Files by model id; OBJ before COLLADA."""
    files: dict[str, Path] = {}
    for folder, suffix in _FOLDERS:
        for path in sorted((source / folder).glob(f"*{suffix}")):
            files.setdefault(path.stem, path)
    return files


def _rows(path: Path) -> Iterator[tuple[int, Mapping[str | None, str]]]:
    """Line numbers and rows; commas inside vectors are escaped with backslashes."""
    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
            reader = csv.DictReader((line.replace("\0", "") for line in stream), escapechar="\\")
            if "fullId" not in (reader.fieldnames or ()):
                raise CaosError(f"{path}: has no column fullId; is this ShapeNetSem's metadata.csv?")
            for row in reader:
                yield reader.line_num, row
    except csv.Error as cause:
        raise CaosError(f"{path}: is no readable CSV ({cause}); fetch it again") from cause
    except OSError as cause:
        raise CaosError(
            f"{path}: cannot be read ({cause.strerror}); --kind folder does without it"
        ) from cause


def _job(source: Path, model: str, path: Path, row: Mapping[str | None, str]) -> Job:
    """From a row; ValueError names the field that cannot be read."""
    dims = _vector("aligned.dims", row)
    status = path.stat()
    unit = (row.get("unit") or "").strip()
    lemmas = [lemma.strip() for lemma in (row.get("wnlemmas") or "").split(",") if lemma.strip()]
    stated = [
        words(each) for each in (row.get("category") or "").split(",") if each.strip()[:1] not in ("", "_")
    ]
    return Job(
        id=slug(model),
        root=str(source.resolve()),
        source=path.relative_to(source).as_posix(),
        stamp=f"{status.st_size}-{status.st_mtime_ns}",
        category=(stated or [words(lemma) for lemma in lemmas] or [""])[0],
        synset=_synset(row.get("wnsynset") or ""),
        name=" ".join((row.get("name") or "").split()),
        licence=LICENCE,
        up=_vector("up", row) or _UP,
        front=_vector("front", row) or _FRONT,
        unit=_positive("unit", unit) if unit else None,
        # Aligned: X right, Y back, Z up; ours: x ahead, y right, z up.
        dims=None if dims is None else (dims[1], dims[0], dims[2]),
        texture_folders=(_TEXTURES,) if (source / _TEXTURES).is_dir() else (),
    )


def _vector(field: str, row: Mapping[str | None, str]) -> Vector | None:
    text = (row.get(field) or "").strip()
    if not text:
        return None
    try:
        x, y, z = (float(part) for part in text.replace("\\", "").split(","))
    except ValueError:
        raise ValueError(f"{field} = {text[:60]!r} is no vector of three numbers") from None
    if not np.isfinite([x, y, z]).all():
        raise ValueError(f"{field} = {text[:60]!r} is not finite")
    return x, y, z


def _positive(field: str, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not (np.isfinite(value) and value > 0):
        raise ValueError(f"{field} = {text[:60]!r} is no positive number")
    return value


def _synset(text: str) -> str:
    """The WordNet 3.0 offset as the metadata give it, with the letter of its part of speech."""
    number = text.strip().split(",")[0].strip()
    return f"n{number.zfill(8)}" if number.isdigit() else number
