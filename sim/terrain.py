"""The ground under a place, and what hangs above it, asked through rays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import carla

_L = carla.CityObjectLabel
GROUND_LABELS: Final = (
    _L.Roads, _L.RoadLines, _L.Sidewalks, _L.Ground, _L.Terrain, _L.Bridge, _L.RailTrack,
)  # fmt: skip
"""What things may stand on."""

_REACH = 3.0
_CLEAR = 0.05  # metres; what is lower than this lies on the ground
_BELOW = -0.02


@dataclass(frozen=True, slots=True)
class Column:
    """What one ray from above met.

    Attributes:
        ground: height of the highest ground, metres.
        label: its kind.
        obstructed: whether something else is there between the ground and the height asked for.
    """

    ground: float
    label: carla.CityObjectLabel
    obstructed: bool


def look_down(world: carla.World, x: float, y: float, z: float, height: float) -> Column | None:
    """The ground near a place, and whether the air above it is free.

    Args:
        world: asked with one ray.
        x: metres, world.
        y: metres, world.
        z: about the ground's height, metres; it is found within 3 m of it.
        height: of the thing that is to stand there, metres.

    Returns:
        None where there is no ground, or water covers it.
    """
    top, bottom = carla.Location(x, y, z + _REACH + height), carla.Location(x, y, z - _REACH)
    hits = [(hit.location.z, hit.label) for hit in world.cast_ray(top, bottom)]
    grounds = [hit for hit in hits if hit[1] in GROUND_LABELS and hit[0] <= z + _REACH]
    if not grounds:
        return None
    ground, label = max(grounds, key=lambda hit: hit[0])
    others = [hit for hit in hits if hit[1] not in GROUND_LABELS]
    if any(kind == _L.Water and level > ground + _BELOW for level, kind in others):
        return None
    obstructed = any(ground + _CLEAR < level < ground + height for level, _ in others)
    return Column(ground, label, obstructed)
