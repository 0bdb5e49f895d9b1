"""Drums."""

from __future__ import annotations

from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import box, place

from .forms import BRASS, around, ball, ring, rod_along, turned
from .joinery import rod
from .model import model
from .parts import BLACK, CHROME, WHITE, choose
from .prints import label, wood
from .surfaces import disc

HEAD: Final = Material((0.93, 0.91, 0.85), roughness=0.6)


_SHELLS: Final = (
    (0.62, 0.06, 0.08),
    (0.10, 0.22, 0.50),
    (0.10, 0.10, 0.11),
    (0.86, 0.60, 0.14),
    (0.10, 0.40, 0.34),
)


def _drum(radius: float, depth: float, shell: Material, *, lugs: int = 6, head: Material = HEAD) -> Mesh:
    """A drum about z, centred on the origin, with hoops and lugs."""
    half = depth / 2
    parts = [
        rod_along(radius, depth, shell, axis="z", segments=20),
        rod_along(radius * 0.97, depth * 1.02 + 0.004, head, axis="z", segments=20),
        *(
            ring(radius * 1.01, radius * 0.035 + 0.004, CHROME, (0, 0, s * half), segments=18, sides=5)
            for s in (-1, 1)
        ),
    ]
    for x, y, _ in around(lugs, radius * 1.03):
        parts += [
            rod((x, y, -half), (x, y, half), 0.006, CHROME, sides=5),
            ball(0.016, CHROME, (x, y, 0), segments=6),
        ]
    return merge(parts)


def _cymbal(x: float, y: float, z: float, radius: float, *, tilt: float = 12.0) -> list[Mesh]:
    """A cymbal on a three-legged stand."""
    plate = turned(
        [
            (0.012, 0.035),
            (radius * 0.22, 0.02),
            (radius * 0.26, 0.008),
            (radius, -0.03),
            (radius * 0.98, -0.034),
            (0.2 * radius, 0.0),
        ],
        BRASS,
        segments=16,
    )
    legs = [rod((x, y, 0.24), (x + dx, y + dy, 0.0), 0.009, CHROME, sides=6) for dx, dy, _ in around(3, 0.22)]
    return [place(plate, (x, y, z), pitch=tilt), rod((x, y, 0.2), (x, y, z + 0.06), 0.011, CHROME), *legs]


def drum_kit(rng: np.random.Generator) -> Mesh:
    """A drum kit: bass drum, two toms, floor tom, snare, three cymbals."""
    shell = choose(rng, _SHELLS, roughness=0.15)
    front = label(
        ("THE OWLS", "RUMBA", "BEAT 5", "ZIG ZAG")[int(rng.integers(4))],
        (0.92, 0.90, 0.84),
        (0.08, 0.08, 0.1),
        height=128,
        width=128,
        tall=0.16,
    )
    parts = [
        place(_drum(0.30, 0.42, shell, lugs=10), (0.15, 0, 0.31), pitch=-90),
        disc(front, 0.27, (0.372, 0, 0.31)),
    ]
    parts += [place(_drum(0.16, 0.22, shell), (0.10, s * 0.19, 0.76), pitch=14) for s in (-1, 1)]
    parts += [rod((0.14, s * 0.05, 0.58), (0.12, s * 0.14, 0.74), 0.014, CHROME) for s in (-1, 1)]
    parts += [
        place(_drum(0.22, 0.38, shell), (-0.25, 0.50, 0.40)),
        place(_drum(0.18, 0.14, shell), (-0.30, -0.42, 0.58)),
    ]
    parts += [
        rod((-0.25 + x, 0.50 + y, 0.5), (-0.25 + x, 0.50 + y, 0.0), 0.009, CHROME)
        for x, y, _ in around(3, 0.24)
    ]
    parts += [
        rod((-0.30, -0.42, 0.3), (-0.30 + x, -0.42 + y, 0.0), 0.01, CHROME) for x, y, _ in around(3, 0.2)
    ]
    parts += [rod((-0.30, -0.42, 0.28), (-0.30, -0.42, 0.52), 0.012, CHROME)]
    parts += [
        *_cymbal(0.22, -0.52, 1.18, 0.25),
        *_cymbal(0.20, 0.55, 1.12, 0.28),
        *_cymbal(-0.05, -0.66, 0.86, 0.19, tilt=0),
    ]
    parts += [rod((0.30, s * 0.26, 0.2), (0.42, s * 0.36, 0.0), 0.012, CHROME) for s in (-1, 1)]
    parts += [
        rod_along(0.16, 0.07, BLACK, (-0.62, 0.05, 0.50), axis="z"),
        rod((-0.62, 0.05, 0.2), (-0.62, 0.05, 0.5), 0.02, CHROME),
    ]
    parts += [
        rod((-0.62, 0.05, 0.24), (-0.62 + x, 0.05 + y, 0.0), 0.012, CHROME) for x, y, _ in around(3, 0.2)
    ]
    return merge(parts)


def bass_drum(rng: np.random.Generator) -> Mesh:
    """A marching bass drum on a cradle, its sticks on top, coloured tongues round the hoops."""
    shell = choose(rng, _SHELLS, roughness=0.3)
    pale = choose(rng, [(0.92, 0.88, 0.74), (0.90, 0.72, 0.20)], roughness=0.5)
    timber = wood(rng, (0.50, 0.32, 0.18))
    parts = [
        rod_along(0.46, 0.44, shell, (0, 0, 0.62), segments=36),
        rod_along(0.445, 0.45, HEAD, (0, 0, 0.62), segments=36),
    ]
    parts += [
        turned(
            [(0.44, -0.03), (0.485, -0.02), (0.485, 0.02), (0.44, 0.03)],
            pale,
            (x, 0, 0.62),
            axis="x",
            segments=36,
            caps=False,
        )
        for x in (-0.2, 0.2)
    ]
    for number, (y, z, _) in enumerate(around(20, 0.472)):
        x = 0.19 if number % 2 else -0.19
        y2, z2, _ = around(20, 0.472)[(number + 1) % 20]
        parts.append(rod((x, y, 0.62 + z), (-x, y2, 0.62 + z2), 0.008, WHITE, sides=5))
    parts += [
        disc(
            label(
                ("HARMONY", "VALLEY", "BRASS & CO")[int(rng.integers(3))],
                (0.93, 0.91, 0.85),
                (0.5, 0.1, 0.1),
                height=128,
                width=128,
                tall=0.12,
            ),
            0.40,
            (0.228, 0, 0.62),
        )
    ]
    for s in (-1, 1):
        parts += [
            box((0.5, 0.05, 0.05), timber, at=(0, s * 0.3, 0.12)),
            *(rod((x, s * 0.2, 0.26), (x, s * 0.42, 0.0), 0.02, timber) for x in (-0.22, 0.22)),
        ]
    parts += [
        rod((0.1, -0.25, 1.11), (0.06, 0.18, 1.11), 0.014, timber),
        ball(0.055, HEAD, (0.06, 0.2, 1.13)),
    ]
    return merge(parts)


def congas(rng: np.random.Generator) -> Mesh:
    """A pair of congas with brass hoops."""
    tint = ((0.66, 0.30, 0.12), (0.60, 0.08, 0.10), (0.84, 0.62, 0.22), (0.12, 0.32, 0.40))[
        int(rng.integers(4))
    ]
    staves = wood(rng, tint, roughness=0.25)
    hide = Material((0.90, 0.84, 0.70), roughness=0.8)
    parts = []
    for y, size, x in ((-0.27, 1.0, 0.0), (0.27, 0.9, 0.06)):
        drum = [
            turned(
                [(0.15, 0.0), (0.16, 0.02), (0.20, 0.35), (0.235, 0.62), (0.225, 0.82), (0.20, 0.95)],
                staves,
                segments=28,
            )
        ]
        drum += [
            turned([(0.155, 0.0), (0.162, 0.03)], BRASS, segments=28),
            turned([(0.203, 0.33), (0.209, 0.37)], BRASS, segments=28, caps=False),
            turned([(0.239, 0.60), (0.24, 0.64)], BRASS, segments=28, caps=False),
        ]
        drum += [
            ring(0.212, 0.014, CHROME, (0, 0, 0.94), segments=28),
            rod_along(0.205, 0.03, hide, (0, 0, 0.95), axis="z", segments=28),
        ]
        for px, py, _ in around(6, 0.232):
            drum += [
                rod((px, py, 0.70), (px * 0.96, py * 0.96, 0.94), 0.009, CHROME),
                box((0.04, 0.04, 0.06), CHROME, at=(px, py, 0.66)),
            ]
        parts.append(place(merge(drum), (x, y, 0), scale=size))
    return merge(parts)


MODELS: Final = (
    model(drum_kit, "percussion instrument", "drum.n.01"),
    model(bass_drum, "percussion instrument", "bass_drum.n.01"),
    model(congas, "percussion instrument", "bongo.n.01"),
)
