"""Files that appear whole or not at all."""

from __future__ import annotations

import errno
import re
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from caos.errors import CaosError

_PARTIAL: Final = re.compile(r"\..+\.[0-9a-f]{8}\.partial")
"""Names of temporary files; one that is left over belongs to a process that was killed."""

_FULL: Final = (errno.ENOSPC, errno.EDQUOT)


@contextmanager
def atomic_path(target: Path) -> Iterator[Path]:
    """A temporary path beside `target`, renamed to it when the block ends well and removed when it does not.

    The folder of `target` is made when missing. The temporary name is hidden and ends in `.partial`.

    Raises:
        CaosError: the disk is full.
        OSError: the place cannot be written to; it names `target`.
    """
    partial = target.with_name(f".{target.name}.{secrets.token_hex(4)}.partial")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        yield partial
        partial.replace(target)
    except BaseException as cause:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        if isinstance(cause, OSError) and cause.errno in _FULL:
            raise CaosError(
                f"{target}: {cause.strerror}; make room, then run the same command again"
            ) from cause
        if isinstance(cause, OSError) and str(cause.filename) == str(partial):
            # the temporary name says nothing to anybody
            raise OSError(cause.errno, f"cannot be written: {cause.strerror}", str(target)) from cause
        raise


def atomic_write_bytes(target: Path, data: bytes) -> None:
    """Write `data` to `target`: a reader sees the old content or the new, never a part."""
    with atomic_path(target) as partial:
        partial.write_bytes(data)


def atomic_write_text(target: Path, text: str) -> None:
    """Write `text` as UTF-8 with the line ends it has."""
    atomic_write_bytes(target, text.encode("utf-8"))


def remove_partials(root: Path, folders: Iterable[str]) -> int:
    """Remove the temporary files that killed processes left in `root` and anywhere in its `folders`.

    Other folders are not touched: `root` may hold more than ours. Returns how many there were.
    """
    files = [*root.iterdir(), *(file for folder in folders for file in (root / folder).rglob(".*"))]
    partials = [file for file in files if _PARTIAL.fullmatch(file.name)]
    for partial in partials:
        partial.unlink(missing_ok=True)
    return len(partials)
