"""Cabinets, shelves and safes."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import bevelled_box, box, cylinder, ellipsoid, extrude, lathe, place, torus, tube

from .joinery import drawers, legs, rod, spread
from .model import model
from .parts import BRASS, CHROME, DARK, STEEL, WHITE, choose
from .prints import dial, label, wood
from .surfaces import disc, panel


def wardrobe(rng: np.random.Generator) -> Mesh:
    """A wardrobe with a cornice, one mirrored and one open door showing clothes."""
    timber = wood(rng, (0.42, 0.25, 0.14))
    dark = Material((0.10, 0.07, 0.05))
    parts = [
        box((0.04, 1.10, 1.70), timber, at=(-0.26, 0, 0.12)),
        bevelled_box((0.62, 1.18, 0.14), timber, bevel=0.02),
    ]
    parts += [box((0.54, 0.04, 1.70), timber, at=(0, y, 0.12)) for y in (-0.55, 0.0, 0.55)]
    parts.append(bevelled_box((0.64, 1.24, 0.12), timber, bevel=0.04, at=(0, 0, 1.82)))
    parts.append(box((0.50, 1.06, 0.02), dark, at=(-0.01, 0, 0.14)))
    parts.append(box((0.03, 0.54, 1.68), timber, at=(0.27, 0.275, 0.13)))
    mirror = Material((0.72, 0.78, 0.82), roughness=0.03, metallic=1.0)
    parts.append(panel(mirror, 0.40, 1.40, (0.291, 0.275, 0.98)))
    door = [bevelled_box((0.03, 0.54, 1.68), timber, bevel=0.008, at=(0, -0.27, 0.13))]
    door += [
        bevelled_box((0.04, 0.38, tall), timber, bevel=0.015, at=(0.006, -0.27, z))
        for z, tall in ((0.22, 0.66), (0.98, 0.72))
    ]
    door.append(ellipsoid((0.025, 0.025, 0.025), BRASS, at=(0.03, -0.48, 0.98)))
    parts.append(place(merge(door), (0.27, -0.55, 0), yaw=-62))
    parts.append(rod((0, -0.55, 1.70), (0, 0, 1.70), 0.014, CHROME))
    inks = [
        (0.70, 0.16, 0.20),
        (0.20, 0.34, 0.58),
        (0.88, 0.80, 0.60),
        (0.18, 0.42, 0.34),
        (0.34, 0.18, 0.40),
    ]
    for y, ink in zip(spread(5, 0.38), inks, strict=True):
        coat = [(-0.20, 0.0), (0.20, 0.0), (0.18, 0.66), (0.06, 0.80), (-0.06, 0.80), (-0.18, 0.66)]
        parts.append(extrude(coat, 0.06, choose(rng, [ink]), plane="xz", bevel=0.02, at=(0, y - 0.27, 0.84)))
    return merge(parts)


def chest_of_drawers(rng: np.random.Generator) -> Mesh:
    """A bow-legged chest, one drawer pulled out with linen in it."""
    timber = wood(rng, (0.56 + rng.uniform(-0.15, 0.1), 0.33, 0.17), across=True)
    parts = [
        box((0.46, 0.96, 0.82), timber, at=(0, 0, 0.14)),
        bevelled_box((0.52, 1.04, 0.04), timber, bevel=0.012, at=(0, 0, 0.96)),
    ]
    parts += drawers(0.88, [(0.18, 0.22), (0.43, 0.20)], 0.235, timber, BRASS)
    for side in (-1, 1):
        x = 0.235 + (0.24 if side > 0 else 0)
        parts += drawers(0.42, [(0.66, 0.16)], x, timber, BRASS, y=side * 0.23, knobs=1)
    parts.append(box((0.28, 0.40, 0.13), timber, at=(0.34, 0.23, 0.66)))
    for y, ink in ((0.14, (0.92, 0.90, 0.86)), (0.30, (0.76, 0.30, 0.34))):
        parts.append(bevelled_box((0.22, 0.15, 0.16), choose(rng, [ink]), bevel=0.03, at=(0.33, y, 0.70)))
    parts += legs(0.19, 0.43, 0.15, timber, radius=0.045, foot=0.025, splay=0.02)
    return merge(parts)


def safe(rng: np.random.Generator) -> Mesh:
    """A steel safe with its thick door ajar, a dial, a spoked wheel and bundles of money."""
    paint = choose(rng, [(0.16, 0.24, 0.20), (0.22, 0.23, 0.26), (0.36, 0.12, 0.10)], roughness=0.4)
    inside = Material((0.30, 0.29, 0.28), roughness=0.6)
    parts = [box((0.05, 0.80, 0.90), paint, at=(-0.32, 0, 0.08))]
    parts += [bevelled_box((0.66, 0.10, 0.94), paint, bevel=0.02, at=(0, y, 0.06)) for y in (-0.36, 0.36)]
    parts += [bevelled_box((0.66, 0.82, 0.10), paint, bevel=0.02, at=(0, 0, z)) for z in (0.06, 0.90)]
    parts += [box((0.56, 0.62, 0.02), inside, at=(0, 0, 0.50)), *legs(0.26, 0.30, 0.06, DARK, radius=0.05)]
    money = choose(rng, [(0.46, 0.60, 0.42)])
    parts += [
        bevelled_box((0.20, 0.10, 0.05), money, bevel=0.006, at=(0.14, y, z))
        for y in (-0.18, -0.05, 0.08)
        for z in (0.52, 0.575)
    ]
    parts += [
        bevelled_box((0.20, 0.09, 0.06), BRASS, bevel=0.015, at=(0.14, y, z))
        for y in (-0.15, -0.02, 0.11)
        for z in (0.16, 0.225)
    ]
    door = [bevelled_box((0.12, 0.70, 0.76), paint, bevel=0.02, at=(0, 0.35, 0.15))]
    door.append(disc(dial((0.08, 0.08, 0.08), (0.9, 0.9, 0.88), marks=30), 0.09, (0.075, 0.35, 0.72)))
    door.append(place(cylinder(0.035, 0.04, CHROME), (0.06, 0.35, 0.72), pitch=-90))
    door.append(place(torus(0.12, 0.014, CHROME), (0.12, 0.35, 0.45), pitch=90))
    door += [
        rod(
            (0.12, 0.35 - 0.16 * math.cos(a), 0.45 - 0.16 * math.sin(a)),
            (0.12, 0.35 + 0.16 * math.cos(a), 0.45 + 0.16 * math.sin(a)),
            0.012,
            CHROME,
        )
        for a in (0.3, 1.35, 2.4)
    ]
    door.append(place(cylinder(0.03, 0.08, CHROME), (0.05, 0.35, 0.45), pitch=-90))
    door += [place(cylinder(0.02, 0.05, STEEL), (0, 0.72, z), roll=90) for z in (0.25, 0.45, 0.65)]
    door[-3:] = [
        place(cylinder(0.02, 0.10, STEEL, at=(0, 0, -0.05)), (0, 0.71, z), roll=90)
        for z in (0.28, 0.52, 0.76)
    ]
    parts.append(place(merge(door), (0.38, -0.35, 0), yaw=-38))
    return merge(parts)


def filing_cabinet(rng: np.random.Generator) -> Mesh:
    """A steel cabinet of four drawers, one out and full of folders."""
    paint = choose(
        rng, [(0.46, 0.50, 0.48), (0.30, 0.36, 0.30), (0.62, 0.60, 0.52), (0.60, 0.20, 0.16)], roughness=0.45
    )
    tag = label("A - F", (0.94, 0.93, 0.88), (0.1, 0.1, 0.1), height=32, width=96)
    parts = [bevelled_box((0.60, 0.46, 1.32), paint, bevel=0.01)]
    for level in range(4):
        z, x = 0.05 + 0.315 * level, 0.30 + (0.34 if level == 2 else 0)
        parts.append(bevelled_box((0.03, 0.42, 0.295), paint, bevel=0.01, at=(x, 0, z)))
        parts.append(panel(tag, 0.12, 0.045, (x + 0.021, 0, z + 0.22)))
        parts.append(
            tube(
                [
                    (x + 0.015, -0.06, z + 0.13),
                    (x + 0.045, -0.05, z + 0.13),
                    (x + 0.045, 0.05, z + 0.13),
                    (x + 0.015, 0.06, z + 0.13),
                ],
                0.009,
                CHROME,
                sides=6,
            )
        )
    parts.append(box((0.34, 0.38, 0.20), paint, at=(0.46, 0, 0.70)))
    for step, x in enumerate(np.linspace(0.33, 0.60, 12).tolist()):
        folder = choose(rng, [((0.84, 0.68, 0.40), (0.40, 0.58, 0.72), (0.80, 0.44, 0.38))[step % 3]])
        parts.append(place(box((0.010, 0.35, 0.26), folder), (x, 0, 0.72), pitch=float(rng.uniform(-6, 2))))
    return merge(parts)


def china_cabinet(rng: np.random.Generator) -> Mesh:
    """A dresser: cupboards and drawers below, plates and cups on racks above."""
    timber = wood(rng, (0.64, 0.45, 0.26), across=True)
    ink = choose(rng, [(0.24, 0.38, 0.66), (0.70, 0.30, 0.26), (0.30, 0.52, 0.40)], roughness=0.15)
    parts = [
        box((0.44, 1.20, 0.80), timber, at=(0, 0, 0.06)),
        bevelled_box((0.50, 1.28, 0.04), timber, bevel=0.01, at=(0, 0, 0.86)),
    ]
    parts += drawers(0.54, [(0.68, 0.14)], 0.225, timber, BRASS, y=-0.29) + drawers(
        0.54, [(0.68, 0.14)], 0.225, timber, BRASS, y=0.29
    )
    for y in (-0.29, 0.29):
        parts += drawers(0.54, [(0.10, 0.54)], 0.225, timber, BRASS, y=y, knobs=1)
        parts.append(bevelled_box((0.03, 0.40, 0.40), timber, bevel=0.014, at=(0.235, y, 0.17)))
    parts.append(box((0.03, 1.20, 0.98), timber, at=(-0.20, 0, 0.90)))
    parts += [box((0.24, 0.035, 0.98), timber, at=(-0.09, y, 0.90)) for y in (-0.60, 0.60)]
    parts += [box((0.24, 1.20, 0.025), timber, at=(-0.09, 0, z)) for z in (1.22, 1.54)]
    parts.append(bevelled_box((0.32, 1.30, 0.07), timber, bevel=0.02, at=(-0.07, 0, 1.86)))
    plate = merge(
        [
            lathe(
                [(0.0, 0.012), (0.07, 0.012), (0.12, 0.028), (0.125, 0.02), (0.07, 0.0)],
                WHITE,
                segments=20,
                caps=False,
            ),
            lathe([(0.09, 0.021), (0.12, 0.031)], ink, segments=20, caps=False),
        ]
    )
    parts += [place(plate, (-0.15, y, z + 0.13), pitch=-78) for y in spread(4, 0.84) for z in (1.24, 1.56)]
    cup = lathe(
        [(0.02, 0.0), (0.04, 0.03), (0.05, 0.08), (0.04, 0.08), (0.0, 0.02)], ink, segments=14, caps=False
    )
    parts += [place(cup, (0.02, y, 0.90)) for y in spread(5, 0.9)]
    return merge([*parts, *legs(0.18, 0.55, 0.07, timber, radius=0.04)])


MODELS: Final = (
    model(wardrobe, "cabinet", "wardrobe.n.01"),
    model(chest_of_drawers, "cabinet", "chest_of_drawers.n.01"),
    model(china_cabinet, "cabinet", "china_cabinet.n.01"),
    model(filing_cabinet, "cabinet", "file.n.03"),
    model(safe, "safe", "safe.n.01"),
)
