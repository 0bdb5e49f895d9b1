"""How the twigs of plants look: outlines of leaves, their colours, and how they are arranged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

Colour = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Foliage:
    """How the sprays of an atlas look; lengths are parts of a cell's side.

    Attributes:
        outline: (across, along) half outline of a leaf from stalk to tip, each in parts of its length.
        length: of a leaf.
        colours: sRGB, one is picked for each leaf.
        twigs: side twigs, on alternate sides.
        leaves: along each twig.
        splay: degrees between a twig and its leaves.
        reach: of the longest side twig.
        veins: whether midrib and side veins are drawn.
        blossom: colour of flowers among the leaves, if any.
    """

    outline: tuple[tuple[float, float], ...]
    length: float
    colours: tuple[Colour, ...]
    twigs: int = 7
    leaves: int = 5
    splay: float = 50.0
    reach: float = 0.40
    veins: bool = True
    blossom: Colour | None = None


_OVAL = ((0.0, 0.0), (0.17, 0.16), (0.27, 0.40), (0.22, 0.68), (0.08, 0.90), (0.0, 1.0))
_LOBED = (
    (0.0, 0.0), (0.10, 0.12), (0.33, 0.16), (0.22, 0.32), (0.50, 0.46), (0.24, 0.55), (0.30, 0.80),
    (0.10, 0.76), (0.0, 1.0),
)  # fmt: skip
_HEART = ((0.0, 0.06), (0.16, 0.0), (0.38, 0.14), (0.42, 0.38), (0.24, 0.70), (0.05, 0.92), (0.0, 1.0))
_FAN = (
    (0.0, 0.0), (0.04, 0.28), (0.30, 0.62), (0.52, 0.78), (0.44, 0.94), (0.20, 1.0), (0.03, 0.92),
    (0.0, 0.74),
)  # fmt: skip
_KITE = ((0.0, 0.0), (0.20, 0.16), (0.44, 0.34), (0.26, 0.56), (0.08, 0.84), (0.0, 1.0))
_NARROW = ((0.0, 0.0), (0.08, 0.20), (0.12, 0.45), (0.07, 0.80), (0.0, 1.0))
_TWIGLET = ((0.0, 0.0), (0.03, 0.0), (0.012, 1.0), (0.0, 1.0))
NEEDLE = ((0.0, 0.0), (0.045, 0.20), (0.04, 0.75), (0.0, 1.0))

_OAK: Final = ((0.30, 0.40, 0.14), (0.36, 0.45, 0.17), (0.25, 0.35, 0.12), (0.42, 0.49, 0.20))
_LIGHT: Final = ((0.44, 0.54, 0.20), (0.50, 0.58, 0.24), (0.38, 0.49, 0.18), (0.57, 0.61, 0.28))
DEEP: Final = ((0.20, 0.31, 0.13), (0.25, 0.36, 0.15), (0.17, 0.27, 0.11), (0.31, 0.40, 0.18))
_SPRUCE: Final = ((0.15, 0.25, 0.14), (0.19, 0.30, 0.16), (0.23, 0.33, 0.17))
_WOOD: Final = ((0.34, 0.28, 0.22), (0.28, 0.23, 0.19), (0.42, 0.36, 0.30))
_AUTUMN: Final = ((0.66, 0.42, 0.12), (0.60, 0.30, 0.10), (0.72, 0.54, 0.18), (0.46, 0.40, 0.15))

FOLIAGE: Final[Mapping[str, Foliage]] = {
    "oak": Foliage(_LOBED, 0.16, _OAK, twigs=10, leaves=5),
    "birch": Foliage(_OVAL, 0.095, _LIGHT, twigs=15, leaves=11),
    "linden": Foliage(_HEART, 0.13, (*_OAK, *_LIGHT), twigs=10, leaves=5),
    "ginkgo": Foliage(_FAN, 0.12, _LIGHT, twigs=12, leaves=7),
    "poplar": Foliage(_KITE, 0.115, (*_LIGHT, *_OAK), twigs=13, leaves=8, splay=40.0),
    "willow": Foliage(_NARROW, 0.17, _LIGHT, twigs=13, leaves=9, splay=30.0, veins=False),
    "spruce": Foliage(NEEDLE, 0.085, _SPRUCE, twigs=16, leaves=36, splay=48.0, veins=False),
    "pine": Foliage(NEEDLE, 0.16, _SPRUCE, twigs=9, leaves=26, splay=28.0, veins=False),
    "hedge": Foliage(_OVAL, 0.085, DEEP, twigs=16, leaves=12),
    "autumn": Foliage(_LOBED, 0.15, _AUTUMN, twigs=10, leaves=5),
    "twigs": Foliage(_TWIGLET, 0.13, _WOOD, twigs=11, leaves=8, splay=32.0, veins=False),
    "lilac": Foliage(_HEART, 0.12, DEEP, twigs=11, leaves=6, blossom=(0.72, 0.58, 0.82)),
    "rose": Foliage(_OVAL, 0.10, DEEP, twigs=13, leaves=9, blossom=(0.86, 0.34, 0.42)),
    "forsythia": Foliage(_NARROW, 0.12, _LIGHT, twigs=13, leaves=8, blossom=(0.93, 0.82, 0.22)),
}
"""Name -> how twigs of that kind look."""

GRASS: Final = ((0.30, 0.40, 0.15), (0.38, 0.47, 0.19), (0.46, 0.52, 0.24), (0.55, 0.53, 0.30))
STRAW: Final = ((0.62, 0.56, 0.36), (0.54, 0.50, 0.30), (0.44, 0.46, 0.22))
