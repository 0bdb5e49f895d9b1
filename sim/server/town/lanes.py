"""Lanes, kerbs and gutters as strips whose textures run along them."""

from __future__ import annotations

import zlib
from typing import Final

import numpy as np
import numpy.typing as npt

from .roads import DRIVING_TYPES, Road
from .strips import Strip, laid_ribbon, ribbon
from .surfaces import KERB_HEIGHT, Surface, Surfaces

Array = npt.NDArray[np.float64]

KERB_WIDTH: Final = 0.15
BEVEL: Final = 0.03  # metres that a kerb's edge is cut off
GUTTER_WIDTH: Final = 0.3
LANE_TILE: Final = 6.0  # metres of lane along one texture: whole cells, so that it changes between two
KERB_TILE: Final = 4.0
WIDEST: Final = 4.6  # metres; wider lanes have no tracks of their own
SOUND: Final = 0.25  # share of a lane that stays sound however worn the town is


def driven(road: Road, kind: str, width: Array) -> bool:
    """Whether a lane shows the tracks of its traffic."""
    return not road.junction and kind in DRIVING_TYPES and float(width.max()) < WIDEST


def lane_ribbons(
    road: Road,
    number: int,
    s: Array,
    edges: tuple[Array, Array],
    part: tuple[Array, Array],
    surfaces: Surfaces,
) -> list[Strip]:
    """A driven lane, in stretches of `LANE_TILE` metres that are worn each in its own way.

    Args:
        road: that the lane belongs to.
        number: id of the lane.
        s: (n,) stations.
        edges: lateral positions of the lane's left and right boundary, (n,) each.
        part: those of what is left between its marks.
        surfaces: of the town.
    """
    along = (s - s[0]) / LANE_TILE
    width = np.maximum(edges[0] - edges[1], 0.1)
    across = tuple((edges[0] - t) / width for t in part)
    whole = laid_ribbon(
        road.points(s, part[0]), road.points(s, part[1]), surfaces.lanes[0], (across[0], across[1]), along
    )
    block = np.floor(0.5 * (along[:-1] + along[1:])).astype(int)
    rng = np.random.default_rng([zlib.crc32(road.id.encode()), number % 256])
    kinds = len(surfaces.lanes)
    sound = max(1.0 - 0.75 * surfaces.wear, SOUND)
    chosen = rng.choice(kinds, size=block.max() + 1, p=[sound, *[(1.0 - sound) / (kinds - 1)] * (kinds - 1)])
    worn = chosen[block]
    return [
        Strip(whole.corners[worn == kind], surfaces.lanes[kind], uvs=_of(whole.uvs, worn == kind))
        for kind in np.unique(worn).tolist()
    ]


def _of(uvs: Array | None, cells: npt.NDArray[np.bool_]) -> Array | None:
    return None if uvs is None else uvs[cells]


def raised_ribbons(
    road: Road, s: Array, left: Array, right: Array, surface: Surface, surfaces: Surfaces
) -> list[Strip]:
    """A sidewalk or a median with kerb stones along its side towards the road."""
    inner, outer = (right, left) if right.mean() > 0 else (left, right)
    if surface is not surfaces.paving:  # a median: the road lies on its outer side
        inner, outer = outer, inner
    way = np.sign(outer - inner)
    room = np.abs(outer - inner)
    bevel, stone = inner + way * np.minimum(BEVEL, room), inner + way * np.minimum(KERB_WIDTH, room)
    lip = road.points(s, inner, KERB_HEIGHT - BEVEL)
    top, back = road.points(s, bevel, KERB_HEIGHT), road.points(s, stone, KERB_HEIGHT)
    along, zero = s / KERB_TILE, np.zeros_like(s)
    return [
        laid_ribbon(lip, top, surfaces.kerb, (zero + 0.50, zero + 0.53), along),
        laid_ribbon(top, back, surfaces.kerb, (zero + 0.53, zero + 0.65), along),
        ribbon(back, road.points(s, outer, KERB_HEIGHT), surface),
    ]


def kerb_face(road: Road, s: Array, t: Array, low: float, high: float, surface: Surface) -> Strip:
    """The upright side of a kerb at lateral positions `t`."""
    zero = np.zeros_like(s)
    upper, lower = road.points(s, t, high), road.points(s, t, low)
    return laid_ribbon(upper, lower, surface, (zero + 0.50, zero + 0.35), s / KERB_TILE, upright=True)


def gutter(road: Road, s: Array, kerb: Array, edge: Array, surfaces: Surfaces) -> Strip:
    """Stones in the road from the kerb at `kerb` to `edge`, (n,) lateral positions each."""
    zero = np.zeros_like(s)
    points = road.points(s, kerb), road.points(s, edge)
    return laid_ribbon(*points, surfaces.gutter, (zero + 0.2, zero + 0.5), s / KERB_TILE)
