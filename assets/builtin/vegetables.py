"""Giant vegetables and mushrooms."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import blob, ellipsoid, place, tube

from .edibles import CREAM, STALK, leaf, skin, tuft, turned
from .model import model
from .parts import choose

_GREEN: Final = Material((0.30, 0.48, 0.16), roughness=0.6)


def carrot(rng: np.random.Generator) -> Mesh:
    """A carrot with its greens, lying."""
    root = choose(rng, [(0.88, 0.40, 0.08), (0.46, 0.16, 0.34), (0.90, 0.66, 0.20)], roughness=0.6)
    outline = [(0.015, 0.0), (0.10, 0.25), (0.19, 0.60), (0.27, 0.95), (0.25, 1.10), (0.06, 1.14)]
    parts = [turned(outline, root, steps=36)]
    for number in range(9):
        z = 0.2 + 0.1 * number
        turn = 2.4 * number
        radius = 0.06 + 0.21 * (z / 1.05)
        mark = ellipsoid((0.015, 0.07, 0.008), STALK, segments=6, rings=4)
        at = (radius * math.cos(turn), radius * math.sin(turn), z)
        parts.append(place(mark, at, yaw=math.degrees(turn)))
    parts += [
        tuft(7, leaf(0.62, 0.14, _GREEN), (0, 0, 1.08), pitch=42.0),
        tuft(5, leaf(0.6, 0.12), (0, 0, 1.1), pitch=64.0),
    ]
    return place(merge(parts), pitch=-84.0, yaw=70.0)


def aubergine(rng: np.random.Generator) -> Mesh:
    """An aubergine leaning on its belly."""
    peel = choose(rng, [(0.14, 0.05, 0.16), (0.24, 0.08, 0.24)], roughness=0.12)
    turn = np.linspace(0.0, 1.0, 12)
    path = np.stack([1.2 * turn - 0.6, np.zeros(12), 0.34 + 0.10 * (2 * turn - 1) ** 2], axis=1)
    body = tube(
        path, 0.15 + 0.20 * np.sin(math.pi * (0.18 + 0.62 * (1 - turn))), peel, sides=22, rounded=True
    )
    cap = place(
        tuft(6, leaf(0.34, 0.2, _GREEN, droop=0.4), (0, 0, 0), pitch=-12.0), (0.72, 0, 0.46), pitch=-80.0
    )
    stalk = tube([(0.66, 0, 0.45), (0.84, 0, 0.50), (0.95, 0, 0.60)], [0.07, 0.05, 0.06], _GREEN, sides=8)
    return merge([body, place(cap, (0, 0, 0)), stalk])


def bell_pepper(rng: np.random.Generator) -> Mesh:
    """A sweet pepper of four lobes."""
    peel = choose(rng, [(0.74, 0.07, 0.06), (0.86, 0.66, 0.08), (0.16, 0.40, 0.10)], roughness=0.15)
    lobes = [
        place(
            turned([(0.08, 0.03), (0.22, 0.0), (0.30, 0.30), (0.31, 0.62), (0.20, 0.82), (0.04, 0.78)], peel),
            (0.2 * math.cos(turn), 0.2 * math.sin(turn), 0.0),
        )
        for turn in (0.4, 0.4 + math.pi / 2, 0.4 + math.pi, 0.4 + 1.5 * math.pi)
    ]
    stalk = tube([(0, 0, 0.66), (0, 0, 0.86), (0.08, 0.02, 1.0)], [0.13, 0.06, 0.075], _GREEN, sides=9)
    return merge([*lobes, stalk])


def corn_cob(rng: np.random.Generator) -> Mesh:
    """A cob of maize in its husk."""
    kernel = choose(rng, [(0.92, 0.74, 0.18), (0.90, 0.84, 0.56)], roughness=0.3)
    parts = [turned([(0.10, 0.0), (0.15, 0.3), (0.12, 0.9), (0.04, 1.2)], kernel)]
    for row in range(12):
        z = 0.26 + 0.08 * row
        radius = 0.175 - 0.010 * row
        for number in range(11):
            turn = 2 * math.pi * (number + 0.5 * (row % 2)) / 11
            at = (radius * math.cos(turn), radius * math.sin(turn), z)
            parts.append(ellipsoid((0.05, 0.05, 0.045), kernel, segments=6, rings=4, at=at))
    husk = skin((0.46, 0.58, 0.24), 0.8)
    parts += [
        tuft(4, leaf(0.9, 0.36, husk, droop=0.5), (0, 0, 0.04), pitch=62.0),
        tuft(3, leaf(0.75, 0.3, husk), (0, 0, 0.02), pitch=34.0),
    ]
    return merge(parts)


def fly_agaric(rng: np.random.Generator) -> Mesh:
    """A red toadstool with white warts."""
    red = choose(rng, [(0.74, 0.06, 0.05), (0.86, 0.30, 0.06)], roughness=0.2)
    cap = turned([(0.50, 0.66), (0.62, 0.68), (0.56, 0.86), (0.34, 1.04), (0.03, 1.12)], red)
    gills = turned([(0.10, 0.70), (0.50, 0.655), (0.52, 0.665)], CREAM)
    stem = turned([(0.20, 0.0), (0.17, 0.12), (0.115, 0.4), (0.11, 0.74)], CREAM)
    ring = turned([(0.12, 0.52), (0.24, 0.46), (0.25, 0.45), (0.13, 0.54)], CREAM)
    parts = [cap, gills, stem, ring]
    for number, (radius, z) in enumerate(((0.0, 1.12), *[(0.30, 1.06)] * 6, *[(0.52, 0.90)] * 9)):
        turn = 2.4 * number
        at = (radius * math.cos(turn), radius * math.sin(turn), z)
        parts.append(blob(rng, (0.055, 0.055, 0.035), CREAM, detail=1, at=at))
    return merge(parts)


def onion(rng: np.random.Generator) -> Mesh:
    """A brown or red onion with its roots and dry neck."""
    peel = choose(rng, [(0.66, 0.40, 0.16), (0.46, 0.10, 0.22)], roughness=0.3)
    outline = [
        (0.10, 0.06),
        (0.36, 0.12),
        (0.48, 0.36),
        (0.38, 0.62),
        (0.14, 0.78),
        (0.06, 0.98),
        (0.09, 1.12),
    ]
    roots = [
        tube(
            [
                (0, 0, 0.10),
                (0.08 * math.cos(a), 0.08 * math.sin(a), 0.03),
                (0.24 * math.cos(a), 0.24 * math.sin(a), 0.01),
            ],
            [0.02, 0.016, 0.008],
            CREAM,
            sides=5,
        )
        for a in np.linspace(0, 2 * math.pi, 12)[:-1]
    ]
    return merge([turned(outline, peel, steps=34), *roots])


def garlic_bulb(rng: np.random.Generator) -> Mesh:
    """A bulb of garlic showing its cloves."""
    peel = choose(rng, [(0.90, 0.87, 0.82), (0.82, 0.74, 0.78)], roughness=0.6)
    clove = turned(
        [(0.05, 0.0), (0.20, 0.10), (0.22, 0.32), (0.12, 0.58), (0.03, 0.72)], peel, segments=14, steps=16
    )
    cloves = [
        place(clove, (0.24 * math.cos(a), 0.24 * math.sin(a), 0.0), yaw=math.degrees(a), pitch=12.0)
        for a in np.linspace(0, 2 * math.pi, 9)[:-1]
    ]
    neck = turned([(0.24, 0.2), (0.15, 0.66), (0.06, 0.86), (0.05, 1.1), (0.065, 1.16)], peel)
    return merge([*cloves, neck])


def chili_pepper(rng: np.random.Generator) -> Mesh:
    """A curved chili."""
    peel = choose(rng, [(0.74, 0.05, 0.04), (0.18, 0.42, 0.10)], roughness=0.12)
    turn = np.linspace(-0.3, 2.2, 16)
    path = np.stack([0.62 * np.cos(turn), np.zeros(16), 0.62 * np.sin(turn)], axis=1)
    width = 0.17 * (1 - np.linspace(0, 1, 16) ** 1.6) + 0.012
    stalk = tube([(0.60, 0, -0.16), (0.66, 0, -0.32), (0.80, 0, -0.42)], [0.10, 0.05, 0.055], _GREEN, sides=8)
    return place(
        merge([tube(path, width, peel, sides=16, rounded=True, up=(0, 1, 0)), stalk]), roll=70.0, yaw=20.0
    )


def broccoli(rng: np.random.Generator) -> Mesh:
    """A head of broccoli."""
    floret = choose(rng, [(0.16, 0.34, 0.12), (0.24, 0.40, 0.16)], roughness=0.95)
    stem = skin((0.52, 0.62, 0.32), 0.6)
    parts = [turned([(0.20, 0.0), (0.16, 0.2), (0.20, 0.5)], stem)]
    for number in range(13):
        turn, reach = 2.4 * number, 0.40 * math.sqrt(number / 12)
        x, y, z = reach * math.cos(turn), reach * math.sin(turn), 0.92 - 0.7 * reach
        parts.append(
            tube([(0, 0, 0.3), (0.6 * x, 0.6 * y, 0.55), (x, y, z - 0.1)], [0.10, 0.075, 0.07], stem, sides=7)
        )
        parts.append(blob(rng, (0.19, 0.19, 0.16), floret, detail=2, lumps=0.3, pitch=8.0, at=(x, y, z)))
    return merge(parts)


def radish(rng: np.random.Generator) -> Mesh:
    """A radish, red above and white below, with leaves."""
    red = choose(rng, [(0.76, 0.08, 0.20), (0.52, 0.10, 0.34)], roughness=0.25)
    lower = turned([(0.012, 0.0), (0.03, 0.16), (0.12, 0.30), (0.30, 0.44)], CREAM)
    upper = turned([(0.30, 0.44), (0.40, 0.62), (0.34, 0.86), (0.10, 0.96)], red)
    whole = merge([lower, upper, tuft(6, leaf(0.66, 0.24), (0, 0, 0.92), pitch=56.0)])
    return place(whole, pitch=-72.0, yaw=70.0)


def pea_pod(rng: np.random.Generator) -> Mesh:
    """An open pod with its peas."""
    del rng
    pod, pea = skin((0.34, 0.56, 0.16), 0.5), skin((0.46, 0.68, 0.20), 0.35)
    x = np.linspace(-0.8, 0.8, 15)
    rise = 0.18 * (x / 0.8) ** 2
    width = 0.20 * np.sqrt(np.clip(1 - (x / 0.86) ** 4, 0, 1)) + 0.015
    shells = [
        place(
            tube(
                np.stack([x, np.zeros(15), rise], axis=1),
                np.stack([width * 0.30, width], axis=1),
                pod,
                sides=12,
            ),
            (0, side * 0.12, 0.22),
            roll=side * 34.0,
        )
        for side in (-1.0, 1.0)
    ]
    peas = [
        ellipsoid(
            (0.125, 0.125, 0.125),
            pea,
            segments=14,
            rings=9,
            at=(0.235 * k, 0, 0.30 + 0.18 * (0.235 * k / 0.8) ** 2),
        )
        for k in range(-2, 3)
    ]
    stalk = tube([(0.80, 0, 0.40), (0.92, 0, 0.50), (1.0, 0, 0.52)], [0.05, 0.03, 0.035], pod, sides=7)
    return merge([*shells, *peas, stalk])


MODELS: Final = (
    model(carrot, "vegetable", "carrot.n.03"),
    model(aubergine, "vegetable", "eggplant.n.01"),
    model(bell_pepper, "vegetable", "bell_pepper.n.02"),
    model(corn_cob, "vegetable", "corn.n.03"),
    model(fly_agaric, "mushroom", "fly_agaric.n.01"),
    model(onion, "vegetable", "onion.n.03"),
    model(garlic_bulb, "vegetable", "garlic.n.02"),
    model(chili_pepper, "vegetable", "chili.n.02"),
    model(broccoli, "vegetable", "broccoli.n.02"),
    model(radish, "vegetable", "radish.n.01"),
    model(pea_pod, "vegetable", "pea.n.01"),
)
