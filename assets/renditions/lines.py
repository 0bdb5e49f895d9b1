"""The lines of a drawing: sharp edges and open borders of a mesh, as thin bars."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import numpy.typing as npt

from caos.meshes import Material, Mesh, merge
from caos.shapes import tube

SHARP: Final = 30.0
"""Degrees that two faces must bend at an edge for it to be drawn."""

MOST_LINES: Final = 1500
"""So many are drawn at most, the longest ones: more would be a black heap."""

Floats = npt.NDArray[np.float64]


def feature_lines(mesh: Mesh, *, width: float, material: Material) -> Mesh | None:
    """Bars of four sides along a mesh's sharp edges; None when it has none.

    Args:
        mesh: any.
        width: across a bar, metres; edges shorter than half of it are left out.
        material: of the bars.
    """
    points, edges = sharp_edges(mesh)
    lengths = np.linalg.norm(points[edges[:, 1]] - points[edges[:, 0]], axis=1)
    order = np.argsort(-lengths, kind="stable")[:MOST_LINES]
    tag = int(mesh.face_tag[0])
    bars = [
        tube(points[edges[index]], width / 2, material, sides=4, tag=tag, up=_across(points[edges[index]]))
        for index in order
        if lengths[index] > width / 2
    ]
    return merge(bars) if bars else None


def sharp_edges(mesh: Mesh) -> tuple[Floats, npt.NDArray[np.int64]]:
    """Edges where the surface bends by more than `SHARP`, ends, or branches.

    Returns:
        (P, 3) corners, equal ones welded, metres; (E, 2) indices of each edge's ends.
    """
    places = np.asarray(np.round(mesh.positions, 5), dtype=np.float64)
    points, corner = np.unique(places, axis=0, return_inverse=True)
    faces = corner.reshape(-1)[mesh.faces].astype(np.int64)
    cross = np.cross(points[faces[:, 1]] - points[faces[:, 0]], points[faces[:, 2]] - points[faces[:, 0]])
    area = np.linalg.norm(cross, axis=1)
    faces, unit = faces[area > 0], cross[area > 0] / area[area > 0, None]
    pairs = np.sort(np.stack([faces, np.roll(faces, -1, axis=1)], axis=-1).reshape(-1, 2), axis=1)
    edges, edge, counts = np.unique(pairs, axis=0, return_inverse=True, return_counts=True)
    owner = (
        np.argsort(edge.reshape(-1), kind="stable") // 3
    )  # the faces of the first edge, of the second, ...
    first = np.cumsum(counts) - counts
    joined = np.flatnonzero(counts == 2)
    bend = np.einsum("ij,ij->i", unit[owner[first[joined]]], unit[owner[first[joined] + 1]])
    drawn = counts != 2
    # winding carries no meaning, so a fold of nearly 180 degrees is a flat edge wound two ways
    drawn[joined] = np.abs(bend) < math.cos(math.radians(SHARP))
    return points, edges[drawn]


def _across(line: Floats) -> tuple[float, float, float]:
    """A direction that `line` does not have."""
    steep = abs(line[1, 2] - line[0, 2]) > 0.9 * float(np.linalg.norm(line[1] - line[0]))
    return (1.0, 0.0, 0.0) if steep else (0.0, 0.0, 1.0)
