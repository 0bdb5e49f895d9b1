"""Plans on a grid: terraces (Town01), downtown (Town03), an old quarter (Town06), a boulevard (Town10HD)."""

from __future__ import annotations

import numpy as np

from ..streets import Plan, Profile
from .parts import chained, controls, grid, grid_edges


def terraces() -> Plan:
    """Rows of terraced houses along narrow streets."""
    narrow = Profile(lane_width=3.3, parking=(2.1, 2.1), sidewalk=2.4, speed=30.0)
    main = Profile(lane_width=3.6, sidewalk=3.0, centre_color="yellow", edge="solid", speed=50.0)
    edges = grid_edges(
        5, 4, lambda row: main if row == 1 else narrow, lambda column: main if column == 2 else narrow,
        without={"0.2-1.2", "3.2-3.3", "1.0-1.1", "3.0-3.1"},
    )  # fmt: skip
    streets = chained(edges, 14.0)
    nodes = grid(5, 4, (92.0, 78.0))
    return Plan("Town01", nodes, streets, controls(streets, "lights", "stop"), latitude=53.4, longitude=-2.2)


def downtown() -> Plan:
    """Avenues and streets between tall buildings."""
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
    edges = grid_edges(
        4, 4,
        lambda row: avenue if row in (1, 2) else street,
        lambda column: avenue if column == 1 else street,
        without={"1.0-2.0", "2.2-2.3"},
    )  # fmt: skip
    streets = chained(edges, 22.0)
    nodes = grid(4, 4, (128.0, 104.0))
    return Plan(
        "Town03",
        nodes,
        streets,
        controls(streets, "lights", "lights"),
        corner=3.5,
        latitude=41.9,
        longitude=-87.6,
    )


def old_quarter() -> Plan:
    """Crooked lanes; nobody has lights."""
    lane = Profile(lane_width=2.9, sidewalk=1.5, centre="none", speed=30.0)
    street = Profile(lane_width=3.0, parking=(2.0, 2.0), sidewalk=1.6, speed=30.0)
    market = Profile(lane_width=3.2, parking=(0.0, 2.0), sidewalk=2.4, centre="broken", speed=30.0)
    shore = Profile(lane_width=3.4, parking=(2.1, 0.0), sidewalk=3.5, edge="none", speed=50.0)
    rng = np.random.default_rng(6)
    nodes = {
        name: (x + float(dx), y + float(dy))
        for (name, (x, y)), (dx, dy) in zip(
            grid(6, 5, (66.0, 60.0)).items(), rng.uniform(-11.0, 11.0, (30, 2)), strict=True
        )
    }
    edges = grid_edges(
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


def boulevard() -> Plan:
    """A boulevard with trees on its median, and wide avenues across it."""
    wide = Profile(
        lanes=2, lane_width=3.4, median=5.0, sidewalk=5.5, strip=1.6, centre="none", speed=50.0, crossing=70.0
    )
    avenue = Profile(lanes=2, lane_width=3.3, sidewalk=4.5, centre="solid solid", speed=50.0)
    street = Profile(lane_width=3.3, parking=(2.2, 2.2), sidewalk=4.0, speed=30.0, crossing=60.0)
    edges = grid_edges(
        4, 4,
        lambda row: wide if row == 1 else street,
        lambda column: avenue if column in (1, 2) else street,
        without={"1.2-2.2"},
    )  # fmt: skip
    streets = chained(edges, 20.0)
    nodes = grid(4, 4, (138.0, 112.0))
    return Plan(
        "Town10HD", nodes, streets, controls(streets, "lights", "lights"), corner=4.5,
        latitude=48.9, longitude=2.3,
    )  # fmt: skip
