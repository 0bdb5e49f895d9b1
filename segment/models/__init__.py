"""Segmentation networks by name. Each returns logits at the resolution of its input."""

from __future__ import annotations

from .pspnet import PSPNet
from .registry import MODELS, build_model, network_maker

__all__ = ["MODELS", "PSPNet", "build_model", "network_maker"]
