"""Folders that results go to, looked at before the work begins."""

from __future__ import annotations

import os
from pathlib import Path

from caos.errors import CaosError


def refuse_unwritable(folder: Path) -> None:
    """See that files can be written into `folder`, which is made later when it is missing.

    Raises:
        CaosError: it is a file or lies below one, or may not be written.
    """
    whole = folder.absolute()
    there = next(each for each in (whole, *whole.parents) if each.exists())
    if not there.is_dir():
        raise CaosError(f"{folder}: {there} is a file where a folder is needed; choose another")
    if not os.access(there, os.W_OK | os.X_OK):
        raise CaosError(f"{folder}: no permission to write into {there}; choose another folder")
