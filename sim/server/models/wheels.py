"""Wheels, lights, plates: what cars, lorries and buses share."""

from __future__ import annotations

from functools import cache

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import Vector, box, ellipsoid, lathe, place

from .materials import BLACK_PLASTIC, BLACK_RUBBER

ALLOY = Material((0.66, 0.67, 0.69), roughness=0.3, metallic=0.7)
HEADLIGHT = Material((0.86, 0.89, 0.92), roughness=0.08)
TAIL_LIGHT = Material((0.55, 0.03, 0.04), roughness=0.15)
INDICATOR = Material((0.90, 0.45, 0.08), roughness=0.2)
_PLATE = Material((0.92, 0.92, 0.88), roughness=0.5)
_INK = Material((0.06, 0.06, 0.08), roughness=0.6)


@cache
def wheel(radius: float, width: float, tag: int, spokes: int = 5) -> Mesh:
    """A tyre on an alloy rim, its axle along y and its outer face towards +y, centred on the origin."""
    rim = radius * 0.66
    half = width / 2
    tyre = lathe(
        [(rim, -half * 0.9), (radius * 0.93, -half), (radius, -half * 0.72), (radius, half * 0.72),
         (radius * 0.93, half), (rim, half * 0.9), (rim * 0.96, half * 0.5), (rim * 0.96, -half * 0.9)],
        BLACK_RUBBER, segments=18, caps=False, tag=tag,
    )  # fmt: skip
    disc = lathe(
        [(rim, 0.0), (rim, half * 0.25), (rim * 0.2, half * 0.3)], BLACK_PLASTIC, segments=16, tag=tag
    )
    ring = lathe(
        [(rim, half * 0.55), (rim * 0.99, half * 0.86), (rim * 0.88, half * 0.6)],
        ALLOY,
        segments=18,
        caps=False,
        tag=tag,
    )
    hub = lathe(
        [(rim * 0.24, half * 0.3), (rim * 0.22, half * 0.7), (rim * 0.1, half * 0.78)],
        ALLOY,
        segments=10,
        tag=tag,
    )
    parts = [tyre, disc, ring, hub]
    for turn in range(spokes):
        spoke = box((rim * 0.82, rim * 0.19, half * 0.26), ALLOY, at=(rim * 0.52, 0, half * 0.42), tag=tag)
        parts.append(place(spoke, yaw=360.0 * turn / spokes))
    # The lathe's axis z becomes y; lathe +z is the outer face.
    return place(merge(parts), roll=90.0)


def wheels(
    axles: tuple[float, ...], track: float, radius: float, width: float, tag: int, spokes: int = 5
) -> list[Mesh]:
    """A wheel at each end of each axle; `track` between the middles of the tyres."""
    one = wheel(radius, width, tag, spokes)
    parts = []
    for x in axles:
        parts.append(place(one, (x, track / 2, radius)))
        parts.append(place(one, (x, -track / 2, radius), scale=(1.0, -1.0, 1.0)))
    return parts


def plate(at: Vector, facing: float, tag: int) -> Mesh:
    """A number plate; `facing` +1 looks ahead, -1 back. The characters are strokes."""
    rng = np.random.default_rng(round(abs(at[2]) * 1000))
    parts = [box((0.02, 0.50, 0.11), _PLATE, at=at, tag=tag)]
    for y in np.linspace(-0.19, 0.19, 7):
        size = (0.006, float(rng.uniform(0.018, 0.042)), 0.07)
        parts.append(box(size, _INK, at=(at[0] + facing * 0.01, at[1] + float(y), at[2] + 0.02), tag=tag))
    return merge(parts)


def lamp(at: Vector, size: Vector, material: Material, tag: int) -> Mesh:
    """An oval lamp let into the body."""
    return ellipsoid((size[0] / 2, size[1] / 2, size[2] / 2), material, segments=12, rings=6, at=at, tag=tag)
