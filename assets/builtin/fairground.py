"""Things from fairs, circuses and markets."""

from __future__ import annotations

from typing import Final

import numpy as np

from caos.meshes import Mesh, merge
from caos.shapes import bevelled_box, box, cylinder, place

from .forms import BRASS, rod_along, turned
from .joinery import legs, rod, spread
from .model import model
from .parts import DARK, STEEL, choose
from .prints import slotted, wood
from .surfaces import panel


def barrel_organ(rng: np.random.Generator) -> Mesh:
    """A barrel organ on a two-wheeled carriage: painted case, row of pipes, crank."""
    paint = choose(rng, [(0.56, 0.10, 0.12), (0.10, 0.30, 0.24), (0.14, 0.22, 0.48)], roughness=0.25)
    gold = BRASS
    parts = [
        bevelled_box((0.56, 0.90, 0.60), paint, bevel=0.02, at=(0, 0, 0.55)),
        bevelled_box((0.62, 0.96, 0.06), wood(rng), bevel=0.02, at=(0, 0, 0.50)),
        bevelled_box((0.62, 0.96, 0.06), wood(rng), bevel=0.02, at=(0, 0, 1.15)),
    ]
    parts += [panel(slotted((0.92, 0.82, 0.5), (0.5, 0.1, 0.1), 8, holes=True), 0.72, 0.20, (0.286, 0, 0.68))]
    for y in spread(13, 0.72):
        tall = 0.34 - 0.30 * abs(y) ** 1.2
        parts.append(cylinder(0.022, tall, gold, segments=10, at=(0.30, y, 0.80)))
    parts += [box((0.02, 0.78, 0.02), gold, at=(0.31, 0, z)) for z in (0.79, 0.57, 1.12)] + [
        box((0.02, 0.02, 0.55), gold, at=(0.29, s * 0.40, 0.58)) for s in (-1, 1)
    ]
    parts += [
        rod((-0.02, 0.44, 0.85), (-0.02, 0.58, 0.85), 0.02, STEEL),
        rod((-0.02, 0.58, 0.85), (0.12, 0.58, 0.97), 0.018, STEEL),
        rod((0.12, 0.56, 0.97), (0.12, 0.72, 0.97), 0.028, DARK),
    ]
    for s in (-1, 1):
        turn = [
            turned(
                [(0.24, -0.02), (0.28, -0.02), (0.28, 0.02), (0.24, 0.02), (0.24, -0.02)],
                DARK,
                axis="y",
                segments=24,
                caps=False,
            ),
            rod_along(0.04, 0.1, gold, axis="y"),
        ]
        turn += [
            rod((0, 0, 0), (float(0.25 * np.cos(a)), 0, float(0.25 * np.sin(a))), 0.014, paint)
            for a in np.arange(10) * np.pi / 5
        ]
        parts.append(place(merge(turn), (0, s * 0.54, 0.28)))
        parts += [rod((-0.25, s * 0.34, 0.52), (-0.78, s * 0.30, 0.72), 0.02, DARK)]
    parts += [
        rod((0, -0.54, 0.28), (0, 0.54, 0.28), 0.02, STEEL),
        box((0.1, 0.7, 0.22), wood(rng), at=(0, 0, 0.28)),
        rod((-0.78, -0.34, 0.72), (-0.78, 0.34, 0.72), 0.022, DARK),
    ]
    parts += legs(0.0, 0.2, 0.52, DARK, radius=0.025, at=(-0.26, 0, 0))
    return merge(
        [
            *parts,
            cylinder(0.09, 0.14, DARK, top=0.08, segments=16, at=(-0.12, 0.2, 1.21)),
            rod_along(0.14, 0.012, DARK, (-0.12, 0.2, 1.21), axis="z", segments=20),
        ]
    )


MODELS: Final = (model(barrel_organ, "keyboard instrument", "hand_organ.n.01"),)
