"""Things from fairs, circuses and puppet shows."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import bevelled_box, box, ellipsoid, extrude, place, tube

from .animals import HORSE
from .carriages import cartwheel
from .forms import BRASS, ball, ring, rod_along, skin, turned
from .joinery import bent, rod, smooth, spread
from .model import model
from .outlines import star
from .parts import BLACK, STEEL, WHITE, Colour, choose
from .prints import label, striped, wood
from .quadruped import ears, eyes, quadruped
from .surfaces import panel

_INKS: Final[tuple[Colour, ...]] = (
    (0.78, 0.08, 0.12),
    (0.10, 0.30, 0.64),
    (0.94, 0.66, 0.08),
    (0.08, 0.46, 0.32),
    (0.56, 0.16, 0.54),
)


def _inks(rng: np.random.Generator, count: int, *, roughness: float = 0.25) -> list[Material]:
    return [Material(_INKS[k], roughness=roughness) for k in rng.permutation(5)[:count].tolist()]


def carousel_horse(rng: np.random.Generator) -> Mesh:
    """A painted horse of a merry-go-round on its twisted brass pole and a round foot."""
    coat = choose(rng, [(0.94, 0.93, 0.90), (0.12, 0.11, 0.11), (0.80, 0.62, 0.40)], roughness=0.15)
    mane, saddle, trim = _inks(rng, 3)
    horse = [
        place(merge(quadruped(HORSE, coat, mane, BRASS)), (0, 0, 0.0), scale=0.62),
        *ears(0.585, 0.035, 1.255, (0.016, 0.018, 0.055), coat, out=10),
        *eyes(0.655, 0.047, 1.13, 0.016),
    ]
    horse += [
        ellipsoid((0.22, 0.185, 0.13), saddle, segments=16, rings=10, at=(-0.02, 0, 0.83)),
        place(ellipsoid((0.05, 0.15, 0.10), trim), (-0.22, 0, 0.98), pitch=-20),
        *(
            turned(
                [(0.19, -0.02), (0.2, 0.0), (0.19, 0.02)],
                trim,
                (x, 0, 0.76),
                axis="x",
                segments=20,
                caps=False,
            )
            for x in (0.18,)
        ),
    ]
    horse += [
        tube(
            smooth([(0.30, 0, 1.02), (0.36, 0, 1.15), (0.46, 0, 1.25), (0.54, 0, 1.24)], 4),
            [(0.03, 0.06)] * 13,
            mane,
            sides=8,
            rounded=True,
            up=(1, 0, 0),
        )
    ]
    parts = [
        place(merge(horse), (0, 0, 0.42), pitch=8),
        rod((0.05, 0, 0.05), (0.05, 0, 2.35), 0.03, BRASS),
        ball(0.06, BRASS, (0.05, 0, 2.38)),
        turned(
            [(0.46, 0.0), (0.48, 0.03), (0.44, 0.08), (0.12, 0.12), (0.05, 0.2)],
            trim,
            (0.05, 0, 0),
            segments=32,
        ),
        ring(0.46, 0.02, BRASS, (0.05, 0, 0.05), segments=32, sides=6),
    ]
    turn = np.linspace(0, 16 * math.pi, 97)
    parts.append(
        tube(
            np.column_stack(
                [0.05 + 0.034 * np.cos(turn), 0.034 * np.sin(turn), 1.45 + 0.85 * turn / turn[-1]]
            ),
            0.012,
            WHITE,
            sides=4,
        )
    )
    return merge(parts)


def puppet_booth(rng: np.random.Generator) -> Mesh:
    """A striped booth of a puppet show with two puppets and curtains, 2.3 m."""
    one, two, hat = _inks(rng, 3, roughness=0.8)
    cloth = striped([one.color, (0.95, 0.94, 0.90)], 8)
    parts = [
        box((0.70, 1.10, 1.22), cloth),
        *(box((0.06, 0.06, 2.1), one, at=(x, y, 0)) for x in (-0.34, 0.34) for y in (-0.53, 0.53)),
        box((0.02, 1.06, 0.85), Material((0.10, 0.12, 0.26), roughness=1.0), at=(-0.32, 0, 1.22)),
        *(box((0.68, 0.02, 0.86), cloth, at=(0, s * 0.53, 1.22)) for s in (-1, 1)),
        bevelled_box((0.34, 1.16, 0.05), wood(rng), bevel=0.01, at=(0.36, 0, 1.20)),
    ]
    crest = [
        (-0.62, 2.02),
        (0.62, 2.02),
        (0.62, 2.16),
        (0.40, 2.20),
        (0.22, 2.38),
        (0.0, 2.46),
        (-0.22, 2.38),
        (-0.40, 2.20),
        (-0.62, 2.16),
    ]
    parts += [
        extrude(crest, 0.05, two, plane="yz", bevel=0.01, at=(0.36, 0, 0)),
        panel(label("PUPPETS", two.color, (0.98, 0.92, 0.60), tall=0.6), 0.8, 0.2, (0.387, 0, 2.13)),
        box((0.74, 1.14, 0.04), one, at=(0, 0, 2.04)),
    ]
    for s in (-1, 1):
        y = np.linspace(0.50, 0.30, 13)
        wave = 0.34 + 0.02 * np.sin(np.linspace(0, 16, 13))
        top, low = (
            np.column_stack([wave, s * y, 0 * y + 2.04]),
            np.column_stack([wave, s * (0.50 - (0.50 - y) * 0.4), 0 * y + 1.26]),
        )
        parts += [
            skin(np.stack([top, low]), two),
            ring(0.05, 0.015, BRASS, (0.36, s * 0.46, 1.45), segments=10, sides=5),
        ]
    for place_y, dress, cap in ((-0.18, hat, one), (0.20, two, None)):
        face = Material((0.93, 0.74, 0.60), roughness=0.5)
        doll = [
            ball(0.10, face, (0, 0, 0.34)),
            turned([(0.14, 0.0), (0.11, 0.12), (0.05, 0.26)], dress, segments=16),
            ball(0.03, Material((0.86, 0.20, 0.16)), (0.10, 0, 0.33), segments=8),
            *(ball(0.014, BLACK, (0.088, s * 0.035, 0.37), segments=6) for s in (-1, 1)),
            *(
                tube(
                    [(0, s * 0.06, 0.22), (0.06, s * 0.18, 0.26), (0.08, s * 0.2, 0.34)],
                    0.03,
                    dress,
                    sides=8,
                    rounded=True,
                )
                for s in (-1, 1)
            ),
        ]
        doll.append(
            turned([(0.10, 0.0), (0.06, 0.12), (0.0, 0.24)], cap, (-0.01, 0, 0.40), segments=14)
            if cap
            else ellipsoid((0.11, 0.12, 0.08), Material((0.95, 0.94, 0.92)), at=(-0.02, 0, 0.41))
        )
        parts.append(place(merge(doll), (0.28, place_y, 1.24)))
    return merge(
        [
            *parts,
            *(
                extrude(star(5, 0.08, 0.035), 0.012, BRASS, plane="yz", at=(0.355, y, 0.62 + 0.3 * (k % 2)))
                for k, y in enumerate(spread(5, 0.8))
            ),
        ]
    )


def circus_cannon(rng: np.random.Generator) -> Mesh:
    """A striped cannon for a human cannonball, on two wheels, stars on it."""
    one, two, gold = *_inks(rng, 2), BRASS
    barrel = []
    levels = [
        (-0.62, 0.10),
        (-0.55, 0.26),
        (-0.30, 0.30),
        (-0.05, 0.29),
        (0.20, 0.28),
        (0.45, 0.27),
        (0.70, 0.26),
        (0.90, 0.26),
    ]
    for k, ((x0, r0), (x1, r1)) in enumerate(pairwise(levels)):
        barrel.append(turned([(r0, x0), (r1, x1)], (one, WHITE)[k % 2], axis="x", segments=32, caps=False))
    barrel += [
        turned(
            [(0.26, 0.88), (0.34, 0.94), (0.34, 1.0), (0.22, 1.0), (0.22, 0.6), (0.0, 0.6)],
            two,
            axis="x",
            segments=32,
            caps=False,
        ),
        rod_along(0.215, 0.02, BLACK, (0.66, 0, 0), segments=28),
        ball(0.10, gold, (-0.68, 0, 0)),
        ring(0.285, 0.02, gold, (0.1, 0, 0), axis="x", segments=32),
        bent([(-0.5, 0, 0.26), (-0.52, 0, 0.40), (-0.44, 0, 0.46)], 0.014, Material((0.85, 0.80, 0.66))),
    ]
    parts = [place(merge(barrel), (0.0, 0, 0.92), pitch=32)]
    for s in (-1, 1):
        parts += [
            place(cartwheel(0.44, two, gold, spokes=10, width=0.07), (0, s * 0.48, 0.44)),
            extrude(
                [(-0.20, 0.40), (0.20, 0.40), (0.10, 0.94), (-0.10, 0.94)],
                0.05,
                one,
                plane="xz",
                at=(0, s * 0.36, 0),
            ),
            rod_along(0.08, 0.12, gold, (0, s * 0.38, 0.88), axis="y"),
            extrude(star(5, 0.10, 0.045), 0.02, gold, plane="xz", at=(0, s * 0.39, 0.58)),
        ]
    parts += [
        rod((0, -0.5, 0.44), (0, 0.5, 0.44), 0.035, STEEL),
        bent([(0, 0, 0.42), (-0.7, 0, 0.26), (-1.1, 0, 0.04)], 0.06, one),
        box((0.2, 0.3, 0.04), gold, at=(-1.1, 0, 0)),
    ]
    drum = [
        turned([(0.30, 0.0), (0.26, 0.30)], two, segments=24),
        *(turned([(r, z), (r, z + 0.04)], gold, segments=24) for r, z in ((0.31, 0.0), (0.27, 0.27))),
    ]
    return merge([*parts, place(merge(drum), (0.85, 0.50, 0))])


MODELS: Final = (
    model(carousel_horse, "fairground", "carousel.n.02"),
    model(puppet_booth, "fairground", "booth.n.02"),
    model(circus_cannon, "fairground", "cannon.n.01"),
)
