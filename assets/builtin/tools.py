"""Things with wheels or rungs that somebody left behind."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from caos.meshes import Mesh, merge
from caos.shapes import (
    bevelled_box,
    box,
    cylinder,
    loft,
    place,
    torus,
    tube,
)

from .model import model
from .parts import CHROME, RUBBER, STEEL, choose, textured


def shopping_trolley(rng: np.random.Generator) -> Mesh:
    """A supermarket trolley of wire."""
    grip = choose(rng, [(0.70, 0.10, 0.10), (0.10, 0.28, 0.55), (0.85, 0.60, 0.10)], roughness=0.5)
    # Corners of the basket: (front, back) x (top, bottom), half widths.
    top = [(0.45, 0.20, 0.88), (-0.42, 0.27, 0.98)]
    low = [(0.36, 0.16, 0.52), (-0.36, 0.22, 0.48)]
    parts = []

    def wire(*path: tuple[float, float, float], radius: float = 0.004) -> None:
        parts.append(tube(path, radius, CHROME, sides=4))

    for side in (-1, 1):
        for part in np.linspace(0, 1, 13):
            ends = [
                (
                    a[0] * (1 - part) + b[0] * part,
                    side * (a[1] * (1 - part) + b[1] * part),
                    a[2] * (1 - part) + b[2] * part,
                )
                for a, b in (top, low)
            ]
            wire(ends[0], ends[1])
        for part in np.linspace(0, 1, 5):
            ends = [
                (
                    a[0] * (1 - part) + b[0] * part,
                    side * (a[1] * (1 - part) + b[1] * part),
                    a[2] * (1 - part) + b[2] * part,
                )
                for a, b in zip(top, low, strict=True)
            ]
            wire(ends[0], ends[1], radius=0.008 if part in (0.0, 1.0) else 0.004)
    for (x0, y0, z0), (x1, y1, z1) in zip(top, low, strict=True):
        for part in np.linspace(0, 1, 5):
            x, y, z = x0 + (x1 - x0) * part, y0 + (y1 - y0) * part, z0 + (z1 - z0) * part
            wire((x, -y, z), (x, y, z), radius=0.008 if part in (0.0, 1.0) else 0.004)
        for across in np.linspace(-1, 1, 9)[1:-1]:
            wire((x0, across * y0, z0), (x1, across * y1, z1))
    for across in np.linspace(-1, 1, 9):
        wire((low[0][0], across * low[0][1], low[0][2]), (low[1][0], across * low[1][1], low[1][2]))
    for side in (-1, 1):
        frame = [
            (-0.48, side * 0.27, 1.02),
            (-0.38, side * 0.25, 0.5),
            (-0.40, side * 0.25, 0.14),
            (0.42, side * 0.19, 0.14),
        ]
        parts.append(tube(frame, 0.013, STEEL, sides=8, up=(0, 1, 0)))
        for x, y in ((-0.38, 0.25), (0.40, 0.19)):
            parts.append(
                place(cylinder(0.06, 0.03, RUBBER, segments=14), (x, side * y + 0.015, 0.06), roll=90)
            )
            parts.append(box((0.04, 0.05, 0.08), STEEL, at=(x, side * y, 0.07)))
    parts.append(tube([(0.42, -0.19, 0.14), (0.42, 0.19, 0.14)], 0.013, STEEL, sides=8))
    parts.append(tube([(-0.50, -0.29, 1.03), (-0.50, 0.29, 1.03)], 0.02, grip, sides=10, rounded=True))
    return merge(parts)


def wheelbarrow(rng: np.random.Generator) -> Mesh:
    """A builder's barrow, its wheel in front."""
    tray = choose(rng, [(0.18, 0.36, 0.22), (0.46, 0.47, 0.48), (0.52, 0.14, 0.12)], roughness=0.5)
    wooden = textured(rng, "wood_planks")
    signs = np.array([(1, -1), (1, 1), (-1, 1), (-1, -1)])

    def ring(front: float, back: float, half: float, z: float, tilt: float) -> npt.NDArray[np.float64]:
        x = np.where(signs[:, 0] > 0, front, back)
        return np.column_stack([x, signs[:, 1] * half, z + tilt * (signs[:, 0] > 0)])

    outside = [ring(0.25, -0.32, 0.20, 0.38, 0.0), ring(0.52, -0.42, 0.33, 0.64, 0.05)]
    inside = [ring(0.50, -0.40, 0.31, 0.64, 0.05), ring(0.24, -0.30, 0.18, 0.40, 0.0)]
    parts = [loft([*outside, *inside], tray, crease=20.0)]
    for side in (-1, 1):
        parts.append(
            tube(
                [(0.55, side * 0.06, 0.20), (0.0, side * 0.18, 0.36), (-0.85, side * 0.29, 0.58)],
                0.02,
                wooden,
                sides=8,
            )
        )
        parts.append(
            tube(
                [(-0.70, side * 0.275, 0.545), (-0.88, side * 0.295, 0.59)],
                0.026,
                RUBBER,
                sides=10,
                rounded=True,
            )
        )
        parts.append(
            tube(
                [(-0.10, side * 0.19, 0.38), (-0.30, side * 0.23, 0.0), (-0.36, side * 0.235, 0.45)],
                0.015,
                STEEL,
                sides=8,
                up=(0, 1, 0),
            )
        )
    parts.append(place(torus(0.155, 0.045, RUBBER, segments=20, sides=8), (0.55, 0, 0.20), roll=90))
    parts.append(place(cylinder(0.12, 0.03, STEEL, segments=14), (0.55, 0.015, 0.20), roll=90))
    return merge(parts)


def stepladder(rng: np.random.Generator) -> Mesh:
    """An open stepladder of aluminium, 1.8 m."""
    tread = choose(rng, [(0.25, 0.26, 0.28), (0.72, 0.55, 0.12), (0.62, 0.12, 0.10)], roughness=0.6)
    parts = [bevelled_box((0.26, 0.44, 0.04), tread, bevel=0.012, at=(0.02, 0, 1.76))]
    for side in (-1, 1):
        parts.append(
            tube(
                [(0.55, side * 0.29, 0.0), (0.10, side * 0.19, 1.78)],
                [(0.014, 0.035)] * 2,
                STEEL,
                sides=8,
                up=(1, 0, 0),
            )
        )
        parts.append(
            tube([(-0.55, side * 0.27, 0.0), (-0.06, side * 0.18, 1.76)], 0.018, STEEL, sides=8, up=(1, 0, 0))
        )
        parts.append(tube([(0.36, side * 0.25, 0.75), (-0.34, side * 0.23, 0.75)], 0.008, STEEL, sides=5))
    for part in np.linspace(0.14, 0.86, 6):
        x, half, z = 0.55 - 0.45 * part, 0.29 - 0.10 * part, 1.78 * part
        parts.append(box((0.10, 2 * half, 0.025), tread, at=(x - 0.01, 0, z)))
    for part in (0.25, 0.6):
        x, half, z = -0.55 + 0.49 * part, 0.27 - 0.09 * part, 1.76 * part
        parts.append(tube([(x, -half, z), (x, half, z)], 0.011, STEEL, sides=6))
    return merge(parts)


MODELS: Final = (
    model(shopping_trolley, "trolley", "shopping_cart.n.01"),
    model(wheelbarrow, "garden tool", "barrow.n.03"),
    model(stepladder, "ladder", "step_ladder.n.01"),
)
