"""The rule that keeps splits apart: anomalies in test frames only, and no town in two splits."""

from __future__ import annotations

from collections.abc import Iterable

from caos.errors import CaosError
from caos.labels import ANOMALY

from .images import Pixels
from .records import FrameRecord

WITH_ANOMALIES = "test"
"""The one split whose frames may show an anomaly."""


def refuse_anomaly(record: FrameRecord, label: Pixels) -> None:
    """See that a frame of train or validation is free of anomalies.

    Args:
        record: of the frame.
        label: (H, W) uint8, ids as in memory.

    Raises:
        CaosError: an anomaly in the record or in the labels.
    """
    if record.split != WITH_ANOMALIES and (record.anomalies or (label == ANOMALY).any()):
        raise CaosError(
            f"{record.split} frame {record.number} of {record.town} shows an anomaly; only test frames may"
        )


def refuse_shared_towns(records: Iterable[FrameRecord]) -> None:
    """See that every town belongs to one split.

    Raises:
        CaosError: a town in two splits; the message names both.
    """
    owner: dict[str, str] = {}
    for record in records:
        other = owner.setdefault(record.town, record.split)
        if other != record.split:
            raise CaosError(
                f"town {record.town} is in {other} and in {record.split}; render each split elsewhere"
            )
