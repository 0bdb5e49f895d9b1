"""Where an anomalous object may stand: candidates along the road, and the reasons to turn one down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

import carla
import numpy as np
import numpy.typing as npt

from .boxes import Box, Boxes, overlapping
from .resting import Footing, Rest, rest
from .scenario import Anomalies
from .silhouette import Pinhole, project, silhouette
from .spots import Draw, bearing, spot, weighted
from .streets import View
from .terrain import Column, look_down

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

GAP: Final = 0.15
"""Metres between the box of an anomaly and every other box."""

_EDGE = 0.04  # share of the picture's width at either side where no object is centred
_LIFT = 0.05  # metres; what lies flat on the ground is not in the way


class Rejection(Enum):
    """Why a pose was turned down; the values are words for messages."""

    ROAD_ENDS = "the road ends before"
    NO_STRIP = "no such place there"
    OUT_OF_BEARING = "outside the bearings"
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
        footing: what of it meets the ground.
    """

    id: str
    category: str
    blueprint: carla.ActorBlueprint
    size: tuple[float, float, float]
    vertices: Floats
    faces: npt.NDArray[np.int32]
    footing: Footing


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A pose that passed every test that needs no picture.

    Attributes:
        ground: where the bottom of the object stands, its heading, and its tilt on a slope.
        box: the space that it takes.
        outline: (H, W) pixels that it would cover if nothing stood before it.
        distance: metres from the camera to its middle.
    """

    ground: carla.Transform
    box: Box
    outline: Flags
    distance: float


@dataclass(frozen=True, slots=True, eq=False)
class Site:
    """The street before the camera.

    Attributes:
        world: asked about the ground.
        view: where the camera stands.
        pinhole: its inner side.
        crosswalks: corners of each pedestrian crossing, (K, 3).
        obstacles: everything that stands in the street.
    """

    world: carla.World
    view: View
    pinhole: Pinhole
    crosswalks: Sequence[Floats]
    obstacles: Boxes


def propose(site: Site, model: Model, rules: Anomalies, rng: np.random.Generator) -> Candidate | Rejection:
    """Draw one pose and test it.

    Args:
        site: the street before the camera.
        model: what is to be placed.
        rules: distances, bearings, kinds of places and sizes that the scenario allows.
        rng: a fixed number of draws is taken from it, whatever the outcome.
    """
    drawn = Draw.of(rng)
    kind = weighted(rules.placements, drawn.kind)
    place = spot(site.view, site.crosswalks, kind, rules.distance, max(model.size[:2]), drawn)
    if place is None:
        return Rejection.NO_STRIP
    if not rules.bearing[0] <= bearing(site.view, place) <= rules.bearing[1]:
        return Rejection.OUT_OF_BEARING
    # Twice: at the road network's height first, for that spares the server most questions about the ground.
    rough = _fitting(site, model, rules, carla.Transform(place, carla.Rotation(yaw=drawn.yaw)))
    if isinstance(rough, Rejection):
        return rough
    pose = resting(site.world, model, place, drawn.yaw)
    return pose if isinstance(pose, Rejection) else _fitting(site, model, rules, pose)


def resting(
    world: carla.World, model: Model, place: carla.Location, yaw: float
) -> carla.Transform | Rejection:
    """The pose in which a model rests on the ground at a place."""
    columns: dict[tuple[float, float], Column | None] = {}

    def ground(x: float, y: float) -> float | None:
        if (x, y) not in columns:
            columns[x, y] = look_down(world, x, y, place.z, model.size[2])
        column = columns[x, y]
        return None if column is None else column.ground

    found: Rest | None = rest(model.footing, place.x, place.y, yaw, ground)
    if None in columns.values():
        return Rejection.NO_GROUND
    if any(column is not None and column.obstructed for column in columns.values()):
        return Rejection.IN_THE_WAY
    if found is None:
        return Rejection.UNEVEN
    return carla.Transform(
        carla.Location(place.x, place.y, found.z), carla.Rotation(found.pitch, yaw, found.roll)
    )


def _fitting(site: Site, model: Model, rules: Anomalies, ground: carla.Transform) -> Candidate | Rejection:
    """The candidate at `ground`, unless it is out of view, in something, or of a wrong size."""
    pose = np.array(ground.get_matrix(), dtype=np.float64)
    vertices = model.vertices @ pose[:3, :3].T + pose[:3, 3]
    box = box_around(vertices, ground.rotation.yaw)
    if not _in_view(box, site.view, site.pinhole):
        return Rejection.OUT_OF_VIEW
    if overlapping(box, site.obstacles, margin=GAP).any():
        return Rejection.IN_THE_WAY
    outline = silhouette(vertices, model.faces, site.view.matrix, site.pinhole)
    pixels = int(outline.sum())
    if pixels < rules.min_pixels:
        return Rejection.TOO_SMALL
    if pixels > rules.max_share * outline.size:
        return Rejection.TOO_LARGE
    distance = float(np.linalg.norm(np.array(box.center) - site.view.matrix[:3, 3]))
    return Candidate(ground, box, outline, distance)


def box_around(vertices: Floats, yaw: float) -> Box:
    """The upright box of this heading around vertices in the world, a little above the ground."""
    cosine, sine = np.cos(np.radians(yaw)), np.sin(np.radians(yaw))
    turn = np.array([[cosine, -sine, 0.0], [sine, cosine, 0.0], [0.0, 0.0, 1.0]])  # own -> world
    own = vertices @ turn
    low, high = own.min(axis=0), own.max(axis=0)
    low[2], high[2] = low[2] + _LIFT, high[2] + _LIFT
    x, y, z = (float(value) for value in turn @ ((low + high) / 2))
    half_x, half_y, half_z = (float(value) for value in (high - low) / 2)
    return Box((x, y, z), (half_x, half_y, half_z), yaw)


def _in_view(box: Box, view: View, pinhole: Pinhole) -> bool:
    """Whether the middle of the object is before the camera and not at the very edge."""
    middle, depth = project(np.array([box.center]), view.matrix, pinhole)
    share = middle[0, 0] / pinhole.width
    return bool(depth[0] > 1.0 and _EDGE < share < 1 - _EDGE)
