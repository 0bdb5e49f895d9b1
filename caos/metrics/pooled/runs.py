"""Keys of float32 scores grouped by their upper 16 bits: what one run of pixels leaves, two bytes per pixel.

A bucket is all keys with the same upper half; there are 65,536. A run keeps the lower halves of each bucket
together, in any order, and where each bucket begins. A bucket of more pixels than a table of counts would
take is a table: so a run never takes more than 256 KiB per bucket, however many pixels went into it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from ..ranks import Counts
from .keys import Floats, keys_of
from .spill import Array, SpillFile, StoredArray

BUCKETS: Final = 1 << 16

TABLE_FROM: Final = 1 << 17
"""Pixels in a bucket beyond which a table of counts (65,536 of 4 bytes) is smaller than 2 bytes per pixel."""


@dataclass(frozen=True, slots=True)
class Run:
    """Pixels of one kind, by bucket.

    Attributes:
        starts: (65537,) where each bucket begins in `lows`, int64, in memory or on disk; the last entry is
            their number.
        lows: lower halves of the keys, uint16, in memory or on disk.
        tabled: (T,) buckets that are tables instead, ascending.
        tables: (T * 65536,) counts per lower half, one table after the other, in memory or on disk.
    """

    starts: Array | StoredArray
    lows: Array | StoredArray
    tabled: Counts
    tables: Array | StoredArray

    @property
    def nbytes(self) -> int:
        """Bytes of main memory taken."""
        return int(self.starts.nbytes + self.lows.nbytes + self.tables.nbytes)

    @property
    def is_stored(self) -> bool:
        """Whether the pixels lie on disk."""
        return isinstance(self.lows, StoredArray)

    def lows_of(self, first: int, end: int) -> Array:
        """Lower halves of the buckets from `first` up to, not including, `end`."""
        starts = self.starts[first : end + 1]
        return self.lows[int(starts[0]) : int(starts[-1])]

    def table_of(self, bucket: int) -> Array | None:
        """(65536,) counts of a bucket that is a table; None when it is none."""
        row = int(np.searchsorted(self.tabled, bucket))
        if row == self.tabled.size or self.tabled[row] != bucket:
            return None
        return self.tables[row * BUCKETS : (row + 1) * BUCKETS]

    def stored(self, file: SpillFile) -> Run:
        """The same run on disk.

        Raises:
            CaosError: the disk is full.
        """
        return Run(file.put(self.starts[:]), file.put(self.lows[:]), self.tabled, file.put(self.tables[:]))


def run_of(values: Floats) -> Run:
    """A run of (P,) float32 scores."""
    keys = keys_of(values)
    highs = (keys >> 16).astype(np.uint16)
    # a stable argsort of 16-bit integers is a radix sort: 14 ns per pixel where sorting the keys takes 31
    order = np.argsort(highs, kind="stable")
    lows = keys.astype(np.uint16)[order]
    return Run(_starts(np.bincount(highs, minlength=BUCKETS)), lows, *_no_tables())


def joined(runs: Sequence[Run], totals: Counts) -> Run:
    """One run that holds the pixels of several.

    Args:
        runs: the runs, none of which has to stay.
        totals: (65536,) how many pixels per bucket they hold together.
    """
    tabled = np.flatnonzero(totals > TABLE_FROM)
    dtype = np.uint32 if totals.max(initial=0) < 1 << 32 else np.uint64
    tables = np.empty(tabled.size * BUCKETS, dtype=dtype)
    for row, bucket in enumerate(tabled.tolist()):
        tables[row * BUCKETS : (row + 1) * BUCKETS] = table_of(runs, bucket)
    sparse = np.where(totals > TABLE_FROM, 0, totals)
    starts = _starts(sparse)
    lows = np.empty(starts[-1], dtype=np.uint16)
    for bucket in np.flatnonzero(sparse).tolist():
        parts = [run.lows_of(bucket, bucket + 1) for run in runs]
        np.concatenate(parts, out=lows[starts[bucket] : starts[bucket + 1]])
    return Run(starts, lows, tabled, tables)


def table_of(runs: Sequence[Run], bucket: int) -> Counts:
    """(65536,) counts per lower half of one bucket, over all runs."""
    parts = [np.empty(0, dtype=np.uint16), *(run.lows_of(bucket, bucket + 1) for run in runs)]
    counts: Counts = np.bincount(np.concatenate(parts), minlength=BUCKETS)
    for run in runs:
        table = run.table_of(bucket)
        if table is not None:
            counts += table.astype(np.int64)
    return counts


def keys_between(runs: Sequence[Run], first: int, end: int) -> npt.NDArray[np.uint32]:
    """Sorted keys of the buckets from `first` up to, not including, `end`, none of which is a table."""
    parts: list[npt.NDArray[np.uint32]] = [np.empty(0, dtype=np.uint32)]
    highs = np.arange(first, end, dtype=np.uint32) << 16
    for run in runs:
        sizes = np.diff(run.starts[first : end + 1])
        lows: npt.NDArray[np.uint32] = run.lows_of(first, end).astype(np.uint32)
        parts.append(np.repeat(highs, sizes) | lows)
    keys = np.concatenate(parts)
    keys.sort()
    return keys


def _starts(totals: Counts) -> Counts:
    return np.concatenate([[0], np.cumsum(totals)])


def _no_tables() -> tuple[Counts, Array]:
    return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.uint32)
