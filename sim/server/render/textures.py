"""All textures of a batch in one texture array, so that a batch is drawn in one call."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import moderngl
import numpy as np

from caos.meshes import Texture

SIDE = 512
"""Texels of a layer's side; fixed, so that a texture looks the same whatever else is in the batch."""


def texture_array(context: moderngl.Context, textures: Sequence[Texture]) -> moderngl.TextureArray:
    """A mip-mapped array of sRGB values (the shader decodes), one square layer per texture."""
    side = SIDE if textures else 1
    layers = np.full((max(len(textures), 1), side, side, 4), 255, dtype=np.uint8)
    for layer, texture in zip(layers, textures, strict=False):
        shrinks = max(texture.pixels.shape[:2]) > side
        layer[..., :3] = cv2.resize(
            texture.pixels, (side, side), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
        )
    array = context.texture_array((side, side, len(layers)), 4, layers)
    array.build_mipmaps()
    array.filter = (moderngl.LINEAR_MIPMAP_LINEAR, moderngl.LINEAR)
    return array
