"""Materials and tags that all models share. A texture is painted once: identity tells them apart."""

from __future__ import annotations

import zlib
from dataclasses import replace
from functools import cache
from typing import Final

import numpy as np

from caos.labels import CARLA_TAG_NAMES
from caos.meshes import Material, Texture
from caos.textures import TEXTURES, TILE_METRES

Colour = tuple[float, float, float]

TAG: Final = {name: tag for tag, name in enumerate(CARLA_TAG_NAMES)}
"""CARLA tag by name, e.g. `TAG["Buildings"]`."""

STEEL: Final = Material((0.55, 0.56, 0.58), roughness=0.45, metallic=0.8)
DARK_STEEL: Final = Material((0.16, 0.17, 0.18), roughness=0.5, metallic=0.3)
GREEN_STEEL: Final = Material((0.12, 0.24, 0.18), roughness=0.5, metallic=0.2)
CHROME: Final = Material((0.80, 0.81, 0.82), roughness=0.15, metallic=1.0)
BLACK_RUBBER: Final = Material((0.07, 0.07, 0.075), roughness=0.95)
BLACK_PLASTIC: Final = Material((0.09, 0.09, 0.1), roughness=0.6)
WHITE_PAINT: Final = Material((0.86, 0.86, 0.84), roughness=0.5)
STONE: Final = Material((0.70, 0.68, 0.64), roughness=0.85)
GLASS: Final = Material((0.10, 0.13, 0.15), roughness=0.08)


@cache
def texture(name: str, variant: int = 0) -> Texture:
    """The texture `name` of `caos.textures`, always the same object for the same arguments."""
    return TEXTURES[name](np.random.default_rng([zlib.crc32(name.encode()), variant]))


def surface(
    name: str, tint: Colour = (1.0, 1.0, 1.0), *, roughness: float = 0.9, variant: int = 0
) -> Material:
    """A material with the texture `name` times `tint` (sRGB)."""
    return Material(tint, roughness=roughness, texture=texture(name, variant))


def per_metre(name: str) -> float:
    """Tiles per metre of a square texture, the `uv_scale` of shapes."""
    return 1.0 / TILE_METRES[name][0]


def wood(tint: Colour = (1.0, 1.0, 1.0)) -> Material:
    """Planks."""
    return surface("wood_planks", tint, roughness=0.75)


def darker(material: Material, part: float) -> Material:
    """The material with `part` of its colour."""
    red, green, blue = material.color
    return replace(material, color=(part * red, part * green, part * blue))


def pick(rng: np.random.Generator, choices: tuple[Colour, ...], spread: float = 0.03) -> Colour:
    """One of the colours, a little off."""
    colour = np.clip(np.array(choices[rng.integers(len(choices))]) + rng.normal(0, spread, 3), 0.02, 1.0)
    return (float(colour[0]), float(colour[1]), float(colour[2]))
