"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

PARTIAL_SUFFIX: Final = ".partial"
"""Ending of the hidden temporary files; one that is left over belongs to a process that was killed."""


@contextmanager
def atomic_path(target: Path) -> Iterator[Path]:
    """A temporary path beside `target`, renamed to it when the block ends well and removed when it does not.

    The folder of `target` is made when missing. The temporary name is hidden and ends in `PARTIAL_SUFFIX`.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f".{target.name}.{secrets.token_hex(4)}{PARTIAL_SUFFIX}")
    try:
        yield partial
        partial.replace(target)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


def atomic_write_bytes(target: Path, data: bytes) -> None:
    """Write `data` to `target`: a reader sees the old content or the new, never a part."""
    with atomic_path(target) as partial:
        partial.write_bytes(data)


def atomic_write_text(target: Path, text: str) -> None:
    """Write `text` as UTF-8 with the line ends it has."""
    atomic_write_bytes(target, text.encode("utf-8"))


def remove_partials(root: Path) -> int:
    """Remove the temporary files that killed processes left below `root`; returns how many."""
    removed = 0
    for folder, _, names in os.walk(root):
        for name in names:
            if name.startswith(".") and name.endswith(PARTIAL_SUFFIX):
                Path(folder, name).unlink(missing_ok=True)
                removed += 1
    return removed
