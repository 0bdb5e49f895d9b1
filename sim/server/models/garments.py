"""What is worn over the body: skirts and coats, collars and hoods, bags."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from caos.meshes import Mesh
from caos.shapes import bevelled_box, ellipsoid, loft, tube

from .fabrics import cloth, leather
from .look import Joints, Look

Array = npt.NDArray[np.float64]
UP = (1.0, 0.0, 0.0)
"""Which way the second half axis of a limb's cross-section points."""


def shirt_front(look: Look, spine: Array, table: Array, tag: int) -> list[Mesh]:
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
                look.upper,
                segments=10,
                rings=6,
                at=(x - 0.045 * h, y, z - 0.022 * h),
                tag=tag,
            )
        )
    elif look.sleeves == "long":
        collar = [(x - 0.004 * h, y, z - 0.022 * h), (x + 0.002 * h, y, z + 0.010 * h)]
        parts.append(tube(collar, [0.050 * h, 0.040 * h], look.upper, sides=10, up=UP, tag=tag))
    return parts


def hanging(look: Look, joints: Joints, tag: int, fine: int) -> Mesh:
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
    material = cloth(look.bottom) if look.wear == "skirt" else look.upper
    return tube(
        path, np.column_stack([wide, deep]), material, sides=(6, 9, 18)[fine], up=UP, tag=tag, uv_scale=2.0
    )


def luggage(look: Look, joints: Joints, tag: int) -> list[Mesh]:
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
                  (x + 0.061 * h, side * 0.068 * h, z - 0.15 * h), (x - 0.02 * h, side * 0.092 * h,
                  z - 0.25 * h)],
                 [(0.013 * h, 0.005 * h)] * 4, hide, sides=5, up=UP, tag=tag)
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
        return [bag, tube(strap, 0.006 * h, hide, sides=4, up=UP, tag=tag)]
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
