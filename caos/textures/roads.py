"""What traffic and weather do to a road: worn lanes, worn paint, and what is laid or spilt on top.

`lane_` textures span one lane across (u) and `TILE_METRES` along (v). They have the same asphalt and differ
only well inside the tile, so that any may follow any other. Of those named `decal_` the fourth channel is
coverage.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from caos.meshes import Texture

from .ground import ASPHALT, worn_asphalt
from .noise import SIZE, Colour, Plane, canvas, fractal, lit, mix, relief_texture

ACROSS = 2.0  # a lane texture has twice as many texels a metre across as along
_BASE = 20  # seed of the asphalt that all lanes share
_TAR: Colour = (0.165, 0.168, 0.175)


def lane_plain(rng: np.random.Generator) -> Texture:
    """Wheel tracks, oil in the middle, one or two hairline cracks."""
    picture, height = _lane()
    return _cracked("lane_plain", picture, height, _branches(rng, 2, 1), 0.55)


def lane_cracked(rng: np.random.Generator) -> Texture:
    """Cracks that branch, mostly along the tracks."""
    picture, height = _lane()
    return _cracked("lane_cracked", picture, height, _branches(rng, 9, 1), 0.85)


def lane_sealed(rng: np.random.Generator) -> Texture:
    """Cracks sealed with tar."""
    picture, height = _lane()
    sealed = _branches(rng, 3, 4)
    return relief_texture("lane_sealed", mix(picture, _TAR, sealed * 0.6), height * (1 - 0.25 * sealed))


def lane_patched(rng: np.random.Generator) -> Texture:
    """Trenches filled with newer asphalt, a seam of tar around."""
    picture, height = _lane()
    for tone in (0.84, 1.12):
        inside, seam = _box(rng)
        picture = mix(picture, picture * tone, inside)
        picture = mix(picture, _TAR, seam * 0.75)
        height = height - 0.12 * seam
    return _cracked("lane_patched", picture, height, _branches(rng, 2, 1), 0.6)


def lane_stained(rng: np.random.Generator) -> Texture:
    """Oil where cars wait, a manhole's worth of repairs, tyre marks."""
    picture, height = _lane()
    u, v = _grid()
    drops = np.clip(fractal(rng, beta=1.6, low=6, stretch=(1.0, ACROSS)) - 1.0, 0, 1)
    drops *= np.exp(-(((u - 0.5) / 0.13) ** 2)) * _inner(v)
    picture = mix(picture, (0.10, 0.10, 0.105), drops * 0.8)
    skid = np.exp(-(((u - 0.3) / 0.022) ** 2)) + np.exp(-(((u - 0.72) / 0.022) ** 2))
    picture = mix(picture, (0.13, 0.13, 0.135), 0.42 * skid * _inner(v) * (fractal(rng, beta=0.6) > -0.9))
    return _cracked("lane_stained", picture, height, _branches(rng, 2, 1), 0.6)


def paint_white(rng: np.random.Generator) -> Texture:
    """White road paint, worn down to the asphalt in places."""
    return _paint("paint_white", rng, (0.80, 0.805, 0.79))


def paint_yellow(rng: np.random.Generator) -> Texture:
    """Yellow road paint, worn."""
    return _paint("paint_yellow", rng, (0.76, 0.60, 0.21))


def decal_tar(rng: np.random.Generator) -> Texture:
    """Long sealed cracks: dark lines with nothing between."""
    lines = _branches(rng, 3, 3)
    tar = lit(canvas(_TAR), 0.12 * fractal(rng, beta=0.8))
    return _decal("decal_tar", tar, lines)


def decal_patch(rng: np.random.Generator) -> Texture:
    """A rectangle of newer asphalt with frayed edges and a seam of tar."""
    picture, _ = worn_asphalt(rng)
    u, v = _grid()
    edge = np.minimum(np.minimum(u, 1 - u), np.minimum(v, 1 - v)) * SIZE + 3.0 * fractal(rng, beta=1.6)
    picture = mix(picture * 0.86, _TAR, np.clip(1 - np.abs(edge - 22) / 9, 0, 1) * 0.8)
    return _decal("decal_patch", picture, np.clip((edge - 10) / 8, 0, 1))


def decal_cover(rng: np.random.Generator) -> Texture:
    """A manhole cover: a ring and a chequered lid of iron."""
    u, v = _grid()
    away = np.hypot(u - 0.5, v - 0.5)
    iron = lit(canvas((0.25, 0.245, 0.24)), 0.12 * fractal(rng, beta=1.0))
    lid = (np.sin(44 * np.pi * u) * np.sin(44 * np.pi * v) > 0.0) & (away < 0.36)
    iron = mix(iron, (0.36, 0.355, 0.35), 0.7 * lid + 0.8 * ((away > 0.40) & (away < 0.455)))
    iron = mix(iron, (0.07, 0.07, 0.07), 0.9 * ((away > 0.375) & (away < 0.395)))
    return _decal("decal_cover", iron, np.clip((0.49 - away) * 60 + 0.5, 0, 1))


def decal_grate(rng: np.random.Generator) -> Texture:
    """A drain's grate: bars over a dark hole."""
    u, v = _grid()
    bar = (np.sin(2 * np.pi * 9 * v) > -0.1) | (np.abs(u - 0.5) < 0.04)
    rim = np.maximum(np.abs(u - 0.5), np.abs(v - 0.5)) > 0.43
    iron = lit(canvas((0.29, 0.28, 0.27)), 0.12 * fractal(rng, beta=1.0))
    picture = mix(iron, (0.03, 0.03, 0.03), 1.0 * ~(bar | rim))
    return _decal("decal_grate", picture, np.ones((SIZE, SIZE), dtype=np.float32))


def decal_wild(rng: np.random.Generator) -> Texture:
    """A ragged island of straw and weeds, to break up a lawn."""
    blades, shape = fractal(rng, beta=0.7, low=6, stretch=(2.0, 1.0)), fractal(rng, beta=1.3, low=2)
    u, v = _grid()
    picture = lit(canvas((0.42, 0.40, 0.22)), 0.25 * blades, 0.10 * shape)
    away = np.hypot(u - 0.5, v - 0.5)
    return _decal("decal_wild", picture, np.clip(1.5 - 3.6 * away + 0.28 * shape + 0.16 * blades, 0, 1))


def decal_litter(rng: np.random.Generator) -> Texture:
    """Fallen leaves, thick in the middle."""
    leaf, hue = fractal(rng, beta=0.4, low=24, high=70), fractal(rng, beta=0.5, low=24, high=70)
    u, v = _grid()
    picture = mix(canvas((0.40, 0.29, 0.13)), (0.50, 0.42, 0.17), 0.5 + 0.4 * hue)
    picture = lit(picture, 0.2 * leaf)
    away = np.hypot(u - 0.5, v - 0.5)
    return _decal("decal_litter", picture, np.clip(0.5 + 0.55 * leaf + 0.55 - 2.9 * away, 0, 1))


def _lane() -> tuple[Plane, Plane]:
    """Asphalt under traffic: polished wheel tracks, oil between them, dust at the edges."""
    rng = np.random.default_rng(_BASE)
    picture, height = worn_asphalt(rng, ACROSS)
    blotch = fractal(rng, beta=2.2, low=2, stretch=(3.0, ACROSS))
    u, _ = _grid()
    tracks = np.exp(-(((u - 0.26) / 0.075) ** 2)) + np.exp(-(((u - 0.74) / 0.075) ** 2))
    oil = np.exp(-(((u - 0.5) / 0.07) ** 2)) * (1.0 + 0.35 * blotch)
    dust = np.exp(-((np.minimum(u, 1 - u) / 0.05) ** 2))
    picture = lit(picture, -0.13 * tracks * (1 + 0.3 * blotch), -0.09 * oil, 0.10 * dust)
    return picture, height * (1 - 0.3 * np.clip(tracks, 0, 1))


def _cracked(name: str, picture: Plane, height: Plane, cracks: Plane, depth: float) -> Texture:
    return relief_texture(name, mix(picture, (0.09, 0.09, 0.095), cracks * depth), height - 0.35 * cracks)


def _grid() -> tuple[Plane, Plane]:
    """(512, 512) u and v at the texels' centres."""
    axis = (np.arange(SIZE, dtype=np.float32) + 0.5) / SIZE
    u, v = np.meshgrid(axis, axis)
    return u.astype(np.float32), v.astype(np.float32)


def _inner(v: Plane) -> Plane:
    """1 inside the tile, falling to 0 at its ends, which all lanes share."""
    return np.clip(np.minimum(v, 1 - v) / 0.12, 0, 1)


def _branches(rng: np.random.Generator, count: int, width: int) -> Plane:
    """(512, 512) in [0, 1]: lines that wander and fork inside the tile."""
    lines = np.zeros((SIZE, SIZE), dtype=np.uint8)
    for _ in range(count):
        heading = float(rng.choice([0.0, np.pi / 2], p=[0.35, 0.65]) + rng.normal(0.0, 0.25))
        _wander(rng, lines, rng.uniform(0.15, 0.85, 2) * SIZE, heading, int(rng.integers(30, 75)), width)
    return np.asarray(cv2.GaussianBlur(lines, (0, 0), 0.7).astype(np.float32) / 255.0)


def _wander(
    rng: np.random.Generator,
    lines: npt.NDArray[np.uint8],
    start: npt.NDArray[np.float64],
    heading: float,
    steps: int,
    width: int,
) -> None:
    points = [start]
    for step in range(steps):
        heading += float(rng.normal(0.0, 0.13))
        points.append(points[-1] + 6.0 * np.array([np.cos(heading), np.sin(heading)]))
        if not 8 < min(points[-1]) < max(points[-1]) < SIZE - 8:
            break
        if step > 6 and rng.random() < 0.03:
            fork = heading + float(rng.choice([-1.0, 1.0])) * 0.9
            _wander(rng, lines, points[-1], fork, steps // 3, max(width - 1, 1))
    cv2.polylines(lines, [np.rint(np.array(points)).astype(np.int32)], False, 255, width, cv2.LINE_AA)


def _box(rng: np.random.Generator) -> tuple[Plane, Plane]:
    """A rectangle well inside the tile: where it is, and its seam."""
    u, v = _grid()
    (u0, v0), size = rng.uniform(0.05, 0.45, 2), rng.uniform(0.2, 0.5, 2)
    u1, v1 = min(u0 + size[0], 0.95), min(v0 + size[1], 0.92)
    edge = np.minimum(np.minimum(u - u0, u1 - u), np.minimum(v - v0, v1 - v)) * SIZE
    edge += 1.2 * fractal(rng, beta=1.5)
    return np.clip(edge, 0, 1), np.clip(1 - np.abs(edge) / 3.5, 0, 1)


def _paint(name: str, rng: np.random.Generator, colour: Colour) -> Texture:
    grit, wear = fractal(rng, beta=0.5, low=8), fractal(rng, beta=1.6, low=2)
    picture = lit(canvas(colour), 0.035 * grit, 0.05 * wear)
    asphalt = lit(canvas(ASPHALT), 0.12 * grit)
    gone = np.clip(0.55 * grit + 0.85 * wear - 1.15, 0, 1) * 1.4
    cracks = _branches(rng, 8, 1)
    worn = np.clip(gone + 0.7 * cracks + 0.07, 0, 0.95)
    return relief_texture(name, mix(picture, asphalt, worn), 0.75 - 0.4 * worn + 0.08 * grit)


def _decal(name: str, picture: Plane, coverage: Plane) -> Texture:
    return relief_texture(name, picture, coverage)
