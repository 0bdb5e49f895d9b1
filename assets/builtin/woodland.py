"""Wild animals of woods and far countries."""

from __future__ import annotations

from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import place

from .beasts import ball, balls, beast, pair, rod
from .model import model
from .parts import BLACK, DARK
from .quadruped import ears, eyes, quadruped
from .skins import fur

_ANTLER: Final = Material((0.62, 0.50, 0.36), roughness=0.7)
_PINK: Final = Material((0.82, 0.58, 0.54), roughness=0.6)


_STAG = beast(
    body=[
        (-0.50, 1.14, 0.16, 0.18),
        (-0.2, 1.16, 0.20, 0.24),
        (0.12, 1.14, 0.21, 0.26),
        (0.38, 1.18, 0.17, 0.24),
    ],
    neck=[(0.36, 1.02, 0.13, 0.2), (0.56, 1.30, 0.10, 0.14), (0.62, 1.50, 0.08, 0.10)],
    head=[(0.62, 1.56, 0.085, 0.10), (0.76, 1.50, 0.07, 0.08), (0.95, 1.40, 0.042, 0.045)],
    tail=[(-0.66, 1.04, 0.05), (-0.74, 0.94, 0.04)],
    fore=[(0.34, 0.92, 0.11), (0.36, 0.5, 0.05), (0.36, 0.05, 0.036)],
    hind=[(-0.42, 0.94, 0.14), (-0.36, 0.60, 0.07), (-0.48, 0.40, 0.045), (-0.44, 0.05, 0.036)],
    stance=0.12,
    hoof=(0.045, 0.07),
    stride=0.22,
)


def stag(rng: np.random.Generator) -> Mesh:
    """A red deer stag with branched antlers."""
    coat, pale = fur(rng, (0.48, 0.27, 0.14), (0.40, 0.25, 0.15)), fur(rng, (0.85, 0.76, 0.62))
    antlers = pair(
        [
            (0.60, 0.05, 1.64, 0.03),
            (0.52, 0.20, 1.86, 0.028),
            (0.44, 0.36, 2.06, 0.024),
            (0.50, 0.40, 2.34, 0.008),
        ],
        _ANTLER,
    )
    for x, y, z, dx, dz in (
        (0.58, 0.10, 1.72, 0.24, 0.12),
        (0.50, 0.22, 1.90, 0.22, 0.14),
        (0.45, 0.34, 2.04, 0.2, 0.2),
        (0.46, 0.38, 2.12, -0.14, 0.2),
    ):
        antlers += pair(
            [
                (x, y, z, 0.022),
                (x + dx * 0.6, y + 0.03, z + dz * 0.4, 0.018),
                (x + dx, y + 0.02, z + dz, 0.005),
            ],
            _ANTLER,
            8,
        )
    return merge(
        [
            *quadruped(_STAG, coat, pale, DARK),
            *antlers,
            ball((0.97, 0, 1.40), (0.035, 0.04, 0.035), BLACK),
            ball((-0.62, 0, 0.98), (0.07, 0.11, 0.13), pale),
            *ears(0.56, 0.15, 1.60, (0.03, 0.10, 0.045), coat, out=-20),
            *eyes(0.75, 0.068, 1.55, 0.018),
        ]
    )


def kangaroo(rng: np.random.Generator) -> Mesh:
    """A kangaroo upright with a joey in its pouch."""
    coat, pale = fur(rng, (0.62, 0.40, 0.25), (0.52, 0.44, 0.36)), fur(rng, (0.84, 0.74, 0.60))
    parts = [
        rod(
            [
                (-0.18, 0, 0.55, 0.24),
                (-0.04, 0, 0.80, 0.23),
                (0.08, 0, 1.10, 0.16),
                (0.14, 0, 1.34, 0.10),
                (0.18, 0, 1.48, 0.085),
            ],
            coat,
            18,
        ),
        ball((0.08, 0, 0.72), (0.16, 0.19, 0.24), pale),
        ball((0.25, 0, 1.56), (0.13, 0.095, 0.10), coat),
        rod([(0.30, 0, 1.55, 0.08), (0.46, 0, 1.49, 0.045)], coat),
        ball((0.50, 0, 1.50), (0.025, 0.035, 0.025), BLACK),
        rod(
            [(-0.30, 0, 0.45, 0.16), (-0.62, 0, 0.20, 0.10), (-1.0, 0, 0.07, 0.06), (-1.36, 0, 0.05, 0.025)],
            coat,
        ),
        ball((0.26, 0, 0.90), (0.075, 0.06, 0.065), coat),
        *balls((0.24, 0.045, 0.99), (0.015, 0.022, 0.055), coat),
        *balls((0.30, 0.035, 0.92), 0.011),
        *balls((0.30, 0.078, 1.60), 0.02),
        *pair([(0.14, 0.14, 1.14, 0.065), (0.26, 0.20, 0.98, 0.045), (0.40, 0.15, 0.96, 0.035)], coat),
        *pair([(-0.14, 0.20, 0.52, 0.19), (0.10, 0.25, 0.38, 0.12), (-0.20, 0.24, 0.12, 0.055)], coat, 14),
        *pair([(-0.22, 0.24, 0.06, 0.055), (0.30, 0.26, 0.05, 0.05)], coat),
    ]
    ear = merge(
        [ball((0, 0, 0.13), (0.03, 0.05, 0.15), coat), ball((0.016, 0, 0.13), (0.02, 0.032, 0.11), _PINK)]
    )
    parts += [place(ear, (0.19, side * 0.06, 1.62), roll=-side * 18) for side in (1, -1)]
    return merge(parts)


def gorilla(rng: np.random.Generator) -> Mesh:
    """A silverback on its knuckles."""
    coat = fur(rng, (0.08, 0.08, 0.09), coarse=0.2)
    silver = fur(rng, (0.45, 0.45, 0.46), coarse=0.12)
    face = Material((0.16, 0.15, 0.15), roughness=0.5)
    return merge(
        [
            rod([(-0.50, 0, 0.66, 0.26), (-0.2, 0, 0.82, 0.31)], silver, 18),
            rod([(-0.08, 0, 0.88, 0.33), (0.18, 0, 1.04, 0.36), (0.34, 0, 1.16, 0.26)], coat, 18),
            ball((0.50, 0, 1.36), (0.20, 0.185, 0.20), coat, fine=18),
            ball((0.43, 0, 1.52), (0.15, 0.10, 0.12), coat),
            ball((0.62, 0, 1.30), (0.13, 0.13, 0.15), face),
            ball((0.68, 0, 1.24), (0.11, 0.115, 0.085), face),
            ball((0.655, 0, 1.41), (0.07, 0.14, 0.035), face),
            *balls((0.715, 0.06, 1.37), 0.022, Material((0.35, 0.16, 0.08), roughness=0.1)),
            *balls((0.775, 0.03, 1.30), 0.02),
            *balls((0.46, 0.185, 1.36), (0.03, 0.025, 0.045), face),
            *pair(
                [
                    (0.24, 0.34, 1.10, 0.20),
                    (0.40, 0.50, 0.72, 0.145),
                    (0.52, 0.42, 0.34, 0.12),
                    (0.54, 0.40, 0.10, 0.09),
                ],
                coat,
                14,
            ),
            *balls((0.58, 0.40, 0.07), (0.12, 0.09, 0.07), face),
            *pair(
                [(-0.46, 0.24, 0.58, 0.21), (-0.30, 0.33, 0.34, 0.15), (-0.42, 0.30, 0.08, 0.085)], coat, 14
            ),
            *balls((-0.32, 0.30, 0.06), (0.19, 0.085, 0.06), face),
        ]
    )


MODELS: Final = (
    model(stag, "wild animal", "stag.n.02"),
    model(kangaroo, "wild animal", "kangaroo.n.01"),
    model(gorilla, "wild animal", "gorilla.n.01"),
)
