"""Oriented boxes that stand upright: what fills which part of the street.

Frame: CARLA's world, x and y on the ground, z up, metres. Pitch and roll of a box are left out: streets
are nearly level.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Box:
    """One upright box.

    Attributes:
        center: x, y, z of its middle.
        half: half its length (along its own x), width and height.
        yaw: degrees from the world's x towards its y.
    """

    center: tuple[float, float, float]
    half: tuple[float, float, float]
    yaw: float = 0.0

    def corners(self) -> Floats:
        """(4, 2) footprint corners, in order around it."""
        signs = np.array([[1.0, 1.0], [1.0, -1.0], [-1.0, -1.0], [-1.0, 1.0]])
        corners: Floats = signs * self.half[:2] @ _axes(np.array([self.yaw]))[0] + self.center[:2]
        return corners


@dataclass(frozen=True, slots=True, eq=False)
class Boxes:
    """Many boxes as arrays, for one fast test against all of them.

    Attributes:
        center: (N, 3).
        half: (N, 3).
        yaw: (N,) degrees.
    """

    center: Floats
    half: Floats
    yaw: Floats

    def __len__(self) -> int:
        return len(self.yaw)

    @classmethod
    def of(cls, boxes: Sequence[Box]) -> Boxes:
        """Stack single boxes."""
        return cls(
            center=np.array([box.center for box in boxes], dtype=np.float64).reshape(-1, 3),
            half=np.array([box.half for box in boxes], dtype=np.float64).reshape(-1, 3),
            yaw=np.array([box.yaw for box in boxes], dtype=np.float64),
        )

    def __add__(self, other: Boxes) -> Boxes:
        return Boxes(
            np.concatenate([self.center, other.center]),
            np.concatenate([self.half, other.half]),
            np.concatenate([self.yaw, other.yaw]),
        )

    def near(self, x: float, y: float, radius: float) -> Boxes:
        """Those with any part of their bounding circle within `radius` of a point on the ground."""
        reach = radius + np.hypot(self.half[:, 0], self.half[:, 1])
        keep = np.hypot(self.center[:, 0] - x, self.center[:, 1] - y) <= reach
        return Boxes(self.center[keep], self.half[keep], self.yaw[keep])


def overlapping(box: Box, others: Boxes, *, margin: float = 0.0) -> Flags:
    """Which of `others` share space with `box`.

    Separating axis theorem on the footprints (two rectangles are apart exactly when one of their four edge
    normals separates them) and a plain interval test in height. Touching counts as apart.

    Args:
        box: the one.
        others: the N others.
        margin: metres added to each side of `box`'s footprint.

    Returns:
        (N,) bool.
    """
    offset = others.center - np.array(box.center)
    half = np.array(box.half) + np.array([margin, margin, 0.0])
    own = _axes(np.array([box.yaw]))[0]
    theirs = _axes(others.yaw)
    overlap: Flags = np.abs(offset[:, 2]) < half[2] + others.half[:, 2]
    cosines = np.abs(np.einsum("ac,nbc->nab", own, theirs))
    for axis in range(2):
        along_own = np.abs(offset[:, :2] @ own[axis])
        overlap &= along_own < half[axis] + np.einsum("nb,nb->n", cosines[:, axis], others.half[:, :2])
        along_theirs = np.abs(np.einsum("nc,nc->n", offset[:, :2], theirs[:, axis]))
        overlap &= along_theirs < others.half[:, axis] + cosines[:, :, axis] @ half[:2]
    return overlap


def _axes(yaw: Floats) -> Floats:
    """(N, 2, 2) unit vectors of the boxes' own x and y, for (N,) degrees."""
    cosine, sine = np.cos(np.radians(yaw)), np.sin(np.radians(yaw))
    return np.stack([np.stack([cosine, sine], axis=-1), np.stack([-sine, cosine], axis=-1)], axis=1)


def box_ahead(
    location: tuple[float, float, float],
    yaw: float,
    *,
    back: float,
    front: float,
    width: float,
    height: float,
) -> Box:
    """The box from `back` metres behind a point on the ground to `front` metres before it."""
    shift = (front - back) / 2
    x = location[0] + shift * math.cos(math.radians(yaw))
    y = location[1] + shift * math.sin(math.radians(yaw))
    return Box((x, y, location[2] + height / 2), ((front + back) / 2, width / 2, height / 2), yaw)
