"""The buildings of the horizon: a ring around the town, landmarks among them, and a far ring in clusters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from caos.meshes import Mesh

from .. import models
from .site import BUILDING, Site

Array = npt.NDArray[np.float64]
Range = tuple[float, float]

_USUAL: Final[tuple[Range, Range, tuple[int, int]]] = ((18.0, 30.0), (12.0, 18.0), (3, 5))
_SIZES: Final[Mapping[str, tuple[Range, Range, tuple[int, int]]]] = {
    "office": ((20.0, 34.0), (14.0, 22.0), (8, 16)),
    "tower": ((20.0, 30.0), (18.0, 26.0), (14, 26)),
    "apartments": ((22.0, 36.0), (12.0, 15.0), (7, 11)),
    "flats": ((20.0, 32.0), (11.0, 14.0), (4, 6)),
    "industrial": ((24.0, 42.0), (16.0, 28.0), (2, 3)),
    "house": ((10.0, 14.0), (9.0, 11.0), (2, 2)),
    "terrace": ((18.0, 28.0), (9.0, 11.0), (2, 3)),
    "church": ((12.0, 15.0), (24.0, 30.0), (1, 1)),
    "barn": ((11.0, 15.0), (16.0, 22.0), (1, 1)),
    "water_tower": ((8.0, 11.0), (8.0, 11.0), (2, 6)),
}
_CLUSTERS: Final = 16
_CLUSTER: Final = (3, 9)  # buildings
_SPREAD: Final = 60.0  # metres, deviation within a cluster
_FAR: Final[Range] = (400.0, 780.0)  # metres from the outermost lane
_RISE: Final = 1.25  # a far cluster is a little taller than what stands nearer, or roofs would hide it


def skyline_of(styles: Sequence[str], rng: np.random.Generator) -> tuple[Mesh, ...]:
    """Two buildings of each style, in sizes that are seen over the roofs in front of them."""
    return tuple(_one(style, rng) for style in styles for _ in range(2))


def _one(style: str, rng: np.random.Generator) -> Mesh:
    width, depth, storeys = _SIZES.get(style, _USUAL)
    return models.building(
        rng,
        style=style,
        width=float(rng.uniform(*width)),
        depth=float(rng.uniform(*depth)),
        storeys=int(rng.integers(storeys[0], storeys[1] + 1)),
    )


def raise_far(
    site: Site, low: Array, high: Array, base: float, meshes: Sequence[Mesh], rng: np.random.Generator
) -> None:
    """Clusters of far buildings on their simplest level, beyond everything else.

    Args:
        site: takes them.
        low: (2,) least corner of the box round all lanes, metres.
        high: (2,) its greatest corner.
        base: height of the far plane.
        meshes: buildings with levels.
        rng: places.
    """
    taken: list[tuple[Array, float]] = []
    far = [mesh.levels[-1].mesh.transformed(np.diag([1.0, 1.0, _RISE, 1.0])) for mesh in meshes]
    centre, half = 0.5 * (low + high), 0.5 * (high - low)
    for number in range(_CLUSTERS):
        angle = 2 * np.pi * (number + rng.uniform(-0.3, 0.3)) / _CLUSTERS
        way = np.array([np.cos(angle), np.sin(angle)])
        edge = float((half / np.maximum(np.abs(way), 1e-9)).min())
        middle = centre + way * (edge + rng.uniform(*_FAR))
        for point in middle + rng.normal(0.0, _SPREAD, (int(rng.integers(*_CLUSTER)), 2)):
            mesh, yaw = far[rng.integers(len(far))], float(rng.uniform(-np.pi, np.pi))
            reach = float(np.hypot(*mesh.bounds[1][:2]))
            near = any(np.hypot(*(point - other)) < reach + room for other, room in taken)
            if near or not site.is_free(site.footprint(mesh, point, yaw, 2.0, None)):
                continue
            taken.append((point, reach))
            site.add(BUILDING, mesh, np.append(point, base), yaw)
