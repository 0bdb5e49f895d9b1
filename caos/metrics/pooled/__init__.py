"""AUROC, AUPR and FPR95 over all pixels of a stream of score maps, in bounded memory.

`PooledCounts` is exact: scores are counted by the bits of their float32 (`keys`, `runs`, `buckets`) or, where
float32 cannot hold them, sorted (`sorted_runs`); `blocks` ranks anomalies among normals from either, and
`figures` makes the figures in one pass. What does not fit the memory goes to `spill`.

`ApproximatePooled` counts in bins and computes from the bins how far each figure can be from the exact one.
"""

from __future__ import annotations

from .approximate import ApproximatePooled
from .base import Pool
from .bounds import Bounded, BoundedFigures
from .counts import LEAST_MEMORY, PooledCounts
from .figures import Curve, PooledFigures
from .keys import Floats, checked_floats

__all__ = [
    "LEAST_MEMORY",
    "ApproximatePooled",
    "Bounded",
    "BoundedFigures",
    "Curve",
    "Floats",
    "Pool",
    "PooledCounts",
    "PooledFigures",
    "checked_floats",
]
