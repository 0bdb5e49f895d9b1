"""Keeping the anomalies of a data set out of another selection."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from caos.catalogue import CatalogueEntry
from caos.frames.manifest import read_manifest


def unseen(entries: Sequence[CatalogueEntry], data: Path) -> tuple[CatalogueEntry, ...]:
    """The entries that share neither id nor category with an anomaly of the data set at `data`.

    Raises:
        CaosError: `data` has no readable manifest.
    """
    anomalies = [anomaly for record in read_manifest(data) for anomaly in record.anomalies]
    models = {anomaly.model_id for anomaly in anomalies}
    categories = {_plain(anomaly.category) for anomaly in anomalies if anomaly.category}
    return tuple(
        entry for entry in entries if entry.id not in models and _plain(entry.category) not in categories
    )


def _plain(category: str) -> str:
    return category.strip().lower()
