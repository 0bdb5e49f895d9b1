"""What exact and approximate pools have in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from caos.errors import CaosError

from ..ranks import FPRConvention, OODMetrics, RankCounts
from .blocks import Block
from .figures import Curve, PooledFigures, curve_of
from .keys import Floats
from .spill import Array


class Pool(ABC):
    """Running counts of the scores of anomalous and normal pixels; they can be pickled and merged."""

    @property
    @abstractmethod
    def pixels(self) -> tuple[int, int]:
        """Anomalous and normal pixels so far."""

    @abstractmethod
    def update(self, scores: npt.ArrayLike, is_anomaly: npt.ArrayLike) -> None:
        """Add the pixels of one map; one kind of pixel may be missing.

        Args:
            scores: real numbers of any shape; 64-bit integers and long doubles must fit float64.
            is_anomaly: same shape; bool, or numbers that are all 0 or 1.

        Raises:
            CaosError: NaN, shapes that differ, a mask that is no mask, or numbers that float64 cannot hold.
        """

    @abstractmethod
    def figures(self) -> PooledFigures:
        """AUROC, AUPR, and FPR95 by both conventions, in one pass over the counts.

        Raises:
            CaosError: one of the two kinds of pixels has not occurred.
        """

    @abstractmethod
    def blocks(self) -> Iterator[Block]:
        """Counts at every threshold that the pool knows, a block at a time, highest first.

        Raises:
            CaosError: one of the two kinds of pixels has not occurred.
        """

    @abstractmethod
    def state(self) -> dict[str, Array]:
        """All counts as arrays under fixed names, to be sent or saved; in main memory as a whole."""

    @abstractmethod
    def load(self, state: Mapping[str, Array]) -> None:
        """Replace all counts by those of which this is the `state`.

        Raises:
            CaosError: arrays that are missing or do not fit.
        """

    def __repr__(self) -> str:
        anomalies, normals = self.pixels
        return f"{type(self).__name__}(anomalies={anomalies}, normals={normals})"

    def merge(self, other: Pool) -> None:
        """Add everything that `other` has counted, say in another process; `other` keeps its counts.

        Raises:
            CaosError: it counts in another way.
        """
        if type(other) is not type(self):
            raise CaosError(f"cannot merge {type(other).__name__} into {type(self).__name__}")
        self._add(other)

    def metrics(self, fpr: FPRConvention = "first") -> OODMetrics:
        """The figures over all pixels so far.

        Raises:
            CaosError: one of the two kinds of pixels has not occurred, or an unknown convention.
        """
        return self.figures().metrics(fpr)

    def curve(self) -> Curve:
        """Points of the ROC and precision-recall curves.

        Raises:
            CaosError: one of the two kinds of pixels has not occurred.
        """
        return curve_of(self.blocks(), *self.pixels)

    def ranks(self) -> RankCounts:
        """Ranks of all anomalies at once: 24 bytes per threshold, so without a bound where a pool is exact.

        Raises:
            CaosError: one of the two kinds of pixels has not occurred.
        """
        blocks = list(self.blocks())
        return RankCounts(
            np.cumsum(np.concatenate([block.anomalies for block in blocks])),
            np.concatenate([block.fp for block in blocks]),
            np.concatenate([block.fp_above for block in blocks]),
            *self.pixels,
        )

    def thresholds(self) -> Floats:
        """(G,) the thresholds at which `ranks` counts, highest first.

        Raises:
            CaosError: one of the two kinds of pixels has not occurred.
        """
        return np.concatenate([block.scores for block in self.blocks()])

    @abstractmethod
    def _add(self, other: Any) -> None:
        """As `merge`, of a pool of the same class."""

    def _need_both_kinds(self) -> None:
        for count, kind in zip(self.pixels, ("anomalous", "normal"), strict=True):
            if not count:
                raise CaosError(
                    f"no {kind} pixel: AUROC, AUPR and FPR95 need both kinds; leave such images out"
                )
