"""Flat outlines given thickness."""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt

from caos.meshes import Material, Mesh

from .core import ORIGIN, Array, Vector, shaded

Plane = Literal["xy", "xz", "yz"]

# Columns: where the outline's two axes and the depth go. Each is a rotation, so outward stays outward.
_AXES: dict[str, list[int]] = {"xy": [0, 1, 2], "yz": [2, 0, 1], "xz": [0, 2, 1]}


_NOT_SIMPLE = "the outline crosses itself or runs clockwise"


def triangulate(outline: npt.ArrayLike) -> npt.NDArray[np.int64]:
    """(N - 2, 3) triangles of an anticlockwise simple polygon (N, 2), by ear clipping; for some hundreds.

    Raises:
        ValueError: the outline crosses itself or runs clockwise.
    """
    points = np.asarray(outline, dtype=np.float64)
    left = list(range(len(points)))
    triangles = []
    while len(left) > 3:
        ear = next((k for k in range(len(left)) if _is_ear(points, left, k)), None)
        if ear is None:
            raise ValueError(_NOT_SIMPLE)
        triangles.append([left[ear - 1], left[ear], left[(ear + 1) % len(left)]])
        del left[ear]
    if _turn(*points[left]) <= 0:
        raise ValueError(_NOT_SIMPLE)
    triangles.append(left)

    return np.array(triangles, dtype=np.int64)


def extrude(
    outline: npt.ArrayLike,
    depth: float,
    material: Material,
    *,
    plane: Plane = "xy",
    at: Vector = ORIGIN,
    bevel: float = 0.0,
    crease: float = 40.0,
    tag: int = 0,
    uv_scale: float = 1.0,
) -> Mesh:
    """A plate: a simple polygon with thickness.

    Args:
        outline: (N, 2) metres, either way round.
        depth: thickness. "xy" plates rise from z = 0, the others are centred on their plane.
        material: of every face.
        plane: in which the outline lies.
        at: moves the whole.
        bevel: rounds the rims: the flat sides shrink by this much; under half the depth and the thinnest
            part.
        crease: see `shaded`.
        tag: CARLA tag.
        uv_scale: tiles per metre.
    """
    flat = np.asarray(outline, dtype=np.float64)
    if _area(flat) < 0:
        flat = flat[::-1]
    lid = triangulate(flat)
    inner = flat if bevel == 0 else _shrunk(flat, bevel)
    levels = [(inner, 0.0), (flat, bevel), (flat, depth - bevel), (inner, depth)]
    levels = levels if bevel > 0 else [levels[0], levels[-1]]
    rings = np.stack([np.column_stack([ring, np.full(len(ring), z)]) for ring, z in levels])
    count = len(flat)
    here = np.arange(count)
    there = np.roll(here, -1)
    walls = [
        np.concatenate(
            [
                np.stack([low + here, low + there, low + there + count], axis=1),
                np.stack([low + here, low + there + count, low + here + count], axis=1),
            ]
        )
        for low in range(0, count * (len(levels) - 1), count)
    ]
    faces = np.concatenate([lid[:, ::-1], *walls, lid + count * (len(levels) - 1)])
    points = rings.reshape(-1, 3)
    if plane != "xy":
        points[:, 2] -= depth / 2
    turned = points[:, _AXES[plane]]
    if plane == "xz":  # swapping two axes mirrors
        faces = faces[:, ::-1]
    return shaded(turned + at, faces, material, crease=crease, tag=tag, uv_scale=uv_scale)


def _area(outline: Array) -> float:
    x, y = outline.T
    return float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y) / 2)


def _turn(a: Array, b: Array, c: Array) -> Array:
    """Twice the signed area of abc; positive when anticlockwise."""
    return np.asarray(
        (b[..., 0] - a[..., 0]) * (c[..., 1] - a[..., 1]) - (b[..., 1] - a[..., 1]) * (c[..., 0] - a[..., 0])
    )


def _is_ear(points: Array, left: list[int], k: int) -> bool:
    a, b, c = points[left[k - 1]], points[left[k]], points[left[(k + 1) % len(left)]]
    if _turn(a, b, c) <= 0:
        return False
    others = points[
        [index for j, index in enumerate(left) if j not in (k, (k - 1) % len(left), (k + 1) % len(left))]
    ]
    inside = (_turn(a, b, others) >= 0) & (_turn(b, c, others) >= 0) & (_turn(c, a, others) >= 0)
    corner = (others == a).all(1) | (others == b).all(1) | (others == c).all(1)
    return not bool((inside & ~corner).any())


def _shrunk(outline: Array, distance: float) -> Array:
    """The anticlockwise outline moved inwards by `distance`, along the mean edge normal at each corner."""
    edge = np.roll(outline, -1, axis=0) - outline
    inward = np.column_stack([-edge[:, 1], edge[:, 0]])
    inward /= np.maximum(np.linalg.norm(inward, axis=1, keepdims=True), 1e-12)
    mean = inward + np.roll(inward, 1, axis=0)
    mean /= np.maximum((mean * mean).sum(axis=1, keepdims=True) / 2, 0.5)
    return np.asarray(outline + mean * distance)
