"""Leaf atlases: 512 x 512 pictures of twigs, needles, blades and flowers; the fourth channel is coverage.

Each holds 2 x 2 sprays, a quarter of uv each, that grow from the middle of the cell's lower edge (v grows
downwards) and leave its border free. Where nothing grows the colour of the nearest leaf goes on, so that
smaller pictures get no dark fringes. They do not tile.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from caos.meshes import Texture

from .noise import SIZE
from .twigs import DEEP, FOLIAGE, GRASS, NEEDLE, STRAW, Colour, Foliage

Array = npt.NDArray[np.float64]

CELLS: Final = 2
"""Sprays along each side of an atlas."""

_FINE = 3  # pixels drawn for each that stays, so that edges are smooth
_CELL = SIZE // CELLS
_SHIFT = 4  # cv2 takes corners as fixed-point numbers with this many fractional bits
_HALO = 9.0  # pixels, how far colours reach into the holes
_RIBS: Final = np.array(
    [(0.0, 0.0), (0.0, 0.95)]
    + [end for t in (0.25, 0.5) for s in (-1.0, 1.0) for end in ((0.0, t), (s * 0.2, t + 0.16))]
)
"""Both ends of each vein of a leaf of unit size: the middle one, and two to each side."""


def _spray(rng: np.random.Generator, kind: Foliage) -> npt.NDArray[np.uint8]:
    """One cell, (256, 256, 4): a stem with side twigs and leaves, drawn from the back to the front."""
    side = _CELL * _FINE
    picture = np.zeros((side, side, 4), dtype=np.uint8)
    bend = float(rng.normal(0.0, 0.05))
    stem = [np.array([0.5 + bend * part**2, 0.985 - 0.79 * part]) for part in np.linspace(0.0, 1.0, 9)]
    leaves: list[tuple[Array, float]] = []
    _twig(picture, stem, 0.010)
    for number in range(kind.twigs):
        part = 0.05 + 0.88 * (number + rng.uniform(0.0, 0.7)) / kind.twigs
        start = np.array([0.5 + bend * part**2, 0.985 - 0.79 * part])
        way = (1 if number % 2 else -1) * math.radians(float(rng.uniform(42.0, 68.0)))
        reach = kind.reach * math.sin(math.pi * min(0.25 + 0.75 * part, 0.86)) * float(rng.uniform(0.75, 1.1))
        line = _arc(start, way, reach, float(rng.normal(0.0, 0.25)))
        _twig(picture, line, 0.005)
        leaves += _along(rng, line, way, kind)
    leaves += _along(rng, stem, 0.0, kind)
    for index in rng.permutation(len(leaves)):
        at, way = leaves[index]
        _leaf(picture, rng, at, way, kind)
    if kind.blossom is not None:
        for index in rng.permutation(len(leaves))[: len(leaves) // 3]:
            _flower(picture, rng, leaves[index][0], kind.blossom)
    return _shrunk(picture)


def _arc(start: Array, way: float, reach: float, curl: float) -> list[Array]:
    """A bent line from `start`, `way` radians off upwards."""
    steps = np.linspace(0.0, 1.0, 6)
    turns = way + curl * steps
    moves = np.stack([np.sin(turns), -np.cos(turns)], axis=1) * reach / 5
    return [start + moves[:index].sum(axis=0) for index in range(6)]


def _along(
    rng: np.random.Generator, line: list[Array], way: float, kind: Foliage
) -> list[tuple[Array, float]]:
    """Where leaves grow on a twig, and which way: alternately left and right, and one at the tip."""
    found = [(line[-1], way + float(rng.normal(0.0, 0.2)))]
    for number in range(kind.leaves):
        part = (0.25 + 0.7 * (number + float(rng.random())) / kind.leaves) * (len(line) - 1)
        row = min(int(part), len(line) - 2)
        at = line[row] + (part - row) * (line[row + 1] - line[row])
        aside = (1 if number % 2 else -1) * math.radians(kind.splay) * float(rng.uniform(0.7, 1.3))
        found.append((at, way + aside))
    return found


def _twig(picture: npt.NDArray[np.uint8], line: list[Array], width: float) -> None:
    corners = _fixed(np.array(line), picture)
    thick = max(round(width * picture.shape[0]), 1)
    cv2.polylines(picture, [corners], False, (78, 62, 44, 255), thick, cv2.LINE_8, _SHIFT)


def _leaf(
    picture: npt.NDArray[np.uint8], rng: np.random.Generator, at: Array, way: float, kind: Foliage
) -> None:
    """A leaf with a lit and a shaded half, foreshortened by chance, and its veins."""
    length = kind.length * float(rng.uniform(0.7, 1.15))
    narrow = float(rng.uniform(0.55, 1.0))
    tone = np.array(kind.colours[rng.integers(len(kind.colours))]) * rng.uniform(0.78, 1.16)
    half = np.array(kind.outline) * (narrow, 1.0) * length
    for side, shade in ((-1.0, 1.08), (1.0, 0.9)):
        rim = _turned(half * (side, 1.0), at, way)
        cv2.fillPoly(picture, [_fixed(rim, picture)], _ink(tone * shade), cv2.LINE_8, _SHIFT)
    if kind.veins:
        ends = _fixed(_turned(_RIBS * (narrow * length, length), at, way), picture)
        cv2.polylines(picture, list(ends.reshape(-1, 2, 2)), False, _ink(tone * 1.22), 2, cv2.LINE_8, _SHIFT)


def _flower(picture: npt.NDArray[np.uint8], rng: np.random.Generator, at: Array, colour: Colour) -> None:
    """Five petals round a yellow heart."""
    radius = float(rng.uniform(0.014, 0.024))
    tone = np.array(colour) * rng.uniform(0.85, 1.1)
    for turn in rng.uniform(0.0, 1.2) + np.arange(5) * (2.0 * math.pi / 5.0):
        petal = at + radius * np.array([math.cos(turn), math.sin(turn)])
        _disc(picture, petal, 0.8 * radius, tone * rng.uniform(0.88, 1.06))
    _disc(picture, at, 0.4 * radius, np.array([0.85, 0.72, 0.25]))


def _disc(picture: npt.NDArray[np.uint8], at: Array, radius: float, tone: Array) -> None:
    x, y = _fixed(at[None], picture)[0].tolist()
    cv2.circle(
        picture, (x, y), round(radius * picture.shape[0] * (1 << _SHIFT)), _ink(tone), -1, cv2.LINE_8, _SHIFT
    )


def _blades(
    rng: np.random.Generator, colours: tuple[Colour, ...], count: int, tall: float, heads: float
) -> npt.NDArray[np.uint8]:
    """One cell, (256, 256, 4): blades of grass from the lower edge up, some with seed heads."""
    side = _CELL * _FINE
    picture = np.zeros((side, side, 4), dtype=np.uint8)
    for number in range(count):
        foot = np.array([0.5 + 0.36 * float(rng.uniform(-1.0, 1.0)), 0.995])
        length = tall * float(rng.uniform(0.45, 1.0)) * (1.0 - 0.4 * abs(foot[0] - 0.5))
        lean = float(rng.normal(0.0, 0.20)) + 0.5 * (foot[0] - 0.5)
        line = np.array(_arc(foot, lean, length, float(rng.normal(0.0, 0.55)) + lean))
        line[:, 0] = np.clip(line[:, 0], 0.03, 0.97)
        width = float(rng.uniform(0.006, 0.013)) * np.linspace(1.0, 0.08, len(line))
        rim = np.concatenate([line - width[:, None] * (1.0, 0.0), (line + width[:, None] * (1.0, 0.0))[::-1]])
        tone = np.array(colours[rng.integers(len(colours))]) * (0.72 + 0.4 * number / count)
        cv2.fillPoly(picture, [_fixed(rim, picture)], _ink(tone), cv2.LINE_8, _SHIFT)
        if rng.random() < heads:
            _disc(picture, line[-1], 0.011, np.array([0.66, 0.58, 0.38]) * rng.uniform(0.8, 1.1))
    return _shrunk(picture)


def _frond(rng: np.random.Generator) -> npt.NDArray[np.uint8]:
    """One cell, (256, 256, 4): a feather palm's frond, foot below."""
    side = _CELL * _FINE
    picture = np.zeros((side, side, 4), dtype=np.uint8)
    line = [np.array([0.5, 0.99 - 0.95 * part]) for part in np.linspace(0.0, 1.0, 9)]
    kind = Foliage(NEEDLE, 0.38, DEEP)
    for part in np.linspace(0.12, 0.98, 34):
        at = np.array([0.5, 0.99 - 0.95 * part])
        long = 0.40 * math.sin(math.pi * (0.18 + 0.74 * part)) ** 0.7
        for way in (-1.0, 1.0):
            tone = np.array(kind.colours[rng.integers(4)]) * rng.uniform(0.85, 1.35)
            half = np.array([(0.0, 0.0), (0.03, 0.3), (0.0, 1.0), (-0.03, 0.3)]) * long
            rim = _turned(half, at, way * (1.05 - 0.5 * part) + float(rng.normal(0.0, 0.05)))
            cv2.fillPoly(picture, [_fixed(rim, picture)], _ink(tone), cv2.LINE_8, _SHIFT)
    _twig(picture, line, 0.012)
    return _shrunk(picture)


def _turned(points: Array, at: Array, way: float) -> Array:
    """(n, 2) points (across, along) laid at a place, `along` going `way` radians off upwards."""
    along = np.array([math.sin(way), -math.cos(way)])
    across = np.array([math.cos(way), math.sin(way)])
    return np.asarray(at + points[:, :1] * across + points[:, 1:] * along)


def _fixed(points: Array, picture: npt.NDArray[np.uint8]) -> npt.NDArray[np.int32]:
    return np.asarray(np.rint(points * picture.shape[0] * (1 << _SHIFT)), dtype=np.int32)


def _ink(tone: Array) -> tuple[int, int, int, int]:
    red, green, blue = (int(min(max(part, 0.0), 1.0) * 255.0) for part in tone.tolist())
    return red, green, blue, 255


def _shrunk(picture: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """The cell in its final size; colours are means of what is there, not of holes, which are black."""
    small = cv2.resize(picture.astype(np.float32), (_CELL, _CELL), interpolation=cv2.INTER_AREA)
    small[..., :3] /= np.maximum(small[..., 3:] / 255.0, 1e-3)
    border = np.zeros((_CELL, _CELL), dtype=bool)
    border[2:-2, 2:-2] = True
    small[..., 3] *= border
    return np.asarray(np.clip(np.rint(small), 0, 255), dtype=np.uint8)


def _bled(pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """The picture with colour of the nearest leaves in its holes."""
    there = (pixels[..., 3:] > 0).astype(np.float32)
    colour = pixels[..., :3].astype(np.float32)
    mean = (colour * there).sum(axis=(0, 1)) / max(float(there.sum()), 1.0)
    spread = cv2.GaussianBlur(np.concatenate([colour * there, there], axis=2), (0, 0), _HALO)
    halo = (spread[..., :3] + 1e-3 * mean) / (spread[..., 3:] + 1e-3)
    found = pixels.copy()
    found[..., :3] = np.clip(np.rint(np.where(there > 0, colour, halo)), 0, 255).astype(np.uint8)
    return found


def _atlas(
    name: str, cell: Callable[[np.random.Generator], npt.NDArray[np.uint8]], rng: np.random.Generator
) -> Texture:
    rows = [np.concatenate([cell(rng) for _ in range(CELLS)], axis=1) for _ in range(CELLS)]
    return Texture(name, np.ascontiguousarray(_bled(np.concatenate(rows, axis=0))))


_SPRAYS: Final[Mapping[str, Callable[[np.random.Generator], npt.NDArray[np.uint8]]]] = {
    **{name: partial(_spray, kind=kind) for name, kind in FOLIAGE.items()},
    "palm": _frond,
    "lawn": partial(_blades, colours=GRASS, count=70, tall=0.75, heads=0.0),
    "meadow": partial(_blades, colours=(*GRASS, *STRAW), count=55, tall=0.95, heads=0.25),
    "reed": partial(_blades, colours=STRAW, count=45, tall=0.95, heads=0.4),
}

ATLASES: Final = tuple(_SPRAYS)
"""Names of all leaf atlases."""


def leaf_atlas(name: str, rng: np.random.Generator) -> Texture:
    """A picture of four sprays, (512, 512, 4) uint8, for a material with `cutoff` 0.5.

    Args:
        name: one of `ATLASES`.
        rng: how the leaves grow.
    """
    return _atlas(f"leaves_{name}", _SPRAYS[name], rng)
