"""Wild mammals of woods, plains and rivers; the small ones larger than life."""

from __future__ import annotations

from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import Vector, blob, extrude, place

from .beasts import ball, balls, pair
from .creatures import horn, horns, legs, spikes, sweep
from .model import model
from .parts import BLACK, DARK, IVORY
from .quadruped import ears
from .skins import cells, fur, stripes

_HORN: Final = Material((0.72, 0.60, 0.42), roughness=0.6)


def _face(x: float, y: float, z: float, eye: float, nose: Vector, size: float) -> list[Mesh]:
    """Black eyes at x, +-y, z and a black nose."""
    return [*balls((x, y, z), eye), ball(nose, (size * 0.8, size, size * 0.75), BLACK)]


def moose(rng: np.random.Generator) -> Mesh:
    """A bull moose with broad antlers."""
    coat = fur(rng, (0.28, 0.19, 0.13), (0.22, 0.15, 0.11), coarse=0.15)
    pale = fur(rng, (0.48, 0.40, 0.33))
    palm = [(0, 0), (0.22, 0.02), (0.40, -0.08), (0.36, 0.08), (0.60, 0.08), (0.46, 0.2), (0.62, 0.32),
        (0.40, 0.32),
        (0.44, 0.5), (0.24, 0.38), (0.16, 0.5), (0.08, 0.3)]  # fmt: skip
    blade = [place(extrude([(side * y, z) for y, z in palm], 0.045, _HORN, plane="yz", bevel=0.01),
        (0.80, side * 0.20, 1.78), pitch=28) for side in (1, -1)]  # fmt: skip
    return merge(
        [
            sweep([(-0.95, 1.26, 0.14, 0.18), (-0.6, 1.22, 0.26, 0.29), (0, 1.24, 0.29, 0.33),
                (0.4, 1.36, 0.26, 0.36),
                (0.66, 1.46, 0.17, 0.26), (0.86, 1.62, 0.13, 0.16)], coat, sides=18),
            sweep([(0.80, 1.68, 0.12, 0.13), (0.98, 1.60, 0.11, 0.12), (1.2, 1.46, 0.08, 0.10),
                (1.38, 1.36, 0.095, 0.105)], coat),
            *blade,
            *horns([(0.80, 0.06, 1.76, 0.04), (0.79, 0.16, 1.80, 0.04), (0.80, 0.26, 1.84, 0.04)], _HORN),
            horn([(0.92, 0, 1.50, 0.05), (0.94, 0, 1.34, 0.05), (0.92, 0, 1.2, 0.015)], coat),
            *ears(0.78, 0.14, 1.70, (0.03, 0.05, 0.11), coat, out=70),
            *balls((1.0, 0.10, 1.66), 0.022),
            *balls((1.45, 0.06, 1.36), 0.022),
            ball((-1.02, 0, 1.24), (0.05, 0.05, 0.09), coat),
            *legs([[(0.40, 0.16, 1.1, 0.16), (0.40, 0.17, 0.6, 0.07), (0.42, 0.17, 0.07, 0.05)],
                [(-0.66, 0.16, 1.1, 0.20), (-0.58, 0.17, 0.75, 0.10), (-0.72, 0.17, 0.5, 0.06),
                (-0.66, 0.17, 0.07, 0.05)]], pale, DARK, 0.15, stride=0.26),
        ]
    )  # fmt: skip


def bison(rng: np.random.Generator) -> Mesh:
    """A bison with a shaggy hump and beard."""
    coat = fur(rng, (0.40, 0.26, 0.15), (0.34, 0.22, 0.13), coarse=0.12)
    mane = fur(rng, (0.20, 0.13, 0.09), coarse=0.25)
    return merge(
        [
            sweep([(-0.95, 0.90, 0.16, 0.20), (-0.6, 0.94, 0.27, 0.30), (-0.1, 1.0, 0.33, 0.38),
                (0.3, 1.14, 0.34, 0.46), (0.6, 1.0, 0.27, 0.38)], coat, sides=18),
            blob(rng, (0.42, 0.36, 0.50), mane, detail=3, lumps=0.10, pitch=7, at=(0.42, 0, 1.08)),
            blob(rng, (0.25, 0.24, 0.27), mane, detail=2, lumps=0.13, pitch=7, at=(0.86, 0, 0.94)),
            sweep([(0.9, 0.88, 0.16, 0.17), (1.06, 0.74, 0.12, 0.13), (1.16, 0.64, 0.10, 0.10)], mane),
            blob(rng, (0.10, 0.11, 0.20), mane, lumps=0.15, pitch=7, at=(0.92, 0, 0.58)),
            *horns([(0.84, 0.18, 1.10, 0.06), (0.86, 0.36, 1.10, 0.05), (0.88, 0.36, 1.32, 0.008)], IVORY),
            *_face(1.03, 0.135, 0.88, 0.026, (1.24, 0, 0.64), 0.07),
            horn([(-1.02, 0, 1.0, 0.035), (-1.12, 0, 0.8, 0.025), (-1.10, 0, 0.5, 0.045)], mane),
            *legs([[(0.42, 0.18, 0.8, 0.20), (0.42, 0.2, 0.4, 0.10),
                (0.44, 0.2, 0.06, 0.06)]], mane, BLACK, 0.15,
                stride=0.2),
            *legs([[(-0.66, 0.16, 0.86, 0.20), (-0.58, 0.2, 0.52, 0.11), (-0.72, 0.2, 0.3, 0.07),
                (-0.66, 0.2, 0.06, 0.06)]], coat, BLACK, 0.15, stride=0.2),
        ]
    )  # fmt: skip


def wolf(rng: np.random.Generator) -> Mesh:
    """A grey wolf, howling."""
    coat = fur(rng, (0.46, 0.45, 0.44), (0.30, 0.29, 0.29), (0.55, 0.50, 0.43), coarse=0.18)
    pale = fur(rng, (0.82, 0.80, 0.76))
    return merge(
        [
            sweep([(-0.60, 0.74, 0.11, 0.13), (-0.2, 0.74, 0.15, 0.17), (0.2, 0.76, 0.19, 0.23),
                (0.40, 0.90, 0.15, 0.19),
                (0.48, 1.10, 0.12, 0.14)], coat, sides=18),
            sweep([(0.28, 0.72, 0.14, 0.18), (0.48, 0.90, 0.10, 0.12), (0.57, 1.05, 0.07, 0.08)], pale),
            sweep([(0.46, 1.16, 0.12, 0.12), (0.58, 1.28, 0.10, 0.09), (0.74, 1.45, 0.05, 0.045)], coat),
            sweep([(0.58, 1.15, 0.06, 0.05), (0.78, 1.32, 0.035, 0.025)], pale),
            *spikes([(0.40, 0.075, 1.24, 0.17)], (-0.75, 0.2, 0.6), coat),
            *_face(0.57, 0.082, 1.35, 0.016, (0.77, 0, 1.48), 0.035),
            horn([(-0.68, 0, 0.78, 0.06), (-0.86, 0, 0.66, 0.09), (-0.96, 0, 0.36, 0.02)], coat, sides=12),
            *legs([[(0.26, 0.12, 0.7, 0.11), (0.24, 0.13, 0.4, 0.055), (0.28, 0.13, 0.05, 0.045)],
                [(-0.52, 0.12, 0.72, 0.15), (-0.42, 0.13, 0.46, 0.08), (-0.60, 0.13, 0.26, 0.045),
                (-0.54, 0.13, 0.05, 0.045)]], coat, pale, 0.13, stride=0.18),
        ]
    )  # fmt: skip


def wild_boar(rng: np.random.Generator) -> Mesh:
    """A bristly wild boar with tusks."""
    coat = fur(rng, (0.24, 0.19, 0.15), (0.34, 0.26, 0.19), coarse=0.3)
    snout = Material((0.45, 0.33, 0.31), roughness=0.5)
    bristles = [
        (x, 0.01, 0.97 - 0.25 * abs(x - 0.15) ** 1.6, 0.16) for x in np.linspace(-0.4, 0.55, 9).tolist()
    ]
    return merge(
        [
            sweep([(-0.70, 0.58, 0.12, 0.16), (-0.4, 0.62, 0.21, 0.25), (0.1, 0.68, 0.24, 0.31),
                (0.45, 0.68, 0.20, 0.26),
                (0.72, 0.58, 0.15, 0.18), (0.92, 0.48, 0.09, 0.11),
                    (1.08, 0.42, 0.07, 0.08)], coat, sides=18),
            ball((1.16, 0, 0.41), (0.03, 0.075, 0.08), snout),
            *balls((1.185, 0.03, 0.42), 0.014),
            *spikes(bristles, (-0.5, 0.15, 1), DARK),
            *horns([(0.98, 0.06, 0.38, 0.025), (1.05, 0.13, 0.40, 0.022), (1.04, 0.14, 0.52, 0.004)], IVORY),
            *ears(0.62, 0.13, 0.80, (0.03, 0.06, 0.10), coat, out=25),
            *balls((0.86, 0.10, 0.60), 0.018),
            horn([(-0.80, 0, 0.66, 0.025), (-0.90, 0, 0.5, 0.018), (-0.88, 0, 0.34, 0.03)], DARK),
            *legs([[(0.40, 0.14, 0.5, 0.12), (0.40, 0.15, 0.25, 0.06), (0.40, 0.15, 0.05, 0.045)],
                [(-0.5, 0.13, 0.55, 0.15), (-0.46, 0.15, 0.28, 0.07), (-0.52, 0.15, 0.05, 0.045)]],
                coat, DARK, 0.11, stride=0.14),
        ]
    )  # fmt: skip


def raccoon(rng: np.random.Generator) -> Mesh:
    """A raccoon with a mask and a ringed tail, twice life size."""
    coat = fur(rng, (0.46, 0.44, 0.42), (0.42, 0.37, 0.32), coarse=0.2)
    dark, pale = fur(rng, (0.10, 0.09, 0.09)), fur(rng, (0.86, 0.84, 0.80))
    rings = [(dark if k % 2 else coat, -0.52 - 0.085 * k) for k in range(7)]
    return merge(
        [
            sweep([(-0.46, 0.40, 0.16, 0.17), (-0.15, 0.46, 0.22, 0.24), (0.2, 0.44, 0.18, 0.19),
                (0.38, 0.48, 0.13, 0.13)],
                coat, sides=18),
            ball((0.46, 0, 0.54), (0.17, 0.20, 0.165), coat, fine=18),
            *balls((0.55, 0.10, 0.57), (0.085, 0.09, 0.05), dark, fine=12),
            *balls((0.53, 0.09, 0.645), (0.07, 0.075, 0.03), pale, fine=12),
            sweep([(0.56, 0.52, 0.085, 0.075), (0.74, 0.48, 0.04, 0.035)], pale),
            *_face(0.615, 0.085, 0.58, 0.024, (0.775, 0, 0.49), 0.032),
            *balls((0.42, 0.14, 0.70), (0.03, 0.055, 0.07), pale),
            *(sweep([(x, 0.40 + (x + 0.5) ** 2 * 0.5, 0.10, 0.10),
                (x - 0.05, 0.41 + (x + 0.5) ** 2 * 0.5, 0.10, 0.10)],
                tint, times=0, sides=12) for tint, x in rings),
            *legs([[(0.24, 0.12, 0.38, 0.085), (0.26, 0.15, 0.18, 0.06), (0.28, 0.15, 0.05, 0.05)],
                [(-0.34, 0.13, 0.38, 0.13), (-0.28, 0.17, 0.2, 0.08), (-0.34, 0.17, 0.05, 0.05)]],
                dark, dark, 0.14, stride=0.12),
        ]
    )  # fmt: skip


def armadillo(rng: np.random.Generator) -> Mesh:
    """An armadillo with a banded shell."""
    shell = cells(rng, (0.62, 0.52, 0.42), (0.36, 0.28, 0.22), 196, width=0.2)
    bands = stripes(rng, (0.62, 0.50, 0.40), (0.34, 0.26, 0.20), 2, wild=0.05)
    skin = Material((0.72, 0.58, 0.50), roughness=0.7)
    hoops = [sweep([(x - 0.035, 0.34, 0.275, 0.265), (x, 0.34, 0.30, 0.285),
        (x + 0.035, 0.34, 0.275, 0.265)], bands,
        times=0, sides=18) for x in (-0.2, -0.1, 0.0, 0.1)]  # fmt: skip
    return merge(
        [
            sweep([(-0.55, 0.30, 0.14, 0.16), (-0.36, 0.34, 0.27, 0.26),
                (-0.15, 0.34, 0.27, 0.26)], shell, sides=18),
            sweep([(0.06, 0.34, 0.27, 0.26), (0.26, 0.34, 0.27, 0.26),
                (0.42, 0.32, 0.15, 0.17)], shell, sides=18),
            *hoops,
            sweep([(0.40, 0.30, 0.11, 0.12), (0.58, 0.32, 0.11, 0.11), (0.74, 0.25, 0.055, 0.055),
                (0.94, 0.16, 0.03, 0.03)],
                skin),
            sweep([(0.54, 0.38, 0.10, 0.06), (0.70, 0.31, 0.055, 0.03)], shell),
            *ears(0.54, 0.06, 0.48, (0.025, 0.045, 0.10), skin, out=18),
            *_face(0.66, 0.085, 0.33, 0.018, (0.965, 0, 0.155), 0.024),
            horn([(-0.62, 0, 0.28, 0.075), (-0.86, 0, 0.14, 0.045), (-1.15, 0, 0.06, 0.01)], shell, sides=10),
            *legs([[(0.28, 0.14, 0.26, 0.08), (0.30, 0.2, 0.14, 0.06), (0.32, 0.19, 0.04, 0.05)],
                [(-0.36, 0.14, 0.28, 0.10), (-0.34, 0.2, 0.15, 0.07),
                    (-0.36, 0.19, 0.04, 0.055)]], skin, IVORY, 0.12),
        ]
    )  # fmt: skip


def platypus(rng: np.random.Generator) -> Mesh:
    """A platypus with a broad bill and webbed feet."""
    coat = fur(rng, (0.34, 0.22, 0.14), (0.26, 0.18, 0.12), coarse=0.15)
    bill = Material((0.22, 0.21, 0.22), roughness=0.35)
    return merge(
        [
            sweep([(-0.55, 0.24, 0.14, 0.11), (-0.25, 0.30, 0.23, 0.18), (0.15, 0.30, 0.22, 0.18),
                (0.42, 0.30, 0.15, 0.14),
                (0.56, 0.29, 0.13, 0.12)], coat, sides=18),
            sweep([(-1.1, 0.10, 0.13, 0.03), (-0.85, 0.14, 0.17, 0.05), (-0.55, 0.22, 0.13, 0.08)], coat),
            sweep([(0.56, 0.30, 0.13, 0.055), (0.78, 0.27, 0.17, 0.04), (0.96, 0.26, 0.13, 0.022)], bill),
            sweep([(0.58, 0.24, 0.10, 0.03), (0.88, 0.21, 0.13, 0.02)], bill),
            *balls((0.92, 0.035, 0.295), 0.014, DARK),
            *balls((0.58, 0.095, 0.38), 0.02),
            *(ball((x, side * y, 0.025), (0.13, 0.12, 0.025), bill) for x, y in ((0.38, 0.29), (-0.34, 0.29))
                for side in (1, -1)),
            *pair([(0.28, 0.14, 0.26, 0.08), (0.34, 0.25, 0.06, 0.05)], coat),
            *pair([(-0.34, 0.15, 0.24, 0.09), (-0.38, 0.26, 0.06, 0.055)], coat),
        ]
    )  # fmt: skip


def koala(rng: np.random.Generator) -> Mesh:
    """A sitting koala, as tall as a child."""
    coat = fur(rng, (0.56, 0.56, 0.58), (0.48, 0.46, 0.46), coarse=0.12)
    white = fur(rng, (0.90, 0.89, 0.87))
    return merge(
        [
            ball((0, 0, 0.40), (0.30, 0.32, 0.40), coat, fine=20),
            ball((0.10, 0, 0.40), (0.23, 0.24, 0.32), white, fine=18),
            ball((0.06, 0, 0.92), (0.25, 0.28, 0.25), coat, fine=20),
            *(
                blob(rng, (0.07, 0.15, 0.15), coat, lumps=0.12, pitch=7, at=(0.02, s * 0.30, 1.06))
                for s in (1, -1)
            ),
            *balls((0.06, 0.31, 1.04), (0.06, 0.09, 0.09), white),
            ball((0.31, 0, 0.89), (0.06, 0.065, 0.10), BLACK),
            ball((0.25, 0, 0.78), (0.08, 0.10, 0.06), white),
            *balls((0.265, 0.115, 0.97), 0.028),
            *horns(
                [(0.06, 0.26, 0.62, 0.10), (0.24, 0.30, 0.48, 0.08), (0.36, 0.16, 0.46, 0.07)], coat, sides=10
            ),
            *horns(
                [(0.0, 0.24, 0.20, 0.15), (0.24, 0.30, 0.20, 0.12), (0.42, 0.26, 0.10, 0.09)], coat, sides=10
            ),
            *balls((0.48, 0.26, 0.12), (0.05, 0.08, 0.11), DARK),
            *balls((0.39, 0.13, 0.46), (0.05, 0.06, 0.05), DARK),
        ]
    )


MODELS: Final = (
    model(moose, "wild animal", "elk.n.01"),
    model(bison, "wild animal", "american_bison.n.01"),
    model(wolf, "wild animal", "timber_wolf.n.01"),
    model(wild_boar, "wild animal", "wild_boar.n.01"),
    model(raccoon, "small animal", "raccoon.n.02"),
    model(armadillo, "small animal", "armadillo.n.01"),
    model(platypus, "small animal", "platypus.n.01"),
    model(koala, "small animal", "koala.n.01"),
)
