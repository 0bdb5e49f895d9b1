"""All textures of a batch in one texture array, so that a batch is drawn in one call; the rule for holes.

The alpha test, for who wants to repeat it. A texture of a material with a `cutoff` becomes a square layer of
512 texels (resized by area when it is larger, else linearly), with mip levels of 2 x 2 means. A level has a
threshold t: `cutoff` at level 0; above, the middle between the k-th and the next largest coverage, where k
of the level's texels are the same share as those with `cutoff` or more at level 0 (2 comes before the
largest, -1 after the smallest). So leaves do not thin out with distance (Castano, "Computing Alpha Mipmaps",
2010). Of coverage c, in 0..1, texels hold 1/2 + g (c - t), clipped to 0..1 and rounded to eight bits; g is 1
at level 0, above it 4. A pixel reads them bilinearly at the uv of its centre, repeating; below 1/2 there is a
hole. The level it reads is `round(log2(512 sqrt(A)))`, 0 to 6, where A is the area that a pixel covers in
tiles of uv: the absolute determinant of the derivatives of uv to the right and down.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, TypeVar

import cv2
import moderngl
import numpy as np
import numpy.typing as npt

from caos.meshes import Material, Texture

from .context import write_levels
from .geometry import Kind, kind_of

SIDE: Final = 512
"""Texels of a layer's side; fixed, so that a texture looks the same whatever else is in the batch."""

LAST_CUT_LEVEL: Final = 6
"""The coarsest mip level that holes are cut by; smaller ones have too few texels to have any."""

_CONTRAST = 4.0  # of smaller levels, whose means lie close together: eight bits shall tell them apart
_HALO = 6.0  # texels, how far the color of leaves reaches into the holes between them

Pixels = npt.NDArray[np.uint8]
_Number = TypeVar("_Number", bound=np.generic)


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
        kind = kind_of(material)
        cutoff = material.cutoff if kind == Kind.HOLES else 0.0
        return cls(texture, cutoff, material.relief if kind == Kind.RELIEF else 0.0)


class Textures:
    """Layers on the card, and the relief of each."""

    def __init__(self, context: moderngl.Context, layers: Iterable[Layer]) -> None:
        self._numbers = {layer: number for number, layer in enumerate(dict.fromkeys(layers))}
        side, count = (SIDE, len(self._numbers)) if self._numbers else (1, 1)
        self._array = context.texture_array((side, side, count), 4)
        cut = []
        for layer, number in self._numbers.items():
            pixels = square(layer)
            if layer.cutoff > 0.0:
                pixels, *smaller = cut_levels(pixels, layer.cutoff)
                cut.append((number, smaller))
            self._array.write(pixels.tobytes(), viewport=(0, 0, number, side, side, 1))
        self._array.build_mipmaps()
        for number, smaller in cut:
            write_levels(self._array, number, smaller)
        self._array.filter = (moderngl.LINEAR_MIPMAP_LINEAR, moderngl.LINEAR)
        reliefs = np.array([layer.relief for layer in self._numbers] or [0.0], dtype=np.float32)
        self._reliefs = context.texture((count, 1), 1, reliefs.tobytes(), dtype="f4")
        self._reliefs.filter = (moderngl.NEAREST, moderngl.NEAREST)

    def number(self, layer: Layer) -> int:
        """Where `layer` lies in the array."""
        return self._numbers[layer]

    def use(self) -> None:
        """Bind the array to unit 0 and the reliefs to unit 1."""
        self._array.use(0)
        self._reliefs.use(1)

    def release(self) -> None:
        """Free everything on the card."""
        self._array.release()
        self._reliefs.release()


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


def cut_levels(pixels: Pixels, cutoff: float) -> list[Pixels]:
    """(512, 512, 4) and smaller texels of mip levels 0 to 6; below 1/2 in the fourth channel is a hole."""
    color, coverage = pixels[..., :3], pixels[..., 3].astype(np.float32) / 255.0
    standing = float(np.mean(coverage >= cutoff))
    found = []
    for number in range(LAST_CUT_LEVEL + 1):
        least = cutoff if number == 0 else _threshold(coverage, standing)
        stored = 0.5 + (coverage - least) * (1.0 if number == 0 else _CONTRAST)
        found.append(np.dstack([color, np.rint(np.clip(stored, 0.0, 1.0) * 255.0).astype(np.uint8)]))
        color, coverage = _halved(color), _halved(coverage)
    return found


def _threshold(coverage: npt.NDArray[np.float32], standing: float) -> float:
    """What a share `standing` of the texels reaches."""
    falling = np.concatenate([[2.0], np.sort(coverage, axis=None)[::-1], [-1.0]])
    count = round(standing * coverage.size)
    return float(falling[count] + falling[count + 1]) / 2.0


def _halved(channels: npt.NDArray[_Number]) -> npt.NDArray[_Number]:
    side = channels.shape[0] // 2
    return np.asarray(cv2.resize(channels, (side, side), interpolation=cv2.INTER_AREA), dtype=channels.dtype)
