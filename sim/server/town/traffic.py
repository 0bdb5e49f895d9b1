"""Where cars may start and which lights and signs stand beside the lanes, read off the roads of any map.

The meshes of lights and signs are scenery; the heads given here are what the server makes actors of.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np

from ..scene import Pose, SignalHead
from .roads import DRIVING_TYPES, Road, Signal

SPAWN_SPACING: Final = 25.0
SPAWN_HEIGHT: Final = 0.5
SPAWN_MARGIN: Final = 4.0  # metres of lane before and behind a spawn point on short roads
MIN_SPAWN_WIDTH: Final = 2.4

_LIGHT: Final = "1000001"
_TYPES: Final = {_LIGHT: "traffic.traffic_light", "206": "traffic.stop", "205": "traffic.yield"}
_SPEED: Final = "274"


def spawn_points(roads: Sequence[Road]) -> tuple[Pose, ...]:
    """Poses in the middle of driving lanes outside junctions, about `SPAWN_SPACING` apart, along the lane."""
    poses: list[Pose] = []
    for road in roads:
        if road.junction:
            continue
        for section in road.sections:
            length = section.end - section.start
            if length < 2 * SPAWN_MARGIN:
                continue
            count = max(round(length / SPAWN_SPACING), 1)
            s = section.start + (np.arange(count) + 0.5) * length / count
            t = section.boundaries(s)
            for index, lane in enumerate(section.lanes):
                if lane.kind in DRIVING_TYPES and (t[index] - t[index + 1]).min() >= MIN_SPAWN_WIDTH:
                    points = road.points(s, 0.5 * (t[index] + t[index + 1]), SPAWN_HEIGHT)
                    yaws = np.degrees(road.yaw(s)) + (180.0 if lane.id > 0 else 0.0)
                    poses += [_pose(point, yaw) for point, yaw in zip(points, yaws, strict=True)]
    return tuple(poses)


def signal_heads(roads: Sequence[Road]) -> tuple[SignalHead, ...]:
    """Lights and signs of a map; their x axis looks at the traffic they are for (right-hand traffic)."""
    groups: dict[str, int] = {}
    heads = []
    for road in roads:
        for signal in road.signals:
            type_id = _type_id(signal)
            if type_id:
                near_end = signal.s > 0.5 * road.length
                junction = road.junction or road.ends[int(near_end)] or f"road {road.id}"
                group = groups.setdefault(junction, len(groups) + 1)
                heads.append(SignalHead(type_id, signal.id, _signal_pose(road, signal), group))
    return tuple(heads)


def _type_id(signal: Signal) -> str:
    if signal.kind == _SPEED:
        return f"traffic.speed_limit.{signal.value:.0f}" if signal.value > 0 else ""
    return _TYPES.get(signal.kind, "")


def _signal_pose(road: Road, signal: Signal) -> Pose:
    s = np.array([min(max(signal.s, 0.0), road.length)])
    yaw = math.degrees(road.yaw(s)[0]) + (180.0 if signal.t < 0 else 0.0)
    return _pose(road.points(s, np.array([signal.t]))[0], yaw)


def _pose(point: np.typing.NDArray[np.float64], yaw: float) -> Pose:
    x, y, z = (float(value) for value in point)
    return Pose((x, y, z), (0.0, (float(yaw) + 180.0) % 360.0 - 180.0, 0.0))
