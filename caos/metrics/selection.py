"""The pixels that some protocols share, and what is counted over them."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field

import numpy as np
import numpy.typing as npt

from caos.errors import CaosError
from caos.labels import ANOMALY, LabelMap, LabelSet

from .exact import count_ranks
from .figures import (
    MethodFigures,
    ProtocolFigures,
    errors_of,
    mean_figures,
    method_figures,
    pooled_figures,
)
from .pooled import ApproximatePooled, BoundedFigures, Floats, Pool
from .protocols import Protocol
from .ranks import OODMetrics, ood_figures


@dataclass(slots=True)
class Selection:
    """The pixels that count for each of `protocols`, and what was counted over them.

    Attributes:
        protocols: they share their pixels.
        kept: (256,) bool, whether a label counts.
        left_out: names of what does not count.
        per_image: protocol that aggregates images -> score name -> figures of the images with both kinds of
            pixels.
        pooled: score name -> counts over all images; empty where nobody asks for them.
        images: images that had what the protocols need in a pool.
        skipped: images that had not.
        anomalous: anomalous pixels in the pool.
        counted: all pixels in the pool.
        shares: share of anomalous pixels in each image that has both kinds.
    """

    protocols: tuple[Protocol, ...]
    kept: npt.NDArray[np.bool_]
    left_out: list[str]
    per_image: dict[str, dict[str, list[MethodFigures]]]
    pooled: dict[str, Pool]
    images: int = 0
    skipped: int = 0
    anomalous: int = 0
    counted: int = 0
    shares: list[float] = field(default_factory=list)

    @classmethod
    def over(
        cls,
        protocols: Sequence[Protocol],
        names: Sequence[str],
        label_set: LabelSet,
        new_pool: Callable[[], Pool] | None,
    ) -> Selection:
        """Nothing counted yet; without `new_pool`, nothing is pooled."""
        return cls(
            tuple(protocols),
            protocols[0].kept(label_set),
            protocols[0].left_out(label_set),
            {entry.name: {name: [] for name in names} for entry in protocols if entry.aggregate == "images"},
            {name: new_pool() for name in names} if new_pool else {},
        )

    def add(
        self, scores: Mapping[str, Floats], label: LabelMap, *, own: bool
    ) -> dict[str, OODMetrics | None]:
        """Count one image.

        Args:
            scores: score name -> (P,).
            label: (P,).
            own: whether the image's own figures are wanted.

        Returns:
            Score name -> the image's own figures, None where it lacks one kind of pixel; empty unless wanted.
        """
        kept = self.kept[label]
        label = label[kept]
        is_anomaly = label == ANOMALY
        enters, both = self._count(is_anomaly)
        ranked = both and bool(own or self.per_image)
        found: dict[str, OODMetrics | None] = dict.fromkeys(scores) if own else {}
        for name, values in scores.items():
            pixels = values[kept]
            if self.pooled and enters:
                self.pooled[name].update(pixels, is_anomaly)
            if ranked:
                figures = self._rank(name, pixels, is_anomaly)
                found |= {name: figures} if own else {}
        return found

    def _count(self, is_anomaly: npt.NDArray[np.bool_]) -> tuple[bool, bool]:
        """Whether an image (P,) enters the pool, and whether it has both kinds of pixels; counts it."""
        anomalous = int(np.count_nonzero(is_anomaly))
        enters = bool(anomalous if self.protocols[0].anomalous_images_only else is_anomaly.size)
        self.images += enters
        self.skipped += not enters
        if enters:
            self.anomalous += anomalous
            self.counted += is_anomaly.size
        both = 0 < anomalous < is_anomaly.size
        if both:
            self.shares.append(anomalous / is_anomaly.size)
        return enters, both

    def _rank(self, name: str, pixels: Floats, is_anomaly: npt.NDArray[np.bool_]) -> OODMetrics:
        counts = count_ranks(pixels, is_anomaly)
        for entry in self.protocols:
            if entry.aggregate == "images":
                self.per_image[entry.name][name].append(method_figures(counts, entry))
        return ood_figures(counts, "first")

    def figures(self, entry: Protocol) -> ProtocolFigures:
        """The figures of one of the protocols.

        Raises:
            CaosError: no image had what it needs.
        """
        by_image = entry.aggregate == "images"
        if by_image:
            methods, counting = self._image_means(entry), ""
            share = math.fsum(self.shares) / len(self.shares)
        else:
            methods = {name: pooled_figures(pool.figures(), entry) for name, pool in self.pooled.items()}
            counting, share = self._counting(entry), self.anomalous / self.counted
        entered = len(self.shares) if by_image else self.images
        skipped = self.images + self.skipped - entered
        return ProtocolFigures(entry.description + counting, self.left_out, entered, skipped, share, methods)

    def _image_means(self, entry: Protocol) -> dict[str, MethodFigures]:
        if not self.shares:
            raise CaosError(
                f"none of {self.images + self.skipped} images has both normal and anomalous pixels; "
                "evaluate a split with anomalies (test)"
            )
        return {name: mean_figures(rows) for name, rows in self.per_image[entry.name].items()}

    def bounds(self) -> dict[str, BoundedFigures]:
        """Score name -> intervals of the exact figures, of the pools that are approximate.

        Raises:
            CaosError: there were no anomalous, or no normal, pixels.
        """
        return {
            name: pool.bounds() for name, pool in self.pooled.items() if isinstance(pool, ApproximatePooled)
        }

    def _counting(self, entry: Protocol) -> str:
        """How exact the pooled figures are, for the description."""
        errors = {
            f"{figure} of {name}": error
            for name, bounds in self.bounds().items()
            for figure, error in asdict(errors_of(bounds, entry)).items()
            if error is not None
        }
        if not errors:
            return "; exact"
        worst = max(errors, key=lambda which: errors[which])
        return f"; approximate: every figure within {errors[worst]:.1e} of the exact one (worst: {worst})"

    def merge(self, other: Selection) -> None:
        """Add what `other`, made for the same protocols and scores, has counted."""
        for name, pool in self.pooled.items():
            pool.merge(other.pooled[name])
        for protocol, rows in self.per_image.items():
            for name, row in rows.items():
                row.extend(other.per_image[protocol][name])
        self.images += other.images
        self.skipped += other.skipped
        self.anomalous += other.anomalous
        self.counted += other.counted
        self.shares.extend(other.shares)
