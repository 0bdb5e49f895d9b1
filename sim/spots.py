"""Places beside and on the road where an anomaly may be put, drawn by the rules of a scenario."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

import carla
import numpy as np
import numpy.typing as npt

from .scenario import PlacementKind
from .streets import View, across, outward

Floats = npt.NDArray[np.float64]
T = TypeVar("T")

VERGE: Final = 4.0
"""Width of the strip beyond the road's outer edge that counts as verge, metres."""

_VERGE_GAP = 0.2  # metres between the road's edge and what stands on the verge
_L = carla.LaneType
_SOFT: Final = (_L.Shoulder, _L.Parking, _L.Stop, _L.Biking, _L.Border)


@dataclass(frozen=True, slots=True)
class Draw:
    """One place in shares of 0 .. 1 of what is possible; the heading in degrees."""

    distance: float
    branch: float
    kind: float
    strip: float
    aside: float
    along: float
    yaw: float

    @classmethod
    def of(cls, rng: np.random.Generator) -> Draw:
        """Always the same number of draws."""
        distance, branch, kind, strip, aside, along, turn = (float(share) for share in rng.random(7))
        return cls(distance, branch, kind, strip, aside, along, yaw=360.0 * turn - 180.0)


def weighted(weights: Mapping[PlacementKind, float], share: float) -> PlacementKind:
    """The kind at a share, 0 .. 1, of all weight."""
    kinds = list(weights)
    ends = np.cumsum([weights[kind] for kind in kinds])
    return kinds[min(int(np.searchsorted(ends, share * ends[-1], side="right")), len(kinds) - 1)]


def spot(
    view: View,
    crosswalks: Sequence[Floats],
    kind: PlacementKind,
    distance: tuple[float, float],
    size: float,
    drawn: Draw,
) -> carla.Location | None:
    """A place of a kind before the camera, at the road network's height.

    Args:
        view: where the camera stands.
        crosswalks: corners of each pedestrian crossing, (K, 3).
        kind: of place.
        distance: [nearest, farthest] metres, along the lane; straight from the camera for crossings.
        size: the longer side of what is to stand there, metres.
        drawn: which of the many places.

    Returns:
        None when the lane ends before, or there is no place of the kind.
    """
    if kind == "crossing":
        return _on_crossing(view, crosswalks, distance, drawn)
    ahead = view.waypoint.next(distance[0] + drawn.distance * (distance[1] - distance[0]))
    if not ahead:
        return None
    ahead.sort(key=lambda waypoint: (waypoint.road_id, waypoint.lane_id, waypoint.s))
    strips = _strips(_pick(ahead, drawn.branch), kind)
    if not strips:
        return None
    return _on_strip(_pick(strips, drawn.strip), kind, size, drawn.aside)


def bearing(view: View, place: carla.Location) -> float:
    """Degrees from the camera's view axis to a place, on the ground; to the right is positive."""
    eye = view.transform.location
    heading = math.radians(view.transform.rotation.yaw)
    x, y = place.x - eye.x, place.y - eye.y
    ahead = x * math.cos(heading) + y * math.sin(heading)
    aside = y * math.cos(heading) - x * math.sin(heading)
    return math.degrees(math.atan2(aside, ahead))


def _on_strip(strip: carla.Waypoint, kind: PlacementKind, size: float, aside: float) -> carla.Location:
    width = strip.lane_width
    room = max(0.0, width - size) / 2
    shift = (2 * aside - 1) * room
    if kind == "verge":
        low = width / 2 + _VERGE_GAP + size / 2
        shift = low + aside * max(0.0, width / 2 + VERGE - size / 2 - low)
    elif kind == "shoulder" and strip.lane_type == _L.Driving:
        shift = room  # no shoulder of its own: the outer edge of the outermost lane
    right, place = strip.transform.get_right_vector(), strip.transform.location
    return carla.Location(place.x + shift * right.x, place.y + shift * right.y, place.z)


def _on_crossing(
    view: View, crosswalks: Sequence[Floats], distance: tuple[float, float], drawn: Draw
) -> carla.Location | None:
    """A place on one of the crossings whose middle is before the camera and at the right distance."""
    matrix = view.matrix
    near: list[Floats] = []
    for corners in crosswalks:
        offset = corners.mean(axis=0) - matrix[:3, 3]
        if distance[0] <= np.hypot(*offset[:2]) <= distance[1] and offset @ matrix[:3, 0] > 0:
            near.append(corners)
    if not near:
        return None
    corners = _pick(near, drawn.branch)
    if len(corners) != 4:
        place = corners.mean(axis=0)
    else:  # bilinear: crossings are four-sided
        near_side = (1 - drawn.along) * corners[0] + drawn.along * corners[1]
        far_side = (1 - drawn.along) * corners[3] + drawn.along * corners[2]
        place = (1 - drawn.aside) * near_side + drawn.aside * far_side
    return carla.Location(*(float(value) for value in place))


def _strips(waypoint: carla.Waypoint, kind: PlacementKind) -> list[carla.Waypoint]:
    """The strips of a kind on both sides of the road; for verges those at the road's outer edges."""
    sides = [side for side in (outward(waypoint), across(waypoint)) if side]
    if kind == "verge":
        return [side[-1] for side in sides]
    if kind in ("lane", "sidewalk"):
        wanted = _L.Driving if kind == "lane" else _L.Sidewalk
        return [strip for side in sides for strip in side if strip.lane_type == wanted]
    strips: list[carla.Waypoint] = []
    for side in sides:
        found = [strip for strip in side if strip.lane_type in _SOFT]
        driving = [strip for strip in side if strip.lane_type == _L.Driving]
        strips += found or driving[-1:]
    return strips


def _pick(choices: Sequence[T], share: float) -> T:
    return choices[int(share * len(choices))]
