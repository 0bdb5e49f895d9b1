"""All float32 scores of one kind of pixel, in runs of buckets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import numpy as np

from caos.errors import CaosError

from ..ranks import Counts
from .keys import Floats, values_of
from .runs import BUCKETS, Run, joined, keys_between, run_of, table_of
from .spill import Array, SpillFile

RUN_PIXELS: Final = 1 << 20
"""Pixels gathered before they become a run: 14 ns each; with 2^22 it is 17, with fewer `starts` weighs."""

_CHUNK: Final = 1 << 20
_STATE: Final = ("starts", "lows", "tabled", "tables")


class Buckets:
    """Counts of the float32 scores of one kind of pixel; exact, two bytes per pixel or less."""

    def __init__(self) -> None:
        self.totals: Counts = np.zeros(BUCKETS, dtype=np.int64)
        self.pending = 0
        self._heap: list[Floats] = []
        self._runs: list[Run] = []
        self._file: SpillFile | None = None

    @property
    def pixels(self) -> int:
        """Number of scores added."""
        return int(self.totals.sum()) + self.pending

    @property
    def nbytes(self) -> int:
        """Bytes of main memory that the runs take."""
        return sum(run.nbytes for run in self._runs)

    @property
    def is_full(self) -> bool:
        """Whether enough scores wait for a run."""
        return self.pending >= RUN_PIXELS

    def add(self, values: Floats) -> None:
        """Throw (P,) float32 scores on the heap; the array must not change any more."""
        self._heap.append(values)
        self.pending += values.size

    def settle(self) -> None:
        """Make the heap a run."""
        if self.pending:
            run = run_of(np.concatenate(self._heap))
            self.totals = self.totals + np.diff(run.starts[:])
            self._runs.append(run)
        self._heap, self.pending = [], 0

    def merge(self, other: Buckets) -> None:
        """Add the runs of another, which is settled; runs never change, so both may keep them."""
        self._runs.extend(other._runs)
        self.totals = self.totals + other.totals

    def compact(self) -> None:
        """Make the runs in main memory one."""
        kept = [run for run in self._runs if run.is_stored]
        loose = [run for run in self._runs if not run.is_stored]
        if len(loose) > 1:
            self._runs = [*kept, joined(loose, self._totals_of(loose))]

    def spill(self) -> None:
        """Put the runs in main memory on disk.

        Raises:
            CaosError: the disk is full.
        """
        self._file = self._file or SpillFile()
        self._runs = [run if run.is_stored else run.stored(self._file) for run in self._runs]

    def table(self, bucket: int) -> Counts:
        """(65536,) counts per lower half of the keys in a bucket."""
        return table_of(self._runs, bucket)

    def keys(self, first: int, end: int) -> Array:
        """Sorted keys, uint32, of the buckets from `first` up to, not including, `end`; small ones only."""
        return keys_between(self._runs, first, end)

    def chunks(self) -> Iterator[Floats]:
        """All scores once more, as often as they came, a million at a time at most."""
        for bucket in np.flatnonzero(self.totals).tolist():
            ends = np.cumsum(self.table(bucket))
            for first in range(0, int(ends[-1]), _CHUNK):
                ranks = np.arange(first, min(first + _CHUNK, int(ends[-1])))
                lows = np.searchsorted(ends, ranks, side="right").astype(np.uint32)
                yield values_of(lows | np.uint32(bucket << 16))

    def state(self) -> dict[str, Array]:
        """Everything counted, in arrays."""
        run = joined(self._runs, self.totals)
        return {"starts": run.starts[:], "lows": run.lows[:], "tabled": run.tabled, "tables": run.tables[:]}

    @classmethod
    def of_state(cls, state: Mapping[str, Array]) -> Buckets:
        """The counts of which this is the `state`.

        Raises:
            CaosError: arrays that do not fit each other.
        """
        missing = [name for name in _STATE if name not in state]
        if missing:
            raise CaosError(f"state of pooled counts: {', '.join(missing)} missing")
        run = Run(*(state[name] for name in _STATE))
        sizes = run.starts.size, run.lows.size, run.tables.size
        if sizes != (BUCKETS + 1, int(run.starts[-1:].sum()), run.tabled.size * BUCKETS):
            raise CaosError(f"state of pooled counts: arrays of sizes {sizes} do not fit each other")
        buckets = cls()
        buckets._runs = [run]
        buckets.totals = buckets._totals_of([run])
        return buckets

    def _totals_of(self, runs: list[Run]) -> Counts:
        totals = np.zeros(BUCKETS, dtype=np.int64)
        for run in runs:
            totals += np.diff(run.starts[:])
            for row, bucket in enumerate(run.tabled.tolist()):
                totals[bucket] += int(run.tables[row * BUCKETS : (row + 1) * BUCKETS].sum(dtype=np.int64))
        return totals
