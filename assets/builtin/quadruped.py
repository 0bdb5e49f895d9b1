"""The build of four-legged animals: tubes along spine, neck, head, tail and legs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from caos.meshes import Material, Mesh
from caos.shapes import (
    Vector,
    cylinder,
    ellipsoid,
    place,
    tube,
)

from .parts import BLACK

Path = Sequence[Vector]
Radii = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Build:
    """Where an animal's body runs; metres, nose towards +x. Radii are half axes (sideways, upwards).

    Attributes:
        spine, neck, head, tail: lines with the half axes along them.
        fore, hind: the right fore and hind leg from the body down, with radii; the left ones are mirrored
            and in step.
        hoof: radius and height of a hoof or paw.
        stride: how far the legs of a pair are apart along x at the foot.
    """

    spine: Path
    spine_radii: Radii
    neck: Path
    neck_radii: Radii
    head: Path
    head_radii: Radii
    tail: Path
    tail_radii: Sequence[float]
    fore: Path
    fore_radii: Sequence[float]
    hind: Path
    hind_radii: Sequence[float]
    hoof: tuple[float, float]
    stride: float = 0.12


def quadruped(
    build: Build, coat: Material, points: Material, hooves: Material, *, uv_scale: float = 0.5
) -> list[Mesh]:
    """Body, legs and tail: `coat` for the body, `points` for the tail, `hooves` for the feet."""
    parts = [
        tube(build.spine, build.spine_radii, coat, sides=20, rounded=True, uv_scale=uv_scale),
        tube(build.neck, build.neck_radii, coat, sides=16, rounded=True, uv_scale=uv_scale),
        tube(build.head, build.head_radii, coat, sides=14, rounded=True, uv_scale=uv_scale),
        tube(build.tail, build.tail_radii, points, sides=8, rounded=True, up=(1, 0, 0)),
    ]
    radius, height = build.hoof
    for leg, widths, phase in ((build.fore, build.fore_radii, 1), (build.hind, build.hind_radii, -1)):
        line = np.array(leg)
        swing = ((line[0, 2] - line[:, 2]) / (line[0, 2] - line[-1, 2]))[:, None] * (build.stride / 2, 0, 0)
        for side in (-1, 1):
            path = line * (1, side, 1) + swing * side * phase
            parts.append(tube(path, widths, coat, sides=10, rounded=True, up=(1, 0, 0), uv_scale=uv_scale))
            foot = path[-1]
            at = (float(foot[0]) + 0.15 * radius, float(foot[1]), 0.0)
            parts.append(cylinder(radius * 1.15, height, hooves, top=radius * 0.9, segments=12, at=at))
    return parts


def eyes(x: float, y: float, z: float, radius: float, material: Material = BLACK) -> list[Mesh]:
    """A pair of round eyes at x, +-y, z."""
    return [ellipsoid((radius,) * 3, material, segments=8, rings=6, at=(x, side * y, z)) for side in (-1, 1)]


def ears(x: float, y: float, z: float, size: Vector, material: Material, *, out: float = 25.0) -> list[Mesh]:
    """A pair of ears: flattened ovals of half axes `size`, leaning `out` degrees to the sides."""
    return [
        place(ellipsoid(size, material, segments=10, rings=8), (x, side * y, z), roll=-side * out)
        for side in (-1, 1)
    ]
