"""What one walks and drives on."""

from __future__ import annotations

import numpy as np

from caos.meshes import Texture

from .noise import canvas, courses, fractal, lit, mix, texture


def asphalt(rng: np.random.Generator) -> Texture:
    """Worn road surface: grit, faint patches, thin cracks."""
    grit, patches, crack = fractal(rng, beta=0.2), fractal(rng, beta=2.6), fractal(rng, beta=2.4, low=2)
    picture = lit(canvas((0.31, 0.31, 0.32)), 0.13 * grit, 0.07 * patches)
    stones = fractal(rng, beta=0.0, low=60)
    picture = mix(picture, (0.52, 0.51, 0.49), (stones > 2.3) * 0.8)
    thin = np.clip(1 - np.abs(crack) / 0.018, 0, 1) * (patches > 0.6)
    return texture("asphalt", mix(picture, (0.16, 0.16, 0.16), thin * 0.7))


def concrete(rng: np.random.Generator) -> Texture:
    """Cast concrete with pores and stains."""
    stain, fine, pores = fractal(rng, beta=2.4), fractal(rng, beta=1.0), fractal(rng, beta=0.8, low=30)
    picture = lit(canvas((0.62, 0.61, 0.585)), 0.07 * stain, 0.04 * fine)
    return texture("concrete", mix(picture, (0.42, 0.41, 0.4), np.clip(pores - 2.4, 0, 1)))


def paving(rng: np.random.Generator) -> Texture:
    """Concrete slabs, half a metre square, each of its own grey."""
    row, column, joint = courses(4, 4, stagger=0.5)
    tone = rng.normal(0, 0.05, (4, 4))[row, column]
    picture = lit(
        canvas((0.60, 0.585, 0.56)), tone, 0.05 * fractal(rng, beta=1.0), 0.05 * fractal(rng, beta=2.5)
    )
    rim = np.clip(1 - (joint - 1.5) / 1.5, 0, 1)
    return texture("paving", mix(picture, (0.33, 0.32, 0.3), rim * 0.85))


def grass(rng: np.random.Generator) -> Texture:
    """A lawn: blades, tufts, dry spots."""
    blades = fractal(rng, beta=0.6, low=6, stretch=(2.2, 1.0))
    tufts, dry = fractal(rng, beta=1.6, low=4), fractal(rng, beta=2.6)
    picture = lit(canvas((0.30, 0.42, 0.17)), 0.20 * blades, 0.12 * tufts)
    return texture("grass", mix(picture, lit(canvas((0.50, 0.47, 0.25)), 0.2 * blades), 0.22 + 0.16 * dry))


def soil(rng: np.random.Generator) -> Texture:
    """Bare earth with small stones."""
    clods, fine, stones = (
        fractal(rng, beta=1.6, low=3),
        fractal(rng, beta=0.5),
        fractal(rng, beta=1.0, low=40),
    )
    picture = lit(canvas((0.40, 0.31, 0.23)), 0.13 * clods, 0.10 * fine)
    return texture("soil", mix(picture, (0.58, 0.54, 0.48), np.clip((stones - 1.8) * 2, 0, 0.8)))
