"""Evaluation of a data set, image by image: several scores under several protocols in one pass."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, replace

import numpy as np
import numpy.typing as npt

from caos.errors import CaosError
from caos.labels import ANOMALY, STREETHAZARDS, VOID, LabelMap, LabelSet

from .exact import count_ranks
from .pooled import MAX_DISTINCT, Curve, Floats, PooledCounts, checked_floats
from .protocols import Protocol, protocol
from .ranks import OODMetrics, fpr_at_recall, ood_figures


@dataclass(frozen=True, slots=True)
class MethodFigures:
    """Figures of one score under one protocol, in [0, 1]; `fpr95_legacy` where the protocol reports it."""

    auroc: float
    aupr: float
    fpr95: float
    fpr95_legacy: float | None = None


@dataclass(frozen=True, slots=True)
class ProtocolFigures:
    """One protocol: what it leaves out, how it aggregates, and a row per score name.

    `images` counts the images that entered the figures, `skipped_images` those that could not (no anomaly, or
    nothing else). `ignored` names what was left out: "void" always, then class names.
    """

    description: str
    ignored: list[str]
    images: int
    skipped_images: int
    methods: dict[str, MethodFigures]


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
        # protocols that leave out the same classes share their pixels, so those are counted once
        self._selections = {
            entry.ignored: _Selection.over(label_set.indices(entry.ignored), self._score_names, max_distinct)
            for entry in chosen
        }
        self._main = self._selections[chosen[0].ignored]

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
        own = {}
        for selection in self._selections.values():
            figures = selection.add(flat, label.ravel())
            if selection is self._main:
                own = figures
        return own

    def compute(self) -> dict[str, ProtocolFigures]:
        """The figures of every protocol over the images so far.

        Raises:
            CaosError: no image had what a protocol needs.
        """
        return {
            name: self._selections[entry.ignored].figures(entry) for name, entry in self._protocols.items()
        }

    def curves(self) -> dict[str, Curve]:
        """ROC and precision-recall points per score, at most 200, pooled over the first protocol's pixels.

        Raises:
            CaosError: there were no anomalous, or no normal, pixels.
        """
        return {name: self._main.pooled[name].curve() for name in self._score_names}

    def pooled(self) -> dict[str, PooledCounts]:
        """The counts per score, pooled over the first protocol's pixels: what thresholds are chosen from."""
        return dict(self._main.pooled)

    def merge(self, other: PixelEvaluator) -> None:
        """Add everything `other` has seen, say in another process.

        Raises:
            CaosError: it was made for other protocols or scores.
        """
        if (self._protocols, self._score_names) != (other._protocols, other._score_names):
            raise CaosError("cannot merge evaluators of different protocols or scores")
        for ignored, selection in self._selections.items():
            selection.merge(other._selections[ignored])


def _checked(name: str, scores: npt.ArrayLike, is_anomaly: npt.NDArray[np.bool_]) -> Floats:
    try:
        return checked_floats(scores, is_anomaly)[0]
    except CaosError as cause:
        raise CaosError(f"score {name!r}: {cause}") from cause


@dataclass(slots=True)
class _Selection:
    """The pixels that remain when some classes are left out, and what was counted over them.

    Attributes:
        kept: (256,) bool, whether a label counts.
        per_image: score name -> figures of the images with both kinds of pixels.
        pooled: score name -> counts over all images.
        images: images that had a pixel to count.
        empty: images that had none.
    """

    kept: npt.NDArray[np.bool_]
    per_image: dict[str, list[MethodFigures]]
    pooled: dict[str, PooledCounts]
    images: int = 0
    empty: int = 0

    @classmethod
    def over(cls, ignored: Sequence[int], names: Sequence[str], max_distinct: int) -> _Selection:
        kept = np.ones(256, dtype=np.bool_)
        kept[[VOID, *ignored]] = False
        return cls(kept, {name: [] for name in names}, {name: PooledCounts(max_distinct) for name in names})

    def add(self, scores: Mapping[str, Floats], label: LabelMap) -> dict[str, OODMetrics | None]:
        kept = self.kept[label]
        label = label[kept]
        is_anomaly = label == ANOMALY
        self.images += bool(label.size)
        self.empty += not label.size
        scoreable = bool(is_anomaly.any() and not is_anomaly.all())
        own: dict[str, OODMetrics | None] = {}
        for name, values in scores.items():
            pixels = values[kept]
            self.pooled[name].update(pixels, is_anomaly)
            own[name] = self._add_image(name, pixels, is_anomaly) if scoreable else None
        return own

    def _add_image(self, name: str, pixels: Floats, is_anomaly: npt.NDArray[np.bool_]) -> OODMetrics:
        counts = count_ranks(pixels, is_anomaly)
        own = ood_figures(counts, "first")
        legacy = fpr_at_recall(counts, convention="legacy")
        self.per_image[name].append(MethodFigures(own.auroc, own.aupr, own.fpr95, legacy))
        return own

    def figures(self, entry: Protocol) -> ProtocolFigures:
        by_image = entry.aggregate == "images"
        methods = {}
        for name in self.pooled:
            figures = self._image_mean(name) if by_image else self._pool(name)
            methods[name] = figures if entry.legacy_fpr95 else replace(figures, fpr95_legacy=None)
        seen = self.images + self.empty
        entered = len(next(iter(self.per_image.values()))) if by_image else self.images
        rounding = "" if by_image else self._rounding()
        return ProtocolFigures(
            entry.description + rounding, ["void", *entry.ignored], entered, seen - entered, methods
        )

    def _image_mean(self, name: str) -> MethodFigures:
        rows = self.per_image[name]
        if not rows:
            raise CaosError(
                f"none of {self.images + self.empty} images has both normal and anomalous pixels; "
                "evaluate a split with anomalies (test)"
            )
        return MethodFigures(*np.mean([astuple(row) for row in rows], axis=0).tolist())

    def _pool(self, name: str) -> MethodFigures:
        counts = self.pooled[name].ranks()
        own = ood_figures(counts, "first")
        return MethodFigures(own.auroc, own.aupr, own.fpr95, fpr_at_recall(counts, convention="legacy"))

    def _rounding(self) -> str:
        bits = [
            f"{name} {pool.mantissa_bits}"
            for name, pool in self.pooled.items()
            if pool.mantissa_bits is not None
        ]
        return f"; scores rounded to mantissa bits: {', '.join(bits)}" if bits else ""

    def merge(self, other: _Selection) -> None:
        for name, pool in self.pooled.items():
            pool.merge(other.pooled[name])
            self.per_image[name].extend(other.per_image[name])
        self.images += other.images
        self.empty += other.empty
