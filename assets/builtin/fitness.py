"""Things from gymnasiums."""

from __future__ import annotations

from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import bevelled_box, box, place

from .forms import around, bars, bends, ring, rod_along, turned
from .joinery import bent, cushion, rod
from .model import model
from .parts import BLACK, CHROME, DARK, RUBBER, STEEL, WHITE, choose
from .prints import label, wood
from .surfaces import panel

INKS: Final = (
    (0.70, 0.08, 0.10),
    (0.10, 0.26, 0.56),
    (0.10, 0.10, 0.11),
    (0.10, 0.42, 0.34),
    (0.88, 0.56, 0.10),
)
IRON: Final = Material((0.16, 0.16, 0.17), roughness=0.5, metallic=0.3)


def treadmill(rng: np.random.Generator) -> Mesh:
    """A treadmill with a screen and rails."""
    shell = choose(rng, [(0.18, 0.19, 0.21), (0.72, 0.72, 0.72), (0.60, 0.12, 0.12)], roughness=0.4)
    parts = [
        bevelled_box((1.75, 0.78, 0.16), shell, bevel=0.04, at=(0, 0, 0.03)),
        box((1.55, 0.52, 0.01), RUBBER, at=(-0.06, 0, 0.188)),
        bevelled_box((0.42, 0.78, 0.16), shell, bevel=0.05, at=(0.68, 0, 0.12)),
    ]
    parts += [box((1.5, 0.09, 0.012), STEEL, at=(-0.08, s * 0.32, 0.187)) for s in (-1, 1)] + [
        box((0.012, 0.52, 0.003), WHITE, at=(x, 0, 0.197)) for x in (-0.6, -0.2, 0.2)
    ]
    parts += bends(
        [[(0.70, s * 0.36, 0.15), (0.66, s * 0.36, 0.7), (0.52, s * 0.36, 1.15)] for s in (-1, 1)],
        0.045,
        shell,
    )
    parts += bends(
        [[(0.56, s * 0.36, 1.05), (0.25, s * 0.36, 1.0), (-0.05, s * 0.36, 0.96)] for s in (-1, 1)],
        0.026,
        BLACK,
    )
    head = [
        bevelled_box((0.14, 0.82, 0.40), shell, bevel=0.04),
        place(
            panel(label("12.5 km/h", (0.05, 0.20, 0.28), (0.4, 0.95, 0.7), tall=0.4), 0.5, 0.2, (0, 0, 0)),
            (-0.075, 0, 0.24),
            yaw=180,
        ),
        rod((-0.08, -0.1, 0.06), (-0.08, 0.1, 0.06), 0.03, Material((0.8, 0.1, 0.1))),
    ]
    return merge(
        [
            *parts,
            place(merge(head), (0.52, 0, 1.08), pitch=22),
            rod((0.42, -0.36, 1.0), (0.42, 0.36, 1.0), 0.022, BLACK),
        ]
    )


def trampoline(rng: np.random.Generator) -> Mesh:
    """A round trampoline with a padded rim and springs, 2.2 m across."""
    pad = choose(
        rng, [(0.10, 0.34, 0.70), (0.80, 0.16, 0.12), (0.20, 0.56, 0.24), (0.92, 0.62, 0.10)], roughness=0.5
    )
    parts = [
        turned(
            [
                (0.80, 0.52),
                (0.80, 0.54),
                (0.84, 0.56),
                (1.08, 0.56),
                (1.11, 0.53),
                (1.09, 0.50),
                (0.80, 0.50),
            ],
            pad,
            segments=36,
            caps=False,
        ),
        turned([(0.84, 0.515), (0.4, 0.495), (0.0, 0.485)], RUBBER, segments=36, caps=False),
    ]
    parts += [
        ring(1.05, 0.03, STEEL, (0, 0, 0.50), segments=36),
        *(
            rod((x * 0.8, y * 0.8, 0.545), (x * 0.72, y * 0.72, 0.51), 0.006, CHROME, sides=4)
            for x, y, _ in around(36, 1.0)
        ),
    ]
    for x, y, turn in around(5, 1.05):
        leg = bends([[(0, -0.3, 0.5), (0.02, -0.28, 0.03), (0.02, 0.28, 0.03), (0, 0.3, 0.5)]], 0.026, STEEL)
        parts.append(place(merge(leg), (x * 0.97, y * 0.97, 0), yaw=turn))
    parts += [
        turned([(0.35, 0.500), (0.33, 0.499)], WHITE, segments=30, caps=False),
        box((0.5, 0.05, 0.004), WHITE, at=(0, 0, 0.492)),
        box((0.05, 0.5, 0.004), WHITE, at=(0, 0, 0.492)),
    ]
    return merge(parts)


def pommel_horse(rng: np.random.Generator) -> Mesh:
    """A leather gymnast's horse with two pommels."""
    hide = choose(rng, [(0.60, 0.36, 0.18), (0.42, 0.22, 0.12), (0.70, 0.52, 0.30)], roughness=0.45)
    timber = wood(rng, (0.80, 0.60, 0.36))
    parts = [cushion((0.40, 1.60, 0.36), hide, at=(0, 0, 0.80), square=0.35, puff=0.5)]
    for s in (-1, 1):
        parts += [
            bent(
                [
                    (-0.16, s * 0.24, 1.12),
                    (-0.12, s * 0.24, 1.26),
                    (0.12, s * 0.24, 1.26),
                    (0.16, s * 0.24, 1.12),
                ],
                0.026,
                timber,
            ),
            *(box((0.42, 0.05, 0.02), DARK, at=(0, s * y, 1.145)) for y in (0.16, 0.32)),
        ]
        parts += [
            rod((0, s * 0.45, 0.3), (0, s * 0.45, 0.84), 0.04, IRON),
            rod((0, s * 0.45, 0.1), (0, s * 0.45, 0.4), 0.055, CHROME),
        ]
        parts += bars([[(0, s * 0.45, 0.14), (x, s * 0.62, 0.03)] for x in (-0.40, 0.40)], 0.04, IRON)
        parts += [box((0.14, 0.14, 0.04), RUBBER, at=(x, s * 0.62, 0)) for x in (-0.40, 0.40)]
    parts += [
        rod((0, -0.45, 0.30), (0, 0.45, 0.30), 0.02, CHROME),
        bent([(0, -0.45, 0.75), (0, 0, 0.16), (0, 0.45, 0.75)], 0.008, CHROME),
    ]
    return merge(parts)


def weight_bench(rng: np.random.Generator) -> Mesh:
    """A padded bench under a loaded bar."""
    pad, plate = choose(rng, INKS, roughness=0.4), choose(rng, INKS, roughness=0.5)
    parts = [
        bevelled_box((1.15, 0.30, 0.08), pad, bevel=0.03, at=(0.0, 0, 0.44)),
        *bars(
            [
                [(-0.45, 0, 0.40), (0.60, 0, 0.40)],
                [(-0.45, 0, 0.42), (-0.45, 0, 0.03)],
                [(-0.45, -0.28, 0.03), (-0.45, 0.28, 0.03)],
                [(0.52, 0, 0.42), (0.52, 0, 0.03)],
                [(0.52, -0.46, 0.03), (0.52, 0.46, 0.03)],
            ],
            0.03,
            IRON,
        ),
    ]
    for s in (-1, 1):
        parts += [
            *bars([[(0.52, s * 0.40, 0.03), (0.52, s * 0.40, 1.0)]], 0.03, IRON),
            bent([(0.52, s * 0.40, 0.98), (0.46, s * 0.40, 0.97), (0.42, s * 0.40, 1.04)], 0.02, CHROME),
        ]
        parts += [
            rod_along(radius, 0.05, paint, (0.47, s * y, 1.03), axis="y", segments=28)
            for y, radius, paint in ((0.72, 0.26, plate), (0.78, 0.26, IRON), (0.84, 0.19, plate))
        ]
        parts += [
            ring(0.16, 0.012, WHITE, (0.47, s * 0.868, 1.03), axis="y", segments=24, sides=5),
            rod_along(0.05, 0.05, CHROME, (0.47, s * 0.90, 1.03), axis="y"),
        ]
        parts += [rod_along(0.07, 0.12, RUBBER, (-0.62, s * 0.16, 0.20), axis="y")]
    parts += [
        rod((0.47, -1.0, 1.03), (0.47, 1.0, 1.03), 0.018, CHROME),
        rod((-0.62, -0.2, 0.2), (-0.62, 0.2, 0.2), 0.02, CHROME),
        rod((-0.45, 0, 0.35), (-0.62, 0, 0.2), 0.02, IRON),
    ]
    return merge(parts)


MODELS: Final = (
    model(treadmill, "fitness equipment", "treadmill.n.03"),
    model(trampoline, "fitness equipment", "trampoline.n.01"),
    model(pommel_horse, "fitness equipment", "pommel_horse.n.01"),
    model(weight_bench, "fitness equipment", "barbell.n.01"),
)
