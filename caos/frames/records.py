"""What is known of a frame beyond its pixels: one row of the manifest."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Final

WEATHER_NAMES: Final = (
    "cloudiness", "precipitation", "precipitation_deposits", "wind_intensity", "sun_azimuth_angle",
    "sun_altitude_angle", "fog_density", "fog_distance", "fog_falloff", "wetness", "scattering_intensity",
    "mie_scattering_scale", "rayleigh_scattering_scale", "dust_storm",
)  # fmt: skip
"""The 14 parameters of `carla.WeatherParameters`, in wire order."""

POSE_NAMES: Final = ("x", "y", "z", "pitch", "yaw", "roll")

Pose = tuple[float, float, float, float, float, float]
"""x, y, z in metres, then pitch, yaw, roll in degrees, in CARLA's left-handed world frame."""

Key = tuple[str, str, int]
"""Split, town and number: what names a frame."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnomalyRecord:
    """One anomalous object in a frame.

    Attributes:
        model_id: id in the catalogue of anomaly models.
        category: e.g. "chair".
        pose: where it stands in the world.
        pixels: how many pixels of the label map show it.
        distance_m: from the camera, metres.
        occluded_fraction: 0 (all in view) .. 1.
    """

    model_id: str
    category: str
    pose: Pose
    pixels: int
    distance_m: float
    occluded_fraction: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtraFile:
    """One file beside a frame.

    Attributes:
        name: what it is, e.g. "depth"; one extra may have several files.
        file: posix path relative to the root.
        sha256: hex digest.
    """

    name: str
    file: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameRecord:
    """One frame: where its files are, how it was made, and what they hash to.

    Attributes:
        split: "train", "validation" or "test".
        town: folder name.
        number: N of `N.png`, counted per split; its towns take turns.
        image: posix path relative to the root; `FrameWriter` fills it in when empty.
        annotation: likewise, the label file.
        width: pixels.
        height: pixels.
        weather: the parameters named in `WEATHER_NAMES`, all of them.
        time_of_day: e.g. "noon".
        camera: pose of the camera in the world.
        fov: horizontal field of view, degrees.
        seed: of this frame, 0 .. 2**64 - 1.
        anomalies: objects that show in the frame.
        server_version: what the simulator called itself.
        image_sha256: hex digest of the image file; empty until written.
        annotation_sha256: hex digest of the label file; empty until written.
        extras: files beside the frame, in the order of their paths; filled in by `FrameWriter`.
    """

    split: str
    town: str
    number: int
    image: str = ""
    annotation: str = ""
    width: int
    height: int
    weather: Mapping[str, float]
    time_of_day: str
    camera: Pose
    fov: float
    seed: int
    anomalies: tuple[AnomalyRecord, ...] = ()
    server_version: str
    image_sha256: str = ""
    annotation_sha256: str = ""
    extras: tuple[ExtraFile, ...] = ()

    @property
    def key(self) -> Key:
        """Split, town, number."""
        return self.split, self.town, self.number


def to_dict(record: FrameRecord) -> dict[str, Any]:
    """The record as JSON and Arrow take it: poses and weather by name, weather in wire order.

    Raises:
        ValueError: weather names that are not the 14, or a number that is not finite.
    """
    if set(record.weather) != set(WEATHER_NAMES):
        odd = ", ".join(sorted(set(record.weather) ^ set(WEATHER_NAMES)))
        raise ValueError(f"weather must hold the 14 parameters of CARLA; missing or unknown: {odd}")
    row = {field.name: getattr(record, field.name) for field in fields(record)}
    row["weather"] = {name: _finite(record.weather[name], name) for name in WEATHER_NAMES}
    row["camera"] = _pose_to_dict(record.camera)
    row["fov"] = _finite(record.fov, "fov")
    row["anomalies"] = [_anomaly_to_dict(anomaly) for anomaly in record.anomalies]
    row["extras"] = [asdict(extra) for extra in record.extras]
    return row


def from_dict(row: Mapping[str, Any]) -> FrameRecord:
    """The way back; rows of data sets from before there were extras have none.

    Raises:
        KeyError, TypeError: fields missing or unknown.
    """
    return FrameRecord(
        **{
            **row,
            "camera": _pose_from_dict(row["camera"]),
            "anomalies": tuple(
                AnomalyRecord(**{**anomaly, "pose": _pose_from_dict(anomaly["pose"])})
                for anomaly in row["anomalies"]
            ),
            "extras": tuple(ExtraFile(**extra) for extra in row.get("extras", ())),
        }
    )


def _anomaly_to_dict(anomaly: AnomalyRecord) -> dict[str, Any]:
    return {
        **asdict(anomaly),
        "pose": _pose_to_dict(anomaly.pose),
        "distance_m": _finite(anomaly.distance_m, "distance_m"),
        "occluded_fraction": _finite(anomaly.occluded_fraction, "occluded_fraction"),
    }


def _pose_to_dict(pose: Pose) -> dict[str, float]:
    return {name: _finite(value, name) for name, value in zip(POSE_NAMES, pose, strict=True)}


def _pose_from_dict(row: Mapping[str, float]) -> Pose:
    return row["x"], row["y"], row["z"], row["pitch"], row["yaw"], row["roll"]


def _finite(value: float, name: str) -> float:
    if not math.isfinite(value):
        raise ValueError(f"{name} is {value}; records hold finite numbers")
    return float(value)
