"""People: a jointed figure, dressed, in any pose given by its joints."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from caos.meshes import Material, Mesh, merge
from caos.shapes import Vector, bevelled_box, ellipsoid, lathe, place, tube

from .materials import Colour

Joints = Mapping[str, Vector]


@dataclass(frozen=True, slots=True)
class Look:
    """How someone is built and dressed; colours are sRGB in [0, 1].

    Attributes:
        height: metres.
        girth: 1 for slim, 1.3 for stout.
        sleeves: "long" or "short".
        wear: "trousers", "skirt", "coat" or "shorts".
        long_hair, cap, backpack: what they carry on head and back.
    """

    height: float = 1.75
    girth: float = 1.0
    skin: Colour = (0.80, 0.60, 0.48)
    hair: Colour = (0.18, 0.12, 0.08)
    top: Colour = (0.25, 0.32, 0.45)
    bottom: Colour = (0.14, 0.16, 0.22)
    shoes: Colour = (0.12, 0.10, 0.09)
    sleeves: str = "long"
    wear: str = "trousers"
    long_hair: bool = False
    cap: bool = False
    backpack: bool = False


def person(look: Look, joints: Joints, tag: int) -> Mesh:
    """A dressed figure through the given joints (metres, own frame).

    Args:
        look: build and clothes.
        joints: pelvis, neck, head, and left_/right_ hip, knee, ankle, shoulder, elbow, wrist.
        tag: CARLA tag of all faces.
    """
    parts = [*_head(look, joints, tag), *_torso(look, joints, tag)]
    for side in ("left", "right"):
        parts += _leg(look, joints, side, tag)
        parts += _arm(look, joints, side, tag)
    return merge(parts)


def _cloth(colour: Colour) -> Material:
    return Material(colour, roughness=0.9)


def _head(look: Look, joints: Joints, tag: int) -> list[Mesh]:
    h, skin, hair = look.height, Material(look.skin, roughness=0.6), Material(look.hair, roughness=0.8)
    x, y, z = joints["head"]
    scale = 1.0 if h > 1.45 else 1.18  # children have larger heads
    a, b, c = 0.058 * h * scale, 0.045 * h * scale, 0.068 * h * scale
    parts = [
        ellipsoid((a, b, c), skin, segments=14, rings=10, at=(x, y, z), tag=tag),
        ellipsoid(
            (0.012 * h, 0.009 * h, 0.016 * h),
            skin,
            segments=8,
            rings=5,
            at=(x + a, y, z - 0.008 * h),
            tag=tag,
        ),
        tube(
            [joints["neck"], (x - 0.2 * a, y, z - 0.4 * c)], 0.032 * h, skin, sides=8, up=(1, 0, 0), tag=tag
        ),
        ellipsoid(
            (a * 1.05, b * 1.12, c * 0.86),
            hair,
            segments=14,
            rings=8,
            at=(x - 0.24 * a, y, z + 0.30 * c),
            tag=tag,
        ),
    ]
    eye = Material((0.10, 0.08, 0.07), roughness=0.4)
    parts += [
        ellipsoid(
            (0.005 * h, 0.007 * h, 0.006 * h),
            eye,
            segments=6,
            rings=4,
            at=(x + 0.9 * a, y + side * 0.4 * b, z + 0.1 * c),
            tag=tag,
        )
        for side in (-1, 1)
    ]
    if look.long_hair:
        parts.append(
            ellipsoid(
                (a * 0.6, b * 1.15, c * 1.5),
                hair,
                segments=12,
                rings=8,
                at=(x - 0.62 * a, y, z - 0.6 * c),
                tag=tag,
            )
        )
    if look.cap:
        cloth = _cloth(look.bottom)
        parts.append(
            ellipsoid(
                (a * 1.12, b * 1.18, c * 0.7),
                cloth,
                segments=14,
                rings=8,
                at=(x - 0.1 * a, y, z + 0.48 * c),
                tag=tag,
            )
        )
        parts.append(
            ellipsoid(
                (a * 0.8, b * 0.9, 0.01 * h),
                cloth,
                segments=12,
                rings=4,
                at=(x + 0.95 * a, y, z + 0.42 * c),
                tag=tag,
            )
        )
    return parts


def _torso(look: Look, joints: Joints, tag: int) -> list[Mesh]:
    h, g = look.height, look.girth
    pelvis, neck = np.array(joints["pelvis"]), np.array(joints["neck"])
    line = pelvis + (neck - pelvis) * np.array([-0.06, 0.12, 0.4, 0.7, 0.9, 1.0])[:, None]
    wide = np.array([0.092 * g, 0.094 * g, 0.088 * g, 0.106 * (1 + g) / 2, 0.104, 0.04]) * h
    deep = np.array([0.062 * g, 0.066 * g, 0.060 * g, 0.068 * (1 + g) / 2, 0.052, 0.034]) * h
    top = _cloth(look.top)
    hips = (float(pelvis[0]), float(pelvis[1]), float(pelvis[2]))
    parts = [
        tube(line, np.column_stack([wide, deep]), top, sides=16, up=(1, 0, 0), tag=tag),
        ellipsoid(
            (0.072 * g * h, 0.096 * g * h, 0.075 * h),
            _cloth(look.bottom),
            segments=14,
            rings=8,
            at=hips,
            tag=tag,
        ),
    ]
    if look.wear in ("skirt", "coat"):
        cloth = _cloth(look.bottom) if look.wear == "skirt" else top
        hem = 0.27 if look.wear == "skirt" else 0.34
        flare = 0.135 if look.wear == "skirt" else 0.118
        profile = [(flare * g * h, hem * h), (0.108 * g * h, 0.45 * h), (0.096 * g * h, 0.56 * h)]
        flared = lathe(profile, cloth, segments=18, tag=tag)
        parts.append(place(flared, (float(pelvis[0]), float(pelvis[1]), 0.0), scale=(0.95, 1.0, 1.0)))
    if look.backpack:
        size = (0.09 * h, 0.16 * h, 0.24 * h)
        at = (float(neck[0]) - 0.115 * h, float(neck[1]), float(neck[2]) - 0.29 * h)
        parts.append(bevelled_box(size, _cloth(look.shoes), bevel=0.03 * h, at=at, tag=tag))
    return parts


def _leg(look: Look, joints: Joints, side: str, tag: int) -> list[Mesh]:
    h, g = look.height, look.girth
    hip, knee, ankle = (np.array(joints[f"{side}_{name}"]) for name in ("hip", "knee", "ankle"))
    line = np.array([hip, (hip + knee) / 2, knee, (knee + ankle) / 2, ankle])
    width = np.array([0.058 * g, 0.050 * g, 0.036 * g, 0.034 * g, 0.025]) * h
    cloth, skin = _cloth(look.bottom), Material(look.skin, roughness=0.6)
    up = (1.0, 0.0, 0.0)
    if look.wear in ("trousers", "coat"):
        parts = [tube(line, width * [1, 1, 1.05, 1.1, 1.35], cloth, sides=10, rounded=True, up=up, tag=tag)]
    else:
        parts = [tube(line, width, skin, sides=10, rounded=True, up=up, tag=tag)]
        if look.wear == "shorts":
            parts.append(tube(line[:3], width[:3] * [1.05, 1.15, 1.4], cloth, sides=10, up=up, tag=tag))
    ahead = ankle - knee
    toe = math.degrees(math.atan2(ahead[0], -ahead[2]))  # the foot is square to the shin, but flatter
    shoe = bevelled_box(
        (0.155 * h, 0.058 * h, 0.05 * h),
        Material(look.shoes, roughness=0.6),
        bevel=0.018 * h,
        at=(0.035 * h, 0, -0.045 * h),
        tag=tag,
    )
    parts.append(
        place(
            shoe,
            (float(ankle[0]), float(ankle[1]), float(ankle[2])),
            pitch=0.6 * toe if toe < 0 else 0.8 * toe,
        )
    )
    return parts


def _arm(look: Look, joints: Joints, side: str, tag: int) -> list[Mesh]:
    h, g = look.height, look.girth
    shoulder, elbow, wrist = (np.array(joints[f"{side}_{name}"]) for name in ("shoulder", "elbow", "wrist"))
    line = np.array([shoulder, (shoulder + elbow) / 2, elbow, wrist])
    width = np.array([0.033, 0.031, 0.027, 0.020]) * h * (1 + g) / 2
    cloth, skin = _cloth(look.top), Material(look.skin, roughness=0.6)
    up = (1.0, 0.0, 0.0)
    if look.sleeves == "long":
        parts = [tube(line, width * [1.05, 1.05, 1.05, 1.25], cloth, sides=9, rounded=True, up=up, tag=tag)]
    else:
        parts = [
            tube(line, width, skin, sides=9, rounded=True, up=up, tag=tag),
            tube(line[:2], width[:2] * 1.15, cloth, sides=9, rounded=True, up=up, tag=tag),
        ]
    ahead = (wrist - elbow) / np.linalg.norm(wrist - elbow)
    hand = wrist + ahead * 0.04 * h
    at = (float(hand[0]), float(hand[1]), float(hand[2]))
    parts.append(ellipsoid((0.026 * h, 0.016 * h, 0.048 * h), skin, segments=8, rings=6, at=at, tag=tag))
    return parts
