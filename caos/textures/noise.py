"""Tileable fractal noise and the painter's helpers the textures share."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from caos.meshes import Texture

Plane = npt.NDArray[np.float32]
Colour = tuple[float, float, float]

SIZE: Final = 512
"""Pixels along each side of a texture."""


def fractal(
    rng: np.random.Generator,
    *,
    beta: float = 2.0,
    low: float = 1.0,
    high: float = SIZE / 2,
    stretch: tuple[float, float] = (1.0, 1.0),
    size: int = SIZE,
) -> Plane:
    """(`size`, `size`) float32 noise that tiles, mean 0, deviation 1: white noise filtered by frequency.

    Args:
        rng: source of the noise.
        beta: power falls as frequency ** -beta; 0 white, 2 cloudy, 3 smooth.
        low: lowest frequency kept, waves per tile.
        high: highest frequency kept.
        stretch: how many times longer features are (down, across).
        size: pixels along each side.
    """
    white = rng.standard_normal((size, size), dtype=np.float32)
    spectrum = np.fft.rfft2(white)
    down = np.fft.fftfreq(size, 1 / size)[:, None] * stretch[0]
    across = np.fft.rfftfreq(size, 1 / size)[None] * stretch[1]
    frequency = np.hypot(down, across).astype(np.float32)
    frequency[0, 0] = 1.0
    weight = frequency ** np.float32(-beta / 2)
    weight[(frequency < low) | (frequency > high)] = 0.0
    weight[0, 0] = 0.0
    noise = np.fft.irfft2(spectrum * weight, s=(size, size)).astype(np.float32)
    return noise / max(float(noise.std()), 1e-9)


def canvas(colour: Colour) -> Plane:
    """(512, 512, 3) of one sRGB colour in [0, 1]."""
    return np.full((SIZE, SIZE, 3), colour, dtype=np.float32)


def mix(under: npt.ArrayLike, over: npt.ArrayLike, amount: npt.ArrayLike) -> Plane:
    """(512, 512, 3) `under` covered by `over` where the (512, 512) `amount` in [0, 1] says so."""
    part = np.clip(np.asarray(amount, dtype=np.float32), 0, 1)[..., None]
    low, high = np.asarray(under, dtype=np.float32), np.asarray(over, dtype=np.float32)
    return np.asarray(low + (high - low) * part, dtype=np.float32)


def lit(picture: Plane, *shades: npt.ArrayLike) -> Plane:
    """The picture times one plus each (512, 512) shade."""
    for shade in shades:
        picture = picture * (1 + np.asarray(shade, dtype=np.float32)[..., None])
    return picture


def texture(name: str, picture: Plane) -> Texture:
    """A `Texture` of a (512, 512, 3 or 4) picture in [0, 1]; out-of-range values are clipped."""
    return Texture(name, np.ascontiguousarray((np.clip(picture, 0, 1) * 255 + 0.5).astype(np.uint8)))


def relief_texture(name: str, picture: Plane, height: npt.ArrayLike) -> Texture:
    """A `Texture` with a fourth channel: (512, 512) height or coverage in [0, 1], clipped."""
    layers = np.concatenate([picture, np.asarray(height, dtype=np.float32)[..., None]], axis=-1)
    return texture(name, layers)


def courses(
    rows: int, columns: int, *, stagger: float = 0.0
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], Plane]:
    """A wall of `rows` x `columns` stones; every second row is shifted by `stagger` stones.

    Returns:
        (512, 512) row and column of the stone at each pixel, and pixels to the nearest joint.
    """
    y = (np.arange(SIZE) + 0.5) / SIZE * rows
    row = np.floor(y).astype(np.int64)
    x = (np.arange(SIZE) + 0.5) / SIZE * columns + stagger * (row % 2)[:, None]
    column = np.floor(x).astype(np.int64)
    to_side = np.minimum(x - column, 1 - (x - column)) * (SIZE / columns)
    to_end = (np.minimum(y - row, 1 - (y - row)) * (SIZE / rows))[:, None]
    joint = np.minimum(to_side, to_end).astype(np.float32)
    return np.broadcast_to(row[:, None], (SIZE, SIZE)), column % columns, joint
