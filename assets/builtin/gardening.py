"""Things from gardens and parks' flower beds, larger than life."""

from __future__ import annotations

from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import bevelled_box, box, ellipsoid, extrude, place, tube

from .forms import BRASS, around, ball, ring, rod_along, turned
from .joinery import rod
from .model import model
from .parts import BLACK, DARK, WHITE, textured
from .prints import dial, wood
from .surfaces import disc


def _stone(rng: np.random.Generator) -> Material:
    return textured(
        rng,
        "concrete",
        ((0.92, 0.88, 0.80), (0.80, 0.80, 0.80), (0.90, 0.78, 0.66))[int(rng.integers(3))],
        roughness=0.95,
    )


def tiered_fountain(rng: np.random.Generator) -> Mesh:
    """A stone fountain of three bowls with water running over, 1.8 m."""
    stone, water = _stone(rng), Material((0.46, 0.66, 0.74), roughness=0.05)
    parts = [
        turned(
            [
                (0.85, 0.0),
                (0.90, 0.04),
                (0.84, 0.10),
                (0.86, 0.34),
                (0.92, 0.38),
                (0.90, 0.42),
                (0.78, 0.42),
                (0.76, 0.30),
                (0.0, 0.28),
            ],
            stone,
            segments=36,
            caps=False,
        ),
        rod_along(0.775, 0.02, water, (0, 0, 0.36), axis="z", segments=36),
    ]
    for z, radius in ((0.80, 0.52), (1.30, 0.32)):
        bowl = [
            (0.08, -0.16),
            (0.12, -0.13),
            (radius * 0.75, -0.04),
            (radius, 0.05),
            (radius * 0.98, 0.08),
            (radius * 0.90, 0.05),
            (radius * 0.6, 0.01),
            (0.0, 0.0),
        ]
        parts += [
            turned(bowl, stone, (0, 0, z), segments=32, caps=False),
            rod_along(radius * 0.90, 0.012, water, (0, 0, z + 0.05), axis="z", segments=32),
        ]
        for x, y, _ in around(12, radius * 1.01):
            drop = -0.42 if z < 1 else -0.45
            parts.append(
                tube(
                    [
                        (x * 0.97, y * 0.97, z + 0.07),
                        (x * 1.06, y * 1.06, z - 0.04),
                        (x * 1.10, y * 1.10, z + drop),
                    ],
                    [0.012, 0.014, 0.008],
                    water,
                    sides=5,
                )
            )
    parts += [
        turned([(0.20, 0.28), (0.10, 0.36), (0.09, 0.55), (0.13, 0.64)], stone, segments=20),
        turned([(0.09, 0.80), (0.06, 0.90), (0.09, 1.14)], stone, segments=20),
        turned([(0.05, 1.30), (0.08, 1.42), (0.03, 1.48), (0.07, 1.56), (0.0, 1.70)], stone, segments=16),
    ]
    parts += [
        tube([(0, 0, 1.66), (x * 0.6, y * 0.6, 1.82), (x, y, 1.40)], [0.012, 0.012, 0.008], water, sides=5)
        for x, y, _ in around(6, 0.2)
    ]
    return merge(parts)


def sundial(rng: np.random.Generator) -> Mesh:
    """A brass sundial on a stone baluster, 1.2 m."""
    stone = _stone(rng)
    face = dial((0.62, 0.48, 0.22), (0.12, 0.09, 0.05), marks=12, numbers=True)
    parts = [
        bevelled_box((0.66, 0.66, 0.10), stone, bevel=0.015),
        bevelled_box((0.54, 0.54, 0.08), stone, bevel=0.015, at=(0, 0, 0.10)),
        turned(
            [
                (0.22, 0.18),
                (0.24, 0.22),
                (0.15, 0.28),
                (0.19, 0.46),
                (0.21, 0.55),
                (0.13, 0.78),
                (0.12, 0.84),
                (0.20, 0.90),
                (0.22, 0.94),
            ],
            stone,
            segments=24,
            crease=50,
        ),
        bevelled_box((0.52, 0.52, 0.07), stone, bevel=0.015, at=(0, 0, 0.94)),
        rod_along(0.235, 0.03, BRASS, (0, 0, 1.02), axis="z", segments=32),
        disc(face, 0.22, (0, 0, 1.038), pitch=90),
    ]
    parts += [
        extrude(
            [(-0.16, 1.03), (0.14, 1.03), (0.14, 1.24), (0.08, 1.18), (0.0, 1.14)], 0.018, BRASS, plane="xz"
        ),
        ring(0.235, 0.012, BRASS, (0, 0, 1.03), segments=32),
    ]
    return place(merge(parts), scale=1.1)


def beehive(rng: np.random.Generator) -> Mesh:
    """A painted beehive of boxes on legs, with giant bees."""
    inks = [(0.93, 0.92, 0.86), (0.56, 0.74, 0.84), (0.94, 0.80, 0.44), (0.62, 0.76, 0.56)]
    order = rng.permutation(4)
    parts = []
    for k, tall in enumerate((0.34, 0.28, 0.28, 0.18)):
        z = 0.30 + sum((0.35, 0.29, 0.29, 0.19)[:k])
        paint = Material(inks[int(order[k])], roughness=0.6)
        parts += [
            bevelled_box((0.62, 0.70, tall), paint, bevel=0.01, at=(0, 0, z)),
            *(box((0.03, 0.20, 0.05), paint, at=(s * 0.32, 0, z + tall * 0.55)) for s in (-1, 1)),
            box((0.63, 0.71, 0.012), DARK, at=(0, 0, z - 0.01)),
        ]
    parts += [
        extrude(
            [(-0.42, 1.38), (0.42, 1.38), (0.42, 1.42), (0.0, 1.62), (-0.42, 1.42)],
            0.84,
            Material((0.40, 0.42, 0.44), roughness=0.5),
            plane="yz",
        ),
        box((0.78, 0.76, 0.05), wood(rng), at=(0.08, 0, 0.25)),
        box((0.02, 0.40, 0.035), BLACK, at=(0.312, 0, 0.31)),
        *(
            rod((x, y, 0.26), (x * 1.1, y * 1.1, 0.0), 0.035, wood(rng))
            for x in (-0.26, 0.26)
            for y in (-0.30, 0.30)
        ),
    ]
    bee = [
        ellipsoid((0.055, 0.035, 0.035), Material((0.95, 0.72, 0.08), roughness=0.8), segments=12, rings=8),
        *(
            turned([(r, -0.008), (r, 0.008)], BLACK, (x, 0, 0), axis="x", segments=12, caps=False)
            for x, r in ((-0.03, 0.031), (0.0, 0.0365), (0.028, 0.032))
        ),
        ball(0.025, BLACK, (0.06, 0, 0), segments=8),
        *(
            place(
                ellipsoid((0.022, 0.05, 0.004), WHITE, segments=8, rings=6),
                (0.005, s * 0.05, 0.04),
                roll=-s * 25,
            )
            for s in (-1, 1)
        ),
    ]
    for x, y, z, yaw in (
        (0.36, -0.10, 0.37, 200.0),
        (0.345, 0.22, 0.75, 90.0),
        (0.35, -0.25, 1.12, 30.0),
        (0.1, 0.39, 0.9, 0.0),
        (0.40, 0.12, 0.335, 160.0),
    ):
        parts.append(place(merge(bee), (x, y, z), yaw=yaw, pitch=20))
    return merge(parts)


MODELS: Final = (
    model(tiered_fountain, "garden ornament", "fountain.n.01"),
    model(sundial, "garden ornament", "sundial.n.01"),
    model(beehive, "garden ornament", "beehive.n.04"),
)
