"""Clothes and what is worn with them, as in a shop's window."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import (
    bevelled_box,
    cylinder,
    ellipsoid,
    extrude,
    loft,
    place,
    shaded,
    torus,
    tube,
)
from caos.shapes.sweeps import grid_faces

from .joinery import bent, rod, smooth
from .model import model
from .parts import CHROME, DARK, Colour, choose
from .prints import buttoned, cloth, dotted, wood

_GOLD: Final = Material((0.84, 0.64, 0.22), roughness=0.25, metallic=0.8)
_INKS: Final[tuple[Colour, ...]] = (
    (0.70, 0.12, 0.16),
    (0.14, 0.30, 0.58),
    (0.12, 0.44, 0.34),
    (0.86, 0.62, 0.16),
)


def dress_form(rng: np.random.Generator) -> Mesh:
    """A ball gown on a tailor's dummy with a wooden foot."""
    ink = _INKS[int(rng.integers(4))]
    gown = dotted(rng, ink, [(0.94, 0.90, 0.84)], count=81) if rng.random() < 0.5 else cloth(rng, ink)
    timber, linen = wood(rng, (0.40, 0.24, 0.14)), Material((0.84, 0.78, 0.66), roughness=0.9)
    turn = np.linspace(0, 2 * math.pi, 49)[:-1]

    def ring(half_x: float, half_y: float, z: float, folds: float = 0.0) -> np.ndarray:
        wave = 1 + folds * np.sin(12 * turn)
        return np.column_stack([half_x * np.cos(turn) * wave, half_y * np.sin(turn) * wave, np.full(48, z)])

    skirt = [
        ring(0.50, 0.52, 0.22, 0.07),
        ring(0.44, 0.46, 0.45, 0.06),
        ring(0.30, 0.32, 0.75, 0.04),
        ring(0.17, 0.19, 0.96, 0.02),
        ring(0.12, 0.14, 1.06),
    ]
    bodice = [
        ring(0.12, 0.14, 1.06),
        ring(0.14, 0.17, 1.18),
        ring(0.16, 0.19, 1.30),
        ring(0.13, 0.18, 1.40),
        ring(0.10, 0.17, 1.45),
    ]
    torso = [ring(0.10, 0.16, 1.44), ring(0.09, 0.18, 1.50), ring(0.06, 0.08, 1.56), ring(0.05, 0.05, 1.64)]
    parts = [loft(skirt, gown, crease=60), loft(bodice, gown, crease=80), loft(torso, linen, crease=60)]
    parts += [
        ellipsoid((0.04, 0.04, 0.05), timber, at=(0, 0, 1.68)),
        rod((0, 0, 0.1), (0, 0, 0.4), 0.03, timber),
    ]
    parts += [torus(1.0, 0.16, choose(rng, [(0.94, 0.90, 0.84)]), at=(0, 0, 0))]
    parts[-1] = place(parts[-1], (0, 0, 1.06), scale=(0.122, 0.142, 0.16))
    for arm in range(3):
        a = 2 * math.pi * arm / 3
        parts.append(
            bent(
                [
                    (0, 0, 0.16),
                    (0.14 * math.cos(a), 0.14 * math.sin(a), 0.14),
                    (0.30 * math.cos(a), 0.30 * math.sin(a), 0.02),
                ],
                0.024,
                timber,
            )
        )
    return merge(parts)


def open_umbrella(rng: np.random.Generator) -> Mesh:
    """An open umbrella lying on its rim and handle."""
    ink = _INKS[int(rng.integers(4))]
    paler = (0.94, 0.93, 0.90) if rng.random() < 0.5 else (ink[0] * 0.6, ink[1] * 0.6, ink[2] * 0.6)
    turn, down = np.linspace(0, 2 * math.pi, 33)[None, :], np.linspace(0.02, 1, 9)[:, None]
    dip = 1 - 0.10 * np.abs(np.sin(turn * 4)) * down**2
    grid = np.stack(
        np.broadcast_arrays(
            0.62 * down * dip * np.cos(turn), 0.62 * down * dip * np.sin(turn), -0.34 * down**2
        ),
        axis=-1,
    )[::-1]
    grid[:, -1] = grid[:, 0]
    parts = []
    for gore in range(8):
        patch = grid[:, 4 * gore : 4 * gore + 5]
        shade = choose(rng, [ink if gore % 2 == 0 else paler], roughness=0.6, spread=0.0)
        parts.append(shaded(patch.reshape(-1, 3), grid_faces(9, 5), shade, crease=60))
        a = math.pi * gore / 4
        rib = [
            (0.62 * d * math.cos(a), 0.62 * d * math.sin(a), -0.34 * d * d - 0.012)
            for d in (0.02, 0.3, 0.6, 0.8, 1.02)
        ]
        parts.append(tube(rib, 0.005, CHROME, sides=5))
        parts.append(
            rod((0, 0, -0.42), (0.30 * math.cos(a), 0.30 * math.sin(a), -0.09), 0.004, CHROME, sides=4)
        )
    timber = wood(rng, (0.36, 0.20, 0.10))
    crook = [(0, 0, -0.70), (0, 0, -0.82), (0.04, 0, -0.90), (0.10, 0, -0.90), (0.13, 0, -0.83)]
    parts += [
        rod((0, 0, 0.09), (0, 0, -0.72), 0.011, CHROME),
        bent(crook, 0.02, timber),
        cylinder(0.016, 0.1, DARK, at=(0, 0, 0.0)),
    ]
    return place(merge(parts), pitch=-45)


def handbag(rng: np.random.Generator) -> Mesh:
    """A quilted handbag with a gold clasp and a chain."""
    ink = ((0.66, 0.10, 0.16), (0.10, 0.09, 0.10), (0.86, 0.72, 0.56), (0.20, 0.40, 0.42))[
        int(rng.integers(4))
    ]
    quilt, plain = buttoned(ink, 32), choose(rng, [ink], roughness=0.4)
    front = [(-0.46, 0), (0.46, 0), (0.42, 0.30), (0.36, 0.58), (-0.36, 0.58), (-0.42, 0.30)]
    parts = [extrude(front, 0.32, quilt, plane="yz", bevel=0.07, crease=60)]
    flap = [(-0.40, 0.56), (-0.42, 0.36), (-0.20, 0.24), (0.20, 0.24), (0.42, 0.36), (0.40, 0.56)]
    parts += [
        extrude(flap, 0.03, plain, plane="yz", bevel=0.01, at=(0.165, 0, 0.02)),
        bevelled_box((0.30, 0.76, 0.03), plain, bevel=0.012, at=(0.03, 0, 0.57)),
    ]
    parts += [
        bevelled_box((0.03, 0.14, 0.09), _GOLD, bevel=0.012, at=(0.185, 0, 0.24)),
        ellipsoid((0.03, 0.03, 0.03), _GOLD, at=(0.21, 0, 0.285)),
    ]
    path = smooth([(0, -0.36, 0.56), (0, -0.34, 0.82), (0, 0, 1.0), (0, 0.34, 0.82), (0, 0.36, 0.56)], 6)
    for index, (a, b) in enumerate(pairwise(path)):
        link = place(
            torus(0.035, 0.009, _GOLD, segments=10, sides=5), pitch=90 * (index % 2), scale=(1, 1.35, 1)
        )
        x, y, z = ((a + b) / 2).tolist()
        parts.append(place(link, (x, y, z), roll=-math.degrees(math.atan2(b[2] - a[2], b[1] - a[1]))))
    parts += [torus(0.045, 0.012, _GOLD, segments=12, sides=6, at=(0, y, 0.57)) for y in (-0.36, 0.36)]
    return merge(parts)


def spectacles(rng: np.random.Generator) -> Mesh:
    """Giant spectacles of horn standing on their temples."""
    horn = choose(
        rng, [(0.30, 0.15, 0.07), (0.06, 0.06, 0.07), (0.66, 0.12, 0.14), (0.14, 0.34, 0.46)], roughness=0.2
    )
    lens = Material((0.60, 0.72, 0.76), roughness=0.03)
    parts = []
    for side in (-1, 1):
        turn = np.linspace(0, 2 * math.pi, 33)
        rim = np.column_stack([np.zeros(33), side * 0.27 + 0.22 * np.cos(turn), 0.25 + 0.20 * np.sin(turn)])
        parts += [
            tube(rim, [(0.03, 0.03)] * 33, horn, sides=8, up=(1, 0, 0)),
            extrude(
                np.column_stack([0.21 * np.cos(turn[:-1]), 0.19 * np.sin(turn[:-1])]),
                0.012,
                lens,
                plane="yz",
                at=(0, side * 0.27, 0.25),
            ),
        ]
        arm = [
            (0.0, side * 0.50, 0.32),
            (-0.10, side * 0.53, 0.33),
            (-0.75, side * 0.52, 0.32),
            (-0.95, side * 0.50, 0.22),
            (-1.04, side * 0.48, 0.05),
        ]
        path = smooth(arm, 4)
        parts += [
            tube(path, [(0.02, 0.035)] * len(path), horn, sides=8, rounded=True),
            ellipsoid((0.02, 0.02, 0.02), CHROME, at=(0.03, side * 0.46, 0.33)),
        ]
    return merge([*parts, bent([(0, -0.07, 0.30), (0.03, 0, 0.35), (0, 0.07, 0.30)], 0.028, horn)])


MODELS: Final = (
    model(dress_form, "clothing", "gown.n.01"),
    model(open_umbrella, "accessory", "umbrella.n.01"),
    model(handbag, "accessory", "bag.n.04"),
    model(spectacles, "accessory", "spectacles.n.01"),
)
