"""The figures of one score under one protocol."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from .pooled import BoundedFigures, PooledFigures
from .protocols import Protocol
from .ranks import RankCounts, aupr_trapezoid, fpr_at_recall, ood_figures


@dataclass(frozen=True, slots=True)
class MethodFigures:
    """Figures of one score under one protocol, in [0, 1].

    Attributes:
        auroc: as in `OODMetrics`.
        aupr: as in `OODMetrics`.
        fpr95: as in `OODMetrics`, at the first threshold with recall >= 0.95.
        fpr95_legacy: FPR95 as the protocol's published code reads it; None where that is `fpr95`.
        aupr_legacy: area by trapezoids, where the protocol's published code takes it.
    """

    auroc: float
    aupr: float
    fpr95: float
    fpr95_legacy: float | None = None
    aupr_legacy: float | None = None


@dataclass(frozen=True, slots=True)
class ProtocolFigures:
    """One protocol: what it leaves out, how it aggregates, and a row per score name.

    `images` counts the images that entered the figures, `skipped_images` those that could not (no anomaly, or
    nothing else). `ignored` names what was left out: "void" unless it counts as normal, then class names.
    `anomaly_share` is the AUPR of chance: the share of anomalous pixels among those counted, or the mean of
    the images' shares.
    """

    description: str
    ignored: list[str]
    images: int
    skipped_images: int
    anomaly_share: float
    methods: dict[str, MethodFigures]


def method_figures(counts: RankCounts, entry: Protocol) -> MethodFigures:
    """The figures of one image or one pool, with the legacy ones that `entry` asks for."""
    own = ood_figures(counts, "first")
    return MethodFigures(
        own.auroc,
        own.aupr,
        own.fpr95,
        None if entry.legacy_fpr is None else fpr_at_recall(counts, convention=entry.legacy_fpr),
        aupr_trapezoid(counts) if entry.legacy_aupr else None,
    )


def pooled_figures(figures: PooledFigures, entry: Protocol) -> MethodFigures:
    """Those of one pool that `entry` asks for."""
    return MethodFigures(
        figures.auroc,
        figures.aupr,
        figures.fpr95["first"],
        None if entry.legacy_fpr is None else figures.fpr95[entry.legacy_fpr],
        figures.aupr_trapezoid if entry.legacy_aupr else None,
    )


def errors_of(bounds: BoundedFigures, entry: Protocol) -> MethodFigures:
    """How far the figures of `pooled_figures` can be from the exact ones."""
    return MethodFigures(
        bounds.auroc.error,
        bounds.aupr.error,
        bounds.fpr95["first"].error,
        None if entry.legacy_fpr is None else bounds.fpr95[entry.legacy_fpr].error,
        bounds.aupr_trapezoid.error if entry.legacy_aupr else None,
    )


def mean_figures(rows: Sequence[MethodFigures]) -> MethodFigures:
    """The mean of each figure; `rows`, at least one, lack the same figures."""
    columns = {field.name: [getattr(row, field.name) for row in rows] for field in fields(MethodFigures)}
    means = {name: float(np.mean(column)) for name, column in columns.items() if column[0] is not None}
    return MethodFigures(**means)
