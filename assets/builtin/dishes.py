"""Giant ices and dishes."""

from __future__ import annotations

import math
from typing import Final

import cv2
import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import bevelled_box, blob, box, cylinder, ellipsoid, extrude, lathe, place, torus, tube

from .edibles import BUN, CHEESE, CREAM, LEAF, TOMATO, disc, rings, skin, turned
from .model import model
from .parts import choose
from .prints import printed, sheet


def ice_cream_cone(rng: np.random.Generator) -> Mesh:
    """Three scoops in a wafer cone, in a stand."""
    x, y = np.meshgrid(np.arange(128), np.arange(128))
    grid = ((x + y) % 32 < 5) | ((x - y) % 32 < 5)
    picture = np.where(grid[..., None], (0.62, 0.38, 0.14), (0.86, 0.62, 0.30)).astype(np.float32)
    wafer = printed("wafer", picture, roughness=0.8)
    flavours = [(0.94, 0.88, 0.72), (0.84, 0.40, 0.46), (0.36, 0.20, 0.12), (0.60, 0.80, 0.62)]
    chosen = [flavours[int(k)] for k in rng.permutation(len(flavours))[:3]]
    parts = [
        lathe([(0.03, 0.05), (0.34, 1.0), (0.36, 1.0)], wafer, segments=24, uv_scale=1.5),
        torus(0.35, 0.035, wafer, at=(0, 0, 1.0)),
    ]
    for colour, at in zip(
        chosen, ((0.15, 0.13, 1.14), (-0.16, 0.04, 1.14), (0.02, -0.05, 1.42)), strict=True
    ):
        parts.append(blob(rng, (0.25, 0.25, 0.24), skin(colour, 0.6), detail=3, lumps=0.05, pitch=6, at=at))
    parts.append(ellipsoid((0.07, 0.07, 0.07), TOMATO, segments=12, rings=8, at=(0.02, -0.05, 1.70)))
    stand = skin((0.55, 0.56, 0.58), 0.3)
    parts += [torus(0.20, 0.025, stand, at=(0, 0, 0.5)), cylinder(0.36, 0.05, stand, segments=28)]
    parts += [
        tube(
            [(0.3 * math.cos(a), 0.3 * math.sin(a), 0.03), (0.2 * math.cos(a), 0.2 * math.sin(a), 0.5)],
            0.018,
            stand,
            sides=6,
        )
        for a in np.linspace(0, 2 * math.pi, 4)[:3]
    ]
    return merge(parts)


def ice_lolly(rng: np.random.Generator) -> Mesh:
    """A lolly of three colours on its stick, leaning on nothing: stuck in a block."""
    colours = [[(0.86, 0.16, 0.12), (0.94, 0.86, 0.30), (0.24, 0.62, 0.26)], [(0.40, 0.20, 0.12)] * 3]
    chosen = colours[int(rng.integers(2))]
    parts = [
        bevelled_box((0.26, 0.62, 0.37), skin(colour, 0.2), bevel=0.08, at=(0, 0, 0.5 + 0.30 * row))
        for row, colour in enumerate(chosen)
    ]
    parts.append(ellipsoid((0.128, 0.30, 0.22), skin(chosen[2], 0.2), at=(0, 0, 1.44)))
    parts.append(bevelled_box((0.05, 0.14, 0.55), skin((0.82, 0.66, 0.42), 0.8), bevel=0.02))
    parts.append(bevelled_box((0.44, 0.60, 0.10), skin((0.30, 0.30, 0.32)), bevel=0.03))
    return merge(parts)


def sushi(rng: np.random.Generator) -> Mesh:
    """A salmon nigiri and a roll on a board."""
    rice, seaweed = skin((0.94, 0.93, 0.88), 0.9), skin((0.06, 0.10, 0.07), 0.5)
    salmon = sheet((0.92, 0.48, 0.26), 96, 96)
    for k in range(-2, 8):
        cv2.line(salmon, (k * 18, 0), (k * 18 - 40, 96), (0.98, 0.78, 0.62), 3, cv2.LINE_AA)
    fish = printed("salmon", salmon, roughness=0.3)
    x = np.linspace(-0.42, 0.42, 9)
    slab = tube(
        np.stack([x, 0 * x, 0.46 - 0.35 * x**2], axis=1),
        np.tile([[0.22, 0.07]], (9, 1)),
        fish,
        sides=14,
        rounded=True,
        uv_scale=1.4,
    )
    board = bevelled_box((1.3, 1.1, 0.10), skin((0.46, 0.28, 0.14), 0.6), bevel=0.03)
    nigiri = merge(
        [blob(rng, (0.40, 0.20, 0.18), rice, detail=3, lumps=0.08, pitch=9, at=(0, 0, 0.26)), slab]
    )
    face = rings(
        [
            (1.0, (0.05, 0.08, 0.06)),
            (0.90, (0.95, 0.94, 0.90)),
            (0.42, (0.92, 0.48, 0.26)),
            (0.2, (0.36, 0.56, 0.20)),
        ]
    )
    roll = merge(
        [cylinder(0.26, 0.36, seaweed, segments=28, at=(0, 0, 0.1)), disc(0.255, face, (0, 0, 0.455))]
    )
    return merge(
        [
            board,
            place(nigiri, (0, 0.24, 0), yaw=8),
            place(roll, (0.28, -0.28, 0)),
            place(roll, (-0.32, -0.26, 0)),
        ]
    )


def drumstick(rng: np.random.Generator) -> Mesh:
    """A roast leg of a bird."""
    crust = choose(rng, [(0.58, 0.30, 0.10), (0.46, 0.22, 0.08)], roughness=0.4)
    bone = skin((0.92, 0.88, 0.78), 0.5)
    meat = blob(rng, (0.42, 0.32, 0.30), crust, detail=3, lumps=0.08, pitch=4, at=(-0.25, 0, 0.34))
    neck = tube(
        [(0.0, 0, 0.33), (0.30, 0, 0.30), (0.46, 0, 0.29)], [0.24, 0.13, 0.10], crust, sides=16, rounded=True
    )
    shaft = tube([(0.40, 0, 0.29), (0.86, 0, 0.28)], 0.06, bone, sides=12)
    knobs = [
        ellipsoid((0.10, 0.085, 0.085), bone, segments=14, rings=8, at=(0.90, side * 0.075, 0.28))
        for side in (-1, 1)
    ]
    return merge([meat, neck, shaft, *knobs])


def sandwich(rng: np.random.Generator) -> Mesh:
    """Two triangles of toast with ham, cheese and lettuce."""
    crumb = skin((0.92, 0.82, 0.62), 0.9)
    ham = choose(rng, [(0.88, 0.52, 0.50), (0.62, 0.24, 0.16)], roughness=0.5)
    triangle = np.array([(-0.55, -0.4), (0.55, -0.4), (0.0, 0.62)])
    layers = [
        (crumb, 0.12, 1.0),
        (LEAF, 0.04, 1.06),
        (ham, 0.05, 1.03),
        (CHEESE, 0.04, 1.03),
        (TOMATO, 0.05, 0.96),
        (crumb, 0.12, 1.0),
    ]
    parts, z = [], 0.0
    for material, thickness, grown in layers:
        parts.append(place(extrude(triangle * grown, thickness, material), (0, 0, z)))
        z += thickness
    crust = tube([(-0.55, -0.42, 0.06), (0.55, -0.42, 0.06)], 0.065, BUN, sides=8, rounded=True)
    crusts = [place(crust, (0, 0, height)) for height in (0.0, z - 0.12)]
    stick = tube([(0, 0, 0.2), (0, 0, 0.86)], 0.018, skin((0.8, 0.66, 0.42)), sides=6)
    olive = ellipsoid((0.085, 0.085, 0.10), skin((0.42, 0.46, 0.14), 0.3), at=(0, 0, 0.66))
    return merge([*parts, *crusts, stick, olive])


def cheese_wedge(rng: np.random.Generator) -> Mesh:
    """A wedge of cheese with holes."""
    paste = choose(rng, [(0.95, 0.76, 0.26), (0.94, 0.86, 0.50)], roughness=0.45)
    dark = Material((paste.color[0] * 0.6, paste.color[1] * 0.48, paste.color[2] * 0.3), roughness=0.6)
    outline = np.array([(-0.55, -0.36), (0.62, 0.0), (-0.55, 0.36)])
    parts = [
        extrude(outline, 0.55, paste, bevel=0.015),
        place(box((0.04, 0.74, 0.56), skin((0.72, 0.22, 0.10), 0.4)), (-0.57, 0, 0)),
    ]
    for side in (-1.0, 1.0):
        for _ in range(7):
            along, up = float(rng.uniform(0.1, 0.85)), float(rng.uniform(0.1, 0.46))
            at = (-0.55 + 1.17 * along, side * 0.36 * (1 - along), up)
            size = float(rng.uniform(0.035, 0.075))
            parts.append(
                place(cylinder(size, 0.012, dark, segments=14), at, roll=side * -90.0, yaw=side * -17.1)
            )
    return merge(parts)


def egg_cup(rng: np.random.Generator) -> Mesh:
    """A boiled egg, its top off, in a cup."""
    cup = choose(rng, [(0.86, 0.10, 0.14), (0.16, 0.46, 0.78), (0.30, 0.66, 0.26)], roughness=0.2)
    shell = choose(rng, [(0.86, 0.66, 0.48), (0.95, 0.93, 0.88)], roughness=0.6)
    parts = [
        turned(
            [(0.34, 0.0), (0.30, 0.05), (0.10, 0.16), (0.12, 0.26), (0.34, 0.42), (0.38, 0.62), (0.35, 0.62)],
            cup,
        ),
        turned([(0.24, 0.40), (0.34, 0.60), (0.34, 0.80), (0.30, 0.92)], shell),
        cylinder(0.285, 0.02, CREAM, segments=28, at=(0, 0, 0.91)),
        ellipsoid((0.17, 0.17, 0.06), skin((0.96, 0.66, 0.10), 0.25), segments=20, rings=8, at=(0, 0, 0.93)),
        place(
            turned([(0.28, 0.0), (0.24, 0.14), (0.12, 0.24), (0.02, 0.27)], shell),
            (0.42, 0.30, 0.0),
            pitch=12,
        ),
    ]
    return merge(parts)


MODELS: Final = (
    model(ice_cream_cone, "ice cream", "ice-cream_cone.n.01"),
    model(ice_lolly, "ice cream", "ice_lolly.n.01"),
    model(sushi, "dish", "sushi.n.01"),
    model(drumstick, "dish", "drumstick.n.01"),
    model(sandwich, "fast food", "sandwich.n.01"),
    model(cheese_wedge, "dish", "cheese.n.01"),
    model(egg_cup, "dish", "boiled_egg.n.01"),
)
