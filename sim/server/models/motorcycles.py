"""Motorcycles with their riders: sports machines, cruisers, scooters."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import Vector, ellipsoid, lathe, place, torus, tube

from .cycles import bar, road_lamps, road_light_cones
from .detail import levelled
from .endparts import flat_plate
from .finish import Rgb
from .look import Look
from .materials import BLACK_PLASTIC, BLACK_RUBBER, CHROME, DARK_STEEL, TAG
from .motorbodies import MOTOR, cruiser, scooter, sports
from .people import person
from .poses import riding

_LEVELS = (14.0, 45.0)
_ACROSS = (0.0, 1.0, 0.0)


@dataclass(frozen=True, slots=True)
class MotorcycleShape:
    """A motorcycle.

    Attributes:
        kind: "sports", "cruiser" or "scooter".
        wheel: radius, metres.
        rear, front: x of the axles.
        hold: middle of the handlebars.
        seat: where the rider sits.
        pegs: where the feet are.
    """

    kind: str
    wheel: float = 0.31
    rear: float = -0.68
    front: float = 0.70
    hold: Vector = (0.36, 0.0, 0.98)
    seat: Vector = (-0.28, 0.0, 0.80)
    pegs: Vector = (-0.10, 0.0, 0.36)


SPORTS = MotorcycleShape("sports", hold=(0.36, 0.0, 0.92), seat=(-0.30, 0.0, 0.82), pegs=(-0.26, 0.0, 0.38))
CRUISER = MotorcycleShape(
    "cruiser", rear=-0.70, front=0.76, hold=(0.26, 0.0, 1.04), seat=(-0.32, 0.0, 0.70), pegs=(0.22, 0.0, 0.30)
)
SCOOTER = MotorcycleShape(
    "scooter", 0.235, -0.58, 0.62, (0.34, 0.0, 1.0), (-0.30, 0.0, 0.78), (0.16, 0.0, 0.30)
)


def motorcycle(shape: MotorcycleShape, look: Look, color: Rgb) -> Mesh:
    """A motorcycle 2.1 m long, tagged Motorcycle, ridden by someone tagged Rider, with lights and levels."""
    near, middle, far = (_version(shape, look, color, fine) for fine in (2, 1, 0))
    return levelled(near, middle, far, road_light_cones(0.92, 0.72), _LEVELS)


def _version(shape: MotorcycleShape, look: Look, color: Rgb, fine: int) -> Mesh:
    tag = TAG["Motorcycle"]
    paint = Material((color[0] / 255, color[1] / 255, color[2] / 255), roughness=0.22)
    make = {"sports": sports, "cruiser": cruiser, "scooter": scooter}[shape.kind]
    parts = [*make(paint, tag, fine)]
    for x, wide in ((shape.rear, 0.085), (shape.front, 0.062)):
        parts += _wheel(x, shape.wheel, wide, tag, fine)
    parts += _fork(shape, tag, fine)
    if fine == 2:
        parts += [*road_lamps(0.90, 0.72, tag), flat_plate((-0.935, 0.0, 0.50), -1, 3, tag, 0.22)]
    joints = riding(shape.seat, shape.hold, shape.pegs, 0.0, 0.33)
    return merge([*parts, person(look, joints, TAG["Rider"], fine)])


def _wheel(x: float, radius: float, wide: float, tag: int, fine: int) -> list[Mesh]:
    segments, sides = ((10, 4), (14, 5), (26, 8))[fine]
    thick = wide * 0.8
    parts = [
        place(
            torus(radius - thick, thick, BLACK_RUBBER, segments=segments, sides=sides, tag=tag),
            (x, 0, radius),
            roll=90,
        )
    ]
    disc = lathe(
        [(radius * 0.42, -0.05), (radius * 0.42, 0.05)], DARK_STEEL, segments=max(6, segments // 2), tag=tag
    )
    parts.append(place(disc, (x, 0, radius), roll=90))
    if fine == 2:
        rim = torus(radius * 0.66, 0.018, CHROME, segments=22, sides=5, tag=tag)
        parts.append(place(rim, (x, 0, radius), roll=90))
        for turn in np.arange(5) * (2 * np.pi / 5):
            out = (x + 0.68 * radius * float(np.cos(turn)), 0.0, radius + 0.68 * radius * float(np.sin(turn)))
            parts.append(bar([(x, 0.0, radius), out], 0.018, MOTOR, tag, 5))
    return parts


def _fork(shape: MotorcycleShape, tag: int, fine: int) -> list[Mesh]:
    """Fork, handlebars, mirrors, swing arm."""
    hold, parts = shape.hold, []
    sides = (3, 4, 7)[fine]
    for side in (-1, 1):
        y = 0.085 * side
        parts.append(
            bar(
                [(shape.front, y, shape.wheel), (hold[0] + 0.05, y, hold[2] - 0.04)],
                0.024,
                MOTOR,
                tag,
                sides,
            )
        )
        parts.append(
            bar([(shape.rear, y * 1.2, shape.wheel), (-0.08, y * 1.2, 0.42)], 0.026, DARK_STEEL, tag, sides)
        )
        if fine < 2:
            continue
        glass = (hold[0] + 0.02, side * 0.33, hold[2] + 0.17)
        parts.append(bar([(hold[0], side * 0.25, hold[2]), glass], 0.008, DARK_STEEL, tag, 4))
        parts.append(ellipsoid((0.02, 0.065, 0.04), BLACK_PLASTIC, segments=8, rings=5, at=glass, tag=tag))
    grips = [
        (hold[0] - 0.07, -0.36, hold[2]),
        (hold[0], -0.15, hold[2]),
        (hold[0], 0.15, hold[2]),
        (hold[0] - 0.07, 0.36, hold[2]),
    ]
    return [*parts, tube(grips, 0.016, DARK_STEEL, sides=sides, tag=tag)]
