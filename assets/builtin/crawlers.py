"""Spiders, snails and caterpillars, a thousand times life size."""

from __future__ import annotations

import itertools
from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import place, tube

from .beasts import ball, balls, pair, rod
from .crawling import SHINY, legs
from .model import model
from .parts import BLACK, WHITE
from .skins import fur, scales, shade, stripes


def caterpillar(rng: np.random.Generator) -> Mesh:
    """A caterpillar of coloured rings, humped."""
    tints = shade(rng, [(0.45, 0.68, 0.16), (0.25, 0.55, 0.50)]), (0.88, 0.80, 0.18)
    greens = [Material(tint, roughness=0.5) for tint in tints]
    parts: list[Mesh] = []
    for k in range(9):
        x, z = 0.85 - 0.22 * k, 0.20 + 0.24 * max(0.0, np.sin((k - 1) / 6 * np.pi)) * (k < 7)
        parts.append(ball((x, 0, z), (0.15, 0.19, 0.19), greens[k % 2], fine=16))
        parts += [
            rod([(x, 0.06 * s, z + 0.17, 0.012), (x - 0.03, 0.10 * s, z + 0.30, 0.004)], BLACK, 6)
            for s in (1, -1)
        ]
        if z < 0.3:
            parts += pair(
                [(x, 0.10, z - 0.08, 0.055), (x, 0.15, 0.03, 0.04)], Material((0.75, 0.35, 0.10)), 8
            )
    head = Material((0.72, 0.22, 0.10), roughness=0.4)
    face = [
        ball((1.06, 0, 0.30), (0.19, 0.21, 0.21), head, fine=18),
        *balls((1.19, 0.10, 0.36), 0.06, WHITE),
        *balls((1.235, 0.11, 0.365), 0.03),
    ]
    horns = pair([(1.06, 0.09, 0.48, 0.025), (1.10, 0.14, 0.66, 0.02)], BLACK, 8)
    return merge([*parts, *face, *horns, *balls((1.10, 0.14, 0.68), 0.04, head)])


def tarantula(rng: np.random.Generator) -> Mesh:
    """A hairy spider with banded legs."""
    hair = fur(rng, (0.14, 0.10, 0.08), (0.28, 0.18, 0.10), coarse=0.3)
    bands = stripes(rng, (0.16, 0.11, 0.08), (0.85, 0.42, 0.12), 7, share=0.35, wild=0.1)
    feet = [(0.32, 0.92, 0.52), (0.22, 0.42, 0.88), (0.10, -0.24, 0.92), (0.0, -0.86, 0.66)]
    parts = legs(feet, bands, root=0.16, high=0.30, knee=0.52, thick=0.075)
    eyes = [
        ball((0.44, y, z), r, SHINY, fine=8)
        for y, z, r in (
            (0.04, 0.44, 0.03),
            (-0.04, 0.44, 0.03),
            (0.10, 0.41, 0.022),
            (-0.10, 0.41, 0.022),
            (0.05, 0.38, 0.02),
            (-0.05, 0.38, 0.02),
        )
    ]
    return merge(
        [
            *parts,
            ball((-0.44, 0, 0.40), (0.42, 0.34, 0.30), hair, fine=22),
            ball((0.18, 0, 0.32), (0.30, 0.24, 0.16), hair, fine=18),
            *eyes,
            *pair([(0.40, 0.09, 0.30, 0.09), (0.52, 0.08, 0.20, 0.06), (0.54, 0.06, 0.06, 0.01)], hair),
            *pair([(0.38, 0.16, 0.28, 0.06), (0.66, 0.22, 0.34, 0.05), (0.80, 0.20, 0.06, 0.04)], bands, 8),
        ]
    )


def snail(rng: np.random.Generator) -> Mesh:
    """A garden snail with a spiral shell."""
    shell = stripes(rng, (0.78, 0.58, 0.32), (0.38, 0.22, 0.10), 5, share=0.35, wild=0.3)
    slime = scales(rng, (0.62, 0.54, 0.42), (0.44, 0.38, 0.30), 16)
    turn = np.linspace(0, 5.2 * np.pi, 60)
    size = 0.025 * np.exp(0.135 * turn)
    path = np.column_stack(
        [size * 1.25 * np.cos(turn), 0.16 - 0.16 * turn / turn[-1] * 0.6, size * 1.25 * np.sin(turn)]
    )
    coil = tube(path, size * 0.95, shell, sides=16, up=(0, 1, 0), crease=180, rounded=True)
    return merge(
        [
            place(coil, (-0.12, -0.03, 0.52), pitch=-30),
            rod(
                [
                    (-0.88, 0, 0.05, 0.03),
                    (-0.5, 0, 0.10, 0.13),
                    (0.2, 0, 0.12, 0.15),
                    (0.5, 0, 0.20, 0.13),
                    (0.68, 0, 0.38, 0.11),
                ],
                slime,
                16,
            ),
            *pair([(0.70, 0.05, 0.44, 0.03), (0.80, 0.11, 0.72, 0.022)], slime, 8),
            *balls((0.81, 0.115, 0.75), 0.045),
            *pair([(0.78, 0.05, 0.36, 0.022), (0.90, 0.08, 0.32, 0.015)], slime, 8),
        ]
    )


def scorpion(rng: np.random.Generator) -> Mesh:
    """A scorpion, sting over its back."""
    tint = shade(rng, [(0.14, 0.12, 0.12), (0.60, 0.38, 0.14)])
    shell = Material(tint, roughness=0.25)
    plates = stripes(rng, tint, (tint[0] * 0.5, tint[1] * 0.5, tint[2] * 0.5), 10, share=0.2, wild=0.05)
    tail = [(-0.5, 0.26), (-0.78, 0.40), (-0.92, 0.66), (-0.84, 0.92), (-0.60, 1.06), (-0.34, 1.04)]
    parts = [
        tube(
            [(-0.5, 0, 0.22), (-0.2, 0, 0.24), (0.2, 0, 0.24), (0.36, 0, 0.22)],
            [(0.10, 0.09), (0.21, 0.12), (0.20, 0.12), (0.15, 0.09)],
            plates,
            sides=16,
            rounded=True,
        )
    ]
    parts += [ball((x, 0, z), 0.10 - 0.004 * k, shell, fine=12) for k, (x, z) in enumerate(tail)]
    parts += [
        rod([(x0, 0, z0, 0.07), (x1, 0, z1, 0.07)], shell, 10)
        for (x0, z0), (x1, z1) in itertools.pairwise(tail)
    ]
    parts.append(
        rod(
            [(-0.30, 0, 1.02, 0.09), (-0.18, 0, 0.96, 0.06), (-0.14, 0, 0.84, 0.01)],
            Material((0.45, 0.12, 0.06), roughness=0.2),
        )
    )
    for side in (1, -1):
        parts.append(
            rod(
                [
                    (0.30, side * 0.14, 0.22, 0.05),
                    (0.52, side * 0.42, 0.30, 0.05),
                    (0.78, side * 0.42, 0.28, 0.07),
                ],
                shell,
            )
        )
        parts.append(ball((0.92, side * 0.40, 0.28), (0.20, 0.11, 0.10), shell))
        parts.append(
            rod(
                [
                    (1.02, side * 0.44, 0.28, 0.05),
                    (1.20, side * 0.42, 0.28, 0.035),
                    (1.30, side * 0.34, 0.28, 0.01),
                ],
                shell,
                8,
            )
        )
        parts.append(
            rod(
                [
                    (1.02, side * 0.34, 0.28, 0.04),
                    (1.16, side * 0.30, 0.28, 0.03),
                    (1.28, side * 0.32, 0.28, 0.01),
                ],
                shell,
                8,
            )
        )
    walking = legs(
        [(0.24, 0.50, 0.52), (0.10, 0.16, 0.64), (-0.06, -0.22, 0.66), (-0.2, -0.56, 0.58)],
        shell,
        root=0.16,
        high=0.2,
        knee=0.36,
        thick=0.04,
    )
    return merge([*parts, *walking, *balls((0.36, 0.06, 0.32), 0.025, WHITE)])


MODELS: Final = (
    model(caterpillar, "insect", "caterpillar.n.01"),
    model(tarantula, "arachnid", "tarantula.n.02"),
    model(scorpion, "arachnid", "scorpion.n.03"),
    model(snail, "mollusc", "snail.n.01"),
)
