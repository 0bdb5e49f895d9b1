"""Files beside the frames: their formats (see `docs/dataset-format.md`), and how to read them back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

from caos.errors import CaosError

from .images import read_file
from .records import FrameRecord

Floats = npt.NDArray[np.float64]
Ids = npt.NDArray[np.uint16]

DEPTH_STEP: Final = 0.01
"""Metres per step of a depth file: values are rounded to the nearest centimetre."""

FARTHEST_STEP: Final = 65535
"""655.35 m or more, the sky included."""

Numbers3 = tuple[float, float, float]
Rotation = tuple[Numbers3, Numbers3, Numbers3]
Rectangle = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class InstanceRow:
    """What an id of an instance map is.

    Attributes:
        id: 1 .. n.
        kind: "anomaly", "vehicle", "walker" or "scenery".
        class_name: of the label map, or "anomaly".
        model: catalogue id of an anomaly, blueprint of a vehicle or walker, empty for scenery.
        pixels: how many show it.
    """

    id: int
    kind: str
    class_name: str
    model: str
    pixels: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OrientedBox:
    """A box in some frame: centre and half sizes in metres; columns of `rotation` are its own axes."""

    center: Numbers3
    half: Numbers3
    rotation: Rotation


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectBoxes:
    """The boxes of one visible vehicle, walker or anomaly.

    Attributes:
        id: as in the instance map.
        kind: as in `InstanceRow`.
        model: likewise.
        visible: left, top, right, bottom of its pixels; right and bottom are one past the last.
        projected: the same of the whole 3D box, cut at the picture's edges, in fractions of pixels.
        world: in CARLA's world (x, y, z up; left-handed).
        camera: in the camera's frame (x forward, y right, z up).
    """

    id: int
    kind: str
    model: str
    visible: tuple[int, int, int, int]
    projected: Rectangle
    world: OrientedBox
    camera: OrientedBox


@dataclass(frozen=True, slots=True, eq=False)
class CameraModel:
    """A camera's inner and outer side.

    Attributes:
        width: pixels.
        height: pixels.
        intrinsics: (3, 3) K; (u w, v w, w) = K (right, down, forward). (0, 0) is the upper left corner of the
            upper left pixel, whose middle is (0.5, 0.5).
        camera_to_world: (4, 4) from the camera's frame (x forward, y right, z up) to CARLA's left-handed
            world.
    """

    width: int
    height: int
    intrinsics: Floats
    camera_to_world: Floats


def encode_png16(values: Ids) -> bytes:
    """PNG bytes of (H, W) uint16."""
    # Depth at 1280x720: 163 kB in 15 ms; OpenCV's default 275 kB in 8 ms, level 6 136 kB in 30 ms.
    done, data = cv2.imencode(".png", np.ascontiguousarray(values), [cv2.IMWRITE_PNG_COMPRESSION, 1])
    if not done or values.dtype != np.uint16 or values.ndim != 2:
        raise ValueError(f"expected (H, W) uint16, got {values.shape} {values.dtype}")
    return bytes(data)


def encode_depth(metres: npt.NDArray[np.floating[Any]]) -> bytes:
    """PNG bytes of (H, W) depths in metres, rounded to centimetres, 655.35 m at most."""
    steps = np.clip(np.rint(np.asarray(metres, np.float64) / DEPTH_STEP), 0, FARTHEST_STEP)
    return encode_png16(steps.astype(np.uint16))


def read_depth(path: Path) -> npt.NDArray[np.float32]:
    """(H, W) float32 depths along the view axis in metres; `inf` for 655.35 m and more, the sky included."""
    steps = _read_png16(path)
    metres = (steps * DEPTH_STEP).astype(np.float32)
    metres[steps == FARTHEST_STEP] = np.inf
    return metres


def read_instances(path: Path) -> tuple[Ids, tuple[InstanceRow, ...]]:
    """(H, W) uint16 ids, 0 = no object, and the table beside it (`N.json` beside `N.png`)."""
    rows = _read_json(path.with_suffix(".json"), "instances")
    try:
        return _read_png16(path), tuple(InstanceRow(**row) for row in rows)
    except TypeError as cause:
        raise CaosError(f"{path.with_suffix('.json')}: not a table of instances ({cause})") from cause


def read_camera(path: Path) -> CameraModel:
    """Read `camera/.../N.json`."""
    data = _read_json(path, "camera")
    try:
        intrinsics, pose = np.array(data["intrinsics"], float), np.array(data["camera_to_world"], float)
        return CameraModel(data["width"], data["height"], intrinsics.reshape(3, 3), pose.reshape(4, 4))
    except (KeyError, TypeError, ValueError) as cause:
        raise CaosError(f"{path}: not a camera file ({cause})") from cause


def read_boxes(path: Path) -> tuple[ObjectBoxes, ...]:
    """Read `boxes/.../N.json`."""
    try:
        return tuple(_boxes_of(row) for row in _read_json(path, "boxes"))
    except (KeyError, TypeError) as cause:
        raise CaosError(f"{path}: not a file of boxes ({cause})") from cause


def extra_files(root: Path, record: FrameRecord, name: str) -> tuple[Path, ...]:
    """The files of one extra of a frame, e.g. "depth", in the order of their names; maybe none."""
    return tuple(root / extra.file for extra in record.extras if extra.name == name)


def encode_rows(key: str, rows: Sequence[InstanceRow | ObjectBoxes]) -> bytes:
    """JSON bytes of a table under `key`."""
    return encode_json({key: [asdict(row) for row in rows]})


def encode_camera(camera: CameraModel) -> bytes:
    """JSON bytes of a camera."""
    pose, inner = camera.camera_to_world.tolist(), camera.intrinsics.tolist()
    size = {"width": camera.width, "height": camera.height}
    return encode_json({"camera": {**size, "intrinsics": inner, "camera_to_world": pose}})


def encode_json(value: object) -> bytes:
    """Strict JSON with a line end."""
    return (json.dumps(value, allow_nan=False, indent=1) + "\n").encode()


def _boxes_of(row: dict[str, Any]) -> ObjectBoxes:
    oriented = {name: _oriented(row[name]) for name in ("world", "camera")}
    flat = {name: tuple(row[name]) for name in ("visible", "projected")}
    return ObjectBoxes(**{**row, **flat, **oriented})


def _oriented(row: dict[str, Any]) -> OrientedBox:
    a, b, c = (tuple(line) for line in row["rotation"])
    return OrientedBox(center=tuple(row["center"]), half=tuple(row["half"]), rotation=(a, b, c))


def _read_png16(path: Path) -> Ids:
    data = np.frombuffer(read_file(path), np.uint8)
    values = cv2.imdecode(data, cv2.IMREAD_UNCHANGED) if len(data) else None
    if values is None or values.dtype != np.uint16 or values.ndim != 2:
        raise CaosError(f"{path}: not a 16-bit single-channel PNG; render the frame again")
    return np.asarray(values, np.uint16)


def _read_json(path: Path, key: str) -> Any:
    try:
        return json.loads(read_file(path))[key]
    except (ValueError, KeyError, TypeError) as cause:
        raise CaosError(f"{path}: no JSON with {key!r} in it; render the frame again") from cause
