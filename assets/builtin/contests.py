"""A contest's prize and its table."""

from __future__ import annotations

from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import box, cylinder, ellipsoid, lathe, place, torus, tube

from .edibles import turned
from .joinery import bent, rod
from .model import model
from .parts import CHROME, DARK, STEEL, WHITE, choose
from .prints import label, printed, sheet, wood
from .surfaces import panel

_GOLD: Final = Material((0.84, 0.64, 0.24), roughness=0.2, metallic=0.8)
_SILVER: Final = Material((0.78, 0.79, 0.80), roughness=0.15, metallic=0.8)


def trophy_cup(rng: np.random.Generator) -> Mesh:
    """A giant prize cup with two handles, its lid on, on a dark base with a plate."""
    metal = _GOLD if rng.random() < 0.6 else _SILVER
    base = choose(rng, [(0.06, 0.06, 0.06), (0.30, 0.16, 0.09), (0.10, 0.22, 0.16)], roughness=0.25)
    ribbon = choose(rng, [(0.72, 0.08, 0.12), (0.12, 0.28, 0.64), (0.10, 0.42, 0.24)], roughness=0.6)
    line = [(0.20, 0.26), (0.19, 0.30), (0.06, 0.40), (0.05, 0.50), (0.10, 0.56), (0.24, 0.66)]
    line += [(0.34, 0.90), (0.36, 1.16), (0.39, 1.22)]
    parts = [lathe([(0.30, 0), (0.30, 0.20), (0.24, 0.26)], base, segments=28)]
    parts.append(turned(line, metal, segments=32, steps=32))
    parts.append(turned([(0.38, 1.22), (0.30, 1.30), (0.08, 1.40), (0.04, 1.46)], metal))
    parts.append(ellipsoid((0.07, 0.07, 0.09), metal, at=(0, 0, 1.52)))
    parts.append(torus(0.375, 0.022, metal, segments=32, sides=8, at=(0, 0, 1.21)))
    parts.append(torus(0.085, 0.03, metal, at=(0, 0, 0.46)))
    for side in (-1, 1):
        ear = [(0.33, 1.12), (0.56, 1.20), (0.62, 1.02), (0.50, 0.82), (0.28, 0.74)]
        parts.append(bent([(0, side * y, z) for y, z in ear], 0.032, metal))
        strip = [(0.05, side * 0.57, 1.0), (0.07, side * 0.60, 0.7), (0.04, side * 0.58, 0.42)]
        parts.append(tube(strip, [(0.06, 0.008), (0.07, 0.008), (0.08, 0.008)], ribbon, sides=6))
    plate = label("CHAMPION", _GOLD.color, (0.1, 0.08, 0.05))
    parts.append(panel(plate, 0.40, 0.11, (0.303, 0, 0.10)))
    return merge([*parts, cylinder(0.35, 0.05, base, segments=28, at=(0, 0, -0.05))])


def table_tennis_table(rng: np.random.Generator) -> Mesh:
    """A table tennis table with its net, two bats and a ball, a little smaller than life."""
    top = choose(rng, [(0.10, 0.28, 0.52), (0.08, 0.34, 0.24), (0.20, 0.22, 0.26)], roughness=0.5)
    picture = sheet(top.color, 128, 224)
    picture[:4] = picture[-4:] = picture[:, :4] = picture[:, -4:] = picture[62:65] = 0.94
    face = panel(printed("table", picture, roughness=0.5), 2.4, 1.34, (0, 0, 0.722), pitch=90, yaw=90)
    parts = [
        box((2.4, 1.34, 0.04), top, at=(0, 0, 0.68)),
        face,
        box((2.3, 1.24, 0.05), DARK, at=(0, 0, 0.63)),
    ]
    for x in (-0.95, -0.25, 0.25, 0.95):
        parts += [rod((x, y, 0.66), (x, y, 0.0), 0.03, STEEL) for y in (-0.52, 0.52)]
        parts.append(rod((x, -0.52, 0.2), (x, 0.52, 0.2), 0.02, STEEL))
    parts.append(box((0.012, 1.50, 0.13), Material((0.16, 0.18, 0.20)), at=(0, 0, 0.73)))
    parts.append(box((0.02, 1.50, 0.025), WHITE, at=(0, 0, 0.85)))
    parts += [rod((0, y, 0.66), (0, y, 0.875), 0.016, CHROME) for y in (-0.75, 0.75)]
    for x, y, yaw, ink in ((0.75, 0.25, 30, (0.74, 0.10, 0.10)), (-0.7, -0.3, 200, (0.08, 0.08, 0.09))):
        bat = [cylinder(0.13, 0.02, Material(ink, roughness=0.6), segments=20)]
        bat.append(rod((0.12, 0, 0.01), (0.28, 0, 0.01), 0.022, wood(rng)))
        parts.append(place(merge(bat), (x, y, 0.735), yaw=yaw))
    ball = choose(rng, [(0.95, 0.95, 0.92), (0.95, 0.55, 0.10)], roughness=0.4)
    return merge([*parts, ellipsoid((0.05, 0.05, 0.05), ball, at=(0.35, -0.25, 0.772))])


MODELS: Final = (
    model(trophy_cup, "prize", "trophy.n.01"),
    model(table_tennis_table, "sports gear", "ping-pong_table.n.01"),
)
