"""Things for space and for looking at it."""

from __future__ import annotations

from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import bevelled_box, box, cylinder, ellipsoid, extrude, place

from .forms import GLASS, around, ring, rod_along, turned
from .joinery import rod
from .model import model
from .parts import BLACK, DARK, STEEL, WHITE, choose

_FOIL: Final = Material((0.90, 0.68, 0.22), roughness=0.35, metallic=0.6)


def lunar_lander(rng: np.random.Generator) -> Mesh:
    """A lunar lander in foil and grey on four legs with round feet, 2.2 m."""
    grey = choose(rng, [(0.66, 0.67, 0.70), (0.80, 0.80, 0.80), (0.40, 0.42, 0.46)], roughness=0.4)
    parts = [
        place(cylinder(0.66, 0.48, _FOIL, segments=8, at=(0, 0, 0.52)), yaw=22.5),
        place(cylinder(0.62, 0.04, DARK, segments=8, at=(0, 0, 1.0)), yaw=22.5),
        turned([(0.30, 0.24), (0.18, 0.44), (0.10, 0.54)], DARK, segments=24),
    ]
    parts += [
        place(cylinder(0.48, 0.56, grey, top=0.34, segments=10, at=(0, 0, 1.04)), yaw=18),
        ellipsoid((0.34, 0.44, 0.30), grey, segments=18, rings=10, at=(0.14, 0, 1.30)),
        *(
            place(
                extrude([(0, 0), (0.16, 0.0), (0.04, 0.16)], 0.03, BLACK, plane="yz"),
                (0.43, -0.22 + 0.28 * k, 1.34),
                pitch=16,
            )
            for k in range(2)
        ),
        bevelled_box((0.10, 0.26, 0.24), DARK, bevel=0.03, at=(0.46, 0, 1.06)),
    ]
    parts += [
        rod_along(0.12, 0.10, STEEL, (-0.05, 0, 1.63), axis="z"),
        rod((0.1, 0.22, 1.55), (0.1, 0.30, 1.86), 0.012, STEEL),
        place(
            turned([(0.02, 0), (0.14, 0.06), (0.0, 0.02)], WHITE, segments=18, caps=False),
            (0.1, 0.30, 1.86),
            pitch=-40,
        ),
        *(ellipsoid((0.16, 0.16, 0.18), _FOIL, at=(-0.1, s * 0.42, 1.26)) for s in (-1, 1)),
    ]
    parts += [
        place(
            turned([(0.05, 0), (0.025, 0.06), (0.02, 0.1)], DARK, segments=10),
            (x * 0.55, y * 0.55, 1.36 + dz),
        )
        for x, y, _ in around(4, 1.0, start=45.0)
        for dz in (-0.1, 0.06)
    ]
    for turn in (0.0, 90.0, 180.0, 270.0):
        leg = [
            rod((0.56, 0, 0.92), (1.02, 0, 0.06), 0.035, _FOIL),
            *(rod((0.52, s * 0.22, 0.58), (0.90, 0, 0.30), 0.02, STEEL) for s in (-1, 1)),
            turned([(0.17, 0.0), (0.19, 0.04), (0.06, 0.07)], STEEL, (1.04, 0, 0), segments=20),
        ]
        parts.append(place(merge(leg), yaw=turn))
    parts += [rod((0.64, s * 0.09, 0.95), (1.0, s * 0.09, 0.16), 0.012, STEEL) for s in (-1, 1)] + [
        rod((0.64 + 0.36 * p, -0.09, 0.95 - 0.79 * p), (0.64 + 0.36 * p, 0.09, 0.95 - 0.79 * p), 0.01, STEEL)
        for p in np.linspace(0.1, 0.95, 7).tolist()
    ]
    return merge(parts)


def space_capsule(rng: np.random.Generator) -> Mesh:
    """A cone-shaped capsule with a scorched shield and orange floats, 1.9 m."""
    skin_paint = choose(rng, [(0.30, 0.31, 0.34), (0.84, 0.84, 0.84), (0.52, 0.42, 0.34)], roughness=0.5)
    scorched = Material((0.24, 0.16, 0.11), roughness=0.95)
    parts = [
        turned([(0.30, 0.02), (0.70, 0.09), (0.90, 0.22), (0.92, 0.28)], scorched, segments=36, crease=60),
        turned([(0.92, 0.28), (0.36, 1.24)], skin_paint, segments=36),
        turned([(0.36, 1.24), (0.33, 1.46), (0.24, 1.52)], STEEL, segments=24),
        ring(0.92, 0.03, STEEL, (0, 0, 0.28), segments=36, sides=6),
    ]
    parts += [
        turned(
            [(0.92 - 0.583 * (z - 0.28) + 0.004, z), (0.92 - 0.583 * (z - 0.25) + 0.004, z + 0.03)],
            DARK,
            segments=36,
            caps=False,
        )
        for z in (0.48, 0.74, 1.0)
    ]
    hatch = [
        bevelled_box((0.04, 0.42, 0.46), STEEL, bevel=0.015),
        bevelled_box((0.05, 0.22, 0.16), GLASS, bevel=0.02, at=(0.004, 0, 0.22)),
        rod((0.03, -0.15, 0.08), (0.03, 0.15, 0.08), 0.014, BLACK),
    ]
    parts.append(place(merge(hatch), (0.76, 0, 0.50), pitch=30))
    parts += [
        place(
            place(merge([bevelled_box((0.03, 0.18, 0.20), BLACK, bevel=0.01)]), (0.70, 0, 0.66), pitch=30),
            yaw=turn,
        )
        for turn in (55.0, -55.0)
    ]
    floats = [
        place(
            ellipsoid((0.24, 0.24, 0.20), Material((0.94, 0.42, 0.06), roughness=0.4), segments=16, rings=10),
            (0.24 * np.cos(a), 0.24 * np.sin(a), 1.66),
        )
        for a in (0.5, 2.6, 4.7)
    ]
    parts += [
        *floats,
        *(
            place(rod((0.9, -0.05, 0.34), (0.42, 0.0, 1.2), 0.012, WHITE), yaw=turn)
            for turn in (120.0, 180.0, 240.0)
        ),
    ]
    return merge([*parts, box((0.02, 0.10, 0.24), Material((0.72, 0.10, 0.12)), at=(-0.70, 0, 0.62))])


MODELS: Final = (
    model(lunar_lander, "spacecraft", "spacecraft.n.01"),
    model(space_capsule, "spacecraft", "space_capsule.n.01"),
)
