"""Electrical household appliances."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import bevelled_box, box, cylinder, ellipsoid, extrude, lathe, place, torus, tube

from .joinery import bent, legs, rod, smooth, spread, wheel
from .model import model
from .parts import BLACK, CHROME, DARK, RUBBER, STEEL, WHITE, Colour, choose
from .prints import printed, sheet, slotted, write
from .surfaces import panel

_GLASS: Final = Material((0.05, 0.06, 0.07), roughness=0.05)
_PASTELS: Final[tuple[Colour, ...]] = (
    (0.62, 0.80, 0.74),
    (0.90, 0.84, 0.68),
    (0.74, 0.16, 0.14),
    (0.52, 0.66, 0.80),
    (0.92, 0.92, 0.90),
)


def _digits(text: str, ink: Colour = (0.20, 0.95, 0.50)) -> Material:
    picture = sheet((0.02, 0.03, 0.03), 48, 128)
    write(picture, text, (0.5, 0.5), 0.6, ink)
    return printed("digits", picture, roughness=0.2)


def _handle(width: float, at: tuple[float, float, float], radius: float = 0.012) -> Mesh:
    """A bar on two short feet, level, in front of a face towards +x."""
    x, y, z = at
    path = [
        (x, y - width / 2, z),
        (x + 0.04, y - width / 2, z),
        (x + 0.04, y + width / 2, z),
        (x, y + width / 2, z),
    ]
    return tube(path, radius, CHROME, sides=8)


def cooker(rng: np.random.Generator) -> Mesh:
    """A gas cooker with four burners, an oven and a pan on the boil."""
    enamel = choose(rng, _PASTELS, roughness=0.25)
    parts = [
        bevelled_box((0.60, 0.62, 0.86), enamel, bevel=0.015, at=(0, 0, 0.04)),
        box((0.56, 0.60, 0.02), BLACK, at=(0, 0, 0.90)),
    ]
    parts.append(place(bevelled_box((0.03, 0.62, 0.36), enamel, bevel=0.01), (-0.29, 0, 0.90), pitch=2))
    for x in (-0.14, 0.14):
        for y in (-0.15, 0.15):
            parts += [
                cylinder(0.055, 0.02, STEEL, at=(x, y, 0.92)),
                torus(0.09, 0.008, DARK, sides=6, at=(x, y, 0.945)),
            ]
            parts += [
                rod(
                    (x - 0.1 * math.cos(a), y - 0.1 * math.sin(a), 0.945),
                    (x + 0.1 * math.cos(a), y + 0.1 * math.sin(a), 0.945),
                    0.006,
                    DARK,
                    sides=5,
                )
                for a in (0.8, 2.4)
            ]
    parts += [
        panel(_GLASS, 0.44, 0.30, (0.306, 0, 0.42)),
        _handle(0.46, (0.30, 0, 0.64)),
        _handle(0.46, (0.30, 0, 0.20)),
    ]
    parts.append(box((0.01, 0.60, 0.01), DARK, at=(0.30, 0, 0.25)))
    parts += [
        place(cylinder(0.026, 0.04, BLACK, top=0.02), (0.30, y, 0.78), pitch=-90) for y in spread(5, 0.46)
    ]
    pan = [
        lathe(
            [(0.11, 0), (0.115, 0.13), (0.12, 0.135)],
            choose(rng, [(0.78, 0.26, 0.10)], roughness=0.2),
            segments=24,
        )
    ]
    pan += [
        lathe([(0.12, 0.135), (0.08, 0.155), (0.02, 0.16)], CHROME, segments=24),
        ellipsoid((0.02, 0.02, 0.02), BLACK, at=(0, 0, 0.18)),
    ]
    pan.append(rod((0.0, 0.11, 0.10), (0.0, 0.28, 0.12), 0.012, BLACK))
    return merge([*parts, place(merge(pan), (-0.14, 0.15, 0.955))])


def microwave_oven(rng: np.random.Generator) -> Mesh:
    """A microwave, larger than life, its keys and display beside the door."""
    body = choose(rng, [(0.90, 0.90, 0.89), (0.20, 0.21, 0.22), (0.70, 0.16, 0.14)], roughness=0.3)
    parts = [
        bevelled_box((0.56, 0.92, 0.54), body, bevel=0.02, at=(0, 0, 0.03)),
        bevelled_box((0.03, 0.66, 0.50), BLACK, bevel=0.01, at=(0.28, 0.12, 0.05)),
    ]
    parts.append(
        panel(
            slotted((0.10, 0.10, 0.11), (0.02, 0.02, 0.02), 24, holes=True), 0.46, 0.30, (0.297, 0.14, 0.30)
        )
    )
    parts.append(
        tube(
            [(0.29, -0.16, 0.12), (0.34, -0.16, 0.12), (0.34, -0.16, 0.48), (0.29, -0.16, 0.48)],
            0.014,
            CHROME,
            sides=8,
            up=(0, 1, 0),
        )
    )
    parts.append(panel(_digits("12:30"), 0.18, 0.07, (0.292, -0.33, 0.48)))
    grey = choose(rng, [(0.60, 0.62, 0.64)])
    parts += [
        bevelled_box((0.02, 0.046, 0.036), grey, bevel=0.006, at=(0.285, -0.33 + y, z))
        for y in (-0.06, 0, 0.06)
        for z in (0.37, 0.32, 0.27, 0.22)
    ]
    parts.append(bevelled_box((0.02, 0.17, 0.07), grey, bevel=0.008, at=(0.285, -0.33, 0.08)))
    vents = panel(slotted(body.color, (0.05, 0.05, 0.05), 9), 0.3, 0.2, (0, 0.461, 0.36), yaw=90)
    return merge([*parts, vents, *legs(0.22, 0.4, 0.04, DARK, radius=0.03)])


def dishwasher(rng: np.random.Generator) -> Mesh:
    """A dishwasher with its door down and plates in the rack."""
    body = choose(rng, [(0.90, 0.90, 0.89), (0.62, 0.64, 0.66)], roughness=0.3)
    parts = [
        box((0.03, 0.60, 0.84), body, at=(-0.28, 0, 0)),
        box((0.60, 0.60, 0.04), body, at=(0, 0, 0.82)),
        box((0.58, 0.58, 0.10), DARK),
    ]
    parts += [box((0.60, 0.03, 0.84), body, at=(0, y, 0)) for y in (-0.30, 0.30)]
    parts += [
        box((0.02, 0.56, 0.72), STEEL, at=(-0.25, 0, 0.1)),
        box((0.03, 0.58, 0.10), body, at=(0.29, 0, 0.73)),
    ]
    parts += [
        panel(_digits("45"), 0.09, 0.04, (0.308, 0.0, 0.78)),
        box((0.02, 0.2, 0.02), DARK, at=(0.30, -0.16, 0.77)),
    ]
    parts += [
        bevelled_box((0.66, 0.58, 0.05), body, bevel=0.015, at=(0.62, 0, 0.08)),
        box((0.56, 0.48, 0.01), STEEL, at=(0.62, 0, 0.13)),
    ]
    plate = lathe(
        [(0.0, 0.0), (0.08, 0.0), (0.13, 0.02), (0.125, 0.03), (0.0, 0.012)], WHITE, segments=18, caps=False
    )
    for z, x in ((0.17, 0.30), (0.48, 0.0)):
        parts += [rod((x - 0.25, y, z), (x + 0.25, y, z), 0.005, CHROME, sides=4) for y in spread(7, 0.50)]
        parts += [
            rod((x + dx, -0.26, z + dz), (x + dx, 0.26, z + dz), 0.006, CHROME, sides=4)
            for dx in (-0.25, 0.25)
            for dz in (0.0, 0.1)
        ]
    parts += [place(plate, (0.12 + 0.07 * step, -0.10, 0.32), pitch=76) for step in range(6)]
    mug = lathe(
        [(0.04, 0), (0.045, 0.1), (0.03, 0.1), (0.0, 0.02)],
        choose(rng, [(0.24, 0.44, 0.66), (0.86, 0.54, 0.2)]),
        segments=12,
        caps=False,
    )
    return merge(
        [
            *parts,
            *[place(mug, (0.16, y, 0.49)) for y in spread(5, 0.4)],
            *[place(mug, (0.3, y, 0.18)) for y in (0.13, 0.23)],
        ]
    )


def vacuum_cleaner(rng: np.random.Generator) -> Mesh:
    """A cylinder vacuum cleaner with its hose and floor head."""
    paint = choose(
        rng, [(0.76, 0.12, 0.12), (0.12, 0.34, 0.58), (0.24, 0.52, 0.28), (0.86, 0.56, 0.12)], roughness=0.25
    )
    body = tube(
        [(-0.30, 0, 0.20), (-0.10, 0, 0.24), (0.14, 0, 0.22)],
        [(0.17, 0.14), (0.20, 0.19), (0.15, 0.14)],
        paint,
        sides=20,
        rounded=True,
    )
    parts = [
        body,
        tube([(-0.26, 0, 0.32), (-0.1, 0, 0.40), (0.08, 0, 0.34)], 0.025, BLACK, sides=8, rounded=True),
    ]
    parts += [wheel(0.13, 0.05, RUBBER, STEEL, (-0.26, y, 0.13)) for y in (-0.20, 0.20)]
    parts += [wheel(0.05, 0.04, RUBBER, STEEL, (0.16, y, 0.05)) for y in (-0.08, 0.08)]
    hose = smooth(
        [(0.25, 0, 0.24), (0.48, 0.10, 0.40), (0.56, 0.34, 0.66), (0.40, 0.56, 0.94), (0.16, 0.58, 1.02)], 16
    )
    ridges = 0.030 + 0.006 * (np.arange(len(hose)) % 2)
    parts.append(tube(hose, ridges, BLACK, sides=8, crease=20))
    parts.append(rod((0.16, 0.58, 1.02), (0.62, 0.62, 0.10), 0.024, CHROME, sides=10))
    parts.append(bent([(0.17, 0.58, 1.0), (0.03, 0.57, 1.03), (-0.04, 0.57, 0.94)], 0.03, paint))
    parts.append(bevelled_box((0.13, 0.40, 0.07), BLACK, bevel=0.02, at=(0.66, 0.62, 0.0)))
    return merge([*parts, bevelled_box((0.14, 0.12, 0.04), DARK, bevel=0.01, at=(-0.02, 0, 0.415))])


def electric_fan(rng: np.random.Generator) -> Mesh:
    """A fan on a stand: blades in a wire cage."""
    paint = choose(rng, [(0.36, 0.62, 0.64), (0.88, 0.86, 0.80), (0.74, 0.18, 0.14)], roughness=0.3)
    parts = [lathe([(0.30, 0), (0.30, 0.025), (0.10, 0.06), (0.03, 0.09), (0.025, 0.86)], paint, segments=28)]
    parts.append(tube([(-0.16, 0, 1.0), (-0.02, 0, 1.0)], [0.07, 0.10], paint, sides=16, rounded=True))
    parts.append(rod((-0.06, 0, 0.82), (-0.06, 0, 1.0), 0.03, DARK))
    blade = [(0.03, -0.05), (0.16, -0.13), (0.27, -0.08), (0.29, 0.04), (0.18, 0.09), (0.03, 0.06)]
    for arm in range(4):
        one = place(extrude(blade, 0.008, choose(rng, [(0.40, 0.60, 0.70)]), plane="yz"), yaw=24)
        parts.append(place(one, (0.09, 0, 1.0), roll=90 * arm))
    parts.append(ellipsoid((0.06, 0.06, 0.06), paint, at=(0.11, 0, 1.0)))
    for ring, x in ((0.36, 0.06), (0.27, 0.155), (0.16, 0.17), (0.27, -0.035)):
        parts.append(place(torus(ring, 0.006, CHROME, segments=32, sides=5), (x, 0, 1.0), pitch=90))
    for turn in np.linspace(0, 2 * math.pi, 24, endpoint=False).tolist():
        y, z = math.cos(turn), math.sin(turn)
        path = [
            (0.17, 0.04 * y, 1 + 0.04 * z),
            (0.15, 0.28 * y, 1 + 0.28 * z),
            (0.06, 0.36 * y, 1 + 0.36 * z),
            (-0.05, 0.24 * y, 1 + 0.24 * z),
            (-0.07, 0.08 * y, 1 + 0.08 * z),
        ]
        parts.append(tube(path, 0.004, CHROME, sides=4))
    return merge([*parts, bevelled_box((0.06, 0.16, 0.10), DARK, bevel=0.02, at=(0.03, 0, 0.5))])


MODELS: Final = (
    model(cooker, "appliance", "stove.n.01"),
    model(microwave_oven, "appliance", "microwave.n.02"),
    model(dishwasher, "appliance", "dishwasher.n.01"),
    model(vacuum_cleaner, "appliance", "vacuum.n.04"),
    model(electric_fan, "appliance", "electric_fan.n.01"),
)
