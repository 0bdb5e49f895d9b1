"""Four-legged animals."""

from __future__ import annotations

from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import (
    blob,
    ellipsoid,
    place,
    tube,
)

from .model import model
from .parts import BLACK, DARK, choose, patches, textured
from .quadruped import Build, ears, eyes, quadruped

HORSE = Build(
    spine=[(-0.66, 0, 1.20), (-0.42, 0, 1.22), (0, 0, 1.16), (0.38, 0, 1.19), (0.58, 0, 1.22)],
    spine_radii=[(0.20, 0.20), (0.28, 0.31), (0.27, 0.29), (0.26, 0.32), (0.18, 0.24)],
    neck=[(0.52, 0, 1.28), (0.78, 0, 1.60), (0.93, 0, 1.86)],
    neck_radii=[(0.14, 0.27), (0.10, 0.18), (0.085, 0.12)],
    head=[(0.90, 0, 1.90), (1.08, 0, 1.78), (1.30, 0, 1.57)],
    head_radii=[(0.09, 0.12), (0.085, 0.115), (0.06, 0.07)],
    tail=[(-0.84, 0, 1.34), (-0.96, 0, 1.20), (-1.02, 0, 0.90), (-0.98, 0, 0.55)],
    tail_radii=[0.04, 0.07, 0.09, 0.03],
    fore=[(0.45, 0.14, 1.05), (0.47, 0.14, 0.62), (0.45, 0.14, 0.34), (0.46, 0.14, 0.07)],
    fore_radii=[0.15, 0.08, 0.052, 0.05],
    hind=[(-0.52, 0.15, 1.10), (-0.44, 0.15, 0.78), (-0.60, 0.15, 0.50), (-0.54, 0.15, 0.07)],
    hind_radii=[0.20, 0.13, 0.068, 0.052],
    hoof=(0.065, 0.08),
    stride=0.34,
)


def horse(rng: np.random.Generator) -> Mesh:
    """A bay, chestnut or grey horse, 1.6 m at the withers."""
    coat = choose(rng, [(0.36, 0.20, 0.11), (0.50, 0.29, 0.15), (0.62, 0.60, 0.57), (0.20, 0.13, 0.10)])
    mane = DARK if rng.random() < 0.7 else Material((0.78, 0.70, 0.55), roughness=0.9)
    crest = [(0.50, 0, 1.50), (0.66, 0, 1.68), (0.80, 0, 1.86), (0.90, 0, 2.0)]
    return merge(
        [
            *quadruped(HORSE, coat, mane, DARK),
            tube(
                crest, [(0.03, 0.05), (0.035, 0.09), (0.035, 0.09), (0.03, 0.05)], mane, sides=8, rounded=True
            ),
            *ears(0.93, 0.06, 2.04, (0.025, 0.03, 0.09), coat, out=10),
            *eyes(1.04, 0.075, 1.84, 0.022),
        ]
    )


_COW = Build(
    spine=[(-0.78, 0, 1.05), (-0.45, 0, 1.02), (0, 0, 0.96), (0.42, 0, 1.0), (0.68, 0, 1.06)],
    spine_radii=[(0.22, 0.24), (0.33, 0.36), (0.36, 0.40), (0.30, 0.37), (0.20, 0.26)],
    neck=[(0.62, 0, 1.10), (0.86, 0, 1.20), (1.02, 0, 1.28)],
    neck_radii=[(0.17, 0.27), (0.13, 0.19), (0.11, 0.14)],
    head=[(1.00, 0, 1.32), (1.16, 0, 1.22), (1.38, 0, 1.04)],
    head_radii=[(0.13, 0.14), (0.11, 0.12), (0.085, 0.085)],
    tail=[(-0.98, 0, 1.22), (-1.06, 0, 1.0), (-1.06, 0, 0.6), (-1.05, 0, 0.42)],
    tail_radii=[0.03, 0.025, 0.02, 0.05],
    fore=[(0.48, 0.17, 0.85), (0.49, 0.17, 0.48), (0.48, 0.17, 0.07)],
    fore_radii=[0.15, 0.085, 0.06],
    hind=[(-0.60, 0.18, 0.90), (-0.54, 0.18, 0.62), (-0.66, 0.18, 0.42), (-0.60, 0.18, 0.07)],
    hind_radii=[0.20, 0.13, 0.075, 0.06],
    hoof=(0.075, 0.08),
    stride=0.2,
)


def cow(rng: np.random.Generator) -> Mesh:
    """A dairy cow in black or brown patches."""
    dark = (0.07, 0.06, 0.06) if rng.random() < 0.6 else (0.42, 0.22, 0.12)
    coat = patches(rng, (0.88, 0.86, 0.82), dark, low=1.0, share=0.5)
    pink = Material((0.82, 0.60, 0.55), roughness=0.6)
    horn = Material((0.85, 0.80, 0.68), roughness=0.5)
    horns = [
        tube(
            [(1.0, s * 0.09, 1.43), (1.02, s * 0.19, 1.47), (1.06, s * 0.23, 1.56)],
            [0.032, 0.026, 0.008],
            horn,
            sides=8,
            rounded=True,
        )
        for s in (-1, 1)
    ]
    return merge(
        [
            *quadruped(_COW, coat, DARK, DARK),
            *horns,
            *ears(0.99, 0.18, 1.36, (0.03, 0.10, 0.045), coat, out=-12),
            ellipsoid((0.075, 0.09, 0.075), pink, segments=12, rings=8, at=(1.42, 0, 1.02)),
            ellipsoid((0.18, 0.16, 0.13), pink, segments=14, rings=8, at=(-0.42, 0, 0.60)),
            *eyes(1.13, 0.105, 1.29, 0.025),
        ]
    )


def sheep(rng: np.random.Generator) -> Mesh:
    """A woolly sheep with a dark or pale face."""
    fleece = textured(rng, "wool", (0.98, 0.95, 0.88), roughness=1.0)
    face = choose(rng, [(0.10, 0.09, 0.08), (0.80, 0.74, 0.66)])
    legs = [
        tube(
            [(x, y, 0.5), (x + 0.02, y, 0.25), (x, y, 0.03)], [0.07, 0.045, 0.04], face, sides=8, up=(1, 0, 0)
        )
        for x, y in ((0.30, 0.13), (0.24, -0.13), (-0.32, 0.14), (-0.26, -0.14))
    ]
    return merge(
        [
            blob(
                rng,
                (0.54, 0.31, 0.31),
                fleece,
                detail=3,
                lumps=0.16,
                pitch=7.0,
                at=(0, 0, 0.66),
                uv_scale=2.0,
            ),
            blob(
                rng,
                (0.20, 0.18, 0.22),
                fleece,
                detail=2,
                lumps=0.16,
                pitch=6.0,
                at=(0.46, 0, 0.84),
                uv_scale=2.0,
            ),
            tube(
                [(0.52, 0, 0.98), (0.62, 0, 0.94), (0.78, 0, 0.83)],
                [(0.095, 0.10), (0.085, 0.09), (0.055, 0.055)],
                face,
                sides=12,
                rounded=True,
            ),
            blob(
                rng,
                (0.11, 0.10, 0.07),
                fleece,
                detail=2,
                lumps=0.2,
                pitch=6.0,
                at=(0.52, 0, 1.06),
                uv_scale=2.0,
            ),
            *ears(0.52, 0.14, 0.99, (0.03, 0.075, 0.03), face, out=-25),
            *eyes(0.655, 0.078, 0.955, 0.016),
            blob(rng, (0.07, 0.05, 0.11), fleece, detail=1, at=(-0.54, 0, 0.66), uv_scale=2.0),
            *legs,
        ]
    )


_DOG = Build(
    spine=[(-0.28, 0, 0.47), (-0.12, 0, 0.46), (0.08, 0, 0.45), (0.26, 0, 0.46)],
    spine_radii=[(0.09, 0.09), (0.105, 0.11), (0.12, 0.13), (0.115, 0.145)],
    neck=[(0.27, 0, 0.52), (0.36, 0, 0.62), (0.42, 0, 0.70)],
    neck_radii=[(0.09, 0.12), (0.08, 0.09), (0.08, 0.085)],
    head=[(0.41, 0, 0.72), (0.50, 0, 0.71), (0.62, 0, 0.66)],
    head_radii=[(0.095, 0.095), (0.075, 0.075), (0.05, 0.048)],
    tail=[(-0.36, 0, 0.50), (-0.48, 0, 0.60), (-0.54, 0, 0.74)],
    tail_radii=[0.035, 0.035, 0.018],
    fore=[(0.22, 0.075, 0.40), (0.20, 0.075, 0.22), (0.22, 0.075, 0.03)],
    fore_radii=[0.07, 0.045, 0.035],
    hind=[(-0.26, 0.08, 0.44), (-0.20, 0.08, 0.28), (-0.31, 0.08, 0.17), (-0.27, 0.08, 0.03)],
    hind_radii=[0.095, 0.062, 0.036, 0.034],
    hoof=(0.042, 0.05),
    stride=0.14,
)


def dog(rng: np.random.Generator) -> Mesh:
    """A retriever, 0.85 m with the head up, a little larger than life."""
    coat = choose(rng, [(0.76, 0.58, 0.34), (0.10, 0.09, 0.08), (0.36, 0.22, 0.13)])
    collar = Material((0.70, 0.10, 0.10), roughness=0.5)
    flap = Material((coat.color[0] * 0.8, coat.color[1] * 0.8, coat.color[2] * 0.8), roughness=0.8)
    return place(
        merge(
            [
                *quadruped(_DOG, coat, coat, coat),
                *ears(0.40, 0.095, 0.70, (0.04, 0.018, 0.085), flap, out=8),
                ellipsoid((0.026, 0.03, 0.024), BLACK, segments=10, rings=6, at=(0.665, 0, 0.675)),
                *eyes(0.525, 0.052, 0.765, 0.014),
                place(
                    tube([(0, 0, -0.02), (0, 0, 0.02)], (0.105), collar, sides=16), (0.335, 0, 0.59), pitch=40
                ),
            ]
        ),
        scale=1.2,
    )


MODELS: Final = (
    model(sheep, "farm animal", "sheep.n.01"),
    model(horse, "farm animal", "horse.n.01"),
    model(cow, "farm animal", "cow.n.01"),
    model(dog, "pet", "dog.n.01"),
)
