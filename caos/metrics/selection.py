"""The pixels that some protocols share, and what is counted over them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass

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
    """

    protocols: tuple[Protocol, ...]
    kept: npt.NDArray[np.bool_]
    left_out: list[str]
    per_image: dict[str, dict[str, list[MethodFigures]]]
    pooled: dict[str, Pool]
    images: int = 0
    skipped: int = 0

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
        enters = bool(is_anomaly.any()) if self.protocols[0].anomalous_images_only else bool(label.size)
        self.images += enters
        self.skipped += not enters
        ranked = bool(own or self.per_image) and bool(is_anomaly.any() and not is_anomaly.all())
        found: dict[str, OODMetrics | None] = dict.fromkeys(scores) if own else {}
        for name, values in scores.items():
            pixels = values[kept]
            if self.pooled and enters:
                self.pooled[name].update(pixels, is_anomaly)
            if ranked:
                figures = self._rank(name, pixels, is_anomaly)
                found |= {name: figures} if own else {}
        return found

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
        seen = self.images + self.skipped
        if entry.aggregate == "images":
            rows = self.per_image[entry.name]
            entered = len(next(iter(rows.values())))
            if not entered:
                raise CaosError(
                    f"none of {seen} images has both normal and anomalous pixels; "
                    "evaluate a split with anomalies (test)"
                )
            methods, counting = {name: mean_figures(row) for name, row in rows.items()}, ""
        else:
            methods = {name: pooled_figures(pool.figures(), entry) for name, pool in self.pooled.items()}
            entered, counting = self.images, self._counting(entry)
        return ProtocolFigures(entry.description + counting, self.left_out, entered, seen - entered, methods)

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
