"""Small wild animals, larger than life."""

from __future__ import annotations

from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import place, tube

from .beasts import ball, balls, pair, rod
from .model import model
from .parts import BLACK, DARK
from .quadruped import eyes
from .skins import fur, projected, skin, small_noise

_PINK: Final = Material((0.82, 0.58, 0.54), roughness=0.6)


def hedgehog(rng: np.random.Generator) -> Mesh:
    """A hedgehog bristling with spines."""
    skin_, spine = fur(rng, (0.66, 0.50, 0.34)), Material((0.32, 0.24, 0.17), roughness=0.6)
    tip = Material((0.88, 0.80, 0.66), roughness=0.6)
    spines = []
    lean = np.array((-0.45, 0.0, 0.1))
    for k in range(230):
        z = 1 - (k + 0.5) / 230 * 1.15
        ahead = np.array(
            [np.sqrt(1 - z * z) * np.cos(k * 2.39996), np.sqrt(1 - z * z) * np.sin(k * 2.39996), z]
        )
        if ahead[0] < 0.72:
            foot = ahead * (0.46, 0.36, 0.36) + (-0.08, 0, 0.36)
            point = foot + (ahead + lean) * 0.17
            spines.append(tube([foot, point], [0.030, 0.003], tip if k % 3 == 0 else spine, sides=5))
    return merge(
        [
            ball((-0.08, 0, 0.36), (0.47, 0.37, 0.36), fur(rng, (0.30, 0.22, 0.16)), fine=20),
            *spines,
            rod([(0.26, 0, 0.30, 0.22), (0.44, 0, 0.26, 0.13), (0.60, 0, 0.24, 0.06)], skin_, 16),
            ball((0.67, 0, 0.26), 0.05, BLACK),
            *balls((0.44, 0.10, 0.38), 0.03),
            *balls((0.26, 0.20, 0.46), (0.03, 0.07, 0.075), skin_),
            *balls((0.26, 0.18, 0.05), (0.11, 0.06, 0.05), skin_),
            *balls((-0.28, 0.2, 0.05), (0.12, 0.07, 0.05), skin_),
        ]
    )


def squirrel(rng: np.random.Generator) -> Mesh:
    """A red squirrel with a nut, tail over its back."""
    coat, white = fur(rng, (0.62, 0.28, 0.10), (0.45, 0.40, 0.36)), fur(rng, (0.94, 0.90, 0.84))
    nut = Material((0.52, 0.32, 0.12), roughness=0.3)
    brush = tube(
        [(-0.26, 0, 0.12), (-0.50, 0, 0.30), (-0.52, 0, 0.64), (-0.40, 0, 0.94), (-0.52, 0, 1.14)],
        [0.08, 0.15, 0.18, 0.17, 0.07],
        fur(rng, (0.66, 0.32, 0.12), coarse=0.3),
        sides=14,
        rounded=True,
        up=(0, 1, 0),
    )
    return merge(
        [
            brush,
            rod([(-0.14, 0, 0.24, 0.22), (-0.02, 0, 0.46, 0.19), (0.06, 0, 0.66, 0.12)], coat, 18),
            ball((0.08, 0, 0.42), (0.12, 0.14, 0.20), white),
            ball((0.12, 0, 0.84), (0.19, 0.15, 0.15), coat, fine=18),
            *balls((0.26, 0.045, 0.79), (0.06, 0.055, 0.05), white),
            ball((0.325, 0, 0.82), 0.022, BLACK),
            *balls((0.20, 0.12, 0.88), (0.032, 0.028, 0.036)),
            *pair([(0.05, 0.10, 0.95, 0.05), (0.02, 0.14, 1.16, 0.008)], coat),
            *pair([(0.08, 0.13, 0.60, 0.06), (0.20, 0.15, 0.50, 0.045), (0.28, 0.06, 0.56, 0.035)], coat),
            ball((0.32, 0, 0.58), (0.065, 0.065, 0.085), nut),
            ball((0.32, 0, 0.63), (0.07, 0.07, 0.04), DARK),
            *balls((-0.10, 0.19, 0.18), (0.19, 0.09, 0.17), coat),
            *balls((0.08, 0.19, 0.04), (0.17, 0.06, 0.04), coat),
        ]
    )


def mouse(rng: np.random.Generator) -> Mesh:
    """A mouse with a piece of cheese."""
    coat = fur(rng, (0.50, 0.46, 0.43), (0.90, 0.88, 0.86))
    cheese = Material((0.95, 0.76, 0.22), roughness=0.5)
    hole = Material((0.78, 0.56, 0.12), roughness=0.6)
    wedge = tube([(0.66, -0.12, 0.12), (0.66, 0.12, 0.12)], 0.16, cheese, sides=3)
    return merge(
        [
            rod(
                [(-0.28, 0, 0.26, 0.22), (0.02, 0, 0.28, 0.23), (0.26, 0, 0.26, 0.15), (0.44, 0, 0.23, 0.06)],
                coat,
                18,
            ),
            ball((0.50, 0, 0.235), 0.035, _PINK),
            *balls((0.30, 0.115, 0.33), 0.032),
            *(
                place(
                    merge(
                        [
                            ball((0, 0, 0), (0.03, 0.13, 0.13), coat),
                            ball((0.02, 0, 0), (0.02, 0.10, 0.10), _PINK),
                        ]
                    ),
                    (0.14, s * 0.16, 0.50),
                    yaw=s * 25,
                )
                for s in (1, -1)
            ),
            rod(
                [
                    (-0.46, 0, 0.18, 0.03),
                    (-0.7, 0.1, 0.04, 0.025),
                    (-0.9, 0.02, 0.03, 0.02),
                    (-1.05, 0.12, 0.05, 0.01),
                ],
                _PINK,
                8,
            ),
            *balls((0.22, 0.13, 0.035), (0.08, 0.04, 0.035), _PINK),
            *balls((-0.2, 0.17, 0.035), (0.12, 0.05, 0.035), _PINK),
            *pair([(0.44, 0.04, 0.22, 0.006), (0.52, 0.20, 0.26, 0.003)], BLACK, 6),
            wedge,
            *balls((0.66, 0.12, 0.12), (0.04, 0.012, 0.04), hole),
            ball((0.72, 0.03, 0.16), (0.05, 0.05, 0.05), hole),
        ]
    )


def skunk(rng: np.random.Generator) -> Mesh:
    """A skunk, its striped tail raised."""
    hair = 1 + 0.2 * small_noise(rng, 0.8, 4)[..., None]
    stripe = np.abs((np.arange(128) + 0.5) / 128 - 0.5)[None, :, None]
    band = (stripe > 0.07) & (stripe < 0.24)
    coat = skin("skunk", np.where(band, 0.92, 0.06) * hair * np.ones((1, 1, 3)))
    black, white = fur(rng, (0.06, 0.06, 0.065), coarse=0.2), fur(rng, (0.93, 0.92, 0.9))
    trunk = rod([(-0.36, 0, 0.34, 0.17), (-0.05, 0, 0.36, 0.20), (0.22, 0, 0.32, 0.14)], black, 20)
    return merge(
        [
            projected(trunk, coat, (1, 0)),
            rod([(0.26, 0, 0.33, 0.13), (0.38, 0, 0.30, 0.10), (0.54, 0, 0.25, 0.04)], black, 14),
            rod([(0.26, 0, 0.455, 0.02), (0.38, 0, 0.40, 0.018), (0.50, 0, 0.30, 0.012)], white),
            ball((0.58, 0, 0.25), 0.025, BLACK),
            *balls((0.30, 0.11, 0.43), (0.03, 0.04, 0.045), black),
            *eyes(0.44, 0.07, 0.33, 0.016, Material((0.5, 0.3, 0.1), roughness=0.1)),
            tube(
                [(-0.48, 0, 0.36), (-0.66, 0, 0.60), (-0.62, 0, 0.92), (-0.44, 0, 1.10)],
                [0.08, 0.15, 0.18, 0.10],
                black,
                sides=14,
                rounded=True,
                up=(0, 1, 0),
            ),
            tube(
                [(-0.60, 0, 0.48), (-0.78, 0, 0.66), (-0.75, 0, 0.98), (-0.50, 0, 1.16)],
                [0.03, 0.09, 0.10, 0.07],
                white,
                sides=10,
                rounded=True,
                up=(0, 1, 0),
            ),
            *pair([(0.18, 0.11, 0.24, 0.07), (0.20, 0.12, 0.04, 0.045)], black),
            *pair([(-0.34, 0.12, 0.26, 0.10), (-0.30, 0.13, 0.04, 0.05)], black),
        ]
    )


MODELS: Final = (
    model(hedgehog, "small animal", "hedgehog.n.02"),
    model(squirrel, "small animal", "squirrel.n.01"),
    model(mouse, "small animal", "mouse.n.01"),
    model(skunk, "small animal", "skunk.n.04"),
)
