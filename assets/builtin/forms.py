"""Shapes that things for play, sport, work and travel are put together from."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from caos.meshes import Material, Mesh, merge
from caos.shapes import Vector, cylinder, ellipsoid, lathe, place, shaded, torus, tube
from caos.shapes.sweeps import grid_faces

from .joinery import ORIGIN, bent

Array = npt.NDArray[np.float64]
Axis = Literal["x", "y", "z"]
Path = Sequence[Vector]

BRASS: Final = Material((0.86, 0.66, 0.26), roughness=0.22, metallic=0.85)
IRON: Final = Material((0.20, 0.20, 0.21), roughness=0.6, metallic=0.4)
GLASS: Final = Material((0.42, 0.56, 0.64), roughness=0.05)

_TURNS: Final[dict[Axis, tuple[float, float]]] = {"x": (-90.0, 0.0), "y": (0.0, 90.0), "z": (0.0, 0.0)}


def onto(mesh: Mesh, axis: Axis, at: Vector = ORIGIN) -> Mesh:
    """The mesh with its z axis turned onto `axis`, then moved to `at`."""
    pitch, roll = _TURNS[axis]
    return place(mesh, at, pitch=pitch, roll=roll)


def ball(radius: float, material: Material, at: Vector = ORIGIN, *, segments: int = 14) -> Mesh:
    """A sphere about `at`."""
    return ellipsoid((radius,) * 3, material, segments=segments, rings=max(6, segments * 5 // 8), at=at)


def rod_along(
    radius: float,
    length: float,
    material: Material,
    at: Vector = ORIGIN,
    *,
    axis: Axis = "x",
    top: float | None = None,
    segments: int = 14,
) -> Mesh:
    """A cylinder or frustum along `axis` whose middle is `at`."""
    bar = cylinder(radius, length, material, top=top, segments=segments, at=(0, 0, -length / 2))
    return onto(bar, axis, at)


def turned(
    profile: npt.ArrayLike,
    material: Material,
    at: Vector = ORIGIN,
    *,
    axis: Axis = "z",
    segments: int = 24,
    crease: float = 40.0,
    caps: bool = True,
) -> Mesh:
    """A profile of (radius, along) pairs turned about `axis` through `at`."""
    return onto(lathe(profile, material, segments=segments, crease=crease, caps=caps), axis, at)


def ring(
    radius: float,
    thick: float,
    material: Material,
    at: Vector = ORIGIN,
    *,
    axis: Axis = "z",
    segments: int = 24,
    sides: int = 8,
) -> Mesh:
    """A torus about `axis` with its middle at `at`."""
    return onto(torus(radius, thick, material, segments=segments, sides=sides), axis, at)


def bars(paths: Sequence[Path], radius: float, material: Material, *, sides: int = 8) -> list[Mesh]:
    """Straight bars with corners as sharp as given: frames, stands."""
    return [tube(path, radius, material, sides=sides) for path in paths]


def bends(paths: Sequence[Path], radius: float, material: Material, *, sides: int = 8) -> list[Mesh]:
    """Bars bent smoothly through the points given."""
    return [bent(path, radius, material, sides=sides) for path in paths]


def strings(starts: npt.ArrayLike, ends: npt.ArrayLike, radius: float, material: Material) -> Mesh:
    """Straight wires from each of `starts` (N, 3) to its end."""
    pairs = np.stack([np.asarray(starts, dtype=np.float64), np.asarray(ends, dtype=np.float64)], axis=1)
    return merge([tube(pair, radius, material, sides=4) for pair in pairs])


def skin(grid: npt.ArrayLike, material: Material, *, crease: float = 60.0, uv_scale: float = 1.0) -> Mesh:
    """An open surface over a (rows, columns, 3) grid of points."""
    points = np.asarray(grid, dtype=np.float64)
    faces = grid_faces(points.shape[0], points.shape[1])
    return shaded(points.reshape(-1, 3), faces, material, crease=crease, uv_scale=uv_scale)


def gores(profile: npt.ArrayLike, materials: Sequence[Material], count: int, *, steps: int = 3) -> Mesh:
    """A surface of revolution about z, cut into `count` wedges that take the materials in turn.

    Args:
        profile: (N, 2) pairs (radius, z) from bottom to top.
        materials: of the wedges.
        count: wedges round the axis.
        steps: faces across a wedge.
    """
    line = np.asarray(profile, dtype=np.float64)
    parts = []
    for wedge in range(count):
        turn = 2 * math.pi * (wedge + np.linspace(0, 1, steps + 1)) / count
        level = np.repeat(line[:, 1:], steps + 1, axis=1)
        grid = np.stack([line[:, :1] * np.cos(turn), line[:, :1] * np.sin(turn), level], axis=-1)
        parts.append(skin(grid, materials[wedge % len(materials)], crease=50.0))
    return merge(parts)


def arc(
    radius: float, start: float, end: float, at: Vector = ORIGIN, *, steps: int = 12, plane: str = "xz"
) -> list[Vector]:
    """Points of a circular arc from `start` to `end` degrees in a plane; 0 is its first axis."""
    angles = np.radians(np.linspace(start, end, steps + 1)).tolist()
    x, y, z = at
    points: list[Vector] = []
    for angle in angles:
        one, two = radius * math.cos(angle), radius * math.sin(angle)
        shift = {"xy": (one, two, 0.0), "xz": (one, 0.0, two), "yz": (0.0, one, two)}[plane]
        points.append((x + shift[0], y + shift[1], z + shift[2]))
    return points


def around(count: int, radius: float, *, start: float = 0.0) -> list[tuple[float, float, float]]:
    """`count` places on a circle: x, y and the angle in degrees."""
    return [
        (radius * math.cos(math.radians(turn)), radius * math.sin(math.radians(turn)), turn)
        for turn in (start + 360.0 * number / count for number in range(count))
    ]


@dataclass(frozen=True, slots=True)
class Hull:
    """The shape of a boat, bow towards +x; metres.

    Attributes:
        length, beam, depth: from end to end, greatest width, keel to rim amidships.
        stern: width of the stern as a part of the beam; 0 is pointed.
        bow_rise, stern_rise: how much higher the rim is at the ends.
        bow_keel, stern_keel: how much the keel rises to the ends.
        full: exponent of the plan; higher keeps the beam longer.
        boxy: exponent of the section; lower is squarer.
    """

    length: float
    beam: float
    depth: float
    stern: float = 0.0
    bow_rise: float = 0.15
    stern_rise: float = 0.1
    bow_keel: float = 0.3
    stern_keel: float = 0.2
    full: float = 2.4
    boxy: float = 0.75

    def rings(self, *, inset: float = 0.0, steps: int = 16, columns: int = 13) -> Array:
        """(steps + 1, columns, 3) sections from stern to bow; each runs from one rim over the keel."""
        bend = np.linspace(0, math.pi, columns)
        across = np.sign(np.cos(bend)) * np.abs(np.round(np.cos(bend), 12)) ** self.boxy
        down = np.sin(bend) ** self.boxy
        sections = []
        for t in np.linspace(-1, 1, steps + 1).tolist():
            ahead, astern = max(t, 0.0), max(-t, 0.0)
            half = self.beam / 2 * (1 - ahead**self.full) * (1 - (1 - self.stern) * astern**self.full)
            half = max(half - inset, 0.004)
            rim = self.depth + self.bow_rise * ahead**2.5 + self.stern_rise * astern**2.5
            keel = self.bow_keel * ahead**4 + self.stern_keel * astern**4 + inset
            x = np.full(columns, t * (self.length / 2 - inset))
            sections.append(np.column_stack([x, half * across, rim - (rim - keel) * down]))
        return np.array(sections)

    def rim(self) -> tuple[Array, Array]:
        """The (N, 3) lines of both rims."""
        rings = self.rings()
        return rings[:, 0], rings[:, -1]


def open_hull(
    hull: Hull, outside: Material, inside: Material, rail: Material, *, rail_radius: float = 0.02
) -> list[Mesh]:
    """Skin, lining, stern and rails of an open boat."""
    outer, inner = hull.rings(), hull.rings(inset=0.025)
    middle = np.repeat(outer[:1, [0, -1]].mean(axis=1, keepdims=True), outer.shape[1], axis=1)
    parts = [
        skin(outer[:, ::-1], outside),
        skin(inner, inside),
        skin(np.concatenate([outer[:1], middle]), outside),
    ]
    parts += [tube(line, rail_radius, rail, sides=6) for line in hull.rim()]
    return parts


def decked_hull(hull: Hull, outside: Material, deck: Material, *, crown: float = 0.04) -> list[Mesh]:
    """Skin, stern and an arched deck of a closed boat."""
    outer = hull.rings()
    left, right = outer[:, :1], outer[:, -1:]
    part = np.linspace(0, 1, 7)[None, :, None]
    top = left * (1 - part) + right * part
    top[..., 2] += crown * np.sin(math.pi * part[..., 0]) * np.abs(left - right)[..., 1] / hull.beam
    middle = np.repeat(outer[:1, [0, -1]].mean(axis=1, keepdims=True), outer.shape[1], axis=1)
    return [
        skin(outer[:, ::-1], outside),
        skin(top, deck),
        skin(np.concatenate([outer[:1], middle]), outside),
    ]
