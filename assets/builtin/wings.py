"""Butterfly and dragonfly, a thousand times life size."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import extrude, place

from .beasts import ball, balls, rod
from .crawling import SHINY, feelers, legs
from .model import model
from .parts import BLACK
from .skins import Picture, cells, drawn, fur, layered, projected, shade, stripes


def butterfly(rng: np.random.Generator) -> Mesh:
    """A butterfly with raised wings in orange or blue, edged black."""
    tint = shade(rng, [(0.93, 0.45, 0.08), (0.12, 0.42, 0.85), (0.92, 0.80, 0.20)])
    fore = [
        (0.04, 0.0),
        (0.30, 0.34),
        (0.44, 0.72),
        (0.36, 0.86),
        (0.08, 0.80),
        (-0.12, 0.58),
        (-0.16, 0.20),
        (-0.06, 0),
    ]
    hind = [
        (-0.02, 0.0),
        (-0.10, 0.34),
        (-0.22, 0.60),
        (-0.44, 0.66),
        (-0.60, 0.48),
        (-0.56, 0.22),
        (-0.30, 0.02),
    ]

    def paint(x: Picture, y: Picture) -> Picture:
        edge = (np.hypot((x - 0.42) / 0.52, (np.abs(y - 0.5) - 0.12) / 0.36) - 0.86) * 12
        veins = (np.sin(np.arctan2(np.abs(y - 0.5), x - 0.45) * 12) - 0.93) * 14
        dots = ((np.sin(x * 60) * np.sin(y * 60)) - 0.6) * 6 * np.clip(edge, 0, 1)
        return layered(
            tint, (veins, (0.06, 0.05, 0.05)), (edge, (0.06, 0.05, 0.05)), (dots, (0.96, 0.95, 0.92))
        )

    skin = drawn(paint, "butterfly wing")
    plates = [
        extrude([(x, s * (y + 0.02)) for x, y in outline], 0.016, BLACK, at=(0, 0, dz))
        for s in (1, -1)
        for outline, dz in ((fore, 0.012), (hind, 0.0))
    ]
    flat = projected(merge(plates), skin, (0, 1))
    raised = flat.positions + np.abs(flat.positions[:, 1:2]) * np.array((0, 0, 0.62), dtype=np.float32)
    return merge(
        [
            place(replace(flat, positions=raised), (0, 0, 0.30)),
            rod(
                [(-0.42, 0, 0.24, 0.03), (-0.1, 0, 0.28, 0.05), (0.1, 0, 0.32, 0.065), (0.2, 0, 0.34, 0.045)],
                fur(rng, (0.16, 0.12, 0.10)),
            ),
            ball((0.27, 0, 0.36), 0.06, SHINY),
            *feelers(0.30, 0.40, 0.22, 0.26, SHINY),
            *legs(
                [(0.14, 0.24, 0.16), (0.08, 0.06, 0.2), (0, -0.14, 0.18)],
                SHINY,
                root=0.03,
                high=0.28,
                knee=0.22,
                thick=0.018,
            ),
        ]
    )


def dragonfly(rng: np.random.Generator) -> Mesh:
    """A dragonfly with four veined wings."""
    tint = shade(rng, [(0.10, 0.45, 0.55), (0.70, 0.15, 0.12), (0.20, 0.50, 0.18)])
    body = stripes(rng, tint, (0.06, 0.07, 0.08), 5, share=0.3, wild=0.05)
    veins = cells(rng, (0.80, 0.88, 0.92), (0.22, 0.26, 0.30), 144, width=0.22, roughness=0.15)
    wing = [(0.05, 0), (0.09, 0.3), (0.10, 0.78), (0.02, 0.86), (-0.10, 0.76), (-0.13, 0.36), (-0.06, 0)]
    wings = [
        place(
            extrude([(x, s * y) for x, y in wing], 0.012, veins, uv_scale=1.5),
            (x, s * 0.08, 0.50),
            yaw=s * turn,
            roll=-s * 6,
        )
        for s in (1, -1)
        for x, turn in ((0.32, -6), (0.10, 14))
    ]
    return merge(
        [
            rod(
                [
                    (0.02, 0, 0.44, 0.075),
                    (-0.3, 0, 0.42, 0.06),
                    (-0.8, 0, 0.38, 0.05),
                    (-1.02, 0, 0.36, 0.06),
                ],
                body,
                12,
            ),
            ball((0.22, 0, 0.44), (0.25, 0.15, 0.16), Material(tint, roughness=0.3), fine=16),
            ball((0.52, 0, 0.46), (0.10, 0.12, 0.11), Material(tint, roughness=0.3)),
            *balls((0.55, 0.10, 0.50), (0.12, 0.11, 0.13), Material((0.45, 0.12, 0.10), roughness=0.1)),
            *wings,
            *legs(
                [(0.36, 0.52, 0.28), (0.28, 0.30, 0.34), (0.18, 0.06, 0.32)],
                SHINY,
                root=0.08,
                high=0.34,
                knee=0.26,
                thick=0.025,
            ),
        ]
    )


MODELS: Final = (
    model(butterfly, "insect", "butterfly.n.01"),
    model(dragonfly, "insect", "dragonfly.n.01"),
)
