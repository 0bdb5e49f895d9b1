"""Vans, lorries, buses."""

from __future__ import annotations

import itertools

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import bevelled_box, box, extrude, quads, tube

from .hull import Hull
from .materials import BLACK_PLASTIC, DARK_STEEL, GLASS, STEEL, TAG, WHITE_PAINT
from .wheels import HEADLIGHT, INDICATOR, TAIL_LIGHT, lamp, plate, wheels

Rgb = tuple[int, int, int]


def _paint(color: Rgb) -> Material:
    return Material((color[0] / 255, color[1] / 255, color[2] / 255), roughness=0.3)


def _screen(hull: Hull, rear: float, front: float, part: float, tag: int) -> Mesh:
    """Glass lying on the sloping upper edge of a hull between two x, over `part` of its width."""
    x = np.linspace(rear, front, 4)
    half = hull.half_width_at(x) * part
    z = hull.top_at(x) + 0.035
    bands = [
        [
            (x[k + 1], -half[k + 1], z[k + 1]),
            (x[k + 1], half[k + 1], z[k + 1]),
            (x[k], half[k], z[k]),
            (x[k], -half[k], z[k]),
        ]
        for k in range(3)
    ]
    return quads(bands, GLASS, tag=tag)


def _mirrors(x: float, width: float, z: float, tag: int) -> list[Mesh]:
    return [
        bevelled_box(
            (0.10, 0.16, 0.30), BLACK_PLASTIC, bevel=0.03, at=(x, side * (width / 2 + 0.10), z), tag=tag
        )
        for side in (-1, 1)
    ]


def van(
    color: Rgb, *, length: float, width: float, height: float, windows: bool, tag: int | None = None
) -> Mesh:
    """A panel van or minibus with a short sloping bonnet."""
    tag = TAG["Car"] if tag is None else tag
    front, rear = length / 2, -length / 2
    top = [
        (rear, height - 0.06),
        (rear + 0.1, height - 0.02),
        (front - 1.75, height - 0.02),
        (front - 1.5, height - 0.06),
        (front - 0.72, 1.22),
        (front - 0.12, 0.95),
        (front, 0.78),
    ]
    axles, radius = (rear + length * 0.2, front - 0.95), 0.36
    hull = Hull(length, width, top, 0.24, axles, radius + 0.06, radius, waist=0.90, square=0.6)
    parts = [
        hull.mesh(_paint(color), tag),
        hull.underbody(BLACK_PLASTIC, tag),
        _screen(hull, front - 1.42, front - 0.80, 0.76, tag),
        *wheels(axles, width - 0.28, radius, 0.23, tag, 7),
        *_mirrors(front - 1.1, width, 1.3, tag),
        bevelled_box((0.2, width * 0.8, 0.22), BLACK_PLASTIC, bevel=0.04, at=(front - 0.09, 0, 0.3), tag=tag),
        bevelled_box((0.16, width * 0.9, 0.16), BLACK_PLASTIC, bevel=0.04, at=(rear, 0, 0.34), tag=tag),
        bevelled_box(
            (0.1, width * 0.42, 0.16), BLACK_PLASTIC, bevel=0.03, at=(front - 0.05, 0, 0.60), tag=tag
        ),
        plate((front + 0.015, 0, 0.40), 1.0, tag),
        plate((rear - 0.015, 0, 0.85), -1.0, tag),
        box((0.03, width * 0.72, 0.55), GLASS, at=(rear - 0.005, 0, height * 0.6), tag=tag),
        box((0.035, 0.03, height * 0.62), BLACK_PLASTIC, at=(rear - 0.005, 0, 0.5), tag=tag),
    ]
    belt, sky = 0.56 * height, 0.84 * height
    panes = [(front - 2.1, front - 1.42)]
    if windows:
        panes += [(front - 3.1, front - 2.2), (rear + 0.25, front - 3.2)]
    for side in (-1, 1):
        parts.extend(hull.patch((low, high), (belt, sky), side, GLASS, tag) for low, high in panes)
        parts.append(
            hull.patch((front - 1.37, front - 1.15), (belt, belt + 0.3), side, GLASS, tag, lean=-0.1)
        )
        parts.extend(
            hull.patch((x, x + 0.012), (0.4, 0.9 * belt), side, BLACK_PLASTIC, tag)
            for x in (front - 1.1, front - 2.15, front - 3.35)
        )
        parts.append(hull.patch((rear + 0.9, front - 1.3), (0.62, 0.70), side, BLACK_PLASTIC, tag))
        parts.append(lamp((front - 0.14, side * (width / 2 - 0.27), 0.80), (0.3, 0.36, 0.24), HEADLIGHT, tag))
        parts.append(
            box((0.06, 0.14, 0.5), TAIL_LIGHT, at=(rear + 0.03, side * (width / 2 - 0.13), 0.75), tag=tag)
        )
    return merge(parts)


def bus(color: Rgb, *, length: float, width: float, height: float) -> Mesh:
    """A single-decker bus: a band of windows, doors on the right, a destination board."""
    tag = TAG["Bus"]
    front, rear = length / 2, -length / 2
    top = [(rear, height - 0.10), (rear + 0.2, height), (front - 0.3, height), (front, height - 0.12)]
    axles, radius = (rear + length * 0.24, front - length * 0.24), 0.46
    hull = Hull(length, width, top, 0.32, axles, radius + 0.08, radius, waist=0.95, square=0.75)
    low, high = 0.42 * height, 0.80 * height
    parts = [
        hull.mesh(_paint(color), tag),
        hull.underbody(BLACK_PLASTIC, tag),
        *wheels(axles, width - 0.34, radius, 0.28, tag, 8),
        *_mirrors(front - 0.1, width, 1.7, tag),
        bevelled_box(
            (0.08, width * 0.80, height * 0.42), GLASS, bevel=0.03, at=(front, 0, 0.36 * height), tag=tag
        ),
        box((0.10, width * 0.62, 0.28), BLACK_PLASTIC, at=(front - 0.02, 0, high + 0.10), tag=tag),
        box(
            (0.11, width * 0.40, 0.13),
            Material((1.0, 0.62, 0.15), emission=0.5),
            at=(front - 0.02, 0, high + 0.17),
            tag=tag,
        ),
        bevelled_box(
            (0.16, width * 0.84, 0.26), BLACK_PLASTIC, bevel=0.05, at=(front - 0.03, 0, 0.36), tag=tag
        ),
        bevelled_box((0.06, width * 0.7, height * 0.3), GLASS, bevel=0.02, at=(rear, 0, low + 0.1), tag=tag),
        bevelled_box((1.8, width * 0.6, 0.24), WHITE_PAINT, bevel=0.06, at=(0, 0, height), tag=tag),
        plate((front + 0.06, 0, 0.45), 1.0, tag),
        plate((rear - 0.01, 0, 0.6), -1.0, tag),
    ]
    edges = np.linspace(rear + 0.35, front - 0.35, max(4, int(length / 1.35)) + 1)
    for side in (-1, 1):
        parts.extend(
            hull.patch((start + 0.03, stop - 0.03), (low, high), side, GLASS, tag)
            for start, stop in itertools.pairwise(edges)
        )
        parts.append(hull.patch((rear + 0.3, front - 0.3), (low - 0.28, low - 0.16), side, WHITE_PAINT, tag))
        parts.append(lamp((front - 0.06, side * (width / 2 - 0.34), 0.82), (0.2, 0.34, 0.2), HEADLIGHT, tag))
        parts.append(
            lamp((front - 0.06, side * (width / 2 - 0.30), 0.62), (0.16, 0.16, 0.12), INDICATOR, tag)
        )
        parts.append(
            box((0.06, 0.16, 0.4), TAIL_LIGHT, at=(rear + 0.01, side * (width / 2 - 0.28), 0.9), tag=tag)
        )
    for x in (front - 0.98, -0.3):
        parts.extend(
            hull.patch((x + leaf, x + leaf + 0.48), (0.42, high), 1, GLASS, tag) for leaf in (0.0, 0.52)
        )
    return merge(parts)


def lorry(
    color: Rgb, *, length: float, width: float, height: float, body: Material, fire: bool = False
) -> Mesh:
    """A two-axle lorry: tilted cab, closed body; with `fire` a ladder, lockers and blue lights."""
    tag = TAG["Truck"]
    front, rear = length / 2, -length / 2
    cab = front - 1.75
    roof = min(height - 0.1, 2.55)
    outline = [
        (cab, 0.5),
        (front, 0.45),
        (front + 0.02, 1.25),
        (front - 0.30, roof - 0.12),
        (front - 0.5, roof),
        (cab, roof),
    ]
    paint = _paint(color)
    axles, radius = (rear + 1.15, front - 0.85), 0.46
    glass = np.array([(front + 0.01, 1.30), (front - 0.27, roof - 0.20)])
    slope = [
        (glass[0, 0] + 0.03, -width * 0.42, glass[0, 1]),
        (glass[0, 0] + 0.03, width * 0.42, glass[0, 1]),
        (glass[1, 0] + 0.03, width * 0.40, glass[1, 1]),
        (glass[1, 0] + 0.03, -width * 0.40, glass[1, 1]),
    ]
    parts = [
        extrude(outline, width * 0.96, paint, plane="xz", bevel=0.07, tag=tag),
        quads([slope], GLASS, tag=tag),
        bevelled_box(
            (cab - rear - 0.12, width, height - 0.95),
            body,
            bevel=0.04,
            at=((rear + cab - 0.12) / 2, 0, 0.95),
            tag=tag,
        ),
        box((length - 0.6, width * 0.5, 0.3), DARK_STEEL, at=(-0.2, 0, 0.6), tag=tag),
        bevelled_box((0.2, width * 0.96, 0.3), BLACK_PLASTIC, bevel=0.05, at=(front, 0, 0.38), tag=tag),
        box((0.08, width * 0.6, 0.34), BLACK_PLASTIC, at=(front, 0, 0.80), tag=tag),
        box((0.08, width * 0.9, 0.1), DARK_STEEL, at=(rear, 0, 0.55), tag=tag),
        *wheels(axles, width - 0.32, radius, 0.3, tag, 8),
        *_mirrors(front - 0.35, width, 1.5, tag),
        plate((front + 0.11, 0, 0.5), 1.0, tag),
        plate((rear - 0.05, 0, 0.7), -1.0, tag),
    ]
    for side in (-1, 1):
        y = side * width * 0.48
        parts.append(bevelled_box((0.95, 0.04, 0.72), GLASS, bevel=0.015, at=(cab + 0.75, y, 1.45), tag=tag))
        parts.append(box((0.9, 0.03, 0.5), BLACK_PLASTIC, at=(front - 0.85, y * 0.98, 0.45), tag=tag))
        parts.append(
            bevelled_box(
                (0.06, 0.34, 0.18), HEADLIGHT, bevel=0.02, at=(front + 0.03, y * 0.78, 0.82), tag=tag
            )
        )
        parts.append(box((0.05, 0.34, 0.12), TAIL_LIGHT, at=(rear - 0.01, y * 0.8, 0.72), tag=tag))
        parts.append(box((cab - rear - 1.9, 0.04, 0.4), STEEL, at=((rear + cab) / 2 + 0.1, y, 0.5), tag=tag))
    if fire:
        parts += _fire_gear(length, width, height, roof, cab, tag)
    return merge(parts)


def _fire_gear(length: float, width: float, height: float, roof: float, cab: float, tag: int) -> list[Mesh]:
    blue = Material((0.10, 0.25, 0.95), roughness=0.2, emission=0.4)
    parts = [bevelled_box((0.3, width * 0.8, 0.16), blue, bevel=0.04, at=(cab + 0.9, 0, roof), tag=tag)]
    rear = -length / 2
    parts.extend(
        tube([(rear - 0.2, y, height + 0.15), (cab, y, height + 0.15)], 0.04, STEEL, sides=6, tag=tag)
        for y in (-0.3, 0.3)
    )
    parts.extend(
        tube(
            [(float(x), -0.3, height + 0.15), (float(x), 0.3, height + 0.15)],
            0.025,
            STEEL,
            sides=6,
            tag=tag,
        )
        for x in np.arange(rear, cab, 0.35)
    )
    for side in (-1, 1):
        parts.append(
            box(
                (cab - rear - 0.2, 0.02, 0.2),
                WHITE_PAINT,
                at=((rear + cab) / 2, side * (width / 2 + 0.005), 1.15),
                tag=tag,
            )
        )
        parts.extend(
            box((0.02, 0.03, 1.1), DARK_STEEL, at=(float(x), side * width / 2, 1.4), tag=tag)
            for x in np.linspace(rear + 0.6, cab - 0.9, 4)
        )
    return parts
