"""What an evaluation leaves in its run folder: `result.json`, and the resamples behind its intervals."""

from __future__ import annotations

from .provenance import provenance
from .resamples import RESAMPLES_FILE, read_resamples, write_resamples
from .result import (
    RESULT_FILE,
    SCHEMA_VERSION,
    Calibration,
    Comparison,
    ComponentFigures,
    Curve,
    FalsePositives,
    GalleryItem,
    Interval,
    LevelScale,
    MethodFigures,
    ProtocolFigures,
    Provenance,
    Result,
    SegmentationFigures,
    Slice,
    SliceRow,
    read_result,
    write_result,
)

__all__ = [
    "RESAMPLES_FILE",
    "RESULT_FILE",
    "SCHEMA_VERSION",
    "Calibration",
    "Comparison",
    "ComponentFigures",
    "Curve",
    "FalsePositives",
    "GalleryItem",
    "Interval",
    "LevelScale",
    "MethodFigures",
    "ProtocolFigures",
    "Provenance",
    "Result",
    "SegmentationFigures",
    "Slice",
    "SliceRow",
    "provenance",
    "read_resamples",
    "read_result",
    "write_resamples",
    "write_result",
]
