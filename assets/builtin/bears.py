"""Bears, and a fox."""

from __future__ import annotations

from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import blob, place

from .beasts import Rows, ball, balls, beast, rod
from .model import model
from .parts import BLACK, DARK, WHITE
from .quadruped import Build, eyes, quadruped
from .skins import fur

_PINK: Final = Material((0.70, 0.42, 0.40), roughness=0.6)


_BEAR: Final = beast(
    body=[
        (-0.62, 0.98, 0.24, 0.27),
        (-0.35, 1.08, 0.33, 0.37),
        (0, 1.06, 0.35, 0.39),
        (0.4, 1.16, 0.33, 0.40),
    ],
    neck=[(0.42, 0.84, 0.26, 0.30), (0.76, 0.98, 0.20, 0.22)],
    head=[(0.76, 1.02, 0.22, 0.21), (0.92, 0.98, 0.17, 0.16), (1.14, 0.89, 0.09, 0.09)],
    tail=[(-0.84, 0.76, 0.06), (-0.92, 0.72, 0.05)],
    fore=[(0.42, 0.78, 0.20), (0.42, 0.4, 0.14), (0.44, 0.06, 0.12)],
    hind=[(-0.48, 0.76, 0.24), (-0.44, 0.4, 0.16), (-0.52, 0.06, 0.12)],
    stance=0.22,
    hoof=(0.13, 0.09),
    stride=0.3,
)


def _bear(coat: Material, muzzle: Material, limbs: Material, build: Build) -> list[Mesh]:
    """A bear on all fours."""
    return [
        *quadruped(build, coat, coat, limbs),
        ball((1.12, 0, 0.88), (0.11, 0.095, 0.085), muzzle),
        ball((1.21, 0, 0.92), (0.035, 0.045, 0.032), BLACK),
        *balls((0.72, 0.18, 1.20), (0.05, 0.085, 0.085), limbs),
        *eyes(0.98, 0.105, 1.085, 0.022),
    ]


def bear(rng: np.random.Generator) -> Mesh:
    """A brown bear on all fours, with a humped back."""
    coat = fur(rng, (0.33, 0.20, 0.11), (0.25, 0.15, 0.09), coarse=0.16)
    hump = blob(rng, (0.26, 0.20, 0.20), coat, lumps=0.1, at=(0.34, 0, 1.02))
    return merge([*_bear(coat, fur(rng, (0.52, 0.37, 0.23)), coat, _BEAR), hump])


def polar_bear(rng: np.random.Generator) -> Mesh:
    """A polar bear standing upright, paws raised."""
    coat = fur(rng, (0.93, 0.91, 0.84), coarse=0.05)
    parts = [
        rod(
            [
                (-0.04, 0, 0.55, 0.34),
                (0, 0, 0.95, 0.39),
                (0, 0, 1.4, 0.33),
                (0.05, 0, 1.7, 0.22),
                (0.12, 0, 1.95, 0.17),
            ],
            coat,
            18,
        ),
        ball((0.16, 0, 2.08), (0.22, 0.19, 0.18), coat),
        rod([(0.25, 0, 2.06, 0.13), (0.46, 0, 2.0, 0.085)], coat, 14),
        ball((0.55, 0, 2.03), (0.035, 0.045, 0.03), BLACK),
        *balls((0.08, 0.16, 2.24), (0.035, 0.06, 0.06), coat),
        *eyes(0.32, 0.10, 2.15, 0.022),
        *balls((0.10, 0.24, 0.08), (0.25, 0.14, 0.09), coat),
    ]
    for side in (1, -1):
        parts.append(rod([(-0.02, side * 0.22, 0.6, 0.21), (0, side * 0.24, 0.14, 0.15)], coat, 14))
        parts.append(
            rod(
                [
                    (0.05, side * 0.28, 1.55, 0.16),
                    (0.28, side * 0.42, 1.36, 0.13),
                    (0.52, side * 0.40, 1.52, 0.11),
                ],
                coat,
                12,
            )
        )
        parts += [
            ball((0.64, side * (0.36 + 0.04 * k), 1.60), (0.035, 0.012, 0.014), DARK, fine=8)
            for k in range(3)
        ]
    return merge(parts)


def panda(rng: np.random.Generator) -> Mesh:
    """A giant panda, sitting."""
    white, black = fur(rng, (0.92, 0.90, 0.85), coarse=0.05), fur(rng, (0.07, 0.065, 0.065))
    parts = [
        rod([(0, 0, 0.32, 0.36), (-0.02, 0, 0.62, 0.36)], white, 20),
        rod([(-0.02, 0, 0.86, 0.32), (-0.01, 0, 0.96, 0.25)], black, 20),
        ball((0.05, 0, 1.25), (0.28, 0.32, 0.27), white, fine=20),
        ball((0.29, 0, 1.16), (0.12, 0.14, 0.11), white),
        ball((0.40, 0, 1.20), (0.035, 0.05, 0.035), BLACK),
        *balls((0.27, 0.13, 1.29), (0.05, 0.07, 0.085), black),
        *balls((0.315, 0.12, 1.31), 0.022, WHITE),
        *balls((-0.02, 0.25, 1.50), (0.05, 0.095, 0.095), black),
    ]
    for side in (1, -1):
        parts.append(
            rod(
                [
                    (0.05, side * 0.30, 0.9, 0.13),
                    (0.28, side * 0.36, 0.7, 0.12),
                    (0.42, side * 0.22, 0.62, 0.11),
                ],
                black,
                14,
            )
        )
        parts.append(rod([(0.15, side * 0.25, 0.2, 0.19), (0.55, side * 0.34, 0.16, 0.15)], black, 16))
        parts.append(ball((0.68, side * 0.36, 0.19), (0.06, 0.14, 0.17), black))
    return merge(parts)


_FOX: Final = beast(
    body=[(-0.30, 0.50, 0.075, 0.085), (0, 0.50, 0.095, 0.11), (0.24, 0.52, 0.095, 0.13)],
    neck=[(0.25, 0.44, 0.085, 0.11), (0.40, 0.58, 0.075, 0.08)],
    head=[(0.40, 0.62, 0.105, 0.085), (0.48, 0.605, 0.08, 0.065), (0.64, 0.565, 0.026, 0.026)],
    tail=[(-0.36, 0.42, 0.04), (-0.5, 0.36, 0.085), (-0.66, 0.28, 0.095), (-0.78, 0.24, 0.06)],
    fore=[(0.24, 0.40, 0.065), (0.23, 0.2, 0.036), (0.25, 0.03, 0.03)],
    hind=[(-0.26, 0.42, 0.085), (-0.20, 0.27, 0.05), (-0.31, 0.16, 0.034), (-0.27, 0.03, 0.03)],
    stance=0.07,
    hoof=(0.036, 0.12),
    stride=0.16,
)


def fox(rng: np.random.Generator) -> Mesh:
    """A red fox with a brush and black socks, twice life size."""
    red, white = fur(rng, (0.74, 0.32, 0.10), (0.66, 0.26, 0.08)), fur(rng, (0.92, 0.89, 0.84))
    parts: Rows = ((0.36, 0.09, 0.74, 0.0), (0.36, -0.09, 0.74, 0.0))
    points = [
        place(
            rod([(0, 0, 0, 0.05), (0, 0, 0.12, 0.008)], DARK),
            (x, y, z - 0.04),
            roll=-150 * y,
            scale=(0.45, 1, 1),
        )
        for x, y, z, _ in parts
    ]
    animal = merge(
        [
            *quadruped(_FOX, red, red, BLACK),
            ball((-0.83, 0, 0.225), (0.08, 0.06, 0.055), white),
            *balls((0.46, 0.055, 0.57), (0.09, 0.05, 0.045), white),
            ball((0.33, 0, 0.42), (0.07, 0.075, 0.11), white),
            ball((0.67, 0, 0.57), 0.02, BLACK),
            *eyes(0.535, 0.055, 0.64, 0.014),
            *points,
        ]
    )
    return place(animal, scale=1.5)


MODELS: Final = (
    model(bear, "wild animal", "brown_bear.n.01"),
    model(polar_bear, "wild animal", "ice_bear.n.01"),
    model(panda, "wild animal", "giant_panda.n.01"),
    model(fox, "wild animal", "red_fox.n.03"),
)
