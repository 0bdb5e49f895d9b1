"""What children play on outdoors."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import bevelled_box, box, cylinder, ellipsoid, extrude, place, torus, tube

from .joinery import bent, rod
from .model import model
from .parts import BLACK, DARK, RUBBER, STEEL, WHITE, choose
from .prints import wood
from .surfaces import band

_BRIGHT: Final = [
    (0.80, 0.14, 0.12),
    (0.12, 0.34, 0.66),
    (0.92, 0.68, 0.10),
    (0.18, 0.50, 0.26),
    (0.90, 0.42, 0.08),
]


def slide(rng: np.random.Generator) -> Mesh:
    """A slide with a ladder and a railed platform, running down towards +x."""
    paint = choose(rng, _BRIGHT, roughness=0.3)
    frame = choose(rng, _BRIGHT, roughness=0.4)
    path = [
        (-0.55, 0, 1.30),
        (-0.3, 0, 1.26),
        (0.0, 0, 1.04),
        (0.5, 0, 0.58),
        (0.95, 0, 0.26),
        (1.20, 0, 0.18),
        (1.36, 0, 0.18),
    ]
    line = np.array(path)
    parts = [band(line, 0.50, 0.03, paint)]
    for side in (-1, 1):
        lip = line + np.array((0, side * 0.25, 0.06))
        parts.append(tube(lip, [(0.02, 0.085)] * len(lip), paint, sides=8))
        parts.append(tube(lip + np.array((0, 0, 0.085)), 0.03, paint, sides=8))
        rail = [
            (-1.20, side * 0.25, 0.02),
            (-0.80, side * 0.25, 1.30),
            (-0.78, side * 0.25, 1.75),
            (-0.5, side * 0.25, 1.80),
            (-0.18, side * 0.25, 1.42),
        ]
        parts.append(bent(rail, 0.026, frame))
        parts.append(rod((-0.28, side * 0.25, 1.25), (-0.20, side * 0.30, 0.0), 0.03, frame))
        parts.append(rod((1.05, side * 0.2, 0.2), (1.05, side * 0.2, 0.0), 0.03, frame))
    parts.append(box((0.42, 0.5, 0.04), wood(rng), at=(-0.66, 0, 1.27)))
    for k in range(1, 6):
        t = k / 6
        parts.append(box((0.12, 0.5, 0.03), STEEL, at=(-1.20 + 0.40 * t, 0, 1.28 * t)))
    return merge(parts)


def seesaw(rng: np.random.Generator) -> Mesh:
    """A plank on a trestle, one end down, with seats and handles."""
    paint = choose(rng, _BRIGHT, roughness=0.4)
    other = choose(rng, _BRIGHT, roughness=0.4)
    parts = [box((2.7, 0.20, 0.06), wood(rng, (0.60, 0.42, 0.24), across=True))]
    for side in (-1, 1):
        x = side * 1.12
        parts.append(bevelled_box((0.36, 0.32, 0.06), other, bevel=0.02, at=(x + 0.06 * side, 0, 0.06)))
        grip = [(x - side * 0.28, -0.16, 0.34), (x - side * 0.28, 0.16, 0.34)]
        parts += [
            rod(grip[0], grip[1], 0.022, BLACK),
            rod((x - side * 0.28, 0, 0.03), (x - side * 0.28, 0, 0.34), 0.02, STEEL),
        ]
        parts.append(torus(0.14, 0.06, RUBBER, at=(side * 1.16, 0, -0.08)))
    plank = place(merge(parts), (0, 0, 0.52), pitch=14)
    trestle = [
        bent([(0, y, 0.0), (0, y * 0.6, 0.45), (0, y * 0.3, 0.53)], 0.04, paint) for y in (-0.45, 0.45)
    ]
    trestle += [
        rod((x, y, 0), (0, y * 0.5, 0.50), 0.035, paint) for x in (-0.36, 0.36) for y in (-0.34, 0.34)
    ]
    return merge([plank, *trestle, rod((0, -0.3, 0.50), (0, 0.3, 0.50), 0.045, STEEL)])


def spring_rider(rng: np.random.Generator) -> Mesh:
    """A rocking chicken on a steel spring."""
    paint = choose(
        rng, [(0.92, 0.70, 0.12), (0.90, 0.90, 0.86), (0.14, 0.40, 0.62), (0.78, 0.30, 0.36)], roughness=0.35
    )
    red = choose(rng, [(0.80, 0.10, 0.10), (0.90, 0.36, 0.06)], roughness=0.35)
    flat = [
        (-0.50, 0.50),
        (-0.62, 0.86),
        (-0.72, 1.06),
        (-0.50, 1.02),
        (-0.30, 0.82),
        (0.06, 0.80),
        (0.18, 1.06),
    ]
    flat += [(0.30, 1.22), (0.46, 1.20), (0.54, 1.04), (0.48, 0.66), (0.30, 0.48), (0.0, 0.42)]
    parts = [extrude(np.array(flat)[::-1], 0.10, paint, plane="xz", bevel=0.025)]
    comb = [(0.20, 1.14), (0.18, 1.30), (0.27, 1.26), (0.32, 1.38), (0.38, 1.27), (0.47, 1.32), (0.47, 1.16)]
    parts += [
        extrude(np.array(comb)[::-1], 0.07, red, plane="xz"),
        extrude(np.array([(0.50, 1.14), (0.50, 1.00), (0.70, 1.05)]), 0.08, red, plane="xz"),
    ]
    wing = np.array([(-0.36, 0.58), (-0.42, 0.78), (0.10, 0.72), (0.16, 0.60), (0.0, 0.52)])
    parts += [extrude(wing[::-1], 0.05, red, plane="xz", at=(0, y, 0), bevel=0.01) for y in (-0.085, 0.085)]
    parts += [
        ellipsoid((0.035, 0.02, 0.045), tone, segments=10, rings=6, at=(0.40 + d, s * y, 1.11))
        for s in (-1, 1)
        for tone, y, d in ((WHITE, 0.055, 0), (BLACK, 0.068, 0.012))
    ]
    parts += [
        bevelled_box((0.36, 0.30, 0.06), BLACK, bevel=0.02, at=(-0.12, 0, 0.80)),
        rod((0.22, -0.26, 0.98), (0.22, 0.26, 0.98), 0.024, STEEL),
    ]
    parts.append(rod((0.10, -0.26, 0.50), (0.10, 0.26, 0.50), 0.024, STEEL))
    turn = np.linspace(0, 2 * math.pi * 5, 76)
    coil = np.column_stack([0.15 * np.cos(turn), 0.15 * np.sin(turn), 0.06 + 0.36 * turn / turn[-1]])
    parts += [
        tube(coil, 0.026, DARK, sides=7),
        cylinder(0.30, 0.05, STEEL, segments=24),
        cylinder(0.17, 0.03, STEEL, at=(0, 0, 0.42)),
    ]
    return merge(parts)


def roundabout(rng: np.random.Generator) -> Mesh:
    """A playground roundabout: a turning disc with bars to hold."""
    inks = [_BRIGHT[int(k)] for k in rng.permutation(len(_BRIGHT))[:3]]
    parts = [
        cylinder(1.1, 0.07, Material(inks[0], roughness=0.5), segments=36, at=(0, 0, 0.14)),
        cylinder(0.5, 0.14, DARK, top=0.4, segments=24),
    ]
    parts += [
        torus(1.1, 0.035, STEEL, segments=36, sides=8, at=(0, 0, 0.175)),
        cylinder(0.08, 0.75, STEEL, at=(0, 0, 0.2)),
    ]
    parts.append(cylinder(0.36, 0.03, Material(inks[2], roughness=0.3), segments=24, at=(0, 0, 0.95)))
    for turn in range(6):
        hoop = [(0.10, 0, 0.88), (0.55, 0, 0.92), (0.96, 0, 0.86), (1.02, 0, 0.55), (1.02, 0, 0.20)]
        bar = bent(hoop, 0.028, Material(inks[1 + turn % 2], roughness=0.3))
        parts.append(place(bar, yaw=60.0 * turn))
    return merge(parts)


def climbing_dome(rng: np.random.Generator) -> Mesh:
    """A half ball of steel bars in bright colours."""
    inks = [Material(_BRIGHT[int(k)], roughness=0.35) for k in rng.permutation(len(_BRIGHT))[:3]]
    levels = [(1.30, 0.02), (1.16, 0.55), (0.82, 0.95), (0.36, 1.20)]
    rings = [
        [
            (r * math.cos(a), r * math.sin(a), z)
            for a in ((k + 0.5 * (level % 2)) * math.pi / 4 for k in range(8))
        ]
        for level, (r, z) in enumerate(levels)
    ]
    parts = []
    for level, ring in enumerate(rings):
        for k in range(8):
            if level:
                parts.append(rod(ring[k], ring[(k + 1) % 8], 0.026, inks[level % 3], sides=7))
                low = rings[level - 1]
                other = (k + 1) % 8 if level % 2 else (k - 1) % 8
                parts += [
                    rod(low[k], ring[k], 0.026, inks[(level + 1) % 3], sides=7),
                    rod(low[other], ring[k], 0.026, inks[(level + 2) % 3], sides=7),
                ]
                parts.append(ellipsoid((0.05, 0.05, 0.05), DARK, segments=8, rings=5, at=ring[k]))
    return merge(parts)


def sandpit_shell(rng: np.random.Generator) -> Mesh:
    """A plastic sandpit like a shell, with sand, a bucket and a spade."""
    shell = choose(rng, _BRIGHT, roughness=0.35)
    toy = choose(rng, _BRIGHT, roughness=0.35)
    sand = Material((0.80, 0.68, 0.46), roughness=1.0)
    turn = np.linspace(0, 2 * math.pi, 65)[:-1]
    wave = 1 + 0.04 * np.cos(12 * turn)
    flat = np.column_stack([0.92 * wave * np.cos(turn), 0.80 * wave * np.sin(turn)])
    rim = np.column_stack([flat * 0.98, np.full(64, 0.26)])
    parts = [extrude(flat, 0.24, shell, bevel=0.03), extrude(flat * 0.88, 0.012, sand, at=(0, 0, 0.236))]
    parts += [
        tube([*rim, rim[0]], 0.045, shell, sides=8),
        ellipsoid((0.34, 0.28, 0.16), sand, at=(-0.2, 0.16, 0.24)),
    ]
    parts.append(cylinder(0.13, 0.26, toy, top=0.17, segments=18, at=(0.38, -0.22, 0.24)))
    parts.append(
        bent([(0.38, -0.39, 0.5), (0.38, -0.32, 0.66), (0.38, -0.12, 0.66), (0.38, -0.05, 0.5)], 0.012, WHITE)
    )
    spade = merge(
        [
            bevelled_box((0.03, 0.18, 0.24), toy, bevel=0.01),
            rod((0, 0, 0.2), (0, 0, 0.56), 0.02, wood(rng)),
            rod((0, -0.08, 0.56), (0, 0.08, 0.56), 0.022, toy),
        ]
    )
    return merge([*parts, place(spade, (-0.2, 0.14, 0.28), pitch=-18, yaw=30)])


MODELS: Final = (
    model(slide, "playground", "slide.n.03"),
    model(seesaw, "playground", "seesaw.n.01"),
    model(spring_rider, "playground", "plaything.n.01"),
    model(roundabout, "playground", "carousel.n.02"),
    model(climbing_dome, "playground", "jungle_gym.n.01"),
    model(sandpit_shell, "playground", "sandbox.n.02"),
)
