"""Sheds of all sorts: halls, depots, supermarkets, filling stations, barns."""

from __future__ import annotations

import itertools

import numpy as np

from caos.meshes import Material, Mesh
from caos.shapes import cylinder

from .claddings import (
    DARK_METAL,
    PALE_TRIM,
    ZINC,
    Cladding,
    Windows,
    brickwork,
    cladding,
    faded,
    flat_windows,
    glass,
    textured,
)
from .facade import Storey, window_row
from .fittings import roof_clutter
from .materials import darker, surface
from .parts import BUILDINGS, Parts, always, assembled, boxes, joined, midway, nearby
from .roofs import flat_roof, gable_roof, gambrel_roof, gutters
from .shell import Shell, course, shop_windows, walls
from .shopfronts import roller_doors, shop_sign

_SHEETS = ((0.92, 0.92, 0.90), (0.66, 0.72, 0.77), (0.72, 0.73, 0.68), (0.80, 0.70, 0.62), (0.55, 0.58, 0.6))


def _hall_shell(wall: Cladding, tall: float) -> Shell:
    """A hall with a band of windows below the eaves."""
    windows = Windows(
        glass("panes_office", (1.0, 1.0, 1.0), 4.0),
        flat_windows("windows_shop"),
        DARK_METAL,
        leaves=3,
        recess=0.1,
        sill=None,
    )
    return Shell(wall, windows, 3.0, tall, 4.6, (3.4, 1.1), tall - 1.7)


def industrial(rng: np.random.Generator, width: float, depth: float, storeys: int) -> Mesh:
    """A hall of corrugated sheet: gates, vents, pipes, a tank, roof lights."""
    sheet = cladding(rng, "metal_panels", faded(rng, _SHEETS))
    wall = sheet if rng.random() < 0.75 else brickwork(rng)
    tall = 3.6 + 2.4 * storeys
    rise = 0.09 * depth
    gates = max(1, min(4, int(width / 9)))
    ys = ((np.arange(gates) + 0.5) * width / gates - width / 2).tolist()
    roof = textured("metal_panels", (0.72, 0.73, 0.74), roughness=0.55)
    vents = [
        (0.0, float(y), tall + rise - 0.1) for y in np.linspace(-0.4, 0.4, max(2, int(width / 8))) * width
    ]
    base = surface("concrete", (0.66, 0.65, 0.63))
    return assembled(
        walls(rng, _hall_shell(wall, tall), width, depth, 1),
        gable_roof(width, depth, tall, rise, roof, wall),
        gutters(
            width,
            depth,
            tall,
            pipes=tuple(np.linspace(-width / 2 + 0.3, width / 2 - 0.3, gates + 1).tolist()),
        ),
        midway(course(width, depth, 0.0, 0.9, 0.05, base)),
        roller_doors(rng, depth / 2, ys, 4.0, min(4.4, tall - 2.0)),
        always(*(cylinder(0.45, 0.9, ZINC, at=at, segments=8, tag=BUILDINGS) for at in vents)),
        _tank(rng, (-0.25 * depth, width / 2 + 1.6, 0.0), 0.8 * tall) if rng.random() < 0.5 else Parts(),
        shop_sign(rng, (depth / 2, 0.0, tall - 0.95), 6.5, 0.8),
        nearby(*_pipes(rng, depth / 2, width, tall)),
    )


def _tank(rng: np.random.Generator, at: tuple[float, float, float], tall: float) -> Parts:
    """An upright tank with hoops on a plinth."""
    x, y, _ = at
    skin = Material(
        faded(rng, ((0.52, 0.52, 0.5), (0.42, 0.46, 0.48), (0.46, 0.40, 0.34))), roughness=0.5, metallic=0.4
    )
    hoops = [
        cylinder(1.34, 0.1, darker(skin, 0.7), at=(x, y, z), segments=14, tag=BUILDINGS)
        for z in np.linspace(0.5, tall, 4)
    ]
    body = cylinder(1.3, tall, skin, at=(x, y, 0.3), segments=14, tag=BUILDINGS)
    base = boxes((2.9, 2.9, 0.3), [at], surface("concrete"), uv_scale=0.25)
    return joined([always(body, base), nearby(*hoops)])


def _pipes(rng: np.random.Generator, x: float, width: float, tall: float) -> list[Mesh]:
    """A duct along the wall, boxes and a ladder."""
    y = float(rng.uniform(-0.45, 0.3)) * width
    ladder = [(0.05, 0.05, tall)] * 2 + [(0.04, 0.5, 0.04)] * int(tall / 0.4)
    feet = [(x + 0.2, -width / 2 + 0.8 + s, 0.0) for s in (-0.25, 0.25)]
    feet += [(x + 0.2, -width / 2 + 0.8, 0.3 + 0.4 * k) for k in range(int(tall / 0.4))]
    return [
        boxes((0.3, 0.22 * width, 0.3), [(x + 0.2, y, tall - 2.3)], ZINC),
        boxes((0.3, 0.9, 1.1), [(x + 0.15, y, 1.2)], Material((0.44, 0.46, 0.45), roughness=0.6)),
        boxes(ladder, feet, DARK_METAL, faces=4),
    ]


def supermarket(rng: np.random.Generator, width: float, depth: float, storeys: int) -> Mesh:
    """A low box with a glass front under a canopy and a big name."""
    tall = 4.6 + 0.4 * storeys
    wall = cladding(rng, "metal_panels", faded(rng, _SHEETS)) if rng.random() < 0.6 else brickwork(rng)
    deep, x = depth - 2.4, (depth - 2.4) / 2
    band = Material(
        faded(rng, ((0.34, 0.17, 0.15), (0.18, 0.27, 0.22), (0.19, 0.24, 0.33), (0.46, 0.40, 0.27))),
        roughness=0.6,
    )
    row = window_row(width, 0.0, tall, max(2, int(width / 3.4)), (3.0, 2.5), 0.35)
    shell = Shell(wall, shop_windows(4.0), tall, tall, 40.0, (0.6, 0.4), tall - 1.0)
    posts = [
        (x + 2.1, float(y), 0.0)
        for y in np.linspace(-width / 2 + 0.5, width / 2 - 0.5, max(3, int(width / 6)))
    ]
    main = joined(
        [
            walls(rng, shell, width, deep, 1, street=[row]),
            flat_roof(width, deep, tall, 0.6, wall.material),
            roof_clutter(rng, width, deep, tall),
            always(
                boxes((2.4, width, 0.5), [(x + 1.2, 0, 3.15)], PALE_TRIM),
                boxes((0.1, width + 0.04, 0.55), [(x + 2.38, 0, 3.12)], band),
                boxes((0.22, 0.22, 3.15), posts, ZINC, faces=4),
            ),
            shop_sign(rng, (x + 0.02, 0.0, 3.75), 9.0, 1.15),
            nearby(_trolleys((x + 1.2, 0.3 * width, 0.0))),
        ]
    )
    return assembled(main.placed((-1.2, 0.0, 0.0)))


def _trolleys(at: tuple[float, float, float]) -> Mesh:
    """A row of shopping trolleys pushed together."""
    x, y, z = at
    feet = [(x, y + 0.28 * k, z + 0.35) for k in range(7)]
    return boxes([(0.5, 0.06, 0.5)] * 7, feet, Material((0.45, 0.46, 0.47), roughness=0.4, metallic=0.7))


def filling_station(rng: np.random.Generator, width: float, depth: float, _storeys: int) -> Mesh:
    """A canopy on columns over pumps, with a kiosk behind and a price board."""
    band = Material(
        faded(rng, ((0.36, 0.17, 0.14), (0.17, 0.25, 0.33), (0.20, 0.28, 0.20), (0.50, 0.42, 0.18))),
        roughness=0.5,
    )
    wide, deep, under = min(width, 20.0), max(5.0, 0.55 * depth), 4.8
    front_x = depth / 2 - deep / 2
    kiosk_deep = depth - deep - 0.5
    shell = Shell(
        cladding(rng, "metal_panels", faded(rng, _SHEETS)), shop_windows(4.0), 3.4, 3.4, 3.2, (2.6, 2.1), 0.5
    )
    kiosk = joined(
        [
            walls(rng, shell, 0.7 * wide, kiosk_deep, 1),
            flat_roof(0.7 * wide, kiosk_deep, 3.4, 0.5, shell.wall.material),
        ]
    ).placed((-depth / 2 + kiosk_deep / 2, 0.0, 0.0))
    columns = [(front_x, side * 0.3 * wide, 0.0) for side in (-1, 1)]
    pumps = [(front_x + part, y, 0.2) for _, y, _ in columns for part in (-1.6, 1.6)]
    islands = [(front_x, y, 0.0) for _, y, _ in columns]
    lamps = [(front_x + a * deep / 4, b * wide / 4, under - 0.04) for a in (-1, 1) for b in (-1, 0, 1)]
    return assembled(
        kiosk,
        always(
            boxes((deep, wide, 0.7), [(front_x, 0, under)], PALE_TRIM),
            boxes(
                [(0.06, wide + 0.1, 0.5), (0.06, wide + 0.1, 0.5)],
                [(front_x + s * (deep / 2 + 0.02), 0, under + 0.1) for s in (-1, 1)],
                band,
            ),
            boxes((0.45, 0.45, under), columns, ZINC, faces=4),
            boxes((0.9, 0.55, 1.75), pumps, Material((0.48, 0.48, 0.47), roughness=0.5)),
        ),
        midway(boxes((5.2, 1.2, 0.2), islands, surface("concrete"), uv_scale=0.25)),
        nearby(
            boxes((0.7, 0.58, 0.5), [(a, b, c + 1.0) for a, b, c in pumps], band),
            boxes((0.8, 0.8, 0.05), lamps, Material((0.66, 0.66, 0.62), roughness=0.4)),
        ),
        shop_sign(rng, (depth / 2, 0.0, under + 0.1), 4.0, 0.5),
    )


def barn(rng: np.random.Generator, width: float, depth: float, _storeys: int) -> Mesh:
    """A barn of weathered boards under a broken roof, with a cross-braced gate and a hay door."""
    wall = cladding(
        rng,
        "barn_boards",
        faded(rng, ((0.56, 0.38, 0.33), (0.80, 0.77, 0.72), (0.62, 0.55, 0.48), (0.52, 0.50, 0.48))),
    )
    tall, rise = 3.8, 0.42 * width
    windows = Windows(
        glass("panes_home"), flat_windows("windows_casement"), PALE_TRIM, recess=0.08, sill=None
    )
    shell = Shell(wall, windows, 3.0, tall, 4.5, (0.8, 0.8), 1.7)
    x = depth / 2
    roof = textured("metal_panels" if rng.random() < 0.5 else "slates", (0.66, 0.64, 0.62), roughness=0.65)
    row = Storey(0.0, tall, np.zeros((0, 4)))
    leaf = darker(wall.material, 0.8)
    return assembled(
        walls(rng, shell, width, depth, 1, street=[row]),
        gambrel_roof(width, depth, tall, rise, roof, wall),
        midway(
            boxes((0.1, 1.9, 3.2), [(x + 0.03, s * 0.98, 0.0) for s in (-1, 1)], leaf, uv_scale=0.25),
            boxes((0.1, 1.5, 1.6), [(x + 0.03, 0, tall + 0.5)], leaf, uv_scale=0.25),
        ),
        nearby(
            boxes(
                [(0.05, 1.9, 0.16)] * 6,
                [(x + 0.09, s * 0.98, z) for s in (-1, 1) for z in (0.1, 1.5, 2.95)],
                PALE_TRIM,
            ),
            boxes([(0.05, 0.16, 3.2)] * 4, [(x + 0.09, y, 0.0) for y in (-1.86, -0.1, 0.1, 1.86)], PALE_TRIM),
            boxes((0.14, 4.4, 0.1), [(x + 0.08, 0, 3.3)], DARK_METAL),
        ),
        always(boxes((0.8, 0.8, 0.9), [(0, 0, tall + rise - 0.15)], wall.material, uv_scale=0.25)),
    )


def bus_depot(rng: np.random.Generator, width: float, depth: float, _storeys: int) -> Mesh:
    """A long hall with open bays for buses and an office above one end."""
    wall = brickwork(rng) if rng.random() < 0.5 else cladding(rng, "concrete_panels", (0.95, 0.93, 0.9))
    tall, bays = 6.2, max(2, int(width / 5.2))
    edges = np.linspace(-width / 2, width / 2, bays + 1)
    openings = np.array(
        [[a + 0.4, b - 0.4, 0.0, 4.6, min(9.0, 0.8 * depth)] for a, b in itertools.pairwise(edges)]
    )
    shell = _hall_shell(wall, tall)
    row = Storey(0.0, tall, np.zeros((0, 4)), openings)
    stripes = Material((0.46, 0.40, 0.16), roughness=0.7)
    return assembled(
        walls(rng, shell, width, depth, 1, street=[row]),
        flat_roof(width, depth, tall, 0.8, wall.material),
        roof_clutter(rng, width, depth, tall),
        midway(boxes((0.5, 0.3, 1.1), [(depth / 2 + 0.05, float(y), 0.0) for y in edges[1:-1]], stripes)),
        midway(boxes((0.3, width, 0.25), [(depth / 2 + 0.1, 0, 4.7)], DARK_METAL)),
        shop_sign(rng, (depth / 2, 0.0, 5.05), 7.0, 0.85),
    )
