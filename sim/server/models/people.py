"""People: a jointed figure, dressed, in any pose given by its joints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from caos.meshes import Material, Mesh, merge
from caos.shapes import Vector, bevelled_box, ellipsoid, loft, tube

from .fabrics import cloth, leather
from .heads import head
from .materials import Colour

Array = npt.NDArray[np.float64]
Joints = Mapping[str, Vector]
_UP = (1.0, 0.0, 0.0)
_SWELL = (1.26, 1.10, 1.0)  # by fineness, so that few corners enclose as much as many


@dataclass(frozen=True, slots=True)
class Look:
    """How someone is built and dressed; colours are sRGB in [0, 1].

    Attributes:
        height: metres.
        girth: 1 for slim, 1.3 for stout.
        female: broader hips, narrower shoulders.
        sleeves: "long" or "short".
        wear: "trousers", "skirt", "dress", "coat" or "shorts".
        jacket: open jacket or hooded top over the shirt: "", "jacket" or "hoodie".
        pattern: of the shirt: "plain", "stripes" or "checks".
        cut, hat: see `caos.sim.server.models.heads.head`.
        bag: "", "rucksack", "shoulder" or "carrier".
    """

    height: float = 1.75
    girth: float = 1.0
    female: bool = False
    skin: Colour = (0.80, 0.60, 0.48)
    hair: Colour = (0.18, 0.12, 0.08)
    top: Colour = (0.25, 0.32, 0.45)
    bottom: Colour = (0.14, 0.16, 0.22)
    shoes: Colour = (0.12, 0.10, 0.09)
    accent: Colour = (0.30, 0.18, 0.12)
    sleeves: str = "long"
    wear: str = "trousers"
    jacket: str = ""
    pattern: str = "plain"
    cut: str = "short"
    hat: str = ""
    bag: str = ""


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
    parts.append(tube(throat, [0.036 * h, 0.030 * h], _skin(look), sides=(4, 6, 10)[fine], up=_UP, tag=tag))
    parts += _torso(look, joints, tag, fine)
    for side in ("left", "right"):
        parts += _leg(look, joints, side, tag, fine)
        parts += _arm(look, joints, side, tag, fine)
    if fine:
        parts += _luggage(look, joints, tag)
    return merge(parts)


def _skin(look: Look) -> Material:
    return Material(look.skin, roughness=0.55)


def _upper(look: Look) -> Material:
    return cloth(look.top, look.pattern if not look.jacket and look.wear != "coat" else "plain")


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
    lower = _upper(look) if look.jacket or look.wear in ("coat", "dress") else cloth(look.bottom)
    parts = [
        tube(
            spine[split - 1 :],
            table[split - 1 :, 1:3] * [1.02, 1.03],
            _upper(look),
            sides=sides,
            up=_UP,
            tag=tag,
            uv_scale=2.0,
        ),
        tube(spine[: split + 1], table[: split + 1, 1:3], lower, sides=sides, up=_UP, tag=tag, uv_scale=2.0),
    ]
    if look.wear in ("skirt", "coat", "dress"):
        parts.append(_hanging(look, joints, tag, fine))
    if fine == 2:
        parts += _front(look, spine, table, tag)
    return parts


def _front(look: Look, spine: Array, table: Array, tag: int) -> list[Mesh]:
    """A shirt in the opening of a jacket, a hood on the back, a collar, a belt."""
    h = look.height
    parts = []
    if look.jacket or look.wear == "coat":
        rows = slice(3, 9)
        centre, depth = spine[rows], table[rows, 2:3]
        half = np.linspace(0.010, 0.034, 6) * h
        across = np.linspace(-1, 1, 3)
        front = centre[:, None, :] + np.stack(
            [depth * np.sqrt(1 - 0.12 * across**2) * 1.05 + 0.004, half[:, None] * across, np.zeros((6, 3))],
            axis=-1,
        )
        back = front - [0.02, 0.0, 0.0]
        ring = np.concatenate([front, back[:, ::-1]], axis=1)
        parts.append(loft(ring, cloth(look.accent, look.pattern), tag=tag, uv_scale=2.0, project=False))
    x, y, z = (float(value) for value in spine[-1])
    if look.jacket == "hoodie":
        parts.append(
            ellipsoid(
                (0.045 * h, 0.062 * h, 0.034 * h),
                _upper(look),
                segments=10,
                rings=6,
                at=(x - 0.045 * h, y, z - 0.022 * h),
                tag=tag,
            )
        )
    elif look.sleeves == "long":
        collar = [(x - 0.004 * h, y, z - 0.022 * h), (x + 0.002 * h, y, z + 0.010 * h)]
        parts.append(tube(collar, [0.050 * h, 0.040 * h], _upper(look), sides=10, up=_UP, tag=tag))
    return parts


def _hanging(look: Look, joints: Joints, tag: int, fine: int) -> Mesh:
    """A skirt or the tails of a coat, wide enough for the knees."""
    h, g = look.height, look.girth
    pelvis = np.array(joints["pelvis"])
    knees = np.array([joints["left_knee"], joints["right_knee"]])
    hem = {"skirt": 0.72, "dress": 0.66, "coat": 0.90}[look.wear]
    low = pelvis[2] + (knees[:, 2].mean() - pelvis[2]) * hem
    spread = float(np.abs(knees[:, 0] - pelvis[0]).max()) * hem
    middle = float(knees[:, 0].mean() * hem + pelvis[0] * (1 - hem))
    t = np.array([0.0, 0.3, 0.65, 1.0])
    wide = (0.095 + 0.030 * t) * g * h
    deep = np.maximum((0.072 + 0.020 * t) * g * h, spread * t + (0.045 + 0.012 * g) * h)
    path = np.column_stack([
        pelvis[0] + (middle - pelvis[0]) * t, np.full(4, pelvis[1]),
        pelvis[2] + 0.055 * h + (low - pelvis[2] - 0.055 * h) * t
    ])  # fmt: skip
    material = cloth(look.bottom) if look.wear == "skirt" else _upper(look)
    return tube(
        path, np.column_stack([wide, deep]), material, sides=(6, 9, 18)[fine], up=_UP, tag=tag, uv_scale=2.0
    )


def _limb(points: list[Array], radii: list[float], material: Material, fine: int, tag: int) -> Mesh:
    sides = (4, 6, 11)[fine]
    line, wide = np.array(points), np.array(radii) * _SWELL[fine]
    if fine == 0 and len(line) > 3:
        line, wide = line[[0, len(line) // 2, -1]], wide[[0, len(line) // 2, -1]]
    return tube(line, wide, material, sides=sides, rounded=fine == 2, up=_UP, tag=tag, uv_scale=2.0)


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
                    min(fine, 1),
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
        parts = [_limb(line, [r * h for r in sleeve], _upper(look), fine, tag)]
    else:
        parts = [_limb(line[1:], [r * h for r in bare[1:]], _skin(look), fine, tag)]
        parts.append(
            _limb(
                [line[0], shoulder + (elbow - shoulder) * 0.66],
                [0.038 * g * h, 0.036 * g * h],
                _upper(look),
                min(fine, 1),
                tag,
            )
        )
    if fine == 0:
        return parts
    palm = [wrist, wrist + ahead * 0.035 * h, wrist + ahead * 0.075 * h, wrist + ahead * 0.098 * h]
    radii = np.array([(0.014, 0.016), (0.011, 0.023), (0.009, 0.021), (0.005, 0.012)]) * h
    parts.append(tube(palm, radii, _skin(look), sides=(4, 5, 8)[fine], up=_UP, tag=tag))
    if fine == 2:
        thumb = [palm[0] + np.array([0.012, 0.0, 0.0]) * h, palm[2] + np.array([0.022, 0.0, 0.0]) * h]
        parts.append(tube(thumb, [0.008 * h, 0.006 * h], _skin(look), sides=5, up=(0.0, 1.0, 0.0), tag=tag))
    return parts


def _luggage(look: Look, joints: Joints, tag: int) -> list[Mesh]:
    """A rucksack, a bag at the hip on its strap, or a carrier bag in the hand."""
    h = look.height
    x, y, z = joints["neck"]
    hide = leather(look.accent)
    if look.bag == "rucksack":
        pack = bevelled_box(
            (0.085 * h, 0.17 * h, 0.25 * h),
            cloth(look.accent),
            bevel=0.03 * h,
            at=(x - 0.105 * h, y, z - 0.30 * h),
            tag=tag,
        )
        straps = [
            tube([(x - 0.05 * h, side * 0.062 * h, z - 0.02 * h), (x + 0.045 * h, side * 0.066 * h,
            z - 0.055 * h),
                  (x + 0.066 * h, side * 0.070 * h, z - 0.15 * h), (x - 0.02 * h, side * 0.092 * h,
                  z - 0.25 * h)],
                 [(0.013 * h, 0.005 * h)] * 4, hide, sides=5, up=_UP, tag=tag)
            for side in (-1, 1)
        ]  # fmt: skip
        return [pack, *straps]
    if look.bag == "shoulder":
        hip = joints["right_hip"]
        bag = bevelled_box(
            (0.15 * h, 0.055 * h, 0.12 * h),
            hide,
            bevel=0.015 * h,
            at=(hip[0] - 0.02 * h, 0.135 * h * look.girth, hip[2] - 0.07 * h),
            tag=tag,
        )
        strap = [
            (x - 0.01 * h, 0.085 * h, z - 0.010 * h),
            (x + 0.045 * h, 0.115 * h, z - 0.15 * h),
            (hip[0], 0.132 * h * look.girth, hip[2] + 0.05 * h),
        ]
        return [bag, tube(strap, 0.006 * h, hide, sides=4, up=_UP, tag=tag)]
    if look.bag == "carrier":
        wx, wy, wz = joints["left_wrist"]
        return [
            bevelled_box(
                (0.17 * h, 0.06 * h, 0.19 * h),
                cloth(look.accent),
                bevel=0.02 * h,
                at=(wx, wy, wz - 0.31 * h),
                tag=tag,
            )
        ]
    return []
