"""The build of birds: a body, a neck, a head with a bill, folded wings, a tail and two legs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from caos.meshes import Material, Mesh
from caos.shapes import Vector, extrude, place, tube

from .beasts import ball, balls, rod

Rows = Sequence[tuple[float, float, float]]


@dataclass(frozen=True, slots=True)
class Plumage:
    """What a bird is made of.

    Attributes:
        body, neck, wing, tail: its feathers.
        bill, legs: bare parts.
    """

    body: Material
    neck: Material
    wing: Material
    tail: Material
    bill: Material
    legs: Material


@dataclass(frozen=True, slots=True)
class Bird:
    """Where a bird's body runs; metres, bill towards +x.

    Attributes:
        body: rows of x, z, radius from rump to breast.
        neck: rows of x, z, radius from the breast to the head.
        head: x, z, radius.
        bill: rows of x, z, radius from the head to the tip.
        wing: x and z of its middle, half length, half height, slope in degrees (tail down).
        tail: rows of x, z, radius; drawn flat.
        legs: rows of x, z, radius from the body down to the ground.
        apart: half the distance between the feet.
        toe: length of a toe.
        webbed: whether skin joins the toes.
    """

    body: Rows
    neck: Rows
    head: tuple[float, float, float]
    bill: Rows
    wing: tuple[float, float, float, float, float]
    tail: Rows
    legs: Rows
    apart: float
    toe: float
    webbed: bool = False


def level(rows: Rows, material: Material, sides: int = 14) -> Mesh:
    """`rod` in the plane of symmetry."""
    return rod([(x, 0.0, z, radius) for x, z, radius in rows], material, sides)


def bird(build: Bird, look: Plumage) -> list[Mesh]:
    """The parts of a bird with round black eyes."""
    x, z, radius = build.head
    wide = max(row[2] for row in build.body)
    along, high, length, height, slope = build.wing
    parts = [
        level(build.body, look.body, 20),
        level(build.neck, look.neck, 14),
        ball((x, 0, z), radius, look.neck),
        level(build.bill, look.bill, 10),
        tube(
            [(a, 0, c) for a, c, _ in build.tail],
            [(r, r * 0.3) for _, _, r in build.tail],
            look.tail,
            sides=12,
            rounded=True,
        ),
        *balls((x + radius * 0.45, radius * 0.83, z + radius * 0.3), radius * 0.19),
    ]
    for side in (1, -1):
        wing = ball((0, 0, 0), (length, wide * 0.22, height), look.wing, fine=18)
        parts.append(place(wing, (along, side * wide * 0.88, high), pitch=slope))
        parts += _leg(build, look.legs, side)
    return parts


def _leg(build: Bird, skin: Material, side: int) -> list[Mesh]:
    y = side * build.apart
    parts = [rod([(x, y, z, radius) for x, z, radius in build.legs], skin, 8)]
    x, _, radius = build.legs[-1]
    for turn in (-35, 0, 35, 180):
        reach = build.toe * (0.5 if turn == 180 else 1.0)
        tip = (x + reach * np.cos(np.radians(turn)), y + reach * np.sin(np.radians(turn)), radius * 0.6)
        parts.append(rod([(x, y, radius, radius), (*tip, radius * 0.6)], skin, 8))
    if build.webbed:
        spread = build.toe * np.array([0.82, 0.57])
        web = [(0, 0), (spread[0], -spread[1]), (build.toe, 0), (spread[0], spread[1])]
        parts.append(extrude(web, radius * 0.8, skin, at=(x, y, 0.0)))
    return parts


def comb(points: Sequence[tuple[float, float]], thick: float, at: Vector, material: Material) -> Mesh:
    """A flat crest in the plane of symmetry with outline `points`."""
    return extrude(points, thick, material, plane="xz", at=at)


def crest(x: float, z: float, size: float, material: Material, *, count: int = 4) -> list[Mesh]:
    """A row of rounded lobes on a head, such as a cock's comb."""
    return [
        ball(
            (x + size * (k - count / 2) * 0.7, 0, z - 0.12 * size * (k - count / 2) ** 2),
            (size * 0.5, size * 0.22, size),
            material,
        )
        for k in range(count)
    ]
