"""The attributes of CARLA's blueprints, with CARLA's own names, types and defaults.

Source: CARLA's sensor reference (`Docs/ref_sensors.md`) and blueprint library page of release 0.9.15.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from .rpc import RpcError


class AttributeType(enum.IntEnum):
    """`carla.ActorAttributeType` as on the wire."""

    BOOL = 1
    INT = 2
    FLOAT = 3
    STRING = 4
    COLOR = 5


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute of a blueprint.

    Attributes:
        id: e.g. "image_size_x".
        type: how the text of a value is read.
        default: as text.
        recommended: values a client may pick at random.
        modifiable: False for facts such as `number_of_wheels`.
        least, greatest: range of a number that the server relies on.
    """

    id: str
    type: AttributeType
    default: str
    recommended: tuple[str, ...] = ()
    modifiable: bool = True
    least: float | None = None
    greatest: float | None = None

    def encoded(self) -> list[Any]:
        """ActorAttribute on the wire."""
        restricted = False
        return [self.id, int(self.type), self.default, list(self.recommended), self.modifiable, restricted]

    def check(self, text: str) -> str:
        """`text` if it is a value of this attribute.

        Raises:
            RpcError: it is not; the message names attribute and value.
        """
        if self.type in (AttributeType.INT, AttributeType.FLOAT):
            number = self._number(text)
            low, high = self.least, self.greatest
            if (low is not None and number < low) or (high is not None and number > high):
                raise RpcError(f"attribute {self.id}={text} is out of range {low:g} to {high:g}")
        return text

    def _number(self, text: str) -> float:
        try:
            return int(text) if self.type is AttributeType.INT else float(text)
        except ValueError:
            raise RpcError(f"attribute {self.id}={text!r} is no {self.type.name.lower()}") from None


ROLE_NAMES: Final = ("front", "back", "left", "right", "front_left", "front_right", "back_left", "back_right")


def number(
    name: str, default: float, *, least: float | None = None, greatest: float | None = None
) -> Attribute:
    """A float attribute."""
    return Attribute(name, AttributeType.FLOAT, str(float(default)), least=least, greatest=greatest)


def integer(
    name: str, default: int, *, least: float | None = None, greatest: float | None = None
) -> Attribute:
    """An int attribute."""
    return Attribute(name, AttributeType.INT, str(default), least=least, greatest=greatest)


def flag(name: str, default: bool, *, modifiable: bool = True) -> Attribute:
    """A bool attribute."""
    return Attribute(name, AttributeType.BOOL, str(default).lower(), modifiable=modifiable)


def text(name: str, default: str, *recommended: str, modifiable: bool = True) -> Attribute:
    """A string attribute."""
    return Attribute(name, AttributeType.STRING, default, recommended, modifiable)


SENSOR: Final = (text("role_name", "front", *ROLE_NAMES), number("sensor_tick", 0.0, least=0.0, greatest=1e6))

CAMERA: Final = (
    *SENSOR,
    integer("image_size_x", 800, least=1, greatest=8192),
    integer("image_size_y", 600, least=1, greatest=8192),
    number("fov", 90.0, least=0.1, greatest=175.0),
    number("lens_circle_falloff", 5.0),
    number("lens_circle_multiplier", 0.0),
    number("lens_k", -1.0),
    number("lens_kcube", 0.0),
    number("lens_x_size", 0.08),
    number("lens_y_size", 0.08),
)

_POST_PROCESS: Final[Mapping[str, float]] = {
    "gamma": 2.2,
    "motion_blur_intensity": 0.45,
    "motion_blur_max_distortion": 0.35,
    "motion_blur_min_object_screen_size": 0.1,
    "lens_flare_intensity": 0.1,
    "bloom_intensity": 0.675,
    "iso": 100.0,
    "shutter_speed": 200.0,
    "fstop": 1.4,
    "min_fstop": 1.2,
    "exposure_compensation": 0.0,
    "exposure_min_bright": 10.0,
    "exposure_max_bright": 12.0,
    "exposure_speed_up": 3.0,
    "exposure_speed_down": 1.0,
    "calibration_constant": 16.0,
    "focal_distance": 1000.0,
    "blur_amount": 1.0,
    "blur_radius": 0.0,
    "slope": 0.88,
    "toe": 0.55,
    "shoulder": 0.26,
    "black_clip": 0.0,
    "white_clip": 0.04,
    "temp": 6500.0,
    "tint": 0.0,
    "chromatic_aberration_intensity": 0.0,
    "chromatic_aberration_offset": 0.0,
}

RGB_CAMERA: Final = (
    *CAMERA,
    flag("enable_postprocess_effects", True),
    text("exposure_mode", "histogram", "histogram", "manual"),
    integer("blade_count", 5),
    *(number(name, default) for name, default in _POST_PROCESS.items()),
)

GNSS: Final = (
    *SENSOR,
    *(number(f"noise_{axis}_{kind}", 0.0) for axis in ("alt", "lat", "lon") for kind in ("bias", "stddev")),
    integer("noise_seed", 0, least=0, greatest=2**32 - 1),
)

IMU: Final = (
    *SENSOR,
    *(number(f"noise_accel_stddev_{axis}", 0.0) for axis in "xyz"),
    *(number(f"noise_gyro_{kind}_{axis}", 0.0) for kind in ("bias", "stddev") for axis in "xyz"),
    integer("noise_seed", 0, least=0, greatest=2**32 - 1),
)

COLORS: Final = ("17,37,103", "137,0,0", "200,200,205", "30,30,32", "180,140,40")


def vehicle(
    wheels: int, base_type: str, *, special_type: str = "", colors: tuple[str, ...] = COLORS
) -> tuple[Attribute, ...]:
    """Attributes of a vehicle; `base_type` is "car", "truck", "van", "bus", "motorcycle" or "bicycle"."""
    lights = str(base_type != "bicycle").lower()
    return (
        *((Attribute("color", AttributeType.COLOR, colors[0], colors),) if colors else ()),
        text("role_name", "autopilot", "autopilot", "scenario", "ego_vehicle"),
        Attribute("number_of_wheels", AttributeType.INT, str(wheels), modifiable=False),
        flag("sticky_control", True),
        flag("terramechanics", False),
        text("object_type", "", modifiable=False),
        text("base_type", base_type, modifiable=False),
        text("special_type", special_type, modifiable=False),
        Attribute("generation", AttributeType.INT, "2", modifiable=False),
        Attribute("has_lights", AttributeType.BOOL, lights, modifiable=False),
        flag("has_dynamic_doors", False, modifiable=False),
    )


def walker(gender: str, age: str) -> tuple[Attribute, ...]:
    """Attributes of a pedestrian."""
    return (
        text("role_name", "pedestrian"),
        text("gender", gender, modifiable=False),
        text("age", age, modifiable=False),
        Attribute("generation", AttributeType.INT, "2", modifiable=False),
        flag("is_invincible", True),
        Attribute("speed", AttributeType.FLOAT, "1.4", ("0.0", "1.4", "2.6")),
        flag("can_use_wheelchair", False, modifiable=False),
        flag("use_wheelchair", False, modifiable=False),
    )


def prop(size: str) -> tuple[Attribute, ...]:
    """Attributes of a static prop; `size` is "tiny", "small", "medium" or "big"."""
    return text("role_name", "prop"), text("size", size, modifiable=False)
