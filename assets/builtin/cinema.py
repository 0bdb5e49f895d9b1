"""Things from film sets and dance halls."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import bevelled_box, box, extrude, place, tube

from .forms import ball, rod_along, turned
from .joinery import bent, rod
from .model import model
from .parts import BLACK, CHROME, DARK, STEEL, WHITE, choose
from .prints import printed, sheet, wood, write
from .surfaces import panel


def disco_ball(rng: np.random.Generator) -> Mesh:
    """A mirror ball hanging in a three-legged frame, 1.7 m."""
    tints = [
        Material(tint, roughness=0.08, metallic=0.7)
        for tint in (
            (0.86, 0.88, 0.92),
            (0.62, 0.66, 0.74),
            (0.94, 0.94, 0.96),
            (0.70, 0.56, 0.80),
            (0.52, 0.72, 0.84),
        )
    ]
    parts = [ball(0.425, DARK, (0, 0, 0.85), segments=24)]
    for row in range(15):
        bend = math.radians(-84 + 12 * row)
        count = max(4, round(30 * math.cos(bend)))
        for k in range(count):
            tile = box((0.012, 0.078, 0.078), tints[int(rng.integers(5))], at=(0.43, 0, -0.039))
            parts.append(place(tile, (0, 0, 0.85), yaw=360.0 * k / count + 7 * row, pitch=math.degrees(bend)))
    parts += [
        rod((0, 0, 1.26), (0, 0, 1.66), 0.014, CHROME),
        rod_along(0.09, 0.12, BLACK, (0, 0, 1.66), axis="z"),
        rod_along(0.06, 0.05, CHROME, (0, 0, 1.28), axis="z"),
    ]
    parts += [
        bent(
            [
                (0, 0, 1.70),
                (0.42 * math.cos(a), 0.42 * math.sin(a), 1.55),
                (0.60 * math.cos(a), 0.60 * math.sin(a), 0.9),
                (0.70 * math.cos(a), 0.70 * math.sin(a), 0.02),
            ],
            0.022,
            BLACK,
        )
        for a in (0.0, 2.094, 4.189)
    ]
    return merge(parts)


def film_camera(rng: np.random.Generator) -> Mesh:
    """A film camera with two reels on a wooden tripod and a clapperboard, 1.8 m."""
    shell, timber = (
        choose(rng, [(0.12, 0.12, 0.13), (0.36, 0.38, 0.36), (0.40, 0.24, 0.14)], roughness=0.5),
        wood(rng, (0.62, 0.42, 0.22)),
    )
    parts = [
        bevelled_box((0.52, 0.24, 0.34), shell, bevel=0.02, at=(0, 0, 1.10)),
        *(rod_along(0.19, 0.12, shell, (x, 0, 1.60), axis="y", segments=28) for x in (-0.20, 0.16)),
        *(rod_along(0.05, 0.14, CHROME, (x, 0, 1.60), axis="y") for x in (-0.20, 0.16)),
        *(
            rod_along(
                0.032,
                0.135,
                BLACK,
                (x + 0.11 * math.cos(a), 0, 1.60 + 0.11 * math.sin(a)),
                axis="y",
                segments=10,
            )
            for x in (-0.20, 0.16)
            for a in (0.3, 2.4, 4.5)
        ),
    ]
    parts += [
        turned(
            [(0.07, 0.26), (0.07, 0.36), (0.085, 0.37), (0.085, 0.46)],
            BLACK,
            (0, 0, 1.28),
            axis="x",
            segments=20,
        ),
        rod_along(0.07, 0.01, Material((0.20, 0.26, 0.44), roughness=0.05), (0.462, 0, 1.28)),
        extrude([(0.44, 1.18), (0.60, 1.14), (0.60, 1.44), (0.44, 1.40)], 0.26, BLACK, plane="xz"),
        box((0.01, 0.2, 0.22), DARK, at=(0.602, 0, 1.18)),
        rod((-0.1, -0.14, 1.24), (-0.1, -0.24, 1.20), 0.014, CHROME),
        rod((-0.1, -0.24, 1.20), (-0.1, -0.24, 1.12), 0.018, BLACK),
        rod((-0.26, 0.08, 1.36), (-0.42, 0.08, 1.36), 0.03, BLACK),
    ]
    parts += [
        bevelled_box((0.22, 0.20, 0.06), STEEL, bevel=0.015, at=(0, 0, 1.04)),
        turned([(0.10, 0.94), (0.07, 1.04)], STEEL, segments=18),
        rod((-0.05, 0, 1.02), (-0.52, 0.16, 0.86), 0.014, STEEL),
        *(
            tube(
                [
                    (0.06 * math.cos(a), 0.06 * math.sin(a), 0.98),
                    (0.60 * math.cos(a), 0.60 * math.sin(a), 0.0),
                ],
                [(0.034, 0.024), (0.022, 0.016)],
                timber,
                sides=8,
            )
            for a in (0.0, 2.094, 4.189)
        ),
    ]
    stripes = sheet((0.93, 0.93, 0.92), 24, 128)
    for k in range(6):
        for row in range(24):
            stripes[row, k * 24 + row // 2 : k * 24 + row // 2 + 11] = 0.05
    slate = sheet((0.07, 0.07, 0.08), 80, 128)
    write(slate, "SCENE 7", (0.5, 0.28), 0.2, (0.9, 0.9, 0.9))
    write(slate, "TAKE 3", (0.5, 0.70), 0.2, (0.9, 0.9, 0.9))
    sticks = printed("clapper", stripes)
    clap = [
        box((0.03, 0.54, 0.34), DARK),
        panel(printed("slate", slate), 0.53, 0.33, (0.017, 0, 0.17)),
        place(
            merge([box((0.03, 0.54, 0.07), WHITE), panel(sticks, 0.54, 0.07, (0.017, 0, 0.035))]),
            (0, 0.0, 0.345),
        ),
        place(
            merge(
                [
                    box((0.03, 0.54, 0.07), WHITE, at=(0, -0.27, 0)),
                    panel(sticks, 0.54, 0.07, (0.017, -0.27, 0.035)),
                ]
            ),
            (0, 0.27, 0.42),
            roll=-24,
        ),
    ]
    return merge([*parts, place(merge(clap), (0.55, -0.35, 0.0), pitch=12, yaw=-12)])


MODELS: Final = (
    model(disco_ball, "stage gear", "ball.n.03"),
    model(film_camera, "stage gear", "motion-picture_camera.n.01"),
)
