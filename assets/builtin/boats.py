"""Boats at the size of dinghies, on their keels."""

from __future__ import annotations

from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import bevelled_box, box, cylinder, ellipsoid, extrude, place, tube

from .forms import (
    BRASS,
    Hull,
    ball,
    decked_hull,
    open_hull,
    ring,
    skin,
)
from .joinery import bent, cushion, rod
from .model import model
from .parts import BLACK, CHROME, DARK, STEEL, WHITE, choose, textured
from .prints import striped, wood

_PAINTS: Final = (
    (0.74, 0.12, 0.10),
    (0.10, 0.28, 0.52),
    (0.12, 0.40, 0.28),
    (0.92, 0.62, 0.10),
    (0.90, 0.89, 0.85),
)


def _paddle(length: float, timber: Material, blade: Material) -> Mesh:
    """A paddle along x whose blade ends at +x."""
    return merge(
        [
            rod((-length * 0.6, 0, 0), (length * 0.2, 0, 0), 0.016, timber),
            ellipsoid((length * 0.2, 0.085, 0.014), blade, segments=12, rings=8, at=(length * 0.36, 0, 0)),
            rod((-length * 0.62, -0.06, 0), (-length * 0.62, 0.06, 0), 0.016, timber),
        ]
    )


def canoe(rng: np.random.Generator) -> Mesh:
    """An open canoe with raised ends, 2.8 m, two seats, a paddle across."""
    paint, timber = choose(rng, _PAINTS, roughness=0.3), wood(rng, (0.66, 0.44, 0.22))
    hull = Hull(
        2.8, 0.82, 0.36, bow_rise=0.26, stern_rise=0.26, bow_keel=0.10, stern_keel=0.10, full=2.0, boxy=0.7
    )
    parts = open_hull(
        hull, paint, textured(rng, "wood_planks", (0.95, 0.80, 0.62)), timber, rail_radius=0.022
    )
    for x in (-0.75, 0.75):
        parts += [
            box((0.26, 0.48, 0.025), timber, at=(x, 0, 0.27)),
            rod((x, -0.25, 0.28), (x, 0.25, 0.28), 0.018, timber),
        ]
    parts += [rod((x, -0.34, 0.35), (x, 0.34, 0.35), 0.018, timber) for x in (0.0, -0.4, 0.35)]
    parts += [place(_paddle(1.5, timber, choose(rng, _PAINTS)), (-0.1, 0.05, 0.40), yaw=25)]
    parts += [
        skin(
            np.array(
                [
                    [(s * x, -w, z), (s * x, w, z)]
                    for x, w, z in ((1.05, 0.20, 0.49), (1.25, 0.11, 0.55), (1.39, 0.01, 0.62))
                ]
            ),
            timber,
        )
        for s in (-1, 1)
    ]
    return merge(parts)


def kayak(rng: np.random.Generator) -> Mesh:
    """A closed two-colour kayak with its paddle, 2.7 m, on blocks."""
    top, low = (Material(_PAINTS[int(k)], roughness=0.12) for k in rng.permutation(5)[:2])
    hull = Hull(
        2.75, 0.72, 0.30, bow_rise=0.08, stern_rise=0.08, bow_keel=0.22, stern_keel=0.20, full=1.8, boxy=0.9
    )
    parts = decked_hull(hull, low, top, crown=0.12)
    cockpit = place(ring(1.0, 0.08, BLACK, segments=28), (-0.15, 0, 0.415), scale=(0.42, 0.22, 0.35))
    hole = place(cylinder(1.0, 0.02, DARK, segments=24), (-0.15, 0, 0.405), scale=(0.41, 0.21, 1.0))
    parts += [cockpit, hole, bevelled_box((0.06, 0.30, 0.20), BLACK, bevel=0.02, at=(-0.46, 0, 0.38))]
    parts += [
        place(cylinder(0.12, 0.025, BLACK, segments=18), (x, 0, 0.385 if x < 0 else 0.39))
        for x in (-0.92, 0.72)
    ]
    parts += [rod((x, 0, 0.37), (x + 0.01, 0, 0.43), 0.01, DARK) for x in (-1.28, 1.28)] + [
        tube([(0.45, -0.24, 0.36), (0.62, 0, 0.44), (0.45, 0.24, 0.36)], 0.007, WHITE, sides=5),
        tube([(0.95, -0.17, 0.35), (0.78, 0, 0.42), (0.95, 0.17, 0.35)], 0.007, WHITE, sides=5),
    ]
    paddle = [
        rod((-0.75, 0, 0), (0.75, 0, 0), 0.016, BLACK),
        *(ellipsoid((0.24, 0.09, 0.012), top, segments=12, rings=8, at=(s * 0.88, 0, 0)) for s in (-1, 1)),
    ]
    parts.append(place(merge(paddle), (0.05, 0, 0.46), yaw=72))
    parts += [bevelled_box((0.12, 0.5, 0.12), wood(rng), bevel=0.02, at=(x, 0, -0.06)) for x in (-0.7, 0.7)]
    return merge(parts)


def sailing_dinghy(rng: np.random.Generator) -> Mesh:
    """A dinghy under mainsail and jib, 2.2 m long and 2.8 m high."""
    paint, timber = choose(rng, _PAINTS, roughness=0.25), wood(rng, (0.70, 0.48, 0.26))
    stripe = _PAINTS[int(rng.integers(4))]
    sail = striped([(0.95, 0.94, 0.90), (0.95, 0.94, 0.90), stripe], 3, across=True)
    hull = Hull(2.2, 0.92, 0.40, stern=0.75, bow_rise=0.16, stern_rise=0.02, bow_keel=0.32, stern_keel=0.08)
    parts = [
        *open_hull(hull, paint, textured(rng, "wood_planks"), timber),
        box((0.22, 0.76, 0.03), timber, at=(-0.35, 0, 0.30)),
        rod((0.32, 0, 0.03), (0.32, 0, 2.85), 0.025, timber),
    ]
    parts += [
        rod((0.32, 0, 0.75), (-0.98, 0.20, 0.72), 0.022, timber),
        box((0.3, 0.8, 0.02), timber, at=(0.62, 0, 0.44)),
    ]
    level = np.linspace(0, 1, 9)[:, None]
    part = np.linspace(0, 1, 9)[None]
    reach = 1.22 * (1 - level) ** 0.8
    belly = 0.22 * np.sin(np.pi * part) * (1 - level) + 0.20 * part * (1 - level)
    main = np.stack([0.30 - reach * part, belly, 0.80 + 1.98 * level + 0 * part], axis=-1)
    jib_reach = 0.66 * (1 - level)
    jib = np.stack(
        [
            1.06 - 0.72 * level - jib_reach * part,
            0.14 * np.sin(np.pi * part) * (1 - level),
            0.62 + 1.65 * level + 0.12 * part * (1 - level),
        ],
        axis=-1,
    )
    parts += [
        skin(main, sail, crease=80),
        skin(jib, Material((0.94, 0.93, 0.89), roughness=0.9), crease=80),
        rod((1.07, 0, 0.58), (0.32, 0, 2.32), 0.005, STEEL),
    ]
    parts += [rod((0.2, s * 0.44, 0.42), (0.32, 0, 2.3), 0.005, STEEL) for s in (-1, 1)]
    rudder = [
        extrude([(-1.12, 0.55), (-1.30, 0.50), (-1.36, 0.05), (-1.16, 0.05)], 0.03, timber, plane="xz"),
        rod((-1.18, 0, 0.50), (-0.65, 0.05, 0.55), 0.018, timber),
    ]
    flag = skin(
        np.array(
            [
                [(0.32, 0, 2.86), (0.10, 0.04, 2.83), (-0.05, 0, 2.80)],
                [(0.32, 0, 2.74), (0.10, 0.04, 2.76), (-0.05, 0, 2.79)],
            ]
        ),
        choose(rng, _PAINTS[:4]),
    )
    return merge([*parts, *rudder, flag])


def gondola(rng: np.random.Generator) -> Mesh:
    """A Venetian gondola as a model 2.8 m long: black hull, iron comb on the bow, red chairs."""
    lacquer = Material((0.05, 0.05, 0.06), roughness=0.08)
    velvet = choose(rng, [(0.62, 0.05, 0.10), (0.12, 0.20, 0.50), (0.46, 0.10, 0.36)])
    hull = Hull(
        2.7, 0.74, 0.30, bow_rise=0.48, stern_rise=0.42, bow_keel=0.55, stern_keel=0.50, full=2.0, boxy=0.7
    )
    parts = open_hull(hull, lacquer, wood(rng, (0.34, 0.14, 0.08)), BRASS, rail_radius=0.014)
    comb = [
        (1.30, 0.55),
        (1.40, 0.58),
        (1.44, 0.80),
        (1.40, 1.05),
        (1.28, 1.12),
        (1.24, 1.02),
        (1.34, 0.98),
        (1.36, 0.78),
    ]
    parts += [
        extrude(comb, 0.03, CHROME, plane="xz"),
        *(box((0.12, 0.02, 0.03), CHROME, at=(1.46, 0, z)) for z in (0.64, 0.70, 0.76, 0.82, 0.88, 0.94)),
    ]
    for x, y in ((-0.15, -0.13), (-0.15, 0.13), (0.35, 0.0)):
        parts += [
            cushion((0.30, 0.24, 0.12), velvet, at=(x, y, 0.22)),
            place(cushion((0.10, 0.24, 0.34), velvet), (x - 0.16, y, 0.24), pitch=10),
            bent([(x - 0.20, y - 0.13, 0.42), (x - 0.22, y, 0.62), (x - 0.20, y + 0.13, 0.42)], 0.012, BRASS),
        ]
    deck = [
        np.array([[(x, -w, z), (x, w, z)] for x, w, z in line])
        for line in (
            ((0.75, 0.25, 0.38), (1.0, 0.16, 0.50), (1.3, 0.02, 0.72)),
            ((-0.75, 0.25, 0.37), (-1.0, 0.16, 0.48), (-1.3, 0.02, 0.67)),
        )
    ]
    parts += [skin(grid, lacquer) for grid in deck]
    parts += [
        box((0.9, 0.5, 0.01), velvet, at=(0.1, 0, 0.10)),
        bent(
            [(-0.7, 0.33, 0.36), (-0.72, 0.36, 0.48), (-0.66, 0.38, 0.54), (-0.70, 0.40, 0.62)], 0.022, DARK
        ),
        place(_paddle(2.2, wood(rng), wood(rng)), (-0.4, 0.36, 0.55), yaw=172, pitch=-8),
    ]
    parts += [
        ball(0.03, BRASS, (-1.33, 0, 0.78)),
        ball(0.03, BRASS, (0.68, 0, 0.44)),
        *(
            bent([(x, s * 0.30, 0.34), (x + 0.05, s * 0.30, 0.46), (x + 0.14, s * 0.28, 0.38)], 0.014, BRASS)
            for x in (-0.42, 0.5)
            for s in (-1, 1)
        ),
    ]
    return place(merge(parts), scale=0.92)


MODELS: Final = (
    model(canoe, "boat", "canoe.n.01"),
    model(sailing_dinghy, "boat", "sailing_boat.n.01"),
    model(kayak, "boat", "kayak.n.01"),
    model(gondola, "boat", "gondola.n.02"),
)
