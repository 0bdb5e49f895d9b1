"""Boats with engines or pedals, rafts, and a ship in small."""

from __future__ import annotations

from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import bevelled_box, box, cylinder, ellipsoid, place, tube

from .forms import (
    GLASS,
    Hull,
    ball,
    decked_hull,
    ring,
    rod_along,
    skin,
)
from .joinery import bent, cushion, rod, smooth
from .model import model
from .parts import BLACK, CHROME, DARK, STEEL, WHITE, choose, textured
from .prints import label
from .surfaces import panel

PAINTS: Final = (
    (0.78, 0.10, 0.10),
    (0.08, 0.30, 0.60),
    (0.94, 0.70, 0.08),
    (0.10, 0.46, 0.40),
    (0.90, 0.38, 0.08),
)


def motor_boat(rng: np.random.Generator) -> Mesh:
    """A mahogany runabout with windscreen, red seats and an outboard, 2.7 m."""
    timber = textured(rng, "wood_planks", (0.72, 0.38, 0.22), roughness=0.2)
    low = choose(rng, PAINTS, roughness=0.2)
    hull = Hull(
        2.5,
        1.02,
        0.46,
        stern=0.85,
        bow_rise=0.14,
        stern_rise=0.0,
        bow_keel=0.34,
        stern_keel=0.0,
        full=2.8,
        boxy=0.6,
    )
    parts = decked_hull(hull, low, timber, crown=0.06)
    parts += [tube(line, 0.022, CHROME, sides=6) for line in hull.rim()]
    parts += [
        box((1.0, 0.74, 0.10), DARK, at=(-0.35, 0, 0.44)),
        *(
            cushion(
                (0.34, 0.68, 0.16), Material((0.66, 0.10, 0.10), roughness=0.4), at=(x, 0, 0.48), square=0.2
            )
            for x in (-0.22, -0.68)
        ),
        *(
            bevelled_box(
                (0.10, 0.70, 0.26), Material((0.66, 0.10, 0.10), roughness=0.4), bevel=0.04, at=(x, 0, 0.52)
            )
            for x in (-0.42, -0.86)
        ),
    ]
    screen = [
        [(0.10, -0.42, 0.52), (0.22, 0, 0.54), (0.10, 0.42, 0.52)],
        [(-0.02, -0.40, 0.76), (0.08, 0, 0.80), (-0.02, 0.40, 0.76)],
    ]
    parts += [
        skin(np.array(screen), GLASS),
        tube(screen[1], 0.012, CHROME, sides=6),
        tube(screen[0], 0.012, CHROME, sides=6),
    ]
    parts += [
        place(ring(0.12, 0.014, WHITE, segments=18, sides=6), (-0.04, -0.2, 0.68), pitch=60),
        rod((0.05, -0.2, 0.6), (-0.03, -0.2, 0.68), 0.014, CHROME),
        rod_along(0.03, 0.06, CHROME, (0.95, 0, 0.66), axis="x"),
    ]
    engine = [
        bevelled_box((0.26, 0.24, 0.34), WHITE, bevel=0.05, at=(0, 0, 0.40)),
        bevelled_box((0.27, 0.25, 0.06), low, bevel=0.02, at=(0, 0, 0.50)),
        box((0.12, 0.09, 0.45), BLACK, at=(0, 0, 0)),
        ellipsoid((0.14, 0.05, 0.05), BLACK, at=(0, 0, 0.02)),
        *(
            place(ellipsoid((0.01, 0.03, 0.09), STEEL, at=(0, 0, 0.07)), (-0.15, 0, 0.02), roll=120.0 * k)
            for k in range(3)
        ),
    ]
    return merge(
        [*parts, place(merge(engine), (-1.38, 0, 0.05)), rod((-1.2, 0, 0.40), (-1.36, 0, 0.45), 0.06, BLACK)]
    )


def jet_ski(rng: np.random.Generator) -> Mesh:
    """A water scooter, two colours, 2.2 m."""
    one, two = (Material(PAINTS[int(k)], roughness=0.1) for k in rng.permutation(5)[:2])
    hull = Hull(
        2.2,
        0.86,
        0.34,
        stern=0.8,
        bow_rise=0.06,
        stern_rise=0.0,
        bow_keel=0.28,
        stern_keel=0.02,
        full=2.6,
        boxy=0.6,
    )
    parts = [
        *decked_hull(hull, WHITE, one, crown=0.10),
        *(tube(line, 0.028, BLACK, sides=6) for line in hull.rim()),
    ]
    parts += [
        place(ellipsoid((0.62, 0.28, 0.26), two, segments=20, rings=12), (0.42, 0, 0.46), pitch=-16),
        cushion((0.95, 0.34, 0.30), BLACK, at=(-0.45, 0, 0.42), square=0.3, puff=0.4),
        bevelled_box((0.30, 0.30, 0.12), two, bevel=0.04, at=(-0.72, 0, 0.68)),
    ]
    parts += [
        rod((0.10, 0, 0.62), (-0.02, 0, 0.92), 0.05, BLACK),
        bent(
            [(-0.16, -0.36, 0.93), (-0.04, -0.15, 0.95), (-0.04, 0.15, 0.95), (-0.16, 0.36, 0.93)],
            0.022,
            BLACK,
        ),
        bevelled_box((0.14, 0.18, 0.05), two, bevel=0.015, at=(0.0, 0, 0.95)),
    ]
    parts += [
        place(
            panel(
                label(("WAVE 70", "SPLASH", "ORCA")[int(rng.integers(3))], one.color, (0.95, 0.95, 0.92)),
                0.55,
                0.14,
            ),
            (0.1, s * 0.425, 0.27),
            yaw=s * 90,
        )
        for s in (-1, 1)
    ]
    parts += [tube([(0.18, s * 0.14, 0.62), (0.26, s * 0.26, 0.80)], 0.014, BLACK) for s in (-1, 1)] + [
        ellipsoid((0.03, 0.07, 0.045), CHROME, at=(0.26, s * 0.27, 0.82)) for s in (-1, 1)
    ]
    parts += [
        place(box((0.20, 0.16, 0.01), BLACK), (0.66, 0, 0.595), pitch=-16),
        rod_along(0.08, 0.08, BLACK, (-1.12, 0, 0.16)),
    ]
    return merge(parts)


def swan_boat(rng: np.random.Generator) -> Mesh:
    """A pedal boat shaped as a swan, 2.2 m high."""
    plume = choose(
        rng, [(0.94, 0.94, 0.93), (0.96, 0.70, 0.76), (0.10, 0.10, 0.12)], roughness=0.25, spread=0.01
    )
    seat = choose(rng, PAINTS, roughness=0.4)
    parts = [place(ellipsoid((1.25, 0.78, 0.42), plume, segments=28, rings=16), (0, 0, 0.40))]
    neck = smooth(
        [
            (0.95, 0, 0.45),
            (1.16, 0, 0.85),
            (1.02, 0, 1.30),
            (0.86, 0, 1.65),
            (0.94, 0, 1.95),
            (1.12, 0, 2.02),
        ],
        5,
    )
    parts += [
        tube(neck, np.linspace(0.27, 0.12, len(neck)), plume, sides=16, up=(0, 1, 0), rounded=True),
        ellipsoid((0.20, 0.14, 0.14), plume, segments=16, rings=10, at=(1.12, 0, 2.02)),
    ]
    parts += [
        place(
            cylinder(0.075, 0.30, Material((0.94, 0.46, 0.06), roughness=0.3), top=0.02, segments=12),
            (1.26, 0, 2.00),
            pitch=-105,
        ),
        ball(0.06, BLACK, (1.28, 0, 2.07), segments=10),
        *(ball(0.028, BLACK, (1.21, s * 0.12, 2.07), segments=8) for s in (-1, 1)),
    ]
    for s in (-1, 1):
        wing = [
            place(
                ellipsoid((0.75 - 0.1 * k, 0.07, 0.34 - 0.06 * k), plume, segments=16, rings=10),
                (-0.15 - 0.18 * k, s * (0.70 + 0.03 * k), 0.62 + 0.10 * k),
                pitch=-18 - 5 * k,
                yaw=s * 6,
            )
            for k in range(3)
        ]
        parts += wing
    parts += [
        place(
            ellipsoid((0.50, 0.30 - 0.08 * k, 0.07), plume), (-1.05 - 0.05 * k, 0, 0.62 + 0.10 * k), pitch=-32
        )
        for k in range(2)
    ]
    parts += [
        box((0.9, 0.86, 0.06), DARK, at=(0.05, 0, 0.76)),
        *(cushion((0.36, 0.38, 0.14), seat, at=(-0.15, y, 0.80)) for y in (-0.21, 0.21)),
        *(
            place(bevelled_box((0.09, 0.38, 0.46), seat, bevel=0.035), (-0.34, y, 0.84), pitch=10)
            for y in (-0.21, 0.21)
        ),
    ]
    parts += [
        rod((0.42, 0, 0.78), (0.36, 0, 1.02), 0.02, CHROME),
        place(ring(0.12, 0.016, BLACK), (0.36, 0, 1.03), pitch=50),
    ]
    return place(merge(parts), scale=0.9)


MODELS: Final = (
    model(motor_boat, "boat", "motorboat.n.01"),
    model(jet_ski, "boat", "boat.n.01"),
    model(swan_boat, "boat", "boat.n.01"),
)
