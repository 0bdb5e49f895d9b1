"""Lamps in the world: where they stand, which are on, and which of them reach a part of the picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Final

import numpy as np
import numpy.typing as npt

from caos.meshes import Lamps, Light

from ..scene import Instance, Weather
from .camera import NEAR, Camera

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

TILE: Final = 32
"""Pixels: side of the squares that share a list of lamps."""

MOST_IN_TILE: Final = 15
"""Lamps that one square may have; of more, those that look brightest from the camera."""

_MOST_IN_VIEW: Final = 256
_POWER: Final = 12.0
"""Intensity of a street lamp: irradiance / pi at one metre, in units of a white wall in the noon sun."""

_DUSK: Final = 2.0  # degrees
_THICK_FOG: Final = 70.0
_THICK_DUST: Final = 60.0


@dataclass(frozen=True, slots=True, eq=False)
class WorldLamps:
    """N lamps in the world.

    Attributes:
        position: (N, 3) metres.
        axis: (N, 3) unit vectors.
        color: (N, 3) linear RGB times intensity, irradiance / pi at one metre.
        reach: (N,) metres.
        edge: (N,) cosine of the angle from the axis to the beam's edge; -2 shines all around.
        bits: (N,) `Lamps` that switch it on; 0: always on.
        owner: (N,) instance ids.
    """

    position: Floats
    axis: Floats
    color: Floats
    reach: Floats
    edge: Floats
    bits: Ints
    owner: Ints

    @classmethod
    def of(cls, instances: Sequence[Instance]) -> WorldLamps:
        """All lamps of `instances`, on or off."""
        lit = [instance for instance in instances if instance.mesh.lights]
        lamps = [light for instance in lit for light in instance.mesh.lights]
        counts = [len(instance.mesh.lights) for instance in lit]
        matrices = np.repeat(
            np.array([instance.matrix for instance in lit]).reshape(-1, 4, 4), counts, axis=0
        )
        axes = np.einsum("nij,nj->ni", matrices[:, :3, :3], _column(lamps, "direction"))
        places = np.einsum("nij,nj->ni", matrices[:, :3, :3], _column(lamps, "position"))
        return cls(
            position=places + matrices[:, :3, 3],
            axis=axes / np.maximum(np.linalg.norm(axes, axis=1, keepdims=True), 1e-12),
            color=_POWER * np.array([light.intensity for light in lamps])[:, None] * _column(lamps, "color"),
            reach=np.array([light.reach for light in lamps]),
            edge=np.array([_edge(light.cone) for light in lamps]),
            bits=np.array([int(light.lamp) for light in lamps], dtype=np.int64),
            owner=np.repeat(np.array([instance.instance_id for instance in lit], dtype=np.int64), counts),
        )

    def __len__(self) -> int:
        return len(self.reach)

    def at(self, chosen: Ints | npt.NDArray[np.bool_]) -> WorldLamps:
        """Those that an index array chooses."""
        return WorldLamps(*(getattr(self, column.name)[chosen] for column in fields(self)))

    def with_more(self, others: WorldLamps) -> WorldLamps:
        """These and then `others`."""
        pairs = ((getattr(self, column.name), getattr(others, column.name)) for column in fields(self))
        return WorldLamps(*(np.concatenate(pair) for pair in pairs))

    def shining(self, power: npt.NDArray[np.uint32]) -> WorldLamps:
        """Those that are on; `power` has the `Lamps` bits of every instance id."""
        return self.at((self.bits == 0) | ((self.bits & power[self.owner]) != 0))

    def in_view(self, camera: Camera) -> WorldLamps:
        """Those that reach into the view, the brightest to the eye first, 256 at most."""
        planes = camera.planes()
        inside = self.position @ planes[:, :3].T + planes[:, 3] > -self.reach[:, None]
        found = self.at(np.flatnonzero(inside.all(axis=1)))
        gap = ((found.position - camera.eye) ** 2).sum(axis=1)
        order = np.argsort(-found.color.sum(axis=1) / (gap + 25.0), kind="stable")
        return found.at(order[:_MOST_IN_VIEW])

    def table(self) -> npt.NDArray[np.float32]:
        """(N, 12) float32 for the shader: position, reach, axis, edge, color, 0."""
        zero = np.zeros(len(self))
        columns = (self.position, self.reach, self.axis, self.edge, self.color, zero)
        return np.column_stack(columns).astype(np.float32)


def street_power(weather: Weather) -> Lamps:
    """What is switched on in the streets and houses: all of it at dusk and in thick fog or dust."""
    thick = weather.fog_density >= _THICK_FOG or weather.dust_storm >= _THICK_DUST
    dark = weather.sun_altitude_angle < _DUSK
    return Lamps.STREET | Lamps.WINDOW if dark or thick else Lamps.NONE


def depth_ranges(depth: npt.NDArray[np.float32]) -> tuple[Floats, Floats]:
    """Nearest and farthest metres along the view axis in each square of a picture, without its sky.

    Args:
        depth: (H, W) reversed depth.

    Returns:
        Two (rows, columns); a square that shows only sky has a nearest of infinity.
    """
    height, width = depth.shape
    padded = np.pad(depth, ((0, -height % TILE), (0, -width % TILE)))
    squares = padded.reshape(padded.shape[0] // TILE, TILE, padded.shape[1] // TILE, TILE)
    largest = squares.max(axis=(1, 3)).astype(np.float64)
    smallest = np.where(squares > 0.0, squares, np.float32(np.inf)).min(axis=(1, 3)).astype(np.float64)
    with np.errstate(divide="ignore"):
        return NEAR / largest, NEAR / smallest


def tile_lists(lamps: WorldLamps, camera: Camera, ranges: tuple[Floats, Floats]) -> npt.NDArray[np.uint32]:
    """Which lamps may reach what each square shows: never one too few, sometimes one too many.

    Args:
        lamps: the first ones are preferred where there are too many.
        camera: of the picture.
        ranges: of `depth_ranges`.

    Returns:
        (rows, columns, 1 + MOST_IN_TILE): how many, then which.
    """
    nearest, farthest = ranges
    rows, columns = nearest.shape
    place = (lamps.position - camera.eye) @ camera.axes.T
    low, high = _span(place[:, 0], place[:, 2], lamps.reach)
    left, right = (0.5 * camera.width * (1.0 + camera.scale[0] * side) for side in (low, high))
    low, high = _span(-place[:, 1], place[:, 2], lamps.reach)
    top, bottom = (0.5 * camera.height * (1.0 + camera.scale[1] * side) for side in (low, high))
    first, last = TILE * np.arange(columns)[:, None], TILE * np.arange(1, columns + 1)[:, None]
    across = (left < last) & (right > first)
    first, last = TILE * np.arange(rows)[:, None], TILE * np.arange(1, rows + 1)[:, None]
    down = (top < last) & (bottom > first)
    deep = (place[:, 2] - lamps.reach < farthest[..., None]) & (
        place[:, 2] + lamps.reach > nearest[..., None]
    )
    reached = down[:, None, :] & across[None, :, :] & deep
    rank = np.cumsum(reached, axis=2)
    row, column, number = np.nonzero(reached & (rank <= MOST_IN_TILE))
    lists = np.zeros((rows, columns, 1 + MOST_IN_TILE), dtype=np.uint32)
    lists[..., 0] = np.minimum(reached.sum(axis=2), MOST_IN_TILE)
    lists[row, column, rank[row, column, number]] = number
    return lists


def _span(aside: Floats, ahead: Floats, radius: Floats) -> tuple[Floats, Floats]:
    """Lowest and highest tangent of the angle to the view axis at which spheres are seen."""
    gap = np.hypot(aside, ahead)
    angle = np.arctan2(aside, ahead)
    half = np.arcsin(np.minimum(radius / np.maximum(gap, 1e-9), 1.0))
    around = gap <= radius
    quarter = 0.5 * np.pi
    low = np.where(around | (angle - half <= -quarter), -np.inf, np.tan(angle - half))
    high = np.where(around | (angle + half >= quarter), np.inf, np.tan(angle + half))
    return low, high


def _column(lamps: Sequence[Light], name: str) -> Floats:
    return np.array([getattr(light, name) for light in lamps], dtype=np.float64).reshape(-1, 3)


def _edge(cone: float) -> float:
    return -2.0 if cone >= 180.0 else float(np.cos(np.radians(cone)))
