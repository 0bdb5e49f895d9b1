"""A boat, a tent, a parasol: skins over frames."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from caos.meshes import Material, Mesh, merge
from caos.shapes import (
    bevelled_box,
    box,
    cylinder,
    lathe,
    place,
    shaded,
    tube,
)

from .model import model
from .parts import BLACK, DARK, WHITE, choose, textured

Array = npt.NDArray[np.float64]


def rowing_boat(rng: np.random.Generator) -> Mesh:
    """A wooden dinghy 2.9 m long with thwarts and oars."""
    paint = choose(
        rng, [(0.16, 0.32, 0.44), (0.60, 0.14, 0.12), (0.86, 0.86, 0.82), (0.20, 0.38, 0.28)], roughness=0.4
    )
    wooden = textured(rng, "wood_planks", (1.0, 0.9, 0.8), roughness=0.6)
    along = np.linspace(-1, 1, 17)
    bend = np.linspace(0, np.pi, 13)
    outer, inner = [], []
    for t in along:
        half = 0.58 * (1 - max(t, 0) ** 2.4) * (1 - 0.28 * max(-t, 0) ** 2) + 0.012
        rim, keel = (
            0.50 + 0.16 * t**2 * (t > 0) + 0.05 * t**2,
            0.06 + 0.34 * max(t, 0) ** 4 + 0.05 * max(-t, 0) ** 3,
        )
        y, z = np.cos(bend), np.sin(bend) ** 0.75
        outer.append(np.column_stack([0 * y + 1.45 * t, half * y, rim - (rim - keel) * z]))
        slim, shallow = max(half - 0.035, 0.004), keel + 0.035
        inner.append(np.column_stack([0 * y + 1.45 * t * 0.98, slim * y, rim - (rim - shallow) * z]))
    skin = _sheet(np.array(outer), paint, flip=True)
    lining = _sheet(np.array(inner), wooden, flip=False)
    parts = [skin, lining]
    for side in (0, -1):
        rail = np.array([ring[side] + np.array([0.0, 0.0, 0.01]) for ring in outer])
        parts.append(tube(rail, 0.03, wooden, sides=8))
    parts.append(shaded(*_fan(outer[0]), wooden, crease=0.0))
    parts += [box((0.24, 2 * 0.53, 0.03), wooden, at=(x, 0, 0.36)) for x in (-0.55, 0.25)]
    for side in (-1, 1):
        path = [(-0.95, side * 0.30, 0.44), (0.9, side * 0.42, 0.56)]
        parts.append(tube(path, 0.022, wooden, sides=8))
        parts.append(
            place(
                bevelled_box((0.45, 0.14, 0.02), wooden, bevel=0.006),
                (-1.10, side * 0.295, 0.42),
                pitch=3.5,
                yaw=side * 4,
            )
        )
    return merge(parts)


def _sheet(rings: Array, material: Material, *, flip: bool) -> Mesh:
    """An open skin over (R, C, 3) points."""
    rows, columns = rings.shape[:2]
    corner = (np.arange(rows - 1)[:, None] * columns + np.arange(columns - 1)).reshape(-1, 1)
    square = corner + np.array([0, 1, columns + 1, columns])
    faces = np.concatenate([square[:, [0, 1, 2]], square[:, [0, 2, 3]]])
    return shaded(
        rings.reshape(-1, 3), faces[:, ::-1] if flip else faces, material, crease=60.0, uv_scale=0.6
    )


def _fan(ring: Array) -> tuple[Array, npt.NDArray[np.int64]]:
    """Triangles from the middle of a row of points to each of its steps."""
    points = np.concatenate([[ring[[0, -1]].mean(axis=0)], ring])
    steps = np.arange(1, len(ring))
    return points, np.column_stack([0 * steps, steps, steps + 1])


def tent(rng: np.random.Generator) -> Mesh:
    """A dome tent for two with a dark entrance."""
    cloth = choose(
        rng, [(0.30, 0.42, 0.26), (0.22, 0.38, 0.52), (0.70, 0.58, 0.30), (0.52, 0.20, 0.16)], roughness=0.8
    )
    trim = Material((0.80, 0.79, 0.74), roughness=0.8)
    bend = np.linspace(0.0, np.pi / 2, 9)
    profile = np.column_stack([1.15 * np.cos(bend) ** 0.85, 1.25 * np.sin(bend)])
    dome = place(lathe(profile, cloth, segments=6, crease=25.0, caps=False), yaw=30)
    parts = [
        dome,
        place(lathe([(1.19, 0.0), (1.16, 0.14)], trim, segments=6, caps=False, crease=20.0), yaw=30),
    ]
    for turn in np.arange(6) * 60.0 + 30:
        path = np.column_stack([profile[:, 0] + 0.015, 0 * bend, profile[:, 1] + 0.01])
        parts.append(place(tube(path, 0.014, BLACK, sides=6, up=(0, 1, 0)), yaw=turn))
        height = np.linspace(0.05, 0.95, 10)
    face = np.interp(height, profile[:, 1], profile[:, 0]) * np.cos(np.pi / 6) + 0.015
    half = 0.40 * np.sqrt(1 - (height / 0.96) ** 2)
    opening = np.stack([np.column_stack([face, side * half, height]) for side in (-1, 1)], axis=1)
    parts.append(_sheet(opening, Material((0.06, 0.06, 0.07), roughness=1.0), flip=False))
    parts.append(tube(np.concatenate([opening[:, 0], opening[::-1, 1]]), 0.018, trim, sides=6))

    return merge(parts)


def parasol(rng: np.random.Generator) -> Mesh:
    """An open garden umbrella with stripes, on a heavy foot."""
    one = choose(rng, [(0.70, 0.12, 0.14), (0.16, 0.34, 0.56), (0.20, 0.44, 0.30)], roughness=0.9)
    parts = [
        cylinder(0.025, 2.2, textured(rng, "wood_planks", (1.0, 0.92, 0.82)), segments=10),
        lathe([(0.26, 0.0), (0.26, 0.06), (0.10, 0.12), (0.04, 0.2)], DARK, segments=20),
    ]
    count = 10
    for number in range(count):
        turn = np.linspace(0, 2 * np.pi / count, 4) + number * 2 * np.pi / count
        out = np.linspace(0.02, 1.0, 6)[:, None]
        sag = 1 - 0.035 * np.sin(np.linspace(0, np.pi, 4)) * out
        radius = 1.15 * out * sag
        z = 2.2 - 0.42 * out**1.5 * (2 - sag)
        grid = np.stack([radius * np.cos(turn), radius * np.sin(turn), z + 0 * radius], axis=-1)
        parts.append(_sheet(grid, one if number % 2 else WHITE, flip=True))
        hem = np.stack([grid[-1], grid[-1] - (0, 0, 0.13)])
        parts.append(_sheet(hem, one if number % 2 else WHITE, flip=True))
    parts.append(cylinder(0.03, 0.1, DARK, top=0.005, segments=8, at=(0, 0, 2.19)))
    return merge(parts)


MODELS: Final = (
    model(rowing_boat, "boat", "rowboat.n.01"),
    model(tent, "camping", "tent.n.01"),
    model(parasol, "garden furniture", "parasol.n.01"),
)
