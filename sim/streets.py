"""A town as the client sees it: where one can drive and walk, and what stands in the way."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import carla
import numpy as np
import numpy.typing as npt

from .boxes import Box, Boxes, box_ahead, overlapping
from .scenario import Camera

Floats = npt.NDArray[np.float64]

WAYPOINT_STEP: Final = 3.0
"""Metres between the places where the camera may stand."""

CLEAR_BEHIND, CLEAR_AHEAD, CLEAR_WIDTH, CLEAR_HEIGHT = 1.5, 7.0, 2.2, 2.2
"""Metres around the camera that must be free; the lowest 0.3 m do not count, kerbs and bumps are there."""

_L = carla.CityObjectLabel
SOLID_LABELS: Final = (
    _L.Buildings, _L.Walls, _L.Fences, _L.Poles, _L.TrafficLight, _L.TrafficSigns, _L.Vegetation,
    _L.Pedestrians, _L.Rider, _L.Car, _L.Truck, _L.Bus, _L.Train, _L.Motorcycle, _L.Bicycle, _L.Static,
    _L.Dynamic, _L.Other, _L.GuardRail,
)  # fmt: skip
"""Environment objects that nothing may stand in: not roads, sidewalks, terrain, water and bridges."""

_SLENDER: Final = frozenset({_L.Poles, _L.TrafficLight, _L.TrafficSigns, _L.Vegetation})
_SLENDER_HEIGHT = 2.5
_SLENDER_HALF = 0.5
_LOOKS = 60
_LENS_REACH = 6.0
_LENS_RAYS = tuple((yaw, pitch) for yaw in (-18.0, 0.0, 18.0) for pitch in (0.0, 12.0))


@dataclass(frozen=True, slots=True, eq=False)
class Streets:
    """What does not change while a town is loaded.

    Attributes:
        town: name.
        lanes: a waypoint every few metres of every driving lane, junctions left out.
        points: (N, 3) their places, metres.
        sidewalks: poses in the middle of sidewalks, along the same roads.
        crosswalks: corner points of each pedestrian crossing, (K, 3).
        fixed: what stands in the way.
    """

    town: str
    lanes: tuple[carla.Waypoint, ...]
    points: Floats
    sidewalks: tuple[carla.Transform, ...]
    crosswalks: tuple[Floats, ...]
    fixed: Boxes


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """Where the camera stands.

    Attributes:
        waypoint: on the road below it.
        transform: of the camera.
        clear: the space around it that stays free.
    """

    waypoint: carla.Waypoint
    transform: carla.Transform
    clear: Box

    @property
    def matrix(self) -> Floats:
        """(4, 4) camera -> world."""
        return np.array(self.transform.get_matrix(), dtype=np.float64)


def survey(world: carla.World, town: str) -> Streets:
    """Look at a freshly loaded world."""
    town_map = world.get_map()
    lanes = tuple(
        waypoint
        for waypoint in sorted(town_map.generate_waypoints(WAYPOINT_STEP), key=_order)
        if waypoint.lane_type == carla.LaneType.Driving and not waypoint.is_junction
    )
    places = [waypoint.transform.location for waypoint in lanes]
    sidewalks = tuple(
        strip.transform
        for waypoint in lanes
        for strip in outward(waypoint)[1:]
        if strip.lane_type == carla.LaneType.Sidewalk
    )
    return Streets(
        town=town,
        lanes=lanes,
        points=np.array([(place.x, place.y, place.z) for place in places], dtype=np.float64).reshape(-1, 3),
        sidewalks=sidewalks,
        crosswalks=tuple(_crosswalks(town_map)),
        fixed=Boxes.of([*_environment(world), *_signals(world)]),
    )


def draw_view(world: carla.World, streets: Streets, camera: Camera, rng: np.random.Generator) -> View | None:
    """A place on a driving lane with nothing close before the camera; None when many looks found none."""
    for _ in range(_LOOKS if streets.lanes else 0):
        view = _view_from(streets.lanes[int(rng.integers(len(streets.lanes)))], camera)
        if not overlapping(view.clear, streets.fixed).any() and _sees_far(world, view):
            return view
    return None


def outward(waypoint: carla.Waypoint) -> list[carla.Waypoint]:
    """The waypoint and those beside it, from lane to lane to the edge of the road on its right."""
    strips = [waypoint]
    while len(strips) < 10:
        beside = strips[-1].get_right_lane()
        if beside is None:
            break
        strips.append(beside)
    return strips


def across(waypoint: carla.Waypoint) -> list[carla.Waypoint]:
    """The strips on the other side of the road's middle, from the middle outwards; empty on one-way roads."""
    current = waypoint
    for _ in range(10):
        beside = current.get_left_lane()
        if beside is None:
            return []
        if (beside.lane_id > 0) != (current.lane_id > 0):
            return outward(beside)
        current = beside
    return []


def actor_box(actor: carla.Actor, transform: carla.Transform) -> Box:
    """The space that an actor takes when it stands at `transform`."""
    local = actor.bounding_box
    middle = transform.transform(carla.Location(local.location.x, local.location.y, local.location.z))
    half = local.extent
    return Box(
        (middle.x, middle.y, middle.z),
        (half.x, half.y, half.z),
        transform.rotation.yaw + local.rotation.yaw,
    )


def _view_from(waypoint: carla.Waypoint, camera: Camera) -> View:
    place, heading = waypoint.transform.location, waypoint.transform.rotation
    yaw = _wrapped(heading.yaw)
    transform = carla.Transform(
        carla.Location(place.x, place.y, place.z + camera.z),
        carla.Rotation(pitch=_wrapped(heading.pitch) + camera.pitch, yaw=yaw, roll=0.0),
    )
    clear = box_ahead(
        (place.x, place.y, place.z + 0.3),
        yaw,
        back=CLEAR_BEHIND,
        front=CLEAR_AHEAD,
        width=CLEAR_WIDTH,
        height=CLEAR_HEIGHT,
    )
    return View(waypoint, transform, clear)


def _sees_far(world: carla.World, view: View) -> bool:
    """Whether nothing hangs before the lens, such as a branch, which boxes of trunks leave out."""
    start, heading = view.transform.location, view.waypoint.transform.rotation
    for yaw, pitch in _LENS_RAYS:
        ray = carla.Transform(start, carla.Rotation(heading.pitch + pitch, heading.yaw + yaw, 0.0))
        if world.cast_ray(start, ray.transform(carla.Location(x=_LENS_REACH))):
            return False
    return True


def _wrapped(degrees: float) -> float:
    """The same angle in [-180, 180)."""
    return (degrees + 180.0) % 360.0 - 180.0


def _order(waypoint: carla.Waypoint) -> tuple[int, int, int, float]:
    return waypoint.road_id, waypoint.section_id, waypoint.lane_id, waypoint.s


def _crosswalks(town_map: carla.Map) -> Iterator[Floats]:
    """CARLA lists all corners in a row, each polygon closed by its first corner."""
    polygon: list[tuple[float, float, float]] = []
    for corner in town_map.get_crosswalks():
        point = (corner.x, corner.y, corner.z)
        if len(polygon) > 2 and math.dist(point, polygon[0]) < 1e-3:
            yield np.array(polygon, dtype=np.float64)
            polygon = []
        else:
            polygon.append(point)


def _environment(world: carla.World) -> Iterator[Box]:
    for label in SOLID_LABELS:
        for thing in world.get_environment_objects(label):
            bounds = thing.bounding_box
            half = (bounds.extent.x, bounds.extent.y, bounds.extent.z)
            if not all(map(math.isfinite, half)) or max(half) <= 0:
                continue
            middle = bounds.location
            if label in _SLENDER and 2 * half[2] > _SLENDER_HEIGHT:
                # Crowns and arms hang above the street; one runs into the trunk, at the thing's origin.
                trunk = thing.transform.location
                half = (min(half[0], _SLENDER_HALF), min(half[1], _SLENDER_HALF), half[2])
                yield Box((trunk.x, trunk.y, middle.z), half, bounds.rotation.yaw)
            else:
                yield Box((middle.x, middle.y, middle.z), half, bounds.rotation.yaw)


def _signals(world: carla.World) -> Iterator[Box]:
    """Poles of lights and signs that are actors; on real servers their own boxes are trigger volumes."""
    for actor in world.get_actors().filter("traffic.*"):
        place = actor.get_transform().location
        yield Box((place.x, place.y, place.z + 1.5), (_SLENDER_HALF, _SLENDER_HALF, 1.5))
