"""Kitchen machines and bottles."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import bevelled_box, box, cylinder, ellipsoid, extrude, lathe, place, tube

from .joinery import rod, rounded
from .model import model
from .parts import BLACK, CHROME, DARK, STEEL, Colour, choose
from .prints import label
from .surfaces import sleeve

_PASTELS: Final[tuple[Colour, ...]] = (
    (0.62, 0.80, 0.74),
    (0.90, 0.84, 0.68),
    (0.74, 0.16, 0.14),
    (0.52, 0.66, 0.80),
)


def toaster(rng: np.random.Generator) -> Mesh:
    """A giant toaster with two slices popping up."""
    body = (CHROME, choose(rng, _PASTELS, roughness=0.2))[int(rng.integers(2))]
    crust, crumb = Material((0.50, 0.29, 0.12), roughness=0.9), Material((0.86, 0.66, 0.38), roughness=0.95)
    side = np.add(rounded(0.52, 0.56, 0.16, 7), (0, 0.36))
    parts = [
        extrude(side, 0.90, body, plane="xz", bevel=0.04, crease=60),
        bevelled_box((0.48, 0.86, 0.08), BLACK, bevel=0.02, at=(0, 0, 0.03)),
    ]
    for x in (-0.11, 0.11):
        parts.append(box((0.11, 0.66, 0.01), DARK, at=(x, 0, 0.637)))
        slice_ = np.add(rounded(0.52, 0.50, 0.10), (0, 0.70))
        parts += [
            extrude(slice_, 0.07, crust, plane="yz", at=(x, 0, 0)),
            extrude((slice_ - (0, 0.70)) * 0.88 + (0, 0.70), 0.076, crumb, plane="yz", at=(x, 0, 0)),
        ]
    parts += [
        box((0.05, 0.02, 0.36), DARK, at=(0, 0.45, 0.16)),
        bevelled_box((0.14, 0.07, 0.05), BLACK, bevel=0.015, at=(0, 0.48, 0.44)),
    ]
    parts.append(place(cylinder(0.05, 0.04, BLACK), (0.16, 0.485, 0.22), roll=90))
    return merge(parts)


def stand_mixer(rng: np.random.Generator) -> Mesh:
    """A stand mixer with a steel bowl and a whisk, larger than life."""
    paint = choose(rng, [*_PASTELS, (0.90, 0.90, 0.88)], roughness=0.2)
    parts = [
        extrude(rounded(0.80, 0.44, 0.18), 0.09, paint, bevel=0.03),
        tube(
            [(-0.26, 0, 0.06), (-0.28, 0, 0.35), (-0.24, 0, 0.62)],
            [(0.15, 0.12), (0.12, 0.10), (0.13, 0.12)],
            paint,
            sides=20,
        ),
    ]
    head = [(-0.36, 0, 0.74), (-0.10, 0, 0.76), (0.20, 0, 0.74), (0.36, 0, 0.72)]
    parts.append(
        tube(head, [(0.14, 0.13), (0.17, 0.16), (0.15, 0.14), (0.10, 0.10)], paint, sides=20, rounded=True)
    )
    parts.append(tube([(0.28, 0, 0.725), (0.32, 0, 0.72)], [(0.145, 0.135)] * 2, CHROME, sides=20))
    bowl = [
        (0.12, 0.09),
        (0.13, 0.11),
        (0.20, 0.16),
        (0.26, 0.30),
        (0.27, 0.44),
        (0.255, 0.44),
        (0.24, 0.30),
        (0.0, 0.15),
    ]
    parts.append(lathe(bowl, CHROME, segments=32, caps=False, crease=60, at=(0.18, 0, 0)))
    parts.append(rod((0.18, 0, 0.36), (0.18, 0, 0.64), 0.03, STEEL))
    for turn in np.linspace(0, math.pi, 6, endpoint=False).tolist():
        x, y = math.cos(turn), math.sin(turn)
        wire = [
            (0.18 + r * x, r * y, z)
            for r, z in (
                (0.02, 0.50),
                (0.10, 0.36),
                (0.08, 0.24),
                (0.0, 0.20),
                (-0.08, 0.24),
                (-0.10, 0.36),
                (-0.02, 0.50),
            )
        ]
        parts.append(tube(wire, 0.006, CHROME, sides=5))
    return merge(
        [
            *parts,
            ellipsoid((0.03, 0.03, 0.03), BLACK, at=(-0.05, -0.18, 0.74)),
            ellipsoid((0.03, 0.03, 0.03), BLACK, at=(-0.05, 0.18, 0.74)),
        ]
    )


def corked_bottle(rng: np.random.Generator) -> Mesh:
    """Two wine bottles, one lying down, with printed labels."""
    glass = choose(rng, [(0.06, 0.16, 0.08), (0.20, 0.08, 0.05)], roughness=0.08)
    cork = Material((0.76, 0.58, 0.38))
    paper = label("CHATEAU CAOS", (0.92, 0.88, 0.76), (0.42, 0.08, 0.12), height=128, width=256, tall=0.16)
    profile = [
        (0.15, 0.01),
        (0.16, 0.02),
        (0.16, 0.56),
        (0.13, 0.66),
        (0.065, 0.76),
        (0.058, 0.98),
        (0.066, 0.99),
        (0.066, 1.02),
    ]
    one = [lathe(profile, glass, segments=24, crease=60), cylinder(0.05, 0.05, cork, at=(0, 0, 1.02))]
    one.append(sleeve((0.162, 0.18), (0.162, 0.46), paper, repeats=2))
    foil = choose(rng, [(0.60, 0.08, 0.14), (0.76, 0.62, 0.26)], roughness=0.3)
    bottle = merge([*one, lathe([(0.067, 0.82), (0.061, 0.98), (0.069, 1.0)], foil, segments=20, caps=False)])
    return merge([bottle, place(bottle, (0.30, -0.55, 0.163), roll=90, yaw=-14)])


MODELS: Final = (
    model(toaster, "kitchen machine", "toaster.n.02"),
    model(stand_mixer, "kitchen machine", "mixer.n.04"),
    model(corked_bottle, "bottle", "wine_bottle.n.01"),
)
