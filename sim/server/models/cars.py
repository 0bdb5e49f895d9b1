"""Passenger cars: a lofted body, a glass cabin, wheels and trimmings, from a dozen measures each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from caos.meshes import Material, Mesh, merge
from caos.shapes import bevelled_box, box, loft, tube

from .hull import Hull
from .materials import BLACK_PLASTIC, CHROME, GLASS, TAG
from .wheels import HEADLIGHT, TAIL_LIGHT, lamp, plate, wheels

Array = npt.NDArray[np.float64]
_TAG = TAG["Car"]
_CORNERS = (0, 5, 9, 14)  # of a cabin ring: front left, front right, rear right, rear left


@dataclass(frozen=True, slots=True)
class CarShape:
    """A car in side view; parts are of the length, measured from the rear bumper.

    Attributes:
        length, width, height: metres.
        nose, hood, belt, trunk: heights of the upper edge at the grille, windscreen foot, rear door and tail.
        screen, roof_front, roof_rear, tail: parts of the length: windscreen foot, roof's ends, foot of the
            rear window.
        wheel: radius of the tyres.
        front_axle, rear_axle: parts of the length.
        clearance: height of the sills.
        roof_width: part of the width.
        square: see `Hull`.
    """

    length: float
    width: float
    height: float
    nose: float = 0.68
    hood: float = 0.93
    belt: float = 0.95
    trunk: float = 0.98
    screen: float = 0.71
    roof_front: float = 0.54
    roof_rear: float = 0.24
    tail: float = 0.10
    wheel: float = 0.33
    front_axle: float = 0.815
    rear_axle: float = 0.20
    clearance: float = 0.19
    roof_width: float = 0.70
    square: float = 0.0

    def at(self, part: float) -> float:
        """The x of a part of the length."""
        return (part - 0.5) * self.length

    def hull(self) -> Hull:
        """The body below the windows."""
        top = [
            (self.at(0.0), self.trunk - 0.16),
            (self.at(0.02), self.trunk - 0.05),
            (self.at(0.06), self.trunk),
            (self.at(self.tail + 0.08), (self.trunk + self.belt) / 2 + 0.01),
            (self.at(0.42), self.belt),
            (self.at(self.screen), self.hood),
            (self.at(0.9), (2 * self.nose + self.hood) / 3 + 0.03),
            (self.at(0.965), self.nose + 0.02),
            (self.at(1.0), self.nose - 0.12),
        ]
        axles = (self.at(self.rear_axle), self.at(self.front_axle))
        return Hull(
            self.length,
            self.width,
            top,
            self.clearance,
            axles,
            self.wheel + 0.055,
            self.wheel,
            square=self.square,
        )


def car(shape: CarShape, color: tuple[int, int, int]) -> Mesh:
    """A car of the given shape and body colour (0..255), every face tagged Car."""
    paint = Material((color[0] / 255, color[1] / 255, color[2] / 255), roughness=0.25)
    hull = shape.hull()
    axles = (shape.at(shape.rear_axle), shape.at(shape.front_axle))
    return merge(
        [
            hull.mesh(paint, _TAG),
            hull.underbody(BLACK_PLASTIC, _TAG),
            *_cabin(shape, hull, paint),
            *_trimmings(shape, hull, paint),
            *_lights(shape, hull),
            *wheels(axles, shape.width - 0.26, shape.wheel, 0.215, _TAG),
        ]
    )


def _outline(rear: float, front: float, half: float, bow: tuple[float, float]) -> Array:
    """(18, 2) x, y of a cabin at one height, anticlockwise from the left front; screens bow outwards."""
    across = np.linspace(-1, 1, 6)
    ahead = np.column_stack([front - bow[1] * across**2, across * half])
    back = np.column_stack([rear + bow[0] * across**2, -across * half])
    along = np.linspace(0, 1, 5)[1:-1, None]
    right = ahead[-1] + (back[0] - ahead[-1]) * along + [0, 0.012]
    left = back[-1] + (ahead[0] - back[-1]) * along - [0, 0.012]
    return np.concatenate([ahead, right, back, left])


def _cabin(shape: CarShape, hull: Hull, paint: Material) -> list[Mesh]:
    """Glass all round, a painted roof, and pillars at the corners and behind the front doors."""
    foot = _outline(shape.at(shape.tail), shape.at(shape.screen), shape.width * 0.455, (0.10, 0.20))
    head = _outline(
        shape.at(shape.roof_rear),
        shape.at(shape.roof_front),
        shape.width * shape.roof_width / 2,
        (0.06, 0.10),
    )
    edge = shape.height - 0.075
    rings = []
    for part in (0.0, 0.5, 1.0):
        flat = foot * (1 - part) + head * part
        flat = flat * (1, 1 + 0.05 * part * (1 - part) * 4 * 0.6)
        low = hull.top_at(foot[:, 0]) - 0.03
        rings.append(np.column_stack([flat, low * (1 - part) + edge * part]))
    middle = head.mean(axis=0)
    roof = [rings[-1]]
    roof.extend(
        np.column_stack([middle + (head - middle) * part, np.full(len(head), edge + rise)])
        for part, rise in ((0.97, 0.025), (0.85, 0.05), (0.45, 0.073))
    )
    parts = [
        loft(rings, GLASS, caps=False, crease=50.0, tag=_TAG),
        loft(roof, paint, crease=60.0, tag=_TAG),
    ]
    for corner in _CORNERS:
        thick = 0.032 if corner in _CORNERS[:2] else 0.05
        parts.append(tube([ring[corner] for ring in rings], thick, paint, sides=6, tag=_TAG))
    for side in (7, 16):  # in the middle of each side
        post = np.array([ring[side] for ring in rings]) * (1, 1.0, 1)
        parts.append(tube(post, 0.028, BLACK_PLASTIC, sides=5, tag=_TAG))
    for start, stop in ((5, 9), (14, 18)):  # the roof's edge over the doors
        rail = rings[-1][np.arange(start, stop + 1) % 18]
        parts.append(tube(rail, 0.022, paint, sides=5, tag=_TAG))
    return parts


def _trimmings(shape: CarShape, hull: Hull, paint: Material) -> list[Mesh]:
    """Door gaps, handles, sills, mirrors, bumpers, grille, plates."""
    doors = (shape.at(shape.rear_axle) + shape.wheel + 0.18, shape.at(0.45), shape.at(shape.screen) - 0.02)
    parts: list[Mesh] = []
    for side in (-1, 1):
        parts.extend(
            hull.patch((x, x + 0.012), (shape.clearance + 0.1, shape.belt - 0.06), side, BLACK_PLASTIC, _TAG)
            for x in doors
        )
        for x in (doors[1] - 0.24, doors[2] - 0.95 if shape.length < 4.0 else doors[1] + 0.16):
            z = shape.belt - 0.16
            y = side * (float(hull.side_at(x, z)) + 0.012)
            parts.append(box((0.19, 0.03, 0.03), paint, at=(x, y, z), tag=_TAG))
        sill = (
            shape.at(shape.rear_axle) + shape.wheel + 0.07,
            shape.at(shape.front_axle) - shape.wheel - 0.07,
        )
        parts.append(hull.patch(sill, (shape.clearance, shape.clearance + 0.07), side, BLACK_PLASTIC, _TAG))
        x, z = shape.at(shape.screen) - 0.22, shape.belt + 0.02
        parts.append(
            bevelled_box(
                (0.10, 0.20, 0.13), paint, bevel=0.03, at=(x, side * (shape.width / 2 + 0.05), z), tag=_TAG
            )
        )
    front, rear = shape.length / 2, -shape.length / 2
    parts += [
        bevelled_box(
            (0.16, shape.width * 0.62, 0.13),
            BLACK_PLASTIC,
            bevel=0.03,
            at=(front - 0.075, 0, shape.clearance + 0.12),
            tag=_TAG,
        ),
        bevelled_box(
            (0.12, shape.width * 0.46, 0.11),
            BLACK_PLASTIC,
            bevel=0.03,
            at=(front - 0.09, 0, shape.nose - 0.18),
            tag=_TAG,
        ),
        box((0.05, 0.12, 0.05), CHROME, at=(front - 0.035, 0, shape.nose - 0.15), tag=_TAG),
        bevelled_box(
            (0.14, shape.width * 0.66, 0.16),
            BLACK_PLASTIC,
            bevel=0.03,
            at=(rear + 0.065, 0, shape.clearance + 0.10),
            tag=_TAG,
        ),
        plate((front + 0.005, 0, shape.clearance + 0.16), 1.0, _TAG),
        plate((rear - 0.005, 0, shape.trunk - 0.42), -1.0, _TAG),
    ]
    return parts


def _lights(shape: CarShape, hull: Hull) -> list[Mesh]:
    """Head lamps and tail lamps at the corners."""
    parts = []
    for side in (-1, 1):
        x = shape.length / 2 - 0.17
        y = float(hull.half_width_at(x)) - 0.20
        parts.append(lamp((x, side * y, shape.nose - 0.07), (0.30, 0.42, 0.15), HEADLIGHT, _TAG))
        x = -shape.length / 2 + 0.10
        y = float(hull.half_width_at(x)) - 0.15
        parts.append(lamp((x, side * y, shape.trunk - 0.19), (0.24, 0.40, 0.16), TAIL_LIGHT, _TAG))
    return parts
