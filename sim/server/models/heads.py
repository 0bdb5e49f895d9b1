"""Heads: a face painted on, a nose, ears, hair in several cuts, hats and helmets."""

from __future__ import annotations

from functools import cache
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from caos.meshes import Material, Mesh, Texture
from caos.shapes import Vector, ellipsoid, loft, tube

from .materials import BLACK_PLASTIC, Colour

Array = npt.NDArray[np.float64]

# Heights in half head heights, then half width, reach ahead and back, in the same unit.
_PROFILE: Final = np.array(
    [
        (-1.00, 0.10, 0.42, -0.05), (-0.93, 0.30, 0.62, 0.10), (-0.75, 0.44, 0.70, 0.28), (-0.45, 0.55,
        0.72, 0.52),
        (-0.10, 0.63, 0.72, 0.74), (0.20, 0.66, 0.73, 0.86), (0.50, 0.64, 0.70, 0.86), (0.78, 0.50, 0.52,
        0.70),
        (0.94, 0.28, 0.28, 0.40), (1.00, 0.02, 0.02, 0.05),
    ]
)  # fmt: skip
_LINES: Final = {
    # cut: lower edge in front, at the sides, behind; how far it stands off; lower part falls straight
    "short": (0.62, 0.02, -0.35, 1.07, False),
    "bob": (0.60, -0.60, -0.85, 1.17, True),
    "long": (0.60, -1.10, -1.75, 1.15, True),
    "tail": (0.62, 0.00, -0.30, 1.08, False),
    "bun": (0.62, 0.00, -0.30, 1.07, False),
    "curls": (0.58, -0.20, -0.55, 1.34, False),
    "beanie": (0.40, 0.22, 0.00, 1.13, False),
    "cap": (0.46, 0.30, 0.15, 1.13, False),
    "hood": (0.55, -0.80, -1.10, 1.26, True),
    "cycle": (0.52, 0.34, 0.22, 1.26, False),
    "shell": (0.42, -0.85, -0.80, 1.36, True),
}
CUTS: Final = ("short", "bob", "long", "tail", "bun", "curls", "bald")


def head(
    at: Vector,
    size: float,
    skin: Colour,
    hair: Colour,
    cut: str,
    hat: str,
    hat_colour: Colour,
    tag: int,
    fine: int,
) -> list[Mesh]:
    """A head looking towards +x.

    Args:
        at: its centre, metres.
        size: half its height.
        skin: colour of the face.
        hair: its colour.
        cut: one of `CUTS`.
        hat: "", "beanie", "cap", "hood", "cycle" or "shell" (a closed helmet).
        hat_colour: of the hat.
        tag: CARLA tag.
        fine: 2 near, 1 middle, 0 far.
    """
    face = Material(skin, roughness=0.55, texture=_face())
    parts = [_skull(at, size, face, tag, fine)]
    strands = Material(hair, roughness=0.6, texture=_strands())
    if cut != "bald" and hat != "shell" and not (hat and cut == "curls"):
        parts.append(_cover(at, size, cut, strands, tag, fine))
    if hat:
        cloth = Material(hat_colour, roughness=0.25 if hat in ("cycle", "shell") else 0.9)
        parts.append(_cover(at, size, hat, cloth, tag, fine))
        parts += _hat_parts(at, size, hat, cloth, tag)
    if fine == 2 and hat != "shell":
        parts += _features(at, size, face, strands, cut, tag)
    return parts


def _reach(z: Array) -> Array:
    """(N, 3) half width, reach ahead, reach back at heights -1..1."""
    return np.stack([np.interp(z, _PROFILE[:, 0], _PROFILE[:, k]) for k in (1, 2, 3)], axis=-1)


def _surface(z: Array, turn: npt.ArrayLike) -> Array:
    """(..., 3) points of a head of unit size at heights and angles from straight ahead."""
    height, angle = np.broadcast_arrays(z, np.asarray(turn, dtype=np.float64))
    wide, ahead, back = np.moveaxis(_reach(height), -1, 0)
    forth = np.cos(angle)
    return np.stack([np.where(forth > 0, ahead, back) * forth, wide * np.sin(angle), height], axis=-1)


def _skull(at: Vector, size: float, face: Material, tag: int, fine: int) -> Mesh:
    heights = _PROFILE[:, 0] if fine else _PROFILE[[0, 3, 6, 9], 0]
    turn = np.arange((6, 10, 18)[fine]) * (2 * np.pi / (6, 10, 18)[fine])
    rings = _surface(heights[:, None], turn[None, :]) * size + at
    mesh = loft(rings, face, crease=180.0, tag=tag)
    local = (mesh.positions - np.asarray(at)) / size
    ahead = local[:, 0] > 0
    u = np.where(ahead, 0.5 + 0.5 * local[:, 1] / 0.75, 0.02)
    uvs = np.stack([u, 0.5 - 0.5 * local[:, 2] / 1.05], axis=-1)
    return Mesh(
        mesh.positions,
        mesh.normals,
        uvs.astype(np.float32),
        mesh.faces,
        mesh.materials,
        mesh.face_material,
        mesh.face_tag,
    )


def _cover(at: Vector, size: float, cut: str, material: Material, tag: int, fine: int) -> Mesh:
    """Hair or a hat: the head's own surface, further out, from a lower edge upwards."""
    front, side, behind, off, straight = _LINES[cut]
    count, rows = ((6, 3), (10, 5), (20, 8))[fine]
    turn = np.linspace(0.0, 2 * np.pi, count + 1)[:-1]
    forth = np.cos(turn)
    sharp = np.clip(forth * 1.7 - 0.35, 0, 1)
    edge = np.where(forth > 0, side + (front - side) * sharp, side + (behind - side) * forth**2)
    t = np.linspace(0, 1, rows)[:, None]
    z = edge + (1.0 - edge) * t
    flat = _surface(np.maximum(z, -0.10) if straight else z, np.broadcast_to(turn, z.shape))
    points = flat * [off, off, 1.0]
    points[..., 2] = z * np.where(z > 0, 1.0 + (off - 1.0) * 0.55, 1.0)
    points[..., 0] -= 0.05
    return loft(points * size + at, material, crease=60.0, tag=tag, uv_scale=6.0)


def _features(at: Vector, size: float, face: Material, strands: Material, cut: str, tag: int) -> list[Mesh]:
    x, y, z = at
    nose = tube(
        [(x + 0.70 * size, y, z + 0.12 * size), (x + 0.86 * size, y, z - 0.22 * size), (x + 0.70 * size, y,
        z - 0.30 * size)],
        [(0.06 * size, 0.05 * size), (0.13 * size, 0.09 * size), (0.09 * size, 0.05 * size)],
        _plain(face), sides=6, rounded=False, up=(0.0, 1.0, 0.0), tag=tag,
    )  # fmt: skip
    parts = [nose]
    if cut not in ("bob", "long", "curls"):
        parts += [
            ellipsoid((0.14 * size, 0.06 * size, 0.20 * size), _plain(face), segments=6, rings=4,
                      at=(x - 0.05 * size, y + side * 0.66 * size, z - 0.10 * size), tag=tag)
            for side in (-1, 1)
        ]  # fmt: skip
    if cut == "bun":
        parts.append(
            ellipsoid(
                (0.30 * size,) * 3,
                strands,
                segments=9,
                rings=6,
                at=(x - 0.95 * size, y, z + 0.45 * size),
                tag=tag,
            )
        )
    if cut == "tail":
        path = [
            (x - 0.85 * size, y, z + 0.30 * size),
            (x - 1.15 * size, y, z - 0.2 * size),
            (x - 1.05 * size, y, z - 1.3 * size),
        ]
        parts.append(
            tube(
                path,
                [0.16 * size, 0.24 * size, 0.07 * size],
                strands,
                sides=7,
                rounded=True,
                up=(0.0, 1.0, 0.0),
                tag=tag,
            )
        )
    return parts


def _plain(face: Material) -> Material:
    return Material(face.color, roughness=face.roughness)


def _hat_parts(at: Vector, size: float, hat: str, cloth: Material, tag: int) -> list[Mesh]:
    x, y, z = at
    if hat == "cap":
        return [
            ellipsoid(
                (0.62 * size, 0.56 * size, 0.05 * size),
                cloth,
                segments=12,
                rings=4,
                at=(x + 0.80 * size, y, z + 0.44 * size),
                tag=tag,
            )
        ]
    if hat == "shell":
        visor = (
            (0.62 * size, 0.74 * size, 0.36 * size),
            BLACK_PLASTIC,
            (x + 0.36 * size, y, z + 0.08 * size),
        )
        chin = ((0.76 * size, 0.74 * size, 0.46 * size), cloth, (x + 0.28 * size, y, z - 0.52 * size))
        return [ellipsoid(r, m, segments=14, rings=6, at=at_, tag=tag) for r, m, at_ in (visor, chin)]
    return []


@cache
def _face() -> Texture:
    """What a face darkens: brows, eyes, the nose's shadow, lips; seen from the front, white elsewhere."""
    tile = np.full((128, 128, 3), 250, dtype=np.uint8)
    for side in (-1, 1):
        eye = (64 + side * 21, 60)
        cv2.ellipse(tile, (eye[0], eye[1] - 1), (13, 9), 0, 0, 360, (214, 196, 186), -1, cv2.LINE_AA)
        cv2.ellipse(tile, eye, (8, 4), 0, 0, 360, (240, 240, 240), -1, cv2.LINE_AA)
        cv2.circle(tile, eye, 4, (40, 30, 26), -1, cv2.LINE_AA)
        cv2.ellipse(tile, (eye[0], eye[1] - 3), (9, 4), 0, 180, 360, (60, 46, 40), 2, cv2.LINE_AA)
        cv2.ellipse(tile, (eye[0], eye[1] - 9), (12, 5), 0, 195, 345, (92, 72, 62), 3, cv2.LINE_AA)
    cv2.ellipse(tile, (64, 82), (9, 4), 0, 0, 180, (186, 150, 138), 2, cv2.LINE_AA)
    cv2.ellipse(tile, (64, 95), (13, 4), 0, 0, 360, (208, 122, 114), -1, cv2.LINE_AA)
    cv2.line(tile, (52, 95), (76, 95), (140, 74, 70), 1, cv2.LINE_AA)
    return Texture("face", cv2.GaussianBlur(tile, (0, 0), 0.8))


@cache
def _strands() -> Texture:
    rng = np.random.default_rng(5)
    lines = np.repeat(rng.normal(0.82, 0.13, (1, 64)), 64, axis=0) + rng.normal(0, 0.03, (64, 64))
    return Texture("hair", np.rint(np.clip(lines, 0.3, 1.0)[..., None] * [255, 255, 255]).astype(np.uint8))
