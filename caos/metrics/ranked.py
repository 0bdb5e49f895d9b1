"""The ranks of a pool worked out once, for everything that chooses thresholds from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from .pooled import Floats, Pool
from .ranks import RankCounts


class HasRanks(Protocol):
    """A pool, or its ranks worked out."""

    def ranks(self) -> RankCounts:
        """Ranks of all anomalies."""
        ...

    def thresholds(self) -> Floats:
        """(G,) the scores at which `ranks` counts, highest first."""
        ...


@dataclass(frozen=True, slots=True)
class Ranked:
    """Ranks and thresholds of a pool, which would count all its pixels again for every question."""

    counts: RankCounts
    scores: Floats

    @classmethod
    def of(cls, pool: Pool) -> Ranked:
        """Work them out in one pass.

        Raises:
            CaosError: one of the two kinds of pixels has not occurred.
        """
        blocks = list(pool.blocks())
        counts = RankCounts(
            np.cumsum(np.concatenate([block.anomalies for block in blocks])),
            np.concatenate([block.fp for block in blocks]),
            np.concatenate([block.fp_above for block in blocks]),
            *pool.pixels,
        )
        return cls(counts, np.concatenate([block.scores for block in blocks]))

    def ranks(self) -> RankCounts:
        """As the pool's."""
        return self.counts

    def thresholds(self) -> Floats:
        """As the pool's."""
        return self.scores
