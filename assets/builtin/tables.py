"""Tables and desks."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import bevelled_box, box, cylinder, ellipsoid, extrude, lathe, place, tube

from .joinery import bent, drawers, legs, rod
from .model import model
from .parts import BRASS, CHROME, DARK, WHITE, choose
from .prints import striped, tartan, wood
from .surfaces import panel

_GLASS: Final = Material((0.62, 0.76, 0.76), roughness=0.06)


def dining_table(rng: np.random.Generator) -> Mesh:
    """A table laid for four, with a checked cloth hanging over its edges."""
    timber = wood(rng, (0.44, 0.27, 0.15))
    ink = ((0.74, 0.16, 0.16), (0.16, 0.34, 0.62), (0.20, 0.46, 0.24))[int(rng.integers(3))]
    cover = tartan((0.95, 0.94, 0.90), ink, (0.95, 0.94, 0.90), 8)
    parts = [bevelled_box((0.90, 1.50, 0.04), timber, bevel=0.01, at=(0, 0, 0.71))]
    parts.append(box((0.93, 1.53, 0.01), cover, at=(0, 0, 0.75)))
    parts += [box((0.01, 1.53, 0.24), cover, at=(x, 0, 0.515)) for x in (-0.465, 0.465)]
    parts += [box((0.93, 0.01, 0.24), cover, at=(0, y, 0.515)) for y in (-0.765, 0.765)]
    parts += legs(0.38, 0.68, 0.71, timber, radius=0.04, foot=0.025)
    plate = lathe([(0.07, 0), (0.13, 0.015), (0.125, 0.018), (0.06, 0.006), (0, 0.006)], WHITE, caps=False)
    for x, y in ((0.27, -0.4), (0.27, 0.4), (-0.27, -0.4), (-0.27, 0.4)):
        parts.append(place(plate, (x, y, 0.761)))
        parts += [box((0.16, 0.018, 0.006), CHROME, at=(x, y + side * 0.18, 0.761)) for side in (-1, 1)]
    jug = [(0.06, 0), (0.10, 0.05), (0.10, 0.12), (0.06, 0.20), (0.07, 0.25)]
    parts.append(lathe(jug, choose(rng, [ink], roughness=0.2), at=(0, 0, 0.76), crease=80.0))
    parts.append(bent([(0, 0.06, 0.98), (0, 0.15, 0.94), (0, 0.10, 0.82)], 0.012, choose(rng, [ink])))
    return merge(parts)


def coffee_table(rng: np.random.Generator) -> Mesh:
    """A low oval table of glass on crossed bows of wood, magazines on it."""
    timber = wood(rng, (0.56, 0.34, 0.17))
    turn = np.linspace(0, 2 * math.pi, 41)[:-1]
    oval = np.column_stack([0.40 * np.cos(turn), 0.66 * np.sin(turn)])
    parts = [extrude(oval, 0.025, _GLASS, bevel=0.008, at=(0, 0, 0.42))]
    for side in (-1, 1):
        bow = [(side * 0.24, -0.42, 0.0), (side * 0.20, -0.36, 0.30), (0, -0.20, 0.39), (0, 0.20, 0.39)]
        bow += [(-side * 0.20, 0.36, 0.30), (-side * 0.24, 0.42, 0.0)]
        parts.append(bent(bow, 0.035, timber))
    inks = ((0.80, 0.24, 0.20), (0.20, 0.42, 0.66), (0.92, 0.78, 0.30))
    for level, yaw in enumerate((8.0, -14.0, 30.0)):
        cover = choose(rng, [inks[level]], roughness=0.4)
        parts.append(place(box((0.30, 0.22, 0.018), cover), (0.04, -0.26, 0.445 + 0.018 * level), yaw=yaw))
    bowl = [(0.05, 0), (0.13, 0.05), (0.17, 0.10), (0.155, 0.10), (0.11, 0.055), (0, 0.02)]
    parts.append(
        lathe(bowl, choose(rng, [(0.10, 0.36, 0.44)], roughness=0.2), caps=False, at=(-0.02, 0.24, 0.445))
    )
    parts += [
        ellipsoid((0.05, 0.05, 0.05), choose(rng, [(0.86, 0.46, 0.08)], roughness=0.5), at=(x, y, 0.52))
        for x, y in ((-0.06, 0.24), (0.04, 0.28), (0.02, 0.19))
    ]
    return merge(parts)


def pedestal_table(rng: np.random.Generator) -> Mesh:
    """A round table on a turned column with three curved feet."""
    timber = wood(rng, (0.36, 0.17, 0.09), roughness=0.3)
    top = [(0.46, 0.70), (0.50, 0.71), (0.505, 0.735), (0.48, 0.75)]
    column = [
        (0.07, 0.16),
        (0.10, 0.22),
        (0.06, 0.30),
        (0.045, 0.45),
        (0.07, 0.52),
        (0.05, 0.60),
        (0.12, 0.70),
    ]
    parts = [lathe(top, timber, segments=36), lathe(column, timber, segments=20, crease=60.0)]
    for arm in range(3):
        turn = 2 * math.pi * arm / 3
        x, y = math.cos(turn), math.sin(turn)
        foot = [
            (0.05 * x, 0.05 * y, 0.22),
            (0.20 * x, 0.20 * y, 0.22),
            (0.30 * x, 0.30 * y, 0.08),
            (0.40 * x, 0.40 * y, 0.03),
        ]
        parts.append(bent(foot, 0.032, timber))
    lace = lathe([(0.30, 0.752), (0.29, 0.756)], WHITE, segments=30)
    vase = [(0.05, 0.757), (0.09, 0.83), (0.07, 0.93), (0.04, 0.99), (0.06, 1.03)]
    parts += [
        lace,
        lathe(vase, choose(rng, [(0.20, 0.32, 0.60), (0.64, 0.20, 0.16)], roughness=0.15), crease=80.0),
    ]
    return merge(parts)


def dressing_table(rng: np.random.Generator) -> Mesh:
    """A dressing table with three mirrors and drawers on both sides."""
    paint = choose(rng, [(0.88, 0.84, 0.76), (0.70, 0.80, 0.80), (0.86, 0.72, 0.72)], roughness=0.45)
    mirror = Material((0.72, 0.78, 0.82), roughness=0.03, metallic=1.0)
    parts = [bevelled_box((0.46, 1.16, 0.035), paint, bevel=0.01, at=(0, 0, 0.72))]
    parts.append(box((0.42, 0.44, 0.10), paint, at=(0, 0, 0.62)))
    parts += drawers(0.40, [(0.63, 0.08)], 0.21, paint, BRASS, knobs=1)
    for side in (-1, 1):
        parts.append(box((0.42, 0.34, 0.58), paint, at=(0, side * 0.39, 0.14)))
        parts += drawers(0.30, [(0.17, 0.24), (0.44, 0.24)], 0.21, paint, BRASS, y=side * 0.39)
        parts += [
            tube([(x, side * 0.39 + y, 0), (x, side * 0.39 + y, 0.15)], [0.016, 0.03], paint, sides=10)
            for x in (-0.17, 0.17)
            for y in (-0.13, 0.13)
        ]
        leaf = [
            bevelled_box((0.03, 0.30, 0.56), paint, bevel=0.01),
            panel(mirror, 0.24, 0.50, (0.018, 0, 0.28)),
        ]
        parts.append(place(merge(leaf), (-0.12, side * 0.40, 0.77), yaw=-side * 24))
    arch = np.concatenate(
        [
            [(-0.25, 0.0), (0.25, 0.0)],
            [(0.25 * math.cos(a), 0.62 + 0.14 * math.sin(a)) for a in np.linspace(0, math.pi, 13)],
        ]
    )
    parts.append(extrude(arch, 0.03, paint, plane="yz", at=(-0.18, 0, 0.76)))
    parts.append(extrude(arch * (0.84, 0.92), 0.012, mirror, plane="yz", at=(-0.165, 0, 0.79)))
    for y, tall, ink in (
        (-0.12, 0.14, (0.70, 0.30, 0.50)),
        (-0.02, 0.10, (0.36, 0.60, 0.62)),
        (0.14, 0.12, (0.86, 0.70, 0.34)),
    ):
        parts.append(
            lathe(
                [(0.035, 0), (0.045, tall * 0.5), (0.015, tall * 0.8), (0.018, tall)],
                choose(rng, [ink], roughness=0.1),
                at=(0.06, y, 0.755),
            )
        )
    return merge(parts)


def writing_desk(rng: np.random.Generator) -> Mesh:
    """A pedestal desk with a green leather top, a lamp and an open ledger."""
    timber = wood(rng, (0.38, 0.20, 0.10), roughness=0.35)
    leather = Material((0.10, 0.28, 0.18), roughness=0.5)
    parts = [bevelled_box((0.74, 1.50, 0.05), timber, bevel=0.015, at=(0, 0, 0.73))]
    parts += [
        box((0.58, 1.30, 0.006), leather, at=(0, 0, 0.779)),
        box((0.62, 0.60, 0.12), timber, at=(0, 0, 0.61)),
    ]
    parts += drawers(0.52, [(0.625, 0.09)], 0.31, timber, BRASS)
    for side in (-1, 1):
        parts.append(box((0.66, 0.42, 0.68), timber, at=(0, side * 0.51, 0.06)))
        parts.append(bevelled_box((0.70, 0.46, 0.07), timber, bevel=0.015, at=(0, side * 0.51, 0)))
        parts += drawers(0.36, [(0.09, 0.26), (0.38, 0.16), (0.57, 0.13)], 0.33, timber, BRASS, y=side * 0.51)
    page = striped([(0.94, 0.92, 0.84), (0.94, 0.92, 0.84), (0.94, 0.92, 0.84), (0.55, 0.55, 0.60)], 60)
    parts += [place(box((0.30, 0.22, 0.025), page), (0.05, s * 0.11, 0.785), roll=s * 5) for s in (-1, 1)]
    parts.append(
        lathe([(0.10, 0.785), (0.09, 0.81), (0.015, 0.83), (0.012, 1.08)], BRASS, at=(-0.1, -0.5, 0))
    )
    shade = tube([(-0.06, -0.66, 1.10), (-0.06, -0.34, 1.10)], [(0.09, 0.055)] * 2, leather, sides=12)
    parts.append(shade)
    return merge(parts)


def school_desk(rng: np.random.Generator) -> Mesh:
    """An old school desk: sloping lid, ink well, bench and iron frame in one."""
    timber = wood(rng, (0.60, 0.42, 0.24), across=True)
    iron = choose(rng, [(0.12, 0.22, 0.18), (0.10, 0.10, 0.11)], roughness=0.5)
    parts = [box((0.42, 0.64, 0.12), timber, at=(-0.28, 0, 0.56))]
    parts.append(place(bevelled_box((0.44, 0.68, 0.03), timber, bevel=0.008), (-0.28, 0, 0.70), pitch=-8))
    parts.append(bevelled_box((0.10, 0.68, 0.03), timber, bevel=0.008, at=(-0.54, 0, 0.735)))
    parts.append(cylinder(0.03, 0.02, DARK, at=(-0.54, 0.20, 0.76)))
    parts.append(bevelled_box((0.28, 0.64, 0.04), timber, bevel=0.01, at=(0.30, 0, 0.40)))
    parts += [
        place(bevelled_box((0.03, 0.64, 0.10), timber, bevel=0.01), (0.42 + z * 0.1, 0, 0.46 + z), pitch=-8)
        for z in (0.06, 0.22)
    ]
    for side in (-1, 1):
        y = side * 0.27
        parts.append(
            bent(
                [(-0.46, y, 0.56), (-0.36, y, 0.36), (-0.36, y, 0.02), (0.36, y, 0.02), (0.30, y, 0.40)],
                0.022,
                iron,
            )
        )
        parts.append(bent([(-0.10, y, 0.56), (-0.16, y, 0.30), (-0.34, y, 0.24)], 0.018, iron))
        parts.append(rod((0.34, y, 0.40), (0.46, y, 0.80), 0.018, iron))
        parts.append(bevelled_box((0.90, 0.06, 0.03), iron, bevel=0.01, at=(0, y, 0)))
    book = choose(rng, [(0.72, 0.18, 0.16), (0.18, 0.34, 0.60)])
    parts.append(place(box((0.20, 0.28, 0.03), book), (-0.28, -0.06, 0.73), pitch=-8, yaw=12))
    return merge(parts)


MODELS: Final = (
    model(dining_table, "table", "dining_table.n.01"),
    model(coffee_table, "table", "coffee_table.n.01"),
    model(pedestal_table, "table", "pedestal_table.n.01"),
    model(dressing_table, "table", "dressing_table.n.01"),
    model(writing_desk, "desk", "desk.n.01"),
    model(school_desk, "desk", "desk.n.01"),
)
