"""Street furniture, tagged Static unless said otherwise."""

from __future__ import annotations

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import bevelled_box, blob, box, cylinder, extrude, lathe, leaves, place, tube

from .materials import DARK_STEEL, GREEN_STEEL, STEEL, TAG, pick, surface, wood

_STATIC = TAG["Static"]


def bench() -> Mesh:
    """A park bench 1.7 m long (y) of wooden slats on iron ends, facing +x."""
    slat = wood((1.0, 0.92, 0.85))
    parts = [
        box((0.09, 1.7, 0.035), slat, at=(x, 0, 0.43), tag=_STATIC, uv_scale=0.6)
        for x in (-0.16, -0.05, 0.06, 0.17)
    ]
    for step in range(3):
        back = box((0.03, 1.7, 0.09), slat, tag=_STATIC, uv_scale=0.6)
        parts.append(place(back, (-0.24 - 0.03 * step, 0, 0.54 + 0.13 * step), pitch=-12))
    for y in (-0.72, 0.72):
        parts.append(
            tube(
                [(0.2, y, 0), (0.19, y, 0.42), (-0.2, y, 0.42), (-0.33, y, 0.92)],
                0.028,
                DARK_STEEL,
                sides=6,
                up=(0, 1, 0),
                tag=_STATIC,
            )
        )
        parts.append(
            tube([(-0.28, y, 0), (-0.2, y, 0.42)], 0.028, DARK_STEEL, sides=6, up=(0, 1, 0), tag=_STATIC)
        )
        parts.append(
            tube(
                [(0.2, y, 0.42), (0.2, y, 0.64), (-0.26, y, 0.66)],
                0.022,
                DARK_STEEL,
                sides=6,
                up=(0, 1, 0),
                tag=_STATIC,
            )
        )
    return merge(parts)


def litter_bin() -> Mesh:
    """A round bin with slatted wall and a lid, 0.95 m high."""
    parts = [
        lathe(
            [(0.21, 0.06), (0.24, 0.78), (0.22, 0.78), (0.20, 0.1)],
            GREEN_STEEL,
            segments=18,
            caps=False,
            tag=_STATIC,
        )
    ]
    parts.append(cylinder(0.2, 0.06, DARK_STEEL, at=(0, 0, 0), segments=18, tag=_STATIC))
    parts.append(
        lathe([(0.25, 0.86), (0.25, 0.89), (0.16, 0.95), (0.02, 0.97)], DARK_STEEL, segments=18, tag=_STATIC)
    )
    for turn in np.arange(18) * 20.0:
        slat = box((0.02, 0.05, 0.74), GREEN_STEEL, at=(0.24, 0, 0.05), tag=_STATIC)
        parts.append(place(slat, yaw=turn))
    parts.extend(
        place(box((0.02, 0.03, 0.16), DARK_STEEL, at=(0.22, 0, 0.74), tag=_STATIC), yaw=turn)
        for turn in (0.0, 90.0, 180.0, 270.0)
    )
    return merge(parts)


def hydrant() -> Mesh:
    """A red fire hydrant with caps and chains, 0.78 m high."""
    red = Material((0.70, 0.09, 0.07), roughness=0.45)
    profile = [(0.17, 0), (0.17, 0.05), (0.115, 0.07), (0.115, 0.5), (0.15, 0.52), (0.15, 0.56), (0.12, 0.58),
               (0.11, 0.66), (0.06, 0.72), (0.03, 0.73), (0.03, 0.78)]  # fmt: skip
    parts = [lathe(profile, red, segments=20, tag=_STATIC)]
    for direction in ((0, 1), (0, -1), (1, 0)):
        reach = 0.2 if direction[0] == 0 else 0.22
        end = (direction[0] * reach, direction[1] * reach, 0.42)
        parts.append(tube([(0, 0, 0.42), end], 0.055, red, sides=12, tag=_STATIC))
        tip = (direction[0] * (reach + 0.04), direction[1] * (reach + 0.04), 0.42)
        parts.append(tube([end, tip], 0.068, STEEL, sides=6, tag=_STATIC))
    return merge(parts)


def mailbox() -> Mesh:
    """A blue collection box with a rounded top on four feet, its slot facing +x."""
    blue = Material((0.08, 0.18, 0.42), roughness=0.4)
    angle = np.linspace(0, np.pi, 9)
    arch = np.column_stack([0.27 * np.cos(angle), 0.92 + 0.27 * np.sin(angle)])
    outline = np.concatenate([[(-0.27, 0.14), (0.27, 0.14)], arch])
    parts = [extrude(outline, 0.56, blue, plane="xz", bevel=0.015, tag=_STATIC)]
    for x in (-0.22, 0.22):
        parts += [box((0.06, 0.06, 0.16), DARK_STEEL, at=(x, y, 0), tag=_STATIC) for y in (-0.22, 0.22)]
    parts.append(box((0.04, 0.4, 0.05), DARK_STEEL, at=(0.27, 0, 0.90), tag=_STATIC))
    parts.append(box((0.01, 0.3, 0.2), Material((0.85, 0.85, 0.82)), at=(0.272, 0, 0.55), tag=_STATIC))
    return merge(parts)


def bus_stop() -> Mesh:
    """A glass shelter 4 m long (y), open towards +x, with a bench and a time table."""
    glass = Material((0.50, 0.58, 0.60), roughness=0.1)
    parts = [bevelled_box((1.7, 4.3, 0.12), DARK_STEEL, bevel=0.03, at=(0, 0, 2.4), tag=_STATIC)]
    parts += [box((0.07, 0.07, 2.4), DARK_STEEL, at=(-0.7, y, 0), tag=_STATIC) for y in (-2, -0.67, 0.67, 2)]
    parts += [box((0.07, 0.07, 2.4), DARK_STEEL, at=(0.6, y, 0), tag=_STATIC) for y in (-2, 2)]
    parts += [box((0.02, 1.22, 1.9), glass, at=(-0.7, y, 0.3), tag=_STATIC) for y in (-1.33, 0, 1.33)]
    parts += [box((1.2, 0.02, 1.9), glass, at=(-0.05, y, 0.3), tag=_STATIC) for y in (-2, 2)]
    parts.append(box((0.35, 2.2, 0.05), wood(), at=(-0.4, 0, 0.45), tag=_STATIC, uv_scale=0.6))
    parts += [box((0.05, 0.05, 0.45), STEEL, at=(-0.4, y, 0), tag=_STATIC) for y in (-0.9, 0.9)]
    parts.append(box((0.03, 0.6, 0.8), Material((0.88, 0.87, 0.80)), at=(-0.66, 1.33, 1.1), tag=_STATIC))
    parts.append(box((0.06, 0.5, 0.5), Material((0.85, 0.75, 0.15)), at=(0.75, 1.9, 2.55), tag=_STATIC))
    return merge(parts)


def planter(rng: np.random.Generator) -> Mesh:
    """A concrete tub with flowers; the plants count as Static too."""
    tub = lathe([(0.36, 0), (0.5, 0.5), (0.54, 0.52), (0.54, 0.58), (0.46, 0.58), (0.44, 0.5), (0.0, 0.5)],
                surface("concrete"), segments=20, caps=False, tag=_STATIC, uv_scale=0.25)  # fmt: skip
    green = surface("foliage", (0.40, 0.55, 0.25))
    plants = blob(rng, (0.42, 0.42, 0.24), green, lumps=0.3, at=(0, 0, 0.58), tag=_STATIC, uv_scale=1.0)
    away = rng.normal(size=(150, 3))
    away[:, 2] = np.abs(away[:, 2])
    away /= np.linalg.norm(away, axis=1, keepdims=True)
    spots = away * (0.46, 0.46, 0.3) + (0, 0, 0.56)
    petal = Material(pick(rng, ((0.85, 0.15, 0.25), (0.95, 0.75, 0.2), (0.7, 0.35, 0.75), (0.95, 0.92, 0.9))))
    return merge(
        [
            tub,
            plants,
            leaves(rng, spots[:90], away[:90], 0.14, green, tag=_STATIC),
            leaves(rng, spots[90:] * (1.05, 1.05, 1.03), away[90:], 0.10, petal, tag=_STATIC),
        ]
    )
