"""What is carried on the back, and what takes the money for it."""

from __future__ import annotations

from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import bevelled_box, box, cylinder, extrude, place, tube

from .forms import BRASS, ball, ring, rod_along, turned
from .joinery import bent, rod, smooth, spread
from .model import model
from .parts import BLACK, CHROME, DARK, STEEL, WHITE
from .prints import cloth, label, wood
from .surfaces import panel
from .workshop import INKS


def cash_register(rng: np.random.Generator) -> Mesh:
    """An ornate brass till with its drawer open, 0.9 m."""
    metal = (BRASS, CHROME, Material((0.72, 0.42, 0.26), roughness=0.3, metallic=0.7))[int(rng.integers(3))]
    timber = wood(rng, (0.36, 0.18, 0.09))
    side = [
        (-0.36, 0.20),
        (0.34, 0.20),
        (0.34, 0.30),
        (0.16, 0.52),
        (0.02, 0.78),
        (-0.10, 0.92),
        (-0.30, 0.92),
        (-0.36, 0.70),
    ]
    parts = [
        bevelled_box((0.76, 0.78, 0.20), timber, bevel=0.02),
        extrude(side, 0.66, metal, plane="xz", bevel=0.03),
        bevelled_box((0.30, 0.62, 0.13), timber, bevel=0.015, at=(0.46, 0, 0.04)),
        box((0.26, 0.56, 0.01), DARK, at=(0.46, 0, 0.165)),
        *(box((0.26, 0.012, 0.02), timber, at=(0.46, y, 0.165)) for y in (-0.14, 0.0, 0.14)),
        ball(0.03, metal, (0.63, 0, 0.10)),
        *(
            rod_along(
                0.045,
                0.012,
                (BRASS, STEEL)[k % 2],
                (0.40 + 0.10 * (k % 2), -0.21 + 0.14 * (k // 2), 0.18),
                axis="z",
            )
            for k in range(8)
        ),
    ]
    for row in range(4):
        x, z = 0.33 - 0.066 * row, 0.34 + 0.080 * row
        for y in spread(7, 0.46):
            parts += [
                rod((x - 0.08, y, z - 0.02), (x + 0.02, y, z + 0.02), 0.008, STEEL, sides=5),
                place(
                    cylinder(0.026, 0.012, WHITE if row % 2 else BLACK, segments=12),
                    (x + 0.02, y, z + 0.02),
                    pitch=-40,
                ),
            ]
    parts += [
        bevelled_box((0.16, 0.60, 0.20), metal, bevel=0.03, at=(-0.20, 0, 0.90)),
        panel(
            label(
                f"{int(rng.integers(1, 99))}.{int(rng.integers(10, 99))}",
                (0.93, 0.91, 0.84),
                (0.1, 0.1, 0.1),
                tall=0.7,
            ),
            0.40,
            0.13,
            (-0.118, 0, 1.0),
        ),
        rod_along(0.035, 0.06, metal, (0.02, 0.36, 0.42), axis="y"),
        bent([(0.02, 0.40, 0.42), (0.16, 0.44, 0.48), (0.22, 0.46, 0.62)], 0.016, STEEL),
        ball(0.035, timber, (0.22, 0.46, 0.65)),
        *(ball(0.035, metal, (-0.20, s * 0.26, 1.12)) for s in (-1, 1)),
        *(
            ring(0.08, 0.014, metal, (-0.04, s * 0.335, 0.46), axis="y", segments=16, sides=5)
            for s in (-1, 1)
        ),
    ]
    return merge(parts)


def backpack(rng: np.random.Generator) -> Mesh:
    """A hiker's rucksack with pockets, straps, a bed roll and a mug, 1.2 m."""
    one, two = (INKS[int(k)] for k in rng.permutation(5)[:2])
    canvas, other, strap = cloth(rng, one), cloth(rng, two), Material((0.16, 0.14, 0.12), roughness=0.8)
    parts = [
        bevelled_box((0.40, 0.62, 0.90), canvas, bevel=0.09, at=(0, 0, 0.02)),
        bevelled_box((0.46, 0.66, 0.20), other, bevel=0.08, at=(0.01, 0, 0.84)),
        bevelled_box((0.20, 0.46, 0.38), other, bevel=0.06, at=(0.24, 0, 0.10)),
        bevelled_box((0.21, 0.48, 0.10), canvas, bevel=0.04, at=(0.245, 0, 0.42)),
        *(bevelled_box((0.26, 0.18, 0.42), other, bevel=0.06, at=(0, s * 0.36, 0.12)) for s in (-1, 1)),
    ]
    roll = [
        rod_along(
            0.13,
            0.80,
            Material((0.34, 0.46, 0.30) if two[1] < 0.4 else (0.66, 0.32, 0.20), roughness=0.9),
            (0, 0, 1.14),
            axis="y",
            segments=20,
        ),
        *(
            rod_along(0.05 * k, 0.81, DARK if k % 2 else WHITE, (0, 0, 1.14), axis="y", segments=16)
            for k in (2, 1)
        ),
        *(
            turned([(0.136, -0.025), (0.136, 0.025)], strap, (0, y, 1.14), axis="y", caps=False)
            for y in (-0.22, 0.22)
        ),
    ]
    for s in (-1, 1):
        parts += [
            tube(
                smooth(
                    [
                        (-0.18, s * 0.16, 0.92),
                        (-0.34, s * 0.17, 0.84),
                        (-0.38, s * 0.19, 0.55),
                        (-0.30, s * 0.22, 0.25),
                        (-0.17, s * 0.24, 0.12),
                    ],
                    4,
                ),
                [(0.05, 0.018)] * 17,
                strap,
                sides=8,
                up=(1, 0, 0),
            ),
            box((0.03, 0.05, 0.42), strap, at=(0.215, s * 0.18, 0.50)),
            bevelled_box((0.04, 0.07, 0.06), CHROME, bevel=0.012, at=(0.235, s * 0.18, 0.66)),
            box((0.03, 0.05, 0.16), strap, at=(0.352, s * 0.14, 0.36)),
            bevelled_box((0.03, 0.06, 0.05), CHROME, bevel=0.01, at=(0.36, s * 0.14, 0.36)),
        ]
    mug = [
        turned([(0.07, 0), (0.075, 0.13), (0.065, 0.13), (0.06, 0.01)], STEEL, segments=18, caps=False),
        cylinder(0.068, 0.01, STEEL, segments=16),
        bent([(0.07, 0, 0.11), (0.13, 0, 0.10), (0.13, 0, 0.04), (0.07, 0, 0.02)], 0.01, STEEL),
    ]
    return merge(
        [
            *parts,
            *roll,
            place(merge(mug), (0.26, 0.30, 0.52), yaw=60, roll=-10),
            bent(
                [(-0.16, -0.07, 1.0), (-0.2, -0.05, 1.10), (-0.2, 0.05, 1.10), (-0.16, 0.07, 1.0)],
                0.018,
                strap,
            ),
        ]
    )


MODELS: Final = (
    model(cash_register, "shop gear", "cash_register.n.01"),
    model(backpack, "luggage", "backpack.n.01"),
)
