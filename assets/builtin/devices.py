"""Cameras, telephones and headphones, larger than life."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import bevelled_box, cylinder, ellipsoid, extrude, lathe, place, torus, tube

from .joinery import rod, rounded, smooth
from .model import model
from .parts import BLACK, BRASS, CHROME, choose
from .prints import dial
from .surfaces import disc, panel


def camera(rng: np.random.Generator) -> Mesh:
    """A giant rangefinder camera with a long lens."""
    hide = choose(rng, [(0.10, 0.10, 0.11), (0.42, 0.22, 0.12), (0.20, 0.30, 0.26)], roughness=0.85)
    silver = Material((0.74, 0.75, 0.76), roughness=0.3, metallic=0.7)
    parts = [
        extrude(rounded(0.40, 1.10, 0.16), 0.44, hide, at=(0, 0, 0.10)),
        extrude(rounded(0.41, 1.12, 0.17), 0.10, silver),
    ]
    parts += [
        extrude(rounded(0.41, 1.12, 0.17), 0.16, silver, at=(0, 0, 0.54), bevel=0.02),
        bevelled_box((0.30, 0.34, 0.14), silver, bevel=0.05, at=(0, 0, 0.69)),
    ]
    barrel = [
        (0.27, 0.0),
        (0.27, 0.08),
        (0.24, 0.09),
        (0.24, 0.20),
        (0.26, 0.21),
        (0.26, 0.32),
        (0.22, 0.36),
        (0.23, 0.42),
        (0.20, 0.42),
        (0.17, 0.30),
    ]
    parts.append(place(lathe(barrel, BLACK, segments=36, caps=False, crease=30), (0.18, 0, 0.34), pitch=-90))
    parts += [
        place(torus(0.262, 0.012, silver, segments=36, sides=6), (x, 0, 0.34), pitch=90) for x in (0.28, 0.48)
    ]
    parts += [
        ellipsoid(
            (0.06, 0.18, 0.18), Material((0.14, 0.10, 0.30), roughness=0.02), segments=24, at=(0.48, 0, 0.34)
        ),
        panel(Material((0.2, 0.28, 0.34), roughness=0.05), 0.18, 0.08, (0.152, 0, 0.76)),
    ]
    parts += [
        cylinder(0.08, 0.05, silver, at=(0, 0.38, 0.70)),
        cylinder(0.10, 0.06, silver, at=(0, -0.38, 0.70)),
        cylinder(0.03, 0.09, CHROME, at=(0.02, 0.24, 0.70)),
    ]
    strap = smooth(
        [
            (0, 0.56, 0.60),
            (0.05, 0.74, 0.40),
            (0.20, 0.80, 0.03),
            (0.55, 0.50, 0.02),
            (0.66, -0.1, 0.02),
            (0.52, -0.6, 0.02),
            (0.20, -0.82, 0.03),
            (0.05, -0.74, 0.40),
            (0, -0.56, 0.60),
        ],
        5,
    )
    return merge(
        [*parts, tube(strap, [(0.045, 0.012)] * len(strap), choose(rng, [(0.50, 0.28, 0.14)]), sides=6)]
    )


def dial_telephone(rng: np.random.Generator) -> Mesh:
    """A giant telephone with a dial and a curly cord."""
    shell = choose(
        rng, [(0.06, 0.06, 0.07), (0.76, 0.10, 0.10), (0.90, 0.86, 0.72), (0.24, 0.42, 0.30)], roughness=0.15
    )
    side = [(-0.40, 0.0), (0.44, 0.0), (0.44, 0.10), (0.10, 0.44), (-0.22, 0.48), (-0.36, 0.30)]
    parts = [extrude(side, 0.74, shell, plane="xz", bevel=0.06, crease=60)]
    face = dial((0.94, 0.93, 0.90), (0.08, 0.08, 0.09), marks=10, numbers=True)
    wheel_ = [
        lathe([(0.23, 0), (0.24, 0.02), (0.22, 0.03)], BLACK, segments=32),
        place(disc(face, 0.20), (0, 0, 0.035), pitch=90, yaw=0),
        cylinder(0.09, 0.02, CHROME, at=(0, 0, 0.03)),
    ]
    ring = [
        torus(0.03, 0.008, CHROME, segments=12, sides=5, at=(0.155 * math.cos(a), 0.155 * math.sin(a), 0.04))
        for a in np.linspace(0.3, 5.6, 10).tolist()
    ]
    parts.append(place(merge([*wheel_, *ring]), (0.275, 0, 0.275), pitch=-45))
    for y in (-0.22, 0.22):
        parts += [
            bevelled_box((0.24, 0.05, 0.14), shell, bevel=0.02, at=(-0.06, y, 0.44)),
            ellipsoid((0.13, 0.13, 0.10), shell, at=(-0.06, y * 2.0, 0.60)),
        ]
        parts.append(
            lathe([(0.12, 0), (0.14, 0.04), (0.10, 0.10)], shell, segments=20, at=(-0.06, y * 2.05, 0.50))
        )
    grip = smooth([(-0.06, -0.44, 0.66), (-0.06, -0.22, 0.72), (-0.06, 0.22, 0.72), (-0.06, 0.44, 0.66)], 4)
    parts.append(tube(grip, 0.075, shell, sides=14, rounded=True))
    way = np.linspace(0, 1, 150)
    spine = np.column_stack([-0.10 - 0.25 * way, -0.46 - 0.20 * np.sin(way * 3.1), 0.50 * (1 - way) + 0.06])
    coil = np.column_stack([0.035 * np.cos(way * 150), 0.02 * np.sin(way * 75), 0.035 * np.sin(way * 150)])
    return merge([*parts, tube(spine + coil, 0.012, BLACK, sides=5)])


def headphones(rng: np.random.Generator) -> Mesh:
    """Giant headphones standing on their cups."""
    shell = choose(
        rng, [(0.80, 0.14, 0.16), (0.14, 0.15, 0.17), (0.92, 0.92, 0.90), (0.10, 0.50, 0.56)], roughness=0.25
    )
    turn = np.linspace(0.06, math.pi - 0.06, 19)
    bow = np.column_stack([np.zeros(19), 0.46 * np.cos(turn), 0.40 + 0.56 * np.sin(turn)])
    parts = [
        tube(bow, [(0.10, 0.018)] * 19, shell, sides=8, up=(0, 0.01, 1.0)),
        tube(bow[4:15] - (0, 0, 0.035), [(0.085, 0.03)] * 11, BLACK, sides=8),
    ]
    for side in (-1, 1):
        cup = [
            lathe(
                [(0.22, 0), (0.25, 0.04), (0.24, 0.12), (0.14, 0.17), (0.10, 0.175)],
                shell,
                segments=28,
                crease=60,
            ),
            torus(0.17, 0.075, BLACK, segments=28, at=(0, 0, -0.03)),
        ]
        cup.append(cylinder(0.09, 0.01, CHROME, at=(0, 0, 0.175)))
        parts.append(place(merge(cup), (0, side * 0.42, 0.25), roll=90 * side))
        parts += [rod((x, side * 0.47, 0.44), (x, side * 0.50, 0.26), 0.014, CHROME) for x in (-0.06, 0.06)]
    cord = smooth(
        [
            (0, 0.40, 0.02),
            (0.20, 0.30, 0.015),
            (0.46, 0.05, 0.015),
            (0.30, -0.2, 0.015),
            (0.55, -0.34, 0.015),
        ],
        6,
    )
    return merge(
        [
            *parts,
            tube(cord, 0.014, BLACK, sides=6),
            rod((0.55, -0.34, 0.02), (0.68, -0.40, 0.02), 0.02, BRASS),
        ]
    )


MODELS: Final = (
    model(camera, "camera", "camera.n.01"),
    model(dial_telephone, "telephone", "dial_telephone.n.01"),
    model(headphones, "electronics", "earphone.n.01"),
)
