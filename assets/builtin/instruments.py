"""Musical instruments."""

from __future__ import annotations

from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import (
    bevelled_box,
    box,
    cylinder,
    extrude,
    place,
    tube,
)

from .model import model
from .parts import BLACK, IVORY, STEEL, choose


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


MODELS: Final = (
    model(grand_piano, "keyboard instrument", "grand_piano.n.01"),
    model(cello, "string instrument", "cello.n.01"),
)
