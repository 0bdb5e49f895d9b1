"""Models of what flies in space: rocket, saucer, satellite."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import bevelled_box, box, cylinder, ellipsoid, extrude, lathe, place, torus

from .edibles import turned
from .joinery import mirrored, rod
from .model import model
from .parts import CHROME, DARK, STEEL, WHITE, choose
from .prints import printed, sheet, write
from .surfaces import panel, sleeve

_BRIGHT: Final = [
    (0.78, 0.12, 0.10),
    (0.12, 0.32, 0.62),
    (0.90, 0.66, 0.10),
    (0.16, 0.44, 0.26),
    (0.86, 0.40, 0.08),
]
_GLASS: Final = Material((0.30, 0.44, 0.52), roughness=0.05)
_FOIL: Final = Material((0.84, 0.62, 0.22), roughness=0.25, metallic=0.7)


def rocket(rng: np.random.Generator) -> Mesh:
    """A toy-like moon rocket on three fins, chequered at its waist."""
    paint = choose(rng, _BRIGHT, roughness=0.3)
    body = choose(rng, [(0.92, 0.91, 0.88), (0.70, 0.72, 0.74), (0.88, 0.82, 0.66)], roughness=0.3)
    line = [(0.20, 0.42), (0.32, 0.62), (0.40, 1.0), (0.39, 1.4), (0.30, 1.85)]
    nose = [(0.30, 1.84), (0.20, 2.14), (0.09, 2.36), (0.015, 2.52)]
    parts = [turned(line, body, segments=28), turned(nose, paint, segments=28)]
    parts.append(
        lathe([(0.25, 0.26), (0.18, 0.44), (0.15, 0.44), (0.20, 0.27)], DARK, segments=24, caps=False)
    )
    checks = sheet(body.color, 32, 256)
    for row in range(2):
        for column in range(row, 16, 2):
            checks[16 * row : 16 * row + 16, 16 * column : 16 * column + 16] = 0.08
    parts.append(sleeve((0.418, 1.04), (0.418, 1.22), printed("checks", checks), repeats=1))
    parts.append(torus(0.30, 0.02, CHROME, at=(0, 0, 1.85)))
    fin = np.array([(0.28, 0.62), (0.37, 0.98), (0.62, 0.62), (0.70, 0.0), (0.60, 0.0), (0.44, 0.36)])
    for turn in (60, 180, 300):
        parts.append(place(extrude(fin, 0.05, paint, plane="xz", bevel=0.015), yaw=turn))
        parts.append(place(cylinder(0.07, 0.04, DARK, at=(0.65, 0, -0.02)), yaw=turn))
    for z in (1.56, 0.80):
        radius = 0.37 if z > 1 else 0.36
        parts += [
            place(torus(0.105, 0.024, CHROME, sides=8), (radius, 0, z), pitch=84),
            place(cylinder(0.10, 0.02, _GLASS), (radius, 0, z), pitch=-84),
        ]
    return merge(parts)


def flying_saucer(rng: np.random.Generator) -> Mesh:
    """A saucer with a glass dome and round lamps, on three legs."""
    paint = choose(rng, [(0.66, 0.68, 0.70), (0.40, 0.50, 0.44), (0.52, 0.44, 0.60)], roughness=0.2)
    metal = Material(paint.color, roughness=0.2, metallic=0.5)
    line = [(0.30, 0.50), (0.75, 0.62), (1.18, 0.76), (1.20, 0.80), (0.80, 0.94), (0.50, 1.06), (0.46, 1.06)]
    parts = [lathe(line, metal, segments=40, crease=50.0), torus(0.47, 0.03, CHROME, at=(0, 0, 1.06))]
    parts.append(
        ellipsoid(
            (0.46, 0.46, 0.40),
            Material((0.30, 0.62, 0.50), roughness=0.05),
            segments=26,
            rings=14,
            at=(0, 0, 1.06),
        )
    )
    parts.append(
        cylinder(0.24, 0.06, Material((0.30, 0.90, 0.95), roughness=0.3, emission=1.2), at=(0, 0, 0.46))
    )
    for number in range(12):
        turn = 2 * math.pi * number / 12
        ink = choose(rng, [(0.95, 0.75, 0.20), (0.95, 0.30, 0.22), (0.30, 0.85, 0.40)], roughness=0.2)
        lamp = Material(ink.color, roughness=0.2, emission=0.8)
        at = (0.94 * math.cos(turn), 0.94 * math.sin(turn), 0.885)
        parts.append(ellipsoid((0.08, 0.08, 0.05), lamp, segments=10, rings=6, at=at))
    for turn in (0.0, 2.1, 4.2):
        x, y = math.cos(turn), math.sin(turn)
        parts += [
            rod((0.5 * x, 0.5 * y, 0.6), (0.86 * x, 0.86 * y, 0.05), 0.03, STEEL),
            cylinder(0.12, 0.05, DARK, top=0.06, at=(0.86 * x, 0.86 * y, 0)),
        ]
    return merge(
        [
            *parts,
            rod((0, 0, 1.42), (0, 0, 1.66), 0.012, STEEL),
            ellipsoid((0.045, 0.045, 0.045), paint, segments=10, rings=6, at=(0, 0, 1.68)),
        ]
    )


def satellite(rng: np.random.Generator) -> Mesh:
    """A foil-wrapped satellite with two solar panels and a dish."""
    cells = sheet((0.08, 0.12, 0.30) if rng.random() < 0.6 else (0.16, 0.10, 0.26), 96, 192)
    cells[::16] = cells[:, ::16] = (0.55, 0.60, 0.72)
    solar = printed("solar cells", cells, roughness=0.2)
    parts = [bevelled_box((0.56, 0.56, 0.72), _FOIL, bevel=0.03, at=(0, 0, 0.30))]
    parts += [
        bevelled_box((0.58, 0.3, 0.3), WHITE, bevel=0.03, at=(0, 0, 0.5)),
        cylinder(0.16, 0.22, DARK, top=0.10, at=(0, 0, 0.1)),
    ]
    half = [
        rod((0, 0.26, 0.66), (0, 0.52, 0.66), 0.03, STEEL),
        box((0.03, 0.94, 0.52), STEEL, at=(0, 0.98, 0.40)),
    ]
    half += [panel(solar, 0.90, 0.48, (x, 0.98, 0.66), yaw=yaw) for x, yaw in ((0.017, 0), (-0.017, 180))]
    half += [
        rod((0.2, 0.2, 0.32), (0.34, 0.34, 0.0), 0.025, STEEL),
        rod((-0.2, 0.2, 0.32), (-0.34, 0.34, 0.0), 0.025, STEEL),
    ]
    parts += [place(part, (0, 0, 0)) for part in mirrored(half)]
    bend = np.linspace(0.05, 0.42, 6)
    dish = [
        *zip(bend, 0.9 * bend**2, strict=True),
        *zip(bend[::-1] * 0.97, 0.9 * bend[::-1] ** 2 + 0.02, strict=True),
    ]
    bowl = [lathe(np.array(dish), WHITE, segments=28, caps=False), rod((0, 0, 0), (0, 0, 0.34), 0.012, STEEL)]
    bowl += [
        ellipsoid((0.04, 0.04, 0.05), _FOIL, segments=10, rings=6, at=(0, 0, 0.34)),
        rod((0, 0, -0.14), (0, 0, 0.02), 0.04, STEEL),
    ]
    parts.append(place(merge(bowl), (0.06, 0, 1.14), pitch=-50))
    name = sheet((0.93, 0.93, 0.91), 64, 128)
    write(name, "ORBIT", (0.5, 0.5), 0.4, choose(rng, _BRIGHT).color)
    return merge([*parts, panel(printed("name", name), 0.26, 0.13, (0.293, 0, 0.65))])


MODELS: Final = (
    model(rocket, "spacecraft", "rocket.n.01"),
    model(flying_saucer, "spacecraft", "flying_saucer.n.01"),
    model(satellite, "spacecraft", "satellite.n.01"),
)
