"""Wind instruments of reed, cane and bellows, larger than life, standing."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from caos.meshes import Mesh, merge
from caos.shapes import bevelled_box, box, place, tube

from .brass import metal_of
from .forms import bends, ring, rod_along, turned
from .joinery import bent, rod, smooth
from .model import model
from .parts import BLACK, CHROME, DARK, IVORY, WHITE, choose
from .prints import keys, slotted, wood


def saxophone(rng: np.random.Generator) -> Mesh:
    """A saxophone on a stand, its bell forward and up."""
    metal = metal_of(rng)
    path = smooth(
        [
            (0.0, 0, 1.18),
            (0.0, 0, 0.7),
            (0.01, 0, 0.30),
            (0.08, 0, 0.16),
            (0.19, 0, 0.15),
            (0.27, 0, 0.28),
            (0.30, 0, 0.45),
        ],
        6,
    )
    parts = [tube(path, np.linspace(0.026, 0.085, len(path)), metal, sides=14, up=(0, 1, 0))]
    parts.append(
        place(
            turned(
                [(0.083, 0), (0.09, 0.1), (0.12, 0.2), (0.18, 0.27), (0.17, 0.268), (0.10, 0.18), (0.07, 0)],
                metal,
                segments=28,
            ),
            (0.298, 0, 0.43),
            pitch=-8,
        )
    )
    parts += bends([[(0, 0, 1.16), (0.0, 0, 1.28), (-0.08, 0, 1.33), (-0.22, 0, 1.29)]], 0.02, metal)
    parts += [
        rod((-0.20, 0, 1.295), (-0.32, 0, 1.255), 0.026, BLACK),
        ring(0.035, 0.012, metal, (0, 0, 1.17)),
    ]
    for number, z in enumerate(np.linspace(1.08, 0.36, 11).tolist()):
        size = 0.018 + 0.003 * number
        side = 0.0 if number % 3 else 0.03
        parts += [
            rod_along(size, 0.014, metal, (0.035 + 0.0035 * number, side, z), segments=12),
            rod_along(size * 0.5, 0.02, IVORY, (0.038 + 0.0035 * number, side, z), segments=8),
        ]
    parts += [rod_along(0.042, 0.02, metal, (0.30, s * 0.085, 0.34), axis="y") for s in (-1, 1)]
    parts += [rod((0.02, s * 0.045, 0.32), (0.01, s * 0.032, 1.1), 0.006, CHROME, sides=5) for s in (-1, 1)]
    parts += [
        rod((0.02, s * 0.045, z), (0.02, 0, z), 0.005, CHROME, sides=5)
        for s in (-1, 1)
        for z in (0.4, 0.6, 0.8, 1.0)
    ]
    legs = [
        rod((0.10, 0, 0.22), (0.12 + 0.34 * math.cos(a), 0.34 * math.sin(a), 0.0), 0.014, BLACK)
        for a in (0.6, 2.6, -2.6, -0.6)
    ]
    hook = bent([(0.1, 0, 0.2), (0.13, 0, 0.5), (0.2, 0, 0.58)], 0.012, BLACK)
    return place(merge([*parts, *legs, hook]), scale=1.1)


def accordion(rng: np.random.Generator) -> Mesh:
    """An open accordion standing on its feet: keys on one side, buttons on the other, folds between."""
    shell = choose(
        rng, [(0.62, 0.06, 0.10), (0.08, 0.26, 0.44), (0.10, 0.10, 0.11), (0.10, 0.40, 0.26)], roughness=0.15
    )
    folds = choose(rng, [(0.20, 0.18, 0.18), (0.70, 0.62, 0.50), (0.44, 0.08, 0.10)], roughness=0.7)
    parts = []
    for side in (-1, 1):
        case = [
            bevelled_box((0.34, 0.20, 0.66), shell, bevel=0.03),
            box((0.01, 0.16, 0.5), slotted((0.82, 0.78, 0.66), (0.1, 0.1, 0.1), 10), at=(0.17, 0, 0.08)),
        ]
        case += [box((0.345, 0.02, 0.665), CHROME, at=(0, -side * 0.08, -0.002))]
        parts.append(place(merge(case), (0, side * 0.44, 0.03), roll=side * 12))
    for turn, y in zip(np.linspace(-11, 11, 12).tolist(), np.linspace(-0.30, 0.30, 12).tolist(), strict=True):
        parts.append(
            place(
                bevelled_box((0.32, 0.05, 0.62), folds, bevel=0.022), (0, y, 0.05 - 0.04 * abs(y)), roll=turn
            )
        )
        parts.append(place(box((0.328, 0.008, 0.628), DARK), (0, y, 0.046 - 0.04 * abs(y)), roll=turn))
    board = [bevelled_box((0.20, 0.10, 0.60), shell, bevel=0.02)]
    for number in range(16):
        z = 0.03 + number * 0.034
        board.append(box((0.17, 0.022, 0.030), WHITE, at=(0.02, 0.055, z)))
        if number % 7 not in (2, 6):
            board.append(box((0.10, 0.03, 0.016), BLACK, at=(-0.02, 0.06, z + 0.022)))
    parts.append(place(merge(board), (0.12, 0.66, 0.05), roll=12))
    knobs = [
        box((0.18, 0.01, 0.5), keys(12, 5, (0.9, 0.88, 0.8), (0.1, 0.1, 0.1), (0.5, 0.5, 0.5)), at=(0, 0, 0))
    ]
    parts.append(place(merge(knobs), (0.0, -0.55, 0.12), roll=-12))
    strap = bent(
        [(-0.17, 0.36, 0.62), (-0.36, 0.40, 0.5), (-0.36, 0.44, 0.25), (-0.17, 0.48, 0.12)], 0.018, BLACK
    )
    return place(merge([*parts, strap]), scale=1.15)


def pan_pipes(rng: np.random.Generator) -> Mesh:
    """Giant pan pipes of cane, bound in a curve, standing."""
    tint = ((0.80, 0.62, 0.34), (0.62, 0.40, 0.20), (0.72, 0.66, 0.38))[int(rng.integers(3))]
    cane = wood(rng, tint, roughness=0.5)
    cord = choose(rng, [(0.64, 0.12, 0.12), (0.16, 0.32, 0.52), (0.30, 0.20, 0.12)])
    parts: list[Mesh] = []
    band: dict[float, list[tuple[float, float]]] = {0.86: [], 0.66: []}
    for number, turn in enumerate(np.linspace(-50, 50, 11).tolist()):
        a = math.radians(turn)
        x, y = 0.75 * math.cos(a) - 0.75, 0.75 * math.sin(a)
        length, radius = 1.05 - 0.065 * number, 0.058 - 0.0018 * number
        profile = [
            (radius, 1.1 - length),
            (radius * 1.04, 1.12 - length),
            (radius, 1.14 - length),
            (radius, 1.08),
            (radius * 1.06, 1.1),
        ]
        parts += [
            turned([*profile, (radius * 0.75, 1.1), (radius * 0.75, 0.9)], cane, (x, y, 0), segments=14)
        ]
        parts.append(rod_along(radius * 0.74, 0.01, DARK, (x, y, 1.0), axis="z"))
        for rows in band.values():
            rows.append((x, y))
    for z, row in band.items():
        for shift in (0.062, -0.062):
            line = np.array([(x + shift * (x + 0.75) / 0.75, y + shift * y / 0.75, z) for x, y in row])
            parts.append(tube(line, [(0.012, 0.045)] * len(line), cord, sides=8))
    parts += [
        bevelled_box((0.35, 1.25, 0.06), wood(rng, (0.34, 0.20, 0.12)), bevel=0.015, at=(-0.12, 0, -0.02))
    ]
    parts += [
        rod((x - 0.07, y, 0.0), (x - 0.05, y, 0.9), 0.022, DARK)
        for x, y in ((-0.26, -0.52), (-0.26, 0.52), (-0.01, 0.0))
    ]
    return merge(parts)


MODELS: Final = (
    model(accordion, "wind instrument", "accordion.n.01"),
    model(saxophone, "wind instrument", "sax.n.02"),
    model(pan_pipes, "wind instrument", "panpipe.n.01"),
)
