"""Instruments with keys that stand on the floor."""

from __future__ import annotations

from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import bevelled_box, box, cylinder, extrude, place

from .forms import BRASS, ball, bars, rod_along, turned
from .joinery import rod, spread
from .model import model
from .parts import BLACK, DARK, IVORY, STEEL, WHITE, choose
from .prints import keys, wood


def keyboard(
    octaves: int, width: float, depth: float, white: Material = IVORY, black: Material = BLACK
) -> Mesh:
    """White and black keys, played from +x, the front edges at x = depth / 2, on z = 0."""
    count = octaves * 7 + 1
    pitch = width / count
    parts = []
    for number in range(count):
        y = (number - (count - 1) / 2) * pitch
        parts.append(box((depth, pitch * 0.92, 0.025), white, at=(0, y, 0)))
        if number % 7 not in (2, 6) and number < count - 1:
            parts.append(
                box((depth * 0.62, pitch * 0.52, 0.02), black, at=(-depth * 0.19, y + pitch / 2, 0.025))
            )
    return merge(parts)


def upright_piano(rng: np.random.Generator) -> Mesh:
    """An upright piano with sconces, pedals and a stool before it."""
    timber = wood(
        rng,
        ((0.32, 0.17, 0.09), (0.10, 0.09, 0.09), (0.52, 0.30, 0.16))[int(rng.integers(3))],
        roughness=0.15,
    )
    parts = [
        bevelled_box((0.30, 1.45, 1.15), timber, bevel=0.015, at=(-0.14, 0, 0.05)),
        bevelled_box((0.38, 1.51, 0.04), timber, bevel=0.012, at=(-0.12, 0, 1.20)),
    ]
    parts += [
        bevelled_box((0.34, 1.45, 0.12), timber, bevel=0.015, at=(0.16, 0, 0.56)),
        place(keyboard(5, 1.25, 0.15), (0.24, 0, 0.67)),
    ]
    parts += [
        box((0.012, 0.62, 0.36), DARK, at=(0.012, 0, 0.76)),
        bevelled_box((0.02, 0.56, 0.30), timber, bevel=0.006, at=(0.02, 0, 0.79)),
        box((0.03, 1.25, 0.03), Material((0.5, 0.06, 0.08)), at=(0.14, 0, 0.68)),
    ]
    parts += [
        place(box((0.01, 0.22, 0.28), WHITE), (0.05, s * 0.115, 0.80), pitch=8, yaw=s * 4) for s in (-1, 1)
    ]
    for s in (-1, 1):
        parts += [
            bevelled_box((0.36, 0.06, 0.22), timber, bevel=0.015, at=(0.16, s * 0.70, 0.56)),
            turned(
                [(0.045, 0), (0.03, 0.06), (0.045, 0.16), (0.025, 0.30), (0.05, 0.5)],
                timber,
                (0.28, s * 0.68, 0.06),
                segments=14,
            ),
        ]
        parts += [
            bevelled_box((0.60, 0.08, 0.06), timber, bevel=0.015, at=(0.05, s * 0.68, 0)),
            rod((0.02, s * 0.52, 0.95), (0.14, s * 0.52, 0.95), 0.012, BRASS),
            turned([(0.05, 0), (0.02, 0.02), (0.02, 0.14)], WHITE, (0.14, s * 0.52, 0.95), segments=10),
        ]
    parts += [box((0.12, 0.05, 0.015), BRASS, at=(0.06, y, 0.10)) for y in spread(3, 0.2)]
    stool = [
        rod_along(0.18, 0.08, Material((0.46, 0.08, 0.10)), (0, 0, 0.50), axis="z", segments=20),
        turned([(0.05, 0.14), (0.03, 0.2), (0.04, 0.46)], timber, segments=12),
    ]
    stool += [
        rod((0, 0, 0.2), (x, y, 0.0), 0.02, timber)
        for x, y in ((0.18, 0.1), (0.18, -0.1), (-0.18, 0.1), (-0.18, -0.1))
    ]
    return merge([*parts, place(merge(stool), (0.66, 0, 0))])


def pipe_organ(rng: np.random.Generator) -> Mesh:
    """A chamber organ: two rows of keys under a fan of pipes in a carved case."""
    timber = wood(
        rng, ((0.44, 0.25, 0.13), (0.62, 0.42, 0.24), (0.70, 0.68, 0.60))[int(rng.integers(3))], roughness=0.3
    )
    tin = (STEEL, BRASS)[int(rng.integers(2))]
    parts = [
        bevelled_box((0.60, 1.40, 0.85), timber, bevel=0.02),
        bevelled_box((0.44, 1.56, 0.08), timber, bevel=0.02, at=(-0.08, 0, 0.85)),
        bevelled_box((0.64, 1.48, 0.08), timber, bevel=0.02),
    ]
    parts += [
        bevelled_box((0.34, 1.02, 0.06), timber, bevel=0.012, at=(0.34, 0, 0.62)),
        place(keyboard(4, 0.86, 0.13), (0.42, 0, 0.68)),
        place(keyboard(4, 0.86, 0.12, BLACK, IVORY), (0.34, 0, 0.74)),
        box((0.14, 0.88, 0.07), timber, at=(0.32, 0, 0.675)),
    ]
    parts += [
        rod_along(0.02, 0.03, IVORY, (0.312, side * (0.50 + 0.06 * col), 0.70 + 0.06 * row), segments=8)
        for side in (-1, 1)
        for col in range(2)
        for row in range(2)
    ]
    heights = [0.72 + 0.50 * abs(np.cos(1.5 * np.pi * y / 0.66)) ** 2 for y in spread(17, 1.32)]
    for number, (y, tall) in enumerate(zip(spread(17, 1.32), heights, strict=True)):
        radius = 0.034
        x = 0.06 + 0.05 * float(np.cos(3 * np.pi * y / 0.66))
        pipe = [
            cylinder(0.012, 0.12, tin, top=radius, segments=10),
            cylinder(radius, tall, tin, segments=12, at=(0, 0, 0.12)),
            box((0.012, 0.03, 0.03), BLACK, at=(radius - 0.003, 0, 0.15)),
        ]
        parts.append(place(merge(pipe), (x, y, 0.92)))
        if number % 2 == 0:
            parts.append(place(cylinder(radius, tall * 0.85, tin, segments=10), (x - 0.12, y + 0.02, 0.95)))
    crest = [
        (-0.76, 0),
        (0.76, 0),
        (0.76, 0.08),
        (0.52, 0.12),
        (0.40, 0.26),
        (0.24, 0.14),
        (0.10, 0.22),
        (0, 0.36),
        (-0.10, 0.22),
        (-0.24, 0.14),
        (-0.40, 0.26),
        (-0.52, 0.12),
        (-0.76, 0.08),
    ]
    parts += [box((0.36, 0.05, 1.30), timber, at=(-0.08, s * 0.73, 0.9)) for s in (-1, 1)]
    parts += [
        extrude(crest, 0.06, timber, plane="yz", bevel=0.012, at=(-0.02, 0, 2.14)),
        bevelled_box((0.40, 1.56, 0.06), timber, bevel=0.015, at=(-0.08, 0, 2.12)),
        box((0.04, 1.44, 1.24), DARK, at=(-0.24, 0, 0.92)),
    ]
    parts += [box((0.30, 0.05, 0.02), timber, at=(0.42, y, 0.06)) for y in spread(11, 0.8)]
    return merge(parts)


def synthesizer(rng: np.random.Generator) -> Mesh:
    """A synthesizer with knobs on a crossed stand."""
    shell = choose(
        rng, [(0.12, 0.12, 0.14), (0.66, 0.10, 0.12), (0.80, 0.80, 0.76), (0.14, 0.30, 0.42)], roughness=0.35
    )
    side = wood(rng, (0.46, 0.26, 0.12))
    parts = [
        bevelled_box((0.40, 1.30, 0.09), shell, bevel=0.012, at=(0, 0, 0.80)),
        place(keyboard(4, 1.12, 0.17), (0.10, 0.04, 0.875)),
        *(bevelled_box((0.42, 0.035, 0.14), side, bevel=0.01, at=(0, s * 0.66, 0.79)) for s in (-1, 1)),
    ]
    deck = [
        box((0.17, 1.30, 0.07), shell),
        box((0.14, 0.26, 0.004), Material((0.26, 0.66, 0.60), emission=0.4), at=(0, 0, 0.07)),
        box(
            (0.14, 0.34, 0.004),
            keys(3, 8, (0.16, 0.16, 0.18), (0.75, 0.3, 0.2), (0.9, 0.9, 0.9)),
            at=(0, 0.40, 0.07),
        ),
    ]
    deck += [
        turned(
            [(0.022, 0), (0.018, 0.03), (0.0, 0.031)],
            (WHITE, BLACK)[(row + col) % 2],
            (-0.04 + 0.075 * row, -0.58 + 0.075 * col, 0.07),
            segments=10,
        )
        for row in range(2)
        for col in range(6)
    ]
    parts += [
        place(merge(deck), (-0.11, 0, 0.86), pitch=-16),
        *(rod_along(0.03, 0.02, DARK, (0.1, -0.57 - 0.03 * n, 0.89), axis="y") for n in range(2)),
    ]
    parts += bars(
        [[(0.22, s * 0.42, 0.79), (-0.30, s * 0.42, 0.0)] for s in (-1, 1)]
        + [[(-0.18, s * 0.38, 0.79), (0.32, s * 0.38, 0.0)] for s in (-1, 1)],
        0.02,
        BLACK,
    )
    parts += bars(
        [
            [(x, -0.48, z), (x, 0.48, z)]
            for x, z in ((-0.30, 0.02), (0.32, 0.02), (0.22, 0.78), (-0.18, 0.78))
        ],
        0.02,
        BLACK,
    )
    return merge([*parts, ball(0.03, STEEL, (0.02, 0.41, 0.40)), ball(0.03, STEEL, (0.02, -0.41, 0.40))])


MODELS: Final = (
    model(upright_piano, "keyboard instrument", "upright.n.02"),
    model(pipe_organ, "keyboard instrument", "pipe_organ.n.01"),
    model(synthesizer, "keyboard instrument", "synthesizer.n.02"),
)
