"""What one walks and drives on; the fourth channel is the height of the relief."""

from __future__ import annotations

import numpy as np

from caos.meshes import Texture

from .noise import SIZE, Colour, Plane, canvas, courses, fractal, lit, mix, relief_texture

ASPHALT: Colour = (0.295, 0.305, 0.325)
"""sRGB of worn asphalt: a cool, mid-dark grey."""


def asphalt(rng: np.random.Generator) -> Texture:
    """Road surface: grit, light stones, faint blotches."""
    picture, height = worn_asphalt(rng)
    return relief_texture("asphalt", picture, height)


def worn_asphalt(rng: np.random.Generator, across: float = 1.0) -> tuple[Plane, Plane]:
    """Colour and height of asphalt; `across` is how many times more texels a metre has across than down."""
    stretch = (1.0, across)
    grit, fine = fractal(rng, beta=0.2, stretch=stretch), fractal(rng, beta=0.9, low=24, stretch=stretch)
    blotches = fractal(rng, beta=2.4, low=3, stretch=stretch)
    stones = fractal(rng, beta=0.0, low=50, stretch=stretch)
    picture = lit(canvas(ASPHALT), 0.10 * grit, 0.06 * fine, 0.035 * blotches)
    picture = mix(picture, (0.47, 0.47, 0.465), np.clip((stones - 1.9) * 1.4, 0, 0.75))
    picture = mix(picture, (0.15, 0.155, 0.165), np.clip((-stones - 2.0) * 1.4, 0, 0.7))
    return picture, np.asarray(0.55 + 0.10 * grit + 0.07 * stones, dtype=np.float32)


def concrete(rng: np.random.Generator) -> Texture:
    """Cast concrete with pores and stains."""
    stain, fine, pores = fractal(rng, beta=2.4), fractal(rng, beta=1.0), fractal(rng, beta=0.8, low=30)
    picture = lit(canvas((0.56, 0.56, 0.555)), 0.07 * stain, 0.05 * fine)
    hole = np.clip(pores - 2.4, 0, 1)
    return relief_texture("concrete", mix(picture, (0.36, 0.36, 0.36), hole), 0.6 + 0.05 * fine - 0.5 * hole)


def paving(rng: np.random.Generator) -> Texture:
    """Concrete slabs, half a metre square, each of its own grey."""
    return _stones("paving", rng, (4, 4), 0.5, (0.53, 0.53, 0.525), tone=0.06, joint=1.6)


def flagstones(rng: np.random.Generator) -> Texture:
    """Large sawn slabs, 1 m x 0.67 m, laid in half bond."""
    return _stones("flagstones", rng, (6, 4), 0.5, (0.57, 0.55, 0.51), tone=0.085, joint=1.3)


def brick_paving(rng: np.random.Generator) -> Texture:
    """Clay pavers, 20 cm x 10 cm, in stretcher bond."""
    return _stones("brick_paving", rng, (20, 10), 0.5, (0.50, 0.37, 0.31), tone=0.13, joint=1.0)


def setts(rng: np.random.Generator) -> Texture:
    """Granite setts, 17 cm x 12 cm, rounded, wide joints."""
    return _stones("setts", rng, (16, 12), 0.5, (0.43, 0.425, 0.42), tone=0.15, joint=3.0, dome=7.0)


def slab_concrete(rng: np.random.Generator) -> Texture:
    """Concrete cast in bays with joints of tar, a bay per tile."""
    return _stones("slab_concrete", rng, (1, 1), 0.0, (0.54, 0.545, 0.54), tone=0.0, joint=2.2)


def kerb_stone(rng: np.random.Generator) -> Texture:
    """Kerb stones a metre long, laid along v, four to a tile."""
    return _stones("kerb_stone", rng, (4, 1), 0.0, (0.56, 0.56, 0.55), tone=0.06, joint=2.2, sides=False)


def _stones(
    name: str,
    rng: np.random.Generator,
    laid: tuple[int, int],
    stagger: float,
    colour: Colour,
    *,
    tone: float,
    joint: float,
    dome: float = 2.0,
    sides: bool = True,
) -> Texture:
    """Stones in courses: own tones, dirt, dark joints `joint` texels wide, edges rounded over `dome`."""
    row, column, away = courses(*laid, stagger=stagger)
    if not sides:
        away = np.broadcast_to(away[:, SIZE // 2 : SIZE // 2 + 1], (SIZE, SIZE))
    tones = rng.normal(0.0, 1.0, laid)[row, column]
    warm = rng.normal(0.0, 0.35, laid)[row, column]
    fine, dirt = fractal(rng, beta=0.8), fractal(rng, beta=2.3, low=2)
    picture = lit(canvas(colour), tone * tones, 0.06 * fine, 0.05 * dirt)
    picture = np.asarray(
        picture * (1 + tone * warm[..., None] * np.array([0.5, 0.0, -0.5], dtype=np.float32)),
        dtype=np.float32,
    )
    spots = fractal(rng, beta=1.2, low=14)  # chewing gum, drips, lichen
    picture = mix(picture, (0.28, 0.28, 0.27), np.clip((spots - 2.3) * 1.5, 0, 0.6))
    rim = np.clip(1 - (away - joint) / 1.5, 0, 1)
    top = np.clip((away - joint) / dome, 0, 1)
    height = 0.15 + 0.65 * np.sqrt(top) + 0.04 * fine + 0.03 * tones
    return relief_texture(name, mix(picture, (0.25, 0.245, 0.23), rim * 0.8), height)


def grass(rng: np.random.Generator) -> Texture:
    """A lawn that is no carpet: blades, tufts, clover, dry and bare spots."""
    blades = fractal(rng, beta=0.6, low=6, stretch=(2.2, 1.0))
    tufts, clover, dry = fractal(rng, beta=1.5, low=5), fractal(rng, beta=2.0, low=4), fractal(rng, beta=2.2)
    picture = lit(canvas((0.305, 0.345, 0.195)), 0.19 * blades, 0.14 * tufts)
    picture = mix(picture, lit(canvas((0.235, 0.295, 0.165)), 0.18 * blades), (clover - 0.5) * 0.8)
    picture = mix(picture, lit(canvas((0.47, 0.43, 0.25)), 0.2 * blades), 0.16 + 0.22 * dry)
    bare = np.clip((fractal(rng, beta=1.9, low=3) - 1.7) * 1.3, 0, 0.75)
    picture = mix(picture, lit(canvas((0.36, 0.30, 0.22)), 0.1 * blades), bare)
    return relief_texture("grass", picture, 0.5 + 0.16 * blades + 0.1 * tufts - 0.3 * bare)


def dry_grass(rng: np.random.Generator) -> Texture:
    """Unmown grass gone to straw."""
    blades, tufts = fractal(rng, beta=0.7, low=6, stretch=(2.6, 1.0)), fractal(rng, beta=1.5, low=4)
    picture = lit(canvas((0.47, 0.43, 0.26)), 0.22 * blades, 0.15 * tufts)
    green = (fractal(rng, beta=2.0, low=2) - 0.1) * 0.55
    picture = mix(picture, lit(canvas((0.31, 0.36, 0.17)), 0.22 * blades), green)
    return relief_texture("dry_grass", picture, 0.5 + 0.16 * blades + 0.12 * tufts)


def soil(rng: np.random.Generator) -> Texture:
    """Bare earth with small stones and weeds."""
    clods, fine = fractal(rng, beta=1.6, low=3), fractal(rng, beta=0.5)
    stones = np.clip((fractal(rng, beta=1.0, low=40) - 1.8) * 2, 0, 0.8)
    picture = lit(canvas((0.385, 0.32, 0.25)), 0.13 * clods, 0.10 * fine)
    weeds = np.clip((fractal(rng, beta=1.7, low=4) - 1.2) * 0.9, 0, 0.8)
    picture = mix(picture, lit(canvas((0.29, 0.34, 0.17)), 0.2 * fine), weeds)
    height = 0.45 + 0.12 * clods + 0.06 * fine + 0.3 * stones
    return relief_texture("soil", mix(picture, (0.53, 0.51, 0.47), stones), height)


def gravel(rng: np.random.Generator) -> Texture:
    """Loose pebbles."""
    pebbles, small = fractal(rng, beta=0.3, low=26, high=80), fractal(rng, beta=0.2, low=80)
    hue, worn = fractal(rng, beta=0.8, low=20, high=60), fractal(rng, beta=2.3)
    picture = lit(canvas((0.50, 0.475, 0.435)), 0.20 * pebbles, 0.11 * small, 0.06 * worn)
    picture = mix(picture, lit(canvas((0.44, 0.44, 0.46)), 0.2 * pebbles), hue * 0.6)
    return relief_texture("gravel", picture, 0.5 + 0.2 * pebbles + 0.08 * small)


def furrows(rng: np.random.Generator) -> Texture:
    """A ploughed field, furrows running down, eight to a tile; sprouts on the ridges."""
    clods, fine = fractal(rng, beta=1.2, low=8, stretch=(1.6, 1.0)), fractal(rng, beta=0.5)
    wander = 0.25 * fractal(rng, beta=2.6)
    wave = np.cos(2 * np.pi * 8 * np.arange(SIZE)[None] / SIZE + wander)
    picture = lit(canvas((0.36, 0.29, 0.22)), 0.14 * clods, 0.08 * fine, 0.22 * wave)
    sprouts = np.clip((wave - 0.55) * 3, 0, 1) * np.clip(fractal(rng, beta=0.9, low=20) * 0.7 + 0.3, 0, 1)
    picture = mix(picture, lit(canvas((0.33, 0.42, 0.16)), 0.2 * fine), sprouts)
    return relief_texture("furrows", picture, 0.5 + 0.25 * wave + 0.1 * clods)
