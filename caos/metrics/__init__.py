"""Exact figures of merit for anomaly scores and segmentations. Larger scores are more anomalous, everywhere.

`ood_metrics` measures one array, `PooledCounts` a stream of arrays (`ApproximatePooled` in bins, with bounds
of the error), `PixelEvaluator` a data set under named `PROTOCOLS`, `ComponentCounts` its objects; `Confusion`
measures the segmentation itself. docs/metrics.md has the conventions, docs/protocols.md the protocols.
"""

from __future__ import annotations

from .calibration import Calibration, CalibrationFigures, ReliabilityBin
from .component_figures import ComponentFigures, ImageComponents
from .components import ComponentCounts
from .confusion import Confusion
from .evaluator import PixelEvaluator
from .exact import ood_metrics
from .figures import MethodFigures, ProtocolFigures
from .open_miou import OpenConfusion, OpenFigures, fold_mean
from .pooled import ApproximatePooled, Bounded, BoundedFigures, Curve, Pool, PooledCounts
from .protocols import PROTOCOLS, Protocol, protocol
from .ranks import FPRConvention, OODMetrics
from .thresholds import best_f1_threshold, recall_threshold
from .tracks import ANOMALY_TRACK, OBSTACLE_TRACK, ComponentSettings

__all__ = [
    "ANOMALY_TRACK",
    "OBSTACLE_TRACK",
    "PROTOCOLS",
    "ApproximatePooled",
    "Bounded",
    "BoundedFigures",
    "Calibration",
    "CalibrationFigures",
    "ComponentCounts",
    "ComponentFigures",
    "ComponentSettings",
    "Confusion",
    "Curve",
    "FPRConvention",
    "ImageComponents",
    "MethodFigures",
    "OODMetrics",
    "OpenConfusion",
    "OpenFigures",
    "PixelEvaluator",
    "Pool",
    "PooledCounts",
    "Protocol",
    "ProtocolFigures",
    "ReliabilityBin",
    "best_f1_threshold",
    "fold_mean",
    "ood_metrics",
    "protocol",
    "recall_threshold",
]
