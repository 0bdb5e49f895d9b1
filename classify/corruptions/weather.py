"""Weather: snow, frost, fog and spatter."""

from __future__ import annotations

import math
from collections.abc import Sequence

import cv2
import numpy as np

from .arrays import Image, Plane, added, blurred, dragged, to_bytes, to_floats, zoomed

_WATER = (175.0, 238.0, 238.0)  # pale turquoise
_MUD = (63.0, 42.0, 20.0)


def snow(
    image: Image,
    rng: np.random.Generator,
    mean: float,
    sigma: float,
    zoom: float,
    least: float,
    radius: int,
    length: float,
    kept: float,
) -> Image:
    """Flakes that fall, over a picture made pale.

    Args:
        image: (H, W, 3) uint8.
        rng: of the flakes and of their direction, -135 to -45 degrees.
        mean: of the normal noise that flakes are cut from.
        sigma: its standard deviation.
        zoom: how much the noise is magnified: the flakes' size.
        least: noise below it is no flake.
        radius: of the motion blur, pixels.
        length: its standard deviation.
        kept: share of the picture's own colour; the rest is its bright grey.
    """
    flakes = drawn_flakes(image.shape[:2], rng, mean, sigma, zoom, least)
    return snowed(image, dragged(flakes, radius, length, rng.uniform(-135.0, -45.0)), kept)


def drawn_flakes(
    shape: Sequence[int], rng: np.random.Generator, mean: float, sigma: float, zoom: float, least: float
) -> Plane:
    """(H, W) float32 in [0, 1]: flakes that do not move yet; arguments as of `snow`."""
    noise = rng.standard_normal(tuple(shape), dtype=np.float32)
    noise *= sigma
    noise += mean
    flakes = np.ascontiguousarray(zoomed(noise, zoom))
    flakes[flakes < least] = 0.0
    return np.minimum(flakes, 1.0)


def snowed(image: Image, flakes: Plane, kept: float) -> Image:
    """The picture made pale, under `flakes` and the same flakes turned by half a turn."""
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY).astype(np.float32)
    grey *= 1.5
    grey += 127.5
    values = to_floats(image)
    pale = cv2.max(values, cv2.merge((grey, grey, grey)))
    layer = (flakes + flakes[::-1, ::-1]) * 255
    values = cv2.addWeighted(values, kept, pale, 1 - kept, 0.0)
    return to_bytes(np.asarray(cv2.add(values, cv2.merge((layer, layer, layer))), dtype=np.float32))


def frost(
    image: Image,
    rng: np.random.Generator,
    kept: float,
    amount: float,
    scale: float = 1.0,
    *,
    pictures: Sequence[Image],
) -> Image:
    """`kept` times the picture plus `amount` times a random part of one of the frost `pictures`.

    A frost picture is resized by `scale`, and made a tenth larger than the image where it is smaller.
    """
    ice = pictures[int(rng.integers(len(pictures)))]
    height, width = image.shape[:2]
    rows, columns = (math.ceil(side * scale) for side in ice.shape[:2])
    if rows <= height or columns <= width:
        growth = 1.1 * max(height / rows, width / columns)
        rows, columns = math.ceil(rows * growth), math.ceil(columns * growth)
    if (rows, columns) != ice.shape[:2]:
        kind = cv2.INTER_CUBIC if rows > ice.shape[0] else cv2.INTER_LINEAR
        ice = np.asarray(cv2.resize(ice, (columns, rows), interpolation=kind), dtype=np.uint8)
    top, left = int(rng.integers(rows - height)), int(rng.integers(columns - width))
    part = ice[top : top + height, left : left + width]
    return to_bytes(
        np.asarray(cv2.addWeighted(image, kept, part, amount, 0.0, dtype=cv2.CV_32F), dtype=np.float32)
    )


def fog(image: Image, rng: np.random.Generator, amount: float, decay: float) -> Image:
    """Add `amount` times a cloud, then darken so that the brightest value stays; see `plasma`."""
    height, width = image.shape[:2]
    brightest = image.max() / 255
    gain = brightest / (brightest + amount) if brightest else 0.0
    cloud = plasma(1 << (max(height, width) - 1).bit_length(), rng, decay)[:height, :width]
    cloud = np.multiply(cloud, np.float32(255 * gain * amount))
    base = cv2.merge((cloud, cloud, cloud))
    return to_bytes(np.asarray(cv2.scaleAdd(to_floats(image), gain, base), dtype=np.float32))


def plasma(side: int, rng: np.random.Generator, decay: float) -> Plane:
    """(side, side) float32 in [0, 1]: a fractal cloud that tiles, by midpoint displacement (diamond-square).

    Displacements are uniform; their size falls by `decay` squared from level to level, as published.

    Args:
        side: a power of two.
        rng: of the displacements.
        decay: over 1; larger is smoother.
    """
    cloud = np.zeros((1, 1), dtype=np.float32)
    size = np.float32(100.0)
    while cloud.shape[0] < side:
        cloud = _refined(cloud, rng, size * size)
        size = np.float32(size / decay)
    cloud -= cloud.min()
    highest = cloud.max()
    if highest > 0:
        cloud /= highest
    return cloud


def _refined(corners: Plane, rng: np.random.Generator, size: np.float32) -> Plane:
    """Twice as many points along each side: middles of squares first, then middles of their sides."""
    side = corners.shape[0]
    noise = rng.random((3, side, side), dtype=np.float32)
    noise -= np.float32(0.5)
    noise *= 2 * size
    right, below = np.roll(corners, -1, axis=1), np.roll(corners, -1, axis=0)
    middles, across, down = noise
    middles += (corners + right + below + np.roll(below, -1, axis=1)) * np.float32(0.25)
    across += (middles + np.roll(middles, 1, axis=0) + corners + right) * np.float32(0.25)
    down += (middles + np.roll(middles, 1, axis=1) + corners + below) * np.float32(0.25)
    fine = np.empty((2 * side, 2 * side), dtype=np.float32)
    fine[::2, ::2], fine[1::2, 1::2] = corners, middles
    fine[::2, 1::2], fine[1::2, ::2] = across, down
    return fine


def spatter(
    image: Image,
    rng: np.random.Generator,
    mean: float,
    sigma: float,
    smooth: float,
    least: float,
    strength: float,
    muddy: bool,
) -> Image:
    """Drops of water or splashes of mud on the lens.

    Args:
        image: (H, W, 3) uint8.
        rng: of the drops.
        mean: of the normal noise that drops are cut from.
        sigma: its standard deviation.
        smooth: standard deviation of the blur of that noise: the drops' size.
        least: noise below it is no drop.
        strength: of the water's colour; for mud the blur of its rim.
        muddy: mud instead of water.
    """
    noise = rng.standard_normal(image.shape[:2], dtype=np.float32)
    noise *= sigma
    noise += mean
    liquid = blurred(noise, smooth)
    liquid[liquid < least] = 0.0
    if muddy:
        mud = blurred((liquid > least).astype(np.float32), strength)
        mud[mud < 0.8] = 0.0
        return _covered(image, mud)
    drops = wetness(liquid)
    return added(image, drops[..., None] * np.multiply(_WATER, strength).astype(np.float32))


def wetness(liquid: Plane) -> Plane:
    """(H, W) float32 in [0, 1]: how much drops of (H, W) `liquid` shine: embossed towards the lower right."""
    levels = (liquid * 255).astype(np.uint8)
    away = cv2.distanceTransform(255 - cv2.Canny(levels, 50, 150), cv2.DIST_L2, 5)
    _, away = cv2.threshold(away, 20, 20, cv2.THRESH_TRUNC)
    rim = cv2.equalizeHist(cv2.blur(away, (3, 3)).astype(np.uint8))
    emboss = np.array([[-2, -1, 0], [-1, 1, 1], [0, 1, 2]], dtype=np.float32)
    shine = cv2.blur(cv2.filter2D(rim, cv2.CV_8U, emboss), (3, 3)).astype(np.float32)
    shine *= levels
    highest = shine.max()
    return np.asarray(shine / highest if highest > 0 else shine, dtype=np.float32)


def _covered(image: Image, mud: Plane) -> Image:
    cover = mud[..., None]
    return to_bytes(to_floats(image) * (1 - cover) + cover * np.array(_MUD, dtype=np.float32))
