"""The build of fish and whales: oval sections, fins of plates, a skin drawn as seen from the side."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from caos.meshes import Material, Mesh
from caos.shapes import Vector, extrude, place, tube

from .skins import projected

Rows = Sequence[tuple[float, float, float, float]]
Floats = npt.NDArray[np.float64]
Outline = Sequence[tuple[float, float]]


def trunk(rows: Rows, skin: Material, *, sides: int = 24, smooth: int = 4) -> Mesh:
    """A body along x.

    Args:
        rows: x, z of the middle line, half width, half height; from tail to nose.
        skin: its picture is thrown on from the side (`skins.projected`).
        sides: corners of a section.
        smooth: sections put in between two rows, on a smooth line.
    """
    table = np.array(rows)
    at = np.arange(len(table))
    fine = np.linspace(0, len(table) - 1, (len(table) - 1) * smooth + 1)
    x, z, wide, high = (_smooth(at, table[:, k], fine) for k in range(4))
    body = tube(
        np.column_stack([x, np.zeros_like(x), z]),
        np.column_stack([np.maximum(wide, 0.004), np.maximum(high, 0.004)]),
        skin,
        sides=sides,
        rounded=True,
        crease=180,
    )
    return projected(body, skin)


def _smooth(at: npt.NDArray[np.int64], values: Floats, fine: Floats) -> Floats:
    """Catmull-Rom values between rows."""
    slope = np.gradient(values, at)
    k = np.minimum(fine.astype(int), len(at) - 2)
    t = fine - k
    rise, flat = t * t * (3 - 2 * t), 1 - t * t * (3 - 2 * t)
    rows = values[k] * flat + values[k + 1] * rise
    return np.asarray(rows + slope[k] * t * (1 - t) ** 2 - slope[k + 1] * t * t * (1 - t))


def upright_fin(outline: Outline, thick: float, skin: Material) -> Mesh:
    """A fin in the plane of symmetry; `outline` in x, z."""
    return extrude(outline, thick, skin, plane="xz", bevel=thick * 0.3)


def flukes(outline: Outline, thick: float, skin: Material, at: Vector, *, pitch: float = 0.0) -> Mesh:
    """A level fin both sides; `outline` of its left half in x, y from the middle in front to behind."""
    half = list(outline)
    mirrored = [(x, -y) for x, y in reversed(half) if y > 0]
    return place(extrude(half + mirrored, thick, skin, bevel=thick * 0.3), at, pitch=pitch)


def flippers(
    outline: Outline, thick: float, skin: Material, at: Vector, *, roll: float = 25.0, yaw: float = 0.0
) -> list[Mesh]:
    """A pair of fins from the sides, sloping down by `roll` degrees; `outline` in x, y of the left one."""
    return [
        place(
            extrude([(x, side * y) for x, y in outline], thick, skin, bevel=thick * 0.3),
            (at[0], side * at[1], at[2]),
            roll=side * roll,
            yaw=-side * yaw,
        )
        for side in (1, -1)
    ]
