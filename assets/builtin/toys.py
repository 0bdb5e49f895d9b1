"""Toys far larger than the ones they are modelled on."""

from __future__ import annotations

from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import (
    box,
    ellipsoid,
    place,
    tube,
)

from .animals import HORSE
from .model import model
from .parts import BLACK, DARK, choose, patches, textured
from .quadruped import Build, ears, eyes, quadruped

_GIRAFFE = Build(
    spine=[(-0.30, 0, 0.92), (-0.1, 0, 0.97), (0.12, 0, 1.02), (0.28, 0, 1.08)],
    spine_radii=[(0.13, 0.13), (0.165, 0.18), (0.165, 0.20), (0.12, 0.16)],
    neck=[(0.26, 0, 1.12), (0.42, 0, 1.50), (0.52, 0, 1.86)],
    neck_radii=[(0.09, 0.13), (0.07, 0.085), (0.06, 0.065)],
    head=[(0.50, 0, 1.93), (0.60, 0, 1.92), (0.76, 0, 1.84)],
    head_radii=[(0.075, 0.08), (0.07, 0.07), (0.048, 0.045)],
    tail=[(-0.42, 0, 0.96), (-0.48, 0, 0.8), (-0.47, 0, 0.56)],
    tail_radii=[0.018, 0.015, 0.035],
    fore=[(0.22, 0.10, 0.92), (0.22, 0.10, 0.5), (0.22, 0.10, 0.05)],
    fore_radii=[0.085, 0.05, 0.042],
    hind=[(-0.26, 0.10, 0.88), (-0.23, 0.10, 0.5), (-0.27, 0.10, 0.05)],
    hind_radii=[0.105, 0.055, 0.042],
    hoof=(0.05, 0.06),
    stride=0.06,
)


def toy_giraffe(rng: np.random.Generator) -> Mesh:
    """A plush giraffe, taller than a man."""
    coat = patches(rng, (0.90, 0.76, 0.48), (0.48, 0.27, 0.12), low=9.0, share=0.52)
    brown = Material((0.36, 0.20, 0.10), roughness=0.95)
    knobs = [
        mesh
        for s in (-1, 1)
        for mesh in (
            tube([(0.49, s * 0.035, 1.98), (0.48, s * 0.045, 2.09)], 0.014, coat, sides=8),
            ellipsoid((0.025,) * 3, brown, segments=8, rings=6, at=(0.48, s * 0.045, 2.10)),
        )
    ]
    return merge(
        [
            *quadruped(_GIRAFFE, coat, brown, brown),
            *knobs,
            *ears(0.46, 0.12, 1.96, (0.02, 0.065, 0.03), coat, out=-15),
            *eyes(0.60, 0.066, 1.955, 0.018),
            ellipsoid(
                (0.05, 0.052, 0.045), Material((0.93, 0.86, 0.72)), segments=10, rings=8, at=(0.775, 0, 1.83)
            ),
            tube([(0.22, 0, 1.30), (0.36, 0, 1.58), (0.45, 0, 1.90)], [(0.012, 0.03)] * 3, brown, sides=6),
        ]
    )


def rocking_horse(rng: np.random.Generator) -> Mesh:
    """A painted wooden horse on bow rockers, with saddle."""
    paint = choose(rng, [(0.90, 0.88, 0.82), (0.62, 0.42, 0.24), (0.45, 0.50, 0.52)], roughness=0.4)
    trim = choose(rng, [(0.62, 0.10, 0.10), (0.12, 0.26, 0.44), (0.16, 0.36, 0.22)], roughness=0.5)
    wooden = textured(rng, "wood_planks", (0.95, 0.85, 0.75), roughness=0.6)
    small = place(merge(quadruped(HORSE, paint, DARK, DARK)), (0, 0, 0.13), scale=0.55)
    angle = np.radians(np.linspace(-36, 36, 13))
    parts = [small]
    for side in (-1, 1):
        bow = np.column_stack([1.25 * np.sin(angle), np.full(13, side * 0.12), 1.28 - 1.25 * np.cos(angle)])
        parts.append(tube(bow, [(0.022, 0.035)] * 13, trim, sides=8))
    parts += [box((0.08, 0.30, 0.04), wooden, at=(x, 0, 0.12)) for x in (-0.42, 0.42)]
    parts.append(ellipsoid((0.17, 0.165, 0.10), trim, segments=14, rings=8, at=(-0.02, 0, 0.885)))
    parts.append(tube([(0.50, -0.16, 1.02), (0.50, 0.16, 1.02)], 0.014, wooden, sides=8))
    parts.append(
        tube(
            [(0.29, 0, 0.95), (0.40, 0, 1.08), (0.50, 0, 1.22)],
            [(0.02, 0.045)] * 3,
            DARK,
            sides=8,
            rounded=True,
        )
    )
    parts += [*ears(0.515, 0.03, 1.25, (0.014, 0.016, 0.05), paint, out=10), *eyes(0.575, 0.042, 1.14, 0.013)]
    return merge(parts)


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


MODELS: Final = (
    model(teddy_bear, "toy", "teddy.n.01"),
    model(rocking_horse, "toy", "rocking_horse.n.01"),
    model(toy_giraffe, "toy", "plaything.n.01"),
)
