"""Coin machines from an amusement hall."""

from __future__ import annotations

import math
from typing import Final

import cv2
import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import bevelled_box, box, cylinder, ellipsoid, extrude, place, torus, tube

from .edibles import turned
from .joinery import legs, rod
from .model import model
from .parts import BLACK, CHROME, DARK, STEEL, choose
from .prints import label, printed, sheet, slotted, wood, write
from .surfaces import panel

_BRIGHT: Final = [
    (0.76, 0.12, 0.12),
    (0.12, 0.30, 0.62),
    (0.88, 0.62, 0.10),
    (0.14, 0.44, 0.30),
    (0.46, 0.16, 0.46),
]
_GLOW: Final = [(0.98, 0.80, 0.30), (0.95, 0.36, 0.50), (0.40, 0.80, 0.95)]


def gumball_machine(rng: np.random.Generator) -> Mesh:
    """A globe full of coloured balls on a cast foot, twice as large as life."""
    paint = choose(rng, _BRIGHT, roughness=0.25)
    parts = [
        turned(
            [(0.26, 0.0), (0.25, 0.06), (0.10, 0.14), (0.09, 0.40), (0.22, 0.48)],
            paint,
            segments=24,
            steps=14,
        )
    ]
    parts.append(
        turned([(0.22, 0.48), (0.27, 0.52), (0.25, 0.70), (0.20, 0.80)], paint, segments=24, steps=14)
    )
    parts.append(
        ellipsoid((0.31, 0.31, 0.30), choose(rng, [(0.80, 0.80, 0.78)]), segments=20, at=(0, 0, 1.04))
    )
    for number in range(90):
        z = 1 - 2 * (number + 0.5) / 90
        turn = number * 2.39996
        reach = math.sqrt(1 - z * z)
        at = (0.32 * reach * math.cos(turn), 0.32 * reach * math.sin(turn), 1.04 + 0.31 * z)
        if z < 0.75:
            ink = Material(_BRIGHT[int(rng.integers(len(_BRIGHT)))], roughness=0.2)
            parts.append(ellipsoid((0.056, 0.056, 0.056), ink, segments=7, rings=4, at=at))
    parts.append(
        turned(
            [(0.30, 1.26), (0.22, 1.36), (0.07, 1.41), (0.05, 1.47), (0.01, 1.49)],
            paint,
            segments=24,
            steps=14,
        )
    )
    plate = bevelled_box((0.06, 0.20, 0.20), CHROME, bevel=0.01, at=(0.25, 0, 0.52))
    knob = [
        place(cylinder(0.06, 0.05, CHROME), (0.28, 0, 0.64), pitch=-90),
        box((0.04, 0.13, 0.03), CHROME, at=(0.34, 0, 0.625)),
    ]
    return merge([*parts, plate, *knob, box((0.05, 0.10, 0.06), BLACK, at=(0.262, 0, 0.53))])


def jukebox(rng: np.random.Generator) -> Mesh:
    """A round-topped jukebox with glowing tubes."""
    timber = wood(rng, (0.42, 0.22, 0.11), roughness=0.3)
    glow = [Material(_GLOW[int(k)], roughness=0.3, emission=0.7) for k in rng.permutation(3)]
    turn = np.linspace(0, math.pi, 15)
    arch = np.column_stack([0.48 * np.cos(turn), 1.10 + 0.45 * np.sin(turn)])
    parts = [
        extrude(np.concatenate([[(0.48, 0.0)], arch, [(-0.48, 0.0)]]), 0.60, timber, plane="yz", bevel=0.03)
    ]
    for radius, ink in ((0.43, glow[0]), (0.34, glow[1])):
        bow = [(0.31, radius * math.cos(a), 1.10 + radius * math.sin(a)) for a in turn.tolist()]
        path = [(0.31, radius, 0.16), (0.31, radius, 0.6), *bow, (0.31, -radius, 0.6), (0.31, -radius, 0.16)]
        parts.append(tube(path, 0.035, ink, sides=9, up=(1, 0, 0)))
    view = [(0.28 * math.cos(a), 1.10 + 0.28 * math.sin(a)) for a in turn.tolist()]
    pane = Material((0.16, 0.20, 0.24), roughness=0.05)
    parts.append(
        extrude(np.array([(0.28, 0.92), *view, (-0.28, 0.92)]), 0.02, pane, plane="yz", at=(0.31, 0, 0))
    )
    record = [
        place(cylinder(0.16, 0.015, BLACK, segments=24), pitch=-90),
        place(cylinder(0.055, 0.02, glow[1]), pitch=-90),
    ]
    parts.append(place(merge(record), (0.32, 0, 1.14)))
    titles = sheet((0.92, 0.88, 0.76), 64, 160)
    for row in range(5):
        titles[6 + 12 * row : 9 + 12 * row, 8:72] = titles[6 + 12 * row : 9 + 12 * row, 88:152] = (
            0.5,
            0.1,
            0.1,
        )
    parts.append(panel(printed("titles", titles), 0.54, 0.20, (0.325, 0, 0.80)))
    parts += [box((0.06, 0.05, 0.03), glow[0], at=(0.31, 0.052 * k, 0.64)) for k in range(-5, 6)]
    grille = slotted((0.74, 0.62, 0.36), (0.20, 0.10, 0.08), 9, holes=True)
    parts += [
        panel(grille, 0.54, 0.40, (0.316, 0, 0.36)),
        bevelled_box((0.68, 1.04, 0.12), CHROME, bevel=0.03, at=(0, 0, -0.06)),
    ]
    return merge([*parts, *(box((0.03, 0.02, 0.44), CHROME, at=(0.32, y, 0.14)) for y in (-0.2, 0.0, 0.2))])


def slot_machine(rng: np.random.Generator) -> Mesh:
    """A one-armed bandit with three sevens, larger than life."""
    paint = choose(rng, _BRIGHT, roughness=0.25)
    reels = sheet((0.95, 0.94, 0.90), 96, 192)
    for k in range(3):
        write(reels, "7", (0.17 + 0.33 * k, 0.5), 0.62, (0.78, 0.08, 0.08))
        for down in (4, 92):
            cv2.circle(reels, (round(192 * (0.17 + 0.33 * k)), down), 14, (0.10, 0.45, 0.16), -1)
    reels[:, 62:66] = reels[:, 126:130] = 0.1
    side = np.array(
        [(-0.35, 0.0), (0.40, 0.0), (0.40, 0.34), (0.22, 0.44), (0.22, 0.98), (0.10, 1.14), (-0.35, 1.14)]
    )
    parts = [extrude(side, 0.84, paint, plane="xz", bevel=0.03, crease=20.0)]
    parts += [
        bevelled_box((0.03, 0.68, 0.38), CHROME, bevel=0.01, at=(0.22, 0, 0.52)),
        panel(printed("reels", reels, emission=0.15), 0.60, 0.30, (0.24, 0, 0.71)),
    ]
    parts.append(panel(label("JACKPOT", (0.98, 0.82, 0.20), (0.6, 0.05, 0.08)), 0.64, 0.12, (0.223, 0, 0.94)))
    parts += [
        bevelled_box((0.12, 0.60, 0.16), CHROME, bevel=0.03, at=(0.43, 0, 0.03)),
        box((0.10, 0.5, 0.02), BLACK, at=(0.44, 0, 0.18)),
    ]
    coin = Material((0.84, 0.64, 0.22), roughness=0.25, metallic=0.8)
    parts += [
        place(cylinder(0.045, 0.014, coin, segments=12), (0.44, float(y), 0.205), roll=20, yaw=40 * k)
        for k, y in enumerate(np.linspace(-0.2, 0.2, 7))
    ]
    parts += [
        rod((0.0, 0.42, 0.55), (0.0, 0.52, 0.55), 0.07, CHROME),
        rod((0.0, 0.52, 0.55), (-0.06, 0.54, 1.10), 0.026, CHROME),
    ]
    parts.append(
        ellipsoid((0.075, 0.075, 0.075), choose(rng, _BRIGHT, roughness=0.15), at=(-0.06, 0.54, 1.14))
    )
    lamp = Material((0.98, 0.70, 0.22), roughness=0.2, emission=0.8)
    parts += [
        cylinder(0.10, 0.05, CHROME, at=(-0.1, 0, 1.13)),
        ellipsoid((0.09, 0.09, 0.12), lamp, at=(-0.1, 0, 1.22)),
    ]
    parts += [box((0.06, 0.10, 0.03), lamp, at=(0.32, y, 0.385)) for y in (-0.24, -0.08, 0.08, 0.24)]
    return merge([*parts, bevelled_box((0.80, 0.92, 0.08), DARK, bevel=0.02, at=(0.02, 0, -0.08))])


def pinball_machine(rng: np.random.Generator) -> Mesh:
    """A pinball table on chromed legs, its lit back box towards the player at +x."""
    paint = choose(rng, _BRIGHT, roughness=0.35)
    field = sheet((0.10, 0.16, 0.34), 192, 96)
    for _ in range(40):
        at = (int(rng.integers(8, 88)), int(rng.integers(8, 184)))
        ink = (_BRIGHT + _GLOW)[int(rng.integers(8))]
        cv2.circle(field, at, int(rng.integers(3, 10)), ink, int(rng.integers(0, 2)) * 4 - 2)
    cv2.line(field, (20, 160), (42, 178), (0.95, 0.95, 0.9), 5)
    cv2.line(field, (76, 160), (54, 178), (0.95, 0.95, 0.9), 5)
    sign = sheet((0.20, 0.08, 0.30), 96, 112)
    for k in range(12):
        a = 2 * math.pi * k / 12
        cv2.line(
            sign,
            (56, 40),
            (round(56 + 90 * math.cos(a)), round(40 + 90 * math.sin(a))),
            (0.85, 0.32, 0.18),
            7,
        )
    write(sign, "COSMO", (0.5, 0.42), 0.22, (1.0, 0.90, 0.35))
    write(sign, "012450", (0.5, 0.82), 0.16, (1.0, 0.45, 0.15))
    side = np.array([(-0.72, 0.70), (0.62, 0.62), (0.62, 0.86), (-0.72, 1.10)])
    parts = [
        extrude(side, 0.70, paint, plane="xz"),
        *(place(part, (-0.05, 0, 0)) for part in legs(0.58, 0.31, 0.70, CHROME, radius=0.026)),
    ]
    board = panel(printed("field", field, roughness=0.15, emission=0.1), 0.60, 1.28)
    tilt = math.degrees(math.atan2(0.24, 1.34))
    parts.append(place(board, (-0.05, 0, 0.988), pitch=90 - tilt))
    parts += [tube([(0.62, y, 0.87), (-0.72, y, 1.11)], 0.024, CHROME, sides=8) for y in (-0.34, 0.34)]
    parts += [
        rod((0.62, -0.34, 0.87), (0.62, 0.34, 0.87), 0.026, CHROME),
        bevelled_box((0.24, 0.82, 0.76), paint, bevel=0.02, at=(-0.72, 0, 1.08)),
    ]
    parts.append(panel(printed("sign", sign, roughness=0.3, emission=0.5), 0.74, 0.62, (-0.595, 0, 1.48)))
    for x, y in ((-0.3, -0.12), (-0.36, 0.14), (-0.12, 0.02)):
        z = 0.985 - (x + 0.05) * 0.18
        parts += [
            cylinder(0.055, 0.05, STEEL, at=(x, y, z)),
            torus(0.06, 0.018, choose(rng, _BRIGHT), segments=16, sides=6, at=(x, y, z + 0.05)),
        ]
    parts += [
        place(cylinder(0.03, 0.05, choose(rng, _BRIGHT)), (0.52, y, 0.78), roll=r)
        for y, r in ((0.34, 90), (-0.34, -90))
    ]
    parts += [
        rod((0.62, 0.26, 0.76), (0.74, 0.26, 0.76), 0.02, STEEL),
        ellipsoid((0.03, 0.03, 0.03), BLACK, at=(0.75, 0.26, 0.76)),
    ]
    return merge([*parts, box((0.02, 0.20, 0.16), DARK, at=(0.625, -0.05, 0.64))])


MODELS: Final = (
    model(gumball_machine, "coin machine", "vending_machine.n.01"),
    model(jukebox, "coin machine", "jukebox.n.01"),
    model(slot_machine, "coin machine", "coin_machine.n.01"),
    model(pinball_machine, "coin machine", "pinball_machine.n.01"),
)
