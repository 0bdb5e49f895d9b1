"""What can be wrong with one frame, and with the lists as a whole: one line per problem, naming the file."""

from __future__ import annotations

import hashlib
import os
import posixpath
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from caos.errors import CaosError
from caos.labels import STREETHAZARDS, LabelSet

from .images import Pixels, decode_image, decode_label, read_file
from .layout import MANIFEST_FILE, SPLITS, Split
from .odgt import OdgtEntry
from .records import FrameRecord

Counts = npt.NDArray[np.int64]
"""(256,) pixels per disk id."""

_NAMED: Final = 3
"""How many of many equal pictures a message names."""


@dataclass(frozen=True, slots=True)
class ListedFrame:
    """One pair of a list; posix paths relative to the root of the data set."""

    split: Split
    image: str
    annotation: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Finding:
    """What the two files of a frame say; `ids` is all zero when the label file cannot be read."""

    frame: ListedFrame
    ids: Counts
    image_sha256: str
    problems: list[str]


def listed_frame(split: Split, entry: OdgtEntry) -> ListedFrame:
    """The pair of `entry`, which stands in the list of `split`."""
    image, annotation = (
        posixpath.normpath(f"{split.archive}/{name}") for name in (entry.image, entry.annotation)
    )
    return ListedFrame(split, image, annotation, entry.width, entry.height)


def examine_frame(root: Path, frame: ListedFrame, label_set: LabelSet, row: FrameRecord | None) -> Finding:
    """Open both files of a frame; compare them with the list, the labels and the manifest's row, if any."""
    problems: list[str] = []
    image, image_sha256 = _open(root, frame.image, decode_image, problems)
    label, label_sha256 = _open(root, frame.annotation, decode_label, problems)
    ids = np.zeros(256, dtype=np.int64) if label is None else np.bincount(label.ravel(), minlength=256)
    problems += _size_problems(frame, image, label)
    problems += _id_problems(frame, ids, label_set)
    if row:
        problems += _row_problems(frame, row, image_sha256, label_sha256)
        if label is not None:
            problems += _anomaly_problems(frame, row, ids, label_set)
    return Finding(frame, ids, image_sha256, problems)


def _open(
    root: Path, name: str, decode: Callable[[bytes, Path], Pixels], problems: list[str]
) -> tuple[Pixels | None, str]:
    """Pixels (None when unreadable) and SHA-256 of the file ("" when missing)."""
    digest = ""
    try:
        data = read_file(root / name)
        digest = hashlib.sha256(data).hexdigest()
        return decode(data, Path(name)), digest
    except CaosError as cause:
        problems.append(str(cause).removeprefix(f"{root}{os.sep}"))
        return None, digest


def _size_problems(frame: ListedFrame, image: Pixels | None, label: Pixels | None) -> Iterator[str]:
    if image is not None and label is not None and image.shape[:2] != label.shape:
        yield f"{frame.annotation}: {_size(label)} pixels, but its image has {_size(image)}"
    listed = f"{frame.width} x {frame.height}"
    for name, pixels in ((frame.image, image), (frame.annotation, label)):
        if pixels is not None and _size(pixels) != listed:
            yield f"{name}: {_size(pixels)} pixels, but {frame.split.odgt} says {listed}"


def _size(pixels: Pixels) -> str:
    return f"{pixels.shape[1]} x {pixels.shape[0]}"


def _id_problems(frame: ListedFrame, ids: Counts, label_set: LabelSet) -> Iterator[str]:
    outside = [value for value in np.flatnonzero(ids).tolist() if value not in label_set.valid_ids]
    if outside:
        listed = ", ".join(map(str, outside))
        yield f"{frame.annotation}: {ids[outside].sum()} pixels with ids outside {label_set.name}: {listed}"
    anomalous = anomaly_pixels(ids, label_set)
    if anomalous and frame.split.name != "test":
        yield f"{frame.annotation}: {anomalous} anomaly pixels in the {frame.split.name} split"


def _row_problems(
    frame: ListedFrame, row: FrameRecord, image_sha256: str, label_sha256: str
) -> Iterator[str]:
    if image_sha256 and image_sha256 != row.image_sha256:
        yield f"{frame.image}: not the file that {MANIFEST_FILE} hashed; it has changed"
    if row.annotation != frame.annotation:
        yield f"{frame.annotation}: {MANIFEST_FILE} pairs {frame.image} with {row.annotation}"
    elif label_sha256 and label_sha256 != row.annotation_sha256:
        yield f"{frame.annotation}: not the file that {MANIFEST_FILE} hashed; it has changed"
    if (row.split, row.width, row.height) != (frame.split.name, frame.width, frame.height):
        yield f"{frame.image}: split or size differ between {frame.split.odgt} and {MANIFEST_FILE}"


def _anomaly_problems(
    frame: ListedFrame, row: FrameRecord, ids: Counts, label_set: LabelSet
) -> Iterator[str]:
    seen = anomaly_pixels(ids, label_set)
    told = sum(anomaly.pixels for anomaly in row.anomalies)
    if seen != told:
        yield f"{frame.annotation}: {seen} anomaly pixels, but {MANIFEST_FILE} says {told}"


def anomaly_pixels(ids: Counts, label_set: LabelSet) -> int:
    """Number of anomalous pixels."""
    return int(ids[list(label_set.anomaly_ids)].sum())


def duplicate_entries(frames: Sequence[ListedFrame]) -> Iterator[str]:
    """Files that the lists name more than once."""
    for names in ([frame.image for frame in frames], [frame.annotation for frame in frames]):
        yield from (f"{name}: listed {count} times" for name, count in Counter(names).items() if count > 1)


def manifest_against_lists(frames: Sequence[ListedFrame], records: Sequence[FrameRecord]) -> Iterator[str]:
    """Rows without an entry, entries without a row, rows that occur twice."""
    listed = {frame.image for frame in frames}
    rows = Counter(record.image for record in records)
    yield from (f"{frame.image}: no row in {MANIFEST_FILE}" for frame in frames if frame.image not in rows)
    yield from (f"{name}: in {MANIFEST_FILE}, but in no list" for name in rows if name not in listed)
    yield from (f"{name}: {count} rows in {MANIFEST_FILE}" for name, count in rows.items() if count > 1)


def towns_by_split(frames: Sequence[ListedFrame]) -> dict[str, tuple[str, ...]]:
    """Town folders of each split, sorted."""
    return {
        name: tuple(sorted({_town(frame) for frame in frames if frame.split.name == name} - {""}))
        for name in SPLITS
    }


def _town(frame: ListedFrame) -> str:
    """Folder between the split's image folder and the file; empty when there is none."""
    prefix = f"{frame.split.image_folder}/"
    return frame.image.removeprefix(prefix).rpartition("/")[0] if frame.image.startswith(prefix) else ""


def shared_towns(frames: Sequence[ListedFrame], label_set: LabelSet) -> Iterator[str]:
    """Towns in more than one split. Only rendered data sets split by town; photographs have none."""
    if label_set.name != STREETHAZARDS.name:
        return
    splits: dict[str, list[str]] = defaultdict(list)
    for split, towns in towns_by_split(frames).items():
        for town in towns:
            splits[town].append(split)
    for town, names in splits.items():
        if len(names) > 1:
            yield f"town {town} is in {' and '.join(names)}: splits must not share a town"


def unlisted_files(root: Path, frames: Sequence[ListedFrame]) -> Iterator[str]:
    """Files in the folders of images and annotations that no list names."""
    listed = {name for frame in frames for name in (frame.image, frame.annotation)}
    for split in SPLITS.values():
        for folder in (split.image_folder, split.annotation_folder):
            files = sorted(file for file in (root / folder).rglob("*") if not file.is_dir())
            names = (file.relative_to(root).as_posix() for file in files)
            yield from (f"{name}: not in any list" for name in names if name not in listed)


def equal_pictures(findings: Sequence[Finding]) -> tuple[list[str], list[str]]:
    """Byte-equal images: those in different splits (a leak), and those in one (merely worth knowing)."""
    groups: dict[str, dict[str, str]] = defaultdict(dict)
    for finding in findings:
        if finding.image_sha256:
            groups[finding.image_sha256][finding.frame.image] = finding.frame.split.name
    leaks: list[str] = []
    notes: list[str] = []
    for images in groups.values():
        if len(images) > 1:
            first, *others = images
            lines = leaks if len(set(images.values())) > 1 else notes
            more = f" and {len(others) - _NAMED} more" if len(others) > _NAMED else ""
            lines.append(f"{first}: the same picture as {', '.join(others[:_NAMED])}{more}")
    return leaks, notes
