"""Octopus, starfish and turtle, larger than life."""

from __future__ import annotations

from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import place, tube

from .beasts import ball, balls, rod
from .model import model
from .parts import WHITE
from .skins import cells, fur, shade, spots
from .swimmers import flippers


def octopus(rng: np.random.Generator) -> Mesh:
    """An octopus with eight curling arms and suckers."""
    tint = shade(rng, [(0.72, 0.25, 0.20), (0.62, 0.35, 0.55), (0.80, 0.45, 0.20)])
    skin = spots(rng, tint, (tint[0] * 0.7, tint[1] * 0.6, tint[2] * 0.6), 64, radius=0.25)
    sucker = Material((0.93, 0.78, 0.72), roughness=0.5)
    parts = [
        ball((-0.06, 0, 0.80), (0.34, 0.31, 0.40), skin, fine=24),
        ball((0.06, 0, 0.42), (0.27, 0.27, 0.22), skin, fine=18),
        *balls((0.26, 0.15, 0.56), 0.075, WHITE),
        *balls((0.31, 0.175, 0.565), (0.04, 0.04, 0.05)),
    ]
    for k in range(8):
        turn = np.radians(22.5 + 45 * k)
        reach = np.array([0.14, 0.36, 0.62, 0.86, 1.02, 1.0, 0.9])
        height = np.array([0.36, 0.16, 0.09, 0.07, 0.12, 0.24, 0.26])
        bend = turn + np.array([0, 0, 0.08, 0.2, 0.34, 0.42, 0.46]) * (-1) ** k
        line = np.column_stack([reach * np.cos(bend), reach * np.sin(bend), height])
        parts.append(
            tube(line, [0.13, 0.11, 0.085, 0.065, 0.048, 0.034, 0.018], skin, sides=10, rounded=True)
        )
        parts += [ball((x * 1.03, y * 1.03, z + 0.01), 0.035, sucker, fine=8) for x, y, z in line[3:6]]
    return merge(parts)


def sea_turtle(rng: np.random.Generator) -> Mesh:
    """A sea turtle with long flippers."""
    shell = cells(rng, (0.40, 0.34, 0.16), (0.74, 0.66, 0.38), 30, width=0.16, roughness=0.4)
    skin = cells(rng, (0.30, 0.42, 0.32), (0.78, 0.78, 0.58), 64, width=0.2)
    pale = Material((0.88, 0.84, 0.62), roughness=0.6)
    front = [(0.12, 0), (0.20, 0.28), (0.02, 0.66), (-0.26, 0.86), (-0.22, 0.55), (-0.10, 0.28), (-0.12, 0)]
    back = [(0.08, 0), (-0.02, 0.26), (-0.20, 0.34), (-0.12, 0)]
    return merge(
        [
            ball((0, 0, 0.26), (0.56, 0.46, 0.20), shell, fine=26),
            ball((0, 0, 0.20), (0.52, 0.43, 0.13), pale, fine=20),
            rod([(0.46, 0, 0.24, 0.11), (0.64, 0, 0.30, 0.10)], skin),
            ball((0.76, 0, 0.33), (0.16, 0.115, 0.115), skin),
            rod([(0.88, 0, 0.33, 0.05), (0.93, 0, 0.29, 0.02)], pale),
            *balls((0.82, 0.095, 0.37), 0.026),
            *flippers(front, 0.05, skin, (0.36, 0.36, 0.24), roll=12),
            *flippers(back, 0.05, skin, (-0.46, 0.24, 0.20), roll=12),
            rod([(-0.52, 0, 0.2, 0.04), (-0.64, 0, 0.16, 0.01)], skin),
        ]
    )


def starfish(rng: np.random.Generator) -> Mesh:
    """A starfish leaning on a rock, knobbed."""
    tint = shade(rng, [(0.88, 0.42, 0.16), (0.72, 0.22, 0.30), (0.45, 0.32, 0.66)])
    skin = spots(rng, tint, (0.95, 0.80, 0.60), 100, radius=0.22)
    knob = Material((0.96, 0.86, 0.70), roughness=0.7)
    parts = [ball((0, 0, 0), (0.30, 0.30, 0.12), skin, fine=18)]
    for k in range(5):
        y, z = np.cos(np.radians(72 * k)), np.sin(np.radians(72 * k))
        bend = 0.05 * (-1) ** k
        parts.append(
            tube(
                [
                    (0.05 * y, 0.05 * z, 0),
                    (0.32 * y - bend * z, 0.32 * z + bend * y, 0.01),
                    (0.66 * y, 0.66 * z, 0),
                ],
                [(0.21, 0.11), (0.15, 0.09), (0.05, 0.05)],
                skin,
                sides=12,
                rounded=True,
                uv_scale=1.5,
            )
        )
        parts += [
            ball((r * y, r * z, 0.115 - 0.075 * r), 0.026, knob, fine=6) for r in (0.16, 0.28, 0.40, 0.52)
        ]
    rock = ball((-0.16, 0, 0.12), (0.32, 0.44, 0.22), fur(rng, (0.42, 0.40, 0.38), coarse=0.25), fine=16)
    return merge([place(merge(parts), (0.08, 0, 0.60), pitch=-68, yaw=0), rock])


MODELS: Final = (
    model(octopus, "sea creature", "octopus.n.02"),
    model(sea_turtle, "reptile", "sea_turtle.n.01"),
    model(starfish, "sea creature", "starfish.n.01"),
)
