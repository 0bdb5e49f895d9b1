"""What candles and wicks burn in."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import cylinder, ellipsoid, lathe, place, torus

from .joinery import bent
from .model import model
from .parts import BLACK, BRASS, CHROME, choose

_BULB: Final = Material((0.98, 0.94, 0.80), roughness=0.3)
_WAX: Final = Material((0.94, 0.91, 0.82), roughness=0.5)
_FLAME: Final = Material((0.98, 0.70, 0.20), roughness=0.6, emission=0.6)


def chandelier(rng: np.random.Generator) -> Mesh:
    """A brass chandelier of eight arms come down, its crystals hanging from it."""
    crystal = choose(rng, [(0.86, 0.92, 0.96), (0.94, 0.82, 0.72)], roughness=0.05)
    core = [
        (0.02, 0.10),
        (0.07, 0.14),
        (0.11, 0.22),
        (0.06, 0.32),
        (0.03, 0.42),
        (0.06, 0.52),
        (0.025, 0.62),
        (0.02, 0.90),
    ]
    parts = [lathe(core, BRASS, segments=20, crease=60), torus(0.05, 0.014, BRASS, at=(0, 0, 0))]
    parts[-1] = place(torus(0.05, 0.014, BRASS), (0, 0, 0.94), roll=90)
    drop = lathe([(0.0, 0.0), (0.022, 0.03), (0.0, 0.09)], crystal, segments=6, caps=False, crease=0)
    for arm in range(8):
        turn = 2 * math.pi * arm / 8
        x, y = math.cos(turn), math.sin(turn)
        curve = [
            (0.06 * x, 0.06 * y, 0.28),
            (0.24 * x, 0.24 * y, 0.16),
            (0.44 * x, 0.44 * y, 0.22),
            (0.48 * x, 0.48 * y, 0.34),
        ]
        parts.append(bent(curve, 0.014, BRASS, steps=4))
        parts.append(
            lathe(
                [(0.02, 0.33), (0.07, 0.36), (0.065, 0.37), (0.02, 0.36)],
                BRASS,
                segments=12,
                at=(0.48 * x, 0.48 * y, 0),
            )
        )
        parts.append(cylinder(0.022, 0.16, _WAX, segments=10, at=(0.48 * x, 0.48 * y, 0.36)))
        parts.append(
            lathe(
                [(0.0, 0.0), (0.018, 0.03), (0.0, 0.08)],
                _BULB,
                segments=8,
                caps=False,
                at=(0.48 * x, 0.48 * y, 0.52),
            )
        )
        parts += [
            place(drop, (r * x, r * y, z))
            for r, z in ((0.47, 0.22), (0.34, 0.07), (0.22, 0.05), (0.10, 0.04))
        ]
        chain = [(0.48 * x, 0.48 * y, 0.34), (0.30 * x, 0.30 * y, 0.42), (0.04 * x, 0.04 * y, 0.62)]
        parts += [
            ellipsoid((0.014, 0.014, 0.014), crystal, segments=6, rings=4, at=(p[0], p[1], p[2]))
            for p in _beads(chain)
        ]
    return merge(parts)


def _beads(path: list[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    return [
        (float(a[0] + (b[0] - a[0]) * t), float(a[1] + (b[1] - a[1]) * t), float(a[2] + (b[2] - a[2]) * t))
        for a, b in pairwise(path)
        for t in (0.0, 0.2, 0.4, 0.6, 0.8)
    ]


def storm_lantern(rng: np.random.Generator) -> Mesh:
    """A paraffin lantern with a wire guard and a handle, larger than life."""
    paint = choose(rng, [(0.62, 0.10, 0.08), (0.14, 0.30, 0.18), (0.16, 0.26, 0.42)], roughness=0.4)
    tank = [(0.22, 0), (0.24, 0.03), (0.24, 0.12), (0.16, 0.17), (0.10, 0.20)]
    chimney = [(0.11, 0.22), (0.16, 0.32), (0.15, 0.42), (0.10, 0.50)]
    top = [(0.14, 0.52), (0.12, 0.56), (0.10, 0.62), (0.14, 0.64), (0.05, 0.70)]
    glass = Material((0.80, 0.84, 0.82), roughness=0.06)
    parts = [
        lathe(tank, paint, segments=28, crease=60),
        lathe(chimney, glass, segments=24, crease=80),
        lathe(top, paint, segments=24),
    ]
    parts.append(lathe([(0, 0.24), (0.05, 0.30), (0.0, 0.42)], _FLAME, segments=10, caps=False))
    for side in (-1, 1):
        arm = [(0, side * 0.20, 0.10), (0, side * 0.27, 0.20), (0, side * 0.24, 0.50), (0, side * 0.10, 0.64)]
        parts.append(bent(arm, 0.018, paint))
    for turn in (0.4, 1.2, 1.94, 2.74):
        x, y = math.cos(turn), math.sin(turn)
        guard = [(-0.10 * x, -0.10 * y, 0.22), (-0.18 * x, -0.18 * y, 0.36), (-0.12 * x, -0.12 * y, 0.52)]
        parts += [
            bent([(sign * px, sign * py, pz) for px, py, pz in guard], 0.006, CHROME, sides=5)
            for sign in (-1, 1)
        ]
    bow = [(0, -0.25, 0.50), (-0.05, -0.22, 0.80), (-0.08, 0, 0.93), (-0.05, 0.22, 0.80), (0, 0.25, 0.50)]
    return merge(
        [
            *parts,
            torus(0.17, 0.006, CHROME, at=(0, 0, 0.37)),
            bent(bow, 0.01, CHROME),
            cylinder(0.04, 0.04, BLACK, at=(0.15, 0.08, 0.15)),
        ]
    )


def candelabra(rng: np.random.Generator) -> Mesh:
    """A candelabrum of five arms, candles burnt to different heights."""
    metal = (BRASS, Material((0.78, 0.79, 0.80), roughness=0.2, metallic=0.9))[int(rng.integers(2))]
    stem = [
        (0.20, 0),
        (0.20, 0.02),
        (0.10, 0.06),
        (0.03, 0.12),
        (0.05, 0.24),
        (0.03, 0.30),
        (0.04, 0.50),
        (0.03, 0.60),
        (0.02, 0.80),
    ]
    parts = [lathe(stem, metal, segments=20, crease=60)]
    for y in (-0.40, -0.20, 0.0, 0.20, 0.40):
        if y:
            parts.append(
                bent(
                    [
                        (0, 0, 0.48),
                        (0, y * 0.5, 0.38 + abs(y) * 0.2),
                        (0, y, 0.56),
                        (0, y, 0.72 - abs(y) * 0.1),
                    ],
                    0.018,
                    metal,
                )
            )
        z = 0.80 if y == 0 else 0.72 - abs(y) * 0.1
        tall = float(rng.uniform(0.16, 0.28))
        parts.append(
            lathe(
                [(0.02, z - 0.01), (0.07, z + 0.015), (0.03, z + 0.02), (0.035, z + 0.06)],
                metal,
                segments=16,
                at=(0, y, 0),
            )
        )
        parts.append(cylinder(0.026, tall, _WAX, top=0.024, segments=12, at=(0, y, z + 0.05)))
        parts.append(
            lathe(
                [(0, 0), (0.014, 0.03), (0, 0.08)],
                _FLAME,
                segments=8,
                caps=False,
                at=(0, y, z + tall + 0.055),
            )
        )
        parts.append(ellipsoid((0.012, 0.012, 0.05), _WAX, segments=8, rings=6, at=(0.024, y, z + tall)))
    return merge(parts)


MODELS: Final = (
    model(chandelier, "lamp", "chandelier.n.01"),
    model(storm_lantern, "lantern", "lantern.n.01"),
    model(candelabra, "decoration", "candelabrum.n.01"),
)
