"""Lamps and number plates on the ends of vehicles."""

from __future__ import annotations

import numpy as np

from caos.meshes import Material, Mesh
from caos.shapes import quads

from .finish import (
    BRAKE_LAMP,
    DAY_LAMP,
    FOG_LAMP,
    REVERSE_LAMP,
    SEAL,
    TAIL_LAMP,
    blinker,
    headlamp,
    number_plate,
)
from .skin import Skin, mirrored

Corners = tuple[tuple[float, float], ...]
_CELL = np.array([0.0, 1.0])


def lamp_front(kind: str, skin: Skin, half: float, nose: float) -> list[Mesh]:
    """Headlamps at both corners with direction lights, day lights and fog lamps.

    Args:
        kind: "wide", "slim" or "round".
        skin: of the vehicle.
        half: half of its width.
        nose: height of the upper edge of the front.
    """
    inner, outer = (0.44, 0.82) if kind != "round" else (0.50, 0.80)
    low, high = {"wide": (0.225, 0.085), "slim": (0.185, 0.095), "round": (0.30, 0.09)}[kind]
    lens = _quad(
        (inner * half, outer * half),
        (nose - low, nose - low + 0.035),
        (nose - high - 0.025, nose - high + 0.012),
    )
    amber = _quad(
        ((outer + 0.005) * half, (outer + 0.055) * half),
        (nose - low + 0.04, nose - low + 0.05),
        (nose - high + 0.005, nose - high + 0.012),
    )
    parts = _pair(skin, lens, 1, headlamp(), headlamp(), uv=True)
    parts += _pair(skin, amber, 1, blinker(True), blinker(False))
    if skin.fine == 2:
        frame = _quad(
            ((inner - 0.025) * half, (outer + 0.065) * half),
            (nose - low - 0.016, nose - low + 0.022),
            (nose - high - 0.015, nose - high + 0.026),
        )
        day = _quad(
            (inner * half, outer * half),
            (nose - low - 0.002, nose - low + 0.033),
            (nose - low + 0.014, nose - low + 0.049),
        )
        fog = _quad((0.60 * half, 0.70 * half), (nose - 0.46, nose - 0.46), (nose - 0.40, nose - 0.40))
        parts = _pair(skin, frame, 1, SEAL, SEAL, lift=0.007) + parts
        parts += _pair(skin, day, 1, DAY_LAMP, DAY_LAMP, lift=0.017) + _pair(skin, fog, 1, FOG_LAMP, FOG_LAMP)
    return parts


def lamp_rear(skin: Skin, half: float, trunk: float, *, tall: bool) -> list[Mesh]:
    """Tail, brake, direction and reversing lamps at both corners; `tall` stands them upright."""
    if tall:
        y, z = (0.66, 0.86), (trunk - 0.34, trunk - 0.02)
        red, brake = (0.0, 0.34), (0.34, 0.68)
        cells = [(TAIL_LAMP, red), (BRAKE_LAMP, brake), (None, (0.70, 0.84)), (REVERSE_LAMP, (0.86, 1.0))]
    else:
        y, z = (0.46, 0.86), (trunk - 0.25, trunk - 0.09)
        cells = [
            (REVERSE_LAMP, (0.0, 0.16)),
            (TAIL_LAMP, (0.18, 0.52)),
            (BRAKE_LAMP, (0.52, 0.80)),
            (None, (0.81, 1.0)),
        ]
    parts: list[Mesh] = []
    if skin.fine == 2:
        frame = _quad(
            ((y[0] - 0.015) * half, (y[1] + 0.015) * half), (z[0] - 0.014,) * 2, (z[1] + 0.014,) * 2
        )
        parts += _pair(skin, frame, -1, SEAL, SEAL, lift=0.007)
    for material, (start, stop) in cells:
        if tall:
            height = z[1] - z[0]
            outline = _quad(
                (y[0] * half, y[1] * half), (z[1] - stop * height,) * 2, (z[1] - start * height,) * 2
            )
        else:
            wide = (y[1] - y[0]) * half
            outline = _quad((y[0] * half + start * wide, y[0] * half + stop * wide), (z[0],) * 2, (z[1],) * 2)
        right, left = (material, material) if material else (blinker(True), blinker(False))
        parts += _pair(skin, outline, -1, right, left)
    return parts


def plate(skin: Skin, z: tuple[float, float], facing: int, number: int) -> Mesh:
    """A number plate between two heights; `facing` +1 looks ahead, -1 back."""
    material, (u0, v0, u1, v1) = number_plate(number)
    y = np.linspace(-0.25, 0.25, 5)
    u = np.linspace(u1, u0, 5) if facing > 0 else np.linspace(u0, u1, 5)
    uvs = np.stack([np.stack([u, np.full(5, v)], axis=-1) for v in (v1, v0)])
    low, high = (np.column_stack([y, np.full(5, level)]) for level in z)
    return skin.end(low, high, facing, material, lift=0.016, uvs=uvs)


def flat_plate(at: tuple[float, float, float], facing: int, number: int, tag: int, wide: float = 0.5) -> Mesh:
    """A number plate `wide` metres wide that stands upright, on nothing."""
    material, (u0, v0, u1, v1) = number_plate(number)
    x, y, z = at
    across = np.array([0.5, -0.5]) * wide * facing
    corners = [
        (x, y + across[0], z),
        (x, y + across[1], z),
        (x, y + across[1], z + 0.22 * wide),
        (x, y + across[0], z + 0.22 * wide),
    ]
    uvs = [[(u0, v1), (u1, v1), (u1, v0), (u0, v0)]]
    return quads([corners], material, tag=tag, uvs=uvs)


def _quad(y: tuple[float, float], low: tuple[float, ...], high: tuple[float, ...]) -> Corners:
    """Corners (y, z): low inner, low outer, high inner, high outer."""
    return (y[0], low[0]), (y[1], low[1]), (y[0], high[0]), (y[1], high[1])


def _pair(
    skin: Skin,
    corners: Corners,
    facing: int,
    right: Material,
    left: Material,
    *,
    lift: float = 0.013,
    uv: bool = False,
) -> list[Mesh]:
    """The outline on the right and, mirrored, on the left."""  # fmt: skip
    columns = (2, 3, 6)[skin.fine]
    rows = (2, 2, 3)[skin.fine]
    t = np.linspace(0, 1, columns)[:, None]
    a, b, c, d = (np.array(corner) for corner in corners)
    uvs = np.stack(np.meshgrid(t[:, 0], np.linspace(1, 0, rows)), axis=-1) if uv else None
    low, high = a + (b - a) * t, c + (d - c) * t
    one = skin.end(low, high, facing, right, rows=rows, lift=lift, uvs=uvs)
    other = one if left is right else skin.end(low, high, facing, left, rows=rows, lift=lift, uvs=uvs)
    return [one, mirrored(other)]
