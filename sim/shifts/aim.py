"""Where the camera stands so that an object fills a given share of the picture."""

from __future__ import annotations

import math

import carla
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def zoomed_fov(fov: float, zoom: float) -> float:
    """Field of view, degrees, of a lens that draws everything `zoom` times as large, at most 150."""
    return min(math.degrees(2 * math.atan(math.tan(math.radians(fov) / 2) / zoom)), 150.0)


def bounding_ball(vertices: Floats) -> tuple[Floats, float]:
    """(3,) middle of the bounding box of (V, 3) vertices, and the radius of the ball around it, metres."""
    middle = (vertices.min(axis=0) + vertices.max(axis=0)) / 2
    return middle, float(np.linalg.norm(vertices - middle, axis=1).max())


def aimed_camera(
    middle: Floats, radius: float, *, heading: float, yaw: float, elevation: float, size: float, fov: float
) -> carla.Transform:
    """The camera's pose.

    Args:
        middle: (3,) of the object's bounding ball, world, metres.
        radius: of that ball, metres.
        heading: the object's, degrees.
        yaw: side from which it is seen: 0 its front, 90 its left, degrees.
        elevation: of the camera above the horizon, degrees.
        size: the ball's diameter as a share of the picture's height.
        fov: field of view at zoom 1, degrees (pictures are square).

    Returns:
        A pose from which the ball's outline is a circle in the middle of the picture.
    """
    angle = math.atan(size * math.tan(math.radians(fov) / 2))
    distance = radius / math.sin(angle)
    # CARLA's yaw turns x towards y, which lies to the right; the left side is at -90
    around, up = math.radians(heading - yaw), math.radians(elevation)
    x, y, z = (
        middle
        + distance
        * np.array([math.cos(up) * math.cos(around), math.cos(up) * math.sin(around), math.sin(up)])
    ).tolist()
    turned = (heading - yaw + 180.0 + 180.0) % 360.0 - 180.0
    return carla.Transform(carla.Location(x, y, z), carla.Rotation(pitch=-elevation, yaw=turned, roll=0.0))
