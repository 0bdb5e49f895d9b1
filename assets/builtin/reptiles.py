"""Crocodile, cobra, chameleon and frog."""

from __future__ import annotations

from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import tube

from .beasts import ball, balls, pair, rod
from .model import model
from .parts import WHITE
from .skins import cells, scales, shade, spots, stripes

_RED: Final = Material((0.78, 0.20, 0.22), roughness=0.4)


def crocodile(rng: np.random.Generator) -> Mesh:
    """A young crocodile, jaws open, 2.8 m with its curved tail."""
    hide = cells(rng, (0.30, 0.36, 0.20), (0.16, 0.20, 0.10), 100, width=0.3)
    pale = Material((0.78, 0.74, 0.52), roughness=0.6)
    body = [
        (-1.45, 0.55, 0.12),
        (-1.25, 0.30, 0.14),
        (-0.85, 0.06, 0.19),
        (-0.3, 0, 0.24),
        (0.2, 0, 0.25),
        (0.55, 0, 0.25),
        (0.72, 0, 0.28),
    ]
    wide = [(0.03, 0.04), (0.06, 0.08), (0.13, 0.13), (0.24, 0.17), (0.25, 0.17), (0.17, 0.14), (0.17, 0.11)]
    parts = [
        tube(body, wide, hide, sides=18, rounded=True, crease=180, uv_scale=1.5),
        tube(
            [(0.72, 0, 0.20), (1.0, 0, 0.18), (1.32, 0, 0.17)],
            [(0.15, 0.05), (0.10, 0.04), (0.075, 0.035)],
            hide,
            sides=12,
            rounded=True,
        ),
        tube(
            [(0.72, 0, 0.33), (0.98, 0, 0.44), (1.26, 0, 0.56)],
            [(0.15, 0.06), (0.10, 0.045), (0.08, 0.04)],
            hide,
            sides=12,
            rounded=True,
        ),
        tube([(0.76, 0, 0.225), (1.28, 0, 0.20)], [(0.12, 0.02), (0.06, 0.02)], _RED, sides=10),
        ball((-0.1, 0, 0.16), (0.5, 0.21, 0.11), pale),
        *balls((0.76, 0.10, 0.43), (0.07, 0.055, 0.06), hide),
        *balls((0.79, 0.13, 0.445), 0.03, Material((0.85, 0.70, 0.15), roughness=0.2)),
        *balls((1.27, 0.035, 0.61), 0.025, hide),
        *pair([(0.42, 0.20, 0.22, 0.085), (0.46, 0.42, 0.16, 0.065), (0.56, 0.44, 0.04, 0.05)], hide),
        *pair([(-0.42, 0.20, 0.22, 0.11), (-0.36, 0.44, 0.18, 0.075), (-0.30, 0.48, 0.04, 0.055)], hide),
    ]
    for k in range(8):
        x, side = 0.80 + 0.065 * k, 0.125 - 0.009 * k
        parts += [rod([(x, s * side, 0.23, 0.018), (x, s * side, 0.29, 0.003)], WHITE, 5) for s in (1, -1)]
        parts += [
            rod([(x, s * side, 0.31 + 0.032 * k, 0.018), (x, s * side, 0.26 + 0.032 * k, 0.003)], WHITE, 5)
            for s in (1, -1)
        ]
    for k in range(10):
        x, y = 0.5 - 0.16 * k, 0.035 * (-1) ** k * (k < 8)
        parts.append(rod([(x, y, 0.37 - 0.012 * k, 0.05), (x - 0.03, y, 0.46 - 0.012 * k, 0.006)], hide, 6))
    return merge(parts)


def cobra(rng: np.random.Generator) -> Mesh:
    """A coiled cobra with a spread hood."""
    tint = shade(rng, [(0.36, 0.30, 0.16), (0.20, 0.17, 0.14), (0.24, 0.34, 0.18)])
    skin = scales(rng, tint, (tint[0] * 1.6, tint[1] * 1.6, tint[2] * 1.5), 14, roughness=0.35)
    belly = stripes(rng, (0.88, 0.80, 0.56), (0.52, 0.42, 0.22), 8, share=0.25, wild=0.02)
    turn = np.linspace(0, 5.0 * np.pi, 56)
    reach = np.linspace(0.56, 0.20, 56)
    coil = np.column_stack([reach * np.cos(turn), reach * np.sin(turn), np.linspace(0.09, 0.34, 56)])
    size = np.concatenate([np.linspace(0.03, 0.10, 12), np.full(44, 0.105)])
    neck = [
        (-0.20, 0.0, 0.36, 0.10),
        (-0.10, 0, 0.52, 0.10),
        (-0.04, 0, 0.80, 0.095),
        (0.0, 0, 1.15, 0.085),
        (0.08, 0, 1.32, 0.085),
    ]
    parts = [
        tube(coil, size, skin, sides=12, rounded=True),
        rod(neck, skin, 14),
        tube(
            [(-0.04, 0, 0.74), (-0.02, 0, 0.92), (0.0, 0, 1.10), (0.05, 0, 1.28)],
            [(0.09, 0.05), (0.26, 0.045), (0.29, 0.045), (0.10, 0.05)],
            skin,
            sides=18,
            rounded=True,
            up=(1, 0, 0),
        ),
        tube(
            [(0.03, 0, 0.60), (0.045, 0, 0.92), (0.06, 0, 1.10), (0.10, 0, 1.24)],
            [(0.07, 0.05), (0.15, 0.03), (0.16, 0.03), (0.07, 0.04)],
            belly,
            sides=14,
            rounded=True,
            up=(1, 0, 0),
            uv_scale=1.5,
        ),
        tube(
            [(0.04, 0, 1.36), (0.16, 0, 1.38), (0.32, 0, 1.34)],
            [(0.10, 0.075), (0.115, 0.075), (0.055, 0.04)],
            skin,
            sides=14,
            rounded=True,
        ),
        *balls((0.22, 0.085, 1.41), 0.024, Material((0.85, 0.55, 0.08), roughness=0.1)),
        rod([(0.36, 0, 1.33, 0.012), (0.48, 0, 1.30, 0.010)], _RED, 6),
        *pair([(0.48, 0.0, 1.30, 0.009), (0.56, 0.04, 1.31, 0.004)], _RED, 6),
    ]
    return merge(parts)


def chameleon(rng: np.random.Generator) -> Mesh:
    """A chameleon with a curled tail on a fallen bough."""
    hues = [
        ((0.30, 0.62, 0.20), (0.12, 0.45, 0.50)),
        ((0.15, 0.55, 0.50), (0.85, 0.60, 0.15)),
        ((0.75, 0.35, 0.20), (0.25, 0.55, 0.25)),
    ]
    under, over = hues[int(rng.integers(len(hues)))]
    skin = stripes(rng, under, over, 6, share=0.4, wild=0.5)
    wood = cells(rng, (0.42, 0.31, 0.21), (0.26, 0.19, 0.13), 64, width=0.4)
    turn = np.linspace(0, 3.6 * np.pi, 34)
    size = np.linspace(0.19, 0.03, 34)
    curl = [
        (-0.58 - r * np.sin(t), 0.0, 0.38 - 0.19 + r * np.cos(t) + 0.02)
        for t, r in zip(turn, size, strict=True)
    ]
    return merge(
        [
            rod([(-0.62, 0.0, 0.14, 0.12), (0.2, 0.02, 0.14, 0.13), (0.85, 0.06, 0.16, 0.11)], wood, 14),
            tube(
                [(-0.44, 0, 0.48), (-0.15, 0, 0.58), (0.15, 0, 0.58), (0.38, 0, 0.60)],
                [(0.09, 0.10), (0.14, 0.22), (0.14, 0.21), (0.10, 0.13)],
                skin,
                sides=18,
                rounded=True,
                crease=180,
                uv_scale=1.2,
            ),
            tube(
                [(-0.40, 0, 0.48), *curl],
                np.concatenate([[0.09], np.linspace(0.075, 0.018, 34)]),
                skin,
                sides=10,
                rounded=True,
                up=(0, 1, 0),
            ),
            tube(
                [(0.38, 0, 0.64), (0.56, 0, 0.64), (0.76, 0, 0.57)],
                [(0.11, 0.14), (0.12, 0.12), (0.05, 0.05)],
                skin,
                sides=14,
                rounded=True,
            ),
            rod([(0.42, 0, 0.74, 0.06), (0.28, 0, 0.90, 0.015)], skin),
            *balls((0.58, 0.115, 0.68), 0.085, skin),
            *balls((0.61, 0.18, 0.69), 0.03),
            *pair([(0.28, 0.10, 0.50, 0.06), (0.42, 0.24, 0.42, 0.045), (0.44, 0.12, 0.25, 0.045)], skin),
            *pair([(-0.32, 0.10, 0.46, 0.065), (-0.18, 0.26, 0.40, 0.05), (-0.26, 0.12, 0.24, 0.045)], skin),
            *(
                rod(
                    [(0.36 - 0.09 * k, 0, 0.76 + 0.012 * k, 0.025), (0.34 - 0.09 * k, 0, 0.83, 0.004)],
                    Material(over),
                    6,
                )
                for k in range(8)
            ),
        ]
    )


def frog(rng: np.random.Generator) -> Mesh:
    """A tree frog with red eyes and orange toes."""
    tint = shade(rng, [(0.25, 0.62, 0.12), (0.10, 0.50, 0.62), (0.55, 0.60, 0.15)])
    skin = spots(rng, tint, (tint[0] * 0.65, tint[1] * 0.7, tint[2] * 0.6), 25, radius=0.22)
    pale, toe = Material((0.93, 0.90, 0.76), roughness=0.4), Material((0.95, 0.45, 0.08), roughness=0.4)
    parts = [
        tube(
            [(-0.40, 0, 0.26), (-0.1, 0, 0.38), (0.2, 0, 0.48), (0.42, 0, 0.50)],
            [(0.16, 0.14), (0.29, 0.22), (0.30, 0.20), (0.20, 0.12)],
            skin,
            sides=20,
            rounded=True,
            crease=180,
        ),
        ball((0.12, 0, 0.36), (0.34, 0.25, 0.18), pale, fine=18),
        *balls((0.34, 0.19, 0.66), 0.10, skin),
        *balls((0.37, 0.235, 0.67), 0.075, Material((0.85, 0.12, 0.06), roughness=0.1)),
        *balls((0.385, 0.30, 0.675), (0.02, 0.014, 0.05)),
        *balls((0.56, 0.05, 0.56), 0.014),
        *pair([(0.22, 0.22, 0.36, 0.085), (0.24, 0.38, 0.24, 0.065), (0.36, 0.36, 0.05, 0.05)], skin),
        *pair(
            [
                (-0.32, 0.18, 0.28, 0.11),
                (0.02, 0.46, 0.34, 0.10),
                (-0.34, 0.46, 0.12, 0.07),
                (-0.40, 0.46, 0.05, 0.05),
            ],
            skin,
        ),
    ]
    for x, y in ((0.38, 0.36), (-0.30, 0.48)):
        for turn in (-30, 5, 40):
            tip = (x + 0.22 * np.cos(np.radians(turn)), y + 0.22 * np.sin(np.radians(turn)), 0.03)
            parts += pair([(x, y, 0.045, 0.03), (*tip, 0.022)], toe, 8)
            parts += balls(tip, 0.042, toe, fine=8)
    return merge(parts)


MODELS: Final = (
    model(crocodile, "reptile", "crocodile.n.01"),
    model(cobra, "reptile", "cobra.n.01"),
    model(chameleon, "reptile", "chameleon.n.03"),
    model(frog, "amphibian", "tree_frog.n.02"),
)
