"""Exact AUROC, AUPR and FPR95 over all pixels of a stream of score maps, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, TypeVar

import numpy as np
import numpy.typing as npt

from caos.errors import CaosError

from .base import Pool
from .blocks import Block, bucket_blocks, sorted_blocks
from .buckets import Buckets
from .figures import PooledFigures, figures_of
from .keys import checked_floats, to_float32
from .sorted_runs import SortedRuns
from .spill import Array

MEMORY: Final = 1 << 30
"""Bytes that one pool may take in main memory unless told otherwise: 1 GiB."""

LEAST_MEMORY: Final = 1 << 25

_KINDS: Final = ("anomalies", "normals")
_Kind = TypeVar("_Kind", Buckets, SortedRuns)


class PooledCounts(Pool):
    """Running counts of the scores of anomalous and normal pixels; never rounded.

    Float32 scores take two bytes per pixel, and no more than 4 bytes per distinct value that their range can
    hold: logits between 2 and 20 at most 110 MB, however many pixels. Float64 scores that float32 cannot
    hold take eight bytes per pixel. What does not fit `memory` goes to a nameless file in the temporary
    folder (TMPDIR).

    Objects can be pickled and merged; the figures do not depend on the order, to the last bit. A pickle, as
    `state`, holds all counts in main memory, also those put on disk.

    Args:
        memory: bytes of main memory to take, working copies included; at least 32 MiB (some 20 MB more are
            in use for moments).

    Raises:
        CaosError: too little memory.

    >>> pooled = PooledCounts()
    >>> pooled.update([0.1, 0.4], [False, False])
    >>> pooled.update([0.35, 0.8], [True, True])
    >>> pooled.metrics()
    OODMetrics(auroc=0.75, aupr=0.8333333333333333, fpr95=0.5)
    """

    def __init__(self, memory: int = MEMORY) -> None:
        if memory < LEAST_MEMORY:
            raise CaosError(f"memory {memory} for pooled counts is too little; give {LEAST_MEMORY} or more")
        self._memory = memory
        self._narrow = Buckets(), Buckets()  # anomalies, normals
        self._wide: tuple[SortedRuns, SortedRuns] | None = None  # instead, once float32 cannot hold a score

    @property
    def pixels(self) -> tuple[int, int]:
        """Anomalous and normal pixels so far."""
        anomalies, normals = self._kinds
        return anomalies.pixels, normals.pixels

    def update(self, scores: npt.ArrayLike, is_anomaly: npt.ArrayLike) -> None:
        """As `Pool.update`.

        Raises:
            CaosError: as there, and a full disk.
        """
        values, mask = checked_floats(scores, is_anomaly)
        if values.dtype == np.float64 and self._wide is None:
            narrow = to_float32(values)
            if (narrow == values).all():
                values = narrow
            else:
                self._widen()
        for kind, chosen in zip(self._kinds, (mask, ~mask), strict=True):
            kind.add(values[chosen])
            self._settle_full(kind)

    def figures(self) -> PooledFigures:
        """As `Pool.figures`."""
        return figures_of(self.blocks(), *self.pixels)

    def blocks(self) -> Iterator[Block]:
        """Counts at every distinct score of an anomaly, see `Pool.blocks`."""
        self._need_both_kinds()
        for kind in self._kinds:
            kind.settle()
        return bucket_blocks(*self._narrow) if self._wide is None else sorted_blocks(*self._wide)

    def state(self) -> dict[str, Array]:
        """As `Pool.state`."""
        state = {}
        for kind, name in zip(self._kinds, _KINDS, strict=True):
            kind.settle()
            state.update({f"{name}.{key}": array for key, array in kind.state().items()})
        return state

    def load(self, state: Mapping[str, Array]) -> None:
        """As `Pool.load`."""
        parts = [_part(state, name) for name in _KINDS]
        if all("keys" in part for part in parts):
            self._wide = SortedRuns.of_state(parts[0]), SortedRuns.of_state(parts[1])
            self._narrow = Buckets(), Buckets()
        else:
            self._narrow = Buckets.of_state(parts[0]), Buckets.of_state(parts[1])
            self._wide = None
        self._keep_in_bounds()

    def __getstate__(self) -> dict[str, Any]:
        return {"memory": self._memory, "state": self.state()}

    def __setstate__(self, pickled: dict[str, Any]) -> None:
        self.__init__(pickled["memory"])  # type: ignore[misc]
        self.load(pickled["state"])

    def _add(self, other: PooledCounts) -> None:
        for kind in (*self._kinds, *other._kinds):
            kind.settle()
        if other._wide and self._wide is None:
            self._widen()
        if self._wide is None:
            _merge_each(self._narrow, other._narrow)
        else:
            _merge_each(self._wide, other._wide or other._widened())
        self._keep_in_bounds()

    @property
    def _kinds(self) -> tuple[Buckets | SortedRuns, Buckets | SortedRuns]:
        return self._wide or self._narrow

    def _settle_full(self, kind: Buckets | SortedRuns) -> None:
        if kind.is_full:
            kind.settle()
            self._keep_in_bounds()

    def _keep_in_bounds(self) -> None:
        """Half of the memory is for counts, the other half for the copy that `compact` makes."""
        if sum(kind.nbytes for kind in self._kinds) <= self._memory // 2:
            return
        for kind in self._kinds:
            kind.compact()
        # with less room than this left, compacting would soon be all it does
        if sum(kind.nbytes for kind in self._kinds) > self._memory * 3 // 8:
            for kind in self._kinds:
                kind.spill()

    def _widen(self) -> tuple[SortedRuns, SortedRuns]:
        """Count in float64 from now on."""
        narrow, self._narrow = self._narrow, (Buckets(), Buckets())
        self._wide = wide = SortedRuns(), SortedRuns()
        for source, target in zip(narrow, wide, strict=True):
            source.settle()
            for chunk in source.chunks():
                target.add(chunk)
                self._settle_full(target)
            target.settle()
        return wide

    def _widened(self) -> tuple[SortedRuns, SortedRuns]:
        """The same counts in float64, while these stay as they are."""
        copy = PooledCounts(self._memory)
        copy.merge(self)
        return copy._widen()


def _merge_each(into: Sequence[_Kind], others: Sequence[_Kind]) -> None:
    for kind, other in zip(into, others, strict=True):
        kind.merge(other)


def _part(state: Mapping[str, Array], name: str) -> dict[str, Array]:
    """The arrays of one kind of pixel."""
    return {key[len(name) + 1 :]: state[key] for key in state if key.startswith(f"{name}.")}
