"""Giant shoes of leather and wood."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import box, cylinder, ellipsoid, loft, place, torus, tube

from .joinery import smooth
from .lasts import TURN
from .model import model
from .parts import DARK, choose


def high_heel(rng: np.random.Generator) -> Mesh:
    """A giant stiletto."""
    patent = choose(rng, [(0.76, 0.05, 0.10), (0.05, 0.05, 0.06), (0.86, 0.30, 0.52)], roughness=0.12)
    stations = [
        (-0.60, 0.09, 0.62),
        (-0.50, 0.12, 0.62),
        (-0.30, 0.10, 0.52),
        (-0.05, 0.10, 0.30),
        (0.20, 0.15, 0.10),
        (0.40, 0.17, 0.03),
        (0.56, 0.12, 0.02),
        (0.70, 0.02, 0.02),
    ]
    line = smooth([(x, half, z) for x, half, z in stations], 4)
    plate = [
        np.column_stack([np.full(24, x), half * np.cos(TURN), z + 0.022 * np.sin(TURN)])
        for x, half, z in line.tolist()
    ]
    parts = [loft(plate, DARK, crease=50)]
    cups = (
        (-0.62, 0.09, 0.58, 0.20),
        (-0.54, 0.13, 0.61, 0.26),
        (-0.40, 0.125, 0.57, 0.20),
        (-0.20, 0.11, 0.43, 0.09),
        (0.0, 0.115, 0.26, 0.05),
    )
    for side in (-1, 1):
        wall = [
            np.array(
                [
                    (x, side * half * 0.92, z - 0.02),
                    (x, side * half * 1.12, z),
                    (x, side * half * 1.06, z + tall),
                    (x, side * half * 0.94, z + tall),
                ]
            )
            for x, half, z, tall in cups
        ]
        parts.append(loft(wall if side > 0 else [w[::-1] for w in wall], patent, crease=70))
    back = [(-0.56, -0.12, 0.72), (-0.63, 0, 0.72), (-0.56, 0.12, 0.72)]
    parts.append(tube(smooth(back), [(0.02, 0.14)] * 11, patent, sides=8, up=(0, 0, 1)))
    toe = [(0.06, 0.13, 0.10), (0.22, 0.17, 0.15), (0.40, 0.18, 0.15), (0.56, 0.13, 0.10), (0.71, 0.02, 0.03)]
    rings = []
    for x, half, tall in toe:
        z = float(np.interp(x, [-0.05, 0.20, 0.40, 0.56, 0.70], [0.30, 0.10, 0.03, 0.02, 0.02]))
        rings.append(
            np.column_stack(
                [
                    np.full(24, x),
                    half * np.cos(TURN),
                    z + np.where(np.sin(TURN) > 0, tall, 0.02) * np.sin(TURN),
                ]
            )
        )
    parts += [
        loft(rings, patent, crease=60),
        tube([(-0.56, 0, 0.60), (-0.52, 0, 0.36), (-0.56, 0, 0.01)], [0.10, 0.04, 0.026], patent, sides=12),
    ]
    return merge(
        [
            *parts,
            place(
                merge([ellipsoid((0.02, 0.09, 0.05), patent, at=(0, s * 0.09, 0)) for s in (-1, 1)]),
                (0.22, 0, 0.26),
            ),
        ]
    )


def clog(rng: np.random.Generator) -> Mesh:
    """A pair of painted wooden clogs with turned-up toes."""
    paint = choose(rng, [(0.92, 0.74, 0.20), (0.26, 0.46, 0.70), (0.78, 0.54, 0.30)], roughness=0.3)
    red, inside = Material((0.78, 0.14, 0.12), roughness=0.3), Material((0.62, 0.44, 0.26))
    stations = [
        (-0.50, 0.10, 0.00, 0.26),
        (-0.44, 0.17, 0.0, 0.33),
        (-0.25, 0.18, 0.0, 0.34),
        (0.0, 0.18, 0.02, 0.42),
        (0.22, 0.20, 0.0, 0.38),
        (0.40, 0.15, 0.03, 0.30),
        (0.50, 0.09, 0.12, 0.30),
        (0.56, 0.03, 0.24, 0.32),
    ]
    rings = []
    for x, half, low, high in stations:
        middle, tall = (low + high) / 2, (high - low) / 2
        sine, cosine = np.sin(TURN), np.cos(TURN)
        rings.append(
            np.column_stack(
                [
                    np.full(24, x),
                    half * np.sign(cosine) * np.abs(cosine) ** 0.8,
                    middle + tall * np.sign(sine) * np.abs(sine) ** 0.8,
                ]
            )
        )
    parts = [
        loft(rings, paint, crease=60),
        place(cylinder(1.0, 0.02, inside, segments=24), (-0.24, 0, 0.345), scale=(0.20, 0.13, 1.0)),
    ]
    parts.append(
        place(torus(1.0, 0.12, paint, segments=24, sides=8), (-0.24, 0, 0.36), scale=(0.21, 0.14, 0.16))
    )
    parts += [
        ellipsoid(
            (0.05, 0.05, 0.015),
            red,
            segments=12,
            rings=6,
            at=(0.20 + 0.06 * math.cos(a), 0.06 * math.sin(a), 0.385),
        )
        for a in np.linspace(0, 5, 5).tolist()
    ]
    parts += [
        box((0.22, 0.30, 0.03), inside, at=(-0.28, 0, -0.02)),
        box((0.14, 0.30, 0.03), inside, at=(0.18, 0, -0.02)),
    ]
    shoe = merge(parts)
    return merge(
        [place(shoe, (0, -0.25, 0.02), yaw=5), place(shoe, (-0.08, 0.25, 0.02), yaw=-12, scale=(1, -1, 1))]
    )


MODELS: Final = (
    model(high_heel, "shoe", "shoe.n.01"),
    model(clog, "shoe", "clog.n.01"),
)
