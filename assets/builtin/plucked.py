"""Stringed instruments, on stands or leaning in their cases, larger than life."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import Vector, bevelled_box, box, extrude, place, tube

from .forms import BRASS, ball, bars, ring, rod_along, strings
from .joinery import rod, smooth, spread
from .model import model
from .outlines import oval, symmetric
from .parts import BLACK, CHROME, DARK, IVORY, STEEL, WHITE, choose
from .prints import wood

_GUITAR: Final = (
    (0.0, 0.0),
    (0.13, 0.01),
    (0.20, 0.09),
    (0.195, 0.19),
    (0.125, 0.29),
    (0.145, 0.40),
    (0.125, 0.47),
    (0.06, 0.50),
    (0.0, 0.50),
)


def _neck(low: float, high: float, x: float, width: float, timber: Material, board: Material) -> list[Mesh]:
    """A fretted neck from z = `low` to `high` whose board lies at `x`."""
    parts = [
        box((0.03, width, high - low), timber, at=(x - 0.025, 0, low)),
        box((0.012, width * 1.04, high - low), board, at=(x - 0.004, 0, low)),
    ]
    parts += [box((0.006, width * 1.04, 0.005), CHROME, at=(x + 0.004, 0, z)) for z in _frets(low, high)]
    return parts


def _frets(low: float, high: float) -> list[float]:
    return [high - (high - low) * 1.35 * (1 - 0.94**number) for number in range(1, 20)]


def _head(z: float, tall: float, half: float, pegs: int, timber: Material, knob: Material) -> list[Mesh]:
    """A peg head on top of a neck, `pegs` on each side."""
    outline = [
        (-half * 0.7, 0),
        (half * 0.7, 0),
        (half, tall * 0.3),
        (half, tall),
        (-half, tall),
        (-half, tall * 0.3),
    ]
    parts = [extrude(outline, 0.025, timber, plane="yz", bevel=0.004)]
    for side in (-1, 1):
        for level in np.linspace(0.35, 0.85, pegs).tolist():
            parts.append(
                rod(
                    (0, side * half * 0.9, level * tall),
                    (0, side * (half + 0.03), level * tall),
                    0.006,
                    CHROME,
                )
            )
            parts.append(ball(0.014, knob, (0, side * (half + 0.035), level * tall), segments=8))
            parts.append(
                rod(
                    (0.01, side * half * 0.55, level * tall),
                    (0.03, side * half * 0.55, level * tall),
                    0.007,
                    CHROME,
                )
            )
    return [place(merge(parts), (0.02, 0, z), pitch=10)]


def _stand(height: float) -> list[Mesh]:
    """A tripod of black tube with a cradle in front, for what leans back a little."""
    feet: list[Sequence[Vector]] = [
        [(-0.14, 0, 0.42), (0.24, 0.22, 0.0)],
        [(-0.14, 0, 0.42), (0.24, -0.22, 0.0)],
        [(-0.14, 0, 0.42), (-0.42, 0, 0.0)],
        [(-0.14, 0, 0.40), (-0.22, 0, height)],
        [(0.15, 0.12, 0.20), (0.02, 0.12, 0.13), (-0.10, 0, 0.26), (0.02, -0.12, 0.13), (0.15, -0.12, 0.20)],
    ]
    return bars(feet, 0.013, BLACK)


def acoustic_guitar(rng: np.random.Generator) -> Mesh:
    """A guitar with a round hole on a stand, 1.5 m."""
    timber = wood(rng, (0.42, 0.22, 0.12), roughness=0.25)
    top = wood(
        rng,
        ((0.86, 0.62, 0.32), (0.80, 0.50, 0.22), (0.90, 0.74, 0.48))[int(rng.integers(3))],
        roughness=0.25,
    )
    outline = symmetric(_GUITAR)
    parts = [
        extrude(outline, 0.12, timber, plane="yz", bevel=0.012),
        extrude(outline * 0.965 + (0, 0.009), 0.006, top, plane="yz", at=(0.06, 0, 0)),
    ]
    parts += [
        extrude(oval(0.052, 0.052), 0.004, BLACK, plane="yz", at=(0.064, 0, 0.33)),
        ring(0.058, 0.006, IVORY, (0.063, 0, 0.33), axis="x"),
        bevelled_box((0.02, 0.16, 0.03), DARK, bevel=0.006, at=(0.068, 0, 0.13)),
        extrude(
            [(0.055, 0.22), (0.13, 0.20), (0.12, 0.28), (0.07, 0.34)],
            0.004,
            DARK,
            plane="yz",
            at=(0.064, 0, 0),
        ),
    ]
    parts += [*_neck(0.38, 0.86, 0.074, 0.056, timber, DARK), *_head(0.86, 0.16, 0.042, 3, timber, WHITE)]
    across = spread(6, 0.044)
    parts.append(
        strings([(0.084, 1.5 * y, 0.145) for y in across], [(0.078, y, 0.90) for y in across], 0.0018, STEEL)
    )
    return merge([place(merge(parts), (0.02, 0, 0.17), pitch=11, scale=1.25), *_stand(0.9)])


def electric_guitar(rng: np.random.Generator) -> Mesh:
    """A solid guitar with two horns, pickups and a scratch plate, on a stand."""
    paint = choose(
        rng, [(0.72, 0.08, 0.08), (0.10, 0.36, 0.62), (0.88, 0.62, 0.14), (0.12, 0.46, 0.36)], roughness=0.12
    )
    maple = wood(rng, (0.84, 0.62, 0.34), roughness=0.3)
    left = [
        (0.0, 0.0),
        (0.12, 0.0),
        (0.19, 0.08),
        (0.17, 0.19),
        (0.12, 0.28),
        (0.15, 0.38),
        (0.11, 0.47),
        (0.07, 0.42),
    ]
    right = [
        (-0.07, 0.42),
        (-0.11, 0.53),
        (-0.17, 0.47),
        (-0.13, 0.28),
        (-0.17, 0.19),
        (-0.19, 0.08),
        (-0.12, 0.0),
    ]
    curve = smooth([(0.0, y, z) for y, z in [*left, (0.03, 0.38), (-0.03, 0.38), *right]], 4)[:, 1:]
    parts = [extrude(curve, 0.07, paint, plane="yz", bevel=0.012)]
    plate = [
        (-0.10, 0.12),
        (0.04, 0.12),
        (0.05, 0.22),
        (0.10, 0.33),
        (0.04, 0.36),
        (-0.06, 0.36),
        (-0.11, 0.26),
    ]
    parts.append(extrude(plate, 0.006, WHITE, plane="yz", at=(0.038, 0, 0)))
    parts += [
        bevelled_box((0.02, 0.09, 0.024), BLACK, bevel=0.004, at=(0.043, 0, z)) for z in (0.16, 0.22, 0.29)
    ]
    parts.append(bevelled_box((0.03, 0.09, 0.05), CHROME, bevel=0.008, at=(0.045, 0, 0.085)))
    parts += [
        rod_along(0.014, 0.03, BLACK, (0.05, y, z), axis="x")
        for y, z in ((-0.11, 0.12), (-0.13, 0.08), (-0.10, 0.06))
    ]
    parts += [*_neck(0.36, 0.92, 0.046, 0.05, maple, maple), *_head(0.92, 0.17, 0.036, 3, maple, CHROME)]
    across = spread(6, 0.04)
    parts.append(
        strings([(0.066, 1.2 * y, 0.10) for y in across], [(0.052, y, 0.96) for y in across], 0.0018, STEEL)
    )
    return merge([place(merge(parts), (0.04, 0, 0.17), pitch=11, scale=1.25), *_stand(0.9)])


def banjo(rng: np.random.Generator) -> Mesh:
    """A banjo: a drum with a long neck, brass brackets round it, on a stand."""
    timber = wood(rng, ((0.48, 0.22, 0.10), (0.34, 0.18, 0.10))[int(rng.integers(2))], roughness=0.25)
    parts = [
        rod_along(0.20, 0.09, timber, (0, 0, 0.20), segments=32),
        rod_along(0.19, 0.094, Material((0.93, 0.90, 0.82), roughness=0.6), (0.004, 0, 0.20), segments=32),
        ring(0.197, 0.010, CHROME, (0.046, 0, 0.20), axis="x", segments=32, sides=6),
        ring(0.205, 0.012, BRASS, (-0.03, 0, 0.20), axis="x", segments=32, sides=6),
    ]
    for turn in np.radians(np.arange(16) * 22.5 + 11).tolist():
        y, z = 0.209 * np.cos(turn), 0.20 + 0.209 * np.sin(turn)
        parts.append(rod((-0.04, float(y), float(z)), (0.05, float(y), float(z)), 0.005, CHROME, sides=5))
    parts.append(bevelled_box((0.025, 0.09, 0.014), timber, bevel=0.004, at=(0.055, 0, 0.11)))
    parts += [*_neck(0.38, 1.0, 0.055, 0.045, timber, DARK), *_head(1.0, 0.14, 0.038, 2, timber, IVORY)]
    across = spread(5, 0.034)
    parts.append(
        strings([(0.078, 1.3 * y, 0.115) for y in across], [(0.06, y, 1.03) for y in across], 0.0018, STEEL)
    )
    parts.append(
        strings([(0.05, y, 0.01) for y in across], [(0.078, 1.3 * y, 0.115) for y in across], 0.0018, STEEL)
    )
    return merge([place(merge(parts), (0.02, 0, 0.17), pitch=11, scale=1.15), *_stand(0.8)])


def balalaika(rng: np.random.Generator) -> Mesh:
    """A three-cornered balalaika on a stand."""
    top = wood(rng, (0.88, 0.66, 0.36), roughness=0.25)
    back = wood(rng, (0.46, 0.24, 0.12), roughness=0.25)
    edge = choose(rng, [(0.62, 0.10, 0.10), (0.12, 0.16, 0.40), (0.10, 0.10, 0.10)], roughness=0.3)
    flat = np.array([(-0.30, 0.0), (0.30, 0.0), (0.028, 0.46), (-0.028, 0.46)])
    parts = [
        extrude(flat, 0.10, back, plane="yz", bevel=0.02),
        extrude(flat * 0.97 + (0, 0.006), 0.008, top, plane="yz", at=(0.05, 0, 0)),
    ]
    parts += [
        tube([(0.052, *a), (0.052, *b)], 0.009, edge, sides=6)
        for a, b in zip(flat.tolist(), np.roll(flat, -1, 0).tolist(), strict=True)
    ]
    parts += [
        extrude(oval(0.032, 0.032, 16), 0.006, BLACK, plane="yz", at=(0.055, 0, 0.20)),
        ring(0.037, 0.005, edge, (0.056, 0, 0.20), axis="x", segments=16, sides=5),
    ]
    parts += [
        extrude(
            [(-0.14, 0.0), (0.14, 0.0), (0.05, 0.10), (-0.05, 0.10)],
            0.004,
            edge,
            plane="yz",
            at=(0.056, 0, 0.005),
        ),
        bevelled_box((0.02, 0.10, 0.012), DARK, bevel=0.003, at=(0.06, 0, 0.12)),
    ]
    parts += [*_neck(0.40, 0.86, 0.062, 0.042, back, DARK), *_head(0.86, 0.14, 0.036, 3, back, IVORY)]
    across = spread(3, 0.026)
    parts.append(
        strings([(0.075, 1.3 * y, 0.125) for y in across], [(0.066, y, 0.89) for y in across], 0.002, STEEL)
    )
    return merge([place(merge(parts), (0.02, 0, 0.17), pitch=11, scale=1.25), *_stand(0.8)])


MODELS: Final = (
    model(acoustic_guitar, "plucked instrument", "acoustic_guitar.n.01"),
    model(electric_guitar, "plucked instrument", "electric_guitar.n.01"),
    model(banjo, "plucked instrument", "banjo.n.01"),
    model(balalaika, "plucked instrument", "balalaika.n.01"),
)
