"""Giant cakes, sweets and drinks."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import bevelled_box, box, cylinder, ellipsoid, lathe, place, torus, tube

from .edibles import BUN, CREAM, TOMATO, skin, turned
from .model import model
from .parts import STEEL, choose
from .prints import printed, sheet

_CHOCOLATE: Final = Material((0.24, 0.12, 0.07), roughness=0.35)
_PINKS: Final = [(0.90, 0.48, 0.60), (0.94, 0.92, 0.88), (0.30, 0.16, 0.09), (0.62, 0.82, 0.80)]
_BRIGHT: Final = [
    (0.86, 0.10, 0.14),
    (0.95, 0.78, 0.12),
    (0.16, 0.46, 0.78),
    (0.30, 0.66, 0.26),
    (0.94, 0.94, 0.92),
]


def doughnut(rng: np.random.Generator) -> Mesh:
    """A ring doughnut with icing and sprinkles."""
    icing = choose(rng, _PINKS[:3], roughness=0.2)
    ring = [
        torus(0.46, 0.25, BUN, segments=36, sides=16),
        place(torus(0.46, 0.235, icing, segments=36, sides=16), (0, 0, 0.035)),
    ]
    for number in range(60):
        turn, tilt = 2.4 * number, float(rng.uniform(0.25, 1.0)) * math.pi / 2 * (1 if number % 2 else -1)
        reach = 0.46 + 0.235 * math.sin(tilt)
        at = (reach * math.cos(turn), reach * math.sin(turn), 0.04 + 0.235 * math.cos(tilt))
        grain = bevelled_box((0.07, 0.02, 0.02), skin(_BRIGHT[number % 5], 0.4), bevel=0.008)
        ring.append(place(grain, at, yaw=float(rng.uniform(0, 360))))
    return merge(ring)


def layer_cake(rng: np.random.Generator) -> Mesh:
    """A birthday cake with candles."""
    cream = choose(rng, _PINKS, roughness=0.5)
    trim = choose(rng, _BRIGHT[:4], roughness=0.5)
    parts = [
        cylinder(0.72, 0.05, STEEL, segments=36),
        lathe([(0.60, 0.05), (0.61, 0.40), (0.57, 0.44)], cream, segments=36),
        lathe([(0.40, 0.44), (0.41, 0.74), (0.38, 0.77)], cream, segments=32),
    ]
    for radius, z, count in ((0.58, 0.07, 26), (0.58, 0.44, 24), (0.39, 0.46, 18), (0.37, 0.77, 16)):
        for number in range(count):
            turn = 2 * math.pi * number / count
            at = (radius * math.cos(turn), radius * math.sin(turn), z)
            parts.append(ellipsoid((0.06, 0.06, 0.05), trim, segments=8, rings=5, at=at))
    flame = Material((1.0, 0.72, 0.20), roughness=0.5, emission=1.5)
    for number in range(7):
        turn = 2 * math.pi * number / 6
        x, y = (0.24 * math.cos(turn), 0.24 * math.sin(turn)) if number < 6 else (0.0, 0.0)
        parts.append(cylinder(0.025, 0.24, skin(_BRIGHT[number % 5]), segments=8, at=(x, y, 0.77)))
        parts.append(ellipsoid((0.02, 0.02, 0.05), flame, segments=8, rings=5, at=(x, y, 1.06)))
    return merge(parts)


def cupcake(rng: np.random.Generator) -> Mesh:
    """A cup cake with a swirl of icing and a cherry."""
    icing = choose(rng, _PINKS, roughness=0.5)
    turn = np.linspace(0, 2 * math.pi, 49)[:-1]
    fluted = (
        np.stack([np.cos(turn), np.sin(turn), 0 * turn], axis=1) * (1 + 0.04 * np.cos(24 * turn))[:, None]
    )
    paper = choose(rng, _BRIGHT[:4], roughness=0.8)
    closed = np.concatenate([fluted, fluted[:1]])
    rings = [
        tube(np.add(closed * (0.30 + 0.04 * k), (0, 0, 0.02 + 0.11 * k)), 0.06, paper, sides=6)
        for k in range(4)
    ]
    t = np.linspace(0, 1, 90)
    swirl = np.stack(
        [0.36 * (1 - t) ** 0.8 * np.cos(22 * t), 0.36 * (1 - t) ** 0.8 * np.sin(22 * t), 0.46 + 0.50 * t],
        axis=1,
    )
    cup = lathe([(0.28, 0.0), (0.42, 0.40)], paper, segments=32)
    cream = tube(swirl, 0.13 * (1 - 0.65 * t), icing, sides=9, rounded=True)
    cherry = ellipsoid((0.085, 0.085, 0.08), TOMATO, segments=14, rings=9, at=(0, 0, 1.03))
    return merge([cup, *rings, cylinder(0.36, 0.12, icing, segments=24, at=(0, 0, 0.36)), cream, cherry])


def croissant(rng: np.random.Generator) -> Mesh:
    """A croissant of rolled layers."""
    crust = choose(rng, [(0.72, 0.42, 0.14), (0.60, 0.32, 0.10)], roughness=0.5)
    parts = []
    for number in range(9):
        angle = math.radians(-110 + 27.5 * number)
        width = 0.24 * math.sin(math.pi * (number + 1.2) / 10.4) + 0.05
        at = (0.52 * math.cos(angle), 0.52 * math.sin(angle), width)
        parts.append(
            place(
                ellipsoid((width * 0.95, 0.16, width), crust, segments=14, rings=9),
                at,
                yaw=math.degrees(angle),
            )
        )
    return merge(parts)


def lollipop(rng: np.random.Generator) -> Mesh:
    """A swirled lollipop in a foot."""
    first, second = rng.permutation(len(_BRIGHT) - 1)[:2]
    t = np.linspace(0.02, 1.0, 84)
    parts = []
    for phase, colour in (
        (0.0, _BRIGHT[int(first)]),
        (math.pi, _BRIGHT[4]),
        (math.pi / 2, _BRIGHT[int(second)]),
        (1.5 * math.pi, _BRIGHT[4]),
    ):
        angle = 4 * math.pi * t + phase
        path = np.stack([0 * t, 0.52 * t * np.cos(angle), 1.15 + 0.52 * t * np.sin(angle)], axis=1)
        parts.append(tube(path, 0.075, skin(colour, 0.15), sides=7, rounded=True, up=(1, 0, 0)))
    parts.append(cylinder(0.035, 0.75, CREAM, segments=10))
    parts.append(cylinder(0.30, 0.06, skin((0.3, 0.3, 0.32)), segments=24))
    return merge(parts)


def candy_cane(rng: np.random.Generator) -> Mesh:
    """Two crossed canes in red and white."""
    del rng
    t = np.concatenate([np.linspace(0, 0.7, 14), np.linspace(0.74, 1.0, 14)])
    straight = np.minimum(t / 0.7, 1.0) * 0.95
    bend = np.clip((t - 0.7) / 0.3, 0, 1) * math.pi
    path = np.stack([0 * t, 0.22 * (1 - np.cos(bend)), straight + 0.22 * np.sin(bend)], axis=1)
    pieces = [
        tube(
            path[k : k + 2],
            0.075,
            skin((0.84, 0.08, 0.10) if k % 2 else (0.95, 0.95, 0.93), 0.15),
            sides=10,
            rounded=False,
        )
        for k in range(len(path) - 1)
    ]
    cane = merge(pieces)
    foot = cylinder(0.36, 0.08, skin((0.20, 0.46, 0.24)), segments=24)
    return merge(
        [
            place(cane, (0.05, 0.10, 0.04), roll=14.0),
            place(cane, (-0.05, -0.10, 0.04), roll=-14.0, yaw=180.0),
            foot,
        ]
    )


def soda_can(rng: np.random.Generator) -> Mesh:
    """A drink can, its ring up, with a straw."""
    colour = _BRIGHT[int(rng.integers(4))]
    picture = sheet(colour, 128, 128)
    x = np.arange(128)
    for column in x:
        middle = int(64 + 16 * math.sin(column * 2 * math.pi / 64))
        picture[middle - 9 : middle + 9, column] = (0.95, 0.95, 0.95)
    parts = [
        lathe(
            [(0.30, 0.06), (0.36, 0.12), (0.36, 1.02)],
            printed("can", picture, roughness=0.25),
            segments=32,
            uv_scale=1.0,
        ),
        lathe([(0.26, 0.0), (0.30, 0.06)], STEEL, segments=32),
        lathe([(0.36, 1.02), (0.29, 1.12), (0.29, 1.14), (0.26, 1.10)], STEEL, segments=32),
        place(torus(0.06, 0.014, STEEL, segments=16, sides=6), (0.06, 0, 1.125)),
        tube([(-0.1, 0, 0.9), (-0.16, 0, 1.32), (-0.36, 0, 1.46)], 0.035, skin((0.94, 0.94, 0.92)), sides=9),
    ]
    return merge(parts)


def cocktail(rng: np.random.Generator) -> Mesh:
    """A cocktail with a slice of lemon and a paper parasol."""
    drink = choose(rng, [(0.92, 0.40, 0.18), (0.30, 0.66, 0.80), (0.86, 0.24, 0.40)], roughness=0.1)
    glass = skin((0.80, 0.86, 0.88), 0.05)
    parts = [
        turned([(0.34, 0.0), (0.30, 0.03), (0.04, 0.07), (0.03, 0.55), (0.06, 0.60)], glass),
        lathe([(0.05, 0.60), (0.48, 1.02)], drink, segments=32),
        lathe([(0.48, 1.02), (0.54, 1.08), (0.53, 1.085)], glass, segments=32, caps=False),
        place(cylinder(0.17, 0.035, skin((0.95, 0.82, 0.24)), segments=24), (0.44, 0.16, 1.12), pitch=80),
        cylinder(0.02, 0.62, skin((0.75, 0.58, 0.34)), segments=6, at=(-0.12, 0, 0.8)),
        cylinder(
            0.30, 0.14, choose(rng, _BRIGHT[:4], roughness=0.8), top=0.01, segments=10, at=(-0.12, 0, 1.34)
        ),
    ]
    return merge(parts)


def chocolate_bar(rng: np.random.Generator) -> Mesh:
    """A bar of chocolate half out of its wrapper, lying."""
    wrapper = choose(rng, _BRIGHT[:4], roughness=0.4)
    foil = skin((0.80, 0.80, 0.82), 0.25)
    parts = [box((0.66, 1.30, 0.10), _CHOCOLATE)]
    for row in range(6):
        for column in range(3):
            at = (-0.21 + 0.21 * column, -0.54 + 0.215 * row, 0.09)
            parts.append(bevelled_box((0.19, 0.195, 0.08), _CHOCOLATE, bevel=0.03, at=at))
    parts += [
        box((0.72, 0.10, 0.19), foil, at=(0, -0.02, -0.005)),
        box((0.70, 0.66, 0.185), wrapper, at=(0, -0.36, -0.004)),
    ]
    return merge(parts)


MODELS: Final = (
    model(doughnut, "cake", "doughnut.n.02"),
    model(layer_cake, "cake", "birthday_cake.n.01"),
    model(cupcake, "cake", "cupcake.n.01"),
    model(croissant, "bread", "crescent_roll.n.01"),
    model(lollipop, "candy", "lollipop.n.02"),
    model(candy_cane, "candy", "candy_cane.n.01"),
    model(soda_can, "drink", "soda_can.n.01"),
    model(cocktail, "drink", "cocktail.n.01"),
    model(chocolate_bar, "candy", "chocolate_bar.n.01"),
)
