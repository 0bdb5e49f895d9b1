"""Paint on the lanes beyond what OpenDRIVE names: arrows before junctions, parking bays."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
import numpy.typing as npt

from .roads import DRIVING_TYPES, Road, Section
from .strips import Strip
from .surfaces import Surface, Surfaces

Array = npt.NDArray[np.float64]

LIFT: Final = 0.005
ARROW_AT: Final = 13.0  # metres from the junction to the middle of an arrow
ARROW_STREET: Final = 50.0  # shorter streets have none
BAY: Final = 6.4  # metres of a parking bay
BAY_CLEAR: Final = 9.0  # metres of a street's ends without bays
LINE: Final = 0.1
_SHAFT: Final = np.array([(-1.9, 0.07), (0.5, 0.07), (0.5, -0.07), (-1.9, -0.07)])
_HEAD: Final = np.array([(0.5, 0.38), (2.0, 0.0), (2.0, 0.0), (0.5, -0.38)])
_BRANCH: Final = np.array([(-0.9, 0.0), (-0.6, 0.0), (0.35, 0.75), (0.15, 0.85)])
_BRANCH_HEAD: Final = np.array([(-0.05, 0.55), (1.05, 1.15), (1.05, 1.15), (-0.25, 1.15)])
"""Corners of an arrow's parts: metres ahead and to the left."""


def marking_strips(road: Road, surfaces: Surfaces) -> list[Strip]:
    """Arrows on streets with several lanes a side, and the lines between parking bays."""
    if road.junction:
        return []
    return [
        strip
        for section in road.sections
        for index, lane in enumerate(section.lanes)
        for strip in _on_lane(road, section, index, lane.kind, surfaces.white)
    ]


def _on_lane(road: Road, section: Section, index: int, kind: str, paint: Surface) -> Iterator[Strip]:
    if kind == "parking":
        yield from _bays(road, section, index, paint)
    elif kind in DRIVING_TYPES and section.end - section.start > ARROW_STREET:
        yield from _arrow(road, section, index, paint)


def _bays(road: Road, section: Section, index: int, paint: Surface) -> Iterator[Strip]:
    s = np.arange(section.start + BAY_CLEAR - 0.5 * BAY, section.end - BAY_CLEAR + 0.5 * BAY, BAY)
    if not len(s):
        return
    t = section.boundaries(s)
    ends = t[index] - 0.02, t[index + 1] + 0.02
    sides = (
        (s - LINE / 2, ends[0]),
        (s + LINE / 2, ends[0]),
        (s + LINE / 2, ends[1]),
        (s - LINE / 2, ends[1]),
    )
    corners = np.stack([road.points(at, where, LIFT) for at, where in sides], axis=1)
    yield Strip(corners, paint)


def _arrow(road: Road, section: Section, index: int, paint: Surface) -> Iterator[Strip]:
    """Ahead and to the side for the outermost and innermost of several lanes; only they have arrows."""
    lane = section.lanes[index]
    same = [other.id for other in section.lanes if other.kind in DRIVING_TYPES and other.id * lane.id > 0]
    if len(same) < 2:
        return
    outer = abs(lane.id) == max(abs(number) for number in same)
    forward = -1.0 if lane.id > 0 else 1.0  # traffic on lanes with positive ids runs against the road
    s = section.start + ARROW_AT if lane.id > 0 else section.end - ARROW_AT
    t = section.boundaries(np.array([s]))[index : index + 2, 0].mean()
    turn = -1.0 if outer else 1.0
    for shape, mirrored in ((_SHAFT, 1.0), (_HEAD, 1.0), (_BRANCH, turn), (_BRANCH_HEAD, turn)):
        ahead, left = shape[:, 0], mirrored * shape[:, 1]
        yield Strip(road.points(s + forward * ahead, t + forward * left, LIFT)[None], paint)
