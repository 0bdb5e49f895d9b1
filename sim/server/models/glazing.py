"""Windows on a body: rows of panes along the sides, screens in front and behind, black seals round them."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from caos.meshes import Material, Mesh

from .body import Body, smooth
from .finish import SEAL, pane_uv
from .skin import Skin, mirrored

Array = npt.NDArray[np.float64]


def roof_line(body: Body, stations: tuple[float, float], inset: float) -> Array:
    """(N, 2) x, z of the upper edge that windows can have on the sides, by growing x.

    Args:
        body: of the vehicle.
        stations: feet of the rear and the front screen.
        inset: metres under the roof's edge.
    """
    xs = np.linspace(*stations, 48)
    corner = np.array([body.corner(float(x))[1:] for x in xs])
    line = np.column_stack([body.bowed(xs, corner[:, 0]), corner[:, 1]])
    step = np.gradient(line, axis=0)
    step /= np.linalg.norm(step, axis=1, keepdims=True)
    moved = line + inset * np.column_stack([step[:, 1], -step[:, 0]])
    return np.asarray(moved[np.argsort(moved[:, 0], kind="stable")])


def side_panes(
    skin: Skin,
    stations: tuple[float, float],
    splits: Sequence[float],
    glass: Material,
    *,
    sill: float = 0.025,
    inset: float = 0.10,
    post: float = 0.05,
    ends: tuple[float, float] = (-99.0, 99.0),
) -> list[Mesh]:
    """Panes on both sides between the screens, over black seals that are the pillars too.

    Args:
        skin: of the vehicle.
        stations: see `roof_line`.
        splits: x of the pillars, growing.
        glass: see `caos.sim.server.models.finish.glass`.
        sill: metres from shoulder to glass.
        inset: metres from the roof's edge to the glass.
        post: width of the pillars.
        ends: x that the glass keeps between.
    """  # fmt: skip
    line = roof_line(skin.body, stations, inset)
    floor = smooth(skin.body.belt, line[:, 0]) + sill
    open_ = line[(line[:, 1] > floor + 0.04)]
    rear, front = max(float(open_[0, 0]), ends[0]), min(float(open_[-1, 0]), ends[1])
    edges = [rear, *(x for x in splits if rear + 0.12 < x < front - 0.12), front]
    parts = []
    if skin.fine == 2:
        seal = 0.022
        parts.append(
            _pane(
                skin,
                line + np.array([0.0, seal]),
                (rear - seal, front + seal),
                SEAL,
                sill - seal,
                0.009,
                (rear, front),
                26,
            )
        )
    gap = post / 2 if skin.fine else 0.0
    for start, stop in itertools.pairwise(edges) if skin.fine else [(rear, front)]:
        span = (start + gap * (start != rear), stop - gap * (stop != front))
        columns = max(3, round((span[1] - span[0]) / 0.11)) if skin.fine == 2 else 3
        parts.append(_pane(skin, line, span, glass, sill, 0.012, (rear, front), columns))
    return [*parts, *map(mirrored, parts)]


def _pane(
    skin: Skin, line: Array, span: tuple[float, float], material: Material, sill: float, lift: float,
    whole: tuple[float, float], columns: int,
) -> Mesh:  # fmt: skip
    x = np.linspace(*span, columns)
    low = smooth(skin.body.belt, x) + sill
    high = np.maximum(np.interp(x, line[:, 0], line[:, 1]), low + 0.004)
    rows = (2, 2, 5)[skin.fine]
    u = (x - whole[0]) / (whole[1] - whole[0])
    uvs = pane_uv("side", np.clip(u, 0, 1), np.linspace(0, 1, rows)[:, None])
    return skin.side(
        np.column_stack([x, low]), np.column_stack([x, high]), material, rows=rows, lift=lift, uvs=uvs
    )


def screen(
    skin: Skin,
    stations: tuple[float, float],
    view: str,
    glass: Material,
    *,
    part: tuple[float, float] = (0.05, 0.93),
    margin: float = 0.05,
) -> list[Mesh]:
    """The windscreen or rear window, between the station of its foot and that of the roof.

    Args:
        skin: of the vehicle.
        stations: foot, roof.
        view: "front" or "rear", see `pane_uv`.
        glass: its material.
        part: where it begins and ends between the stations.
        margin: metres from the roof's edge to the glass.
    """  # fmt: skip
    parts = [_screen(skin, stations, view, glass, part, margin, 0.008)]
    if skin.fine == 2:
        wide = (part[0] - 0.05, min(part[1] + 0.04, 1.0))
        parts.insert(0, _screen(skin, stations, view, SEAL, wide, margin - 0.028, 0.004))
    return parts


def _screen(
    skin: Skin, stations: tuple[float, float], view: str, material: Material, part: tuple[float, float],
    margin: float, lift: float,
) -> Mesh:  # fmt: skip
    foot, roof = stations
    rows, columns = ((2, 3), (3, 5), (8, 11))[skin.fine]
    grid = np.empty((rows, columns, 3))
    for row, t in enumerate(np.linspace(*part, rows)):
        x = foot + (roof - foot) * t
        ring = skin.body.ring(float(x))
        right = ring[: len(ring) // 2 + 1]
        upper = right[np.argmax(right[:, 1]) :][::-1]
        shoulder, half, _ = skin.body.corner(float(x))
        y = (min(half, shoulder - 0.02) - margin) * np.linspace(-1, 1, columns)
        grid[row] = np.column_stack(
            [skin.body.bowed(x, y), y, np.interp(np.abs(y), upper[:, 1], upper[:, 2])]
        )
    rise = abs(grid[-1, 0, 2] - grid[0, 0, 2]) / max(abs(grid[-1, 0, 0] - grid[0, 0, 0]), 1e-6)
    uvs = pane_uv(view, np.linspace(0, 1, columns), np.linspace(0, 1, rows)[:, None])
    return skin.sheet(grid, 0 if rise > 1.0 else 2, material, lift=lift, uvs=uvs)
