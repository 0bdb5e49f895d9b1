"""Walls and roofs without openings. All are pale or neutral enough to be tinted by a material's colour."""

from __future__ import annotations

import numpy as np

from caos.meshes import Texture

from .noise import SIZE, Colour, Plane, canvas, courses, fractal, lit, mix, texture


def brick_picture(
    rng: np.random.Generator, rows: int = 24, columns: int = 8, clay: Colour = (0.56, 0.31, 0.24)
) -> Plane:
    """(512, 512, 3) brickwork; `rows` must be even for the bond to tile."""
    row, column, joint = courses(rows, columns, stagger=0.5)
    tone = rng.normal(0, 0.11, (rows, columns))[row, column]
    hue = rng.normal(0, 0.03, (rows, columns, 1))[row, column] * (1.0, 0.2, -0.6)
    picture = lit(canvas(clay) + hue.astype(np.float32), tone, 0.06 * fractal(rng, beta=0.8))
    width = max(0.7, 1.2 * 24 / rows)
    mortar = lit(canvas((0.66, 0.62, 0.57)), 0.05 * fractal(rng, beta=0.6))
    return mix(picture, mortar, np.clip((2 * width - joint) / width, 0, 1))


def brick(rng: np.random.Generator) -> Texture:
    """Red brick in stretcher bond, 25 cm x 8.3 cm."""
    return texture("brick", lit(brick_picture(rng), 0.05 * fractal(rng, beta=2.6)))


def brick_pale(rng: np.random.Generator) -> Texture:
    """Buff brick in stretcher bond."""
    clay = (0.72, 0.63, 0.48)
    return texture("brick_pale", lit(brick_picture(rng, clay=clay), 0.05 * fractal(rng, beta=2.6)))


def siding(rng: np.random.Generator) -> Texture:
    """Painted boards that overlap downwards, near white."""
    rows = 10
    row, _, _ = courses(rows, 1)
    down = ((np.arange(SIZE) + 0.5) / SIZE * rows % 1)[:, None]
    tone = rng.normal(0, 0.02, rows)[row]
    grain = fractal(rng, beta=1.4, low=3, stretch=(1.0, 14.0))
    shadow = -0.5 * np.clip((down - 0.88) * 10, 0, 1) + 0.05 * (down - 0.5)
    return texture(
        "siding", lit(canvas((0.88, 0.87, 0.85)), tone, 0.03 * grain, np.broadcast_to(shadow, (SIZE, SIZE)))
    )


def plaster_picture(rng: np.random.Generator) -> Plane:
    """(512, 512, 3) near-white render with rain streaks."""
    grain, stain = fractal(rng, beta=0.8, low=10), fractal(rng, beta=2.6)
    streak = fractal(rng, beta=1.8, low=2, stretch=(8.0, 1.0))
    return lit(canvas((0.88, 0.87, 0.84)), 0.03 * grain, 0.025 * stain, 0.025 * np.minimum(streak, 0))


def plaster(rng: np.random.Generator) -> Texture:
    """Rendered wall, near white."""
    return texture("plaster", plaster_picture(rng))


def roof_tiles(rng: np.random.Generator) -> Texture:
    """Overlapping clay tiles; the lower edge of each throws a shadow."""
    rows, columns = 8, 10
    row, column, _ = courses(rows, columns, stagger=0.5)
    down = ((np.arange(SIZE) + 0.5) / SIZE * rows % 1)[:, None]
    across = (np.arange(SIZE) + 0.5) / SIZE * columns + 0.5 * (row[:, 0] % 2)[:, None]
    wave = np.cos(2 * np.pi * across)
    tone = rng.normal(0, 0.09, (rows, columns))[row, column]
    picture = lit(canvas((0.55, 0.30, 0.22)), tone, 0.16 * wave, 0.06 * fractal(rng, beta=1.0))
    return texture("roof_tiles", lit(picture, -0.55 * np.clip((down - 0.86) * 8, 0, 1), 0.15 * (down - 0.5)))


def panels_picture(rng: np.random.Generator, ribs: int = 32) -> Plane:
    """(512, 512, 3) ribbed sheet metal, pale."""
    phase = (np.arange(SIZE) + 0.5) / SIZE * ribs % 1
    profile = np.where(phase < 0.5, 0.03, -0.04) + np.where(np.abs(phase - 0.5) < 0.09, -0.18, 0.0)
    picture = lit(
        canvas((0.74, 0.76, 0.77)), np.broadcast_to(profile, (SIZE, SIZE)), 0.03 * fractal(rng, beta=2.2)
    )
    seam = np.zeros((SIZE, SIZE), dtype=np.float32)
    seam[[0, 1, SIZE // 2, SIZE // 2 + 1]] = 0.5
    return mix(picture, (0.3, 0.31, 0.32), seam)


def metal_panels(rng: np.random.Generator) -> Texture:
    """Trapezoidal sheet cladding with a seam every two metres."""
    return texture("metal_panels", panels_picture(rng))
