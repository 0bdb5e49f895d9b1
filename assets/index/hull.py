"""Convex hulls, and how things come to rest on them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from caos.errors import CaosError
from caos.extras import require
from caos.meshes import Mesh

Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Hull:
    """A convex hull.

    Attributes:
        points: (P, 3) float64 corners, metres.
        faces: (F, 3) int64 triangles.
        outward: (F, 3) unit normals.
        offsets: (F,) with `outward @ p + offset <= 0` for every point inside.
        volume: cubic metres.
    """

    points: Doubles
    faces: npt.NDArray[np.int64]
    outward: Doubles
    offsets: Doubles
    volume: float


def convex_hull(mesh: Mesh) -> Hull:
    """The convex hull of a mesh, for collisions; checked to hold every vertex.

    Raises:
        CaosError: the mesh is flat, so that it has none; scipy is missing.
    """
    hull = hull_of_points(mesh.positions[np.unique(mesh.faces)].astype(np.float64))
    if hull is None:
        raise CaosError("the mesh is flat and has no convex hull; give it a thickness")
    return hull


def hull_of_points(points: Doubles) -> Hull | None:
    """The convex hull (Qhull: Barber et al. 1996, ACM TOMS 22:4), or None when the points are flat."""
    spatial = require("scipy.spatial", extra="assets")
    extent = float((points.max(axis=0) - points.min(axis=0)).max())
    try:
        raw = spatial.ConvexHull(points)
    except spatial.QhullError:
        return None
    used, faces = np.unique(raw.simplices, return_inverse=True)
    hull = Hull(
        points=points[used],
        faces=faces.reshape(-1, 3).astype(np.int64),
        outward=raw.equations[:, :3],
        offsets=raw.equations[:, 3],
        volume=float(raw.volume),
    )
    inner = np.delete(points, raw.vertices, axis=0)
    worst = max(
        (float((block @ hull.outward.T + hull.offsets).max()) for block in _blocks(inner, hull)), default=0.0
    )
    return hull if hull.volume > 0 and worst <= 1e-6 * extent else None


def _blocks(points: Doubles, hull: Hull) -> list[Doubles]:
    """Pieces of the points whose products with the hull's planes take about 2 MB each."""
    length = max(1, 250_000 // len(hull.faces))
    return [points[start : start + length] for start in range(0, len(points), length)]


def resting_normals(hull: Hull, centre_of_mass: Doubles) -> Doubles:
    """(S, 3) outward normals of the hull's triangles on which the body rests without tipping over.

    A body rests on a facet when the centre of mass, seen along its normal, lies over it; the triangle below
    the centre stands for the whole facet.
    """
    corners = hull.points[hull.faces]
    height = hull.outward @ centre_of_mass + hull.offsets
    foot = centre_of_mass - height[:, None] * hull.outward
    sides = np.stack(
        [np.cross(corners[:, (i + 1) % 3] - corners[:, i], foot - corners[:, i]) for i in range(3)],
        axis=1,
    )
    along = np.einsum("fij,fj->fi", sides, hull.outward)
    slack = 1e-9 * float(np.ptp(hull.points, axis=0).max()) ** 2
    inside = (along >= -slack).all(axis=1) | (along <= slack).all(axis=1)
    return np.asarray(hull.outward[inside])


def upright(hull: Hull, centre_of_mass: Doubles) -> tuple[Doubles, float]:
    """The smallest turn that sets a body upright in +z on a stable support.

    Args:
        hull: in a frame whose +z is the stated up direction.
        centre_of_mass: (3,).

    Returns:
        The (3, 3) rotation and its angle in degrees; no stable support at all (numerically) turns nothing.
    """
    stable = resting_normals(hull, centre_of_mass)
    if len(stable) == 0:
        return np.eye(3), 0.0
    # Lexicographic tie-break: a cube tilted on its corner has several nearest supports.
    order = np.lexsort((*np.round(stable, 6).T, np.round(stable[:, 2], 6)))
    down = stable[order[0]]
    angle = float(np.degrees(np.arccos(np.clip(-down[2], -1.0, 1.0))))
    return (np.eye(3), angle) if angle < 0.01 else (_turn(down, np.array([0.0, 0.0, -1.0])), angle)


def _turn(start: Doubles, end: Doubles) -> Doubles:
    """(3, 3) rotation by the smallest angle that takes one unit vector to another (Rodrigues)."""
    axis, cosine = np.cross(start, end), float(start @ end)
    if cosine < -1.0 + 1e-12:
        return np.diag([1.0, -1.0, -1.0])
    skew = np.array([[0, -axis[2], axis[1]], [axis[2], 0, -axis[0]], [-axis[1], axis[0], 0]])
    return np.asarray(np.eye(3) + skew + skew @ skew / (1.0 + cosine))
