"""Solids of revolution."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from caos.meshes import Material, Mesh

from .core import ORIGIN, Vector, shaded
from .sweeps import grid_faces


def lathe(
    profile: npt.ArrayLike,
    material: Material,
    *,
    segments: int = 24,
    at: Vector = ORIGIN,
    crease: float = 40.0,
    caps: bool = True,
    tag: int = 0,
    uv_scale: float = 1.0,
) -> Mesh:
    """A profile turned about the z axis.

    Args:
        profile: (N, 2) pairs (radius, z) from bottom to top, along the outside.
        material: of every face.
        segments: steps round the axis.
        at: where the axis meets z = 0.
        crease: see `shaded`.
        caps: close the bottom and the top with discs.
        tag: CARLA tag.
        uv_scale: tiles per metre; u runs round the widest circle, v along the profile.
    """
    line = np.asarray(profile, dtype=np.float64)
    if caps:
        line = np.concatenate([[[0.0, line[0, 1]]], line, [[0.0, line[-1, 1]]]])
    angle = np.linspace(0, 2 * math.pi, segments + 1)
    angle[-1] = 0.0  # the seam closes exactly
    ring = np.stack([np.cos(angle), np.sin(angle)], axis=-1)
    points = np.empty((len(line), segments + 1, 3))
    points[..., :2] = line[:, None, :1] * ring
    points[..., 2] = line[:, None, 1]
    run = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))])
    u = np.linspace(0, max(1.0, round(2 * math.pi * line[:, 0].max() * uv_scale)) / uv_scale, segments + 1)
    uvs = np.stack(np.broadcast_arrays(u, -run[:, None]), axis=-1)
    faces = grid_faces(len(line), segments + 1)
    return shaded(
        points.reshape(-1, 3) + at,
        faces,
        material,
        tag=tag,
        crease=crease,
        uvs=uvs.reshape(-1, 2),
        uv_scale=uv_scale,
    )


def cylinder(
    radius: float,
    height: float,
    material: Material,
    *,
    top: float | None = None,
    segments: int = 16,
    at: Vector = ORIGIN,
    tag: int = 0,
    uv_scale: float = 1.0,
) -> Mesh:
    """A closed cylinder, or with `top` (the upper radius) a frustum or, at 0, a cone."""
    upper = radius if top is None else top
    profile = [(radius, 0.0), (upper, height)]
    return lathe(profile, material, segments=segments, at=at, tag=tag, uv_scale=uv_scale)


def ellipsoid(
    radii: Vector,
    material: Material,
    *,
    segments: int = 16,
    rings: int = 10,
    at: Vector = ORIGIN,
    tag: int = 0,
    uv_scale: float = 1.0,
) -> Mesh:
    """A smooth ellipsoid with half axes `radii` centred on `at`."""
    bend = np.linspace(-math.pi / 2, math.pi / 2, rings + 1)
    profile = np.stack([np.cos(bend), np.sin(bend)], axis=-1)
    profile[[0, -1], 0] = 0.0
    unit = lathe(profile, material, segments=segments, crease=180.0, caps=False, tag=tag, uv_scale=uv_scale)
    matrix = np.diag([*radii, 1.0])
    matrix[:3, 3] = at
    return unit.transformed(matrix)


def torus(
    radius: float,
    thickness: float,
    material: Material,
    *,
    segments: int = 24,
    sides: int = 10,
    at: Vector = ORIGIN,
    tag: int = 0,
) -> Mesh:
    """A ring about the z axis centred on `at`; `radius` to the middle of the tube, `thickness` its own."""
    turn = np.linspace(0, 2 * math.pi, sides + 1)
    turn[-1] = 0.0
    profile = np.stack([radius + thickness * np.cos(turn), thickness * np.sin(turn)], axis=-1)
    return lathe(profile, material, segments=segments, at=at, crease=180.0, caps=False, tag=tag)
