"""What can be wrong with the files beside a frame: one line per problem, naming the file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from caos.errors import CaosError
from caos.labels import LabelSet

from .extras import read_boxes, read_camera, read_depth, read_instances
from .images import Pixels, decode_image, decode_label, read_file, read_label
from .layout import EXTRA_FOLDERS, MANIFEST_FILE, SPLITS
from .records import ExtraFile, FrameRecord

_PICTURES = ("twin", "sequence")


def extra_problems(root: Path, row: FrameRecord, label_set: LabelSet) -> list[str]:
    """Open all extras of a frame: files missing, altered or misplaced; anomalies where none may be."""
    return [line for extra in row.extras for line in _told(root, row, extra, label_set)]


def _told(root: Path, row: FrameRecord, extra: ExtraFile, label_set: LabelSet) -> list[str]:
    """As `_file_problems`; a file that cannot be read is one."""
    try:
        return list(_file_problems(root, row, extra, label_set))
    except CaosError as cause:
        return [str(cause).removeprefix(f"{root}/")]


def _file_problems(root: Path, row: FrameRecord, extra: ExtraFile, label_set: LabelSet) -> Iterator[str]:
    folder = f"{SPLITS[row.split].archive}/{extra.name}/{SPLITS[row.split].folder}/{row.town}/"
    if extra.name not in EXTRA_FOLDERS or not extra.file.startswith(folder) or ".." in extra.file:
        yield f"{extra.file}: {MANIFEST_FILE} calls it {extra.name}, but it lies elsewhere"
        return
    data = read_file(root / extra.file)
    if hashlib.sha256(data).hexdigest() != extra.sha256:
        yield f"{extra.file}: not the file that {MANIFEST_FILE} hashed; it has changed"
        return
    if extra.name == "twin" and row.split != "test":
        yield f"{extra.file}: a twin in the {row.split} split; only test frames have one"
    yield from _content_problems(root, row, extra, data, label_set)


def _content_problems(
    root: Path, row: FrameRecord, extra: ExtraFile, data: bytes, label_set: LabelSet
) -> Iterator[str]:
    path, shape = root / extra.file, (row.height, row.width)
    if extra.name == "instances" and extra.file.endswith(".png"):
        yield from _instance_problems(root, row, extra, label_set)
    elif extra.name == "depth" and read_depth(path).shape != shape:
        yield f"{extra.file}: another size than its frame"
    elif extra.name == "camera":
        read_camera(path)
    elif extra.name == "boxes":
        if row.split != "test" and any(box.kind == "anomaly" for box in read_boxes(path)):
            yield f"{extra.file}: an anomaly in the {row.split} split"
    elif extra.name in _PICTURES and extra.file.endswith(".png"):
        if decode_image(data, path).shape[:2] != shape:
            yield f"{extra.file}: another size than its frame"
    elif extra.name.endswith("_annotations"):
        yield from _label_problems(row, extra, decode_label(data, path), label_set)


def _label_problems(row: FrameRecord, extra: ExtraFile, label: Pixels, label_set: LabelSet) -> Iterator[str]:
    if label.shape != (row.height, row.width):
        yield f"{extra.file}: another size than its frame"
    ids = np.bincount(label.ravel(), minlength=256)
    outside = [value for value in np.flatnonzero(ids).tolist() if value not in label_set.valid_ids]
    if outside:
        yield f"{extra.file}: ids outside {label_set.name}: {', '.join(map(str, outside))}"
    anomalous = int(ids[list(label_set.anomaly_ids)].sum())
    if anomalous and (row.split != "test" or extra.name == "twin_annotations"):
        where = "a twin" if row.split == "test" else f"the {row.split} split"
        yield f"{extra.file}: {anomalous} anomaly pixels in {where}"


def _instance_problems(root: Path, row: FrameRecord, extra: ExtraFile, label_set: LabelSet) -> Iterator[str]:
    ids, rows = read_instances(root / extra.file)
    if ids.shape != (row.height, row.width):
        yield f"{extra.file}: another size than its frame"
        return
    counts = np.bincount(ids.ravel(), minlength=len(rows) + 1)[1:].tolist()
    if [one.id for one in rows] != list(range(1, len(rows) + 1)) or counts != [one.pixels for one in rows]:
        yield f"{extra.file}: its ids are not those of the table beside it"
    anomalies = [one for one in rows if one.kind == "anomaly"]
    if anomalies and row.split != "test":
        yield f"{extra.file}: anomaly {anomalies[0].model} in the {row.split} split"
    label = read_label(root / row.annotation)
    shown = np.isin(label, list(label_set.anomaly_ids))
    if label.shape == ids.shape and not np.array_equal(shown, np.isin(ids, [one.id for one in anomalies])):
        yield f"{extra.file}: its anomalies are not the pixels of {row.annotation}"


def stray_extras(root: Path, records: Sequence[FrameRecord]) -> Iterator[str]:
    """Files in the folders of extras that the manifest does not name."""
    known = {extra.file for record in records for extra in record.extras}
    for archive in sorted({split.archive for split in SPLITS.values()}):
        for name in EXTRA_FOLDERS:
            files = sorted(file for file in (root / archive / name).rglob("*") if not file.is_dir())
            names = (file.relative_to(root).as_posix() for file in files)
            yield from (f"{file}: not in {MANIFEST_FILE}" for file in names if file not in known)
