"""Corruptions of ImageNet-C and perturbations of ImageNet-P, for pictures of any size."""

from __future__ import annotations

from .corrupt import CORRUPTIONS, HELD_OUT, SEVERITIES, corrupt, generator_for
from .frost import frost_pictures, read_frost
from .parameters import BENCHMARKS
from .perturbations import PERTURBATIONS, perturb
from .sequences import SEQUENCES

__all__ = [
    "BENCHMARKS",
    "CORRUPTIONS",
    "HELD_OUT",
    "PERTURBATIONS",
    "SEQUENCES",
    "SEVERITIES",
    "corrupt",
    "frost_pictures",
    "generator_for",
    "perturb",
    "read_frost",
]
