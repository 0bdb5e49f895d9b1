"""Cameras: one drawing per distinct view and tick, shared by all cameras there, encoded for each kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from .actors import Actor
from .ports import Draws
from .scene import Instance, Picture, View, Weather
from .wire import Moment, image_header, sensor_header

Bgra = npt.NDArray[np.uint8]
FARTHEST: Final = 1000.0
DEPTH_STEPS: Final = (1 << 24) - 1
OPAQUE: Final = 255
RGB_CAMERA: Final = "sensor.camera.rgb"


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
    """What a camera looks at."""
    values = camera.attributes
    width, height = int(values["image_size_x"]), int(values["image_size_y"])
    return View(camera.world_pose, width, height, float(values["fov"]))


def publish_pictures(
    cameras: Sequence[Actor],
    renderer: Draws,
    dynamic: Sequence[Instance],
    weather: Weather,
    moment: Moment,
) -> None:
    """Draw and send what `cameras` see."""
    by_view: dict[View, list[Actor]] = {}
    for camera in cameras:
        by_view.setdefault(view_of(camera), []).append(camera)
    for view, sharing in by_view.items():
        colours = any(camera.type_id == RGB_CAMERA for camera in sharing)
        picture = renderer.render(view, dynamic, weather, rgb=colours)
        for camera in sharing:
            type_index, encode = CAMERAS[camera.type_id]
            header = sensor_header(type_index, moment, view.pose)
            size = image_header(view.width, view.height, view.fov)
            if camera.stream is not None:
                camera.stream.publish(header, size, encode(picture).data, wait=moment.wait)


def _bgra(
    blue: npt.NDArray[np.uint8] | np.uint8,
    green: npt.NDArray[np.uint8] | np.uint8,
    red: npt.NDArray[np.uint8],
) -> Bgra:
    """A fresh picture; it is never written to again, for a sender thread reads it later."""
    image = np.empty((*red.shape, 4), dtype=np.uint8)
    image[..., 0], image[..., 1], image[..., 2], image[..., 3] = blue, green, red, OPAQUE
    return image
