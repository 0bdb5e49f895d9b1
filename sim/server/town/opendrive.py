"""Reads OpenDRIVE 1.4 text into roads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.etree import ElementTree as ET

import numpy as np

from caos.errors import CaosError

from .roads import Area, Cubics, Lane, Mark, Piece, Road, Section, Signal


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
