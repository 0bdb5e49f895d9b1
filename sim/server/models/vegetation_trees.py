"""Trees: wood, sprays of leaves on it, and simpler versions for afar."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

import numpy as np

from caos.meshes import Level, Material, Mesh, merge

from .materials import Colour, surface
from .vegetation_cards import Array, cards, fronds, leafy, limbs
from .vegetation_species import SPECIES, Species
from .vegetation_wood import Skeleton, grow, shoots

MIDDLE: Final = 25.0
FAR: Final = 70.0
TREE_SPECIES: Final = (*SPECIES, "palm")
"""What `tree` can make."""

_USUAL: Final = 9.0  # metres, of the tree that `Species` counts sprays for
_MOST: Final = 480  # sprays of the largest tree
_SHARES: Final = ((1.0, 1.0), (0.36, 1.6), (0.13, 2.45))  # of the sprays and their size, near to far
_FRONDS: Final = 22


def tree(rng: np.random.Generator, *, species: str, height: float, clear: float = 0.0) -> Mesh:
    """A tree standing on the origin, with levels; every face is tagged Vegetation.

    At most about 3,500 triangles near, 700 from 25 m, 200 from 70 m on.

    Args:
        rng: its shape and colour.
        species: one of `TREE_SPECIES`.
        height: metres, 2 to 25.
        clear: metres above the ground up to which there is nothing but the trunk, if the height allows.

    Raises:
        ValueError: an unknown species.
    """
    if species == "palm":
        return _palm(rng, height)
    if species not in SPECIES:
        raise ValueError(f"unknown tree species {species!r}; known: {', '.join(TREE_SPECIES)}")
    kind = SPECIES[species]
    wood = grow(rng, kind, height, clear)
    bark = surface("bark", kind.bark)
    leaves = leafy(kind.leaves, _tint(rng, kind.tints))
    sprays = _sprays(rng, kind, wood, height)
    parts = [
        [_timber(wood, bark, detail), _crown(rng, kind, wood, leaves, sprays, max(clear, 0.02), detail)]
        for detail in range(len(_SHARES))
    ]
    if kind.staked:
        parts[0].append(_stakes())
    near, middle, far = (merge(part) for part in parts)
    return replace(near, levels=(Level(MIDDLE, middle), Level(FAR, far)))


def _tint(rng: np.random.Generator, tints: tuple[Colour, ...]) -> Colour:
    red, green, blue = np.clip(
        np.array(tints[rng.integers(len(tints))]) * rng.uniform(0.86, 1.0), 0.0, 1.0
    ).tolist()
    return red, green, blue


def _timber(wood: Skeleton, bark: Material, detail: int) -> Mesh:
    """Trunk, limbs and boughs near; fewer of them with fewer sides afar."""
    if detail == 0:
        return merge(
            [
                limbs(wood.trunk, wood.trunk_radii, bark, 8),
                limbs(wood.limbs, wood.limb_radii, bark, 4),
                limbs(wood.boughs, wood.bough_radii, bark, 3),
            ]
        )
    few, ends, sides = ([0, 1, 4, 8], [0, 2, 4], 5) if detail == 1 else ([0, 4, 8], [0, 4], 3)
    trunk = limbs(wood.trunk[:, few], wood.trunk_radii[:, few], bark, sides)
    arms, thick = wood.limbs[::detail, ends], wood.limb_radii[::detail, ends]
    return merge([trunk, limbs(arms, thick, bark, 3)])


def _sprays(
    rng: np.random.Generator, kind: Species, wood: Skeleton, height: float
) -> tuple[Array, Array, Array]:
    """Feet (n, 3), ways (n, 3) and sizes (n,) of a tree's sprays, in no order."""
    grown = height / _USUAL
    count = round(min(kind.cards * grown, _MOST))
    size = kind.size * min(max(grown, 0.55), 1.25) * rng.uniform(0.75, 1.2, count)
    return *shoots(rng, kind, wood, count), size


def _crown(
    rng: np.random.Generator,
    kind: Species,
    wood: Skeleton,
    leaves: Material,
    sprays: tuple[Array, Array, Array],
    lowest: float,
    detail: int,
) -> Mesh:
    """The sprays; afar fewer and larger ones whose middles lie where those of small ones would."""
    share, larger = _SHARES[detail]
    feet, way, small = (part[: round(share * len(part))] for part in sprays)
    size = small * larger
    feet = feet + way * (0.5 * (small - size))[:, None]
    reach = 0.55 * size  # a card turns round its axis, so its corners may hang this far below it
    above = np.minimum(feet[:, 2], feet[:, 2] + way[:, 2] * size) - reach > lowest
    feet, way, size = feet[above], way[above], size[above]
    normals = _soft_normals(rng, feet + 0.5 * size[:, None] * way, wood)
    level = np.array([0.0, 0.0, 3.0 * kind.flat])
    return cards(rng, feet, way, normals, size, leaves, folded=detail == 0, lift=level)


def _soft_normals(rng: np.random.Generator, middles: Array, wood: Skeleton) -> Array:
    """(n, 3) unit vectors away from the crown's middle and a little upwards, as of one body."""
    low, high = wood.boughs.min(axis=(0, 1)), wood.boughs.max(axis=(0, 1))
    away = (middles - 0.5 * (low + high)) / np.maximum(0.5 * (high - low), 0.3)
    away = 0.9 * away + np.array([0.0, 0.0, 0.35]) + rng.normal(0.0, 0.28, away.shape)
    return np.asarray(away / np.maximum(np.linalg.norm(away, axis=1, keepdims=True), 1e-6))


def _stakes() -> Mesh:
    """Two posts and a bar that hold a young tree."""
    post = surface("wood_planks", (0.72, 0.62, 0.50))
    paths = np.array(
        [
            [[0.0, -0.34, 0.0], [0.0, -0.34, 1.7]],
            [[0.0, 0.34, 0.0], [0.0, 0.34, 1.7]],
            [[0.0, -0.36, 1.5], [0.0, 0.36, 1.5]],
        ]
    )
    return limbs(paths, np.full((3, 2), 0.035), post, 5)


def _palm(rng: np.random.Generator, height: float) -> Mesh:
    """A slender ringed trunk and arching fronds, the lower ones hanging."""
    top = height * 0.86
    steps = np.linspace(0.0, 1.0, 9)
    lean = rng.normal(0.0, 0.05 * height, 2)
    trunk = np.column_stack([lean[None] * steps[:, None] ** 2, top * steps])[None]
    radii = (0.016 * height + 0.06) * (1.0 - 0.45 * steps[None]) * (1.0 + 0.5 * (steps[None] < 0.05))
    bark = surface("bark", (0.95, 0.86, 0.76))
    leaves = leafy("palm", _tint(rng, ((1.0, 1.0, 0.95), (0.92, 1.0, 0.86))), 0.4)
    golden = math.pi * (3.0 - math.sqrt(5.0))
    turn = golden * np.arange(_FRONDS, dtype=np.float64) + float(rng.uniform(0.0, 6.0))
    rise = np.linspace(1.25, -0.35, _FRONDS) + rng.normal(0.0, 0.08, _FRONDS)
    length = (0.20 * height + 0.9) * rng.uniform(0.85, 1.1, _FRONDS)
    foot = trunk[0, -1]
    near, middle, far = (
        merge(
            [
                limbs(trunk[:, rows], radii[:, rows], bark, sides),
                fronds(foot, turn, rise, length, leaves, bends),
            ]
        )
        for rows, sides, bends in (
            (slice(None), 8, 5),
            (slice(None, None, 4), 5, 4),
            (slice(None, None, 4), 3, 2),
        )
    )
    return replace(near, levels=(Level(MIDDLE, middle), Level(FAR, far)))
