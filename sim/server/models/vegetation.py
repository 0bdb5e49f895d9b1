"""Trees, bushes, hedges: opaque leaves whose ragged outline lets the sky through."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from caos.meshes import Material, Mesh, merge
from caos.shapes import blob, leaves, loft, tube

from .materials import TAG, Colour, darker, pick, surface

Array = npt.NDArray[np.float64]
_TAG = TAG["Vegetation"]
_GREENS: tuple[Colour, ...] = ((0.42, 0.56, 0.26), (0.50, 0.60, 0.28), (0.34, 0.48, 0.24), (0.55, 0.58, 0.30))
_NEEDLES: tuple[Colour, ...] = ((0.24, 0.38, 0.26), (0.28, 0.40, 0.24), (0.26, 0.40, 0.34))

TREE_SPECIES = ("round", "conifer", "poplar", "small")
"""What `tree` can make."""


def tree(rng: np.random.Generator, *, species: str, height: float) -> Mesh:
    """A tree standing on the origin, every face tagged Vegetation; at most about 4,000 triangles.

    Args:
        rng: its shape and colour.
        species: one of `TREE_SPECIES`.
        height: metres, 2 to 25.

    Raises:
        ValueError: an unknown species.
    """
    if species == "round":
        return _broadleaf(rng, height, spread=0.34, low=0.30, clumps=13)
    if species == "small":
        return _broadleaf(rng, height, spread=0.38, low=0.34, clumps=9)
    if species == "poplar":
        return _poplar(rng, height)
    if species == "conifer":
        return _conifer(rng, height)
    raise ValueError(f"unknown tree species {species!r}; known: {', '.join(TREE_SPECIES)}")


def bush(rng: np.random.Generator) -> Mesh:
    """A shrub about a metre high."""
    green = surface("foliage", pick(rng, _GREENS), roughness=0.95)
    centres = rng.normal(0, 0.22, (5, 3)) * (1, 1, 0.4) + (0, 0, 0.5)
    return merge([_clump(rng, centre, float(rng.uniform(0.34, 0.5)), green, 90) for centre in centres])


def hedge(length: float) -> Mesh:
    """A clipped hedge 1.3 m high and 0.7 m thick along x, centred."""
    rng = np.random.default_rng(round(length * 100))
    green = surface("foliage", (0.36, 0.50, 0.24), roughness=0.95)
    count = max(2, round(length / 0.55))
    across = np.linspace(-length / 2, length / 2, count + 1)
    # A cross-section of the clipped body, wobbling from station to station.
    outline = np.array(
        [
            (0.33, 0.0),
            (0.35, 0.4),
            (0.34, 0.9),
            (0.26, 1.2),
            (0, 1.27),
            (-0.26, 1.2),
            (-0.34, 0.9),
            (-0.35, 0.4),
            (-0.33, 0.0),
        ]
    )
    rings = np.zeros((count + 1, len(outline), 3))
    rings[..., 0] = across[:, None]
    rings[..., 1:] = outline * rng.uniform(0.9, 1.06, (count + 1, len(outline), 1))
    body = loft(rings, green, crease=60.0, tag=_TAG, uv_scale=0.5)
    spots = rng.uniform((-length / 2, 0.3, 0), (length / 2, len(outline) - 1.3, 0), (int(70 * length), 3))
    index = spots[:, 1].astype(int)
    part = (spots[:, 1] - index)[:, None]
    rim = outline[index] * (1 - part) + outline[np.minimum(index + 1, len(outline) - 1)] * part
    centres = np.column_stack([spots[:, 0], rim])
    outward = np.column_stack([np.zeros(len(rim)), rim[:, 0], rim[:, 1] - 0.5])
    return merge([body, leaves(rng, centres, outward, 0.16, green, tag=_TAG)])


def _clump(rng: np.random.Generator, centre: Array, radius: float, green: Material, count: int) -> Mesh:
    """A dark lumpy core and leaves scattered through its outer shell."""
    shade = darker(green, 0.75)
    size = (radius * 0.62, radius * 0.62, radius * 0.52)
    at = (float(centre[0]), float(centre[1]), float(centre[2]))
    core = blob(rng, size, shade, detail=1, lumps=0.45, at=at, crease=0.0, tag=_TAG, uv_scale=0.5)
    away = rng.normal(size=(count, 3))
    away /= np.linalg.norm(away, axis=1, keepdims=True)
    spots = centre + away * rng.uniform(0.5, 1.12, (count, 1)) * (radius, radius, radius * 0.85)
    leaf = leaves(rng, spots, away + np.array([0.0, 0.0, 0.35]), max(0.16, radius * 0.36), green, tag=_TAG)
    return merge([core, leaf])


def _trunk(rng: np.random.Generator, height: float, radius: float) -> tuple[Mesh, Array]:
    """A slightly crooked, tapering stem with a flared foot, and the (N, 3) line it follows."""
    steps = np.linspace(0, 1, 7)
    line = np.zeros((7, 3))
    line[:, 2] = steps * height
    line[1:, :2] = np.cumsum(rng.normal(0, height * 0.012, (6, 2)), axis=0)
    width = radius * (1.0 - 0.72 * steps)
    width[0] *= 1.35
    return tube(line, width, surface("bark"), sides=8, tag=_TAG), line


def _branches(start: Array, ends: Array, radius: float) -> list[Mesh]:
    """Bent limbs from points of the trunk to the middles of the clumps."""
    parts = []
    for foot, end in zip(start, ends, strict=True):
        knee = (foot + end) / 2 - np.array([0.0, 0.0, 0.08 * float(np.linalg.norm(end - foot))])
        parts.append(
            tube([foot, knee, end], [radius, radius * 0.7, radius * 0.35], surface("bark"), sides=5, tag=_TAG)
        )
    return parts


def _broadleaf(rng: np.random.Generator, height: float, *, spread: float, low: float, clumps: int) -> Mesh:
    """A crown of clumps on the surface of an ellipsoid, each at the end of a branch."""
    green = surface("foliage", pick(rng, _GREENS), roughness=0.95)
    radius = 0.022 * height + 0.04
    stem, line = _trunk(rng, height * 0.72, radius)
    golden = math.pi * (3 - math.sqrt(5))
    turn = np.arange(clumps) * golden + rng.uniform(0, 6)
    level = np.linspace(-0.75, 0.95, clumps) + rng.normal(0, 0.08, clumps)
    ring = np.sqrt(np.clip(1 - level**2, 0.05, 1)) * rng.uniform(0.62, 1.0, clumps)
    half = height * (1 - low) / 2
    size = rng.uniform(0.36, 0.50, clumps) * height * spread
    ends = np.stack([np.cos(turn) * ring, np.sin(turn) * ring, level], axis=1)
    ends *= (height * spread * 0.78, height * spread * 0.78, half * 0.72)
    ends[:, 2] += height * low + half
    along = np.clip((ends[:, 2] - height * 0.15) / (height * 0.72) - 0.18, 0.3, 1.0)
    start = np.stack([np.interp(along, np.linspace(0, 1, 7), line[:, axis]) for axis in range(3)], axis=1)
    per_clump = 1350 // clumps
    crown = [_clump(rng, end, float(reach), green, per_clump) for end, reach in zip(ends, size, strict=True)]
    thick = [index for index in range(clumps) if index % 2 == 0]
    return merge([stem, *_branches(start[thick], ends[thick], radius * 0.45), *crown])


def _poplar(rng: np.random.Generator, height: float) -> Mesh:
    """A slender column of clumps."""
    green = surface("foliage", pick(rng, _GREENS), roughness=0.95)
    stem, line = _trunk(rng, height * 0.8, 0.016 * height + 0.04)
    levels = np.linspace(0.20, 0.93, 11)
    girth = 0.085 * height * np.sin(np.pi * np.clip(levels, 0.12, 0.97)) ** 0.6 + 0.02 * height
    sway = rng.normal(0, 0.012 * height, (11, 2))
    centres = np.column_stack([sway, levels * height])
    centres[:, :2] += np.stack(
        [np.interp(centres[:, 2], line[:, 2], line[:, axis]) for axis in (0, 1)], axis=1
    )
    return merge([stem, *(_clump(rng, c, float(r), green, 110) for c, r in zip(centres, girth, strict=True))])


def _conifer(rng: np.random.Generator, height: float) -> Mesh:
    """Whorls of drooping boughs, shorter towards the tip."""
    green = surface("foliage", pick(rng, _NEEDLES), roughness=0.95)
    stem, _ = _trunk(rng, height * 0.97, 0.016 * height + 0.05)
    whorls = 13
    centres, outward = [], []
    for level in np.linspace(0.14, 0.95, whorls):
        reach = height * 0.24 * (1.03 - level) + 0.12
        boughs = 9 if level < 0.7 else 6
        for turn in rng.uniform(0, 6) + np.arange(boughs) * (2 * math.pi / boughs):
            count = 15 if level < 0.7 else 9
            part = np.sqrt(rng.random(count))
            away = np.array([math.cos(turn), math.sin(turn)])
            side = np.array([-away[1], away[0]])
            flat = part[:, None] * reach * away + side * rng.normal(0, 0.16, (count, 1)) * reach * (
                0.4 + part[:, None]
            )
            z = level * height - 0.34 * reach * part**1.4 + rng.normal(0, 0.03 * height / whorls, count)
            centres.append(np.column_stack([flat, z]))
            outward.append(np.column_stack([flat / reach, np.full(count, 0.75)]))
    spots, away_all = np.concatenate(centres), np.concatenate(outward)
    spots[:, 2] = np.maximum(spots[:, 2], 0.3)
    needle = leaves(rng, spots, away_all, 0.05 * height + 0.22, green, tag=_TAG)
    dark = Material((0.12, 0.19, 0.13), roughness=1.0, texture=green.texture)
    cores = [
        blob(
            rng,
            (r, r, height * 0.06),
            dark,
            detail=1,
            lumps=0.3,
            at=(0, 0, level * height - 0.1 * r),
            tag=_TAG,
        )
        for level in np.linspace(0.16, 0.9, 9)
        for r in [(height * 0.24 * (1.03 - level)) * 0.52]
    ]
    return merge([stem, needle, *cores])
