"""Bloom: the share of light that the lens scatters around where it belongs.

Light is halved in size again and again, then spread out again level over level (the dual filter of Bjorge,
"Bandwidth-Efficient Rendering", SIGGRAPH 2015). What is spread is taken from where it was: no light is won.
"""

from __future__ import annotations

from typing import Final

import moderngl

from .buffers import Buffers
from .screen import Screen

WIDENING: Final = 0.72
"""Share of each coarser level in the sum: how far the light goes."""

_PER_INTENSITY: Final = 0.16
_MOST: Final = 0.6


def scattered(intensity: float) -> float:
    """Share of light that leaves its place at a `bloom_intensity`."""
    return min(max(intensity, 0.0) * _PER_INTENSITY, _MOST)


def spread_light(context: moderngl.Context, screen: Screen, buffers: Buffers) -> None:
    """Turn all but the first of `buffers.levels` into the blurred light of the first."""
    levels = buffers.levels
    for number, finer in enumerate(levels[:-1]):
        screen.draw("bloom_down", levels[number + 1].target, {"source": finer.texture})
    context.enable_only(moderngl.BLEND)
    context.blend_func = moderngl.SRC_ALPHA, moderngl.ONE_MINUS_SRC_ALPHA
    for number in range(len(levels) - 2, 0, -1):
        target, source = levels[number].target, levels[number + 1].texture
        screen.draw("bloom_up", target, {"source": source}, share=WIDENING)
    context.enable_only(moderngl.NOTHING)
