"""Carts, sledges and chairs that people pull or carry."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import box, cylinder, extrude, place, tube

from .forms import BRASS, around, ring, rod_along, skin, turned
from .joinery import bent, cushion, rod
from .model import model
from .parts import BLACK, DARK, STEEL, Colour, choose
from .prints import label, wood
from .surfaces import panel

INKS: Final[tuple[Colour, ...]] = (
    (0.66, 0.08, 0.10),
    (0.08, 0.24, 0.50),
    (0.08, 0.38, 0.26),
    (0.88, 0.58, 0.10),
    (0.40, 0.10, 0.36),
)


def cartwheel(
    radius: float, timber: Material, rim: Material, *, spokes: int = 12, width: float = 0.05
) -> Mesh:
    """A wooden wheel about the y axis, its middle at the origin."""
    felloe = [
        (radius * 0.86, -width / 2),
        (radius * 0.97, -width / 2),
        (radius * 0.97, width / 2),
        (radius * 0.86, width / 2),
        (radius * 0.86, -width / 2),
    ]
    tyre = [
        (radius * 0.97, -width / 2),
        (radius, -width / 2),
        (radius, width / 2),
        (radius * 0.97, width / 2),
    ]
    parts = [
        turned(felloe, timber, axis="y", segments=28, caps=False),
        turned(tyre, rim, axis="y", segments=28, caps=False),
        rod_along(radius * 0.15, width * 2.6, timber, axis="y", segments=14),
    ]
    parts += [
        rod((0, 0, 0), (x, 0, z), radius * 0.045, timber, sides=6) for x, z, _ in around(spokes, 0.9 * radius)
    ]
    return merge(parts)


def rickshaw(rng: np.random.Generator) -> Mesh:
    """A two-wheeled rickshaw with a folding hood and long shafts."""
    ink = INKS[int(rng.integers(5))]
    paint, seat, timber = (
        Material(ink, roughness=0.2),
        choose(rng, INKS, roughness=0.5),
        wood(rng, (0.42, 0.22, 0.10)),
    )
    side = [
        (-0.40, 0.45),
        (0.10, 0.40),
        (0.30, 0.38),
        (0.40, 0.30),
        (0.46, 0.34),
        (0.20, 0.62),
        (0.02, 0.72),
        (-0.34, 1.06),
        (-0.50, 1.02),
    ]
    parts = [extrude(side, 0.03, paint, plane="xz", at=(0, s * 0.34, 0)) for s in (-1, 1)]
    parts += [
        box((0.70, 0.66, 0.04), timber, at=(-0.02, 0, 0.42)),
        box((0.42, 0.64, 0.14), paint, at=(-0.22, 0, 0.46)),
        cushion((0.42, 0.62, 0.12), seat, at=(-0.20, 0, 0.60)),
        place(cushion((0.12, 0.62, 0.42), seat), (-0.42, 0, 0.64), pitch=14),
        box((0.26, 0.60, 0.02), DARK, at=(0.34, 0, 0.34)),
    ]
    turn = np.radians(np.linspace(28, 158, 10))
    hood = np.stack(
        [
            np.column_stack([-0.32 + 0.62 * np.cos(turn), 0 * turn + y, 1.02 + 0.62 * np.sin(turn)])
            for y in (-0.36, 0.36)
        ],
        axis=0,
    )
    parts.append(skin(hood, Material((0.09, 0.08, 0.08), roughness=0.7)))
    for s in (-1, 1):
        fan = np.stack([hood[0] * (1, -s, 1), np.tile((-0.36, s * 0.36, 0.98), (10, 1))])
        parts += [
            skin(fan, Material((0.09, 0.08, 0.08), roughness=0.7)),
            *(
                rod(
                    (-0.36, s * 0.365, 0.98),
                    (float(-0.32 + 0.62 * math.cos(a)), s * 0.365, float(1.02 + 0.62 * math.sin(a))),
                    0.012,
                    BRASS,
                )
                for a in turn[::3].tolist()
            ),
        ]
        parts += [
            place(cartwheel(0.46, timber, BLACK, spokes=14, width=0.035), (-0.10, s * 0.46, 0.46)),
            bent(
                [
                    (-0.45, s * 0.38, 0.44),
                    (0.3, s * 0.38, 0.46),
                    (0.9, s * 0.34, 0.62),
                    (1.55, s * 0.30, 0.56),
                ],
                0.024,
                timber,
            ),
        ]
        parts += [
            panel(label("TAXI", ink, (0.96, 0.82, 0.3)), 0.22, 0.07, (-0.18, s * 0.357, 0.56), yaw=s * 90.0),
            bent([(-0.38, s * 0.46, 0.96), (-0.1, s * 0.48, 0.98), (0.22, s * 0.46, 0.80)], 0.02, paint),
        ]
    return place(
        merge(
            [
                *parts,
                rod((-0.10, -0.5, 0.46), (-0.10, 0.5, 0.46), 0.02, STEEL),
                rod((1.55, -0.31, 0.56), (1.55, 0.31, 0.56), 0.022, timber),
            ]
        ),
        scale=1.05,
    )


def chariot(rng: np.random.Generator) -> Mesh:
    """A two-wheeled war chariot with golden shields on its front."""
    paint, timber = choose(rng, INKS, roughness=0.25), wood(rng, (0.46, 0.26, 0.12))
    turn = np.radians(np.linspace(-105, 105, 19))
    high = 0.95 - 0.30 * (np.abs(turn) / np.radians(105)) ** 3
    low = np.column_stack([0.42 * np.cos(turn) - 0.05, 0.42 * np.sin(turn), 0 * turn + 0.42])
    top = np.column_stack([0.46 * np.cos(turn) - 0.05, 0.46 * np.sin(turn), high])
    parts = [
        skin(np.stack([low, top]), paint),
        tube(top, 0.026, BRASS, sides=8),
        tube(low, 0.026, BRASS, sides=8),
        cylinder(0.42, 0.05, timber, segments=24, at=(-0.05, 0, 0.40)),
        box((0.4, 0.80, 0.05), timber, at=(-0.22, 0, 0.40)),
    ]
    for angle in (-55.0, 0.0, 55.0):
        emblem = [
            turned(
                [(0.15, 0.0), (0.13, 0.03), (0.05, 0.04), (0.0, 0.07)],
                BRASS,
                (0.43, 0, 0.68),
                axis="x",
                segments=20,
            ),
            ring(0.15, 0.014, DARK, (0.435, 0, 0.68), axis="x", segments=20, sides=5),
        ]
        parts.append(place(merge(emblem), (-0.05, 0, 0), yaw=angle))
    for s in (-1, 1):
        parts += [
            place(cartwheel(0.40, timber, BRASS, spokes=8, width=0.06), (-0.08, s * 0.60, 0.40)),
            turned([(0.05, 0), (0.03, 0.08), (0.0, 0.20)], BRASS, (-0.08, s * 0.66, 0.40), axis="y")
            if s > 0
            else place(
                turned([(0.05, 0), (0.03, 0.08), (0.0, 0.20)], BRASS, axis="y"), (-0.08, -0.66, 0.40), yaw=180
            ),
        ]
    parts += [
        rod((-0.08, -0.66, 0.40), (-0.08, 0.66, 0.40), 0.035, timber),
        bent([(0.20, 0, 0.40), (0.7, 0, 0.34), (1.2, 0, 0.55), (1.75, 0, 0.72)], 0.035, timber),
        rod((1.70, -0.42, 0.74), (1.70, 0.42, 0.74), 0.028, timber),
        *(
            bent([(1.70, s * 0.40, 0.70), (1.64, s * 0.28, 0.60), (1.70, s * 0.16, 0.70)], 0.02, BRASS)
            for s in (-1, 1)
        ),
    ]
    spears = [
        merge(
            [
                rod((-0.30, s * 0.34, 0.45), (-0.42, s * 0.38, 1.75), 0.016, timber),
                place(
                    turned([(0.0, 0), (0.035, 0.06), (0.0, 0.22)], STEEL, segments=8), (-0.42, s * 0.38, 1.72)
                ),
            ]
        )
        for s in (-1, 1)
    ]
    return merge([*parts, *spears])


MODELS: Final = (
    model(rickshaw, "cart", "jinrikisha.n.01"),
    model(chariot, "cart", "chariot.n.02"),
)
