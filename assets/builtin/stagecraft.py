"""Things from stages and film sets."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import bevelled_box, box, extrude, place, tube

from .forms import BRASS, ball, bars, ring, rod_along, turned
from .joinery import bent, rod, spread
from .model import model
from .parts import BLACK, CHROME, DARK, RUBBER, STEEL, choose
from .prints import slotted
from .surfaces import panel


def speaker_stack(rng: np.random.Generator) -> Mesh:
    """A tower of stage loudspeakers with an amplifier on top, 2.1 m."""
    shell = choose(rng, [(0.10, 0.10, 0.11), (0.32, 0.12, 0.10), (0.14, 0.20, 0.32)], roughness=0.8)
    cone, trim = (
        Material((0.20, 0.20, 0.21), roughness=0.5),
        choose(rng, [(0.86, 0.70, 0.20), (0.85, 0.85, 0.84), (0.80, 0.12, 0.10)]),
    )
    parts = []
    for z, tall, speakers in (
        (0.06, 0.78, ((0.0, 0.40, 0.30),)),
        (0.86, 0.62, ((-0.20, 0.31, 0.17), (0.20, 0.31, 0.17))),
    ):
        parts += [
            bevelled_box((0.55, 0.90, tall), shell, bevel=0.02, at=(0, 0, z)),
            box((0.02, 0.84, tall - 0.06), DARK, at=(0.27, 0, z + 0.03)),
        ]
        for y, up, radius in speakers:
            parts += [
                turned(
                    [
                        (0.0, -0.09),
                        (radius * 0.25, -0.085),
                        (radius * 0.85, 0.0),
                        (radius, 0.02),
                        (radius * 1.08, 0.0),
                    ],
                    cone,
                    (0.282, y, z + up),
                    axis="x",
                    segments=28,
                    caps=False,
                ),
                ring(radius * 0.93, 0.016, RUBBER, (0.29, y, z + up), axis="x", segments=28, sides=6),
                ring(radius * 1.06, 0.014, trim, (0.284, y, z + up), axis="x", segments=28, sides=6),
                ball(radius * 0.28, trim, (0.21, y, z + up)),
            ]
        parts += [
            bent(
                [
                    (-0.08, s * 0.45, z + tall * 0.75),
                    (-0.06, s * 0.49, z + tall * 0.75),
                    (0.06, s * 0.49, z + tall * 0.75),
                    (0.08, s * 0.45, z + tall * 0.75),
                ],
                0.014,
                CHROME,
            )
            for s in (-1, 1)
        ]
        parts += [
            bevelled_box((0.09, 0.09, 0.09), STEEL, bevel=0.02, at=(x, y, up))
            for x in (-0.24, 0.24)
            for y in (-0.42, 0.42)
            for up in (z - 0.005, z + tall - 0.085)
        ]
    parts += [
        bevelled_box((0.36, 0.80, 0.26), shell, bevel=0.02, at=(0.05, 0, 1.49)),
        panel(slotted((0.62, 0.56, 0.40), (0.16, 0.14, 0.10), 18), 0.72, 0.08, (0.232, 0, 1.68)),
        box((0.012, 0.74, 0.09), trim, at=(0.226, 0, 1.53)),
        *(
            turned([(0.028, 0), (0.022, 0.03)], BLACK, (0.23, y, 1.575), axis="x", segments=12)
            for y in spread(7, 0.58)
        ),
    ]
    parts += [
        bent(
            [(0.05, -0.18, 1.74), (0.05, -0.14, 1.79), (0.05, 0.14, 1.79), (0.05, 0.18, 1.74)], 0.014, BLACK
        ),
        *(rod_along(0.05, 0.04, RUBBER, (x, y, 0.05), axis="y") for x in (-0.2, 0.2) for y in (-0.36, 0.36)),
    ]
    cable = [
        (-0.25, 0.1, 1.5),
        (-0.42, 0.2, 1.2),
        (-0.40, 0.3, 0.4),
        (-0.55, 0.35, 0.02),
        (-0.35, 0.6, 0.02),
        (-0.05, 0.65, 0.02),
    ]
    return merge([*parts, bent(cable, 0.014, BLACK)])


def spotlight(rng: np.random.Generator) -> Mesh:
    """A theatre spotlight with barn doors on a wheeled stand, 1.9 m."""
    shell = choose(rng, [(0.11, 0.11, 0.12), (0.70, 0.72, 0.74), (0.62, 0.12, 0.10)], roughness=0.4)
    head = [
        turned(
            [(0.15, -0.34), (0.22, -0.26), (0.22, 0.20), (0.24, 0.22), (0.24, 0.28)],
            shell,
            axis="x",
            segments=28,
        ),
        rod_along(0.215, 0.02, Material((1.0, 0.93, 0.70), emission=0.9), (0.275, 0, 0), segments=28),
        *(
            ring(0.222, 0.012, shell, (x, 0, 0), axis="x", segments=28, sides=5)
            for x in (-0.2, -0.12, -0.04, 0.04)
        ),
    ]
    for k in range(4):
        door = place(box((0.26, 0.30, 0.012), BLACK, at=(0.13, 0, 0)), (0.28, 0, 0.22), pitch=38)
        head.append(place(door, roll=90.0 * k))
    parts = [
        place(merge(head), (0, 0, 1.50), pitch=-16),
        bent(
            [(0, -0.27, 1.50), (0, -0.27, 1.26), (0, 0, 1.18), (0, 0.27, 1.26), (0, 0.27, 1.50)], 0.022, STEEL
        ),
        *(rod_along(0.05, 0.05, BLACK, (0, s * 0.28, 1.50), axis="y") for s in (-1, 1)),
    ]
    parts += [
        rod((0, 0, 0.2), (0, 0, 0.85), 0.035, STEEL),
        rod((0, 0, 0.8), (0, 0, 1.2), 0.024, CHROME),
        rod_along(0.05, 0.06, BLACK, (0, 0, 0.83), axis="z"),
        *bars(
            [[(0, 0, 0.62), (0.52 * math.cos(a), 0.52 * math.sin(a), 0.09)] for a in (0.5, 2.6, 4.7)],
            0.022,
            STEEL,
        ),
    ]
    parts += [
        rod_along(0.07, 0.04, RUBBER, (0.52 * math.cos(a), 0.52 * math.sin(a), 0.07), axis="y")
        for a in (0.5, 2.6, 4.7)
    ]
    return merge(
        [
            *parts,
            *bars(
                [[(0, 0, 0.34), (0.30 * math.cos(a), 0.30 * math.sin(a), 0.30)] for a in (0.5, 2.6, 4.7)],
                0.012,
                STEEL,
            ),
            bent(
                [
                    (-0.3, 0, 1.4),
                    (-0.36, 0.05, 1.0),
                    (-0.1, 0.1, 0.6),
                    (-0.15, 0.2, 0.02),
                    (-0.5, 0.35, 0.02),
                ],
                0.012,
                BLACK,
            ),
        ]
    )


def stage_microphone(rng: np.random.Generator) -> Mesh:
    """A giant old-fashioned microphone with chrome ribs on a round foot, 1.5 m."""
    cloth = choose(rng, [(0.10, 0.10, 0.11), (0.56, 0.08, 0.10), (0.10, 0.22, 0.46)], roughness=0.9)
    parts = [
        turned([(0.38, 0.0), (0.40, 0.03), (0.36, 0.07), (0.10, 0.12), (0.045, 0.18)], BLACK, segments=32),
        rod((0, 0, 0.1), (0, 0, 0.72), 0.035, CHROME),
        ring(0.39, 0.014, CHROME, (0, 0, 0.035), segments=32),
        rod_along(0.06, 0.10, CHROME, (0, 0, 0.70), axis="z"),
    ]

    def capsule(half: float, x: float, low: float, high: float) -> list[tuple[float, float, float]]:
        turn = np.radians(np.linspace(0, 180, 9)).tolist()
        cap = [(x, half * math.cos(a), high + half * math.sin(a)) for a in turn]
        return [*cap, *((x, -half * math.cos(a), low - half * math.sin(a)) for a in turn)]

    head = [(y, z) for _, y, z in capsule(0.25, 0, 0.98, 1.20)]
    parts += [
        extrude(head, 0.30, cloth, plane="yz", bevel=0.05),
        *(
            tube(
                [*capsule(0.255, x, 0.98, 1.20), capsule(0.255, x, 0.98, 1.20)[0]],
                0.022,
                CHROME,
                sides=8,
                up=(1, 0, 0),
            )
            for x in (-0.11, 0.0, 0.11)
        ),
    ]
    parts += [
        bevelled_box((0.40, 0.54, 0.07), CHROME, bevel=0.025, at=(0, 0, 1.06)),
        *(
            tube(
                [(0.17, y, 0.80), (0.185, y, 1.0), (0.185, y, 1.2), (0.165, y, 1.38)], 0.016, CHROME, sides=6
            )
            for y in (-0.14, -0.05, 0.05, 0.14)
        ),
        *(
            tube(
                [(-0.17, y, 0.80), (-0.185, y, 1.0), (-0.185, y, 1.2), (-0.165, y, 1.38)],
                0.016,
                CHROME,
                sides=6,
            )
            for y in (-0.14, -0.05, 0.05, 0.14)
        ),
    ]
    return merge([*parts, bevelled_box((0.02, 0.20, 0.05), BRASS, bevel=0.006, at=(0.20, 0, 1.07))])


MODELS: Final = (
    model(speaker_stack, "stage gear", "loudspeaker.n.01"),
    model(spotlight, "stage gear", "spotlight.n.02"),
    model(stage_microphone, "stage gear", "microphone.n.01"),
)
