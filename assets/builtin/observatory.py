"""Things to look and listen to the sky with."""

from __future__ import annotations

from typing import Final

import numpy as np

from caos.meshes import Mesh, merge
from caos.shapes import bevelled_box, box, place, tube

from .forms import BRASS, GLASS, around, ring, rod_along, turned
from .joinery import rod
from .model import model
from .parts import BLACK, DARK, STEEL, WHITE, choose
from .prints import wood


def satellite_dish(rng: np.random.Generator) -> Mesh:
    """A receiving dish on a tripod mount, 1.8 m across."""
    shell = choose(rng, [(0.90, 0.90, 0.89), (0.60, 0.62, 0.65), (0.80, 0.70, 0.56)], roughness=0.4)
    out = np.linspace(0, 0.9, 9)
    profile = np.column_stack([out, 0.34 * (out / 0.9) ** 2])
    profile = np.concatenate([profile, profile[::-1] - np.array((0, 0.03))])
    dish = [
        turned(profile, shell, segments=40, crease=70, caps=False),
        ring(0.9, 0.022, STEEL, (0, 0, 0.325), segments=40, sides=6),
        *(rod((x, y, 0.32), (0, 0, 0.80), 0.014, STEEL) for x, y, _ in around(3, 0.88)),
        rod_along(0.07, 0.16, BLACK, (0, 0, 0.80), axis="z"),
        rod_along(0.10, 0.03, WHITE, (0, 0, 0.71), axis="z"),
    ]
    dish += [
        place(box((0.02, 0.03, 0.86), STEEL, at=(0.03, 0, 0)), (0, 0, -0.05), pitch=-72, yaw=60.0 * k)
        for k in range(6)
    ]
    parts = [
        place(merge(dish), (0.05, 0, 1.15), pitch=-48),
        rod_along(0.11, 0.3, DARK, (-0.08, 0, 1.05), axis="y"),
        rod((-0.1, 0, 0.1), (-0.1, 0, 1.05), 0.06, STEEL),
    ]
    parts += [
        rod((-0.1, 0, 0.65), (-0.1 + x, y, 0.02), 0.028, STEEL) for x, y, _ in around(3, 0.70, start=60.0)
    ]
    return merge([*parts, bevelled_box((0.20, 0.30, 0.34), shell, bevel=0.02, at=(-0.28, 0, 0.45))])


def telescope(rng: np.random.Generator) -> Mesh:
    """A brass telescope on a wooden tripod, 1.7 m."""
    metal = (BRASS, choose(rng, [(0.90, 0.90, 0.90), (0.12, 0.20, 0.40)], roughness=0.2))[
        int(rng.integers(2))
    ]
    hide, timber = (
        choose(rng, [(0.30, 0.12, 0.08), (0.08, 0.08, 0.09)], roughness=0.6),
        wood(rng, (0.50, 0.30, 0.15)),
    )
    barrel = [
        turned([(0.13, -0.25), (0.13, 0.62)], metal, axis="x", segments=24),
        turned([(0.136, 0.62), (0.145, 0.64), (0.145, 0.86), (0.125, 0.865)], hide, axis="x", segments=24),
        rod_along(0.12, 0.01, GLASS, (0.86, 0, 0), segments=24),
        turned([(0.10, -0.55), (0.10, -0.25)], hide, axis="x", segments=20),
        turned([(0.06, -0.80), (0.06, -0.55)], metal, axis="x", segments=18),
        turned([(0.075, -0.92), (0.05, -0.88), (0.05, -0.78)], BLACK, axis="x", segments=16),
    ]
    barrel += [ring(0.135, 0.015, BRASS, (x, 0, 0), axis="x") for x in (-0.25, 0.18, 0.62)] + [
        rod_along(0.035, 0.5, BRASS, (-0.1, 0, 0.20)),
        *(rod((x, 0, 0.12), (x, 0, 0.2), 0.012, BRASS) for x in (-0.25, 0.05)),
        rod_along(0.03, 0.1, BLACK, (-0.5, 0.13, 0), axis="y"),
    ]
    parts = [
        place(merge(barrel), (0, 0, 1.22), pitch=28),
        turned([(0.10, 0.86), (0.12, 0.92), (0.06, 1.0), (0.05, 1.16)], BRASS, segments=18),
    ]
    for x, y, _ in around(3, 0.58, start=60.0):
        parts += [
            tube(
                [(x * 0.12, y * 0.12, 0.9), (x, y, 0.02)], [(0.035, 0.022), (0.025, 0.016)], timber, sides=8
            ),
            rod((x * 0.62, y * 0.62, 0.38), (0, 0, 0.40), 0.008, BRASS),
        ]
    return merge([*parts, ring(0.05, 0.01, BRASS, (0, 0, 0.40))])


MODELS: Final = (
    model(telescope, "optical instrument", "astronomical_telescope.n.01"),
    model(satellite_dish, "antenna", "dish.n.05"),
)
