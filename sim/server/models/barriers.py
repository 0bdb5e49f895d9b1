"""Fences and walls: all along x, centred, standing on z = 0."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final

import numpy as np
import numpy.typing as npt

from caos.meshes import Level, Material, Mesh, merge
from caos.shapes import box, cylinder, place, quads, tube
from caos.textures import TILE_METRES

from .materials import STEEL, STONE, TAG, Colour, per_metre, surface

Array = npt.NDArray[np.float64]
_FENCES, _WALLS = TAG["Fences"], TAG["Walls"]

FENCE_KINDS = ("picket", "board", "metal", "chain", "rail", "wire")
"""What `fence` makes: white and brown pickets, railings, chain link, a paddock's rails, strands of wire."""
WALL_KINDS = ("brick", "concrete", "stone", "plaster")
"""What `wall` can make."""

FAR: Final = 28.0  # metres from which a picture of a fence will do
MISSING: Final = 0.025  # share of slats that are gone
CROOKED: Final = 0.009  # deviation of a slat's height (metres) and lean (radians)
SHADES: Final = (1.0, 0.88, 0.76)
PAINTED: Final = 0.7  # colours lighter than this are paint


def fence(length: float, kind: str, *, seed: int = 0) -> Mesh:
    """A fence of real slats, bars or wires, every face tagged Fences; its street side is -y.

    Args:
        length: along x, metres.
        kind: one of `FENCE_KINDS`.
        seed: fences of other seeds are weathered in another way.

    Raises:
        ValueError: an unknown kind.
    """
    makers: dict[str, Callable[[float, int], Mesh]] = {
        "picket": partial(_picket, tint=(0.80, 0.79, 0.76)),
        "board": partial(_picket, tint=(0.50, 0.40, 0.32)),
        "metal": _railing,
        "chain": _chain,
        "rail": _rail,
        "wire": _wire,
    }
    if kind not in makers:
        raise ValueError(f"unknown fence kind {kind!r}; known: {', '.join(FENCE_KINDS)}")
    return makers[kind](length, seed)


def wall(length: float, height: float, kind: str) -> Mesh:
    """A free-standing wall 0.3 m thick with a coping, every face tagged Walls.

    Raises:
        ValueError: an unknown kind.
    """
    if kind not in WALL_KINDS:
        raise ValueError(f"unknown wall kind {kind!r}; known: {', '.join(WALL_KINDS)}")
    name, tint = {
        "brick": ("brick", (0.95, 0.9, 0.88)),
        "concrete": ("concrete", (0.92, 0.92, 0.92)),
        "stone": ("flagstones", (0.95, 0.90, 0.82)),
        "plaster": ("plaster", (0.92, 0.86, 0.76)),
    }[kind]
    parts = [
        box((length, 0.3, height - 0.1), surface(name, tint), tag=_WALLS, uv_scale=per_metre(name)),
        box((length, 0.42, 0.1), STONE, at=(0, 0, height - 0.1), tag=_WALLS),
    ]
    for x in _spread(length - 0.45, 4.0):
        parts.append(
            box(
                (0.45, 0.45, height + 0.12),
                surface(name, tint),
                at=(x, 0, 0),
                tag=_WALLS,
                uv_scale=per_metre(name),
            )
        )
        parts.append(box((0.56, 0.56, 0.08), STONE, at=(x, 0, height + 0.12), tag=_WALLS))
    return merge(parts)


def _spread(length: float, pitch: float) -> list[float]:
    """Evenly spaced x from end to end, `pitch` apart or less."""
    return [float(x) for x in np.linspace(-length / 2, length / 2, max(1, int(np.ceil(length / pitch))) + 1)]


def _picket(length: float, seed: int, tint: Colour) -> Mesh:
    """Weathered slats, each a little off; some are gone."""
    rng = np.random.default_rng(seed)
    slats = np.array(_spread(length - 0.13, 0.15))
    slats = slats[rng.random(len(slats)) > MISSING]
    shade = rng.integers(len(SHADES), size=len(slats))
    parts = [
        _slats(slats[shade == number], 0.094, 0.022, (0.06, 0.97), _wood(tint, part), rng)
        for number, part in enumerate(SHADES)
        if (shade == number).any()
    ]
    dark = _wood(tint, SHADES[-1])
    parts += [box((0.1, 0.1, 1.05), dark, at=(x, 0.07, 0), tag=_FENCES) for x in _spread(length - 0.1, 2.0)]
    parts += [box((length, 0.035, 0.085), dark, at=(0, 0.0175, z), tag=_FENCES) for z in (0.25, 0.72)]
    return _with_far(merge(parts), length, (0.06, 1.0), surface("fence_pickets", tint))


def _wood(tint: Colour, part: float) -> Material:
    """Boards of a colour, `part` of it for their age: painted over when it is light, else with grain."""
    red, green, blue = (part * value for value in tint)
    if min(tint) > PAINTED:
        return Material((red, green, blue), roughness=0.7)
    return surface("wood_planks", (1.5 * red, 1.95 * green, 2.6 * blue), roughness=0.85)


def _with_far(near: Mesh, length: float, rise: tuple[float, float], material: Material) -> Mesh:
    """The mesh with a picture of itself, with holes, from `FAR` metres on."""
    low, high = rise
    corners = np.array(
        [[(-length / 2, 0.0, low), (length / 2, 0.0, low), (length / 2, 0.0, high), (-length / 2, 0.0, high)]]
    )
    sheet = quads(corners, replace(material, cutoff=0.5), tag=_FENCES)
    along, up = TILE_METRES[material.texture.name] if material.texture else (1.0, 1.0)
    across = sheet.positions[:, 0] / along
    uvs = np.stack([across, (high - sheet.positions[:, 2]) / up], axis=1).astype(np.float32)
    return replace(near, levels=(Level(FAR, replace(sheet, uvs=uvs)),))


def _slats(
    at: Array,
    width: float,
    thick: float,
    rise: tuple[float, float],
    material: Material,
    rng: np.random.Generator,
) -> Mesh:
    """Upright boards with pointed heads, a little crooked: front, back, two edges and the point of each."""
    half, y0, y1, low = width / 2, -thick, 0.0, rise[0]
    high = rise[1] + rng.normal(0.0, CROOKED, len(at))
    lean = rng.normal(0.0, CROOKED, len(at))
    tip = high + width * 0.7

    def face(*corners: tuple[float, float, float | Array]) -> Array:
        rows = [
            np.stack(np.broadcast_arrays(at + x + lean * np.asarray(z), y, z), axis=1) for x, y, z in corners
        ]
        return np.stack(rows, axis=1)

    return quads(
        np.concatenate(
            [
                face((-half, y0, low), (half, y0, low), (half, y0, high), (-half, y0, high)),
                face((half, y1, low), (-half, y1, low), (-half, y1, high), (half, y1, high)),
                face((-half, y1, low), (-half, y0, low), (-half, y0, high), (-half, y1, high)),
                face((half, y0, low), (half, y1, low), (half, y1, high), (half, y0, high)),
                face((-half, y0, high), (half, y0, high), (0.01, y0, tip), (-0.01, y0, tip)),
                face((half, y1, high), (-half, y1, high), (-0.01, y1, tip), (0.01, y1, tip)),
            ]
        ),
        material,
        tag=_FENCES,
    )


def _railing(length: float, seed: int) -> Mesh:
    """Iron railings 1.3 m high."""
    iron = Material((0.10, 0.11, 0.12), roughness=0.5, metallic=0.3)
    bars = np.array(_spread(length - 0.12, 0.13))
    parts = [_slats(bars, 0.022, 0.022, (0.05, 1.25), iron, np.random.default_rng(seed))]
    parts += [box((length, 0.045, 0.03), iron, at=(0, -0.011, z), tag=_FENCES) for z in (0.14, 1.12)]
    parts += [
        box((0.06, 0.06, 1.4), iron, at=(x, -0.011, 0), tag=_FENCES) for x in _spread(length - 0.06, 2.5)
    ]
    return _with_far(merge(parts), length, (0.05, 1.25), surface("fence_bars", (0.13, 0.14, 0.15)))


def _rail(length: float, seed: int) -> Mesh:
    """Three split rails between posts, as round a paddock."""
    rng = np.random.default_rng(seed)
    wood = _wood((0.46, 0.41, 0.35), 0.95)
    posts = _spread(length - 0.14, 2.0)
    parts = [
        box((0.13, 0.11, 1.2 + float(rng.normal(0.0, 0.03))), wood, at=(x, 0.05, 0), tag=_FENCES)
        for x in posts
    ]
    for z in (0.35, 0.68, 1.0):
        ends = z + rng.normal(0.0, 0.02, 2)
        way = [(-length / 2, -0.02, float(ends[0])), (length / 2, -0.02, float(ends[1]))]
        parts.append(tube(way, 0.05, wood, sides=6, tag=_FENCES))
    return merge(parts)


def _wire(length: float, seed: int) -> Mesh:
    """Wooden posts, one leaning, and four strands of wire."""
    rng = np.random.default_rng(seed)
    wood = _wood((0.44, 0.41, 0.36), 0.9)
    parts = [
        place(
            cylinder(0.055, 1.15, wood, segments=7, tag=_FENCES),
            at=(x, 0.0, 0.0),
            roll=float(rng.normal(0.0, 3.0)),
        )
        for x in _spread(length - 0.2, 2.0)
    ]
    parts += [
        tube(
            [(-length / 2, -0.06, z), (0, -0.06, z - 0.02), (length / 2, -0.06, z)],
            0.006,
            STEEL,
            sides=4,
            tag=_FENCES,
        )
        for z in (0.3, 0.55, 0.8, 1.05)
    ]
    return merge(parts)


def _chain(length: float, seed: int) -> Mesh:
    """Chain link 1.75 m high on posts and rails, sagging a little; from afar the wires alone."""
    sag = np.random.default_rng(seed).normal(0.0, 0.015, 9)
    x = np.linspace(-length / 2, length / 2, 9)
    sag[[0, -1]] = 0.0
    low, high = (np.stack([x, sag * part, np.full(9, z)], axis=1) for part, z in ((1.0, 0.05), (0.4, 1.8)))
    wire = replace(surface("fence_wire", (0.66, 0.68, 0.69), roughness=0.5), cutoff=0.5, metallic=0.4)
    net = quads(np.stack([low[:-1], low[1:], high[1:], high[:-1]], axis=1), wire, tag=_FENCES)
    tile = TILE_METRES["fence_wire"][0]
    net = replace(net, uvs=(net.positions[:, [0, 2]] / tile).astype(np.float32))
    parts = [net]
    parts += [
        cylinder(0.035, 1.9, STEEL, at=(at, 0.05, 0), segments=8, tag=_FENCES)
        for at in _spread(length - 0.08, 2.5)
    ]
    parts += [
        tube([(-length / 2, 0.05, z), (length / 2, 0.05, z)], 0.02, STEEL, sides=6, tag=_FENCES)
        for z in (0.08, 1.8)
    ]
    return merge(parts)
