"""What grows below eye level: bushes, hedges, grass."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from caos.meshes import Level, Mesh, merge
from caos.shapes import loft

from .materials import TAG, Colour, surface
from .vegetation_cards import VEGETATION, Array, cards, leafy, limbs

TERRAIN: Final = TAG["Terrain"]
GRASS_SIDE: Final = 4.0
"""Metres along each side of a patch of grass, and along a fringe."""


@dataclass(frozen=True, slots=True)
class Shrub:
    """A kind of bush: atlas of its leaves, half width and height in metres, size of a spray, how upright."""

    leaves: str
    half: float
    tall: float
    spray: float = 0.55
    upright: float = 0.5


SHRUBS: Final[Mapping[str, Shrub]] = {
    "box": Shrub("hedge", 0.55, 0.9, 0.42, 0.2),
    "laurel": Shrub("linden", 0.65, 1.2, 0.5),
    "lilac": Shrub("lilac", 0.7, 1.5, 0.6, 0.9),
    "rose": Shrub("rose", 0.6, 0.9, 0.45),
    "forsythia": Shrub("forsythia", 0.75, 1.3, 0.65, 1.1),
    "juniper": Shrub("pine", 0.6, 0.7, 0.55, 0.4),
    "dogwood": Shrub("birch", 0.7, 1.3, 0.6, 0.7),
    "reed": Shrub("reed", 0.45, 1.1, 0.95, 2.5),
}
"""Kinds of bushes."""

BUSH_KINDS: Final = tuple(SHRUBS)
_BUSH_LEVELS: Final = ((0.0, 100, 1.0), (18.0, 34, 1.5), (55.0, 12, 2.1))  # metres, sprays, their size
_HEDGE_LEVELS: Final = ((0.0, 80, 1.0), (14.0, 34, 1.5), (40.0, 10, 2.4))  # metres, sprays a metre, size
_GRASS_LEVELS: Final = ((0.0, 1.0, 1.0), (13.0, 0.45, 1.35))  # metres, share of the tufts, their width
GRASS_END: Final = 28.0
"""Metres beyond which grass is only the ground's texture."""

_PROFILE: Final = np.array(
    [
        (0.26, 0.0), (0.29, 0.4), (0.28, 0.9), (0.22, 1.14), (0.0, 1.19),
        (-0.22, 1.14), (-0.28, 0.9), (-0.29, 0.4), (-0.26, 0.0),
    ]
)  # fmt: skip


def bush(rng: np.random.Generator, kind: str | None = None) -> Mesh:
    """A shrub about a metre high, with levels; every face is tagged Vegetation.

    Args:
        rng: its shape, and its kind if that is None.
        kind: one of `BUSH_KINDS`.

    Raises:
        ValueError: an unknown kind.
    """
    name = BUSH_KINDS[rng.integers(len(BUSH_KINDS))] if kind is None else kind
    if name not in SHRUBS:
        raise ValueError(f"unknown bush {name!r}; known: {', '.join(SHRUBS)}")
    shrub = replace(SHRUBS[name], half=SHRUBS[name].half * float(rng.uniform(0.85, 1.2)))
    stems = _stems(rng, shrub)
    near, *others = (_sprays(rng, shrub, count, larger) for _, count, larger in _BUSH_LEVELS)
    starts = [start for start, _, _ in _BUSH_LEVELS[1:]]
    levels = tuple(Level(start, mesh) for start, mesh in zip(starts, others, strict=True))
    return replace(merge([stems, near]), levels=levels)


def _stems(rng: np.random.Generator, shrub: Shrub) -> Mesh:
    turn = rng.uniform(0.0, 2.0 * np.pi, 7)
    ends = np.column_stack([np.cos(turn), np.sin(turn), np.zeros(7)]) * 0.6 * shrub.half
    ends[:, 2] = 0.7 * shrub.tall
    paths = np.stack([0.1 * ends * (1, 1, 0), 0.6 * ends, ends], axis=1)
    return limbs(paths, np.tile([0.018, 0.012, 0.006], (7, 1)), surface("bark"), 3)


def _sprays(rng: np.random.Generator, shrub: Shrub, count: int, larger: float) -> Mesh:
    """Sprays in the shell of a dome, growing outwards and up."""
    away = rng.normal(size=(count, 3))
    away[:, 2] = np.abs(away[:, 2])
    away /= np.linalg.norm(away, axis=1, keepdims=True)
    size = shrub.spray * larger * rng.uniform(0.7, 1.15, count)
    reach = np.array([shrub.half, shrub.half, shrub.tall])
    inner = np.maximum(reach - 0.62 * shrub.spray * larger, 0.05)
    feet = away * inner * rng.uniform(0.25, 1.0, (count, 1)) ** 0.6
    feet[:, 2] = np.maximum(feet[:, 2], 0.02)
    way = away + np.array([0.0, 0.0, shrub.upright]) + rng.normal(0.0, 0.25, (count, 3))
    way /= np.linalg.norm(way, axis=1, keepdims=True)
    # A spray turns round its axis: what leans out near the ground must not dip below it.
    feet[:, 2] = np.maximum(
        feet[:, 2], 0.5 * size * np.hypot(way[:, 0], way[:, 1]) - np.minimum(way[:, 2], 0) * size
    )
    normals = away + np.array([0.0, 0.0, 0.4]) + rng.normal(0.0, 0.3, (count, 3))
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    return cards(rng, feet, way, normals, size, leafy(shrub.leaves), folded=larger == 1.0)


def hedge(length: float) -> Mesh:
    """A clipped hedge 1.3 m high and 0.7 m thick along x, centred, with levels."""
    rng = np.random.default_rng(round(length * 100))
    count = max(2, round(length / 0.55))
    rings = np.zeros((count + 1, len(_PROFILE), 3))
    rings[..., 0] = np.linspace(-length / 2, length / 2, count + 1)[:, None]
    rings[..., 1:] = _PROFILE * rng.uniform(0.92, 1.06, (count + 1, len(_PROFILE), 1))
    body = loft(
        rings,
        surface("foliage", (0.25, 0.34, 0.16), roughness=1.0),
        crease=60.0,
        tag=VEGETATION,
        uv_scale=0.8,
    )
    near, *others = (
        merge([body, _coat(rng, length, round(each * length), larger)]) for _, each, larger in _HEDGE_LEVELS
    )
    starts = [start for start, _, _ in _HEDGE_LEVELS[1:]]
    return replace(near, levels=tuple(Level(start, mesh) for start, mesh in zip(starts, others, strict=True)))


def _coat(rng: np.random.Generator, length: float, count: int, larger: float) -> Mesh:
    """Sprays all over the clipped body, rather lying on it, some standing out."""
    at = rng.uniform(0.25, len(_PROFILE) - 1.25, count)
    row = at.astype(int)
    step = _PROFILE[row + 1] - _PROFILE[row]
    rim = _PROFILE[row] + (at - row)[:, None] * step
    out = np.column_stack([np.zeros(count), step[:, 1], -step[:, 0]])
    out /= np.linalg.norm(out, axis=1, keepdims=True)
    size = 0.27 * larger * rng.uniform(0.7, 1.2, count)
    way = rng.normal(0.0, 0.8, (count, 3)) + 0.35 * out + np.array([0.0, 0.0, 0.55])
    way -= 0.7 * out * (way * out).sum(axis=1, keepdims=True)
    way /= np.linalg.norm(way, axis=1, keepdims=True)
    feet = (
        np.column_stack([rng.uniform(-length / 2, length / 2, count), rim])
        + 0.02 * out
        - 0.5 * way * size[:, None]
    )
    feet[:, 0] = np.clip(feet[:, 0], 0.9 * size - length / 2, length / 2 - 0.9 * size)
    feet[:, 2] = np.maximum(feet[:, 2], 0.5 * size + 0.02)
    normals = out + np.array([0.0, 0.0, 0.25]) + rng.normal(0.0, 0.35, (count, 3))
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    return cards(rng, feet, way, normals, size, leafy("hedge", translucency=0.35), lift=1.2 * out)


def grass_patch(rng: np.random.Generator, kind: str, tint: Colour) -> Mesh:
    """Tufts on a square of `GRASS_SIDE` metres round the origin, tagged Terrain like the ground they grow on.

    Args:
        rng: where the tufts stand.
        kind: "lawn" (about 0.12 m), "meadow" (0.3 m).
        tint: of the blades, sRGB.
    """
    tall, count = {"lawn": (0.13, 170), "meadow": (0.30, 150)}[kind]
    spots = rng.uniform(-GRASS_SIDE / 2, GRASS_SIDE / 2, (count, 2))
    return _tufts(rng, spots, kind, tall, tint)


def grass_fringe(rng: np.random.Generator, tint: Colour) -> Mesh:
    """Tall grass on a line of `GRASS_SIDE` metres along x, as under fences; tagged Terrain."""
    along = rng.uniform(-GRASS_SIDE / 2, GRASS_SIDE / 2, 60)
    spots = np.column_stack([along, rng.normal(0.0, 0.09, 60)])
    return _tufts(rng, spots, "meadow", 0.36, tint)


def _tufts(rng: np.random.Generator, spots: Array, kind: str, tall: float, tint: Colour) -> Mesh:
    """Cards at (n, 2) spots; fewer and broader ones further off, none from `GRASS_END` on."""
    material = leafy(kind, tint, 0.4)
    size = tall * rng.uniform(0.6, 1.25, len(spots))
    way = rng.normal(0.0, 0.16, (len(spots), 3)) + np.array([0.0, 0.0, 1.0])
    way /= np.linalg.norm(way, axis=1, keepdims=True)
    normals = rng.normal(0.0, 0.18, (len(spots), 3)) + np.array([0.0, 0.0, 1.0])
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    feet = np.column_stack([spots, np.full(len(spots), -0.015)])
    near, middle = (
        cards(
            rng, feet[:kept], way[:kept], normals[:kept], size[:kept], material, slim=1.9 * wider, tag=TERRAIN
        )
        for _, share, wider in _GRASS_LEVELS
        for kept in [round(share * len(spots))]
    )
    return replace(near, levels=(Level(_GRASS_LEVELS[1][0], middle), Level(GRASS_END, _without_faces(near))))


def _without_faces(mesh: Mesh) -> Mesh:
    none: npt.NDArray[np.int32] = np.zeros(0, dtype=np.int32)
    return replace(mesh, faces=none.reshape(0, 3), face_material=none, face_tag=none.astype(np.uint8))
