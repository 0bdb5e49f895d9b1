"""Old stones and gold: a head from Easter Island, an obelisk, a sphinx, the coffin of a king."""

from __future__ import annotations

import math
from typing import Final

import cv2
import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import bevelled_box, box, cylinder, ellipsoid, extrude, lathe, loft, place, tube

from .joinery import bent, rod, rounded
from .model import model
from .parts import BLACK, choose, textured
from .prints import printed, sheet, striped
from .surfaces import panel

_GOLD: Final = Material((0.82, 0.62, 0.22), roughness=0.3, metallic=0.7)
_STONES: Final = [(0.62, 0.58, 0.50), (0.50, 0.48, 0.45), (0.66, 0.52, 0.36), (0.40, 0.36, 0.33)]


def island_head(rng: np.random.Generator) -> Mesh:
    """A long-faced stone head as on Easter Island, with a red topknot."""
    stone = textured(rng, "concrete", (1.0, 0.94, 0.86), roughness=0.95)
    shape = [
        (0.0, 0.50, 0.62, 0.0),
        (0.30, 0.48, 0.60, 0.02),
        (0.48, 0.56, 0.62, 0.10),
        (0.62, 0.62, 0.66, 0.10),
    ]
    shape += [
        (0.82, 0.56, 0.68, 0.05),
        (1.20, 0.54, 0.66, 0.02),
        (1.50, 0.60, 0.68, 0.04),
        (1.75, 0.52, 0.62, 0.0),
        (1.86, 0.40, 0.52, -0.02),
    ]
    rings = []
    for z, deep, wide, x in shape:
        flat = rounded(deep, wide, 0.18, 5)
        rings.append(np.column_stack([flat + np.array((x, 0)), np.full(len(flat), z)]))
    parts = [loft(np.array(rings), stone, crease=50.0)]
    parts.append(
        tube(
            [(0.30, 0, 1.52), (0.36, 0, 1.20), (0.44, 0, 0.86), (0.34, 0, 0.80)],
            [(0.06, 0.06), (0.07, 0.08), (0.13, 0.09), (0.10, 0.04)],
            stone,
            sides=10,
            up=(1, 0, 0),
        )
    )
    parts.append(bevelled_box((0.20, 0.66, 0.14), stone, bevel=0.05, at=(0.30, 0, 1.46)))
    parts += [bevelled_box((0.10, 0.34, 0.05), stone, bevel=0.02, at=(0.36, 0, z)) for z in (0.60, 0.68)]
    shade = Material((0.16, 0.14, 0.13), roughness=1.0)
    parts += [
        ellipsoid((0.05, 0.11, 0.06), shade, segments=12, rings=8, at=(0.275, y, 1.36)) for y in (-0.17, 0.17)
    ]
    parts += [
        tube(
            [(-0.02, y, 1.44), (0.0, y * 1.06, 1.1), (0.02, y, 0.78)],
            [(0.05, 0.08), (0.04, 0.06), (0.05, 0.07)],
            stone,
            sides=8,
        )
        for y in (-0.35, 0.35)
    ]
    hat = choose(rng, [(0.50, 0.22, 0.15), (0.42, 0.24, 0.18)], roughness=0.95)
    return merge(
        [
            *parts,
            lathe(
                [(0.34, 0), (0.40, 0.06), (0.40, 0.28), (0.22, 0.34), (0.20, 0.44)],
                hat,
                segments=20,
                at=(0, 0, 1.82),
                crease=60.0,
            ),
        ]
    )


def sarcophagus(rng: np.random.Generator) -> Mesh:
    """A pharaoh's gilded coffin standing upright, striped in blue."""
    blue = choose(rng, [(0.08, 0.20, 0.50), (0.06, 0.36, 0.42), (0.46, 0.08, 0.10)], roughness=0.35)
    bands = striped([_GOLD.color, blue.color], 24, across=True, roughness=0.35)
    half = [
        (0.24, 0.0),
        (0.27, 0.16),
        (0.28, 0.5),
        (0.36, 0.95),
        (0.44, 1.30),
        (0.42, 1.46),
        (0.28, 1.56),
        (0.31, 1.78),
        (0.24, 2.0),
        (0.1, 2.08),
    ]
    flat = np.array([*half, *((-y, z) for y, z in half[::-1])])
    parts = [extrude(flat, 0.34, _GOLD, plane="yz", bevel=0.08, crease=40.0)]
    parts.append(
        tube(
            [(0.12, 0, 0.05), (0.13, 0, 0.6), (0.13, 0, 1.05)],
            [(0.22, 0.10), (0.24, 0.12), (0.31, 0.13)],
            bands,
            sides=16,
            up=(1, 0, 0),
        )
    )
    parts.append(ellipsoid((0.12, 0.155, 0.21), _GOLD, segments=16, rings=12, at=(0.18, 0, 1.76)))
    for side in (-1, 1):
        cloth = [
            (0.14, side * 0.10, 2.0),
            (0.16, side * 0.24, 1.84),
            (0.17, side * 0.26, 1.62),
            (0.20, side * 0.19, 1.36),
        ]
        parts.append(
            tube(
                cloth, [(0.10, 0.05), (0.09, 0.06), (0.10, 0.06), (0.09, 0.03)], bands, sides=10, up=(1, 0, 0)
            )
        )
        parts.append(
            ellipsoid((0.02, 0.036, 0.02), BLACK, segments=8, rings=6, at=(0.285, side * 0.06, 1.80))
        )
        arm = [(0.18, side * 0.36, 1.30), (0.24, side * 0.30, 1.14), (0.28, -side * 0.08, 1.22)]
        parts += [
            tube(arm, 0.05, _GOLD, sides=8, rounded=True),
            rod((0.32, -side * 0.12, 1.04), (0.30, -side * 0.22, 1.42), 0.02, blue),
        ]
    parts += [
        tube([(0.28, 0, 1.60), (0.33, 0, 1.34)], [0.025, 0.035], blue, sides=8),
        ellipsoid((0.04, 0.03, 0.05), _GOLD, segments=8, rings=6, at=(0.30, 0, 1.74)),
    ]
    parts.append(
        tube(
            [(0.2, 0, 1.94), (0.30, 0, 2.0), (0.28, 0, 2.12)], [0.03, 0.03, 0.04], blue, sides=8, rounded=True
        )
    )
    return merge(
        [*parts, bevelled_box((0.56, 0.72, 0.10), choose(rng, _STONES), bevel=0.02, at=(0.04, 0, -0.10))]
    )


def obelisk(rng: np.random.Generator) -> Mesh:
    """An Egyptian needle with carved signs and a gilded tip, three steps below it."""
    stone = choose(rng, _STONES, roughness=0.85)
    ink = tuple(part * 0.45 for part in stone.color)
    picture = sheet(stone.color, 256, 64)
    for row in range(9):
        for column in range(2):
            x, y, sort = 20 + 24 * column, 22 + 26 * row, int(rng.integers(5))
            if sort == 0:
                cv2.circle(picture, (x, y), 7, ink, 2)
            elif sort == 1:
                cv2.line(picture, (x, y - 8), (x, y + 8), ink, 3)
                cv2.line(picture, (x - 7, y - 2), (x + 7, y - 2), ink, 3)
            elif sort == 2:
                cv2.ellipse(picture, (x, y), (9, 5), 0, 0, 360, ink, 2)
            elif sort == 3:
                cv2.rectangle(picture, (x - 6, y - 7), (x + 6, y + 7), ink, 2)
            else:
                for step in (-5, 0, 5):
                    cv2.line(picture, (x - 8, y + step), (x + 8, y + step), ink, 2)
    carved = printed("signs", picture, roughness=0.85)
    shaft = [[(0.27, 0.27), (-0.27, 0.27), (-0.27, -0.27), (0.27, -0.27)]] * 2
    rings = np.array(
        [
            [(x * w, y * w, z) for x, y in ring]
            for ring, w, z in zip(shaft, (1, 0.66), (0.5, 2.3), strict=True)
        ]
    )
    tip = cylinder(0.252, 0.34, _GOLD, top=0.0, segments=4, at=(0, 0, 2.3))
    parts = [loft(rings, stone, crease=10.0), place(tip, yaw=45)]
    parts += [
        bevelled_box((w, w, 0.17), stone, bevel=0.02, at=(0, 0, z))
        for w, z in ((1.2, 0.0), (0.96, 0.17), (0.74, 0.34))
    ]
    lean = math.degrees(math.atan2(0.09, 1.8))
    parts += [
        ellipsoid((0.09, 0.09, 0.09), _GOLD, segments=12, rings=8, at=(x, y, 0.42))
        for x in (-0.41, 0.41)
        for y in (-0.41, 0.41)
    ]
    face = place(panel(carved, 0.34, 1.66, pitch=lean), (0.232, 0, 1.38))
    parts += [place(face, yaw=90.0 * turn) for turn in range(4)]
    return merge(parts)


def sphinx(rng: np.random.Generator) -> Mesh:
    """A lion's body at rest with a king's head in a striped cloth."""
    stone = textured(rng, "ashlar", (1.0, 0.90, 0.70), roughness=0.95)
    smooth = Material((0.74, 0.60, 0.40), roughness=0.9)
    blue = choose(rng, [(0.12, 0.26, 0.50), (0.10, 0.42, 0.40), (0.50, 0.16, 0.12)], roughness=0.7)
    cloth = striped([(0.84, 0.66, 0.26), blue.color], 20, across=True, roughness=0.7)
    parts = [box((2.5, 0.94, 0.22), stone)]
    spine = [(-1.0, 0, 0.52), (-0.7, 0, 0.60), (0.0, 0, 0.56), (0.40, 0, 0.66), (0.62, 0, 0.78)]
    girth = [(0.22, 0.26), (0.34, 0.38), (0.27, 0.32), (0.30, 0.40), (0.22, 0.30)]
    parts.append(tube(spine, girth, smooth, sides=16, rounded=True))
    for side in (-1, 1):
        parts.append(ellipsoid((0.40, 0.17, 0.30), smooth, at=(-0.68, side * 0.30, 0.48)))
        limb = [(-0.75, side * 0.36, 0.30), (-0.35, side * 0.37, 0.30), (-0.18, side * 0.37, 0.28)]
        parts.append(tube(limb, [0.09, 0.08, 0.075], smooth, rounded=True))
        limb = [
            (0.40, side * 0.26, 0.44),
            (0.70, side * 0.28, 0.34),
            (1.05, side * 0.28, 0.31),
            (1.16, side * 0.28, 0.30),
        ]
        parts.append(tube(limb, [0.15, 0.11, 0.09, 0.095], smooth, rounded=True))
        lappet = [(0.66, side * 0.26, 1.42), (0.70, side * 0.33, 1.20), (0.78, side * 0.24, 0.92)]
        parts.append(tube(lappet, [(0.13, 0.07), (0.14, 0.08), (0.10, 0.05)], cloth, up=(1, 0, 0)))
        parts.append(
            ellipsoid((0.03, 0.055, 0.03), BLACK, segments=8, rings=6, at=(0.885, side * 0.09, 1.38))
        )
    parts.append(tube([(0.56, 0, 0.8), (0.62, 0, 1.16)], [(0.24, 0.2), (0.15, 0.15)], smooth, up=(1, 0, 0)))
    parts.append(ellipsoid((0.20, 0.21, 0.28), smooth, segments=18, rings=12, at=(0.70, 0, 1.34)))
    parts.append(ellipsoid((0.24, 0.32, 0.26), cloth, segments=18, rings=12, at=(0.58, 0, 1.45)))
    parts.append(tube([(0.84, 0, 1.17), (0.88, 0, 0.98)], [0.035, 0.05], blue, sides=8))
    parts.append(
        tube([(0.89, 0, 1.40), (0.935, 0, 1.29), (0.89, 0, 1.27)], [0.02, 0.04, 0.03], smooth, sides=8)
    )
    parts.append(
        tube([(0.78, 0, 1.58), (0.87, 0, 1.66), (0.84, 0, 1.76)], 0.03, _GOLD, sides=8, rounded=True)
    )
    tail = [(-1.18, 0, 0.5), (-1.2, 0.3, 0.34), (-0.9, 0.46, 0.28), (-0.5, 0.46, 0.30)]
    parts.append(bent(tail, 0.045, smooth))
    return merge(parts)


MODELS: Final = (
    model(island_head, "monument", "statue.n.01"),
    model(obelisk, "monument", "obelisk.n.01"),
    model(sphinx, "monument", "sphinx.n.02"),
    model(sarcophagus, "coffin", "sarcophagus.n.01"),
)
