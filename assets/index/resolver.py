"""Files that a model names, read only when they lie inside the source folder."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

_MOST_BYTES: Final = 512 * 2**20
_ABSOLUTE: Final = re.compile(r"^([A-Za-z]:)?[/\\]|^[A-Za-z]:|^[A-Za-z][A-Za-z0-9+.-]+:|^~")
"""Absolute paths of any system, drive letters, and URLs."""


class OutsideError(ValueError):
    """A name leads outside the source folder, or to nothing that can be read."""


class ConfinedResolver:
    """Finds what a model file names; trimesh calls it.

    Attributes:
        notes: what was refused or missing, in words, in the order of asking.
    """

    def __init__(self, root: Path, file: Path, texture_folders: tuple[str, ...] = ()) -> None:
        """`root` is the wall, names are relative to the folder of `file`, then to `texture_folders`."""
        self._root = root.resolve()
        self._folder = file.parent
        self._extra = tuple(root / folder for folder in texture_folders)
        self.notes: list[str] = []

    def get(self, name: str) -> bytes:
        """The bytes of the file called `name`.

        Raises:
            OutsideError: it is refused or missing; noted.
        """
        try:
            return self._find(str(name)).read_bytes()
        except (OutsideError, OSError, ValueError) as cause:
            reason = str(cause) if isinstance(cause, OutsideError) else "cannot be read"
            note = f"{str(name)[:120]!r} {reason}"
            if note not in self.notes:
                self.notes.append(note)
            raise OutsideError(note) from cause

    __getitem__ = get

    def keys(self) -> list[str]:
        """Nothing: what may be read is not listed."""
        return []

    def namespaced(self, namespace: str) -> Any:  # noqa: ARG002  (trimesh's signature)
        """The same wall."""
        return self

    def write(self, name: str, data: bytes) -> None:
        """Refused: reading never writes."""
        raise OutsideError(f"{name!r} ({len(data)} bytes) is not written")

    def _find(self, name: str) -> Path:
        plain = unquote(name).strip().replace("\\", "/")
        if _ABSOLUTE.match(name.strip()) or _ABSOLUTE.match(plain) or "\0" in plain:
            raise OutsideError("is refused: an absolute path or a URL")
        path = (self._folder / plain).resolve()
        if not path.is_relative_to(self._root):
            raise OutsideError("is refused: it leads outside the source folder")
        if not path.is_file():
            path = self._by_name(Path(plain).name)
        if path.stat().st_size > _MOST_BYTES:
            raise OutsideError("is refused: larger than 512 MiB")
        return path

    def _by_name(self, name: str) -> Path:
        for folder in self._extra:
            found = _names_in(folder).get(name.lower())
            if found is not None and found.resolve().is_relative_to(self._root):
                return found
        raise OutsideError("is missing")


@lru_cache(maxsize=8)
def _names_in(folder: Path) -> dict[str, Path]:
    """Files anywhere below `folder` by lower-case name; of equal names the first path counts."""
    names: dict[str, Path] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            names.setdefault(path.name.lower(), path)
    return names
