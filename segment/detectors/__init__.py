"""Anomaly detectors at pixel level, by name. LARGER = MORE ANOMALOUS, for every one of them."""

from __future__ import annotations

from .base import Detector, DetectorFactory, FittedDetector, Setting
from .registry import DETECTORS, make_detector

__all__ = ["DETECTORS", "Detector", "DetectorFactory", "FittedDetector", "Setting", "make_detector"]
