"""Goals and hoops for ball games."""

from __future__ import annotations

from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import bevelled_box, box, place

from .athletics import INKS
from .forms import around, ball, bars, ring, rod_along, strings
from .model import model
from .parts import BLACK, RUBBER, WHITE, choose
from .prints import printed, sheet


def football_goal(rng: np.random.Generator) -> Mesh:
    """A small goal with a net, 2.4 m wide."""
    paint = choose(rng, [(0.93, 0.93, 0.92), (0.90, 0.30, 0.12), (0.94, 0.80, 0.14)], roughness=0.35)
    net = choose(rng, [(0.88, 0.88, 0.86), (0.14, 0.40, 0.22)])
    w, h, d, t = 1.2, 1.5, 0.95, 0.35
    parts = bars(
        [
            [(0, -w, 0), (0, -w, h), (0, w, h), (0, w, 0)],
            [(0, -w, 0.04), (-d, -w, 0.04), (-d, w, 0.04), (0, w, 0.04)],
        ],
        0.045,
        paint,
    )
    parts += bars(
        [[(0, s * w, h), (-t, s * w, h), (-d, s * w, 0.04)] for s in (-1, 1)] + [[(-t, -w, h), (-t, w, h)]],
        0.022,
        paint,
    )
    across = np.linspace(-w, w, 21)
    zero = 0 * across
    parts.append(
        strings(
            np.column_stack([zero - t, across, zero + h]),
            np.column_stack([zero - d, across, zero + 0.04]),
            0.006,
            net,
        )
    )
    parts.append(
        strings(
            np.column_stack([zero, across, zero + h]),
            np.column_stack([zero - t, across, zero + h]),
            0.006,
            net,
        )
    )
    part = np.linspace(0.05, 0.95, 13)
    back = np.column_stack([-t - (d - t) * part, 0 * part - w, h - (h - 0.04) * part])
    parts.append(strings(back, back * (1, -1, 1), 0.006, net))
    for s in (-1, 1):
        front = back * (0, s * -1, 1)
        parts.append(strings(front, back * (1, -s, 1), 0.006, net))
        x = np.linspace(0, -d, 8)[1:-1]
        top = np.where(x > -t, h, h - (h - 0.04) * (-x - t) / (d - t))
        parts.append(
            strings(
                np.column_stack([x, 0 * x + s * w, 0 * x + 0.04]),
                np.column_stack([x, 0 * x + s * w, top]),
                0.006,
                net,
            )
        )
    return merge(parts)


def basketball_stand(rng: np.random.Generator) -> Mesh:
    """A movable basketball hoop with a board, 2.6 m."""
    ink = INKS[int(rng.integers(5))]
    base = choose(rng, [(0.12, 0.12, 0.13), ink], roughness=0.5)
    picture = sheet((0.94, 0.94, 0.93), 96, 128)
    picture[:5], picture[-5:], picture[:, :5], picture[:, -5:] = ink, ink, ink, ink
    picture[50:82, 44:84] = ink
    picture[54:78, 48:80] = (0.94, 0.94, 0.93)
    parts = [
        bevelled_box((0.95, 0.75, 0.18), base, bevel=0.06, at=(-0.35, 0, 0.04)),
        *(rod_along(0.08, 0.05, RUBBER, (0.08, s * 0.33, 0.08), axis="y") for s in (-1, 1)),
    ]
    parts += bars(
        [[(-0.45, 0, 0.2), (-0.32, 0, 1.75), (0.12, 0, 2.1)], [(-0.75, 0, 0.2), (-0.36, 0, 1.2)]],
        0.045,
        BLACK,
    )
    board = [
        box((0.04, 1.15, 0.78), WHITE),
        box((0.005, 1.13, 0.76), printed("board", picture), at=(0.02, 0, 0.01)),
    ]
    parts.append(place(merge(board), (0.18, 0, 1.80)))
    parts += [
        ring(0.23, 0.014, Material((0.90, 0.28, 0.08)), (0.47, 0, 2.0)),
        box((0.10, 0.16, 0.1), Material((0.90, 0.28, 0.08)), at=(0.24, 0, 1.93)),
    ]
    for shift in (1, -1):
        high, low = np.array(around(12, 0.23))[:, :2], np.array(around(12, 0.14, start=30.0 * shift))[:, :2]
        parts.append(
            strings(
                np.column_stack([high + np.array((0.47, 0)), np.full(12, 2.0)]),
                np.column_stack([low + np.array((0.47, 0)), np.full(12, 1.66)]),
                0.006,
                WHITE,
            )
        )
    parts.append(ring(0.14, 0.007, WHITE, (0.47, 0, 1.66), segments=12, sides=5))
    return merge([*parts, ball(0.14, Material((0.84, 0.38, 0.12)), (0.30, 0.34, 0.14), segments=18)])


MODELS: Final = (
    model(football_goal, "sports gear", "goal.n.03"),
    model(basketball_stand, "sports gear", "basketball_hoop.n.01"),
)
