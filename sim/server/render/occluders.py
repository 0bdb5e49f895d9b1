"""What is hidden behind what was drawn already: bounding spheres against the depth buffer, on the safe side.

A town shows a few of its streets at a time; the rest stands behind the nearest houses. A sphere is left out
only when every tile of the picture that it could touch shows something nearer (Greene, Kass, Miller 1993).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .camera import NEAR, Camera
from .culling import Indices, Spheres

_TILE = 8


class DepthPyramid:
    """The farthest depth in squares of 8, 16, 32 ... pixels.

    Args:
        depth: (H, W) float32, reversed: `NEAR / metres`, 0 where nothing was drawn.
    """

    def __init__(self, depth: npt.NDArray[np.float32]) -> None:
        self._levels = [_farthest(depth, _TILE)]
        while max(self._levels[-1].shape) > 1:
            self._levels.append(_farthest(self._levels[-1], 2))

    def hides(self, spheres: Spheres, chosen: Indices, camera: Camera) -> npt.NDArray[np.bool_]:
        """(N,) whether each chosen sphere lies wholly behind what the depth buffer shows."""
        local = (spheres.center[chosen] - camera.eye) @ camera.axes.T
        radius = spheres.radius[chosen]
        nearest = local[:, 2] - radius
        in_front = nearest > NEAR
        nearest = np.where(in_front, nearest, NEAR)
        low, high = _pixel_box(local, radius, nearest, camera)
        level = np.ceil(np.log2(np.maximum((high - low).max(axis=1) / _TILE, 1.0))).astype(np.int64)
        level = np.minimum(level, len(self._levels) - 1)
        hidden = np.zeros(len(chosen), dtype=np.bool_)
        for number, farthest in enumerate(self._levels):
            at = np.flatnonzero(in_front & (level == number))
            tile = _TILE << number
            behind = np.full(len(at), np.inf)
            for column in (low[at, 0], high[at, 0]):
                for row in (low[at, 1], high[at, 1]):
                    behind = np.minimum(behind, farthest[row // tile, column // tile])
            hidden[at] = NEAR / nearest[at] < behind
        return hidden


def _farthest(depth: npt.NDArray[np.float32], side: int) -> npt.NDArray[np.float32]:
    """The smallest reversed depth of each square of `side`; squares over the border count what they hold."""
    rows, columns = (-(-length // side) * side for length in depth.shape)
    padded = np.full((rows, columns), np.inf, dtype=np.float32)
    padded[: depth.shape[0], : depth.shape[1]] = depth
    halves = padded.reshape(rows // side, side, columns).min(axis=1)
    return np.asarray(halves.reshape(rows // side, columns // side, side).min(axis=2))


def _pixel_box(
    local: npt.NDArray[np.float64],
    radius: npt.NDArray[np.float64],
    nearest: npt.NDArray[np.float64],
    camera: Camera,
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """First and last column and row, (N, 2) each, of what spheres may cover, with a pixel to spare."""
    size = np.array([camera.width, camera.height])
    across = local[:, :2] * np.array([1.0, -1.0])
    ends = np.stack([nearest, local[:, 2] + radius], axis=1)[:, None, :]
    low = ((across - radius[:, None])[..., None] / ends).min(axis=-1) * np.array(camera.scale)
    high = ((across + radius[:, None])[..., None] / ends).max(axis=-1) * np.array(camera.scale)
    first = np.floor((low * 0.5 + 0.5) * size).clip(-1e6, 1e6) - 1
    last = np.ceil((high * 0.5 + 0.5) * size).clip(-1e6, 1e6) + 1
    return first.clip(0, size - 1).astype(np.int64), last.clip(0, size - 1).astype(np.int64)
