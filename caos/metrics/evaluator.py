"""Evaluation of a data set, image by image: several scores under several protocols in one pass."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

import numpy as np
import numpy.typing as npt

from caos.errors import CaosError
from caos.labels import ANOMALY, STREETHAZARDS, LabelMap, LabelSet

from .figures import MethodFigures, ProtocolFigures
from .pooled import MAX_DISTINCT, Curve, Floats, PooledCounts, checked_floats
from .protocols import Protocol, protocol
from .ranks import OODMetrics
from .selection import Selection


class PixelEvaluator:
    """Streams score maps and label maps into the figures of every protocol.

    Args:
        protocols: names from `PROTOCOLS`, or protocols of your own.
        score_names: the scores that every `update` will bring.
        label_set: where the class names that a protocol ignores are looked up.
        max_distinct: bound on the memory of the pooled counts, see `PooledCounts`.

    Raises:
        CaosError: an unknown protocol, one that ignores an unknown class, or two of one name.

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
        max_distinct: int = MAX_DISTINCT,
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
        self._selections: list[Selection] = []
        # protocols that share their pixels have them counted once; the first one's are pooled for the curves
        for group in _sharing(self._protocols.values()):
            pool = not self._selections or any(entry.aggregate == "pixels" for entry in group)
            self._selections.append(
                Selection.over(
                    group, self._score_names, label_set, partial(PooledCounts, max_distinct) if pool else None
                )
            )
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

    def pooled(self, name: str | None = None) -> dict[str, PooledCounts]:
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

    def merge(self, other: PixelEvaluator) -> None:
        """Add everything `other` has seen, say in another process.

        Raises:
            CaosError: it was made for other protocols or scores.
        """
        if (self._protocols, self._score_names) != (other._protocols, other._score_names):
            raise CaosError("cannot merge evaluators of different protocols or scores")
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


def _checked(name: str, scores: npt.ArrayLike, is_anomaly: npt.NDArray[np.bool_]) -> Floats:
    try:
        return checked_floats(scores, is_anomaly)[0]
    except CaosError as cause:
        raise CaosError(f"score {name!r}: {cause}") from cause
