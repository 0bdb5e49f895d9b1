"""What is fixed to walls and stands on roofs; walls face +x, `at` is a point on the wall."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from caos.meshes import Material, Mesh
from caos.shapes import Vector, cylinder, place, quads

from .claddings import DARK_METAL, STONE_TRIM, ZINC, faded, glass, textured
from .glazed import pane_uvs
from .materials import CHROME, darker, surface
from .parts import BUILDINGS, Parts, always, boxes, joined, midway, nearby

_DOORS = (
    (0.26, 0.14, 0.12), (0.13, 0.20, 0.17), (0.15, 0.17, 0.22), (0.28, 0.21, 0.15), (0.36, 0.36, 0.35),
)  # fmt: skip


def door(rng: np.random.Generator, at: Vector, *, steps: int = 1) -> Parts:
    """A panelled door with a fanlight in a niche 1.3 x 2.5 x 0.3 m, steps, a lamp and a house number."""
    x, y, z = at
    leaf = Material(faded(rng, _DOORS), roughness=0.5)
    back = x - 0.3
    panels = [(back + 0.075, y + side, z + low) for low in (0.3, 1.15) for side in (-0.24, 0.24)]
    treads = [(0.34 * (steps - k), 1.7, 0.15) for k in range(steps)]
    feet = [(x + 0.17 * (steps - k), y, z + 0.15 * k) for k in range(steps)]
    cell = rng.integers(0, 4, (1, 1, 2))
    plate = quads(
        [[(x + 0.02, y + a, z + b) for a, b in ((0.8, 1.6), (1.02, 1.6), (1.02, 1.82), (0.8, 1.82))]],
        surface("house_numbers", roughness=0.4), tag=BUILDINGS, uvs=pane_uvs(cell, (1.0, 0.0)),
    )  # fmt: skip
    return joined(
        [
            midway(
                boxes((0.06, 1.06, 2.05), [(back + 0.04, y, z)], leaf),
                boxes(treads, feet, surface("concrete"), uv_scale=0.25),
            ),
            nearby(
                boxes([(0.1, 0.12, 2.5)] * 2, [(back + 0.05, y + s, z) for s in (-0.59, 0.59)], STONE_TRIM),
                boxes((0.1, 1.3, 0.1), [(back + 0.05, y, z + 2.05)], STONE_TRIM),
                boxes((0.05, 1.06, 0.33), [(back + 0.03, y, z + 2.15)], glass("panes_home"), uv_scale=0.25),
                boxes([(0.03, 0.34, 0.72)] * 4, panels, darker(leaf, 0.8)),
                boxes([(0.05, 0.05, 0.16)], [(back + 0.1, y + 0.44, z + 1.0)], CHROME),
                boxes([(0.14, 0.12, 0.24)], [(x + 0.08, y - 0.92, z + 1.9)], _LANTERN),
                plate,
            ),
        ]
    )


_LANTERN = Material((0.62, 0.58, 0.48), roughness=0.3)


def balconies(rng: np.random.Generator, x: float, spots: Sequence[tuple[float, float]], wide: float) -> Parts:
    """Balconies at (y, z) with slab and railing, either bars or panels, some with plants or washing."""
    count = len(spots)
    out, high = 1.25, 1.0
    slab = surface("concrete", (0.68, 0.67, 0.65))
    rail = Material(faded(rng, ((0.20, 0.21, 0.22), (0.48, 0.48, 0.47), (0.30, 0.24, 0.20))), roughness=0.6)
    panel = Material(
        faded(rng, ((0.42, 0.44, 0.44), (0.50, 0.45, 0.38), (0.36, 0.40, 0.42), (0.52, 0.51, 0.48))),
        roughness=0.7,
    )
    sides = [(y + side * (wide / 2 - 0.02), z) for side in (-1, 1) for y, z in spots]
    floors = boxes((out, wide, 0.16), [(x + out / 2, y, z) for y, z in spots], slab, uv_scale=0.25)
    sheets = boxes(
        [(0.04, wide, 0.85)] * count + [(out, 0.04, 0.85)] * (2 * count),
        [(x + out - 0.02, y, z + 0.12) for y, z in spots] + [(x + out / 2, y, z + 0.12) for y, z in sides],
        panel,
        faces=5,
    )
    top = boxes((0.06, wide, 0.05), [(x + out - 0.02, y, z + high + 0.1) for y, z in spots], rail, faces=4)
    solid = boxes((out, wide, 0.97), [(x + out / 2, y, z) for y, z in spots], panel, faces=4)
    things = [(y + rng.uniform(-0.3, 0.3) * wide, z) for y, z in spots if rng.random() < 0.4]
    clutter = [
        boxes((0.35, rng.uniform(0.3, 1.1), rng.uniform(0.4, 1.2)), [(x + 0.9, y, z + 0.16)],
              Material(faded(rng, ((0.45, 0.42, 0.38), (0.2, 0.26, 0.16), (0.5, 0.5, 0.5))), roughness=0.9))
        for y, z in things[:6]
    ]  # fmt: skip
    return joined([midway(floors, sheets), nearby(top, *clutter), Parts((), (), (solid,))])


def railing(x: float, y: float, z: float, wide: float, out: float, material: Material) -> Mesh:
    """Bars round a platform of `wide` by `out`."""
    bars = np.arange(-wide / 2, wide / 2 + 0.01, 0.16)
    at = [(x + out, y + float(bar), z) for bar in bars]
    sizes = [(0.02, 0.02, 0.95)] * len(at)
    rails = [(0.04, wide, 0.04), (out, 0.04, 0.04), (out, 0.04, 0.04)]
    places = [
        (x + out, y, z + 0.95),
        (x + out / 2, y - wide / 2, z + 0.95),
        (x + out / 2, y + wide / 2, z + 0.95),
    ]
    return boxes(sizes + rails, at + places, material, faces=4)


def fire_escape(x: float, y: float, floors: Sequence[float], storey: float) -> Parts:
    """Iron platforms before the windows with ladders between them."""
    wide, out = 3.4, 1.1
    iron = Material((0.12, 0.115, 0.11), roughness=0.7, metallic=0.3)
    decks = boxes((out, wide, 0.06), [(x + out / 2, y, z) for z in floors], iron)
    rails = [railing(x, y, z, wide, out, iron) for z in floors]
    flights = []
    for z in floors[:-1]:
        steps = np.linspace(0.0, 1.0, 11)[:-1]
        at = [(x + 0.62, y - 1.2 + 2.4 * float(part), z + float(part) * storey) for part in steps]
        flights.append(boxes((0.55, 0.24, 0.04), at, iron))
        for edge in (0.35, 0.9):
            a = np.array([(x + edge, y - 1.3, z), (x + edge, y - 1.1, z),
                          (x + edge, y + 1.3, z + storey), (x + edge, y + 1.1, z + storey)])  # fmt: skip
            flights.append(quads([a], iron, tag=BUILDINGS))
    flat = boxes([(0.03, wide, 0.5)] * len(floors), [(x + out, y, z + 0.2) for z in floors], iron, faces=5)
    return joined([always(decks), nearby(*rails, *flights), Parts((), (flat, *flights), (flat,))])


def air_conditioners(rng: np.random.Generator, x: float, spots: Sequence[tuple[float, float]]) -> Parts:
    """Units with a grille under windows at (y, z)."""
    if not spots:
        return Parts()
    grey = float(rng.uniform(0.46, 0.6))
    case = Material((grey, grey, 0.97 * grey), roughness=0.6)
    return nearby(
        boxes((0.34, 0.8, 0.55), [(x + 0.19, y, z) for y, z in spots], case),
        boxes((0.02, 0.44, 0.42), [(x + 0.37, y - 0.12, z + 0.06) for y, z in spots], DARK_METAL, faces=1),
    )


def dishes(rng: np.random.Generator, x: float, spots: Sequence[tuple[float, float]]) -> Parts:
    """Satellite dishes at (y, z), all looking the same way."""
    turn = float(rng.uniform(-50, 50))
    pale = Material((0.52, 0.52, 0.50), roughness=0.6)
    meshes = []
    for y, z in spots:
        bowl = cylinder(0.36, 0.07, pale, top=0.30, segments=10, tag=BUILDINGS)
        meshes.append(place(bowl, (x + 0.38, y, z), yaw=turn, pitch=-65.0))
        meshes.append(boxes((0.3, 0.04, 0.04), [(x + 0.15, y, z)], ZINC))
    return nearby(*meshes) if meshes else Parts()


def chimney(at: Vector, tall: float, *, pots: int = 2) -> Parts:
    """A brick stack with a cap and pots."""
    x, y, z = at
    stack = boxes((0.6, 0.42 * pots + 0.2, tall), [at], textured("brick", (0.86, 0.84, 0.82)), uv_scale=0.25)
    cap = boxes((0.74, 0.42 * pots + 0.34, 0.1), [(x, y, z + tall)], surface("concrete"), uv_scale=0.25)
    ys = y + (np.arange(pots) - (pots - 1) / 2) * 0.4
    clay = Material((0.40, 0.27, 0.21), roughness=0.9)
    tops = boxes((0.22, 0.22, 0.38), [(x, float(v), z + tall + 0.1) for v in ys], clay, faces=5)
    return joined([always(stack, cap), midway(tops)])


def roof_clutter(rng: np.random.Generator, width: float, depth: float, base: float) -> Parts:
    """Stair heads, plant boxes, vents and aerials on a flat roof."""
    wall = textured("concrete_panels", faded(rng, ((0.9, 0.88, 0.85), (0.8, 0.8, 0.8))))
    stairs = [(0.18 * depth * rng.uniform(-1, 1), part * width, base) for part in (-0.28, 0.27)]
    heads = boxes((2.8, 3.4, 2.5), stairs[: 1 + (width > 16)], wall, uv_scale=0.16)
    count = int(rng.integers(2, 6))
    sizes = rng.uniform((0.7, 0.8, 0.5), (1.8, 2.4, 1.3), (count, 3))
    spots = rng.uniform((-0.32, -0.42), (0.32, 0.42), (count, 2)) * (depth, width)
    units = boxes(
        sizes, np.column_stack([spots, np.full(count, base)]), textured("metal_panels"), uv_scale=0.25
    )
    vents = rng.uniform((-0.36, -0.45), (0.36, 0.45), (6, 2)) * (depth, width)
    pipes = boxes((0.18, 0.18, 0.75), np.column_stack([vents, np.full(6, base)]), ZINC, faces=5)
    x, y, z = stairs[0]
    tall = float(rng.uniform(2.6, 4.0))
    masts = [(0.07, 0.07, tall)] + [(0.04, 1.4 - 0.2 * k, 0.04) for k in range(4)]
    feet = [(x, y, z + 2.5)] + [(x, y, z + 2.5 + tall - 0.25 - 0.3 * k) for k in range(4)]
    aerial = boxes(masts, feet, DARK_METAL, faces=5)
    return joined([always(heads, units), midway(aerial, pipes)])
