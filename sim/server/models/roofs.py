"""Roofs and what stands on them. All sit on walls of `width` (y) by `depth` (x) that end at height `base`."""

from __future__ import annotations

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import box, quads, shaded

from .materials import DARK_STEEL, STEEL, TAG, per_metre, surface

_BUILDINGS = TAG["Buildings"]


def flat_roof(width: float, depth: float, base: float, parapet: float, rim: Material) -> Mesh:
    """Gravel behind a parapet of the given height with a coping that overhangs a little."""
    deck = quads(
        [
            [
                (-depth / 2, -width / 2, base),
                (depth / 2, -width / 2, base),
                (depth / 2, width / 2, base),
                (-depth / 2, width / 2, base),
            ]
        ],
        surface("concrete", (0.62, 0.61, 0.6)),
        tag=_BUILDINGS,
        uv_scale=per_metre("concrete"),
    )
    parts = [deck]
    parts.extend(
        box((0.4, width + 0.3, parapet + 0.15), rim, at=(x, 0, base - 0.15), tag=_BUILDINGS)
        for x in (-depth / 2, depth / 2)
    )
    parts.extend(
        box((depth + 0.3, 0.4, parapet + 0.15), rim, at=(0, y, base - 0.15), tag=_BUILDINGS)
        for y in (-width / 2, width / 2)
    )
    return merge(parts)


def gable_roof(
    width: float, depth: float, base: float, rise: float, roof: Material, wall: Material, uv_scale: float
) -> Mesh:
    """Two slopes with the ridge along y and overhanging eaves; triangles of wall close the ends."""
    over, thick = 0.45, 0.16
    run = depth / 2 + over
    drop = rise * over / (depth / 2)
    eave, ridge, side = base - drop, base + rise, width / 2 + over
    parts = []
    for sign in (1.0, -1.0):
        slope = np.array([(run, -side, eave), (run, side, eave), (0, side, ridge), (0, -side, ridge)])
        under = slope[::-1] - (0, 0, thick)
        front = np.array([under[3], under[2], slope[1], slope[0]])
        left = np.array([slope[3], under[0], under[3], slope[0]])
        right = np.array([slope[1], under[2], under[1], slope[2]])
        corners = np.stack([slope, under, front, left, right])
        if sign < 0:
            corners = corners[:, ::-1] * (-1, 1, 1)
        parts.append(quads(corners, roof, tag=_BUILDINGS, uv_scale=per_metre("roof_tiles")))
    for y in (-width / 2, width / 2):
        points = [(-depth / 2, y, base), (depth / 2, y, base), (0, y, ridge - 0.02)]
        faces = [[0, 1, 2]] if y < 0 else [[0, 2, 1]]
        parts.append(shaded(points, faces, wall, crease=0.0, tag=_BUILDINGS, uv_scale=uv_scale))
    return merge(parts)


def hip_roof(width: float, depth: float, base: float, rise: float, roof: Material) -> Mesh:
    """Four slopes with overhanging eaves; the ridge runs along the longer side."""
    over = 0.4
    x, y = depth / 2 + over, width / 2 + over
    inset = min(x, y)
    ridge = np.array([(x - inset, y - inset), (-(x - inset), -(y - inset))])
    points = np.array(
        [
            (x, -y, base),
            (x, y, base),
            (-x, y, base),
            (-x, -y, base),
            (*ridge[0], base + rise),
            (*ridge[1], base + rise),
        ]
    )
    high, low = 4, 5
    if y >= x:  # ridge along y
        faces = [[0, 1, high], [0, high, low], [1, 2, high], [2, 3, low], [2, low, high], [3, 0, low]]
    else:  # along x
        faces = [[0, 1, high], [1, 2, low], [1, low, high], [2, 3, low], [3, 0, high], [3, high, low]]
    scale = per_metre("roof_tiles")
    slopes = shaded(points, faces, roof, crease=0.0, tag=_BUILDINGS, uv_scale=scale)
    eaves = box(
        (2 * x, 2 * y, 0.18), surface("plaster", (0.9, 0.88, 0.84)), at=(0, 0, base - 0.18), tag=_BUILDINGS
    )
    return merge([slopes, eaves])


def chimney(at: tuple[float, float, float], height: float) -> Mesh:
    """A brick stack with a cap and two pots."""
    x, y, z = at
    stack = box((0.7, 0.9, height), surface("brick"), at=at, tag=_BUILDINGS, uv_scale=per_metre("brick"))
    cap = box((0.85, 1.05, 0.12), surface("concrete"), at=(x, y, z + height), tag=_BUILDINGS)
    pots = [
        box(
            (0.24, 0.24, 0.4),
            surface("brick", (1.0, 0.85, 0.75)),
            at=(x, y + side, z + height + 0.1),
            tag=_BUILDINGS,
        )
        for side in (-0.24, 0.24)
    ]
    return merge([stack, cap, *pots])


def roof_units(rng: np.random.Generator, width: float, depth: float, base: float) -> Mesh:
    """Ventilation boxes, a stair head and an aerial on a flat roof."""
    parts = []
    for _ in range(int(rng.integers(2, 5))):
        size = rng.uniform((0.8, 0.8, 0.6), (2.2, 2.6, 1.5))
        y = rng.uniform(-0.38, 0.38) * width
        x = rng.uniform(-0.3, 0.3) * depth
        box_size = (float(size[0]), float(size[1]), float(size[2]))
        parts.append(
            box(
                box_size,
                surface("metal_panels", roughness=0.5),
                at=(x, y, base),
                tag=_BUILDINGS,
                uv_scale=0.25,
            )
        )
    stairs = (rng.uniform(-0.2, 0.2) * depth, rng.uniform(-0.3, 0.3) * width, base)
    parts.append(
        box((2.6, 3.2, 2.3), surface("plaster", (0.8, 0.79, 0.76)), at=stairs, tag=_BUILDINGS, uv_scale=0.25)
    )
    parts.append(box((0.06, 0.06, 3.0), DARK_STEEL, at=(stairs[0], stairs[1], base + 2.3), tag=_BUILDINGS))
    parts.append(box((0.05, 1.1, 0.05), STEEL, at=(stairs[0], stairs[1], base + 4.8), tag=_BUILDINGS))
    return merge(parts)
