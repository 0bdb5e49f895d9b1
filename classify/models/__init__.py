"""Networks that classify images."""

from __future__ import annotations

from .registry import MODELS, Network, build_model
from .small import small_resnet
from .weights import load_file, read_state

__all__ = ["MODELS", "Network", "build_model", "load_file", "read_state", "small_resnet"]
