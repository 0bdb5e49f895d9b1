"""What renditions are made of: carved wood, granite and drawing paper, as tileable textures."""

from __future__ import annotations

import numpy as np

from caos.meshes import Texture
from caos.textures.noise import SIZE, canvas, fractal, lit, mix, texture


def carved_wood(rng: np.random.Generator) -> Texture:
    """One block of wood: rings cut lengthwise, no joints."""
    wave = fractal(rng, beta=2.4, low=1, high=6, stretch=(4.0, 1.0))
    rings = np.sin(2 * np.pi * (6 * np.arange(SIZE) / SIZE + 0.35 * wave))
    grain = fractal(rng, beta=1.2, low=4, stretch=(16.0, 1.0))
    return texture("carved_wood", lit(canvas((0.62, 0.43, 0.26)), 0.16 * rings, 0.10 * grain))


def granite(rng: np.random.Generator) -> Texture:
    """Grey stone with dark and light grains."""
    grains, clouds = fractal(rng, beta=0.6, low=16, high=120), fractal(rng, beta=2.2, low=2)
    picture = lit(canvas((0.55, 0.54, 0.52)), 0.12 * grains, 0.06 * clouds)
    picture = mix(picture, (0.16, 0.15, 0.15), np.clip(-grains - 1.1, 0, 1))
    return texture("granite", mix(picture, (0.88, 0.86, 0.82), np.clip(grains - 1.4, 0, 1)))


def hatched_paper(rng: np.random.Generator) -> Texture:
    """Paper with strokes of a pencil, all one way: 16 to the tile, each a little off its line."""
    wobble = fractal(rng, beta=2.0, low=2, high=24)
    pressure = fractal(rng, beta=1.8, low=2, high=40)
    down, across = np.mgrid[0:SIZE, 0:SIZE] / SIZE
    stroke = np.cos(2 * np.pi * (16 * (down + across) + 0.25 * wobble))
    ink = np.clip(2.5 * (stroke - 0.75), 0, 1) * np.clip(0.55 + 0.3 * pressure, 0, 0.9)
    return texture("hatched_paper", mix(canvas((0.93, 0.92, 0.89)), (0.25, 0.25, 0.27), ink))
