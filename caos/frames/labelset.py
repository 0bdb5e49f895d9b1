"""`labels.json`: what the ids in a data set's label files mean."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from caos.config import first_complaint
from caos.errors import CaosError
from caos.labels import ANOMALY, STREETHAZARDS, LabelSet

from .atomic import atomic_write_text
from .layout import LABELS_FILE


def read_label_set(root: Path) -> LabelSet:
    """The label set of the data set at `root`; without a `labels.json` (the original) `STREETHAZARDS`.

    Raises:
        CaosError: not JSON, a field missing or wrong, ids out of 0..255 or used twice.
    """
    file = root / LABELS_FILE
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return STREETHAZARDS
    except (OSError, UnicodeDecodeError) as cause:
        raise CaosError(f"{file}: cannot be read as UTF-8 text: {cause}") from cause
    try:
        label_set = TypeAdapter(LabelSet).validate_json(text)
    except ValidationError as cause:
        complaint = first_complaint(cause)
        raise CaosError(f"{file}: {complaint}; restore it from where the data set came") from cause
    fault = _fault(label_set)
    if fault:
        raise CaosError(f"{file}: {fault}; restore it from where the data set came")
    return label_set


def write_label_set(root: Path, label_set: LabelSet) -> None:
    """Write `labels.json` at the root of a data set. Atomic."""
    atomic_write_text(root / LABELS_FILE, json.dumps(asdict(label_set), indent=1) + "\n")


def _fault(label_set: LabelSet) -> str | None:
    """What is wrong with it, if anything."""
    classes = len(label_set.classes)
    if not 0 < classes < ANOMALY:
        return f"classes: {classes} of them; expected 1 to {ANOMALY - 1}"
    if len(set(label_set.classes)) != classes:
        return "classes: a name occurs twice"
    for field in ("disk_ids", "palette"):
        if len(getattr(label_set, field)) != classes:
            return f"{field}: {len(getattr(label_set, field))} entries for {classes} classes"
    ids = (*label_set.disk_ids, *label_set.anomaly_ids, *label_set.void_ids)
    if not all(0 <= value <= 255 for value in ids):
        return "an id lies outside 0..255"
    if len(set(ids)) != len(ids):
        return "an id occurs twice in disk_ids, anomaly_ids and void_ids"
    if not all(0 <= channel <= 255 for colour in label_set.palette for channel in colour):
        return "palette: a colour lies outside 0..255"
    return None
