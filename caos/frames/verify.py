"""Checking a data set on disk: every file is opened, and every list compared with every other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from caos.errors import CaosError
from caos.labels import ANOMALY, VOID, LabelSet

from .checks import (
    Finding,
    ListedFrame,
    anomaly_pixels,
    duplicate_entries,
    equal_pictures,
    examine_frame,
    listed_frame,
    manifest_against_lists,
    shared_towns,
    towns_by_split,
    unlisted_files,
)
from .extra_checks import extra_problems, stray_extras
from .labelset import read_label_set
from .layout import MANIFEST_FILE, SPLITS
from .manifest import read_manifest
from .odgt import read_odgt
from .records import FrameRecord
from .writer import journal_size

THREADS: Final = 2
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """What `verify` found.

    Attributes:
        root: the data set.
        label_set: name of its label set.
        counts: frames per split.
        towns: town folders per split.
        histogram: per split, pixels per class name; "anomaly", "void" and "outside the label set" come last.
        without_anomaly: listed test frames whose label file shows no anomaly.
        has_manifest: False for data sets that we did not render.
        problems: one line each; empty when all is well.
        notes: worth knowing, nothing wrong.
    """

    root: Path
    label_set: str
    counts: Mapping[str, int]
    towns: Mapping[str, tuple[str, ...]]
    histogram: Mapping[str, Mapping[str, int]]
    without_anomaly: int
    has_manifest: bool
    problems: list[str]
    notes: list[str]

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


def verify(root: Path, *, progress: Progress | None = None) -> VerifyReport:
    """Check the data set at `root`, ours or another in StreetHazards' layout.

    Args:
        root: folder that holds `train/` and `test/`.
        progress: called from this thread with (frames checked, frames in all).

    Raises:
        CaosError: no such folder, no list in it, or a list, `labels.json` or manifest that cannot be read.
    """
    frames = _listed_frames(root)
    label_set = read_label_set(root)
    records = read_manifest(root) if (root / MANIFEST_FILE).is_file() else None
    rows = {record.image: record for record in records or ()}
    findings = _examine(root, frames, label_set, rows, progress)
    problems = [problem for finding in findings for problem in finding.problems]
    problems += duplicate_entries(frames)
    problems += manifest_against_lists(frames, records) if records is not None else ()
    problems += shared_towns(frames, label_set)
    problems += unlisted_files(root, frames)
    problems += stray_extras(root, records) if records is not None else ()
    problems += _state_problems(root, frames)
    leaks, notes = equal_pictures(findings)
    problems += leaks
    notes += [f"no list {split.odgt}" for split in SPLITS.values() if not split.odgt_path(root).is_file()]
    return VerifyReport(
        root=root,
        label_set=label_set.name,
        counts={name: sum(frame.split.name == name for frame in frames) for name in SPLITS},
        towns=towns_by_split(frames),
        histogram={name: _histogram(findings, name, label_set) for name in SPLITS},
        without_anomaly=_without_anomaly(findings, label_set),
        has_manifest=records is not None,
        problems=problems,
        notes=notes,
    )


def _listed_frames(root: Path) -> list[ListedFrame]:
    if not root.is_dir():
        raise CaosError(f"{root}: no such folder")
    lists = [split for split in SPLITS.values() if split.odgt_path(root).is_file()]
    if not lists:
        waiting = journal_size(root)
        if waiting:
            raise CaosError(
                f"{root}: unfinished ({waiting} frames written); run the same  caos sim render  again"
            )
        known = ", ".join(split.odgt for split in SPLITS.values())
        raise CaosError(
            f"{root}: no data set here: none of {known}; give the folder that holds train/ and test/"
        )
    return [listed_frame(split, entry) for split in lists for entry in read_odgt(split.odgt_path(root))]


def _state_problems(root: Path, frames: Sequence[ListedFrame]) -> Iterator[str]:
    if not frames:
        yield "the lists are empty: a data set without frames"
    if waiting := journal_size(root):
        yield f"unfinished: {waiting} frames wait in the journal; run the same  caos sim render  again"


def _examine(
    root: Path,
    frames: Sequence[ListedFrame],
    label_set: LabelSet,
    rows: Mapping[str, FrameRecord],
    progress: Progress | None,
) -> list[Finding]:
    """Open every file; OpenCV and hashlib release the interpreter's lock, so threads help."""
    findings = []
    pool = ThreadPoolExecutor(THREADS)
    try:
        found = pool.map(lambda frame: _examine_one(root, frame, label_set, rows.get(frame.image)), frames)
        for done, finding in enumerate(found, start=1):
            findings.append(finding)
            if progress:
                progress(done, len(frames))
    finally:
        # Ctrl-C shall not wait for thousands of files that are queued.
        pool.shutdown(cancel_futures=True)
    return findings


def _examine_one(root: Path, frame: ListedFrame, label_set: LabelSet, row: FrameRecord | None) -> Finding:
    finding = examine_frame(root, frame, label_set, row)
    if row is None:
        return finding
    return replace(finding, problems=[*finding.problems, *extra_problems(root, row, label_set)])


def _histogram(findings: Sequence[Finding], split: str, label_set: LabelSet) -> dict[str, int]:
    total = sum(
        (finding.ids for finding in findings if finding.frame.split.name == split),
        start=np.zeros(256, np.int64),
    )
    names = {**dict(enumerate(label_set.classes)), ANOMALY: "anomaly", VOID: "void"}
    histogram = dict.fromkeys((*label_set.classes, "anomaly", "void", "outside the label set"), 0)
    table = label_set.decode_table()
    for value, count in enumerate(total.tolist()):
        known = value in label_set.valid_ids
        histogram[names[int(table[value])] if known else "outside the label set"] += count
    return histogram


def _without_anomaly(findings: Sequence[Finding], label_set: LabelSet) -> int:
    return sum(
        bool(finding.ids.any()) and not anomaly_pixels(finding.ids, label_set)
        for finding in findings
        if finding.frame.split.name == "test"
    )
