"""Old and odd things: a catapult, gear of ships and divers, a spinning wheel."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import bevelled_box, box, cylinder, ellipsoid, extrude, lathe, place, torus, tube

from .edibles import turned
from .joinery import bent, mirrored, rod, spoked
from .model import model
from .parts import BLACK, STEEL, choose
from .prints import wood

_BRASS: Final = Material((0.74, 0.56, 0.26), roughness=0.25, metallic=0.8)
_IRON: Final = Material((0.18, 0.18, 0.19), roughness=0.5, metallic=0.6)


def catapult(rng: np.random.Generator) -> Mesh:
    """A siege catapult on four wheels, a stone in its spoon."""
    timber = wood(rng, (0.46, 0.30, 0.17), roughness=0.8)
    rope = Material((0.66, 0.55, 0.36), roughness=0.95)
    parts = [box((0.14, 0.84, 0.14), timber, at=(x, 0, 0.26)) for x in (-0.85, 0.0, 0.85)]
    half = [
        box((2.0, 0.14, 0.16), timber, at=(0, 0.42, 0.25)),
        box((0.14, 0.12, 0.90), timber, at=(0.10, 0.42, 0.40)),
    ]
    half.append(tube([(0.80, 0.42, 0.38), (0.12, 0.42, 1.20)], 0.06, timber, sides=4))
    half.append(tube([(-0.50, 0.42, 0.38), (0.05, 0.42, 0.90)], 0.05, timber, sides=4))
    for x in (-0.70, 0.70):
        disc = [place(cylinder(0.26, 0.09, timber, segments=18, at=(0, 0, -0.045)), roll=90)]
        disc.append(place(torus(0.26, 0.03, _IRON, segments=18, sides=6), roll=90))
        disc.append(place(cylinder(0.06, 0.16, _IRON, segments=10, at=(0, 0, -0.08)), roll=90))
        half.append(place(merge(disc), (x, 0.58, 0.27)))
    parts += mirrored(half)
    parts += [
        box((0.16, 0.98, 0.16), timber, at=(0.10, 0, 1.24)),
        rod((0, -0.5, 0.42), (0, 0.5, 0.42), 0.11, rope),
    ]
    parts += [rod((x, -0.62, 0.27), (x, 0.62, 0.27), 0.04, _IRON) for x in (-0.70, 0.70)]
    arm = tube([(0, 0, 0), (0, 0, 1.15)], [0.075, 0.05], timber, sides=8)
    spoon = lathe(
        [(0.05, 0), (0.17, 0.05), (0.20, 0.14), (0.17, 0.14), (0.14, 0.07), (0.02, 0.03)], timber, segments=18
    )
    stone = ellipsoid((0.15, 0.15, 0.14), Material((0.46, 0.45, 0.43), roughness=0.95), at=(0, 0, 0.15))
    arm = merge([arm, place(merge([spoon, stone]), (0.06, 0, 1.24), pitch=90)])
    parts.append(place(place(arm, yaw=180), (0, 0, 0.42), pitch=38))
    return merge([*parts, rod((-0.55, 0, 0.98), (-0.85, 0, 0.40), 0.02, rope)])


def anchor(rng: np.random.Generator) -> Mesh:
    """A ship's anchor leaning back on its wooden stock, with a length of chain."""
    iron = choose(rng, [(0.16, 0.17, 0.19), (0.30, 0.17, 0.12), (0.14, 0.22, 0.34)], roughness=0.6)
    parts = [tube([(0, 0, 0.1), (0, 0, 1.45)], [0.08, 0.055], iron, sides=10)]
    parts.append(place(torus(0.13, 0.032, iron, sides=8), (0, 0, 1.58), roll=90))
    parts.append(rod((-0.55, 0, 1.30), (0.55, 0, 1.30), 0.055, wood(rng, (0.40, 0.26, 0.15))))
    parts += [
        place(torus(0.058, 0.014, _IRON, sides=6), (x, 0, 1.30), pitch=90) for x in (-0.5, -0.1, 0.1, 0.5)
    ]
    turn = np.linspace(math.pi, 2 * math.pi, 13)
    arc = np.column_stack([np.zeros(13), 0.66 * np.cos(turn), 0.66 + 0.62 * np.sin(turn)])
    parts.append(tube(arc, 0.05 + 0.04 * np.sin(turn - math.pi), iron, sides=10, up=(1, 0, 0)))
    for side in (-1, 1):
        fluke = np.array([(0.0, 0.30), (0.17, -0.04), (0.0, -0.14), (-0.17, -0.04)])
        plate = extrude(fluke, 0.05, iron, plane="xz", bevel=0.01)
        parts.append(place(plate, (0, side * 0.62, 0.66), roll=12 * side))
    whole = place(merge(parts), (0, 0, 0.0), pitch=-14)
    links = []
    for k in range(9):
        link = place(torus(0.07, 0.02, iron, segments=14, sides=6), scale=(1.35, 0.9, 1))
        at = (0.46 - 0.11 * k * 0.4, -0.6 + 0.14 * k, 0.06)
        links.append(place(link, at, yaw=108, roll=90.0 * (k % 2)))
    return merge([whole, *links])


def ships_wheel(rng: np.random.Generator) -> Mesh:
    """A ship's steering wheel with its pedestal and a compass."""
    timber = wood(rng, (0.44, 0.22, 0.11), roughness=0.3)
    parts = [
        place(torus(r, 0.04, timber, segments=32, sides=8), (0.14, 0, 1.05), pitch=90) for r in (0.46, 0.53)
    ]
    parts.append(
        place(
            torus(0.495, 0.045, _BRASS, segments=32, sides=6), (0.14, 0, 1.05), pitch=90, scale=(1, 1, 0.95)
        )
    )
    parts.append(
        place(
            turned([(0.16, 0), (0.16, 0.1), (0.10, 0.16), (0.02, 0.18)], _BRASS), (0.06, 0, 1.05), pitch=-90
        )
    )
    for k in range(8):
        grip = turned(
            [
                (0.03, 0.12),
                (0.025, 0.3),
                (0.035, 0.44),
                (0.025, 0.58),
                (0.045, 0.68),
                (0.03, 0.78),
                (0.005, 0.8),
            ],
            timber,
            segments=10,
            steps=14,
        )
        parts.append(place(grip, (0.14, 0, 1.05), roll=45.0 * k + 22.5))
    parts += [
        tube([(-0.10, 0, 0.1), (-0.10, 0, 1.22)], [0.17, 0.13], timber, sides=8),
        bevelled_box((0.62, 0.62, 0.10), timber, bevel=0.03),
    ]
    parts += [
        rod((-0.1, 0, 1.05), (0.14, 0, 1.05), 0.06, _BRASS),
        lathe([(0.14, 0), (0.15, 0.03), (0.10, 0.06)], _BRASS, at=(-0.1, 0, 1.2)),
    ]
    parts.append(
        ellipsoid((0.11, 0.11, 0.10), Material((0.50, 0.62, 0.62), roughness=0.05), at=(-0.1, 0, 1.27))
    )
    return merge(parts)


def diving_helmet(rng: np.random.Generator) -> Mesh:
    """An old copper diving helmet with barred windows on its breast plate."""
    copper = choose(rng, [(0.70, 0.38, 0.22), (0.62, 0.46, 0.22), (0.40, 0.50, 0.44)], roughness=0.25)
    copper = Material(copper.color, roughness=0.25, metallic=0.6)
    glass = Material((0.10, 0.16, 0.18), roughness=0.05)
    parts = [
        turned([(0.50, 0.0), (0.52, 0.06), (0.44, 0.24), (0.30, 0.36), (0.28, 0.42)], copper, segments=32)
    ]
    parts.append(
        turned([(0.30, 0.44), (0.41, 0.62), (0.42, 0.84), (0.28, 1.06), (0.02, 1.13)], copper, segments=32)
    )
    parts += [
        torus(r, t, _BRASS, segments=32, sides=8, at=(0, 0, z))
        for r, t, z in ((0.52, 0.035, 0.03), (0.30, 0.045, 0.43))
    ]
    for yaw, pitch, size in ((0, 0, 1.0), (85, 0, 0.8), (-85, 0, 0.8), (0, 52, 0.7)):
        window = [
            place(
                lathe([(0.19, 0), (0.20, 0.08), (0.15, 0.08), (0.14, 0.03)], _BRASS, segments=22), pitch=-90
            )
        ]
        window.append(place(cylinder(0.15, 0.02, glass, segments=22, at=(0, 0, 0.02)), pitch=-90))
        window += [rod((0.08, y, -0.15), (0.08, y, 0.15), 0.012, _BRASS, sides=6) for y in (-0.06, 0.06)]
        window += [rod((0.085, -0.15, z), (0.085, 0.15, z), 0.012, _BRASS, sides=6) for z in (-0.06, 0.06)]
        one = place(merge(window), (0.37, 0, 0), scale=(1.0, size, size))
        parts.append(place(one, (0, 0, 0.75), yaw=yaw, pitch=pitch))
    for k in range(12):
        turn = 2 * math.pi * k / 12
        parts.append(
            cylinder(0.028, 0.07, _BRASS, segments=6, at=(0.49 * math.cos(turn), 0.49 * math.sin(turn), 0.10))
        )
    hose = [
        (-0.36, 0.16, 0.82),
        (-0.56, 0.22, 0.80),
        (-0.66, 0.26, 0.5),
        (-0.60, 0.30, 0.06),
        (-0.3, 0.62, 0.05),
        (0.2, 0.66, 0.05),
    ]
    return merge([*parts, bent(hose, 0.045, BLACK)])


def spinning_wheel(rng: np.random.Generator) -> Mesh:
    """A spinner's wheel with treadle and distaff."""
    timber = wood(rng, (0.50, 0.29, 0.15), roughness=0.4)
    wool = choose(rng, [(0.90, 0.87, 0.78), (0.52, 0.30, 0.36), (0.36, 0.46, 0.54)], roughness=1.0)
    parts = [spoked(0.46, 0.035, timber, timber, (0.30, 0, 0.86), 12)]
    for k in range(12):
        a = 2 * math.pi * k / 12
        end = (0.30 + 0.44 * math.cos(a), 0.0, 0.86 + 0.44 * math.sin(a))
        parts.append(rod((0.30, 0, 0.86), end, 0.018, timber, sides=7))
    parts.append(place(bevelled_box((1.15, 0.22, 0.07), timber, bevel=0.015), (0, 0, 0.40), pitch=-12))
    parts += [rod((0.30, y, 0.34), (0.30, y, 0.90), 0.03, timber) for y in (-0.10, 0.10)]
    parts += [
        rod((x, y, 0.42), (x * 1.25, y * 3.4, 0.0), 0.03, timber) for x, y in ((0.45, 0.08), (0.45, -0.08))
    ]
    parts += [
        rod((-0.5, 0, 0.48), (-0.62, 0, 0.0), 0.032, timber),
        box((0.5, 0.2, 0.03), timber, at=(0.22, 0, 0.06)),
    ]
    parts += [
        rod((0.30, -0.12, 0.86), (0.22, -0.12, 0.08), 0.012, timber),
        rod((-0.42, 0, 0.46), (-0.42, 0, 0.86), 0.03, timber),
    ]
    parts += [rod((-0.42, y, 0.72), (-0.42, y * 1.2, 0.94), 0.022, timber) for y in (-0.12, 0.12)]
    parts += [
        rod((-0.42, -0.2, 0.88), (-0.42, 0.2, 0.88), 0.014, STEEL),
        place(cylinder(0.06, 0.16, wool, at=(0, 0, -0.08)), (-0.42, 0, 0.88), roll=90),
    ]
    parts += [
        rod((-0.54, 0.05, 0.46), (-0.58, 0.05, 1.25), 0.02, timber),
        ellipsoid((0.10, 0.10, 0.19), wool, at=(-0.58, 0.05, 1.28)),
    ]
    parts += [
        rod((-0.40, 0, 0.93), (0.28, 0, 1.33), 0.006, wool, sides=5),
        rod((-0.40, 0, 0.83), (0.10, 0, 0.44), 0.006, wool, sides=5),
    ]
    return merge(parts)


MODELS: Final = (
    model(catapult, "weapon", "catapult.n.03"),
    model(anchor, "ship's gear", "anchor.n.01"),
    model(ships_wheel, "ship's gear", "steering_wheel.n.01"),
    model(diving_helmet, "ship's gear", "helmet.n.02"),
    model(spinning_wheel, "machine", "spinning_wheel.n.01"),
)
