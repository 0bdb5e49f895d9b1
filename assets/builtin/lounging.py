"""Stools and sofas of many kinds."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import bevelled_box, cylinder, ellipsoid, extrude, lathe, place, torus, tube

from .joinery import cushion, legs, rod, smooth
from .model import model
from .parts import CHROME, DARK, choose
from .prints import buttoned, striped, wood


def bar_stool(rng: np.random.Generator) -> Mesh:
    """Two chrome bar stools with round padded seats."""
    pad = choose(rng, [(0.72, 0.10, 0.12), (0.10, 0.42, 0.46), (0.08, 0.08, 0.09)], roughness=0.35)
    base = [(0.22, 0.0), (0.22, 0.012), (0.10, 0.03), (0.03, 0.06), (0.028, 0.70), (0.10, 0.74)]
    parts = []
    for x, y, tall in ((0.0, -0.24, 1.0), (0.08, 0.26, 1.0)):
        seat = [(0.18, 0.73), (0.20, 0.74), (0.205, 0.79), (0.19, 0.83), (0.10, 0.845)]
        one = [lathe(base, CHROME, segments=20), lathe(seat, pad, segments=24, crease=60.0)]
        one.append(torus(0.202, 0.012, CHROME, at=(0, 0, 0.745)))
        one.append(torus(0.15, 0.011, CHROME, at=(0, 0, 0.28)))
        one += [
            rod((0, 0, 0.28), (0.15 * math.cos(a), 0.15 * math.sin(a), 0.28), 0.008, CHROME)
            for a in (0.5, 2.6, 4.7)
        ]
        parts.append(place(merge(one), (x, y, 0), scale=(1.0, 1.0, tall)))
    return merge(parts)


def milking_stool(rng: np.random.Generator) -> Mesh:
    """A stool with three splayed legs, larger than life."""
    timber = wood(rng, (0.58, 0.38, 0.20))
    parts = [lathe([(0.27, 0.44), (0.30, 0.45), (0.30, 0.50), (0.28, 0.52)], timber, segments=28)]
    for arm in range(3):
        turn = 2 * math.pi * arm / 3 + 0.4
        x, y = math.cos(turn), math.sin(turn)
        parts.append(
            tube([(0.34 * x, 0.34 * y, 0), (0.16 * x, 0.16 * y, 0.46)], [0.028, 0.04], timber, sides=10)
        )
        nxt = turn + 2 * math.pi / 3
        parts.append(
            rod((0.26 * x, 0.26 * y, 0.2), (0.26 * math.cos(nxt), 0.26 * math.sin(nxt), 0.2), 0.015, timber)
        )
    return merge(parts)


def pouf(rng: np.random.Generator) -> Mesh:
    """A round leather pouf of coloured segments."""
    inks = (
        ((0.78, 0.50, 0.16), (0.55, 0.16, 0.14))
        if rng.random() < 0.5
        else ((0.16, 0.42, 0.46), (0.86, 0.78, 0.60))
    )
    cover = striped(inks, 12, roughness=0.5)
    body = [(0.30, 0.0), (0.42, 0.06), (0.47, 0.18), (0.46, 0.30), (0.38, 0.40), (0.20, 0.45), (0.04, 0.46)]
    parts = [lathe(body, cover, segments=36, crease=80.0, uv_scale=0.345)]
    parts.append(ellipsoid((0.05, 0.05, 0.02), DARK, at=(0, 0, 0.465)))
    parts += [torus(0.44, 0.008, DARK, segments=36, sides=6, at=(0, 0, z)) for z in (0.09, 0.345)]
    return merge(parts)


def bean_bag(rng: np.random.Generator) -> Mesh:
    """A bean bag of twelve panels, leaning back to a knotted top."""
    inks = [(0.80, 0.30, 0.10), (0.14, 0.40, 0.60), (0.44, 0.62, 0.16), (0.62, 0.16, 0.36)]
    ink = inks[int(rng.integers(len(inks)))]
    cover = striped([ink, (ink[0] * 0.82, ink[1] * 0.82, ink[2] * 0.82)], 12, roughness=0.8)
    profile = [
        (0.34, 0.0),
        (0.52, 0.06),
        (0.57, 0.20),
        (0.52, 0.38),
        (0.40, 0.56),
        (0.26, 0.74),
        (0.12, 0.90),
    ]
    profile += [(0.05, 0.97), (0.07, 1.02), (0.03, 1.04)]
    curve = smooth([(radius, 0, z) for radius, z in profile], 3)[:, [0, 2]]
    bag = lathe(curve, cover, segments=36, crease=80.0, uv_scale=0.28)
    lean = np.eye(4)
    lean[0, 2] = -0.42
    return bag.transformed(lean)


def chaise_longue(rng: np.random.Generator) -> Mesh:
    """A day bed with one scrolled end and turned legs."""
    ink = ((0.16, 0.36, 0.30), (0.60, 0.44, 0.20), (0.46, 0.14, 0.22))[int(rng.integers(3))]
    cover, timber = striped([ink, (0.86, 0.80, 0.64)], 16), wood(rng, (0.32, 0.16, 0.09))
    parts = [bevelled_box((1.60, 0.62, 0.10), timber, bevel=0.02, at=(0.08, 0, 0.22))]
    parts.append(cushion((1.55, 0.60, 0.20), cover, at=(0.10, 0, 0.30), square=0.15, puff=0.35))
    end = smooth([(-0.62, 0, 0.40), (-0.72, 0, 0.62), (-0.84, 0, 0.84), (-0.98, 0, 0.86)], 4)
    parts.append(tube(end, [(0.07, 0.30)] * len(end), cover, sides=14, up=(0, 1, 0)))
    parts.append(tube([(-0.96, -0.31, 0.80), (-0.96, 0.31, 0.80)], 0.10, cover, sides=14))
    back = [(-0.80, 0.32), (0.35, 0.32), (0.20, 0.50), (-0.20, 0.60), (-0.60, 0.86), (-0.88, 0.88)]
    parts.append(extrude(back, 0.08, cover, plane="xz", bevel=0.03, at=(0, 0.29, 0)))
    bolster = tube(
        [(-0.58, -0.26, 0.58), (-0.58, 0.2, 0.58)], 0.09, choose(rng, [ink]), sides=14, rounded=True
    )
    parts += [bolster, *legs(0.74, 0.25, 0.23, timber, radius=0.045, foot=0.022, at=(0.06, 0, 0))]
    return merge(parts)


def chesterfield(rng: np.random.Generator) -> Mesh:
    """A deep-buttoned leather sofa for two, arms as high as the back."""
    hide = ((0.36, 0.17, 0.08), (0.12, 0.22, 0.15), (0.34, 0.06, 0.06))[int(rng.integers(3))]
    padded = buttoned(hide)
    plain = Material(hide, roughness=0.4)
    parts = [bevelled_box((0.78, 1.50, 0.22), plain, bevel=0.03, at=(0, 0, 0.10))]
    parts.append(bevelled_box((0.16, 1.60, 0.52), padded, bevel=0.04, at=(-0.36, 0, 0.22)))
    parts.append(tube([(-0.38, -0.86, 0.72), (-0.38, 0.86, 0.72)], 0.11, padded, sides=14, rounded=True))
    for side in (-1, 1):
        parts.append(bevelled_box((0.80, 0.16, 0.56), padded, bevel=0.03, at=(0, side * 0.77, 0.10)))
        parts.append(tube([(-0.38, side * 0.80, 0.72), (0.42, side * 0.80, 0.70)], 0.11, padded, sides=14))
        parts.append(cylinder(0.10, 0.02, DARK, segments=16))
        parts[-1] = place(parts[-1], (0.42, side * 0.80, 0.70), pitch=-90)
        parts.append(cushion((0.66, 0.68, 0.18), plain, at=(0.06, side * 0.345, 0.30), square=0.15, puff=0.3))
    parts += legs(0.32, 0.70, 0.11, DARK, radius=0.045, foot=0.03)
    return merge(parts)


MODELS: Final = (
    model(bar_stool, "stool", "stool.n.01"),
    model(milking_stool, "stool", "milking_stool.n.01"),
    model(pouf, "stool", "ottoman.n.03"),
    model(bean_bag, "chair", "chair.n.01"),
    model(chaise_longue, "sofa", "chaise_longue.n.01"),
    model(chesterfield, "sofa", "love_seat.n.01"),
)
