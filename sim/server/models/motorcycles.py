"""Motorcycles with their riders: sports machines, cruisers, scooters."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import Vector, bevelled_box, box, ellipsoid, lathe, place, torus, tube

from .cycles import bar, road_lamps, road_light_cones
from .detail import levelled
from .finish import SEAL, Rgb, headlamp
from .lorries import flat_plate
from .materials import BLACK_PLASTIC, BLACK_RUBBER, CHROME, DARK_STEEL, TAG
from .people import Look, person
from .poses import riding

_LEVELS = (14.0, 45.0)
_ACROSS = (0.0, 1.0, 0.0)
_MOTOR = Material((0.24, 0.24, 0.25), roughness=0.45, metallic=0.6)
_SEAT = Material((0.035, 0.035, 0.037), roughness=0.65)
_FINS = Material((0.34, 0.34, 0.35), roughness=0.4, metallic=0.7)
Stations = list[tuple[float, float, float, float]]  # x, z, half width, half height


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
    make = {"sports": _sports, "cruiser": _cruiser, "scooter": _scooter}[shape.kind]
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
            parts.append(bar([(x, 0.0, radius), out], 0.018, _MOTOR, tag, 5))
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
                _MOTOR,
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


def _shell(stations: Stations, material: Material, tag: int, fine: int) -> Mesh:
    """A smooth lengthwise body."""
    path = [(x, 0.0, z) for x, z, _, _ in stations]
    size = [(wide, high) for _, _, wide, high in stations]
    return tube(path, size, material, sides=(5, 7, 16)[fine], rounded=fine == 2, up=(0.0, 0.0, 1.0), tag=tag)


def _guard(
    x: float, radius: float, start: float, stop: float, wide: float, paint: Material, tag: int, fine: int
) -> Mesh:
    count = (4, 5, 7)[fine]
    turn = np.linspace(start, stop, count)
    path = np.column_stack([x - radius * np.cos(turn), 0 * turn, 0.31 + radius * np.sin(turn)])
    return tube(path, np.tile([wide, 0.010], (count, 1)), paint, sides=(4, 4, 8)[fine], up=_ACROSS, tag=tag)


def _engine(tag: int, fine: int) -> list[Mesh]:
    parts = [bevelled_box((0.46, 0.26, 0.30), _MOTOR, bevel=0.05, at=(0.04, 0.0, 0.27), tag=tag)]
    if fine == 2:
        parts += [box((0.20, 0.29, 0.012), _FINS, at=(0.08, 0.0, 0.42 + 0.03 * k), tag=tag) for k in range(6)]
        cover = lathe([(0.10, -0.165), (0.10, 0.165)], _FINS, segments=14, tag=tag)
        parts.append(place(cover, (-0.02, 0.0, 0.36), roll=90))
    return parts


def _sports(paint: Material, tag: int, fine: int) -> list[Mesh]:
    """Fairing with screen, tank, raised tail, an upswept silencer."""
    parts = [
        _shell(
            [
                (-0.06, 0.80, 0.09, 0.07),
                (0.08, 0.90, 0.15, 0.11),
                (0.28, 0.90, 0.13, 0.10),
                (0.36, 0.86, 0.08, 0.06),
            ],
            paint,
            tag,
            fine,
        ),
        _shell(
            [(-0.88, 0.93, 0.03, 0.02), (-0.66, 0.90, 0.09, 0.05), (-0.44, 0.82, 0.11, 0.07)],
            paint,
            tag,
            fine,
        ),
        _shell(
            [(-0.52, 0.86, 0.10, 0.04), (-0.30, 0.80, 0.12, 0.05), (-0.08, 0.80, 0.09, 0.05)],
            _SEAT,
            tag,
            fine,
        ),
        _shell(
            [
                (0.02, 0.50, 0.17, 0.19),
                (0.25, 0.58, 0.20, 0.24),
                (0.46, 0.74, 0.19, 0.20),
                (0.66, 0.84, 0.10, 0.09),
            ],
            paint,
            tag,
            fine,
        ),
    ]
    parts += _engine(tag, fine)
    if fine:
        parts.append(
            _shell(
                [(0.34, 1.04, 0.10, 0.03), (0.48, 1.00, 0.12, 0.07), (0.60, 0.92, 0.07, 0.03)], SEAL, tag, 1
            )
        )
        parts += [
            ellipsoid(
                (0.05, 0.055, 0.032),
                headlamp(),
                segments=(6, 6, 10)[fine],
                rings=(4, 4, 6)[fine],
                at=(0.675, side * 0.07, 0.83),
                tag=tag,
            )
            for side in (-1, 1)
        ]
        parts.append(_guard(0.70, 0.335, 1.0, 2.2, 0.065, paint, tag, fine))
        parts.append(
            tube(
                [(-0.05, 0.15, 0.36), (-0.35, 0.18, 0.42), (-0.80, 0.19, 0.58)],
                [0.03, 0.05, 0.055],
                CHROME,
                sides=(4, 5, 10)[fine],
                up=_ACROSS,
                tag=tag,
            )
        )
    return parts


def _cruiser(paint: Material, tag: int, fine: int) -> list[Mesh]:
    """A drop-shaped tank, a low broad seat, wide mudguards, long pipes, a round lamp."""
    parts = [
        _shell(
            [
                (-0.14, 0.74, 0.07, 0.06),
                (0.05, 0.84, 0.14, 0.11),
                (0.26, 0.88, 0.12, 0.09),
                (0.36, 0.88, 0.06, 0.05),
            ],
            paint,
            tag,
            fine,
        ),
        _shell(
            [(-0.66, 0.72, 0.11, 0.04), (-0.46, 0.68, 0.15, 0.05), (-0.18, 0.69, 0.13, 0.06)],
            _SEAT,
            tag,
            fine,
        ),
        _guard(-0.70, 0.36, -0.1, 2.1, 0.09, paint, tag, fine),
    ]
    parts += _engine(tag, fine)
    if fine:
        parts.append(_guard(0.76, 0.35, 0.8, 2.4, 0.075, paint, tag, fine))
        parts += [
            tube(
                [(0.06, 0.16, z), (-0.2, 0.19, z - 0.05), (-0.86, 0.20, z - 0.04)],
                [0.025, 0.04, 0.045],
                CHROME,
                sides=(4, 5, 9)[fine],
                up=_ACROSS,
                tag=tag,
            )
            for z in (0.38, 0.28)
        ]
        shell = ellipsoid(
            (0.09, 0.095, 0.095),
            CHROME,
            segments=(6, 7, 12)[fine],
            rings=(4, 5, 8)[fine],
            at=(0.50, 0.0, 0.92),
            tag=tag,
        )
        lens = ellipsoid(
            (0.03, 0.08, 0.08),
            headlamp(),
            segments=(6, 7, 12)[fine],
            rings=(4, 4, 6)[fine],
            at=(0.57, 0.0, 0.92),
            tag=tag,
        )
        parts += [shell, lens]
    return parts


def _scooter(paint: Material, tag: int, fine: int) -> list[Mesh]:
    """Leg shield, foot board, rounded tail, seat, a lamp in the handlebars' cover."""
    shield = [(0.30, 0.0, 0.28), (0.41, 0.0, 0.55), (0.42, 0.0, 0.90)]
    parts = [
        tube(
            shield,
            [(0.20, 0.02), (0.23, 0.03), (0.13, 0.05)],
            paint,
            sides=(6, 8, 14)[fine],
            up=(1.0, 0.0, 0.0),
            tag=tag,
        ),
        bevelled_box((0.62, 0.34, 0.07), paint, bevel=0.02, at=(0.08, 0.0, 0.24), tag=tag),
        _shell(
            [
                (-0.84, 0.52, 0.08, 0.10),
                (-0.66, 0.52, 0.19, 0.19),
                (-0.40, 0.50, 0.21, 0.22),
                (-0.20, 0.44, 0.12, 0.18),
            ],
            paint,
            tag,
            fine,
        ),
        _shell(
            [(-0.70, 0.77, 0.11, 0.05), (-0.45, 0.75, 0.14, 0.06), (-0.14, 0.76, 0.11, 0.05)],
            _SEAT,
            tag,
            fine,
        ),
    ]
    if fine:
        parts.append(
            ellipsoid(
                (0.22, 0.085, 0.09),
                paint,
                segments=(6, 7, 12)[fine],
                rings=(4, 5, 8)[fine],
                at=(0.62, 0.0, 0.45),
                tag=tag,
            )
        )
        parts.append(
            ellipsoid(
                (0.10, 0.12, 0.09),
                paint,
                segments=(6, 7, 12)[fine],
                rings=(4, 5, 8)[fine],
                at=(0.42, 0.0, 0.98),
                tag=tag,
            )
        )
        parts.append(
            ellipsoid(
                (0.03, 0.07, 0.07),
                headlamp(),
                segments=(6, 7, 12)[fine],
                rings=(4, 4, 6)[fine],
                at=(0.51, 0.0, 0.98),
                tag=tag,
            )
        )
    return parts
