"""What a town is known by: a church, a water tower."""

from __future__ import annotations

import numpy as np

from caos.meshes import Material, Mesh
from caos.shapes import cylinder

from .claddings import (
    DARK_METAL,
    PALE_TRIM,
    STONE_TRIM,
    Windows,
    brickwork,
    cladding,
    faded,
    flat_windows,
    glass,
    textured,
)
from .facade import with_gap
from .fittings import door
from .materials import darker
from .parts import BUILDINGS, always, assembled, boxes, joined, leaning, midway, nearby
from .roofs import gable_roof
from .shell import Shell, course, rows_of, walls


def church(rng: np.random.Generator, width: float, depth: float, _storeys: int) -> Mesh:
    """A nave with tall windows and buttresses behind a tower with a spire, a clock and louvres."""
    wall = (
        cladding(rng, "ashlar", faded(rng, ((1.0, 0.98, 0.94), (0.85, 0.84, 0.82))))
        if rng.random() < 0.6
        else brickwork(rng)
    )
    roof = textured("slates", roughness=0.8)
    lead = Windows(
        glass("panes_home", (0.7, 0.68, 0.75), 4.0),
        flat_windows("windows_sash", (0.6, 0.58, 0.62)),
        DARK_METAL,
        leaves=3,
        rows=4,
        lintel=STONE_TRIM,
    )
    side = min(5.2, 0.45 * width, 0.4 * depth)
    nave_wide, nave_deep, eaves = min(width, 12.0), depth - side + 0.6, 6.6
    nave = Shell(wall, lead, 6.0, eaves, 3.2, (1.2, 3.6), 1.7)
    buttress = [
        (float(x), s * (nave_wide / 2 + 0.25), 0.0)
        for x in np.linspace(-0.42, 0.42, 4) * nave_deep
        for s in (-1, 1)
    ]
    body = joined(
        [
            walls(rng, nave, nave_deep, nave_wide, 1),
            gable_roof(nave_deep, nave_wide, eaves, 0.62 * nave_wide, roof, wall),
        ]
    ).placed((0.0, 0.0, 0.0), 90.0)
    props = always(boxes((0.7, 0.6, 4.6), buttress, wall.material, uv_scale=0.2, faces=5))
    tower = Shell(wall, lead, 4.6, 5.2, side, (0.9, 2.3), 1.4)
    rows = rows_of(tower, side, 3)
    rows[0] = with_gap(rows[0], 0, (1.3, 0.0, 2.5), 0.3)
    top = 5.2 + 2 * 4.6
    tall = float(rng.uniform(7.0, 11.0))
    half = side / 2 + 0.15
    ring = [(half, -half, top), (half, half, top), (-half, half, top), (-half, -half, top)]
    tip = (0.0, 0.0, top + tall)
    spire = leaning([(ring[k], ring[(k + 1) % 4], tip, tip) for k in range(4)], roof, 4.0)
    clock = Material((0.50, 0.48, 0.42), roughness=0.5)
    x = side / 2
    front = joined(
        [
            walls(rng, tower, side, side, 3, street=rows),
            always(spire, course(side, side, top - 0.3, 0.3, 0.15, STONE_TRIM)),
            midway(*(course(side, side, z, 0.18, 0.08, STONE_TRIM) for z in (5.1, 9.7))),
            door(rng, (x, 0.0, 0.0), steps=3),
            midway(boxes((0.1, 1.5, 1.5), [(x + 0.03, 0, 9.95)], clock)),
            nearby(
                boxes(
                    [(0.06, 0.08, 0.6), (0.06, 0.45, 0.08)],
                    [(x + 0.1, 0, 10.7), (x + 0.1, 0.2, 10.68)],
                    DARK_METAL,
                )
            ),
            always(
                boxes(
                    [(0.1, 0.1, 1.6), (0.1, 0.9, 0.1)],
                    [(0, 0, top + tall - 0.2), (0, 0, top + tall + 0.8)],
                    DARK_METAL,
                )
            ),
        ]
    )
    return assembled(
        joined([body, props]).placed((-(depth - nave_deep) / 2, 0.0, 0.0)),
        front.placed((depth / 2 - side / 2, 0.0, 0.0)),
    )


def water_tower(rng: np.random.Generator, width: float, depth: float, storeys: int) -> Mesh:
    """A steel tank on braced legs, or a brick shaft with a wider head."""
    radius = min(width, depth) / 2 - 0.4
    tall = 16.0 + 2.0 * storeys
    if rng.random() < 0.5:
        return _steel_tower(rng, radius, tall)
    wall = brickwork(rng).material
    shaft = cylinder(0.68 * radius, tall, wall, segments=16, tag=BUILDINGS, uv_scale=0.25)
    head = cylinder(radius, 6.0, wall, at=(0, 0, tall), segments=16, tag=BUILDINGS, uv_scale=0.25)
    flare = cylinder(
        0.68 * radius, 2.0, wall, top=radius, at=(0, 0, tall - 2.0), segments=16, tag=BUILDINGS, uv_scale=0.25
    )
    roof = cylinder(
        radius + 0.3,
        2.6,
        textured("slates"),
        top=0.3,
        at=(0, 0, tall + 6.0),
        segments=16,
        tag=BUILDINGS,
        uv_scale=0.25,
    )
    bands = [
        cylinder(0.70 * radius, 0.3, STONE_TRIM, at=(0, 0, z), segments=16, tag=BUILDINGS)
        for z in (0.0, 5.0, 10.0)
    ]
    slits = [(0.69 * radius, 0.0, z) for z in (2.8, 7.0, 11.5)]
    return assembled(
        always(shaft, head, flare, roof),
        midway(*bands, boxes((0.12, 0.7, 1.5), slits, DARK_METAL)),
        door(rng, (0.70 * radius, 0.0, 0.0)),
    )


def _steel_tower(rng: np.random.Generator, radius: float, tall: float) -> Mesh:
    skin = Material(
        faded(rng, ((0.52, 0.53, 0.53), (0.46, 0.51, 0.53), (0.54, 0.49, 0.43))), roughness=0.55, metallic=0.2
    )
    spots = [(0.72 * radius * x, 0.72 * radius * y) for x in (-1, 1) for y in (-1, 1)]
    legs = boxes((0.4, 0.4, tall), [(x, y, 0.0) for x, y in spots], skin, faces=4)
    rings = [
        ((0.18, 1.44 * radius, 0.22), (s * 0.72 * radius, 0.0, z))
        for z in np.linspace(tall / 4, tall - 0.5, 4)
        for s in (-1, 1)
    ] + [
        ((1.44 * radius, 0.18, 0.22), (0.0, s * 0.72 * radius, z))
        for z in np.linspace(tall / 4, tall - 0.5, 4)
        for s in (-1, 1)
    ]
    braces = boxes([size for size, _ in rings], [at for _, at in rings], darker(skin, 0.9), faces=6)
    tank = cylinder(radius, 5.5, skin, at=(0, 0, tall), segments=18, tag=BUILDINGS)
    bowl = cylinder(0.35 * radius, 1.6, skin, top=radius, at=(0, 0, tall - 1.6), segments=18, tag=BUILDINGS)
    cone = cylinder(
        radius + 0.1, 2.0, darker(skin, 0.85), top=0.2, at=(0, 0, tall + 5.5), segments=18, tag=BUILDINGS
    )
    pipe = cylinder(0.3, tall, skin, segments=8, tag=BUILDINGS)
    walk = cylinder(radius + 0.38, 0.1, PALE_TRIM, at=(0, 0, tall), segments=18, tag=BUILDINGS)
    return assembled(always(legs, tank, bowl, cone, pipe), always(braces), midway(walk))
