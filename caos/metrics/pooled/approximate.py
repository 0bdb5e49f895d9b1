"""AUROC, AUPR and FPR95 over all pixels of a stream of score maps from bins, and how exact they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from caos.errors import CaosError

from ..ranks import Counts
from .base import Pool
from .blocks import Block
from .bounds import BoundedFigures, bounded_figures
from .figures import PooledFigures
from .keys import Floats, checked_floats, keys_of, to_float32, values_of
from .spill import Array

BITS: Final = 18
ANCHORS: Final = (0.0, -1.0)

_BLOCK_PIXELS: Final = 1 << 17
_HEAP_PIXELS: Final = 1 << 19  # counted at a time: below, writing the bins costs more than the pixels


class ApproximatePooled(Pool):
    """Running counts of scores in bins: quick and small, with an interval that holds each exact figure.

    A bin is all scores whose float32 begins with the same bits, so bins are narrow near zero and wide far
    from it: at 18 bits a 512th to a 1024th of the score. Scores that crowd elsewhere, as those of sure
    softmaxes do at -1 (MSP), need their distance from there: each anchor has bins of its own, and a figure
    lies where the intervals of all anchors say.

    Objects can be pickled and merged; the figures do not depend on the order, to the last bit.

    Args:
        bits: leading bits that are counted, 10 to 24; each anchor takes 16 * 2**bits bytes (4 MB at 18).
        anchors: values near which scores may crowd, at least one.

    Raises:
        CaosError: another number of bits, or an anchor that is not finite.

    >>> pooled = ApproximatePooled()
    >>> pooled.update([0.1, 0.4], [False, False])
    >>> pooled.update([0.35, 0.8], [True, True])
    >>> print(pooled.bounds())
    AUROC 0.7500 ± 1.0e-12, AUPR 0.8333 ± 1.0e-12, FPR95 0.5000 ± 0.0e+00
    """

    def __init__(self, bits: int = BITS, anchors: Sequence[float] = ANCHORS) -> None:
        if not 10 <= bits <= 24:
            raise CaosError(f"bits {bits}: choose 10 to 24")
        if not anchors or not np.isfinite(to_float32(np.array(anchors, dtype=np.float64))).all():
            raise CaosError(f"anchors {list(anchors)}: give at least one, all finite numbers of float32")
        self._bits = bits
        self._anchors = tuple(float(anchor) for anchor in anchors)
        # (anomalies or all pixels, anchor, bin)
        self._counts: Counts = np.zeros((2, len(self._anchors), 1 << bits), dtype=np.int64)
        self._heaps: tuple[list[Floats], list[Floats]] = ([], [])

    @property
    def pixels(self) -> tuple[int, int]:
        """Anomalous and normal pixels so far."""
        self._settle()
        anomalies, both = self._counts[:, 0].sum(axis=1).tolist()
        return anomalies, both - anomalies

    def update(self, scores: npt.ArrayLike, is_anomaly: npt.ArrayLike) -> None:
        """As `Pool.update`."""
        values, mask = checked_floats(scores, is_anomaly)
        narrow = to_float32(values)
        for kind, pixels in enumerate((narrow[mask], narrow)):
            heap = self._heaps[kind]
            heap.append(pixels)
            if sum(part.size for part in heap) >= _HEAP_PIXELS:
                self._settle(kind)
            elif pixels is values:  # they wait, and their owner may change them
                heap[-1] = pixels.copy()

    def bounds(self) -> BoundedFigures:
        """Intervals that hold the exact figures.

        Raises:
            CaosError: one of the two kinds of pixels has not occurred.
        """
        return reduce(BoundedFigures.meet, self._bounds_by_anchor())

    def figures(self) -> PooledFigures:
        """The middles of the intervals that hold the exact figures, see `bounds`.

        Raises:
            CaosError: one of the two kinds of pixels has not occurred.
        """
        return self.bounds().figures()

    def blocks(self) -> Iterator[Block]:
        """Exact counts at the lowest score of every bin with anomalies, in one block.

        The bins are those of the anchor that says most about the AUROC.

        Raises:
            CaosError: one of the two kinds of pixels has not occurred.
        """
        anchor = int(np.argmin([bounds.auroc.error for bounds in self._bounds_by_anchor()]))
        anomalies, normals = self._falling(anchor)
        fp = np.cumsum(normals)
        found = np.flatnonzero(anomalies)
        lowest = _lowest_scores((1 << self._bits) - 1 - found, self._bits, self._anchors[anchor])
        yield Block(lowest, anomalies[found], fp[found], (fp - normals)[found])

    def state(self) -> dict[str, Array]:
        """As `Pool.state`."""
        self._settle()
        return {
            "bits": np.array(self._bits),
            "anchors": np.array(self._anchors),
            "counts": self._counts.copy(),
        }

    def load(self, state: Mapping[str, Array]) -> None:
        """As `Pool.load`."""
        missing = [name for name in ("bits", "anchors", "counts") if name not in state]
        if missing:
            raise CaosError(f"state of approximate counts: {', '.join(missing)} missing")
        empty = ApproximatePooled(int(state["bits"]), state["anchors"].tolist())
        shape, counts = empty._counts.shape, state["counts"]
        if counts.shape != shape or counts.dtype != np.int64:
            raise CaosError(f"state of approximate counts: counts are no int64 of shape {shape}")
        self._bits, self._anchors, self._heaps = empty._bits, empty._anchors, empty._heaps
        self._counts = counts.copy()

    def __getstate__(self) -> dict[str, Any]:
        return self.state()

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.load(state)

    def _add(self, other: ApproximatePooled) -> None:
        if (self._bits, self._anchors) != (other._bits, other._anchors):
            raise CaosError("cannot merge approximate counts of other bits or anchors")
        self._settle()
        other._settle()
        self._counts = self._counts + other._counts

    def _settle(self, *kinds: int) -> None:
        """Count what waits, of all kinds or some."""
        for kind in kinds or (0, 1):
            heap = self._heaps[kind]
            if heap:
                self._count(heap[0] if len(heap) == 1 else np.concatenate(heap), kind)
                heap.clear()

    def _count(self, values: Floats, kind: int) -> None:
        # whole maps at a time cost page faults (11 ns per pixel, not 7), few pixels writing all the bins
        step = max(_BLOCK_PIXELS, 1 << (self._bits - 1))
        for row, anchor in zip(self._counts[kind], self._anchors, strict=True):
            for first in range(0, values.size, step):
                bins = _distance(values[first : first + step], anchor).view(np.uint32)
                bins >>= 32 - self._bits
                row += np.bincount(bins, minlength=row.size)

    def _bounds_by_anchor(self) -> list[BoundedFigures]:
        self._need_both_kinds()
        return [bounded_figures(*self._falling(anchor)) for anchor in range(len(self._anchors))]

    def _falling(self, anchor: int) -> tuple[Counts, Counts]:
        """Anomalies and normals per bin, highest bin first."""
        anomalies, both = self._counts[:, anchor]
        half = both.size // 2
        # bins are numbered by plain bits: positive scores rising, then negative ones falling
        order = np.concatenate([np.arange(half)[::-1], np.arange(half, both.size)])
        return anomalies[order], (both - anomalies)[order]


def _distance(values: Floats, anchor: float) -> Floats:
    """(P,) float32 `values - anchor`, rounded, which keeps the order; never -0.0."""
    distance: Floats = values + np.float32(0.0 - anchor)
    return distance


def _lowest_scores(bins: Counts, bits: int, anchor: float) -> Floats:
    """(K,) the lowest float32 in each bin, bins numbered in rising order: bisection over all float32."""
    lowest, highest = keys_of(np.array([-np.inf, np.inf], dtype=np.float32)).tolist()
    low = np.full(bins.size, lowest, dtype=np.int64)
    high = np.full(bins.size, highest, dtype=np.int64)
    while (low < high).any():
        middle = (low + high) // 2
        keys = keys_of(_distance(values_of(middle.astype(np.uint32)), anchor))
        reached = keys >> (32 - bits) >= bins
        high = np.where(reached, middle, high)
        low = np.where(reached, low, middle + 1)
    return values_of(low.astype(np.uint32))
