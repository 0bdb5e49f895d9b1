"""What sets one kind of tree apart from another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from .materials import Colour

Profile = tuple[tuple[float, float], ...]

_BALL: Profile = ((0.0, 0.62), (0.25, 1.0), (0.6, 0.95), (0.85, 0.62), (1.0, 0.32))
_VASE: Profile = ((0.0, 0.55), (0.4, 0.8), (0.75, 1.0), (1.0, 0.6))
_EGG: Profile = ((0.0, 0.85), (0.2, 1.0), (0.6, 0.72), (1.0, 0.18))
_CONE: Profile = ((0.0, 1.0), (0.15, 0.98), (0.6, 0.5), (1.0, 0.05))
_COLUMN: Profile = ((0.0, 0.5), (0.3, 1.0), (0.7, 0.8), (1.0, 0.25))
_UMBRELLA: Profile = ((0.0, 0.6), (0.5, 0.9), (0.8, 1.0), (1.0, 0.8))


@dataclass(frozen=True, slots=True)
class Species:
    """The habit of a tree; lengths are parts of its height unless metres are said.

    Attributes:
        leaves: atlas of `caos.textures.leaves`.
        bare: height of the trunk below the first limb.
        stem: height up to which the trunk can be told from the limbs.
        spread: length of the longest limbs.
        profile: (height within the crown 0..1, length of limbs there relative to the longest), rising.
        limbs, boughs: limbs of the trunk, and boughs of each.
        angle: degrees off upwards of the lowest and of the topmost limb.
        sag: how far limbs bend up (negative: down) at their ends, in parts of their length.
        cards: sprays of leaves on a tree of 9 m.
        size: metres, of a spray on such a tree.
        droop: how much sprays hang; 1 straight down.
        flat: how level the sprays are spread; 1 like the boughs of a spruce.
        girth: radius of the trunk's foot.
        crook: how far the trunk wanders.
        bark: tint of the bark.
        tints: of the leaves, one is chosen for each tree; around 1.
        staked: two posts beside the trunk.
    """

    leaves: str
    bare: float = 0.25
    stem: float = 0.72
    spread: float = 0.30
    profile: Profile = _BALL
    limbs: int = 14
    boughs: int = 4
    angle: tuple[float, float] = (72.0, 18.0)
    sag: float = 0.12
    cards: int = 360
    size: float = 0.95
    droop: float = 0.1
    flat: float = 0.0
    girth: float = 0.018
    crook: float = 0.010
    bark: Colour = (0.86, 0.86, 0.86)
    tints: tuple[Colour, ...] = field(default=((1.0, 1.0, 1.0), (0.92, 0.95, 0.86), (1.0, 0.94, 0.80)))
    staked: bool = False


SPECIES: Final[Mapping[str, Species]] = {
    "round": Species("oak", spread=0.34, angle=(80.0, 15.0), crook=0.014, girth=0.022),
    "small": Species("linden", bare=0.34, spread=0.24, limbs=11, girth=0.011, size=0.8, staked=True),
    "poplar": Species(
        "poplar", bare=0.10, stem=0.92, spread=0.20, profile=_COLUMN, limbs=22, boughs=3, angle=(28.0, 8.0),
        sag=0.05, size=0.9, girth=0.015, crook=0.006,
    ),
    "conifer": Species(
        "spruce", bare=0.07, stem=0.97, spread=0.25, profile=_CONE, limbs=34, boughs=2, angle=(98.0, 62.0),
        sag=-0.14, cards=400, size=1.15, droop=0.25, flat=0.8, girth=0.015, crook=0.002,
        bark=(0.8, 0.72, 0.66),
    ),
    "linden": Species(
        "linden", bare=0.22, stem=0.85, spread=0.30, profile=_EGG, limbs=17, angle=(78.0, 14.0),
    ),
    "locust": Species(
        "birch", bare=0.30, spread=0.44, profile=_VASE, limbs=11, angle=(50.0, 16.0), cards=330, size=0.82,
        girth=0.014, crook=0.016, tints=((1.0, 1.0, 0.92), (0.96, 0.96, 0.80), (0.90, 0.95, 0.86)),
    ),
    "ginkgo": Species(
        "ginkgo", bare=0.24, stem=0.90, spread=0.30, profile=_VASE, limbs=13, boughs=4, angle=(58.0, 22.0),
        cards=320, size=0.8, girth=0.014, crook=0.008,
    ),
    "birch": Species(
        "birch", bare=0.20, stem=0.94, spread=0.25, profile=_EGG, limbs=17, boughs=3, angle=(48.0, 20.0),
        sag=-0.10, cards=340, size=0.8, droop=0.55, girth=0.011, bark=(1.0, 1.0, 1.0),
    ),
    "willow": Species(
        "willow", bare=0.22, stem=0.66, spread=0.42, profile=_UMBRELLA, limbs=13, angle=(62.0, 20.0),
        sag=-0.35, cards=400, size=1.2, droop=0.95, girth=0.024, crook=0.02,
    ),
    "pine": Species(
        "pine", bare=0.46, stem=0.93, spread=0.27, profile=_UMBRELLA, limbs=13, boughs=4, angle=(84.0, 45.0),
        cards=300, size=0.85, flat=0.3, girth=0.017, crook=0.012, bark=(1.0, 0.78, 0.64),
        tints=((1.0, 1.0, 1.0), (0.9, 1.0, 0.95)),
    ),
    "autumn": Species(
        "autumn", spread=0.29, profile=_EGG, stem=0.8, limbs=15,
        tints=((1.0, 1.0, 1.0), (1.0, 0.9, 0.7), (0.85, 0.9, 0.7)),
    ),
    "bare": Species(
        "twigs", bare=0.24, spread=0.34, limbs=15, boughs=5, angle=(66.0, 14.0), cards=170, size=1.1,
        girth=0.02, crook=0.018,
    ),
    "olive": Species(
        "willow", bare=0.20, stem=0.6, spread=0.36, limbs=10, angle=(70.0, 30.0), cards=320, size=0.7,
        girth=0.03, crook=0.035, tints=((0.80, 0.86, 0.86), (0.74, 0.82, 0.80)),
    ),
}  # fmt: skip
"""All that grow limbs; palms are of another build."""
