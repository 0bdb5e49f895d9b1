"""Cats great and small."""

from __future__ import annotations

from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import blob, place

from .beasts import ball, balls, beast, rod
from .model import model
from .parts import BLACK, DARK
from .quadruped import Build, ears, eyes, quadruped
from .skins import fur, spots, stripes

_PINK: Final = Material((0.70, 0.42, 0.40), roughness=0.6)


def _cat(tail: tuple[tuple[float, float, float], ...]) -> Build:
    """A big cat, 1.9 m without its tail."""
    return beast(
        body=[
            (-0.62, 0.92, 0.15, 0.18),
            (-0.35, 0.92, 0.19, 0.22),
            (0, 0.88, 0.19, 0.23),
            (0.4, 0.94, 0.20, 0.27),
        ],
        neck=[(0.42, 0.76, 0.15, 0.19), (0.68, 0.92, 0.14, 0.16)],
        head=[(0.68, 0.98, 0.17, 0.17), (0.80, 0.97, 0.15, 0.15), (0.92, 0.91, 0.095, 0.09)],
        tail=tail,
        fore=[(0.42, 0.72, 0.13), (0.40, 0.38, 0.08), (0.42, 0.06, 0.07)],
        hind=[(-0.52, 0.74, 0.16), (-0.42, 0.46, 0.10), (-0.62, 0.26, 0.065), (-0.54, 0.06, 0.065)],
        stance=0.14,
        hoof=(0.085, 0.075),
        stride=0.22,
    )


def _feline(coat: Material, pale: Material, build: Build, tip: Material) -> list[Mesh]:
    """The cat with its face."""
    return [
        *quadruped(build, coat, coat, pale, uv_scale=1.1),
        ball((0.93, 0, 0.875), (0.085, 0.11, 0.07), pale),
        ball((1.0, 0, 0.925), (0.03, 0.045, 0.03), tip),
        *ears(0.67, 0.13, 1.15, (0.03, 0.065, 0.07), coat, out=20),
        *eyes(0.90, 0.075, 1.02, 0.024),
    ]


_TAIL: Final = ((-0.76, 0.78, 0.045), (-0.98, 0.60, 0.04), (-1.12, 0.42, 0.035), (-1.28, 0.46, 0.03))


def lion(rng: np.random.Generator) -> Mesh:
    """A lion with a full mane."""
    coat = fur(rng, (0.72, 0.54, 0.30), (0.66, 0.47, 0.26))
    mane = fur(rng, (0.36, 0.20, 0.09), (0.48, 0.27, 0.11), coarse=0.2)
    hair = [
        blob(rng, (0.22, 0.30, 0.33), mane, detail=3, lumps=0.2, pitch=7, at=(0.58, 0, 0.93)),
        blob(rng, (0.22, 0.24, 0.28), mane, detail=2, lumps=0.2, pitch=6, at=(0.46, 0, 0.72)),
        blob(rng, (0.07, 0.06, 0.06), mane, at=(-1.32, 0, 0.47)),
    ]
    return merge([*_feline(coat, fur(rng, (0.86, 0.76, 0.58)), _cat(_TAIL), DARK), *hair])


def tiger(rng: np.random.Generator) -> Mesh:
    """A striped tiger."""
    coat = stripes(rng, (0.83, 0.45, 0.13), (0.07, 0.05, 0.04), 8, share=0.3, wild=0.8)
    pale = fur(rng, (0.93, 0.90, 0.84))
    cheeks = balls((0.82, 0.12, 0.90), (0.08, 0.06, 0.09), pale)
    return merge([*_feline(coat, pale, _cat(_TAIL), _PINK), *cheeks])


def leopard(rng: np.random.Generator) -> Mesh:
    """A slim leopard in rosettes, its tail high."""
    coat = spots(rng, (0.85, 0.66, 0.36), (0.10, 0.07, 0.05), 64, radius=0.42, hollow=True)
    tail = ((-0.76, 0.78, 0.04), (-1.0, 0.72, 0.035), (-1.2, 0.86, 0.03), (-1.22, 1.12, 0.028))
    cat = merge(_feline(coat, fur(rng, (0.90, 0.84, 0.72)), _cat(tail), BLACK))
    return place(cat, scale=(0.85, 0.72, 0.8))


def cat(rng: np.random.Generator) -> Mesh:
    """A sitting tabby, larger than life."""
    coat = stripes(rng, (0.66, 0.50, 0.34), (0.36, 0.24, 0.15), 10, share=0.4, wild=0.7)
    white = fur(rng, (0.92, 0.90, 0.86))
    green = Material((0.55, 0.68, 0.18), roughness=0.2)
    parts = [
        rod(
            [(-0.16, 0, 0.20, 0.22), (-0.08, 0, 0.42, 0.20), (0.04, 0, 0.66, 0.15), (0.08, 0, 0.78, 0.11)],
            coat,
            18,
        ),
        ball((0.14, 0, 0.90), (0.17, 0.19, 0.165), coat, fine=18),
        ball((0.27, 0, 0.85), (0.07, 0.10, 0.065), white),
        ball((0.335, 0, 0.885), (0.02, 0.03, 0.02), _PINK),
        ball((0.12, 0, 0.58), (0.08, 0.10, 0.16), white),
        rod(
            [
                (-0.32, 0.05, 0.08, 0.05),
                (-0.42, 0.25, 0.06, 0.05),
                (-0.2, 0.40, 0.06, 0.05),
                (0.08, 0.36, 0.06, 0.035),
            ],
            coat,
        ),
        *balls((0.255, 0.08, 0.94), (0.03, 0.038, 0.034), green),
        *balls((0.28, 0.082, 0.94), (0.012, 0.012, 0.026)),
        *balls((-0.08, 0.19, 0.16), (0.22, 0.12, 0.17), coat),
        *balls((0.12, 0.19, 0.05), (0.12, 0.065, 0.05), white),
    ]
    for side in (1, -1):
        parts.append(
            rod(
                [
                    (0.08, side * 0.09, 0.55, 0.075),
                    (0.12, side * 0.08, 0.25, 0.055),
                    (0.14, side * 0.08, 0.06, 0.05),
                ],
                coat,
            )
        )
        parts.append(ball((0.19, side * 0.08, 0.045), (0.085, 0.06, 0.045), white))
        parts.append(
            place(
                rod([(0, 0, 0, 0.075), (0, 0, 0.15, 0.012)], coat),
                (0.10, side * 0.11, 1.0),
                roll=-side * 14,
                scale=(0.5, 1, 1),
            )
        )
    return merge(parts)


MODELS: Final = (
    model(lion, "wild animal", "lion.n.01"),
    model(tiger, "wild animal", "tiger.n.02"),
    model(leopard, "wild animal", "leopard.n.02"),
    model(cat, "pet", "cat.n.01"),
)
