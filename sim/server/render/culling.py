"""Which chunks of which instances a camera or the sun can see, by their bounding spheres."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .geometry import Chunk

Floats = npt.NDArray[np.float64]
Indices = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Spheres:
    """Bounding spheres in the world.

    Attributes:
        center: (N, 3) metres.
        radius: (N,) metres.
    """

    center: Floats
    radius: Floats

    def inside(self, planes: Floats) -> npt.NDArray[np.bool_]:
        """(N,) whether each sphere reaches into the space in front of all (P, 4) inward unit planes."""
        distance = self.center @ planes[:, :3].T + planes[:, 3]
        return np.asarray((distance > -self.radius[:, None]).all(axis=1))

    def shading(self, planes: Floats, light: Floats) -> npt.NDArray[np.bool_]:
        """(N,) whether each sphere, or the shadow it throws, reaches in front of all planes."""
        distance = self.center @ planes[:, :3].T + planes[:, 3]
        towards = planes[:, :3] @ -light > 0.0
        return np.asarray(((distance > -self.radius[:, None]) | towards).all(axis=1))

    def nearest_first(self, chosen: Indices, eye: Floats) -> Indices:
        """`chosen`, nearest to `eye` first: what lies behind fails the depth test before it is shaded."""
        distance = np.linalg.norm(self.center[chosen] - eye, axis=1) - self.radius[chosen]
        return chosen[np.argsort(distance, kind="stable")]


def bounding_spheres(chunks: Sequence[Chunk], matrices: Floats, owner: npt.NDArray[np.intp]) -> Spheres:
    """World spheres of N `chunks`, each moved by `matrices[owner]` ((M, 4, 4), any affine matrix)."""
    if not chunks:
        return Spheres(np.zeros((0, 3)), np.zeros(0))
    center = np.stack([chunk.center for chunk in chunks])
    stretch = np.linalg.svd(matrices[:, :3, :3], compute_uv=False)[:, 0]
    moved = np.einsum("nij,nj->ni", matrices[owner, :3, :3], center) + matrices[owner, :3, 3]
    return Spheres(moved, np.array([chunk.radius for chunk in chunks]) * stretch[owner])
