"""Flat and bent surfaces that show a picture: panels, dials, sleeves, straps."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from caos.meshes import Material, Mesh
from caos.shapes import Vector, loft, place, quads, shaded
from caos.shapes.sweeps import grid_faces

ORIGIN: Vector = (0.0, 0.0, 0.0)


def panel(
    material: Material,
    width: float,
    height: float,
    at: Vector = ORIGIN,
    *,
    yaw: float = 0.0,
    pitch: float = 0.0,
) -> Mesh:
    """A flat picture, upright and facing +x before it is turned; `at` is its centre.

    The whole texture is shown once and reads correctly from the front.
    """
    y, z = width / 2, height / 2
    corners = [[(0.0, y, z), (0.0, y, -z), (0.0, -y, -z), (0.0, -y, z)]]
    uvs = [[(0.0, 0.0), (0.0, 1.0), (1.0, 1.0), (1.0, 0.0)]]
    flat = quads(corners, material, uvs=uvs)
    flat = shaded(flat.positions, flat.faces, material, uvs=flat.uvs)
    return place(flat, at, yaw=yaw, pitch=pitch)


def disc(
    material: Material, radius: float, at: Vector = ORIGIN, *, yaw: float = 0.0, pitch: float = 0.0
) -> Mesh:
    """A round picture, like `panel`: the circle inscribed in the texture."""
    turn = np.linspace(0, 2 * math.pi, 25)[:-1]
    rim = np.column_stack([np.zeros(24), -np.cos(turn), np.sin(turn)])
    points = np.concatenate([[[0.0, 0.0, 0.0]], rim]) * radius
    uvs = 0.5 + 0.5 * np.concatenate([[[0.0, 0.0]], np.column_stack([np.cos(turn), -np.sin(turn)])])
    here = np.arange(24)
    faces = np.stack([np.zeros(24, dtype=np.int64), 1 + (here + 1) % 24, 1 + here], axis=1)
    return place(shaded(points, faces, material, uvs=uvs), at, yaw=yaw, pitch=pitch)


def band(path: npt.NDArray[np.float64], width: float, thick: float, material: Material) -> Mesh:
    """A flat band along a path in the xz plane."""
    ahead = np.gradient(path, axis=0)
    ahead /= np.linalg.norm(ahead, axis=1, keepdims=True)
    out = np.column_stack([ahead[:, 2], np.zeros(len(path)), -ahead[:, 0]]) * thick / 2
    side = np.array([0.0, width / 2, 0.0])
    rings = np.stack([path + out + side, path - out + side, path - out - side, path + out - side], axis=1)
    return loft(rings, material)


def sleeve(
    low: tuple[float, float],
    high: tuple[float, float],
    material: Material,
    *,
    repeats: int = 1,
    at: Vector = ORIGIN,
) -> Mesh:
    """A printed wall round the z axis between two (radius, z); the picture's middle faces +x.

    Args:
        low: radius and height of the lower rim.
        high: of the upper rim.
        material: its texture runs `repeats` times round and once from top to bottom.
        repeats: pictures round the axis.
        at: moves the whole.
    """
    turn = np.linspace(0, 2 * math.pi, 37)
    rings = [np.column_stack([r * np.cos(turn), r * np.sin(turn), np.full(37, z)]) for r, z in (low, high)]
    u = 0.5 - repeats * turn / (2 * math.pi)
    uvs = np.concatenate([np.column_stack([u, np.ones(37)]), np.column_stack([u, np.zeros(37)])])
    points = np.concatenate(rings) + at
    points[[36, 73]] = points[[0, 37]]
    return shaded(points, grid_faces(2, 37), material, uvs=uvs)
