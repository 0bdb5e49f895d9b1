"""Writes roads and junctions as OpenDRIVE 1.4 text, in the dialect that CARLA's parser reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from .curves import Leg

GEO_REFERENCE = "+proj=tmerc +lat_0={:.6f} +lon_0={:.6f} +k=1 +x_0=0 +y_0=0 +datum=WGS84 +units=m +no_defs"


@dataclass(frozen=True, slots=True)
class LaneSpec:
    """A lane whose width changes evenly from `width[0]` to `width[1]` (metres).

    Attributes:
        kind: OpenDRIVE lane type.
        mark: type of the road mark on its outer boundary.
        color: of the mark.
        link: id of the lane it continues on the preceding and the following road, or None.
    """

    kind: str
    width: tuple[float, float]
    mark: str = "none"
    color: str = "white"
    link: tuple[int | None, int | None] = (None, None)


@dataclass(frozen=True, slots=True)
class Link:
    """What a road continues: a junction (`contact` empty) or a road and its end ("start" or "end")."""

    element: str
    id: int
    contact: str = ""


@dataclass(frozen=True, slots=True)
class SignalSpec:
    """A light or sign; `orientation` "+" is for traffic along the road; `lanes` from and to."""

    id: int
    name: str
    kind: str
    s: float
    t: float
    orientation: str
    lanes: tuple[int, int]
    value: float = -1.0


@dataclass(frozen=True, slots=True)
class AreaSpec:
    """A rectangle on the road around (s, t), `length` along it and `width` across."""

    id: int
    name: str
    kind: str
    s: float
    t: float
    length: float
    width: float


@dataclass(frozen=True, slots=True)
class RoadSpec:
    """A road with one lane section; lanes from the centre outwards."""

    id: int
    junction: int
    legs: Sequence[Leg]
    left: Sequence[LaneSpec]
    right: Sequence[LaneSpec]
    centre_mark: str
    centre_color: str
    predecessor: Link
    successor: Link
    speed: float
    signals: Sequence[SignalSpec] = ()
    areas: Sequence[AreaSpec] = ()

    @property
    def length(self) -> float:
        """Metres along the reference line."""
        return sum(leg.length for leg in self.legs)


@dataclass(frozen=True, slots=True)
class JunctionSpec:
    """A junction: (incoming road, connecting road, [(from lane, to lane)]) and the ids of its controllers."""

    id: int
    connections: Sequence[tuple[int, int, tuple[int, int]]]
    controllers: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class NetworkSpec:
    """A whole map; `controllers` gives the signals of each controller."""

    name: str
    latitude: float
    longitude: float
    roads: Sequence[RoadSpec]
    junctions: Sequence[JunctionSpec]
    controllers: dict[int, list[int]] = field(default_factory=dict)


def opendrive_text(network: NetworkSpec) -> str:
    """The OpenDRIVE text of a network; equal networks give equal text."""
    root = ET.Element("OpenDRIVE")
    header = _add(
        root, "header", revMajor="1", revMinor="4", name=network.name, version="1", vendor="CAOS Suite"
    )
    _add(header, "geoReference").text = GEO_REFERENCE.format(network.latitude, network.longitude)
    for road in network.roads:
        _add_road(root, road)
    for number, signals in network.controllers.items():
        controller = _add(root, "controller", id=number, name=f"controller {number}", sequence=0)
        for signal in signals:
            _add(controller, "control", signalId=signal, type="0")
    for junction in network.junctions:
        _add_junction(root, junction)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _add(parent: ET.Element, tag: str, **attributes: object) -> ET.Element:
    texts = {
        key: f"{value:.9g}" if isinstance(value, float) else str(value) for key, value in attributes.items()
    }
    return ET.SubElement(parent, tag, texts)


def _add_road(root: ET.Element, road: RoadSpec) -> None:
    element = _add(
        root, "road", name=f"Road {road.id}", length=road.length, id=road.id, junction=road.junction
    )
    links = _add(element, "link")
    for tag, link in (("predecessor", road.predecessor), ("successor", road.successor)):
        contact = {"contactPoint": link.contact} if link.contact else {}
        _add(links, tag, elementType=link.element, elementId=link.id, **contact)
    kind = _add(element, "type", s=0.0, type="town")
    _add(kind, "speed", max=road.speed, unit="km/h")
    plan = _add(element, "planView")
    s = 0.0
    for leg in road.legs:
        start = leg.start
        geometry = _add(plan, "geometry", s=s, x=start.x, y=start.y, hdg=start.heading, length=leg.length)
        if leg.curvature:
            _add(geometry, "arc", curvature=leg.curvature)
        else:
            _add(geometry, "line")
        s += leg.length
    _add(_add(element, "elevationProfile"), "elevation", s=0.0, a=0.0, b=0.0, c=0.0, d=0.0)
    _add(element, "lateralProfile")
    _add_lanes(element, road)
    _add_objects(element, road)


def _add_lanes(element: ET.Element, road: RoadSpec) -> None:
    lanes = _add(element, "lanes")
    _add(lanes, "laneOffset", s=0.0, a=0.0, b=0.0, c=0.0, d=0.0)
    section = _add(lanes, "laneSection", s=0.0)
    if road.left:
        side = _add(section, "left")
        for number, lane in reversed(list(enumerate(road.left, start=1))):
            _add_lane(side, number, lane, road.length)
    centre = _add(_add(section, "center"), "lane", id=0, type="none", level="false")
    _add_mark(centre, road.centre_mark, road.centre_color)
    if road.right:
        side = _add(section, "right")
        for number, lane in enumerate(road.right, start=1):
            _add_lane(side, -number, lane, road.length)


def _add_lane(side: ET.Element, number: int, lane: LaneSpec, length: float) -> None:
    element = _add(side, "lane", id=number, type=lane.kind, level="false")
    link = _add(element, "link")
    for tag, other in zip(("predecessor", "successor"), lane.link, strict=True):
        if other is not None:
            _add(link, tag, id=other)
    slope = (lane.width[1] - lane.width[0]) / length
    _add(element, "width", sOffset=0.0, a=lane.width[0], b=slope, c=0.0, d=0.0)
    _add_mark(element, lane.mark, lane.color)


def _add_mark(lane: ET.Element, kind: str, color: str) -> None:
    change = "both" if kind == "broken" else "none"
    _add(
        lane,
        "roadMark",
        sOffset=0.0,
        type=kind,
        weight="standard",
        color=color,
        width=0.14,
        laneChange=change,
    )


def _add_objects(element: ET.Element, road: RoadSpec) -> None:
    objects = _add(element, "objects")
    for area in road.areas:
        half = (0.5 * area.length, 0.5 * area.width)
        thing = _add(
            objects, "object", id=area.id, name=area.name, type=area.kind, s=area.s, t=area.t, zOffset=0.0,
            hdg=0.0, roll=0.0, pitch=0.0, orientation="+", width=area.width, length=area.length,
        )  # fmt: skip
        outline = _add(thing, "outline")
        for u, v in ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)):
            _add(outline, "cornerLocal", u=u * half[0], v=v * half[1], z=0.0)
    signals = _add(element, "signals")
    for signal in road.signals:
        sign = _add(
            signals, "signal", name=signal.name, id=signal.id, s=signal.s, t=signal.t, zOffset=0.0,
            hOffset=0.0, roll=0.0, pitch=0.0, orientation=signal.orientation,
            dynamic="yes" if signal.kind == "1000001" else "no", country="OpenDRIVE", type=signal.kind,
            subtype="-1", value=signal.value, unit="km/h", text="",
            height=1.0, width=0.6,
        )  # fmt: skip
        _add(sign, "validity", fromLane=signal.lanes[0], toLane=signal.lanes[1])


def _add_junction(root: ET.Element, junction: JunctionSpec) -> None:
    element = _add(root, "junction", id=junction.id, name=f"junction {junction.id}")
    for number, (incoming, connecting, lanes) in enumerate(junction.connections):
        connection = _add(
            element,
            "connection",
            id=number,
            incomingRoad=incoming,
            connectingRoad=connecting,
            contactPoint="start",
        )
        _add(connection, "laneLink", **{"from": lanes[0], "to": lanes[1]})
    for sequence, controller in enumerate(junction.controllers):
        _add(element, "controller", id=controller, type="0", sequence=sequence)
