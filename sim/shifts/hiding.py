"""How much of an object a box before it can hide at most: told without a picture."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import carla
import numpy as np
import numpy.typing as npt

from ..boxes import Box
from ..silhouette import NEAR, Pinhole, project, silhouette

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

_MARGIN: Final = 0.05  # metres that a thing may reach beyond its box: streets are nearly level, not quite
_FACES: Final = np.array(
    [
        [0, 1, 2], [0, 2, 3], [4, 5, 6], [4, 6, 7], [0, 1, 5], [0, 5, 4],
        [1, 2, 6], [1, 6, 5], [2, 3, 7], [2, 7, 6], [3, 0, 4], [3, 4, 7],
    ],
    dtype=np.int32,
)  # fmt: skip


def hidden_at_most(box: Box, outline: Flags, lens: carla.Transform, pinhole: Pinhole) -> float:
    """Share of an outline that lies behind a box, 0 .. 1: no thing within the box hides more.

    Args:
        box: of what stands between.
        outline: (H, W) of the object, alone in the picture.
        lens: the camera's pose.
        pinhole: the camera's inner side.

    Returns:
        1 for a box that reaches behind the camera.
    """
    corners = _corners(
        replace(box, half=(box.half[0] + _MARGIN, box.half[1] + _MARGIN, box.half[2] + _MARGIN))
    )
    camera = np.array(lens.get_matrix(), dtype=np.float64)
    if (project(corners, camera, pinhole)[1] <= NEAR).any():
        return 1.0
    behind = silhouette(corners, _FACES, camera, pinhole) & outline
    return float(behind.sum() / max(outline.sum(), 1))


def _corners(box: Box) -> Floats:
    """(8, 3): around the bottom, then around the top."""
    around = box.corners()
    heights = (box.center[2] - box.half[2], box.center[2] + box.half[2])
    return np.concatenate([np.column_stack([around, np.full(4, height)]) for height in heights])
