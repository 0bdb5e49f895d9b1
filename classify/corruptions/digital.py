"""Brightness, contrast and saturation, elastic deformation, pixelation and JPEG compression."""

from __future__ import annotations

import cv2
import numpy as np
import PIL.Image

from .arrays import Image, Plane, blurred, to_bytes, to_floats


def brightness(image: Image, rng: np.random.Generator, amount: float) -> Image:  # noqa: ARG001
    """Add `amount` (1 = the whole range) to the value of HSV; hue and saturation stay."""
    return brightened(image, amount)


def brightened(image: Image, amount: float) -> Image:
    """`brightness`; a negative `amount` darkens.

    With hue and saturation kept, all channels grow in the ratio of the new largest channel to the old one.
    """
    value = np.arange(256, dtype=np.float64)
    new = np.clip(value + 255 * amount, 0, 255)
    gain = np.divide(new, value, out=np.zeros(256), where=value > 0).astype(np.float32)
    largest = cv2.max(cv2.max(image[..., 0], image[..., 1]), image[..., 2])
    gains = cv2.LUT(largest, gain)
    values = np.asarray(cv2.multiply(cv2.merge((gains, gains, gains)), image, dtype=cv2.CV_32F))
    values[largest == 0] = new[0]  # black has neither hue nor saturation: it becomes grey
    return to_bytes(values.astype(np.float32, copy=False))


def contrast(image: Image, rng: np.random.Generator, kept: float) -> Image:  # noqa: ARG001
    """Keep a share of each channel's distance to its mean over the picture."""
    means = np.array(cv2.mean(image)[:3])
    curves = (np.arange(256)[:, None] - means) * kept + means
    levels = np.clip(curves + 1e-9, 0, 255).astype(np.uint8)
    return np.asarray(cv2.LUT(image, levels[None]), dtype=np.uint8)


def saturate(image: Image, rng: np.random.Generator, gain: float, offset: float) -> Image:  # noqa: ARG001
    """Saturation of HSV times `gain` plus `offset`, clipped; grey has the hue of red, as published.

    With hue and value kept, a channel's distance to the largest one grows as the saturation does.
    """
    red, green, blue = cv2.split(image)
    largest = cv2.max(cv2.max(red, green), blue).astype(np.float32)
    spread = largest - cv2.min(cv2.min(red, green), blue)
    colourless = spread == 0
    spread[colourless] = 1.0
    growth = np.clip(spread * np.float32(gain) / np.maximum(largest, 1) + np.float32(offset), 0, 1)
    growth *= largest
    growth /= spread
    values = [largest - (largest - channel) * growth for channel in (red, green, blue)]
    tinted = largest * np.float32(1 - min(max(offset, 0.0), 1.0))
    for channel, level in zip(values, (largest, tinted, tinted), strict=True):
        np.copyto(channel, level, where=colourless)
    return to_bytes(np.asarray(cv2.merge(values), dtype=np.float32))


def jpeg_compression(image: Image, rng: np.random.Generator, quality: int) -> Image:  # noqa: ARG001
    """Write and read as JPEG at `quality` (libjpeg's scale; colour at half the resolution)."""
    coded = cv2.imencode(".jpg", cv2.cvtColor(image, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, quality])[
        1
    ]
    decoded = np.asarray(cv2.imdecode(coded, cv2.IMREAD_COLOR), dtype=np.uint8)
    return np.asarray(cv2.cvtColor(decoded, cv2.COLOR_BGR2RGB), dtype=np.uint8)


def pixelate(image: Image, rng: np.random.Generator, scale: float) -> Image:  # noqa: ARG001
    """Shrink by `scale` with a box filter, enlarge again without any.

    Both by Pillow, as published: its box filter weighs pixels by 0 or 1 where OpenCV's weighs by area.
    """
    height, width = image.shape[:2]
    size = max(int(width * scale), 1), max(int(height * scale), 1)
    small = PIL.Image.fromarray(image).resize(size, PIL.Image.Resampling.BOX)
    return np.array(small.resize((width, height), PIL.Image.Resampling.NEAREST))


def elastic_transform(
    image: Image, rng: np.random.Generator, strength: float, smooth: float, jitter: float
) -> Image:
    """A random affine map, then each pixel taken from a place nearby; lengths over the shorter side.

    Args:
        image: (H, W, 3) uint8.
        rng: of both.
        strength: factor of the displacements, which are uniform noise blurred; 0 displaces nothing.
        smooth: standard deviation of that blur.
        jitter: the three points that define the affine map move by up to that along each axis.
    """
    side = min(image.shape[:2])
    values = _sheared(to_floats(image), rng, jitter * side) if jitter else to_floats(image)
    if strength:
        values = _displaced(values, rng, strength * side, smooth * side)
    return to_bytes(values)


def _sheared(values: Plane, rng: np.random.Generator, jitter: float) -> Plane:
    height, width = values.shape[:2]
    reach = min(height, width) // 3
    around = np.array([(reach, reach), (reach, -reach), (-reach, -reach)], dtype=np.float32)
    before = around + np.array((width // 2, height // 2), dtype=np.float32)
    after = before + rng.uniform(-jitter, jitter, size=(3, 2)).astype(np.float32)
    matrix = cv2.getAffineTransform(before, after)
    warped = cv2.warpAffine(values, matrix, (width, height), borderMode=cv2.BORDER_REFLECT_101)
    return np.asarray(warped, dtype=np.float32)


def _displaced(values: Plane, rng: np.random.Generator, strength: float, smooth: float) -> Plane:
    height, width = values.shape[:2]
    noise = rng.random((2, height, width), dtype=np.float32)
    noise *= 2
    noise -= 1
    right, down = (
        blurred(plane, smooth, truncate=3.0, border=cv2.BORDER_REFLECT) * strength for plane in noise
    )
    right += np.arange(width, dtype=np.float32)
    down += np.arange(height, dtype=np.float32)[:, None]
    moved = cv2.remap(values, right, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    return np.asarray(moved, dtype=np.float32)
