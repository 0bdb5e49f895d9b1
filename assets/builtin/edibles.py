"""What giant food is made of: skins, cut faces, leaves, stalks, curved profiles."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from caos.meshes import Material, Mesh, merge
from caos.shapes import extrude, lathe, place, tube

from .parts import Colour
from .prints import Picture, printed, sheet

LEAF: Final = Material((0.20, 0.42, 0.14), roughness=0.7)
STALK: Final = Material((0.32, 0.24, 0.12), roughness=0.8)
CREAM: Final = Material((0.94, 0.90, 0.80), roughness=0.45)
BUN: Final = Material((0.78, 0.50, 0.20), roughness=0.45)
CHEESE: Final = Material((0.94, 0.68, 0.14), roughness=0.4)
TOMATO: Final = Material((0.76, 0.12, 0.08), roughness=0.3)
_PIXELS: Final = 192


def skin(colour: Colour, roughness: float = 0.4) -> Material:
    """A plain peel, crust or glaze."""
    return Material(colour, roughness=roughness)


def profile(points: Sequence[tuple[float, float]], steps: int = 24) -> npt.NDArray[np.float64]:
    """(steps, 2) a smooth line through (radius, z) points, for `lathe`: cubic Hermite by the run."""
    given = np.asarray(points, dtype=np.float64)
    run = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(given, axis=0), axis=1))])
    at = np.linspace(0.0, run[-1], steps)
    slopes = np.gradient(given, run, axis=0)
    piece = np.clip(np.searchsorted(run, at, side="right") - 1, 0, len(given) - 2)
    width = (run[piece + 1] - run[piece])[:, None]
    t = (at[:, None] - run[piece][:, None]) / width
    line: npt.NDArray[np.float64] = (
        (2 * t**3 - 3 * t**2 + 1) * given[piece]
        + (t**3 - 2 * t**2 + t) * width * slopes[piece]
        + (-2 * t**3 + 3 * t**2) * given[piece + 1]
        + (t**3 - t**2) * width * slopes[piece + 1]
    )
    line[:, 0] = np.maximum(line[:, 0], 1e-3)
    return line


def turned(
    points: Sequence[tuple[float, float]], material: Material, *, segments: int = 28, steps: int = 24
) -> Mesh:
    """A smooth solid of revolution."""
    return lathe(profile(points, steps), material, segments=segments, crease=70.0)


def leaf(length: float, width: float, material: Material = LEAF, *, droop: float = 0.25) -> Mesh:
    """A leaf from the origin along +x, bent down at its tip."""
    t = np.linspace(0.0, 1.0, 7)
    half = width / 2 * np.sin(math.pi * t**0.8) + 0.004
    path = np.stack([length * t, np.zeros(7), length * droop * (t - 1.6 * t**2)], axis=1)
    return tube(path, np.stack([half, np.full(7, 0.012 * length + 0.003)], axis=1), material, sides=8)


def tuft(count: int, mesh: Mesh, at: tuple[float, float, float], *, pitch: float = 30.0) -> Mesh:
    """Copies of a leaf round the z axis."""
    turns = [360.0 * number / count for number in range(count)]
    return merge([place(mesh, at, yaw=yaw, pitch=pitch * (1 + 0.3 * (k % 2))) for k, yaw in enumerate(turns)])


def rings(colours: Sequence[tuple[float, Colour]], *, wedges: int = 0, line: Colour = (1, 1, 1)) -> Picture:
    """A round cut face: discs of (share of the radius, colour), the widest first; rays between wedges."""
    picture = sheet(colours[0][1], _PIXELS, _PIXELS)
    middle = (_PIXELS // 2, _PIXELS // 2)
    for radius, colour in colours[1:]:
        cv2.circle(picture, middle, round(radius * _PIXELS / 2), colour, -1, cv2.LINE_AA)
    reach = colours[-1][0] * _PIXELS / 2
    for wedge in range(wedges):
        turn = 2 * math.pi * wedge / wedges
        end = (round(middle[0] + reach * math.cos(turn)), round(middle[1] + reach * math.sin(turn)))
        cv2.line(picture, middle, end, line, 2, cv2.LINE_AA)
    return picture


def seeds(picture: Picture, radius: float, count: int, colour: Colour, size: tuple[int, int]) -> Picture:
    """Seeds in a circle on a cut face, pointing outwards; `size` in pixels of 192."""
    for number in range(count):
        turn = 2 * math.pi * (number + 0.5) / count
        x, y = (_PIXELS / 2 * (1 + radius * part) for part in (math.cos(turn), math.sin(turn)))
        cv2.ellipse(picture, (round(x), round(y)), size, math.degrees(turn), 0, 360, colour, -1, cv2.LINE_AA)
    return picture


def disc(radius: float, picture: Picture, at: tuple[float, float, float], thickness: float = 0.02) -> Mesh:
    """A round plate that shows a picture, its centre at `at`, facing up; turn it with `place`."""
    turn = np.linspace(0, 2 * math.pi, 33)[:-1]
    outline = np.stack([np.cos(turn), np.sin(turn)], axis=1) * radius
    half = _PIXELS // 2
    face = printed("cut", np.roll(picture, (half, half), axis=(0, 1)), roughness=0.35)
    plate = extrude(outline, thickness, face, uv_scale=0.5 / radius)
    return place(plate, at)


def half(
    radius: float, peel: Material, picture: Picture, *, squeeze: float = 1.0, height: float = 1.0
) -> Mesh:
    """Half a round fruit on its back, the cut face up and tilted towards +x."""
    turn = np.linspace(-math.pi / 2, 0.0, 10)
    bowl = np.stack([radius * np.cos(turn) + 1e-3, radius * (1 + np.sin(turn) * height)], axis=1)
    whole = merge(
        [lathe(bowl, peel, segments=32, crease=70.0), disc(radius * 0.995, picture, (0, 0, radius))]
    )
    return place(place(whole, scale=(1.0, squeeze, 1.0)), (0, 0, 0.2 * radius), pitch=-38.0)
