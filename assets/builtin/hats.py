"""Hats and a crown, larger than life."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import (
    box,
    ellipsoid,
    lathe,
    torus,
    tube,
)

from .joinery import bent, cushion, smooth
from .model import model
from .parts import Colour, choose
from .prints import striped

_GOLD: Final = Material((0.84, 0.64, 0.22), roughness=0.25, metallic=0.8)
_INKS: Final[tuple[Colour, ...]] = (
    (0.70, 0.12, 0.16),
    (0.14, 0.30, 0.58),
    (0.12, 0.44, 0.34),
    (0.86, 0.62, 0.16),
)


def top_hat(rng: np.random.Generator) -> Mesh:
    """A giant top hat with a band and a white rabbit's ears in it."""
    felt = choose(rng, [(0.05, 0.05, 0.06), (0.24, 0.24, 0.27), (0.30, 0.14, 0.10)], roughness=0.6)
    band = choose(rng, _INKS, roughness=0.5)
    brim = [(0.30, 0.04), (0.52, 0.02), (0.54, 0.035), (0.52, 0.05), (0.31, 0.06)]
    crown = [(0.31, 0.05), (0.28, 0.25), (0.30, 0.48), (0.34, 0.62), (0.33, 0.63), (0.29, 0.50), (0.0, 0.46)]
    flat = lathe(brim, felt, segments=40, caps=False, crease=60)
    bend = flat.positions * np.array((0, 0, 1), dtype=np.float32)
    bend[:, 2] += 0.10 * (flat.positions[:, 1] / 0.5) ** 4
    curled = replace(flat, positions=flat.positions * np.array((1, 1, 0), dtype=np.float32) + bend)
    parts = [curled, lathe(crown, felt, segments=40, caps=False, crease=60)]
    parts.append(lathe([(0.317, 0.06), (0.30, 0.16)], band, segments=40, caps=False))
    fur, pink = Material((0.94, 0.93, 0.92), roughness=0.95), Material((0.92, 0.66, 0.68), roughness=0.9)
    for side in (-1, 1):
        ear = [(0, side * 0.08, 0.46), (0, side * 0.11, 0.72), (0, side * 0.16, 0.94)]
        parts.append(
            tube(ear, [(0.06, 0.03), (0.07, 0.03), (0.02, 0.015)], fur, sides=12, rounded=True, up=(1, 0, 0))
        )
        inner = [(0.025, side * 0.10, 0.66), (0.025, side * 0.15, 0.90)]
        parts.append(tube(inner, [(0.04, 0.012), (0.012, 0.008)], pink, sides=10, rounded=True, up=(1, 0, 0)))
    return merge([*parts, ellipsoid((0.15, 0.15, 0.10), fur, at=(0, 0, 0.50))])


def sombrero(rng: np.random.Generator) -> Mesh:
    """A sombrero of straw with embroidered bands and bobbles."""
    straw = striped([(0.84, 0.70, 0.40), (0.74, 0.58, 0.30)], 50, across=True)
    bright = [choose(rng, [ink]) for ink in _INKS]
    brim = smooth([(0.24, 0, 0.06), (0.48, 0, 0.03), (0.70, 0, 0.08), (0.80, 0, 0.24)], 4)[:, [0, 2]]
    crown = smooth([(0.25, 0, 0.05), (0.23, 0, 0.28), (0.14, 0, 0.56), (0.03, 0, 0.62)], 4)[:, [0, 2]]
    parts = [
        lathe(brim, straw, segments=44, caps=False, crease=80),
        lathe(crown, straw, segments=36, crease=80),
    ]
    parts += [
        lathe([(r0, z0), (r1, z1)], ink, segments=40, caps=False)
        for r0, z0, r1, z1, ink in (
            (0.259, 0.06, 0.25, 0.12, bright[0]),
            (0.252, 0.12, 0.246, 0.17, bright[3]),
            (0.247, 0.17, 0.243, 0.22, bright[2]),
        )
    ]
    parts.append(torus(0.80, 0.016, bright[1], segments=44, sides=6, at=(0, 0, 0.245)))
    for index, turn in enumerate(np.linspace(0, 2 * math.pi, 20, endpoint=False).tolist()):
        at = (0.81 * math.cos(turn), 0.81 * math.sin(turn), 0.20)
        parts.append(ellipsoid((0.04, 0.04, 0.04), bright[index % 4], segments=8, rings=6, at=at))
    parts += [
        torus(r, 0.008, bright[0], segments=44, sides=5, at=(0, 0, z))
        for r, z in ((0.44, 0.045), (0.60, 0.058))
    ]
    return merge(parts)


def royal_crown(rng: np.random.Generator) -> Mesh:
    """A royal crown on a tasselled cushion."""
    velvet = choose(rng, [(0.48, 0.04, 0.12), (0.22, 0.08, 0.42), (0.05, 0.20, 0.42)], roughness=0.9)
    gems = [
        Material(ink, roughness=0.08) for ink in ((0.78, 0.04, 0.10), (0.06, 0.44, 0.24), (0.08, 0.20, 0.66))
    ]
    parts = [
        cushion((0.90, 0.90, 0.26), velvet),
        lathe([(0.30, 0.24), (0.31, 0.36)], _GOLD, segments=36, caps=False),
    ]
    parts += [torus(0.305, 0.018, _GOLD, segments=36, sides=6, at=(0, 0, z)) for z in (0.24, 0.36)]
    parts.append(
        torus(0.31, 0.035, Material((0.92, 0.90, 0.86), roughness=0.95), segments=36, at=(0, 0, 0.22))
    )
    for point in range(8):
        turn = 2 * math.pi * point / 8
        x, y = math.cos(turn), math.sin(turn)
        tall = 0.60 if point % 2 == 0 else 0.50
        parts.append(
            tube(
                [(0.305 * x, 0.305 * y, 0.34), (0.34 * x, 0.34 * y, tall)],
                [(0.09, 0.012), (0.015, 0.012)],
                _GOLD,
                sides=8,
                up=(x, y, 0.0),
            )
        )
        parts.append(
            ellipsoid(
                (0.032, 0.032, 0.032), _GOLD, segments=10, rings=6, at=(0.345 * x, 0.345 * y, tall + 0.02)
            )
        )
        parts.append(
            ellipsoid(
                (0.03, 0.03, 0.036), gems[point % 3], segments=10, rings=6, at=(0.315 * x, 0.315 * y, 0.30)
            )
        )
        if point % 2 == 0:
            arch = [(0.33 * x, 0.33 * y, 0.48), (0.26 * x, 0.26 * y, 0.66), (0.06 * x, 0.06 * y, 0.68)]
            parts.append(bent(arch, 0.02, _GOLD, sides=6))
    parts += [
        ellipsoid((0.25, 0.25, 0.24), velvet, at=(0, 0, 0.40)),
        ellipsoid((0.06, 0.06, 0.06), _GOLD, at=(0, 0, 0.74)),
    ]
    parts += [
        box((0.03, 0.10, 0.03), _GOLD, at=(0, 0, 0.84)),
        box((0.03, 0.03, 0.14), _GOLD, at=(0, 0, 0.79)),
    ]
    parts += [
        lathe([(0.05, 0), (0.045, 0.10), (0.02, 0.13)], _GOLD, segments=10, at=(x * 0.44, y * 0.44, 0.02))
        for x in (-1, 1)
        for y in (-1, 1)
    ]
    return merge(parts)


MODELS: Final = (
    model(top_hat, "hat", "dress_hat.n.01"),
    model(sombrero, "hat", "sombrero.n.02"),
    model(royal_crown, "hat", "crown.n.04"),
)
