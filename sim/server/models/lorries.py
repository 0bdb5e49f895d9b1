"""Lorries: a tilted cab, a chassis, a closed body; and fire engines."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import bevelled_box, box, place, quads, tube

from .body import Body
from .detail import levelled, road_lights
from .endparts import flat_plate, lamp_front
from .finish import (
    BLUE_LAMP,
    BRAKE_LAMP,
    GAP,
    GRILLE,
    SILVER,
    TAIL_LAMP,
    TRIM,
    WELL,
    Rgb,
    blinker,
    glass,
    paint,
)
from .glazing import screen, side_panes
from .liveries import sticker
from .materials import STEEL, TAG, WHITE_PAINT
from .sheets import band, bars, gap, panel
from .skin import Skin, both
from .wheels import wheels

_DARK = Material((0.09, 0.09, 0.095), roughness=0.8)
_SHUTTER = Material((0.60, 0.61, 0.62), roughness=0.4, metallic=0.4)


@dataclass(frozen=True, slots=True)
class LorryShape:
    """A lorry, metres.

    Attributes:
        length, width, height: over everything but mirrors.
        cab: length of the cab.
        roof: height of the cab.
        wheel: radius of the tyres.
        livery: name of the stickers on its sides, or "".
        fire: with lockers, ladder and blue lights.
    """

    length: float
    width: float
    height: float
    cab: float = 1.95
    roof: float = 2.55
    wheel: float = 0.46
    livery: str = ""
    fire: bool = False

    @property
    def cab_rear(self) -> float:
        """X of the rear wall of the cab."""
        return self.length / 2 - self.cab

    def body(self) -> Body:
        """The cab, about its own middle."""
        rear, front, roof = -self.cab / 2, self.cab / 2, self.roof
        top = [
            (rear, roof - 0.20), (rear + 0.02, roof - 0.06), (rear + 0.12, roof - 0.01), (front - 0.62, roof),
            (front - 0.40, roof - 0.06), (front - 0.30, roof - 0.20), (front - 0.08, 1.34), (front - 0.045,
            1.20),
            (front - 0.02, 1.04), (front, 0.86),
        ]  # fmt: skip
        belt = [(rear, 1.30), (front - 0.30, 1.26), (front - 0.06, 1.10), (front, 0.80)]
        return Body(
            self.cab, 0.97 * self.width, top, belt, 0.44, (front - 0.92,), self.wheel, self.wheel + 0.10,
            plan=0.93, bow=0.10, tumble=0.07, edge=0.14, crown=0.04, tuck=-0.06,
        )  # fmt: skip


def lorry(shape: LorryShape, color: Rgb) -> Mesh:
    """A two-axle lorry of the given cab colour (0..255), every face tagged Truck, with lights and levels."""
    near, middle, far = (_version(shape, color, fine) for fine in (2, 1, 0))
    whole = Body(shape.length, shape.width, (), (), 0.4, (), 0.5, 0.5)
    return levelled(near, middle, far, road_lights(whole, 0.85, 0.75))


def _version(shape: LorryShape, color: Rgb, fine: int) -> Mesh:
    skin = Skin.of(shape.body(), paint(color), TAG["Truck"], fine)
    cab = place(merge(_cab(shape, skin)), ((shape.length - shape.cab) / 2, 0.0, 0.0))
    axles = (-shape.length / 2 + 0.19 * shape.length, shape.length / 2 - 0.92)
    parts = [cab, *_chassis(shape, skin.tag, fine), *_load(shape, color, skin.tag, fine)]
    parts += wheels(axles, shape.width - 0.34, shape.wheel, 0.30, skin.tag, "steel", fine)
    return merge(parts)


def _cab(shape: LorryShape, skin: Skin) -> list[Mesh]:
    half, front = skin.body.width / 2, shape.cab / 2
    pane = glass(driven=True)
    parts = [
        skin.mesh,
        *screen(skin, (front - 0.07, front - 0.36), "front", pane, part=(0.08, 0.95), margin=0.07),
    ]
    split = (-0.1,) if shape.fire else ()
    ends = (-shape.cab / 2 + (0.2 if shape.fire else 0.62), 99.0)
    parts += side_panes(
        skin, (-shape.cab / 2, front - 0.07), split, pane, ends=ends, inset=0.30, sill=0.05, post=0.16
    )
    parts.append(band(skin, (0.60 * half, 0.64 * half), (0.72, 1.06), 1, GRILLE))
    parts.append(band(skin, (0.88 * half, 0.90 * half), (0.40, 0.62), 1, TRIM))
    parts += lamp_front("round", skin, 1.08 * half, 0.94)
    parts.append(box((shape.cab - 0.2, 0.8 * shape.width, 0.5), WELL, at=(-0.05, 0.0, 0.5), tag=skin.tag))
    if skin.fine == 0:
        return parts
    mirror = bevelled_box(
        (0.10, 0.16, 0.38), TRIM, bevel=0.03, at=(front - 0.28, half + 0.14, 1.50), tag=skin.tag
    )
    arm = box((0.04, 0.22, 0.03), TRIM, at=(front - 0.30, half + 0.03, 1.84), tag=skin.tag)
    parts += [*both(mirror), *both(arm)]
    if skin.fine == 2:
        parts += bars(skin, 0.58 * half, (0.72, 1.06), 5)
        door = (-shape.cab / 2 + 0.52 if not shape.fire else 0.0, front - 0.42)
        for x in door:
            parts += both(gap(skin, 1, (x, 0.95 if x < front - 0.5 else 1.02), (x, shape.roof - 0.26)))
        parts += both(panel(skin, (door[0], door[0] + 0.16), (1.10, 1.14), TRIM, lift=0.02))
    return parts


def _chassis(shape: LorryShape, tag: int, fine: int) -> list[Mesh]:
    """Frame, side guards, lamps and plates."""
    rear, half = -shape.length / 2, shape.width / 2
    parts = [box((shape.length - 0.5, 0.36 * shape.width, 0.32), _DARK, at=(-0.1, 0.0, 0.55), tag=tag)]
    if fine == 0:
        return parts
    start, stop = rear + 0.19 * shape.length + shape.wheel + 0.15, shape.cab_rear + 0.05
    if stop - start > 0.5:
        for z in (0.45, 0.68):
            rail = box((stop - start, 0.04, 0.12), STEEL, at=((start + stop) / 2, half - 0.08, z), tag=tag)
            parts += both(rail)
    parts.append(box((0.06, 0.92 * shape.width, 0.12), _DARK, at=(rear + 0.05, 0.0, 0.45), tag=tag))
    for x, y, material in ((0.0, 0.10, TAIL_LAMP), (0.0, 0.24, BRAKE_LAMP)):
        parts += both(box((0.05, 0.13, 0.12), material, at=(rear + 0.01 + x, half - y, 0.66), tag=tag))
    for side in (-1, 1):
        amber = blinker(side > 0)
        parts.append(box((0.05, 0.12, 0.12), amber, at=(rear + 0.01, side * (half - 0.38), 0.66), tag=tag))
    flap = box(
        (0.02, 0.34, 0.36),
        _DARK,
        at=(rear + 0.19 * shape.length - shape.wheel - 0.08, half - 0.20, 0.22),
        tag=tag,
    )
    parts += [*both(flap), flat_plate((rear - 0.02, 0.0, 0.62), -1, round(100 * shape.length), tag)]
    return [*parts, flat_plate((shape.length / 2 + 0.015, 0.0, 0.46), 1, round(100 * shape.length), tag)]


def _load(shape: LorryShape, color: Rgb, tag: int, fine: int) -> list[Mesh]:
    """The closed body behind the cab."""
    rear, stop, half = -shape.length / 2, shape.cab_rear - 0.10, shape.width / 2
    low, length = 0.92, shape.cab_rear - 0.10 + shape.length / 2
    material = paint(color) if shape.fire else WHITE_PAINT
    if shape.livery == "cola":
        material = Material((0.73, 0.09, 0.10), roughness=0.4)
    middle = (rear + stop) / 2
    parts = [
        bevelled_box(
            (length, shape.width, shape.height - low), material, bevel=0.03, at=(middle, 0.0, low), tag=tag
        )
    ]
    if shape.fire:
        return parts + _fire_gear(shape, middle, length, tag, fine)
    if shape.livery:
        parts += _posters(shape, (rear + 0.06, stop - 0.06), (low + 0.10, shape.height - 0.10), tag)
    if fine == 2:
        parts += both(box((length, 0.02, 0.07), STEEL, at=(middle, half, low), tag=tag))
        parts += both(box((length, 0.02, 0.05), STEEL, at=(middle, half, shape.height - 0.06), tag=tag))
        bar = box((0.03, 0.03, shape.height - low - 0.2), STEEL, at=(rear - 0.005, 0.16, low + 0.1), tag=tag)
        parts += [
            *both(bar),
            box((0.012, 0.012, shape.height - low - 0.1), GAP, at=(rear - 0.003, 0.0, low + 0.05), tag=tag),
        ]
        parts += both(box((0.02, 0.07, 0.5), SILVER, at=(rear - 0.005, half - 0.05, low + 0.3), tag=tag))
    return parts


def _posters(shape: LorryShape, x: tuple[float, float], z: tuple[float, float], tag: int) -> list[Mesh]:
    parts = []
    for side in (1.0, -1.0):
        y = side * (shape.width / 2 + 0.006)
        a, b = (x[0], x[1]) if side > 0 else (x[1], x[0])  # what is on the left for who looks at it
        corners = [(a, y, z[0]), (b, y, z[0]), (b, y, z[1]), (a, y, z[1])]
        uvs = [[(0.0, 1.0), (1.0, 1.0), (1.0, 0.0), (0.0, 0.0)]]
        parts.append(quads([corners], sticker(shape.livery), tag=tag, uvs=uvs))
    return parts


def _fire_gear(shape: LorryShape, middle: float, length: float, tag: int, fine: int) -> list[Mesh]:
    """Roller shutters, stripes, ladder, blue lights."""
    half, top = shape.width / 2, shape.height
    cab = shape.length / 2 - shape.cab
    parts = [
        bevelled_box(
            (0.3, 0.8 * shape.width, 0.17),
            BLUE_LAMP,
            bevel=0.04,
            at=(cab + 1.15, 0.0, shape.roof - 0.02),
            tag=tag,
        )
    ]
    bay = length / 3
    for number in range(3):
        x = middle - length / 2 + bay * (number + 0.5)
        low = 1.62 if number == 0 else 1.02
        parts += both(box((bay - 0.16, 0.02, top - 0.30 - low), _SHUTTER, at=(x, half + 0.002, low), tag=tag))
        if fine == 2:
            slats = np.arange(low + 0.12, top - 0.35, 0.16)
            parts += [
                m
                for z in slats
                for m in both(box((bay - 0.18, 0.006, 0.012), GAP, at=(x, half + 0.012, float(z)), tag=tag))
            ]
    stripe = Material((0.86, 0.80, 0.12), roughness=0.4)
    parts += both(box((length - 0.04, 0.012, 0.14), stripe, at=(middle, half + 0.014, 1.24), tag=tag))
    rail = tube(
        [(middle - length / 2 - 0.1, 0.28, top + 0.10), (cab + 0.9, 0.28, top + 0.10)],
        0.035,
        STEEL,
        sides=5,
        tag=tag,
    )
    parts += both(rail)
    if fine == 2:
        steps = np.arange(middle - length / 2, cab + 0.8, 0.36)
        parts += [
            tube([(float(x), -0.28, top + 0.1), (float(x), 0.28, top + 0.1)], 0.02, STEEL, sides=4, tag=tag)
            for x in steps
        ]
    return parts
