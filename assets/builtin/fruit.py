"""Giant fruit, as at a fair."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import ellipsoid, extrude, place, tube

from .edibles import CREAM, LEAF, STALK, half, leaf, rings, seeds, skin, tuft, turned
from .model import model
from .parts import choose
from .prints import printed, sheet

_BROWN: Final = Material((0.30, 0.19, 0.10), roughness=0.95)


def apple(rng: np.random.Generator) -> Mesh:
    """A red, green or yellow apple with a leaf."""
    peel = choose(rng, [(0.68, 0.08, 0.07), (0.45, 0.62, 0.14), (0.82, 0.66, 0.16)], roughness=0.25)
    body = turned(
        [(0.05, 0.05), (0.22, 0.0), (0.42, 0.22), (0.47, 0.50), (0.36, 0.76), (0.14, 0.80), (0.02, 0.70)],
        peel,
    )
    stalk = tube([(0, 0, 0.68), (0.02, 0, 0.85), (0.08, 0, 0.96)], [0.02, 0.018, 0.028], STALK, sides=7)
    return merge([body, stalk, place(leaf(0.42, 0.2), (0.02, 0, 0.85), yaw=35, pitch=15)])


def pear(rng: np.random.Generator) -> Mesh:
    """A pear."""
    peel = choose(rng, [(0.62, 0.66, 0.20), (0.72, 0.60, 0.22), (0.50, 0.34, 0.16)], roughness=0.4)
    body = turned(
        [(0.05, 0.03), (0.25, 0.0), (0.44, 0.22), (0.42, 0.48), (0.25, 0.78), (0.17, 0.98), (0.04, 1.06)],
        peel,
    )
    stalk = tube([(0, 0, 1.03), (0.02, 0.02, 1.18), (0.07, 0.03, 1.28)], [0.022, 0.018, 0.03], STALK, sides=7)
    return merge([body, stalk, place(leaf(0.34, 0.18), (0.02, 0, 1.12), yaw=-60, pitch=10)])


def banana_bunch(rng: np.random.Generator) -> Mesh:
    """Five bananas from one stem."""
    peel = choose(rng, [(0.90, 0.74, 0.14), (0.78, 0.76, 0.20)], roughness=0.5)
    tip = skin((0.20, 0.15, 0.08), 0.9)
    fruits = []
    for number in range(5):
        turn = np.linspace(-1.15, 1.0, 10)
        path = np.stack([0.62 * np.cos(turn) - 0.3, np.zeros(10), 0.62 * np.sin(turn) + 0.58], axis=1)
        width = [0.03, 0.07, 0.10, 0.115, 0.12, 0.12, 0.115, 0.10, 0.06, 0.04]
        one = merge(
            [
                tube(path, width, peel, sides=6, rounded=True, up=(0, 1, 0), crease=25),
                ellipsoid((0.04, 0.04, 0.05), tip, segments=8, rings=5, at=tuple(path[0].tolist())),
            ]
        )
        fruits.append(place(one, yaw=(number - 2) * 24.0))
    stem = tube([(0.03, 0, 1.05), (-0.02, 0, 1.2), (-0.05, 0, 1.32)], [0.1, 0.07, 0.08], tip, sides=8)
    return merge([*fruits, stem])


def strawberry(rng: np.random.Generator) -> Mesh:
    """A strawberry on its side-cut crown, point up, with pale seeds."""
    red = choose(rng, [(0.76, 0.07, 0.09), (0.66, 0.05, 0.08)], roughness=0.3)
    outline = [(0.05, 0.02), (0.30, 0.0), (0.44, 0.20), (0.38, 0.50), (0.22, 0.80), (0.05, 0.98)]
    parts = [turned(outline, red)]
    pip = skin((0.88, 0.76, 0.36), 0.5)
    for row, (radius, z) in enumerate(
        ((0.43, 0.16), (0.435, 0.32), (0.375, 0.50), (0.29, 0.66), (0.18, 0.82))
    ):
        count = max(4, round(radius * 26))
        for number in range(count):
            turn = 2 * math.pi * (number + 0.5 * (row % 2)) / count
            place_ = (radius * math.cos(turn), radius * math.sin(turn), z)
            parts.append(ellipsoid((0.018, 0.018, 0.028), pip, segments=6, rings=4, at=place_))
    parts.append(tuft(9, leaf(0.42, 0.16), (0, 0, 0.05), pitch=4.0))
    berry = place(merge(parts), (0, 0, 1.0), roll=180.0)
    stalk = tube([(0, 0, 0.96), (0.03, 0, 1.10), (0.1, 0, 1.2)], [0.03, 0.025, 0.03], LEAF, sides=7)
    return merge([berry, stalk])


def pineapple(rng: np.random.Generator) -> Mesh:
    """A pineapple with its crown of leaves."""
    body = choose(rng, [(0.66, 0.44, 0.12), (0.56, 0.46, 0.16)], roughness=0.7)
    eye = skin((0.42, 0.28, 0.10), 0.8)
    parts = [turned([(0.20, 0.0), (0.36, 0.12), (0.41, 0.42), (0.36, 0.76), (0.20, 0.90)], body)]
    for row in range(7):
        z = 0.10 + 0.115 * row
        radius = 0.30 + 0.11 * math.sin(math.pi * (row + 0.6) / 7)
        for number in range(14):
            turn = 2 * math.pi * (number + 0.5 * (row % 2)) / 14
            at = (radius * math.cos(turn), radius * math.sin(turn), z)
            parts.append(
                ellipsoid((0.07, 0.07, 0.055), eye if number % 2 else body, segments=6, rings=4, at=at)
            )
    blade = leaf(0.62, 0.12, skin((0.22, 0.40, 0.20), 0.6), droop=0.12)
    parts += [tuft(8, blade, (0, 0, 0.86), pitch=48.0), tuft(7, blade, (0, 0, 0.90), pitch=66.0)]
    return merge(parts)


def watermelon_slice(rng: np.random.Generator) -> Mesh:
    """A half-round slice of melon standing on its rind, black pips on red."""
    flesh = choose(rng, [(0.80, 0.16, 0.18), (0.86, 0.30, 0.26), (0.88, 0.66, 0.16)], roughness=0.35)
    turn = np.linspace(math.pi, 2 * math.pi, 25)

    def half_disc(radius: float) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
        return np.stack([radius * np.cos(turn), radius * np.sin(turn) + 0.8], axis=1)

    parts = [
        extrude(half_disc(0.80), 0.20, skin((0.14, 0.36, 0.14), 0.3), plane="xz"),
        extrude(half_disc(0.74), 0.205, skin((0.88, 0.92, 0.74)), plane="xz"),
        extrude(half_disc(0.69), 0.21, flesh, plane="xz"),
    ]
    pip = skin((0.05, 0.04, 0.04), 0.3)
    for radius, count in ((0.28, 4), (0.50, 7)):
        for number in range(count):
            angle = math.pi * (1 + (number + 0.7) / (count + 0.4))
            at = (radius * math.cos(angle), 0.0, 0.8 + radius * math.sin(angle))
            parts.append(ellipsoid((0.026, 0.125, 0.042), pip, segments=8, rings=5, at=at))
    return place(merge(parts), pitch=0, yaw=90)


def grape_bunch(rng: np.random.Generator) -> Mesh:
    """Dark or pale grapes that taper downwards, hung from their stalk on a leaf."""
    grape = choose(rng, [(0.26, 0.08, 0.26), (0.56, 0.62, 0.22), (0.16, 0.12, 0.34)], roughness=0.25)
    parts = []
    for row in range(7):
        radius = 0.10 + 0.30 * (row / 6) ** 0.8
        count = 1 if row == 0 else round(2 * math.pi * radius / 0.19)
        for number in range(count):
            turn = 2 * math.pi * number / count + row
            wobble = rng.uniform(-0.015, 0.015, 3)
            at = (
                (radius if row else 0.0) * math.cos(turn) + wobble[0],
                (radius if row else 0.0) * math.sin(turn) + wobble[1],
                0.12 + 0.135 * row + wobble[2],
            )
            parts.append(ellipsoid((0.11, 0.11, 0.115), grape, segments=9, rings=6, at=at))
    parts.append(ellipsoid((0.30, 0.30, 0.12), grape, segments=12, rings=6, at=(0, 0, 1.0)))
    parts.append(tube([(0, 0, 1.0), (0.02, 0, 1.18), (0.12, 0, 1.28)], [0.035, 0.03, 0.04], STALK, sides=7))
    parts.append(place(leaf(0.5, 0.44), (0.02, 0, 1.12), yaw=150, pitch=12))
    return merge(parts)


def cherries(rng: np.random.Generator) -> Mesh:
    """Two cherries on their stalks."""
    red = choose(rng, [(0.55, 0.02, 0.06), (0.76, 0.10, 0.10)], roughness=0.12)
    ball = turned([(0.04, 0.01), (0.20, 0.0), (0.33, 0.20), (0.31, 0.42), (0.12, 0.54), (0.02, 0.49)], red)
    top = (0.0, 0.0, 1.30)
    stalks = [
        tube([(x, y, 0.5), (0.7 * x, 0.7 * y, 0.9), (0.2 * x, 0, 1.16), top], [0.025] * 4, LEAF, sides=6)
        for x, y in ((0.34, 0.05), (-0.32, -0.05))
    ]
    return merge(
        [
            place(ball, (0.34, 0.05, 0)),
            place(ball, (-0.32, -0.05, 0), scale=0.95),
            *stalks,
            place(leaf(0.6, 0.28), top, yaw=70, pitch=-8),
        ]
    )


def _citrus(rng: np.random.Generator, peel: Material, flesh: tuple[float, float, float]) -> Mesh:
    del rng
    pale = (0.95, 0.93, 0.84)
    return half(0.5, peel, rings([(1.0, pale), (0.86, flesh)], wedges=10, line=pale))


def orange_half(rng: np.random.Generator) -> Mesh:
    """Half an orange."""
    return _citrus(rng, skin((0.90, 0.46, 0.06), 0.5), (0.95, 0.56, 0.12))


def kiwi_half(rng: np.random.Generator) -> Mesh:
    """Half a kiwi fruit: green with black seeds about a pale heart."""
    del rng
    face = rings([(1.0, (0.42, 0.58, 0.12)), (0.62, (0.52, 0.66, 0.20)), (0.26, (0.86, 0.88, 0.66))])
    face = seeds(face, 0.42, 26, (0.06, 0.05, 0.04), (6, 3))
    return half(0.5, _BROWN, face, squeeze=0.85)


def coconut_half(rng: np.random.Generator) -> Mesh:
    """Half a coconut: a thick white rim about a hollow."""
    del rng
    face = rings([(1.0, (0.30, 0.18, 0.09)), (0.90, (0.96, 0.95, 0.91)), (0.66, (0.70, 0.69, 0.66))])
    face = np.where(face > 0.69, face, face * 0.9).astype(np.float32)
    return half(0.5, _BROWN, face)


def avocado_half(rng: np.random.Generator) -> Mesh:
    """Half an avocado with its stone."""
    del rng
    turn = np.linspace(0, 2 * math.pi, 41)[:-1]
    outline = np.stack([(0.44 - 0.13 * np.sin(turn)) * np.cos(turn), 0.62 * np.sin(turn)], axis=1)
    outer, ring, inner = (
        skin((0.14, 0.20, 0.08), 0.6),
        skin((0.50, 0.62, 0.20), 0.4),
        skin((0.86, 0.84, 0.46), 0.4),
    )
    parts = [
        extrude(outline, 0.34, outer, bevel=0.12),
        place(extrude(outline * 0.93, 0.02, ring), (0, 0, 0.335)),
        place(extrude(outline * 0.78, 0.02, inner), (0, 0, 0.342)),
        ellipsoid(
            (0.22, 0.22, 0.20), skin((0.42, 0.22, 0.10), 0.3), segments=20, rings=12, at=(0, -0.16, 0.36)
        ),
    ]
    return place(merge(parts), (0, 0, 0.7), pitch=-90.0, yaw=0.0, roll=90.0)


def raspberry(rng: np.random.Generator) -> Mesh:
    """A raspberry of many drupelets."""
    red = choose(rng, [(0.66, 0.06, 0.18), (0.30, 0.06, 0.16), (0.82, 0.56, 0.14)], roughness=0.3)
    parts = []
    for row in range(7):
        t = row / 6
        radius = 0.40 * math.sin(math.pi * (0.16 + 0.5 * (1 - t)))
        count = max(5, round(2 * math.pi * radius / 0.19))
        for number in range(count):
            turn = 2 * math.pi * (number + 0.5 * (row % 2)) / count
            at = (radius * math.cos(turn), radius * math.sin(turn), 0.14 + 0.115 * row)
            parts.append(ellipsoid((0.11, 0.11, 0.10), red, segments=8, rings=5, at=at))
    parts.append(ellipsoid((0.16, 0.16, 0.12), red, segments=10, rings=6, at=(0, 0, 0.86)))
    return place(
        merge([place(merge(parts), scale=(1, 1, 1.1)), tuft(6, leaf(0.42, 0.16), (0, 0, 0.08), pitch=2.0)])
    )


def melon(rng: np.random.Generator) -> Mesh:
    """A whole striped watermelon lying on its side."""
    del rng
    picture = sheet((0.20, 0.42, 0.16), 64, 128)
    for stripe in range(6):
        at = int((stripe + 0.5) * 128 / 6)
        picture[:, at - 5 : at + 6] = (0.08, 0.20, 0.07)
        picture[::5, at - 8 : at + 9] = (0.08, 0.20, 0.07)
    rind = printed("rind", picture, roughness=0.3)
    turn = np.linspace(-math.pi / 2, math.pi / 2, 20)
    points = list(zip((0.45 * np.cos(turn) + 1e-3).tolist(), (0.62 * np.sin(turn)).tolist(), strict=True))
    return merge(
        [
            place(turned(points, rind), (0, 0, 0.45), pitch=90.0),
            tube([(0.60, 0, 0.45), (0.68, 0.02, 0.50)], [0.035, 0.045], STALK, sides=6),
            ellipsoid((0.02, 0.06, 0.06), CREAM, segments=8, rings=4, at=(-0.62, 0, 0.45)),
        ]
    )


MODELS: Final = (
    model(apple, "fruit", "apple.n.01"),
    model(pear, "fruit", "pear.n.01"),
    model(banana_bunch, "fruit", "banana.n.02"),
    model(strawberry, "fruit", "strawberry.n.01"),
    model(pineapple, "fruit", "pineapple.n.02"),
    model(watermelon_slice, "fruit", "watermelon.n.02"),
    model(grape_bunch, "fruit", "grape.n.01"),
    model(cherries, "fruit", "cherry.n.03"),
    model(orange_half, "fruit", "orange.n.01"),
    model(kiwi_half, "fruit", "kiwi.n.03"),
    model(coconut_half, "fruit", "coconut.n.02"),
    model(avocado_half, "fruit", "avocado.n.01"),
    model(raspberry, "fruit", "raspberry.n.02"),
    model(melon, "fruit", "watermelon.n.02"),
)
