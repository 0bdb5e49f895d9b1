"""Monsters of myth: dragon, hell hound, sea serpent, snowman of the mountains."""

from __future__ import annotations

from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import blob, extrude, place, tube

from .beasts import ball, balls
from .creatures import horn, horns, legs, plates, spikes, sweep
from .model import model
from .parts import BLACK, DARK, IVORY
from .skins import cells, fur, scales, shade

_GLOW: Final = Material((0.95, 0.75, 0.10), roughness=0.2)
_THORN: Final = [(-0.5, 0.0), (0.5, 0.0), (-0.35, 1.0)]


def dragon(rng: np.random.Generator) -> Mesh:
    """A winged dragon with horns and thorns along its back."""
    colour = np.array(
        shade(rng, [(0.55, 0.12, 0.10), (0.14, 0.40, 0.20), (0.15, 0.25, 0.48), (0.20, 0.18, 0.20)])
    )
    skin = scales(rng, tuple(colour.tolist()), tuple((colour * 0.5).tolist()), 10)
    belly = Material(shade(rng, [(0.82, 0.68, 0.38)]), roughness=0.6)
    membrane = Material(shade(rng, [(0.70, 0.40, 0.16), (0.46, 0.16, 0.16)]), roughness=0.7)
    sail = [(0.10, 0), (0.16, 0.62), (-0.05, 0.98), (-0.22, 0.66), (-0.62, 0.88), (-0.52, 0.52),
        (-0.92, 0.50),
        (-0.66, 0.24), (-0.86, 0.04), (-0.40, 0.0)]  # fmt: skip
    fingers = [[(0.12, 0.02, 0), (0.16, 0.02, 0.62), tip] for tip in ((-0.05, 0.02, 0.98),
        (-0.62, 0.02, 0.88),
        (-0.92, 0.02, 0.50), (-0.86, 0.02, 0.04))]  # fmt: skip
    bones = [tube(line, [0.05, 0.04, 0.012], skin, sides=7) for line in fingers]
    wing = merge([extrude(sail, 0.025, membrane, plane="xz"), *bones])
    return merge(
        [
            sweep([(-1.35, 0.30, 0.02, 0.02), (-1.1, 0.16, 0.05, 0.05), (-0.78, 0.30, 0.10, 0.11),
                (-0.42, 0.56, 0.20, 0.22), (0.0, 0.66, 0.25, 0.28), (0.36, 0.78, 0.20, 0.23),
                (0.60, 1.06, 0.12, 0.13), (0.66, 1.36, 0.10, 0.10),
                    (0.82, 1.52, 0.10, 0.09)], skin, sides=15),
            sweep([(0.30, 0.66, 0.16, 0.20), (0.56, 0.90, 0.10, 0.13), (0.70, 1.20, 0.07, 0.08)], belly),
            place(extrude([(0, -0.03), (-0.08, -0.14), (-0.34, 0), (-0.08, 0.14), (0, 0.03)], 0.03, membrane),
                (-1.26, 0, 0.25), pitch=-30),
            sweep([(0.78, 1.56, 0.12, 0.10), (0.94, 1.55, 0.11, 0.085), (1.20, 1.50, 0.065, 0.055)], skin),
            sweep([(0.82, 1.44, 0.09, 0.045), (1.14, 1.37, 0.05, 0.03)], belly),
            *spikes([(x, 0.06, 1.47, 0.06) for x in (1.02, 1.10, 1.18)], (0.1, 0, -1), IVORY),
            *horns([(0.80, 0.06, 1.63, 0.045), (0.66, 0.12, 1.72, 0.035), (0.50, 0.13, 1.86, 0.006)], IVORY),
            *balls((0.96, 0.095, 1.61), 0.03, _GLOW),
            *balls((0.98, 0.115, 1.61), (0.012, 0.012, 0.026)),
            *plates([(-0.95, 0.30, 0.12), (-0.72, 0.42, 0.16), (-0.46, 0.70, 0.20), (-0.2, 0.87, 0.24),
                (0.06, 0.92, 0.24), (0.28, 0.98, 0.2), (0.46, 1.12, 0.17),
                    (0.55, 1.3, 0.15)], _THORN, membrane),
            place(wing, (0.22, 0.16, 0.82), roll=-42),
            place(wing, (0.22, -0.16, 0.82), roll=42),
            *legs([[(0.30, 0.14, 0.66, 0.12), (0.22, 0.22, 0.38, 0.07), (0.34, 0.22, 0.06, 0.06)],
                [(-0.34, 0.16, 0.58, 0.18), (-0.14, 0.26, 0.38, 0.11), (-0.38, 0.26, 0.2, 0.06),
                (-0.28, 0.26, 0.06, 0.06)]], skin, DARK, 0.18, stride=0.12),
        ]
    )  # fmt: skip


def hell_hound(rng: np.random.Generator) -> Mesh:
    """Cerberus, a black hound of three heads."""
    coat = fur(rng, (0.10, 0.09, 0.09), (0.26, 0.16, 0.12), coarse=0.2)
    red = Material((0.85, 0.16, 0.08), roughness=0.3)
    head = merge(
        [
            sweep([(0, 0, 0.14, 0.17), (0.22, 0.20, 0.11, 0.13), (0.34, 0.36, 0.10, 0.11)],
                coat, sides=8, times=1),
            sweep([(0.28, 0.38, 0.115, 0.11), (0.42, 0.37, 0.10, 0.085), (0.62, 0.34, 0.06, 0.055)],
                coat, sides=8, times=1),
            sweep([(0.36, 0.27, 0.08, 0.04), (0.58, 0.22, 0.05, 0.025)],
                coat, sides=8, times=1),
            sweep([(0.36, 0.31, 0.07, 0.03), (0.56, 0.26, 0.045, 0.015)], red, sides=8, times=1),
            *spikes([(x, 0.05, 0.31, 0.06) for x in (0.54, 0.60)], (0.1, 0, -1), IVORY),
            ball((0.67, 0, 0.36), (0.03, 0.035, 0.028), BLACK),
            *balls((0.44, 0.075, 0.43), 0.02, _GLOW),
            *spikes([(0.28, 0.07, 0.45, 0.16)], (-0.2, 0.2, 1), coat),
        ]
    )  # fmt: skip
    return merge(
        [
            sweep([(-0.56, 0.80, 0.14, 0.16), (-0.2, 0.80, 0.18, 0.20), (0.2, 0.84, 0.24, 0.26),
                (0.36, 0.90, 0.20, 0.22)], coat, sides=14),
            *(place(head, (0.32, y, 0.94), yaw=yaw, scale=1.05)
                for y, yaw in ((0.0, 0.0), (0.13, 38.0), (-0.13, -38.0))),
            horn([(-0.64, 0, 0.86, 0.06), (-0.9, 0, 0.86, 0.05), (-1.1, 0, 1.14, 0.01)], coat),
            *legs([[(0.26, 0.16, 0.78, 0.14), (0.24, 0.19, 0.42, 0.07), (0.28, 0.19, 0.06, 0.06)],
                [(-0.48, 0.13, 0.78, 0.17), (-0.38, 0.17, 0.5, 0.10), (-0.56, 0.17, 0.28, 0.06),
                (-0.50, 0.17, 0.06, 0.06)]], coat, DARK, 0.16, stride=0.24),
        ]
    )  # fmt: skip


def sea_serpent(rng: np.random.Generator) -> Mesh:
    """A sea serpent: a long neck and two humps coming out of the road."""
    colour = shade(rng, [(0.16, 0.42, 0.36), (0.20, 0.34, 0.50), (0.34, 0.44, 0.18)])
    skin = scales(rng, colour, (0.06, 0.14, 0.16), 10)
    fin = Material(shade(rng, [(0.80, 0.52, 0.18), (0.70, 0.28, 0.26)]), roughness=0.6)
    arcs = []
    for x, reach, thick in ((-0.18, 0.34, 0.15), (-0.98, 0.26, 0.10)):
        turn = np.radians(np.linspace(0, 180, 13))
        path = np.column_stack([x + reach * np.cos(turn), 0 * turn, 1.5 * reach * np.sin(turn)])
        arcs.append(tube(path, thick, skin, sides=14, up=(0, 1, 0)))
        arcs += plates([(x + reach * k, 1.5 * reach * (1 - k * k) ** 0.5 + thick * 0.7,
            0.2) for k in (-0.45, 0, 0.45)],
            _THORN, fin)  # fmt: skip
    return merge(
        [
            *arcs,
            sweep([(0.52, 0, 0.17, 0.17), (0.66, 0.4, 0.16, 0.16), (0.56, 0.85, 0.12, 0.12),
                (0.70, 1.25, 0.11, 0.11),
                (0.86, 1.36, 0.11, 0.10)], skin),
            horn([(-1.42, 0, 0.0, 0.07), (-1.44, 0, 0.2, 0.05), (-1.50, 0, 0.34, 0.02)], skin),
            extrude([(-1.50, 0.28), (-1.66, 0.52), (-1.50, 0.44), (-1.36, 0.54)], 0.03, fin, plane="xz"),
            sweep([(0.80, 1.38, 0.14, 0.12), (0.96, 1.36, 0.12, 0.09), (1.20, 1.30, 0.09, 0.06)], skin),
            sweep([(0.84, 1.26, 0.10, 0.05), (1.14, 1.18, 0.07, 0.03)], fin),
            *balls((0.98, 0.09, 1.43), 0.04, _GLOW),
            *balls((1.0, 0.115, 1.435), 0.022),
            *plates([(0.52, 0.55, 0.2), (0.44, 0.85, 0.2), (0.54, 1.12, 0.2),
                (0.68, 1.40, 0.2)], _THORN, fin),
            *(place(extrude([(0, -0.05), (-0.26, 0.16), (-0.16, 0.02),
                (-0.26, -0.12)], 0.02, fin, plane="xz"),
                (0.84, side * 0.12, 1.38), yaw=-side * 35) for side in (1, -1)),
        ]
    )  # fmt: skip


def yeti(rng: np.random.Generator) -> Mesh:
    """A shaggy white ape-man of the mountains, arms raised."""
    coat = fur(rng, (0.90, 0.92, 0.94), (0.80, 0.84, 0.90), coarse=0.08)
    face = cells(rng, (0.38, 0.46, 0.60), (0.28, 0.34, 0.46), 100)

    def shag(x: float, y: float, z: float, *radii: float) -> Mesh:
        return blob(rng, (radii[0], radii[1], radii[2]), coat, detail=3 if z > 1 and y == 0 else 2,
            lumps=0.13,
            pitch=8, at=(x, y, z))  # fmt: skip

    parts = [shag(0, 0, 1.16, 0.34, 0.44, 0.52), shag(0.04, 0, 1.86, 0.26, 0.26, 0.30)]
    for side in (1, -1):
        parts += [
            shag(0, side * 0.22, 0.50, 0.21, 0.20, 0.36),
            shag(0.04, side * 0.52, 1.46, 0.19, 0.24, 0.19),
            shag(0.10, side * 0.74, 1.72, 0.15, 0.15, 0.30),
            ball((0.14, side * 0.78, 2.05), (0.11, 0.09, 0.13), face),
            ball((0.12, side * 0.23, 0.09), (0.28, 0.16, 0.09), face),
        ]
    return merge(
        [
            *parts,
            *spikes([(0.18, 0.74 + 0.05 * k, 2.15, 0.12) for k in (-1, 0, 1)], (0.1, 0, 1), DARK),
            ball((0.20, 0, 1.84), (0.13, 0.17, 0.20), face),
            ball((0.30, 0, 1.74), (0.06, 0.10, 0.05), BLACK),
            *spikes([(0.345, 0.05, 1.77, 0.07)], (0, 0, -1), IVORY),
            *balls((0.31, 0.065, 1.90), 0.03, _GLOW),
            *balls((0.335, 0.065, 1.90), 0.014),
            ball((0.34, 0, 1.84), 0.03, DARK),
        ]
    )


MODELS: Final = (
    model(dragon, "mythical animal", "dragon.n.01"),
    model(hell_hound, "mythical animal", "cerberus.n.01"),
    model(sea_serpent, "mythical animal", "sea_serpent.n.01"),
    model(yeti, "mythical animal", "abominable_snowman.n.01"),
)
