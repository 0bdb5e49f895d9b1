"""Fences and walls: all along x, centred, standing on z = 0."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from caos.meshes import Material, Mesh, merge
from caos.shapes import Vector, box, cylinder, quads, tube

from .materials import STEEL, STONE, TAG, WHITE_PAINT, per_metre, surface

Array = npt.NDArray[np.float64]
_FENCES, _WALLS = TAG["Fences"], TAG["Walls"]

FENCE_KINDS = ("picket", "metal", "chain")
"""What `fence` can make."""
WALL_KINDS = ("brick", "concrete", "stone", "plaster")
"""What `wall` can make."""


def fence(length: float, kind: str) -> Mesh:
    """A fence of real slats, bars or wires, every face tagged Fences.

    Raises:
        ValueError: an unknown kind.
    """
    makers = {"picket": _picket, "metal": _railing, "chain": _chain}
    if kind not in makers:
        raise ValueError(f"unknown fence kind {kind!r}; known: {', '.join(FENCE_KINDS)}")
    return makers[kind](length)


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
        "stone": ("paving", (0.95, 0.90, 0.82)),
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


def _picket(length: float) -> Mesh:
    slats = np.array(_spread(length - 0.1, 0.15))
    parts = [
        box((0.1, 0.1, 1.15), WHITE_PAINT, at=(x, 0.06, 0), tag=_FENCES) for x in _spread(length - 0.1, 2.0)
    ]
    parts += [box((length, 0.04, 0.08), WHITE_PAINT, at=(0, 0.02, z), tag=_FENCES) for z in (0.25, 0.75)]
    return merge([_slats(slats, 0.09, 0.025, 0.06, 0.95, WHITE_PAINT), *parts])


def _slats(at: Array, width: float, thick: float, low: float, high: float, material: Material) -> Mesh:
    """Upright boards with pointed heads: front, back, two edges and the point of each."""
    half, y0, y1 = width / 2, -thick, 0.0
    tip = high + width * 0.7

    def face(*corners: Vector) -> Array:
        return np.asarray(np.array(corners)[None] + np.column_stack([at, np.zeros((len(at), 2))])[:, None])

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


def _railing(length: float) -> Mesh:
    """Iron railings 1.3 m high."""
    iron = Material((0.10, 0.11, 0.12), roughness=0.5, metallic=0.3)
    bars = np.array(_spread(length - 0.12, 0.13))
    parts = [_slats(bars, 0.022, 0.022, 0.05, 1.25, iron)]
    parts += [box((length, 0.045, 0.03), iron, at=(0, -0.011, z), tag=_FENCES) for z in (0.14, 1.12)]
    parts += [
        box((0.06, 0.06, 1.4), iron, at=(x, -0.011, 0), tag=_FENCES) for x in _spread(length - 0.06, 2.5)
    ]
    return merge(parts)


def _chain(length: float) -> Mesh:
    """Posts, rails and a coarse lattice of wires, 1.8 m high."""
    wire = Material((0.62, 0.64, 0.65), roughness=0.5, metallic=0.4)
    high, pitch, thick = 1.75, 0.16, 0.005
    starts = np.arange(-length / 2 - high, length / 2, pitch)
    corners = []
    for slant in (1.0, -1.0):
        low = np.clip(starts, -length / 2, length / 2)
        top = np.clip(starts + high, -length / 2, length / 2)
        z0, z1 = 0.05 + (low - starts), 0.05 + (top - starts)
        keep = top - low > 0.02
        x0, x1 = slant * low[keep], slant * top[keep]
        a, b = np.stack([x0, 0 * x0, z0[keep]], axis=1), np.stack([x1, 0 * x1, z1[keep]], axis=1)
        across = np.array([-slant, 0.0, 1.0]) / np.sqrt(2) * thick
        corners.append(np.stack([a - across, b - across, b + across, a + across], axis=1))
    mesh = quads(np.concatenate(corners), wire, tag=_FENCES)
    parts = [
        cylinder(0.035, 1.9, STEEL, at=(x, 0.03, 0), segments=8, tag=_FENCES)
        for x in _spread(length - 0.08, 2.5)
    ]
    parts += [
        tube([(-length / 2, 0.03, z), (length / 2, 0.03, z)], 0.02, STEEL, sides=6, tag=_FENCES)
        for z in (0.08, 1.8)
    ]
    return merge([mesh, *parts])
