"""Noise2Net: images through untrained networks, another one for each image, on the fly.

The variant of DeepAugment that needs no weights and no second data set (Hendrycks et al., "The Many Faces of
Robustness", ICCV 2021, appendix C).
"""

from __future__ import annotations

from .augment import augment
from .network import Architecture, BlockWeights, draw_architecture, draw_weights, noise2net, noise2net_grouped

__all__ = [
    "Architecture",
    "BlockWeights",
    "augment",
    "draw_architecture",
    "draw_weights",
    "noise2net",
    "noise2net_grouped",
]
