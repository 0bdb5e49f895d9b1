"""Wild animals of hot countries that graze; the big ones as calves."""

from __future__ import annotations

from typing import Final

import numpy as np

from caos.meshes import Mesh, merge
from caos.shapes import blob, tube

from .beasts import ball, balls, beast, pair
from .model import model
from .parts import BLACK, DARK
from .quadruped import ears, eyes, quadruped
from .skins import cells, fur, stripes

_GIRAFFE = beast(
    body=[
        (-0.42, 1.22, 0.15, 0.17),
        (-0.1, 1.34, 0.20, 0.24),
        (0.2, 1.44, 0.20, 0.27),
        (0.36, 1.48, 0.14, 0.2),
    ],
    neck=[(0.30, 1.38, 0.13, 0.19), (0.55, 1.95, 0.085, 0.11), (0.72, 2.5, 0.07, 0.08)],
    head=[(0.70, 2.58, 0.085, 0.09), (0.84, 2.56, 0.075, 0.075), (1.04, 2.44, 0.05, 0.045)],
    tail=[(-0.56, 1.14, 0.02), (-0.64, 0.9, 0.015), (-0.62, 0.62, 0.035)],
    fore=[(0.28, 1.22, 0.11), (0.28, 0.65, 0.055), (0.28, 0.05, 0.045)],
    hind=[(-0.36, 1.10, 0.13), (-0.30, 0.65, 0.06), (-0.36, 0.05, 0.045)],
    stance=0.12,
    hoof=(0.055, 0.07),
    stride=0.16,
)


def giraffe(rng: np.random.Generator) -> Mesh:
    """A giraffe calf, 2.7 m."""
    coat = cells(rng, (0.55, 0.30, 0.13), (0.90, 0.78, 0.55), 30, width=0.22)
    return merge(
        [
            *quadruped(_GIRAFFE, coat, DARK, DARK, uv_scale=1.2),
            *pair([(0.68, 0.04, 2.64, 0.02), (0.65, 0.05, 2.76, 0.022)], coat),
            *balls((0.65, 0.05, 2.78), 0.03, DARK),
            *ears(0.66, 0.13, 2.62, (0.025, 0.08, 0.035), coat, out=-15),
            tube([(0.2, 0, 1.55), (0.46, 0, 2.02), (0.64, 0, 2.55)], [(0.012, 0.035)] * 3, DARK, sides=6),
            *eyes(0.84, 0.07, 2.59, 0.02),
        ]
    )


_ZEBRA = beast(
    body=[
        (-0.60, 1.25, 0.19, 0.21),
        (-0.35, 1.30, 0.26, 0.30),
        (0, 1.26, 0.27, 0.32),
        (0.4, 1.30, 0.22, 0.30),
    ],
    neck=[(0.40, 1.12, 0.15, 0.24), (0.66, 1.38, 0.11, 0.17), (0.82, 1.58, 0.09, 0.12)],
    head=[(0.80, 1.62, 0.095, 0.12), (0.96, 1.52, 0.085, 0.11), (1.14, 1.34, 0.06, 0.07)],
    tail=[(-0.78, 1.14, 0.03), (-0.86, 0.9, 0.03), (-0.84, 0.6, 0.05)],
    fore=[(0.38, 0.95, 0.13), (0.40, 0.5, 0.065), (0.40, 0.06, 0.048)],
    hind=[(-0.48, 1.0, 0.18), (-0.42, 0.62, 0.09), (-0.55, 0.42, 0.06), (-0.50, 0.06, 0.048)],
    stance=0.14,
    hoof=(0.06, 0.08),
    stride=0.1,
)


def zebra(rng: np.random.Generator) -> Mesh:
    """A zebra with an upright mane."""
    coat = stripes(rng, (0.92, 0.90, 0.86), (0.06, 0.05, 0.05), 9, wild=0.35)
    crest = [(0.36, 0, 1.38), (0.55, 0, 1.58), (0.72, 0, 1.76), (0.82, 0, 1.80)]
    return merge(
        [
            *quadruped(_ZEBRA, coat, DARK, DARK, uv_scale=1.0),
            tube(
                crest,
                [(0.03, 0.06), (0.03, 0.09), (0.03, 0.08), (0.03, 0.05)],
                coat,
                sides=8,
                rounded=True,
                uv_scale=1.6,
            ),
            ball((1.17, 0, 1.32), (0.07, 0.062, 0.07), BLACK),
            *ears(0.78, 0.07, 1.76, (0.03, 0.04, 0.10), coat, out=12),
            *eyes(0.95, 0.08, 1.57, 0.022),
        ]
    )


_CAMEL = beast(
    body=[
        (-0.62, 1.42, 0.18, 0.2),
        (-0.4, 1.48, 0.27, 0.30),
        (0, 1.48, 0.31, 0.37),
        (0.4, 1.46, 0.27, 0.36),
        (0.6, 1.38, 0.18, 0.24),
    ],
    neck=[
        (0.52, 1.12, 0.15, 0.22),
        (0.84, 1.05, 0.11, 0.14),
        (1.06, 1.35, 0.09, 0.11),
        (1.12, 1.72, 0.085, 0.1),
    ],
    head=[(1.10, 1.80, 0.10, 0.11), (1.26, 1.80, 0.085, 0.09), (1.46, 1.71, 0.06, 0.06)],
    tail=[(-0.78, 1.25, 0.03), (-0.86, 1.0, 0.02), (-0.84, 0.76, 0.04)],
    fore=[(0.42, 1.1, 0.14), (0.44, 0.6, 0.075), (0.44, 0.06, 0.06)],
    hind=[(-0.52, 1.12, 0.17), (-0.44, 0.68, 0.085), (-0.55, 0.06, 0.06)],
    stance=0.17,
    hoof=(0.10, 0.07),
    stride=0.25,
)


def camel(rng: np.random.Generator) -> Mesh:
    """A two-humped camel."""
    coat = fur(rng, (0.66, 0.47, 0.27), (0.55, 0.36, 0.20))
    wool = fur(rng, (0.38, 0.24, 0.13))
    return merge(
        [
            *quadruped(_CAMEL, coat, wool, DARK),
            *(blob(rng, (0.19, 0.17, 0.32), wool, lumps=0.1, at=(x, 0, 1.53)) for x in (-0.27, 0.25)),
            blob(rng, (0.13, 0.1, 0.09), wool, lumps=0.15, at=(1.09, 0, 1.92)),
            tube(
                [(0.72, 0, 0.86), (0.98, 0, 1.0), (1.17, 0, 1.4)],
                [(0.04, 0.07)] * 3,
                wool,
                sides=8,
                rounded=True,
            ),
            *ears(1.08, 0.11, 1.90, (0.025, 0.04, 0.05), wool, out=30),
            *eyes(1.24, 0.085, 1.845, 0.022),
        ]
    )


MODELS: Final = (
    model(giraffe, "wild animal", "giraffe.n.01"),
    model(zebra, "wild animal", "zebra.n.01"),
    model(camel, "wild animal", "camel.n.01"),
)
