"""Things that float or hover."""

from __future__ import annotations

from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import box, cylinder, ellipsoid, extrude, place, tube

from .forms import around, ball, bars, ring, rod_along, turned
from .joinery import bent, rod
from .model import model
from .parts import BLACK, DARK, STEEL, WHITE, choose
from .prints import label
from .surfaces import panel

_INKS: Final = (
    (0.80, 0.12, 0.12),
    (0.10, 0.30, 0.62),
    (0.96, 0.74, 0.10),
    (0.12, 0.50, 0.32),
    (0.90, 0.42, 0.08),
    (0.48, 0.18, 0.50),
)


def _inks(rng: np.random.Generator, count: int, *, roughness: float = 0.3) -> list[Material]:
    return [Material(_INKS[k], roughness=roughness) for k in rng.permutation(6)[:count].tolist()]


def airship(rng: np.random.Generator) -> Mesh:
    """A silver or coloured airship over its gondola and engines, on a cradle, 2.8 m."""
    one, two = _inks(rng, 2)
    name = ("NOVA", "ZEPHYR", "ALBA")[int(rng.integers(3))]
    silver = (Material((0.74, 0.76, 0.78), roughness=0.3, metallic=0.3), one)[int(rng.integers(2))]
    part = np.linspace(-1, 1, 21)
    profile = np.column_stack([0.44 * np.sqrt(np.maximum(1 - np.abs(part) ** 2.4, 0)), 1.38 * part])
    parts = [turned(profile, silver, (0, 0, 0.98), axis="x", segments=28, crease=70, caps=False)]
    parts += [
        tube(
            [(x, 1.004 * r * np.cos(a), 0.98 + 1.004 * r * np.sin(a)) for r, x in profile[1:-1].tolist()],
            0.006,
            two,
            sides=4,
        )
        for a in np.linspace(0, 2 * np.pi, 8, endpoint=False).tolist()
    ]
    parts += [
        place(
            extrude(
                [(-0.80, 0.30), (-1.28, 0.18), (-1.40, 0.46), (-1.28, 0.60), (-1.02, 0.56)],
                0.03,
                two,
                plane="xz",
                bevel=0.008,
            ),
            (0, 0, 0.98),
            roll=45 + 90.0 * k,
        )
        for k in range(4)
    ]
    parts += [
        tube([(-0.25, 0, 0.48), (0.45, 0, 0.48)], [(0.11, 0.10)] * 2, WHITE, sides=14, rounded=True),
        *(
            box((0.07, 0.23, 0.06), Material((0.12, 0.16, 0.22), roughness=0.1), at=(x, 0, 0.48))
            for x in (-0.15, 0.0, 0.15, 0.3, 0.42)
        ),
        rod((0.1, 0, 0.5), (0.1, 0, 0.7), 0.03, WHITE),
        rod((-0.2, 0, 0.5), (-0.2, 0, 0.6), 0.03, WHITE),
    ]
    for s in (-1, 1):
        parts += [
            ellipsoid((0.14, 0.06, 0.06), two, segments=12, rings=8, at=(-0.2, s * 0.34, 0.52)),
            rod((-0.2, s * 0.34, 0.52), (-0.2, s * 0.28, 0.68), 0.014, STEEL),
            *(
                place(
                    ellipsoid((0.008, 0.02, 0.13), BLACK, segments=8, rings=6),
                    (-0.35, s * 0.34, 0.52),
                    roll=90.0 * k,
                )
                for k in range(2)
            ),
        ]
        parts += [
            place(
                panel(label(name, silver.color, (0.08, 0.08, 0.10)), 0.9, 0.22),
                (0.1, s * 0.452, 1.0),
                yaw=s * 90,
            )
        ]
        parts += bars(
            [
                [(0.85, s * 0.36, 0.0), (0.85, s * 0.16, 0.70)],
                [(-0.75, s * 0.36, 0.0), (-0.75, s * 0.16, 0.68)],
            ],
            0.03,
            DARK,
        )
    parts += [rod((x, -0.36, 0.05), (x, 0.36, 0.05), 0.03, DARK) for x in (0.85, -0.75)]
    return merge(parts)


def drone(rng: np.random.Generator) -> Mesh:
    """A quadcopter with guards round its rotors and a camera below, 1.6 m."""
    shell = choose(rng, [(0.90, 0.90, 0.90), (0.16, 0.17, 0.19), (0.84, 0.34, 0.08)], roughness=0.25)
    accent = _inks(rng, 1)[0]
    parts = [
        ellipsoid((0.40, 0.24, 0.12), shell, segments=20, rings=12, at=(0, 0, 0.46)),
        ellipsoid((0.20, 0.14, 0.06), accent, at=(-0.06, 0, 0.55)),
        ball(0.09, BLACK, (0.30, 0, 0.33)),
        rod_along(0.04, 0.04, Material((0.1, 0.2, 0.4), roughness=0.05), (0.385, 0, 0.33)),
        rod((0.28, 0, 0.40), (0.3, 0, 0.34), 0.03, STEEL),
    ]
    for x, y, turn in around(4, 0.70, start=45.0):
        parts += [
            tube([(x * 0.2, y * 0.2, 0.46), (x, y, 0.50)], [0.06, 0.035], shell, sides=10),
            cylinder(0.06, 0.12, accent, segments=14, at=(x, y, 0.46)),
            ring(0.30, 0.014, BLACK, (x, y, 0.56), segments=28, sides=6),
        ]
        parts += [
            place(box((0.54, 0.05, 0.008), STEEL), (x, y, 0.59), yaw=turn * 1.7),
            ball(
                0.03,
                Material((0.9, 0.1, 0.1) if x < 0 else (0.1, 0.9, 0.3), emission=0.6),
                (x, y, 0.45),
                segments=8,
            ),
        ]
        parts += [
            rod((x, y, 0.56), (x + 0.3 * np.cos(a), y + 0.3 * np.sin(a), 0.56), 0.007, BLACK, sides=4)
            for a in (0.5, 2.6, 4.7)
        ]
    for s in (-1, 1):
        parts += [
            bent([(-0.28, s * 0.30, 0.02), (0.28, s * 0.30, 0.02)], 0.02, BLACK),
            *(rod((x, s * 0.16, 0.42), (x, s * 0.30, 0.02), 0.016, shell) for x in (-0.16, 0.16)),
        ]
    return merge(parts)


MODELS: Final = (
    model(airship, "aircraft", "airship.n.01"),
    model(drone, "aircraft", "drone.n.04"),
)
