"""Strips of ground: rows of quads of one or two surfaces, and the mesh they make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from caos.meshes import Material, Mesh

from .surfaces import Surface

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Strip:
    """Quads of one surface, or of two in turn.

    Attributes:
        corners: (n, 4, 3) points, CARLA's frame, in order around each quad.
        surface: of every quad, or of those where `mask` is set.
        upright: the quads are walls (kerb faces); their normals are horizontal.
        other: surface of the quads where `mask` is not set.
        mask: (n,) or None.
        uvs: (n, 4, 2) texture coordinates in tiles; None: by the place in the world.
    """

    corners: Array
    surface: Surface
    upright: bool = False
    other: Surface | None = None
    mask: npt.NDArray[np.bool_] | None = None
    uvs: Array | None = None


def ribbon(left: Array, right: Array, surface: Surface, *, upright: bool = False) -> Strip:
    """The n - 1 quads between two polylines of n points, each (n, 3)."""
    return Strip(_between(left, right), surface, upright)


def laid_ribbon(
    left: Array, right: Array, surface: Surface, across: tuple[Array, Array], along: Array, *,
    upright: bool = False,
) -> Strip:  # fmt: skip
    """A `ribbon` whose texture follows it.

    Args:
        left: (n, 3) polyline.
        right: (n, 3) polyline.
        surface: of the quads.
        across: u along `left` and along `right`, (n,) each, tiles.
        along: (n,) v, tiles.
        upright: as in `ribbon`.
    """
    edges = (np.stack([u, along], axis=1) for u in across)
    return Strip(_between(left, right), surface, upright, uvs=_between(*edges))


def dashed_ribbon(
    left: Array, right: Array, paint: Surface, under: Surface, mask: npt.NDArray[np.bool_]
) -> Strip:
    """A `ribbon` that is painted where `mask` (n - 1,) is set and bare elsewhere."""
    return Strip(_between(left, right), paint, other=under, mask=mask)


def _between(left: Array, right: Array) -> Array:
    return np.stack([left[:-1], right[:-1], right[1:], left[1:]], axis=1)


def strip_mesh(strips: Sequence[Strip]) -> Mesh:
    """One mesh of many strips; textures lie in world coordinates so that neighbours continue each other.

    Raises:
        ValueError: no strips.
    """
    if not strips:
        raise ValueError("strip_mesh() needs at least one strip")
    slots: dict[Surface, int] = {}
    blocks = [_block(strip, slots) for strip in strips]
    positions, normals, cell_slots, own = (np.concatenate(parts) for parts in zip(*blocks, strict=True))
    faces = np.arange(len(positions), dtype=np.int32).reshape(-1, 4)[:, [0, 1, 2, 0, 2, 3]].reshape(-1, 3)
    surfaces = tuple(slots)
    materials: dict[Material, int] = {}
    material_of = np.array([materials.setdefault(surface.material, len(materials)) for surface in surfaces])
    tag_of = np.array([surface.tag for surface in surfaces], dtype=np.uint8)
    tile_of = np.array([surface.tile for surface in surfaces])
    face_slots = np.repeat(cell_slots, 2)
    worldly = _flattened(positions, normals) / np.repeat(tile_of[cell_slots], 4)[:, None]
    return Mesh(
        positions=positions.astype(np.float32),
        normals=normals.astype(np.float32),
        uvs=np.where(np.isnan(own), worldly, own).astype(np.float32),
        faces=faces,
        materials=tuple(materials),
        face_material=material_of[face_slots].astype(np.int32),
        face_tag=tag_of[face_slots],
    )


def _block(strip: Strip, slots: dict[Surface, int]) -> tuple[Array, Array, npt.NDArray[np.int64], Array]:
    """Four corners per quad (none shared: surfaces differ), normals, a surface slot per quad, uvs or NaN."""
    corners = strip.corners
    slot = np.full(len(corners), slots.setdefault(strip.surface, len(slots)), dtype=np.int64)
    if strip.other is not None and strip.mask is not None:
        slot[~strip.mask] = slots.setdefault(strip.other, len(slots))
    normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 3] - corners[:, 0])
    if strip.upright:
        normal[:, 2] = 0.0
    else:
        normal *= np.where(normal[:, 2:] < 0, -1.0, 1.0)
    size = np.linalg.norm(normal, axis=1, keepdims=True)
    normal = np.where(size > 1e-9, normal / np.maximum(size, 1e-9), (0.0, 0.0, 1.0))
    ends = corners[:, [0, 3]] - corners[:, [1, 2]]
    real = np.linalg.norm(ends, axis=2).sum(axis=1) > 1e-4  # no area, no quad
    uvs = np.full((len(corners), 4, 2), np.nan) if strip.uvs is None else strip.uvs
    return (
        corners[real].reshape(-1, 3),
        np.repeat(normal[real], 4, axis=0),
        slot[real],
        uvs[real].reshape(-1, 2),
    )


def _flattened(positions: Array, normals: Array) -> Array:
    """(n, 2) texture coordinates in metres: x and y, or along the wall and up."""
    flat = positions[:, :2]
    wall = np.stack([positions[:, 0] + positions[:, 1], positions[:, 2]], axis=1)
    return np.where(np.abs(normals[:, 2:]) > 0.5, flat, wall)
