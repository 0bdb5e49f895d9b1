"""What the towns are furnished with: one style each, so that a held-out town looks like another place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from caos.meshes import Material

from ..models.materials import surface
from .surfaces import GROUND, ROAD_LINES, ROADS, SIDEWALKS, TERRAIN, Surface, Surfaces

Color = tuple[float, float, float]
Range = tuple[float, float]

_PLAIN: Final[Color] = (1.0, 1.0, 1.0)


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
        asphalt, paving, grass: tints of those textures.
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
    """

    asphalt: Color = (0.92, 0.92, 0.94)
    paving: Color = _PLAIN
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

    def surfaces(self) -> Surfaces:
        """The ground's surfaces."""
        earth_tag = GROUND if self.bare else TERRAIN
        return Surfaces(
            asphalt=Surface(surface("asphalt", self.asphalt, roughness=0.9), ROADS),
            paving=Surface(surface("paving", self.paving, roughness=0.85), SIDEWALKS, tile=2.0),
            kerb=Surface(surface("concrete", (0.95, 0.95, 0.93), roughness=0.85), SIDEWALKS),
            grass=Surface(surface("grass", self.grass, roughness=1.0), TERRAIN),
            earth=Surface(surface(self.earth, self.earth_tint, roughness=1.0), earth_tag),
            white=Surface(Material((0.88, 0.88, 0.86), roughness=0.7), ROAD_LINES),
            yellow=Surface(Material((0.90, 0.70, 0.16), roughness=0.7), ROAD_LINES),
        )


_TERRACES = Style(
    paving=(0.92, 0.90, 0.88),
    buildings=(
        BuildingKind("brick", (9.0, 14.0), (9.0, 11.0), (2, 3), 3.0),
        BuildingKind("shop", (9.0, 13.0), (9.0, 11.0), (2, 3), 1.0),
        BuildingKind("house", (9.0, 11.0), (9.0, 10.0), (2, 2), 0.7),
    ),
    setback=(0.4, 1.6),
    gap=(0.3, 1.5),
    open_share=0.14,
    gaps=(("brick_wall", 2.0), ("metal", 1.2)),
    fronts=(("", 1.0),),
    species=("round", "small", "conifer"),
    street_tree_spacing=30.0,
    plot_trees=14.0,
    parked=0.26,
    furniture=(
        ("litter_bin", 60.0),
        ("mailbox", 140.0),
        ("hydrant", 90.0),
        ("bench", 110.0),
        ("bus_stop", 190.0),
    ),
    skyline=("brick", "house", "industrial"),
)

_SUBURB = Style(
    asphalt=(1.0, 0.99, 0.97),
    paving=(1.0, 0.97, 0.92),
    grass=(1.0, 1.05, 0.9),
    earth_tint=(1.0, 1.05, 0.9),
    buildings=(
        BuildingKind("house", (10.0, 14.0), (8.5, 11.0), (1, 2), 4.0),
        BuildingKind("brick", (10.0, 13.0), (9.0, 10.0), (2, 2), 0.6),
    ),
    setback=(6.0, 9.0),
    gap=(5.0, 9.0),
    open_share=0.08,
    fronts=(("picket", 3.4), ("hedge", 1.8), ("", 1.6), ("stone_wall", 1.0)),
    gaps=(("picket", 2.0), ("hedge", 1.0)),
    species=("round", "conifer", "small"),
    tree_height=(6.0, 12.0),
    street_tree_spacing=26.0,
    plot_trees=22.0,
    bushes=24.0,
    lamp_spacing=36.0,
    lamp_height=6.0,
    parked=0.35,
    drive_cars=0.3,
    furniture=(("mailbox", 120.0), ("hydrant", 80.0), ("litter_bin", 150.0), ("bench", 170.0)),
    skyline=("house", "house", "apartments"),
)

_DOWNTOWN = Style(
    asphalt=(0.86, 0.86, 0.88),
    paving=(0.86, 0.87, 0.90),
    earth="paving",
    earth_tint=(0.80, 0.80, 0.82),
    bare=True,
    buildings=(
        BuildingKind("office", (20.0, 30.0), (16.0, 24.0), (7, 14), 3.0),
        BuildingKind("apartments", (18.0, 26.0), (13.0, 16.0), (6, 9), 1.3),
        BuildingKind("shop", (12.0, 18.0), (12.0, 15.0), (3, 5), 1.6),
        BuildingKind("brick", (14.0, 20.0), (12.0, 16.0), (4, 6), 1.0),
    ),
    setback=(0.5, 2.5),
    gap=(0.5, 4.0),
    open_share=0.08,
    gaps=(("concrete_wall", 1.0), ("metal", 1.0)),
    fronts=(("", 3.0), ("metal", 1.0)),
    species=("small", "round"),
    tree_height=(5.0, 7.5),
    street_tree_spacing=21.0,
    plot_trees=5.0,
    bushes=3.0,
    lamp_spacing=26.0,
    lamp_height=8.5,
    parked=0.3,
    furniture=(
        ("planter", 38.0), ("bench", 55.0), ("litter_bin", 45.0), ("hydrant", 70.0), ("bus_stop", 120.0),
        ("mailbox", 130.0),
    ),
    skyline=("office", "office", "apartments"),
)  # fmt: skip

_INDUSTRIAL = Style(
    asphalt=(1.05, 1.03, 1.0),
    paving=(0.85, 0.85, 0.83),
    grass=(1.1, 1.0, 0.8),
    earth="soil",
    earth_tint=(1.0, 1.0, 0.98),
    bare=True,
    buildings=(
        BuildingKind("industrial", (24.0, 42.0), (18.0, 30.0), (1, 2), 4.0),
        BuildingKind("brick", (14.0, 22.0), (12.0, 16.0), (2, 3), 1.0),
        BuildingKind("office", (16.0, 22.0), (13.0, 16.0), (3, 4), 0.7),
    ),
    setback=(9.0, 16.0),
    gap=(8.0, 22.0),
    open_share=0.15,
    fronts=(("chain", 3.0), ("concrete_wall", 2.4), ("metal", 1.5), ("brick_wall", 1.5)),
    gaps=(("chain", 2.0), ("concrete_wall", 1.0)),
    species=("poplar", "conifer"),
    tree_height=(8.0, 13.0),
    street_tree_spacing=38.0,
    plot_trees=4.0,
    bushes=7.0,
    lamp_spacing=34.0,
    lamp_height=9.0,
    parked=0.4,
    drive_cars=0.6,
    furniture=(("bus_stop", 230.0), ("hydrant", 100.0), ("litter_bin", 170.0)),
    skyline=("industrial", "industrial", "apartments"),
)

_HONEYCOMB = Style(
    asphalt=(0.9, 0.91, 0.95),
    paving=(1.0, 0.93, 0.88),
    grass=(0.92, 1.0, 0.85),
    earth_tint=(0.92, 1.0, 0.85),
    buildings=(
        BuildingKind("apartments", (20.0, 34.0), (12.0, 14.0), (4, 7), 4.0),
        BuildingKind("plaster", (15.0, 20.0), (12.0, 14.0), (3, 4), 1.0),
    ),
    setback=(5.0, 9.0),
    gap=(8.0, 18.0),
    open_share=0.25,
    fronts=(("", 2.4), ("hedge", 1.4), ("metal", 1.6), ("plaster_wall", 0.5)),
    gaps=(("metal", 1.0), ("hedge", 1.0), ("plaster_wall", 0.5)),
    species=("round", "conifer", "poplar", "small"),
    tree_height=(7.0, 14.0),
    street_tree_spacing=20.0,
    plot_trees=30.0,
    bushes=16.0,
    lamp_spacing=30.0,
    lamp_height=6.0,
    parked=0.35,
    furniture=(
        ("bench", 42.0),
        ("litter_bin", 55.0),
        ("planter", 95.0),
        ("bus_stop", 150.0),
        ("hydrant", 120.0),
    ),
    skyline=("apartments", "apartments", "office"),
)

_OLD_QUARTER = Style(
    asphalt=(1.08, 1.03, 0.96),
    paving=(1.0, 0.92, 0.80),
    earth="concrete",
    earth_tint=(0.98, 0.90, 0.78),
    bare=True,
    buildings=(
        BuildingKind("plaster", (8.0, 14.0), (8.0, 11.0), (2, 4), 4.0),
        BuildingKind("plaster", (6.0, 8.0), (7.0, 9.0), (2, 3), 2.0),
        BuildingKind("shop", (7.0, 10.0), (7.0, 9.0), (2, 3), 1.0),
    ),
    setback=(0.2, 0.9),
    gap=(0.0, 1.0),
    open_share=0.07,
    gaps=(("plaster_wall", 2.0), ("stone_wall", 1.0), ("metal", 1.2)),
    fronts=(("", 1.0),),
    species=("poplar", "small", "conifer"),
    tree_height=(5.0, 9.0),
    street_tree_spacing=40.0,
    plot_trees=22.0,
    bushes=8.0,
    lamp_spacing=24.0,
    lamp_height=5.0,
    parked=0.65,
    furniture=(("planter", 60.0), ("litter_bin", 90.0), ("bench", 120.0), ("mailbox", 200.0)),
    skyline=("plaster", "plaster", "house"),
)

STYLES: Final[Mapping[str, Style]] = {
    "Town01": _TERRACES,
    "Town02": _SUBURB,
    "Town03": _DOWNTOWN,
    "Town04": _INDUSTRIAL,
    "Town05": _HONEYCOMB,
    "Town06": _OLD_QUARTER,
}
"""Name of a generated town -> its style."""


def style_of(name: str) -> Style:
    """The style of a map: by its name, terraces for a stranger's map."""
    return STYLES.get(name, _TERRACES)
