"""The skeleton of a tree: where its trunk, limbs and boughs run, and where leaves grow on them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from .vegetation_cards import Array
from .vegetation_species import Species

_GOLDEN: Final = math.pi * (3.0 - math.sqrt(5.0))
_UP: Final = np.array([0.0, 0.0, 1.0])
_LIMB_POINTS: Final = 5


@dataclass(frozen=True, slots=True, eq=False)
class Skeleton:
    """Lines (n, points, 3) in metres and how thick the wood is at their points, (n, points).

    Attributes:
        trunk, limbs, boughs: lines, the thick end first.
        trunk_radii, limb_radii, bough_radii: metres.
    """

    trunk: Array
    trunk_radii: Array
    limbs: Array
    limb_radii: Array
    boughs: Array
    bough_radii: Array


def grow(rng: np.random.Generator, species: Species, height: float, clear: float) -> Skeleton:
    """A tree's wood, `height` metres high with its leaves; limbs begin above `clear` metres."""
    first = max(species.bare * height, min(clear + 0.35, 0.6 * height))
    crown_top = height - 0.5 * species.size
    trunk = _trunk(rng, species, max(species.stem * height, first + 0.5))
    limbs, starts = _limbs(rng, species, trunk, first, height)
    boughs, at = _boughs(rng, species, limbs)
    highest = max(float(limbs[..., 2].max()), float(boughs[..., 2].max()))
    scale = (crown_top - first) / max(highest - first, 0.1)
    for lines in (trunk, limbs, boughs):
        above = lines[..., 2] > first
        lines[..., 2] = np.where(above, first + (lines[..., 2] - first) * scale, lines[..., 2])
    for lines in (limbs, boughs):
        lines[..., 2] = np.maximum(lines[..., 2], min(clear + 0.25, first))
    foot = 0.8 * species.girth * height + 0.03
    trunk_radii = foot * (1.0 - 0.86 * np.linspace(0.0, 1.0, trunk.shape[1]) ** 0.9)
    trunk_radii[0] *= 1.3
    thick = np.interp(starts, np.linspace(0, 1, trunk.shape[1]), trunk_radii) * 0.52
    limb_radii = thick[:, None] * np.linspace(1.0, 0.22, _LIMB_POINTS)
    parent = np.repeat(thick, species.boughs) * (1.0 - 0.78 * at)
    bough_radii = np.maximum(parent * 0.6, 0.010)[:, None] * np.array([1.0, 0.7, 0.35])
    return Skeleton(trunk, trunk_radii[None], limbs, limb_radii, boughs, bough_radii)


def _trunk(rng: np.random.Generator, species: Species, top: float) -> Array:
    """(1, 9, 3) a slightly crooked line that starts upright."""
    line = np.zeros((1, 9, 3))
    line[0, :, 2] = top * np.linspace(0.0, 1.0, 9) ** 1.1
    wander = np.cumsum(rng.normal(0.0, species.crook * top, (8, 2)), axis=0)
    line[0, 1:, :2] = wander * np.linspace(0.25, 1.0, 8)[:, None]
    return line


def _limbs(
    rng: np.random.Generator, species: Species, trunk: Array, first: float, height: float
) -> tuple[Array, Array]:
    """(L, 5, 3) lines, spirally arranged, and where on the trunk (0..1) each starts."""
    count = species.limbs
    low = float(np.interp(first, trunk[0, :, 2], np.linspace(0.0, 1.0, 9)))
    within = np.clip((np.arange(count) + rng.uniform(0.0, 0.8, count)) / count, 0.0, 1.0)
    starts = low + (0.985 - low) * within
    feet = np.stack([np.interp(starts, np.linspace(0, 1, 9), trunk[0, :, axis]) for axis in range(3)], axis=1)
    reach = np.interp(within, *np.array(species.profile).T) * species.spread * height
    reach *= rng.uniform(0.68, 1.12, count)
    off = np.radians(np.interp(within, [0.0, 1.0], species.angle) + rng.normal(0.0, 6.0, count))
    turn = np.arange(count) * _GOLDEN + rng.uniform(0.0, 2.0 * math.pi) + rng.normal(0.0, 0.25, count)
    way = np.stack([np.sin(off) * np.cos(turn), np.sin(off) * np.sin(turn), np.cos(off)], axis=1)
    t = np.linspace(0.0, 1.0, _LIMB_POINTS)[None, :, None]
    bend = rng.normal(0.0, 0.06, (count, _LIMB_POINTS, 3)) * t
    lines = feet[:, None] + reach[:, None, None] * (way[:, None] * t + species.sag * _UP * t**2 + bend)
    return lines, starts


def _boughs(rng: np.random.Generator, species: Species, limbs: Array) -> tuple[Array, Array]:
    """(L * boughs, 3, 3) lines off the limbs, left and right in turn, and where on the limb (0..1)."""
    each = species.boughs
    count = len(limbs) * each
    at = np.tile(0.32 + 0.66 * (np.arange(each) + 0.5) / each, len(limbs)) + rng.normal(0.0, 0.04, count)
    at = np.clip(at, 0.2, 0.99)
    owner = np.repeat(np.arange(len(limbs)), each)
    along = at * (_LIMB_POINTS - 1)
    row = along.astype(int)
    foot = limbs[owner, row] + (along - row)[:, None] * (limbs[owner, row + 1] - limbs[owner, row])
    whole = limbs[:, -1] - limbs[:, 0]
    length = np.linalg.norm(whole, axis=1)[owner]
    ahead = whole[owner] / np.maximum(length, 1e-6)[:, None]
    side = np.cross(ahead, _UP + rng.normal(0.0, 0.3, (count, 3)))
    side /= np.maximum(np.linalg.norm(side, axis=1, keepdims=True), 1e-6)
    side *= np.where(np.arange(count) % 2, 1.0, -1.0)[:, None]
    way = 0.65 * ahead + 0.75 * side + rng.normal(0.0, 0.22, (count, 3)) * (1.0, 1.0, 1.4)
    way += _UP * (0.15 + 0.6 * min(species.sag, 0.2))
    reach = length * (0.28 + 0.26 * (1.0 - at)) * rng.uniform(0.6, 1.25, count)
    t = np.array([0.0, 0.5, 1.0])[None, :, None]
    bend = rng.normal(0.0, 0.10, (count, 3, 3)) * t
    return foot[:, None] + np.maximum(reach, 0.25)[:, None, None] * (way[:, None] * t + bend), at


def shoots(rng: np.random.Generator, species: Species, wood: Skeleton, count: int) -> tuple[Array, Array]:
    """Where sprays of leaves grow, (count, 3), and which way, (count, 3) unit; in no order.

    Some boughs bear many and some few or none, so that the crown has holes and bare tips.
    """
    lines = np.concatenate([wood.boughs, wood.limbs[:, [2, 3, 4]]])
    length = np.linalg.norm(lines[:, -1] - lines[:, 0], axis=1)
    weight = (length + 0.15) * rng.gamma(1.6, 1.0, len(lines))
    weight[len(wood.boughs) :] *= 0.7
    chosen = rng.choice(len(lines), size=count, p=weight / weight.sum())
    along = rng.random(count) ** 0.7 * 1.98
    row = along.astype(int)
    step = lines[chosen, row + 1] - lines[chosen, row]
    feet = lines[chosen, row] + (along - row)[:, None] * step
    way = step / np.maximum(np.linalg.norm(step, axis=1, keepdims=True), 1e-6)
    way = 0.7 * way + rng.normal(0.0, 0.5, (count, 3)) * (1.0, 1.0, 1.0 - 0.6 * species.flat)
    way /= np.maximum(np.linalg.norm(way, axis=1, keepdims=True), 1e-6)
    way = (1.0 - species.droop) * way - species.droop * _UP + 0.25 * (1.0 - species.droop) * _UP
    return feet, way / np.maximum(np.linalg.norm(way, axis=1, keepdims=True), 1e-6)
