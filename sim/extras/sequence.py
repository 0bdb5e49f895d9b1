"""A short video around a frame: the camera drives along its lane, everything else stands."""

from __future__ import annotations

from collections.abc import Sequence

import carla
import numpy as np

from caos.frames import ExtraData
from caos.frames.extras import encode_json
from caos.frames.images import encode_png
from caos.labels import STREETHAZARDS

from ..anomalies import Placed
from ..calibration import instance_codes, object_mask
from ..cameras import CameraRig, Pixels
from ..labelling import label_map
from ..scenario import Camera, Extras
from ..streets import View
from .objects import pose_matrix, transform_pose


def sequence_extras(
    extras: Extras,
    camera: Camera,
    rig: CameraRig,
    view: View,
    placed: Sequence[Placed],
    still: tuple[Pixels, Pixels],
) -> list[ExtraData]:
    """Pictures, labels and poses; the cameras are back in their place afterwards.

    Args:
        extras: how many frames, how far apart.
        camera: its height and pitch.
        rig: the cameras.
        view: where the frame was taken.
        placed: the anomalies.
        still: image and in-memory label of the frame, which is the middle of the sequence.
    """
    files: list[ExtraData] = []
    poses: list[dict[str, object]] = []
    count = extras.sequence_frames
    for step in range(-count, count + 1):
        seconds = step * extras.sequence_interval
        pose = along(view, camera, seconds * extras.sequence_speed)
        image, label = _picture(rig, pose, placed) if step else still
        name = f"/{step + count}.png"
        files.append(ExtraData("sequence", name, encode_png(image)))
        files.append(ExtraData("sequence_annotations", name, encode_png(STREETHAZARDS.encode_table()[label])))
        matrix = pose_matrix(transform_pose(pose)).tolist()
        poses.append({"file": name[1:], "seconds": round(seconds, 6), "camera_to_world": matrix})
    rig.move(view.transform)
    return [*files, ExtraData("sequence", ".json", encode_json({"sequence": poses}))]


def along(view: View, camera: Camera, metres: float) -> carla.Transform:
    """The camera so far ahead on its lane (negative: back); straight on where the lane ends."""
    if not metres:
        return view.transform
    found = view.waypoint.next(metres) if metres > 0 else view.waypoint.previous(-metres)
    if not found:
        ahead, place = view.transform.get_forward_vector(), view.transform.location
        moved = (place.x + metres * ahead.x, place.y + metres * ahead.y, place.z)
        return carla.Transform(carla.Location(*moved), view.transform.rotation)
    lane = min(found, key=lambda waypoint: (waypoint.road_id, waypoint.lane_id, waypoint.s)).transform
    pitch = (lane.rotation.pitch + 180.0) % 360.0 - 180.0 + camera.pitch
    yaw = (lane.rotation.yaw + 180.0) % 360.0 - 180.0
    place = carla.Location(lane.location.x, lane.location.y, lane.location.z + camera.z)
    return carla.Transform(place, carla.Rotation(pitch=pitch, yaw=yaw, roll=0.0))


def _picture(rig: CameraRig, pose: carla.Transform, placed: Sequence[Placed]) -> tuple[Pixels, Pixels]:
    rig.move(pose)
    pictures = rig.capture()
    codes = instance_codes(pictures["instance_segmentation"])
    masks = [object_mask(anomaly.codes, codes) for anomaly in placed]
    label = label_map(pictures["semantic_segmentation"][..., 2], masks)
    return np.ascontiguousarray(pictures["rgb"][..., 2::-1]), label
