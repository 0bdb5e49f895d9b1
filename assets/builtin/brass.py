"""Instruments of brass, larger than life."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import Vector, box, place, tube

from .forms import BRASS, ball, bends, ring, rod_along, turned
from .joinery import bent, rod, smooth, spread
from .model import model
from .parts import BLACK, CHROME, IVORY

_METALS: Final = (BRASS, CHROME, Material((0.80, 0.50, 0.30), roughness=0.25, metallic=0.85))


def metal_of(rng: np.random.Generator) -> Material:
    """Brass, mostly, or silver or red brass."""
    return _METALS[int(rng.choice(3, p=[0.6, 0.2, 0.2]))]


def flare(radius: float, length: float, throat: float) -> list[tuple[float, float]]:
    """Profile of a bell that opens from `throat` to `radius`, doubled so that its inside shows."""
    part = np.linspace(0, 1, 12)
    outside = throat + (radius - throat) * (0.25 * part + 0.75 * part**5)
    line = [(float(r), float(length * t)) for r, t in zip(outside, part, strict=True)]
    return [*line, *((max(r - 0.008, 0.002), z) for r, z in line[::-1])]


def _valves(
    count: int, x: float, z: float, metal: Material, *, pitch: float = 0.07, radius: float = 0.03
) -> list[Mesh]:
    """Upright pumps in a row along x with their buttons."""
    parts = []
    for place_x in spread(count, pitch * (count - 1)):
        at = (x + place_x, 0.0, z)
        parts.append(
            turned(
                [(radius * 0.6, -0.02), (radius, 0), (radius, 0.22), (radius * 0.6, 0.24)],
                metal,
                at,
                segments=14,
            )
        )
        parts += [
            rod(at, (at[0], 0, z + 0.29), 0.007, CHROME),
            rod_along(radius * 0.62, 0.012, IVORY, (at[0], 0, z + 0.295), axis="z"),
        ]
    return parts


def tuba(rng: np.random.Generator) -> Mesh:
    """A tuba standing on its bell's bow, the bell up."""
    metal = metal_of(rng)
    bow = [
        (0.16, 0, 0.80),
        (0.16, 0, 0.30),
        (0.10, 0, 0.16),
        (0, 0, 0.10),
        (-0.10, 0, 0.16),
        (-0.16, 0, 0.30),
        (-0.16, 0, 0.75),
    ]
    path = smooth(bow, 4)
    width = np.linspace(0.062, 0.10, len(path))
    parts = [
        tube(path, width, metal, sides=16),
        place(turned(flare(0.36, 0.62, 0.10), metal, segments=32), (-0.16, 0, 0.73)),
    ]
    loop: list[Vector] = [
        (0.16, 0, 0.78),
        (0.15, 0.02, 0.92),
        (0.06, 0.06, 0.98),
        (-0.02, 0.09, 0.90),
        (-0.03, 0.10, 0.40),
    ]
    parts.append(tube(smooth(loop, 4), 0.045, metal, sides=12))
    parts += bends(
        [
            [(-0.03, 0.10, 0.40), (0.02, 0.11, 0.30), (0.08, 0.11, 0.40), (0.08, 0.10, 0.75)],
            [(0.0, 0.12, 0.75), (0.0, 0.13, 0.25), (0.05, 0.13, 0.20), (0.10, 0.12, 0.25), (0.10, 0.12, 0.6)],
            [(0.10, 0.08, 0.78), (0.22, 0.12, 0.86), (0.30, 0.18, 0.84)],
        ],
        0.022,
        metal,
    )
    parts += [
        place(piece, (0.04, 0.13, 0.42)) for piece in _valves(4, 0.0, 0.0, metal, pitch=0.065, radius=0.028)
    ]
    parts += [
        turned(flare(0.03, 0.06, 0.012), CHROME, (0.30, 0.18, 0.84), axis="x", segments=12),
        ring(0.36, 0.012, metal, (-0.16, 0, 1.35), segments=32),
    ]
    return merge([*parts, *(ball(0.04, metal, (0, s * 0.07, 0.05), segments=10) for s in (-1, 1))])


def trumpet(rng: np.random.Generator) -> Mesh:
    """A giant trumpet on a peg stand, its bell forward."""
    metal = metal_of(rng)
    z = 0.62
    parts = [
        turned(flare(0.19, 0.62, 0.024), metal, (0.15, 0, z), axis="x", segments=28),
        ring(0.19, 0.008, metal, (0.77, 0, z), axis="x", segments=28),
    ]
    lead = [(0.2, 0, z), (-0.34, 0, z), (-0.44, 0, z + 0.07), (-0.34, 0, z + 0.14), (0.32, 0, z + 0.14)]
    back = [(-0.10, 0, z + 0.02), (-0.04, 0, z + 0.0)]
    parts += [
        tube(smooth([*lead[:1], *lead[1:4], lead[4]], 6), 0.022, metal, sides=10),
        rod(back[0], back[1], 0.02, metal),
    ]
    slide = [
        (0.05, 0, z + 0.14),
        (0.36, 0, z + 0.14),
        (0.43, 0, z + 0.08),
        (0.36, 0, z + 0.02),
        (0.02, 0, z + 0.02),
    ]
    parts += [
        tube(smooth(slide, 6), 0.024, metal, sides=10),
        rod((-0.30, 0, z + 0.145), (-0.72, 0, z + 0.145), 0.018, metal),
    ]
    parts.append(
        place(turned(flare(0.045, 0.1, 0.018), CHROME, axis="x", segments=14), (-0.72, 0, z + 0.145), yaw=180)
    )
    parts += [
        place(piece, (-0.02, 0, z - 0.06)) for piece in _valves(3, 0.0, 0.0, metal, pitch=0.085, radius=0.036)
    ]
    parts += bends(
        [[(-0.14, 0, z - 0.02), (-0.26, 0.02, z - 0.05), (-0.2, 0.02, z - 0.13), (-0.06, 0, z - 0.06)]],
        0.016,
        metal,
    )
    legs = [
        rod((0.0, 0, 0.12), (0.34 * math.cos(a), 0.34 * math.sin(a), 0.01), 0.016, BLACK)
        for a in (0.0, 2.1, 4.2)
    ]
    return merge([*parts, *legs, rod((0, 0, 0.08), (0, 0, z), 0.018, BLACK)])


def french_horn(rng: np.random.Generator) -> Mesh:
    """A horn: coils of tube round the valves and a wide bell, standing on the bell's rim and coil."""
    metal = metal_of(rng)
    turns = np.radians(np.linspace(-200, 300, 44))
    grow = np.linspace(0, 1, 44)
    coil = np.column_stack([0.32 * np.cos(turns), 0.02 - 0.10 * grow, 0.36 + 0.32 * np.sin(turns)])
    parts = [tube(coil, 0.022 + 0.030 * grow**2, metal, sides=10, up=(0, 1, 0))]
    parts += [
        ring(r, 0.018, metal, (0.02, y, 0.36), axis="y", segments=28)
        for r, y in ((0.26, 0.03), (0.21, 0.05), (0.16, 0.05))
    ]
    end = coil[-1]
    neck = smooth(
        [
            (float(end[0]), float(end[1]), float(end[2])),
            (0.02, -0.11, 0.06),
            (-0.20, -0.12, 0.08),
            (-0.42, -0.14, 0.2),
        ],
        4,
    )
    parts.append(tube(neck, np.linspace(0.052, 0.075, len(neck)), metal, sides=12, up=(0, 1, 0)))
    bell = turned(flare(0.28, 0.40, 0.072), metal, segments=32)
    parts.append(
        place(
            merge([bell, ring(0.28, 0.01, metal, (0, 0, 0.40), segments=32)]), (-0.38, -0.14, 0.17), pitch=42
        )
    )
    parts += [
        rod_along(0.045, 0.07, CHROME, (x, 0.07, 0.40 + 0.25 * abs(x)), axis="y") for x in (-0.11, 0.0, 0.11)
    ]
    parts += [box((0.035, 0.16, 0.01), metal, at=(x, 0.16, 0.48)) for x in (-0.11, 0.0, 0.11)]
    pipe = bent(
        [(-0.3, 0.03, 0.45), (-0.1, 0.08, 0.72), (0.25, 0.12, 0.80), (0.45, 0.15, 0.82)], 0.014, metal
    )
    return place(
        merge(
            [
                *parts,
                pipe,
                turned(flare(0.03, 0.07, 0.014), CHROME, (0.44, 0.15, 0.82), axis="x", segments=12),
            ]
        ),
        scale=1.1,
    )


MODELS: Final = (
    model(tuba, "brass instrument", "tuba.n.01"),
    model(trumpet, "brass instrument", "cornet.n.01"),
    model(french_horn, "brass instrument", "french_horn.n.01"),
)
