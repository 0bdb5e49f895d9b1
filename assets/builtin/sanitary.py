"""Basins, bidets and showers."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import bevelled_box, box, cylinder, ellipsoid, lathe, loft, place, torus, tube

from .joinery import bent, rod, smooth
from .model import model
from .parts import CHROME, DARK, Colour, choose
from .prints import slotted

_CHINA: Final[tuple[Colour, ...]] = (
    (0.93, 0.93, 0.92),
    (0.90, 0.76, 0.76),
    (0.66, 0.80, 0.76),
    (0.90, 0.86, 0.72),
)


def _tap(at: tuple[float, float, float]) -> list[Mesh]:
    """A mixer tap that reaches 0.16 m towards +x."""
    x, y, z = at
    spout = [
        (x, y, z),
        (x, y, z + 0.12),
        (x + 0.05, y, z + 0.17),
        (x + 0.15, y, z + 0.15),
        (x + 0.16, y, z + 0.10),
    ]
    parts = [bent(spout, 0.018, CHROME), cylinder(0.03, 0.02, CHROME, at=at)]
    parts += [rod((x, y + s * 0.02, z + 0.06), (x, y + s * 0.08, z + 0.09), 0.012, CHROME) for s in (-1, 1)]
    return parts


def washbasin(rng: np.random.Generator) -> Mesh:
    """A basin on a pedestal with a mixer tap."""
    china = choose(rng, _CHINA, roughness=0.12)
    column = [(0.16, 0), (0.14, 0.04), (0.09, 0.20), (0.09, 0.50), (0.13, 0.68)]
    bowl = [
        (0.13, 0.64),
        (0.22, 0.72),
        (0.29, 0.82),
        (0.31, 0.86),
        (0.30, 0.88),
        (0.26, 0.87),
        (0.20, 0.78),
        (0.0, 0.74),
    ]
    parts = [lathe(column, china, segments=28, crease=60)]
    parts.append(
        place(lathe(bowl, china, segments=36, caps=False, crease=60), (0.04, 0, 0), scale=(0.86, 1.15, 1.0))
    )
    parts.append(bevelled_box((0.16, 0.56, 0.12), china, bevel=0.03, at=(-0.22, 0, 0.76)))
    parts += [*_tap((-0.20, 0, 0.88)), cylinder(0.025, 0.01, DARK, at=(0.04, 0, 0.745))]
    soap = choose(rng, [(0.90, 0.56, 0.62), (0.62, 0.78, 0.50)], roughness=0.4)
    parts.append(ellipsoid((0.035, 0.055, 0.02), soap, at=(-0.20, 0.19, 0.895)))
    towel = choose(rng, [(0.20, 0.46, 0.56), (0.80, 0.46, 0.22)])
    parts += [
        bevelled_box((0.20, 0.03, 0.36), towel, bevel=0.012, at=(0.05, 0.37, 0.52)),
        rod((-0.1, 0.36, 0.86), (0.20, 0.36, 0.86), 0.012, CHROME),
    ]
    return merge(parts)


def bidet(rng: np.random.Generator) -> Mesh:
    """A bidet with its tap."""
    china = choose(rng, _CHINA, roughness=0.12)
    body = [
        (0.15, 0.0),
        (0.13, 0.08),
        (0.15, 0.20),
        (0.21, 0.34),
        (0.23, 0.40),
        (0.22, 0.42),
        (0.17, 0.41),
        (0.13, 0.30),
        (0.0, 0.26),
    ]
    parts = [
        place(lathe(body, china, segments=36, caps=False, crease=60), (0.06, 0, 0), scale=(1.35, 0.92, 1.0))
    ]
    parts += [bevelled_box((0.20, 0.34, 0.42), china, bevel=0.05, at=(-0.24, 0, 0)), *_tap((-0.22, 0, 0.42))]
    parts += [
        cylinder(0.025, 0.012, CHROME, at=(0.06, 0, 0.262)),
        torus(0.03, 0.006, DARK, at=(0.06, 0, 0.27)),
    ]
    return merge(parts)


def shower_cabin(rng: np.random.Generator) -> Mesh:
    """A corner shower: tray, frosted panes in a chrome frame, hose and rose."""
    tray = choose(rng, _CHINA[:1], roughness=0.2)
    pane = Material((0.66, 0.80, 0.82), roughness=0.15)
    tiles = slotted((0.40, 0.62, 0.68), (0.86, 0.88, 0.86), 10)
    parts = [
        bevelled_box((0.92, 0.92, 0.14), tray, bevel=0.03),
        box((0.78, 0.78, 0.01), choose(rng, [(0.74, 0.76, 0.76)]), at=(0, 0, 0.14)),
    ]
    parts += [
        box((0.03, 0.90, 1.90), tiles, at=(-0.44, 0, 0.13)),
        box((0.90, 0.03, 1.90), tiles, at=(0, -0.44, 0.13)),
    ]
    parts += [
        box((0.015, 0.40, 1.78), pane, at=(0.44, -0.22, 0.18)),
        box((0.40, 0.015, 1.78), pane, at=(-0.22, 0.44, 0.18)),
    ]
    parts.append(place(box((0.015, 0.44, 1.76), pane, at=(0, 0.22, 0)), (0.44, 0.0, 0.19), yaw=-52))
    for x, y in ((0.44, 0.44), (0.44, -0.44), (-0.44, 0.44), (0.44, -0.01), (-0.01, 0.44)):
        parts.append(box((0.03, 0.03, 1.86), CHROME, at=(x, y, 0.13)))
    for z in (0.14, 1.96):
        parts += [
            box((0.04, 0.92, 0.05), CHROME, at=(0.44, 0, z)),
            box((0.92, 0.04, 0.05), CHROME, at=(0, 0.44, z)),
        ]
    parts.append(rod((-0.39, 0, 0.9), (-0.39, 0, 1.8), 0.012, CHROME))
    hose = smooth([(-0.38, 0.1, 0.95), (-0.30, 0.12, 0.70), (-0.26, 0.04, 1.1), (-0.36, 0, 1.72)], 8)
    parts += [
        tube(hose, 0.01, CHROME, sides=6),
        bevelled_box((0.06, 0.24, 0.06), CHROME, bevel=0.02, at=(-0.39, 0.05, 0.98)),
    ]
    parts.append(
        place(
            lathe([(0.015, 0.16), (0.03, 0.06), (0.09, 0.0)], CHROME, segments=20),
            (-0.24, 0, 1.72),
            pitch=-40,
        )
    )
    return merge(parts)


def slipper_bath(rng: np.random.Generator) -> Mesh:
    """A copper bath with one high end, on a plinth, foam to the brim."""
    copper = (
        Material((0.74, 0.42, 0.26), roughness=0.25, metallic=0.8),
        choose(rng, [(0.16, 0.26, 0.32)], roughness=0.3),
    )[int(rng.integers(2))]
    lining = Material((0.86, 0.86, 0.84), roughness=0.2)
    turn = np.linspace(0, 2 * math.pi, 37)[:-1]
    x, y = np.cos(turn), np.sin(turn)

    def ring(part: float, z: float, lift: float) -> np.ndarray:
        rise = lift * (np.clip(-x, 0, 1) ** 2 + 0.35 * np.clip(x, 0, 1) ** 2)
        return np.column_stack([0.80 * part * x, 0.38 * part * y, z + rise])

    outside = [
        ring(part, z, lift)
        for part, z, lift in (
            (0.01, 0.0, 0),
            (0.62, 0.0, 0),
            (0.68, 0.05, 0),
            (0.66, 0.10, 0),
            (0.80, 0.24, 0.05),
            (0.92, 0.40, 0.15),
            (1.0, 0.56, 0.26),
            (1.03, 0.57, 0.27),
        )
    ]
    inside = [
        ring(part, z, lift) for part, z, lift in ((1.03, 0.57, 0.27), (0.97, 0.55, 0.26), (0.88, 0.42, 0.16))
    ]
    parts = [loft(outside, copper, caps=False, crease=50), loft(inside, lining, caps=False, crease=50)]
    for _ in range(26):
        a, r = float(rng.uniform(0, 6.28)), float(rng.uniform(0, 0.8))
        size = float(rng.uniform(0.08, 0.16))
        parts.append(
            ellipsoid(
                (size, size, size * 0.7),
                lining,
                segments=10,
                rings=6,
                at=(0.62 * r * math.cos(a), 0.28 * r * math.sin(a), 0.54),
            )
        )
    tap = [
        (0.10, -0.46, 0.0),
        (0.10, -0.46, 0.86),
        (0.10, -0.40, 0.98),
        (0.10, -0.26, 0.94),
        (0.10, -0.24, 0.84),
    ]
    parts += [tube(smooth(tap), 0.022, CHROME), lathe([(0.07, 0), (0.03, 0.05)], CHROME, at=(0.10, -0.46, 0))]
    parts += [
        rod((0.02, -0.46, 0.80), (0.18, -0.46, 0.80), 0.016, CHROME),
        cylinder(0.04, 0.03, CHROME, at=(0.1, -0.46, 0.78)),
    ]
    duck = Material((0.96, 0.80, 0.12), roughness=0.3)
    parts += [
        ellipsoid((0.09, 0.065, 0.05), duck, at=(0.30, 0.05, 0.67)),
        ellipsoid((0.045, 0.042, 0.045), duck, at=(0.36, 0.05, 0.74)),
    ]
    return merge(
        [
            *parts,
            ellipsoid(
                (0.03, 0.02, 0.01), Material((0.92, 0.42, 0.06)), segments=8, rings=6, at=(0.41, 0.05, 0.735)
            ),
        ]
    )


MODELS: Final = (
    model(washbasin, "sanitary", "washbasin.n.01"),
    model(bidet, "sanitary", "bidet.n.01"),
    model(shower_cabin, "sanitary", "shower_stall.n.01"),
    model(slipper_bath, "sanitary", "bathtub.n.01"),
)
