"""How anomalies rank among normal pixels, a block of scores at a time, the highest scores first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from ..ranks import Counts
from .buckets import Buckets
from .keys import Floats, Keys, values_of
from .sorted_runs import SortedRuns

BLOCK_PIXELS: Final = 1 << 20
"""Pixels sorted at a time at the end."""

TABLE_PAYS_FROM: Final = 1 << 13
"""Pixels in a bucket from which counting in a table of 65,536 is quicker than sorting."""

_ALL_KEYS: Final = (1 << 64) - 1  # above the key of infinity; NaN is not let in


@dataclass(frozen=True, slots=True)
class Block:
    """Counts at some distinct scores of anomalies, highest first; all of shape (K,), K >= 1.

    Attributes:
        scores: the scores, float32 or float64.
        anomalies: anomalies of exactly this score, int64.
        fp: normals at or above the score, int64.
        fp_above: normals strictly above it, int64.
    """

    scores: Floats
    anomalies: Counts
    fp: Counts
    fp_above: Counts


def bucket_blocks(anomalies: Buckets, normals: Buckets) -> Iterator[Block]:
    """All distinct scores of anomalies, in falling blocks that do not depend on how pixels were brought."""
    ends = np.concatenate([[0], np.cumsum(normals.totals)])
    for first, end, is_table in _groups(anomalies.totals, normals.totals):
        above = int(ends[-1] - ends[end])
        if is_table:
            yield _block_of_tables(first, anomalies.table(first), normals.table(first), above)
        else:
            yield _block_of_keys(anomalies.keys(first, end), normals.keys(first, end), above)


def _groups(anomalies: Counts, normals: Counts) -> Iterator[tuple[int, int, bool]]:
    """Ranges of buckets with anomalies, from the top: one that is worth a table, or small ones together."""
    both = anomalies + normals
    ends = np.concatenate([[0], np.cumsum(both)])
    first = end = 0  # the open range
    for bucket in [*np.flatnonzero(both)[::-1].tolist(), -1]:
        is_table = bucket < 0 or both[bucket] >= TABLE_PAYS_FROM
        if is_table or ends[end] - ends[bucket] > BLOCK_PIXELS:
            if anomalies[first:end].any():
                yield first, end, False
            end = 0
        if bucket >= 0 and is_table and anomalies[bucket]:
            yield bucket, bucket + 1, True
        if not is_table:
            first, end = bucket, end or bucket + 1


def _block_of_tables(bucket: int, anomalies: Counts, normals: Counts, above: int) -> Block:
    found = np.flatnonzero(anomalies)[::-1]
    up_to = np.cumsum(normals)
    fp_above = above + up_to[-1] - up_to[found]
    scores = values_of(found.astype(np.uint32) | np.uint32(bucket << 16))
    return Block(scores, anomalies[found], fp_above + normals[found], fp_above)


def _block_of_keys(anomalies: Keys, normals: Keys, above: int) -> Block:
    """As above, of sorted keys; `above` normals are higher than all of them."""
    found, per_score = np.unique(anomalies, return_counts=True)
    top = above + normals.size
    fp = top - np.searchsorted(normals, found, side="left")
    fp_above = top - np.searchsorted(normals, found, side="right")
    return Block(values_of(found)[::-1], per_score[::-1], fp[::-1], fp_above[::-1])


def sorted_blocks(anomalies: SortedRuns, normals: SortedRuns) -> Iterator[Block]:
    """As `bucket_blocks`: halve the range of keys until what lies in it can be sorted."""
    above = 0
    open_ranges = [(0, _ALL_KEYS)]
    while open_ranges:
        first, end = open_ranges.pop()
        found, normal = anomalies.count(first, end), normals.count(first, end)
        if found and found + normal > BLOCK_PIXELS and end - first > 1:
            middle = (first + end) // 2
            open_ranges += [(first, middle), (middle, end)]
            continue
        if found and end - first == 1:
            yield _block_of_one(first, found, normal, above)
        elif found:
            yield _block_of_keys(anomalies.keys(first, end), normals.keys(first, end), above)
        above += normal


def _block_of_one(key: int, anomalies: int, normals: int, above: int) -> Block:
    def one(count: int) -> npt.NDArray[np.int64]:
        return np.array([count], dtype=np.int64)

    scores = values_of(np.array([key], dtype=np.uint64))
    return Block(scores, one(anomalies), one(above + normals), one(above))
