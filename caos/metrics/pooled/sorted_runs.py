"""All float64 scores of one kind of pixel that float32 cannot hold, as sorted runs of 64-bit keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from caos.errors import CaosError

from .keys import Floats, keys_of
from .spill import Array, SpillFile, StoredArray

RUN_PIXELS: Final = 1 << 22
"""Pixels gathered before they are sorted: 32 MiB; few runs make few places to look in."""

_STEP: Final = 1 << 12


@dataclass(frozen=True, slots=True)
class SortedRun:
    """Sorted keys, uint64, in memory or on disk, and every 4096th of them in memory."""

    keys: Array | StoredArray
    landmarks: npt.NDArray[np.uint64]

    @classmethod
    def of(cls, keys: npt.NDArray[np.uint64]) -> SortedRun:
        """A run of sorted keys."""
        return cls(keys, keys[::_STEP].copy())

    def position(self, key: int) -> int:
        """How many keys are below `key`."""
        wanted = np.uint64(key)
        step = int(np.searchsorted(self.landmarks, wanted))
        first = max(step - 1, 0) * _STEP
        return first + int(np.searchsorted(self.keys[first : step * _STEP], wanted))


class SortedRuns:
    """Counts of the float64 scores of one kind of pixel; exact, eight bytes per pixel."""

    def __init__(self) -> None:
        self.pending = 0
        self._heap: list[Floats] = []
        self._runs: list[SortedRun] = []
        self._file: SpillFile | None = None

    @property
    def pixels(self) -> int:
        """Number of scores added."""
        return sum(run.keys.size for run in self._runs) + self.pending

    @property
    def nbytes(self) -> int:
        """Bytes of main memory that the runs take."""
        return sum(run.keys.nbytes + run.landmarks.nbytes for run in self._runs)

    @property
    def is_full(self) -> bool:
        """Whether enough scores wait for a run."""
        return self.pending >= RUN_PIXELS

    def add(self, values: Floats) -> None:
        """Throw (P,) scores on the heap; the array must not change any more."""
        self._heap.append(values.astype(np.float64, copy=False))
        self.pending += values.size

    def settle(self) -> None:
        """Make the heap a run."""
        if self.pending:
            keys = keys_of(np.concatenate(self._heap))
            keys.sort()
            self._runs.append(SortedRun.of(keys))
        self._heap, self.pending = [], 0

    def merge(self, other: SortedRuns) -> None:
        """Add the runs of another, which is settled; runs never change, so both may keep them."""
        self._runs.extend(other._runs)

    def compact(self) -> None:
        """Nothing to do: equal scores are not put together here."""

    def spill(self) -> None:
        """Put the runs in main memory on disk.

        Raises:
            CaosError: the disk is full.
        """
        self._file = file = self._file or SpillFile()
        self._runs = [
            run if isinstance(run.keys, StoredArray) else SortedRun(file.put(run.keys), run.landmarks)
            for run in self._runs
        ]

    def count(self, first: int, end: int) -> int:
        """How many keys lie from `first` up to, not including, `end`."""
        return sum(run.position(end) - run.position(first) for run in self._runs)

    def keys(self, first: int, end: int) -> Array:
        """Those keys, sorted."""
        parts = [run.keys[run.position(first) : run.position(end)] for run in self._runs]
        keys = np.concatenate([np.empty(0, dtype=np.uint64), *parts])
        keys.sort()
        return keys

    def state(self) -> dict[str, Array]:
        """Everything counted, in arrays."""
        parts = [run.keys[:] for run in self._runs]
        keys = np.concatenate([np.empty(0, dtype=np.uint64), *parts])
        keys.sort()
        return {"keys": keys}

    @classmethod
    def of_state(cls, state: Mapping[str, Array]) -> SortedRuns:
        """The counts of which this is the `state`.

        Raises:
            CaosError: keys that are not sorted.
        """
        keys = state["keys"]
        if keys.dtype != np.uint64 or keys.ndim != 1 or (keys[1:] < keys[:-1]).any():
            raise CaosError("state of pooled counts: the keys are not sorted 64-bit integers")
        runs = cls()
        runs._runs = [SortedRun.of(keys)]
        return runs
