"""From a plan of streets (nodes, edges, lane profiles) to roads, junctions, signals: what `writer` writes.

A node where three or more streets meet becomes a junction; nodes between two legs of one street are bends.
At a junction every lane that arrives gets a connecting road to each arm it may turn into. The connecting road
from an arm to the next one counterclockwise runs along the junction's rim, so it also carries the kerb-side
lanes and the sidewalk round the corner.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import Final

from .curves import Leg, Start, angle_between, rounded, turn_between
from .roadside import control_signals, mid_block, paint, speed_signs
from .streets import Arm, Plan
from .writer import AreaSpec, JunctionSpec, LaneSpec, Link, NetworkSpec, RoadSpec, SignalSpec

MAX_CORNER: Final = math.radians(150.0)  # arms further apart have no corner between them
ALONG: Final = math.radians(35.0)  # a turn smaller than this goes straight on


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
    ids, object_ids = count(len(plan.streets)), count(20_000)
    numbers = {node: 10_000 + index for index, node in enumerate(arms)}
    signals: list[list[SignalSpec]] = [[] for _ in plan.streets]
    areas: list[list[AreaSpec]] = [[] for _ in plan.streets]
    roads, junctions, controllers = [], [], {}
    for node, around in arms.items():
        control = plan.control.get(node, "")
        lights = []
        for arm in around:
            length = _length(legs[arm.street])
            own = control_signals(arm, length, control, object_ids)
            signals[arm.street] += own
            lights += [signal.id for signal in own if control == "lights"]
            areas[arm.street] += paint(arm, length, control, plan.crosswalks, object_ids)
        connections = list(_connections(around, legs, numbers[node], ids))
        roads += [road for road, _ in connections]
        links = [link for _, link in connections]
        junctions.append(JunctionSpec(numbers[node], links, [30_000 + light for light in lights]))
        controllers.update({30_000 + light: [light] for light in lights})
    for index, street in enumerate(plan.streets):
        signals[index] += speed_signs(street.profile, _length(legs[index]), object_ids)
        areas[index] += mid_block(street.profile, _length(legs[index]), object_ids)
    streets = [
        _street_road(plan, index, legs[index], numbers, signals[index], areas[index])
        for index in range(len(plan.streets))
    ]
    return NetworkSpec(plan.name, plan.latitude, plan.longitude, streets + roads, junctions, controllers)


def _length(legs: Sequence[Leg]) -> float:
    return sum(leg.length for leg in legs)


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
) -> Iterator[tuple[RoadSpec, tuple[int, int, tuple[int, int]]]]:
    for index, arm in enumerate(around):
        others = [around[(index + step) % len(around)] for step in range(1, len(around))]  # rightmost first
        for position, other in enumerate(others):
            pairs = _lane_pairs(arm, other, position == 0, position == len(others) - 1)
            for lane_in, lane_out in pairs:
                at_rim = position == 0 and lane_in == arm.profile.lanes and lane_out == other.profile.lanes
                road = _connecting_road(next(ids), junction, legs, (arm, lane_in), (other, lane_out), at_rim)
                yield road, (arm.street, road.id, (arm.lane(lane_in, True), -1))


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
    start = _gate(arm, legs, True).ahead(0.0, -arm.profile.middle(lane_in))
    end = _gate(other, legs, False).ahead(0.0, -other.profile.middle(lane_out))
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
            link = (arm.place(first, True) if first else None, other.place(last, False) if last else None)
            yield LaneSpec("shoulder" if kind == "parking" else kind, (width_in, width_out), link=link)


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
