"""One run at a time in a data set."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from caos.errors import CaosError

LOCK_FILE: Final = ".lock"


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """Keep other runs out of the data set at `root` for the length of a `with` block.

    The operating system holds the lock, so that one of a killed process is gone with it, whatever file it
    leaves. A folder that is made here and stays empty is removed again.

    Raises:
        CaosError: another run is at work there, or `root` is no folder or may not be written.
    """
    made = not root.exists()
    lock = FileLock(root / LOCK_FILE)
    try:
        root.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout:
        raise CaosError(
            f"{root}: another run is writing this data set; wait for it, or choose another --out"
        ) from None
    except OSError as cause:
        raise CaosError(f"{root}: cannot be written: {cause.strerror}; choose another --out") from cause
    try:
        yield
    finally:
        lock.release()
        if made:
            _remove_empty(root)


def _remove_empty(root: Path) -> None:
    """Remove `root` when nothing but the lock file is in it."""
    if [file.name for file in root.iterdir()] in ([], [LOCK_FILE]):
        with suppress(OSError):
            (root / LOCK_FILE).unlink(missing_ok=True)
            root.rmdir()
