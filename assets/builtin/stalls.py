"""Carts to sell from in the street."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import bevelled_box, box, ellipsoid, extrude, place, tube

from .carriages import INKS, cartwheel
from .forms import BRASS, ball, gores, rod_along, turned
from .joinery import bent, rod, spread
from .model import model
from .parts import BLACK, CHROME, DARK, STEEL
from .prints import label
from .surfaces import panel


def hot_dog_cart(rng: np.random.Generator) -> Mesh:
    """A street seller's cart with a striped parasol, bottles and a giant sausage sign."""
    ink = INKS[int(rng.integers(5))]
    shell = Material(ink, roughness=0.25)
    roof = [Material(ink, roughness=0.8), Material((0.95, 0.94, 0.90), roughness=0.8)]
    parts = [
        bevelled_box((1.25, 0.68, 0.62), shell, bevel=0.02, at=(0, 0, 0.36)),
        bevelled_box((1.40, 0.78, 0.06), STEEL, bevel=0.015, at=(0, 0, 0.98)),
        *(box((0.50, 0.56, 0.03), CHROME, at=(x, 0, 1.04)) for x in (-0.34, 0.24)),
        *(
            bent(
                [(x - 0.1, 0, 1.07), (x - 0.08, 0, 1.12), (x + 0.08, 0, 1.12), (x + 0.1, 0, 1.07)],
                0.012,
                BLACK,
            )
            for x in (-0.34, 0.24)
        ),
    ]
    parts += [
        panel(
            label("HOT DOGS", (0.96, 0.92, 0.76), ink, tall=0.5),
            0.95,
            0.26,
            (0, s * 0.346, 0.72),
            yaw=s * 90.0,
        )
        for s in (-1, 1)
    ]
    parts += [
        gores([(0.98, 1.92), (0.70, 2.10), (0.35, 2.22), (0.02, 2.26)], roof, 12),
        gores([(0.985, 1.80), (0.98, 1.92)], roof, 12),
        rod((0, 0, 1.0), (0, 0, 2.30), 0.022, CHROME),
        ball(0.04, shell, (0, 0, 2.31)),
    ]
    parts += [
        turned(
            [(0.04, 0), (0.04, 0.16), (0.012, 0.20), (0.008, 0.27)],
            Material(paint, roughness=0.2),
            (0.58, y, 1.04),
            segments=12,
        )
        for y, paint in ((-0.2, (0.80, 0.08, 0.06)), (-0.08, (0.94, 0.76, 0.10)), (0.05, (0.30, 0.44, 0.14)))
    ]
    for s in (-1, 1):
        parts += [
            place(
                cartwheel(0.30, Material((0.90, 0.86, 0.70)), BLACK, spokes=10, width=0.04),
                (-0.32, s * 0.42, 0.30),
            ),
            rod((0.52, s * 0.26, 0.4), (0.52, s * 0.26, 0.0), 0.025, STEEL),
            bent([(0.62, s * 0.30, 0.86), (0.85, s * 0.30, 0.92), (0.98, s * 0.30, 0.92)], 0.018, CHROME),
        ]
    sign = [
        tube(
            [(-0.26, 0.0, 0.0), (0, 0, -0.03), (0.26, 0, 0.0)],
            0.055,
            Material((0.66, 0.24, 0.12), roughness=0.3),
            sides=10,
            rounded=True,
        ),
        *(
            tube(
                [(-0.22, y, -0.03), (0, y, -0.06), (0.22, y, -0.03)],
                0.06,
                Material((0.86, 0.62, 0.32)),
                sides=10,
                rounded=True,
            )
            for y in (-0.06, 0.06)
        ),
    ]
    wave = [(x, 0.0, 0.045 + 0.012 * math.sin(40 * x)) for x in np.linspace(-0.24, 0.24, 17).tolist()]
    sign.append(tube(wave, 0.012, Material((0.95, 0.80, 0.10)), sides=5))
    return merge(
        [
            *parts,
            rod((0.98, -0.3, 0.92), (0.98, 0.3, 0.92), 0.022, CHROME),
            place(merge(sign), (0.0, 0, 1.28)),
            rod((0.0, 0, 1.0), (0.0, 0, 1.25), 0.02, STEEL),
        ]
    )


def popcorn_cart(rng: np.random.Generator) -> Mesh:
    """A popcorn wagon: glass case full of popcorn under a striped roof, two big wheels."""
    paint, gold = Material(INKS[int(rng.integers(5))], roughness=0.25), BRASS
    parts = [
        bevelled_box((0.62, 0.86, 0.46), paint, bevel=0.02, at=(0, 0, 0.42)),
        bevelled_box((0.68, 0.92, 0.04), gold, bevel=0.01, at=(0, 0, 0.88)),
        *(rod((x, y, 0.9), (x, y, 1.52), 0.02, gold) for x in (-0.28, 0.28) for y in (-0.40, 0.40)),
    ]
    parts += [
        ellipsoid((0.25, 0.37, 0.22), Material((0.95, 0.88, 0.62)), at=(0, 0, 0.92)),
        *(
            ball(
                0.045,
                Material(((0.97, 0.93, 0.76), (0.96, 0.84, 0.46))[k % 2], roughness=0.9),
                (
                    float(x) * 0.23,
                    float(y) * 0.35,
                    0.92 + 0.2 * math.sqrt(max(0.0, 1 - float(x) ** 2 - float(y) ** 2)),
                ),
                segments=7,
            )
            for k, (x, y) in enumerate(_scatter(40))
        ),
    ]
    parts += [
        turned([(0.09, 0), (0.12, 0.05), (0.12, 0.16), (0.06, 0.20)], CHROME, (0, 0, 1.26), segments=18),
        rod((0, 0, 1.4), (0, 0, 1.52), 0.014, CHROME),
        box((0.60, 0.84, 0.04), gold, at=(0, 0, 1.50)),
    ]
    roof = [paint, Material((0.95, 0.94, 0.90))]
    for k, y in enumerate(spread(10, 0.90)):
        outline = [(-0.40, 1.52), (0.40, 1.52), (0.30, 1.66), (0.0, 1.74), (-0.30, 1.66)]
        parts += [
            extrude(outline, 0.1, roof[k % 2], plane="xz", at=(0, y, 0)),
            *(rod_along(0.05, 0.02, roof[k % 2], (s * 0.40, y, 1.52), segments=12) for s in (-1, 1)),
        ]
    parts += [
        panel(label("POPCORN", (0.96, 0.90, 0.66), paint.color, tall=0.55), 0.66, 0.17, (0.315, 0, 0.66)),
        panel(
            label("POPCORN", (0.96, 0.90, 0.66), paint.color, tall=0.55),
            0.66,
            0.17,
            (-0.315, 0, 0.66),
            yaw=180,
        ),
    ]
    for s in (-1, 1):
        parts += [
            place(
                cartwheel(0.34, Material((0.92, 0.88, 0.74)), BLACK, spokes=12, width=0.04),
                (0.06, s * 0.52, 0.34),
            ),
            bent([(-0.28, s * 0.36, 0.74), (-0.55, s * 0.36, 0.80), (-0.74, s * 0.36, 0.84)], 0.02, gold),
            rod((-0.24, s * 0.34, 0.44), (-0.26, s * 0.34, 0.0), 0.022, DARK),
        ]
    return merge(
        [
            *parts,
            rod((0.06, -0.55, 0.34), (0.06, 0.55, 0.34), 0.02, STEEL),
            rod((-0.74, -0.4, 0.84), (-0.74, 0.4, 0.84), 0.024, DARK),
        ]
    )


def _scatter(count: int) -> list[tuple[float, float]]:
    """Points spread evenly over the unit disc."""
    reach = np.sqrt((np.arange(count) + 0.5) / count) * 0.97
    turn = np.arange(count) * 2.39996
    return [(float(r * math.cos(t)), float(r * math.sin(t))) for r, t in zip(reach, turn, strict=True)]


MODELS: Final = (
    model(hot_dog_cart, "market stall", "pushcart.n.01"),
    model(popcorn_cart, "market stall", "pushcart.n.01"),
)
