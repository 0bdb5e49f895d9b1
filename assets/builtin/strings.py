"""Harps and bowed strings."""

from __future__ import annotations

from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import bevelled_box, box, extrude, place, tube

from .forms import BRASS, ball, skin, strings, turned
from .joinery import bent, rod, smooth, spread
from .model import model
from .outlines import symmetric
from .parts import BLACK, IVORY, STEEL, WHITE, choose
from .prints import cloth, wood


def harp(rng: np.random.Generator) -> Mesh:
    """A concert harp with gilded column and neck, 1.8 m."""
    gilt = (BRASS, Material((0.50, 0.27, 0.13), roughness=0.25), Material((0.10, 0.09, 0.09), roughness=0.2))[
        int(rng.integers(3))
    ]
    board = wood(rng, (0.82, 0.60, 0.34), roughness=0.3)
    foot, top = (0.46, 0.0, 0.10), (0.40, 0.0, 1.70)
    low, high = np.array((-0.05, 0.0, 0.14)), np.array((-0.52, 0.0, 1.28))
    column = turned(
        [
            (0.07, 0),
            (0.07, 0.05),
            (0.045, 0.09),
            (0.038, 0.5),
            (0.042, 1.45),
            (0.06, 1.5),
            (0.05, 1.56),
            (0.075, 1.62),
            (0.03, 1.70),
        ],
        gilt,
        segments=16,
    )
    neck = smooth(
        [top, (0.26, 0, 1.72), (0.06, 0, 1.50), (-0.20, 0, 1.36), (-0.44, 0, 1.46), (-0.56, 0, 1.36)], 5
    )
    parts = [
        place(column, foot, pitch=2),
        tube(neck, [(0.022, 0.05)] * len(neck), gilt, sides=10, up=(0, 1, 0), rounded=True),
    ]
    back = np.stack([low, high]) + np.array([(0.12, 0, -0.06), (-0.02, 0, 0.02)])
    parts.append(tube(back, [(0.19, 0.10), (0.07, 0.07)], gilt, sides=14, up=(1, 0, 0)))
    ahead = np.stack([low, high]) + np.array([(0.16, 0, 0.03), (0.05, 0, 0.03)])
    face = np.stack([ahead + np.array([(0, y, 0), (0, 0.35 * y, 0)]) for y in (-0.16, 0.16)])
    parts += [skin(face, board), bevelled_box((0.62, 0.42, 0.10), gilt, bevel=0.03, at=(0.22, 0, 0.02))]
    part = np.linspace(0.05, 0.95, 26)
    starts = low + (0.16, 0, 0.035) + part[:, None] * (high - low + (-0.11, 0, 0))
    line = neck[5:-3][::-1]
    x = 0.36 - 0.86 * part
    heads = np.column_stack([x, 0 * x, np.interp(x, line[:, 0], line[:, 2])])
    parts.append(strings(starts, heads, 0.003, WHITE))
    parts += [ball(0.03, BRASS, (x, y, 0.0), segments=8) for x in (-0.02, 0.48) for y in (-0.16, 0.16)]
    return merge(parts)


def violin_case(rng: np.random.Generator) -> Mesh:
    """A violin and its bow in an open case lined with plush."""
    varnish = choose(rng, [(0.60, 0.24, 0.08), (0.48, 0.18, 0.06), (0.70, 0.36, 0.12)], roughness=0.2)
    lining = cloth(rng, ((0.50, 0.06, 0.14), (0.10, 0.20, 0.46), (0.12, 0.36, 0.24))[int(rng.integers(3))])
    shell = choose(rng, [(0.10, 0.10, 0.11), (0.26, 0.15, 0.09)], roughness=0.5)
    half = [
        (0.0, 0.0),
        (0.075, 0.004),
        (0.104, 0.05),
        (0.10, 0.10),
        (0.062, 0.15),
        (0.058, 0.20),
        (0.08, 0.24),
        (0.082, 0.30),
        (0.05, 0.345),
        (0.0, 0.355),
    ]
    body = symmetric(half, 3)
    parts = [
        extrude(body, 0.035, varnish, plane="yz", bevel=0.007, crease=50),
        box((0.014, 0.03, 0.27), BLACK, at=(0.03, 0, 0.22)),
        box((0.02, 0.024, 0.14), varnish, at=(0.015, 0, 0.35)),
    ]
    parts += [
        extrude(
            [(-0.014, 0.02), (0.014, 0.02), (0.022, 0.11), (-0.022, 0.11)],
            0.01,
            BLACK,
            plane="yz",
            at=(0.03, 0, 0),
        ),
        box((0.03, 0.045, 0.006), IVORY, at=(0.03, 0, 0.155)),
    ]
    parts.append(
        bent([(0.01, 0, 0.48), (0.015, 0, 0.54), (-0.005, 0, 0.575), (-0.012, 0, 0.55)], 0.013, varnish)
    )
    parts += [rod((0.01, -0.035, z), (0.01, 0.035, z), 0.006, BLACK) for z in (0.50, 0.525)]
    parts += [
        bent(
            [
                (0.019, s * 0.042, 0.20),
                (0.019, s * 0.054, 0.19),
                (0.019, s * 0.046, 0.16),
                (0.019, s * 0.058, 0.145),
            ],
            0.003,
            BLACK,
            sides=5,
        )
        for s in (-1, 1)
    ]
    across = spread(4, 0.022)
    parts.append(
        strings([(0.035, y, 0.10) for y in across], [(0.03, 0.7 * y, 0.50) for y in across], 0.001, STEEL)
    )
    bow = [
        rod((0.03, 0.125, 0.03), (0.03, 0.125, 0.58), 0.005, varnish),
        box((0.014, 0.004, 0.5), WHITE, at=(0.03, 0.112, 0.05)),
        box((0.016, 0.02, 0.04), BLACK, at=(0.03, 0.117, 0.04)),
    ]
    violin = place(merge(parts + bow), (0.29, 0.02, 0.075), pitch=90)
    tray = [
        bevelled_box((0.68, 0.32, 0.07), shell, bevel=0.02),
        bevelled_box((0.64, 0.28, 0.012), lining, bevel=0.004, at=(0, 0, 0.063)),
    ]
    lid = [
        bevelled_box((0.68, 0.07, 0.32), shell, bevel=0.02),
        bevelled_box((0.64, 0.012, 0.28), lining, bevel=0.004, at=(0, 0.034, 0.02)),
    ]
    return place(merge([violin, *tray, place(merge(lid), (0, -0.19, 0.06), roll=-14)]), scale=1.7, yaw=-90)


MODELS: Final = (
    model(harp, "plucked instrument", "harp.n.01"),
    model(violin_case, "string instrument", "violin.n.01"),
)
