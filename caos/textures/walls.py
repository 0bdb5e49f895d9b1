"""Walls and roofs without openings. All are pale or neutral enough to be tinted by a material's colour.

The fourth channel is the height of the relief: 1 stands out, 0 lies back.
"""

from __future__ import annotations

import numpy as np

from caos.meshes import Texture

from .noise import SIZE, Colour, Plane, canvas, courses, fractal, lit, mix, texture


def _raised(name: str, picture: Plane, height: Plane) -> Texture:
    """A texture whose fourth channel is `height`, (512, 512) in [0, 1]."""
    return texture(name, np.concatenate([picture, np.clip(height, 0, 1)[..., None]], axis=2))


def _down() -> Plane:
    """(512, 1) how far down the tile each row lies, 0..1."""
    return np.asarray(((np.arange(SIZE, dtype=np.float32) + 0.5) / SIZE)[:, None], dtype=np.float32)


def _joints(rows: int, columns: int, width: float) -> Plane:
    """(512, 512) 1 on stones, 0 in the joints of a running bond; `width` in pixels."""
    _, _, joint = courses(rows, columns, stagger=0.5)
    return np.asarray(np.clip((joint - width / 2) / width + 0.5, 0, 1), dtype=np.float32)


def brick_picture(
    rng: np.random.Generator, rows: int = 48, columns: int = 16, clay: Colour = (0.405, 0.31, 0.275)
) -> Plane:
    """(512, 512, 3) brickwork with soot and bleached patches; `rows` must be even for the bond to tile."""
    row, column, _ = courses(rows, columns, stagger=0.5)
    tone = rng.normal(0, 0.085, (rows, columns))[row, column]
    burnt = np.where(rng.random((rows, columns)) < 0.05, -0.2, 0.0)[row, column]
    hue = rng.normal(0, 0.014, (rows, columns, 1))[row, column] * (1.0, 0.2, -0.6)
    picture = lit(canvas(clay) + hue.astype(np.float32), tone, burnt, 0.06 * fractal(rng, beta=0.8))
    mortar = lit(canvas((0.52, 0.50, 0.46)), 0.06 * fractal(rng, beta=0.6))
    picture = mix(picture, mortar, 1 - _joints(rows, columns, max(1.0, 1.3 * 48 / rows)))
    return lit(picture, 0.06 * fractal(rng, beta=2.8), 0.04 * fractal(rng, beta=2.0, stretch=(5.0, 1.0)))


def _brickwork(name: str, rng: np.random.Generator, clay: Colour) -> Texture:
    rough = 0.12 * fractal(rng, beta=1.0, low=20)
    return _raised(name, brick_picture(rng, clay=clay), 0.8 * _joints(48, 16, 2.2) + rough)


def brick(rng: np.random.Generator) -> Texture:
    """Red-brown brick in stretcher bond, 25 cm x 8.3 cm."""
    return _brickwork("brick", rng, (0.41, 0.31, 0.272))


def brick_pale(rng: np.random.Generator) -> Texture:
    """Buff brick in stretcher bond."""
    return _brickwork("brick_pale", rng, (0.55, 0.505, 0.455))


def siding(rng: np.random.Generator) -> Texture:
    """Painted boards that overlap downwards, pale, weathered at their lower edges."""
    rows = 12
    row, _, _ = courses(rows, 1)
    down = _down() * rows % 1
    tone = rng.normal(0, 0.025, rows)[row]
    grain = fractal(rng, beta=1.4, low=3, stretch=(1.0, 14.0))
    shadow = np.broadcast_to(-0.45 * np.clip((down - 0.90) * 12, 0, 1), (SIZE, SIZE))
    dirt = np.minimum(fractal(rng, beta=2.4), 0.4)
    picture = lit(canvas((0.76, 0.75, 0.72)), tone, 0.035 * grain, shadow, 0.05 * dirt)
    return _raised("siding", picture, np.broadcast_to(0.35 + 0.6 * down, (SIZE, SIZE)) + 0.02 * grain)


def _streaks(rng: np.random.Generator, sill: float, window: tuple[float, float], depth: float) -> Plane:
    """(512, 512) shade of water stains below the sills of a wall of two bays by two storeys.

    Args:
        rng: how wet each was.
        sill: how far down its storey a sill lies, 0..1.
        window: left and right edge of a window in its bay, 0..1.
        depth: how dark they are.
    """
    below = _down() * 2 % 1 - sill
    below = np.where(below < 0, below + 1, below)
    fade = np.clip(below * 40, 0, 1) * np.exp(-below * 4.5)
    across = ((np.arange(SIZE, dtype=np.float32) + 0.5) / SIZE * 2 % 1)[None]
    inside = np.clip((across - window[0]) * 20 + 0.7, 0, 1) * np.clip((window[1] - across) * 20 + 0.7, 0, 1)
    corners = np.exp(-(((across - window[0]) / 0.03) ** 2)) + np.exp(-(((across - window[1]) / 0.03) ** 2))
    run = np.clip(0.5 + 0.7 * fractal(rng, beta=1.2, low=6, stretch=(30.0, 1.0)), 0, 1.6)
    cells = np.kron(rng.uniform(0.25, 1.0, (2, 2)), np.ones((SIZE // 2, SIZE // 2)))
    return np.asarray(-depth * cells * fade * run * (0.55 * inside + 0.8 * corners), dtype=np.float32)


def plaster_picture(rng: np.random.Generator, streaks: float = 0.34) -> Plane:
    """(512, 512, 3) pale render, two bays by two storeys, stained below the sills, patched and cracked."""
    grain, stain = fractal(rng, beta=0.8, low=10), fractal(rng, beta=2.6)
    run = fractal(rng, beta=1.8, low=2, stretch=(8.0, 1.0))
    picture = lit(canvas((0.74, 0.725, 0.69)), 0.03 * grain, 0.05 * stain, 0.05 * np.minimum(run, 0.3))
    patch = np.clip((fractal(rng, beta=3.0, low=2) - 1.4) * 4, 0, 1) * 0.35
    picture = mix(picture, (0.60, 0.59, 0.56), patch)
    return lit(picture, _streaks(rng, 0.70, (0.28, 0.72), streaks))


def plaster(rng: np.random.Generator) -> Texture:
    """Rendered wall, pale."""
    return _raised("plaster", plaster_picture(rng), 0.5 + 0.16 * fractal(rng, beta=1.0, low=24))


def concrete_picture(rng: np.random.Generator) -> Plane:
    """(512, 512, 3) precast panels, two bays by two storeys, each of its own grey, with dark wet joints."""
    half = SIZE // 2
    tone = np.kron(rng.normal(0, 0.045, (2, 2)), np.ones((half, half)))
    grain, stain = fractal(rng, beta=0.7, low=16), fractal(rng, beta=2.5)
    run = np.minimum(fractal(rng, beta=1.6, low=4, stretch=(14.0, 1.0)), 0.2)
    edge = np.minimum(np.arange(SIZE) % half, half - 1 - np.arange(SIZE) % half).astype(np.float32)
    joint = np.minimum(edge[:, None], edge[None])
    soot = -0.16 * np.exp(-joint / 14.0) * (0.7 + 0.4 * stain)
    picture = lit(canvas((0.585, 0.575, 0.55)), tone, 0.05 * grain, 0.05 * stain, 0.07 * run, soot)
    picture = lit(picture, _streaks(rng, 0.70, (0.20, 0.80), 0.40))
    return mix(picture, (0.27, 0.265, 0.255), np.clip(2.6 - joint, 0, 1) * 0.8)


def concrete_panels(rng: np.random.Generator) -> Texture:
    """Precast concrete panels with open joints and exposed pebbles."""
    half = SIZE // 2
    edge = np.minimum(np.arange(SIZE) % half, half - 1 - np.arange(SIZE) % half).astype(np.float32)
    joint = np.clip(np.minimum(edge[:, None], edge[None]) / 3.0, 0, 1)
    pebbles = 0.10 * fractal(rng, beta=0.5, low=40)
    return _raised("concrete_panels", concrete_picture(rng), 0.75 * joint + 0.1 + pebbles)


def ashlar(rng: np.random.Generator) -> Texture:
    """Dressed stone, 60 x 40 cm on a tile of 4.8 m, grey-beige."""
    rows, columns = 12, 8
    row, column, _ = courses(rows, columns, stagger=0.5)
    tone = rng.normal(0, 0.07, (rows, columns))[row, column]
    picture = lit(
        canvas((0.57, 0.55, 0.515)), tone, 0.07 * fractal(rng, beta=1.2), 0.07 * fractal(rng, beta=2.8)
    )
    stones = _joints(rows, columns, 3.0)
    height = 0.75 * stones + 0.14 * fractal(rng, beta=1.4, low=8)
    return _raised("ashlar", mix(picture, (0.40, 0.38, 0.35), 0.75 * (1 - stones)), height)


def barn_boards(rng: np.random.Generator) -> Texture:
    """Upright boards whose paint is going, the wood grey below it."""
    columns = 20
    board = np.floor((np.arange(SIZE) + 0.5) / SIZE * columns).astype(np.int64)
    phase = ((np.arange(SIZE) + 0.5) / SIZE * columns % 1).astype(np.float32)
    tone = np.broadcast_to(rng.normal(0, 0.12, columns)[board], (SIZE, SIZE))
    grain = fractal(rng, beta=1.3, low=4, stretch=(18.0, 1.0))
    bare = np.clip((fractal(rng, beta=2.0, low=2, stretch=(6.0, 1.0)) - 0.3) * 1.2, 0, 0.75)
    gap = np.broadcast_to(np.clip((np.abs(phase - 0.5) - 0.45) * 25, 0, 1), (SIZE, SIZE))
    picture = lit(canvas((0.60, 0.58, 0.55)), tone, 0.09 * grain)
    picture = lit(mix(picture, (0.52, 0.505, 0.48), bare), -0.65 * gap, 0.05 * fractal(rng, beta=2.6))
    return _raised("barn_boards", picture, 0.8 - 0.7 * gap + 0.05 * grain)


def roof_tiles(rng: np.random.Generator) -> Texture:
    """Overlapping clay tiles, brown with age and lichen; the lower edge of each throws a shadow."""
    rows, columns = 10, 14
    row, column, _ = courses(rows, columns, stagger=0.5)
    down = _down() * rows % 1
    across = (np.arange(SIZE) + 0.5) / SIZE * columns + 0.5 * (row[:, 0] % 2)[:, None]
    wave = np.cos(2 * np.pi * across)
    tone = rng.normal(0, 0.13, (rows, columns))[row, column]
    picture = lit(canvas((0.37, 0.285, 0.25)), tone, 0.12 * wave, 0.06 * fractal(rng, beta=1.0))
    lichen = np.clip(fractal(rng, beta=2.2, low=2) - 0.7, 0, 1) * 0.35
    picture = mix(picture, (0.36, 0.35, 0.29), lichen)
    shade = -0.5 * np.clip((down - 0.88) * 9, 0, 1)
    height = 0.3 + 0.25 * wave + 0.4 * down
    return _raised("roof_tiles", lit(picture, np.broadcast_to(shade, (SIZE, SIZE))), height)


def slates(rng: np.random.Generator) -> Texture:
    """Slates or shingles in staggered rows, grey, some slipped."""
    rows, columns = 16, 14
    row, column, joint = courses(rows, columns, stagger=0.5)
    down = np.broadcast_to(_down() * rows % 1, (SIZE, SIZE))
    tone = rng.normal(0, 0.12, (rows, columns))[row, column]
    picture = lit(
        canvas((0.36, 0.36, 0.365)), tone, 0.07 * fractal(rng, beta=1.2), 0.07 * fractal(rng, beta=2.6)
    )
    picture = lit(picture, -0.45 * np.clip((down - 0.88) * 9, 0, 1), -0.4 * np.clip(1.5 - joint, 0, 1))
    return _raised("slates", picture, 0.25 + 0.6 * down)


def panels_picture(rng: np.random.Generator, ribs: int = 20) -> Plane:
    """(512, 512, 3) ribbed sheet metal, pale, with runs of rust below the screws."""
    phase = (np.arange(SIZE) + 0.5) / SIZE * ribs % 1
    profile = np.where(phase < 0.5, 0.03, -0.05) + np.where(np.abs(phase - 0.5) < 0.09, -0.15, 0.0)
    run = np.minimum(fractal(rng, beta=1.6, low=3, stretch=(12.0, 1.0)), 0.2)
    picture = lit(
        canvas((0.62, 0.635, 0.64)),
        np.broadcast_to(profile, (SIZE, SIZE)), 0.04 * fractal(rng, beta=2.2), 0.06 * run,
    )  # fmt: skip
    rust = np.clip((fractal(rng, beta=1.7, low=5, stretch=(5.0, 1.0)) - 1.9) * 1.5, 0, 0.6)
    picture = mix(picture, (0.40, 0.29, 0.21), rust)
    seam = np.zeros((SIZE, SIZE), dtype=np.float32)
    seam[[0, 1, SIZE // 2, SIZE // 2 + 1]] = 0.5
    return mix(picture, (0.3, 0.31, 0.32), seam)


def metal_panels(rng: np.random.Generator) -> Texture:
    """Trapezoidal sheet cladding with a seam every two metres."""
    phase = (np.arange(SIZE, dtype=np.float32) + 0.5) / SIZE * 20 % 1
    profile = np.clip(2.2 - np.abs(phase - 0.5) * 8, 0, 1)
    return _raised("metal_panels", panels_picture(rng), np.broadcast_to(profile, (SIZE, SIZE)))
