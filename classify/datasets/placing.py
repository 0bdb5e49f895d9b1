"""Putting the pictures of a conversion beside its manifest, for those who want to move it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from caos.errors import CaosError
from caos.frames.atomic import atomic_path

Progress = Callable[[int, int], None]

PICTURES: Final = ("stay", "link", "copy")
"""Where pictures are after a conversion: where they were, hard links beside the manifest, or copies there."""

IMAGES_FOLDER: Final = "images"


def place_pictures(
    source: Path, files: Sequence[str], out: Path, how: str, *, progress: Progress | None = None
) -> Path:
    """Link or copy `files` from `source` to `out/images`, keeping their paths below it.

    What is already there with the same size is left alone, so that a killed run goes on when repeated.

    Args:
        source: folder that `files` are relative to.
        files: paths with "/"; the same path may come several times.
        out: folder of the manifest.
        how: one of `PICTURES`.
        progress: called with (done, in all).

    Returns:
        The folder that `files` are relative to now.

    Raises:
        CaosError: a picture is missing or lies outside `source`, or cannot be linked (other disk) or copied.
    """
    if how == "stay":
        return source
    target = out / IMAGES_FOLDER
    wanted = list(dict.fromkeys(files))
    for done, file in enumerate(wanted, 1):
        if ".." in Path(file).parts or Path(file).is_absolute():
            raise CaosError(f"{file}: leaves {source}; pictures can only be linked or copied from below it")
        _place(source / file, target / file, how)
        if progress is not None:
            progress(done, len(wanted))
    return target


def _place(source: Path, target: Path, how: str) -> None:
    try:
        if target.exists() and target.stat().st_size == source.stat().st_size:
            return
        with atomic_path(target) as partial:
            if how == "link":
                os.link(source, partial)
            else:
                shutil.copyfile(source, partial)
    except OSError as cause:
        hint = "; --pictures copy works across disks" if how == "link" else ""
        raise CaosError(f"{source}: cannot {how} it to {target}: {cause.strerror}{hint}") from cause
