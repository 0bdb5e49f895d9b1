"""Extras of the still picture: instances, depth, camera, boxes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import carla
import numpy as np
import numpy.typing as npt

from caos.frames import CameraModel, ExtraData, InstanceRow, ObjectBoxes, OrientedBox
from caos.frames.extras import encode_camera, encode_depth, encode_png16, encode_rows

from ..anomalies import Placed
from ..calibration import instance_codes
from ..cameras import KINDS, Kind, Pixels
from ..scenario import Extras
from .objects import Ids, Solid, Thing, actors_of, decode_depth, find_things

Floats = npt.NDArray[np.float64]
_NEAR: Final = 0.05  # metres
_DIGITS: Final = 6
_SIGNS: Final = np.array([[x, y, z] for x in (-1.0, 1.0) for y in (-1.0, 1.0) for z in (-1.0, 1.0)])
_EDGES: Final = tuple((a, b) for a in range(8) for b in range(a) if (a ^ b).bit_count() == 1)


def kinds_for(extras: Extras) -> tuple[Kind, ...]:
    """The cameras that these extras need."""
    more: list[Kind] = []
    if extras.depth or extras.instances or extras.boxes:
        more.append("depth")
    if extras.twin:
        more.append("twin")
    return (*KINDS, *more)


def still_extras(
    extras: Extras,
    world: carla.World,
    camera: CameraModel,
    pictures: Mapping[Kind, Pixels],
    placed: Sequence[Placed],
) -> list[ExtraData]:
    """The files of the extras that need no further colour picture.

    Args:
        extras: which ones.
        world: with everything standing as in the pictures.
        camera: that took them.
        pictures: instances, and depth where `kinds_for` asks for it.
        placed: the anomalies.
    """
    files = [ExtraData("camera", ".json", encode_camera(camera))] if extras.camera else []
    if "depth" not in pictures:
        return files
    depth = decode_depth(pictures["depth"])
    if extras.depth:
        files.append(ExtraData("depth", ".png", encode_depth(depth)))
    if extras.instances or extras.boxes:
        codes = instance_codes(pictures["instance_segmentation"])
        ids, things = find_things(codes, depth, camera, actors_of(world), placed)
        if extras.instances:
            files.append(ExtraData("instances", ".png", encode_png16(ids)))
            files.append(ExtraData("instances", ".json", encode_rows("instances", table(ids, things))))
        if extras.boxes:
            files.append(ExtraData("boxes", ".json", encode_rows("boxes", boxes(ids, things, camera))))
    return files


def table(ids: Ids, things: Sequence[Thing]) -> list[InstanceRow]:
    """What each id is."""
    pixels = np.bincount(ids.ravel(), minlength=len(things) + 1)
    return [
        InstanceRow(id=i, kind=t.kind, class_name=t.class_name, model=t.model, pixels=int(pixels[i]))
        for i, t in enumerate(things, start=1)
    ]


def boxes(ids: Ids, things: Sequence[Thing], camera: CameraModel) -> list[ObjectBoxes]:
    """Boxes of those that have one."""
    world_to_camera = np.linalg.inv(camera.camera_to_world)
    found = []
    for number, thing in enumerate(things, start=1):
        if thing.solid is None:
            continue
        rows, columns = np.nonzero(ids == number)
        solid = thing.solid
        rotation = world_to_camera[:3, :3] @ solid.rotation
        center = world_to_camera[:3, :3] @ solid.center + world_to_camera[:3, 3]
        seen = Solid(solid.kind, solid.model, center, solid.half, rotation)
        visible = (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
        found.append(
            ObjectBoxes(
                id=number,
                kind=thing.kind,
                model=thing.model,
                visible=tuple(int(value) for value in visible),  # type: ignore[arg-type]
                projected=_projected(seen, camera),
                world=_rounded(solid),
                camera=_rounded(seen),
            )
        )
    return found


def _projected(solid: Solid, camera: CameraModel) -> tuple[float, float, float, float]:
    """The picture's part around a box in the camera's frame; its edges are cut just before the camera."""
    corners = solid.center + (_SIGNS * solid.half) @ solid.rotation.T
    points = [corner for corner in corners if corner[0] >= _NEAR]
    for a, b in _EDGES:
        first, second = corners[a], corners[b]
        if (first[0] < _NEAR) != (second[0] < _NEAR):
            share = (_NEAR - first[0]) / (second[0] - first[0])
            points.append(first + share * (second - first))
    local = np.array(points)
    u = camera.intrinsics[0, 2] + camera.intrinsics[0, 0] * local[:, 1] / local[:, 0]
    v = camera.intrinsics[1, 2] - camera.intrinsics[1, 1] * local[:, 2] / local[:, 0]
    u, v = np.clip(u, 0, camera.width), np.clip(v, 0, camera.height)
    left, top, right, bottom = (round(float(x), 3) for x in (u.min(), v.min(), u.max(), v.max()))
    return left, top, right, bottom


def _rounded(solid: Solid) -> OrientedBox:
    center, half = solid.center.round(_DIGITS).tolist(), solid.half.round(_DIGITS).tolist()
    a, b, c = (tuple(line) for line in solid.rotation.round(_DIGITS + 3).tolist())
    return OrientedBox(center=tuple(center), half=tuple(half), rotation=(a, b, c))
