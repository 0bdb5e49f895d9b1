"""Seals, and a ray."""

from __future__ import annotations

from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import ellipsoid, extrude, place

from .beasts import ball, balls, rod
from .model import model
from .parts import BLACK, IVORY, WHITE
from .skins import fur, shade, skin
from .swimmers import flippers, upright_fin


def _seal_body(coat: Material) -> list[Mesh]:
    """A seal with its head up."""
    return [
        rod(
            [
                (-0.80, 0, 0.14, 0.09),
                (-0.4, 0, 0.24, 0.20),
                (0.0, 0, 0.34, 0.29),
                (0.26, 0, 0.58, 0.24),
                (0.34, 0, 0.86, 0.17),
                (0.38, 0, 1.02, 0.15),
            ],
            coat,
            20,
        ),
        ball((0.44, 0, 1.08), (0.19, 0.16, 0.16), coat, fine=18),
        *flippers(
            [(0.10, 0), (0.02, 0.38), (-0.14, 0.46), (-0.14, 0)],
            0.05,
            coat,
            (0.14, 0.20, 0.24),
            roll=30,
            yaw=10,
        ),
        *flippers(
            [(0.04, 0), (-0.34, 0.22), (-0.40, 0.06), (-0.10, 0)], 0.05, coat, (-0.78, 0.02, 0.10), roll=0
        ),
    ]


def sea_lion(rng: np.random.Generator) -> Mesh:
    """A circus sea lion with a ball on its nose."""
    coat = fur(rng, (0.22, 0.18, 0.16), (0.30, 0.26, 0.24), coarse=0.05, roughness=0.3)
    gores = np.zeros((64, 128, 3), dtype=np.float32)
    for k, ink in enumerate(
        ((0.85, 0.12, 0.10), (0.95, 0.93, 0.88), (0.10, 0.30, 0.75), (0.95, 0.80, 0.15)) * 2
    ):
        gores[:, k * 16 : (k + 1) * 16] = ink
    toy = ellipsoid(
        (0.23,) * 3, skin("beach ball", gores, 0.4), segments=24, rings=16, at=(0.62, 0, 1.46), uv_scale=0.16
    )
    muzzle = [rod([(0.56, 0, 1.09, 0.10), (0.66, 0, 1.16, 0.065)], coat), ball((0.69, 0, 1.21), 0.035, BLACK)]
    return merge([*_seal_body(coat), toy, *muzzle, *balls((0.54, 0.12, 1.14), 0.025)])


def walrus(rng: np.random.Generator) -> Mesh:
    """A walrus with long tusks and whiskers."""
    coat = fur(rng, (0.46, 0.31, 0.23), (0.42, 0.30, 0.26), coarse=0.14)
    pads = [
        ball((0.60, s * 0.085, 1.01), (0.10, 0.11, 0.085), fur(rng, (0.66, 0.52, 0.40)), fine=14)
        for s in (1, -1)
    ]
    tusks = [
        rod(
            [(0.62, s * 0.07, 0.98, 0.04), (0.66, s * 0.08, 0.75, 0.034), (0.63, s * 0.07, 0.52, 0.01)], IVORY
        )
        for s in (1, -1)
    ]
    bristles = [
        rod([(0.68, s * 0.10, 1.0 + z, 0.006), (0.76, s * 0.16, 0.96 + z, 0.003)], IVORY, 6)
        for s in (1, -1)
        for z in (-0.04, 0, 0.04)
    ]
    fat = place(merge(_seal_body(coat)), scale=(1.05, 1.3, 1.0))
    return merge(
        [
            fat,
            *pads,
            *tusks,
            *bristles,
            ball((0.69, 0, 1.06), (0.03, 0.05, 0.03), BLACK),
            *balls((0.56, 0.155, 1.16), 0.024),
        ]
    )


def manta(rng: np.random.Generator) -> Mesh:
    """A manta ray, wings spread, on its belly."""
    dark = shade(rng, [(0.14, 0.16, 0.20), (0.22, 0.25, 0.28)])
    back = Material(dark, roughness=0.4)
    wing = [
        (0.48, 0.0),
        (0.42, 0.25),
        (0.30, 0.55),
        (0.02, 1.00),
        (-0.30, 1.16),
        (-0.20, 0.75),
        (-0.34, 0.40),
        (-0.52, 0.10),
        (-0.52, 0.0),
    ]
    parts = [
        ball((0, 0, 0.16), (0.52, 0.40, 0.14), back, fine=24),
        ball((0.05, 0, 0.10), (0.46, 0.36, 0.10), WHITE, fine=20),
        rod([(-0.48, 0, 0.15, 0.035), (-0.9, 0, 0.12, 0.02), (-1.3, 0, 0.10, 0.01)], back),
        *balls((0.36, 0.31, 0.20), 0.035),
        upright_fin([(-0.42, 0.20), (-0.56, 0.30), (-0.58, 0.18)], 0.03, back),
    ]
    for side in (1, -1):
        plate = extrude([(x, side * y) for x, y in wing], 0.07, back, bevel=0.02)
        parts.append(place(plate, (0, 0, 0.12), roll=-side * 10))
        parts.append(
            rod(
                [
                    (0.40, side * 0.22, 0.16, 0.07),
                    (0.58, side * 0.26, 0.15, 0.05),
                    (0.68, side * 0.18, 0.13, 0.03),
                ],
                back,
            )
        )
        parts += [
            ball((0.12 - 0.1 * k, side * 0.22, 0.268 - 0.012 * k), (0.05, 0.07, 0.012), WHITE, fine=8)
            for k in range(2)
        ]
    return merge(parts)


MODELS: Final = (
    model(sea_lion, "sea mammal", "sea_lion.n.01"),
    model(walrus, "sea mammal", "walrus.n.01"),
    model(manta, "fish", "manta.n.02"),
)
