"""The one training core: Lightning underneath, a `Task` and two data loaders on top.

Segmentation and classification give it a network, a loss and a validation score; everything else lives here
once: optimiser and decay, precision, checkpoints, exact resume, logs and progress.
"""

from __future__ import annotations

from .checkpoints import RunDescription, load_weights, read_description, write_description
from .config import Precision, Strategy, TrainingConfig
from .core import FitReport, fit
from .data import Draw, EpochSampler, make_loader
from .precision import autocast, gains_from_bf16, resolve_precision
from .ranks import Total, is_main_process
from .record import read_log
from .task import CountingTask, Task

__all__ = [
    "CountingTask",
    "Draw",
    "EpochSampler",
    "FitReport",
    "Precision",
    "RunDescription",
    "Strategy",
    "Task",
    "Total",
    "TrainingConfig",
    "autocast",
    "fit",
    "gains_from_bf16",
    "is_main_process",
    "load_weights",
    "make_loader",
    "read_description",
    "read_log",
    "resolve_precision",
    "write_description",
]
