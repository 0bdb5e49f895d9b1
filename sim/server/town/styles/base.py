"""What a town can be furnished with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from caos.textures import TILE_METRES

from ...models.materials import surface
from ..surfaces import GROUND, LANES, ROAD_LINES, ROADS, SIDEWALKS, TERRAIN, Decals, Surface, Surfaces

Color = tuple[float, float, float]
Range = tuple[float, float]

_PLAIN: Final[Color] = (1.0, 1.0, 1.0)
_FIELD: Final[Color] = (0.94, 0.98, 0.92)
_WOODS: Final[Color] = (0.42, 0.52, 0.42)
_ROUGHNESS: Final = {"grass": 1.0, "dry_grass": 1.0, "paint_white": 0.7, "paint_yellow": 0.7}
_RELIEF: Final = {"setts": 0.02, "grass": 0.008, "dry_grass": 0.01, "furrows": 0.08, "soil": 0.015}
"""Metres between the lowest and the highest of a texture; `FLAT` for all others."""

FLAT: Final = 0.005


@dataclass(frozen=True, slots=True)
class BuildingKind:
    """A sort of building: `style` as in `models.building`, sizes in metres, `share` of all buildings."""

    style: str
    width: Range
    depth: Range
    storeys: tuple[int, int]
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Style:
    """How a town is built up.

    Attributes:
        asphalt, paving, grass, kerb: tints of those textures.
        bond: texture of the sidewalks: how their stones are laid.
        parking: texture of the parking lanes.
        earth: texture of the ground between the roads.
        earth_tint: its tint.
        bare: whether it is bare (tag Ground) or green (tag Terrain).
        buildings: sorts of buildings along the streets.
        setback: metres between sidewalk and front.
        gap: metres between neighbours.
        open_share: part of the plots left without a building.
        fronts: (barrier, share): what stands between sidewalk and plot; "" for nothing. See `stock.Barriers`.
        gaps: (barrier, share) where no building stands.
        species: of the trees; conifers keep away from kerbs.
        tree_height: metres.
        street_tree_spacing: metres along a sidewalk; 0 for none.
        plot_trees: per hectare of open ground between the streets.
        bushes: per hectare.
        lamp_spacing, lamp_height: metres.
        parked: share of the places on parking lanes that are taken.
        drive_cars: share of the setbacks where a car stands in the drive.
        furniture: (thing, metres between two of them along a sidewalk).
        skyline: styles of the buildings on the horizon; trees stand between them.
        wear: how cracked and patched the roads are, 0 new .. 1 worn out.
        weeds: ragged islands in the ground between the streets, per hectare.
        fields: fields around the town, as textures.
        farmland: whether fields reach between the streets.
        hills: metres the land rises towards the horizon.
        median_trees: metres between trees on the strip between two carriageways.
    """

    asphalt: Color = (0.92, 0.92, 0.94)
    paving: Color = _PLAIN
    bond: str = "paving"
    kerb: Color = _PLAIN
    parking: str = "asphalt"
    grass: Color = _PLAIN
    earth: str = "grass"
    earth_tint: Color = _PLAIN
    bare: bool = False
    buildings: tuple[BuildingKind, ...] = ()
    setback: Range = (0.5, 1.5)
    gap: Range = (0.0, 2.0)
    open_share: float = 0.1
    fronts: tuple[tuple[str, float], ...] = (("", 1.0),)
    gaps: tuple[tuple[str, float], ...] = (("brick_wall", 1.0),)
    species: tuple[str, ...] = ("round", "small")
    tree_height: Range = (6.0, 10.0)
    street_tree_spacing: float = 22.0
    plot_trees: float = 10.0
    bushes: float = 5.0
    lamp_spacing: float = 28.0
    lamp_height: float = 7.0
    parked: float = 0.3
    drive_cars: float = 0.0
    furniture: tuple[tuple[str, float], ...] = ()
    skyline: tuple[str, ...] = ("brick", "house")
    wear: float = 0.5
    weeds: float = 12.0
    fields: tuple[str, ...] = ("grass", "dry_grass")
    farmland: bool = False
    hills: float = 30.0
    median_trees: float = 11.0

    def surfaces(self) -> Surfaces:
        """The ground's surfaces."""
        earth_tag = GROUND if self.bare else TERRAIN
        return Surfaces(
            asphalt=ground_surface("asphalt", self.asphalt, ROADS),
            lanes=tuple(ground_surface(name, self.asphalt, ROADS) for name in LANES),
            parking=ground_surface(self.parking, self.asphalt, ROADS),
            paving=ground_surface(self.bond, self.paving, SIDEWALKS),
            kerb=ground_surface("kerb_stone", self.kerb, SIDEWALKS),
            gutter=ground_surface("kerb_stone", _part(self.kerb, 0.72), ROADS),
            grass=ground_surface("grass", self.grass, TERRAIN),
            earth=ground_surface(self.earth, self.earth_tint, earth_tag),
            white=ground_surface("paint_white", _PLAIN, ROAD_LINES),
            yellow=ground_surface("paint_yellow", _PLAIN, ROAD_LINES),
            decals=Decals(
                tar=_decal("decal_tar", _PLAIN, ROADS),
                patch=_decal("decal_patch", self.asphalt, ROADS),
                cover=_decal("decal_cover", _PLAIN, ROADS),
                grate=_decal("decal_grate", _PLAIN, ROADS),
                weeds=_decal("decal_wild", self.grass, earth_tag),
                litter=_decal("decal_litter", _PLAIN, earth_tag),
            ),
            fields=tuple(ground_surface(name, _FIELD, TERRAIN) for name in self.fields),
            woods=replace(ground_surface("grass", _WOODS, TERRAIN), tile=23.0),
            wear=self.wear,
            weeds=self.weeds,
            hills=self.hills,
            farmland=self.farmland,
        )


def ground_surface(name: str, tint: Color, tag: int) -> Surface:
    """A surface with a texture of `caos.textures` and its relief."""
    material = replace(
        surface(name, tint, roughness=_ROUGHNESS.get(name, 0.9)), relief=_RELIEF.get(name, FLAT)
    )
    return Surface(material, tag, tile=TILE_METRES[name][1])


def _decal(name: str, tint: Color, tag: int) -> Surface:
    return Surface(replace(surface(name, tint), cutoff=0.5), tag, tile=TILE_METRES[name][0])


def _part(tint: Color, part: float) -> Color:
    return (part * tint[0], part * tint[1], part * tint[2])
