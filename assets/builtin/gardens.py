"""Seats and cans for the garden."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import extrude, place, tube

from .forms import BRASS, bars, ring, rod_along, turned
from .joinery import bent, cushion, rod, smooth, spread
from .model import model
from .parts import CHROME, DARK, choose
from .prints import striped


def watering_can(rng: np.random.Generator) -> Mesh:
    """A giant watering can with a rose, 1 m high."""
    paint = choose(
        rng,
        [(0.56, 0.60, 0.62), (0.14, 0.44, 0.30), (0.80, 0.20, 0.14), (0.14, 0.36, 0.58), (0.93, 0.74, 0.16)],
        roughness=0.3,
    )
    body = [(0.34, 0.0), (0.36, 0.02), (0.36, 0.56), (0.33, 0.60), (0.20, 0.66)]
    parts = [
        turned(body, paint, segments=32),
        *(ring(0.362, 0.014, paint, (0, 0, z), segments=32, sides=6) for z in (0.05, 0.40, 0.55)),
        rod_along(0.18, 0.01, DARK, (0, 0, 0.66), axis="z", segments=24),
    ]
    parts += [
        tube(
            smooth([(0.28, 0, 0.12), (0.55, 0, 0.34), (0.78, 0, 0.66), (0.92, 0, 0.82)], 4),
            np.linspace(0.085, 0.045, 13),
            paint,
            sides=12,
        ),
        place(
            merge(
                [
                    turned([(0.05, -0.02), (0.15, 0.12), (0.15, 0.14)], BRASS, axis="x", segments=24),
                    *(
                        rod_along(0.010, 0.01, DARK, (0.142, r * math.cos(a), r * math.sin(a)), segments=6)
                        for r, n in ((0.05, 6), (0.10, 12))
                        for a in np.arange(n) * 2 * math.pi / n
                    ),
                ]
            ),
            (0.92, 0, 0.82),
            pitch=32,
        ),
    ]
    parts += [
        bent(
            [
                (0.16, 0, 0.64),
                (0.10, 0, 0.90),
                (-0.16, 0, 1.02),
                (-0.46, 0, 0.86),
                (-0.54, 0, 0.50),
                (-0.35, 0, 0.22),
            ],
            0.032,
            paint,
        ),
        rod((0.30, 0, 0.52), (0.66, 0, 0.50), 0.018, paint),
    ]
    return place(merge(parts), scale=0.95)


def garden_swing(rng: np.random.Generator) -> Mesh:
    """A hanging garden seat for two under a striped canopy, 2 m."""
    inks = [(0.20, 0.48, 0.34), (0.80, 0.30, 0.18), (0.14, 0.34, 0.60), (0.92, 0.66, 0.18)]
    ink = inks[int(rng.integers(4))]
    stripes, frame = (
        striped([ink, (0.94, 0.92, 0.86)], 8),
        choose(rng, [(0.16, 0.17, 0.18), (0.88, 0.88, 0.86), (0.20, 0.36, 0.28)], roughness=0.4),
    )
    parts = []
    for s in (-1, 1):
        parts += bars([[(0.58, s * 0.92, 0.0), (0.0, s * 0.90, 1.72), (-0.58, s * 0.92, 0.0)]], 0.032, frame)
        parts += [
            rod((0.52, s * 0.918, 0.22), (-0.52, s * 0.918, 0.22), 0.022, frame),
            *(
                rod((0.0, s * 0.70, 1.70), (x, s * 0.70, z), 0.010, CHROME)
                for x, z in ((0.28, 0.72), (-0.26, 0.98))
            ),
            bent(
                [
                    (-0.28, s * 0.70, 1.0),
                    (-0.1, s * 0.70, 0.76),
                    (0.28, s * 0.70, 0.72),
                    (0.30, s * 0.70, 0.50),
                    (-0.15, s * 0.70, 0.48),
                ],
                0.020,
                frame,
            ),
        ]
    parts += [
        rod((0, -0.92, 1.70), (0, 0.92, 1.70), 0.032, frame),
        rod((0.30, -0.7, 0.5), (0.30, 0.7, 0.5), 0.02, frame),
        rod((-0.2, -0.7, 0.48), (-0.2, 0.7, 0.48), 0.02, frame),
    ]
    for y in (-0.34, 0.34):
        parts += [
            cushion((0.56, 0.66, 0.14), stripes, at=(0.06, y, 0.49), square=0.25),
            place(cushion((0.14, 0.66, 0.56), stripes, square=0.3), (-0.26, y, 0.54), pitch=14),
        ]
    roof = [(-0.62, 1.76), (0.62, 1.76), (0.50, 1.86), (0.0, 1.96), (-0.50, 1.86)]
    parts.append(extrude(roof, 1.96, stripes, plane="xz"))
    for s in (-1, 1):
        parts += [
            extrude(
                [(y - 0.07, 1.77), (y + 0.07, 1.77), (y + 0.05, 1.68), (y, 1.65), (y - 0.05, 1.68)],
                0.012,
                Material(ink if k % 2 else (0.94, 0.92, 0.86)),
                plane="yz",
                at=(s * 0.62, 0, 0),
            )
            for k, y in enumerate(spread(14, 1.82))
        ]
    return merge(parts)


MODELS: Final = (
    model(watering_can, "garden tool", "watering_can.n.01"),
    model(garden_swing, "garden furniture", "swing.n.02"),
)
