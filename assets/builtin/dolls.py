"""Dolls and a robot."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import bevelled_box, blob, cylinder, lathe, place, torus, tube

from .beasts import ball, balls, pair, rod
from .model import model
from .parts import BLACK, CHROME, DARK, WHITE
from .skins import Picture, drawn, fur, layered, projected, shade

_SKIN: Final = Material((0.88, 0.66, 0.54), roughness=0.6)


def matryoshka(rng: np.random.Generator) -> Mesh:
    """A nesting doll with a painted face and flowers."""
    scarf = shade(rng, [(0.80, 0.10, 0.12), (0.92, 0.62, 0.10), (0.14, 0.36, 0.66)])
    apron, face, ink = (0.95, 0.86, 0.60), (0.95, 0.80, 0.68), (0.10, 0.08, 0.08)

    def paint(y: Picture, z: Picture) -> Picture:
        y = (y - 0.5) * 0.9
        flowers = (0.5 - np.hypot((y * 5 + 0.5) % 1 - 0.5, (z * 6.3) % 1 - 0.5)) * 12 - 2.6
        picture = layered(
            scarf,
            ((0.24 - np.hypot(y * 1.0, (z - 0.30) * 1.1)) * 60, apron),
            (flowers * (z < 0.58), (0.88, 0.25, 0.35)),
        )
        picture = np.where(
            (z > 0.60)[..., None],
            layered(scarf, ((0.145 - np.hypot(y, (z - 0.785) * 1.3)) * 80, face)),
            picture,
        )
        hair = (0.150 - np.hypot(y, (z - 0.785) * 1.3)) * (z > 0.84 - np.abs(y) * 0.6) * (z > 0.7)
        dots = np.maximum.reduce(
            [
                (r - np.hypot(np.abs(y) - a, z - b)) * 120
                for a, b, r in ((0.05, 0.79, 0.014), (0.0, 0.735, 0.0))
            ]
        )
        cheeks, lips = (
            (0.026 - np.hypot(np.abs(y) - 0.082, z - 0.745)) * 60,
            (0.02 - np.hypot(y, (z - 0.725) * 2.2)) * 120,
        )
        parts = np.asarray(picture, dtype=np.float32)
        for amount, colour in (
            (hair * 80, (0.35, 0.20, 0.08)),
            (dots, ink),
            (cheeks, (0.92, 0.50, 0.45)),
            (lips, (0.80, 0.08, 0.12)),
        ):
            part = np.clip(amount, 0, 1)[..., None]
            parts = parts * (1 - part) + np.array(colour, dtype=np.float32) * part
        return parts

    body = lathe(
        [
            (0.26, 0.0),
            (0.31, 0.06),
            (0.36, 0.26),
            (0.35, 0.42),
            (0.28, 0.62),
            (0.22, 0.72),
            (0.225, 0.82),
            (0.23, 0.92),
            (0.18, 1.04),
            (0.10, 1.11),
            (0.0, 1.13),
        ],
        BLACK,
        segments=32,
        crease=180,
    )
    gloss = drawn(paint, "matryoshka", 0.2)
    painted = projected(body, gloss, (1, 2))
    behind = (painted.positions[painted.faces, 0].mean(axis=1) < 0).astype(np.int32)
    return merge(
        [
            replace(painted, materials=(gloss, Material(scarf, roughness=0.2)), face_material=behind),
            torus(
                0.36,
                0.006,
                Material((0.85, 0.66, 0.28), roughness=0.3, metallic=0.8),
                segments=32,
                sides=6,
                at=(0, 0, 0.36),
            ),
        ]
    )


def nutcracker(rng: np.random.Generator) -> Mesh:
    """A wooden nutcracker soldier on his block, 1.5 m."""
    coat = Material(shade(rng, [(0.75, 0.10, 0.10), (0.12, 0.25, 0.60), (0.12, 0.42, 0.22)]), roughness=0.35)
    white, gold = (
        Material((0.93, 0.92, 0.88), roughness=0.4),
        Material((0.90, 0.70, 0.25), roughness=0.3, metallic=0.7),
    )
    hair = fur(rng, (0.93, 0.92, 0.90), coarse=0.2)
    parts = [
        bevelled_box((0.46, 0.56, 0.10), Material((0.20, 0.40, 0.25), roughness=0.5), bevel=0.02),
        cylinder(0.21, 0.40, coat, top=0.23, segments=24, at=(0, 0, 0.54)),
        cylinder(0.235, 0.05, white, segments=24, at=(0, 0, 0.58)),
        cylinder(0.16, 0.30, _SKIN, top=0.165, segments=24, at=(0, 0, 0.94)),
        cylinder(0.19, 0.26, BLACK, top=0.21, segments=24, at=(0, 0, 1.22)),
        cylinder(0.197, 0.035, gold, segments=24, at=(0, 0, 1.22)),
        ball((0.20, 0, 1.36), (0.03, 0.05, 0.05), gold),
        rod([(0.10, 0, 1.48, 0.03), (0.10, 0, 1.58, 0.045)], coat),
        bevelled_box((0.08, 0.17, 0.10), white, bevel=0.02, at=(0.13, 0, 0.96)),
        blob(rng, (0.06, 0.12, 0.12), hair, at=(0.15, 0, 0.90)),
        ball((0.17, 0, 1.11), (0.05, 0.03, 0.045), _SKIN),
        *balls((0.16, 0.065, 1.16), 0.026),
        *balls((0.15, 0.06, 1.20), (0.03, 0.04, 0.012), hair),
        *pair([(0.16, 0.02, 1.06, 0.02), (0.16, 0.12, 1.055, 0.02), (0.14, 0.16, 1.09, 0.008)], hair),
        *balls((-0.04, 0.16, 1.06), (0.10, 0.05, 0.16), hair),
        *(ball((0.225, 0, z), 0.025, gold) for z in (0.68, 0.76, 0.84)),
    ]
    for side in (1, -1):
        parts.append(cylinder(0.085, 0.28, BLACK, segments=16, at=(0, side * 0.11, 0.10)))
        parts.append(cylinder(0.08, 0.18, white, segments=16, at=(0, side * 0.11, 0.37)))
        parts.append(ball((0.07, side * 0.11, 0.13), (0.13, 0.08, 0.05), BLACK))
        parts.append(rod([(0, side * 0.29, 0.88, 0.075), (0, side * 0.30, 0.54, 0.065)], coat, 14))
        parts.append(ball((0, side * 0.30, 0.46), 0.065, _SKIN))
        parts.append(cylinder(0.09, 0.03, gold, segments=16, at=(0, side * 0.285, 0.92)))
    return merge(parts)


def tin_robot(rng: np.random.Generator) -> Mesh:
    """A retro robot with dials, claws and a lamp on its head."""
    shell = Material(
        shade(rng, [(0.62, 0.66, 0.70), (0.72, 0.30, 0.18), (0.25, 0.50, 0.55)]), roughness=0.3, metallic=0.5
    )
    red, glow = (
        Material((0.85, 0.12, 0.10), roughness=0.3),
        Material((0.98, 0.85, 0.30), roughness=0.3, emission=0.4),
    )
    parts = [
        bevelled_box((0.38, 0.54, 0.58), shell, bevel=0.05, at=(0, 0, 0.52)),
        bevelled_box((0.04, 0.38, 0.34), DARK, bevel=0.015, at=(0.19, 0, 0.66)),
        *(
            place(cylinder(0.06, 0.03, ink, segments=18), (0.205, y, 0.90), pitch=-90)
            for y, ink in ((0.1, WHITE), (-0.1, glow))
        ),
        *(
            ball((0.215, y, 0.74), 0.03, ink)
            for y, ink in ((-0.12, red), (-0.04, glow), (0.04, Material((0.15, 0.65, 0.25))), (0.12, red))
        ),
        cylinder(0.10, 0.08, CHROME, segments=18, at=(0, 0, 1.10)),
        bevelled_box((0.32, 0.36, 0.30), shell, bevel=0.05, at=(0, 0, 1.17)),
        *(
            place(cylinder(0.065, 0.05, glow, segments=18), (0.15, y, 1.36), pitch=-90)
            for y in (0.085, -0.085)
        ),
        *(
            bevelled_box((0.03, 0.03, 0.07), DARK, bevel=0.005, at=(0.16, 0.045 * k, 1.205))
            for k in (-2, -1, 0, 1, 2)
        ),
        rod([(0, 0, 1.46, 0.02), (0, 0, 1.60, 0.015)], CHROME),
        ball((0, 0, 1.63), 0.05, red),
    ]
    for side in (1, -1):
        parts.append(place(cylinder(0.06, 0.06, red, segments=16), (0, side * 0.17, 1.33), roll=-side * 90))
        parts += [
            ball(
                (0.04 * k, side * (0.33 + 0.012 * k), 1.0 - 0.085 * k),
                0.075,
                CHROME if k % 2 else shell,
                fine=12,
            )
            for k in range(6)
        ]
        parts.append(
            tube(
                [
                    (0.24, side * 0.40 + 0.07 * np.cos(a), 0.50 + 0.09 * np.sin(a))
                    for a in np.linspace(-0.9, 4.0, 12)
                ],
                0.028,
                red,
                sides=8,
                up=(1, 0, 0),
            )
        )
        parts += [
            ball((0, side * 0.15, 0.47 - 0.075 * k), (0.10, 0.10, 0.055), CHROME if k % 2 else DARK, fine=12)
            for k in range(5)
        ]
        parts.append(bevelled_box((0.40, 0.22, 0.14), shell, bevel=0.04, at=(0.05, side * 0.16, 0.0)))
    return merge(parts)


MODELS: Final = (
    model(matryoshka, "doll", "doll.n.01"),
    model(nutcracker, "doll", "nutcracker.n.02"),
    model(tin_robot, "robot", "automaton.n.02"),
)
