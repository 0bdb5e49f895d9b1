"""Elephant, rhinoceros and hippopotamus, as calves."""

from __future__ import annotations

from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import place

from .beasts import ball, balls, beast, pair, rod
from .model import model
from .parts import DARK, IVORY
from .quadruped import ears, eyes, quadruped
from .skins import cells, fur

_ELEPHANT = beast(
    body=[
        (-0.72, 1.44, 0.28, 0.34),
        (-0.4, 1.60, 0.42, 0.50),
        (0, 1.62, 0.45, 0.53),
        (0.45, 1.58, 0.38, 0.48),
    ],
    neck=[(0.5, 1.22, 0.30, 0.36), (0.85, 1.36, 0.26, 0.32)],
    head=[(0.82, 1.42, 0.28, 0.34), (1.02, 1.36, 0.26, 0.31), (1.14, 1.20, 0.17, 0.19)],
    tail=[(-0.98, 1.25, 0.035), (-1.08, 0.95, 0.025), (-1.08, 0.62, 0.04)],
    fore=[(0.40, 1.15, 0.21), (0.42, 0.6, 0.15), (0.42, 0.06, 0.15)],
    hind=[(-0.55, 1.1, 0.23), (-0.52, 0.6, 0.16), (-0.56, 0.06, 0.15)],
    stance=0.24,
    hoof=(0.15, 0.10),
    stride=0.2,
)


def elephant(rng: np.random.Generator) -> Mesh:
    """An elephant calf with small tusks."""
    hide = cells(rng, (0.47, 0.45, 0.44), (0.41, 0.39, 0.38), 160, width=0.3)
    trunk = [
        (1.08, 1.26, 0.18),
        (1.28, 0.95, 0.12),
        (1.32, 0.55, 0.09),
        (1.42, 0.28, 0.07),
        (1.58, 0.26, 0.055),
    ]
    flaps = [
        place(
            ball((0, 0, 0), (0.28, 0.035, 0.36), hide, fine=18),
            (0.70, s * 0.42, 1.32),
            yaw=-s * 38,
            roll=s * 8,
        )
        for s in (1, -1)
    ]
    return merge(
        [
            *quadruped(_ELEPHANT, hide, DARK, Material((0.42, 0.39, 0.36))),
            rod([(x, 0.0, z, r) for x, z, r in trunk], hide, 14),
            *flaps,
            *pair([(1.10, 0.15, 1.12, 0.05), (1.28, 0.19, 0.95, 0.042), (1.46, 0.18, 0.98, 0.012)], IVORY),
            *eyes(1.13, 0.225, 1.40, 0.03),
        ]
    )


_RHINO = beast(
    body=[
        (-0.80, 1.14, 0.26, 0.28),
        (-0.5, 1.26, 0.38, 0.42),
        (0, 1.20, 0.42, 0.46),
        (0.45, 1.30, 0.37, 0.45),
        (0.65, 1.24, 0.26, 0.34),
    ],
    neck=[(0.62, 0.95, 0.27, 0.33), (0.94, 0.88, 0.21, 0.25)],
    head=[(0.92, 0.88, 0.20, 0.23), (1.20, 0.72, 0.16, 0.18), (1.46, 0.55, 0.12, 0.13)],
    tail=[(-1.0, 1.0, 0.03), (-1.06, 0.8, 0.022), (-1.06, 0.58, 0.035)],
    fore=[(0.48, 0.8, 0.19), (0.50, 0.42, 0.12), (0.50, 0.06, 0.11)],
    hind=[(-0.62, 0.85, 0.23), (-0.58, 0.45, 0.13), (-0.62, 0.06, 0.11)],
    stance=0.24,
    hoof=(0.12, 0.09),
    stride=0.18,
)


def rhinoceros(rng: np.random.Generator) -> Mesh:
    """A rhinoceros with two horns."""
    hide = cells(rng, (0.50, 0.48, 0.46), (0.44, 0.42, 0.40), 120, width=0.35)
    horn = Material((0.40, 0.34, 0.27), roughness=0.5)
    return merge(
        [
            *quadruped(_RHINO, hide, DARK, Material((0.3, 0.28, 0.26))),
            rod([(1.50, 0, 0.66, 0.09), (1.62, 0, 0.88, 0.06), (1.62, 0, 1.12, 0.015)], horn, 12),
            rod([(1.28, 0, 0.84, 0.075), (1.33, 0, 0.98, 0.05), (1.32, 0, 1.10, 0.012)], horn, 12),
            *ears(0.92, 0.16, 1.15, (0.035, 0.06, 0.11), hide, out=20),
            *eyes(1.17, 0.15, 0.80, 0.026),
        ]
    )


_HIPPO = beast(
    body=[
        (-0.72, 0.95, 0.27, 0.28),
        (-0.4, 1.06, 0.42, 0.42),
        (0, 1.08, 0.46, 0.46),
        (0.42, 1.04, 0.40, 0.42),
    ],
    neck=[(0.42, 0.66, 0.33, 0.36), (0.74, 0.74, 0.27, 0.30)],
    head=[
        (0.74, 0.78, 0.25, 0.27),
        (1.0, 0.74, 0.20, 0.20),
        (1.22, 0.66, 0.27, 0.21),
        (1.32, 0.62, 0.25, 0.19),
    ],
    tail=[(-0.98, 0.75, 0.035), (-1.03, 0.6, 0.03), (-1.04, 0.5, 0.02)],
    fore=[(0.42, 0.6, 0.19), (0.42, 0.3, 0.14), (0.42, 0.05, 0.12)],
    hind=[(-0.5, 0.6, 0.22), (-0.5, 0.3, 0.14), (-0.52, 0.05, 0.12)],
    stance=0.25,
    hoof=(0.13, 0.08),
    stride=0.12,
)


def hippopotamus(rng: np.random.Generator) -> Mesh:
    """A hippopotamus with a broad muzzle."""
    hide = fur(rng, (0.42, 0.35, 0.36), (0.38, 0.36, 0.40), coarse=0.06, roughness=0.45)
    pink = Material((0.72, 0.50, 0.47), roughness=0.5)
    return merge(
        [
            *quadruped(_HIPPO, hide, hide, DARK),
            ball((1.36, 0, 0.50), (0.19, 0.25, 0.07), pink),
            *balls((1.42, 0.13, 0.80), (0.06, 0.06, 0.05), hide),
            *balls((1.47, 0.13, 0.81), 0.02),
            *balls((0.96, 0.15, 0.97), (0.075, 0.06, 0.07), hide),
            *eyes(1.0, 0.195, 0.985, 0.028),
            *ears(0.76, 0.2, 1.05, (0.03, 0.05, 0.075), pink, out=25),
        ]
    )


MODELS: Final = (
    model(elephant, "wild animal", "elephant.n.01"),
    model(rhinoceros, "wild animal", "rhinoceros.n.01"),
    model(hippopotamus, "wild animal", "hippopotamus.n.01"),
)
