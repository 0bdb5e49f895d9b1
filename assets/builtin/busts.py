"""A bust and a skull."""

from __future__ import annotations

from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import lathe, tube

from .beasts import ball, balls, pair, rod
from .model import model
from .parts import DARK, WHITE
from .skins import fur, shade, skin, small_noise


def marble_bust(rng: np.random.Generator) -> Mesh:
    """A marble bust of a curly-headed ancient on a socle."""
    veins = np.clip(1 - np.abs(small_noise(rng, 3.0, 1, 12)) * 5, 0, 1)[..., None]
    base = np.array(shade(rng, [(0.90, 0.88, 0.84), (0.86, 0.83, 0.76)]))
    stone = skin("marble", base * (1 - 0.10 * veins), 0.3)
    blank = Material((0.82, 0.80, 0.75), roughness=0.4)
    parts = [
        lathe(
            [(0.26, 0.0), (0.26, 0.05), (0.20, 0.09), (0.15, 0.16), (0.17, 0.24), (0.19, 0.26)],
            stone,
            segments=28,
        ),
        tube(
            [(0, 0, 0.26), (0, 0, 0.42), (0, 0, 0.60), (0.0, 0, 0.70)],
            [(0.24, 0.15), (0.42, 0.21), (0.40, 0.19), (0.18, 0.14)],
            stone,
            sides=24,
            rounded=True,
            up=(1, 0, 0),
            crease=180,
        ),
        rod([(0, 0, 0.66, 0.13), (0.03, 0, 0.88, 0.115)], stone, 18),
        tube(
            [(0.06, 0, 0.88), (0.05, 0, 1.02), (0.03, 0, 1.14), (0.0, 0, 1.24)],
            [(0.10, 0.12), (0.145, 0.165), (0.155, 0.18), (0.14, 0.16)],
            stone,
            sides=20,
            rounded=True,
            up=(1, 0, 0),
            crease=180,
        ),
        rod([(0.21, 0, 1.13, 0.022), (0.245, 0, 1.05, 0.036)], stone),
        *pair([(0.20, 0.02, 1.145, 0.022), (0.18, 0.10, 1.15, 0.02)], stone, 8),
        *balls((0.185, 0.06, 1.105), (0.025, 0.032, 0.022), blank),
        ball((0.185, 0, 0.975), (0.03, 0.055, 0.014), stone),
        ball((0.18, 0, 0.95), (0.03, 0.045, 0.014), stone),
        *balls((0.02, 0.16, 1.08), (0.035, 0.02, 0.055), stone),
    ]
    for k in range(46):
        z, turn = 1 - 1.05 * (k + 0.5) / 46, k * 2.39996
        x, y = np.sqrt(1 - z * z) * np.cos(turn), np.sqrt(1 - z * z) * np.sin(turn)
        if x < 0.62 or z > 0.62:
            parts.append(ball((0.0 + 0.185 * x, 0.165 * y, 1.20 + 0.155 * z), 0.055, stone, fine=7))
    for turn in np.radians(np.linspace(-62, 62, 9)):
        parts += [
            ball((0.06 + 0.125 * np.cos(turn), 0.13 * np.sin(turn), 0.90 - d), 0.05, stone, fine=7)
            for d in (0.0, 0.05)
        ]
    return merge(parts)


def skull(rng: np.random.Generator) -> Mesh:
    """A human skull, 1.1 m."""
    bone = fur(rng, (0.88, 0.83, 0.70), (0.92, 0.90, 0.84), coarse=0.04, roughness=0.5)
    parts = [
        ball((-0.10, 0, 0.70), (0.48, 0.38, 0.40), bone, fine=28),
        tube(
            [(0.16, 0, 0.62), (0.24, 0, 0.42), (0.24, 0, 0.26)],
            [(0.31, 0.17), (0.25, 0.16), (0.17, 0.14)],
            bone,
            sides=20,
            rounded=True,
            up=(1, 0, 0),
            crease=180,
        ),
        *balls((0.35, 0.15, 0.59), (0.08, 0.105, 0.10), DARK, fine=16),
        *balls((0.28, 0.27, 0.47), (0.12, 0.06, 0.05), bone),
        *pair([(0.38, 0.03, 0.715, 0.045), (0.34, 0.25, 0.70, 0.045)], bone),
        *pair([(0.41, 0.02, 0.44, 0.035), (0.41, 0.045, 0.37, 0.03)], DARK, 8),
        *pair(
            [
                (0.02, 0.24, 0.40, 0.07),
                (0.0, 0.24, 0.18, 0.07),
                (0.20, 0.16, 0.07, 0.07),
                (0.34, 0.0, 0.07, 0.075),
            ],
            bone,
            12,
        ),
        ball((0.30, 0, 0.20), (0.09, 0.17, 0.04), DARK),
    ]
    for turn in np.radians(np.linspace(-66, 66, 9)):
        x, y = 0.23 + 0.15 * np.cos(turn), 0.17 * np.sin(turn)
        parts += [ball((x, y, z), (0.032, 0.028, 0.05), WHITE, fine=8) for z in (0.25, 0.15)]
    return merge(parts)


MODELS: Final = (
    model(marble_bust, "statue", "bust.n.03"),
    model(skull, "skeleton", "skull.n.01"),
)
