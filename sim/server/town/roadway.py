"""The surface of one road: lanes, kerbs, painted lines cut into it, crosswalks, stop lines, verges."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from .lanes import BEVEL, GUTTER_WIDTH, driven, gutter, kerb_face, lane_ribbons, raised_ribbons
from .raster import Raster
from .roads import DRIVING_TYPES, Area, Lane, Mark, Road, Section
from .strips import Strip, dashed_ribbon, ribbon
from .surfaces import KERB_HEIGHT, Surface, Surfaces

Array = npt.NDArray[np.float64]

STEP: Final = 1.5
DASH_PERIOD: Final = 5  # cells of STEP metres: two painted, three not
DASH_CELLS: Final = 2
PAINT_LIFT: Final = 0.006  # of crosswalks and stop lines, which are not cut into the road
VERGE_WIDTH: Final = 5.0
VERGE_HEIGHT: Final = 0.12


def stations(start: float, end: float, step: float = STEP) -> Array:
    """Stations from `start` to `end`, about `step` apart, both ends included."""
    inner = np.arange(start, end - 0.3 * step, step)
    return np.append(inner if len(inner) else np.array([start]), end)


def road_strips(road: Road, surfaces: Surfaces, *, floored: bool = False) -> list[Strip]:
    """The lanes of a road with their marks; none inside junctions, since roads overlap there.

    Args:
        road: any.
        surfaces: of the town.
        floored: driving lanes are left out, since the floor of their junction is drawn instead.
    """
    strips: list[Strip] = []
    for section in road.sections:
        if section.end - section.start > 1e-3 and section.lanes:
            strips += _section_strips(road, section, surfaces, floored)
    return strips


def _section_strips(road: Road, section: Section, surfaces: Surfaces, floored: bool) -> list[Strip]:
    s = stations(section.start, section.end, STEP / 2 if road.junction else STEP)  # turns are tight
    t = section.boundaries(s)
    marks = section.boundary_marks(0.5 * (section.start + section.end))
    if road.junction:
        marks = [None] * len(marks)
    kinds = [surfaces.of_lane(_visible_kind(road, lane)) for lane in section.lanes]
    bands = [_mark_bands(mark, *_heights(kinds, index)) for index, mark in enumerate(marks)]
    gutters = [_gutter_side(road, kinds, marks, index) for index in range(len(marks))]
    strips: list[Strip] = []
    for index, (lane, (surface, height)) in enumerate(zip(section.lanes, kinds, strict=True)):
        if floored and lane.kind in DRIVING_TYPES:
            continue
        left = t[index] + min((low for low, _, _ in bands[index]), default=0.0)
        right = t[index + 1] + max((high for _, high, _ in bands[index + 1]), default=0.0)
        left = np.minimum(left, t[index]) - GUTTER_WIDTH * (gutters[index] < 0)
        right = np.maximum(right, t[index + 1]) + GUTTER_WIDTH * (gutters[index + 1] > 0)
        left = np.maximum(left, right)
        if surface is surfaces.asphalt and driven(road, lane.kind, t[index] - t[index + 1]):
            strips += lane_ribbons(road, lane.id, s, (t[index], t[index + 1]), (left, right), surfaces)
        elif surface is surfaces.paving or lane.kind == "median":
            strips += raised_ribbons(road, s, left, right, surface, surfaces)
        else:
            strips.append(ribbon(road.points(s, left, height), road.points(s, right, height), surface))
    for index, mark in enumerate(marks):
        if mark is not None and bands[index]:
            under = min(kinds[max(index - 1, 0) : index + 1], key=lambda kind: kind[1])[0]
            strips += _mark_strips(road, s, t[index], bands[index], mark, under, surfaces)
        if gutters[index]:
            strips.append(gutter(road, s, t[index], t[index] + GUTTER_WIDTH * gutters[index], surfaces))
    return strips + _kerb_faces(road, s, t, kinds, surfaces) + _median_ends(road, section, surfaces)


def _gutter_side(
    road: Road, kinds: list[tuple[Surface, float]], marks: list[Mark | None], boundary: int
) -> int:
    """On which side of a boundary a gutter lies: 1 left of it, -1 right, 0 none."""
    if road.junction or marks[boundary] is not None or not 0 < boundary < len(kinds):
        return 0
    left, right = kinds[boundary - 1][1], kinds[boundary][1]
    return int(left == 0 < right) - int(right == 0 < left)


def _median_ends(road: Road, section: Section, surfaces: Surfaces) -> list[Strip]:
    """Kerbs across the ends of a median."""
    strips = []
    for at in (section.start, section.end):
        t = section.boundaries(np.array([at]))[:, 0]
        for index, lane in enumerate(section.lanes):
            if lane.kind == "median" and not road.junction:
                edge, here = t[index : index + 2], np.full(2, at)
                top, foot = road.points(here, edge, KERB_HEIGHT), road.points(here, edge)
                strips.append(ribbon(top, foot, surfaces.kerb, upright=True))
    return strips


def _visible_kind(road: Road, lane: Lane) -> str:
    """Grass beside a connecting road would lie over the asphalt of its neighbours."""
    return "shoulder" if road.junction and lane.kind == "none" else lane.kind


def _heights(kinds: list[tuple[Surface, float]], boundary: int) -> tuple[float, float]:
    left = kinds[boundary - 1][1] if boundary else KERB_HEIGHT
    right = kinds[boundary][1] if boundary < len(kinds) else KERB_HEIGHT
    return left, right


def _mark_bands(
    mark: Mark | None, left_height: float, right_height: float
) -> list[tuple[float, float, bool]]:
    """(lowest t, highest t, broken) of each painted band of a mark, relative to its boundary."""
    if mark is None or (left_height > 0 and right_height > 0):
        return []
    kinds = mark.kind.split()
    width = min(max(mark.width, 0.1), 0.3)
    total = width * (2 * len(kinds) - 1)
    shift = 0.0
    if left_height > 0 or right_height > 0:  # beside a kerb: paint on the road only
        shift = (0.5 * total + 0.1) * (-1 if left_height > 0 else 1)
    tops = [shift + 0.5 * total - 2 * width * index for index in range(len(kinds))]
    return [(top - width, top, kind == "broken") for top, kind in zip(tops, kinds, strict=True)]


def _mark_strips(
    road: Road,
    s: Array,
    boundary: Array,
    bands: list[tuple[float, float, bool]],
    mark: Mark,
    under: Surface,
    surfaces: Surfaces,
) -> list[Strip]:
    paint = surfaces.of_mark(mark.color)
    cell = np.floor(0.5 * (s[:-1] + s[1:]) / STEP).astype(int)
    dashes = cell % DASH_PERIOD < DASH_CELLS
    strips = []
    ends = [high for _, high, _ in bands[1:]]
    for (low, high, broken), below in zip(bands, [*ends, None], strict=True):
        points = road.points(s, boundary + high), road.points(s, boundary + low)
        strips.append(dashed_ribbon(*points, paint, under, dashes) if broken else ribbon(*points, paint))
        if below is not None:
            strips.append(ribbon(points[1], road.points(s, boundary + below), under))
    if bands and bands[0][1] < 0:  # shifted away from a kerb: the rim between kerb and paint
        strips.append(ribbon(road.points(s, boundary), road.points(s, boundary + bands[0][1]), under))
    if bands and bands[-1][0] > 0:
        strips.append(ribbon(road.points(s, boundary + bands[-1][0]), road.points(s, boundary), under))
    return strips


def _kerb_faces(
    road: Road, s: Array, t: Array, kinds: list[tuple[Surface, float]], surfaces: Surfaces
) -> list[Strip]:
    """Upright faces wherever neighbouring lanes differ in height."""
    strips = []
    for index in range(1, len(kinds)):
        (left, left_height), (right, right_height) = kinds[index - 1], kinds[index]
        if left_height != right_height:
            upper = left if left_height > right_height else right
            stone = upper is surfaces.paving or max(left_height, right_height) == KERB_HEIGHT
            low, high = sorted((left_height, right_height))
            face = surfaces.kerb if stone else upper
            strips.append(kerb_face(road, s, t[index], low, high - BEVEL * stone, face))
    return strips


def verge_strips(road: Road, surfaces: Surfaces, roads: Raster) -> list[Strip]:
    """Ground beside the outermost lanes, as wide as `VERGE_WIDTH` where no other road comes closer."""
    strips = []
    for section in road.sections:
        if section.end - section.start <= 1e-3 or not section.lanes:
            continue
        s = stations(section.start, section.end, STEP / 2 if road.junction else STEP)
        t = section.boundaries(s)
        for side, lane, edge in ((1, section.lanes[0], t[0]), (-1, section.lanes[-1], t[-1])):
            if road.junction and lane.kind != "sidewalk":
                continue
            height = surfaces.of_lane(lane.kind)[1]
            reach = side * _free_width(road, s, edge, side, roads)
            rim = road.points(s, edge, height), road.points(s, edge, VERGE_HEIGHT)
            strips.append(ribbon(*rim, surfaces.earth, upright=True))
            outer = road.points(s, edge + reach, VERGE_HEIGHT)
            foot = road.points(s, edge + reach, -0.4)
            strips += [
                ribbon(rim[1], outer, surfaces.earth),
                ribbon(outer, foot, surfaces.earth, upright=True),
            ]
    return strips


def _free_width(road: Road, s: Array, edge: Array, side: int, roads: Raster) -> Array:
    """(n,) metres from the outer edge to the next road, at most `VERGE_WIDTH`."""
    reach = np.arange(1.0, VERGE_WIDTH + 0.01, 0.5)
    probes = np.stack([road.points(s, edge + side * r)[:, :2] for r in reach])
    taken = roads.at(probes)
    first = np.where(taken.any(axis=0), taken.argmax(axis=0), len(reach))
    width = np.where(first < len(reach), reach[np.minimum(first, len(reach) - 1)] - 0.8, VERGE_WIDTH)
    smooth = width.copy()  # no wider than the neighbours, so that no cell cuts a corner over a road
    smooth[:-1], smooth[1:] = np.minimum(smooth[:-1], width[1:]), np.minimum(smooth[1:], width[:-1])
    return np.asarray(np.maximum(smooth, 0.0))


def area_strips(road: Road, surfaces: Surfaces) -> list[Strip]:
    """Crosswalks as zebra stripes and stop lines, a little above the road."""
    strips: list[Strip] = []
    for area in road.areas:
        if len(area.outline) >= 4 and area.kind == "crosswalk":
            strips += _zebra(road, area, surfaces.white)
        elif len(area.outline) >= 4 and area.name == "StopLine":
            strips.append(_quad(road, area, _extent(area), surfaces.white))
    return strips


def _extent(area: Area) -> tuple[float, float, float, float]:
    low, high = area.outline.min(axis=0), area.outline.max(axis=0)
    return float(low[0]), float(high[0]), float(low[1]), float(high[1])


def _zebra(road: Road, area: Area, paint: Surface) -> list[Strip]:
    """Stripes of 0.5 m with gaps of 0.6 m across the longer side of the outline."""
    u0, u1, v0, v1 = _extent(area)
    along_u = u1 - u0 >= v1 - v0
    start, end = (u0, u1) if along_u else (v0, v1)
    count = max(int((end - start - 0.5) / 1.1), 1)
    starts = 0.5 * (start + end) - 0.55 * count + 0.3 + 1.1 * np.arange(count)
    boxes = ((a, a + 0.5, v0, v1) if along_u else (u0, u1, a, a + 0.5) for a in starts)
    return [_quad(road, area, box, paint) for box in boxes]


def _quad(road: Road, area: Area, box: tuple[float, float, float, float], paint: Surface) -> Strip:
    u0, u1, v0, v1 = box
    corners = np.array([(u0, v0), (u0, v1), (u1, v0), (u1, v1)])
    cosine, sine = np.cos(area.heading), np.sin(area.heading)
    local = corners @ np.array([[cosine, sine], [-sine, cosine]])  # in the road's frame: along, left
    base = np.full(4, area.s)
    yaw = road.yaw(base)[0]
    points = road.points(base, np.full(4, area.t), PAINT_LIFT)
    forward, left = np.array([np.cos(yaw), np.sin(yaw)]), np.array([np.sin(yaw), -np.cos(yaw)])
    points[:, :2] += local[:, :1] * forward + local[:, 1:] * left
    return ribbon(points[[0, 2]], points[[1, 3]], paint)
