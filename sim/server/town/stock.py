"""The meshes of one town, each made once and placed many times."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from caos.meshes import Material, Mesh, merge
from caos.shapes import blob, cylinder, leaves

from .. import models
from .styles import BuildingKind, Style

Array = npt.NDArray[np.float64]

VEGETATION: Final = 9
BARRIER_LENGTH: Final = 4.0
STREET_SPECIES: Final = ("round", "small", "poplar")
CLEARANCE: Final = 1.9  # metres below which a street tree is only a trunk ...
TRUNK_REACH: Final = 0.7  # ... that stays this near to its place
_BUILDINGS: Final = 14
_TREES: Final = 4
_TALLEST: Final = 15.0
_WALL_HEIGHT: Final = 1.8
_FENCES: Final = 3
_FAR_LEAVES: Final = 26


@dataclass(frozen=True, slots=True)
class Stock:
    """What a town is furnished from.

    Attributes:
        buildings: along the streets.
        skyline: buildings for the horizon.
        street_trees: detailed, with their crowns above the cars.
        trees, bushes: detailed, for gardens.
        far_trees: of few triangles, for elsewhere.
        barriers: pieces of `BARRIER_LENGTH` metres along x, some of each name.
        furniture: by name; things with a front face +x.
        signs: by kind, facing +x.
        lamp: its arm along +x.
        green, red: traffic lights facing +x.
        cars: parked, heading +x.
    """

    buildings: tuple[Mesh, ...]
    skyline: tuple[Mesh, ...]
    street_trees: tuple[Mesh, ...]
    trees: tuple[Mesh, ...]
    far_trees: tuple[Mesh, ...]
    bushes: tuple[Mesh, ...]
    barriers: Mapping[str, tuple[Mesh, ...]]
    furniture: Mapping[str, Mesh]
    signs: Mapping[str, Mesh]
    lamp: Mesh
    green: Mesh
    red: Mesh
    cars: tuple[Mesh, ...]


def stock_of(style: Style, rng: np.random.Generator) -> Stock:
    """All meshes of a style."""
    return Stock(
        buildings=_buildings(style.buildings, rng),
        skyline=tuple(_tall(name, rng) for name in style.skyline for _ in range(2)),
        street_trees=_street_trees(style, rng),
        trees=_trees(style, rng),
        far_trees=tuple(_far_tree(rng, height) for height in np.linspace(*style.tree_height, 4) * 1.1),
        bushes=tuple(models.bush(rng) for _ in range(3)),
        barriers=_barriers(style),
        furniture={name: _furniture(name, rng) for name, _ in style.furniture},
        signs={kind: models.traffic_sign(kind) for kind in models.SIGN_KINDS},
        lamp=models.street_lamp(style.lamp_height),
        green=models.traffic_light("green"),
        red=models.traffic_light("red"),
        cars=tuple(models.parked_car(rng) for _ in range(8)),
    )


def _trees(style: Style, rng: np.random.Generator) -> tuple[Mesh, ...]:
    heights = rng.uniform(*style.tree_height, _TREES).tolist()
    return tuple(
        models.tree(rng, species=style.species[index % len(style.species)], height=height)
        for index, height in enumerate(heights)
    )


def _street_trees(style: Style, rng: np.random.Generator) -> tuple[Mesh, ...]:
    """Trees that may stand at a kerb: grown until their crowns clear the cars."""
    species = [name for name in style.species if name in STREET_SPECIES]
    trees = []
    for index, height in enumerate(rng.uniform(*style.tree_height, _TREES).tolist()):
        tree = models.tree(rng, species=species[index % len(species)], height=height)
        while _low_reach(tree) > TRUNK_REACH and height < _TALLEST:
            height = min(1.2 * height, _TALLEST)
            tree = models.tree(rng, species=species[index % len(species)], height=height)
        trees.append(tree)
    return tuple(trees)


def _low_reach(tree: Mesh) -> float:
    low = tree.positions[tree.positions[:, 2] < CLEARANCE, :2]
    return float(np.abs(low).max())


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
        for _ in range(max(round(_BUILDINGS * kind.share / total), 2))
    )


def _tall(style: str, rng: np.random.Generator) -> Mesh:
    """A building that is seen over the roofs in front of it."""
    storeys = {"office": (8, 16), "apartments": (7, 11), "industrial": (2, 3)}.get(style, (3, 5))
    return models.building(
        rng,
        style=style,
        width=float(rng.uniform(20.0, 34.0)),
        depth=float(rng.uniform(12.0, 18.0)),
        storeys=int(rng.integers(*storeys)),
    )


def _far_tree(rng: np.random.Generator, height: float) -> Mesh:
    """A trunk and three clumps of leaves, about 400 triangles."""
    shade = float(rng.uniform(0.85, 1.1))
    green = models.surface("foliage", (0.44 * shade, 0.54 * shade, 0.30 * shade), roughness=0.95)
    bark = models.surface("bark", (0.8, 0.75, 0.7))
    parts = [cylinder(0.03 * height, 0.5 * height, bark, top=0.02 * height, segments=7, tag=VEGETATION)]
    for level, size in ((0.5, 0.24), (0.66, 0.23), (0.83, 0.17)):
        middle = np.append(rng.normal(0.0, 0.07 * height, 2), level * height)
        parts += _clump(rng, middle, size * height, green)
    return merge(parts)


def _clump(rng: np.random.Generator, middle: Array, radius: float, green: Material) -> list[Mesh]:
    at = (float(middle[0]), float(middle[1]), float(middle[2]))
    core = blob(
        rng, (radius, radius, 0.85 * radius), green, detail=1, lumps=0.4, at=at, crease=0.0, tag=VEGETATION
    )
    away = rng.normal(size=(_FAR_LEAVES, 3))
    away /= np.linalg.norm(away, axis=1, keepdims=True)
    spots = middle + away * radius * rng.uniform(0.85, 1.2, (_FAR_LEAVES, 1))
    return [core, leaves(rng, spots, away, 0.45 * radius, green, tag=VEGETATION)]


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
