"""Insects, a thousand times life size."""

from __future__ import annotations

from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import extrude, place, tube

from .beasts import ball, balls, pair, rod
from .crawling import SHINY, feelers, legs
from .model import model
from .parts import BLACK, WHITE
from .skins import Picture, drawn, fur, layered, projected, shade, stripes

_WING: Final = Material((0.80, 0.86, 0.90), roughness=0.15)


def ladybird(rng: np.random.Generator) -> Mesh:
    """A ladybird with black spots on red or yellow."""
    red = shade(rng, [(0.80, 0.08, 0.05), (0.92, 0.60, 0.08)])
    dots = (
        (0.62, 0.70, 0.10),
        (0.62, 0.30, 0.10),
        (0.36, 0.78, 0.09),
        (0.36, 0.22, 0.09),
        (0.16, 0.64, 0.08),
        (0.16, 0.36, 0.08),
        (0.84, 0.5, 0.09),
    )

    def paint(x: Picture, y: Picture) -> Picture:
        spots = np.maximum.reduce([(r - np.hypot(x - a, y - b)) * 60 for a, b, r in dots])
        return layered(
            red, (spots, (0.05, 0.05, 0.05)), ((0.008 - np.abs(y - 0.5)) * 200, (0.05, 0.05, 0.05))
        )

    case = projected(
        ball((-0.06, 0, 0.30), (0.52, 0.46, 0.38), BLACK, fine=28), drawn(paint, "ladybird", 0.25), (0, 1)
    )
    return merge(
        [
            case,
            ball((0.42, 0, 0.30), (0.18, 0.30, 0.20), SHINY, fine=18),
            ball((0.58, 0, 0.26), (0.12, 0.17, 0.13), SHINY),
            *balls((0.50, 0.19, 0.38), (0.06, 0.07, 0.06), WHITE),
            *feelers(0.64, 0.32, 0.12, 0.18, SHINY),
            *legs(
                [(0.3, 0.48, 0.55), (0, 0.0, 0.66), (-0.26, -0.46, 0.58)],
                SHINY,
                root=0.3,
                high=0.14,
                knee=0.16,
                thick=0.05,
            ),
        ]
    )


def bee(rng: np.random.Generator) -> Mesh:
    """A honey bee with a furry collar."""
    bands = stripes(rng, (0.92, 0.66, 0.12), (0.10, 0.07, 0.04), 4, share=0.45, wild=0.02)
    fuzz = fur(rng, (0.72, 0.50, 0.16), coarse=0.25)
    wing = [(0.10, 0), (0.02, 0.34), (-0.20, 0.72), (-0.42, 0.80), (-0.50, 0.62), (-0.34, 0.28), (-0.10, 0)]
    wings = [
        place(
            extrude([(x * k, s * y * k) for x, y in wing], 0.015, _WING),
            (0.16 - 0.12 * i, s * 0.12, 0.62 - 0.02 * i),
            roll=-s * 22,
        )
        for s in (1, -1)
        for i, k in enumerate((1.0, 0.72))
    ]
    return merge(
        [
            tube(
                [(0.02, 0, 0.42), (-0.2, 0, 0.44), (-0.5, 0, 0.38), (-0.78, 0, 0.28)],
                [0.10, 0.24, 0.22, 0.06],
                bands,
                sides=20,
                rounded=True,
                uv_scale=1.4,
            ),
            rod([(-0.80, 0, 0.26, 0.03), (-0.92, 0, 0.20, 0.005)], SHINY),
            ball((0.20, 0, 0.46), (0.25, 0.24, 0.23), fuzz, fine=18),
            ball((0.50, 0, 0.42), (0.14, 0.18, 0.17), fuzz),
            *balls((0.54, 0.13, 0.46), (0.08, 0.07, 0.12), SHINY),
            *feelers(0.60, 0.52, 0.10, 0.22, SHINY),
            *wings,
            *legs(
                [(0.3, 0.48, 0.36), (0.16, 0.14, 0.46), (0.02, -0.32, 0.42)],
                SHINY,
                root=0.14,
                high=0.30,
                knee=0.30,
                thick=0.04,
            ),
        ]
    )


def ant(rng: np.random.Generator) -> Mesh:
    """An ant of three parts with jaws."""
    tint = shade(rng, [(0.22, 0.09, 0.05), (0.08, 0.07, 0.07), (0.45, 0.16, 0.07)])
    shell = Material(tint, roughness=0.25)
    return merge(
        [
            ball(
                (-0.55, 0, 0.44),
                (0.36, 0.27, 0.26),
                stripes(rng, tint, (tint[0] * 0.5, tint[1] * 0.5, tint[2] * 0.5), 6, wild=0.05),
                fine=20,
            ),
            ball((-0.16, 0, 0.38), (0.08, 0.07, 0.10), shell),
            ball((0.12, 0, 0.42), (0.24, 0.15, 0.15), shell, fine=16),
            ball((0.52, 0, 0.46), (0.22, 0.24, 0.19), shell, fine=18),
            *pair([(0.68, 0.10, 0.40, 0.05), (0.86, 0.14, 0.36, 0.04), (0.94, 0.03, 0.35, 0.01)], shell),
            *balls((0.60, 0.18, 0.54), 0.05),
            *pair([(0.64, 0.10, 0.60, 0.03), (0.70, 0.28, 0.86, 0.022), (1.02, 0.36, 0.80, 0.022)], shell, 8),
            *legs(
                [(0.28, 0.62, 0.62), (0.12, 0.10, 0.78), (-0.02, -0.56, 0.72)],
                shell,
                root=0.10,
                high=0.38,
                knee=0.66,
                thick=0.045,
            ),
        ]
    )


def stag_beetle(rng: np.random.Generator) -> Mesh:
    """A stag beetle with branched jaws."""
    shell = Material(shade(rng, [(0.20, 0.08, 0.05), (0.07, 0.06, 0.06)]), roughness=0.15)
    jaw = Material((0.36, 0.11, 0.06), roughness=0.2)
    parts = [
        *(ball((-0.30, s * 0.14, 0.26), (0.52, 0.20, 0.20), shell, fine=22) for s in (1, -1)),
        ball((0.26, 0, 0.26), (0.17, 0.34, 0.18), shell, fine=18),
        ball((0.48, 0, 0.25), (0.16, 0.30, 0.15), shell, fine=18),
        *pair(
            [
                (0.56, 0.14, 0.26, 0.07),
                (0.86, 0.34, 0.30, 0.055),
                (1.10, 0.28, 0.34, 0.045),
                (1.20, 0.10, 0.36, 0.012),
            ],
            jaw,
            12,
        ),
        *pair([(0.92, 0.34, 0.30, 0.04), (0.94, 0.18, 0.32, 0.01)], jaw, 8),
        *pair([(1.10, 0.28, 0.34, 0.035), (1.22, 0.32, 0.36, 0.008)], jaw, 8),
        *balls((0.52, 0.27, 0.28), 0.05),
        *pair([(0.54, 0.26, 0.26, 0.02), (0.68, 0.50, 0.34, 0.018), (0.84, 0.54, 0.32, 0.035)], shell, 6),
    ]
    return merge(
        [
            *parts,
            *legs(
                [(0.36, 0.66, 0.62), (0.06, 0.04, 0.74), (-0.2, -0.58, 0.68)],
                shell,
                root=0.20,
                high=0.18,
                knee=0.30,
                thick=0.05,
            ),
        ]
    )


def grasshopper(rng: np.random.Generator) -> Mesh:
    """A grasshopper, ready to jump."""
    tint = shade(rng, [(0.36, 0.58, 0.14), (0.56, 0.46, 0.20)])
    shell, dark = (
        Material(tint, roughness=0.4),
        Material((tint[0] * 0.6, tint[1] * 0.6, tint[2] * 0.6), roughness=0.5),
    )
    rings = stripes(rng, tint, (tint[0] * 0.6, tint[1] * 0.6, tint[2] * 0.6), 8, share=0.25, wild=0.05)
    return merge(
        [
            rod([(-0.78, 0, 0.42, 0.05), (-0.3, 0, 0.44, 0.12), (0.1, 0, 0.46, 0.14)], rings, 14),
            ball((0.24, 0, 0.48), (0.20, 0.155, 0.19), dark, fine=16),
            ball((0.48, 0, 0.50), (0.12, 0.125, 0.19), shell, fine=16),
            *balls((0.52, 0.105, 0.58), (0.05, 0.04, 0.075)),
            *pair([(0.56, 0.04, 0.66, 0.015), (0.90, 0.14, 0.92, 0.010)], dark, 6),
            *(
                place(
                    ball((-0.35, 0, 0), (0.55, 0.03, 0.10), dark, fine=16), (0.12, s * 0.12, 0.55), pitch=-3
                )
                for s in (1, -1)
            ),
            *pair(
                [(0.0, 0.17, 0.44, 0.10), (-0.28, 0.24, 0.70, 0.075), (-0.52, 0.28, 0.92, 0.04)], shell, 10
            ),
            *pair(
                [(-0.52, 0.28, 0.92, 0.04), (-0.66, 0.30, 0.45, 0.025), (-0.78, 0.32, 0.03, 0.02)], dark, 8
            ),
            *pair([(-0.78, 0.32, 0.025, 0.022), (-0.58, 0.33, 0.02, 0.015)], dark, 6),
            *legs(
                [(0.34, 0.56, 0.36), (0.18, 0.10, 0.42)], shell, root=0.12, high=0.38, knee=0.36, thick=0.04
            ),
        ]
    )


MODELS: Final = (
    model(ladybird, "insect", "ladybug.n.01"),
    model(bee, "insect", "honeybee.n.01"),
    model(ant, "insect", "ant.n.01"),
    model(stag_beetle, "insect", "stag_beetle.n.01"),
    model(grasshopper, "insect", "grasshopper.n.01"),
)
