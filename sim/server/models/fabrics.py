"""What clothes and bags are made of; three pictures are shared by all."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np

from caos.meshes import Material, Texture

from .materials import Colour

_SIDE = 256


def cloth(colour: Colour, pattern: str = "plain") -> Material:
    """Woven cloth with soft folds; `pattern`: "plain", "stripes" or "checks"."""
    return Material(colour, roughness=0.92, texture=_woven(pattern))


def leather(colour: Colour) -> Material:
    """Shoes, straps, bags."""
    return Material(colour, roughness=0.5)


@cache
def _woven(pattern: str) -> Texture:
    rng = np.random.default_rng([31, len(pattern)])
    folds = cv2.resize(
        np.tile(rng.random((6, 9)), (1, 1)).astype(np.float32), (_SIDE, _SIDE), interpolation=cv2.INTER_CUBIC
    )
    folds = (folds + folds[::-1] + folds[:, ::-1] + folds[::-1, ::-1]) / 4  # tiles by symmetry
    thread = rng.normal(0, 0.025, (_SIDE, _SIDE))
    tile = np.repeat((0.78 + 0.34 * (folds - 0.5) + thread)[..., None], 3, axis=2)
    y, x = np.mgrid[0:_SIDE, 0:_SIDE]
    if pattern == "stripes":
        tile *= np.where((y // 16) % 2 == 0, 1.0, 0.42)[..., None]
    elif pattern == "checks":
        weave = ((y // 20) % 2 == 0).astype(float) + ((x // 20) % 2 == 0)
        tile *= (0.45 + 0.275 * weave)[..., None]
    return Texture(f"cloth {pattern}", np.rint(np.clip(tile, 0, 1) * 255).astype(np.uint8))
