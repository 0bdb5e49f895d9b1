"""Natural shapes: lumpy balls and loose leaves."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from caos.meshes import Material, Mesh

from .core import ORIGIN, Array, Vector, shaded

_G = (1 + 5**0.5) / 2  # the golden ratio
_CORNERS = np.array(
    [
        (-1, _G, 0), (1, _G, 0), (-1, -_G, 0), (1, -_G, 0), (0, -1, _G), (0, 1, _G),
        (0, -1, -_G), (0, 1, -_G), (_G, 0, -1), (_G, 0, 1), (-_G, 0, -1), (-_G, 0, 1),
    ]
)  # fmt: skip
_TRIANGLES = np.array(
    [
        (0, 11, 5), (0, 5, 1), (0, 1, 7), (0, 7, 10), (0, 10, 11),
        (1, 5, 9), (5, 11, 4), (11, 10, 2), (10, 7, 6), (7, 1, 8),
        (3, 9, 4), (3, 4, 2), (3, 2, 6), (3, 6, 8), (3, 8, 9),
        (4, 9, 5), (2, 4, 11), (6, 2, 10), (8, 6, 7), (9, 8, 1),
    ]
)  # fmt: skip


def icosphere(detail: int) -> tuple[Array, npt.NDArray[np.int64]]:
    """Unit sphere of 20 * 4**detail nearly equal triangles: (V, 3) points, (F, 3) faces."""
    points, faces = _CORNERS / np.linalg.norm(_CORNERS[0]), _TRIANGLES.astype(np.int64)
    for _ in range(detail):
        pairs = np.sort(np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]]), axis=1)
        edges, index = np.unique(pairs, axis=0, return_inverse=True)
        middle = points[edges].sum(axis=1)
        middle /= np.linalg.norm(middle, axis=1, keepdims=True)
        ab, bc, ca = len(points) + index.reshape(3, -1)
        points = np.concatenate([points, middle])
        a, b, c = faces.T
        faces = np.stack([[a, ab, ca], [ab, b, bc], [ca, bc, c], [ab, bc, ca]], axis=0)
        faces = faces.transpose(2, 0, 1).reshape(-1, 3)
    return points, faces


def blob(
    rng: np.random.Generator,
    radii: Vector,
    material: Material,
    *,
    detail: int = 2,
    lumps: float = 0.15,
    pitch: float = 3.0,
    at: Vector = ORIGIN,
    crease: float = 180.0,
    tag: int = 0,
    uv_scale: float = 1.0,
) -> Mesh:
    """A lumpy ellipsoid centred on `at`, of 20 * 4**detail triangles.

    Args:
        rng: the shape of the lumps.
        radii: half axes before the lumps.
        material: of every face.
        detail: subdivisions, 0..4.
        lumps: height of the lumps relative to the radius; below 1.
        pitch: lumps per radius, roughly.
        at: the centre.
        crease: see `shaded`.
        tag: CARLA tag.
        uv_scale: tiles per metre.
    """
    points, faces = icosphere(detail)
    waves = rng.normal(size=(6, 3)) * pitch
    phase = rng.uniform(0, 2 * np.pi, 6)
    height = np.sin(points @ waves.T + phase).mean(axis=1) * 2**0.5
    grown = points * np.asarray(radii) * (1 + lumps * height[:, None])
    return shaded(grown + at, faces, material, crease=crease, tag=tag, uv_scale=uv_scale)


def leaves(
    rng: np.random.Generator,
    centres: npt.ArrayLike,
    outward: npt.ArrayLike,
    size: float,
    material: Material,
    *,
    tag: int = 0,
) -> Mesh:
    """Opaque four-cornered leaves, two triangles each, lit as if they lay on the crown's surface.

    Args:
        rng: their attitude and size.
        centres: (N, 3) metres.
        outward: (N, 3) away from the crown's middle; becomes the normal, roughened, so that the crown shades
            as a body.
        size: mean length of a leaf, metres.
        material: of every leaf.
        tag: CARLA tag.
    """
    middle = np.asarray(centres, dtype=np.float64)
    count = len(middle)
    one = rng.normal(size=(count, 3))
    one /= np.linalg.norm(one, axis=1, keepdims=True)
    two = np.cross(one, rng.normal(size=(count, 3)))
    two /= np.linalg.norm(two, axis=1, keepdims=True)
    length = size * rng.uniform(0.6, 1.3, (count, 1)) / 2
    reach = np.stack([one * length, two * length * 0.6, -one * length, -two * length * 0.6], axis=1)
    normals = np.asarray(outward, dtype=np.float64) + rng.normal(scale=0.35, size=(count, 3))
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    corners = 4 * np.arange(count)[:, None, None] + np.array([[0, 1, 2], [0, 2, 3]])
    faces = corners.reshape(-1, 3).astype(np.int32)
    uvs = np.tile([[0.0, 0.0], [0.25, 0.0], [0.25, 0.25], [0.0, 0.25]], (count, 1, 1)) + rng.random(
        (count, 1, 2)
    )
    return Mesh(
        positions=(middle[:, None] + reach).reshape(-1, 3).astype(np.float32),
        normals=np.repeat(normals, 4, axis=0).astype(np.float32),
        uvs=uvs.reshape(-1, 2).astype(np.float32),
        faces=faces,
        materials=(material,),
        face_material=np.zeros(len(faces), dtype=np.int32),
        face_tag=np.full(len(faces), tag, dtype=np.uint8),
    )
