"""Balls, weights and other gear from sports grounds and gyms, much of it larger than life."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt

from caos.meshes import Material, Mesh, merge
from caos.shapes import box, cylinder, ellipsoid, lathe, place, torus, tube

from .edibles import turned
from .joinery import bent, rod
from .model import model
from .parts import BLACK, CHROME, DARK, RUBBER, STEEL, WHITE, choose
from .prints import printed, sheet, write
from .surfaces import disc

Points = npt.NDArray[np.float64]

_LEATHER: Final = [(0.42, 0.20, 0.10), (0.56, 0.30, 0.14), (0.20, 0.12, 0.09), (0.60, 0.10, 0.09)]


def _globe(radius: float, picture: npt.NDArray[np.float32]) -> Mesh:
    """A ball that shows a picture once, as on a globe."""
    bend = np.linspace(-math.pi / 2, math.pi / 2, 29)
    line = np.column_stack([radius * np.cos(bend), radius * np.sin(bend) + radius])
    skin = printed("ball", picture, roughness=0.45)
    ball = lathe(np.maximum(line, 0.0), skin, segments=40, crease=180.0, caps=False)
    uvs = ball.uvs * np.array([1 / round(2 * math.pi * radius), 1 / (math.pi * radius)])
    return replace(ball, uvs=uvs.astype(np.float32))


def _directions(height: int, width: int) -> Points:
    """(height, width, 3) unit vectors of a globe's picture; u runs round z, v down from the top."""
    u, v = (np.arange(n) + 0.5 for n in (width, height))
    turn, bend = (2 * math.pi * u / width)[None], (math.pi / 2 - math.pi * v / height)[:, None]
    return np.stack(
        np.broadcast_arrays(np.cos(bend) * np.cos(turn), np.cos(bend) * np.sin(turn), np.sin(bend)), axis=-1
    )


def football(rng: np.random.Generator) -> Mesh:
    """A giant football: twelve dark patches on white, seams between the white ones."""
    ink = choose(rng, [(0.06, 0.06, 0.07), (0.10, 0.20, 0.50), (0.55, 0.08, 0.10)]).color
    g = (1 + 5**0.5) / 2
    corners = np.array([p for s in (-1, 1) for t in (-g, g) for p in ((0, s, t), (s, t, 0), (t, 0, s))])
    corners = corners / np.linalg.norm(corners[0])
    reach = _directions(192, 384) @ corners.T
    near = np.sort(reach, axis=-1)
    picture = np.full((192, 384, 3), 0.93)
    picture[(near[..., -1] - near[..., -2] < 0.02) & (near[..., -1] < 0.955)] = 0.45
    picture[near[..., -1] > 0.925] = ink
    return _globe(0.6, picture.astype(np.float32))


def basketball(rng: np.random.Generator) -> Mesh:
    """A giant basketball with its eight panels."""
    skin = choose(rng, [(0.80, 0.38, 0.12), (0.66, 0.28, 0.10), (0.30, 0.30, 0.62)]).color
    way = _directions(192, 384)
    x, y, z = way[..., 0], way[..., 1], way[..., 2]
    seam = (np.abs(z) < 0.02) | (np.abs(x) < 0.02)
    seam |= np.abs(np.abs(y) - 0.42 - 0.28 * x**2) < 0.022
    grain = 1 + 0.06 * rng.standard_normal((192, 384, 1))
    picture = np.where(seam[..., None], 0.06, np.array(skin) * grain)
    return place(_globe(0.55, picture.astype(np.float32)), (0, 0, 0.55), roll=25, pitch=15)


def beach_ball(rng: np.random.Generator) -> Mesh:
    """An inflated ball of six coloured segments."""
    pale = (0.95, 0.95, 0.93)
    inks = [(0.85, 0.12, 0.14), pale, (0.98, 0.78, 0.10), pale, (0.10, 0.36, 0.75), pale]
    inks = np.roll(inks, 2 * int(rng.integers(3)), axis=0).tolist()
    picture = sheet((1, 1, 1), 96, 384)
    for number, ink in enumerate(inks):
        picture[:, 64 * number : 64 * number + 64] = ink
    picture[:6] = picture[-6:] = 0.95
    return place(_globe(0.7, picture), (0, 0, 0.7), pitch=35, roll=20)


def rugby_ball(rng: np.random.Generator) -> Mesh:
    """A giant rugby ball on its kicking tee, laced, with coloured ends."""
    hide = choose(rng, [(0.90, 0.89, 0.84), (0.52, 0.25, 0.12), (0.42, 0.16, 0.10)], roughness=0.55)
    ink = choose(rng, [(0.12, 0.30, 0.55), (0.14, 0.42, 0.24), (0.65, 0.10, 0.10)], roughness=0.5)
    bend = np.linspace(-math.pi / 2, math.pi / 2, 23)
    line = np.column_stack([0.44 * np.cos(bend) ** 1.2 + 1e-3, 0.70 * np.sin(bend)])
    parts = [lathe(line, hide, segments=32, crease=180.0)]
    ends = (line[2:7], line[-7:-2])
    parts += [lathe(end * (1.012, 1.0), ink, segments=32, caps=False, crease=180.0) for end in ends]
    for turn in range(4):
        seam = np.column_stack([line[:, 0] * 1.005, np.zeros(23), line[:, 1]])
        parts.append(place(tube(seam, 0.008, DARK, sides=5, up=(0, 1, 0)), yaw=90.0 * turn + 45))
    for z in np.linspace(-0.2, 0.2, 6).tolist():
        x = 0.44 * math.cos(math.asin(z / 0.70)) ** 1.2 + 0.012
        parts.append(place(box((0.02, 0.12, 0.022), WHITE, at=(x, 0, z)), yaw=45))
    ball = place(merge(parts), (0, 0, 0.78), pitch=-16)
    tee = lathe([(0.34, 0.0), (0.32, 0.05), (0.22, 0.10), (0.26, 0.22), (0.16, 0.14)], ink, segments=24)
    return merge([ball, place(tee, (-0.17, 0, 0))])


def bowling_pins(rng: np.random.Generator) -> Mesh:
    """Six tall pins in a triangle and a ball before them."""
    stripe = choose(rng, [(0.75, 0.08, 0.10), (0.10, 0.25, 0.60)], roughness=0.3)
    line = [
        (0.10, 0.0),
        (0.125, 0.10),
        (0.17, 0.34),
        (0.13, 0.60),
        (0.075, 0.78),
        (0.095, 0.95),
        (0.02, 1.05),
    ]
    one = turned(line, WHITE, segments=16, steps=18)
    bands = [
        torus(r, 0.012, stripe, segments=16, sides=6, at=(0, 0, z)) for r, z in ((0.086, 0.73), (0.078, 0.79))
    ]
    pin = merge([one, *bands])
    parts = [
        place(pin, (-0.36 * row, 0.42 * (k - row / 2), 0), yaw=31.0 * k)
        for row in range(3)
        for k in range(row + 1)
    ]
    skin = choose(rng, [(0.10, 0.16, 0.36), (0.40, 0.08, 0.22), (0.08, 0.30, 0.28)], roughness=0.1)
    parts.append(ellipsoid((0.27, 0.27, 0.27), skin, segments=24, rings=16, at=(0.62, 0.1, 0.27)))
    parts += [
        ellipsoid((0.03, 0.03, 0.03), BLACK, segments=8, rings=6, at=(0.62 + x, 0.1 + y, 0.27 + z))
        for x, y, z in ((0.15, 0.04, 0.218), (0.15, -0.05, 0.216), (0.21, 0.0, 0.165))
    ]
    return merge(parts)


def dumbbell(rng: np.random.Generator) -> Mesh:
    """A giant dumb-bell of iron plates on a chromed, knurled bar."""
    del rng
    iron = Material((0.13, 0.13, 0.14), roughness=0.45, metallic=0.5)
    parts = [cylinder(0.05, 1.5, CHROME, segments=16, at=(0, 0, -0.75))]
    parts.append(cylinder(0.062, 0.46, STEEL, segments=16, at=(0, 0, -0.23)))
    for side in (-1, 1):
        for radius, z, thick in ((0.36, 0.30, 0.11), (0.36, 0.42, 0.11), (0.26, 0.54, 0.09)):
            half = thick / 2
            rim = [
                (radius - 0.03, -half),
                (radius, -half + 0.02),
                (radius, half - 0.02),
                (radius - 0.03, half),
            ]
            rim += [(radius - 0.06, half - 0.02), (0.12, half - 0.02), (0.10, half)]
            flipped = place(lathe(rim, iron, segments=32), scale=(1, 1, side))
            parts.append(place(flipped, (0, 0, side * z)))
        parts.append(cylinder(0.08, 0.06, CHROME, segments=6, at=(0, 0, side * 0.64 - 0.03)))
    return place(merge(parts), (0, 0, 0.36), roll=90)


def kettlebell(rng: np.random.Generator) -> Mesh:
    """A giant kettlebell with its weight on the front."""
    skin = choose(
        rng, [(0.12, 0.12, 0.13), (0.60, 0.10, 0.12), (0.12, 0.30, 0.55), (0.80, 0.60, 0.10)], roughness=0.4
    )
    body = turned([(0.22, 0.0), (0.34, 0.08), (0.42, 0.34), (0.36, 0.60), (0.16, 0.73), (0.02, 0.75)], skin)
    path = [
        (0, -0.20, 0.58),
        (0, -0.29, 0.85),
        (0, -0.20, 1.04),
        (0, 0.20, 1.04),
        (0, 0.29, 0.85),
        (0, 0.20, 0.58),
    ]
    face = sheet((0.92, 0.91, 0.88), 96, 96)
    write(face, "32", (0.5, 0.42), 0.42, (0.05, 0.05, 0.05))
    write(face, "KG", (0.5, 0.76), 0.18, (0.05, 0.05, 0.05))
    badge = printed("weight", face)
    plate = place(cylinder(0.21, 0.08, skin, segments=24), (0.35, 0, 0.36), pitch=-90)
    return merge([body, bent(path, 0.055, skin, sides=12), plate, disc(badge, 0.19, (0.433, 0, 0.36))])


def punch_bag(rng: np.random.Generator) -> Mesh:
    """A leather bag on chains under a steel stand."""
    hide = choose(rng, _LEATHER, roughness=0.45)
    bag = turned([(0.10, 0.55), (0.25, 0.60), (0.27, 0.75), (0.27, 1.6), (0.25, 1.78), (0.12, 1.82)], hide)
    parts = [bag, *(torus(0.272, 0.012, BLACK, sides=6, at=(0, 0, z)) for z in (0.72, 1.20, 1.66))]
    top = (0.0, 0.0, 2.22)
    for turn in range(4):
        angle = math.pi * (turn + 0.5) / 2
        parts.append(rod((0.22 * math.cos(angle), 0.22 * math.sin(angle), 1.76), top, 0.014, STEEL, sides=6))
    beam = [(-0.75, 0, 0.05), (-0.75, 0, 2.05), (-0.60, 0, 2.28), (-0.2, 0, 2.32), (0.1, 0, 2.32)]
    parts += [bent(beam, 0.05, DARK), rod((0, 0, 2.2), (0, 0, 2.34), 0.03, STEEL)]
    for side in (-1, 1):
        parts.append(rod((-0.75, 0, 0.06), (0.55, side * 0.75, 0.06), 0.05, DARK))
        parts.append(rod((-0.73, 0, 0.7), (-0.25, side * 0.3, 0.08), 0.03, DARK))
        parts.append(torus(0.14, 0.05, RUBBER, at=(0.5, side * 0.72, 0.06)))
    return merge(parts)


MODELS: Final = (
    model(football, "ball", "soccer_ball.n.01"),
    model(basketball, "ball", "basketball.n.02"),
    model(beach_ball, "ball", "ball.n.01"),
    model(rugby_ball, "ball", "rugby_ball.n.01"),
    model(bowling_pins, "sports gear", "bowling_pin.n.01"),
    model(dumbbell, "weight", "dumbbell.n.01"),
    model(kettlebell, "weight", "weight.n.02"),
    model(punch_bag, "sports gear", "punching_bag.n.02"),
)
