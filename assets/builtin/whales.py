"""Sharks, whales and dolphins, as sculptures lying on their bellies."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from caos.meshes import Material, Mesh, merge
from caos.shapes import place

from .beasts import ball, balls, rod
from .model import model
from .parts import DARK, WHITE
from .skins import Picture, drawn, layered, shade
from .swimmers import flippers, flukes, trunk, upright_fin


def _fade(value: npt.NDArray[np.floating], width: float = 0.03) -> Picture:
    """0 below zero, 1 above, over `width`."""
    return np.asarray(np.clip(value / width + 0.5, 0, 1), dtype=np.float32)


def shark(rng: np.random.Generator) -> Mesh:
    """A great white shark, 2.8 m, jaws open."""
    grey = shade(rng, [(0.36, 0.40, 0.44), (0.42, 0.44, 0.45)])
    hide = drawn(lambda x, z: layered((0.90, 0.90, 0.88), (_fade(z - 0.45 + 0.04 * x), grey)), "shark", 0.4)
    fin = Material(grey, roughness=0.45)
    teeth = [
        rod(
            [
                (1.12 + 0.02 * k, s * (0.11 - 0.05 * k), 0.33, 0.016),
                (1.12 + 0.02 * k, s * (0.11 - 0.05 * k), 0.28, 0.003),
            ],
            WHITE,
            6,
        )
        for k in range(3)
        for s in (1, -1)
    ]
    slits = [
        place(
            ball((0, 0, 0), (0.008, 0.006, 0.08), DARK, fine=8), (0.60 - 0.06 * k, s * 0.262, 0.40), pitch=-12
        )
        for k in range(4)
        for s in (1, -1)
    ]
    return merge(
        [
            trunk(
                [
                    (-1.30, 0.42, 0.04, 0.05),
                    (-0.85, 0.42, 0.12, 0.14),
                    (-0.2, 0.40, 0.26, 0.30),
                    (0.4, 0.40, 0.29, 0.33),
                    (0.9, 0.42, 0.22, 0.22),
                    (1.28, 0.46, 0.05, 0.05),
                ],
                hide,
            ),
            upright_fin([(0.25, 0.68), (0.02, 1.02), (-0.06, 1.04), (-0.14, 0.66)], 0.05, fin),
            upright_fin(
                [
                    (-1.20, 0.46),
                    (-1.52, 0.98),
                    (-1.60, 0.98),
                    (-1.44, 0.44),
                    (-1.52, 0.10),
                    (-1.46, 0.10),
                    (-1.24, 0.38),
                ],
                0.05,
                fin,
            ),
            *flippers(
                [(0.20, 0), (-0.18, 0.58), (-0.26, 0.58), (-0.12, 0)], 0.05, fin, (0.42, 0.18, 0.24), roll=18
            ),
            *flippers([(0.08, 0), (-0.12, 0.24), (-0.10, 0)], 0.04, fin, (-0.62, 0.10, 0.32), roll=25),
            ball((1.08, 0, 0.285), (0.12, 0.13, 0.05), Material((0.55, 0.16, 0.15), roughness=0.4)),
            *teeth,
            *slits,
            *balls((0.98, 0.185, 0.50), 0.03),
        ]
    )


def dolphin(rng: np.random.Generator) -> Mesh:
    """A leaping dolphin, its body arched, on a wave."""
    grey = shade(rng, [(0.40, 0.47, 0.55), (0.33, 0.40, 0.48)])
    hide = drawn(
        lambda x, z: layered((0.82, 0.84, 0.86), (_fade(z - 0.50 + 1.9 * (x - 0.52) ** 2, 0.08), grey)),
        "dolphin",
        0.3,
    )
    fin = Material(grey, roughness=0.3)
    wave = Material((0.16, 0.42, 0.58), roughness=0.1)
    return merge(
        [
            trunk(
                [
                    (-0.92, 0.52, 0.04, 0.05),
                    (-0.62, 0.78, 0.10, 0.12),
                    (-0.2, 1.0, 0.18, 0.21),
                    (0.3, 1.0, 0.20, 0.23),
                    (0.68, 0.80, 0.15, 0.16),
                    (0.86, 0.66, 0.065, 0.055),
                    (1.02, 0.54, 0.035, 0.03),
                ],
                hide,
            ),
            upright_fin([(0.12, 1.18), (-0.10, 1.44), (-0.20, 1.46), (-0.18, 1.16)], 0.04, fin),
            flukes(
                [(0.06, 0.0), (-0.10, 0.30), (-0.20, 0.32), (-0.12, 0.0)],
                0.04,
                fin,
                (-0.94, 0, 0.48),
                pitch=45,
            ),
            *flippers(
                [(0.08, 0), (-0.12, 0.34), (-0.18, 0.32), (-0.08, 0)], 0.035, fin, (0.42, 0.15, 0.84), roll=45
            ),
            *balls((0.70, 0.135, 0.80), 0.022),
            place(ball((0, 0, 0), (0.55, 0.34, 0.26), wave, fine=20), (0, 0, 0.24)),
            *(rod([(0.1 * k, 0, 0.3, 0.10), (0.1 * k + 0.02, 0, 0.86, 0.06)], wave) for k in (-1, 0, 1)),
            ball((0.02, 0, 0.08), (0.75, 0.46, 0.09), WHITE, fine=20),
        ]
    )


def whale(rng: np.random.Generator) -> Mesh:
    """A humpback whale calf with a grooved throat, 2.9 m."""
    dark = shade(rng, [(0.16, 0.20, 0.26), (0.20, 0.26, 0.34)])
    groove = (0.62, 0.64, 0.66)
    hide = drawn(
        lambda x, z: layered(
            dark,
            (_fade(0.42 * np.clip((x - 0.3) * 3, 0, 1) - z, 0.05), (0.88, 0.88, 0.86)),
            ((np.sin(z * 120) > 0.3) * (z < 0.38) * (x > 0.55) * 0.8, groove),
        ),
        "whale",
        0.4,
    )
    fin = Material(dark, roughness=0.4)
    animal = merge(
        [
            trunk(
                [
                    (-1.30, 0.62, 0.06, 0.07),
                    (-0.8, 0.52, 0.18, 0.20),
                    (-0.1, 0.48, 0.40, 0.42),
                    (0.6, 0.48, 0.46, 0.46),
                    (1.1, 0.46, 0.34, 0.32),
                    (1.36, 0.48, 0.16, 0.12),
                ],
                hide,
                sides=28,
            ),
            flukes(
                [(0.10, 0.0), (-0.10, 0.50), (-0.26, 0.62), (-0.22, 0.30), (-0.16, 0.0)],
                0.06,
                fin,
                (-1.30, 0, 0.66),
                pitch=-25,
            ),
            *flippers(
                [(0.16, 0), (-0.20, 0.75), (-0.34, 0.80), (-0.16, 0)],
                0.06,
                Material((0.80, 0.80, 0.78), roughness=0.5),
                (0.55, 0.36, 0.28),
                roll=12,
            ),
            upright_fin([(-0.42, 0.80), (-0.62, 0.98), (-0.70, 0.72)], 0.06, fin),
            *balls((1.05, 0.355, 0.50), 0.03),
        ]
    )
    return place(animal, scale=0.95)


def killer_whale(rng: np.random.Generator) -> Mesh:
    """An orca, black and white, with a tall fin."""
    tilt = float(rng.uniform(-0.02, 0.02))
    black, white = (0.04, 0.04, 0.05), (0.94, 0.94, 0.93)

    def paint(x: Picture, z: Picture) -> Picture:
        belly = _fade(0.30 + tilt + 0.10 * np.sin(x * 9) - z)
        eye = _fade(1 - ((x - 0.82) / 0.055) ** 2 - ((z - 0.66) / 0.085) ** 2, 0.3)
        flank = _fade(1 - ((x - 0.36) / 0.14) ** 2 - ((z - 0.36 - (0.4 - x) * 0.8) / 0.10) ** 2, 0.3)
        return layered(black, (belly, white), (eye, white), (flank, white), (_fade(0.12 - x), black))

    fin = Material(black, roughness=0.25)
    return merge(
        [
            trunk(
                [
                    (-1.25, 0.44, 0.05, 0.06),
                    (-0.8, 0.42, 0.16, 0.17),
                    (-0.1, 0.42, 0.32, 0.36),
                    (0.5, 0.42, 0.34, 0.37),
                    (0.98, 0.42, 0.23, 0.23),
                    (1.22, 0.42, 0.10, 0.09),
                ],
                drawn(paint, "orca", 0.25),
                sides=28,
            ),
            upright_fin([(0.22, 0.74), (-0.02, 1.46), (-0.12, 1.48), (-0.16, 0.72)], 0.06, fin),
            flukes([(0.08, 0.0), (-0.12, 0.42), (-0.26, 0.48), (-0.18, 0.0)], 0.05, fin, (-1.26, 0, 0.44)),
            *flippers(
                [(0.14, 0), (0.02, 0.34), (-0.14, 0.44), (-0.26, 0.34), (-0.16, 0)],
                0.05,
                fin,
                (0.55, 0.24, 0.26),
                roll=18,
            ),
            *balls((1.02, 0.205, 0.50), 0.022, DARK),
        ]
    )


MODELS: Final = (
    model(shark, "fish", "great_white_shark.n.01"),
    model(dolphin, "sea mammal", "dolphin.n.02"),
    model(whale, "sea mammal", "humpback.n.03"),
    model(killer_whale, "sea mammal", "killer_whale.n.01"),
)
