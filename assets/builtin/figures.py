"""Garden figures."""

from __future__ import annotations

from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import bevelled_box, blob, cylinder, ellipsoid, lathe, place, torus, tube

from .beasts import ball, balls, pair, rod
from .model import model
from .parts import BLACK, DARK
from .skins import fur, shade, stripes

_SKIN: Final = Material((0.88, 0.66, 0.54), roughness=0.6)
_ROSE: Final = Material((0.88, 0.45, 0.40), roughness=0.6)


def garden_gnome(rng: np.random.Generator) -> Mesh:
    """A garden gnome with a pointed hat, 1.2 m."""
    hat = Material(shade(rng, [(0.80, 0.10, 0.08), (0.12, 0.45, 0.20)]), roughness=0.5)
    coat = Material(shade(rng, [(0.12, 0.28, 0.62), (0.20, 0.45, 0.22)]), roughness=0.6)
    beard, boot = fur(rng, (0.94, 0.93, 0.90), coarse=0.15), Material((0.30, 0.18, 0.10), roughness=0.5)
    brass = Material((0.85, 0.66, 0.28), roughness=0.3, metallic=1.0)
    return merge(
        [
            lathe(
                [(0.24, 0.14), (0.28, 0.26), (0.27, 0.40), (0.20, 0.56), (0.12, 0.62)],
                coat,
                segments=24,
                crease=180,
            ),
            lathe([(0.285, 0.30), (0.295, 0.32), (0.295, 0.36), (0.285, 0.38)], DARK, segments=24),
            bevelled_box((0.03, 0.11, 0.08), brass, bevel=0.01, at=(0.285, 0, 0.30)),
            ball((0.02, 0, 0.72), (0.17, 0.18, 0.17), _SKIN, fine=18),
            lathe(
                [(0.21, 0.80), (0.20, 0.83), (0.14, 1.0), (0.07, 1.18), (0.0, 1.30)],
                hat,
                segments=24,
                crease=60,
            ),
            blob(rng, (0.13, 0.17, 0.22), beard, detail=2, lumps=0.12, pitch=6, at=(0.14, 0, 0.54)),
            *balls((0.19, 0.06, 0.67), (0.05, 0.08, 0.035), beard),
            ball((0.205, 0, 0.71), (0.05, 0.05, 0.045), _ROSE),
            *balls((0.165, 0.075, 0.765), (0.02, 0.024, 0.026)),
            *balls((0.15, 0.10, 0.70), (0.03, 0.04, 0.035), _ROSE),
            *pair([(0.0, 0.20, 0.54, 0.075), (0.10, 0.31, 0.42, 0.07), (0.22, 0.24, 0.42, 0.06)], coat),
            *balls((0.27, 0.20, 0.42), 0.06, _SKIN),
            *balls((0.06, 0.13, 0.08), (0.19, 0.11, 0.09), boot),
        ]
    )


def piggy_bank(rng: np.random.Generator) -> Mesh:
    """A glazed piggy bank with a coin in its slot."""
    glaze = Material(shade(rng, [(0.94, 0.60, 0.66), (0.55, 0.75, 0.88), (0.92, 0.88, 0.80)]), roughness=0.12)
    dark = Material((glaze.color[0] * 0.75, glaze.color[1] * 0.6, glaze.color[2] * 0.6), roughness=0.15)
    gold = Material((0.92, 0.72, 0.25), roughness=0.25, metallic=1.0)
    curl = [
        (-0.56 - 0.02 * k, 0.05 * np.cos(k * 1.3), 0.52 + 0.05 * np.sin(k * 1.3), 0.022) for k in range(7)
    ]
    return merge(
        [
            ellipsoid((0.55, 0.44, 0.43), glaze, segments=32, rings=22, at=(0, 0, 0.50)),
            rod([(0.48, 0, 0.52, 0.17), (0.60, 0, 0.51, 0.16)], glaze, 20),
            *balls((0.765, 0.06, 0.52), (0.015, 0.03, 0.045), dark),
            *balls((0.42, 0.22, 0.68), (0.04, 0.035, 0.05), BLACK),
            *pair([(0.24, 0.24, 0.84, 0.10), (0.36, 0.30, 0.98, 0.02)], dark),
            *(
                rod([(x, y, 0.20, 0.11), (x * 1.05, y * 1.05, 0.09, 0.10)], glaze, 16)
                for x in (0.28, -0.28)
                for y in (0.22, -0.22)
            ),
            rod(curl, dark, 8),
            bevelled_box((0.30, 0.05, 0.03), BLACK, bevel=0.01, at=(-0.08, 0, 0.91)),
            place(cylinder(0.14, 0.025, gold, segments=28), (-0.08, 0.0125, 1.02), roll=90),
        ]
    )


def scarecrow(rng: np.random.Generator) -> Mesh:
    """A scarecrow: a sack head, a coat on a broomstick, straw at the cuffs, arms wide."""
    straw = Material((0.85, 0.70, 0.32), roughness=0.95)
    sack = fur(rng, (0.78, 0.64, 0.42), coarse=0.12)
    coat = stripes(
        rng, shade(rng, [(0.45, 0.16, 0.14), (0.18, 0.30, 0.42)]), (0.80, 0.72, 0.56), 8, share=0.2, wild=0.03
    )
    wood, felt = Material((0.45, 0.32, 0.20), roughness=0.9), fur(rng, (0.24, 0.19, 0.14))
    parts = [
        rod([(0, 0, 0.02, 0.035), (0, 0, 1.5, 0.035)], wood),
        rod([(0, -0.72, 1.22, 0.03), (0, 0.72, 1.22, 0.03)], wood),
        tube(
            [(0, 0, 0.58), (0, 0, 0.9), (0, 0, 1.2), (0, 0, 1.30)],
            [(0.30, 0.22), (0.24, 0.18), (0.24, 0.16), (0.10, 0.10)],
            coat,
            sides=18,
            up=(1, 0, 0),
            uv_scale=1.5,
        ),
        ball((0.02, 0, 1.50), (0.19, 0.18, 0.20), sack, fine=18),
        torus(0.12, 0.03, straw, at=(0, 0, 1.33)),
        lathe([(0.36, 1.60), (0.36, 1.615), (0.17, 1.64), (0.14, 1.80), (0.0, 1.94)], felt, segments=22),
        *balls((0.19, 0.065, 1.54), (0.015, 0.03, 0.03)),
        place(
            cylinder(0.03, 0.12, Material((0.90, 0.45, 0.10), roughness=0.6), top=0.0),
            (0.19, 0, 1.49),
            pitch=-90,
        ),
        tube([(0.17, -0.08, 1.44), (0.195, 0, 1.41), (0.17, 0.08, 1.44)], 0.012, DARK, sides=6),
    ]
    for side in (1, -1):
        parts.append(
            tube(
                [(0, side * 0.16, 1.22), (0, side * 0.40, 1.22), (0, side * 0.62, 1.20)],
                [0.12, 0.10, 0.12],
                coat,
                sides=14,
                uv_scale=1.5,
            )
        )
        for k in range(9):
            y, z = 0.20 * np.cos(k * 0.7), 0.08 * np.sin(k * 0.7)
            parts.append(
                rod(
                    [
                        (0.06 * np.cos(k), side * 0.60, 1.2 + z * 0.5, 0.012),
                        (0.10 * np.cos(k), side * (0.78 + 0.03 * np.sin(k)), 1.18 + z * 1.6, 0.006),
                    ],
                    straw,
                    5,
                )
            )
            parts.append(
                rod(
                    [
                        (0.16 * np.cos(k * 0.7 + side), y, 0.60, 0.014),
                        (0.22 * np.cos(k * 0.7 + side), y * 1.3, 0.42, 0.006),
                    ],
                    straw,
                    5,
                )
            )
    return merge(parts)


MODELS: Final = (
    model(garden_gnome, "figure", "gnome.n.01"),
    model(piggy_bank, "figure", "piggy_bank.n.01"),
    model(scarecrow, "figure", "scarecrow.n.01"),
)
