"""The files that a command is told to write, seen before anything is computed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from caos.errors import CaosError


def refuse_clashes(written: Mapping[str, Path | None], *, read: Path) -> None:
    """See that a command can write each of its files, so that none is written when another cannot be.

    Args:
        written: option -> file to write; None = not asked for.
        read: the file that the command reads.

    Raises:
        CaosError: one is the file that is read, one stands there twice, or one lies within a file.
    """
    places = {read.resolve(): "the file that is read"}
    for option, path in written.items():
        if path is None:
            continue
        other = places.setdefault(path.resolve(), option)
        if other != option:
            raise CaosError(f"{option} {path}: is {other}, too; give another file")
        above = next(folder for folder in path.absolute().parents if folder.exists())
        if not above.is_dir():
            raise CaosError(f"{option} {path}: {above} is no folder; give another file")
