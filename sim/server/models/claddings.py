"""What walls, roofs and windows of buildings are made of. Colours are muted: paint fades, stone greys."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Final

import numpy as np

from caos.meshes import Lamps, Material
from caos.textures import TILE_METRES

from .materials import Colour, surface

_RELIEF: Final = {
    "brick": 0.008, "brick_pale": 0.008, "plaster": 0.004, "concrete_panels": 0.010, "ashlar": 0.012,
    "siding": 0.016, "barn_boards": 0.012, "roof_tiles": 0.03, "slates": 0.012, "metal_panels": 0.03,
}  # fmt: skip
_FAR: Final = {
    "brick": "facade_brick", "brick_pale": "facade_brick", "concrete_panels": "facade_apartments",
    "metal_panels": "facade_cladding",
}  # fmt: skip
_FITTED: Final = ("plaster", "concrete_panels")

BRICK_TINTS: Final[tuple[Colour, ...]] = (
    (1.0, 1.0, 1.0), (0.86, 0.84, 0.82), (0.74, 0.77, 0.80), (1.0, 0.94, 0.86), (0.68, 0.62, 0.60),
)  # fmt: skip
RENDER_TINTS: Final[tuple[Colour, ...]] = (
    (0.94, 0.93, 0.90), (0.88, 0.83, 0.75), (0.82, 0.83, 0.83), (0.86, 0.80, 0.76), (0.78, 0.78, 0.75),
    (0.87, 0.86, 0.82), (0.74, 0.735, 0.72), (0.82, 0.75, 0.69),
)  # fmt: skip
CONCRETE_TINTS: Final[tuple[Colour, ...]] = (
    (1.0, 1.0, 1.0), (1.0, 0.96, 0.90), (0.92, 0.90, 0.86), (0.90, 0.92, 0.95), (0.82, 0.80, 0.78),
)  # fmt: skip
BOARD_TINTS: Final[tuple[Colour, ...]] = (
    (0.98, 0.97, 0.94), (0.78, 0.82, 0.83), (0.86, 0.82, 0.70), (0.60, 0.50, 0.47), (0.72, 0.76, 0.70),
    (0.66, 0.68, 0.72),
)  # fmt: skip
TILE_TINTS: Final[tuple[Colour, ...]] = (
    (1.0, 1.0, 1.0), (0.80, 0.82, 0.84), (0.92, 0.84, 0.80), (0.68, 0.66, 0.66),
)  # fmt: skip
SLATE_TINTS: Final[tuple[Colour, ...]] = (
    (1.0, 1.0, 1.0), (0.95, 0.88, 0.82), (0.80, 0.84, 0.90), (1.1, 1.08, 1.04),
)  # fmt: skip

STONE_TRIM: Final = Material((0.55, 0.535, 0.50), roughness=0.9)
PALE_TRIM: Final = Material((0.66, 0.65, 0.62), roughness=0.7)
ZINC: Final = Material((0.40, 0.42, 0.43), roughness=0.5, metallic=0.5)
DARK_METAL: Final = Material((0.13, 0.135, 0.14), roughness=0.55, metallic=0.3)


@dataclass(frozen=True, slots=True)
class Cladding:
    """A wall's surface.

    Attributes:
        material: with its texture.
        tile: metres a tile spans, (along, down); None: two bays by two storeys.
        shift: tiles by which the texture is moved, so that neighbours differ.
        far: the picture of a whole front, four storeys by four bays.
    """

    material: Material
    tile: tuple[float, float] | None
    shift: tuple[float, float]
    far: Material


@dataclass(frozen=True, slots=True)
class Windows:
    """How windows look.

    Attributes:
        panes: an atlas of rooms behind glass.
        flat: an atlas of whole windows, for afar.
        frame: of the frame.
        leaves, rows: panes across and down.
        recess: metres behind the wall.
        sill, lintel: materials; None for none.
    """

    panes: Material
    flat: Material
    frame: Material
    leaves: int = 2
    rows: int = 1
    recess: float = 0.16
    sill: Material | None = STONE_TRIM
    lintel: Material | None = None


def faded(rng: np.random.Generator, choices: tuple[Colour, ...]) -> Colour:
    """One of the colours, a little lighter or darker, hardly of another hue."""
    colour = np.array(choices[rng.integers(len(choices))]) * rng.normal(1.0, 0.05)
    red, green, blue = np.clip(colour * (1 + rng.normal(0, 0.012, 3)), 0.02, 1.0).tolist()
    return (red, green, blue)


def textured(name: str, tint: Colour = (1.0, 1.0, 1.0), *, roughness: float = 0.9) -> Material:
    """The texture `name` with its usual relief."""
    color = (min(tint[0], 1.0), min(tint[1], 1.0), min(tint[2], 1.0))
    return replace(surface(name, color, roughness=roughness), relief=_RELIEF.get(name, 0.0))


def cladding(rng: np.random.Generator, name: str, tint: Colour) -> Cladding:
    """The texture `name` as a wall."""
    material = textured(name, tint, roughness=0.55 if name == "metal_panels" else 0.9)
    far = surface(_FAR.get(name, "facade_plaster"), tint)
    if name in _FITTED:
        return Cladding(material, None, (0.5 * float(rng.integers(2)), float(rng.integers(2))), far)
    shift = (float(rng.random()), float(rng.random()))
    return Cladding(material, TILE_METRES[name], shift, far)


def brickwork(rng: np.random.Generator) -> Cladding:
    """Red-brown or buff brick, some of it dark with age."""
    return cladding(rng, "brick_pale" if rng.random() < 0.3 else "brick", faded(rng, BRICK_TINTS))


@cache
def glass(atlas: str, tint: Colour = (1.0, 1.0, 1.0), emission: float = 5.0) -> Material:
    """Panes with rooms behind them that are lit at night."""
    return replace(surface(atlas, tint, roughness=0.06), emission=emission, lamp=Lamps.WINDOW)


@cache
def flat_windows(atlas: str, tint: Colour = (1.0, 1.0, 1.0)) -> Material:
    """Whole windows in one picture, lit at night."""
    return replace(surface(atlas, tint, roughness=0.2), emission=2.5, lamp=Lamps.WINDOW)


def sash(rng: np.random.Generator, lintel: Material | None = STONE_TRIM) -> Windows:
    """Tall windows of two by two panes."""
    frame = Material(faded(rng, ((0.62, 0.61, 0.58), (0.50, 0.49, 0.46), (0.22, 0.24, 0.24))), roughness=0.5)
    return Windows(glass("panes_home"), flat_windows("windows_sash"), frame, leaves=2, rows=2, lintel=lintel)


def casement(rng: np.random.Generator, leaves: int = 2, sill: Material | None = STONE_TRIM) -> Windows:
    """Windows of upright leaves."""
    frame = Material(faded(rng, ((0.60, 0.59, 0.56), (0.40, 0.31, 0.24), (0.30, 0.31, 0.32))), roughness=0.5)
    return Windows(glass("panes_home"), flat_windows("windows_casement"), frame, leaves=leaves, sill=sill)
