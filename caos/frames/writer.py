"""Writing a data set frame by frame, so that a killed process loses at most the frame at hand.

A frame counts as done when its journal entry exists and all files match the hashes in it. The entry is
written after the files, and each appears atomically. `finish` turns the journal into lists and manifest.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from caos.errors import CaosError
from caos.labels import ANOMALY, STREETHAZARDS, VOID, LabelSet

from .atomic import atomic_write_bytes, atomic_write_text, remove_partials
from .images import Pixels, encode_png
from .labelset import read_label_set, write_label_set
from .layout import JOURNAL_FOLDER, LABELS_FILE, MANIFEST_FILE, SPLITS, split_named
from .manifest import read_manifest, sort_key, write_manifest
from .odgt import OdgtEntry, write_odgt
from .records import ExtraFile, FrameRecord, Key, from_dict, to_dict
from .splits import refuse_anomaly, refuse_shared_towns

DB_NAME: Final = "StreetHazards"


@dataclass(frozen=True, slots=True)
class ExtraData:
    """The bytes of one file beside a frame: a folder of `EXTRA_FOLDERS`, what follows N in its name."""

    name: str
    ending: str
    data: bytes


class FrameWriter:
    """Writes frames into the data set at `root`, new, unfinished or finished.

    One process holds the folder (`locked`); others that write frames of their own for it are attached. They
    call `write` alone; the first one reads what they did with `reread` before it calls `finish`.

    Args:
        root: made when missing. What a killed process left half-written is removed.
        label_set: what the ids mean.
        attach: another process holds the folder: remove nothing, and do not read what was written before.

    Raises:
        CaosError: `root` holds a data set with other labels, one that we did not write, or is no folder.
    """

    def __init__(self, root: Path, label_set: LabelSet, *, attach: bool = False) -> None:
        _refuse_foreign(root, label_set)
        root.mkdir(parents=True, exist_ok=True)
        self.root = root
        self.label_set = label_set
        self._encode = label_set.encode_table()
        self._known_ids = _known_ids(label_set)
        self._records: dict[Key, FrameRecord] = {}
        if not attach:
            remove_partials(root, {JOURNAL_FOLDER, *(split.archive for split in SPLITS.values())})
            self.reread()

    def reread(self) -> None:
        """Learn what attached writers have written."""
        rows = read_manifest(self.root) if (self.root / MANIFEST_FILE).is_file() else []
        self._records = {record.key: record for record in rows}
        self._records.update(_read_journal(self.root))

    def __len__(self) -> int:
        """Number of frames written so far, those of earlier processes included."""
        return len(self._records)

    def record(self, split: str, town: str, number: int) -> FrameRecord | None:
        """What is known of a frame; None when it was never written."""
        return self._records.get((split, town, number))

    def is_done(self, split: str, town: str, number: int) -> bool:
        """Whether the frame was written whole and all its files, extras included, are still as written."""
        record = self.record(split, town, number)
        return record is not None and all(
            _sha256_of(self.root / file) == digest
            for file, digest in (
                (record.image, record.image_sha256),
                (record.annotation, record.annotation_sha256),
                *((extra.file, extra.sha256) for extra in record.extras),
            )
        )

    def write(
        self, record: FrameRecord, image: Pixels, label: Pixels, extras: Sequence[ExtraData] = ()
    ) -> FrameRecord:
        """Write one frame, in place of an earlier one of the same name.

        Args:
            record: paths and hashes are filled in here.
            image: (H, W, 3) uint8 RGB.
            label: (H, W) uint8, ids as in memory (class index, `ANOMALY`, `VOID`).
            extras: files that lie beside the frame.

        Returns:
            The record with paths and hashes.

        Raises:
            CaosError: a split or town that cannot be, or an anomaly outside the test split.
            ValueError: arrays that do not fit the record, or ids that the label set does not know.
        """
        image_name, annotation_name = split_named(record.split).frame_paths(record.town, record.number)
        self._check(record, image, label)
        files = {_extra_file(record, extra): extra for extra in extras}
        image_data, label_data = encode_png(image), encode_png(self._encode[label])
        done = replace(
            record,
            image=image_name,
            annotation=annotation_name,
            image_sha256=hashlib.sha256(image_data).hexdigest(),
            annotation_sha256=hashlib.sha256(label_data).hexdigest(),
            extras=tuple(
                ExtraFile(name=extra.name, file=file, sha256=hashlib.sha256(extra.data).hexdigest())
                for file, extra in sorted(files.items())
            ),
        )
        entry = json.dumps(to_dict(done), allow_nan=False)
        atomic_write_bytes(self.root / image_name, image_data)
        atomic_write_bytes(self.root / annotation_name, label_data)
        for file, extra in files.items():
            atomic_write_bytes(self.root / file, extra.data)
        atomic_write_text(_journal_file(self.root, done.key), entry)
        self._records[done.key] = done
        return done

    def finish(self, keep: Collection[Key] | None = None) -> None:
        """Write labels, manifest and lists, and remove the journal.

        Two data sets with the same frames come out byte for byte the same, whatever the order and the
        interruptions. Killed in the middle, the next `FrameWriter` still knows every frame.

        Args:
            keep: list only these frames (split, town, number), None for all. Files of others stay, unlisted.

        Raises:
            CaosError: a town in two splits; nothing is listed then.
            ValueError: a frame of `keep` was never written.
        """
        keys = self._records.keys() if keep is None else set(keep)
        missing = sorted(keys - self._records.keys())
        if missing:
            raise ValueError(f"{len(missing)} frames to keep were never written, the first: {missing[0]}")
        records = [self._records[key] for key in sorted(keys, key=sort_key)]
        if self.label_set.name == STREETHAZARDS.name:  # photographs have no towns
            refuse_shared_towns(records)
        write_label_set(self.root, self.label_set)
        write_manifest(self.root, records)
        for split in SPLITS.values():
            entries = [_entry(record, split.archive) for record in records if record.split == split.name]
            if entries or split.odgt_path(self.root).exists():
                write_odgt(split.odgt_path(self.root), entries)
        shutil.rmtree(self.root / JOURNAL_FOLDER, ignore_errors=True)
        self._records = {record.key: record for record in records}

    def _check(self, record: FrameRecord, image: Pixels, label: Pixels) -> None:
        size = (record.height, record.width)
        if image.shape != (*size, 3) or label.shape != size:
            raise ValueError(
                f"frame {record.key} is {size}, its image {image.shape}, its label {label.shape}"
            )
        if image.dtype != np.uint8 or label.dtype != np.uint8:
            raise ValueError(
                f"frame {record.key}: image {image.dtype}, label {label.dtype}; both must be uint8"
            )
        if not self._known_ids[label].all():
            odd = np.unique(label[~self._known_ids[label]]).tolist()
            raise ValueError(f"frame {record.key}: the label set {self.label_set.name} has no ids {odd}")
        refuse_anomaly(record, label)


def _extra_file(record: FrameRecord, extra: ExtraData) -> str:
    return split_named(record.split).extra_path(extra.name, record.town, record.number, extra.ending)


def journal_size(root: Path) -> int:
    """Number of frames in the journal of an unfinished data set; 0 for a finished one."""
    return sum(1 for _ in (root / JOURNAL_FOLDER).glob("*/*/*.json"))


def _refuse_foreign(root: Path, label_set: LabelSet) -> None:
    if root.exists() and not root.is_dir():
        raise CaosError(f"{root}: not a folder; choose another --out")
    lists = [split.odgt for split in SPLITS.values() if split.odgt_path(root).exists()]
    if lists and not (root / MANIFEST_FILE).is_file():
        raise CaosError(f"{root}: holds a data set of another origin ({lists[0]}); choose another --out")
    if (root / LABELS_FILE).is_file() and read_label_set(root) != label_set:
        raise CaosError(f"{root / LABELS_FILE}: other labels than {label_set.name}; choose another --out")


def _known_ids(label_set: LabelSet) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    known = np.zeros(256, dtype=np.bool_)
    known[: len(label_set.classes)] = True
    known[ANOMALY] = bool(label_set.anomaly_ids)
    known[VOID] = bool(label_set.void_ids)
    return known


def _entry(record: FrameRecord, archive: str) -> OdgtEntry:
    prefix = f"{archive}/"
    return OdgtEntry(
        image=record.image.removeprefix(prefix),
        annotation=record.annotation.removeprefix(prefix),
        width=record.width,
        height=record.height,
        db_name=DB_NAME,
    )


def _journal_file(root: Path, key: Key) -> Path:
    split, town, number = key
    return root / JOURNAL_FOLDER / split / town / f"{number}.json"


def _read_journal(root: Path) -> dict[Key, FrameRecord]:
    records = (_read_journal_file(file) for file in sorted((root / JOURNAL_FOLDER).glob("*/*/*.json")))
    return {record.key: record for record in records}


def _read_journal_file(file: Path) -> FrameRecord:
    try:
        return from_dict(json.loads(file.read_text(encoding="utf-8")))
    except (ValueError, KeyError, TypeError) as cause:
        raise CaosError(
            f"{file}: not a journal entry of this version; delete it to render the frame again"
        ) from cause


def _sha256_of(file: Path) -> str | None:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return None
