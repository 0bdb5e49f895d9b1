"""Instruments, toys, food, figures."""

from __future__ import annotations

import math

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import bevelled_box, blob, box, cylinder, ellipsoid, extrude, lathe, place, shaded, tube
from caos.shapes.sweeps import grid_faces

from .parts import BLACK, CHROME, DARK, IVORY, STEEL, choose, textured


def grand_piano(rng: np.random.Generator) -> Mesh:
    """A baby grand with its lid up, keyboard towards -x, 1.5 m wide."""
    lacquer = choose(
        rng, [(0.04, 0.04, 0.045), (0.05, 0.04, 0.04), (0.30, 0.15, 0.09)], roughness=0.12, spread=0.005
    )
    gold = Material((0.72, 0.56, 0.24), roughness=0.35, metallic=0.7)
    t = np.linspace(0, 1, 9)
    # The bent side: straight spine on the left (-y), the curve swings in on the right.
    bend = np.column_stack([0.05 + 0.75 * t, 0.74 - 0.52 * (3 * t**2 - 2 * t**3)])
    tail = [(0.98, 0.10), (1.06, -0.10), (1.08, -0.35), (1.04, -0.60), (0.94, -0.72), (0.75, -0.75)]
    outline = np.concatenate([[(-0.45, -0.75), (-0.45, 0.75), (-0.05, 0.75)], bend, tail])[::-1]
    parts = [
        extrude(outline, 0.30, lacquer, at=(0, 0, 0.62), bevel=0.012, crease=30.0),
        extrude(outline * 0.93, 0.02, gold, at=(0.03, 0, 0.905)),
    ]
    lid_outline = outline[outline[:, 0] > -0.2]
    lid = extrude(lid_outline - (0, -0.75), 0.025, lacquer, crease=30.0)
    parts.append(place(lid, (0, -0.75, 0.94), roll=-38))
    parts.append(tube([(0.25, 0.42, 0.92), (0.25, 0.20, 1.62)], 0.014, lacquer, sides=8))
    parts.append(box((0.20, 1.30, 0.05), lacquer, at=(-0.52, 0, 0.62)))
    parts.extend(
        bevelled_box((0.22, 0.09, 0.22), lacquer, bevel=0.02, at=(-0.53, side * 0.70, 0.62))
        for side in (-1, 1)
    )
    keys = np.linspace(-0.60, 0.60, 37)
    for index, y in enumerate(keys[:-1]):
        parts.append(box((0.15, 0.030, 0.025), IVORY, at=(-0.54, float(y) + 0.0165, 0.67)))
        if index % 7 not in (2, 6):
            parts.append(box((0.09, 0.016, 0.02), BLACK, at=(-0.51, float(y) + 0.033, 0.69)))
    stand = bevelled_box((0.02, 0.62, 0.24), lacquer, bevel=0.006)
    parts.append(place(stand, (-0.30, 0, 0.92), pitch=18))
    for x, y in ((-0.36, -0.62), (-0.36, 0.62), (0.86, -0.42)):
        parts.append(cylinder(0.045, 0.58, lacquer, top=0.075, segments=14, at=(x, y, 0.06)))
        parts.append(place(cylinder(0.04, 0.03, gold, segments=12), (x, y + 0.015, 0.04), roll=90))
    parts += [box((0.03, 0.03, 0.50), lacquer, at=(-0.25, y, 0.14)) for y in (-0.08, 0.08)]
    parts.append(bevelled_box((0.10, 0.26, 0.06), lacquer, bevel=0.015, at=(-0.25, 0, 0.10)))
    parts += [box((0.16, 0.03, 0.015), gold, at=(-0.36, y, 0.11)) for y in (-0.07, 0, 0.07)]
    return merge(parts)


def cello(rng: np.random.Generator) -> Mesh:
    """A cello on a stand, its front towards +x, a little larger than life."""
    varnish = choose(rng, [(0.50, 0.22, 0.08), (0.40, 0.16, 0.07), (0.58, 0.32, 0.13)], roughness=0.25)
    half = np.array(
        [
            (0.0, 0.0),
            (0.13, 0.01),
            (0.20, 0.06),
            (0.225, 0.15),
            (0.20, 0.25),
            (0.145, 0.32),
            (0.125, 0.39),
            (0.14, 0.46),
            (0.175, 0.53),
            (0.18, 0.61),
            (0.15, 0.69),
            (0.09, 0.735),
            (0.03, 0.75),
        ]
    )
    outline = np.concatenate([half, half[:0:-1] * (-1, 1)])
    body = extrude(outline, 0.14, varnish, plane="yz", bevel=0.025, crease=50.0)
    parts = [
        body,
        box((0.045, 0.035, 0.62), BLACK, at=(0.095, 0, 0.42)),
        box((0.05, 0.04, 0.34), varnish, at=(0.05, 0, 0.74)),
    ]
    parts.append(
        tube(
            [(0.05, 0, 1.08), (0.045, 0, 1.16), (0.015, 0, 1.19), (0.0, 0, 1.15)],
            [0.026, 0.03, 0.028, 0.022],
            varnish,
            sides=10,
            rounded=True,
            up=(0, 1, 0),
        )
    )
    parts.extend(
        tube([(0.045, -0.07, z), (0.045, 0.07, z)], 0.011, BLACK, sides=8, rounded=True) for z in (1.09, 1.13)
    )
    parts.append(box((0.10, 0.10, 0.012), varnish, at=(0.11, 0, 0.28)))
    parts.append(
        extrude(
            np.array([(-0.025, 0.03), (0.025, 0.03), (0.04, 0.22), (-0.04, 0.22)]),
            0.02,
            BLACK,
            plane="yz",
            at=(0.115, 0, 0),
        )
    )
    parts.extend(
        tube([(0.13, y * 1.3, 0.20), (0.165, y * 1.3, 0.285), (0.125, y, 1.06)], 0.0025, STEEL, sides=4)
        for y in (-0.021, -0.007, 0.007, 0.021)
    )
    for side in (-1, 1):
        hole = [
            (0.074, side * 0.075, 0.33),
            (0.076, side * 0.095, 0.30),
            (0.076, side * 0.085, 0.24),
            (0.074, side * 0.105, 0.21),
        ]
        parts.append(tube(hole, 0.006, BLACK, sides=5))
    parts.append(tube([(0, 0, 0.0), (0, 0, -0.20)], 0.009, STEEL, sides=8))
    instrument = place(merge(parts), (0, 0, 0.22), pitch=9)
    stand = [
        tube([(-0.04, 0, 0.16), (x, y, 0.0)], 0.014, BLACK, sides=8)
        for x, y in ((0.26, 0.24), (0.26, -0.24), (-0.34, 0.0))
    ]
    rest = tube(
        [(-0.05, -0.14, 0.26), (-0.11, -0.10, 0.2), (-0.11, 0.10, 0.2), (-0.05, 0.14, 0.26)],
        0.014,
        BLACK,
        sides=8,
    )
    return place(
        merge([instrument, *stand, rest, tube([(-0.04, 0, 0.16), (-0.16, 0, 0.75)], 0.014, BLACK, sides=8)]),
        scale=1.15,
    )


def teddy_bear(rng: np.random.Generator) -> Mesh:
    """A sitting plush bear as big as a child, 1.1 m."""
    tint = ((0.72, 0.50, 0.30), (0.86, 0.74, 0.56), (0.48, 0.32, 0.22))[int(rng.integers(3))]
    plush = textured(rng, "wool", tint, roughness=1.0)
    pale = Material(
        (min(tint[0] * 1.25, 1), min(tint[1] * 1.3, 1), min(tint[2] * 1.4, 1)),
        roughness=1.0,
        texture=plush.texture,
    )

    def ball(
        radii: tuple[float, float, float], at: tuple[float, float, float], material: Material = plush
    ) -> Mesh:
        return ellipsoid(radii, material, segments=20, rings=14, at=at, uv_scale=0.6)

    parts = [
        ball((0.27, 0.28, 0.33), (0, 0, 0.33)),
        ball((0.22, 0.25, 0.22), (0.03, 0, 0.80)),
        ball((0.13, 0.14, 0.11), (0.21, 0, 0.75), pale),
    ]
    parts.append(ball((0.20, 0.19, 0.24), (0.10, 0, 0.34), pale))
    for side in (-1, 1):
        parts.append(ball((0.05, 0.09, 0.09), (0.0, side * 0.20, 0.98)))
        parts.append(ball((0.04, 0.055, 0.055), (0.03, side * 0.20, 0.98), pale))
        parts.append(
            tube(
                [(0.05, side * 0.24, 0.56), (0.20, side * 0.34, 0.42), (0.30, side * 0.30, 0.32)],
                [0.10, 0.09, 0.085],
                plush,
                sides=12,
                rounded=True,
                uv_scale=1.5,
            )
        )
        parts.append(
            tube(
                [(0.10, side * 0.18, 0.14), (0.40, side * 0.28, 0.12)],
                0.12,
                plush,
                sides=14,
                rounded=True,
                uv_scale=1.5,
            )
        )
        parts.append(ball((0.05, 0.095, 0.10), (0.50, side * 0.31, 0.13), pale))
        parts.append(ellipsoid((0.022,) * 3, BLACK, segments=8, rings=6, at=(0.225, side * 0.085, 0.86)))
    parts.append(ellipsoid((0.03, 0.04, 0.028), BLACK, segments=10, rings=6, at=(0.335, 0, 0.79)))
    bow = choose(rng, [(0.62, 0.08, 0.10), (0.12, 0.22, 0.45), (0.60, 0.48, 0.12)])
    parts += [
        ellipsoid((0.04, 0.10, 0.06), bow, segments=10, rings=8, at=(0.235, side * 0.09, 0.585))
        for side in (-1, 1)
    ]
    return merge(parts)


def pumpkin(rng: np.random.Generator) -> Mesh:
    """A prize pumpkin, 0.9 m across."""
    rind = choose(rng, [(0.82, 0.40, 0.09), (0.74, 0.46, 0.16), (0.42, 0.46, 0.28)], roughness=0.45)
    segments, rings = 80, 16
    turn = np.linspace(0, 2 * math.pi, segments + 1)
    bend = np.linspace(-math.pi / 2, math.pi / 2, rings + 1)[:, None]
    ribs = 1 - 0.13 * np.abs(np.cos(turn * 5 + 0.3)) ** 5
    radius = 0.46 * np.cos(bend) ** 0.8 * (1 - (1 - ribs) * np.cos(bend) ** 0.3)
    dimple = 0.33 * np.sin(bend) * (1 - 0.22 * np.sin(bend) ** 10)
    grid = np.stack(np.broadcast_arrays(radius * np.cos(turn), radius * np.sin(turn), dimple + 0.33), axis=-1)
    body = shaded(grid.reshape(-1, 3), grid_faces(rings + 1, segments + 1), rind, crease=180.0)
    stalk = tube(
        [(0, 0, 0.56), (0.01, 0, 0.68), (0.06, 0.02, 0.76)],
        [0.06, 0.035, 0.045],
        Material((0.34, 0.36, 0.18)),
        sides=6,
    )
    return merge([body, stalk])


def snowman(rng: np.random.Generator) -> Mesh:
    """Three balls of snow, coal, a carrot, twigs and a hat; 1.8 m."""
    snow = Material((0.93, 0.95, 0.97), roughness=0.9)
    scarf = choose(rng, [(0.60, 0.10, 0.12), (0.14, 0.34, 0.22), (0.20, 0.24, 0.50)])
    parts = [
        blob(rng, (0.46, 0.46, 0.42), snow, detail=3, lumps=0.05, at=(0, 0, 0.38)),
        blob(rng, (0.34, 0.34, 0.32), snow, detail=3, lumps=0.05, at=(0, 0, 0.94)),
        blob(rng, (0.24, 0.24, 0.23), snow, detail=3, lumps=0.04, at=(0, 0, 1.38)),
        lathe([(0.30, 1.53), (0.30, 1.55), (0.17, 1.555), (0.16, 1.80), (0.15, 1.81)], BLACK, segments=20),
        lathe([(0.175, 1.56), (0.17, 1.62)], scarf, segments=20, caps=False),
        place(
            lathe([(0.23, -0.05), (0.26, 0.0), (0.23, 0.05)], scarf, segments=20, caps=False),
            (0, 0, 1.20),
            pitch=6,
        ),
        box((0.04, 0.09, 0.34), scarf, at=(0.31, 0.10, 0.86)),
        tube([(0.20, 0, 1.38), (0.42, 0, 1.36)], [0.04, 0.006], Material((0.86, 0.42, 0.10)), sides=10),
    ]
    parts.extend(
        ellipsoid((0.025,) * 3, BLACK, segments=8, rings=6, at=(0.22, y, z))
        for y, z in ((-0.085, 1.46), (0.085, 1.46))
    )
    parts.extend(
        ellipsoid((0.03,) * 3, BLACK, segments=8, rings=6, at=(0.335, 0, z)) for z in (0.82, 0.96, 1.08)
    )
    for side in (-1, 1):
        arm = [(0, side * 0.28, 1.0), (0.04, side * 0.55, 1.14), (0.02, side * 0.78, 1.22)]
        parts.append(tube(arm, [0.02, 0.016, 0.01], DARK, sides=6))
        parts.append(tube([arm[1], (0.12, side * 0.66, 1.28)], [0.012, 0.007], DARK, sides=5))
    return merge(parts)


def suitcase(rng: np.random.Generator) -> Mesh:
    """An old leather suitcase standing upright beside a smaller one."""
    parts = []
    for size, at, shades in (
        ((0.24, 0.74, 0.52), (0, 0, 0), ((0.40, 0.24, 0.13), (0.22, 0.14, 0.10))),
        ((0.20, 0.54, 0.38), (0.34, 0.10, 0), ((0.20, 0.28, 0.30), (0.50, 0.32, 0.18))),
    ):
        hide = choose(rng, shades, roughness=0.55)
        x, y, z = at
        parts.append(bevelled_box(size, hide, bevel=0.025, at=at))
        parts += [
            box((size[0] + 0.01, 0.05, size[2] + 0.008), DARK, at=(x, y + side * size[1] * 0.3, z))
            for side in (-1, 1)
        ]
        parts += [
            box((0.03, 0.04, 0.05), CHROME, at=(x, y + side * size[1] * 0.2, z + size[2] - 0.015))
            for side in (-1, 1)
        ]
        top = z + size[2]
        parts.append(
            tube(
                [
                    (x, y - 0.09, top),
                    (x, y - 0.07, top + 0.05),
                    (x, y + 0.07, top + 0.05),
                    (x, y + 0.09, top),
                ],
                0.013,
                DARK,
                sides=8,
            )
        )
        for cy in (-1, 1):
            parts.extend(
                bevelled_box(
                    (size[0] + 0.014, 0.08, 0.08),
                    DARK,
                    bevel=0.02,
                    at=(x, y + cy * (size[1] / 2 - 0.036), z + cz),
                )
                for cz in (0.0, size[2] - 0.08)
            )
    return merge(parts)
