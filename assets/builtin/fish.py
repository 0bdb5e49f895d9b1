"""Fish, a seahorse and a jellyfish, many times life size."""

from __future__ import annotations

from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import place, torus, tube

from .beasts import ball, balls, rod
from .model import model
from .parts import BLACK, WHITE
from .skins import Picture, cells, drawn, layered, projected, scales, shade
from .swimmers import flippers, trunk, upright_fin

_ROCK: Final = Material((0.45, 0.43, 0.40), roughness=0.9)


def _stand(height: float) -> list[Mesh]:
    """A pebble and a rod that hold a swimmer up."""
    return [
        ball((0, 0, 0.05), (0.26, 0.22, 0.07), _ROCK),
        rod([(0, 0, 0.05, 0.035), (0, 0, height, 0.035)], _ROCK),
    ]


def _goggle(x: float, y: float, z: float, size: float) -> list[Mesh]:
    return [*balls((x, y, z), size, WHITE), *balls((x + size * 0.3, y + size * 0.55, z), size * 0.62, BLACK)]


def clownfish(rng: np.random.Generator) -> Mesh:
    """A clownfish in orange and white bands, on a stand."""
    orange, white = shade(rng, [(0.93, 0.42, 0.06)]), (0.95, 0.94, 0.92)

    def paint(x: Picture, z: Picture) -> Picture:
        away = [np.abs(x - at - 0.06 * np.sin(z * 3)) for at in (0.12, 0.42, 0.72)]
        nearest = np.minimum.reduce(away)
        return layered(orange, ((0.075 - nearest) * 60, (0.05, 0.05, 0.06)), ((0.055 - nearest) * 60, white))

    fin = Material(orange, roughness=0.4)
    return merge(
        [
            *_stand(0.4),
            trunk(
                [
                    (-0.48, 0.62, 0.03, 0.08),
                    (-0.34, 0.62, 0.07, 0.12),
                    (0, 0.62, 0.16, 0.30),
                    (0.3, 0.62, 0.16, 0.24),
                    (0.50, 0.60, 0.06, 0.07),
                ],
                drawn(paint, "clownfish", 0.35),
            ),
            upright_fin(
                [(0.22, 0.84), (0.10, 1.04), (-0.06, 0.98), (-0.14, 1.04), (-0.30, 0.94), (-0.32, 0.72)],
                0.035,
                fin,
            ),
            upright_fin([(-0.06, 0.36), (-0.20, 0.22), (-0.32, 0.30), (-0.30, 0.50)], 0.035, fin),
            upright_fin(
                [(-0.44, 0.66), (-0.66, 0.88), (-0.74, 0.72), (-0.74, 0.52), (-0.66, 0.36), (-0.44, 0.58)],
                0.035,
                fin,
            ),
            *flippers(
                [(0.08, 0), (-0.12, 0.22), (-0.24, 0.20), (-0.06, 0)], 0.03, fin, (0.16, 0.14, 0.54), roll=40
            ),
            *_goggle(0.36, 0.115, 0.70, 0.055),
        ]
    )


def carp(rng: np.random.Generator) -> Mesh:
    """A leaping koi with scales, red and white or gold."""
    gold = rng.random() < 0.5
    skin = (
        scales(rng, (0.93, 0.56, 0.12), (0.66, 0.30, 0.05), 16)
        if gold
        else scales(rng, (0.92, 0.88, 0.84), (0.74, 0.64, 0.60), 16)
    )
    red = Material((0.86, 0.20, 0.06) if not gold else (0.96, 0.70, 0.25), roughness=0.4)
    line = [(-0.62, 0.24), (-0.40, 0.50), (-0.1, 0.76), (0.25, 0.92), (0.55, 0.94)]
    body = tube(
        [(x, 0, z) for x, z in line],
        [(0.04, 0.07), (0.12, 0.18), (0.18, 0.26), (0.17, 0.23), (0.07, 0.08)],
        skin,
        sides=20,
        rounded=True,
        crease=180,
        uv_scale=1.2,
    )
    fish = [
        body,
        ball((0.06, 0, 0.99), (0.20, 0.13, 0.10), red),
        ball((-0.36, 0, 0.66), (0.12, 0.09, 0.08), red),
        upright_fin([(0.16, 1.06), (-0.06, 1.22), (-0.36, 0.98), (-0.34, 0.72)], 0.03, red),
        upright_fin([(-0.58, 0.32), (-0.88, 0.36), (-0.78, 0.18), (-0.80, -0.06), (-0.58, 0.20)], 0.03, red),
        upright_fin([(-0.20, 0.48), (-0.24, 0.28), (-0.42, 0.30), (-0.36, 0.46)], 0.03, red),
        *flippers(
            [(0.08, 0), (-0.14, 0.26), (-0.22, 0.22), (-0.06, 0)], 0.03, red, (0.28, 0.14, 0.80), roll=40
        ),
        *_goggle(0.46, 0.115, 0.98, 0.04),
        *(rod([(0.58, s * 0.04, 0.90, 0.014), (0.66, s * 0.08, 0.82, 0.005)], red, 6) for s in (1, -1)),
    ]
    water = [
        ball((-0.12, 0, 0.08), (0.55, 0.36, 0.10), Material((0.20, 0.46, 0.62), roughness=0.1), fine=20),
        rod([(-0.15, 0, 0.05, 0.09), (-0.12, 0, 0.6, 0.05)], WHITE),
    ]
    return merge([*fish, *water])


def pufferfish(rng: np.random.Generator) -> Mesh:
    """A blown-up pufferfish, all spines."""
    sand, pale = shade(rng, [(0.78, 0.60, 0.30), (0.62, 0.56, 0.36)]), (0.94, 0.92, 0.84)
    skin = drawn(lambda x, z: layered(sand, ((0.45 - z + 0.03 * np.sin(x * 20)) * 20, pale)), "pufferfish")
    dark = Material((0.40, 0.28, 0.14), roughness=0.7)
    spines = []
    for k in range(110):
        z = 1 - 2 * (k + 0.5) / 110
        turn = k * 2.39996
        ahead = np.array([np.sqrt(1 - z * z) * np.cos(turn), np.sqrt(1 - z * z) * np.sin(turn), z])
        if ahead[0] < 0.82:
            foot, tip = ahead * 0.40 + (0, 0, 0.52), ahead * 0.52 + (0, 0, 0.52)
            spines.append(tube([foot, tip], [0.022, 0.002], dark if z > 0 else WHITE, sides=5))
    fin = Material((0.85, 0.62, 0.22), roughness=0.5)
    return merge(
        [
            projected(ball((0, 0, 0.52), 0.42, skin, fine=28), skin),
            *spines,
            *_goggle(0.32, 0.20, 0.68, 0.085),
            place(torus(0.07, 0.035, Material((0.88, 0.60, 0.48))), (0.42, 0, 0.50), pitch=90),
            upright_fin([(-0.36, 0.58), (-0.62, 0.72), (-0.64, 0.36), (-0.36, 0.46)], 0.03, fin),
            upright_fin([(0.0, 0.90), (-0.14, 1.14), (-0.26, 1.06), (-0.22, 0.84)], 0.03, fin),
            *flippers(
                [(0.10, 0), (0.06, 0.24), (-0.14, 0.24), (-0.08, 0)], 0.03, fin, (0.02, 0.38, 0.50), roll=-10
            ),
        ]
    )


def seahorse(rng: np.random.Generator) -> Mesh:
    """An upright seahorse on a curled tail."""
    tint = shade(rng, [(0.90, 0.62, 0.16), (0.85, 0.36, 0.22), (0.30, 0.55, 0.55)])
    skin = scales(rng, tint, (tint[0] * 0.6, tint[1] * 0.6, tint[2] * 0.6), 10)
    fin = Material((0.95, 0.86, 0.55), roughness=0.5)
    curl = [
        (0.05 + (0.17 - 0.02 * t) * np.cos(t) * 0.9, 0.17 + (0.15 - 0.02 * t) * np.sin(t))
        for t in np.linspace(3.0, 8.2, 16)
    ]
    line = [(0.10, 1.22), (-0.02, 1.10), (0.06, 0.92), (0.06, 0.70), (-0.04, 0.46), (-0.12, 0.32), *curl]
    size = [0.10, 0.10, 0.15, 0.17, 0.12, 0.085, *np.linspace(0.07, 0.02, 16)]
    spikes = [
        rod([(-0.10 + dx, 0, z, 0.03), (-0.20 + dx, 0, z + 0.05, 0.006)], skin, 6)
        for dx, z in ((0.02, 1.02), (0.03, 0.86), (0.0, 0.70), (-0.02, 0.56), (-0.06, 0.42))
    ]
    return merge(
        [
            tube(
                [(x, 0, z) for x, z in line], size, skin, sides=14, rounded=True, up=(0, 1, 0), uv_scale=1.5
            ),
            ball((0.14, 0, 1.28), (0.16, 0.11, 0.12), skin),
            rod([(0.26, 0, 1.25, 0.05), (0.44, 0, 1.17, 0.035), (0.48, 0, 1.16, 0.045)], skin),
            *(rod([(x, 0, 1.36, 0.03), (x - 0.03, 0, 1.48, 0.008)], skin, 6) for x in (0.04, 0.12, 0.2)),
            *spikes,
            upright_fin([(-0.08, 0.86), (-0.30, 0.84), (-0.30, 0.60), (-0.08, 0.58)], 0.02, fin),
            *_goggle(0.19, 0.085, 1.30, 0.035),
            ball((0.02, 0, 0.02), (0.28, 0.24, 0.05), _ROCK),
        ]
    )


def jellyfish(rng: np.random.Generator) -> Mesh:
    """A jellyfish with frilled arms, its bell patterned."""
    tint = shade(rng, [(0.82, 0.50, 0.70), (0.45, 0.62, 0.88), (0.92, 0.62, 0.40)])
    bell = cells(rng, tint, (0.95, 0.90, 0.93), 36, width=0.3, roughness=0.2)
    pale = Material((0.93, 0.82, 0.86), roughness=0.3)
    parts = [
        place(ball((0, 0, 0), (0.5, 0.5, 0.36), bell, fine=28), (0, 0, 1.02)),
        ball((0, 0, 0.92), (0.52, 0.52, 0.09), pale, fine=24),
    ]
    for k in range(14):
        turn = k * 2 * np.pi / 14
        sway, height = 0.06 * np.sin(k * 2.1), np.linspace(0.90, 0.03 if k % 2 else 0.25, 7)
        line = [
            (0.44 * np.cos(turn + sway * j), 0.44 * np.sin(turn + sway * j) + 0.05 * np.sin(j * 1.6 + k), z)
            for j, z in enumerate(height)
        ]
        parts.append(tube(line, np.linspace(0.025, 0.012, 7), pale, sides=6, up=(1, 0, 0)))
    for k in range(4):
        turn = k * np.pi / 2 + 0.4
        rows = [
            (
                0.14 * np.cos(turn + 0.2 * j),
                0.14 * np.sin(turn + 0.2 * j),
                0.86 - 0.12 * j,
                0.09 - 0.012 * (j % 2) * 3 - 0.004 * j,
            )
            for j in range(7)
        ]
        parts.append(rod(rows, Material((tint[0], tint[1] * 0.8, tint[2] * 0.85), roughness=0.4), 8))
    return merge(parts)


MODELS: Final = (
    model(clownfish, "fish", "anemone_fish.n.01"),
    model(carp, "fish", "carp.n.02"),
    model(pufferfish, "fish", "puffer.n.02"),
    model(seahorse, "fish", "seahorse.n.02"),
    model(jellyfish, "sea creature", "jellyfish.n.02"),
)
