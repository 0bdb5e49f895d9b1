"""Cameras: one drawing per distinct view and tick, shared by all cameras there, encoded for each kind."""

from __future__ import annotations

import math
import struct
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt

from .actors import Actor, Sensor
from .optics import camera_settings, lens_of
from .ports import Draws
from .scene import Instance, Picture, Pose, View, Weather
from .wire import Moment, image_header, sensor_header

Bgra = npt.NDArray[np.uint8]
FARTHEST: Final = 1000.0
DEPTH_STEPS: Final = (1 << 24) - 1
OPAQUE: Final = 255
RGB_CAMERA: Final = "sensor.camera.rgb"
_DIGITS: Final = 6


def encode_rgb(picture: Picture) -> Bgra:
    """(H, W, 4) uint8: blue, green, red, opaque."""
    if picture.rgb is None:
        raise ValueError("the picture was drawn without colours")
    return _bgra(picture.rgb[..., 2], picture.rgb[..., 1], picture.rgb[..., 0])


def encode_semantic(picture: Picture) -> Bgra:
    """(H, W, 4) uint8: the tag in red."""
    nothing = np.uint8(0)
    return _bgra(nothing, nothing, picture.tag)


def encode_instance(picture: Picture) -> Bgra:
    """(H, W, 4) uint8: the tag in red, the instance id in green (low byte) and blue (high byte)."""
    low, high = (picture.instance & 0xFF), (picture.instance >> 8)
    return _bgra(high.astype(np.uint8), low.astype(np.uint8), picture.tag)


def encode_depth(picture: Picture) -> Bgra:
    """(H, W, 4) uint8: R + 256 G + 65536 B = depth / 1000 m * (2^24 - 1)."""
    share = np.clip(picture.depth.astype(np.float64) / FARTHEST, 0.0, 1.0)
    steps = np.rint(share * DEPTH_STEPS).astype("<u4")
    red_green_blue = steps.view(np.uint8).reshape(*steps.shape, 4)
    return _bgra(red_green_blue[..., 2], red_green_blue[..., 1], red_green_blue[..., 0])


CAMERAS: Final[Mapping[str, tuple[int, Callable[[Picture], Bgra]]]] = {
    "sensor.camera.depth": (1, encode_depth),
    RGB_CAMERA: (13, encode_rgb),
    "sensor.camera.semantic_segmentation": (14, encode_semantic),
    "sensor.camera.instance_segmentation": (15, encode_instance),
}
"""Blueprint id -> (sensor type index of release 0.9.16, encoder)."""


def view_of(camera: Actor) -> View:
    """What a camera looks at, through its lens."""
    values = camera.attributes
    width, height = int(values["image_size_x"]), int(values["image_size_y"])
    return View(camera.world_pose, width, height, float(values["fov"]), lens=lens_of(values))


def photograph_of(camera: Actor, timestamp: float) -> View:
    """What an RGB camera makes of it at `timestamp` (simulated seconds); its state is brought up to date.

    Time begins, at a moment that depends on the place, with the first picture since the camera was put
    somewhere: the rain in a picture does not depend on how long the server has been running.
    """
    settings = camera_settings(camera.attributes)
    view, state = view_of(camera), camera.role
    if isinstance(state, Sensor):
        if state.seen_from is None or not _led_to(camera, state.seen_from, timestamp - state.seen_at):
            state.seen_since, state.seen_phase = timestamp, _phase(view.pose)
        state.seen_from, state.seen_at = view.pose, timestamp
        timestamp = state.seen_phase + round(timestamp - state.seen_since, _DIGITS)
    previous = pose_before(camera, 1.0 / settings.shutter_speed)
    return replace(view, time=timestamp, previous=previous, settings=settings)


def pose_before(camera: Actor, seconds: float) -> Pose | None:
    """Where a camera was so long ago if what carries it moved as it does now; None when it stands."""
    carrier = _carrier(camera)
    body = carrier.body
    if not any(body.velocity) and not any(body.angular_velocity):
        return None
    x, y, z = (a - seconds * b for a, b in zip(carrier.pose.location, body.velocity, strict=True))
    pitch, yaw, roll = carrier.pose.rotation
    rolling, pitching, yawing = (seconds * rate for rate in body.angular_velocity)
    before = Pose((x, y, z), (pitch - pitching, yaw - yawing, roll - rolling)).matrix()
    fixed = np.linalg.inv(carrier.pose.matrix()) @ camera.world_pose.matrix()
    return Pose.from_matrix(before @ fixed)


def publish_pictures(
    cameras: Sequence[Actor],
    renderer: Draws,
    dynamic: Sequence[Instance],
    weather: Weather,
    moment: Moment,
) -> None:
    """Draw and send what `cameras` see; cameras that differ in nothing that shows share a drawing."""
    by_place: dict[View, list[Actor]] = {}
    for camera in cameras:
        by_place.setdefault(view_of(camera), []).append(camera)
    for place, sharing in by_place.items():
        for view, group in _drawings(place, sharing, moment.timestamp):
            colours = any(camera.type_id == RGB_CAMERA for camera in group)
            picture = renderer.render(view, dynamic, weather, rgb=colours)
            for camera in group:
                _publish(camera, view, picture, moment)


def _drawings(place: View, cameras: Sequence[Actor], timestamp: float) -> list[tuple[View, list[Actor]]]:
    """One group for each kind of photograph; cameras without colours join the first."""
    by_view: dict[View, list[Actor]] = {}
    colourless = [camera for camera in cameras if camera.type_id != RGB_CAMERA]
    for camera in cameras:
        if camera.type_id == RGB_CAMERA:
            by_view.setdefault(photograph_of(camera, timestamp), []).append(camera)
    drawings = list(by_view.items()) or [(place, [])]
    drawings[0][1].extend(colourless)
    return drawings


def _publish(camera: Actor, view: View, picture: Picture, moment: Moment) -> None:
    type_index, encode = CAMERAS[camera.type_id]
    header = sensor_header(type_index, moment, view.pose)
    size = image_header(view.width, view.height, view.fov)
    if camera.stream is not None:
        camera.stream.publish(header, size, encode(picture).data, wait=moment.wait)


def _carrier(camera: Actor) -> Actor:
    """What moves the camera: itself, or what it is attached to in the end."""
    return camera if camera.parent is None else _carrier(camera.parent)


def _phase(pose: Pose) -> float:
    """Seconds, 0 to an hour, by the place."""
    return zlib.crc32(struct.pack("6d", *pose.location, *pose.rotation)) % 3_600_000 / 1000.0


def _led_to(camera: Actor, before: Pose, seconds: float) -> bool:
    """Whether its own motion may have led the camera from `before` to where it is; else it was put there."""
    if camera.world_pose == before:
        return True
    speed = math.hypot(*_carrier(camera).body.velocity)
    return (
        speed > 0.0 and math.dist(camera.world_pose.location, before.location) < 1.0 + 2.0 * speed * seconds
    )


def _bgra(
    blue: npt.NDArray[np.uint8] | np.uint8,
    green: npt.NDArray[np.uint8] | np.uint8,
    red: npt.NDArray[np.uint8],
) -> Bgra:
    """A fresh picture; it is never written to again, for a sender thread reads it later."""
    image = np.empty((*red.shape, 4), dtype=np.uint8)
    image[..., 0], image[..., 1], image[..., 2], image[..., 3] = blue, green, red, OPAQUE
    return image
