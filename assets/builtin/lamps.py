"""Lamps and candlesticks."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import box, cylinder, ellipsoid, lathe, place, torus, tube

from .joinery import rod
from .model import model
from .parts import BRASS, CHROME, DARK, Colour, choose
from .prints import striped, wood

_BULB: Final = Material((0.98, 0.94, 0.80), roughness=0.3)
_SHADES: Final[tuple[Colour, ...]] = (
    (0.88, 0.80, 0.62),
    (0.62, 0.16, 0.16),
    (0.20, 0.40, 0.36),
    (0.84, 0.52, 0.20),
)


def _shade(low: float, high: float, z: float, tall: float, material: Material) -> list[Mesh]:
    """A conical lampshade, seen from inside too, with bound rims."""
    return [
        lathe([(low, z), (high, z + tall)], material, segments=28, caps=False),
        lathe([(high - 0.006, z + tall), (low - 0.006, z)], _BULB, segments=28, caps=False),
        torus(low, 0.008, DARK, segments=28, sides=6, at=(0, 0, z)),
        torus(high, 0.008, DARK, segments=28, sides=6, at=(0, 0, z + tall)),
        ellipsoid((0.04, 0.04, 0.05), _BULB, at=(0, 0, z + tall * 0.45)),
    ]


def floor_lamp(rng: np.random.Generator) -> Mesh:
    """A standard lamp: a turned stem on a round foot and a fringed shade."""
    timber = wood(rng, (0.36, 0.18, 0.09))
    shade = choose(rng, _SHADES, roughness=0.9)
    stem = [(0.19, 0.0), (0.19, 0.03), (0.08, 0.06), (0.03, 0.10), (0.045, 0.30), (0.025, 0.36), (0.03, 0.70)]
    stem += [(0.045, 0.78), (0.022, 0.84), (0.02, 1.16)]
    parts = [lathe(stem, timber, segments=20, crease=60.0), *_shade(0.32, 0.17, 1.08, 0.36, shade)]
    turn = np.linspace(0, 2 * math.pi, 40, endpoint=False).tolist()
    parts += [
        box((0.012, 0.012, 0.07), shade, at=(0.32 * math.cos(a), 0.32 * math.sin(a), 1.015)) for a in turn
    ]
    parts.append(rod((0.06, 0.05, 0.95), (0.06, 0.05, 1.12), 0.004, BRASS, sides=5))
    return merge(parts)


def desk_lamp(rng: np.random.Generator) -> Mesh:
    """An architect's lamp with two sprung arms, man-high."""
    paint = choose(
        rng, [(0.72, 0.12, 0.10), (0.10, 0.36, 0.54), (0.86, 0.68, 0.14), (0.12, 0.13, 0.14)], roughness=0.3
    )
    parts = [lathe([(0.26, 0), (0.26, 0.03), (0.22, 0.06), (0.05, 0.08)], paint, segments=28)]
    elbow, wrist = (-0.34, 0.0, 0.66), (0.30, 0.0, 1.06)
    for y in (-0.03, 0.03):
        parts.append(rod((0, y, 0.08), (elbow[0], y, elbow[2]), 0.013, CHROME))
        parts.append(rod((elbow[0], y, elbow[2]), (wrist[0], y, wrist[2]), 0.013, CHROME))
    for start, end in (((-0.02, 0, 0.13), (-0.16, 0, 0.40)), ((-0.28, 0, 0.68), (-0.06, 0, 0.84))):
        way = np.linspace(0, 1, 60)[:, None]
        line = np.array(start) + (np.array(end) - np.array(start)) * way
        coil = np.column_stack(
            [0 * way[:, 0], 0.022 * np.cos(way[:, 0] * 75), 0.022 * np.sin(way[:, 0] * 75)]
        )
        parts.append(tube(line + coil, 0.005, CHROME, sides=4))
    parts += [
        place(cylinder(0.045, 0.10, paint, at=(0, 0, -0.05)), at, roll=90)
        for at in (elbow, wrist, (0.0, 0.0, 0.10))
    ]
    hood = [
        lathe(
            [(0.21, -0.26), (0.19, -0.14), (0.08, 0.0), (0.07, 0.10), (0.04, 0.12)],
            paint,
            segments=28,
            caps=False,
            crease=60,
        )
    ]
    hood += [lathe([(0.075, 0.0), (0.18, -0.14), (0.20, -0.255)], _BULB, segments=28, caps=False)]
    hood.append(ellipsoid((0.08, 0.08, 0.09), _BULB, at=(0, 0, -0.12)))
    parts.append(place(merge(hood), (0.38, 0, 1.06), pitch=28))
    return merge(parts)


def table_lamp(rng: np.random.Generator) -> Mesh:
    """A lamp with a leaded glass shade of many colours on a bronze stem."""
    bronze = Material((0.34, 0.26, 0.16), roughness=0.4, metallic=0.6)
    edge = ((0.24, 0.46, 0.26), (0.20, 0.34, 0.56), (0.52, 0.16, 0.34))[int(rng.integers(3))]
    glass = striped([(0.78, 0.30, 0.14), (0.90, 0.70, 0.26), edge, (0.90, 0.70, 0.26)], 24, roughness=0.2)
    stem = [
        (0.20, 0),
        (0.20, 0.02),
        (0.10, 0.06),
        (0.04, 0.12),
        (0.05, 0.22),
        (0.03, 0.28),
        (0.03, 0.52),
        (0.06, 0.56),
    ]
    dome = [(0.38, 0.46), (0.37, 0.52), (0.30, 0.62), (0.18, 0.70), (0.06, 0.74)]
    parts = [
        lathe(stem, bronze, segments=20, crease=60),
        lathe(dome, glass, segments=40, caps=False, crease=80, uv_scale=0.42),
    ]
    parts += [torus(radius, 0.008, bronze, segments=40, sides=6, at=(0, 0, z)) for radius, z in dome]
    turn = np.linspace(0, 2 * math.pi, 12, endpoint=False).tolist()
    parts += [
        tube([(r * math.cos(a), r * math.sin(a), z) for r, z in dome], 0.006, bronze, sides=4) for a in turn
    ]
    parts += [
        ellipsoid((0.06, 0.06, 0.04), bronze, at=(0, 0, 0.76)),
        ellipsoid((0.05, 0.05, 0.06), _BULB, at=(0, 0, 0.58)),
    ]
    return merge(parts)


def lava_lamp(rng: np.random.Generator) -> Mesh:
    """A lava lamp taller than a child, blobs rising in its coloured liquid."""
    liquid, wax = (
        ((0.16, 0.10, 0.44), (0.90, 0.30, 0.50)),
        ((0.60, 0.10, 0.08), (0.98, 0.72, 0.16)),
        ((0.06, 0.30, 0.36), (0.62, 0.90, 0.30)),
    )[int(rng.integers(3))]
    metal = Material((0.70, 0.71, 0.73), roughness=0.25, metallic=0.9)
    base = [(0.22, 0), (0.22, 0.02), (0.12, 0.22), (0.11, 0.26), (0.19, 0.46)]
    flask = [(0.185, 0.46), (0.21, 0.56), (0.17, 0.82), (0.11, 1.02)]
    cap = [(0.115, 1.02), (0.09, 1.16), (0.08, 1.17)]
    parts = [
        lathe(base, metal, segments=28),
        lathe(flask, Material(liquid, roughness=0.08), segments=28, crease=80),
        lathe(cap, metal, segments=28),
    ]
    glow = Material(wax, roughness=0.3, emission=0.2)
    spots = (
        (0.0, 0.50, 0.12),
        (0.9, 0.62, 0.085),
        (2.4, 0.72, 0.07),
        (4.0, 0.60, 0.08),
        (5.2, 0.80, 0.06),
        (1.6, 0.88, 0.05),
        (3.2, 0.93, 0.05),
        (0.2, 0.98, 0.04),
    )
    for turn, z, radius in spots:
        reach = float(np.interp(z, [0.46, 0.56, 0.82, 1.02], [0.185, 0.21, 0.17, 0.11])) - radius * 0.8
        parts.append(
            ellipsoid(
                (radius, radius, radius * 1.25), glow, at=(reach * math.cos(turn), reach * math.sin(turn), z)
            )
        )
    return merge(parts)


MODELS: Final = (
    model(floor_lamp, "lamp", "floor_lamp.n.01"),
    model(desk_lamp, "lamp", "reading_lamp.n.01"),
    model(table_lamp, "lamp", "table_lamp.n.01"),
    model(lava_lamp, "lamp", "lamp.n.02"),
)
