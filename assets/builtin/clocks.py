"""Clocks and other things that tell the time."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import bevelled_box, box, cylinder, ellipsoid, extrude, lathe, place, torus, tube

from .joinery import bent, rod
from .model import model
from .parts import BRASS, CHROME, DARK, choose
from .prints import dial, wood
from .surfaces import band, disc, panel


def grandfather_clock(rng: np.random.Generator) -> Mesh:
    """A longcase clock with a brass pendulum behind glass."""
    timber = wood(rng, (0.40, 0.20, 0.10), roughness=0.3)
    parts = [
        bevelled_box((0.40, 0.62, 0.44), timber, bevel=0.02),
        bevelled_box((0.44, 0.66, 0.08), timber, bevel=0.02),
    ]
    parts.append(box((0.30, 0.42, 0.90), timber, at=(0, 0, 0.44)))
    parts += [bevelled_box((0.40, 0.60, 0.05), timber, bevel=0.015, at=(0, 0, z)) for z in (0.44, 1.30)]
    turn = np.linspace(0, math.pi, 15)
    hood = np.concatenate(
        [
            [(-0.27, 0.0), (0.27, 0.0), (0.27, 0.44)],
            np.column_stack([0.20 * np.cos(turn), 0.46 + 0.14 * np.sin(turn)]),
            [(-0.27, 0.44)],
        ]
    )
    parts.append(extrude(hood, 0.38, timber, plane="yz", at=(0, 0, 1.34), bevel=0.012))
    face = dial((0.93, 0.90, 0.80), (0.08, 0.07, 0.06), numbers=True, hands=((0.17, 0.5), (0.83, 0.72)))
    parts += [disc(BRASS, 0.225, (0.197, 0, 1.62)), disc(face, 0.20, (0.203, 0, 1.62))]
    parts.append(panel(Material((0.07, 0.05, 0.04), roughness=0.1), 0.28, 0.72, (0.156, 0, 0.88)))
    parts.append(place(cylinder(0.085, 0.02, BRASS, segments=24), (0.16, 0, 0.66), pitch=-90))
    parts.append(box((0.012, 0.018, 0.52), BRASS, at=(0.166, 0, 0.68)))
    parts += [cylinder(0.028, 0.20, BRASS, at=(0.18, y, 0.86)) for y in (-0.09, 0.09)]
    parts += [cylinder(0.028, 0.42, timber, segments=12, at=(0.20, y, 1.36)) for y in (-0.27, 0.27)]
    parts += [
        ellipsoid((0.04, 0.04, 0.06), BRASS, at=(0.1, y, z))
        for y, z in ((-0.23, 1.84), (0.23, 1.84), (0, 1.98))
    ]
    return merge(parts)


def alarm_clock(rng: np.random.Generator) -> Mesh:
    """A giant alarm clock with two bells and a hammer."""
    paint = choose(
        rng, [(0.76, 0.12, 0.12), (0.14, 0.44, 0.56), (0.90, 0.76, 0.24), (0.36, 0.60, 0.36)], roughness=0.25
    )
    face = dial(
        (0.96, 0.95, 0.90), (0.06, 0.06, 0.07), numbers=True, hands=((0.03, 0.5), (0.86, 0.7)), size=192
    )
    case = lathe([(0.34, -0.12), (0.38, -0.10), (0.38, 0.10), (0.35, 0.12)], paint, segments=36)
    parts = [place(case, (0, 0, 0.50), pitch=-90), disc(face, 0.33, (0.127, 0, 0.50))]
    parts.append(place(torus(0.35, 0.025, CHROME, segments=36), (0.12, 0, 0.50), pitch=90))
    for side in (-1, 1):
        parts.append(
            tube(
                [(0, side * 0.22, 0.20), (0, side * 0.32, 0.02)],
                [0.03, 0.022],
                CHROME,
                sides=10,
                rounded=True,
            )
        )
        bell = lathe([(0.15, 0), (0.14, 0.05), (0.09, 0.10), (0.02, 0.12)], CHROME, segments=24, crease=60)
        parts.append(place(bell, (0, side * 0.20, 0.86), roll=side * 24))
        parts.append(rod((0, side * 0.18, 0.82), (0, side * 0.21, 0.90), 0.02, DARK))
    parts += [
        rod((0, 0, 0.86), (0, 0.02, 0.99), 0.012, DARK),
        ellipsoid((0.04, 0.04, 0.04), DARK, at=(0, 0.02, 1.0)),
    ]
    parts.append(bent([(0, -0.22, 0.98), (0, -0.16, 1.14), (0, 0.16, 1.14), (0, 0.22, 0.98)], 0.014, CHROME))
    parts += [
        place(cylinder(0.05, 0.05, DARK), (-0.16, y, z), pitch=90)
        for y, z in ((-0.12, 0.42), (0.12, 0.42), (0, 0.62))
    ]
    return merge(parts)


def hourglass(rng: np.random.Generator) -> Mesh:
    """An hourglass as tall as a child, its sand running."""
    timber = wood(rng, (0.46, 0.26, 0.13))
    sand = choose(rng, [(0.88, 0.74, 0.46), (0.86, 0.52, 0.40)], roughness=0.95)
    glass = Material((0.80, 0.88, 0.90), roughness=0.05)
    parts = [bevelled_box((0.62, 0.62, 0.06), timber, bevel=0.02, at=(0, 0, z)) for z in (0.0, 0.96)]
    parts += [
        lathe(
            [
                (0.05, 0.06),
                (0.035, 0.2),
                (0.05, 0.35),
                (0.03, 0.51),
                (0.05, 0.67),
                (0.035, 0.82),
                (0.05, 0.96),
            ],
            timber,
            segments=12,
            crease=80,
            at=(x, y, 0),
        )
        for x in (-0.24, 0.24)
        for y in (-0.24, 0.24)
    ]
    low = [(0.18, 0.06), (0.22, 0.14), (0.215, 0.20)]
    parts.append(lathe(low, sand, segments=28, crease=80))
    parts.append(
        lathe(
            [(0.215, 0.20), (0.20, 0.28), (0.12, 0.40), (0.03, 0.50), (0.05, 0.54)],
            glass,
            segments=28,
            caps=False,
            crease=80,
        )
    )
    parts.append(lathe([(0.05, 0.54), (0.12, 0.62), (0.18, 0.70)], sand, segments=28, crease=80))
    parts.append(
        lathe(
            [(0.18, 0.70), (0.215, 0.80), (0.22, 0.88), (0.18, 0.96)],
            glass,
            segments=28,
            caps=False,
            crease=80,
        )
    )
    return merge(
        [
            *parts,
            lathe([(0.225, 0.06), (0.225, 0.09)], BRASS, caps=False),
            lathe([(0.225, 0.93), (0.225, 0.96)], BRASS, caps=False),
        ]
    )


def wristwatch(rng: np.random.Generator) -> Mesh:
    """A giant wristwatch standing on its strap."""
    leather = choose(rng, [(0.36, 0.19, 0.10), (0.10, 0.14, 0.26), (0.12, 0.11, 0.11)], roughness=0.6)
    metal = (CHROME, BRASS)[int(rng.integers(2))]
    face = dial(
        (0.93, 0.93, 0.90),
        (0.07, 0.09, 0.16),
        marks=12,
        hands=((0.17, 0.5), (0.36, 0.78), (0.62, 0.8)),
        size=160,
    )
    turn = np.linspace(0.40, 2 * math.pi - 0.40, 30)
    path = np.column_stack([0.36 * np.cos(turn) - 0.02, np.zeros(30), 0.34 + 0.34 * np.sin(turn)])
    parts = [band(path, 0.26, 0.03, leather)]
    case = lathe([(0.20, -0.05), (0.235, -0.03), (0.235, 0.03), (0.21, 0.05)], metal, segments=36)
    parts += [place(case, (0.34, 0, 0.34), pitch=-90), disc(face, 0.20, (0.394, 0, 0.34))]
    parts.append(place(cylinder(0.03, 0.05, metal), (0.34, 0.23, 0.34), roll=90))
    parts += [
        bevelled_box((0.06, 0.05, 0.10), metal, bevel=0.015, at=(0.325, y, z))
        for y in (-0.13, 0.13)
        for z in (0.10, 0.48)
    ]
    parts.append(place(torus(0.16, 0.014, metal, segments=4, sides=6), (-0.40, 0, 0.30), pitch=90))
    return merge(parts)


MODELS: Final = (
    model(grandfather_clock, "clock", "grandfather_clock.n.01"),
    model(alarm_clock, "clock", "alarm_clock.n.01"),
    model(hourglass, "clock", "hourglass.n.01"),
    model(wristwatch, "clock", "watch.n.01"),
)
