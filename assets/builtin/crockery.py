"""Crockery, and what it is served on."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import bevelled_box, cylinder, ellipsoid, extrude, lathe, place, torus, tube

from .joinery import bent, rounded, smooth, wheel
from .model import model
from .parts import BRASS, CHROME, DARK, RUBBER, WHITE, choose
from .prints import dotted, printed, sheet, striped, write
from .surfaces import sleeve

_GLASS: Final = Material((0.62, 0.76, 0.76), roughness=0.06)


def tea_trolley(rng: np.random.Generator) -> Mesh:
    """A brass trolley with two trays, a teapot, cups and a cake stand."""
    china = choose(rng, [(0.92, 0.92, 0.90), (0.70, 0.80, 0.90)], roughness=0.15)
    parts = []
    for z in (0.28, 0.68):
        parts.append(extrude(rounded(0.78, 0.46, 0.08), 0.015, _GLASS, at=(0, 0, z)))
        rim = rounded(0.80, 0.48, 0.09)
        ring = np.column_stack([*np.concatenate([rim, rim[:1]]).T, np.full(len(rim) + 1, z + 0.03)])
        parts.append(tube(ring, 0.012, BRASS, sides=6))
    for x in (-0.36, 0.36):
        hoop = [
            (x, -0.22, 0.12),
            (x, -0.22, 0.78),
            (x, 0, 0.90 if x < 0 else 0.78),
            (x, 0.22, 0.78),
            (x, 0.22, 0.12),
        ]
        parts.append(bent(hoop, 0.012, BRASS))
        parts += [wheel(0.06, 0.025, RUBBER, BRASS, (x, y, 0.06)) for y in (-0.22, 0.22)]
    pot = [(0.06, 0), (0.11, 0.06), (0.10, 0.12), (0.05, 0.16), (0.02, 0.17), (0.015, 0.19)]
    parts.append(lathe(pot, china, crease=80.0, at=(-0.18, 0, 0.695)))
    parts.append(
        tube([(-0.10, 0, 0.75), (-0.02, 0, 0.80), (0.0, 0, 0.85)], [0.03, 0.018, 0.015], china, sides=8)
    )
    parts.append(bent([(-0.26, 0, 0.83), (-0.34, 0, 0.80), (-0.27, 0, 0.73)], 0.012, china))
    cup = lathe(
        [(0.07, 0.0), (0.02, 0.01), (0.03, 0.02), (0.05, 0.06), (0.04, 0.06), (0.0, 0.03)],
        china,
        segments=16,
        caps=False,
    )
    parts += [place(cup, (x, y, 0.697)) for x, y in ((0.14, -0.12), (0.28, 0.06), (0.10, 0.13))]
    cake = [
        lathe(
            [(0.15, 0.295), (0.15, 0.40), (0.13, 0.415)],
            choose(rng, [(0.42, 0.22, 0.12), (0.92, 0.72, 0.74)]),
            segments=24,
        )
    ]
    cake += [
        ellipsoid(
            (0.02, 0.02, 0.02),
            choose(rng, [(0.8, 0.06, 0.1)]),
            segments=8,
            rings=6,
            at=(0.11 * math.cos(a), 0.11 * math.sin(a), 0.42),
        )
        for a in np.linspace(0, 5.6, 9).tolist()
    ]
    return merge([*parts, *cake])


def coffee_mug(rng: np.random.Generator) -> Mesh:
    """A giant mug with a printed slogan, full of coffee."""
    paint = ((0.14, 0.34, 0.56), (0.80, 0.26, 0.14), (0.90, 0.76, 0.20), (0.30, 0.54, 0.34))[
        int(rng.integers(4))
    ]
    picture = sheet(paint, 128, 256)
    write(picture, "BEST", (0.5, 0.35), 0.2, (0.97, 0.96, 0.92))
    write(picture, "BOSS", (0.5, 0.65), 0.2, (0.97, 0.96, 0.92))
    print_ = printed("slogan", picture, roughness=0.15)
    parts = [
        lathe(
            [(0.30, 0.0), (0.32, 0.02), (0.32, 0.10)],
            choose(rng, [paint], roughness=0.15, spread=0.0),
            segments=36,
        )
    ]
    parts.append(sleeve((0.32, 0.10), (0.32, 0.72), print_, repeats=2))
    parts += [
        lathe([(0.32, 0.72), (0.315, 0.74), (0.29, 0.74), (0.285, 0.60)], WHITE, segments=36, caps=False),
        cylinder(0.29, 0.01, Material((0.16, 0.08, 0.04), roughness=0.1), segments=36, at=(0, 0, 0.64)),
    ]
    ear = [(0, 0.30, 0.60), (0, 0.50, 0.60), (0, 0.54, 0.38), (0, 0.46, 0.18), (0, 0.30, 0.16)]
    path = smooth(ear, 4)
    return merge([*parts, tube(path, [(0.05, 0.035)] * len(path), WHITE, sides=10, up=(1, 0, 0))])


def teacup(rng: np.random.Generator) -> Mesh:
    """A flowered cup on its saucer, with a spoon and a biscuit."""
    ink = ((0.80, 0.30, 0.42), (0.24, 0.38, 0.72), (0.70, 0.44, 0.20))[int(rng.integers(3))]
    china = dotted(rng, (0.95, 0.94, 0.92), [ink], count=64, flowers=True)
    gold = Material((0.80, 0.64, 0.28), roughness=0.2, metallic=0.7)
    saucer = [(0.22, 0.0), (0.24, 0.02), (0.46, 0.07), (0.45, 0.085), (0.20, 0.035), (0, 0.035)]
    cup = smooth([(0.14, 0, 0.04), (0.16, 0, 0.08), (0.28, 0, 0.20), (0.34, 0, 0.46)], 4)[:, [0, 2]]
    parts = [
        lathe(saucer, WHITE, segments=36, caps=False, crease=60),
        torus(0.455, 0.008, gold, segments=36, sides=6, at=(0, 0, 0.078)),
    ]
    parts += [
        lathe(cup, china, segments=36, caps=False, crease=80),
        lathe([(0.335, 0.46), (0.27, 0.22), (0, 0.10)], WHITE, segments=36, caps=False, crease=80),
    ]
    parts += [
        torus(0.337, 0.008, gold, segments=36, sides=6, at=(0, 0, 0.46)),
        cylinder(0.31, 0.005, Material((0.52, 0.26, 0.08), roughness=0.08), segments=36, at=(0, 0, 0.38)),
    ]
    parts.append(bent([(0, 0.31, 0.40), (0, 0.48, 0.44), (0, 0.46, 0.26), (0, 0.26, 0.18)], 0.024, gold))
    parts += [
        tube([(0.34, -0.2, 0.08), (0.30, 0.10, 0.075)], [(0.012, 0.008), (0.016, 0.008)], CHROME, sides=6),
        ellipsoid((0.05, 0.08, 0.015), CHROME, at=(0.29, 0.17, 0.075)),
    ]
    return merge(
        [
            *parts,
            place(
                bevelled_box((0.12, 0.22, 0.035), choose(rng, [(0.78, 0.52, 0.24)]), bevel=0.012),
                (-0.36, -0.06, 0.07),
                yaw=10,
            ),
        ]
    )


def plate_stack(rng: np.random.Generator) -> Mesh:
    """A leaning pile of plates of three sizes with bowls on top."""
    inks = [
        choose(rng, [ink], roughness=0.15)
        for ink in ((0.92, 0.92, 0.90), (0.26, 0.46, 0.60), (0.86, 0.62, 0.32), (0.50, 0.64, 0.50))
    ]
    plate = [(0.16, 0.0), (0.18, 0.012), (0.32, 0.045), (0.325, 0.055), (0.18, 0.022), (0, 0.022)]
    bowl = [(0.10, 0.0), (0.18, 0.04), (0.24, 0.15), (0.23, 0.15), (0.16, 0.05), (0, 0.02)]
    parts, z = [], 0.0
    for level in range(15):
        size = (1.0, 0.85, 0.70)[level // 5]
        x, y = rng.uniform(-0.012, 0.012, 2).tolist()
        one = lathe(plate, inks[(level * 2 + level // 5) % 4], segments=24, caps=False, crease=60)
        parts.append(place(one, (x + 0.003 * level, y, z), scale=(size, size, 1.0)))
        z += 0.030
    for level in range(4):
        parts.append(
            place(
                lathe(bowl, inks[level], segments=24, caps=False, crease=60),
                (0.05, 0.01 * level, z),
                pitch=3 * level,
            )
        )
        z += 0.06
    return merge(parts)


def wine_glass(rng: np.random.Generator) -> Mesh:
    """Two giant glasses of wine."""
    glass = Material((0.84, 0.90, 0.92), roughness=0.04)
    foot = [(0.26, 0), (0.26, 0.012), (0.05, 0.04), (0.022, 0.08), (0.022, 0.48), (0.06, 0.52)]
    parts = []
    for x, y, wine in ((0.0, -0.30, (0.42, 0.03, 0.10)), (0.12, 0.30, (0.90, 0.78, 0.36))):
        drink = Material(wine, roughness=0.05)
        bowl = [(0.06, 0.52), (0.20, 0.62), (0.26, 0.76)]
        rim = [(0.26, 0.76), (0.255, 0.92), (0.21, 1.08), (0.20, 1.08), (0.245, 0.92), (0.25, 0.77)]
        one = [
            lathe(foot, glass, segments=24, crease=60),
            lathe(bowl, drink, segments=28, crease=80),
            lathe(rim, glass, segments=28, caps=False, crease=60),
        ]
        parts.append(place(merge(one), (x, y + float(rng.uniform(-0.02, 0.02)), 0)))
    return merge(parts)


def water_jug(rng: np.random.Generator) -> Mesh:
    """A big-bellied stoneware jug with painted bands."""
    clay, band = (
        ((0.80, 0.72, 0.58), (0.20, 0.32, 0.52)),
        ((0.56, 0.30, 0.18), (0.92, 0.84, 0.66)),
        ((0.30, 0.46, 0.44), (0.90, 0.86, 0.74)),
    )[int(rng.integers(3))]
    print_ = striped([clay, clay, band, clay, clay, clay, band, band], 16, across=True, roughness=0.3)
    curve = smooth(
        [
            (0.20, 0, 0.0),
            (0.30, 0, 0.10),
            (0.36, 0, 0.32),
            (0.28, 0, 0.58),
            (0.16, 0, 0.76),
            (0.15, 0, 0.84),
            (0.20, 0, 0.96),
        ],
        5,
    )[:, [0, 2]]
    body = lathe(curve, print_, segments=36, caps=False, crease=80)
    lip = body.positions.copy()
    pull = np.clip((lip[:, 2] - 0.80) / 0.16, 0, 1) * np.clip(lip[:, 0] / 0.2, 0, 1) ** 4
    lip[:, 0] += (0.14 * pull).astype(np.float32)
    lip[:, 1] *= (1 - 0.35 * pull).astype(np.float32)
    inside = lathe([(0.145, 0.84), (0.0, 0.66)], DARK, segments=24, caps=False)
    ear = smooth([(-0.16, 0, 0.90), (-0.38, 0, 0.92), (-0.44, 0, 0.66), (-0.32, 0, 0.44)], 5)
    handle = tube(ear, [(0.05, 0.032)] * len(ear), choose(rng, [band], roughness=0.3), sides=10, up=(0, 1, 0))
    return merge([replace(body, positions=lip), inside, handle, cylinder(0.2, 0.01, DARK)])


MODELS: Final = (
    model(tea_trolley, "trolley", "tea_cart.n.01"),
    model(coffee_mug, "crockery", "coffee_mug.n.01"),
    model(teacup, "crockery", "teacup.n.02"),
    model(plate_stack, "crockery", "plate.n.04"),
    model(wine_glass, "glassware", "wineglass.n.01"),
    model(water_jug, "crockery", "pitcher.n.02"),
)
