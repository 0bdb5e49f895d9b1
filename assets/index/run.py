"""The whole index: parallel, resumable, and the same bytes whatever the order in which models get done."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from caos.catalogue import FILE_NAME, CatalogueEntry, is_intact, write_list
from caos.errors import CaosError
from caos.frames.atomic import atomic_write_text, remove_partials
from caos.frames.locking import locked

from .jobs import Job, Limits, Outcome
from .pool import run_jobs
from .sources import Found

JOURNAL: Final = ".index.jsonl"
"""What is done, one line per model, appended as it gets done."""
_VERSION: Final = 1
"""Counted up when the same file would give other bytes."""

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class IndexSummary:
    """What an index run led to.

    Attributes:
        models, rejected: in the catalogue now.
        new: how many of both this run looked at; the others were done before.
    """

    models: int
    rejected: int
    new: int


def index_models(
    found: Found, out: Path, limits: Limits, *, workers: int = 1, progress: Progress | None = None
) -> IndexSummary:
    """Read, check and write all models that `find_models` found, and the list of them last.

    What an earlier run, finished or killed, has done with the same settings and unchanged files is kept.

    Args:
        found: the models.
        out: folder of the catalogue.
        limits: what every model is held to.
        workers: processes.
        progress: called as (done, total, detail).

    Raises:
        CaosError: limits that exclude each other, another run in `out`, a catalogue there that is not ours,
            a disk that is full, or a reader that is missing.
    """
    if limits.min_size >= limits.max_size:
        raise CaosError(f"--min-size {limits.min_size:g}: must be less than --max-size {limits.max_size:g}")
    if (out / FILE_NAME).exists() and not (out / JOURNAL).exists():
        raise CaosError(f"{out}: holds a catalogue that index did not write; choose another --out")
    with locked(out):
        try:
            return _index(found, out, limits, workers, progress or (lambda *_: None))
        except OSError as cause:
            where = cause.filename or out
            raise CaosError(
                f"{where}: {cause.strerror}; make room, then run the same command again"
            ) from cause


def _index(found: Found, out: Path, limits: Limits, workers: int, progress: Progress) -> IndexSummary:
    remove_partials(out, ())
    keys = {job.id: _key(job, limits) for job in found.jobs}
    earlier = _read_journal(out / JOURNAL)
    outcomes = {
        job.id: earlier[keys[job.id]]
        for job in found.jobs
        if keys[job.id] in earlier and _still_there(out, earlier[keys[job.id]])
    }
    todo = [job for job in found.jobs if job.id not in outcomes]
    if todo:
        # A list must never name a file that is about to change.
        (out / FILE_NAME).unlink(missing_ok=True)
    _write_journal(out, found, keys, outcomes)
    refused = len(found.rejected) + sum(outcome.entry is None for outcome in outcomes.values())
    with (out / JOURNAL).open("a", encoding="utf-8") as journal:
        for job, outcome in run_jobs(todo, limits, out, workers=workers):
            outcomes[job.id] = outcome
            journal.write(_line(keys[job.id], outcome))
            journal.flush()
            os.fsync(journal.fileno())
            refused += outcome.entry is None
            progress(len(outcomes), len(found.jobs), f"{refused} rejected")
    return _finish(found, out, keys, outcomes, earlier, len(todo))


def _finish(
    found: Found,
    out: Path,
    keys: Mapping[str, str],
    outcomes: Mapping[str, Outcome],
    earlier: Mapping[str, Outcome],
    new: int,
) -> IndexSummary:
    """Write the list and the journal in order, and remove models of earlier runs that are in it no more."""
    ordered = [outcomes[job.id] for job in found.jobs]
    entries = [outcome.entry for outcome in ordered if outcome.entry is not None]
    rejected = [*found.rejected, *(outcome.rejected for outcome in ordered if outcome.rejected is not None)]
    write_list(out, entries, sorted(rejected, key=lambda each: (each.source, each.id)))
    listed = {entry.file for entry in entries}
    for outcome in earlier.values():
        if outcome.entry is not None and outcome.entry.file not in listed:
            (out / outcome.entry.file).unlink(missing_ok=True)
    _write_journal(out, found, keys, outcomes)
    return IndexSummary(len(entries), len(rejected), new)


def _key(job: Job, limits: Limits) -> str:
    """What a result depends on; time and memory limits can only turn it into a rejection."""
    stated = [_VERSION, job.model_dump(mode="json"), limits.model_dump(mode="json")]
    return hashlib.sha256(json.dumps(stated, sort_keys=True).encode()).hexdigest()[:32]


def _line(key: str, outcome: Outcome) -> str:
    return json.dumps({"key": key, **outcome.model_dump(mode="json")}, ensure_ascii=True) + "\n"


def _read_journal(path: Path) -> dict[str, Outcome]:
    """What is done; a line that a killed run left half written counts as not done."""
    done: dict[str, Outcome] = {}
    if not path.exists():
        return done
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        with suppress(ValueError, KeyError, AttributeError):  # pydantic's errors are ValueErrors
            row = json.loads(line)
            key = row.pop("key")
            done[key] = Outcome.model_validate_json(json.dumps(row))
    return done


def _write_journal(out: Path, found: Found, keys: Mapping[str, str], outcomes: Mapping[str, Outcome]) -> None:
    lines = [_line(keys[job.id], outcomes[job.id]) for job in found.jobs if job.id in outcomes]
    atomic_write_text(out / JOURNAL, "".join(lines))


def _still_there(out: Path, outcome: Outcome) -> bool:
    entry: CatalogueEntry | None = outcome.entry
    return entry is None or is_intact(out, entry)
