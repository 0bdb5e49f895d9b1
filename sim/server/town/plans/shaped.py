"""Plans that are no grid: a suburb (Town02), works (Town04), a honeycomb (Town05), country roads (Town07)."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from ..curves import Point
from ..streets import Plan, Profile
from .parts import Edge, chained, controls

COUNTRY: Final = {
    "a": (-330.0, 30.0), "b": (-105.0, -15.0), "c": (95.0, 45.0), "d": (335.0, -5.0), "e": (-215.0, 230.0),
    "f": (50.0, 265.0), "g": (275.0, 225.0), "h": (-235.0, -205.0), "i": (25.0, -225.0), "j": (265.0, -195.0),
}  # fmt: skip
"""Where the roads of the country town meet or turn."""


def suburb() -> Plan:
    """Two rings and their spokes, houses in gardens."""
    lane = Profile(lane_width=3.4, strip=1.8, sidewalk=1.8, centre="none", speed=30.0)
    ring = Profile(lane_width=3.6, parking=(0.0, 2.2), strip=1.5, sidewalk=2.0, speed=50.0)
    nodes = {"c": (8.0, -6.0)}
    for k in range(12):
        angle = math.radians(30.0 * k)
        wobble = 1.0 + 0.07 * math.sin(3.0 * angle + 0.6)
        nodes[f"o{k}"] = (205.0 * wobble * math.cos(angle), 165.0 * wobble * math.sin(angle))
        nodes[f"i{k}"] = (102.0 * wobble * math.cos(angle), 84.0 * wobble * math.sin(angle))
    for k in range(0, 12, 2):
        angle = math.radians(30.0 * k + (7.0 if k % 4 else -7.0))
        nodes[f"s{k}"] = (156.0 * math.cos(angle), 125.0 * math.sin(angle))
    edges: list[Edge] = [(f"o{k}", f"o{(k + 1) % 12}", ring) for k in range(12)]
    edges += [(f"i{k}", f"i{(k + 1) % 12}", lane) for k in range(12)]
    for k in range(0, 12, 2):
        edges += [(f"i{k}", f"s{k}", lane), (f"s{k}", f"o{k}", lane)]
    edges += [("c", f"i{k}", lane) for k in (0, 4, 8)]
    streets = chained(edges, 60.0)
    return Plan(
        "Town02",
        nodes,
        streets,
        controls(streets, "lights", "yield"),
        corner=5.0,
        latitude=52.1,
        longitude=5.2,
    )


def industrial() -> Plan:
    """A main road with works on both sides."""
    main = Profile(
        lanes=2, lane_width=3.7, strip=2.5, sidewalk=2.0, centre="solid solid", edge="solid", speed=50.0
    )
    works = Profile(lane_width=4.0, strip=3.5, sidewalk=1.8, edge="solid", speed=50.0)
    yard = Profile(lane_width=3.8, parking=(0.0, 2.6), strip=1.5, sidewalk=2.0, edge="solid", speed=50.0)
    nodes = {
        "a": (-270.0, -10.0), "b": (-85.0, 0.0), "c": (105.0, 12.0), "d": (275.0, 0.0), "e": (-262.0, 140.0),
        "f": (-88.0, 150.0), "g": (112.0, 172.0), "h": (268.0, 140.0), "i": (-205.0, -145.0),
        "j": (70.0, -160.0),
        "k": (262.0, -135.0),
    }  # fmt: skip
    ways = {"ab": main, "bc": main, "cd": main, "bf": yard, "cg": works, "cj": yard}
    ways |= dict.fromkeys(("ae", "ef", "fg", "gh", "hd", "ai", "ij", "jk", "kd"), works)
    edges = [(way[0], way[1], profile) for way, profile in ways.items()]
    streets = chained(edges, 38.0)
    return Plan(
        "Town04",
        nodes,
        streets,
        controls(streets, "lights", "stop"),
        corner=6.0,
        latitude=51.5,
        longitude=7.2,
    )


def honeycomb() -> Plan:
    """Apartment blocks in six-sided parks."""
    park = Profile(
        lane_width=3.5, parking=(2.2, 0.0), strip=1.2, sidewalk=3.0, edge="none", speed=30.0, crossing=60.0
    )
    side = 84.0
    centres = [(0.0, 0.0)] + [
        (
            math.sqrt(3.0) * side * math.cos(math.radians(60 * k)),
            math.sqrt(3.0) * side * math.sin(math.radians(60 * k)),
        )
        for k in range(6)
    ]
    nodes: dict[str, Point] = {}
    edges: dict[tuple[str, str], Profile] = {}
    for x, y in centres:
        ring = []
        for k in range(6):
            angle = math.radians(60 * k + 30)
            point = (round(x + side * math.cos(angle), 3), round(y + side * math.sin(angle), 3))
            ring.append(_name_of(nodes, point))
        for a, b in zip(ring, ring[1:] + ring[:1], strict=True):
            edges[min(a, b), max(a, b)] = park
    streets = chained([(a, b, profile) for (a, b), profile in edges.items()], 34.0)
    return Plan(
        "Town05",
        nodes,
        streets,
        controls(streets, "lights", "yield"),
        corner=6.0,
        latitude=59.3,
        longitude=18.0,
    )


def _name_of(nodes: dict[str, Point], point: Point) -> str:
    """The name of the node at `point`, made if there is none within a metre."""
    for name, other in nodes.items():
        if math.dist(point, other) < 1.0:
            return name
    nodes[f"n{len(nodes)}"] = point
    return f"n{len(nodes) - 1}"


def country() -> Plan:
    """Winding roads between fields; a village where they meet."""
    road = Profile(lane_width=3.3, strip=2.2, sidewalk=1.2, edge="solid", speed=50.0)
    lane = Profile(lane_width=2.9, strip=1.8, sidewalk=1.1, centre="none", speed=30.0)
    village = Profile(lane_width=3.2, sidewalk=1.8, strip=0.8, speed=30.0, crossing=55.0)
    ways = {"ab": road, "bc": village, "cd": road, "cf": lane, "bi": village}
    ways |= dict.fromkeys(("ae", "ef", "fg", "gd", "ah", "hi", "ij", "jd"), lane)
    rng = np.random.default_rng(7)
    nodes, edges = dict(COUNTRY), []
    for (start, end), profile in ((tuple(way), profile) for way, profile in ways.items()):
        winding = _bends(nodes, start, end, 2 if profile is village else 3, rng)
        edges += [(a, b, profile) for a, b in zip([start, *winding], [*winding, end], strict=True)]
    streets = chained(edges, 45.0)
    return Plan(
        "Town07", nodes, streets, controls(streets, "stop", "yield"), corner=4.0, latitude=46.6, longitude=7.1
    )


def _bends(nodes: dict[str, Point], start: str, end: str, count: int, rng: np.random.Generator) -> list[str]:
    """Names of `count` new nodes on a way that winds from `start` to `end`."""
    (x0, y0), (x1, y1) = nodes[start], nodes[end]
    length, names = math.dist((x0, y0), (x1, y1)), []
    for number, part in enumerate(np.linspace(0.0, 1.0, count + 2)[1:-1].tolist()):
        aside = float(rng.uniform(0.03, 0.075)) * length * (-1) ** number
        names.append(f"{start}{end}{number}")
        nodes[names[-1]] = (
            x0 + part * (x1 - x0) - aside * (y1 - y0) / length,
            y0 + part * (y1 - y0) + aside * (x1 - x0) / length,
        )
    return names
