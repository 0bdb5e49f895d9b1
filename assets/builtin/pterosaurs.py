"""A flying reptile."""

from __future__ import annotations

from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import extrude, place

from .beasts import ball, balls, pair, rod
from .model import model
from .skins import cells, shade
from .swimmers import upright_fin


def pteranodon(rng: np.random.Generator) -> Mesh:
    """A pteranodon on a rock, wings half spread."""
    tint = shade(rng, [(0.55, 0.40, 0.26), (0.40, 0.42, 0.46)])
    skin = Material(tint, roughness=0.6)
    web = cells(rng, (tint[0] * 1.25, tint[1] * 1.15, tint[2] * 1.05), tint, 49, width=0.3)
    wing = [(0.10, 0.0), (0.30, 0.36), (0.34, 0.62), (0.02, 1.28), (-0.22, 0.84), (-0.42, 0.46), (-0.40, 0.0)]
    rock = cells(rng, (0.48, 0.46, 0.43), (0.38, 0.36, 0.34), 25, width=0.5)
    parts = [
        place(ball((0, 0, 0), (0.46, 0.40, 0.24), rock, fine=16), (-0.02, 0, 0.16)),
        rod(
            [
                (-0.32, 0, 0.62, 0.06),
                (-0.1, 0, 0.70, 0.14),
                (0.12, 0, 0.84, 0.14),
                (0.24, 0, 1.0, 0.075),
                (0.34, 0, 1.14, 0.065),
            ],
            skin,
            16,
        ),
        ball((0.40, 0, 1.18), (0.12, 0.075, 0.085), skin),
        rod(
            [(0.46, 0, 1.19, 0.055), (0.72, 0, 1.14, 0.03), (0.98, 0, 1.08, 0.008)],
            Material((0.86, 0.66, 0.30), roughness=0.4),
        ),
        rod(
            [(0.46, 0, 1.14, 0.04), (0.68, 0, 1.06, 0.025), (0.90, 0, 1.0, 0.008)],
            Material((0.86, 0.66, 0.30), roughness=0.4),
        ),
        upright_fin(
            [(0.44, 1.22), (0.30, 1.24), (-0.10, 1.44), (-0.14, 1.40), (0.30, 1.13)],
            0.03,
            Material((0.80, 0.25, 0.15), roughness=0.5),
        ),
        *balls((0.44, 0.07, 1.21), 0.02),
        *pair([(-0.12, 0.10, 0.62, 0.06), (-0.06, 0.14, 0.42, 0.035)], skin),
    ]
    for side in (1, -1):
        parts.append(
            place(
                extrude([(x, side * y) for x, y in wing], 0.025, web, uv_scale=1.2),
                (0.06, side * 0.08, 0.86),
                roll=-side * 24,
            )
        )
        tip = [
            (x + 0.06, side * (0.08 + y * 0.914), 0.875 + y * 0.407, r)
            for x, y, r in ((0.08, 0, 0.05), (0.30, 0.36, 0.04), (0.34, 0.62, 0.035), (0.02, 1.28, 0.012))
        ]
        parts.append(rod(tip, skin, 8))
    return merge(parts)


MODELS: Final = (model(pteranodon, "dinosaur", "pterosaur.n.01"),)
