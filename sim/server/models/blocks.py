"""Where many live or work: apartment blocks, walk-ups, offices, towers."""

from __future__ import annotations

import itertools

import numpy as np

from caos.meshes import Material, Mesh
from caos.shapes import quads

from .claddings import (
    CONCRETE_TINTS,
    DARK_METAL,
    RENDER_TINTS,
    STONE_TRIM,
    brickwork,
    casement,
    cladding,
    faded,
    sash,
)
from .facade import Storey
from .fittings import air_conditioners, balconies, dishes, door, fire_escape, roof_clutter
from .glazed import corners_at, pane_uvs
from .materials import Colour, surface
from .parts import BUILDINGS, Parts, always, assembled, boxes, joined, midway, nearby
from .roofs import downpipes, flat_roof
from .shell import Shell, belts, course, curtain_walls, height, rows_of, street_rows, walls
from .shopfronts import entrance

_GLASSES: tuple[Colour, ...] = ((1.0, 1.0, 1.0), (0.80, 0.90, 0.92), (0.92, 0.86, 0.76), (0.75, 0.80, 0.90))
_LOGGIA = 1.2  # metres deep


def apartments(rng: np.random.Generator, width: float, depth: float, storeys: int) -> Mesh:
    """A block of precast panels in staggered sections, with balconies, loggias and roof boxes."""
    tint = faded(rng, CONCRETE_TINTS)
    name = "concrete_panels" if rng.random() < 0.75 else "plaster"
    count = max(1, min(3, int(width / 10.0)))
    cuts = np.linspace(-width / 2, width / 2, count + 1)
    shift = float(rng.choice([0.8, 1.4]))
    lifts = [0, 1, 0] if rng.random() < 0.5 else [1, 0, 1]
    sections = []
    for number in range(count):
        wide, middle = float(cuts[number + 1] - cuts[number]), float(cuts[number : number + 2].mean())
        lifted = count > 1 and bool(lifts[number])
        party = tuple(side for side, ends in ((1, number == count - 1), (3, number == 0)) if not ends)
        high = storeys + int(lifted and storeys > 3)
        section = _section(rng, name, tint, wide, depth - shift, high, party)
        sections.append(section.placed((shift / 2 if lifted else -shift / 2, middle, 0.0)))
    return assembled(*sections)


def _section(
    rng: np.random.Generator,
    name: str,
    tint: Colour,
    width: float,
    depth: float,
    storeys: int,
    party: tuple[int, ...],
) -> Parts:
    """One stair of a block of flats; `party` as in `walls`."""
    wall = cladding(rng, name, tint)
    shell = Shell(wall, casement(rng, 3 if storeys < 7 else 2), 2.85, 3.1, 3.1, (1.9, 1.45), 0.88)
    rows, way = street_rows(rng, shell, width, storeys, door=0.3)
    bays = rows[-1].openings[:, :2].mean(axis=1)
    stack = np.argsort(np.abs(bays - way))[1:]
    out = sorted(float(bays[k]) for k in stack[::2])
    inside = sorted(float(bays[k]) for k in stack[1::2]) if rng.random() < 0.7 else []
    wide = min(width / len(bays) - 0.35, 3.0)
    loggias = [(y, row.bottom) for row in rows[1:] for y in inside]
    rows = [rows[0], *(_opened(row, inside, wide) for row in rows[1:])]
    top = height(shell, storeys)
    spots = [(y, row.bottom) for row in rows[1:] for y in out]
    ledges = [course(width, depth, row.bottom - 0.06, 0.1, 0.035, wall.material) for row in rows[2::2]]
    hood = boxes((1.5, 2.6, 0.16), [(depth / 2 + 0.75, way, 2.75)], surface("concrete"), uv_scale=0.25)
    bulk = [(y - 1.2, z + 0.05) for y, z in spots if rng.random() < 0.18]
    return joined(
        [
            walls(rng, shell, width, depth, storeys, street=rows, party=party),
            flat_roof(width, depth, top, 0.75, wall.material),
            roof_clutter(rng, width, depth, top),
            door(rng, (depth / 2, way, 0.0), steps=2),
            always(hood),
            balconies(rng, depth / 2, spots, wide) if spots else Parts(),
            *([_loggias(rng, depth / 2, loggias, wide, shell)] if loggias else []),
            nearby(*ledges, downpipes(depth / 2, top, (-width / 2 + 0.18,))),
            air_conditioners(rng, depth / 2, bulk),
            dishes(rng, depth / 2 + 1.2, [spot for spot in spots if rng.random() < 0.12]),
            midway(course(width, depth, 0.0, 0.5, 0.05, surface("concrete", (0.62, 0.61, 0.6)))),
        ]
    )  # fmt: skip


def _opened(row: Storey, ys: list[float], wide: float) -> Storey:
    """The row with niches in place of the windows at `ys`."""
    if not ys:
        return row
    middles = row.openings[:, :2].mean(axis=1)
    kept = row.openings[[not np.isclose(ys, y).any() for y in middles]]
    gaps = np.array([[y - wide / 2, y + wide / 2, row.bottom + 0.02, row.top - 0.3, _LOGGIA] for y in ys])
    return Storey(row.bottom, row.top, kept, gaps)


def _loggias(
    rng: np.random.Generator, x: float, spots: list[tuple[float, float]], wide: float, shell: Shell
) -> Parts:
    """Glass at the back of niches, parapets before them."""
    glass = np.array([[y - 0.4 * wide, y + 0.4 * wide, z + 0.1, z + 2.3] for y, z in spots])
    uvs = pane_uvs(rng.integers(0, 4, (len(glass), 1, 2)))
    back = quads(corners_at(glass, x - _LOGGIA + 0.04), shell.windows.flat, tag=BUILDINGS, uvs=uvs)
    tint = faded(rng, ((0.50, 0.49, 0.46), (0.42, 0.43, 0.44), (0.50, 0.44, 0.36), (0.36, 0.38, 0.36)))
    sheet = Material(tint, roughness=0.75)
    feet = [(x + 0.02, y, z + 0.02) for y, z in spots]
    rail = [(x + 0.02, y, z + 1.1) for y, z in spots]
    return joined(
        [
            nearby(back),
            midway(boxes((0.1, wide + 0.08, 0.92), feet, sheet, uv_scale=0.25)),
            nearby(boxes((0.05, wide, 0.05), rail, DARK_METAL, faces=4)),
        ]
    )


def walkup(rng: np.random.Generator, width: float, depth: float, storeys: int) -> Mesh:
    """A brick walk-up: stone lintels, cornice, stoop, fire escapes, a water tank on the roof."""
    wall = brickwork(rng)
    shell = Shell(wall, sash(rng), 3.15, 3.6, 2.4, (1.1, 1.75), 0.85)
    rows, way = street_rows(rng, shell, width, storeys)
    top = height(shell, storeys)
    floors = [row.bottom + 0.25 for row in rows[1:]]
    away = max((row for row in rows[-1].openings[:, :2].mean(axis=1).tolist()), key=lambda y: abs(y - way))
    away = float(np.clip(away, -width / 2 + 1.9, width / 2 - 1.9))
    coolers = [(float(o[:2].mean()), float(o[2]) - 0.1) for row in rows[1:] for o in row.openings
               if rng.random() < 0.14 and abs(o[:2].mean() - away) > 2.2]  # fmt: skip
    brackets = np.arange(-width / 2 + 0.3, width / 2, 0.9)
    return assembled(
        walls(rng, shell, width, depth, storeys, street=rows),
        belts(shell, width, depth, storeys, STONE_TRIM),
        flat_roof(width, depth, top, 0.8, wall.material),
        roof_clutter(rng, width, depth, top),
        door(rng, (depth / 2, way, 0.0), steps=4),
        fire_escape(depth / 2, away, floors, shell.storey) if len(floors) > 1 else Parts(),
        air_conditioners(rng, depth / 2, coolers),
        nearby(
            boxes(
                (0.28, 0.16, 0.35), [(depth / 2 + 0.14, float(y), top - 0.5) for y in brackets], STONE_TRIM
            ),
            downpipes(depth / 2, top, (width / 2 - 0.2,)),
        ),
    )


def office(rng: np.random.Generator, width: float, depth: float, storeys: int) -> Mesh:
    """An office: all glass, or ribbons of windows between bands of concrete, or pilasters."""
    kind = int(rng.integers(3))
    ground, storey = 4.4, 3.6
    heights = [ground + storey * k for k in range(storeys)]
    spandrel = (
        surface("metal_panels", faded(rng, ((0.48, 0.5, 0.53), (0.62, 0.61, 0.6))), roughness=0.5),
        surface("concrete", faded(rng, ((0.72, 0.70, 0.66), (0.6, 0.6, 0.6))), roughness=0.85),
        surface("concrete", faded(rng, ((0.66, 0.60, 0.54), (0.74, 0.73, 0.7))), roughness=0.85),
    )[kind]
    bay, sill, fins = ((1.5, 0.55, 0.14), (1.8, 1.25, 0.02), (3.0, 1.0, 0.05))[kind]
    tint = faded(rng, _GLASSES)
    upper = [*heights, ground + storey * (storeys - 1) + 0.01][:storeys]
    body = curtain_walls(rng, width, depth, upper, spandrel, bay=bay, sill=sill, tint=tint, fins=fins)
    lobby = curtain_walls(
        rng, width - 0.8, depth - 0.8, [0.0, ground], spandrel, bay=3.0, sill=0.35, tint=tint, fins=0.06
    )
    top = upper[-1]
    columns = np.linspace(-width / 2 + 0.35, width / 2 - 0.35, max(3, round(width / 6.0)))
    posts = [(side * (depth / 2 - 0.35), float(y), 0.0) for y in columns for side in (-1, 1)]
    piers = [(side * (depth / 2 + 0.12), float(y), 0.0) for y in columns for side in (-1, 1)]
    return assembled(
        *([body] if storeys > 1 else []),
        lobby,
        always(boxes((0.6, 0.6, ground), posts, spandrel, uv_scale=0.25, faces=4)),
        always(boxes((depth, width, 0.3), [(0, 0, ground - 0.3)], spandrel, uv_scale=0.25)),
        flat_roof(width, depth, top, 1.0, spandrel),
        roof_clutter(rng, width, depth, top),
        *([always(boxes((0.3, 0.7, top), piers, spandrel, uv_scale=0.25, faces=5))] if kind == 2 else []),
        entrance((depth / 2 - 0.4, 0.0, 0.0)),
    )


def tower(rng: np.random.Generator, width: float, depth: float, storeys: int) -> Mesh:
    """A high-rise that steps back twice, with a crown and a mast; stone or glass."""
    storey, ground = 3.5, 4.8
    spandrel = surface("concrete", faded(rng, ((0.66, 0.61, 0.54), (0.6, 0.6, 0.59), (0.5, 0.51, 0.53))))
    tint = faded(rng, _GLASSES)
    cuts = [0, max(1, round(0.4 * storeys)), max(2, round(0.75 * storeys)), max(3, storeys)]
    bay, sill, fins = ((1.6, 0.5, 0.12), (2.4, 1.3, 0.16))[int(rng.integers(2))]
    parts = []
    for step, (low, high) in enumerate(itertools.pairwise(cuts)):
        wide, deep = width * (1 - 0.18 * step), depth * (1 - 0.18 * step)
        floors = [0.0 if k == 0 else ground + storey * (k - 1) for k in range(low, high + 1)]
        grown = max(bay, (wide + deep) * (high - low) / 260)
        parts += [
            curtain_walls(rng, wide, deep, floors, spandrel, bay=grown, sill=sill, tint=tint, fins=fins),
            flat_roof(wide, deep, floors[-1], 1.0, spandrel),
        ]
    top = ground + storey * (cuts[-1] - 1)
    mast = float(rng.uniform(5, 11))
    crown = boxes((0.35 * depth, 0.35 * width, 3.4), [(0, 0, top)], spandrel, uv_scale=0.25)
    pole = boxes(
        [(0.4, 0.4, mast / 2), (0.16, 0.16, mast)], [(0, 0, top + 3.4), (0, 0, top + 3.4)], DARK_METAL
    )
    return assembled(*parts, always(crown, pole), entrance((depth / 2, 0.0, 0.0)))


def slab_block(rng: np.random.Generator, width: float, depth: float, storeys: int) -> Mesh:
    """A plain rendered block of flats without balconies, for courtyards and the old quarter's edge."""
    wall = cladding(rng, "plaster", faded(rng, RENDER_TINTS))
    shell = Shell(wall, casement(rng), 2.8, 3.0, 2.6, (1.3, 1.4), 0.85)
    rows, way = street_rows(rng, shell, width, storeys)
    top = height(shell, storeys)
    stairs = [row for row in rows_of(shell, width, storeys) if row.bottom > 0]
    return assembled(
        walls(rng, shell, width, depth, storeys, street=rows),
        flat_roof(width, depth, top, 0.4, wall.material),
        roof_clutter(rng, width, depth, top),
        door(rng, (depth / 2, way, 0.0), steps=2),
        dishes(rng, depth / 2, [(way + 1.4, row.top - 0.5) for row in stairs if rng.random() < 0.3]),
        nearby(downpipes(depth / 2, top, (-width / 2 + 0.2, width / 2 - 0.2))),
    )
