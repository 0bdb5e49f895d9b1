"""Animals of farms beside sheep, horse and cow."""

from __future__ import annotations

from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import blob, place, tube

from .beasts import ball, balls, beast, pair, rod
from .model import model
from .parts import BLACK, DARK
from .quadruped import ears, eyes, quadruped
from .skins import fur

_HORN: Final = Material((0.72, 0.64, 0.50), roughness=0.5)
_PIG = beast(
    body=[(-0.50, 0.74, 0.22, 0.24), (-0.2, 0.80, 0.29, 0.31), (0.1, 0.80, 0.29, 0.31),
        (0.38, 0.78, 0.24, 0.27)],
    neck=[(0.40, 0.53, 0.22, 0.25), (0.60, 0.60, 0.19, 0.21)],
    head=[(0.60, 0.62, 0.19, 0.20), (0.76, 0.57, 0.14, 0.15), (0.92, 0.52, 0.085, 0.085)],
    tail=[(-0.70, 0.62, 0.022), (-0.76, 0.68, 0.02), (-0.80, 0.62, 0.018), (-0.76, 0.58, 0.015),
        (-0.82, 0.54, 0.01)],
    fore=[(0.34, 0.42, 0.12), (0.34, 0.22, 0.075), (0.34, 0.05, 0.06)],
    hind=[(-0.40, 0.45, 0.16), (-0.38, 0.22, 0.085), (-0.42, 0.05, 0.06)],
    stance=0.16, hoof=(0.062, 0.06), stride=0.1,
)  # fmt: skip


def pig(rng: np.random.Generator) -> Mesh:
    """A pink pig with a curled tail."""
    coat = fur(rng, (0.86, 0.60, 0.56), (0.84, 0.66, 0.60), coarse=0.04, roughness=0.6)
    snout = Material((0.78, 0.45, 0.44), roughness=0.5)
    flaps = [
        place(ball((0, 0, 0), (0.035, 0.10, 0.13), coat), (0.66, s * 0.16, 0.80), pitch=-40, roll=-s * 20)
        for s in (1, -1)
    ]
    return merge(
        [
            *quadruped(_PIG, coat, coat, Material((0.35, 0.24, 0.22))),
            rod([(0.95, 0, 0.51, 0.088), (0.99, 0, 0.505, 0.088)], snout, 16),
            *balls((1.055, 0.035, 0.51), (0.02, 0.018, 0.022)),
            *flaps,
            *eyes(0.78, 0.115, 0.66, 0.018),
        ]
    )


_GOAT = beast(
    body=[(-0.44, 0.86, 0.14, 0.16), (-0.2, 0.88, 0.20, 0.23), (0.1, 0.86, 0.21, 0.25),
        (0.34, 0.88, 0.17, 0.22)],
    neck=[(0.34, 0.76, 0.12, 0.17), (0.52, 0.96, 0.085, 0.11), (0.58, 1.08, 0.08, 0.09)],
    head=[(0.58, 1.12, 0.085, 0.10), (0.70, 1.04, 0.07, 0.08), (0.84, 0.93, 0.05, 0.05)],
    tail=[(-0.58, 0.80, 0.04), (-0.66, 0.90, 0.04), (-0.68, 0.96, 0.02)],
    fore=[(0.30, 0.66, 0.10), (0.31, 0.36, 0.05), (0.31, 0.05, 0.04)],
    hind=[(-0.36, 0.66, 0.13), (-0.32, 0.42, 0.07), (-0.42, 0.28, 0.045), (-0.38, 0.05, 0.04)],
    stance=0.12, hoof=(0.045, 0.06), stride=0.1,
)  # fmt: skip


def goat(rng: np.random.Generator) -> Mesh:
    """A billy goat with swept horns and a beard."""
    coat = fur(rng, (0.86, 0.83, 0.77), (0.42, 0.29, 0.19), (0.20, 0.18, 0.17))
    horns = pair(
        [
            (0.57, 0.045, 1.20, 0.038),
            (0.50, 0.07, 1.36, 0.032),
            (0.36, 0.10, 1.46, 0.024),
            (0.20, 0.13, 1.44, 0.01),
        ],
        _HORN,
    )
    return merge(
        [
            *quadruped(_GOAT, coat, coat, DARK),
            *horns,
            rod([(0.76, 0, 0.90, 0.045), (0.75, 0, 0.78, 0.035), (0.77, 0, 0.68, 0.01)], coat),
            *ears(0.56, 0.14, 1.13, (0.03, 0.085, 0.03), coat, out=-20),
            *eyes(0.68, 0.068, 1.10, 0.018),
        ]
    )


_RAM = beast(
    body=[(-0.44, 0.96, 0.20, 0.24), (0, 0.98, 0.27, 0.31), (0.34, 0.96, 0.22, 0.27)],
    neck=[(0.34, 0.78, 0.17, 0.20), (0.54, 0.96, 0.13, 0.15)],
    head=[(0.54, 1.02, 0.11, 0.13), (0.68, 0.94, 0.09, 0.10), (0.82, 0.84, 0.06, 0.06)],
    tail=[(-0.64, 0.80, 0.05), (-0.68, 0.62, 0.04)],
    fore=[(0.30, 0.6, 0.10), (0.30, 0.3, 0.05), (0.30, 0.05, 0.045)],
    hind=[(-0.38, 0.6, 0.12), (-0.36, 0.3, 0.06), (-0.40, 0.05, 0.045)],
    stance=0.14, hoof=(0.05, 0.06), stride=0.06,
)  # fmt: skip


def ram(rng: np.random.Generator) -> Mesh:
    """A ram with horns curled round its ears."""
    fleece = fur(rng, (0.62, 0.52, 0.40), (0.50, 0.44, 0.38), coarse=0.18)
    face = fur(rng, (0.28, 0.21, 0.16), (0.85, 0.80, 0.72))
    turn = np.linspace(0.3, 2 * np.pi * 1.15, 16)
    size = np.linspace(0.17, 0.09, 16)
    horns = [
        tube(
            np.column_stack(
                [0.50 - size * np.sin(turn), s * (0.09 + 0.035 * turn), 1.04 + size * np.cos(turn)]
            ),
            np.linspace(0.065, 0.012, 16),
            _HORN,
            sides=10,
            rounded=True,
            up=(0, 1, 0),
        )
        for s in (1, -1)
    ]
    wool = [
        blob(rng, radii, fleece, detail=3, lumps=0.12, pitch=8, at=at)
        for radii, at in (((0.60, 0.35, 0.37), (-0.10, 0, 0.71)), ((0.2, 0.19, 0.24), (0.40, 0, 0.84)))
    ]
    return merge([*quadruped(_RAM, face, fleece, DARK), *horns, *wool, *eyes(0.66, 0.085, 1.0, 0.02)])


_DONKEY = beast(
    body=[(-0.46, 0.98, 0.16, 0.18), (-0.2, 1.02, 0.22, 0.25), (0.1, 1.0, 0.22, 0.26),
        (0.36, 1.02, 0.18, 0.24)],
    neck=[(0.34, 0.88, 0.12, 0.19), (0.56, 1.10, 0.09, 0.14), (0.68, 1.26, 0.08, 0.11)],
    head=[(0.66, 1.30, 0.095, 0.12), (0.82, 1.18, 0.085, 0.10), (0.98, 1.02, 0.068, 0.072)],
    tail=[(-0.62, 0.9, 0.025), (-0.68, 0.66, 0.02), (-0.67, 0.42, 0.045)],
    fore=[(0.32, 0.76, 0.11), (0.34, 0.4, 0.055), (0.34, 0.05, 0.045)],
    hind=[(-0.38, 0.78, 0.14), (-0.32, 0.5, 0.075), (-0.43, 0.32, 0.05), (-0.39, 0.05, 0.045)],
    stance=0.12, hoof=(0.055, 0.07), stride=0.1,
)  # fmt: skip


def donkey(rng: np.random.Generator) -> Mesh:
    """A grey or brown donkey with long ears and a pale muzzle."""
    coat = fur(rng, (0.45, 0.42, 0.40), (0.34, 0.26, 0.20))
    pale = fur(rng, (0.86, 0.82, 0.76))
    crest = [(0.34, 0, 1.06), (0.50, 0, 1.22), (0.66, 0, 1.40)]
    return merge(
        [
            *quadruped(_DONKEY, coat, DARK, DARK),
            tube(crest, [(0.025, 0.05), (0.025, 0.07), (0.025, 0.05)], DARK, sides=8, rounded=True),
            ball((0.99, 0, 1.01), (0.09, 0.078, 0.085), pale),
            *balls((1.06, 0.035, 1.03), (0.015, 0.014, 0.018)),
            ball((-0.05, 0, 0.56), (0.32, 0.16, 0.07), pale),
            *balls((0.80, 0.065, 1.235), (0.055, 0.035, 0.04), pale),
            *eyes(0.80, 0.092, 1.24, 0.02),
            *ears(0.62, 0.10, 1.56, (0.032, 0.045, 0.19), coat, out=18),
        ]
    )


_ALPACA = beast(
    body=[(-0.34, 1.0, 0.2, 0.24), (0, 1.02, 0.25, 0.29), (0.28, 1.02, 0.22, 0.27)],
    neck=[(0.32, 0.84, 0.17, 0.19), (0.44, 1.2, 0.12, 0.13), (0.46, 1.48, 0.12, 0.12)],
    head=[(0.46, 1.58, 0.12, 0.12), (0.56, 1.56, 0.09, 0.085), (0.68, 1.52, 0.055, 0.05)],
    tail=[(-0.54, 0.88, 0.07), (-0.62, 0.78, 0.05)],
    fore=[(0.26, 0.72, 0.14), (0.27, 0.36, 0.095), (0.27, 0.05, 0.05)],
    hind=[(-0.32, 0.72, 0.16), (-0.30, 0.36, 0.105), (-0.34, 0.05, 0.05)],
    stance=0.13, hoof=(0.05, 0.06), stride=0.05,
)  # fmt: skip


def alpaca(rng: np.random.Generator) -> Mesh:
    """A woolly alpaca with a mop on its brow."""
    wool = fur(rng, (0.88, 0.80, 0.68), (0.56, 0.36, 0.22), (0.93, 0.91, 0.87), coarse=0.2)
    face = fur(rng, (0.90, 0.84, 0.74))
    tufts = [
        blob(rng, (0.44, 0.29, 0.31), wool, detail=3, lumps=0.13, pitch=8, at=(-0.02, 0, 0.76)),
        blob(rng, (0.14, 0.14, 0.36), wool, detail=2, lumps=0.12, pitch=6, at=(0.42, 0, 1.2)),
        blob(rng, (0.13, 0.13, 0.10), wool, detail=2, lumps=0.2, pitch=7, at=(0.47, 0, 1.69)),
    ]
    return merge(
        [
            *quadruped(_ALPACA, wool, wool, DARK),
            *tufts,
            ball((0.65, 0, 1.52), (0.08, 0.062, 0.06), face),
            ball((0.72, 0, 1.54), (0.018, 0.03, 0.015), BLACK),
            *eyes(0.555, 0.088, 1.59, 0.02),
            *ears(0.42, 0.085, 1.80, (0.022, 0.03, 0.09), face, out=12),
        ]
    )


_BULL = beast(
    body=[(-0.78, 1.24, 0.22, 0.24), (-0.4, 1.28, 0.33, 0.38), (0.1, 1.34, 0.36, 0.44),
        (0.48, 1.52, 0.36, 0.50), (0.66, 1.44, 0.27, 0.40)],
    neck=[(0.62, 1.10, 0.26, 0.38), (0.88, 1.06, 0.21, 0.27)],
    head=[(0.90, 1.04, 0.19, 0.20), (1.08, 0.88, 0.15, 0.15), (1.26, 0.72, 0.105, 0.10)],
    tail=[(-0.98, 1.10, 0.035), (-1.10, 0.9, 0.025), (-1.16, 0.55, 0.022), (-1.14, 0.4, 0.055)],
    fore=[(0.50, 0.95, 0.20), (0.52, 0.48, 0.10), (0.50, 0.07, 0.075)],
    hind=[(-0.58, 1.0, 0.22), (-0.50, 0.62, 0.13), (-0.66, 0.40, 0.08), (-0.60, 0.07, 0.07)],
    stance=0.20, hoof=(0.09, 0.09), stride=0.3,
)  # fmt: skip


def bull(rng: np.random.Generator) -> Mesh:
    """A fighting bull, head lowered, with wide horns and a nose ring."""
    coat = fur(rng, (0.13, 0.09, 0.07), (0.30, 0.14, 0.08), roughness=0.6)
    gold = Material((0.85, 0.65, 0.25), roughness=0.25, metallic=1.0)
    ring = place(
        tube(
            [(0.05 * np.cos(a), 0.05 * np.sin(a), 0) for a in np.linspace(0, 2 * np.pi, 15)],
            0.012,
            gold,
            sides=6,
        ),
        (1.38, 0, 0.65),
        pitch=70,
    )
    return merge(
        [
            *quadruped(_BULL, coat, coat, DARK),
            *pair(
                [
                    (0.92, 0.14, 1.18, 0.06),
                    (0.96, 0.36, 1.22, 0.052),
                    (1.06, 0.46, 1.38, 0.032),
                    (1.12, 0.44, 1.52, 0.008),
                ],
                Material((0.88, 0.84, 0.74), roughness=0.4),
            ),
            ball((1.31, 0, 0.70), (0.08, 0.10, 0.08), Material((0.36, 0.26, 0.24), roughness=0.4)),
            ring,
            *ears(0.86, 0.26, 1.06, (0.03, 0.10, 0.05), coat, out=-10),
            *eyes(1.06, 0.135, 0.97, 0.026),
        ]
    )


MODELS: Final = (
    model(pig, "farm animal", "hog.n.03"),
    model(goat, "farm animal", "billy.n.02"),
    model(ram, "farm animal", "ram.n.05"),
    model(donkey, "farm animal", "domestic_ass.n.01"),
    model(alpaca, "farm animal", "alpaca.n.03"),
    model(bull, "farm animal", "bull.n.01"),
)
