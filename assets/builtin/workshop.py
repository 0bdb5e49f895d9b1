"""Things from workshops and shops, and what is carried on the back."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import bevelled_box, box, extrude, place, tube

from .forms import IRON, ball, ring, turned
from .joinery import bent, legs, rod, smooth
from .model import model
from .parts import BLACK, CHROME, DARK, RUBBER, STEEL, Colour, choose
from .prints import label, wood
from .surfaces import panel

INKS: Final[tuple[Colour, ...]] = (
    (0.94, 0.72, 0.08),
    (0.08, 0.46, 0.52),
    (0.80, 0.12, 0.10),
    (0.12, 0.32, 0.62),
    (0.16, 0.44, 0.22),
)


def power_drill(rng: np.random.Generator) -> Mesh:
    """A giant cordless drill standing on its battery, 1.1 m."""
    shell = choose(rng, INKS, roughness=0.4)
    grip = [
        (-0.24, 0.14),
        (0.06, 0.14),
        (0.04, 0.30),
        (0.00, 0.56),
        (0.10, 0.66),
        (0.10, 0.74),
        (-0.26, 0.74),
        (-0.22, 0.50),
        (-0.24, 0.32),
    ]
    parts = [
        bevelled_box((0.46, 0.26, 0.16), BLACK, bevel=0.03, at=(-0.04, 0, 0)),
        bevelled_box((0.40, 0.22, 0.05), shell, bevel=0.02, at=(-0.06, 0, 0.14)),
        extrude(grip, 0.17, shell, plane="xz", bevel=0.035, crease=60),
        turned(
            [(0.10, -0.38), (0.16, -0.34), (0.17, -0.05), (0.16, 0.20), (0.12, 0.26)],
            shell,
            (0, 0, 0.84),
            axis="x",
            segments=28,
        ),
        turned([(0.125, 0.24), (0.125, 0.34)], RUBBER, (0, 0, 0.84), axis="x", segments=24),
    ]
    parts += [
        turned(
            [(0.11, 0.34), (0.11, 0.46), (0.06, 0.54), (0.03, 0.55)],
            BLACK,
            (0, 0, 0.84),
            axis="x",
            segments=20,
        ),
        *(
            box((0.10, 0.02, 0.02), DARK, at=(0.40, 0.108 * math.cos(a), 0.83 + 0.108 * math.sin(a)))
            for a in np.arange(10) * 0.628
        ),
        bevelled_box(
            (0.07, 0.09, 0.14),
            Material((0.80, 0.10, 0.08)) if shell.color[1] > 0.3 else BLACK,
            bevel=0.02,
            at=(0.07, 0, 0.56),
        ),
    ]
    turn = np.linspace(0, 9 * math.pi, 55)
    bit = np.column_stack([0.56 + 0.40 * turn / turn[-1], 0.018 * np.cos(turn), 0.84 + 0.018 * np.sin(turn)])
    parts += [
        tube(bit, 0.014, STEEL, sides=6),
        rod((0.54, 0, 0.84), (0.98, 0, 0.84), 0.016, STEEL),
        *(
            box((0.16, 0.012, 0.016), BLACK, at=(-0.22, s * 0.163, 0.78 + 0.045 * k))
            for s in (-1, 1)
            for k in range(4)
        ),
        *(
            panel(
                label("VOLT 18", shell.color, (0.95, 0.95, 0.92)),
                0.24,
                0.08,
                (0.05, s * 0.172, 0.86),
                yaw=s * 90.0,
            )
            for s in (-1, 1)
        ),
    ]
    return merge(parts)


def workbench(rng: np.random.Generator) -> Mesh:
    """A joiner's bench with a vice, tools in a rack and shavings, 1.6 m."""
    timber, handle = wood(rng, (0.66, 0.46, 0.26)), choose(rng, INKS, roughness=0.3)
    paint = choose(rng, [(0.16, 0.34, 0.46), (0.50, 0.12, 0.10), (0.24, 0.36, 0.26)], roughness=0.4)
    parts = [
        bevelled_box((0.72, 1.50, 0.09), timber, bevel=0.012, at=(0, 0, 0.78)),
        *legs(0.28, 0.62, 0.78, timber, radius=0.045, square=True),
        box((0.56, 1.30, 0.04), timber, at=(0, 0, 0.20)),
        *(box((0.05, 1.24, 0.12), timber, at=(s * 0.28, 0, 0.64)) for s in (-1, 1)),
        box((0.03, 1.40, 0.46), timber, at=(-0.34, 0, 0.87)),
    ]
    vice = [
        bevelled_box((0.16, 0.20, 0.10), paint, bevel=0.02),
        bevelled_box((0.07, 0.24, 0.20), paint, bevel=0.015, at=(0.06, 0, 0.08)),
        bevelled_box((0.07, 0.24, 0.20), paint, bevel=0.015, at=(0.24, 0, 0.08)),
        rod((0, 0, 0.13), (0.42, 0, 0.13), 0.028, STEEL),
        rod((0.40, -0.15, 0.13), (0.40, 0.15, 0.13), 0.014, STEEL),
        *(ball(0.024, STEEL, (0.40, s * 0.15, 0.13), segments=8) for s in (-1, 1)),
        box((0.11, 0.10, 0.05), wood(rng), at=(0.15, 0, 0.24)),
    ]
    parts.append(place(merge(vice), (0.16, 0.46, 0.87)))
    hung = [
        [rod((0, 0, 0.0), (0, 0, 0.26), 0.018, handle), box((0.05, 0.16, 0.05), STEEL, at=(0, 0, 0.26))],
        [
            extrude([(-0.05, 0.0), (0.05, 0.02), (0.02, 0.34), (-0.03, 0.34)], 0.008, STEEL, plane="yz"),
            extrude([(-0.06, 0.32), (0.05, 0.32), (0.06, 0.42), (-0.05, 0.42)], 0.03, handle, plane="yz"),
        ],
        [rod((0, 0, 0), (0, 0, 0.18), 0.008, STEEL), rod((0, 0, 0.18), (0, 0, 0.34), 0.024, handle)],
        [
            rod((0, 0, 0), (0, 0, 0.24), 0.012, STEEL),
            ring(0.035, 0.014, STEEL, (0, 0, 0.28), axis="x", segments=12, sides=6),
        ],
    ]
    parts += [
        place(merge(tool), (-0.30, y, 0.90)) for tool, y in zip(hung, (-0.55, -0.25, 0.0, 0.18), strict=True)
    ]
    plane = [
        bevelled_box((0.34, 0.09, 0.07), timber, bevel=0.01),
        bent([(-0.12, 0, 0.06), (-0.10, 0, 0.14), (-0.05, 0, 0.13), (-0.06, 0, 0.06)], 0.018, handle),
        ball(0.03, handle, (0.11, 0, 0.10)),
        place(box((0.012, 0.06, 0.14), STEEL), (0.02, 0, 0.04), pitch=35),
    ]
    curls = [
        ring(
            0.035,
            0.007,
            Material((0.90, 0.74, 0.46)),
            (float(x), float(y), 0.905),
            axis="y",
            segments=10,
            sides=4,
        )
        for x, y in rng.uniform((-0.2, -0.5), (0.28, 0.15), (9, 2))
    ]
    return merge(
        [
            *parts,
            *curls,
            place(merge(plane), (0.02, -0.30, 0.87), yaw=20),
            bevelled_box((0.30, 0.44, 0.22), paint, bevel=0.015, at=(0, -0.3, 0.24)),
            bent([(0, -0.4, 0.46), (0, -0.38, 0.52), (0, -0.22, 0.52), (0, -0.2, 0.46)], 0.014, CHROME),
        ]
    )


def hand_pump(rng: np.random.Generator) -> Mesh:
    """A cast-iron water pump over a wooden trough, 1.7 m."""
    paint = choose(
        rng, [(0.12, 0.34, 0.24), (0.52, 0.10, 0.09), (0.13, 0.26, 0.44), (0.22, 0.22, 0.23)], roughness=0.45
    )
    timber, water = wood(rng, (0.46, 0.32, 0.20)), Material((0.34, 0.50, 0.56), roughness=0.05)
    parts = [
        turned(
            [
                (0.24, 0.0),
                (0.25, 0.04),
                (0.16, 0.08),
                (0.09, 0.14),
                (0.09, 0.80),
                (0.14, 0.84),
                (0.15, 1.20),
                (0.17, 1.22),
                (0.17, 1.26),
                (0.10, 1.36),
                (0.04, 1.44),
                (0.0, 1.52),
            ],
            paint,
            segments=24,
        ),
        *(ring(0.10, 0.02, paint, (0, 0, z)) for z in (0.30, 0.62)),
        *(
            ball(0.018, STEEL, (0.15 * math.cos(a), 0.15 * math.sin(a), 1.265), segments=6)
            for a in np.arange(8) * 0.785
        ),
    ]
    parts += [
        tube(
            smooth([(0.08, 0, 1.06), (0.30, 0, 1.06), (0.42, 0, 1.00), (0.45, 0, 0.86)], 4),
            np.linspace(0.055, 0.045, 13),
            paint,
            sides=12,
        ),
        rod((0.45, 0, 0.86), (0.46, 0, 0.44), 0.016, water),
        rod((0, 0, 1.4), (0, 0, 1.62), 0.022, STEEL),
        extrude([(-0.12, 1.28), (-0.06, 1.28), (-0.06, 1.56), (-0.14, 1.56)], 0.06, paint, plane="xz"),
        tube(
            smooth(
                [(0.04, 0, 1.62), (-0.12, 0, 1.56), (-0.40, 0, 1.36), (-0.58, 0, 0.92), (-0.66, 0, 0.74)], 4
            ),
            0.026,
            paint,
            sides=8,
        ),
        ball(0.05, DARK, (-0.66, 0, 0.72)),
    ]
    trough = [
        *(box((0.03, 0.46, 0.30), timber, at=(s * 0.40, 0, 0)) for s in (-1, 1)),
        *(box((0.83, 0.03, 0.30), timber, at=(0, s * 0.22, 0)) for s in (-1, 1)),
        box((0.8, 0.44, 0.03), timber),
        box((0.78, 0.42, 0.01), water, at=(0, 0, 0.22)),
        *(box((0.05, 0.49, 0.04), IRON, at=(x, 0, 0.20)) for x in (-0.30, 0.30)),
        *(box((0.86, 0.02, 0.04), IRON, at=(0, s * 0.24, 0.24)) for s in (-1, 1)),
    ]
    return merge(
        [
            *parts,
            place(merge(trough), (0.70, 0, 0.0)),
            bevelled_box(
                (0.62, 0.62, 0.06),
                Material((0.60, 0.58, 0.54), roughness=0.95),
                bevel=0.015,
                at=(0, 0, -0.04),
            ),
        ]
    )


MODELS: Final = (
    model(power_drill, "power tool", "power_drill.n.01"),
    model(workbench, "workbench", "workbench.n.01"),
    model(hand_pump, "pump", "hand_pump.n.01"),
)
