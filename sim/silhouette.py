"""Where a mesh would show in a picture if nothing stood before it: projection and filled triangles."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

NEAR = 0.1
"""Metres; triangles with a corner closer than this (or behind the camera) are left out."""

_FINEST, _COARSEST = 15, 3  # samples per pixel's edge; odd, so that one lies on the centre of each pixel
_CANVAS = 1500  # samples along the longer side of what is drawn on
_FRACTION_BITS = 8


@dataclass(frozen=True, slots=True)
class Pinhole:
    """A CARLA camera: square pixels, principal point in the middle.

    Attributes:
        width, height: pixels.
        fov: horizontal field of view, degrees.
    """

    width: int
    height: int
    fov: float

    @property
    def focal(self) -> float:
        """Focal length in pixels."""
        return self.width / (2 * math.tan(math.radians(self.fov) / 2))


def project(points: Floats, camera: Floats, pinhole: Pinhole) -> tuple[Floats, Floats]:
    """Project world points.

    Args:
        points: (N, 3) metres, world.
        camera: (4, 4) camera -> world, `carla.Transform.get_matrix()`; x forward, y right, z up.
        pinhole: the camera's inner side.

    Returns:
        (N, 2) picture coordinates in pixels (0, 0 = upper left corner of the upper left pixel), meaningless
        for points behind the camera, and (N,) depths along the view axis in metres.
    """
    local = (points - camera[:3, 3]) @ camera[:3, :3]
    depth = local[:, 0]
    safe = np.where(depth > NEAR, depth, 1.0)
    u = pinhole.width / 2 + pinhole.focal * local[:, 1] / safe
    v = pinhole.height / 2 - pinhole.focal * local[:, 2] / safe
    return np.stack([u, v], axis=1), depth


def silhouette(vertices: Floats, faces: npt.NDArray[np.int32], camera: Floats, pinhole: Pinhole) -> Flags:
    """The pixels whose centres a mesh covers.

    Args:
        vertices: (V, 3) metres, world.
        faces: (F, 3) vertex indices.
        camera: as in `project`.
        pinhole: as in `project`.

    Returns:
        (H, W) bool. Drawn at 3 to 15 times the resolution (fine for what is small), since OpenCV fills half a
        sample beyond each edge.
    """
    mask = np.zeros((pinhole.height, pinhole.width), dtype=np.bool_)
    corners, depth = project(vertices, camera, pinhole)
    triangles = corners[faces[(depth[faces] > NEAR).all(axis=1)]]
    size = (pinhole.width, pinhole.height)
    inside = ((triangles.max(axis=1) > 0) & (triangles.min(axis=1) < size)).all(axis=1)
    triangles = triangles[inside]
    if not len(triangles):
        return mask
    low = np.clip(np.floor(triangles.min(axis=(0, 1))), 0, size).astype(int)
    high = np.clip(np.ceil(triangles.max(axis=(0, 1))), 0, size).astype(int)
    samples = int(np.clip(_CANVAS // (high - low).max(), _COARSEST, _FINEST)) | 1
    fine = _fill((triangles - low) * samples - 0.5, (high - low) * samples)
    mask[low[1] : high[1], low[0] : high[0]] = fine[samples // 2 :: samples, samples // 2 :: samples]
    return mask


def _fill(triangles: Floats, size: npt.NDArray[np.int_]) -> Flags:
    """Fill (T, 3, 2) triangles, given in sample positions, into a (size[1], size[0]) mask."""
    canvas = np.zeros((size[1], size[0]), dtype=np.uint8)
    # One by one: fillPoly with all of them would leave holes where an even number overlap.
    for triangle in np.round(triangles * (1 << _FRACTION_BITS)).astype(np.int32):
        cv2.fillConvexPoly(canvas, triangle, 1, lineType=cv2.LINE_8, shift=_FRACTION_BITS)
    return canvas.astype(np.bool_)


def occluded_fraction(visible_pixels: int, outline: Flags) -> float:
    """Share of an outline that other things hide, 0 .. 1; 1 for an object outside the picture."""
    total = int(outline.sum())
    return float(np.clip(1 - visible_pixels / total, 0.0, 1.0)) if total else 1.0
