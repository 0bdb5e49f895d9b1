"""Food, a figure, luggage, casks."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import (
    bevelled_box,
    blob,
    box,
    cylinder,
    ellipsoid,
    lathe,
    place,
    shaded,
    tube,
)
from caos.shapes.sweeps import grid_faces

from .model import model
from .parts import BLACK, CHROME, DARK, choose, textured


def pumpkin(rng: np.random.Generator) -> Mesh:
    """A prize pumpkin, 0.9 m across."""
    rind = choose(rng, [(0.82, 0.40, 0.09), (0.74, 0.46, 0.16), (0.42, 0.46, 0.28)], roughness=0.45)
    segments, rings = 80, 16
    turn = np.linspace(0, 2 * math.pi, segments + 1)
    bend = np.linspace(-math.pi / 2, math.pi / 2, rings + 1)[:, None]
    ribs = 1 - 0.13 * np.abs(np.cos(turn * 5 + 0.3)) ** 5
    radius = 0.46 * np.cos(bend) ** 0.8 * (1 - (1 - ribs) * np.cos(bend) ** 0.3)
    dimple = 0.33 * np.sin(bend) * (1 - 0.22 * np.sin(bend) ** 10)
    grid = np.stack(np.broadcast_arrays(radius * np.cos(turn), radius * np.sin(turn), dimple + 0.33), axis=-1)
    body = shaded(grid.reshape(-1, 3), grid_faces(rings + 1, segments + 1), rind, crease=180.0)
    stalk = tube(
        [(0, 0, 0.56), (0.01, 0, 0.68), (0.06, 0.02, 0.76)],
        [0.06, 0.035, 0.045],
        Material((0.34, 0.36, 0.18)),
        sides=6,
    )
    return merge([body, stalk])


def snowman(rng: np.random.Generator) -> Mesh:
    """Three balls of snow, coal, a carrot, twigs and a hat; 1.8 m."""
    snow = Material((0.93, 0.95, 0.97), roughness=0.9)
    scarf = choose(rng, [(0.60, 0.10, 0.12), (0.14, 0.34, 0.22), (0.20, 0.24, 0.50)])
    parts = [
        blob(rng, (0.46, 0.46, 0.42), snow, detail=3, lumps=0.05, at=(0, 0, 0.38)),
        blob(rng, (0.34, 0.34, 0.32), snow, detail=3, lumps=0.05, at=(0, 0, 0.94)),
        blob(rng, (0.24, 0.24, 0.23), snow, detail=3, lumps=0.04, at=(0, 0, 1.38)),
        lathe([(0.30, 1.53), (0.30, 1.55), (0.17, 1.555), (0.16, 1.80), (0.15, 1.81)], BLACK, segments=20),
        lathe([(0.175, 1.56), (0.17, 1.62)], scarf, segments=20, caps=False),
        place(
            lathe([(0.23, -0.05), (0.26, 0.0), (0.23, 0.05)], scarf, segments=20, caps=False),
            (0, 0, 1.20),
            pitch=6,
        ),
        box((0.04, 0.09, 0.34), scarf, at=(0.31, 0.10, 0.86)),
        tube([(0.20, 0, 1.38), (0.42, 0, 1.36)], [0.04, 0.006], Material((0.86, 0.42, 0.10)), sides=10),
    ]
    parts.extend(
        ellipsoid((0.025,) * 3, BLACK, segments=8, rings=6, at=(0.22, y, z))
        for y, z in ((-0.085, 1.46), (0.085, 1.46))
    )
    parts.extend(
        ellipsoid((0.03,) * 3, BLACK, segments=8, rings=6, at=(0.335, 0, z)) for z in (0.82, 0.96, 1.08)
    )
    for side in (-1, 1):
        arm = [(0, side * 0.28, 1.0), (0.04, side * 0.55, 1.14), (0.02, side * 0.78, 1.22)]
        parts.append(tube(arm, [0.02, 0.016, 0.01], DARK, sides=6))
        parts.append(tube([arm[1], (0.12, side * 0.66, 1.28)], [0.012, 0.007], DARK, sides=5))
    return merge(parts)


def suitcase(rng: np.random.Generator) -> Mesh:
    """An old leather suitcase standing upright beside a smaller one."""
    parts = []
    for size, at, shades in (
        ((0.24, 0.74, 0.52), (0, 0, 0), ((0.40, 0.24, 0.13), (0.22, 0.14, 0.10))),
        ((0.20, 0.54, 0.38), (0.34, 0.10, 0), ((0.20, 0.28, 0.30), (0.50, 0.32, 0.18))),
    ):
        hide = choose(rng, shades, roughness=0.55)
        x, y, z = at
        parts.append(bevelled_box(size, hide, bevel=0.025, at=at))
        parts += [
            box((size[0] + 0.01, 0.05, size[2] + 0.008), DARK, at=(x, y + side * size[1] * 0.3, z))
            for side in (-1, 1)
        ]
        parts += [
            box((0.03, 0.04, 0.05), CHROME, at=(x, y + side * size[1] * 0.2, z + size[2] - 0.015))
            for side in (-1, 1)
        ]
        top = z + size[2]
        parts.append(
            tube(
                [
                    (x, y - 0.09, top),
                    (x, y - 0.07, top + 0.05),
                    (x, y + 0.07, top + 0.05),
                    (x, y + 0.09, top),
                ],
                0.013,
                DARK,
                sides=8,
            )
        )
        for cy in (-1, 1):
            parts.extend(
                bevelled_box(
                    (size[0] + 0.014, 0.08, 0.08),
                    DARK,
                    bevel=0.02,
                    at=(x, y + cy * (size[1] / 2 - 0.036), z + cz),
                )
                for cz in (0.0, size[2] - 0.08)
            )
    return merge(parts)


def _barrel(rng: np.random.Generator) -> Mesh:
    """An oak cask 0.9 m high."""
    staves = textured(rng, "wood_planks", (0.85, 0.72, 0.60))
    level = np.linspace(0, 0.9, 9)
    girth = 0.27 + 0.07 * np.sin(np.pi * level / 0.9)
    parts = [lathe(np.column_stack([girth, level]), staves, segments=24, caps=False, uv_scale=0.62)]
    parts.extend(
        cylinder(
            float(np.interp(z, level, girth)) - 0.01,
            0.012,
            staves,
            segments=24,
            at=(0, 0, z),
            uv_scale=0.62,
        )
        for z in (0.03, 0.85)
    )
    for z in (0.02, 0.20, 0.62, 0.80):
        low, high = (float(np.interp(h, level, girth)) + 0.006 for h in (z, z + 0.06))
        parts.append(
            lathe(
                [(low, z), (high, z + 0.06)],
                Material((0.22, 0.21, 0.20), roughness=0.6, metallic=0.5),
                segments=24,
                caps=False,
            )
        )
    return merge(parts)


def barrel_stack(rng: np.random.Generator) -> Mesh:
    """Two casks lying side by side and one on top."""
    cask = _barrel(rng)
    parts = [place(cask, (x, 0.45, z), roll=90) for x, z in ((-0.345, 0.34), (0.345, 0.34), (0.0, 0.93))]

    return merge(parts)


MODELS: Final = (
    model(barrel_stack, "container", "barrel.n.02"),
    model(pumpkin, "vegetable", "pumpkin.n.02"),
    model(snowman, "figure", "snowman.n.01"),
    model(suitcase, "luggage", "bag.n.06"),
)
