"""Road geometry that evaluates whole arrays of stations at once, as read from OpenDRIVE.

OpenDRIVE's frame is right-handed (x east, y north, t to the left of the road); CARLA's is left-handed, so y
changes sign. `Road.points` and `Road.yaw` are the only places where that happens. Superelevation is left out:
no CARLA town uses it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

DRIVING_TYPES: Final = frozenset(
    {"driving", "bidirectional", "entry", "exit", "offRamp", "onRamp", "connectingRamp", "bus", "taxi", "HOV"}
)
"""Lane types that cars may use."""

_GAUSS_NODES, _GAUSS_WEIGHTS = np.polynomial.legendre.leggauss(16)


@dataclass(frozen=True, slots=True, eq=False)
class Cubics:
    """Piecewise cubic polynomials of the distance from each piece's start.

    Attributes:
        starts: (n,) ascending stations.
        coefficients: (n, 4), constant term first.
    """

    starts: Array
    coefficients: Array

    def __call__(self, s: Array) -> Array:
        """Values at stations `s`, same shape; 0 when there are no pieces."""
        if not len(self.starts):
            return np.zeros_like(s)
        piece = np.searchsorted(self.starts[1:], s, side="right")
        a, b, c, d = self.coefficients[piece].T
        ds = s - self.starts[piece]
        return np.asarray(a + ds * (b + ds * (c + ds * d)))


@dataclass(frozen=True, slots=True)
class Mark:
    """A painted line on the boundary of a lane; `kind` and `color` as in OpenDRIVE, metres."""

    start: float
    kind: str
    width: float
    color: str


@dataclass(frozen=True, slots=True, eq=False)
class Lane:
    """One lane of a section; `marks` lie on its boundary away from the centre (lane 0: on the centre)."""

    id: int
    kind: str
    width: Cubics
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Section:
    """A stretch of a road with fixed lanes, ordered from left (highest id) to right; lane 0 is kept apart.

    Attributes:
        start, end: stations in metres.
        lanes: without the centre lane.
        centre: lane 0.
        offset: lateral position of lane 0 along the road.
    """

    start: float
    end: float
    lanes: tuple[Lane, ...]
    centre: Lane
    offset: Cubics

    def boundaries(self, s: Array) -> Array:
        """(len(lanes) + 1, len(s)) lateral positions t of the lane boundaries, left to right, metres."""
        local = s - self.start
        left = [lane for lane in self.lanes if lane.id > 0]
        right = [lane for lane in self.lanes if lane.id < 0]
        centre = self.offset(s)
        rows = [centre]
        for lane in reversed(left):
            rows.insert(0, rows[0] + lane.width(local))
        for lane in right:
            rows.append(rows[-1] - lane.width(local))
        return np.stack(rows)

    def boundary_marks(self, s: float) -> list[Mark | None]:
        """The mark in force at station `s` on each of the boundaries, left to right."""
        left = [lane for lane in self.lanes if lane.id > 0]
        right = [lane for lane in self.lanes if lane.id < 0]
        owners = [*left, self.centre, *right]
        return [_mark_at(lane.marks, s - self.start) for lane in owners]


def _mark_at(marks: Sequence[Mark], ds: float) -> Mark | None:
    current = [mark for mark in marks if mark.start <= ds + 1e-6]
    return current[-1] if current and current[-1].kind not in ("none", "curb", "grass") else None


@dataclass(frozen=True, slots=True)
class Piece:
    """One geometry of a plan view: start pose, length, kind and its parameters."""

    s: float
    x: float
    y: float
    heading: float
    length: float
    kind: str
    parameters: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Signal:
    """A `<signal>`: station, lateral position, type ("1000001" is a traffic light) and value."""

    id: str
    name: str
    s: float
    t: float
    kind: str
    value: float


@dataclass(frozen=True, slots=True, eq=False)
class Area:
    """An `<object>` with an outline on the road: a crosswalk or a stop line; `outline` is (n, 2) of u, v."""

    kind: str
    name: str
    s: float
    t: float
    heading: float
    outline: Array


@dataclass(frozen=True, slots=True, eq=False)
class Road:
    """A road.

    Attributes:
        junction: the one it lies in; "" for an ordinary road.
        ends: ids of the junctions at its start and its end, "" where there is none.
    """

    id: str
    junction: str
    ends: tuple[str, str]
    length: float
    pieces: tuple[Piece, ...]
    elevation: Cubics
    sections: tuple[Section, ...]
    signals: tuple[Signal, ...]
    areas: tuple[Area, ...]

    def line(self, s: Array) -> tuple[Array, Array, Array]:
        """Reference line at stations `s` (n,): x, y (OpenDRIVE, metres) and heading (radians)."""
        x, y, heading = np.zeros_like(s), np.zeros_like(s), np.zeros_like(s)
        later = np.array([piece.s for piece in self.pieces[1:]])
        owner = np.searchsorted(later, s + 1e-9, side="right")
        for index in np.unique(owner):
            inside = owner == index
            x[inside], y[inside], heading[inside] = _evaluate(self.pieces[index], s[inside])
        return x, y, heading

    def points(self, s: Array, t: Array, height: float | Array = 0.0) -> Array:
        """(n, 3) points in CARLA's frame at stations `s`, lateral positions `t`, `height` above the road."""
        x, y, heading = self.line(s)
        z = self.elevation(s) + height
        return np.stack([x - t * np.sin(heading), -(y + t * np.cos(heading)), z], axis=1)

    def yaw(self, s: Array) -> Array:
        """(n,) direction of the reference line in CARLA's frame, radians."""
        return -self.line(s)[2]

    def section_at(self, s: float) -> Section:
        """The lane section at station `s`."""
        return next((section for section in reversed(self.sections) if section.start <= s), self.sections[0])


def _evaluate(piece: Piece, s: Array) -> tuple[Array, Array, Array]:
    ds = np.clip(s - piece.s, 0.0, piece.length)
    if piece.kind == "arc" and abs(piece.parameters[0]) > 1e-9:
        k = piece.parameters[0]
        u, v, turn = np.sin(k * ds) / k, (1 - np.cos(k * ds)) / k, k * ds
    elif piece.kind == "spiral":
        u, v, turn = _spiral(ds, piece.length, *piece.parameters)
    elif piece.kind in ("paramPoly3", "poly3"):
        u, v, turn = _parametric(ds, piece.length, piece.parameters)
    else:
        u, v, turn = ds, np.zeros_like(ds), np.zeros_like(ds)
    c, n = math.cos(piece.heading), math.sin(piece.heading)
    return piece.x + c * u - n * v, piece.y + n * u + c * v, piece.heading + turn


def _spiral(ds: Array, length: float, start: float, end: float) -> tuple[Array, Array, Array]:
    """Clothoid by Gauss quadrature: exact to rounding for the turns that roads make."""
    rate = (end - start) / length
    at = 0.5 * ds[:, None] * (_GAUSS_NODES + 1.0)
    turn = start * at + 0.5 * rate * at**2
    half = 0.5 * ds
    return (
        half * (np.cos(turn) @ _GAUSS_WEIGHTS),
        half * (np.sin(turn) @ _GAUSS_WEIGHTS),
        start * ds + 0.5 * rate * ds**2,
    )


def _parametric(ds: Array, length: float, parameters: tuple[float, ...]) -> tuple[Array, Array, Array]:
    *coefficients, normalized = parameters
    p = ds / length if normalized else ds
    powers = np.stack([np.ones_like(p), p, p**2, p**3])
    slopes = np.stack([np.zeros_like(p), np.ones_like(p), 2 * p, 3 * p**2])
    au, av = np.array(coefficients[:4]), np.array(coefficients[4:])
    return au @ powers, av @ powers, np.arctan2(av @ slopes, au @ slopes)
