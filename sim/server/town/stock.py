"""The meshes of one town, each made once and placed many times."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from caos.meshes import Mesh

from .. import models
from .skyline import skyline_of
from .styles import BuildingKind, Style

BARRIER_LENGTH: Final = 4.0
STREET_SPECIES: Final = (
    "round", "small", "linden", "locust", "ginkgo", "birch", "autumn", "bare", "poplar", "olive", "palm",
)  # fmt: skip
CLEARANCE: Final = 2.25  # metres below which a tree near a street is only a trunk
GREEN: Final = frozenset({"grass", "dry_grass"})  # textures of ground on which grass grows
_BUILDINGS: Final = 18
_TREES: Final = 5
_BUSHES: Final = 6
_WALL_HEIGHT: Final = 1.8
_FENCES: Final = 3


@dataclass(frozen=True, slots=True)
class Stock:
    """What a town is furnished from.

    Attributes:
        buildings: along the streets.
        skyline: buildings for the horizon.
        street_trees: detailed, with their crowns above the cars.
        trees, bushes: for gardens; the trees' crowns clear cars, too.
        far_trees: a little taller, with crowns down to the ground, for elsewhere.
        lawns: patches of grass for green ground, none where it is bare.
        fringe: tall grass for the foot of fences, along x.
        barriers: pieces of `BARRIER_LENGTH` metres along x, some of each name.
        furniture: by name; things with a front face +x.
        signs: by kind, facing +x.
        lamp: its arm along +x.
        light: a traffic light facing +x.
        cars: parked, heading +x.
    """

    buildings: tuple[Mesh, ...]
    skyline: tuple[Mesh, ...]
    street_trees: tuple[Mesh, ...]
    trees: tuple[Mesh, ...]
    far_trees: tuple[Mesh, ...]
    bushes: tuple[Mesh, ...]
    lawns: tuple[Mesh, ...]
    fringe: Mesh
    barriers: Mapping[str, tuple[Mesh, ...]]
    furniture: Mapping[str, Mesh]
    signs: Mapping[str, Mesh]
    lamp: Mesh
    light: Mesh
    cars: tuple[Mesh, ...]


def stock_of(style: Style, rng: np.random.Generator) -> Stock:
    """All meshes of a style."""
    return Stock(
        buildings=_buildings(style.buildings, rng),
        skyline=skyline_of(style.skyline, rng),
        street_trees=_street_trees(style, rng),
        trees=_trees(style, rng, clear=CLEARANCE),
        far_trees=_trees(style, rng, scale=1.15),
        bushes=tuple(models.bush(rng) for _ in range(_BUSHES)),
        lawns=_lawns(style, rng),
        fringe=models.grass_fringe(rng, style.grass),
        barriers=_barriers(style),
        furniture={name: _furniture(name, rng) for name, _ in style.furniture},
        signs={kind: models.traffic_sign(kind) for kind in models.SIGN_KINDS},
        lamp=models.street_lamp(style.lamp_height),
        light=models.traffic_light(),
        cars=tuple(models.parked_car(rng) for _ in range(8)),
    )


def _trees(
    style: Style, rng: np.random.Generator, *, scale: float = 1.0, clear: float = 0.0
) -> tuple[Mesh, ...]:
    heights = (scale * rng.uniform(*style.tree_height, _TREES)).tolist()
    return tuple(
        models.tree(rng, species=style.species[index % len(style.species)], height=height, clear=clear)
        for index, height in enumerate(heights)
    )


def _street_trees(style: Style, rng: np.random.Generator) -> tuple[Mesh, ...]:
    """Trees that may stand at a kerb: their crowns clear the cars."""
    species = [name for name in style.species if name in STREET_SPECIES] or [STREET_SPECIES[0]]
    heights = np.maximum(rng.uniform(*style.tree_height, _TREES), 2.4 * CLEARANCE).tolist()
    return tuple(
        models.tree(rng, species=species[index % len(species)], height=height, clear=CLEARANCE)
        for index, height in enumerate(heights)
    )


def _lawns(style: Style, rng: np.random.Generator) -> tuple[Mesh, ...]:
    """Patches of grass, most of them mown."""
    if style.bare or style.earth not in GREEN:
        return ()
    kinds = ("meadow", "meadow", "lawn") if style.earth == "dry_grass" else ("lawn", "lawn", "meadow")
    return tuple(models.grass_patch(rng, kind, style.grass) for kind in kinds)


def _buildings(kinds: Sequence[BuildingKind], rng: np.random.Generator) -> tuple[Mesh, ...]:
    total = sum(kind.share for kind in kinds)
    return tuple(
        models.building(
            rng,
            style=kind.style,
            width=float(rng.uniform(*kind.width)),
            depth=float(rng.uniform(*kind.depth)),
            storeys=int(rng.integers(kind.storeys[0], kind.storeys[1] + 1)),
        )
        for kind in kinds
        for _ in range(max(round(_BUILDINGS * kind.share / total), 1))
    )


def _barriers(style: Style) -> dict[str, tuple[Mesh, ...]]:
    names = {part for name, _ in (*style.fronts, *style.gaps) for part in name.split("+")}
    return {name: _barrier(name) for name in sorted(names) if name}


def _barrier(name: str) -> tuple[Mesh, ...]:
    if name == "hedge":
        return (models.hedge(BARRIER_LENGTH),)
    if name.endswith("_wall"):
        return (models.wall(BARRIER_LENGTH, _WALL_HEIGHT, name.removesuffix("_wall")),)
    return tuple(models.fence(BARRIER_LENGTH, name, seed=seed) for seed in range(_FENCES))


def _furniture(name: str, rng: np.random.Generator) -> Mesh:
    if name == "planter":
        return models.planter(rng)
    makers = {
        "bench": models.bench,
        "bus_stop": models.bus_stop,
        "hydrant": models.hydrant,
        "litter_bin": models.litter_bin,
        "mailbox": models.mailbox,
    }
    return makers[name]()
