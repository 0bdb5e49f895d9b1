"""More machines that take coins."""

from __future__ import annotations

from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import box, extrude, place

from .forms import ball, rod_along
from .joinery import rod
from .model import model
from .parts import BLACK, STEEL, Colour
from .prints import label, printed, sheet
from .surfaces import panel

_INKS: Final[tuple[Colour, ...]] = (
    (0.74, 0.08, 0.12),
    (0.08, 0.26, 0.58),
    (0.92, 0.60, 0.08),
    (0.08, 0.42, 0.34),
    (0.42, 0.12, 0.48),
)


def arcade_cabinet(rng: np.random.Generator) -> Mesh:
    """An arcade video game: lit screen, joystick and buttons, printed sides."""
    ink, other = (_INKS[int(k)] for k in rng.permutation(5)[:2])
    screen = sheet((0.03, 0.03, 0.08), 96, 112)
    for row in range(3):
        for column in range(7):
            y, x = 20 + row * 13, 12 + column * 13
            screen[y : y + 7, x : x + 9] = (0.3, 0.95, 0.4) if row % 2 else (0.95, 0.4, 0.8)
            screen[y + 2 : y + 4, x + 2 : x + 3] = screen[y + 2 : y + 4, x + 6 : x + 7] = 0.03
    screen[82:88, 50:62], screen[78:82, 54:58] = (0.4, 0.8, 1.0), (0.4, 0.8, 1.0)
    side = [
        (-0.36, 0.0),
        (0.30, 0.0),
        (0.30, 0.78),
        (0.42, 0.86),
        (0.42, 0.98),
        (0.10, 1.06),
        (0.0, 1.44),
        (0.24, 1.50),
        (0.24, 1.74),
        (-0.36, 1.74),
    ]
    parts = [
        extrude(side, 0.04, Material(ink, roughness=0.3), plane="xz", at=(0, s * 0.34, 0)) for s in (-1, 1)
    ]
    inner = [(x * 0.96, z * 0.985 + 0.01) for x, z in side]
    parts += [
        extrude(inner, 0.64, BLACK, plane="xz"),
        place(
            panel(printed("screen", screen, roughness=0.1, emission=0.8), 0.56, 0.40),
            (0.075, 0, 1.25),
            pitch=14,
        ),
        panel(
            label(
                ("STAR WASP", "GALAXO", "ROBO RUN")[int(rng.integers(3))], other, (0.98, 0.92, 0.50), tall=0.4
            ),
            0.62,
            0.20,
            (0.236, 0, 1.62),
        ),
    ]
    desk = [
        box((0.32, 0.62, 0.01), Material(other, roughness=0.3)),
        rod((0, -0.17, 0), (0, -0.17, 0.10), 0.012, STEEL),
        ball(0.035, Material((0.85, 0.06, 0.08), roughness=0.1), (0, -0.17, 0.12)),
        *(
            rod_along(
                0.028,
                0.02,
                Material(_INKS[k], roughness=0.2),
                (0.04 - 0.05 * (k % 2), 0.03 + 0.075 * k, 0.015),
                axis="z",
            )
            for k in range(4)
        ),
    ]
    parts += [
        place(merge(desk), (0.26, 0, 1.03), pitch=-14),
        box((0.02, 0.34, 0.40), STEEL, at=(0.29, 0, 0.25)),
        *(
            box((0.02, 0.05, 0.07), Material((0.95, 0.5, 0.1), emission=0.4), at=(0.302, y, 0.50))
            for y in (-0.06, 0.06)
        ),
    ]
    for s in (-1, 1):
        bolt = [(-0.20, 0.30), (0.10, 0.62), (-0.02, 0.66), (0.16, 1.0), (-0.14, 0.72), (-0.02, 0.68)]
        parts.append(
            extrude(bolt, 0.008, Material(other, roughness=0.3), plane="xz", at=(-0.05, s * 0.362, 0.2))
        )
    return merge(parts)


MODELS: Final = (model(arcade_cabinet, "coin machine", "machine.n.01"),)
