"""Plan views of lines and arcs: rounded polylines for streets, fillets and biarcs for turns at junctions.

OpenDRIVE's frame: right-handed, metres, radians; positive curvature turns left.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

Point = tuple[float, float]

_STRAIGHT: Final = math.radians(3.0)


@dataclass(frozen=True, slots=True)
class Start:
    """A place and a direction."""

    x: float
    y: float
    heading: float

    def ahead(self, distance: float, left: float = 0.0) -> Start:
        """The place `distance` further and `left` aside, same direction."""
        c, s = math.cos(self.heading), math.sin(self.heading)
        return Start(self.x + distance * c - left * s, self.y + distance * s + left * c, self.heading)

    def reversed(self) -> Start:
        """The same place, looking back."""
        return Start(self.x, self.y, self.heading + math.pi)


@dataclass(frozen=True, slots=True)
class Leg:
    """A piece of constant curvature (1/m)."""

    start: Start
    length: float
    curvature: float = 0.0

    @property
    def end(self) -> Start:
        """Where the piece leads."""
        if self.curvature == 0.0:
            return self.start.ahead(self.length)
        turn = self.curvature * self.length
        radius = 1.0 / self.curvature
        moved = self.start.ahead(radius * math.sin(turn), radius * (1.0 - math.cos(turn)))
        return Start(moved.x, moved.y, self.start.heading + turn)


def angle_between(first: float, second: float) -> float:
    """The turn from heading `first` to `second`, in [-pi, pi)."""
    return (second - first + math.pi) % (2 * math.pi) - math.pi


def rounded(points: Sequence[Point], radius: float, trim_start: float, trim_end: float) -> list[Leg]:
    """Lines along a polyline with its corners rounded to `radius` (less where the legs are too short).

    Args:
        points: at least two, metres.
        radius: of the corners.
        trim_start: how much of the first leg to leave out.
        trim_end: how much of the last leg to leave out.

    Raises:
        ValueError: nothing is left of a leg.
    """
    headings = [math.atan2(b[1] - a[1], b[0] - a[0]) for a, b in pairwise(points)]
    room = [math.dist(a, b) for a, b in pairwise(points)]
    room[0] -= trim_start
    room[-1] -= trim_end
    place = Start(*points[0], headings[0]).ahead(trim_start)
    legs: list[Leg] = []
    for index, turn in enumerate(map(angle_between, headings, headings[1:])):
        share = (room[i] if i in (0, len(room) - 1) else 0.5 * room[i] for i in (index, index + 1))
        tangent = min(radius * math.tan(abs(turn) / 2), *(metres - 0.5 for metres in share))
        corner = Start(*points[index + 1], headings[index])
        legs.append(_line_to(place, corner.ahead(-tangent)))
        place = legs[-1].end
        if abs(turn) > 1e-6:
            bend = tangent / math.tan(abs(turn) / 2)
            legs.append(Leg(place, bend * abs(turn), math.copysign(1.0 / bend, turn)))
            place = Start(legs[-1].end.x, legs[-1].end.y, headings[index + 1])
    last = Start(*points[-1], headings[-1]).ahead(-trim_end)
    legs.append(_line_to(place, last))
    return legs


def _line_to(start: Start, end: Start) -> Leg:
    length = (end.x - start.x) * math.cos(start.heading) + (end.y - start.y) * math.sin(start.heading)
    if length <= 0.0:
        raise ValueError(f"no room for a straight at ({start.x:.1f}, {start.y:.1f}): streets too close")
    return Leg(start, length)


def turn_between(start: Start, end: Start) -> list[Leg]:
    """A smooth way from one pose to another: a line, a fillet with a line at one end, or a biarc."""
    turn = angle_between(start.heading, end.heading)
    dx, dy = end.x - start.x, end.y - start.y
    c, s = math.cos(start.heading), math.sin(start.heading)
    along, aside = dx * c + dy * s, -dx * s + dy * c
    if abs(turn) < 1e-6 and abs(aside) < 1e-6:
        return [Leg(start, along)]
    if abs(turn) > _STRAIGHT:
        after = aside / math.sin(turn)
        before = along - after * math.cos(turn)
        if before > 0.5 and after > 0.5:
            return _fillet(start, before, after, turn)
    return _biarc(start, along, aside, turn)


def _fillet(start: Start, before: float, after: float, turn: float) -> list[Leg]:
    tangent = min(before, after)
    radius = tangent / math.tan(abs(turn) / 2)
    legs: list[Leg] = []
    place = start
    if before - tangent > 1e-3:
        legs.append(Leg(place, before - tangent))
        place = legs[-1].end
    legs.append(Leg(place, radius * abs(turn), math.copysign(1.0 / radius, turn)))
    if after - tangent > 1e-3:
        legs.append(Leg(legs[-1].end, after - tangent))
    return legs


def _biarc(start: Start, along: float, aside: float, turn: float) -> list[Leg]:
    """Two arcs with equal tangent lengths d: |v - d (t1 + t2)| = 2 d, solved for d > 0 (v = end - start)."""
    tangent = (1.0 + math.cos(turn), math.sin(turn))
    square = along**2 + aside**2
    mixed = along * tangent[0] + aside * tangent[1]
    lead = 2.0 * (1.0 - math.cos(turn))
    distance = (
        square / (2.0 * mixed) if lead < 1e-9 else (-mixed + math.sqrt(mixed**2 + lead * square)) / lead
    )
    middle = start.ahead(
        0.5 * (along + distance * (1 - math.cos(turn))), 0.5 * (aside - distance * math.sin(turn))
    )
    moved = start.ahead(along, aside)
    back = _arc(Start(moved.x, moved.y, start.heading + turn).reversed(), middle)
    first = _arc(start, middle)
    return [first, Leg(first.end, back.length, -back.curvature)]


def _arc(start: Start, to: Start) -> Leg:
    """The arc that leaves `start` tangentially and reaches the place `to`."""
    dx, dy = to.x - start.x, to.y - start.y
    c, s = math.cos(start.heading), math.sin(start.heading)
    along, aside = dx * c + dy * s, -dx * s + dy * c
    square = along**2 + aside**2
    curvature = 2.0 * aside / square
    if abs(curvature) < 1e-9:  # less than a micrometre aside within any turn
        return Leg(start, math.sqrt(square))
    return Leg(start, 2.0 * math.atan2(aside, along) / curvature, curvature)
