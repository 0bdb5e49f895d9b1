"""Giant balls, printed all round."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import numpy.typing as npt

from caos.meshes import Material, Mesh, merge
from caos.shapes import Vector, cylinder, place, shaded
from caos.shapes.sweeps import grid_faces

from .forms import turned
from .joinery import ORIGIN, rod
from .model import model
from .parts import BLACK, WHITE, Colour
from .prints import printed, write

Array = npt.NDArray[np.float64]

_HIGH: Final = 128


def globe(material: Material, radii: Vector, at: Vector = ORIGIN, *, segments: int = 40) -> Mesh:
    """An ellipsoid whose texture is a world map: u round the z axis from -x, v from the top down."""
    turn = np.linspace(-math.pi, math.pi, segments + 1)
    bend = np.linspace(-math.pi / 2, math.pi / 2, segments // 2 + 1)[:, None]
    x, y, z = np.cos(bend) * np.cos(turn), np.cos(bend) * np.sin(turn), np.sin(bend) + 0 * turn
    grid = np.stack([x, y, z], axis=-1)
    grid[:, -1] = grid[:, 0]
    u, v = np.broadcast_arrays((turn + math.pi) / (2 * math.pi), 0.5 - bend / math.pi)
    uvs = np.stack([u, v], axis=-1).reshape(-1, 2)
    points = grid.reshape(-1, 3) * np.asarray(radii) + at
    return shaded(points, grid_faces(*grid.shape[:2]), material, crease=180.0, uvs=uvs)


def directions() -> Array:
    """(128, 256, 3) unit vectors seen by the texels of a `globe`."""
    down = (np.arange(_HIGH) + 0.5) / _HIGH
    across = (np.arange(2 * _HIGH) + 0.5) / (2 * _HIGH)
    bend, turn = math.pi * (0.5 - down)[:, None], 2 * math.pi * (across - 0.5)[None]
    return np.stack(
        np.broadcast_arrays(np.cos(bend) * np.cos(turn), np.cos(bend) * np.sin(turn), np.sin(bend)), axis=-1
    )


def _inked(ground: npt.ArrayLike, ink: Colour, amount: Array) -> Array:
    part = np.clip(amount, 0, 1)[..., None]
    return np.asarray(np.asarray(ground) * (1 - part) + np.array(ink) * part)


def _seam(turn: Array) -> Array:
    """(N, 3) points of the curve that cuts a sphere into two equal dumb-bells."""
    one, three = turn, 3 * turn
    x, y = 0.75 * np.cos(one) + 0.25 * np.cos(three), 0.75 * np.sin(one) - 0.25 * np.sin(three)
    return np.column_stack([x, y, 0.866 * np.sin(2 * turn)])


def tennis_ball(rng: np.random.Generator) -> Mesh:
    """A felt ball with its curved seam, 1 m."""
    d, t = directions(), np.linspace(0, 2 * math.pi, 160)
    near = np.arccos(np.clip((d @ _seam(t).T).max(axis=-1), -1, 1))
    felt: Colour = ((0.78, 0.90, 0.16), (0.86, 0.86, 0.20), (0.90, 0.50, 0.16))[int(rng.integers(3))]
    fluff = 1 + 0.07 * rng.standard_normal(d.shape[:2])[..., None]
    return place(
        globe(
            printed(
                "tennis ball",
                _inked(np.array(felt) * fluff, (0.95, 0.95, 0.92), 2.4 - near * 28),
                roughness=1.0,
            ),
            (0.5, 0.5, 0.5),
        ),
        roll=40,
        pitch=-15,
    )


def baseball(rng: np.random.Generator) -> Mesh:
    """A white ball with red stitches along its curved seam, 0.9 m."""
    d, t = directions(), np.linspace(0, 2 * math.pi, 160)
    reach = d @ _seam(t).T
    near, where = np.arccos(np.clip(reach.max(axis=-1), -1, 1)), reach.argmax(axis=-1)
    hide: Colour = ((0.93, 0.91, 0.86), (0.86, 0.80, 0.68), (0.95, 0.94, 0.92))[int(rng.integers(3))]
    stitch = (1.6 - np.abs(near - 0.055) * 34) * (where % 4 < 2)
    picture = _inked(_inked(np.array(hide), (0.80, 0.10, 0.10), stitch), (0.55, 0.50, 0.45), 1.2 - near * 90)
    return place(globe(printed("baseball", picture, roughness=0.6), (0.45, 0.45, 0.45)), roll=30, pitch=20)


def billiard_ball(rng: np.random.Generator) -> Mesh:
    """A billiard ball with its number in a white field, plain or with a band, 0.8 m."""
    number = int(rng.integers(1, 16))
    inks = (
        (0.95, 0.74, 0.08),
        (0.10, 0.22, 0.62),
        (0.82, 0.10, 0.10),
        (0.40, 0.14, 0.50),
        (0.92, 0.42, 0.08),
        (0.06, 0.42, 0.24),
        (0.50, 0.08, 0.14),
        (0.05, 0.05, 0.06),
    )
    d = directions()
    picture = np.broadcast_to(np.array(inks[(number - 1) % 8]), d.shape).copy()
    if number > 8:
        picture[np.abs(d[..., 2]) > 0.55] = (0.94, 0.93, 0.88)
    for side in (-1, 1):
        picture[side * d[..., 0] > 0.90] = (0.94, 0.93, 0.88)
    strip = np.asarray(np.roll(picture, _HIGH // 2, axis=1), dtype=np.float32)
    for part in (0.25, 0.75):
        write(strip, str(number), (part, 0.5), 0.17, (0.05, 0.05, 0.06))
    ball_mesh = globe(
        printed("billiard ball", np.roll(strip, -_HIGH // 2, axis=1)[:, ::-1], roughness=0.06),
        (0.4, 0.4, 0.4),
    )
    return place(ball_mesh, roll=12, pitch=18)


def american_football(rng: np.random.Generator) -> Mesh:
    """A brown pointed ball with laces and white rings on a tee, 1.2 m long."""
    hide: Colour = ((0.46, 0.22, 0.10), (0.56, 0.28, 0.12), (0.34, 0.16, 0.09))[int(rng.integers(3))]
    leather = printed(
        "leather", np.array(hide) * (1 + 0.06 * rng.standard_normal((64, 64, 1))), roughness=0.6
    )
    part = np.linspace(-1, 1, 25)
    profile = np.column_stack([np.maximum(0.36 * (1 - part**2) ** 0.85, 0.0), 0.62 * part])
    parts = [turned(profile, leather, segments=32, crease=80.0, caps=False)]
    for z in (-0.36, 0.36):
        low, high = (float(np.interp(z + s, profile[:, 1], profile[:, 0])) + 0.004 for s in (-0.035, 0.035))
        parts.append(turned([(low, z - 0.035), (high, z + 0.035)], WHITE, segments=32, caps=False))
    parts += [
        rod((0.365, -0.06, z), (0.365, 0.06, z), 0.012, WHITE) for z in np.linspace(-0.2, 0.2, 7).tolist()
    ]
    parts.append(rod((0.37, 0, -0.24), (0.37, 0, 0.24), 0.014, WHITE))
    tee = [
        cylinder(0.26, 0.05, BLACK, segments=24),
        turned([(0.20, 0.05), (0.13, 0.10), (0.16, 0.17)], BLACK, segments=24),
    ]
    return merge([place(merge(parts), (0, 0, 0.68), pitch=-14, yaw=20), *tee])


MODELS: Final = (
    model(tennis_ball, "ball", "tennis_ball.n.01"),
    model(american_football, "ball", "football.n.02"),
    model(baseball, "ball", "baseball.n.02"),
    model(billiard_ball, "ball", "billiard_ball.n.01"),
)
