"""Light in the air: transmittance, multiple scattering and the radiance of a cloudless sky.

After Hillaire, "A Scalable and Production Ready Sky and Atmosphere Rendering Technique" (2020), on the
processor: small tables in NumPy, with the coefficients of the Unreal Engine that CARLA's scattering scales
multiply. Lengths are kilometres; the planet's centre is the origin and `r` the distance from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Table = npt.NDArray[np.float32]

GROUND, TOP = 6360.0, 6460.0
_HORIZON = np.sqrt(TOP**2 - GROUND**2)
_RAYLEIGH = np.array([0.175287, 0.409607, 1.0])
_OZONE = 0.001881 * np.array([0.345561, 1.0, 0.045189])
_RAYLEIGH_HEIGHT, _MIE_HEIGHT = 8.0, 1.2
_MIE_ABSORPTION = 0.111
_ASYMMETRY = 0.8
_GROUND_ALBEDO = 0.25
_SUN_RADIUS = 0.0047
_ALIKE = 0.25 / np.pi


@dataclass(frozen=True, slots=True, eq=False)
class Medium:
    """Air whose particles scatter as much as `rayleigh` and `mie` say, per kilometre at the ground.

    Attributes:
        rayleigh: of blue light by molecules (CARLA's default 0.0331).
        mie: of any light by dust and droplets (CARLA's default 0.03).
        transmittance: (32, 128, 3) to the top of the air, by height and direction.
        repeated: (16, 32, 3) light scattered more than once, by height and height of the sun.
    """

    rayleigh: float
    mie: float
    transmittance: Table
    repeated: Table

    def towards(self, height: float, cosine: float) -> Floats:
        """(3,) share of light that comes in from space.

        Args:
            height: above the ground, kilometres.
            cosine: of the angle between the light's direction and the vertical.
        """
        found = _transmitted(self.transmittance, np.array([GROUND + height]), np.array([cosine]))
        return np.asarray(found[0])


@lru_cache(maxsize=8)
def medium(rayleigh: float, mie: float) -> Medium:
    """The air of two scattering scales, both >= 0, per kilometre."""
    bare = Medium(rayleigh, mie, _transmittance_table(rayleigh, mie), np.zeros((16, 32, 3), np.float32))
    return Medium(rayleigh, mie, bare.transmittance, _repeated_table(bare))


def sky_radiance(air: Medium, directions: Floats, sun: Floats, glow: Floats, height: float = 0.1) -> Floats:
    """(..., 3) radiance of the sky seen from near the ground, for sunlight of irradiance 1 above the air.

    Args:
        air: the medium.
        directions: (..., 3) unit vectors; those that point below the horizon count as level.
        sun: (3,) unit vector towards the sun that lights the air.
        glow: (3,) unit vector around which droplets glow; `sun`, unless the picture wants another.
        height: of the eye, kilometres.
    """
    flat = directions.reshape(-1, 3)
    level = np.column_stack([flat[:, :2], np.maximum(flat[:, 2], 1e-4)])
    cosine = flat @ glow
    phases = _rayleigh_phase(cosine), _mie_phase(cosine)
    light, _ = _march(air, np.array([0.0, 0.0, GROUND + height]), level, sun, 32, phases)
    return light.reshape(directions.shape)


def _march(
    air: Medium, eye: Floats, directions: Floats, sun: Floats, steps: int, phases: tuple[Floats, Floats]
) -> tuple[Floats, Floats]:
    """(N, 3) light scattered to the eye along (N, 3) directions; the same for air that glows by itself."""
    length = _way_out(eye, directions)
    edges = np.linspace(0.0, 1.0, steps + 1) ** 2
    middle = 0.5 * (edges[1:] + edges[:-1])
    place = eye + directions[:, None, :] * (length[:, None] * middle)[..., None]
    r = np.maximum(np.linalg.norm(place, axis=-1), GROUND)
    molecules, droplets, extinction = _coefficients(air.rayleigh, air.mie, r - GROUND)
    depth = extinction * (length[:, None, None] * np.diff(edges)[:, None])
    before = np.exp(depth - np.cumsum(depth, axis=1))
    arrives = before * -np.expm1(-depth) / np.maximum(extinction, 1e-9)
    sun_height = (place @ sun) / r
    by_molecules, by_droplets = (phase[:, None, None] for phase in phases)
    source = molecules * by_molecules + droplets * by_droplets
    source = source * _transmitted(air.transmittance, r, sun_height)
    source += (molecules + droplets) * _lookup(air.repeated, _root_height(r), 0.5 + 0.5 * np.cbrt(sun_height))
    return (source * arrives).sum(axis=1), ((molecules + droplets) * arrives).sum(axis=1)


def _coefficients(rayleigh: float, mie: float, height: Floats) -> tuple[Floats, Floats, Floats]:
    """(..., 3) scattering by molecules, by droplets, and extinction by all, per kilometre."""
    molecules = rayleigh * np.exp(-height / _RAYLEIGH_HEIGHT)[..., None] * _RAYLEIGH
    droplets = mie * np.exp(-height / _MIE_HEIGHT)[..., None] * np.ones(3)
    ozone = np.maximum(1.0 - np.abs(height - 25.0) / 15.0, 0.0)[..., None] * _OZONE
    return molecules, droplets, molecules + (1.0 + _MIE_ABSORPTION) * droplets + ozone


def _way_out(eye: Floats, directions: Floats) -> Floats:
    """(N,) kilometres until a ray leaves the air or meets the ground."""
    along = directions @ eye
    square = float(eye @ eye)
    out = -along + np.sqrt(np.maximum(along**2 - square + TOP**2, 0.0))
    inner = along**2 - square + GROUND**2
    down = -along - np.sqrt(np.maximum(inner, 0.0))
    return np.asarray(np.where((inner > 0.0) & (along < 0.0), np.maximum(down, 1e-3), out))


def _rayleigh_phase(cosine: Floats) -> Floats:
    return np.asarray(3.0 / (16.0 * np.pi) * (1.0 + cosine**2))


def _mie_phase(cosine: Floats) -> Floats:
    """Cornette and Shanks (1992)."""
    g = _ASYMMETRY
    scale = 3.0 / (8.0 * np.pi) * (1.0 - g * g) / (2.0 + g * g)
    return np.asarray(scale * (1.0 + cosine**2) / (1.0 + g * g - 2.0 * g * cosine) ** 1.5)


def _transmittance_table(rayleigh: float, mie: float) -> Table:
    """By height and direction, spread as Bruneton and Neyret (2008) do: finest at the horizon."""
    rho = np.linspace(0.0, 1.0, 32)[:, None] * _HORIZON
    r = np.sqrt(rho**2 + GROUND**2)
    way = (TOP - r) + np.linspace(0.0, 1.0, 128) * (rho + _HORIZON - (TOP - r))
    cosine = np.where(way > 0.0, (_HORIZON**2 - rho**2 - way**2) / np.maximum(2.0 * r * way, 1e-9), 1.0)
    along = way[..., None] * ((np.arange(40) + 0.5) / 40.0)
    height = np.sqrt(along**2 + 2.0 * (r * np.clip(cosine, -1.0, 1.0))[..., None] * along + (r**2)[..., None])
    _, _, extinction = _coefficients(rayleigh, mie, np.maximum(height - GROUND, 0.0))
    return np.asarray(np.exp(-(extinction.mean(axis=2) * way[..., None])), dtype=np.float32)


def _transmitted(table: Table, r: Floats, cosine: Floats) -> Floats:
    """What the table says, and less and less as the sun's disc sinks behind the ground."""
    rho = np.sqrt(np.maximum(r**2 - GROUND**2, 0.0))
    way = np.maximum(-r * cosine + np.sqrt(np.maximum(r**2 * (cosine**2 - 1.0) + TOP**2, 0.0)), 0.0)
    column = (way - (TOP - r)) / np.maximum(rho + _HORIZON - (TOP - r), 1e-9)
    behind = np.arcsin(np.clip(cosine, -1.0, 1.0)) + np.arccos(np.clip(GROUND / r, 0.0, 1.0))
    disc = np.clip(0.5 + 0.5 * behind / _SUN_RADIUS, 0.0, 1.0)
    return _lookup(table, rho / _HORIZON, column) * disc[..., None]


def _root_height(r: Floats) -> Floats:
    return np.asarray(np.sqrt(np.clip((r - GROUND) / (TOP - GROUND), 0.0, 1.0)))


def _repeated_table(air: Medium) -> Table:
    """Second and all later orders, taken to be alike from all sides (Hillaire 2020, section 5.5)."""
    table = np.zeros_like(air.repeated)
    around = _sphere(4, 8)
    alike = np.full(len(around), _ALIKE)
    for row, share in enumerate(np.linspace(0.0, 1.0, table.shape[0])):
        eye = np.array([0.0, 0.0, GROUND + max(share**2, 1e-5) * (TOP - GROUND)])
        for column, spread in enumerate(np.linspace(-1.0, 1.0, table.shape[1])):
            cosine = spread**3
            sun = np.array([np.sqrt(1.0 - cosine**2), 0.0, cosine])
            light, glow = _march(air, eye, around, sun, 12, (alike, alike))
            light += _bounced(air, eye, around, sun)
            table[row, column] = light.mean(axis=0) / (1.0 - np.minimum(glow.mean(axis=0), 0.95))
    return table


def _bounced(air: Medium, eye: Floats, directions: Floats, sun: Floats) -> Floats:
    """(N, 3) sunlight that the ground sends back along the directions that meet it."""
    length = _way_out(eye, directions)
    place = eye + directions * length[:, None]
    r = np.linalg.norm(place, axis=1)
    cosine = place @ sun / r
    _, _, extinction = _coefficients(air.rayleigh, air.mie, np.array([0.5 * (eye[2] - GROUND)]))
    seen = np.exp(-extinction * length[:, None]) * (r < GROUND + 1.0)[:, None]
    lit = np.maximum(cosine, 0.0)[:, None] * _transmitted(air.transmittance, r, cosine)
    return np.asarray(_GROUND_ALBEDO / np.pi * seen * lit)


def _sphere(rows: int, columns: int) -> Floats:
    """(rows * columns, 3) unit vectors, each for the same solid angle."""
    z, angle = np.meshgrid(
        (np.arange(rows) + 0.5) / rows * 2.0 - 1.0, (np.arange(columns) + 0.5) / columns * 2.0 * np.pi
    )
    across = np.sqrt(1.0 - z**2)
    return np.stack([across * np.cos(angle), across * np.sin(angle), z], axis=-1).reshape(-1, 3)


def _lookup(table: Table, row: Floats, column: Floats) -> Floats:
    """(..., 3) bilinear values at places in 0..1; arrays of one or two dimensions."""
    y, x = (
        np.ascontiguousarray(np.atleast_2d(place * (size - 1)), dtype=np.float32)
        for place, size in zip((row, column), table.shape, strict=False)
    )
    found = cv2.remap(table, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(found.reshape(*np.shape(row), 3), dtype=np.float64)
