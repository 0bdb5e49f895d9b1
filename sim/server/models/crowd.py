"""The people of `walker.pedestrian.*`."""

from __future__ import annotations

from functools import partial
from typing import Final

import numpy as np

from caos.meshes import Mesh
from caos.shapes import place

from .actor import ActorModel, colourless
from .detail import levelled
from .heads import CUTS
from .look import Look
from .materials import TAG, Colour
from .people import person
from .poses import walking

_SKINS: Final[tuple[Colour, ...]] = (
    (0.86, 0.68, 0.58), (0.80, 0.60, 0.47), (0.66, 0.46, 0.34), (0.48, 0.32, 0.22), (0.30, 0.20, 0.15),
)  # fmt: skip
_HAIRS: Final[tuple[Colour, ...]] = (
    (0.07, 0.06, 0.05), (0.20, 0.13, 0.08), (0.38, 0.25, 0.14), (0.66, 0.52, 0.32), (0.45, 0.20, 0.10),
    (0.60, 0.60, 0.60),
)  # fmt: skip
_TOPS: Final[tuple[Colour, ...]] = (
    (0.16, 0.20, 0.32), (0.76, 0.75, 0.72), (0.52, 0.11, 0.13), (0.20, 0.29, 0.21), (0.10, 0.10, 0.12),
    (0.72, 0.55, 0.24), (0.42, 0.47, 0.54), (0.55, 0.36, 0.44), (0.32, 0.24, 0.19), (0.16, 0.38, 0.46),
    (0.60, 0.58, 0.52), (0.24, 0.25, 0.27),
)  # fmt: skip
_BOTTOMS: Final[tuple[Colour, ...]] = (
    (0.14, 0.18, 0.28), (0.24, 0.31, 0.44), (0.09, 0.09, 0.10), (0.30, 0.27, 0.23), (0.52, 0.46, 0.36),
    (0.34, 0.35, 0.36), (0.20, 0.22, 0.17),
)  # fmt: skip
_SHOES: Final[tuple[Colour, ...]] = (
    (0.08, 0.07, 0.07),
    (0.80, 0.79, 0.77),
    (0.30, 0.19, 0.12),
    (0.20, 0.24, 0.34),
)
_ACCENTS: Final[tuple[Colour, ...]] = (
    (0.30, 0.18, 0.11), (0.10, 0.10, 0.11), (0.52, 0.10, 0.10), (0.18, 0.28, 0.44), (0.78, 0.74, 0.66),
    (0.72, 0.50, 0.10),
)  # fmt: skip
_CHILDREN: Final = range(9, 13)  # their numbers, as in CARLA's own library
_LEVELS: Final = (12.0, 40.0)  # metres


def walkers(count: int = 30) -> list[ActorModel]:
    """People 0001 and on, the same on every run: odd numbers are female, 0009 to 0012 children."""
    return [_someone(number) for number in range(1, count + 1)]


def walker(look: Look, swing: float, phase: float, lean: float = 0.0) -> Mesh:
    """Someone walking towards +x, feet on the ground, with levels; arguments as of `walking`."""
    joints = walking(look.height, swing, phase, lean=lean)
    versions = [person(look, joints, TAG["Pedestrians"], fine) for fine in (2, 1, 0)]
    near, middle, far = (place(mesh, (0.0, 0.0, -float(mesh.bounds[0][2]))) for mesh in versions)
    return levelled(near, middle, far, distances=_LEVELS)


def _someone(number: int) -> ActorModel:
    rng = np.random.default_rng([number, 77])
    child, female = number in _CHILDREN, bool(number % 2)
    old = not child and number % 6 == 5
    look = _look(rng, child=child, female=female, old=old)
    stands = rng.random() < 0.15
    swing = (
        3.0
        if stands
        else float(rng.uniform(15, 25)) * (0.7 if look.wear in ("skirt", "dress") or old else 1.0)
    )
    phase = (number * 0.382) % 1.0  # all phases about equally often
    lean = 9.0 if old else float(rng.uniform(0, 4))
    return ActorModel(
        f"walker.pedestrian.{number:04d}",
        TAG["Pedestrians"],
        colourless(partial(walker, look, swing, phase, lean)),
        mass=35.0 if child else 70.0,
        gender="female" if female else "male",
        age="child" if child else "adult",
    )


def _look(rng: np.random.Generator, *, child: bool, female: bool, old: bool) -> Look:
    wear = _one(
        rng, ("trousers", "trousers", "trousers", "coat", *(("skirt", "dress") if female else ("shorts",)))
    )
    height = (
        float(rng.uniform(1.05, 1.4)) if child else (1.66 if female else 1.78) + float(rng.normal(0, 0.055))
    )
    jacket = "" if wear in ("coat", "dress", "shorts") else _one(rng, ("", "", "jacket", "hoodie"))
    bare = wear == "shorts" or (not jacket and wear != "coat" and rng.random() < 0.35)
    cuts = ("bob", "long", "tail", "bun", "curls") if female else ("short", "short", "short", "curls", "bald")
    hats = ("", "", "", "", "beanie") if female or old else ("", "", "", "beanie", "cap")
    cut, hat = _one(rng, cuts if not child or female else ("short",)), _one(rng, hats)
    return Look(
        height=height,
        girth=float(rng.uniform(0.92, 1.12 if child else 1.34)),
        female=female,
        skin=_shade(rng, _SKINS),
        hair=_HAIRS[-1] if old else _shade(rng, _HAIRS[:-1]),
        top=_shade(rng, _TOPS),
        bottom=_shade(rng, _BOTTOMS),
        shoes=_shade(rng, _SHOES),
        accent=_shade(rng, _ACCENTS),
        sleeves="short" if bare else "long",
        wear=wear,
        jacket=jacket,
        pattern=_one(rng, ("plain", "plain", "plain", "stripes", "checks")),
        cut=cut if cut in CUTS else "short",
        hat=hat,
        bag=_one(rng, ("", "", "rucksack", "shoulder" if female else "carrier")),
    )


def _one(rng: np.random.Generator, choices: tuple[str, ...]) -> str:
    return choices[int(rng.integers(len(choices)))]


def _shade(rng: np.random.Generator, choices: tuple[Colour, ...]) -> Colour:
    """One of the colours, a little lighter or darker."""
    red, green, blue = np.clip(
        np.array(choices[int(rng.integers(len(choices)))]) * rng.uniform(0.85, 1.15), 0.02, 1.0
    )
    return float(red), float(green), float(blue)
