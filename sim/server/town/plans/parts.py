"""What street plans are put together from: grids, edges joined to streets, who must stop where."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..curves import Point
from ..streets import Profile, Street

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


def grid(columns: int, rows: int, spacing: Point) -> dict[str, Point]:
    """Nodes "column.row", `spacing` metres apart, centred."""
    width, height = (columns - 1) * spacing[0], (rows - 1) * spacing[1]
    return {
        f"{column}.{row}": (column * spacing[0] - width / 2, row * spacing[1] - height / 2)
        for column in range(columns)
        for row in range(rows)
    }


def grid_edges(
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
