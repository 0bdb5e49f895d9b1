"""Sports gear that stands about."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import bevelled_box, box, ellipsoid, extrude, loft, place, tube

from .forms import around, bars, ring, rod_along, turned
from .joinery import rod, smooth
from .model import model
from .outlines import oval
from .parts import BLACK, CHROME, DARK, STEEL, WHITE, choose
from .prints import printed, sheet, wood
from .surfaces import disc

INKS: Final = (
    (0.80, 0.12, 0.14),
    (0.10, 0.32, 0.66),
    (0.94, 0.66, 0.10),
    (0.10, 0.46, 0.34),
    (0.90, 0.42, 0.10),
)


def archery_target(rng: np.random.Generator) -> Mesh:
    """A straw target with five rings and arrows, on a wooden easel."""
    timber = wood(rng, (0.66, 0.46, 0.26))
    picture = sheet((0.93, 0.93, 0.90), 160, 160)
    down, across = np.mgrid[0:160, 0:160] - 79.5
    reach = np.hypot(down, across) / 79.5
    for limit, ink in (
        (0.8, (0.08, 0.08, 0.09)),
        (0.6, (0.12, 0.42, 0.80)),
        (0.4, (0.86, 0.12, 0.12)),
        (0.2, (0.98, 0.82, 0.12)),
    ):
        picture[reach < limit] = ink
    parts = [
        rod_along(0.52, 0.14, Material((0.80, 0.66, 0.34), roughness=1.0), segments=36),
        *(
            ring(r, 0.035, Material((0.74, 0.58, 0.28), roughness=1.0), (-0.05, 0, 0), axis="x", segments=36)
            for r in (0.50, 0.36, 0.2)
        ),
    ]
    parts.append(disc(printed("target", picture, roughness=0.9), 0.49, (0.074, 0, 0)))
    for number in range(4):
        y, z = (float(part) for part in rng.uniform(-0.25, 0.25, 2))
        tip = (0.06, y, z)
        end = (0.62, y + 0.03 * number - 0.04, z + 0.05)
        parts.append(rod(tip, end, 0.008, timber))
        feather = choose(rng, INKS)
        parts += [
            place(
                box((0.12, 0.004, 0.05), feather, at=(0.05, 0, -0.025)),
                (end[0] - 0.12, end[1], end[2]),
                roll=60.0 * k,
            )
            for k in range(3)
        ]
    easel = bars([[(0.16, s * 0.42, 0), (-0.10, s * 0.12, 1.45)] for s in (-1, 1)], 0.03, timber)
    easel += [
        rod((-0.62, 0, 0), (-0.10, 0, 1.45), 0.03, timber),
        box((0.10, 0.9, 0.05), timber, at=(0.12, 0, 0.34)),
    ]
    return merge([place(merge(parts), (0.10, 0, 0.86), pitch=10), *easel])


def surfboard(rng: np.random.Generator) -> Mesh:
    """A striped surfboard upright on a stand, fins behind, 2.2 m."""
    one, two = (Material(INKS[int(k)], roughness=0.12) for k in rng.permutation(5)[:2])
    pale = Material((0.95, 0.93, 0.86), roughness=0.12)
    part = np.linspace(0, 1, 25)
    half = 0.30 * np.sin(math.pi * part**0.85) ** 0.6
    half[[0, -1]] = (0.09, 0.0)
    rocker = 0.10 * (part - 0.35) ** 2

    def slab(low: int, high: int, paint: Material, share: float = 1.0, thick: float = 0.035) -> Mesh:
        rings = [
            np.column_stack(
                [
                    x + thick * (h * share / 0.3) ** 0.6 * wave[:, 0],
                    h * share * wave[:, 1] + 0.0005 * wave[:, 1],
                    np.full(12, 2.2 * p),
                ]
            )
            for p, h, x in zip(part[low:high], half[low:high], rocker[low:high], strict=True)
        ]
        return loft(rings, paint, crease=80)

    wave = oval(1.0, 1.0, 12)
    parts = [
        slab(0, 25, pale),
        slab(4, 9, one, 1.01, 0.037),
        slab(9, 11, two, 1.01, 0.037),
        slab(18, 21, one, 1.01, 0.037),
    ]
    parts.append(slab(0, 25, two, 0.06, 0.062))
    parts += [
        extrude(
            [(0, 0.12), (-0.16, 0.10), (-0.10, 0.22), (0, 0.30)], 0.014, BLACK, plane="xz", at=(-0.02, y, 0)
        )
        for y in (-0.12, 0.0, 0.12)
    ]
    board = place(merge(parts), (-0.02, 0, 0.06), pitch=4)
    timber = wood(rng, (0.60, 0.42, 0.24))
    stand = [box((0.7, 0.06, 0.06), timber, at=(0, s * 0.3, 0)) for s in (-1, 1)] + bars(
        [[(0.28, s * 0.3, 0.05), (0.08, s * 0.3, 0.9)] for s in (-1, 1)]
        + [[(-0.30, s * 0.3, 0.05), (0.08, s * 0.3, 0.9)] for s in (-1, 1)],
        0.025,
        timber,
    )
    stand += [rod((x, -0.33, z), (x, 0.33, z), 0.022, timber) for x, z in ((0.08, 0.9), (-0.14, 0.42))] + [
        box((0.1, 0.6, 0.06), timber)
    ]
    return merge([board, *stand])


def ski_rack(rng: np.random.Generator) -> Mesh:
    """Three pairs of skis and poles leaning on a rack."""
    timber = wood(rng, (0.72, 0.52, 0.30))
    parts = bars(
        [[(0.45, s * 0.75, 0), (0, s * 0.75, 1.25)] for s in (-1, 1)]
        + [[(-0.5, s * 0.75, 0), (0, s * 0.75, 1.25)] for s in (-1, 1)],
        0.035,
        timber,
    )
    parts += [
        rod((x, -0.82, z), (x, 0.82, z), 0.03, timber) for x, z in ((0.0, 1.25), (0.22, 0.62), (-0.25, 0.62))
    ]
    path = smooth([(0, 0, 0), (0.02, 0, 0.9), (0, 0, 1.65), (0.06, 0, 1.83), (0.16, 0, 1.92)], 4)
    for y, k in zip((-0.5, 0.0, 0.5), rng.permutation(5)[:3], strict=True):
        paint = Material(INKS[int(k)], roughness=0.15)
        for s in (-1, 1):
            ski = [
                tube(path, [(0.05, 0.014)] * len(path), paint, sides=8, up=(1, 0, 0)),
                box((0.06, 0.07, 0.1), BLACK, at=(0.04, 0, 0.70)),
                box((0.05, 0.07, 0.12), STEEL, at=(0.04, 0, 0.98)),
                box((0.018, 0.105, 0.14), WHITE, at=(0.012, 0, 1.30)),
            ]
            parts.append(place(merge(ski), (0.44, y + s * 0.062, 0.0), pitch=16))
            stick = [
                rod((0, 0, 0), (0, 0, 1.25), 0.009, STEEL),
                ring(0.05, 0.008, BLACK, (0, 0, 0.08), segments=12, sides=5),
                rod((0, 0, 1.1), (0, 0, 1.27), 0.018, BLACK),
            ]
            parts.append(place(merge(stick), (0.42, y + s * 0.16, 0), pitch=18))
    return merge(parts)


def golf_bag(rng: np.random.Generator) -> Mesh:
    """A golf bag on two legs with clubs and covers."""
    ink, trim = (INKS[int(k)] for k in rng.permutation(5)[:2])
    cloth, band = Material(ink, roughness=0.7), Material(trim, roughness=0.6)
    parts = [
        turned([(0.17, 0), (0.18, 0.03), (0.165, 0.5), (0.18, 0.98)], cloth, segments=24),
        turned([(0.185, 0.92), (0.19, 0.94), (0.19, 1.02), (0.15, 1.03)], WHITE, segments=24, caps=False),
        turned([(0.183, 0.0), (0.187, 0.07)], BLACK, segments=24),
        turned([(0.170, 0.62), (0.174, 0.70)], band, segments=24, caps=False),
    ]
    parts += [
        bevelled_box((0.12, 0.24, 0.36), band, bevel=0.05, at=(0.17, 0, 0.12)),
        bevelled_box((0.10, 0.22, 0.26), cloth, bevel=0.04, at=(0.17, 0, 0.60)),
        bevelled_box((0.24, 0.10, 0.5), band, bevel=0.04, at=(0, 0.17, 0.2)),
        rod_along(0.16, 0.01, DARK, (0, 0, 1.0), axis="z"),
    ]
    parts.append(
        tube(
            smooth([(-0.16, -0.05, 0.25), (-0.32, -0.1, 0.5), (-0.30, -0.1, 0.75), (-0.17, -0.04, 0.92)], 4),
            [(0.012, 0.04)] * 13,
            BLACK,
            sides=8,
        )
    )
    for number, (x, y, _) in enumerate(around(7, 0.10)):
        tall = 1.28 + 0.04 * (number % 3)
        top = (x * 1.3, y * 1.3, tall)
        parts.append(rod((x, y, 0.9), top, 0.008, STEEL))
        if number % 2:
            parts.append(
                ellipsoid(
                    (0.08, 0.06, 0.065),
                    (band, cloth, WHITE)[number % 3],
                    at=(top[0] + 0.03, top[1], tall + 0.03),
                    segments=12,
                    rings=8,
                )
            )
        else:
            parts.append(
                place(
                    extrude(
                        [(-0.02, 0), (0.10, -0.01), (0.12, 0.06), (0.05, 0.08), (-0.02, 0.03)],
                        0.03,
                        CHROME,
                        plane="xz",
                        bevel=0.008,
                    ),
                    top,
                    yaw=40.0 * number,
                )
            )
    bag = place(merge(parts), (0.0, 0, 0.02), pitch=18)
    return merge(
        [bag, *bars([[(-0.28, s * 0.05, 0.88), (-0.62, s * 0.30, 0.0)] for s in (-1, 1)], 0.012, STEEL)]
    )


MODELS: Final = (
    model(archery_target, "sports gear", "target.n.01"),
    model(surfboard, "sports gear", "surfboard.n.01"),
    model(ski_rack, "sports gear", "ski.n.01"),
    model(golf_bag, "sports gear", "golf_bag.n.01"),
)
