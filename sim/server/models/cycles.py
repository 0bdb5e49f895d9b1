"""Bicycles and motorcycles with their riders."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from caos.meshes import Lamps, Light, Material, Mesh, merge
from caos.shapes import Vector, bevelled_box, box, ellipsoid, lathe, place, torus, tube

from .detail import headlight, levelled
from .finish import BRAKE_LAMP, TAIL_LAMP, TAIL_ON, Rgb, blinker, headlamp
from .look import Look
from .materials import BLACK_PLASTIC, BLACK_RUBBER, CHROME, DARK_STEEL, TAG
from .people import person
from .poses import riding

_LEVELS = (14.0, 45.0)
_ACROSS = (0.0, 1.0, 0.0)  # the reference for tubes in the plane of the frame
_SADDLE = Material((0.05, 0.045, 0.04), roughness=0.6)


@dataclass(frozen=True, slots=True)
class BicycleShape:
    """A bicycle.

    Attributes:
        wheel: radius, metres.
        tyre: radius of the tyres' cross-section.
        frame: "cross", "racer" or "roadster" (high bars, mudguards, basket, low top tube).
    """

    wheel: float = 0.345
    tyre: float = 0.022
    frame: str = "cross"

    @property
    def hold(self) -> Vector:
        """Middle of the handlebars."""
        return {"cross": (0.36, 0.0, 1.0), "racer": (0.42, 0.0, 0.94), "roadster": (0.24, 0.0, 1.12)}[
            self.frame
        ]


def bar(path: list[Vector], radius: float, material: Material, tag: int, sides: int = 7) -> Mesh:
    """A straight or bent round bar."""
    flat = path[0][1] == path[-1][1]
    return tube(path, radius, material, sides=sides, up=_ACROSS if flat else (0.0, 0.0, 1.0), tag=tag)


def bicycle(shape: BicycleShape, look: Look, color: Rgb) -> Mesh:
    """A bicycle 1.7 m long, tagged Bicycle, ridden by someone tagged Rider, with lights and levels."""
    near, middle, far = (_bicycle_version(shape, look, color, fine) for fine in (2, 1, 0))
    lights = (
        headlight((0.48, 0.0, 0.85), 0.5),
        Light((-0.62, 0.0, 0.6), (-1.0, 0.0, 0.0), (1.0, 0.06, 0.04), 0.02, 2.5, 100.0, TAIL_ON),
    )
    return levelled(near, middle, far, lights, _LEVELS)


def _bicycle_version(shape: BicycleShape, look: Look, color: Rgb, fine: int) -> Mesh:
    crank: Vector = (-0.06, 0.0, 0.29)
    seat: Vector = (-0.24, 0.0, 0.88 if shape.frame == "racer" else 0.86)
    parts = [*_frame(shape, color, crank, seat, fine)]
    for x in (-0.52, 0.53):
        parts += _wire_wheel(x, shape, fine)
    if fine:
        parts += [*_drive(crank, fine), *_fittings(shape, color, seat, fine)]
    joints = riding(seat, shape.hold, crank, 0.10, 0.24)
    return merge([*parts, person(look, joints, TAG["Rider"], fine)])


def _wire_wheel(x: float, shape: BicycleShape, fine: int) -> list[Mesh]:
    """A wire wheel standing on the ground at x."""
    tag, thick = TAG["Bicycle"], shape.tyre
    middle = shape.wheel - thick
    segments, sides = ((12, 3), (16, 3), (32, 7))[fine]
    parts = [
        place(
            torus(
                middle,
                thick if fine == 2 else 1.25 * thick,
                BLACK_RUBBER,
                segments=segments,
                sides=sides,
                tag=tag,
            ),
            (x, 0, shape.wheel),
            roll=90,
        )
    ]
    if fine < 2:
        return parts
    rim = torus(middle - thick, thick * 0.5, CHROME, segments=segments, sides=4, tag=tag)
    parts.append(place(rim, (x, 0, shape.wheel), roll=90))
    for number, turn in enumerate(np.arange(22) * (np.pi / 11)):
        out = (float(np.cos(turn)) * (middle - thick), float(np.sin(turn)) * (middle - thick))
        hub = (-1) ** number * 0.028
        parts.append(
            bar([(x, hub, shape.wheel), (x + out[0], 0.0, shape.wheel + out[1])], 0.0022, CHROME, tag, 3)
        )
    parts.append(tube([(x, -0.05, shape.wheel), (x, 0.05, shape.wheel)], 0.02, DARK_STEEL, sides=7, tag=tag))
    return parts


def _frame(shape: BicycleShape, color: Rgb, crank: Vector, seat: Vector, fine: int) -> list[Mesh]:
    """Tubes, fork and handlebars."""
    tag, wheel, hold = TAG["Bicycle"], shape.wheel, shape.hold
    sides = (3, 4, 8)[fine]
    paint = Material((color[0] / 255, color[1] / 255, color[2] / 255), roughness=0.3)
    head: Vector = (0.34, 0.0, 0.86)
    low_head: Vector = (0.385, 0.0, 0.73)
    step: Vector = (-0.17, 0.0, 0.52) if shape.frame == "roadster" else (-0.22, 0.0, 0.78)
    tubes = [(crank, seat, 0.017), (crank, low_head, 0.022), (step, head, 0.017), (low_head, hold, 0.017)]
    parts = [bar([a, b], radius, paint, tag, sides) for a, b, radius in tubes]
    for y in (-0.055, 0.055) if fine else (0.0,):
        parts.append(bar([(-0.52, y, wheel), (crank[0], y * 0.6, crank[2])], 0.010, paint, tag, sides))
        parts.append(bar([(-0.52, y, wheel), (step[0], y * 0.4, step[2])], 0.008, paint, tag, sides))
        parts.append(bar([low_head, (0.50, y, wheel + 0.12), (0.53, y, wheel)], 0.012, paint, tag, sides))
    if shape.frame == "racer":
        drop = [(0.06, 0.0), (0.10, -0.03), (0.08, -0.12), (0.0, -0.13)]
        ends = [[(hold[0] + x, side * 0.21, hold[2] + z) for x, z in drop] for side in (-1, 1)]
        grips = [*ends[0][::-1], (hold[0], -0.18, hold[2]), (hold[0], 0.18, hold[2]), *ends[1]]
    else:
        grips = [
            (hold[0] - 0.08, -0.30, hold[2]),
            (hold[0], -0.14, hold[2]),
            (hold[0], 0.14, hold[2]),
            (hold[0] - 0.08, 0.30, hold[2]),
        ]
    parts.append(tube(grips, 0.012, DARK_STEEL, sides=sides, tag=tag))
    return parts


def _drive(crank: Vector, fine: int) -> list[Mesh]:
    """Chain ring, chain, cranks, pedals."""
    tag = TAG["Bicycle"]
    ring = lathe(
        [(0.085, -0.004), (0.10, 0.0), (0.085, 0.004)], DARK_STEEL, segments=(0, 8, 18)[fine], tag=tag
    )
    parts = [place(ring, (crank[0], 0.05, crank[2]), roll=90)]
    for side in (-1, 1):
        pedal = (crank[0] + side * 0.10, side * 0.09, crank[2] - side * 0.12)
        parts.append(tube([(crank[0], side * 0.06, crank[2]), pedal], 0.011, DARK_STEEL, sides=5, tag=tag))
        parts.append(box((0.09, 0.08, 0.02), BLACK_PLASTIC, at=(pedal[0], side * 0.13, pedal[2]), tag=tag))
    for z in (0.07, -0.07):
        run: list[Vector] = [(-0.52, 0.05, 0.345 + z * 0.45), (crank[0], 0.05, crank[2] + z * 1.3)]
        chain = bar(run, 0.005, DARK_STEEL, tag, 3)
        parts.append(chain)
    return parts


def _fittings(shape: BicycleShape, color: Rgb, seat: Vector, fine: int) -> list[Mesh]:
    """Saddle, lamps; mudguards, carrier and basket of a roadster."""
    tag, wheel = TAG["Bicycle"], shape.wheel
    saddle = [
        (seat[0] - 0.13, 0.0, seat[2] + 0.055),
        (seat[0] - 0.02, 0.0, seat[2] + 0.05),
        (seat[0] + 0.14, 0.0, seat[2] + 0.045),
    ]
    parts = [
        tube(
            saddle,
            [(0.075, 0.022), (0.055, 0.026), (0.018, 0.018)],
            _SADDLE,
            sides=(4, 5, 8)[fine],
            rounded=fine == 2,
            tag=tag,
        ),
        ellipsoid(
            (0.035, 0.035, 0.035),
            headlamp(),
            segments=3 + 2 * fine,
            rings=2 + 2 * fine,
            at=(0.47, 0.0, 0.86),
            tag=tag,
        ),
        ellipsoid(
            (0.02, 0.03, 0.025),
            TAIL_LAMP,
            segments=3 + 2 * fine,
            rings=2 + 2 * fine,
            at=(-0.60 if shape.frame == "roadster" else -0.30, 0.0, 0.66),
            tag=tag,
        ),
    ]
    if shape.frame != "roadster":
        return parts
    paint = Material((color[0] / 255, color[1] / 255, color[2] / 255), roughness=0.35)
    for x, start, stop in ((-0.52, -0.15, 2.3), (0.53, 0.6, 2.5)):
        turn = np.linspace(start, stop, 9)
        guard = np.column_stack(
            [x - (wheel + 0.03) * np.cos(turn), 0 * turn, wheel + (wheel + 0.03) * np.sin(turn)]
        )
        parts.append(tube(guard, np.tile([0.03, 0.006], (9, 1)), paint, sides=6, up=_ACROSS, tag=tag))
    wicker = Material((0.42, 0.30, 0.17), roughness=0.95)
    parts.append(bevelled_box((0.25, 0.32, 0.2), wicker, bevel=0.02, at=(0.52, 0.0, 0.88), tag=tag))
    parts.append(box((0.34, 0.13, 0.015), DARK_STEEL, at=(-0.52, 0.0, 0.76), tag=tag))
    return parts


def road_lamps(x: float, z: float, tag: int) -> list[Mesh]:
    """Direction lights in front and behind, tail and brake light of a motorcycle, at half lengths x."""
    parts = []
    for side in (-1, 1):
        amber = blinker(side > 0)
        for end in (-1.0, 0.72):
            parts.append(
                ellipsoid(
                    (0.035, 0.03, 0.025),
                    amber,
                    segments=6,
                    rings=4,
                    at=(end * x * 0.93, side * 0.17, z),
                    tag=tag,
                )
            )
            stem = [(end * x * 0.93, side * 0.16, z), (end * x * 0.9, side * 0.05, z)]
            parts.append(tube(stem, 0.009, DARK_STEEL, sides=4, tag=tag))
    parts.append(
        ellipsoid((0.03, 0.075, 0.022), TAIL_LAMP, segments=8, rings=5, at=(-x, 0.0, z + 0.02), tag=tag)
    )
    parts.append(
        ellipsoid(
            (0.03, 0.06, 0.018), BRAKE_LAMP, segments=8, rings=5, at=(-x + 0.002, 0.0, z - 0.02), tag=tag
        )
    )
    return parts


def road_light_cones(x: float, z: float) -> tuple[Light, ...]:
    """What a motorcycle lights: ahead, behind, and a brake light."""
    red = (1.0, 0.06, 0.04)
    return (
        headlight((0.6 * x, 0.0, 0.9), 2.8),
        Light((-x - 0.02, 0.0, z), (-0.981, 0.0, -0.196), red, 0.025, 3.5, 100.0, TAIL_ON),
        Light((-x - 0.02, 0.0, z), (-0.981, 0.0, -0.196), red, 0.08, 5.0, 100.0, Lamps.BRAKE),
    )
