"""Crab, lobster and shells, larger than life."""

from __future__ import annotations

from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import extrude, loft, place, tube

from .beasts import ball, balls, rod
from .model import model
from .skins import fur, shade, spots, stripes


def _claw(x: float, y: float, z: float, size: float, shell: Material, side: int, yaw: float) -> Mesh:
    """A pincer opening forward."""
    upper = tube(
        [(0, 0, 0), (0.5, 0.16, 0), (0.95, 0.12, 0), (1.25, -0.02, 0)],
        [0.26, 0.36, 0.22, 0.04],
        shell,
        sides=12,
        rounded=True,
    )
    lower = tube(
        [(0.45, -0.14, 0), (0.8, -0.30, 0), (1.15, -0.16, 0)],
        [0.16, 0.14, 0.03],
        shell,
        sides=10,
        rounded=True,
    )
    claw = place(merge([upper, lower]), scale=(size, size * side, size * 0.75))
    return place(claw, (x, side * y, z), yaw=side * yaw)


def crab(rng: np.random.Generator) -> Mesh:
    """A red crab with raised claws."""
    shell = spots(rng, (0.80, 0.24, 0.10), (0.94, 0.52, 0.26), 81, radius=0.2)
    pale = Material((0.93, 0.72, 0.50), roughness=0.5)
    parts = [
        ball((0, 0, 0.36), (0.36, 0.52, 0.17), shell, fine=22),
        ball((0.02, 0, 0.29), (0.32, 0.46, 0.12), pale, fine=16),
    ]
    for side in (1, -1):
        for k, turn in enumerate((50, 78, 104, 130)):
            x, y = np.cos(np.radians(turn)), np.sin(np.radians(turn)) * side
            rows = [
                (0.26 * x, 0.40 * y, 0.34, 0.06),
                (0.66 * x, 0.78 * y, 0.50 - 0.02 * k, 0.048),
                (0.9 * x, 1.02 * y, 0.26, 0.035),
                (0.98 * x, 1.1 * y, 0.01, 0.008),
            ]
            parts.append(rod(rows, shell, 8))
        parts.append(
            rod(
                [
                    (0.26, side * 0.34, 0.38, 0.075),
                    (0.46, side * 0.62, 0.44, 0.085),
                    (0.62, side * 0.56, 0.52, 0.07),
                ],
                shell,
            )
        )
        parts.append(_claw(0.60, 0.56, 0.55, 0.34, shell, side, -28))
        parts.append(rod([(0.30, side * 0.12, 0.44, 0.025), (0.34, side * 0.13, 0.60, 0.02)], shell, 8))
    return merge([*parts, *balls((0.345, 0.13, 0.63), 0.05)])


def lobster(rng: np.random.Generator) -> Mesh:
    """A lobster with great claws and long feelers."""
    colour = shade(rng, [(0.72, 0.14, 0.08), (0.16, 0.24, 0.42)])
    shell = stripes(rng, colour, (colour[0] * 0.72, colour[1] * 0.7, colour[2] * 0.7), 8, wild=0.2)
    dark = Material((colour[0] * 0.7, colour[1] * 0.7, colour[2] * 0.7), roughness=0.4)
    parts = [
        rod(
            [(-0.1, 0, 0.26, 0.16), (0.2, 0, 0.27, 0.17), (0.46, 0, 0.28, 0.10), (0.60, 0, 0.30, 0.03)],
            shell,
            16,
        )
    ]
    parts += [
        ball(
            (-0.24 - 0.13 * k, 0, 0.24 - 0.02 * k),
            (0.10, 0.165 - 0.014 * k, 0.14 - 0.012 * k),
            shell if k % 2 else dark,
            fine=16,
        )
        for k in range(6)
    ]
    parts += [
        place(ball((-0.16, 0, 0), (0.18, 0.085, 0.03), shell), (-0.98, 0, 0.12), yaw=turn)
        for turn in (-50, -25, 0, 25, 50)
    ]
    for side in (1, -1):
        for k in range(4):
            x = 0.34 - 0.15 * k
            parts.append(
                rod(
                    [
                        (x, side * 0.13, 0.24, 0.035),
                        (x + 0.02, side * 0.36, 0.34, 0.028),
                        (x - 0.04, side * 0.50, 0.02, 0.012),
                    ],
                    dark,
                    8,
                )
            )
        parts.append(
            rod(
                [
                    (0.40, side * 0.12, 0.26, 0.06),
                    (0.56, side * 0.34, 0.24, 0.06),
                    (0.76, side * 0.38, 0.22, 0.07),
                ],
                shell,
            )
        )
        parts.append(_claw(0.76, 0.38, 0.22, 0.42, shell, side, 4))
        feeler = [
            (0.54, side * 0.05, 0.34),
            (0.5, side * 0.18, 0.62),
            (0.20, side * 0.32, 0.80),
            (-0.25, side * 0.44, 0.86),
        ]
        parts.append(tube(feeler, [0.02, 0.016, 0.012, 0.006], shell, sides=6))
    return merge([*parts, *balls((0.52, 0.07, 0.38), 0.035)])


def nautilus(rng: np.random.Generator) -> Mesh:
    """A nautilus: a coiled shell in flame stripes, with arms."""
    shell = stripes(rng, (0.94, 0.90, 0.82), (0.66, 0.28, 0.12), 5, share=0.45, wild=0.4)
    turn = np.linspace(0.0, 4.6 * np.pi / 2, 34)
    size = 0.09 * np.exp(0.24 * turn)
    x, z = size * 1.25 * np.cos(turn), size * 1.25 * np.sin(turn)
    coil = tube(
        np.column_stack([-x, np.zeros(34), z]),
        np.column_stack([size * 0.80, size * 0.72]),
        shell,
        sides=18,
        up=(0, 1, 0),
        crease=180,
        uv_scale=1.2,
    )
    mouth = (-float(x[-1]), 0.0, float(z[-1]))
    flesh = Material((0.90, 0.74, 0.62), roughness=0.5)
    hood = ball(mouth, (0.30, 0.26, 0.28), spots(rng, (0.70, 0.36, 0.20), (0.93, 0.84, 0.70), 36, radius=0.3))
    arms = [
        rod(
            [
                (mouth[0], y, mouth[2], 0.05),
                (mouth[0] + 0.30 * k1, y * 1.6, mouth[2] + 0.36, 0.045),
                (mouth[0] + 0.36 * k1, y * 2.2, mouth[2] + 0.54, 0.015),
            ],
            flesh,
            8,
        )
        for k1 in (-0.9, 0.1, 0.8)
        for y in (-0.15, -0.05, 0.05, 0.15)
    ]
    snail = merge([coil, hood, *arms, *balls((mouth[0], 0.25, mouth[2] + 0.06), 0.05)])
    return place(snail, pitch=-75)


def scallop(rng: np.random.Generator) -> Mesh:
    """A gaping scallop with a pearl."""
    tint = shade(rng, [(0.90, 0.62, 0.52), (0.80, 0.52, 0.36), (0.86, 0.74, 0.62)])
    outer = fur(rng, tint, coarse=0.06, roughness=0.5)
    turn = np.radians(np.linspace(-62, 62, 61))
    rings = []
    for share in np.linspace(0.06, 1, 12):
        rib = 1 + 0.035 * share * np.cos(np.linspace(-62, 62, 61) / 124 * 2 * np.pi * 11)
        height = (
            0.20 * np.sin(np.pi * share * 0.92) * (1 + 0.10 * share * np.cos(np.linspace(0, 22 * np.pi, 61)))
        )
        rings.append(
            np.column_stack(
                [
                    0.95 * share * rib * np.cos(turn),
                    0.95 * share * rib * np.sin(turn),
                    height * np.cos(turn * 1.35),
                ]
            )
        )
    upper = np.array(rings)
    skin = np.concatenate([upper, (upper * (1, 1, 0.85) - (0, 0, 0.02))[:, ::-1]], axis=1)
    valve = merge(
        [
            loft(skin, outer, crease=80, uv_scale=2.0),
            extrude([(-0.02, -0.30), (0.14, -0.22), (0.14, 0.22), (-0.02, 0.30)], 0.05, outer),
        ]
    )
    pearl = ball((0.50, 0, 0.16), 0.15, Material((0.93, 0.90, 0.88), roughness=0.1, metallic=0.3), fine=20)
    lower = place(valve, scale=(1, 1, -0.6))
    bed = ball((0.46, 0, 0.0), (0.34, 0.40, 0.06), Material((0.93, 0.80, 0.76), roughness=0.3), fine=16)
    return merge(
        [
            place(lower, (0, 0, 0.12)),
            place(valve, (0, 0, 0.14), pitch=48),
            place(merge([pearl, bed]), (0, 0, 0.10)),
        ]
    )


MODELS: Final = (
    model(crab, "shellfish", "crab.n.01"),
    model(lobster, "shellfish", "lobster.n.02"),
    model(nautilus, "shellfish", "chambered_nautilus.n.01"),
    model(scallop, "shellfish", "scallop.n.01"),
)
