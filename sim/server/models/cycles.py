"""Bicycles and motorcycles with their riders."""

from __future__ import annotations

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import Vector, bevelled_box, box, ellipsoid, lathe, place, torus, tube

from .materials import BLACK_PLASTIC, BLACK_RUBBER, CHROME, DARK_STEEL, TAG
from .people import Look, person
from .poses import riding
from .wheels import HEADLIGHT, TAIL_LIGHT

Rgb = tuple[int, int, int]
_SEEN_FROM_ABOVE = (0.0, 1.0, 0.0)  # the reference for tubes in the plane of the frame


def _paint(color: Rgb) -> Material:
    return Material((color[0] / 255, color[1] / 255, color[2] / 255), roughness=0.3)


def _bar(path: list[Vector], radius: float, material: Material, tag: int, sides: int = 7) -> Mesh:
    return tube(
        path,
        radius,
        material,
        sides=sides,
        up=_SEEN_FROM_ABOVE if path[0][1] == path[-1][1] else (0, 0, 1),
        tag=tag,
    )


def _spoked(x: float, radius: float, thick: float, tag: int) -> list[Mesh]:
    """A wire wheel standing on the ground at x."""
    tyre = torus(radius - thick, thick, BLACK_RUBBER, segments=24, sides=6, tag=tag)
    rim = torus(radius - 2 * thick, thick * 0.45, CHROME, segments=24, sides=4, tag=tag)
    parts = [place(part, (x, 0, radius), roll=90) for part in (tyre, rim)]
    for turn in np.arange(12) * (np.pi / 6):
        end = (
            x + float(np.cos(turn)) * (radius - 2 * thick),
            0.0,
            radius + float(np.sin(turn)) * (radius - 2 * thick),
        )
        parts.append(_bar([(x, 0.0, radius), end], 0.0035, CHROME, tag, 3))
    parts.append(tube([(x, -0.05, radius), (x, 0.05, radius)], 0.022, DARK_STEEL, sides=8, tag=tag))
    return parts


def bicycle(color: Rgb, *, wheel: float = 0.345, upright: bool = False, look: Look | None = None) -> Mesh:
    """A bicycle 1.7 m long, tagged Bicycle, ridden by someone tagged Rider.

    Args:
        color: of the frame.
        wheel: radius.
        upright: a roadster with high handlebars and mudguards, else a sports bicycle.
        look: of the rider.
    """
    tag, paint = TAG["Bicycle"], _paint(color)
    rear, front = -0.52, 0.53
    crank: Vector = (-0.06, 0.0, 0.29)
    seat: Vector = (-0.24, 0.0, 0.86)
    head: Vector = (0.33, 0.0, 0.82 if not upright else 0.88)
    hold: Vector = (0.36, 0.0, 1.0) if not upright else (0.24, 0.0, 1.12)
    parts = [*_spoked(rear, wheel, 0.02, tag), *_spoked(front, wheel, 0.02, tag)]
    low_head = (head[0] + 0.04, 0.0, head[2] - 0.13)
    parts.extend(
        _bar([start, end], 0.019, paint, tag)
        for start, end in ((crank, seat), (crank, low_head), (seat, head), (low_head, hold))
    )
    for y in (-0.05, 0.05):
        parts.append(_bar([(rear, y, wheel), (crank[0], y * 0.5, crank[2])], 0.010, paint, tag))
        parts.append(_bar([(rear, y, wheel), (seat[0] + 0.02, y * 0.5, seat[2] - 0.1)], 0.009, paint, tag))
        parts.append(_bar([low_head, (front - 0.02, y, wheel + 0.02), (front, y, wheel)], 0.012, paint, tag))
    grips = [
        (hold[0] - 0.06, -0.29, hold[2]),
        (hold[0], -0.16, hold[2]),
        (hold[0], 0.16, hold[2]),
        (hold[0] - 0.06, 0.29, hold[2]),
    ]
    parts.append(tube(grips, 0.013, DARK_STEEL, sides=6, tag=tag))
    parts.append(
        ellipsoid(
            (0.13, 0.07, 0.035),
            BLACK_PLASTIC,
            segments=12,
            rings=6,
            at=(seat[0] - 0.02, 0, seat[2] + 0.05),
            tag=tag,
        )
    )
    ring = lathe([(0.09, -0.004), (0.10, 0.0), (0.09, 0.004)], DARK_STEEL, segments=16, tag=tag)
    parts.append(place(ring, (crank[0], 0.05, crank[2]), roll=90))
    for side in (-1, 1):
        pedal = (crank[0] + side * 0.10, side * 0.09, crank[2] + side * -0.12)
        parts.append(tube([(crank[0], side * 0.06, crank[2]), pedal], 0.011, DARK_STEEL, sides=5, tag=tag))
        parts.append(box((0.09, 0.08, 0.02), BLACK_PLASTIC, at=(pedal[0], side * 0.13, pedal[2]), tag=tag))
    if upright:
        turn = np.linspace(0.1, 2.2, 8)
        guard = [(rear - 0.37 * float(np.cos(a)), 0.0, wheel + 0.37 * float(np.sin(a))) for a in turn]
        parts.append(
            tube(guard, np.tile([0.03, 0.006], (8, 1)), paint, sides=6, up=_SEEN_FROM_ABOVE, tag=tag)
        )
        parts.append(
            bevelled_box(
                (0.25, 0.32, 0.2), Material((0.45, 0.33, 0.2)), bevel=0.02, at=(0.5, 0, 0.88), tag=tag
            )
        )
    who = look or Look(top=(0.75, 0.2, 0.15), wear="shorts", sleeves="short", cap=True)
    return merge([*parts, person(who, riding(seat, hold, crank, 0.10, 0.26), TAG["Rider"])])


def motorcycle(color: Rgb, *, fairing: bool = True, scooter: bool = False, look: Look | None = None) -> Mesh:
    """A motorcycle 2.1 m long, tagged Motorcycle, ridden by someone tagged Rider with a helmet."""
    tag, paint = TAG["Motorcycle"], _paint(color)
    radius, rear, front = (0.31, -0.68, 0.70) if not scooter else (0.24, -0.58, 0.62)
    parts = []
    for x, wide in ((rear, 0.085), (front, 0.06)):
        tyre = torus(radius - wide * 0.8, wide * 0.8, BLACK_RUBBER, segments=22, sides=8, tag=tag)
        disc = lathe([(radius * 0.6, -0.03), (radius * 0.6, 0.03)], DARK_STEEL, segments=14, tag=tag)
        rim = lathe([(radius * 0.62, 0.034), (radius * 0.55, 0.036)], CHROME, segments=14, tag=tag)
        parts += [place(part, (x, 0, radius), roll=90) for part in (tyre, disc, rim)]
        parts.append(place(rim, (x, 0, radius), roll=90, scale=(1, 1, -1)))
    hold: Vector = (0.36, 0.0, 1.0)
    for y in (-0.09, 0.09):
        parts.append(_bar([(front, y, radius), (0.42, y, 0.92)], 0.028, CHROME, tag))
        parts.append(_bar([(rear, y * 1.3, radius), (-0.1, y * 1.3, 0.42)], 0.03, DARK_STEEL, tag))
    parts.append(
        tube(
            [(0.28, -0.36, 1.02), (0.40, -0.15, 1.0), (0.40, 0.15, 1.0), (0.28, 0.36, 1.02)],
            0.016,
            DARK_STEEL,
            sides=6,
            tag=tag,
        )
    )
    if scooter:
        parts += _scooter_body(paint, tag)
    else:
        parts += _motor_body(paint, fairing, tag)
    parts.append(
        ellipsoid(
            (0.09, 0.10, 0.10),
            HEADLIGHT,
            segments=12,
            rings=8,
            at=(0.53 if not scooter else 0.47, 0, 0.88),
            tag=tag,
        )
    )
    parts.append(ellipsoid((0.04, 0.08, 0.04), TAIL_LIGHT, segments=8, rings=6, at=(-0.88, 0, 0.78), tag=tag))
    who = look or Look(top=(0.1, 0.1, 0.12), bottom=(0.12, 0.12, 0.14))
    seat: Vector = (-0.28, 0.0, 0.80)
    joints = riding(seat, hold, (-0.08 if not scooter else 0.16, 0.0, 0.36), 0.0, 0.33)
    x, y, z = joints["head"]
    helmet = Material((0.85, 0.85, 0.86), roughness=0.2)
    rider = TAG["Rider"]
    shell = [
        ellipsoid((0.155, 0.13, 0.15), helmet, segments=16, rings=10, at=(x - 0.01, y, z + 0.02), tag=rider),
        ellipsoid(
            (0.10, 0.115, 0.06), BLACK_PLASTIC, segments=14, rings=8, at=(x + 0.065, y, z + 0.01), tag=rider
        ),
    ]
    return merge([*parts, person(who, joints, rider), *shell])


def _motor_body(paint: Material, fairing: bool, tag: int) -> list[Mesh]:
    """Tank, seat, tail, engine, exhaust; with `fairing` a sports shell and screen."""
    parts = [
        tube(
            [(-0.10, 0, 0.80), (0.08, 0, 0.88), (0.32, 0, 0.84)],
            [(0.10, 0.08), (0.16, 0.11), (0.11, 0.08)],
            paint,
            sides=12,
            rounded=True,
            tag=tag,
        ),
        tube(
            [(-0.55, 0, 0.80), (-0.2, 0, 0.77)],
            [(0.11, 0.05), (0.13, 0.05)],
            BLACK_PLASTIC,
            sides=10,
            rounded=True,
            tag=tag,
        ),
        tube(
            [(-0.88, 0, 0.84), (-0.6, 0, 0.76)],
            [(0.05, 0.03), (0.10, 0.07)],
            paint,
            sides=10,
            rounded=True,
            tag=tag,
        ),
        bevelled_box((0.42, 0.30, 0.36), DARK_STEEL, bevel=0.05, at=(0.05, 0, 0.30), tag=tag),
        tube([(0.1, 0.17, 0.35), (-0.2, 0.2, 0.28), (-0.4, 0.2, 0.34)], 0.035, CHROME, sides=8, tag=tag),
        tube([(-0.4, 0.2, 0.34), (-0.9, 0.22, 0.50)], 0.058, CHROME, sides=10, tag=tag),
        _bar([(0.33, 0.0, 0.80), (-0.05, 0.0, 0.70), (-0.5, 0.0, 0.70)], 0.04, DARK_STEEL, tag),
        tube(
            [(0.50, 0, 0.62), (0.70, 0, 0.66), (0.92, 0, 0.55)],
            [(0.05, 0.012), (0.07, 0.015), (0.04, 0.01)],
            paint,
            sides=8,
            tag=tag,
        ),
    ]
    if fairing:
        shell = [(0.02, 0, 0.52), (0.25, 0, 0.60), (0.45, 0, 0.78), (0.62, 0, 0.86)]
        parts.append(
            tube(
                shell,
                [(0.18, 0.16), (0.21, 0.22), (0.18, 0.17), (0.09, 0.07)],
                paint,
                sides=12,
                rounded=True,
                tag=tag,
            )
        )
        parts.append(
            ellipsoid((0.14, 0.12, 0.14), BLACK_PLASTIC, segments=12, rings=8, at=(0.45, 0, 1.0), tag=tag)
        )
    return parts


def _scooter_body(paint: Material, tag: int) -> list[Mesh]:
    """Leg shield, foot board, rounded tail, seat."""
    return [
        tube(
            [(0.30, 0, 0.30), (0.40, 0, 0.60), (0.40, 0, 0.98)],
            [(0.22, 0.02), (0.24, 0.03), (0.12, 0.05)],
            paint,
            sides=12,
            up=(1, 0, 0),
            tag=tag,
        ),
        bevelled_box((0.62, 0.36, 0.07), paint, bevel=0.02, at=(0.08, 0, 0.25), tag=tag),
        ellipsoid((0.42, 0.22, 0.24), paint, segments=16, rings=10, at=(-0.48, 0, 0.52), tag=tag),
        tube(
            [(-0.72, 0, 0.78), (-0.2, 0, 0.77)],
            [(0.13, 0.06), (0.14, 0.05)],
            BLACK_PLASTIC,
            sides=10,
            rounded=True,
            tag=tag,
        ),
        ellipsoid((0.22, 0.09, 0.10), paint, segments=12, rings=8, at=(0.62, 0, 0.46), tag=tag),
    ]
