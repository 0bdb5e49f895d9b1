"""Wood, leaves, hair."""

from __future__ import annotations

import numpy as np

from caos.meshes import Texture

from .noise import canvas, courses, fractal, lit, mix, texture


def wood_planks(rng: np.random.Generator) -> Texture:
    """Eight boards across, grain running down."""
    _, column, joint = courses(1, 8)
    shift = rng.integers(0, 512, 8)[column[0]]
    grain = fractal(rng, beta=1.4, low=3, stretch=(14.0, 1.0))
    grain = grain[(np.arange(512)[:, None] + shift) % 512, np.arange(512)]
    tone = rng.normal(0, 0.07, 8)[column]
    picture = lit(canvas((0.58, 0.42, 0.27)), tone, 0.12 * grain, 0.03 * fractal(rng, beta=0.5))
    # A board's joint runs down only: with one row, the ends of the tile are no joint.
    side = np.broadcast_to(joint.max(axis=0), (512, 512))
    return texture("wood_planks", mix(picture, (0.2, 0.14, 0.09), np.clip(1 - (side - 1) / 1.5, 0, 0.9)))


def bark(rng: np.random.Generator) -> Texture:
    """Furrowed bark, running down."""
    ridges = fractal(rng, beta=1.8, low=4, stretch=(5.0, 1.0))
    fine = fractal(rng, beta=0.8, low=8, stretch=(2.5, 1.0))
    picture = lit(canvas((0.40, 0.33, 0.27)), 0.12 * fine, 0.14 * ridges)
    return texture("bark", mix(picture, (0.16, 0.13, 0.11), np.clip(0.2 - np.abs(ridges), 0, 0.2) * 4))


def foliage(rng: np.random.Generator) -> Texture:
    """Leaves in light and shade; near white-green, to be tinted by the material's colour."""
    leaves, clumps = fractal(rng, beta=1.0, low=12, high=90), fractal(rng, beta=1.6, low=4)
    picture = lit(canvas((0.62, 0.72, 0.46)), 0.22 * leaves, 0.14 * clumps)
    dark = np.clip(-leaves - 0.7, 0, 1)
    picture = mix(picture, (0.10, 0.16, 0.06), dark * 0.9)
    return texture("foliage", mix(picture, (0.93, 0.95, 0.70), np.clip(leaves - 1.3, 0, 1) * 0.6))


def wool(rng: np.random.Generator) -> Texture:
    """Curly fleece or plush; near white, to be tinted."""
    curls, fine = fractal(rng, beta=1.2, low=10, high=60), fractal(rng, beta=0.4)
    return texture("wool", lit(canvas((0.84, 0.83, 0.80)), 0.13 * curls, 0.05 * fine))
