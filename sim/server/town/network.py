"""From a plan of streets (nodes, edges, lane profiles) to roads, junctions, signals: what `writer` writes.

A node where three or more streets meet becomes a junction; nodes between two legs of one street are bends.
At a junction every lane that arrives gets a connecting road to each arm it may turn into. The connecting road
from an arm to the next one counterclockwise runs along the junction's rim, so it also carries the kerb-side
lanes and the sidewalk round the corner.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Final

from .curves import Leg, Point, Start, angle_between, rounded, turn_between
from .writer import AreaSpec, JunctionSpec, LaneSpec, Link, NetworkSpec, RoadSpec, SignalSpec

CROSSWALK_AT: Final = 2.6  # metres from the junction to the middle of a crosswalk
CROSSWALK_LENGTH: Final = 3.0
STOP_LINE_AT: Final = 5.2
SIGNAL_AT: Final = 4.6
MAX_CORNER: Final = math.radians(150.0)  # arms further apart have no corner between them
ALONG: Final = math.radians(35.0)  # a turn smaller than this goes straight on


@dataclass(frozen=True, slots=True)
class Profile:
    """The cross-section of a street; both halves are alike but for parking.

    Attributes:
        lanes: driving lanes per direction.
        lane_width, sidewalk: metres.
        parking: width of the parking lane on the (left, right) half; 0 for none.
        strip: width of the grass between road and sidewalk; 0 for none.
        centre, centre_color, edge: marks on the centre line and between road and kerb.
        speed: limit, km/h.
    """

    lanes: int = 1
    lane_width: float = 3.5
    parking: tuple[float, float] = (0.0, 0.0)
    strip: float = 0.0
    sidewalk: float = 2.5
    centre: str = "broken"
    centre_color: str = "white"
    edge: str = "none"
    speed: float = 50.0

    def half(self, side: int) -> list[tuple[str, float, str]]:
        """(kind, width, outer mark) of the lanes from the centre outwards; side 0 is left, 1 is right."""
        inner = [("driving", self.lane_width, "broken")] * (self.lanes - 1)
        rest = [("driving", self.lane_width, self.edge), ("parking", self.parking[side], "none")]
        outer = [("border", self.strip, "none"), ("sidewalk", self.sidewalk, "none")]
        return inner + [lane for lane in rest + outer if lane[1] > 0]

    def carriageway(self, side: int) -> float:
        """Width of the asphalt on one side of the centre line."""
        return self.lanes * self.lane_width + self.parking[side]

    def reach(self, side: int) -> float:
        """Width of everything on one side of the centre line."""
        return self.carriageway(side) + self.strip + self.sidewalk


@dataclass(frozen=True, slots=True)
class Street:
    """A street through nodes: the first and last are junctions, those between bends of `radius` metres."""

    nodes: tuple[str, ...]
    profile: Profile
    radius: float = 25.0


@dataclass(frozen=True, slots=True)
class Plan:
    """A town on paper.

    Attributes:
        nodes: name -> place, OpenDRIVE frame, metres.
        control: junction node -> "lights", "stop" or "yield"; others have none.
        corner: least radius of the outer edge of a sidewalk round a corner, metres.
        crosswalks: whether junctions with lights have them.
    """

    name: str
    nodes: Mapping[str, Point]
    streets: Sequence[Street]
    control: Mapping[str, str]
    corner: float = 3.0
    crosswalks: bool = True
    latitude: float = 48.0
    longitude: float = 11.0


@dataclass(frozen=True, slots=True)
class Arm:
    """One end of a street at a junction. `heading` leads away from the junction."""

    street: int
    at_end: bool
    heading: float
    profile: Profile

    def side(self, incoming: bool) -> int:
        """Which half (0 left, 1 right of the road) carries arriving or leaving traffic."""
        return int(incoming == self.at_end)

    def lane(self, number: int, incoming: bool) -> int:
        """OpenDRIVE id of the lane `number` (1 is innermost) of arriving or leaving traffic."""
        return -number if self.side(incoming) else number


def street_network(plan: Plan) -> NetworkSpec:
    """Roads, junctions and signals of a plan.

    Raises:
        ValueError: streets too close for their widths.
    """
    arms = _arms(plan)
    setbacks = {
        (arm.street, arm.at_end): distance
        for around in arms.values()
        for arm, distance in zip(around, _setbacks(around, plan.corner), strict=True)
    }
    legs = [_legs(plan, index, setbacks) for index in range(len(plan.streets))]
    ids = count(len(plan.streets))
    junction_ids = {node: 10_000 + index for index, node in enumerate(arms)}
    signal_ids = count(20_000)
    roads, junctions, controllers = [], [], {}
    signals: dict[int, list[SignalSpec]] = {index: [] for index in range(len(plan.streets))}
    areas: dict[int, list[AreaSpec]] = {index: [] for index in range(len(plan.streets))}
    for node, around in arms.items():
        number = junction_ids[node]
        connections = list(_connections(around, legs, number, ids))
        roads += [road for road, _ in connections]
        own = []
        for arm in around:
            length = sum(leg.length for leg in legs[arm.street])
            control = plan.control.get(node, "")
            for sign in _controls(arm, length, control, signal_ids):
                signals[arm.street].append(sign)
                own.append(sign.id)
            areas[arm.street] += _paint(arm, length, control, plan.crosswalks, signal_ids)
        groups = {30_000 + sign: [sign] for sign in own} if plan.control.get(node) == "lights" else {}
        controllers.update(groups)
        junctions.append(
            JunctionSpec(number, [link for _, links in connections for link in links], list(groups))
        )
    for index, street in enumerate(plan.streets):
        length = sum(leg.length for leg in legs[index])
        signals[index] += _speed_signs(street.profile, length, signal_ids)
    streets = [
        _street_road(plan, index, legs[index], junction_ids, signals[index], areas[index])
        for index in range(len(plan.streets))
    ]
    return NetworkSpec(plan.name, plan.latitude, plan.longitude, streets + roads, junctions, controllers)


def _arms(plan: Plan) -> dict[str, list[Arm]]:
    """Arms of every junction, counterclockwise."""
    arms: dict[str, list[Arm]] = {}
    for index, street in enumerate(plan.streets):
        for at_end, (node, toward) in enumerate((street.nodes[:2], street.nodes[:-3:-1])):
            (x, y), (ahead_x, ahead_y) = plan.nodes[node], plan.nodes[toward]
            heading = math.atan2(ahead_y - y, ahead_x - x)
            arms.setdefault(node, []).append(Arm(index, bool(at_end), heading, street.profile))
    return {node: sorted(around, key=lambda arm: arm.heading) for node, around in arms.items()}


def _setbacks(around: Sequence[Arm], corner: float) -> list[float]:
    """How far from the node each arm must end, so that the sidewalks round its corners keep their radius."""
    distances = [6.0] * len(around)
    for index, arm in enumerate(around):
        following = (index + 1) % len(around)
        other = around[following]
        angle = (other.heading - arm.heading) % (2 * math.pi)
        if not 1e-3 < angle < MAX_CORNER:
            continue
        own, its = arm.profile.reach(arm.side(True)), other.profile.reach(other.side(False))
        tangent = corner / math.tan(angle / 2)
        for which, near, far in ((index, own, its), (following, its, own)):
            crossing = (far + near * math.cos(angle)) / math.sin(angle)
            distances[which] = max(distances[which], crossing + tangent)
    return distances


def _legs(plan: Plan, index: int, setbacks: Mapping[tuple[int, bool], float]) -> list[Leg]:
    street = plan.streets[index]
    points = [plan.nodes[node] for node in street.nodes]
    return rounded(points, street.radius, setbacks[index, False], setbacks[index, True])


def _gate(arm: Arm, legs: Sequence[Sequence[Leg]], incoming: bool) -> Start:
    """Centre line at the junction end of an arm, in the direction of arriving or leaving traffic."""
    own = legs[arm.street]
    pose = own[-1].end if arm.at_end else own[0].start
    return pose if incoming == arm.at_end else pose.reversed()


def _connections(
    around: Sequence[Arm], legs: Sequence[Sequence[Leg]], junction: int, ids: Iterator[int]
) -> Iterator[tuple[RoadSpec, list[tuple[int, int, tuple[int, int]]]]]:
    for index, arm in enumerate(around):
        others = [around[(index + step) % len(around)] for step in range(1, len(around))]  # rightmost first
        for position, other in enumerate(others):
            pairs = _lane_pairs(arm, other, position == 0, position == len(others) - 1)
            for lane_in, lane_out in pairs:
                at_rim = position == 0 and lane_in == arm.profile.lanes and lane_out == other.profile.lanes
                road = _connecting_road(next(ids), junction, legs, (arm, lane_in), (other, lane_out), at_rim)
                yield road, [(arm.street, road.id, (arm.lane(lane_in, True), -1))]


def _lane_pairs(arm: Arm, other: Arm, rightmost: bool, leftmost: bool) -> list[tuple[int, int]]:
    """Which arriving lane (1 is innermost) leads into which leaving lane."""
    into, out = arm.profile.lanes, other.profile.lanes
    turn = angle_between(arm.heading + math.pi, other.heading)
    straight = abs(turn) < ALONG or not (rightmost or leftmost)
    if straight:
        return [(min(lane, into), min(lane, out)) for lane in range(1, max(into, out) + 1)]
    return [(into, out)] if rightmost else [(1, 1)]


def _connecting_road(
    number: int,
    junction: int,
    legs: Sequence[Sequence[Leg]],
    source: tuple[Arm, int],
    target: tuple[Arm, int],
    at_rim: bool,
) -> RoadSpec:
    (arm, lane_in), (other, lane_out) = source, target
    start = _gate(arm, legs, True).ahead(0.0, -(lane_in - 1) * arm.profile.lane_width)
    end = _gate(other, legs, False).ahead(0.0, -(lane_out - 1) * other.profile.lane_width)
    width = (arm.profile.lane_width, other.profile.lane_width)
    link = (arm.lane(lane_in, True), other.lane(lane_out, False))
    lanes = [LaneSpec("driving", width, link=link)]
    if at_rim:
        lanes += _rim_lanes(arm, other)
    return RoadSpec(
        id=number,
        junction=junction,
        legs=turn_between(start, end),
        left=(),
        right=lanes,
        centre_mark="none",
        centre_color="white",
        predecessor=Link("road", arm.street, "end" if arm.at_end else "start"),
        successor=Link("road", other.street, "end" if other.at_end else "start"),
        speed=min(arm.profile.speed, other.profile.speed),
    )


def _rim_lanes(arm: Arm, other: Arm) -> Iterator[LaneSpec]:
    """What lies beside the outermost driving lane, from one arm's widths to the other's."""
    sides = arm.side(True), other.side(False)
    halves = [
        {kind: (number, width) for number, (kind, width, _) in enumerate(half, start=1)}
        for half in (arm.profile.half(sides[0]), other.profile.half(sides[1]))
    ]
    for kind in ("parking", "border", "sidewalk"):
        if any(kind in half for half in halves):
            (first, width_in), (last, width_out) = (half.get(kind, (0, 0.0)) for half in halves)
            link = (arm.lane(first, True) if first else None, other.lane(last, False) if last else None)
            yield LaneSpec("shoulder" if kind == "parking" else kind, (width_in, width_out), link=link)


def _controls(arm: Arm, length: float, control: str, ids: Iterator[int]) -> list[SignalSpec]:
    """The light or sign that an arm's arriving traffic meets."""
    kinds = {
        "lights": ("Signal_3Light", "1000001"),
        "stop": ("Sign_Stop", "206"),
        "yield": ("Sign_Yield", "205"),
    }
    if control not in kinds:
        return []
    name, kind = kinds[control]
    return [_roadside(arm.profile, arm.at_end, length, SIGNAL_AT, name, kind, -1.0, ids)]


def _roadside(
    profile: Profile,
    forward: bool,
    length: float,
    before_end: float,
    name: str,
    kind: str,
    value: float,
    ids: Iterator[int],
) -> SignalSpec:
    """A sign on the right of traffic that runs along the road (`forward`) or against it."""
    aside = profile.carriageway(int(forward)) + 0.6
    s, t = (length - before_end, -aside) if forward else (before_end, aside)
    lanes = (-profile.lanes, -1) if forward else (1, profile.lanes)
    return SignalSpec(next(ids), name, kind, max(s, 0.0), t, "+" if forward else "-", lanes, value)


def _speed_signs(profile: Profile, length: float, ids: Iterator[int]) -> list[SignalSpec]:
    """One sign per direction, soon after the junction, on streets that are long enough."""
    if length < 40.0:
        return []
    name = f"Speed_{profile.speed:.0f}"
    return [
        _roadside(profile, forward, length, length - 14.0, name, "274", profile.speed, ids)
        for forward in (True, False)
    ]


def _paint(arm: Arm, length: float, control: str, crosswalks: bool, ids: Iterator[int]) -> list[AreaSpec]:
    """Stop line and crosswalk of an arm."""
    profile = arm.profile
    left, right = profile.carriageway(0), profile.carriageway(1)
    areas = []
    if control in ("lights", "stop"):
        half = profile.lanes * profile.lane_width
        middle = (-0.5 if arm.side(True) else 0.5) * half
        areas.append(
            AreaSpec(
                next(ids), "StopLine", "roadMark", _before(arm, length, STOP_LINE_AT), middle, 0.4, half - 0.3
            )
        )
    if crosswalks and control == "lights":
        middle, width = 0.5 * (left - right), left + right
        areas.append(
            AreaSpec(
                next(ids),
                "Crosswalk",
                "crosswalk",
                _before(arm, length, CROSSWALK_AT),
                middle,
                CROSSWALK_LENGTH,
                width,
            )
        )
    return areas


def _before(arm: Arm, length: float, distance: float) -> float:
    """Station `distance` metres from an arm's junction."""
    return length - distance if arm.at_end else distance


def _street_road(
    plan: Plan,
    index: int,
    legs: Sequence[Leg],
    junction_ids: Mapping[str, int],
    signals: Sequence[SignalSpec],
    areas: Sequence[AreaSpec],
) -> RoadSpec:
    street = plan.streets[index]
    halves = [
        [LaneSpec(kind, (width, width), mark) for kind, width, mark in street.profile.half(side)]
        for side in (0, 1)
    ]
    return RoadSpec(
        id=index,
        junction=-1,
        legs=legs,
        left=halves[0],
        right=halves[1],
        centre_mark=street.profile.centre,
        centre_color=street.profile.centre_color,
        predecessor=Link("junction", junction_ids[street.nodes[0]]),
        successor=Link("junction", junction_ids[street.nodes[-1]]),
        speed=street.profile.speed,
        signals=signals,
        areas=areas,
    )
