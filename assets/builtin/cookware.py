"""Pots, pans and kettles."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import cylinder, ellipsoid, extrude, lathe, place, torus, tube

from .joinery import bent, rod, smooth, spread
from .model import model
from .parts import BLACK, BRASS, CHROME, STEEL, WHITE, choose
from .prints import dotted, striped, wood


def stockpot(rng: np.random.Generator) -> Mesh:
    """A stew pot with two ears, its lid ajar on a ladle."""
    enamel = choose(
        rng, [(0.80, 0.30, 0.10), (0.12, 0.26, 0.44), (0.16, 0.40, 0.30), (0.66, 0.08, 0.10)], roughness=0.15
    )
    parts = [lathe([(0.40, 0), (0.44, 0.03), (0.46, 0.50), (0.48, 0.52)], enamel, segments=36, crease=60)]
    parts += [
        lathe([(0.47, 0.52), (0.43, 0.48)], WHITE, segments=36, caps=False),
        cylinder(0.44, 0.01, choose(rng, [(0.70, 0.36, 0.14)], roughness=0.3), segments=36, at=(0, 0, 0.47)),
    ]
    for side in (-1, 1):
        parts.append(
            bent(
                [
                    (-0.12, side * 0.44, 0.40),
                    (-0.10, side * 0.56, 0.42),
                    (0.10, side * 0.56, 0.42),
                    (0.12, side * 0.44, 0.40),
                ],
                0.03,
                enamel,
            )
        )
    for turn, radius in ((0.3, 0.06), (1.8, 0.08), (3.6, 0.05), (5.0, 0.07)):
        parts.append(
            ellipsoid(
                (radius, radius, 0.04),
                choose(rng, [(0.86, 0.46, 0.12), (0.40, 0.54, 0.22)]),
                at=(0.24 * math.cos(turn), 0.24 * math.sin(turn), 0.48),
            )
        )
    lid = [
        lathe(
            [(0.50, 0), (0.49, 0.04), (0.36, 0.10), (0.10, 0.14), (0, 0.145)], enamel, segments=36, crease=60
        ),
        lathe([(0.04, 0.14), (0.05, 0.19), (0.09, 0.22), (0.04, 0.25)], BLACK, segments=16),
    ]
    parts.append(place(merge(lid), (-0.16, 0, 0.60), pitch=-18))
    return merge([*parts, bent([(0.20, 0.05, 0.46), (0.44, 0.10, 0.62), (0.70, 0.16, 0.86)], 0.018, STEEL)])


def frying_pan(rng: np.random.Generator) -> Mesh:
    """A frying pan with two fried eggs and bacon."""
    iron = choose(rng, [(0.10, 0.10, 0.11), (0.20, 0.20, 0.22)], roughness=0.45)
    profile = [(0.36, 0.0), (0.40, 0.02), (0.50, 0.13), (0.485, 0.14), (0.385, 0.035), (0.0, 0.03)]
    parts = [
        lathe(profile, iron, segments=36, caps=False, crease=50),
        cylinder(0.36, 0.01, iron, segments=36),
    ]
    handle = smooth([(-0.46, 0, 0.10), (-0.70, 0, 0.17), (-1.02, 0, 0.20)], 4)
    parts.append(
        tube(handle, [(0.05, 0.025)] * len(handle), wood(rng, (0.46, 0.26, 0.13)), sides=10, rounded=True)
    )
    parts.append(tube([(-0.44, 0, 0.09), (-0.66, 0, 0.16)], [(0.06, 0.02)] * 2, iron, sides=8))
    turn = np.linspace(0, 2 * math.pi, 28, endpoint=False)
    for x, y, phase in ((0.12, -0.15, 0.0), (-0.14, 0.10, 2.0)):
        radius = 0.15 + 0.025 * np.sin(3 * turn + phase) + 0.012 * np.sin(7 * turn)
        white = np.column_stack([radius * np.cos(turn), radius * np.sin(turn)])
        parts.append(extrude(white, 0.022, WHITE, bevel=0.008, at=(x, y, 0.032)))
        parts.append(
            ellipsoid((0.065, 0.065, 0.045), Material((0.96, 0.68, 0.08), roughness=0.2), at=(x, y, 0.05))
        )
    rasher = striped([(0.66, 0.16, 0.12), (0.66, 0.16, 0.12), (0.90, 0.66, 0.54)], 30)
    for y, x0 in ((0.20, 0.05), (0.28, -0.02)):
        wave = [
            (x0 + 0.3 * t, y - 0.1 * t, 0.05 + 0.012 * math.sin(18 * t))
            for t in np.linspace(0, 1, 13).tolist()
        ]
        parts.append(tube(wave, [(0.035, 0.006)] * 13, rasher, sides=6))
    return merge(parts)


def kettle(rng: np.random.Generator) -> Mesh:
    """A whistling stove kettle."""
    enamel = choose(
        rng, [(0.72, 0.12, 0.12), (0.16, 0.42, 0.52), (0.86, 0.82, 0.72), (0.84, 0.60, 0.14)], roughness=0.15
    )
    body = smooth([(0.40, 0, 0.0), (0.46, 0, 0.06), (0.44, 0, 0.22), (0.30, 0, 0.42), (0.18, 0, 0.48)], 4)[
        :, [0, 2]
    ]
    parts = [
        lathe(body, enamel, segments=36, crease=60),
        lathe([(0.19, 0.475), (0.17, 0.51), (0.05, 0.53)], enamel, segments=28),
    ]
    parts += [
        ellipsoid((0.045, 0.045, 0.045), BLACK, at=(0, 0, 0.57)),
        torus(0.19, 0.012, CHROME, at=(0, 0, 0.48)),
    ]
    parts.append(
        tube([(0.30, 0, 0.30), (0.46, 0, 0.40), (0.60, 0, 0.50)], [0.10, 0.065, 0.05], enamel, sides=16)
    )
    parts.append(tube([(0.58, 0, 0.485), (0.66, 0, 0.535)], [0.055, 0.045], CHROME, sides=16))
    bow = [(0.30, 0, 0.42), (0.26, 0, 0.70), (0.0, 0, 0.82), (-0.26, 0, 0.70), (-0.34, 0, 0.38)]
    parts += [
        bent(bow, 0.018, CHROME),
        bent([(0.17, 0, 0.78), (0.0, 0, 0.82), (-0.17, 0, 0.78)], 0.036, BLACK),
    ]
    return merge(parts)


def colander(rng: np.random.Generator) -> Mesh:
    """A colander on three feet, heaped with tomatoes."""
    enamel = choose(rng, [(0.84, 0.84, 0.80), (0.24, 0.52, 0.56), (0.90, 0.72, 0.24)], roughness=0.2)
    body = dotted(rng, enamel.color, [(0.10, 0.10, 0.10)], count=196)
    profile = [(0.20, 0.08), (0.36, 0.16), (0.46, 0.34), (0.48, 0.42)]
    parts = [
        lathe(profile, body, segments=36, caps=False, crease=80),
        lathe([(0.46, 0.42), (0.34, 0.18), (0.0, 0.12)], enamel, segments=36, caps=False, crease=80),
    ]
    parts += [
        torus(0.48, 0.02, enamel, segments=36, at=(0, 0, 0.42)),
        torus(0.19, 0.02, enamel, at=(0, 0, 0.08)),
    ]
    parts += [
        bent(
            [
                (-0.1, side * 0.47, 0.40),
                (-0.08, side * 0.60, 0.42),
                (0.08, side * 0.60, 0.42),
                (0.1, side * 0.47, 0.40),
            ],
            0.02,
            enamel,
        )
        for side in (-1, 1)
    ]
    parts += [
        rod(
            (0.19 * math.cos(a), 0.19 * math.sin(a), 0.08),
            (0.24 * math.cos(a), 0.24 * math.sin(a), 0),
            0.022,
            enamel,
        )
        for a in (0.3, 2.4, 4.5)
    ]
    red, green = Material((0.80, 0.10, 0.06), roughness=0.2), Material((0.20, 0.40, 0.12))
    for x, y, z in (
        (0, 0.2, 0.42),
        (0.2, -0.04, 0.42),
        (-0.16, -0.14, 0.42),
        (-0.2, 0.1, 0.41),
        (0.08, -0.24, 0.41),
        (0.0, 0.0, 0.54),
    ):
        parts += [
            ellipsoid((0.14, 0.14, 0.12), red, segments=14, rings=8, at=(x, y, z)),
            cylinder(0.05, 0.012, green, segments=5, at=(x, y, z + 0.112)),
        ]
    return merge(parts)


def coffee_maker(rng: np.random.Generator) -> Mesh:
    """An eight-sided stove-top coffee pot."""
    metal = Material((0.74, 0.75, 0.77), roughness=0.3, metallic=0.7)
    handle = choose(rng, [(0.08, 0.08, 0.08), (0.66, 0.10, 0.10), (0.12, 0.34, 0.50)], roughness=0.3)
    profile = [(0.34, 0), (0.35, 0.03), (0.24, 0.44), (0.25, 0.47), (0.24, 0.50), (0.32, 0.96), (0.33, 0.98)]
    parts = [
        lathe(profile, metal, segments=8, crease=25),
        lathe([(0.33, 0.985), (0.20, 1.06), (0.03, 1.10)], metal, segments=8, crease=25),
    ]
    parts.append(torus(0.245, 0.03, metal, segments=24, at=(0, 0, 0.47)))
    parts.append(lathe([(0.025, 1.10), (0.06, 1.15), (0.05, 1.20)], handle, segments=12))
    parts.append(extrude([(0.24, 0.74), (0.44, 0.98), (0.28, 0.97)], 0.14, metal, plane="xz"))
    grip = [(-0.28, 0, 0.92), (-0.52, 0, 0.94), (-0.54, 0, 0.80), (-0.46, 0, 0.54)]
    path = smooth(grip, 4)
    parts.append(tube(path, [(0.035, 0.045)] * len(path), handle, sides=8, up=(0, 1, 0), rounded=True))
    return merge([*parts, place(cylinder(0.035, 0.04, BRASS, segments=8), (0.27, 0.13, 0.28), pitch=-80)])


def knife_block(rng: np.random.Generator) -> Mesh:
    """A wooden block of kitchen knives, waist high."""
    timber = wood(rng, (0.66, 0.46, 0.26))
    profile = [(-0.32, 0.0), (0.22, 0.0), (0.26, 0.22), (-0.06, 0.64), (-0.46, 0.36)]
    parts = [extrude(profile, 0.44, timber, plane="xz", bevel=0.03)]
    ahead = np.array([0.795, 0.0, 0.606])
    ink = choose(rng, [(0.08, 0.08, 0.09), (0.60, 0.10, 0.10)], roughness=0.35)
    up = np.array([-0.26, 0.0, 0.40])
    for row, part in enumerate((0.12, 0.45, 0.78)):
        base = np.array([0.26, 0.0, 0.22]) * (1 - part) + np.array([-0.06, 0.0, 0.64]) * part
        for y in spread(2 + (row == 2), 0.24):
            start = np.add(base, (0.0, y, 0.0))
            points = [start + ahead * reach for reach in (-0.02, 0.07, 0.09, 0.34)]
            parts.append(
                tube(
                    points[:2],
                    [(0.012, 0.05)] * 2,
                    CHROME,
                    sides=6,
                    up=tuple((up / np.linalg.norm(up)).tolist()),
                )
            )
            parts.append(tube(points[2:], [(0.03, 0.05), (0.035, 0.055)], ink, sides=10, rounded=True))
    return merge(parts)


MODELS: Final = (
    model(stockpot, "cookware", "stockpot.n.01"),
    model(frying_pan, "cookware", "frying_pan.n.01"),
    model(kettle, "cookware", "kettle.n.01"),
    model(colander, "cookware", "colander.n.01"),
    model(coffee_maker, "cookware", "coffee_maker.n.01"),
    model(knife_block, "cookware", "knife.n.01"),
)
