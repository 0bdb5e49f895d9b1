"""Cards that leaves are painted on, and tubes for the wood that carries them, many at once."""

from __future__ import annotations

import zlib
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

from caos.meshes import Material, Mesh, Texture
from caos.textures.leaves import CELLS, leaf_atlas

from .materials import TAG, Colour

Array = npt.NDArray[np.float64]

VEGETATION: Final = TAG["Vegetation"]
CUTOFF: Final = 0.5
_INSET = 1.0 / 512.0  # of uv, so that no filter reads the neighbouring cell
_FOLD = 0.16  # depth of the fold along a card's rib, in parts of its width


@cache
def _atlas(name: str) -> Texture:
    return leaf_atlas(name, np.random.default_rng(zlib.crc32(name.encode())))


def leafy(name: str, tint: Colour = (1.0, 1.0, 1.0), translucency: float = 0.5) -> Material:
    """The material of cards with the sprays `name` of `caos.textures.leaves`, times `tint` (sRGB)."""
    return Material(tint, roughness=0.85, texture=_atlas(name), cutoff=CUTOFF, translucency=translucency)


def cards(
    rng: np.random.Generator,
    feet: Array,
    along: Array,
    normals: Array,
    size: Array,
    material: Material,
    *,
    slim: float = 1.0,
    folded: bool = False,
    lift: Array | None = None,
    tag: int = VEGETATION,
) -> Mesh:
    """Quads that each show one spray of an atlas, growing from its foot.

    Args:
        rng: which spray, and how each is turned round its axis.
        feet: (N, 3) metres, middle of the lower edge.
        along: (N, 3) unit, from the lower to the upper edge.
        normals: (N, 3) unit, for shading; the same at all corners of a card.
        size: (N,) metres from the lower to the upper edge.
        material: see `leafy`.
        slim: width relative to the height.
        folded: bent along the rib: four triangles instead of two, which look thick from all sides.
        lift: (3,) what the cards rather face, instead of any side.
        tag: CARLA tag.
    """
    count = len(feet)
    facing = rng.normal(size=(count, 3)) + (np.zeros(3) if lift is None else lift)
    across = _across(along, facing)
    half = across * (0.5 * slim * size)[:, None]
    top = along * size[:, None]
    steps = np.array([-1.0, 0.0, 1.0]) if folded else np.array([-1.0, 1.0])
    sink = np.cross(along, across) * (_FOLD * size)[:, None]
    columns = [half * step - (sink * abs(step) if folded else 0.0) for step in steps]
    lower = np.stack([feet + column for column in columns], axis=1)
    points = np.concatenate([lower, lower + top[:, None]], axis=1)
    cell = rng.integers(CELLS, size=(count, 1, 2)) / CELLS
    wide = 1.0 / CELLS - 2 * _INSET
    flip = rng.integers(2, size=(count, 1)) * 2.0 - 1.0
    u = cell[..., 0] + _INSET + wide * (0.5 + 0.5 * flip * np.tile(steps, 2))
    v = cell[..., 1] + _INSET + wide * np.repeat([1.0, 0.0], len(steps))
    return _strip_mesh(points, np.stack([u, v], axis=-1), normals, material, len(steps), tag)


def _across(along: Array, chance: Array) -> Array:
    """(N, 3) unit vectors across `along`, turned round it by chance."""
    side = np.cross(along, chance)
    return np.asarray(side / np.maximum(np.linalg.norm(side, axis=1, keepdims=True), 1e-9))


def _strip_mesh(
    points: Array, uvs: Array, normals: Array, material: Material, width: int, tag: int = VEGETATION
) -> Mesh:
    """Grids (N, rows * width) of points, each with one normal."""
    count, corners = points.shape[:2]
    first = np.arange(corners - width).reshape(-1, width)[:, :-1].reshape(-1, 1)
    square = first + np.array([0, 1, width + 1, width])
    one = np.concatenate([square[:, [0, 1, 2]], square[:, [0, 2, 3]]])
    faces = (np.arange(count)[:, None, None] * corners + one).reshape(-1, 3)
    return Mesh(
        positions=points.reshape(-1, 3).astype(np.float32),
        normals=np.repeat(normals, corners, axis=0).astype(np.float32),
        uvs=uvs.reshape(-1, 2).astype(np.float32),
        faces=faces.astype(np.int32),
        materials=(material,),
        face_material=np.zeros(len(faces), dtype=np.int32),
        face_tag=np.full(len(faces), tag, dtype=np.uint8),
    )


def fronds(foot: Array, turn: Array, rise: Array, length: Array, material: Material, bends: int) -> Mesh:
    """Arching leaves of a palm, each folded along its rib.

    Args:
        foot: (3,) metres, where all start.
        turn: (N,) radians, which way each goes.
        rise: (N,) radians above the horizon at the start.
        length: (N,) metres.
        material: see `leafy`.
        bends: lengths that a frond is made of.
    """
    count = len(turn)
    part = np.linspace(0.0, 1.0, bends + 1)
    pitch = rise[:, None] - 1.7 * part[None, :-1]
    level = np.stack([np.cos(turn), np.sin(turn), np.zeros(count)], axis=1)
    step = np.cos(pitch)[..., None] * level[:, None] + np.sin(pitch)[..., None] * (0.0, 0.0, 1.0)
    rib = np.concatenate([np.zeros((count, 1, 3)), np.cumsum(step, axis=1)], axis=1)
    rib = foot + rib * (length / bends)[:, None, None]
    aside = np.stack([-level[:, 1], level[:, 0], np.zeros(count)], axis=1) * 0.28 * length[:, None]
    sink = np.array([0.0, 0.0, 0.14]) * length[:, None]
    columns = [rib + way * aside[:, None] - abs(way) * sink[:, None] for way in (-1.0, 0.0, 1.0)]
    points = np.stack(columns, axis=2).reshape(count, -1, 3)
    wide = 1.0 / CELLS - 2 * _INSET
    u = _INSET + wide * np.tile([0.0, 0.5, 1.0], bends + 1)
    v = _INSET + wide * np.repeat(1.0 - part, 3)
    uvs = np.broadcast_to(np.stack([u, v], axis=-1), (count, len(u), 2))
    normals = 0.5 * level + np.column_stack([np.zeros((count, 2)), 0.4 + np.sin(np.maximum(rise, 0.0))])
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    return _strip_mesh(points, uvs, normals, material, 3)


def limbs(paths: Array, radii: Array, material: Material, sides: int, tiles: float = 1.0) -> Mesh:
    """Many round tubes with open ends.

    Args:
        paths: (B, P, 3) metres, no two neighbouring points equal.
        radii: (B, P) metres.
        material: of every face.
        sides: corners of the cross-section.
        tiles: of the texture per metre.
    """
    count, points = paths.shape[:2]
    ahead = np.gradient(paths, axis=1)
    ahead /= np.maximum(np.linalg.norm(ahead, axis=2, keepdims=True), 1e-9)
    way = paths[:, -1] - paths[:, 0]
    aside = _across(way, np.eye(3)[np.abs(way).argmin(axis=1)])[:, None]
    side = aside - ahead * (aside * ahead).sum(axis=2, keepdims=True)
    side /= np.maximum(np.linalg.norm(side, axis=2, keepdims=True), 1e-9)
    angle = np.linspace(0.0, 2.0 * np.pi, sides + 1)[:, None]
    normals = np.cos(angle) * side[:, :, None] + np.sin(angle) * np.cross(ahead, side)[:, :, None]
    rings = paths[:, :, None] + radii[:, :, None, None] * normals
    run = np.cumsum(np.linalg.norm(np.diff(paths, axis=1, prepend=paths[:, :1]), axis=2), axis=1)
    girth = 2.0 * np.pi * radii[:, :1] * np.linspace(0.0, 1.0, sides + 1)
    uvs = np.stack(np.broadcast_arrays(girth[:, None], -run[:, :, None]), axis=-1) * tiles
    corner = (np.arange(points - 1)[:, None] * (sides + 1) + np.arange(sides)).reshape(-1, 1)
    square = corner + np.array([0, 1, sides + 2, sides + 1])
    one = np.concatenate([square[:, [0, 1, 2]], square[:, [0, 2, 3]]])
    faces = (np.arange(count)[:, None, None] * (points * (sides + 1)) + one).reshape(-1, 3)
    return Mesh(
        positions=rings.reshape(-1, 3).astype(np.float32),
        normals=normals.reshape(-1, 3).astype(np.float32),
        uvs=uvs.reshape(-1, 2).astype(np.float32),
        faces=faces.astype(np.int32),
        materials=(material,),
        face_material=np.zeros(len(faces), dtype=np.int32),
        face_tag=np.full(len(faces), VEGETATION, dtype=np.uint8),
    )
