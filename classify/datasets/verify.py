"""Checking a classification data set on disk against what was published."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final

from caos.errors import CaosError
from caos.lookup import look_up

from .corrupted import expected_frames
from .deepfashion2 import SOURCES, annotation_files, pictures_by_stem, read_annotation
from .detect import DEEPFASHION2, NAMES, detect
from .dfr_convert import compare_with_published
from .folders import IMAGE_SUFFIXES, VIDEO_SUFFIXES, has_suffix
from .formats import FORMATS, Format, list_splits
from .imagelist import ImageList
from .manifest import read_head
from .pictures import read_film, read_picture
from .svsf import PUBLISHED as SVSF_PUBLISHED

Progress = Callable[[int, int], None]

_THREADS: Final = 4
_AT_ONCE: Final = 1024
_MOST_NAMED: Final = 3


@dataclass(slots=True)
class DataReport:
    """What `verify_data` found.

    Attributes:
        name: the data set.
        title: its name for people.
        root: where it is.
        counts: samples per split.
        problems: one line each; empty when all is well.
        notes: worth knowing, nothing wrong.
    """

    name: str
    title: str
    root: Path
    counts: dict[str, int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


def verify_data(
    root: Path, name: str | None = None, *, decode: bool = False, progress: Progress | None = None
) -> DataReport:
    """Check layout, classes, counts and files of a data set.

    Every file is looked at (present, not empty); `decode` opens each one as well, which takes as long as an
    epoch. A split that is not there is no problem, people keep parts; one that is there must be whole.

    Args:
        root: folder of the data set.
        name: one of `detect.NAMES`; by default told from the layout.
        decode: decode every picture and film.
        progress: called with (files looked at in this split, files of it), or (annotations read, in all).

    Raises:
        CaosError: an unknown name, no such folder, or nothing of the data set in it.
    """
    name = detect(root) if name is None else look_up("data set", name, dict.fromkeys(NAMES, name))
    if name == DEEPFASHION2:
        return _verify_annotations(root, progress)
    known = FORMATS[name]
    report = DataReport(name, known.title, root)
    for split in list_splits(name, root):
        _verify_split(report, known, split, decode, progress)
    if name == "dfr":
        problems, notes = compare_with_published(root)
        report.problems += problems
        report.notes += [*_dfr_notes(root), *notes]
    if name == "svsf":
        report.notes += _svsf_notes(report)
    return report


def _verify_split(
    report: DataReport, known: Format, split: str, decode: bool, progress: Progress | None
) -> None:
    try:
        images = known.read(report.root, split)
    except CaosError as problem:
        report.problems.append(str(problem))
        return
    report.counts[split] = len(images)
    published = known.published(split)
    if published is not None and published != len(images):
        report.problems.append(f"{split}: {len(images):,} samples, {published:,} were published")
    empty = [images.classes[label] for label, count in enumerate(images.per_class) if count == 0]
    if empty and len(images):
        told = f"{split}: {len(empty)} of {len(images.classes)} classes have no sample: {_some(empty)}"
        (report.problems if known.every_class else report.notes).append(told)
    if report.name not in ("svsf", "dfr"):
        report.notes += _strays(images)
    report.problems += _broken_files(images, decode, progress)


def _broken_files(images: ImageList, decode: bool, progress: Progress | None) -> Iterator[str]:
    """One line for each file that is missing, empty, or (with `decode`) cannot be decoded."""

    def check(path: Path) -> str | None:
        return _problem_of(path, images, decode)

    paths, done = images.paths(), 0
    with ThreadPoolExecutor(_THREADS) as pool:
        while chunk := list(islice(paths, _AT_ONCE)):  # a million futures at once would take gigabytes
            yield from filter(None, pool.map(check, chunk))
            done += len(chunk)
            if progress is not None:
                progress(done, len(images))


def _problem_of(path: Path, images: ImageList, decode: bool) -> str | None:
    try:
        if path.stat().st_size == 0:
            return f"{path}: is empty"
        if decode and images.videos:
            frames, expected = len(read_film(path)), expected_frames(images.split)
            return None if frames == expected else f"{path}: {frames} frames, {expected} are usual"
        if decode:
            read_picture(path)
    except CaosError as problem:
        return str(problem)
    except OSError as cause:
        return f"{path}: {cause.strerror}"
    return None


def _strays(images: ImageList) -> Iterator[str]:
    """Notes about what lies in class folders and is not read."""
    suffixes = VIDEO_SUFFIXES if images.videos else IMAGE_SUFFIXES
    folders = sorted({os.path.dirname(file) for file in images.files} - {""})  # noqa: PTH120 - Path is slow
    strays = [
        f"{folder}/{name}"
        for folder in folders
        for name in sorted(os.listdir(images.root / folder))  # noqa: PTH208
        if not has_suffix(name, suffixes)
    ]
    if strays:
        yield f"{images.split}: in class folders but not read: {len(strays)} ({_some(strays)})"


def _dfr_notes(root: Path) -> Iterator[str]:
    """How the sets were made."""
    settings = read_head(root).settings
    yield (
        f"convention {settings['convention']}, partition {settings['partition']}, items {settings['items']}; "
        f"{settings['left_out']} annotations or garments left out"
    )
    shared = {split: count for split, count in settings["also_in_train"].items() if count}
    if shared:
        told = ", ".join(f"{count:,} of {split}" for split, count in shared.items())
        yield f"pictures that are in train as well, with other garments: {told} (--items all has none)"


def _svsf_notes(report: DataReport) -> Iterator[str]:
    for split, published in SVSF_PUBLISHED.items():
        count = report.counts.get(split, 0)
        if count != published:
            yield f"{split}: {count:,} pictures, the thesis's table A.8 says {published:,}"


def _verify_annotations(root: Path, progress: Progress | None) -> DataReport:
    """DeepFashion2 itself: every garment complete, every annotation with its picture."""
    report = DataReport(DEEPFASHION2, "DeepFashion2 (annotations)", root)
    names: Mapping[str, list[str]] = {source: annotation_files(root, source) for source in SOURCES}
    total, done = sum(map(len, names.values())), 0
    for source, files in names.items():
        pictures = pictures_by_stem(root, source)
        for name in files:
            path = root / source / "annos" / name
            _, found = read_annotation(path)
            report.problems += found
            if Path(name).stem not in pictures:
                report.problems.append(f"{path}: has no picture in {source}/image")
            done += 1
            if progress is not None:
                progress(done, total)
        report.counts[source] = len(files)
        bare = sorted(pictures.keys() - {Path(name).stem for name in files})
        if bare:
            report.notes.append(f"{source}: pictures without an annotation: {len(bare)} ({_some(bare)})")
    return report


def _some(names: list[str]) -> str:
    """The first names, and that there are more."""
    return ", ".join(names[:_MOST_NAMED]) + (", ..." if len(names) > _MOST_NAMED else "")
