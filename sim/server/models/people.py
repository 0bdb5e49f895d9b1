"""People: a jointed figure, dressed, in any pose given by its joints."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from caos.meshes import Material, Mesh, merge
from caos.shapes import tube

from .fabrics import cloth, leather
from .garments import UP, hanging, luggage, shirt_front
from .heads import head
from .look import Joints, Look

Array = npt.NDArray[np.float64]
_SWELL = (1.26, 1.10, 1.0)  # by fineness, so that few corners enclose as much as many


def person(look: Look, joints: Joints, tag: int, fine: int = 2) -> Mesh:
    """A dressed figure through the given joints (metres, own frame).

    Args:
        look: build and clothes.
        joints: pelvis, neck, head, and left_/right_ hip, knee, ankle, toe, shoulder, elbow, wrist.
        tag: CARLA tag of all faces.
        fine: 2 near, 1 middle, 0 far.
    """
    h = look.height
    size = 0.0665 * h * (1.0 if h > 1.45 else 1.16)  # children have larger heads
    x, y, z = joints["head"]
    parts = head((x, y, z), size, look.skin, look.hair, look.cut, look.hat, look.accent, tag, fine)
    neck = np.array(joints["neck"])
    throat = [tuple(neck - (0.0, 0.0, 0.02 * h)), (x - 0.15 * size, y, z - 0.45 * size)]
    parts.append(tube(throat, [0.038 * h, 0.032 * h], _skin(look), sides=(4, 6, 10)[fine], up=UP, tag=tag))
    parts += _torso(look, joints, tag, fine)
    for side in ("left", "right"):
        parts += _leg(look, joints, side, tag, fine)
        parts += _arm(look, joints, side, tag, fine)
    if fine:
        parts += luggage(look, joints, tag)
    return merge(parts)


def _skin(look: Look) -> Material:
    return Material(look.skin, roughness=0.55)


def _torso(look: Look, joints: Joints, tag: int, fine: int) -> list[Mesh]:
    """Chest, waist and hips as one piece, collar, hem; skirts and coats hang from it."""
    h, g = look.height, look.girth
    pelvis, neck = np.array(joints["pelvis"]), np.array(joints["neck"])
    broad, hips, waist = (0.94, 1.06, 0.90) if look.female else (1.0, 0.98, 0.97)
    puff = 1.08 if look.jacket or look.wear == "coat" else 1.0
    table = np.array(
        [  # part of the spine, half width, half depth, shift ahead
            (-0.16, 0.080 * g * hips, 0.062 * g, 0.0), (-0.04, 0.096 * g * hips, 0.070 * g, -0.004),
            (0.14, 0.092 * g * hips, 0.068 * g, 0.0), (0.34, 0.080 * g * waist, 0.060 * g, 0.006 * g),
            (0.56, 0.090 * (0.5 + 0.5 * g), 0.064 * (0.4 + 0.6 * g), 0.006),
            (0.72, 0.100 * broad, 0.069 * (0.5 + 0.5 * g), 0.006 if not look.female else 0.013),
            (0.86, 0.112 * broad, 0.062, 0.0), (0.935, 0.108 * broad, 0.050, -0.004),
            (0.975, 0.076 * broad, 0.044, -0.004), (1.01, 0.042, 0.038, -0.002),
        ]
    ) * [1, h * puff, h * puff, h]  # fmt: skip
    if fine == 0:
        table = table[[0, 2, 5, 7, 9]]
    table[:, 1:3] *= _SWELL[fine] ** 0.7
    spine = pelvis + (neck - pelvis) * table[:, :1]
    spine[:, 0] += table[:, 3]
    sides = (5, 8, 16)[fine]
    split = 3 if fine else 1
    lower = look.upper if look.jacket or look.wear in ("coat", "dress") else cloth(look.bottom)
    parts = [
        tube(
            spine[split - 1 :],
            table[split - 1 :, 1:3] * [1.02, 1.03],
            look.upper,
            sides=sides,
            up=UP,
            tag=tag,
            uv_scale=2.0,
        ),
        tube(spine[: split + 1], table[: split + 1, 1:3], lower, sides=sides, up=UP, tag=tag, uv_scale=2.0),
    ]
    if look.wear in ("skirt", "coat", "dress"):
        parts.append(hanging(look, joints, tag, fine))
    if fine == 2:
        parts += shirt_front(look, spine, table, tag)
    return parts


def _limb(points: list[Array], radii: list[float], material: Material, fine: int, tag: int) -> Mesh:
    sides = (4, 6, 11)[fine]
    line, wide = np.array(points), np.array(radii) * _SWELL[fine]
    if fine == 0 and len(line) > 3:
        line, wide = line[[0, len(line) // 2, -1]], wide[[0, len(line) // 2, -1]]
    return tube(line, wide, material, sides=sides, rounded=fine == 2, up=UP, tag=tag, uv_scale=2.0)


def _leg(look: Look, joints: Joints, side: str, tag: int, fine: int) -> list[Mesh]:
    h, g = look.height, look.girth
    hip, knee, ankle, toe = (np.array(joints[f"{side}_{name}"]) for name in ("hip", "knee", "ankle", "toe"))
    calf = knee + (ankle - knee) * 0.32 - np.array([0.008 * h, 0.0, 0.0])
    line = [hip, hip + (knee - hip) * 0.45, knee, calf, knee + (ankle - knee) * 0.72, ankle]
    bare = [0.060 * g, 0.050 * g, 0.034 * g, 0.034 * g, 0.024, 0.020]
    trousers = [0.063 * g, 0.055 * g, 0.042 * g, 0.041 * g, 0.036, 0.034]
    if look.wear in ("trousers", "coat"):
        parts = [_limb(line, [r * h for r in trousers], cloth(look.bottom), fine, tag)]
    else:
        parts = [_limb(line[1:], [r * h for r in bare[1:]], _skin(look), fine, tag)]
        if look.wear == "shorts":
            short = [line[0], line[1], hip + (knee - hip) * 0.85]
            parts.append(
                _limb(
                    short,
                    [0.064 * g * h, 0.060 * g * h, 0.056 * g * h],
                    cloth(look.bottom),
                    fine,
                    tag,
                )
            )
    return [*parts, _shoe(look, ankle, toe, tag, fine)]


def _shoe(look: Look, ankle: Array, toe: Array, tag: int, fine: int) -> Mesh:
    """A shoe from the heel to the toe; its sole lies below the ankle."""
    h = look.height
    ahead = (toe - ankle) / np.linalg.norm(toe - ankle)
    heel = ankle - ahead * 0.032 * h
    down = np.array([ahead[2], 0.0, -ahead[0]])
    spots = np.array([0.0, 0.16, 0.42, 0.72, 0.93, 1.0])
    reach = 0.148 * h
    centre = (
        heel
        + ahead * spots[:, None] * reach
        + down * (np.array([0.010, 0.006, 0.012, 0.021, 0.024, 0.027]) * h)[:, None]
    )
    wide = np.array([0.016, 0.024, 0.024, 0.029, 0.021, 0.008]) * h
    tall = np.array([0.022, 0.030, 0.026, 0.017, 0.013, 0.007]) * h
    chosen = slice(None) if fine else [0, 3, 5]
    up = (float(-down[0]), 0.0, float(-down[2]))
    return tube(
        centre[chosen],
        np.column_stack([wide, tall])[chosen] * _SWELL[fine],
        leather(look.shoes),
        sides=(4, 6, 9)[fine],
        up=up,
        tag=tag,
    )


def _arm(look: Look, joints: Joints, side: str, tag: int, fine: int) -> list[Mesh]:
    h, g = look.height, (1 + look.girth) / 2
    shoulder, elbow, wrist = (np.array(joints[f"{side}_{name}"]) for name in ("shoulder", "elbow", "wrist"))
    line = [shoulder, shoulder + (elbow - shoulder) * 0.4, elbow, elbow + (wrist - elbow) * 0.3, wrist]
    puff = 1.12 if look.jacket or look.wear == "coat" else 1.0
    ahead = (wrist - elbow) / np.linalg.norm(wrist - elbow)
    if fine == 0:
        line[-1] = wrist + ahead * 0.09 * h
    sleeve = [0.033 * g * puff, 0.034 * g * puff, 0.029 * g * puff, 0.029 * g, 0.024]
    bare = [0.032 * g, 0.030 * g, 0.024 * g, 0.024 * g, 0.016]
    if look.sleeves == "long":
        parts = [_limb(line, [r * h for r in sleeve], look.upper, fine, tag)]
    else:
        parts = [_limb(line[1:], [r * h for r in bare[1:]], _skin(look), fine, tag)]
        parts.append(
            _limb(
                [line[0], shoulder + (elbow - shoulder) * 0.66],
                [0.035 * g * h, 0.037 * g * h],
                look.upper,
                fine,
                tag,
            )
        )
    if fine == 0:
        return parts
    palm = [wrist, wrist + ahead * 0.035 * h, wrist + ahead * 0.075 * h, wrist + ahead * 0.098 * h]
    radii = np.array([(0.014, 0.016), (0.011, 0.023), (0.009, 0.021), (0.005, 0.012)]) * h
    parts.append(tube(palm, radii, _skin(look), sides=(4, 5, 8)[fine], up=UP, tag=tag))
    if fine == 2:
        thumb = [palm[0] + np.array([0.012, 0.0, 0.0]) * h, palm[2] + np.array([0.022, 0.0, 0.0]) * h]
        parts.append(tube(thumb, [0.008 * h, 0.006 * h], _skin(look), sides=5, up=(0.0, 1.0, 0.0), tag=tag))
    return parts
