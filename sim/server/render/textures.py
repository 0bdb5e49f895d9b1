"""All textures of a batch in one texture array, so that a batch is drawn in one call; the rule for holes.

The alpha test, for who wants to repeat it. A texture of a material with a `cutoff` becomes a square layer of
512 texels (resized by area when it is larger, else linearly), with mip levels of 2 x 2 means, eight bits
each. The level is `round(log2(512 sqrt(A)))`, 0 to 6, where A is the area that a pixel covers in tiles of uv:
the absolute determinant of the derivatives of uv to the right and down. At that level the fourth channel is
read bilinearly at the uv of the pixel's centre, repeating. There is a hole where it is less than the level's
threshold: `cutoff` at level 0; above, what leaves the same share of the level's texels standing as at level
0, so that leaves do not thin out with distance (Castano, "Computing Alpha Mipmaps", 2010).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import cv2
import moderngl
import numpy as np
import numpy.typing as npt

from caos.meshes import Material, Texture

from .geometry import has_holes

SIDE: Final = 512
"""Texels of a layer's side; fixed, so that a texture looks the same whatever else is in the batch."""

LAST_CUT_LEVEL: Final = 6
"""The coarsest mip level that holes are cut by; smaller ones have too few texels to have any."""

_HALO = 6.0  # texels, how far the color of leaves reaches into the holes between them

Pixels = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer of the texture array: a texture and how it is read.

    Attributes:
        texture: compared by identity.
        cutoff, relief: of `caos.meshes.Material`.
    """

    texture: Texture
    cutoff: float
    relief: float

    @classmethod
    def of(cls, material: Material) -> Layer | None:
        """The layer that `material` needs, if any; relief and holes need a fourth channel."""
        texture = material.texture
        if texture is None:
            return None
        if has_holes(material):
            return cls(texture, material.cutoff, 0.0)
        return cls(texture, 0.0, material.relief if texture.pixels.shape[2] == 4 else 0.0)


class Textures:
    """Layers on the card, and for each a row of rules: thresholds by mip level, then the relief."""

    def __init__(self, context: moderngl.Context, layers: Iterable[Layer]) -> None:
        self._numbers = {layer: number for number, layer in enumerate(dict.fromkeys(layers))}
        side, count = (SIDE, len(self._numbers)) if self._numbers else (1, 1)
        self._array = context.texture_array((side, side, count), 4)
        rules = np.zeros((count, LAST_CUT_LEVEL + 2), dtype=np.float32)
        for layer, number in self._numbers.items():
            pixels = square(layer)
            self._array.write(pixels.tobytes(), viewport=(0, 0, number, side, side, 1))
            if layer.cutoff > 0.0:
                rules[number, :-1] = thresholds(pixels[..., 3], layer.cutoff)
            rules[number, -1] = layer.relief
        self._array.build_mipmaps()
        self._array.filter = (moderngl.LINEAR_MIPMAP_LINEAR, moderngl.LINEAR)
        self._rules = context.texture(rules.shape[::-1], 1, rules.tobytes(), dtype="f4")
        self._rules.filter = (moderngl.NEAREST, moderngl.NEAREST)

    def number(self, layer: Layer) -> int:
        """Where `layer` lies in the array."""
        return self._numbers[layer]

    def use(self) -> None:
        """Bind the array to unit 0 and the rules to unit 1."""
        self._array.use(0)
        self._rules.use(1)

    def release(self) -> None:
        """Free everything on the card."""
        self._array.release()
        self._rules.release()


def square(layer: Layer) -> Pixels:
    """(512, 512, 4) texels of a layer; the fourth channel is 255 where the texture has none."""
    pixels = layer.texture.pixels
    if layer.cutoff > 0.0:
        pixels = _bled(pixels)
    if pixels.shape[:2] != (SIDE, SIDE):
        shrinks = max(pixels.shape[:2]) > SIDE
        pixels = cv2.resize(
            pixels, (SIDE, SIDE), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
        )
    found = np.full((SIDE, SIDE, 4), 255, dtype=np.uint8)
    found[..., : pixels.shape[2]] = pixels
    return found


def _bled(pixels: Pixels) -> Pixels:
    """The picture with the color of what is there in its holes too, since filters mix both."""
    color, coverage = pixels[..., :3].astype(np.float32), pixels[..., 3:].astype(np.float32) / 255.0
    mean = (color * coverage).sum(axis=(0, 1)) / max(float(coverage.sum()), 1e-6)
    spread = cv2.GaussianBlur(np.concatenate([color * coverage, coverage], axis=2), (0, 0), _HALO)
    halo = (spread[..., :3] + 1e-3 * mean) / (spread[..., 3:] + 1e-3)
    found = pixels.copy()
    found[..., :3] = np.rint(halo + (color - halo) * coverage)
    return found


def thresholds(coverage: Pixels, cutoff: float) -> npt.NDArray[np.float32]:
    """(7,) in 0..1: below it a texel is a hole, by mip level; see the head of the module."""
    standing = float(np.mean(coverage >= cutoff * 255.0))
    level = coverage.astype(np.float32)
    found = [cutoff]
    for _ in range(LAST_CUT_LEVEL):
        level = (level[::2, ::2] + level[1::2, ::2] + level[::2, 1::2] + level[1::2, 1::2]) / 4.0
        found.append(float(np.quantile(level, 1.0 - standing)) / 255.0)
    return np.clip(found, 1.0 / 255.0, 1.0).astype(np.float32)
