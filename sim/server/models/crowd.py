"""The people of `walker.pedestrian.*`."""

from __future__ import annotations

from functools import partial
from typing import Final

import numpy as np

from caos.meshes import Mesh
from caos.shapes import place

from .actor import ActorModel, colourless
from .materials import TAG, Colour
from .people import Look, person
from .poses import walking

_SKINS: Final[tuple[Colour, ...]] = (
    (0.87, 0.69, 0.58),
    (0.78, 0.57, 0.43),
    (0.58, 0.39, 0.27),
    (0.36, 0.24, 0.17),
)
_HAIRS: Final[tuple[Colour, ...]] = (
    (0.10, 0.08, 0.06),
    (0.30, 0.19, 0.10),
    (0.62, 0.46, 0.24),
    (0.62, 0.61, 0.60),
)
_TOPS: Final[tuple[Colour, ...]] = (
    (0.16, 0.22, 0.36), (0.74, 0.72, 0.68), (0.52, 0.12, 0.14), (0.22, 0.32, 0.22),
    (0.13, 0.13, 0.15), (0.72, 0.56, 0.28), (0.40, 0.46, 0.54), (0.56, 0.36, 0.44),
)  # fmt: skip
_BOTTOMS: Final[tuple[Colour, ...]] = (
    (0.13, 0.15, 0.22), (0.30, 0.27, 0.23), (0.10, 0.10, 0.11), (0.24, 0.32, 0.46), (0.52, 0.46, 0.36)
)  # fmt: skip
_SHOES: Final[tuple[Colour, ...]] = ((0.1, 0.09, 0.08), (0.85, 0.84, 0.82), (0.32, 0.2, 0.12))
_CHILDREN: Final = range(9, 13)  # their numbers, as in CARLA's own library


def walkers(count: int = 24) -> list[ActorModel]:
    """People 0001 and on, the same on every run: odd numbers are female, 0009 to 0012 children."""
    return [_someone(number) for number in range(1, count + 1)]


def walker(look: Look, stride: float) -> Mesh:
    """Someone walking towards +x, feet on the ground; `stride`: swing of the legs in degrees, signed."""
    figure = person(look, walking(look.height, stride), TAG["Pedestrians"])
    low = float(figure.bounds[0][2])
    return place(figure, (0.0, 0.0, -low))


def _someone(number: int) -> ActorModel:
    rng = np.random.default_rng([number, 77])
    child, female = number in _CHILDREN, bool(number % 2)
    look = _look(rng, number, child=child, female=female)
    stride = float(rng.uniform(12, 24 if look.wear in ("trousers", "shorts") else 15) * rng.choice([-1, 1]))
    return ActorModel(
        f"walker.pedestrian.{number:04d}",
        TAG["Pedestrians"],
        colourless(partial(walker, look, stride)),
        mass=35.0 if child else 70.0,
        gender="female" if female else "male",
        age="child" if child else "adult",
    )


def _look(rng: np.random.Generator, number: int, *, child: bool, female: bool) -> Look:
    wear = ("trousers", "trousers", "skirt" if female else "shorts", "coat")[int(rng.integers(4))]
    height = (
        float(rng.uniform(1.05, 1.4)) if child else (1.66 if female else 1.78) + float(rng.normal(0, 0.05))
    )
    return Look(
        height=height,
        girth=float(rng.uniform(0.92, 1.3)),
        skin=_SKINS[int(rng.integers(len(_SKINS)))],
        hair=_HAIRS[int(rng.integers(3 if child else 4))],  # no grey children
        top=_TOPS[number % len(_TOPS)],
        bottom=_BOTTOMS[int(rng.integers(len(_BOTTOMS)))],
        shoes=_SHOES[int(rng.integers(len(_SHOES)))],
        sleeves="short" if wear == "shorts" or (wear != "coat" and rng.random() < 0.3) else "long",
        wear=wear,
        long_hair=female and bool(rng.random() < 0.75),
        cap=not female and bool(rng.random() < 0.3),
        backpack=bool(rng.random() < 0.25),
    )
