"""Jointed legs and feelers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from caos.meshes import Material, Mesh

from .beasts import pair

SHINY: Final = Material((0.05, 0.05, 0.06), roughness=0.2)


def legs(
    feet: Sequence[tuple[float, float, float]],
    skin: Material,
    *,
    root: float,
    high: float,
    knee: float,
    thick: float,
) -> list[Mesh]:
    """Pairs of jointed legs.

    Args:
        feet: x of the hip, x and y of the foot, one row per pair.
        skin: of the legs.
        root: y of the hips.
        high: z of the hips.
        knee: z of the knees.
        thick: radius at the hip.
    """
    parts = []
    for hip, x, y in feet:
        middle = (hip + 0.55 * (x - hip), root + 0.55 * (y - root), knee, thick * 0.8)
        parts += pair([(hip, root, high, thick), middle, (x, y, 0.02, thick * 0.4)], skin, 8)
    return parts


def feelers(x: float, z: float, rise: float, reach: float, skin: Material) -> list[Mesh]:
    """A pair of antennae from x, z, rising and reaching forward."""
    return pair(
        [
            (x, 0.04, z, 0.02),
            (x + reach * 0.5, 0.12, z + rise, 0.016),
            (x + reach, 0.2, z + rise * 0.9, 0.012),
        ],
        skin,
        6,
    )
