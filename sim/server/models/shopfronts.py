"""What is fixed to fronts: doors, porches, awnings, signs, balconies; given where each meets the wall."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import Vector, box, cylinder, quads

from .materials import CHROME, DARK_STEEL, GLASS, TAG, WHITE_PAINT, darker, pick, surface

_BUILDINGS = TAG["Buildings"]


def door(rng: np.random.Generator, at: Vector) -> Mesh:
    """A panelled door in its frame, 1.2 x 2.4 m, with a step; `at` is the foot of the wall below it."""
    x, y, z = at
    leaf = Material(
        pick(rng, ((0.34, 0.12, 0.10), (0.10, 0.22, 0.18), (0.13, 0.17, 0.28), (0.36, 0.24, 0.15))),
        roughness=0.5,
    )
    panel = darker(leaf, 0.8)
    parts = [
        box((0.06, 1.3, 2.45), WHITE_PAINT, at=(x - 0.10, y, z + 0.05), tag=_BUILDINGS),
        box((0.06, 1.06, 2.3), leaf, at=(x - 0.07, y, z + 0.05), tag=_BUILDINGS),
        box((0.04, 0.06, 0.14), CHROME, at=(x - 0.03, y + 0.42, z + 1.05), tag=_BUILDINGS),
        box((0.9, 1.7, 0.14), surface("concrete"), at=(x + 0.45, y, z), tag=_BUILDINGS),
    ]
    for low, high in ((0.25, 0.95), (1.2, 1.75), (1.85, 2.25)):
        material = GLASS if low > 1.8 else panel
        parts.extend(
            box((0.03, 0.4, high - low), material, at=(x - 0.035, y + side, z + low), tag=_BUILDINGS)
            for side in (-0.26, 0.26)
        )
    return merge(parts)


def entrance(at: Vector) -> Mesh:
    """Glass doors under a canopy."""
    x, y, z = at
    parts = [
        box((1.9, 4.4, 0.22), DARK_STEEL, at=(x + 0.9, y, z + 3.0), tag=_BUILDINGS),
        box((0.12, 3.2, 2.7), DARK_STEEL, at=(x, y, z), tag=_BUILDINGS),
    ]
    for side in (-1.05, 0.0, 1.05):
        parts.append(box((0.16, 0.94, 2.5), GLASS, at=(x, y + side, z + 0.08), tag=_BUILDINGS))
        parts.append(box((0.22, 0.04, 0.9), CHROME, at=(x, y + side + 0.3, z + 0.8), tag=_BUILDINGS))
    parts.extend(
        cylinder(0.07, 3.0, DARK_STEEL, at=(x + 1.7, y + side, z), segments=8, tag=_BUILDINGS)
        for side in (-2.0, 2.0)
    )
    return merge(parts)


def porch(at: Vector, roof: Material) -> Mesh:
    """A small sloping roof on two posts over a landing."""
    x, y, z = at
    slope = np.array(
        [
            (x + 1.7, y - 1.4, z + 2.65),
            (x + 1.7, y + 1.4, z + 2.65),
            (x, y + 1.4, z + 3.2),
            (x, y - 1.4, z + 3.2),
        ]
    )
    parts = [
        quads([slope, slope[::-1] - (0, 0, 0.14)], roof, tag=_BUILDINGS, uv_scale=0.5),
        box((0.1, 2.8, 0.2), WHITE_PAINT, at=(x + 1.66, y, z + 2.48), tag=_BUILDINGS),
        box((1.7, 2.6, 0.16), surface("concrete"), at=(x + 0.85, y, z), tag=_BUILDINGS, uv_scale=0.25),
    ]
    for side in (-1.2, 1.2):
        parts.append(box((0.13, 0.13, 2.5), WHITE_PAINT, at=(x + 1.55, y + side, z + 0.1), tag=_BUILDINGS))
        parts.append(box((1.5, 0.06, 0.08), WHITE_PAINT, at=(x + 0.8, y + side, z + 1.0), tag=_BUILDINGS))
        for step in range(6):
            bar = (x + 0.2 + 0.24 * step, y + side, z + 0.1)
            parts.append(box((0.04, 0.04, 0.95), WHITE_PAINT, at=bar, tag=_BUILDINGS))
    return merge(parts)


def balconies(x: float, width: float, bays: int, floors: Sequence[float], rail: Material) -> Mesh:
    """A balcony with a slab, posts and rails on every second bay of every floor."""
    slab = surface("concrete")
    length = min(width / bays - 0.5, 3.2)
    middles = [(bay + 0.5) * width / bays - width / 2 for bay in range(0, bays, 2)]
    parts = []
    for z in floors:
        for y in middles:
            parts.append(box((1.3, length, 0.16), slab, at=(x + 0.65, y, z), tag=_BUILDINGS, uv_scale=0.25))
            parts.append(box((0.06, length, 0.07), rail, at=(x + 1.25, y, z + 1.05), tag=_BUILDINGS))
            parts.append(box((0.03, length - 0.1, 0.72), rail, at=(x + 1.25, y, z + 0.24), tag=_BUILDINGS))
            parts.extend(
                box((1.25, 0.04, 0.9), rail, at=(x + 0.63, y + side, z + 0.2), tag=_BUILDINGS)
                for side in (-length / 2 + 0.04, length / 2 - 0.04)
            )
    return merge(parts)


def roller_doors(rng: np.random.Generator, x: float, width: float, height: float) -> Mesh:
    """One to three ribbed gates and a side door."""
    count = max(1, min(3, int(width / 8)))
    gate = surface(
        "metal_panels", pick(rng, ((0.4, 0.5, 0.6), (0.8, 0.8, 0.8), (0.5, 0.3, 0.25))), roughness=0.5
    )
    parts = []
    for number in range(count):
        y = (number + 0.5) * width / count - width / 2
        parts.append(box((0.16, 4.3, height + 0.2), DARK_STEEL, at=(x, y, 0), tag=_BUILDINGS))
        slats = np.arange(0.05, height - 0.2, 0.35)
        parts.extend(
            box((0.24, 4.0, 0.31), gate, at=(x, y, float(z)), tag=_BUILDINGS, uv_scale=0.25) for z in slats
        )
    parts.append(box((0.18, 1.0, 2.1), gate, at=(x, -width / 2 + 0.9, 0), tag=_BUILDINGS))
    return merge(parts)


def awning(at: Vector, width: float, cloth: Material) -> Mesh:
    """A striped, sloping blind with a valance; `at` is the middle of its upper edge on the wall."""
    x, y, z = at
    stripes = max(3, int(width / 0.45) | 1)
    edges = np.linspace(y - width / 2, y + width / 2, stripes + 1)
    white = Material((0.88, 0.87, 0.83), roughness=0.8)
    parts = []
    for number, (low, high) in enumerate(itertools.pairwise(edges)):
        slope = np.array([(x + 1.2, low, z - 0.55), (x + 1.2, high, z - 0.55), (x, high, z), (x, low, z)])
        hem = np.array([(x + 1.2, low, z - 0.75), (x + 1.2, high, z - 0.75), slope[1], slope[0]])
        parts.append(quads([slope, hem], white if number % 2 else cloth, tag=_BUILDINGS))
    return merge(parts)


def shop_sign(rng: np.random.Generator, at: Vector, width: float, board: Material) -> Mesh:
    """A name board with raised strokes that read as lettering from afar."""
    x, y, z = at
    parts = [box((0.16, width, 0.62), board, at=(x + 0.08, y, z), tag=_BUILDINGS)]
    cursor = y - width * 0.3
    while cursor < y + width * 0.3:
        stem, tall = float(rng.uniform(0.05, 0.16)), float(rng.uniform(0.18, 0.34))
        parts.append(box((0.04, stem, tall), WHITE_PAINT, at=(x + 0.17, cursor, z + 0.15), tag=_BUILDINGS))
        cursor += stem + float(rng.choice([0.06, 0.06, 0.08, 0.22]))
    return merge(parts)
