"""The pinhole camera's matrices: CARLA's left-handed frame in, reversed depth out.

A point has camera coordinates (right, up, forward). With `focal = width / (2 tan(fov / 2))`, as in CARLA's
client examples, column = `width / 2 + focal * right / forward`, row = `height / 2 - focal * up / forward`.
The depth buffer holds `NEAR / forward`: 1 at the near plane, 0 at infinity, which spreads float32's precision
evenly over the relative distance (Lapidous and Jiao 1999).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..scene import View

NEAR = 0.1
"""Metres; what is nearer is cut away."""

SKY_DEPTH = 1000.0
"""Metres; what `Picture.depth` says where there is nothing, and its maximum."""

MAX_SIDE = 4096
"""Pixels; the largest width and height."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Camera:
    """A view, ready for shaders and culling.

    Attributes:
        eye: (3,) metres.
        axes: (3, 3), rows are the unit vectors right, up, forward in the world.
        scale: horizontal and vertical cotangent of the half angles of view.
        width, height: pixels.
    """

    eye: Floats
    axes: Floats
    scale: tuple[float, float]
    width: int
    height: int

    @classmethod
    def of(cls, view: View) -> Camera:
        """The camera of `view`.

        Raises:
            ValueError: a side outside 1..4096 pixels, a field of view outside (0, 180) degrees, a pose
                that is not finite.
        """
        if not (1 <= view.width <= MAX_SIDE and 1 <= view.height <= MAX_SIDE):
            raise ValueError(f"a view has 1 to {MAX_SIDE} pixels a side, got {view.width} x {view.height}")
        if not 0.0 < view.fov < 180.0:
            raise ValueError(f"a field of view lies between 0 and 180 degrees, got {view.fov}")
        matrix = view.pose.matrix()
        if not np.isfinite(matrix).all():
            raise ValueError(f"a camera's pose must be finite, got {view.pose}")
        horizontal = 1.0 / math.tan(math.radians(view.fov) / 2.0)
        return cls(
            eye=matrix[:3, 3].copy(),
            axes=np.stack([matrix[:3, 1], matrix[:3, 2], matrix[:3, 0]]),
            scale=(horizontal, horizontal * view.width / view.height),
            width=view.width,
            height=view.height,
        )

    @property
    def focal(self) -> float:
        """Pixels: how long something at a distance of its own length is in the picture."""
        return self.scale[0] * self.width / 2.0

    def planes(self) -> Floats:
        """(5, 4) inward unit planes (normal, offset) of the view: left, right, bottom, top, near."""
        right, up, forward = self.axes
        across, along = self.scale
        normals = np.stack(
            [
                forward + across * right,
                forward - across * right,
                forward + along * up,
                forward - along * up,
                forward,
            ]
        )
        normals /= np.linalg.norm(normals, axis=1, keepdims=True)
        offsets = -normals @ self.eye
        offsets[4] -= NEAR
        return np.column_stack([normals, offsets])


def linear_depth(buffer: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Metres along the view axis of reversed depth values; the sky's 0 becomes `SKY_DEPTH`."""
    metres = np.float32(NEAR) / np.maximum(buffer, np.float32(NEAR / (2.0 * SKY_DEPTH)))
    return np.minimum(metres, np.float32(SKY_DEPTH))
