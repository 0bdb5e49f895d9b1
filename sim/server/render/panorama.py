"""Pictures of all directions: the sky's table, what surfaces mirror of it, and the light it sheds.

Both tables run along `sin(a / 2)`, where `a` is the angle between a direction's and the sun's azimuth: their
two sides look alike. Rows are fine at the horizon: the sky's run along `sqrt(z)`, those of the environment
along `sign(z) * sqrt(abs(z))`, with z the sine of the altitude.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Table = npt.NDArray[np.float32]

SKY_SHAPE = (96, 64)
"""Rows and columns of the sky's table; the outermost values lie on its edges."""

ENVIRONMENT_SHAPE = (48, 24)
"""Rows and columns of one level of the environment; the values lie in the middle of equal cells."""

_SHININESS = (160.0, 8.0, 2.0, 0.8)
_COSINE = np.array([1.0] + [2.0 / 3.0] * 3 + [0.25] * 5)


def sky_directions() -> Floats:
    """(rows, columns, 3) unit vectors of the sky's table; the sun's azimuth is 0."""
    rows, columns = SKY_SHAPE
    return _directions(np.linspace(0.0, 1.0, rows) ** 2, np.linspace(0.0, 1.0, columns))


def environment_directions() -> Floats:
    """(rows, columns, 3) unit vectors of the environment; the sun's azimuth is 0."""
    rows, columns = ENVIRONMENT_SHAPE
    row = (np.arange(rows) + 0.5) / rows * 2.0 - 1.0
    return _directions(np.sign(row) * row**2, (np.arange(columns) + 0.5) / columns)


def solid_angles() -> Floats:
    """(rows, columns) steradians of the environment's cells, both sides together; they add up to 4 pi."""
    rows, columns = ENVIRONMENT_SHAPE
    row, column = np.linspace(-1.0, 1.0, rows + 1), np.linspace(0.0, 1.0, columns + 1)
    return np.diff(np.sign(row) * row**2)[:, None] * (4.0 * np.diff(np.arcsin(column)))


def blurred(environment: Floats) -> Table:
    """(5, rows, columns, 3) what surfaces of roughness 0, 1/4, 1/2, 3/4 and 1 mirror.

    Args:
        environment: (rows, columns, 3) radiance.
    """
    flat = environment.reshape(-1, 3).astype(np.float32)
    levels = [flat, *(_lobes(shininess) @ flat for shininess in _SHININESS)]
    return np.stack(levels).reshape(-1, *environment.shape)


def harmonics(environment: Floats, azimuth: float) -> Floats:
    """(9, 3) coefficients whose sum with `basis(normal)` is the irradiance / pi on a surface.

    Ramamoorthi and Hanrahan, "An Efficient Representation for Irradiance Environment Maps" (2001).

    Args:
        environment: (rows, columns, 3) radiance.
        azimuth: of the sun, radians.
    """
    directions = environment_directions()
    mirrored = directions * [1.0, -1.0, 1.0]
    half = 0.5 * solid_angles()[..., None] * environment
    total = sum(
        np.einsum("rck,rcd->kd", basis(_turned(side, azimuth)), half) for side in (directions, mirrored)
    )
    return np.asarray(_COSINE[:, None] * total)


def basis(directions: Floats) -> Floats:
    """(..., 9) real spherical harmonics of the first three bands at (..., 3) unit vectors."""
    x, y, z = np.moveaxis(directions, -1, 0)
    one = np.ones_like(x)
    return np.stack(
        [
            0.282095 * one,
            0.488603 * y,
            0.488603 * z,
            0.488603 * x,
            1.092548 * x * y,
            1.092548 * y * z,
            0.315392 * (3.0 * z * z - 1.0),
            1.092548 * x * z,
            0.546274 * (x * x - y * y),
        ],
        axis=-1,
    )


def _directions(z: Floats, half_sine: Floats) -> Floats:
    azimuth = 2.0 * np.arcsin(half_sine)
    across = np.sqrt(np.maximum(1.0 - z**2, 0.0))[:, None]
    up = np.broadcast_to(z[:, None], (len(z), len(azimuth)))
    return np.stack([across * np.cos(azimuth), across * np.sin(azimuth), up], axis=-1)


def _turned(directions: Floats, azimuth: float) -> Floats:
    c, s = np.cos(azimuth), np.sin(azimuth)
    x, y, z = np.moveaxis(directions, -1, 0)
    return np.stack([c * x - s * y, s * x + c * y, z], axis=-1)


@lru_cache(maxsize=len(_SHININESS))
def _lobes(shininess: float) -> Table:
    """(N, N) shares of every cell in what a lobe `cosine ** shininess` around every direction gathers."""
    directions = environment_directions().reshape(-1, 3)
    weights = sum(
        np.maximum(directions @ (directions * [1.0, side, 1.0]).T, 0.0) ** shininess for side in (1.0, -1.0)
    )
    weights = np.asarray(weights) * solid_angles().ravel()
    return np.asarray(weights / weights.sum(axis=1, keepdims=True), dtype=np.float32)
