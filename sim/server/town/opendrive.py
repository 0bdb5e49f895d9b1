"""Reads OpenDRIVE 1.4 text into road geometry that evaluates whole arrays of stations at once.

OpenDRIVE's frame is right-handed (x east, y north, t to the left of the road); CARLA's is left-handed, so y
changes sign. `Road.points` and `Road.yaw` are the only places where that happens. Superelevation is not read:
no CARLA town uses it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree as ET

import numpy as np
import numpy.typing as npt

from caos.errors import CaosError

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
        piece = np.clip(np.searchsorted(self.starts, s, side="right") - 1, 0, None)
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
        starts = np.array([piece.s for piece in self.pieces])
        owner = np.clip(np.searchsorted(starts, s + 1e-9, side="right") - 1, 0, None)
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


def parse(name: str, text: str) -> tuple[Road, ...]:
    """The roads of an OpenDRIVE text.

    Args:
        name: of the map, for messages.
        text: XML, OpenDRIVE 1.4 (CARLA's dialect).

    Raises:
        CaosError: the text is no XML, no OpenDRIVE, or a road lacks geometry, lanes or a number.
    """
    try:
        root = ET.fromstring(text)  # noqa: S314  (expat of today bounds entity expansion)
    except ET.ParseError as error:
        raise CaosError(
            f"map {name}: not readable as OpenDRIVE XML ({error}); send the text of an .xodr file"
        ) from None
    if root.tag != "OpenDRIVE":
        raise CaosError(
            f"map {name}: root element is <{root.tag}>, not <OpenDRIVE>; send the text of an .xodr file"
        )
    roads = tuple(_checked_road(name, element) for element in root.iter("road"))
    if not roads:
        raise CaosError(f"map {name}: no <road> in the OpenDRIVE text; a map needs at least one")
    return roads


def _checked_road(name: str, element: ET.Element) -> Road:
    try:
        return _road(element)
    except (KeyError, IndexError, ValueError) as error:
        number = element.get("id", "?")
        raise CaosError(
            f"map {name}: road {number} cannot be read ({error!r}); mend the OpenDRIVE text"
        ) from None


def _road(element: ET.Element) -> Road:
    length = float(element.attrib["length"])
    junction = element.get("junction", "-1")
    lanes = element.find("lanes")
    if lanes is None:
        raise ValueError("no <lanes>")
    offset = _cubics(lanes.findall("laneOffset"), "s")
    sections = lanes.findall("laneSection")
    starts = [float(section.attrib["s"]) for section in sections]
    ends = [*starts[1:], length]
    pieces = tuple(_piece(geometry) for geometry in element.iterfind("planView/geometry"))
    if not pieces or not sections:
        raise ValueError("no <geometry>" if not pieces else "no <laneSection>")
    return Road(
        id=element.attrib["id"],
        junction="" if junction == "-1" else junction,
        ends=(_junction_at(element, "predecessor"), _junction_at(element, "successor")),
        length=length,
        pieces=pieces,
        elevation=_cubics(element.findall("elevationProfile/elevation"), "s"),
        sections=tuple(
            _section(section, start, end, offset)
            for section, start, end in zip(sections, starts, ends, strict=True)
        ),
        signals=tuple(_signal(signal) for signal in element.iterfind("signals/signal")),
        areas=tuple(
            _area(thing) for thing in element.iterfind("objects/object") if thing.find("outline") is not None
        ),
    )


def _junction_at(element: ET.Element, end: str) -> str:
    link = element.find(f"link/{end}")
    return link.get("elementId", "") if link is not None and link.get("elementType") == "junction" else ""


def _section(element: ET.Element, start: float, end: float, offset: Cubics) -> Section:
    lanes = [_lane(lane) for lane in element.iter("lane")]
    ordered = sorted(lanes, key=lambda lane: -lane.id)
    centre = next((lane for lane in ordered if lane.id == 0), Lane(0, "none", _cubics([], "s"), ()))
    return Section(start, end, tuple(lane for lane in ordered if lane.id), centre, offset)


def _lane(element: ET.Element) -> Lane:
    marks = (
        Mark(
            float(mark.get("sOffset", "0")),
            mark.get("type", "none"),
            float(mark.get("width", "0")) or 0.12,
            mark.get("color", "white"),
        )
        for mark in element.findall("roadMark")
    )
    return Lane(
        int(element.attrib["id"]),
        element.get("type", "none"),
        _cubics(element.findall("width"), "sOffset"),
        tuple(sorted(marks, key=lambda mark: mark.start)),
    )


def _cubics(elements: Sequence[ET.Element], station: str) -> Cubics:
    rows = sorted(
        (float(element.attrib[station]), *(float(element.attrib[key]) for key in "abcd"))
        for element in elements
    )
    table = np.array(rows, dtype=np.float64).reshape(-1, 5)
    return Cubics(table[:, 0], table[:, 1:])


def _piece(element: ET.Element) -> Piece:
    shape = element[0]
    numbers = [float(element.attrib[key]) for key in ("s", "x", "y", "hdg", "length")]
    if shape.tag == "paramPoly3":
        values = [float(shape.attrib[key]) for key in ("aU", "bU", "cU", "dU", "aV", "bV", "cV", "dV")]
        values.append(float(shape.get("pRange", "normalized") == "normalized"))
    elif shape.tag == "poly3":
        values = [0.0, 1.0, 0.0, 0.0, *(float(shape.attrib[key]) for key in "abcd"), 0.0]
    elif shape.tag == "spiral":
        values = [float(shape.attrib["curvStart"]), float(shape.attrib["curvEnd"])]
    else:
        values = [float(shape.get("curvature", "0"))]
    if not np.isfinite([*numbers, *values]).all():
        raise ValueError("a number of <geometry> is not finite")
    s, x, y, heading, length = numbers
    return Piece(s, x, y, heading, length, shape.tag, tuple(values))


def _signal(element: ET.Element) -> Signal:
    return Signal(
        element.attrib["id"],
        element.get("name", ""),
        float(element.attrib["s"]),
        float(element.attrib["t"]),
        element.get("type", "-1"),
        float(element.get("value", "-1")),
    )


def _area(element: ET.Element) -> Area:
    corners: Iterable[ET.Element] = element.iterfind("outline/cornerLocal")
    outline = np.array([(float(c.attrib["u"]), float(c.attrib["v"])) for c in corners], dtype=np.float64)
    return Area(
        element.get("type", ""),
        element.get("name", ""),
        float(element.attrib["s"]),
        float(element.attrib["t"]),
        float(element.get("hdg", "0")),
        outline.reshape(-1, 2),
    )
