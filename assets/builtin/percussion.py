"""Bars, gongs and jingles to be struck."""

from __future__ import annotations

from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import bevelled_box, box, place, tube

from .drums import HEAD
from .forms import BRASS, around, ball, rod_along, turned
from .joinery import rod
from .model import model
from .parts import CHROME, DARK, WHITE, choose
from .prints import wood


def xylophone(rng: np.random.Generator) -> Mesh:
    """A toy-coloured xylophone on legs with two mallets."""
    rainbow = [
        (0.80, 0.12, 0.12),
        (0.92, 0.46, 0.10),
        (0.94, 0.80, 0.16),
        (0.30, 0.64, 0.22),
        (0.12, 0.52, 0.70),
        (0.22, 0.24, 0.62),
        (0.52, 0.20, 0.56),
        (0.86, 0.36, 0.54),
    ]
    first = int(rng.integers(8))
    timber = wood(rng, (0.80, 0.60, 0.36))
    parts = []
    for s in (-1, 1):
        parts.append(
            tube([(s * 0.30, -0.72, 0.66), (s * 0.16, 0.72, 0.66)], [(0.03, 0.04)] * 2, timber, sides=4)
        )
        parts += [
            rod((s * 0.28, -0.60, 0.64), (s * 0.32, -0.62, 0.0), 0.028, timber),
            rod((s * 0.16, 0.60, 0.64), (s * 0.22, 0.62, 0.0), 0.028, timber),
        ]
    for number, y in enumerate(np.linspace(-0.66, 0.66, 12).tolist()):
        half = 0.40 - 0.017 * number
        bar = Material(rainbow[(number + first) % 8], roughness=0.25)
        parts.append(bevelled_box((2 * half, 0.095, 0.035), bar, bevel=0.01, at=(0, y, 0.70)))
        parts += [ball(0.012, CHROME, (s * (half - 0.12), y, 0.737), segments=6) for s in (-1, 1)]
        parts.append(
            rod_along(
                0.034, 0.42 - 0.022 * number, BRASS, (0, y, 0.49 + 0.011 * number), axis="z", segments=10
            )
        )
    for y, turn in ((-0.1, 10.0), (0.2, -14.0)):
        mallet = [
            rod((-0.25, 0, 0), (0.25, 0, 0.03), 0.011, timber),
            ball(0.04, Material((0.7, 0.1, 0.1)), (0.26, 0, 0.03), segments=10),
        ]
        parts.append(place(merge(mallet), (0.02, y, 0.76), yaw=turn))
    return merge(parts)


def gong(rng: np.random.Generator) -> Mesh:
    """A bronze gong in a lacquered frame, with a beater."""
    lacquer = choose(rng, [(0.50, 0.06, 0.06), (0.08, 0.07, 0.07), (0.28, 0.14, 0.08)], roughness=0.2)
    bronze = Material((0.66, 0.46, 0.18), roughness=0.3, metallic=0.75)
    dark = Material((0.26, 0.18, 0.09), roughness=0.5, metallic=0.5)
    parts = []
    for s in (-1, 1):
        parts += [
            bevelled_box((0.08, 0.08, 1.5), lacquer, bevel=0.015, at=(0, s * 0.68, 0)),
            bevelled_box((0.56, 0.10, 0.08), lacquer, bevel=0.02, at=(0, s * 0.68, 0)),
        ]
        parts += [
            rod((0, s * 0.22, 1.40), (0.02, s * 0.2, 1.18), 0.008, WHITE, sides=5),
            ball(0.05, BRASS, (0, s * 0.68, 1.54)),
        ]
    parts += [
        bevelled_box((0.07, 1.56, 0.07), lacquer, bevel=0.015, at=(0, 0, 1.40)),
        bevelled_box((0.05, 1.36, 0.05), lacquer, bevel=0.01, at=(0, 0, 0.10)),
    ]
    profile = [
        (0.46, -0.07),
        (0.48, -0.05),
        (0.46, 0.0),
        (0.40, 0.02),
        (0.12, 0.03),
        (0.09, 0.06),
        (0.03, 0.075),
    ]
    parts += [
        turned(profile, bronze, (0, 0, 0.76), axis="x", segments=40),
        turned([(0.405, 0.021), (0.30, 0.028)], dark, (0.003, 0, 0.76), axis="x", segments=40, caps=False),
    ]
    parts += [
        rod((0.06, 0.62, 0.20), (0.08, 0.60, 0.85), 0.014, DARK),
        ball(0.06, Material((0.86, 0.80, 0.66), roughness=1.0), (0.06, 0.62, 0.16)),
    ]
    return merge(parts)


def tambourine(rng: np.random.Generator) -> Mesh:
    """A giant tambourine standing on its rim against a foot, jingles all round."""
    frame = choose(rng, [(0.80, 0.58, 0.32), (0.70, 0.10, 0.12), (0.12, 0.42, 0.52)], roughness=0.4)
    parts = [
        turned(
            [(0.46, -0.10), (0.50, -0.10), (0.50, 0.10), (0.46, 0.10), (0.46, -0.10)],
            frame,
            (0, 0, 0.52),
            axis="x",
            segments=48,
            caps=False,
        )
    ]
    parts += [turned([(0.49, 0.102), (0.0, 0.104)], HEAD, (0, 0, 0.52), axis="x", segments=48, caps=False)]
    for y, z, turn in around(10, 0.50, start=18.0):
        for shift in (-0.02, 0.02):
            plate = turned([(0.085, 0.0), (0.03, 0.012), (0.0, 0.016)], BRASS, segments=14)
            parts.append(
                place(place(plate, (shift, 0, 0), pitch=90), (0, y * 0.985, 0.52 + z * 0.985), roll=turn)
            )
        parts.append(box((0.06, 0.02, 0.02), DARK, at=(0, y, 0.51 + z)))
    parts += [ball(0.022, CHROME, (0.106, y, 0.52 + z), segments=6) for y, z, _ in around(20, 0.485)]
    foot = [box((0.5, 0.06, 0.05), DARK, at=(0, s * 0.25, 0)) for s in (-1, 1)]
    return merge([*parts, *foot, box((0.06, 0.5, 0.05), DARK)])


MODELS: Final = (
    model(gong, "percussion instrument", "gong.n.01"),
    model(xylophone, "percussion instrument", "marimba.n.01"),
    model(tambourine, "percussion instrument", "tambourine.n.01"),
)
