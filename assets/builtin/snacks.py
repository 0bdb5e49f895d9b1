"""Giant fast food and snacks."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import bevelled_box, blob, box, cylinder, ellipsoid, extrude, lathe, place, torus, tube

from .edibles import BUN, CHEESE, CREAM, LEAF, TOMATO, leaf, skin, turned
from .model import model
from .parts import choose
from .prints import printed, sheet

_MEAT: Final = Material((0.30, 0.15, 0.08), roughness=0.85)
_MUSTARD: Final = Material((0.90, 0.70, 0.08), roughness=0.3)
_SAUSAGE: Final = Material((0.62, 0.24, 0.14), roughness=0.35)


def _around(count: int, phase: float = 0.0) -> list[float]:
    return [2 * math.pi * (number + phase) / count for number in range(count)]


def _wavy(radius: float, waves: int, material: Material, z: float, depth: float = 0.05) -> Mesh:
    """A wavy leaf of lettuce between two layers."""
    turn = np.linspace(0, 2 * math.pi, 73)[:-1]
    reach = radius * (1 + 0.06 * np.sin(waves * turn))
    outline = np.stack([reach * np.cos(turn), reach * np.sin(turn)], axis=1)
    return place(extrude(outline, depth, material), (0, 0, z))


def hamburger(rng: np.random.Generator) -> Mesh:
    """A cheeseburger with sesame."""
    lettuce = choose(rng, [(0.40, 0.62, 0.16), (0.30, 0.54, 0.14)], roughness=0.6)
    parts = [
        turned([(0.40, 0.0), (0.52, 0.05), (0.53, 0.18), (0.40, 0.21)], BUN),
        _wavy(0.58, 13, lettuce, 0.20),
        turned([(0.45, 0.24), (0.56, 0.28), (0.56, 0.38), (0.45, 0.42)], _MEAT),
        place(box((0.86, 0.86, 0.025), CHEESE), (0, 0, 0.42), yaw=30),
        cylinder(0.52, 0.06, TOMATO, segments=28, at=(0, 0, 0.45)),
        _wavy(0.56, 11, lettuce, 0.51),
        turned([(0.40, 0.55), (0.55, 0.58), (0.54, 0.72), (0.34, 0.90), (0.03, 0.96)], BUN),
    ]
    for number in range(34):
        turn, reach = 2.4 * number, 0.44 * math.sqrt(number / 34)
        z = 0.955 - 0.62 * reach**2
        at = (reach * math.cos(turn), reach * math.sin(turn), z)
        parts.append(ellipsoid((0.03, 0.018, 0.014), CREAM, segments=6, rings=4, at=at))
    return merge(parts)


def hot_dog(rng: np.random.Generator) -> Mesh:
    """A sausage in a roll with mustard."""
    del rng
    x = np.linspace(-0.6, 0.6, 12)
    roll = np.sqrt(np.clip(1 - (x / 0.66) ** 4, 0, 1)) * 0.19 + 0.01
    halves = [
        tube(
            np.stack([x, np.full(12, side * 0.15), np.full(12, 0.2)], axis=1),
            roll,
            BUN,
            sides=14,
            rounded=True,
        )
        for side in (-1, 1)
    ]
    x = np.linspace(-0.78, 0.78, 14)
    sausage = tube(
        np.stack([x, 0 * x, 0.33 + 0.06 * (x / 0.78) ** 2], axis=1), 0.13, _SAUSAGE, sides=14, rounded=True
    )
    x = np.linspace(-0.62, 0.62, 41)
    line = np.stack([x, 0.06 * np.sin(x * 22), 0.465 + 0.05 * (x / 0.78) ** 2], axis=1)
    return merge([*halves, sausage, tube(line, 0.028, _MUSTARD, sides=6, rounded=True)])


def french_fries(rng: np.random.Generator) -> Mesh:
    """Chips in a paper carton."""
    carton = choose(rng, [(0.74, 0.06, 0.07), (0.12, 0.24, 0.60)], roughness=0.6)
    outline = [
        (-0.30, 0.0),
        (0.30, 0.0),
        (0.40, 0.74),
        (0.24, 0.66),
        (0.0, 0.62),
        (-0.24, 0.66),
        (-0.40, 0.74),
    ]
    back = [(-0.30, 0.0), (0.30, 0.0), (0.40, 0.84), (-0.40, 0.84)]
    parts = [
        place(extrude(outline, 0.02, carton, plane="yz"), (0.17, 0, 0)),
        place(extrude(back, 0.02, carton, plane="yz"), (-0.17, 0, 0)),
        *[place(box((0.34, 0.02, 0.72), carton), (0, side * 0.345, 0), roll=side * -7.5) for side in (-1, 1)],
        place(cylinder(0.14, 0.012, _MUSTARD, segments=20), (0.182, 0, 0.34), pitch=90),
    ]
    potato = skin((0.92, 0.74, 0.30), 0.6)
    for number in range(30):
        x, y = -0.11 + 0.055 * (number % 5), -0.27 + 0.105 * (number // 5)
        height = float(rng.uniform(0.75, 1.12))
        chip = bevelled_box((0.07, 0.07, height), potato, bevel=0.012)
        parts.append(
            place(chip, (x, y, 0.1), roll=float(rng.uniform(-6, 6)), pitch=float(rng.uniform(-5, 5)))
        )
    return merge(parts)


def pizza(rng: np.random.Generator) -> Mesh:
    """A pizza on a board, one slice gone."""
    turn = np.linspace(0.25, 2 * math.pi - 0.25, 60)
    rim = np.stack([np.cos(turn), np.sin(turn)], axis=1)
    wedge = np.concatenate([[[0.0, 0.0]], rim])
    parts = [
        extrude(wedge * 0.70, 0.05, BUN),
        place(extrude(wedge * 0.63, 0.02, TOMATO), (0.01, 0, 0.045)),
        place(extrude(wedge * 0.60, 0.02, CHEESE), (0.02, 0, 0.055)),
        tube(np.concatenate([rim * 0.68, np.full((60, 1), 0.05)], axis=1), 0.055, BUN, sides=8, rounded=True),
    ]
    salami, olive = skin((0.62, 0.16, 0.10), 0.5), skin((0.10, 0.10, 0.08), 0.3)
    for number in range(16):
        angle, reach = 0.5 + (2 * math.pi - 1.0) * number / 15, 0.30 + 0.18 * (number % 2)
        at = (reach * math.cos(angle), reach * math.sin(angle), 0.075)
        thing = (
            cylinder(0.085, 0.02, salami, segments=14)
            if number % 3
            else torus(0.04, 0.018, olive, segments=12, sides=6)
        )
        parts.append(place(thing, at))
        basil = place(leaf(0.13, 0.07), (at[0] * 0.6, at[1] * 0.6, 0.08), yaw=float(rng.uniform(0, 360)))
        parts += [basil] if number % 4 == 0 else []
    board = bevelled_box((1.5, 1.5, 0.05), skin((0.50, 0.32, 0.16), 0.7), bevel=0.02)
    return merge([board, place(merge(parts), (0, 0, 0.05))])


def taco(rng: np.random.Generator) -> Mesh:
    """A folded tortilla with its filling."""
    turn = np.linspace(0, math.pi, 20)
    shell = skin((0.88, 0.66, 0.26), 0.7)
    half = np.stack([0.62 * np.cos(turn), 0.62 * np.sin(turn)], axis=1)
    parts = [
        place(extrude(half, 0.035, shell, plane="xz"), (0, side * 0.17, 0.06), roll=side * -14.0)
        for side in (-1, 1)
    ]
    parts.append(
        tube([(-0.60, 0, 0.10), (0.60, 0, 0.10)], np.array([[0.2, 0.1]] * 2), shell, sides=12, rounded=True)
    )
    for number in range(26):
        angle = math.pi * (0.06 + 0.88 * number / 25)
        at = (0.55 * math.cos(angle), float(rng.uniform(-0.06, 0.06)), 0.09 + 0.55 * math.sin(angle))
        stuff = (_MEAT, LEAF, TOMATO, CHEESE)[number % 4]
        parts.append(blob(rng, (0.09, 0.09, 0.08), stuff, detail=1, lumps=0.3, at=at))
    return merge(parts)


def popcorn_bucket(rng: np.random.Generator) -> Mesh:
    """A striped bucket of popcorn."""
    picture = sheet((0.94, 0.93, 0.90), 32, 128)
    for k in range(8):
        picture[:, 16 * k : 16 * k + 8] = (0.78, 0.08, 0.08)
    stripes = printed("stripes", picture, roughness=0.6)
    parts = [lathe([(0.34, 0.0), (0.46, 0.85), (0.475, 0.86)], stripes, segments=32)]
    corn = skin((0.95, 0.88, 0.62), 0.9)
    for number in range(42):
        turn, reach = 2.4 * number, 0.42 * math.sqrt(number / 42)
        at = (
            reach * math.cos(turn),
            reach * math.sin(turn),
            1.04 - 0.85 * reach**2 + float(rng.uniform(-0.02, 0.02)),
        )
        parts.append(blob(rng, (0.095, 0.095, 0.085), corn, detail=1, lumps=0.5, pitch=2.5, at=at))
    return merge(parts)


MODELS: Final = (
    model(hamburger, "fast food", "hamburger.n.01"),
    model(hot_dog, "fast food", "hotdog.n.02"),
    model(french_fries, "fast food", "french_fries.n.01"),
    model(pizza, "fast food", "pizza.n.01"),
    model(taco, "fast food", "taco.n.02"),
    model(popcorn_bucket, "fast food", "popcorn.n.02"),
)
