"""Office machines and school things, larger than life."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import bevelled_box, box, cylinder, extrude, lathe, place, tube
from caos.textures import fractal

from .joinery import bent, legs, rod, spread
from .model import model
from .parts import BLACK, BRASS, CHROME, DARK, STEEL, WHITE, choose
from .prints import label, printed, sheet, wood, write
from .surfaces import panel

_PAPER: Final = Material((0.94, 0.93, 0.89), roughness=0.9)


def globe(rng: np.random.Generator) -> Mesh:
    """A standing globe with invented continents in a wooden ring."""
    timber = wood(rng, (0.42, 0.22, 0.11))
    field = fractal(rng, beta=3.4, low=2, high=20)[::2, ::2]
    down = np.abs(np.linspace(-1, 1, 256))[:, None]
    sea = np.broadcast_to(np.array((0.22, 0.44, 0.64)), (256, 256, 3))
    land = np.where(field[..., None] > 1.0, np.array((0.66, 0.48, 0.28)), np.array((0.50, 0.62, 0.30)))
    map_ = np.where((field > 0.25)[..., None], land, sea)
    map_ = np.where((down > 0.9)[..., None], np.array((0.94, 0.95, 0.96)), map_)
    map_[::32] *= 0.85
    map_[:, ::32] *= 0.85
    skin = printed("map", map_, roughness=0.25)
    turn, bend = np.linspace(0, 2 * math.pi, 37), np.linspace(-math.pi / 2, math.pi / 2, 19)
    ball = lathe(
        np.column_stack([0.40 * np.round(np.cos(bend), 9), 0.40 * np.sin(bend)]),
        skin,
        segments=36,
        caps=False,
        crease=180,
    )
    uvs = np.column_stack(
        [np.round(ball.uvs[:, 0] / ball.uvs[:, 0].max(), 6), 1 + ball.uvs[:, 1] / (0.4 * math.pi)]
    )
    parts = [place(replace(ball, uvs=uvs.astype(np.float32)), (0, 0, 0.80), roll=23)]
    meridian = np.column_stack([np.zeros(37), 0.44 * np.cos(turn), 0.44 * np.sin(turn)])
    parts.append(
        place(tube(meridian, [(0.012, 0.03)] * 37, BRASS, sides=6, up=(1, 0, 0)), (0, 0, 0.80), roll=23)
    )
    parts.append(
        lathe(
            [(0.45, 0.78), (0.56, 0.78), (0.56, 0.82), (0.45, 0.82), (0.45, 0.78)],
            timber,
            segments=36,
            caps=False,
        )
    )
    for arm in range(4):
        x, y = math.cos(arm * math.pi / 2 + 0.8), math.sin(arm * math.pi / 2 + 0.8)
        parts.append(
            tube(
                [
                    (0.50 * x, 0.50 * y, 0.80),
                    (0.46 * x, 0.46 * y, 0.50),
                    (0.40 * x, 0.40 * y, 0.24),
                    (0.44 * x, 0.44 * y, 0.0),
                ],
                [0.03, 0.045, 0.025, 0.035],
                timber,
                sides=10,
            )
        )
        parts.append(rod((0.41 * x, 0.41 * y, 0.22), (0, 0, 0.22), 0.02, timber))
    return merge(
        [
            *parts,
            lathe([(0.05, 0.18), (0.10, 0.24), (0.04, 0.34)], timber),
            rod((0, 0, 0.30), (0, 0, 0.40), 0.03, BRASS),
        ]
    )


def typewriter(rng: np.random.Generator) -> Mesh:
    """A giant old typewriter with round keys and a sheet in its carriage."""
    enamel = choose(rng, [(0.08, 0.08, 0.09), (0.16, 0.36, 0.36), (0.62, 0.14, 0.12)], roughness=0.25)
    side = [(-0.46, 0.0), (0.52, 0.0), (0.52, 0.10), (0.12, 0.26), (0.06, 0.46), (-0.40, 0.50), (-0.46, 0.40)]
    parts = [
        extrude(side, 0.96, enamel, plane="xz", bevel=0.05),
        *legs(0.40, 0.38, 0.04, DARK, radius=0.05, at=(0.02, 0, -0.04)),
    ]
    for row in range(4):
        for y in spread(10, 0.74):
            x, z = 0.46 - 0.105 * row, 0.16 + 0.05 * row
            parts += [
                cylinder(0.034, 0.016, WHITE, segments=10, at=(x, y + 0.015 * row - 0.02, z + 0.03)),
                cylinder(0.012, 0.06, STEEL, segments=5, at=(x, y + 0.015 * row - 0.02, z - 0.03)),
            ]
    parts += [bevelled_box((0.05, 0.44, 0.04), WHITE, bevel=0.015, at=(0.555, 0, 0.12))]
    basket = [rod((0.10, y, 0.30), (-0.06, y * 0.35, 0.50), 0.006, CHROME, sides=4) for y in spread(17, 0.44)]
    parts.append(place(tube([(0, -0.62, 0), (0, 0.62, 0)], 0.075, BLACK, sides=18), (-0.22, 0, 0.56)))
    parts += [
        *basket,
        *[place(cylinder(0.06, 0.06, DARK, segments=16), (-0.22, y, 0.56), roll=90) for y in (-0.62, 0.68)],
    ]
    parts += [
        box((0.06, 1.10, 0.05), CHROME, at=(-0.34, 0, 0.52)),
        bent([(-0.22, -0.60, 0.60), (-0.10, -0.66, 0.66), (0.06, -0.70, 0.64)], 0.014, CHROME),
    ]
    page = sheet((0.94, 0.93, 0.89), 128, 96)
    for row in range(8):
        write(
            page, "once upon a time"[: 16 - (row * 5) % 7], (0.5, 0.26 + 0.09 * row), 0.06, (0.15, 0.15, 0.18)
        )
    parts += [
        place(panel(printed("page", page), 0.62, 0.62), (-0.30, 0, 0.88), pitch=12),
        place(panel(_PAPER, 0.62, 0.62), (-0.305, 0, 0.88), pitch=12),
    ]
    tag = label("REGAL", enamel.color, (0.84, 0.68, 0.30), height=48, width=160)
    return merge([*parts, place(panel(tag, 0.34, 0.09), (0.092, 0, 0.37), pitch=15)])


def printer(rng: np.random.Generator) -> Mesh:
    """A desk printer with a page coming out."""
    body = choose(rng, [(0.88, 0.88, 0.86), (0.22, 0.23, 0.25), (0.70, 0.70, 0.66)], roughness=0.45)
    side = [(-0.34, 0.0), (0.36, 0.0), (0.36, 0.20), (0.20, 0.42), (-0.30, 0.46), (-0.34, 0.40)]
    parts = [
        extrude(side, 0.86, body, plane="xz", bevel=0.03),
        place(bevelled_box((0.02, 0.60, 0.40), body, bevel=0.006), (-0.28, 0, 0.42), pitch=-24),
    ]
    parts += [
        place(box((0.02, 0.50, 0.44), _PAPER), (-0.24, 0, 0.44), pitch=-24),
        box((0.03, 0.64, 0.05), DARK, at=(0.352, 0, 0.12)),
        bevelled_box((0.30, 0.58, 0.02), body, bevel=0.006, at=(0.48, 0, 0.07)),
    ]
    picture = sheet((0.95, 0.95, 0.93), 96, 96)
    picture[10:40, 10:86] = (0.24, 0.46, 0.66)
    picture[26:40, 10:86] = (0.36, 0.54, 0.26)
    for row in range(6):
        picture[48 + 7 * row : 50 + 7 * row, 10 : 84 - 9 * (row % 3)] = (0.25, 0.25, 0.28)
    parts.append(place(panel(printed("print", picture), 0.48, 0.36), (0.50, 0, 0.13), pitch=83))
    parts += [
        place(panel(Material((0.12, 0.30, 0.36), roughness=0.1), 0.16, 0.08), (0.285, -0.26, 0.32), pitch=38)
    ]
    inks = ((0.2, 0.7, 0.3), (0.9, 0.6, 0.1), (0.8, 0.2, 0.2))
    return merge(
        [
            *parts,
            *[
                place(cylinder(0.022, 0.02, choose(rng, [ink])), (0.28, 0.16 + 0.07 * step, 0.31), pitch=-52)
                for step, ink in enumerate(inks)
            ],
        ]
    )


def photocopier(rng: np.random.Generator) -> Mesh:
    """An office copier with its lid up, a tray of copies and paper drawers."""
    body = choose(rng, [(0.84, 0.83, 0.78), (0.66, 0.70, 0.74)], roughness=0.45)
    dark = choose(rng, [(0.30, 0.33, 0.38), (0.20, 0.20, 0.22)], roughness=0.5)
    parts = [
        bevelled_box((0.66, 0.90, 0.56), dark, bevel=0.015, at=(0, 0, 0.06)),
        bevelled_box((0.66, 0.90, 0.26), body, bevel=0.02, at=(0, 0, 0.62)),
    ]
    for z in (0.10, 0.27, 0.44):
        parts += [
            bevelled_box((0.03, 0.82, 0.155), body, bevel=0.01, at=(0.33, 0, z)),
            box((0.02, 0.26, 0.03), DARK, at=(0.342, 0, z + 0.10)),
        ]
    parts += [
        bevelled_box((0.70, 1.00, 0.12), body, bevel=0.025, at=(0, 0, 0.92)),
        box((0.66, 0.90, 0.06), DARK, at=(-0.01, 0, 0.87)),
    ]
    parts += [
        box(
            (0.44, 0.60, 0.01),
            Material((0.60, 0.86, 0.76), roughness=0.05, emission=0.3),
            at=(-0.04, 0.06, 1.037),
        )
    ]
    lid = [
        bevelled_box((0.58, 0.84, 0.06), body, bevel=0.02, at=(0.29, 0, 0)),
        box((0.48, 0.70, 0.01), WHITE, at=(0.29, 0.05, -0.008)),
    ]
    parts.append(place(merge(lid), (-0.32, 0, 1.06), pitch=52))
    parts += [
        place(bevelled_box((0.16, 0.90, 0.04), dark, bevel=0.01), (0.38, 0, 0.96), pitch=-24),
        place(panel(Material((0.16, 0.36, 0.44), roughness=0.1), 0.22, 0.10), (0.39, -0.05, 1.004), pitch=66),
    ]
    parts += [place(cylinder(0.035, 0.02, choose(rng, [(0.2, 0.7, 0.3)])), (0.39, -0.30, 0.99), pitch=-24)]
    tray = [
        bevelled_box((0.46, 0.34, 0.02), dark, bevel=0.006),
        *[
            place(box((0.40, 0.28, 0.012), _PAPER), (0, 0.01 * step, 0.02 + 0.012 * step), yaw=2.0 * step)
            for step in range(4)
        ],
    ]
    return merge(
        [*parts, place(merge(tray), (0, 0.60, 0.66), roll=-12), *legs(0.26, 0.38, 0.07, DARK, radius=0.04)]
    )


MODELS: Final = (
    model(globe, "office", "globe.n.03"),
    model(typewriter, "office", "typewriter.n.01"),
    model(printer, "office", "printer.n.03"),
    model(photocopier, "office", "photocopier.n.01"),
)
