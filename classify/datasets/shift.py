"""A generic shift folder: the user's own classes, one folder of class folders per split or shift."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from caos.errors import CaosError

from .folders import media_files, read_class_folders, subfolders
from .imagelist import ImageList

CLASSES_FILE: Final = "classes.txt"
ONLY_SPLIT: Final = "images"
_DEEPEST: Final = 2


def shift_splits(root: Path) -> tuple[str, ...]:
    """Names of the splits: folders of class folders, or `("images",)` when `root` holds those itself.

    A split may lie deeper, as `fog/3` in what `caos classify corrupt` writes.
    """
    return tuple(_splits(root, "", _DEEPEST))


def _splits(folder: Path, prefix: str, depth: int) -> Iterator[str]:
    inner = subfolders(folder)
    if any(media_files(folder / name) for name in inner):
        yield prefix or ONLY_SPLIT
    elif depth:
        for name in inner:
            yield from _splits(folder / name, f"{prefix}/{name}".lstrip("/"), depth - 1)


def read_shift(root: Path, split: str) -> ImageList:
    """One split: `<split>/<class>/<file>`, or `<class>/<file>` for the split `images`.

    Classes are the lines of `classes.txt` in `root`, in that order; without the
    file, the folder names of all splits, sorted, so that a label means the same in every split.

    Raises:
        CaosError: no such split, folders that are no class, or a broken `classes.txt`.
    """
    splits = shift_splits(root)
    if split not in splits:
        raise CaosError(
            f"{root}: no split {split!r}; found: {', '.join(splits) or 'no class folders at all'}"
        )
    folder = root if split == ONLY_SPLIT and splits == (ONLY_SPLIT,) else root / split
    return read_class_folders("shift", split, folder, shift_classes(root, splits))


def shift_classes(root: Path, splits: tuple[str, ...]) -> tuple[str, ...]:
    """Class names in the order of the labels.

    Raises:
        CaosError: `classes.txt` is empty, not UTF-8, or names a class twice.
    """
    path = root / CLASSES_FILE
    if not path.is_file():
        places = [root if splits == (ONLY_SPLIT,) else root / split for split in splits]
        return tuple(sorted({name for place in places for name in subfolders(place)}))
    try:
        names = [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    except ValueError as cause:
        raise CaosError(f"{path}: not UTF-8 text") from cause
    if not names:
        raise CaosError(f"{path}: is empty; one class per line is needed")
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        raise CaosError(f"{path}: names {twice[0]!r} twice")
    return tuple(names)
