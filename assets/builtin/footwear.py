"""Giant shoes, as in a cobbler's window."""

from __future__ import annotations

from typing import Final

import numpy as np

from caos.meshes import Mesh, merge
from caos.shapes import bevelled_box, box, cylinder, extrude, loft, place, torus, tube

from .joinery import bent, rod, wheel
from .lasts import TURN, sole, upper
from .model import model
from .parts import CHROME, DARK, WHITE, Colour, choose

_INKS: Final[tuple[Colour, ...]] = (
    (0.80, 0.14, 0.14),
    (0.14, 0.34, 0.70),
    (0.20, 0.54, 0.34),
    (0.92, 0.66, 0.14),
)


def trainer(rng: np.random.Generator) -> Mesh:
    """A giant running shoe with stripes and laces."""
    base, trim = (
        choose(rng, [(0.92, 0.92, 0.91), (0.16, 0.17, 0.20)], roughness=0.6),
        choose(rng, _INKS, roughness=0.5),
    )
    shape = sole(1.40, 0.50)
    parts = [
        extrude(shape, 0.07, choose(rng, [(0.20, 0.20, 0.22)])),
        extrude(shape * 1.02, 0.12, WHITE, at=(0, 0, 0.06), bevel=0.03),
    ]
    arches = [
        (-0.68, 0.10, 0.34, 0.5),
        (-0.60, 0.17, 0.46, 0.5),
        (-0.40, 0.20, 0.44, 0.5),
        (-0.15, 0.20, 0.40, 0.6),
        (0.15, 0.22, 0.30, 0.7),
        (0.42, 0.24, 0.20, 0.8),
        (0.60, 0.19, 0.14, 0.8),
        (0.69, 0.08, 0.08, 0.8),
    ]
    parts += [
        upper(arches, base, 0.17),
        upper([(0.40, 0.252, 0.12, 0.6), (0.62, 0.19, 0.10, 0.6), (0.705, 0.08, 0.07, 0.6)], trim, 0.17),
    ]
    parts.append(
        place(torus(0.17, 0.045, trim, segments=24), (-0.40, 0, 0.62), scale=(1.35, 1.0, 1.0), pitch=-9)
    )
    parts.append(
        place(cylinder(0.16, 0.02, DARK, segments=24), (-0.40, 0, 0.615), scale=(1.3, 1.0, 1.0), pitch=-9)
    )
    parts.append(place(bevelled_box((0.50, 0.16, 0.04), trim, bevel=0.015), (0.06, 0, 0.50), pitch=-22))
    for x in (-0.10, 0.0, 0.10, 0.20, 0.30):
        z = 0.59 - 0.42 * (x + 0.10)
        parts.append(
            tube([(x, -0.13, z - 0.05), (x, 0, z), (x, 0.13, z - 0.05)], 0.02, WHITE, sides=6, rounded=True)
        )
    for x in (-0.26, -0.10, 0.06):
        for side in (-1, 1):
            stripe = [(x, side * 0.21, 0.22), (x + 0.07, side * 0.215, 0.38), (x + 0.12, side * 0.14, 0.49)]
            parts.append(tube(stripe, [(0.028, 0.014)] * 3, trim, sides=6, up=(0, 1, 0)))
    return merge(
        [
            *parts,
            *[
                bent([(-0.12, s * 0.05, 0.60), (-0.04, s * 0.16, 0.66), (0.02, s * 0.10, 0.58)], 0.016, WHITE)
                for s in (-1, 1)
            ],
        ]
    )


def rubber_boot(rng: np.random.Generator) -> Mesh:
    """A pair of wellingtons, man-high."""
    rubber = choose(
        rng, [(0.92, 0.74, 0.10), (0.16, 0.36, 0.20), (0.76, 0.12, 0.14), (0.14, 0.26, 0.48)], roughness=0.2
    )
    shape = sole(0.80, 0.30)
    parts = [
        extrude(shape, 0.06, choose(rng, [(0.30, 0.20, 0.12)]), bevel=0.01),
        box((0.24, 0.20, 0.03), DARK, at=(-0.26, 0, 0)),
    ]
    foot = [
        (-0.39, 0.09, 0.20, 0.6),
        (-0.32, 0.13, 0.30, 0.6),
        (-0.15, 0.14, 0.34, 0.6),
        (0.05, 0.14, 0.24, 0.7),
        (0.25, 0.15, 0.19, 0.8),
        (0.36, 0.11, 0.15, 0.8),
        (0.40, 0.04, 0.09, 0.8),
    ]
    parts.append(upper(foot, rubber, 0.05))
    rings = [
        (-0.17, 0.21, 0.13, 0.12),
        (-0.19, 0.18, 0.125, 0.30),
        (-0.20, 0.165, 0.13, 0.45),
        (-0.20, 0.185, 0.155, 0.70),
        (-0.19, 0.20, 0.17, 0.98),
    ]
    shaft = [
        np.column_stack([x + a * np.cos(TURN), b * np.sin(TURN), np.full(24, z)]) for x, a, b, z in rings
    ]
    parts += [
        loft(shaft, rubber, caps=False, crease=60),
        place(torus(1.0, 0.08, rubber, sides=6), (-0.19, 0, 0.98), scale=(0.20, 0.17, 0.22)),
    ]
    parts += [
        place(cylinder(1.0, 0.02, DARK, segments=24), (-0.19, 0, 0.90), scale=(0.19, 0.16, 1.0)),
        box((0.02, 0.10, 0.06), WHITE, at=(0.0, 0, 0.86)),
    ]
    boot = merge(parts)
    return merge([place(boot, (0, -0.22, 0), yaw=-6), place(boot, (0.06, 0.22, 0), yaw=9)])


def roller_skate(rng: np.random.Generator) -> Mesh:
    """A giant roller boot on four wheels with a stopper."""
    hide, trim = (
        choose(rng, [(0.93, 0.93, 0.92), (0.14, 0.16, 0.30)], roughness=0.4),
        choose(rng, _INKS, roughness=0.4),
    )
    parts = [
        place(extrude(sole(0.96, 0.32), 0.05, DARK), (0, 0, 0.26)),
        bevelled_box((0.80, 0.14, 0.06), CHROME, bevel=0.02, at=(0, 0, 0.20)),
    ]
    parts += [wheel(0.12, 0.10, trim, CHROME, (x, y, 0.12)) for x in (-0.28, 0.24) for y in (-0.15, 0.15)]
    parts += [rod((x, -0.16, 0.12), (x, 0.16, 0.12), 0.02, CHROME) for x in (-0.28, 0.24)]
    parts += [rod((x, 0, 0.12), (x, 0, 0.22), 0.04, CHROME) for x in (-0.28, 0.24)]
    parts.append(place(cylinder(0.06, 0.12, trim, top=0.045), (0.52, 0, 0.08), pitch=30))
    foot = [
        (-0.46, 0.10, 0.24, 0.6),
        (-0.38, 0.14, 0.34, 0.6),
        (-0.15, 0.15, 0.34, 0.6),
        (0.10, 0.155, 0.26, 0.7),
        (0.32, 0.165, 0.19, 0.8),
        (0.45, 0.11, 0.15, 0.8),
        (0.49, 0.04, 0.08, 0.8),
    ]
    parts.append(upper(foot, hide, 0.31))
    rings = [
        (-0.24, 0.21, 0.14, 0.50),
        (-0.26, 0.18, 0.135, 0.66),
        (-0.27, 0.17, 0.14, 0.86),
        (-0.27, 0.19, 0.155, 1.02),
    ]
    shaft = [
        np.column_stack([x + a * np.cos(TURN), b * np.sin(TURN), np.full(24, z)]) for x, a, b, z in rings
    ]
    parts += [
        loft(shaft, hide, crease=60),
        place(torus(1.0, 0.12, trim, sides=6), (-0.27, 0, 1.02), scale=(0.185, 0.15, 0.2)),
    ]
    for step in range(7):
        z = 0.58 + 0.065 * step
        x = float(np.interp(z, [0.50, 0.66, 0.86, 1.02], [-0.02, -0.07, -0.09, -0.07]))
        parts.append(
            tube(
                [(x - 0.06, -0.10, z), (x, 0, z + 0.02), (x - 0.06, 0.10, z)],
                0.014,
                trim,
                sides=6,
                rounded=True,
            )
        )
    return merge(parts)


MODELS: Final = (
    model(trainer, "shoe", "running_shoe.n.01"),
    model(rubber_boot, "shoe", "boot.n.01"),
    model(roller_skate, "shoe", "roller_skate.n.01"),
)
