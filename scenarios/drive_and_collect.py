"""Drive along the lanes and keep a labelled picture every few metres.

    python scenarios/drive_and_collect.py --out data/drive --frames 50

The camera follows the waypoints of the map; at a fork it draws one way.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

import carla
import numpy as np
from caos.scenarios.street import open_street, options, save

from caos.errors import CaosError


def route(start: carla.Waypoint, step: float, seed: int) -> Iterator[carla.Waypoint]:
    """Places every `step` metres, until the road ends."""
    rng, here = np.random.default_rng(seed), start
    while True:
        yield here
        ways = sorted(here.next(step), key=lambda way: (way.road_id, way.lane_id, way.s))
        if not ways:
            return
        here = ways[int(rng.integers(len(ways)))]


def eye(waypoint: carla.Waypoint, height: float) -> carla.Transform:
    """The camera above a waypoint, looking along the lane."""
    place = waypoint.transform.location
    return carla.Transform(carla.Location(place.x, place.y, place.z + height), waypoint.transform.rotation)


def main(argv: Sequence[str] | None = None) -> int:
    """Collect pictures and labels named 0001, 0002, ..."""
    parser = options(__doc__ or "")
    parser.add_argument("--frames", type=int, default=20)
    parser.add_argument("--step", type=float, default=4.0, help="metres between pictures")
    chosen = parser.parse_args(argv)
    if chosen.frames < 1 or chosen.step <= 0:
        parser.error("--frames and --step must be positive")
    count = 0
    with open_street(chosen) as street:
        start = street.view(chosen.seed).waypoint
        for count, waypoint in zip(
            range(1, chosen.frames + 1), route(start, chosen.step, chosen.seed), strict=False
        ):
            street.rig.move(eye(waypoint, street.camera.z))
            save(chosen.out, f"{count:04d}", street.rig.capture(["rgb", "semantic_segmentation"]))
    print(f"{chosen.out}: {count} pictures with labels")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except CaosError as error:
        sys.exit(f"error: {error}")
