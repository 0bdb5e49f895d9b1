"""What the ground of a town is made of: materials, CARLA tags, heights of lanes by their OpenDRIVE type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from caos.meshes import Material

ROADS: Final = 1
SIDEWALKS: Final = 2
TERRAIN: Final = 10
ROAD_LINES: Final = 24
GROUND: Final = 25

RAISED_TYPES: Final = frozenset({"sidewalk", "median", "curb", "border", "none"})
"""OpenDRIVE types of lanes that lie above the road; all others are asphalt."""

LANES: Final = ("lane_plain", "lane_cracked", "lane_sealed", "lane_patched", "lane_stained")
"""Textures of driven lanes."""

KERB_HEIGHT: Final = 0.15
GRASS_HEIGHT: Final = 0.10


@dataclass(frozen=True, slots=True)
class Surface:
    """A material with its tag; `tile` is the size of one texture tile in metres."""

    material: Material
    tag: int
    tile: float = 4.0


@dataclass(frozen=True, slots=True)
class Decals:
    """Ragged or round pieces laid on the ground, one texture tile each; holes let the ground through."""

    tar: Surface
    patch: Surface
    cover: Surface
    grate: Surface
    weeds: Surface
    litter: Surface


@dataclass(frozen=True, slots=True)
class Surfaces:
    """The surfaces of one town.

    Attributes:
        asphalt: of junctions and of what is no lane.
        lanes: of driven lanes, whose textures lie along them; from sound to worn as in `LANES`.
        parking: of parking lanes.
        gutter: between lane and kerb.
        earth: what lies between the roads.
        fields, woods: of the land around the town.
        wear: how much of the lanes is worn, 0..1.
        weeds: ragged islands in the earth, per hectare.
        hills: metres the land rises towards the horizon.
        farmland: whether there are fields between the streets too.
    """

    asphalt: Surface
    lanes: tuple[Surface, ...]
    parking: Surface
    paving: Surface
    kerb: Surface
    gutter: Surface
    grass: Surface
    earth: Surface
    white: Surface
    yellow: Surface
    decals: Decals
    fields: tuple[Surface, ...]
    woods: Surface
    wear: float
    weeds: float
    hills: float
    farmland: bool

    def of_lane(self, kind: str) -> tuple[Surface, float]:
        """Surface and height above the road of a lane of OpenDRIVE type `kind`."""
        if kind == "sidewalk":
            return self.paving, KERB_HEIGHT
        if kind == "median":
            return self.grass, KERB_HEIGHT
        if kind == "curb":
            return self.kerb, KERB_HEIGHT
        if kind == "parking":
            return self.parking, 0.0
        if kind in ("border", "none"):
            return self.grass, GRASS_HEIGHT
        return self.asphalt, 0.0

    def of_mark(self, color: str) -> Surface:
        """Paint of an OpenDRIVE road mark colour."""
        return self.yellow if color == "yellow" else self.white
