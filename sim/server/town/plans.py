"""Street plans of the six generated towns: where the streets run, how wide they are, who must stop.

Each has its own pattern, so that a held-out town is another place, not a reshuffled one: a grid of terraces
(Town01), a garden suburb of rings and spokes (Town02), downtown avenues (Town03), an industrial edge of town
(Town04), a honeycomb of apartment parks (Town05), crooked lanes of an old quarter (Town06).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from typing import Final

import numpy as np

from .curves import Point
from .streets import Plan, Profile, Street

Edge = tuple[str, str, Profile]


def chained(edges: Iterable[Edge], radius: float) -> list[Street]:
    """Streets from single edges: nodes with just two edges of one profile become bends of `radius` metres."""
    remaining = list(edges)
    degree: dict[str, int] = {}
    for a, b, _ in remaining:
        degree[a], degree[b] = degree.get(a, 0) + 1, degree.get(b, 0) + 1
    streets = []
    while remaining:
        seed = next((edge for edge in remaining if degree[edge[0]] > 2 or degree[edge[1]] > 2), remaining[0])
        remaining.remove(seed)
        a, b, profile = seed
        nodes = [a, b] if degree[a] > 2 else [b, a]
        while degree[nodes[-1]] == 2:
            following = next(edge for edge in remaining if nodes[-1] in edge[:2])
            remaining.remove(following)
            nodes.append(following[1] if following[0] == nodes[-1] else following[0])
        streets.append(Street(tuple(nodes), profile, radius))
    return streets


def controls(streets: Iterable[Street], crossing: str, branch: str) -> dict[str, str]:
    """Control of each junction: `crossing` where four or more arms or a wide street meet, else `branch`."""
    arms: dict[str, list[Profile]] = {}
    for street in streets:
        for node in (street.nodes[0], street.nodes[-1]):
            arms.setdefault(node, []).append(street.profile)
    return {
        node: crossing if len(around) > 3 or any(profile.lanes > 1 for profile in around) else branch
        for node, around in arms.items()
    }


def _grid(columns: int, rows: int, spacing: Point) -> dict[str, Point]:
    width, height = (columns - 1) * spacing[0], (rows - 1) * spacing[1]
    return {
        f"{column}.{row}": (column * spacing[0] - width / 2, row * spacing[1] - height / 2)
        for column in range(columns)
        for row in range(rows)
    }


def _grid_edges(
    columns: int,
    rows: int,
    across: Callable[[int], Profile],
    along: Callable[[int], Profile],
    without: set[str],
) -> list[Edge]:
    """Edges of a grid; `across(row)` and `along(column)` choose profiles; `without` lists edges left out."""
    edges = [
        (f"{column}.{row}", f"{column + 1}.{row}", across(row))
        for column in range(columns - 1)
        for row in range(rows)
    ]
    edges += [
        (f"{column}.{row}", f"{column}.{row + 1}", along(column))
        for column in range(columns)
        for row in range(rows - 1)
    ]
    return [edge for edge in edges if f"{edge[0]}-{edge[1]}" not in without]


def _terraces() -> Plan:
    narrow = Profile(lane_width=3.3, parking=(2.1, 2.1), sidewalk=2.4, speed=30.0)
    main = Profile(lane_width=3.6, sidewalk=3.0, centre_color="yellow", edge="solid", speed=50.0)
    edges = _grid_edges(
        5, 4, lambda row: main if row == 1 else narrow, lambda column: main if column == 2 else narrow,
        without={"0.2-1.2", "3.2-3.3", "1.0-1.1", "3.0-3.1"},
    )  # fmt: skip
    streets = chained(edges, 14.0)
    nodes = _grid(5, 4, (92.0, 78.0))
    return Plan("Town01", nodes, streets, controls(streets, "lights", "stop"), latitude=53.4, longitude=-2.2)


def _suburb() -> Plan:
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


def _downtown() -> Plan:
    avenue = Profile(
        lanes=2,
        lane_width=3.4,
        sidewalk=4.5,
        centre="solid solid",
        centre_color="yellow",
        edge="none",
        speed=50.0,
    )
    street = Profile(lane_width=3.4, parking=(2.3, 2.3), sidewalk=4.0, centre_color="yellow", speed=50.0)
    edges = _grid_edges(
        4, 4,
        lambda row: avenue if row in (1, 2) else street,
        lambda column: avenue if column == 1 else street,
        without={"1.0-2.0", "2.2-2.3"},
    )  # fmt: skip
    streets = chained(edges, 22.0)
    nodes = _grid(4, 4, (128.0, 104.0))
    return Plan(
        "Town03",
        nodes,
        streets,
        controls(streets, "lights", "lights"),
        corner=3.5,
        latitude=41.9,
        longitude=-87.6,
    )


def _industrial() -> Plan:
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


def _honeycomb() -> Plan:
    park = Profile(lane_width=3.5, parking=(2.2, 0.0), strip=1.2, sidewalk=3.0, edge="none", speed=30.0)
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


def _old_quarter() -> Plan:
    lane = Profile(lane_width=2.9, sidewalk=1.5, centre="none", speed=30.0)
    street = Profile(lane_width=3.0, parking=(2.0, 2.0), sidewalk=1.6, speed=30.0)
    market = Profile(lane_width=3.2, parking=(0.0, 2.0), sidewalk=2.4, centre="broken", speed=30.0)
    shore = Profile(lane_width=3.4, parking=(2.1, 0.0), sidewalk=3.5, edge="none", speed=50.0)
    rng = np.random.default_rng(6)
    nodes = {
        name: (x + float(dx), y + float(dy))
        for (name, (x, y)), (dx, dy) in zip(
            _grid(6, 5, (66.0, 60.0)).items(), rng.uniform(-11.0, 11.0, (30, 2)), strict=True
        )
    }
    edges = _grid_edges(
        6, 5,
        lambda row: (shore, street, market, street, lane)[row],
        lambda column: street if column % 2 else lane,
        without={"1.1-1.2", "3.2-3.3", "2.3-3.3", "4.1-5.1", "0.3-1.3", "4.3-4.4", "1.4-2.4"},
    )  # fmt: skip
    streets = chained(edges, 12.0)
    return Plan(
        "Town06", nodes, streets, controls(streets, "yield", "yield"), corner=1.6, crosswalks=False,
        latitude=43.5, longitude=16.4,
    )  # fmt: skip


PLANS: Final[Mapping[str, Callable[[], Plan]]] = {
    "Town01": _terraces,
    "Town02": _suburb,
    "Town03": _downtown,
    "Town04": _industrial,
    "Town05": _honeycomb,
    "Town06": _old_quarter,
}
"""Name of a generated town -> its street plan."""
