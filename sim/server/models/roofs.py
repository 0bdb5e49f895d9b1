"""Roofs. All sit on walls of `width` (y) by `depth` (x) that end at height `base`."""

from __future__ import annotations

import itertools
from typing import Final

import numpy as np

from caos.meshes import Material, Mesh
from caos.shapes import quads, shaded
from caos.textures import TILE_METRES

from .claddings import PALE_TRIM, ZINC, Cladding
from .materials import surface
from .parts import BUILDINGS, Parts, always, boxes, leaning, midway

OVER: Final = 0.42
"""Metres by which pitched roofs reach over the walls."""

_THICK: Final = 0.16
_DECK: Final = (0.50, 0.49, 0.475)


def deck(width: float, depth: float, base: float) -> Mesh:
    """Gravel or felt."""
    x, y = depth / 2, width / 2
    corners = [[(-x, -y, base), (x, -y, base), (x, y, base), (-x, y, base)]]
    return quads(corners, surface("concrete", _DECK), tag=BUILDINGS, uv_scale=0.25)


def flat_roof(width: float, depth: float, base: float, parapet: float, rim: Material) -> Parts:
    """A deck behind a parapet, with a coping that overhangs a little."""
    x, y = depth / 2 - 0.12, width / 2 - 0.12
    sizes = [(0.24, width, parapet)] * 2 + [(depth - 0.48, 0.24, parapet)] * 2
    at = [(x, 0, base), (-x, 0, base), (0, y, base), (0, -y, base)]
    coping = [(0.36, width + 0.12, 0.08)] * 2 + [(depth - 0.6, 0.36, 0.08)] * 2
    above = [(a, b, c + parapet) for a, b, c in at]
    stone = surface("concrete", (0.62, 0.61, 0.59))
    return always(
        deck(width, depth, base),
        boxes(sizes, at, rim, uv_scale=0.25),
        boxes(coping, above, stone, uv_scale=0.25),
    )


def gable_roof(
    width: float, depth: float, base: float, rise: float, roof: Material, wall: Cladding | None
) -> Parts:
    """Two slopes with the ridge along y and overhanging eaves; triangles of `wall` close the ends."""
    drop = rise * OVER / (depth / 2)
    run, eave, ridge, side = depth / 2 + OVER, base - drop, base + rise, width / 2 + OVER
    slopes, edges = [], []
    for sign in (1.0, -1.0):
        slope = np.array([(run, -side, eave), (run, side, eave), (0, side, ridge), (0, -side, ridge)])
        under = slope[::-1] - (0, 0, _THICK)
        front = np.array([under[3], under[2], slope[1], slope[0]])
        left = np.array([slope[3], under[0], under[3], slope[0]])
        right = np.array([slope[1], under[2], under[1], slope[2]])
        pieces = np.stack([slope, under, front, left, right])
        if sign < 0:
            pieces = pieces[:, ::-1] * (-1, 1, 1)
        slopes.append(pieces[0])
        edges.append(pieces[1:])
    meshes = [
        leaning(np.stack(slopes), roof, _tile(roof)),
        quads(np.concatenate(edges), PALE_TRIM, tag=BUILDINGS),
    ]
    if wall is not None:
        meshes.append(gables(width, depth, base, rise, wall))
    return always(*meshes)


def gables(width: float, depth: float, base: float, rise: float, wall: Cladding) -> Mesh:
    """The triangles under the ends of a ridge along y."""
    points, faces = [], []
    for number, y in enumerate((-width / 2, width / 2)):
        points += [(-depth / 2, y, base), (depth / 2, y, base), (0, y, base + rise - 0.02)]
        turn = (0, 1, 2) if y < 0 else (0, 2, 1)
        faces.append([3 * number + corner for corner in turn])
    scale = 1.0 / (wall.tile or (6.0, 6.0))[0]
    return shaded(points, faces, wall.material, crease=0.0, tag=BUILDINGS, uv_scale=scale)


def hip_roof(
    width: float, depth: float, base: float, rise: float, roof: Material, over: float = 0.4
) -> Parts:
    """Four slopes with overhanging eaves; the ridge runs along the longer side."""
    x, y = depth / 2 + over, width / 2 + over
    inset = min(x, y)
    a, b, c, d = ((x, -y, base), (x, y, base), (-x, y, base), (-x, -y, base))
    high, low = (x - inset, y - inset, base + rise), (-(x - inset), -(y - inset), base + rise)
    if y >= x:  # ridge along y
        slopes = [(a, b, high, low), (b, c, high, high), (c, d, low, high), (d, a, low, low)]
    else:
        slopes = [(a, b, high, high), (b, c, low, high), (c, d, low, low), (d, a, high, low)]
    eaves = boxes((2 * x, 2 * y, 0.18), [(0, 0, base - 0.18)], PALE_TRIM)
    return always(leaning(slopes, roof, _tile(roof)), eaves)


def frustum_roof(width: float, depth: float, base: float, rise: float, inset: float, roof: Material) -> Parts:
    """The steep lower part of a mansard, with a low hip on top."""
    x, y, top = depth / 2 + 0.2, width / 2 + 0.2, base + rise
    low = [(x, -y, base), (x, y, base), (-x, y, base), (-x, -y, base)]
    u, v = x - inset, y - inset
    high = [(u, -v, top), (u, v, top), (-u, v, top), (-u, -v, top)]
    slopes = [(low[k], low[(k + 1) % 4], high[(k + 1) % 4], high[k]) for k in range(4)]
    cap = hip_roof(2 * v, 2 * u, top, min(u, v) * 0.28, roof, 0.08)
    skirt = always(leaning(slopes, roof, _tile(roof)))
    return Parts(skirt.near + cap.near, skirt.middle + cap.middle, skirt.far + cap.far)


def gambrel_roof(
    width: float, depth: float, base: float, rise: float, roof: Material, wall: Cladding
) -> Parts:
    """A barn's roof, broken half way up, ridge along x; boards close the ends."""
    half = width / 2
    outline = np.array(
        [(-half - 0.3, base - 0.25), (-0.62 * half, base + 0.66 * rise), (0.0, base + rise),
         (0.62 * half, base + 0.66 * rise), (half + 0.3, base - 0.25)]
    )  # fmt: skip
    x = depth / 2 + 0.4
    slopes = []
    for (y0, z0), (y1, z1) in itertools.pairwise(outline):
        slopes.append([(x, y0, z0), (x, y1, z1), (-x, y1, z1), (-x, y0, z0)])
    lifted = np.array(slopes)
    lifted[..., 2] += 0.02
    ends = outline.copy()
    ends[0], ends[-1] = (-half, base), (half, base)
    points = [(side * depth / 2, y, z) for side in (1.0, -1.0) for y, z in ends]
    faces = [[0, k + 1, k] if side == 0 else [5, 5 + k, 6 + k] for side in (0, 1) for k in (1, 2, 3)]
    faces = [[5 * (face[0] // 5), *face[1:]] for face in faces]
    scale = 1.0 / (wall.tile or (4.0, 4.0))[0]
    return always(
        leaning(lifted[:, [3, 2, 1, 0]][:, ::-1], roof, _tile(roof)),
        shaded(points, faces, wall.material, crease=0.0, tag=BUILDINGS, uv_scale=scale),
    )


def gutters(width: float, depth: float, base: float, *, pipes: tuple[float, ...]) -> Parts:
    """A gutter along the eaves of the front and downpipes at the y given."""
    channel = boxes((0.13, width + 0.6, 0.12), [(depth / 2 + OVER, 0, base - 0.36)], ZINC)
    return Parts((channel, downpipes(depth / 2, base - 0.3, pipes)), (channel,))


def downpipes(x: float, top: float, ys: tuple[float, ...]) -> Mesh:
    """Round pipes, here square, on brackets, at a wall that faces +x."""
    sizes = [(0.1, 0.1, top)] * len(ys)
    clips = [(0.13, 0.16, 0.05)] * (3 * len(ys))
    return boxes(
        sizes + clips,
        [(x + 0.07, y, part * top) for part in (0.0, 0.2, 0.5, 0.8) for y in ys],
        ZINC, faces=4,
    )  # fmt: skip


def dormers(
    depth: float,
    base: float,
    rise: float,
    ys: tuple[float, ...],
    roof: Material,
    wall: Material,
    pane: Material,
) -> Parts:
    """Small gabled windows on the front slope of a gable roof."""
    x, z = depth / 2 * 0.72, base + 0.30 * rise
    high, wide, back = 1.15, 1.25, depth / 2 * 0.6
    body = boxes((back, wide, high), [(x - back / 2, y, z - 0.15) for y in ys], wall, uv_scale=0.4)
    lids = []
    for y in ys:
        for sign in (-1.0, 1.0):
            edge, top = y + sign * (wide / 2 + 0.15), z + high + 0.42
            slope = [(x + 0.15, edge, z + high - 0.22), (x - back, edge, z + high - 0.22),
                     (x - back, y, top), (x + 0.15, y, top)]  # fmt: skip
            lids.append(slope if sign > 0 else slope[::-1])
    ends = [[(x, y - wide / 2, z + high - 0.15), (x, y + wide / 2, z + high - 0.15), (x, y, z + high + 0.3)]
            for y in ys]  # fmt: skip
    triangles = np.arange(3 * len(ys)).reshape(-1, 3)
    peaks = shaded(np.concatenate(ends), triangles, wall, crease=0.0, tag=BUILDINGS, uv_scale=0.4)
    frame = boxes((0.06, 0.95, 0.95), [(x + 0.01, y, z - 0.02) for y in ys], PALE_TRIM)
    glass = boxes((0.04, 0.78, 0.78), [(x + 0.03, y, z + 0.06) for y in ys], pane, uv_scale=0.25, faces=1)
    bar = boxes((0.05, 0.05, 0.78), [(x + 0.04, y, z + 0.06) for y in ys], PALE_TRIM)
    silhouette = always(body, leaning(lids, roof, _tile(roof)), peaks)
    detail = midway(frame, glass, bar)
    return Parts(silhouette.near + detail.near, silhouette.middle + detail.middle, silhouette.far)


def _tile(roof: Material) -> float:
    return 4.0 if roof.texture is None else TILE_METRES[roof.texture.name][0]
