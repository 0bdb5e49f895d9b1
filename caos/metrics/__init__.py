"""Exact figures of merit for anomaly scores and segmentations. Larger scores are more anomalous, everywhere.

`ood_metrics` measures one array, `PooledCounts` a stream of arrays, `PixelEvaluator` a data set under named
`PROTOCOLS`; `Confusion` measures the segmentation itself. docs/metrics.md tells the conventions.
"""

from __future__ import annotations

from .confusion import Confusion
from .evaluator import MethodFigures, PixelEvaluator, ProtocolFigures
from .exact import ood_metrics
from .pooled import Curve, PooledCounts
from .protocols import PROTOCOLS, Protocol, protocol
from .ranks import FPRConvention, OODMetrics

__all__ = [
    "PROTOCOLS",
    "Confusion",
    "Curve",
    "FPRConvention",
    "MethodFigures",
    "OODMetrics",
    "PixelEvaluator",
    "PooledCounts",
    "Protocol",
    "ProtocolFigures",
    "ood_metrics",
    "protocol",
]
