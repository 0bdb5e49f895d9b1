"""Anomaly detectors at pixel level, by name. LARGER = MORE ANOMALOUS, for every one of them."""

from __future__ import annotations

from .base import Detector, DetectorFactory, FittedDetector, Setting
from .registry import DETECTORS, check_name, make_detector

__all__ = [
    "DETECTORS",
    "Detector",
    "DetectorFactory",
    "FittedDetector",
    "Setting",
    "check_name",
    "make_detector",
]
