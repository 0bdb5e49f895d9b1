"""Toys of the nursery, larger than life."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import bevelled_box, box, ellipsoid, extrude, place, tube

from .forms import ball, ring, rod_along, skin, turned
from .joinery import rod, smooth
from .model import model
from .outlines import star
from .parts import BLACK, CHROME, DARK, STEEL, WHITE
from .playthings import BRIGHT, bright
from .prints import printed, sheet, wood, write
from .surfaces import panel


def kite(rng: np.random.Generator) -> Mesh:
    """A diamond kite propped up on its spine, with a face and a tail of bows."""
    one, two, bow = bright(rng, 3, roughness=0.7)
    corners = {
        "top": (0, 0, 1.55),
        "left": (0, -0.62, 1.05),
        "right": (0, 0.62, 1.05),
        "low": (0, 0, 0.12),
        "mid": (0.07, 0, 1.05),
    }

    def cloth_piece(a: str, b: str, paint: Material) -> Mesh:
        return skin(np.array([[corners["mid"], corners[a]], [corners["mid"], corners[b]]]), paint, crease=0.0)

    parts = [
        cloth_piece("top", "right", one),
        cloth_piece("right", "low", two),
        cloth_piece("low", "left", one),
        cloth_piece("left", "top", two),
    ]
    parts += [
        rod((-0.02, 0, 1.57), (-0.02, 0, 0.0), 0.014, DARK),
        rod((-0.015, -0.63, 1.05), (-0.015, 0.63, 1.05), 0.012, DARK),
    ]
    eye = [rod_along(0.06, 0.012, WHITE, (0.075, s * 0.15, 1.16)) for s in (-1, 1)]
    eye += [rod_along(0.03, 0.014, BLACK, (0.085, s * 0.15, 1.16)) for s in (-1, 1)]
    grin = [(0.075, y, 0.90 - 0.10 * math.cos(y * 7)) for y in np.linspace(-0.16, 0.16, 9).tolist()]
    tail = smooth(
        [(0, 0, 0.12), (0.25, 0.10, 0.05), (0.45, -0.15, 0.03), (0.75, 0.10, 0.03), (1.05, -0.1, 0.03)], 5
    )
    parts += [*eye, tube(grin, 0.014, BLACK, sides=5), tube(tail, 0.006, WHITE, sides=4)]
    for number, index in enumerate((4, 8, 12, 16, 20)):
        x, y, z = tail[index].tolist()
        for s in (-1, 1):
            wing = extrude([(0, 0), (0.12, 0.06), (0.12, -0.06)], 0.015, (bow, one, two)[number % 3])
            parts.append(place(wing, (x, y, z), yaw=90.0 * s + 20 * number))
    prop = [rod((-0.02, 0, 1.05), (-0.50, s * 0.35, 0.0), 0.014, DARK) for s in (-1, 1)]
    return merge([*parts, *prop])


def jack_in_the_box(rng: np.random.Generator) -> Mesh:
    """A clown on a spring out of an open box with stars on it."""
    face_paint, box_paint, hat, collar = (Material((0.95, 0.82, 0.72), roughness=0.5), *bright(rng, 3))
    parts = [
        bevelled_box((0.60, 0.60, 0.55), box_paint, bevel=0.02),
        box((0.5, 0.5, 0.004), DARK, at=(0, 0, 0.55)),
        place(bevelled_box((0.03, 0.60, 0.58), box_paint, bevel=0.01), (-0.31, 0, 0.55), pitch=20),
    ]
    stars = extrude(star(5, 0.2, 0.08), 0.012, collar, plane="yz", at=(0.302, 0, 0.28))
    parts += [place(stars, yaw=90.0 * turn) for turn in range(4)]
    angle = np.linspace(0, 10 * math.pi, 71)
    parts.append(
        tube(
            np.column_stack([0.14 * np.cos(angle), 0.14 * np.sin(angle), 0.55 + 0.05 * angle / math.pi]),
            0.016,
            CHROME,
            sides=6,
        )
    )
    parts += [
        turned([(0.05, 1.0), (0.32, 1.02), (0.34, 1.05), (0.06, 1.12)], collar, segments=28),
        *(
            tube(
                [(0.02, s * 0.12, 1.04), (0.10, s * 0.36, 1.12), (0.18, s * 0.48, 1.26)],
                0.055,
                hat,
                sides=10,
                rounded=True,
            )
            for s in (-1, 1)
        ),
        *(ball(0.075, WHITE, (0.19, s * 0.50, 1.31)) for s in (-1, 1)),
    ]
    parts += [
        ball(0.22, face_paint, (0, 0, 1.30), segments=22),
        ball(0.06, Material((0.85, 0.08, 0.08), roughness=0.2), (0.22, 0, 1.29)),
        turned([(0.19, 0), (0.12, 0.18), (0.0, 0.44)], hat, (-0.02, 0, 1.44), segments=20),
        ball(0.05, WHITE, (-0.02, 0, 1.90)),
    ]
    for s in (-1, 1):
        parts += [
            ball(0.11, Material((0.90, 0.42, 0.08), roughness=1.0), (-0.05, s * 0.22, 1.34)),
            ellipsoid((0.02, 0.035, 0.045), WHITE, at=(0.19, s * 0.08, 1.38), segments=10, rings=6),
            ball(0.022, BLACK, (0.207, s * 0.08, 1.38), segments=8),
        ]
    mouth = [(0.205 - 1.4 * y * y, y, 1.20 + 3.0 * y * y) for y in np.linspace(-0.12, 0.12, 9).tolist()]
    crank = [
        rod((0, 0.3, 0.28), (0, 0.4, 0.28), 0.018, STEEL),
        rod((0, 0.4, 0.28), (0.12, 0.4, 0.2), 0.018, STEEL),
        rod((0.12, 0.39, 0.2), (0.12, 0.5, 0.2), 0.028, hat),
    ]
    return merge([*parts, tube(mouth, 0.022, Material((0.75, 0.05, 0.08)), sides=6, rounded=True), *crank])


def alphabet_blocks(rng: np.random.Generator) -> Mesh:
    """Four wooden letter cubes stacked as a child leaves them."""
    timber = wood(rng, (0.90, 0.74, 0.50))
    places = ((0, -0.36, 0.0, 8), (0.05, 0.32, 0.0, -14), (0.02, -0.04, 0.56, 20), (0.72, 0.02, 0.0, 40))
    parts = []
    for (x, y, z, yaw), first in zip(places, rng.permutation(24)[:4], strict=True):
        cube = [bevelled_box((0.56, 0.56, 0.56), timber, bevel=0.03)]
        for side in range(4):
            picture = sheet((0.93, 0.84, 0.66), 96, 96)
            ink = BRIGHT[(int(first) + side) % 5]
            picture[:8], picture[-8:], picture[:, :8], picture[:, -8:] = ink, ink, ink, ink
            write(picture, chr(65 + (int(first) + side) % 26), (0.5, 0.5), 0.55, ink)
            cube.append(
                place(panel(printed("letter", picture), 0.48, 0.48, (0.283, 0, 0.28)), yaw=90.0 * side)
            )
        cube.append(place(panel(printed("letter", picture), 0.48, 0.48), (0, 0, 0.563), pitch=90))
        parts.append(place(merge(cube), (x, y, z), yaw=yaw))
    return merge(parts)


def stacking_rings(rng: np.random.Generator) -> Mesh:
    """A cone of coloured rings with a ball on top."""
    paints = bright(rng, 5)
    parts = [
        turned([(0.42, 0.0), (0.44, 0.03), (0.42, 0.07), (0.30, 0.10)], WHITE, segments=32),
        rod((0, 0, 0.1), (0, 0, 1.05), 0.06, WHITE),
    ]
    z = 0.10
    for number, paint in enumerate(paints):
        thick = 0.105 - 0.011 * number
        parts.append(ring(0.30 - 0.042 * number, thick, paint, (0, 0, z + thick), segments=32, sides=14))
        z += 2 * thick * 0.98
    return merge([*parts, ball(0.12, paints[0], (0, 0, z + 0.10), segments=20)])


MODELS: Final = (
    model(kite, "toy", "kite.n.03"),
    model(jack_in_the_box, "toy", "jack-in-the-box.n.01"),
    model(alphabet_blocks, "toy", "block.n.01"),
    model(stacking_rings, "toy", "plaything.n.01"),
)
