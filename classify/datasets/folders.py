"""Class folders: `<root>/<class>/<file>`, the layout of nearly every classification data set."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from caos.errors import CaosError

from .imagelist import ImageList

IMAGE_SUFFIXES: Final = (".bmp", ".jpeg", ".jpg", ".pgm", ".png", ".ppm", ".tif", ".tiff", ".webp")
VIDEO_SUFFIXES: Final = (".mp4",)


def read_class_folders(
    name: str, split: str, root: Path, classes: Sequence[str], *, videos: bool = False
) -> ImageList:
    """The files of `root`'s class folders, sorted by class, then by name.

    A class without a folder simply has no samples: parts of large data sets are common. Hidden files, and
    files that are no pictures (READMEs, checksums), are passed over; `verify` mentions them.

    Args:
        name: the data set.
        split: which part of it.
        root: folder that holds the class folders; they may be links.
        classes: folder names in the order of the labels.
        videos: take films instead of pictures.

    Raises:
        CaosError: `root` is no folder, has a folder that is no class, or has no picture at all.
    """
    folders = subfolders(root)
    label_of = {wnid: label for label, wnid in enumerate(classes)}
    strange = [folder for folder in folders if folder not in label_of]
    if strange:
        raise CaosError(
            f"{root / strange[0]}: not a class of {name} ({len(classes)} classes, such as {classes[0]}); "
            f"{len(strange)} such folders in all"
        )
    files: list[str] = []
    labels: list[int] = []
    for folder in sorted(folders, key=label_of.__getitem__):
        found = media_files(root / folder, videos=videos)
        files += (f"{folder}/{file}" for file in found)
        labels += [label_of[folder]] * len(found)
    if not files:
        raise CaosError(
            f"{root}: no {'films (.mp4)' if videos else 'pictures'} in class folders; {name} needs them"
        )
    return ImageList(
        name, split, root, tuple(classes), tuple(files), np.array(labels, dtype=np.int64), videos=videos
    )


def subfolders(root: Path) -> list[str]:
    """Names of the folders in `root`, sorted; hidden ones are left out.

    Raises:
        CaosError: `root` cannot be listed.
    """
    return sorted(entry.name for entry in _listing(root) if entry.is_dir())


def media_files(root: Path, *, videos: bool = False) -> list[str]:
    """Names of the pictures (or films) in `root`, sorted; hidden ones are left out.

    Raises:
        CaosError: `root` cannot be listed, or holds a link that leads nowhere but to itself.
    """
    suffixes = VIDEO_SUFFIXES if videos else IMAGE_SUFFIXES
    return sorted(
        entry.name for entry in _listing(root) if has_suffix(entry.name, suffixes) and _is_file(entry)
    )


def has_suffix(name: str, suffixes: Collection[str] = IMAGE_SUFFIXES) -> bool:
    """Whether `name` ends in one of `suffixes`, in any case (ImageNet's files end in `.JPEG`)."""
    return os.path.splitext(name)[1].lower() in suffixes  # noqa: PTH122 - a million times; Path is slow


def _is_file(entry: os.DirEntry[str]) -> bool:
    """Whether it is a file.

    Raises:
        CaosError: a link that leads back to itself.
    """
    try:
        return entry.is_file()
    except OSError as cause:
        raise CaosError(f"{entry.path}: {cause.strerror}; remove it") from cause


def _listing(root: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(root) as entries:
            return [entry for entry in entries if not entry.name.startswith(".")]
    except OSError as cause:
        raise CaosError(f"{root}: {cause.strerror or cause}; a folder is needed") from cause
