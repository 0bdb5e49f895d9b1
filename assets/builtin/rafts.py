"""Boats that are blown up, lashed together or folded."""

from __future__ import annotations

from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import Vector, bevelled_box, box, ellipsoid, place, tube

from .forms import (
    ball,
    ring,
    rod_along,
    skin,
    strings,
    turned,
)
from .joinery import rod, smooth, spread
from .model import model
from .motorboats import PAINTS
from .parts import BLACK, DARK, STEEL, WHITE, textured
from .prints import cloth, printed, wood


def rubber_dinghy(rng: np.random.Generator) -> Mesh:
    """A blown-up boat of fat tubes with a rope round it and oars, 2.2 m."""
    one, two = (Material(PAINTS[int(k)], roughness=0.35) for k in rng.permutation(5)[:2])
    path = smooth(
        [
            (-1.0, -0.42, 0.22),
            (-0.2, -0.46, 0.22),
            (0.55, -0.42, 0.23),
            (0.95, -0.20, 0.30),
            (1.02, 0, 0.33),
            (0.95, 0.20, 0.30),
            (0.55, 0.42, 0.23),
            (-0.2, 0.46, 0.22),
            (-1.0, 0.42, 0.22),
        ],
        4,
    )
    parts = [
        tube(path, 0.20, one, sides=16, rounded=True),
        box((1.8, 0.66, 0.05), DARK, at=(-0.1, 0, 0.06)),
        box((0.06, 0.66, 0.36), wood(rng), at=(-0.92, 0, 0.06)),
    ]
    parts += [
        place(merge([rod_along(0.13, 0.62, two, axis="y", segments=16)]), (x, 0, 0.24)) for x in (-0.35, 0.3)
    ]
    rope = path + np.column_stack(
        [0 * path[:, 0], np.sign(path[:, 1]) * 0.17 * (np.abs(path[:, 1]) > 0.1), np.full(len(path), 0.13)]
    )
    parts += [
        tube(rope, 0.014, WHITE, sides=6),
        *(ball(0.035, BLACK, (float(x), float(y), float(z)), segments=8) for x, y, z in rope[::4]),
    ]
    parts += [
        place(
            merge(
                [
                    rod((-0.6, 0, 0), (0.6, 0, 0), 0.016, STEEL),
                    ellipsoid((0.22, 0.09, 0.014), two, at=(0.72, 0, 0)),
                ]
            ),
            (-0.1, s * 0.50, 0.50),
            yaw=180 - s * 12,
            pitch=8,
        )
        for s in (-1, 1)
    ]
    parts += [
        turned([(0.205, -0.06), (0.205, 0.06)], two, (x, s * 0.455, 0.22), axis="x", caps=False)
        for x in (-0.6, 0.1)
        for s in (-1, 1)
    ]
    return merge(parts)


def log_raft(rng: np.random.Generator) -> Mesh:
    """A raft of logs lashed with rope, a mast and a patched sail."""
    bark = textured(rng, "bark", (0.85, 0.70, 0.55))
    ends, rope = Material((0.82, 0.66, 0.42), roughness=0.9), Material((0.76, 0.64, 0.42), roughness=1.0)
    parts = []
    for k, y in enumerate(spread(7, 1.32)):
        length, radius = 1.9 + 0.18 * float(rng.uniform(-1, 1)), 0.105 + 0.012 * (k % 3)
        parts += [
            rod_along(radius, length, bark, (0, y, 0.12), segments=14),
            rod_along(radius * 0.9, length + 0.01, ends, (0, y, 0.12), segments=14),
        ]
    for x in (-0.7, 0.7):
        parts += [
            rod_along(0.06, 1.6, bark, (x, 0, 0.28), axis="y"),
            *(
                ring(0.13, 0.018, rope, (x + dx, y, 0.16), axis="x", segments=12, sides=5)
                for y in spread(7, 1.32)
                for dx in (-0.06, 0.06)
            ),
        ]
    sheet = cloth(rng, ((0.86, 0.80, 0.64), (0.74, 0.36, 0.26), (0.52, 0.60, 0.62))[int(rng.integers(3))])
    part, level = np.linspace(-1, 1, 9)[None], np.linspace(0, 1, 7)[:, None]
    sail = np.stack(
        [
            0.22 * np.cos(part * 1.4) * np.sin(np.pi * level) + 0.06,
            part * (0.62 - 0.08 * level),
            0.75 + 1.1 * level + 0 * part,
        ],
        axis=-1,
    )
    parts += [
        skin(sail, sheet, crease=80),
        rod((0, 0, 0.2), (0, 0, 2.15), 0.035, bark),
        rod((0.04, -0.70, 1.86), (0.04, 0.70, 1.86), 0.022, bark),
        rod((0.04, -0.72, 0.76), (0.04, 0.72, 0.76), 0.022, bark),
    ]
    parts += [
        strings([(0, 0, 2.1)] * 4, [(x, y, 0.26) for x in (-0.85, 0.85) for y in (-0.62, 0.62)], 0.008, rope),
        bevelled_box((0.34, 0.34, 0.28), wood(rng), bevel=0.02, at=(-0.6, 0.35, 0.26)),
    ]
    return merge(parts)


def _fold(corners: list[list[Vector]], paper: Material) -> Mesh:
    """Creased paper over a coarse grid of corners."""
    grid = np.array(corners, dtype=np.float64)
    for axis in (0, 1):
        count = grid.shape[axis]
        places = np.linspace(0, count - 1, 3 * (count - 1) + 1)
        low = np.minimum(places.astype(int), count - 2)
        part = np.expand_dims(places - low, (1, 2) if axis == 0 else (0, 2))
        grid = np.take(grid, low, axis) * (1 - part) + np.take(grid, low + 1, axis) * part
    return skin(grid, paper, crease=10)


def paper_boat(rng: np.random.Generator) -> Mesh:
    """A giant paper boat folded from newsprint."""
    tint = ((0.93, 0.92, 0.88), (0.96, 0.84, 0.60), (0.70, 0.84, 0.94))[int(rng.integers(3))]
    lines = np.full((128, 128, 3), tint, dtype=np.float32)
    for row in range(6, 122, 6):
        for start in (6, 48, 90):
            lines[row : row + 2, start : start + int(rng.integers(20, 34))] *= 0.45
    news = printed("newsprint", lines, roughness=0.95)
    bow, stern = (1.15, 0.0, 0.78), (-1.15, 0.0, 0.78)
    parts = []
    for s in (-1, 1):
        keel_a, keel_b = (0.62, s * 0.16, 0.0), (-0.62, s * 0.16, 0.0)
        rim_a, rim_b, middle = (0.38, s * 0.40, 0.50), (-0.38, s * 0.40, 0.50), (0.0, s * 0.42, 0.46)
        parts += [
            _fold([[stern, rim_b, middle, rim_a, bow], [stern, keel_b, (0, s * 0.16, 0), keel_a, bow]], news),
            _fold(
                [
                    [rim_b, middle, rim_a],
                    [(-0.52, s * 0.02, 0.10), (0, s * 0.02, 0.10), (0.52, s * 0.02, 0.10)],
                ],
                news,
            ),
        ]
        parts += [
            _fold(
                [
                    [(-0.55, s * 0.05, 0.12), (0.55, s * 0.05, 0.12)],
                    [(0.0, s * 0.01, 1.12), (0.0, s * 0.01, 1.12)],
                ],
                news,
            ),
            _fold([[bow, rim_a], [bow, (0.52, 0, 0.2)]], news),
            _fold([[stern, rim_b], [stern, (-0.52, 0, 0.2)]], news),
        ]
    parts.append(_fold([[(-0.62, -0.16, 0), (0.62, -0.16, 0)], [(-0.62, 0.16, 0), (0.62, 0.16, 0)]], news))
    return merge(parts)


MODELS: Final = (
    model(rubber_dinghy, "boat", "dinghy.n.01"),
    model(log_raft, "boat", "raft.n.01"),
    model(paper_boat, "toy", "plaything.n.01"),
)
