"""Computers and what is plugged into them, larger than life."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import bevelled_box, box, cylinder, ellipsoid, extrude, lathe, place, torus, tube

from .joinery import bent, legs, rod, rounded
from .model import model
from .parts import BLACK, DARK, choose
from .prints import keys, printed, sheet, slotted
from .surfaces import disc, panel


def _desktop() -> Material:
    """A screen with a window, icons and a bar."""
    picture = sheet((0.10, 0.34, 0.52), 120, 160)
    cv2.rectangle(picture, (40, 16), (150, 92), (0.94, 0.94, 0.93), -1)
    cv2.rectangle(picture, (40, 16), (150, 26), (0.16, 0.20, 0.30), -1)
    for row in range(6):
        cv2.line(picture, (48, 36 + 9 * row), (140 - (row * 23) % 40, 36 + 9 * row), (0.4, 0.42, 0.46), 2)
    for row, ink in enumerate(
        ((0.90, 0.60, 0.14), (0.80, 0.20, 0.20), (0.30, 0.70, 0.34), (0.92, 0.90, 0.86))
    ):
        cv2.rectangle(picture, (10, 12 + 22 * row), (26, 26 + 22 * row), ink, -1)
    picture[110:] = (0.08, 0.09, 0.12)
    return printed("desktop", picture, roughness=0.1, emission=0.3)


def laptop(rng: np.random.Generator) -> Mesh:
    """A giant laptop, open."""
    shell = choose(rng, [(0.70, 0.71, 0.73), (0.16, 0.17, 0.19), (0.78, 0.56, 0.52)], roughness=0.3)
    board = keys(5, 14, shell.color, (0.10, 0.10, 0.11), (0.8, 0.8, 0.8))
    parts = [extrude(rounded(0.80, 1.20, 0.05), 0.05, shell, bevel=0.012)]
    parts.append(place(panel(board, 1.06, 0.36), (-0.12, 0, 0.056), pitch=90))
    parts.append(bevelled_box((0.22, 0.36, 0.01), DARK, bevel=0.004, at=(0.22, 0, 0.047)))
    lid = [
        bevelled_box((0.03, 1.20, 0.80), shell, bevel=0.012),
        panel(BLACK, 1.16, 0.76, (0.018, 0, 0.40)),
        panel(_desktop(), 1.08, 0.68, (0.022, 0, 0.41)),
    ]
    lid.append(disc(Material((0.92, 0.92, 0.92)), 0.07, (-0.018, 0, 0.42), yaw=180))
    parts.append(place(merge(lid), (-0.40, 0, 0.05), pitch=-16))
    return merge([*parts, rod((-0.40, -0.45, 0.05), (-0.40, 0.45, 0.05), 0.022, DARK)])


def home_computer(rng: np.random.Generator) -> Mesh:
    """A desktop computer with tube monitor, keyboard and mouse on its cable."""
    beige = choose(rng, [(0.84, 0.80, 0.68), (0.74, 0.74, 0.72), (0.20, 0.20, 0.22)], roughness=0.5)
    parts = [
        bevelled_box((0.62, 0.66, 0.20), beige, bevel=0.015, at=(-0.10, 0, 0)),
        panel(slotted(beige.color, (0.2, 0.2, 0.2), 7), 0.20, 0.12, (0.213, -0.18, 0.10)),
    ]
    parts += [box((0.012, 0.22, 0.03), DARK, at=(0.21, 0.16, z)) for z in (0.12, 0.06)]
    parts += [
        lathe([(0.17, 0.20), (0.13, 0.24)], beige, at=(-0.10, 0, 0)),
        bevelled_box((0.16, 0.64, 0.54), beige, bevel=0.03, at=(0.08, 0, 0.24)),
    ]
    parts += [
        tube([(0.02, 0, 0.52), (-0.40, 0, 0.50)], [(0.38, 0.32), (0.22, 0.20)], beige, sides=4),
        panel(_desktop(), 0.50, 0.38, (0.166, 0, 0.53)),
    ]
    board = keys(5, 16, beige.color, (0.95, 0.93, 0.86), (0.2, 0.2, 0.2))
    parts += [
        bevelled_box((0.26, 0.66, 0.05), beige, bevel=0.015, at=(0.46, -0.06, 0)),
        place(panel(board, 0.62, 0.22), (0.46, -0.06, 0.053), pitch=90),
    ]
    parts.append(ellipsoid((0.085, 0.055, 0.05), beige, at=(0.46, 0.42, 0.02)))
    return merge(
        [
            *parts,
            bent(
                [(0.38, 0.42, 0.02), (0.20, 0.50, 0.012), (0.10, 0.40, 0.012), (-0.1, 0.36, 0.05)],
                0.008,
                DARK,
            ),
        ]
    )


def joystick(rng: np.random.Generator) -> Mesh:
    """A giant joystick with a red button."""
    base = choose(rng, [(0.08, 0.08, 0.09), (0.20, 0.22, 0.30), (0.80, 0.78, 0.70)], roughness=0.5)
    red = choose(rng, [(0.86, 0.10, 0.08), (0.92, 0.62, 0.10)], roughness=0.25)
    parts = [
        bevelled_box((0.80, 0.80, 0.26), base, bevel=0.04, at=(0, 0, 0.04)),
        panel(Material((0.84, 0.50, 0.14)), 0.74, 0.02, (0.402, 0, 0.25)),
    ]
    parts += [
        cylinder(0.09, 0.07, red, at=(-0.24, 0.24, 0.29)),
        torus(0.10, 0.02, DARK, at=(-0.24, 0.24, 0.30)),
    ]
    boot = [
        (0.26, 0.30),
        (0.25, 0.34),
        (0.20, 0.35),
        (0.20, 0.38),
        (0.15, 0.39),
        (0.15, 0.42),
        (0.10, 0.43),
        (0.09, 0.46),
    ]
    stick = [
        lathe(boot, BLACK, segments=28, crease=30),
        lathe(
            [(0.075, 0.44), (0.07, 0.60), (0.085, 0.90), (0.07, 1.0), (0.03, 1.02)],
            BLACK,
            segments=6,
            crease=30,
        ),
    ]
    parts.append(place(merge(stick), (0.02, -0.02, 0), pitch=3, roll=5))
    parts.append(
        bent([(-0.38, 0, 0.12), (-0.60, 0.05, 0.02), (-0.66, 0.30, 0.015), (-0.40, 0.52, 0.015)], 0.022, DARK)
    )
    return merge([*parts, *legs(0.34, 0.34, 0.05, DARK, radius=0.04)])


MODELS: Final = (
    model(laptop, "computer", "laptop.n.01"),
    model(home_computer, "computer", "desktop_computer.n.01"),
    model(joystick, "computer", "joystick.n.02"),
)
