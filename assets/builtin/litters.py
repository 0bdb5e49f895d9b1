"""Sledges and litters."""

from __future__ import annotations

from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import bevelled_box, box, extrude, place, tube

from .carriages import INKS
from .forms import BRASS, ball, ring, rod_along, skin, turned
from .joinery import bent, cushion, rod, smooth
from .model import model
from .parts import choose
from .prints import wood


def sleigh(rng: np.random.Generator) -> Mesh:
    """A curved red or green sleigh with golden runners and parcels, 2 m."""
    paint, inside = (
        choose(rng, [(0.68, 0.06, 0.08), (0.06, 0.34, 0.20), (0.10, 0.22, 0.50)], roughness=0.15),
        choose(rng, [(0.50, 0.12, 0.14), (0.86, 0.78, 0.60)]),
    )
    front = smooth(
        [(0.0, 0, 0.32), (0.55, 0, 0.32), (0.80, 0, 0.48), (0.84, 0, 0.78), (0.70, 0, 0.92), (0.60, 0, 0.84)],
        4,
    )
    low = [
        (-0.80, 0.36),
        *[(float(x), float(z)) for x, _, z in front],
        (0.66, 0.80),
        (0.60, 0.62),
        (0.34, 0.56),
        (0.10, 0.60),
        (-0.35, 0.98),
        (-0.62, 1.20),
        (-0.90, 1.22),
        (-0.94, 1.10),
    ]
    parts = [extrude(low, 0.05, paint, plane="xz", at=(0, s * 0.42, 0)) for s in (-1, 1)]
    parts += [
        box((1.4, 0.84, 0.05), paint, at=(-0.08, 0, 0.33)),
        tube(front[4:], [(0.42, 0.02)] * len(front[4:]), paint, sides=8, up=(1, 0, 0)),
        place(box((0.06, 0.84, 0.92), paint), (-0.80, 0, 0.34), pitch=8),
        cushion((0.55, 0.78, 0.18), inside, at=(-0.42, 0, 0.48)),
        place(cushion((0.16, 0.78, 0.56), inside), (-0.72, 0, 0.56), pitch=10),
        box((0.5, 0.78, 0.16), paint, at=(-0.44, 0, 0.36)),
    ]
    for s in (-1, 1):
        runner = [
            (-1.0, s * 0.40, 0.06),
            (-0.2, s * 0.40, 0.03),
            (0.75, s * 0.40, 0.03),
            (1.02, s * 0.40, 0.16),
            (1.06, s * 0.40, 0.40),
            (0.92, s * 0.40, 0.50),
            (0.84, s * 0.40, 0.40),
        ]
        parts += [
            bent(runner, 0.032, BRASS),
            *(rod((x, s * 0.40, 0.05), (x * 0.9, s * 0.40, 0.36), 0.024, BRASS) for x in (-0.62, 0.0, 0.5)),
            bent(
                [
                    (-0.86, s * 0.45, 1.20),
                    (-0.3, s * 0.45, 0.96),
                    (0.1, s * 0.45, 0.61),
                    (0.56, s * 0.45, 0.62),
                ],
                0.02,
                BRASS,
            ),
        ]
    for x, y, size, k in ((0.22, -0.18, 0.32, 0), (0.24, 0.20, 0.26, 1), (0.12, 0.02, 0.22, 2)):
        z = 0.38 if k < 2 else 0.66
        parts += [
            place(
                merge(
                    [
                        box((size, size, size), Material(INKS[int(rng.integers(5))])),
                        box((size + 0.01, 0.05, size + 0.006), BRASS),
                        box((0.05, size + 0.01, size + 0.006), BRASS),
                        ring(0.05, 0.016, BRASS, (0, 0.05, size + 0.02), axis="x", segments=12, sides=5),
                        ring(0.05, 0.016, BRASS, (0, -0.05, size + 0.02), axis="x", segments=12, sides=5),
                    ]
                ),
                (x, y, z),
                yaw=14.0 * k,
            )
        ]
    return merge(parts)


def palanquin(rng: np.random.Generator) -> Mesh:
    """A lacquered litter with curtains and two carrying poles."""
    paint, cloth = choose(rng, INKS, roughness=0.15), choose(rng, INKS, roughness=0.9)
    parts = [
        bevelled_box((0.90, 0.72, 0.38), paint, bevel=0.02, at=(0, 0, 0.22)),
        box((0.94, 0.76, 0.05), BRASS, at=(0, 0, 0.58)),
        box((0.94, 0.76, 0.05), BRASS, at=(0, 0, 0.20)),
        *(rod((x, y, 0.6), (x, y, 1.34), 0.028, paint) for x in (-0.42, 0.42) for y in (-0.33, 0.33)),
    ]
    parts += [
        turned(
            [(0.62, 0.0), (0.60, 0.05), (0.40, 0.16), (0.22, 0.22), (0.07, 0.38), (0.0, 0.40)],
            paint,
            segments=4,
            crease=10,
        )
    ]
    parts[-1] = place(place(parts[-1], yaw=45), (0, 0, 1.34), scale=(1.12, 0.92, 1.0))
    parts += [
        ball(0.05, BRASS, (0, 0, 1.76)),
        *(ball(0.04, BRASS, (x, y, 1.37)) for x in (-0.48, 0.48) for y in (-0.39, 0.39)),
        *(box((0.02, 0.70, 0.02), BRASS, at=(x, 0, 1.31)) for x in (-0.42, 0.42)),
    ]
    for s in (-1, 1):
        for low, high in ((-0.40, -0.16), (0.16, 0.40)):
            x = np.linspace(low, high, 17)
            wave = s * (0.33 + 0.015 * np.sin(np.linspace(0, 20, 17)))
            top = np.column_stack([x, wave, 0 * x + 1.32])
            parts.append(skin(np.stack([top, top * (0.9, 1, 1) * (1, 1, 0) + (0, 0, 0.62)]), cloth))
        parts += [
            rod((-1.30, s * 0.42, 0.66), (1.30, s * 0.42, 0.66), 0.032, wood(rng, (0.40, 0.22, 0.10))),
            *(
                ring(0.045, 0.016, BRASS, (x, s * 0.42, 0.66), axis="x", segments=14, sides=6)
                for x in (-0.4, 0.4)
            ),
            *(ball(0.04, BRASS, (x, s * 0.42, 0.66), segments=10) for x in (-1.31, 1.31)),
        ]
    parts += [
        cushion((0.80, 0.60, 0.12), cloth, at=(0, 0, 0.60)),
        *(box((0.12, 0.12, 0.22), paint, at=(x, y, 0)) for x in (-0.38, 0.38) for y in (-0.28, 0.28)),
        *(
            rod_along(0.10, 0.012, BRASS, (x, s * 0.362, 0.41), axis="y", segments=20)
            for x in (-0.24, 0.24)
            for s in (-1, 1)
        ),
    ]
    return merge(parts)


MODELS: Final = (
    model(sleigh, "sledge", "sled.n.01"),
    model(palanquin, "litter", "palanquin.n.01"),
)
