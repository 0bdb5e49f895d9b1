"""The ground of a town, made from its roads: surface, junction floors, verges, terrain, hills."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from caos.meshes import Mesh

from ..scene import Pose, SceneryItem
from .decals import junction_decals, road_decals
from .land import field_strips, hills, weed_strips
from .markings import marking_strips
from .raster import CELL, Raster
from .roads import DRIVING_TYPES, Road
from .roadway import VERGE_HEIGHT, area_strips, road_strips, stations, verge_strips
from .strips import Strip, ribbon, strip_mesh
from .surfaces import RAISED_TYPES, ROADS, TERRAIN, Surfaces

Array = npt.NDArray[np.float64]

TILE: Final = 64.0
MARGIN: Final = 80.0  # of detailed terrain around the outermost road
FAR_TILE: Final = 800.0  # metres of a piece of the hills
TERRAIN_CELL: Final = 2.0
TERRAIN_BLOCK: Final = 8  # cells that become one quad where no road is near
TERRAIN_DROP: Final = 0.02  # below the verges, which lie over the terrain's ragged edge
FAR_DROP: Final = 0.35
FLOOR_DROP: Final = 0.004  # of the floor of a junction
FLOOR_LAP: Final = 0.3  # metres it reaches under the streets, so that no hairline shows where they meet
MAX_FLOOR_RISE: Final = 0.02  # metres; junctions on slopes have no floor
FLAT: Final = 0.05  # metres of relief below which a map counts as level
SMOOTHING: Final = 3.0  # metres
SLOPE_DROP: Final = 0.1  # below the verges on maps with relief


def road_rasters(roads: Sequence[Road]) -> tuple[Raster, Raster]:
    """Where asphalt is, and where any lane is (sidewalks too)."""
    outlines = [(kind, polygon) for road in roads for kind, polygon in _outlines(road)]
    corners = np.concatenate([polygon for _, polygon in outlines])
    low, high = corners.min(axis=0) - MARGIN, corners.max(axis=0) + MARGIN
    asphalt, lanes = Raster(low, high), Raster(low, high)
    lanes.fill(polygon for _, polygon in outlines)
    asphalt.fill(polygon for kind, polygon in outlines if kind not in RAISED_TYPES)
    return asphalt, lanes


def _outlines(road: Road, rows: int = 12) -> Iterator[tuple[str, Array]]:
    """Outlines (n, 2) of the lanes in short stretches, so that no outline crosses itself."""
    for section in road.sections:
        s = stations(section.start, section.end)
        t = section.boundaries(s)
        edges = [road.points(s, row)[:, :2] for row in t]
        for lane, left, right in zip(section.lanes, edges[:-1], edges[1:], strict=True):
            for first in range(0, len(s) - 1, rows):
                part = slice(first, first + rows + 1)
                yield lane.kind, np.concatenate([left[part], right[part][::-1]])


@dataclass(frozen=True, slots=True, eq=False)
class Terrain:
    """Heights of the ground between the roads on a square grid of `TERRAIN_CELL` metres.

    Attributes:
        origin: (2,) place of node (0, 0), metres.
        heights: (rows, columns) metres; rows follow y.
    """

    origin: Array
    heights: Array

    def at(self, points: Array) -> Array:
        """(n,) heights at points (n, 2); beyond the grid those of its border."""
        last = np.array(self.heights.shape[::-1]) - 1
        index = np.clip(np.rint((points - self.origin) / TERRAIN_CELL).astype(int), 0, last)
        return np.asarray(self.heights[index[:, 1], index[:, 0]])


def ground(roads: Sequence[Road], surfaces: Surfaces, lanes: Raster, terrain: Terrain) -> list[SceneryItem]:
    """Everything one can stand on, as tiles of `TILE` metres; none of it is solid."""
    strips: list[Strip] = []
    floors = _junction_floors(roads, surfaces)
    for road in roads:
        strips += road_strips(road, surfaces, floored=road.junction in floors)
        strips += verge_strips(road, surfaces, lanes) + area_strips(road, surfaces)
        strips += marking_strips(road, surfaces) + road_decals(road, surfaces)
    strips += floors.values()
    for name, floor in floors.items():
        strips += junction_decals(floor, surfaces, name)
    wild = strip_mesh(_terrain_strips(surfaces, lanes, terrain))
    low, high = lanes.origin, lanes.origin + CELL * np.array(lanes.cells.shape[::-1])
    base = float(terrain.heights.min()) - VERGE_HEIGHT - FAR_DROP
    far = strip_mesh(hills(low, high, base, surfaces))
    items = [_item("Road", index, tile, ROADS) for index, tile in enumerate(tiles(strip_mesh(strips)))]
    items += [_item("Terrain", index, tile, TERRAIN) for index, tile in enumerate(tiles(wild))]
    items += [_item("Hills", index, tile, TERRAIN) for index, tile in enumerate(tiles(far, FAR_TILE))]
    return items


def _item(kind: str, index: int, mesh: Mesh, tag: int) -> SceneryItem:
    return SceneryItem(f"{kind}_{index:03d}", mesh, Pose((0.0, 0.0, 0.0)), tag, solid=False)


def tiles(mesh: Mesh, size: float = TILE) -> list[Mesh]:
    """A mesh of quads (four vertices, two faces each, none shared) cut into square tiles of `size` metres."""
    centres = mesh.positions.reshape(-1, 4, 3)[:, :, :2].mean(axis=1)
    keys = np.floor(centres / size).astype(np.int64)
    _, owner = np.unique(keys, axis=0, return_inverse=True)
    owner = owner.reshape(-1)
    order = np.argsort(owner, kind="stable")
    return [_quads(mesh, part) for part in np.split(order, np.flatnonzero(np.diff(owner[order])) + 1)]


def _quads(mesh: Mesh, quads: npt.NDArray[np.int64]) -> Mesh:
    vertices = (quads[:, None] * 4 + np.arange(4)).reshape(-1)
    faces = (quads[:, None] * 2 + np.arange(2)).reshape(-1)
    return replace(
        mesh,
        positions=mesh.positions[vertices],
        normals=mesh.normals[vertices],
        uvs=mesh.uvs[vertices],
        faces=mesh.faces[: len(faces)],
        face_material=mesh.face_material[faces],
        face_tag=mesh.face_tag[faces],
    )


def _junction_floors(roads: Sequence[Road], surfaces: Surfaces) -> dict[str, Strip]:
    """One convex piece of asphalt for each level junction, just below the streets that meet there.

    It is drawn instead of the connecting roads, which lie over one another.
    """
    parts: defaultdict[str, list[Array]] = defaultdict(list)
    for road in roads:
        if road.junction:
            parts[road.junction].append(_driving_edges(road))
    strips = {}
    for name in sorted(parts):
        points = np.concatenate(parts[name])
        if len(points) < 3 or np.ptp(points[:, 2]) > MAX_FLOOR_RISE:
            continue
        hull = cv2.convexHull(points[:, :2].astype(np.float32))[:, 0].astype(np.float64)
        away = hull - hull.mean(axis=0)
        hull += FLOOR_LAP * away / np.linalg.norm(away, axis=1, keepdims=True)
        rim = np.column_stack([hull, np.full(len(hull), points[:, 2].min() - FLOOR_DROP)])
        rim = np.concatenate([rim, rim[:1]])
        strips[name] = ribbon(rim, np.broadcast_to(rim.mean(axis=0), rim.shape), surfaces.asphalt)
    return strips


def _driving_edges(road: Road) -> Array:
    s = stations(0.0, road.length)
    edges = [np.zeros((0, 3))]
    for section in road.sections[:1]:
        t = section.boundaries(s)
        for index, lane in enumerate(section.lanes):
            if lane.kind in DRIVING_TYPES:
                edges += [road.points(s, t[index]), road.points(s, t[index + 1])]
    return np.concatenate(edges)


def _terrain_strips(surfaces: Surfaces, lanes: Raster, terrain: Terrain) -> list[Strip]:
    """Quads wherever no lane is near (verges cover the rest), and weeds on level ground."""
    step = round(TERRAIN_CELL / CELL)
    near = lanes.grown(1.0).cells
    heights = terrain.heights
    rows, columns = heights.shape[0] - 1, heights.shape[1] - 1
    free = ~near[: rows * step, : columns * step].reshape(rows, step, columns, step).any(axis=(1, 3))
    blocks = free.reshape(rows // TERRAIN_BLOCK, TERRAIN_BLOCK, columns // TERRAIN_BLOCK, TERRAIN_BLOCK).all(
        axis=(1, 3)
    )
    single = free & ~np.kron(blocks, np.ones((TERRAIN_BLOCK, TERRAIN_BLOCK), dtype=bool))
    level = float(np.ptp(heights)) < FLAT
    return [
        *field_strips(_cells(np.argwhere(single), 1, heights, lanes.origin), surfaces),
        *field_strips(
            _cells(np.argwhere(blocks) * TERRAIN_BLOCK, TERRAIN_BLOCK, heights, lanes.origin), surfaces
        ),
        *(weed_strips(lanes, float(heights.max()), surfaces) if level else []),
    ]


def _cells(index: npt.NDArray[np.int64], size: int, heights: Array, origin: Array) -> Array:
    """(n, 4, 3) square cells of `size` grid steps; lowest corners are the nodes `index` (row, column)."""
    nodes = [index + np.array(shift) * size for shift in ((0, 0), (0, 1), (1, 1), (1, 0))]
    corners = [
        np.column_stack([origin + node[:, ::-1] * TERRAIN_CELL, heights[node[:, 0], node[:, 1]]])
        for node in nodes
    ]
    return np.stack(corners, axis=1)


def terrain_of(roads: Sequence[Road], lanes: Raster) -> Terrain:
    """The terrain of a map: as high as the nearest road, smoothed, a little below its verge."""
    step = round(TERRAIN_CELL / CELL)
    rows, columns = (size // (step * TERRAIN_BLOCK) * TERRAIN_BLOCK + 1 for size in lanes.cells.shape)
    along = [stations(0.0, road.length) for road in roads]
    points = np.concatenate([road.points(s, np.zeros_like(s)) for road, s in zip(roads, along, strict=True)])
    if np.ptp(points[:, 2]) < FLAT:
        return Terrain(
            lanes.origin, np.full((rows, columns), points[:, 2].mean() + VERGE_HEIGHT - TERRAIN_DROP)
        )
    index = np.clip(((points[:, :2] - lanes.origin) / TERRAIN_CELL).astype(int), 0, (columns - 1, rows - 1))
    known = np.full((rows, columns), np.inf)
    np.minimum.at(known, (index[:, 1], index[:, 0]), points[:, 2])
    unknown = np.isinf(known).astype(np.uint8)
    _, label = cv2.distanceTransformWithLabels(unknown, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    by_label = np.zeros(label.max() + 1)
    by_label[label[unknown == 0]] = known[unknown == 0]
    heights = cv2.GaussianBlur(by_label[label], (0, 0), SMOOTHING / TERRAIN_CELL)
    return Terrain(lanes.origin, np.asarray(heights + VERGE_HEIGHT - SLOPE_DROP, dtype=np.float64))
