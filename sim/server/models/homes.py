"""Where few families live: detached houses, farmhouses, terraces, huts."""

from __future__ import annotations

import itertools

import numpy as np

from caos.meshes import Material, Mesh

from .claddings import (
    BOARD_TINTS,
    PALE_TRIM,
    RENDER_TINTS,
    SLATE_TINTS,
    STONE_TRIM,
    TILE_TINTS,
    Cladding,
    brickwork,
    casement,
    cladding,
    faded,
    glass,
    sash,
    textured,
)
from .facade import Storey, front, window_row, with_gap
from .fittings import chimney, dishes, door, railing
from .materials import surface
from .parts import Parts, always, assembled, boxes, joined, leaning, midway, nearby
from .roofs import dormers, gable_roof, gutters, hip_roof
from .shell import Shell, course, height, rows_of, street_rows, walls

_GARAGE = 3.4


def _tiles(rng: np.random.Generator) -> Material:
    if rng.random() < 0.5:
        return textured("roof_tiles", faded(rng, TILE_TINTS), roughness=0.85)
    return textured("slates", faded(rng, SLATE_TINTS), roughness=0.8)


def _home_wall(rng: np.random.Generator) -> Cladding:
    kind = int(rng.integers(3))
    if kind == 0:
        return cladding(rng, "plaster", faded(rng, RENDER_TINTS))
    return brickwork(rng) if kind == 1 else cladding(rng, "siding", faded(rng, BOARD_TINTS))


def house(rng: np.random.Generator, width: float, depth: float, storeys: int) -> Mesh:
    """A detached house under a gable, with dormers or a front gable, porch, chimney and often a garage."""
    garage = width > 9.5 and rng.random() < 0.6
    body = width - (_GARAGE if garage else 0.0)
    side = -1.0 if rng.random() < 0.5 else 1.0
    wall, roof = _home_wall(rng), _tiles(rng)
    shell = Shell(wall, casement(rng, sill=PALE_TRIM), 2.75, 2.95, 2.9, (1.35, 1.3), 0.95)
    rows, way = street_rows(rng, shell, body, storeys)
    top, rise = height(shell, storeys), depth * float(rng.uniform(0.32, 0.45))
    at = (0.0, -side * (width - body) / 2, 0.0)
    footing = surface("concrete", (0.7, 0.69, 0.67))
    parts = [
        walls(rng, shell, body, depth, storeys, street=rows),
        always(boxes((depth + 0.08, body + 0.08, 0.35), [(0, 0, 0)], footing, uv_scale=0.25)),
        gable_roof(body, depth, top, rise, roof, wall),
        gutters(body, depth, top, pipes=(-body / 2 + 0.2, body / 2 - 0.2)),
        chimney((-depth * 0.14, -body * 0.3 * side, top + 0.2 * rise), 0.8 * rise + 0.9),
        door(rng, (depth / 2, way, 0.0), steps=2),
        _porch(rng, (depth / 2, way, 0.0), roof),
        dishes(rng, depth / 2, [(body * 0.42 * side, top - 0.9)] if rng.random() < 0.4 else []),
    ]
    if rng.random() < 0.65:
        ys = tuple(np.linspace(-0.27, 0.27, 2 if body < 9 else 3) * body)
        pane = glass("panes_home")
        parts.append(dormers(depth, top, rise, ys, roof, wall.material, pane))
    if not garage:
        return assembled(joined(parts))
    return assembled(joined(parts).placed(at), _garage(rng, wall, depth, side * (width - _GARAGE) / 2))


def _porch(rng: np.random.Generator, at: tuple[float, float, float], roof: Material) -> Parts:
    """A small roof on two posts."""
    x, y, z = at
    out, wide = 1.45, 2.5
    slope = [(x + out, y - wide / 2, z + 2.62), (x + out, y + wide / 2, z + 2.62),
             (x, y + wide / 2, z + 2.98), (x, y - wide / 2, z + 2.98)]  # fmt: skip
    under = np.array(slope)[::-1] - (0, 0, 0.1)
    posts = [(x + out - 0.12, y + side * (wide / 2 - 0.15), z) for side in (-1, 1)]
    parts = [
        always(
            leaning(np.stack([slope, under]), roof, 3.0), boxes((0.12, 0.12, 2.55), posts, PALE_TRIM, faces=4)
        ),
        midway(boxes((0.08, wide, 0.18), [(x + out, y, z + 2.46)], PALE_TRIM)),
        midway(boxes((out, wide, 0.14), [(x + out / 2, y, z)], surface("concrete"), uv_scale=0.25)),
    ]
    if rng.random() < 0.5:
        bars = [
            (x + 0.3 + 0.2 * k, y + side * (wide / 2 - 0.15), z + 0.14) for k in range(6) for side in (-1, 1)
        ]
        rails = [(x + out / 2, y + side * (wide / 2 - 0.15), z + 1.0) for side in (-1, 1)]
        sizes = [(0.035, 0.035, 0.88)] * len(bars) + [(out, 0.06, 0.06)] * 2
        parts.append(nearby(boxes(sizes, bars + rails, PALE_TRIM, faces=4)))
    return joined(parts)


def _garage(rng: np.random.Generator, wall: Cladding, depth: float, y: float) -> Parts:
    """A lean garage beside a house, set back a little."""
    deep, tall = 0.7 * depth, 2.7
    x = (depth - deep) / 2 - 0.6
    leaf = surface("siding", faded(rng, BOARD_TINTS), roughness=0.6)
    size = (deep, _GARAGE, tall)
    return always(
        boxes(size, [(x, y, 0)], wall.material, uv_scale=0.25, faces=5),
        boxes((deep + 0.3, _GARAGE + 0.1, 0.22), [(x, y, tall)], PALE_TRIM),
        boxes((0.06, 2.5, 2.15), [(x + deep / 2, y, 0.05)], leaf, uv_scale=0.45, faces=4),
    )


def farmhouse(rng: np.random.Generator, width: float, depth: float, storeys: int) -> Mesh:
    """A board house with a veranda along its front and a wing behind."""
    wall, roof = cladding(rng, "siding", faded(rng, BOARD_TINTS)), _tiles(rng)
    shell = Shell(wall, sash(rng, PALE_TRIM), 2.8, 3.0, 2.6, (1.05, 1.55), 0.85)
    deep, out = 0.68 * depth, 2.0
    rows, way = street_rows(rng, shell, width, storeys)
    top, rise = height(shell, storeys), 0.42 * deep
    posts = np.linspace(-width / 2 + 0.2, width / 2 - 0.2, max(4, int(width / 2.4)))
    x, half = deep / 2, width / 2
    slope = [(x + out, -half, 2.55), (x + out, half, 2.55), (x, half, 3.0), (x, -half, 3.0)]
    rails = [
        railing(x, (a + b) / 2, 0.12, b - a, out - 0.12, PALE_TRIM)
        for a, b in itertools.pairwise(posts.tolist())
        if not a < way < b
    ]
    wing = Shell(wall, casement(rng), 2.7, 2.9, 2.8, (1.1, 1.3), 0.95)
    long, wide = 0.6 * deep, 0.5 * width
    rear = joined([walls(rng, wing, long, wide, 1), gable_roof(long, wide, 2.9, 0.4 * wide, roof, wall)])
    rear = rear.placed((-deep / 2, 0.2 * width, 0.0), 90.0)
    main = joined(
        [
            walls(rng, shell, width, deep, storeys, street=rows),
            gable_roof(width, deep, top, rise, roof, wall),
            chimney((0.0, -0.3 * width, top + 0.4 * rise), 0.6 * rise + 1.0),
            door(rng, (x, way, 0.0)),
            always(
                leaning(np.stack([slope, np.array(slope)[::-1] - (0, 0, 0.12)]), roof, 3.0),
                boxes(
                    (0.14, 0.14, 2.48), [(x + out - 0.12, float(y), 0.12) for y in posts], PALE_TRIM, faces=4
                ),
                boxes((out, width, 0.12), [(x + out / 2, 0, 0)], textured("barn_boards"), uv_scale=0.25),
            ),
            nearby(*rails, boxes([(0.3, 1.6, 0.2)], [(x + out + 0.15, way, 0)], surface("concrete"))),
        ]
    )
    return assembled(joined([main, rear]).placed(((depth - deep) / 2 - 1.0, 0.0, 0.0)))


def terrace(rng: np.random.Generator, width: float, depth: float, storeys: int) -> Mesh:
    """A row of two to four narrow houses with bay windows, one roof, chimneys on the party walls."""
    count = max(2, round(width / 5.2))
    unit = width / count
    wall = brickwork(rng) if rng.random() < 0.7 else cladding(rng, "plaster", faded(rng, RENDER_TINTS))
    roof = textured("slates", faded(rng, SLATE_TINTS), roughness=0.8)
    shell = Shell(wall, sash(rng), 2.9, 3.1, unit / 2, (1.05, 1.6), 0.85)
    rows = [window_row(width, row.bottom, row.top, 2 * count, shell.window, shell.sill)
            for row in rows_of(shell, width, storeys)]  # fmt: skip
    ways = rows[0].openings[::2, :2].mean(axis=1).tolist()
    for number in range(count):
        rows[0] = with_gap(rows[0], number, (1.3, 0.0, 2.5), 0.3)
    top, rise = height(shell, storeys), 0.36 * depth
    fronts = rows[0].openings[:, :2].mean(axis=1).tolist()
    party = np.linspace(-width / 2, width / 2, count + 1)[:-1] + 0.25
    return assembled(
        walls(rng, shell, width, depth, storeys, street=rows),
        midway(course(width, depth, shell.ground - 0.1, 0.16, 0.06, STONE_TRIM)),
        gable_roof(width, depth, top, rise, roof, wall),
        gutters(width, depth, top, pipes=tuple(party.tolist())),
        *(chimney((0.0, float(y), top + 0.75 * rise), 0.25 * rise + 1.1, pots=3) for y in party),
        *(door(rng, (depth / 2, y, 0.0), steps=2) for y in ways),
        *(_bay_window(rng, (depth / 2, y, 0.0), wall, roof) for y in fronts),
        dishes(rng, depth / 2, [(ways[0], top - 1.0)] if rng.random() < 0.6 else []),
    )


def _bay_window(
    rng: np.random.Generator, at: tuple[float, float, float], wall: Cladding, roof: Material
) -> Parts:
    """A window that stands out of the ground floor under its own little roof."""
    x, y, _ = at
    wide, out, tall = 1.9, 0.7, 2.85
    row = Storey(0.0, tall, np.array([[-0.75, 0.75, 0.75, 2.45]]))
    face = front(rng, wide, [row], wall, sash(rng), bay=wide, storey=tall, detailed=True).placed(
        (x + out, y, 0.0)
    )
    a, b = (x + out + 0.1, y - 1.05, tall), (x + out + 0.1, y + 1.05, tall)
    c, d = (x, y + 0.8, tall + 0.5), (x, y - 0.8, tall + 0.5)
    ends = [(b, (x, y + 1.05, tall), c, c), ((x, y - 1.05, tall), a, d, d)]
    block = boxes((out - 0.2, wide, tall), [(x + out / 2 - 0.1, y, 0)], wall.material, uv_scale=0.25, faces=4)
    cheeks = boxes(
        [(0.2, 0.02, tall)] * 2,
        [(x + out - 0.1, y + s * (wide / 2 - 0.01), 0) for s in (-1, 1)],
        wall.material,
        uv_scale=0.25,
    )
    return joined([face, always(block, cheeks, leaning([(a, b, c, d), *ends], roof, 4.0))])


def villa_roof(width: float, depth: float, top: float, roof: Material) -> Parts:
    """A hip with a chimney."""
    rise = min(width, depth) * 0.28
    return joined(
        [
            hip_roof(width, depth, top, rise, roof),
            chimney((0.0, 0.2 * width, top + 0.4 * rise), 0.6 * rise + 0.9),
        ]
    )
