"""Shop fronts: displays, name boards, awnings; walls face +x, `at` is a point on the wall."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np

from caos.meshes import Lamps, Material, Mesh
from caos.shapes import Vector, quads
from caos.textures.lettering import SHOP_ROWS

from .claddings import DARK_METAL, ZINC, faded
from .materials import CHROME, GLASS, surface
from .parts import BUILDINGS, Array, Parts, always, boxes, joined, midway, nearby

_CLOTHS = (
    (0.36, 0.15, 0.13), (0.16, 0.26, 0.21), (0.18, 0.22, 0.30), (0.48, 0.40, 0.24), (0.40, 0.38, 0.35),
)  # fmt: skip


def shop_sign(rng: np.random.Generator, at: Vector, wide: float, tall: float = 0.62) -> Parts:
    """A lit name board; letters keep their shape, the board goes on beside them."""
    x, y, z = at
    row, variant = int(rng.integers(SHOP_ROWS)), int(rng.integers(2))
    material = replace(surface("shop_names", roughness=0.5, variant=variant), emission=0.8, lamp=Lamps.STREET)
    wide = min(wide, 8.0 * tall)
    corners = [[(x + 0.13, y + a, z + b) for a, b in
                ((-wide / 2, 0.0), (wide / 2, 0.0), (wide / 2, tall), (-wide / 2, tall))]]  # fmt: skip
    v0, v1 = (row + 0.04) / SHOP_ROWS, (row + 0.96) / SHOP_ROWS
    uvs = [[(0.99, v1), (0.01, v1), (0.01, v0), (0.99, v0)]]  # +y is on the left of who reads it
    face = quads(corners, material, tag=BUILDINGS, uvs=uvs)
    return joined(
        [always(boxes((0.12, wide + 0.1, tall + 0.1), [(x + 0.06, y, z - 0.05)], DARK_METAL)), always(face)]
    )


def awning(rng: np.random.Generator, at: Vector, wide: float) -> Parts:
    """A striped or plain, sloping blind with a valance; `at` is the middle of its upper edge."""
    x, y, z = at
    cloth = Material(faded(rng, _CLOTHS), roughness=0.85, translucency=0.25)
    other = Material((0.58, 0.56, 0.51), roughness=0.85, translucency=0.25) if rng.random() < 0.5 else cloth
    stripes = max(3, int(wide / 0.5) | 1)
    edges = np.linspace(y - wide / 2, y + wide / 2, stripes + 1).tolist()
    faces: tuple[list[list[Vector]], list[list[Vector]]] = ([], [])
    for number, (low, high) in enumerate(itertools.pairwise(edges)):
        slope = [(x + 1.15, low, z - 0.5), (x + 1.15, high, z - 0.5), (x, high, z), (x, low, z)]
        hem = [(x + 1.15, low, z - 0.72), (x + 1.15, high, z - 0.72), slope[1], slope[0]]
        faces[number % 2].extend([slope, hem])
    arms = boxes(
        (1.1, 0.04, 0.04), [(x + 0.55, edge, z - 0.55) for edge in (edges[0], edges[-1])], DARK_METAL
    )
    return joined(
        [
            always(quads(faces[0], cloth, tag=BUILDINGS), quads(faces[1], other, tag=BUILDINGS)),
            nearby(arms),
        ]
    )


def display_row(low: float, high: float, ground: float) -> Array:
    """(N, 4) display windows between two y, their lower edges knee-high."""
    count = max(1, round((high - low) / 3.0))
    edges = np.linspace(low, high, count + 1)
    return np.stack(
        [edges[:-1] + 0.12, edges[1:] - 0.12, np.full(count, 0.5), np.full(count, ground - 1.25)], axis=1
    )


def glass_door(at: Vector, *, wide: float = 1.1, tall: float = 2.5) -> Parts:
    """A glazed shop door in a metal frame."""
    x, y, z = at
    frame = [(0.08, 0.1, tall), (0.08, 0.1, tall), (0.08, wide, 0.12), (0.08, wide, 0.3)]
    feet = [(x, y - wide / 2, z), (x, y + wide / 2, z), (x, y, z + tall - 0.12), (x, y, z)]
    return joined(
        [
            midway(boxes((0.04, wide, tall), [(x - 0.02, y, z)], GLASS)),
            nearby(
                boxes(frame, feet, DARK_METAL),
                boxes((0.1, 0.03, 0.7), [(x + 0.06, y + 0.35, z + 0.8)], CHROME),
            ),
        ]
    )


def entrance(at: Vector) -> Parts:
    """Glass doors under a canopy on two posts."""
    x, y, z = at
    canopy = boxes((1.9, 4.4, 0.2), [(x + 0.95, y, z + 2.95)], DARK_METAL)
    posts = boxes((0.12, 0.12, 2.95), [(x + 1.7, y + side, z) for side in (-2.0, 2.0)], ZINC, faces=4)
    doors = [glass_door((x + 0.18, y + side, z), wide=1.0) for side in (-1.05, 0.0, 1.05)]
    back = boxes((0.14, 3.4, 2.7), [(x + 0.07, y, z)], DARK_METAL)
    return joined([always(canopy, posts, back), *doors])


def roller_doors(rng: np.random.Generator, x: float, ys: list[float], wide: float, tall: float) -> Parts:
    """Ribbed gates in steel frames with a bumper either side, and lamps above."""
    gate = surface(
        "metal_panels", faded(rng, ((0.55, 0.6, 0.66), (0.86, 0.86, 0.84), (0.6, 0.45, 0.38))), roughness=0.55
    )
    slats = np.arange(0.0, tall - 0.1, 0.4)
    ribs = [(x + 0.06, y, float(z)) for y in ys for z in slats]
    posts = [(x + 0.1, y + side * (wide / 2 + 0.1), 0.0) for y in ys for side in (-1, 1)]
    bumper = Material((0.50, 0.42, 0.16), roughness=0.8)
    return joined(
        [
            midway(
                boxes((0.08, wide, tall), [(x, y, 0.0) for y in ys], gate, uv_scale=0.25, faces=4),
                boxes((0.2, 0.2, tall + 0.2), posts, DARK_METAL, faces=4),
                boxes((0.2, wide + 0.4, 0.25), [(x + 0.1, y, tall) for y in ys], DARK_METAL),
            ),
            nearby(
                boxes((0.08, wide, 0.06), ribs, gate, uv_scale=0.25, faces=4),
                boxes((0.25, 0.16, 0.9), [(px + 0.16, py, 0.0) for px, py, _ in posts], bumper),
                boxes((0.3, 0.3, 0.14), [(x + 0.2, y, tall + 0.6) for y in ys], ZINC),
            ),
        ]
    )


def hanging_sign(rng: np.random.Generator, at: Vector) -> Mesh:
    """A small board on a bracket, square to the wall."""
    x, y, z = at
    board = Material(faded(rng, _CLOTHS), roughness=0.6)
    return boxes([(0.7, 0.06, 0.6), (0.9, 0.03, 0.04)], [(x + 0.6, y, z), (x + 0.45, y, z + 0.64)], board)
