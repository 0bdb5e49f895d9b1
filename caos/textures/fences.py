"""Fences as seen from afar; the fourth channel is coverage."""

from __future__ import annotations

import numpy as np

from caos.meshes import Texture

from .noise import SIZE, Plane, canvas, fractal, lit, relief_texture

_AXIS = (np.arange(SIZE, dtype=np.float32) + 0.5) / SIZE


def fence_pickets(rng: np.random.Generator) -> Texture:
    """Twelve slats across, a rail in the lower and one in the upper half; near white, to be tinted."""
    tone = rng.normal(0.0, 0.09, 12)[(np.arange(SIZE) * 12) // SIZE]
    grain = fractal(rng, beta=1.2, low=6, stretch=(8.0, 1.0))
    slat = np.abs((_AXIS * 12) % 1.0 - 0.5) < 0.31
    rail = (np.abs(_AXIS - 0.25) < 0.045) | (np.abs(_AXIS - 0.75) < 0.045)
    shade = np.where(slat[None], tone[None], -0.35)
    picture = lit(canvas((0.80, 0.79, 0.76)), shade, 0.07 * grain)
    return relief_texture("fence_pickets", picture, np.maximum(slat[None], rail[:, None]))


def fence_bars(rng: np.random.Generator) -> Texture:
    """Sixteen iron bars across, two rails; near white, to be tinted."""
    bar = np.abs((_AXIS * 16) % 1.0 - 0.5) < 0.09
    rail = (np.abs(_AXIS - 0.12) < 0.012) | (np.abs(_AXIS - 0.88) < 0.012)
    return relief_texture("fence_bars", _iron(rng), np.maximum(bar[None], rail[:, None]))


def fence_wire(rng: np.random.Generator) -> Texture:
    """Chain link: wires across each other in diamonds, twelve to a tile; near white, to be tinted."""
    u, v = np.meshgrid(_AXIS, _AXIS)
    wave = 0.012 * np.sin(2 * np.pi * 24 * v)
    wires = [np.abs(((u + wave + way * v) * 12) % 1.0 - 0.5) < 0.075 for way in (1.0, -1.0)]
    return relief_texture("fence_wire", _iron(rng), np.maximum(*wires))


def _iron(rng: np.random.Generator) -> Plane:
    return lit(canvas((0.80, 0.80, 0.80)), 0.10 * fractal(rng, beta=1.4), 0.05 * fractal(rng, beta=0.4))
