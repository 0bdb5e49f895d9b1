"""Pieces of games, larger than life."""

from __future__ import annotations

from itertools import product
from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import bevelled_box, box, extrude, place

from .forms import BRASS, around, ball, rod_along, turned
from .model import model
from .parts import BLACK, WHITE, choose
from .prints import printed, sheet, wood, write
from .surfaces import panel

_SPOTS: Final[dict[int, list[tuple[int, int]]]] = {
    0: [],
    1: [(0, 0)],
    2: [(-1, -1), (1, 1)],
    3: [(-1, -1), (0, 0), (1, 1)],
    4: [(-1, -1), (1, 1), (-1, 1), (1, -1)],
    5: [(-1, -1), (1, 1), (-1, 1), (1, -1), (0, 0)],
    6: [(-1, -1), (-1, 0), (-1, 1), (1, -1), (1, 0), (1, 1)],
}


def magic_cube(rng: np.random.Generator) -> Mesh:
    """A puzzle cube of 27 small ones, one layer half turned."""
    inks = [
        (0.93, 0.93, 0.92),
        (0.95, 0.82, 0.10),
        (0.82, 0.10, 0.10),
        (0.94, 0.46, 0.06),
        (0.08, 0.34, 0.70),
        (0.06, 0.54, 0.26),
    ]
    stickers = [Material(ink, roughness=0.25) for ink in inks]
    mixed = rng.random() < 0.7
    parts = []
    for x, y, z in product((-1, 0, 1), repeat=3):
        cell = [bevelled_box((0.295, 0.295, 0.295), BLACK, bevel=0.025, at=(0.3 * x, 0.3 * y, 0.3 * z))]
        for axis in range(3):
            side = (x, y, z)[axis]
            if side == 0:
                continue
            paint = stickers[int(rng.integers(6)) if mixed else 2 * axis + (side > 0)]
            size = [0.24, 0.24, 0.24]
            size[axis] = 0.01
            middle = [0.3 * x, 0.3 * y, 0.3 * z + 0.1475]
            middle[axis] += side * 0.148
            cell.append(
                box((size[0], size[1], size[2]), paint, at=(middle[0], middle[1], middle[2] - size[2] / 2))
            )
        parts.append(place(merge(cell), yaw=28.0 if z == 1 else 0.0))
    return place(merge(parts), yaw=20)


def dice_pair(rng: np.random.Generator) -> Mesh:
    """Two giant dice, one tipped against the other."""
    body = choose(
        rng, [(0.92, 0.90, 0.86), (0.76, 0.08, 0.10), (0.10, 0.12, 0.14), (0.10, 0.30, 0.60)], roughness=0.15
    )
    pips = BLACK if body.color[1] > 0.5 else WHITE
    die = [bevelled_box((0.6, 0.6, 0.6), body, bevel=0.07)]
    for value, (yaw, pitch) in {
        1: (0, 90),
        6: (0, -90),
        2: (0, 0),
        5: (180, 0),
        3: (90, 0),
        4: (-90, 0),
    }.items():
        face = [
            rod_along(0.058, 0.012, pips, (0.30, 0.16 * y, 0.16 * z), segments=16) for y, z in _SPOTS[value]
        ]
        die.append(place(merge(face), (0, 0, 0.3), yaw=float(yaw), pitch=float(pitch)))
    cube = merge(die)
    return merge([place(cube, (0, -0.40, 0), yaw=25), place(cube, (0.08, 0.60, 0.19), roll=-38)])


def chess_pieces(rng: np.random.Generator) -> Mesh:
    """A knight, a queen, a rook and a pawn on squares of a board."""
    pale, dark = wood(rng, (0.84, 0.66, 0.40), roughness=0.25), wood(rng, (0.30, 0.15, 0.08), roughness=0.25)
    foot = [(0.20, 0.0), (0.21, 0.04), (0.17, 0.08), (0.18, 0.11), (0.11, 0.16)]

    def pawn(m: Material) -> Mesh:
        return merge(
            [
                turned([*foot, (0.07, 0.34), (0.13, 0.38), (0.06, 0.41)], m, segments=22),
                ball(0.115, m, (0, 0, 0.50)),
            ]
        )

    def rook(m: Material) -> Mesh:
        tower = [
            turned(
                [*foot, (0.10, 0.42), (0.16, 0.48), (0.16, 0.56), (0.11, 0.56), (0.11, 0.52)], m, segments=22
            )
        ]
        return merge(
            [
                *tower,
                *(
                    place(box((0.06, 0.09, 0.08), m), (x, y, 0.55), yaw=turn)
                    for x, y, turn in around(6, 0.13)
                ),
            ]
        )

    def queen(m: Material) -> Mesh:
        lady = [
            turned(
                [*foot, (0.075, 0.50), (0.14, 0.56), (0.07, 0.60), (0.15, 0.78), (0.08, 0.80), (0.0, 0.84)],
                m,
                segments=22,
            ),
            ball(0.045, m, (0, 0, 0.87)),
        ]
        return merge([*lady, *(ball(0.035, m, (x, y, 0.80), segments=8) for x, y, _ in around(8, 0.135))])

    def knight(m: Material) -> Mesh:
        head = [
            (-0.13, 0.14),
            (0.12, 0.14),
            (0.10, 0.24),
            (0.02, 0.36),
            (0.10, 0.36),
            (0.20, 0.32),
            (0.25, 0.38),
            (0.18, 0.52),
            (0.06, 0.62),
            (0.03, 0.70),
            (-0.03, 0.62),
            (-0.12, 0.52),
            (-0.17, 0.36),
        ]
        horse = [
            turned(foot, m, segments=22),
            extrude(head, 0.16, m, plane="xz", bevel=0.03),
            *(
                ball(0.022, BLACK if m is pale else WHITE, (0.09, s * 0.08, 0.52), segments=8)
                for s in (-1, 1)
            ),
        ]
        return merge(horse)

    parts = [
        box((0.5, 0.5, 0.08), (pale, dark)[(i + j) % 2], at=(0.5 * i - 0.5, 0.5 * j - 0.5, 0))
        for i in range(3)
        for j in range(3)
    ]
    parts += [
        box((1.6, 1.6, 0.05), dark, at=(0, 0, -0.03)),
        place(knight(dark), (0.5, -0.5, 0.08), yaw=20),
        place(queen(pale), (-0.5, 0.0, 0.08)),
        place(rook(dark), (-0.5, 0.5, 0.08)),
        place(pawn(pale), (0.5, 0.5, 0.08)),
        place(pawn(dark), (0.0, 0.0, 0.08)),
    ]
    return merge(parts)


def dominoes(rng: np.random.Generator) -> Mesh:
    """A row of giant domino tiles falling over."""
    ivory = rng.random() < 0.5
    body = Material((0.94, 0.92, 0.84) if ivory else (0.06, 0.06, 0.07), roughness=0.2)
    ink = BLACK if ivory else WHITE
    parts = []
    for number, (x, tilt) in enumerate(
        ((-0.85, 0.0), (-0.48, 0.0), (-0.10, -10.0), (0.28, -26.0), (0.68, -46.0))
    ):
        tile = [
            bevelled_box((0.16, 0.52, 1.04), body, bevel=0.025),
            box((0.165, 0.42, 0.02), BRASS, at=(0, 0, 0.51)),
            rod_along(0.025, 0.17, BRASS, (0, 0, 0.52)),
        ]
        for middle, value in ((0.26, (number * 2 + 1) % 7), (0.78, int(rng.integers(1, 7)))):
            tile += [
                rod_along(0.045, 0.165, ink, (0, 0.14 * y, middle + 0.14 * z), segments=12)
                for y, z in _SPOTS[value]
            ]
        parts.append(place(merge(tile), (x, 0, 0.0), pitch=tilt))
    return merge(parts)


def playing_cards(rng: np.random.Generator) -> Mesh:
    """Giant playing cards leaning together as a card house of two tents and a roof."""
    suits = [(0.80, 0.08, 0.10), (0.06, 0.06, 0.07)]
    back_ink = [(0.12, 0.24, 0.56), (0.62, 0.10, 0.12), (0.10, 0.40, 0.28)][int(rng.integers(3))]
    back = sheet((0.95, 0.95, 0.93), 96, 64)
    step = np.add.outer(np.arange(84), np.arange(52))
    weave = ((step % 8 < 4) ^ (np.subtract.outer(np.arange(84), np.arange(52)) % 8 < 4))[..., None]
    back[6:90, 6:58] = np.where(weave, np.array(back_ink), np.array((0.9, 0.9, 0.9)))
    rear = printed("card back", back, roughness=0.4)

    def card() -> Mesh:
        ink = suits[int(rng.integers(2))]
        face = sheet((0.96, 0.96, 0.94), 144, 96)
        sign = "A23456789JQK"[int(rng.integers(12))]
        write(face, sign, (0.14, 0.11), 0.13, ink)
        write(face, sign, (0.86, 0.89), 0.13, ink)
        rows, columns = np.mgrid[0:144, 0:96]
        across, down = np.abs(columns - 47.5) / 26, (rows - 72) / 36
        shape = across + np.abs(down) < 1 if ink[0] > 0.5 else (across**2 + (np.abs(down) - 0.1) ** 2 < 0.45)
        face[shape] = ink
        return merge(
            [
                bevelled_box((0.02, 0.70, 1.05), WHITE, bevel=0.006),
                panel(printed("card", face, roughness=0.4), 0.69, 1.04, (0.0115, 0, 0.525)),
                panel(rear, 0.69, 1.04, (-0.0115, 0, 0.525), yaw=180),
            ]
        )

    def tent(x: float, z: float) -> list[Mesh]:
        return [place(place(card(), pitch=18), (x + s * 0.335, 0, z), yaw=90.0 - 90.0 * s) for s in (-1, 1)]

    roof = place(card(), (0.53, 0, 1.01), pitch=90)
    parts = [*tent(-0.36, 0.0), *tent(0.36, 0.0), roof, *tent(0.0, 1.03)]
    return place(merge(parts), scale=0.9)


MODELS: Final = (
    model(magic_cube, "game", "plaything.n.01"),
    model(chess_pieces, "game", "chessman.n.01"),
    model(dice_pair, "game", "die.n.01"),
    model(dominoes, "game", "domino.n.03"),
    model(playing_cards, "game", "playing_card.n.01"),
)
