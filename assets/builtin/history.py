"""Things from museums: arms and armour, a bell in its frame."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import bevelled_box, box, ellipsoid, extrude, lathe, place, torus, tube

from .edibles import turned
from .joinery import mirrored, rod, spoked
from .model import model
from .parts import BLACK, DARK, STEEL, choose
from .prints import wood

_GOLD: Final = Material((0.82, 0.62, 0.22), roughness=0.3, metallic=0.7)
_BRONZE: Final = Material((0.50, 0.36, 0.18), roughness=0.35, metallic=0.7)
_IRON: Final = Material((0.18, 0.18, 0.19), roughness=0.5, metallic=0.6)
_STONES: Final = [(0.62, 0.58, 0.50), (0.50, 0.48, 0.45), (0.66, 0.52, 0.36), (0.40, 0.36, 0.33)]


def cannon(rng: np.random.Generator) -> Mesh:
    """A field gun on spoked wheels with a pile of balls."""
    timber = wood(rng, (0.44, 0.26, 0.14), roughness=0.7)
    bronze = _BRONZE if rng.random() < 0.5 else _IRON
    line = [
        (0.05, -0.62),
        (0.075, -0.58),
        (0.04, -0.53),
        (0.15, -0.48),
        (0.17, -0.44),
        (0.165, -0.1),
        (0.18, -0.08),
    ]
    line += [
        (0.15, -0.04),
        (0.14, 0.3),
        (0.155, 0.32),
        (0.13, 0.36),
        (0.115, 0.85),
        (0.15, 0.92),
        (0.14, 1.0),
    ]
    line += [(0.075, 1.0), (0.07, 0.8)]
    barrel = lathe(line, bronze, segments=24, crease=35.0, caps=False)
    parts = [place(barrel, (0.0, 0, 0.80), pitch=-82)]
    parts.append(rod((0, -0.26, 0.78), (0, 0.26, 0.78), 0.05, bronze))
    for side in (-1, 1):
        cheek = np.array(
            [
                (0.30, 0.42),
                (0.30, 0.62),
                (0.08, 0.80),
                (-0.20, 0.76),
                (-1.25, 0.04),
                (-1.25, -0.0),
                (-1.05, 0.0),
            ]
        )
        parts.append(extrude(cheek, 0.08, timber, plane="xz", at=(0, side * 0.21, 0), crease=20.0))
        parts.append(spoked(0.52, 0.05, timber, timber, (0.10, side * 0.42, 0.52), 10))
        for turn in range(10):
            a = 2 * math.pi * turn / 10
            end = (0.10 + 0.5 * math.cos(a), side * 0.42, 0.52 + 0.5 * math.sin(a))
            parts.append(rod((0.10, side * 0.42, 0.52), end, 0.024, timber, sides=6))
    parts += [
        rod((0.10, -0.52, 0.52), (0.10, 0.52, 0.52), 0.05, _IRON),
        box((0.2, 0.36, 0.1), timber, at=(-0.9, 0, 0.12)),
    ]
    parts += [
        ellipsoid((0.11, 0.11, 0.11), _IRON, segments=14, rings=8, at=(0.72 + x, y, z))
        for x, y, z in ((0, -0.11, 0.11), (0, 0.11, 0.11), (0.19, 0, 0.11), (0.065, 0, 0.29))
    ]
    return merge(parts)


def suit_of_armour(rng: np.random.Generator) -> Mesh:
    """A knight's empty plate armour on a plinth, hands on a sword, a plume on the helmet."""
    plate = Material((0.60, 0.62, 0.65), roughness=0.25, metallic=0.7)
    plume = choose(rng, [(0.68, 0.08, 0.10), (0.12, 0.26, 0.60), (0.90, 0.88, 0.82)], roughness=0.95)
    half: list[Mesh] = [
        tube([(0.0, 0.11, 0.95), (0.02, 0.13, 0.60)], [(0.115, 0.12), (0.085, 0.09)], plate, sides=12),
        tube(
            [(0.0, 0.13, 0.56), (-0.01, 0.14, 0.30), (0, 0.14, 0.10)], [0.085, 0.085, 0.06], plate, sides=12
        ),
        ellipsoid((0.10, 0.10, 0.08), plate, segments=12, rings=8, at=(0.02, 0.13, 0.58)),
        tube(
            [(-0.07, 0.14, 0.06), (0.08, 0.15, 0.06), (0.22, 0.16, 0.03)],
            [(0.06, 0.06), (0.06, 0.05), (0.012, 0.02)],
            plate,
        ),
        ellipsoid((0.14, 0.13, 0.13), plate, segments=14, rings=10, at=(0, 0.28, 1.42)),
        tube([(0.0, 0.31, 1.38), (0.02, 0.36, 1.14)], [0.08, 0.07], plate, sides=12),
        ellipsoid((0.085, 0.085, 0.08), plate, segments=12, rings=8, at=(0.03, 0.36, 1.12)),
        tube(
            [(0.03, 0.36, 1.12), (0.16, 0.22, 1.02), (0.26, 0.06, 1.0)], [0.07, 0.06, 0.055], plate, sides=12
        ),
        ellipsoid((0.075, 0.06, 0.07), _IRON, segments=10, rings=8, at=(0.29, 0.03, 0.99)),
    ]
    parts = [
        *mirrored(half),
        bevelled_box((0.62, 0.70, 0.12), wood(rng, (0.34, 0.19, 0.10)), bevel=0.02, at=(0.06, 0, -0.12)),
    ]
    trunk = [(0, 0, 0.86), (0, 0, 1.02), (0, 0, 1.12), (0.02, 0, 1.32), (0, 0, 1.48), (0, 0, 1.56)]
    widths = [(0.27, 0.19), (0.20, 0.14), (0.19, 0.14), (0.27, 0.19), (0.20, 0.13), (0.09, 0.09)]
    parts.append(tube(trunk, widths, plate, sides=18, up=(1, 0, 0)))
    parts += [
        place(torus(1.0, 0.07, _GOLD, sides=6), (0, 0, z), scale=(a, b, 0.2))
        for z, a, b in ((1.06, 0.14, 0.195), (0.88, 0.19, 0.27))
    ]
    parts.append(
        turned([(0.10, 1.54), (0.145, 1.62), (0.155, 1.72), (0.13, 1.84), (0.02, 1.90)], plate, segments=20)
    )
    parts.append(
        tube(
            [(0.06, 0, 1.58), (0.17, 0, 1.68), (0.10, 0, 1.80)],
            [(0.09, 0.02), (0.10, 0.03), (0.09, 0.02)],
            plate,
            sides=8,
        )
    )
    parts += [
        box((0.02, 0.22, 0.022), BLACK, at=(0.155, 0, 1.735)),
        *(box((0.02, 0.012, 0.09), BLACK, at=(0.172, y, 1.62)) for y in (-0.05, 0, 0.05)),
    ]
    tuft = [(0.0, 0, 1.86), (-0.04, 0, 2.06), (-0.18, 0, 2.08), (-0.28, 0, 1.86), (-0.26, 0, 1.66)]
    parts.append(tube(np.array(tuft), [0.02, 0.06, 0.08, 0.07, 0.02], plume, sides=8))
    parts += [
        tube([(0.30, 0, 1.0), (0.30, 0, 0.0)], [(0.035, 0.01), (0.02, 0.008)], STEEL, sides=6, up=(1, 0, 0)),
        rod((0.30, -0.17, 1.06), (0.30, 0.17, 1.06), 0.022, _GOLD),
    ]
    parts += [
        rod((0.30, 0, 1.0), (0.30, 0, 1.26), 0.022, DARK),
        ellipsoid((0.04, 0.04, 0.04), _GOLD, segments=10, rings=6, at=(0.30, 0, 1.28)),
    ]
    return merge(parts)


def shield(rng: np.random.Generator) -> Mesh:
    """A knight's shield with a cross and two swords crossed behind it, on a block."""
    one = choose(rng, [(0.62, 0.08, 0.09), (0.10, 0.22, 0.52), (0.10, 0.34, 0.18)], roughness=0.4)
    two = choose(rng, [(0.92, 0.90, 0.84), (0.88, 0.70, 0.14)], roughness=0.4)
    t = np.linspace(0, 1, 9)
    side = np.column_stack([0.56 * np.cos(t * math.pi / 2) ** 0.8, 0.62 - 0.72 * t**1.25])
    flat = np.concatenate([side, (side * (-1, 1))[::-1][1:]])
    flat = np.concatenate([[(0.56, 1.18)], flat, [(-0.56, 1.18)]])
    parts = [
        extrude(flat, 0.06, _GOLD, plane="yz", bevel=0.015),
        extrude((flat - (0, 0.6)) * 0.92 + (0, 0.6), 0.075, one, plane="yz"),
    ]
    parts += [box((0.085, 0.18, 1.06), two, at=(0, 0, 0.05)), box((0.085, 0.97, 0.18), two, at=(0, 0, 0.62))]
    parts.append(
        place(lathe([(0.16, 0), (0.14, 0.05), (0.06, 0.10), (0.01, 0.11)], _GOLD), (0.04, 0, 0.71), pitch=-90)
    )
    for turn in (-1, 1):
        sword = [
            place(
                extrude(
                    np.array([(0, -0.75), (0.05, -0.65), (0.05, 0.55), (-0.05, 0.55), (-0.05, -0.65)]),
                    0.02,
                    STEEL,
                    plane="yz",
                )
            )
        ]
        sword += [
            rod((0, -0.18, 0.55), (0, 0.18, 0.55), 0.026, _GOLD),
            rod((0, 0, 0.55), (0, 0, 0.82), 0.026, DARK),
        ]
        sword.append(ellipsoid((0.05, 0.05, 0.05), _GOLD, segments=10, rings=6, at=(0, 0, 0.85)))
        parts.append(place(merge(sword), (-0.07 - 0.02 * turn, 0, 0.66), roll=42 * turn))
    base = bevelled_box((0.34, 0.60, 0.20), choose(rng, _STONES), bevel=0.02, at=(-0.02, 0, -0.22))
    return merge([*parts, base])


def temple_bell(rng: np.random.Generator) -> Mesh:
    """A bronze bell in a timber frame, a rope on its clapper."""
    bronze = Material(
        (0.46, 0.34, 0.16) if rng.random() < 0.5 else (0.34, 0.42, 0.36), roughness=0.35, metallic=0.6
    )
    timber = wood(rng, (0.42, 0.22, 0.12), roughness=0.7)
    line = [(0.52, 0.0), (0.50, 0.05), (0.40, 0.22), (0.33, 0.50), (0.29, 0.72), (0.20, 0.82), (0.02, 0.86)]
    bell = [
        turned(line, bronze, segments=32),
        torus(0.30, 0.016, bronze, sides=6, at=(0, 0, 0.66)),
        torus(0.43, 0.016, bronze, sides=6, at=(0, 0, 0.16)),
    ]
    bell += [
        rod((0, 0, 0.05), (0, 0, -0.10), 0.02, _IRON),
        ellipsoid((0.08, 0.08, 0.09), _IRON, segments=12, rings=8, at=(0, 0, -0.08)),
    ]
    bell += [
        rod((0, 0, 0.84), (0, 0, 1.10), 0.05, _IRON),
        tube([(0, 0, -0.16), (0.02, 0, -0.42)], 0.016, wood(rng, (0.75, 0.65, 0.45))),
    ]
    parts = [place(merge(bell), (0, 0, 0.58))]
    for side in (-1, 1):
        parts += [
            box((0.12, 0.12, 1.62), timber, at=(0, side * 0.72, 0)),
            box((0.90, 0.14, 0.12), timber, at=(0, side * 0.72, 0)),
        ]
        parts += [
            tube([(x * 0.42, side * 0.72, 0.1), (x * 0.05, side * 0.72, 0.80)], 0.045, timber, sides=4)
            for x in (-1, 1)
        ]
    parts.append(bevelled_box((0.16, 1.90, 0.16), timber, bevel=0.02, at=(0, 0, 1.60)))
    return merge(parts)


MODELS: Final = (
    model(cannon, "weapon", "cannon.n.01"),
    model(suit_of_armour, "armour", "body_armor.n.01"),
    model(shield, "armour", "shield.n.02"),
    model(temple_bell, "bell", "bell.n.01"),
)
