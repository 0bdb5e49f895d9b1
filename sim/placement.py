"""Where an anomalous object may stand: candidates along the road, and the reasons to turn one down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

import carla
import numpy as np
import numpy.typing as npt

from .boxes import Box, Boxes, overlapping
from .scenario import Anomalies, PlacementKind
from .silhouette import Pinhole, project, silhouette
from .streets import View, across, outward
from .traffic import ground_below

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
T = TypeVar("T")

FLATNESS = 0.12
"""Metres by which the ground under the corners of a footprint may differ."""

_EDGE = 0.04  # share of the picture's width at either side where no object is centred
_GAP = 0.15  # metres to everything else
_LIFT = 0.05  # metres; what lies flat on the ground is not in the way


class Rejection(Enum):
    """Why a pose was turned down; the values are words for messages."""

    ROAD_ENDS = "the road ends before"
    NO_STRIP = "no such strip beside the road"
    OUT_OF_VIEW = "out of view"
    NO_GROUND = "no ground"
    UNEVEN = "uneven ground"
    IN_THE_WAY = "something stands there"
    TOO_SMALL = "too small in the picture"
    TOO_LARGE = "too large in the picture"
    REFUSED = "the server refused"
    NO_OWN_ID = "no id of its own"
    FEW_PIXELS = "too few pixels left"
    HIDDEN = "too much hidden"


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """One anomalous object that can be spawned.

    Attributes:
        id, category: from the catalogue.
        blueprint: the server's.
        size: length, width, height of its bounding box, metres.
        vertices: (V, 3) float64 in its own frame.
        faces: (F, 3) int32.
    """

    id: str
    category: str
    blueprint: carla.ActorBlueprint
    size: tuple[float, float, float]
    vertices: Floats
    faces: npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A pose that passed every test that needs no picture.

    Attributes:
        ground: where the bottom of the object stands, and its heading.
        box: the space that it takes.
        outline: (H, W) pixels that it would cover if nothing stood before it.
        distance: metres from the camera to its middle.
    """

    ground: carla.Transform
    box: Box
    outline: Flags
    distance: float


def propose(
    world: carla.World,
    view: View,
    pinhole: Pinhole,
    model: Model,
    rules: Anomalies,
    obstacles: Boxes,
    rng: np.random.Generator,
) -> Candidate | Rejection:
    """Draw one pose and test it.

    Args:
        world: asked for the ground's height.
        view: where the camera stands.
        pinhole: its inner side.
        model: what is to be placed.
        rules: distances, strips and sizes that the scenario allows.
        obstacles: everything that stands in the street.
        rng: a fixed number of draws is taken from it, whatever the outcome.
    """
    drawn = _draw(rng)
    place = _place(view.waypoint, model, rules, drawn)
    if isinstance(place, Rejection):
        return place
    # Twice: at the road network's height first, for that spares the server most questions about the ground.
    rough = _fitting(place, drawn.yaw, view, pinhole, model, rules, obstacles)
    if isinstance(rough, Rejection):
        return rough
    height = _ground_height(world, place, rough.box)
    if isinstance(height, Rejection):
        return height
    place.z = height
    return _fitting(place, drawn.yaw, view, pinhole, model, rules, obstacles)


@dataclass(frozen=True, slots=True)
class _Draw:
    """One pose in shares of 0 .. 1 of what is possible; the heading in degrees."""

    distance: float
    branch: float
    kind: float
    strip: float
    aside: float
    yaw: float


def _draw(rng: np.random.Generator) -> _Draw:
    distance, branch, kind, strip, aside, turn = (float(share) for share in rng.random(6))
    return _Draw(distance, branch, kind, strip, aside, yaw=360.0 * turn - 180.0)


def _place(start: carla.Waypoint, model: Model, rules: Anomalies, drawn: _Draw) -> carla.Location | Rejection:
    """A point on the road network some way ahead, on the drawn kind of strip."""
    distance = rules.distance[0] + drawn.distance * (rules.distance[1] - rules.distance[0])
    ahead = start.next(distance)
    if not ahead:
        return Rejection.ROAD_ENDS
    ahead.sort(key=lambda waypoint: (waypoint.road_id, waypoint.lane_id, waypoint.s))
    waypoint = _pick(ahead, drawn.branch)
    kind = _pick(rules.placements, drawn.kind)
    strips = _strips(waypoint, kind)
    if not strips:
        return Rejection.NO_STRIP
    strip = _pick(strips, drawn.strip)
    width = strip.lane_width
    room = max(0.0, width - max(model.size[:2])) / 2
    shift = (2 * drawn.aside - 1) * room
    if kind == "shoulder" and strip.lane_type == carla.LaneType.Driving:
        shift = room  # no shoulder of its own: the outer edge of the outermost lane
    right = strip.transform.get_right_vector()
    place = strip.transform.location
    return carla.Location(place.x + shift * right.x, place.y + shift * right.y, place.z)


def _strips(waypoint: carla.Waypoint, kind: PlacementKind) -> list[carla.Waypoint]:
    """The strips of a kind on both sides of the road."""
    sides = [side for side in (outward(waypoint), across(waypoint)) if side]
    lane_type = carla.LaneType
    if kind == "lane":
        return [s for side in sides for s in side if s.lane_type == lane_type.Driving]
    if kind == "sidewalk":
        return [s for side in sides for s in side if s.lane_type == lane_type.Sidewalk]
    soft = (lane_type.Shoulder, lane_type.Parking, lane_type.Stop, lane_type.Biking, lane_type.Border)
    strips: list[carla.Waypoint] = []
    for side in sides:
        found = [s for s in side if s.lane_type in soft]
        driving = [s for s in side if s.lane_type == lane_type.Driving]
        strips += found or driving[-1:]
    return strips


def _in_view(box: Box, view: View, pinhole: Pinhole) -> bool:
    """Whether the middle of the object is before the camera and not at the very edge."""
    middle, depth = project(np.array([box.center]), view.matrix, pinhole)
    share = middle[0, 0] / pinhole.width
    return bool(depth[0] > 1.0 and _EDGE < share < 1 - _EDGE)


def _ground_height(world: carla.World, place: carla.Location, box: Box) -> float | Rejection:
    """Mean height of the ground under the corners and the middle of a footprint."""
    heights: list[float] = []
    for x, y in [*box.corners().tolist(), (place.x, place.y)]:
        below = ground_below(world, carla.Location(x, y, place.z))
        if below is None:
            return Rejection.NO_GROUND
        heights.append(below.location.z)
    if max(heights) - min(heights) > FLATNESS:
        return Rejection.UNEVEN
    return float(np.mean(heights))


def _fitting(
    place: carla.Location,
    yaw: float,
    view: View,
    pinhole: Pinhole,
    model: Model,
    rules: Anomalies,
    obstacles: Boxes,
) -> Candidate | Rejection:
    """The candidate at `place`, unless it is out of view, in something, or of a wrong size in the picture."""
    middle = (place.x, place.y, place.z + _LIFT + model.size[2] / 2)
    box = Box(middle, (model.size[0] / 2, model.size[1] / 2, model.size[2] / 2), yaw)
    if not _in_view(box, view, pinhole):
        return Rejection.OUT_OF_VIEW
    if overlapping(box, obstacles, margin=_GAP).any():
        return Rejection.IN_THE_WAY
    ground = carla.Transform(carla.Location(place.x, place.y, place.z), carla.Rotation(yaw=yaw))
    pose = np.array(ground.get_matrix(), dtype=np.float64)
    vertices = model.vertices @ pose[:3, :3].T + pose[:3, 3]
    outline = silhouette(vertices, model.faces, view.matrix, pinhole)
    pixels = int(outline.sum())
    if pixels < rules.min_pixels:
        return Rejection.TOO_SMALL
    if pixels > rules.max_share * outline.size:
        return Rejection.TOO_LARGE
    distance = float(np.linalg.norm(np.array(box.center) - view.matrix[:3, 3]))
    return Candidate(ground, box, outline, distance)


def _pick(choices: Sequence[T], share: float) -> T:
    return choices[int(share * len(choices))]
