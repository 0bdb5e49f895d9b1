"""Loose things that are spawned as `static.prop.*`, tagged Static."""

from __future__ import annotations

import itertools

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import bevelled_box, blob, box, cylinder, extrude, lathe, loft, place, tube

from .materials import (
    BLACK_PLASTIC,
    BLACK_RUBBER,
    DARK_STEEL,
    GREEN_STEEL,
    STEEL,
    TAG,
    WHITE_PAINT,
    surface,
    wood,
)

_STATIC = TAG["Static"]
_ORANGE = Material((0.92, 0.34, 0.08), roughness=0.6)
_CARDBOARD = Material((0.66, 0.50, 0.33), roughness=0.95)


def traffic_cone() -> Mesh:
    """Orange with two white bands, 0.72 m."""
    base = bevelled_box((0.4, 0.4, 0.05), BLACK_RUBBER, bevel=0.015, tag=_STATIC)
    edges = [(0.145, 0.05), (0.115, 0.22), (0.095, 0.33), (0.078, 0.43), (0.06, 0.53), (0.032, 0.70)]
    parts = [base]
    for number, ((r0, z0), (r1, z1)) in enumerate(itertools.pairwise(edges)):
        paint = WHITE_PAINT if number in (1, 3) else _ORANGE
        parts.append(cylinder(r0, z1 - z0, paint, top=r1, segments=18, at=(0, 0, z0), tag=_STATIC))
    return merge([*parts, cylinder(0.032, 0.03, _ORANGE, segments=12, at=(0, 0, 0.70), tag=_STATIC)])


def street_barrier() -> Mesh:
    """A striped road-works barrier on two feet, 1.6 m long (y)."""
    red = Material((0.78, 0.10, 0.08), roughness=0.5)
    parts = []
    for z in (0.45, 0.78):
        edges = np.linspace(-0.8, 0.8, 9)
        for number, (low, high) in enumerate(itertools.pairwise(edges)):
            paint = red if number % 2 else WHITE_PAINT
            parts.append(box((0.03, high - low, 0.2), paint, at=(0, (low + high) / 2, z), tag=_STATIC))
    for y in (-0.6, 0.6):
        parts.append(box((0.05, 0.05, 1.05), STEEL, at=(0.04, y, 0), tag=_STATIC))
        parts.append(bevelled_box((0.7, 0.16, 0.08), BLACK_RUBBER, bevel=0.02, at=(0.02, y, 0), tag=_STATIC))
    return merge(parts)


def concrete_barrier() -> Mesh:
    """A Jersey barrier element 2 m long (y)."""
    profile = np.array(
        [
            (-0.3, 0),
            (0.3, 0),
            (0.3, 0.08),
            (0.14, 0.3),
            (0.09, 0.85),
            (-0.09, 0.85),
            (-0.14, 0.3),
            (-0.3, 0.08),
        ]
    )
    return extrude(profile, 2.0, surface("concrete"), plane="xz", bevel=0.01, tag=_STATIC, uv_scale=0.25)


def wheelie_bin() -> Mesh:
    """A dustbin with lid and two wheels, 1.05 m."""
    rings = [
        [(sx * x / 2, sy * y / 2, z) for sx, sy in ((1, -1), (1, 1), (-1, 1), (-1, -1))]
        for z, x, y in ((0.06, 0.44, 0.44), (0.5, 0.50, 0.50), (0.92, 0.58, 0.56))
    ]
    parts = [
        loft(rings, GREEN_STEEL, crease=20.0, tag=_STATIC),
        bevelled_box((0.66, 0.60, 0.07), GREEN_STEEL, bevel=0.025, at=(-0.01, 0, 0.92), tag=_STATIC),
        tube([(-0.36, -0.22, 0.93), (-0.36, 0.22, 0.93)], 0.018, BLACK_PLASTIC, sides=8, tag=_STATIC),
    ]
    parts.extend(
        place(cylinder(0.1, 0.05, BLACK_RUBBER, segments=16, tag=_STATIC), (-0.2, y + 0.025, 0.1), roll=90)
        for y in (-0.25, 0.25)
    )
    return merge(parts)


def box_prop() -> Mesh:
    """A taped cardboard box, half a metre."""
    parts = [
        box((0.55, 0.45, 0.42), _CARDBOARD, tag=_STATIC),
        box((0.556, 0.06, 0.424), Material((0.78, 0.66, 0.48), roughness=0.3), tag=_STATIC),
    ]
    parts.append(
        place(
            box((0.27, 0.45, 0.006), _CARDBOARD, at=(0.135, 0, 0), tag=_STATIC), (-0.275, 0, 0.42), pitch=24
        )
    )
    return merge(parts)


def rubbish_bag() -> Mesh:
    """A tied black bin bag."""
    film = Material((0.06, 0.06, 0.065), roughness=0.3)
    rng = np.random.default_rng(7)
    body = blob(rng, (0.30, 0.28, 0.27), film, detail=3, lumps=0.16, pitch=5.0, at=(0, 0, 0.26), tag=_STATIC)
    return merge([body, cylinder(0.05, 0.16, film, top=0.10, segments=8, at=(0, 0, 0.48), tag=_STATIC)])


def barrel() -> Mesh:
    """A steel drum with two hoops, 0.88 m."""
    blue = Material((0.10, 0.22, 0.42), roughness=0.45)
    profile = [(0.28, 0.0), (0.285, 0.02)]
    for hoop in (0.29, 0.58):
        profile += [(0.28, hoop - 0.03), (0.298, hoop), (0.28, hoop + 0.03)]
    return lathe(
        [*profile, (0.28, 0.86), (0.285, 0.88), (0.265, 0.88), (0.265, 0.865)], blue, segments=24, tag=_STATIC
    )


def pallet() -> Mesh:
    """A wooden pallet, 1.2 x 0.8 m."""
    plank = wood((1.0, 0.96, 0.86))
    parts = [
        box((1.2, 0.1, 0.022), plank, at=(0, y, 0.122), tag=_STATIC) for y in np.linspace(-0.35, 0.35, 6)
    ]
    parts += [box((0.1, 0.8, 0.022), plank, at=(x, 0, 0.1), tag=_STATIC) for x in (-0.55, 0, 0.55)]
    parts += [
        box((0.1, 0.1, 0.1), plank, at=(x, y, 0), tag=_STATIC)
        for x in (-0.55, 0, 0.55)
        for y in (-0.35, 0, 0.35)
    ]
    return merge(parts)


def warning_sign() -> Mesh:
    """A triangular road-works sign on a folding stand."""
    red, yellow = Material((0.78, 0.08, 0.08), roughness=0.4), Material((0.95, 0.80, 0.15), roughness=0.4)
    big = np.array([(-0.45, 0.0), (0.45, 0.0), (0.0, 0.78)])
    small = big * 0.68 + (0, 0.11)
    board = merge(
        [
            extrude(big, 0.02, red, plane="yz", at=(0, 0, 0.25), tag=_STATIC),
            extrude(small, 0.03, yellow, plane="yz", at=(0, 0, 0.25), tag=_STATIC),
            box((0.034, 0.06, 0.2), BLACK_PLASTIC, at=(0, 0, 0.45), tag=_STATIC),
        ]
    )
    legs = [
        tube([(0.0, y, 0.30), (x, y, 0.0)], 0.014, DARK_STEEL, sides=6, tag=_STATIC)
        for y in (-0.3, 0.3)
        for x in (0.12, -0.3)
    ]
    return merge([board, *legs])
