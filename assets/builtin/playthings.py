"""Toys far larger than those they are modelled on."""

from __future__ import annotations

from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import bevelled_box, box, cylinder, ellipsoid, extrude, place, tube

from .forms import BRASS, ball, gores, ring, rod_along, turned
from .joinery import rod, smooth, spread
from .model import model
from .parts import BLACK, CHROME, DARK, STEEL, WHITE, Colour, choose
from .prints import label, printed, sheet, wood
from .surfaces import disc, panel

BRIGHT: Final[tuple[Colour, ...]] = (
    (0.82, 0.10, 0.10),
    (0.10, 0.34, 0.72),
    (0.96, 0.78, 0.10),
    (0.12, 0.54, 0.24),
    (0.92, 0.46, 0.08),
)


def bright(rng: np.random.Generator, count: int, *, roughness: float = 0.25) -> list[Material]:
    """Different bright colours in chance order."""
    return [
        Material(BRIGHT[int(number)], roughness=roughness) for number in rng.permutation(len(BRIGHT))[:count]
    ]


def _brick(columns: int, rows: int, material: Material) -> Mesh:
    """A toy brick with knobs on top; 0.2 m to a knob."""
    pitch, tall = 0.2, 0.24
    parts = [bevelled_box((columns * pitch - 0.008, rows * pitch - 0.008, tall), material, bevel=0.008)]
    for x in spread(columns, (columns - 1) * pitch):
        parts += [
            cylinder(0.06, 0.045, material, segments=16, at=(x, y, tall))
            for y in spread(rows, (rows - 1) * pitch)
        ]
    return merge(parts)


def building_bricks(rng: np.random.Generator) -> Mesh:
    """A heap of giant plastic bricks, some stuck together."""
    paints = bright(rng, 5)
    layout = [
        (4, 2, 0.0, 0.0, 0.0, 0.0), (2, 2, -0.2, 0.0, 0.24, 0.0), (4, 2, 0.1, 0.1, 0.48, 90.0),
        (3, 2, 0.75, 0.35, 0.0, 25.0), (2, 2, 0.30, -0.55, 0.0, 50.0),
    ]  # fmt: skip
    return merge(
        [place(_brick(c, r, paints[k]), (x, y, z), yaw=yaw) for k, (c, r, x, y, z, yaw) in enumerate(layout)]
    )


def toy_robot(rng: np.random.Generator) -> Mesh:
    """A tin robot with dials on its chest, claws and a lamp on its head."""
    tin, trim, dark = (Material((0.62, 0.65, 0.68), roughness=0.3, metallic=0.6), *bright(rng, 2))
    parts = [
        bevelled_box((0.42, 0.60, 0.58), tin, bevel=0.04, at=(0, 0, 0.56)),
        bevelled_box((0.34, 0.38, 0.30), tin, bevel=0.04, at=(0, 0, 1.20)),
        rod_along(0.10, 0.08, dark, (0, 0, 1.17), axis="z"),
    ]
    for s in (-1, 1):
        parts += [
            bevelled_box((0.24, 0.20, 0.46), tin, bevel=0.03, at=(0, s * 0.16, 0.12)),
            bevelled_box((0.40, 0.24, 0.14), trim, bevel=0.03, at=(0.06, s * 0.16, 0)),
        ]
        parts += [
            rod_along(0.09, 0.10, dark, (0, s * 0.34, 1.02), axis="y"),
            tube([(0, s * 0.40, 1.02), (0.05, s * 0.44, 0.80), (0.24, s * 0.44, 0.74)], 0.06, trim, sides=12),
        ]
        parts += [
            ring(0.06, 0.022, BLACK, (0.34, s * 0.44, 0.74), segments=14, sides=6),
            rod_along(0.035, 0.04, Material((1.0, 0.85, 0.3), emission=0.8), (0.175, s * 0.09, 1.39)),
            ring(0.045, 0.012, BLACK, (0.175, s * 0.09, 1.39), axis="x", segments=14, sides=6),
        ]
        parts += [
            rod_along(0.05, 0.05, trim, (0, s * 0.21, 1.34), axis="y"),
            ball(0.02, STEEL, (0, s * 0.25, 1.34), segments=8),
        ]
    parts += [
        panel(printed("mouth", _teeth()), 0.20, 0.06, (0.172, 0, 1.27)),
        bevelled_box((0.02, 0.44, 0.30), WHITE, bevel=0.006, at=(0.21, 0, 0.76)),
    ]
    parts += [
        disc(label("", trim.color, (1, 1, 1), width=32, height=32), 0.07, (0.222, -0.12, 0.95)),
        rod_along(0.07, 0.02, dark, (0.22, 0.12, 0.95)),
        *(
            rod_along(0.025, 0.03, paint, (0.22, y, 0.82))
            for y, paint in zip(spread(4, 0.33), [*bright(rng, 4)], strict=True)
        ),
    ]
    parts += [
        rod((0, 0, 1.5), (0, 0, 1.62), 0.012, STEEL),
        ball(0.04, Material((0.95, 0.15, 0.1), emission=0.5), (0, 0, 1.65)),
    ]
    key = [ring(0.07, 0.02, BRASS, (-0.32, s * 0.07, 0.85), axis="x", segments=16, sides=6) for s in (-1, 1)]
    return merge([*parts, *key, rod((-0.2, 0, 0.85), (-0.33, 0, 0.85), 0.02, BRASS)])


def _teeth() -> np.ndarray:
    picture = sheet((0.1, 0.1, 0.1), 32, 96)
    for column in range(6):
        picture[4:28, column * 16 + 2 : column * 16 + 14] = (0.9, 0.9, 0.85)
    return picture


def toy_train(rng: np.random.Generator) -> Mesh:
    """A wooden engine with a tall funnel and a truck of blocks behind it."""
    body, cab, wheels, load = bright(rng, 4)
    timber = wood(rng, (0.86, 0.66, 0.40))
    parts = [
        box((0.85, 0.40, 0.08), timber, at=(0, 0, 0.17)),
        rod_along(0.17, 0.50, body, (0.14, 0, 0.42), segments=24),
        rod_along(0.175, 0.06, cab, (0.37, 0, 0.42), segments=24),
    ]
    parts += [
        bevelled_box((0.32, 0.40, 0.50), cab, bevel=0.015, at=(-0.27, 0, 0.25)),
        bevelled_box((0.42, 0.48, 0.05), wheels, bevel=0.015, at=(-0.27, 0, 0.75)),
        box((0.16, 0.41, 0.18), DARK, at=(-0.27, 0, 0.50)),
    ]
    parts += [
        turned(
            [(0.05, 0), (0.05, 0.14), (0.10, 0.26), (0.10, 0.30), (0.06, 0.30)],
            wheels,
            (0.28, 0, 0.56),
            segments=18,
        ),
        turned([(0.06, 0), (0.06, 0.06), (0.0, 0.12)], BRASS, (0.05, 0, 0.58), segments=16),
    ]
    parts += [
        ball(0.05, Material((1.0, 0.9, 0.5), emission=0.3), (0.41, 0, 0.42), segments=10),
        place(extrude([(0, -0.22), (0.2, 0), (0, 0.22)], 0.08, wheels), (0.40, 0, 0.08)),
    ]
    truck = [
        box((0.62, 0.38, 0.07), timber, at=(0, 0, 0.17)),
        *(box((0.62, 0.03, 0.14), body, at=(0, s * 0.175, 0.24)) for s in (-1, 1)),
        *(box((0.03, 0.38, 0.14), body, at=(s * 0.295, 0, 0.24)) for s in (-1, 1)),
    ]
    truck += [
        bevelled_box((0.17, 0.17, 0.17), paint, bevel=0.015, at=(x, y, z))
        for x, y, z, paint in ((-0.15, 0.05, 0.24, load), (0.1, -0.06, 0.24, wheels), (0.0, 0.0, 0.41, cab))
    ]
    parts.append(place(merge(truck), (-0.86, 0, 0)))
    for x, radius in ((0.30, 0.11), (0.06, 0.11), (-0.28, 0.17), (-1.04, 0.11), (-0.68, 0.11)):
        parts += [
            rod_along(radius, 0.05, wheels, (x, s * 0.22, radius), axis="y", segments=20) for s in (-1, 1)
        ]
        parts += [
            rod_along(radius * 0.4, 0.06, timber, (x, s * 0.22, radius), axis="y", segments=12)
            for s in (-1, 1)
        ]
    return merge([*parts, rod((-0.42, 0, 0.2), (-0.56, 0, 0.2), 0.02, STEEL)])


def rubber_duck(rng: np.random.Generator) -> Mesh:
    """A bath duck, 1.2 m long."""
    skin_paint = choose(rng, [(0.97, 0.80, 0.08), (0.96, 0.72, 0.10), (0.96, 0.56, 0.66)], roughness=0.15)
    beak = Material((0.94, 0.40, 0.06), roughness=0.2)
    parts = [
        ellipsoid((0.56, 0.42, 0.34), skin_paint, segments=28, rings=18, at=(0, 0, 0.34)),
        ball(0.28, skin_paint, (0.28, 0, 0.84), segments=26),
    ]
    tail = smooth([(-0.30, 0, 0.40), (-0.52, 0, 0.52), (-0.66, 0, 0.72)], 4)
    parts += [
        tube(
            tail,
            np.column_stack([np.linspace(0.30, 0.05, len(tail)), np.linspace(0.2, 0.02, len(tail))]),
            skin_paint,
            sides=16,
            rounded=True,
        )
    ]
    parts += [
        place(
            ellipsoid((0.30, 0.08, 0.16), skin_paint, segments=16, rings=10),
            (-0.06, s * 0.38, 0.42),
            pitch=-20,
            yaw=-s * 8,
        )
        for s in (-1, 1)
    ]
    parts += [
        ellipsoid((0.18, 0.13, 0.035), beak, segments=16, rings=8, at=(0.56, 0, 0.81)),
        place(ellipsoid((0.15, 0.11, 0.03), beak, segments=16, rings=8), (0.53, 0, 0.76), pitch=-14),
    ]
    for s in (-1, 1):
        parts += [
            ellipsoid((0.03, 0.05, 0.07), WHITE, segments=12, rings=8, at=(0.50, s * 0.13, 0.93)),
            ellipsoid((0.02, 0.03, 0.045), BLACK, segments=10, rings=8, at=(0.525, s * 0.14, 0.93)),
        ]
    return merge(parts)


def spinning_top(rng: np.random.Generator) -> Mesh:
    """A humming top leaning on its rim, bands of colour and a twisted handle."""
    paints = [*bright(rng, 4), Material((0.94, 0.92, 0.86), roughness=0.25)]
    levels = [
        (0.02, -0.50),
        (0.10, -0.40),
        (0.30, -0.22),
        (0.46, -0.06),
        (0.50, 0.03),
        (0.46, 0.12),
        (0.32, 0.22),
        (0.16, 0.28),
        (0.05, 0.30),
    ]
    parts = [
        turned(levels[k : k + 2], paints[k % 5], segments=32, caps=False) for k in range(len(levels) - 1)
    ]
    parts += [
        gores([(0.462, 0.121), (0.322, 0.221)], [paints[0], paints[4]], 16),
        rod((0, 0, 0.28), (0, 0, 0.66), 0.022, CHROME),
        ball(0.06, paints[1], (0, 0, 0.70)),
        turned([(0.0, -0.58), (0.03, -0.5)], STEEL, segments=10),
    ]
    return place(merge(parts), pitch=38, yaw=20)


MODELS: Final = (
    model(building_bricks, "toy", "plaything.n.01"),
    model(toy_robot, "toy", "automaton.n.02"),
    model(toy_train, "toy", "plaything.n.01"),
    model(rubber_duck, "toy", "plaything.n.01"),
    model(spinning_top, "toy", "spinning_top.n.01"),
)
