"""Smooth bodies, legs, plates and cones that reptiles, dinosaurs and mythical animals are made of."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from caos.meshes import Material, Mesh
from caos.shapes import Vector, extrude, place, tube

from .beasts import ball, rod

Rows = Sequence[tuple[float, float, float, float]]
Outline = Sequence[tuple[float, float]]


def rounded(rows: npt.ArrayLike, times: int = 2) -> npt.NDArray[np.float64]:
    """(M, K) rows between (N, K) ones with their corners cut (Chaikin); both ends stay."""
    line = np.asarray(rows, dtype=np.float64)
    for _ in range(times):
        early, late = 0.75 * line[:-1] + 0.25 * line[1:], 0.25 * line[:-1] + 0.75 * line[1:]
        line = np.concatenate(
            [line[:1], np.stack([early, late], axis=1).reshape(-1, line.shape[1]), line[-1:]]
        )
    return line


def sweep(rows: Rows, material: Material, *, sides: int = 16, times: int = 2, uv_scale: float = 1.0) -> Mesh:
    """A body in the plane of symmetry: rows of x, z, half width, half depth, from tail to nose; metres."""
    line = rounded(rows, times)
    path = np.column_stack([line[:, 0], np.zeros(len(line)), line[:, 1]])
    radii = line[:, [3, 2]]
    return tube(path, radii, material, sides=sides, rounded=True, up=(0, 1, 0), uv_scale=uv_scale)


def horn(rows: Rows, material: Material, *, sides: int = 8, times: int = 2) -> Mesh:
    """A curved horn, tail or tentacle: rows of x, y, z, radius."""
    line = rounded(rows, times)
    return rod([(float(x), float(y), float(z), float(r)) for x, y, z, r in line], material, sides)


def horns(rows: Rows, material: Material, *, sides: int = 8) -> list[Mesh]:
    """`horn` left and right."""
    return [horn([(x, side * y, z, r) for x, y, z, r in rows], material, sides=sides) for side in (1, -1)]


def legs(
    lines: Sequence[Rows], skin: Material, claw: Material, foot: float, *, stride: float = 0.0
) -> list[Mesh]:
    """Pairs of legs (rows of x, y, z, radius from the body down) on round feet of three toes.

    Args:
        lines: the right leg of each pair; the left one is mirrored.
        skin: of the legs.
        claw: of the toes.
        foot: length of a foot.
        stride: how far the feet of a pair are apart along x.
    """
    parts = []
    for phase, line in zip((1, -1) * len(lines), lines, strict=False):
        top, bottom = line[0][2], line[-1][2]
        for side in (1, -1):
            swung = [
                (x + side * phase * stride / 2 * (top - z) / (top - bottom), side * y, z, r)
                for x, y, z, r in line
            ]
            parts.append(horn(swung, skin, sides=10, times=1))
            x, y, _, radius = swung[-1]
            parts += [
                ball((x + foot * 0.4, y + k * radius * 0.7, foot * 0.16),
                    (foot * 0.5, radius * 0.4, foot * 0.16), claw, fine=6)
                for k in (-1, 0, 1)
            ]  # fmt: skip
    return parts


def plates(
    rows: Sequence[tuple[float, float, float]],
    outline: Outline,
    material: Material,
    *,
    thick: float = 0.03,
    apart: float = 0.0,
) -> list[Mesh]:
    """Upright plates along the back, in turn left and right of the middle by `apart`; rows of x, z, size."""
    return [
        place(
            extrude(outline, thick / size, material, plane="xz"),
            (x, apart * (1 if k % 2 else -1), z),
            scale=size,
            roll=apart * (100 if k % 2 else -100),
        )
        for k, (x, z, size) in enumerate(rows)
    ]


def spikes(rows: Sequence[tuple[float, float, float, float]], away: Vector, material: Material) -> list[Mesh]:
    """Pairs of cones at x, +-y, z with length `size`, pointing `away` (mirrored)."""
    parts = []
    for x, y, z, size in rows:
        for side in (1, -1):
            tip = (x + away[0] * size, side * (y + away[1] * size), z + away[2] * size)
            parts.append(tube([(x, side * y, z), tip], [size * 0.2, size * 0.03], material, sides=6))
    return parts
