"""Trainings beside the plain one: autoencoder, confidence branch, outlier exposure."""

from __future__ import annotations

from .autoencoder import AutoencoderTask
from .confidence import ConfidenceTask
from .exposure import EnergyTask, EntropyTask, ExposureTask

__all__ = ["AutoencoderTask", "ConfidenceTask", "EnergyTask", "EntropyTask", "ExposureTask"]
