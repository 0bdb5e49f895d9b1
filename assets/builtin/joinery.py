"""Parts that furniture and household things are put together from."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from caos.meshes import Material, Mesh, merge
from caos.shapes import (
    Vector,
    bevelled_box,
    box,
    cylinder,
    ellipsoid,
    lathe,
    place,
    shaded,
    tube,
)
from caos.shapes.sweeps import grid_faces

ORIGIN: Vector = (0.0, 0.0, 0.0)


def rod(start: Vector, end: Vector, radius: float, material: Material, *, sides: int = 8) -> Mesh:
    """A straight round bar."""
    return tube([start, end], radius, material, sides=sides)


def bent(
    path: Sequence[Vector], radius: float, material: Material, *, sides: int = 8, steps: int = 5
) -> Mesh:
    """A round bar whose corners are rounded off."""
    return tube(smooth(path, steps), radius, material, sides=sides)


def smooth(path: Sequence[Vector], steps: int = 5) -> npt.NDArray[np.float64]:
    """(N, 3) points of a Catmull-Rom curve through `path`."""
    points = np.array(path, dtype=np.float64)
    points = np.concatenate([[2 * points[0] - points[1]], points, [2 * points[-1] - points[-2]]])
    part = np.linspace(0, 1, steps, endpoint=False)[:, None]
    pieces = []
    for a, b, c, d in zip(points, points[1:], points[2:], points[3:], strict=False):
        cubic = -a + 3 * b - 3 * c + d
        pieces.append(b + 0.5 * ((c - a) * part + (2 * a - 5 * b + 4 * c - d) * part**2 + cubic * part**3))
    return np.concatenate([*pieces, points[-2:-1]])


def legs(
    half_x: float,
    half_y: float,
    height: float,
    material: Material,
    *,
    radius: float = 0.022,
    foot: float | None = None,
    splay: float = 0.0,
    square: bool = False,
    at: Vector = ORIGIN,
) -> list[Mesh]:
    """Four legs under the corners (+-half_x, +-half_y); `splay` is how far the feet stand out."""
    parts = []
    for x in (-half_x, half_x):
        for y in (-half_y, half_y):
            if square:
                parts.append(
                    box((2 * radius, 2 * radius, height), material, at=(at[0] + x, at[1] + y, at[2]))
                )
                continue
            top = (at[0] + x, at[1] + y, at[2] + height)
            low = (top[0] + math.copysign(splay, x), top[1] + math.copysign(splay, y), at[2])
            parts.append(tube([low, top], [foot or radius, radius], material, sides=10))
    return parts


def cushion(
    size: Vector, material: Material, *, at: Vector = ORIGIN, square: float = 0.35, puff: float = 0.7
) -> Mesh:
    """A pillow of `size` whose base centre is `at`.

    Args:
        size: x, y, z.
        material: of the cover.
        at: the middle of its lowest point.
        square: 0 has corners like a box, 1 is an ellipse seen from above.
        puff: 0 is flat with upright sides, 1 as round as an ellipsoid.
    """
    around = np.linspace(0, 2 * math.pi, 33)
    around[-1] = 0.0
    bend = np.linspace(-math.pi / 2, math.pi / 2, 11)[:, None]

    def power(wave: npt.NDArray[np.float64], exponent: float) -> npt.NDArray[np.float64]:
        return np.asarray(np.sign(wave) * np.abs(np.round(wave, 12)) ** exponent)

    girth = power(np.cos(bend), puff)
    grid = np.stack(
        np.broadcast_arrays(
            girth * power(np.cos(around), square) * size[0] / 2,
            girth * power(np.sin(around), square) * size[1] / 2,
            (power(np.sin(bend), puff) + 1) * size[2] / 2,
        ),
        axis=-1,
    )
    return shaded(grid.reshape(-1, 3) + at, grid_faces(11, 33), material, crease=120.0)


def rounded(width: float, height: float, radius: float, corner: int = 5) -> npt.NDArray[np.float64]:
    """(4 * corner, 2) anticlockwise outline of a rectangle with round corners, centred on the origin."""
    turn = np.linspace(0, math.pi / 2, corner)
    pieces = []
    for quarter, (x, y) in enumerate(((1, 1), (-1, 1), (-1, -1), (1, -1))):
        angle = turn + quarter * math.pi / 2
        middle = np.array((x * (width / 2 - radius), y * (height / 2 - radius)))
        pieces.append(middle + radius * np.column_stack([np.cos(angle), np.sin(angle)]))
    return np.concatenate(pieces)


def spread(count: int, length: float) -> list[float]:
    """`count` places evenly over `length`, centred on 0, first and last at its ends."""
    return [0.0] if count == 1 else [float(part) for part in np.linspace(-length / 2, length / 2, count)]


def drawers(
    width: float,
    rows: Iterable[tuple[float, float]],
    x: float,
    front: Material,
    knob: Material,
    *,
    y: float = 0.0,
    knobs: int = 2,
) -> list[Mesh]:
    """Drawer fronts on a face at `x` towards +x; `rows` are (bottom, height) of each."""
    parts = []
    for low, height in rows:
        parts.append(bevelled_box((0.03, width, height), front, bevel=0.008, at=(x + 0.006, y, low)))
        parts += [
            ellipsoid(
                (0.022, 0.022, 0.022), knob, segments=10, rings=6, at=(x + 0.04, y + side, low + height / 2)
            )
            for side in spread(knobs, width * 0.5)
        ]
    return parts


def wheel(
    radius: float, width: float, tyre: Material, hub: Material, at: Vector, *, yaw: float = 0.0
) -> Mesh:
    """A solid wheel rolling along x, its axle at `at`."""
    half = width / 2
    rim = [(radius * 0.62, -half), (radius * 0.92, -half), (radius, -half * 0.5), (radius, half * 0.5)]
    rim += [(radius * 0.92, half), (radius * 0.62, half)]
    parts = [
        lathe(rim, tyre, segments=18, caps=False),
        cylinder(radius * 0.64, width * 0.8, hub, segments=14, at=(0, 0, -width * 0.4)),
    ]
    return place(place(merge(parts), roll=90), at, yaw=yaw)


def spoked(
    radius: float, thickness: float, tyre: Material, metal: Material, at: Vector, spokes: int = 12
) -> Mesh:
    """A wheel with wire spokes rolling along x, its axle at `at`."""
    turn = np.linspace(0, 2 * math.pi, 29)
    ring = np.column_stack([np.cos(turn), np.sin(turn)]) * radius
    parts = [
        tube(np.column_stack([ring[:, 0], np.zeros(29), ring[:, 1]]), thickness, tyre, sides=8, up=(0, 1, 0))
    ]
    inner = ring * ((radius - thickness) / radius)
    parts.append(
        tube(
            np.column_stack([inner[:, 0], np.zeros(29), inner[:, 1]]),
            thickness * 0.6,
            metal,
            sides=6,
            up=(0, 1, 0),
        )
    )
    parts.append(
        place(
            cylinder(thickness * 1.5, thickness * 5, metal, segments=10, at=(0, 0, -thickness * 2.5)), roll=90
        )
    )
    for angle in np.linspace(0, 2 * math.pi, spokes, endpoint=False).tolist():
        end = (math.cos(angle) * radius, 0.0, math.sin(angle) * radius)
        parts.append(rod((0.0, 0.0, 0.0), end, max(0.003, thickness * 0.14), metal, sides=4))
    return place(merge(parts), at)


def mirrored(meshes: Sequence[Mesh]) -> list[Mesh]:
    """The meshes and their images on the other side, y turned to -y."""
    return [*meshes, *(place(mesh, scale=(1.0, -1.0, 1.0)) for mesh in meshes)]
