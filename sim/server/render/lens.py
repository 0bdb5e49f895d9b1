"""Lens distortion: where in the pinhole's picture each pixel of the lens's picture looks.

Colors are interpolated on the card, labels and depth take the nearest pixel, all by the same map, so that
they stay aligned.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Final, TypeVar

import moderngl
import numpy as np
import numpy.typing as npt

from ..optics import Lens

PLAIN_SIZE: Final = 0.08
"""The size of a lens, in CARLA's units, at which the distance from the centre is 1 at the left edge."""

_KEPT: Final = 4

_Number = TypeVar("_Number", bound=np.generic)


def lens_map(lens: Lens, width: int, height: int) -> npt.NDArray[np.float32]:
    """(H, W, 2) column and row, in pixels with centres at halves, that each pixel shows; see `optics.Lens`.

    Places outside are moved to the edge.
    """
    columns = (np.arange(width) + 0.5 - width / 2.0)[None, :]
    rows = (np.arange(height) + 0.5 - height / 2.0)[:, None]
    across = columns / (width / 2.0) * (lens.x_size / PLAIN_SIZE)
    down = rows / (width / 2.0) * (lens.y_size / PLAIN_SIZE)
    far = np.hypot(across, down)
    share = lens.circle_multiplier * far**lens.circle_falloff
    factor = 1.0 + share * far**2 * (lens.k + lens.kcube * far)
    found = np.stack(
        np.broadcast_arrays(width / 2.0 + columns * factor, height / 2.0 + rows * factor), axis=-1
    )
    return np.asarray(np.clip(found, 0.5, (width - 0.5, height - 0.5)), dtype=np.float32)


def through(pixels: npt.NDArray[_Number], places: npt.NDArray[np.float32]) -> npt.NDArray[_Number]:
    """(H, W) pixels seen through a lens of this (H, W, 2) map: the nearest of each place."""
    columns, rows = (np.floor(places[..., axis]).astype(np.intp) for axis in (0, 1))
    return pixels[rows, columns]


class LensMaps:
    """Maps of the lenses used last, and their textures."""

    def __init__(self, context: moderngl.Context) -> None:
        self._context = context
        self._kept: OrderedDict[tuple[Lens, int, int], tuple[npt.NDArray[np.float32], moderngl.Texture]] = (
            OrderedDict()
        )

    def get(self, lens: Lens, width: int, height: int) -> tuple[npt.NDArray[np.float32], moderngl.Texture]:
        """`lens_map` and a texture of it; the longest unused go."""
        key = (lens, width, height)
        if key not in self._kept:
            while len(self._kept) >= _KEPT:
                self._kept.popitem(last=False)[1][1].release()
            places = lens_map(lens, width, height)
            texture = self._context.texture((width, height), 2, places.tobytes(), dtype="f4")
            texture.filter = (moderngl.NEAREST, moderngl.NEAREST)
            self._kept[key] = places, texture
        self._kept.move_to_end(key)
        return self._kept[key]

    def release(self) -> None:
        """Free everything on the card."""
        while self._kept:
            self._kept.popitem()[1][1].release()
