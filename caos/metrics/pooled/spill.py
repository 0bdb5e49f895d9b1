"""Arrays put away in temporary files, to be read back in parts."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from caos.errors import CaosError

Array = npt.NDArray[Any]


class SpillFile:
    """One nameless file in the temporary folder (TMPDIR); it goes when the last array in it does.

    The system takes the file back even when the process is killed.

    Raises:
        CaosError: no temporary folder can be written to.
    """

    def __init__(self) -> None:
        try:
            # the file lives as long as this object, so no block can close it
            self._file = tempfile.TemporaryFile(prefix="caos-pooled-", buffering=0)  # noqa: SIM115
        except OSError as cause:
            raise CaosError(f"no temporary file for pooled counts ({cause}); set TMPDIR") from cause

    def __del__(self) -> None:
        if hasattr(self, "_file"):
            self._file.close()

    def put(self, array: Array) -> StoredArray:
        """Write a flat array at the end of the file.

        Raises:
            CaosError: the disk is full.
        """
        offset = self._file.seek(0, 2)
        left = np.ascontiguousarray(array).view(np.uint8).data
        try:
            while left:
                left = left[self._file.write(left) :]
        except OSError as cause:
            raise CaosError(
                f"{tempfile.gettempdir()}: cannot put pooled counts away ({cause.strerror}); set TMPDIR to a "
                "folder with more room, or count approximately"
            ) from cause
        return StoredArray(self, array.dtype, array.size, offset)

    def read(self, array: Array, offset: int) -> None:
        """Fill `array` from the bytes at `offset`."""
        self._file.seek(offset)
        left = array.view(np.uint8).data
        while left:
            got = self._file.readinto(left)
            if not got:
                raise CaosError(
                    f"{tempfile.gettempdir()}: a file of pooled counts was cut short; evaluate again"
                )
            left = left[got:]


@dataclass(frozen=True, slots=True)
class StoredArray:
    """A flat array in a file; `stored[first:end]` reads that part of it."""

    file: SpillFile
    dtype: np.dtype[Any]
    size: int
    offset: int

    def __getitem__(self, part: slice) -> Array:
        first, end, _ = part.indices(self.size)
        array = np.empty(max(end - first, 0), dtype=self.dtype)
        self.file.read(array, self.offset + first * self.dtype.itemsize)
        return array

    @property
    def nbytes(self) -> int:
        """Bytes of main memory taken: none."""
        return 0
