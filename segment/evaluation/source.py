"""Score maps of a split as something that can be gone through more than once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from caos.labels import LabelMap

from ..datasets import StreetScenes

FloatMap = npt.NDArray[np.floating[Any]]
ClassMap = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class ScoredFrame:
    """What is known of one frame.

    Attributes:
        index: its position in the split.
        label: (H, W) uint8 in-memory label map: class indices, `ANOMALY`, `VOID`.
        scores: score name -> (H, W) float32 or float64 without NaN, larger = more anomalous.
        prediction: (H, W) uint8, the predicted class indices; None where nobody knows them.
        confidence: (H, W) float32 in [0, 1], the largest softmax probability; None likewise.
    """

    index: int
    label: LabelMap
    scores: Mapping[str, FloatMap]
    prediction: ClassMap | None = None
    confidence: npt.NDArray[np.float32] | None = None

    def only(self, names: Sequence[str]) -> ScoredFrame:
        """The same frame with these scores alone."""
        return replace(self, scores={name: self.scores[name] for name in names})

    @property
    def nbytes(self) -> int:
        """Memory of its maps, without the label's."""
        maps = (*self.scores.values(), self.prediction, self.confidence)
        return sum(each.nbytes for each in maps if each is not None)


class ScoreSource(Protocol):
    """A split with score maps: of a network that predicts again on every pass, or files on disk."""

    @property
    def dataset(self) -> StreetScenes:
        """The split."""
        ...

    @property
    def names(self) -> tuple[str, ...]:
        """The scores, in the order of the tables; may be none."""
        ...

    def frames(
        self, names: Sequence[str] | None = None, indices: Sequence[int] | None = None
    ) -> Iterator[ScoredFrame]:
        """Go through the split in ascending order; every pass gives the same maps to the last bit.

        Args:
            names: only these scores; None = all.
            indices: only the frames at these positions; None = all.

        Raises:
            CaosError: a broken file, or a map that does not fit.
        """
        ...


@dataclass(slots=True)
class Remembered:
    """A source whose first frames are kept in memory, so that later passes need not make them again.

    Attributes:
        source: where the maps come from.
        budget: bytes of maps to keep; frames beyond are made again on every pass.
    """

    source: ScoreSource
    budget: int
    _kept: dict[int, ScoredFrame] = field(default_factory=dict)
    _bytes: int = 0

    @property
    def dataset(self) -> StreetScenes:
        """The split."""
        return self.source.dataset

    @property
    def names(self) -> tuple[str, ...]:
        """The scores."""
        return self.source.names

    def frames(
        self, names: Sequence[str] | None = None, indices: Sequence[int] | None = None
    ) -> Iterator[ScoredFrame]:
        """As the source's."""
        wanted = self.names if names is None else tuple(names)
        positions = sorted(range(len(self.dataset)) if indices is None else indices)
        for index in positions:
            if index in self._kept:
                yield self._kept[index].only(wanted)
        # kept are the first frames of the split, so the order of positions survives
        rest = [index for index in positions if index not in self._kept]
        for frame in self.source.frames(wanted, rest) if rest else ():
            if set(wanted) == set(self.names):
                self._keep(frame)
            yield frame

    def _keep(self, frame: ScoredFrame) -> None:
        """Keep the frame if it fits and follows on those that are kept."""
        if frame.index == len(self._kept) and self._bytes + frame.nbytes <= self.budget:
            self._kept[frame.index] = frame
            self._bytes += frame.nbytes
