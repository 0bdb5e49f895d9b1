"""Winged and horned animals of myth: unicorn, winged horse, griffin."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import blob, place

from .animals import HORSE
from .beasts import ball, balls, rod
from .creatures import horn, legs, spikes, sweep
from .model import model
from .parts import DARK
from .quadruped import ears, eyes, quadruped
from .skins import fur, scales, shade

_GOLD: Final = Material((0.86, 0.66, 0.26), roughness=0.25, metallic=0.7)
_GLOW: Final = Material((0.95, 0.75, 0.10), roughness=0.2)


def _feathered(x: float, y: float, z: float, span: float, plumes: Material, coverts: Material) -> list[Mesh]:
    """A pair of raised wings of fanned feathers from the shoulders at x, +-y, z."""
    quills = []
    for k in range(10):
        length = span * (0.98 - 0.052 * k)
        feather = ball((0, 0.004 * k, length * 0.52), (span * 0.085, 0.016, length * 0.5), plumes, fine=6)
        quills.append(place(feather, pitch=8.0 + 9.5 * k))
    for k in range(5):
        length = span * (0.6 - 0.06 * k)
        short = ball((0, 0, length * 0.5), (span * 0.11, 0.035, length * 0.56), coverts, fine=6)
        quills.append(place(short, pitch=8.0 + 20 * k))
    wing = merge(quills)
    return [place(wing, (x, side * y, z), roll=-side * 38) for side in (1, -1)]


def _steed(coat: Material, mane: Material, hooves: Material) -> list[Mesh]:
    """A horse with a flowing mane and tail, scaled so that it stays below 3 m."""
    build = replace(HORSE, tail_radii=[0.05, 0.11, 0.13, 0.04])
    locks = [horn([(x, s * 0.02, z, 0.04), (x - 0.10, s * 0.12, z - 0.06, 0.06),
        (x - 0.20, s * 0.15, z - 0.26, 0.012)],
        mane, sides=6, times=1) for s in (1, -1) for x, z in ((0.56, 1.56), (0.66, 1.70), (0.76, 1.84),
            (0.86, 1.97))]  # fmt: skip
    return [
        *quadruped(build, coat, mane, hooves),
        *locks,
        ball((0.98, 0, 1.98), (0.09, 0.05, 0.05), mane),
        *ears(0.93, 0.06, 2.04, (0.025, 0.03, 0.09), coat, out=10),
        *eyes(1.04, 0.075, 1.84, 0.022),
        *balls((1.32, 0.045, 1.57), 0.014),
    ]


def unicorn(rng: np.random.Generator) -> Mesh:
    """A white unicorn with a golden horn and a coloured mane."""
    coat = fur(rng, (0.94, 0.93, 0.93), coarse=0.03)
    mane = fur(rng, (0.92, 0.55, 0.72), (0.60, 0.56, 0.86), (0.48, 0.75, 0.86))
    spiral = [rod([(1.05 + 0.0585 * k, 0, 1.955 + 0.062 * k, 0.036 - 0.0042 * k),
        (1.09 + 0.0585 * k, 0, 1.997 + 0.062 * k, 0.031 - 0.0042 * k)], _GOLD,
            9) for k in range(7)]  # fmt: skip
    return merge([*_steed(coat, mane, _GOLD), *spiral])


def pegasus(rng: np.random.Generator) -> Mesh:
    """A winged horse."""
    coat = fur(rng, (0.93, 0.92, 0.90), (0.80, 0.78, 0.76), coarse=0.03)
    tips = fur(rng, (0.90, 0.90, 0.94), (0.70, 0.78, 0.90))
    return merge(
        [*_steed(coat, fur(rng, (0.86, 0.80, 0.66)), DARK), *_feathered(0.32, 0.2, 1.36, 1.2, tips, coat)]
    )


def griffin(rng: np.random.Generator) -> Mesh:
    """A griffin: an eagle in front, a lion behind."""
    hide = fur(rng, (0.66, 0.46, 0.22), (0.72, 0.54, 0.30))
    feathers = scales(rng, shade(rng, [(0.46, 0.30, 0.16), (0.36, 0.24, 0.16)]), (0.22, 0.14, 0.08), 12)
    white = scales(rng, (0.93, 0.91, 0.86), (0.70, 0.66, 0.58), 14)
    yellow = Material((0.92, 0.66, 0.14), roughness=0.4)
    return merge(
        [
            sweep([(-0.66, 0.86, 0.16, 0.18), (-0.35, 0.84, 0.21, 0.22),
                (0.05, 0.84, 0.22, 0.25)], hide, sides=14),
            sweep([(0.0, 0.84, 0.22, 0.25), (0.3, 0.92, 0.23, 0.27),
                (0.50, 1.14, 0.16, 0.18)], feathers, sides=14),
            sweep([(0.44, 1.12, 0.15, 0.18), (0.56, 1.32, 0.12, 0.13), (0.60, 1.48, 0.13, 0.13)], white),
            ball((0.66, 0, 1.50), (0.17, 0.14, 0.14), white),
            horn([(0.78, 0, 1.50, 0.07), (0.93, 0, 1.52, 0.055), (1.0, 0, 1.38, 0.008)], yellow),
            *balls((0.77, 0.105, 1.55), 0.026, _GLOW),
            *balls((0.79, 0.118, 1.55), 0.015),
            *spikes([(0.60, 0.09, 1.58, 0.18)], (-0.45, 0.25, 1), white),
            *_feathered(0.22, 0.18, 1.02, 1.0, feathers, white),
            *legs([[(0.32, 0.14, 0.78, 0.12), (0.34, 0.18, 0.5, 0.06),
                (0.40, 0.18, 0.05, 0.045)]], yellow, DARK,
                0.24, stride=0.2),
            *legs([[(-0.52, 0.14, 0.80, 0.18), (-0.42, 0.19, 0.5, 0.11), (-0.62, 0.19, 0.28, 0.06),
                (-0.54, 0.19, 0.06, 0.065)]], hide, hide, 0.17, stride=0.16),
            horn([(-0.76, 0, 0.9, 0.04), (-1.1, 0, 0.84, 0.03), (-1.16, 0, 1.2, 0.025),
                (-1.02, 0, 1.3, 0.02)], hide),
            blob(rng, (0.09, 0.07, 0.10), feathers, at=(-1.02, 0, 1.32)),
        ]
    )  # fmt: skip


MODELS: Final = (
    model(unicorn, "mythical animal", "unicorn.n.01"),
    model(pegasus, "mythical animal", "pegasus.n.01"),
    model(griffin, "mythical animal", "griffin.n.01"),
)
