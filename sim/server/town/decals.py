"""What lies flat on the road and hides that textures repeat: covers, grates, patches, tar."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Final

import numpy as np
import numpy.typing as npt

from .roads import DRIVING_TYPES, Road, Section
from .strips import Strip
from .surfaces import Surface, Surfaces

Array = npt.NDArray[np.float64]

LIFT: Final = 0.002  # metres above the road; paint lies higher
COVER_SPACING: Final = 26.0
GRATE_SPACING: Final = 22.0
PATCH_SPACING: Final = 34.0  # on a road that is worn out
TAR_SPACING: Final = 75.0
ENDS: Final = 7.0  # metres of a street without
FULL: Final = np.array([(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)])


def road_decals(road: Road, surfaces: Surfaces) -> list[Strip]:
    """Covers in the lanes, grates at the kerbs, patches and tar where the road is worn."""
    if road.junction:
        return []
    rng = np.random.default_rng([zlib.crc32(road.id.encode()), 1])
    return [strip for section in road.sections for strip in _section_decals(road, section, surfaces, rng)]


def junction_decals(floor: Strip, surfaces: Surfaces, name: str) -> list[Strip]:
    """Covers, tar and patches on the level floor of a junction, scattered about its middle."""
    rng = np.random.default_rng([zlib.crc32(name.encode()), 2])
    middle = floor.corners.reshape(-1, 3).mean(axis=0)
    reach = 0.45 * float(np.linalg.norm(floor.corners[:, 0] - middle, axis=1).min())
    decals = surfaces.decals
    strips = []
    for surface, size in ((decals.cover, 0.68), (decals.tar, 6.0), (decals.patch, 2.2), (decals.tar, 5.0)):
        if surface is not decals.cover and rng.random() > surfaces.wear + 0.2:
            continue
        yaw = float(rng.uniform(0.0, np.pi))
        turn = np.array([[np.cos(yaw), np.sin(yaw)], [-np.sin(yaw), np.cos(yaw)]])
        spot = middle[:2] + rng.uniform(-reach, reach, 2)
        corners = (FULL - 0.5) * min(size, 1.6 * reach) @ turn + spot
        height = np.full((4, 1), middle[2] + 0.5 * LIFT)
        strips.append(Strip(np.column_stack([corners, height])[None], surface, uvs=FULL[None]))
    return strips


def _section_decals(
    road: Road, section: Section, surfaces: Surfaces, rng: np.random.Generator
) -> Iterator[Strip]:
    decals = surfaces.decals
    for index, lane in enumerate(section.lanes):
        if lane.kind not in DRIVING_TYPES:
            continue
        for s in _spots(section, COVER_SPACING, rng):
            yield _on_lane(
                road, section, index, s, float(rng.choice([0.5, 0.32])), (0.68, 0.68), decals.cover
            )
        spacing = PATCH_SPACING / max(surfaces.wear, 0.05)
        for s in _spots(section, spacing, rng):
            size = float(rng.uniform(1.2, 4.5)), float(rng.uniform(0.8, 2.0))
            yield _on_lane(road, section, index, s, float(rng.uniform(0.35, 0.65)), size, decals.patch)
        for s in _spots(section, TAR_SPACING * spacing / PATCH_SPACING, rng):
            size = float(rng.uniform(4.0, 6.5)), float(rng.uniform(2.4, 3.0))
            yield _on_lane(road, section, index, s, 0.5, size, decals.tar)
        if _beside_kerb(section, index):
            outer = 1.0 if lane.id < 0 else 0.0
            for s in _spots(section, GRATE_SPACING, rng):
                yield _on_lane(road, section, index, s, outer, (0.55, 0.3), decals.grate)


def _beside_kerb(section: Section, index: int) -> bool:
    following = index + 1 if section.lanes[index].id < 0 else index - 1
    return 0 <= following < len(section.lanes) and section.lanes[following].kind in ("sidewalk", "border")


def _spots(section: Section, spacing: float, rng: np.random.Generator) -> list[float]:
    """Stations about `spacing` metres apart."""
    start, end = section.start + ENDS, section.end - ENDS
    if end <= start:
        return []
    spots = rng.uniform(start, end, rng.poisson((end - start) / spacing))
    return sorted(float(spot) for spot in spots)


def _on_lane(
    road: Road,
    section: Section,
    index: int,
    s: float,
    across: float,
    size: tuple[float, float],
    surface: Surface,
) -> Strip:
    """A rectangle `size` (along, across) at the share `across` of a lane's width, inside the lane."""
    at = np.array([s])
    t = section.boundaries(at)[:, 0]
    left, right = float(t[index]), float(t[index + 1])
    half = min(0.5 * size[1], 0.48 * (left - right))
    middle = float(np.clip(left + across * (right - left), right + half + 0.02, left - half - 0.02))
    stations = s + 0.5 * size[0] * np.array([-1.0, 1.0, 1.0, -1.0])
    corners = road.points(stations, middle + half * np.array([1.0, 1.0, -1.0, -1.0]), LIFT)
    return Strip(corners[None], surface, uvs=FULL[None])
