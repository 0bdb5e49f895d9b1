"""Evaluation of a data set, image by image: several scores under several protocols in one pass."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from caos.errors import CaosError
from caos.labels import ANOMALY, STREETHAZARDS, LabelMap, LabelSet

from .figures import MethodFigures, ProtocolFigures
from .pooled import (
    LEAST_MEMORY,
    ApproximatePooled,
    BoundedFigures,
    Curve,
    Floats,
    Pool,
    PooledCounts,
    checked_floats,
)
from .protocols import Protocol, protocol
from .ranks import OODMetrics
from .selection import Selection

Counting = Literal["exact", "approximate"]

MEMORY: Final = 1 << 32
"""Bytes of main memory for all pools of an evaluation together, unless told otherwise: 4 GiB."""


class PixelEvaluator:
    """Streams score maps and label maps into the figures of every protocol.

    Args:
        protocols: names from `PROTOCOLS`, or protocols of your own.
        score_names: the scores that every `update` will bring.
        label_set: where the class names that a protocol ignores are looked up.
        counting: "exact", or "approximate" for pooled figures and curves with `ApproximatePooled`, about
            four times faster and 8 MB per pool. There is a pool per score and choice of pixels. Figures per
            image are always exact.
        memory: bytes of main memory for exact pools, shared out evenly, but 32 MiB for each at least; the
            rest goes to disk, see `PooledCounts`.

    Raises:
        CaosError: an unknown protocol, one that ignores an unknown class, two of one name, or an unknown
            way of counting.

    >>> evaluator = PixelEvaluator(["hendrycks", "pooled"], ["msp"])
    >>> label = np.array([[0, 254, 254, 255]], dtype=np.uint8)
    >>> evaluator.update({"msp": np.array([[0.2, 0.9, 0.1, 0.5]])}, label)
    {'msp': OODMetrics(auroc=0.5, aupr=0.8333333333333333, fpr95=1.0)}
    >>> evaluator.compute()["pooled"].methods["msp"].auroc
    0.5
    """

    def __init__(
        self,
        protocols: Sequence[str | Protocol],
        score_names: Sequence[str],
        *,
        label_set: LabelSet = STREETHAZARDS,
        counting: Counting = "exact",
        memory: int = MEMORY,
    ) -> None:
        if not protocols or not score_names:
            raise CaosError("an evaluation needs at least one protocol and one score")
        chosen = [protocol(entry) if isinstance(entry, str) else entry for entry in protocols]
        self._protocols = {entry.name: entry for entry in chosen}
        for entry in chosen:
            if self._protocols[entry.name] != entry:
                raise CaosError(
                    f"two different protocols are called {entry.name!r}; give each a name of its own"
                )
        self._score_names = tuple(dict.fromkeys(score_names))
        self._counting = counting
        # protocols that share their pixels have them counted once; the first one's are pooled for the curves
        groups = _sharing(self._protocols.values())
        is_pooled = [any(entry.aggregate == "pixels" for entry in group) for group in groups]
        is_pooled[0] = True
        new_pool = _pools(counting, memory // (sum(is_pooled) * len(self._score_names)))
        self._selections = [
            Selection.over(group, self._score_names, label_set, new_pool if pooled else None)
            for group, pooled in zip(groups, is_pooled, strict=True)
        ]
        self._main = self._selections[0]

    def update(self, scores: Mapping[str, npt.ArrayLike], label: LabelMap) -> dict[str, OODMetrics | None]:
        """Add one image. Nothing is counted when an error is raised.

        Args:
            scores: score name -> (H, W) scores, larger = more anomalous; exactly the constructor's names.
            label: (H, W) uint8 class indices, `ANOMALY` or `VOID`.

        Returns:
            This image's own figures under the first protocol's choice of pixels; None where it lacks one kind
            of pixel.

        Raises:
            CaosError: another set of scores, shapes that differ, or NaN.
        """
        if set(scores) != set(self._score_names):
            raise CaosError(
                f"scores {', '.join(sorted(scores))} given, but {', '.join(self._score_names)} expected"
            )
        label = np.asarray(label)
        is_anomaly = label == ANOMALY
        flat = {name: _checked(name, scores[name], is_anomaly) for name in self._score_names}
        own = self._main.add(flat, label.ravel(), own=True)
        for selection in self._selections[1:]:
            selection.add(flat, label.ravel(), own=False)
        return own

    def compute(self) -> dict[str, ProtocolFigures]:
        """The figures of every protocol over the images so far.

        Raises:
            CaosError: no image had what a protocol needs.
        """
        return {name: self._of(name).figures(entry) for name, entry in self._protocols.items()}

    def curves(self) -> dict[str, Curve]:
        """ROC and precision-recall points per score, at most 200, pooled over the first protocol's pixels.

        Raises:
            CaosError: there were no anomalous, or no normal, pixels.
        """
        return {name: self._main.pooled[name].curve() for name in self._score_names}

    def pooled(self, name: str | None = None) -> dict[str, Pool]:
        """The counts per score over one protocol's pixels: what thresholds are chosen from.

        Args:
            name: the protocol; default: the first one.

        Raises:
            CaosError: one that is not evaluated, or that averages images and is not the first.
        """
        pools = self._main.pooled if name is None else self._of(name).pooled
        if not pools:
            raise CaosError(
                f"protocol {name!r} averages images; only the first protocol's are pooled as well"
            )
        return dict(pools)

    def per_image(self, name: str) -> dict[str, list[MethodFigures]]:
        """Score name -> figures of the images that a protocol averages, in the order they were seen.

        Raises:
            CaosError: a protocol that is not evaluated, or that pools pixels.
        """
        rows = self._of(name).per_image
        if name not in rows:
            raise CaosError(f"protocol {name!r} pools pixels; only protocols that average images have these")
        return {score: list(row) for score, row in rows[name].items()}

    def bounds(self) -> dict[str, dict[str, BoundedFigures]]:
        """Protocol that pools pixels -> score -> intervals of the exact figures; none where exact.

        Raises:
            CaosError: there were no anomalous, or no normal, pixels.
        """
        pooling = [entry.name for entry in self._protocols.values() if entry.aggregate == "pixels"]
        return {} if self._counting == "exact" else {name: self._of(name).bounds() for name in pooling}

    def merge(self, other: PixelEvaluator) -> None:
        """Add everything `other` has seen, say in another process.

        Raises:
            CaosError: it was made for other protocols or scores, or counts otherwise.
        """
        if (self._protocols, self._score_names, self._counting) != (
            other._protocols,
            other._score_names,
            other._counting,
        ):
            raise CaosError("cannot merge evaluators of different protocols, scores or ways of counting")
        for selection, more in zip(self._selections, other._selections, strict=True):
            selection.merge(more)

    def _of(self, name: str) -> Selection:
        for selection in self._selections:
            if any(entry.name == name for entry in selection.protocols):
                return selection
        raise CaosError(f"protocol {name!r} is not evaluated; evaluated: {', '.join(self._protocols)}")


def _sharing(protocols: Iterable[Protocol]) -> list[list[Protocol]]:
    """The protocols in groups that count the same pixels of the same images, in order."""
    groups: dict[object, list[Protocol]] = {}
    for entry in protocols:
        pixels = (entry.ignored, entry.only, entry.void_is_normal, entry.anomalous_images_only)
        groups.setdefault(pixels, []).append(entry)
    return list(groups.values())


def _pools(counting: Counting, memory: int) -> Callable[[], Pool]:
    """What makes a new pool."""
    if counting == "exact":
        return partial(PooledCounts, max(memory, LEAST_MEMORY))
    if counting == "approximate":
        return ApproximatePooled
    raise CaosError(f"counting {counting!r} is unknown; choose exact or approximate")


def _checked(name: str, scores: npt.ArrayLike, is_anomaly: npt.NDArray[np.bool_]) -> Floats:
    try:
        return checked_floats(scores, is_anomaly)[0]
    except CaosError as cause:
        raise CaosError(f"score {name!r}: {cause}") from cause
