"""Houses that stand in a street's row: brick, rendered, with shops or arcades below."""

from __future__ import annotations

import itertools

import numpy as np

from caos.meshes import Material, Mesh

from .claddings import (
    BOARD_TINTS,
    RENDER_TINTS,
    STONE_TRIM,
    TILE_TINTS,
    Cladding,
    brickwork,
    casement,
    cladding,
    faded,
    sash,
    textured,
)
from .facade import Storey, front
from .fittings import air_conditioners, chimney, dishes, door, railing, roof_clutter
from .homes import villa_roof
from .parts import Array, Parts, always, assembled, boxes, joined, midway, nearby
from .roofs import downpipes, flat_roof, frustum_roof
from .shell import Shell, belts, course, height, quoins, rows_of, shop_windows, street_rows, walls
from .shopfronts import awning, display_row, glass_door, hanging_sign, shop_sign

_SHUTTERS = (
    (0.26, 0.31, 0.26), (0.30, 0.34, 0.37), (0.34, 0.27, 0.21), (0.42, 0.42, 0.39), (0.36, 0.22, 0.18),
)  # fmt: skip


def brick(rng: np.random.Generator, width: float, depth: float, storeys: int) -> Mesh:
    """A brick town house: sash windows under stone lintels, string course, cornice, stacks."""
    shell = Shell(brickwork(rng), sash(rng), 3.1, 3.5, 2.7, (1.1, 1.7), 0.85)
    rows, way = street_rows(rng, shell, width, storeys)
    top = height(shell, storeys)
    wall = shell.wall.material
    return assembled(
        walls(rng, shell, width, depth, storeys, street=rows),
        belts(shell, width, depth, storeys, STONE_TRIM),
        midway(course(width, depth, 0.0, 0.55, 0.06, STONE_TRIM)),
        flat_roof(width, depth, top, 0.7, wall),
        door(rng, (depth / 2, way, 0.0), steps=3),
        chimney((-0.2 * depth, 0.42 * width, top), 1.7, pots=3),
        chimney((0.15 * depth, -0.44 * width, top), 1.5, pots=4),
        nearby(downpipes(depth / 2, top, (width / 2 - 0.2,))),
        dishes(rng, depth / 2, [(0.4 * width, top - 1.2)] if rng.random() < 0.4 else []),
        roof_clutter(rng, width, depth, top) if storeys > 3 else Parts(),
    )


def plaster(rng: np.random.Generator, width: float, depth: float, storeys: int) -> Mesh:
    """A rendered town house: quoins or shutters, a hip or a mansard, little iron balconies."""
    wall = cladding(rng, "plaster", faded(rng, RENDER_TINTS))
    shell = Shell(wall, casement(rng), 2.95, 3.3, 2.5, (1.05, 1.55), 0.88)
    rows, way = street_rows(rng, shell, width, storeys)
    top = height(shell, storeys)
    tiles = textured("roof_tiles", faded(rng, TILE_TINTS), roughness=0.85)
    mansard = rng.random() < 0.35
    stone = cladding(rng, "ashlar", (0.95, 0.93, 0.9)).material
    extras = [quoins(width, depth, top, stone)] if rng.random() < 0.5 else []
    if rng.random() < 0.6:
        extras.append(_shutters(rng, depth / 2, rows))
    slates = textured("slates", roughness=0.8)
    return assembled(
        walls(rng, shell, width, depth, storeys, street=rows),
        belts(shell, width, depth, storeys, STONE_TRIM),
        frustum_roof(width, depth, top, 2.3, 0.9, slates)
        if mansard
        else villa_roof(width, depth, top, tiles),
        door(rng, (depth / 2, way, 0.0), steps=1),
        midway(course(width, depth, 0.0, 0.7, 0.05, stone)),
        midway(*extras),
        _iron_balconies(rng, depth / 2, rows),
        nearby(downpipes(depth / 2, top, (-width / 2 + 0.2,))),
    )


def _shutters(rng: np.random.Generator, x: float, rows: list[Storey]) -> Mesh:
    """Leaves folded back beside the windows; a few are closed."""
    paint = Material(faded(rng, _SHUTTERS), roughness=0.75)
    sizes, at = [], []
    for y0, y1, z0, z1 in np.concatenate([row.openings for row in rows]).tolist():
        wide = (y1 - y0) / 2
        closed = rng.random() < 0.12
        for edge, side in ((y0, -1.0), (y1, 1.0)):
            sizes.append((0.05, wide - 0.03, z1 - z0))
            at.append((x + 0.03, edge + side * (-wide / 2 if closed else wide / 2 + 0.02), z0))
    return boxes(sizes, at, paint, faces=5)


def _iron_balconies(rng: np.random.Generator, x: float, rows: list[Storey]) -> Parts:
    """Shallow balconies before some windows of the upper floors."""
    spots = [
        (float(o[:2].mean()), row.bottom) for row in rows[1:] for o in row.openings if rng.random() < 0.18
    ][:5]
    if not spots:
        return Parts()
    iron = Material((0.11, 0.11, 0.115), roughness=0.6, metallic=0.3)
    slabs = boxes((0.7, 1.9, 0.12), [(x + 0.35, y, z + 0.3) for y, z in spots], STONE_TRIM)
    return joined([always(slabs), nearby(*(railing(x, y, z + 0.42, 1.85, 0.66, iron) for y, z in spots))])


def _mixed_wall(rng: np.random.Generator) -> Cladding:
    kind = int(rng.integers(3))
    if kind == 0:
        return cladding(rng, "plaster", faded(rng, RENDER_TINTS))
    return brickwork(rng) if kind == 1 else cladding(rng, "siding", faded(rng, BOARD_TINTS))


def shop(rng: np.random.Generator, width: float, depth: float, storeys: int) -> Mesh:
    """One or two shops with displays, boards and awnings, flats above."""
    shell = Shell(_mixed_wall(rng), sash(rng), 3.0, 3.9, 2.6, (1.1, 1.6), 0.85)
    rows = rows_of(shell, width, storeys)
    count = 1 if width < 9.5 else 2
    top, x = height(shell, storeys), depth / 2
    units = np.linspace(-width / 2 + 0.25, width / 2 - 0.25, count + 1)
    ways = units[:-1] + 0.95
    gaps = np.array([[y - 0.6, y + 0.6, 0.0, 2.6, 0.5] for y in ways])
    glazed = np.concatenate(
        [display_row(low + 1.7, high - 0.15, shell.ground) for low, high in itertools.pairwise(units)]
    )
    ground = front(
        rng, width, [Storey(0.0, shell.ground, glazed, gaps)], shell.wall, shop_windows(),
        bay=width, storey=shell.storey, detailed=True,
    ).placed((x, 0.0, 0.0))  # fmt: skip
    rows[0] = Storey(
        0.0, shell.ground, np.zeros((0, 4)), np.array([[-width / 2, width / 2, 0.0, shell.ground, 0.4]])
    )
    boards = [
        shop_sign(rng, (x, float(units[k : k + 2].mean()), shell.ground - 0.85), 5.4) for k in range(count)
    ]
    spans = [(float(low) + 1.7, float(high)) for low, high in itertools.pairwise(units)]
    blinds = [
        awning(rng, (x, (low + high) / 2, shell.ground - 1.0), high - low - 0.3)
        for low, high in spans
        if rng.random() < 0.7
    ]
    upper = rows[1:] or [Storey(shell.ground, shell.ground + 0.6, np.zeros((0, 4)))]
    top = upper[-1].top
    coolers = [
        (float(o[:2].mean()), float(o[2]) - 0.2)
        for row in rows[1:]
        for o in row.openings
        if rng.random() < 0.1
    ]
    return assembled(
        ground,
        walls_above(rng, shell, width, depth, upper),
        midway(course(width, depth, shell.ground - 0.1, 0.2, 0.1, STONE_TRIM)),
        always(course(width, depth, top - 0.2, 0.2, 0.25, STONE_TRIM)),
        flat_roof(width, depth, top, 0.6, shell.wall.material),
        roof_clutter(rng, width, depth, top),
        *boards,
        *blinds,
        *(glass_door((x - 0.45, float(y), 0.0)) for y in ways),
        air_conditioners(rng, x, coolers),
        nearby(hanging_sign(rng, (x, float(units[-1]) - 0.1, 2.8)), downpipes(x, top, (width / 2 - 0.12,))),
    )


def walls_above(
    rng: np.random.Generator, shell: Shell, width: float, depth: float, upper: list[Storey]
) -> Parts:
    """The upper floors of the street front, and all of the other three sides."""
    whole = walls(
        rng, shell, width, depth, 1 + len([row for row in upper if len(row.openings)]), street=upper
    )
    if len(upper[0].openings):
        return whole
    return joined(
        [
            whole,
            always(
                boxes(
                    (depth - 0.04, width - 0.04, 0.6),
                    [(-0.01, 0, shell.ground)],
                    shell.wall.material,
                    uv_scale=0.2,
                )
            ),
        ]
    )


def arcade(rng: np.random.Generator, width: float, depth: float, storeys: int) -> Mesh:
    """A stone or rendered house over an arcade with shops at its back."""
    wall = (
        cladding(rng, "ashlar", faded(rng, ((1.0, 0.97, 0.92), (0.9, 0.88, 0.84))))
        if rng.random() < 0.5
        else cladding(rng, "plaster", faded(rng, RENDER_TINTS))
    )
    shell = Shell(wall, casement(rng), 3.1, 4.1, 2.8, (1.15, 1.8), 0.75)
    rows = rows_of(shell, width, storeys)
    count = max(2, round(width / 3.2))
    edges = np.linspace(-width / 2, width / 2, count + 1)
    arches = np.array([[a + 0.4, b - 0.4, 0.0, 3.3, 2.4] for a, b in itertools.pairwise(edges)])
    rows[0] = Storey(0.0, shell.ground, np.zeros((0, 4)), arches)
    x, top = depth / 2, height(shell, storeys)
    glazing = boxes(
        (0.06, width / count - 1.3, 2.3),
        [(x - 2.36, float(a[:2].mean()), 0.5) for a in arches],
        shop_windows().panes,
        uv_scale=0.09,
        faces=1,
    )
    spandrels = _arches(x, arches, wall.material)
    tiles = textured("roof_tiles", faded(rng, TILE_TINTS), roughness=0.85)
    return assembled(
        walls(rng, shell, width, depth, storeys, street=rows),
        nearby(glazing),
        nearby(spandrels),
        belts(shell, width, depth, storeys, STONE_TRIM),
        villa_roof(width, depth, top, tiles),
        midway(_shutters(rng, x, rows[1:])) if storeys > 1 and rng.random() < 0.5 else Parts(),
        shop_sign(rng, (x, 0.0, 3.42), 4.2, 0.5),
        nearby(downpipes(x, top, (width / 2 - 0.15,))),
    )


def _arches(x: float, niches: Array, material: Material) -> Mesh:
    """Steps of stone in the upper corners of niches, which round them off."""
    sizes, at = [], []
    for y0, y1, _, z1, _ in niches.tolist():
        radius = (y1 - y0) / 2
        for low, high in zip(
            np.linspace(0, 1, 7)[:-1].tolist(), np.linspace(0, 1, 7)[1:].tolist(), strict=True
        ):
            inset = radius * (1 - np.sqrt(1 - ((low + high) / 2) ** 2))
            z = z1 - radius * 0.6 * (1 - low)
            for side in (-1.0, 1.0):
                sizes.append((0.5, inset, radius * 0.6 * (high - low)))
                at.append((x - 0.255, (y0 + y1) / 2 + side * (radius - inset / 2), z))
    return boxes(sizes, at, material, uv_scale=0.2)
