"""Boats, barrels, tents and tools."""

from __future__ import annotations

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import bevelled_box, box, cylinder, lathe, loft, place, shaded, torus, tube

from .parts import BLACK, CHROME, DARK, RUBBER, STEEL, WHITE, choose, textured


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
        rail = np.array([ring[side] for ring in outer]) + (0, 0, 0.01)
        parts.append(tube(rail, 0.03, wooden, sides=8))
    stern = np.array(outer[0])
    board = np.concatenate([stern, stern[::-1] * (1, 0, 1) + (0.03, 0, 0)])
    parts.append(shaded(*_fan(board[: len(stern)]), wooden, crease=0.0))
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


def _sheet(rings: np.ndarray, material: Material, *, flip: bool) -> Mesh:  # type: ignore[type-arg]
    """An open skin over (R, C, 3) points."""
    rows, columns = rings.shape[:2]
    corner = (np.arange(rows - 1)[:, None] * columns + np.arange(columns - 1)).reshape(-1, 1)
    square = corner + np.array([0, 1, columns + 1, columns])
    faces = np.concatenate([square[:, [0, 1, 2]], square[:, [0, 2, 3]]])
    return shaded(
        rings.reshape(-1, 3), faces[:, ::-1] if flip else faces, material, crease=60.0, uv_scale=0.6
    )


def _fan(ring: np.ndarray) -> tuple[np.ndarray, np.ndarray]:  # type: ignore[type-arg]
    """Triangles from the middle of a row of points to each of its steps."""
    points = np.concatenate([[ring[[0, -1]].mean(axis=0)], ring])
    steps = np.arange(1, len(ring))
    return points, np.column_stack([0 * steps, steps, steps + 1])


def _barrel(rng: np.random.Generator) -> Mesh:
    """An oak cask 0.9 m high."""
    staves = textured(rng, "wood_planks", (0.85, 0.72, 0.60))
    level = np.linspace(0, 0.9, 9)
    girth = 0.27 + 0.07 * np.sin(np.pi * level / 0.9)
    parts = [lathe(np.column_stack([girth, level]), staves, segments=24, caps=False, uv_scale=0.62)]
    parts.extend(
        cylinder(
            float(np.interp(z, level, girth)) - 0.01,
            0.012,
            staves,
            segments=24,
            at=(0, 0, z),
            uv_scale=0.62,
        )
        for z in (0.03, 0.85)
    )
    for z in (0.02, 0.20, 0.62, 0.80):
        low, high = (float(np.interp(h, level, girth)) + 0.006 for h in (z, z + 0.06))
        parts.append(
            lathe(
                [(low, z), (high, z + 0.06)],
                Material((0.22, 0.21, 0.20), roughness=0.6, metallic=0.5),
                segments=24,
                caps=False,
            )
        )
    return merge(parts)


def barrel_stack(rng: np.random.Generator) -> Mesh:
    """Two casks lying side by side and one on top."""
    cask = _barrel(rng)
    parts = [place(cask, (x, 0.45, z), roll=90) for x, z in ((-0.345, 0.34), (0.345, 0.34), (0.0, 0.93))]

    return merge(parts)


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


def shopping_trolley(rng: np.random.Generator) -> Mesh:
    """A supermarket trolley of wire."""
    grip = choose(rng, [(0.70, 0.10, 0.10), (0.10, 0.28, 0.55), (0.85, 0.60, 0.10)], roughness=0.5)
    # Corners of the basket: (front, back) x (top, bottom), half widths.
    top = [(0.45, 0.20, 0.88), (-0.42, 0.27, 0.98)]
    low = [(0.36, 0.16, 0.52), (-0.36, 0.22, 0.48)]
    parts = []

    def wire(*path: tuple[float, float, float], radius: float = 0.004) -> None:
        parts.append(tube(path, radius, CHROME, sides=4))

    for side in (-1, 1):
        for part in np.linspace(0, 1, 13):
            ends = [
                (
                    a[0] * (1 - part) + b[0] * part,
                    side * (a[1] * (1 - part) + b[1] * part),
                    a[2] * (1 - part) + b[2] * part,
                )
                for a, b in (top, low)
            ]
            wire(ends[0], ends[1])
        for part in np.linspace(0, 1, 5):
            ends = [
                (
                    a[0] * (1 - part) + b[0] * part,
                    side * (a[1] * (1 - part) + b[1] * part),
                    a[2] * (1 - part) + b[2] * part,
                )
                for a, b in zip(top, low, strict=True)
            ]
            wire(ends[0], ends[1], radius=0.008 if part in (0.0, 1.0) else 0.004)
    for (x0, y0, z0), (x1, y1, z1) in zip(top, low, strict=True):
        for part in np.linspace(0, 1, 5):
            x, y, z = x0 + (x1 - x0) * part, y0 + (y1 - y0) * part, z0 + (z1 - z0) * part
            wire((x, -y, z), (x, y, z), radius=0.008 if part in (0.0, 1.0) else 0.004)
        for across in np.linspace(-1, 1, 9)[1:-1]:
            wire((x0, across * y0, z0), (x1, across * y1, z1))
    for across in np.linspace(-1, 1, 9):
        wire((low[0][0], across * low[0][1], low[0][2]), (low[1][0], across * low[1][1], low[1][2]))
    for side in (-1, 1):
        frame = [
            (-0.48, side * 0.27, 1.02),
            (-0.38, side * 0.25, 0.5),
            (-0.40, side * 0.25, 0.14),
            (0.42, side * 0.19, 0.14),
        ]
        parts.append(tube(frame, 0.013, STEEL, sides=8, up=(0, 1, 0)))
        for x, y in ((-0.38, 0.25), (0.40, 0.19)):
            parts.append(
                place(cylinder(0.06, 0.03, RUBBER, segments=14), (x, side * y + 0.015, 0.06), roll=90)
            )
            parts.append(box((0.04, 0.05, 0.08), STEEL, at=(x, side * y, 0.07)))
    parts.append(tube([(0.42, -0.19, 0.14), (0.42, 0.19, 0.14)], 0.013, STEEL, sides=8))
    parts.append(tube([(-0.50, -0.29, 1.03), (-0.50, 0.29, 1.03)], 0.02, grip, sides=10, rounded=True))
    return merge(parts)


def wheelbarrow(rng: np.random.Generator) -> Mesh:
    """A builder's barrow, its wheel in front."""
    tray = choose(rng, [(0.18, 0.36, 0.22), (0.46, 0.47, 0.48), (0.52, 0.14, 0.12)], roughness=0.5)
    wooden = textured(rng, "wood_planks")
    signs = np.array([(1, -1), (1, 1), (-1, 1), (-1, -1)])

    def ring(front: float, back: float, half: float, z: float, tilt: float) -> np.ndarray:  # type: ignore[type-arg]
        x = np.where(signs[:, 0] > 0, front, back)
        return np.column_stack([x, signs[:, 1] * half, z + tilt * (signs[:, 0] > 0)])

    outside = [ring(0.25, -0.32, 0.20, 0.38, 0.0), ring(0.52, -0.42, 0.33, 0.64, 0.05)]
    inside = [ring(0.50, -0.40, 0.31, 0.64, 0.05), ring(0.24, -0.30, 0.18, 0.40, 0.0)]
    parts = [loft([*outside, *inside], tray, crease=20.0)]
    for side in (-1, 1):
        parts.append(
            tube(
                [(0.55, side * 0.06, 0.20), (0.0, side * 0.18, 0.36), (-0.85, side * 0.29, 0.58)],
                0.02,
                wooden,
                sides=8,
            )
        )
        parts.append(
            tube(
                [(-0.70, side * 0.275, 0.545), (-0.88, side * 0.295, 0.59)],
                0.026,
                RUBBER,
                sides=10,
                rounded=True,
            )
        )
        parts.append(
            tube(
                [(-0.10, side * 0.19, 0.38), (-0.30, side * 0.23, 0.0), (-0.36, side * 0.235, 0.45)],
                0.015,
                STEEL,
                sides=8,
                up=(0, 1, 0),
            )
        )
    parts.append(place(torus(0.155, 0.045, RUBBER, segments=20, sides=8), (0.55, 0, 0.20), roll=90))
    parts.append(place(cylinder(0.12, 0.03, STEEL, segments=14), (0.55, 0.015, 0.20), roll=90))
    return merge(parts)


def stepladder(rng: np.random.Generator) -> Mesh:
    """An open stepladder of aluminium, 1.8 m."""
    tread = choose(rng, [(0.25, 0.26, 0.28), (0.72, 0.55, 0.12), (0.62, 0.12, 0.10)], roughness=0.6)
    parts = [bevelled_box((0.26, 0.44, 0.04), tread, bevel=0.012, at=(0.02, 0, 1.76))]
    for side in (-1, 1):
        parts.append(
            tube(
                [(0.55, side * 0.29, 0.0), (0.10, side * 0.19, 1.78)],
                [(0.014, 0.035)] * 2,
                STEEL,
                sides=8,
                up=(1, 0, 0),
            )
        )
        parts.append(
            tube([(-0.55, side * 0.27, 0.0), (-0.06, side * 0.18, 1.76)], 0.018, STEEL, sides=8, up=(1, 0, 0))
        )
        parts.append(tube([(0.36, side * 0.25, 0.75), (-0.34, side * 0.23, 0.75)], 0.008, STEEL, sides=5))
    for part in np.linspace(0.14, 0.86, 6):
        x, half, z = 0.55 - 0.45 * part, 0.29 - 0.10 * part, 1.78 * part
        parts.append(box((0.10, 2 * half, 0.025), tread, at=(x - 0.01, 0, z)))
    for part in (0.25, 0.6):
        x, half, z = -0.55 + 0.49 * part, 0.27 - 0.09 * part, 1.76 * part
        parts.append(tube([(x, -half, z), (x, half, z)], 0.011, STEEL, sides=6))
    return merge(parts)
