"""The walls of a building: four fronts, a door, courses of stone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import box, place

from .facade import Storey, facade, window_row
from .materials import TAG

_BUILDINGS = TAG["Buildings"]
MOST_WINDOWS = 110  # per long front; keeps ordinary buildings under 3,500 triangles


@dataclass(frozen=True, slots=True)
class Shell:
    """The measures of a style.

    Attributes:
        wall: material of the walls.
        uv_scale: tiles per metre of its texture.
        windows: material with an atlas of windows.
        trim: material of the sills; None for none.
        storey: height of a storey, metres.
        ground: height of the ground floor.
        bay: distance between windows, at least.
        window: width and height of a window.
        sill: height of the sill over the floor.
    """

    wall: Material
    uv_scale: float
    windows: Material
    trim: Material | None
    storey: float = 3.2
    ground: float = 3.6
    bay: float = 3.0
    window: tuple[float, float] = (1.15, 1.65)
    sill: float = 0.9


def walls(
    rng: np.random.Generator, shell: Shell, width: float, depth: float, storeys: int, front: Storey
) -> Mesh:
    """Four walls; `front` is the ground floor of the front."""
    fronts = []
    for side, (length, reach) in enumerate(((width, depth), (depth, width), (width, depth), (depth, width))):
        bay = max(shell.bay, length * storeys / MOST_WINDOWS) * (1.0 if side % 2 == 0 else 1.5)
        bays = max(1, int(length / bay))
        rows = [window_row(length, 0.0, shell.ground, bays, shell.window, shell.sill) if side else front]
        for level in range(1, storeys):
            floor = shell.ground + (level - 1) * shell.storey
            rows.append(window_row(length, floor, floor + shell.storey, bays, shell.window, shell.sill))
        trim = shell.trim if side == 0 else None
        wall = facade(rng, length, rows, shell.wall, shell.windows, trim, uv_scale=shell.uv_scale)
        direction = ((1, 0), (0, 1), (-1, 0), (0, -1))[side]
        at = (direction[0] * reach / 2, direction[1] * reach / 2, 0.0)
        fronts.append(place(wall, at, yaw=90.0 * side))
    return merge(fronts)


def height(shell: Shell, storeys: int) -> float:
    """Where the walls end, metres."""
    return shell.ground + (storeys - 1) * shell.storey


def _with_door(row: Storey, at: int, size: tuple[float, float]) -> Storey:
    """The row with opening number `at` made a door, down to the ground."""
    openings = row.openings.copy()
    middle = openings[at, :2].mean()
    openings[at] = middle - size[0] / 2, middle + size[0] / 2, 0.05, size[1]
    return Storey(row.bottom, row.top, openings)


def street_front(rng: np.random.Generator, shell: Shell, width: float) -> tuple[Storey, float]:
    """A ground floor of windows and one door, and the door's y."""
    bays = max(1, int(width / shell.bay))
    row = window_row(width, 0.0, shell.ground, bays, shell.window, shell.sill)
    chosen = int(rng.integers(bays))
    return _with_door(row, chosen, (1.3, 2.5)), float(row.openings[chosen, :2].mean())


def belts(shell: Shell, width: float, depth: float, storeys: int, material: Material) -> list[Mesh]:
    """A plinth, a course over the ground floor, and a cornice, all standing out from the wall."""
    top = height(shell, storeys)
    courses = [
        box(
            (0.1 + out, width + 2 * out, high),
            material,
            at=(depth / 2 + out / 2 - 0.05, 0, z),
            tag=_BUILDINGS,
        )
        for z, high, out in ((shell.ground - 0.15, 0.22, 0.10), (top - 0.35, 0.35, 0.28))
    ]
    return [*courses, box((depth + 0.1, width + 0.1, 0.4), material, tag=_BUILDINGS, uv_scale=0.25)]
