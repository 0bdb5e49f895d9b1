"""The attributes of CARLA's blueprints, with CARLA's own names, types and defaults.

Source: CARLA's sensor reference (`Docs/ref_sensors.md`) and blueprint library page of release 0.9.15.
"""

from __future__ import annotations

import enum
import math
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
        limited: whether a text must be one of `recommended`.
    """

    id: str
    type: AttributeType
    default: str
    recommended: tuple[str, ...] = ()
    modifiable: bool = True
    least: float = -math.inf
    greatest: float = math.inf
    limited: bool = False

    def encoded(self) -> list[Any]:
        """ActorAttribute on the wire."""
        restricted = False
        return [self.id, int(self.type), self.default, list(self.recommended), self.modifiable, restricted]

    def check(self, text: str) -> str:
        """`text` if it is a value of this attribute.

        Raises:
            RpcError: it is not; the message names attribute and value.
        """
        if self.type is AttributeType.COLOR:
            read_color(text)
        elif self.type in (AttributeType.INT, AttributeType.FLOAT):
            number = self._number(text)
            low, high = self.least, self.greatest
            if not math.isfinite(number) or not low <= number <= high:
                raise RpcError(f"attribute {self.id}={text} is out of range {low:g} to {high:g}")
        elif self.limited and text not in self.recommended:
            raise RpcError(f"attribute {self.id}={text!r} is none of {', '.join(self.recommended)}")
        return text

    def _number(self, text: str) -> float:
        try:
            return int(text) if self.type is AttributeType.INT else float(text)
        except ValueError:
            raise RpcError(f"attribute {self.id}={text!r} is no {self.type.name.lower()}") from None


def read_color(text: str) -> tuple[int, int, int]:
    """The three numbers of "r,g,b".

    Raises:
        RpcError: not three numbers of 0..255.
    """
    try:
        red, green, blue = (int(part) for part in text.split(","))
    except ValueError:
        red = green = blue = -1
    if not all(0 <= part <= 255 for part in (red, green, blue)):
        raise RpcError(f"color={text!r} is not of the form r,g,b with 0 to 255 each")
    return red, green, blue


ROLE_NAMES: Final = ("front", "back", "left", "right", "front_left", "front_right", "back_left", "back_right")


def number(name: str, default: float, *, least: float = -math.inf, greatest: float = math.inf) -> Attribute:
    """A float attribute."""
    return Attribute(name, AttributeType.FLOAT, str(float(default)), least=least, greatest=greatest)


def integer(name: str, default: int, *, least: float = -math.inf, greatest: float = math.inf) -> Attribute:
    """An int attribute."""
    return Attribute(name, AttributeType.INT, str(default), least=least, greatest=greatest)


def flag(name: str, default: bool) -> Attribute:
    """A bool attribute."""
    return Attribute(name, AttributeType.BOOL, str(default).lower())


def text(name: str, default: str, *recommended: str) -> Attribute:
    """A string attribute."""
    return Attribute(name, AttributeType.STRING, default, recommended)


SENSOR: Final = (text("role_name", "front", *ROLE_NAMES), number("sensor_tick", 0.0, least=0.0, greatest=1e6))

CAMERA: Final = (
    *SENSOR,
    integer("image_size_x", 800, least=1, greatest=4096),
    integer("image_size_y", 600, least=1, greatest=4096),
    number("fov", 90.0, least=0.1, greatest=175.0),
    number("lens_circle_falloff", 5.0, least=0.0, greatest=10.0),
    number("lens_circle_multiplier", 0.0, least=0.0, greatest=10.0),
    number("lens_k", -1.0, least=-1e6, greatest=1e6),
    number("lens_kcube", 0.0, least=-1e6, greatest=1e6),
    number("lens_x_size", 0.08, least=0.0, greatest=1.0),
    number("lens_y_size", 0.08, least=0.0, greatest=1.0),
)

_POST_PROCESS: Final[Mapping[str, tuple[float, float, float]]] = {
    "gamma": (2.2, 0.1, 10.0),
    "motion_blur_intensity": (0.45, 0.0, 1.0),
    "motion_blur_max_distortion": (0.35, 0.0, 100.0),
    "motion_blur_min_object_screen_size": (0.1, 0.0, 100.0),
    "lens_flare_intensity": (0.1, 0.0, 16.0),
    "bloom_intensity": (0.675, 0.0, 8.0),
    "iso": (100.0, 1e-3, 1e9),
    "shutter_speed": (200.0, 1e-3, 1e9),
    "fstop": (1.4, 0.01, 1e3),
    "min_fstop": (1.2, 0.0, 1e3),
    "exposure_compensation": (0.0, -50.0, 50.0),
    "exposure_min_bright": (10.0, -50.0, 50.0),
    "exposure_max_bright": (12.0, -50.0, 50.0),
    "exposure_speed_up": (3.0, 0.0, 1e6),
    "exposure_speed_down": (1.0, 0.0, 1e6),
    "calibration_constant": (16.0, 1e-3, 1e3),
    "focal_distance": (1000.0, 1.0, 1e9),
    "blur_amount": (1.0, 1e-6, 1e6),
    "blur_radius": (0.0, 0.0, 64.0),
    "slope": (0.88, 0.0, 1.0),
    "toe": (0.55, 0.0, 1.0),
    "shoulder": (0.26, 0.0, 1.0),
    "black_clip": (0.0, 0.0, 1.0),
    "white_clip": (0.04, 0.0, 1.0),
    "temp": (6500.0, 1500.0, 15000.0),
    "tint": (0.0, -1.0, 1.0),
    "chromatic_aberration_intensity": (0.0, 0.0, 100.0),
    "chromatic_aberration_offset": (0.0, 0.0, 1.0),
}
"""Default, least and greatest; what they mean is told in `optics.CameraSettings`."""

RGB_CAMERA: Final = (
    *CAMERA,
    flag("enable_postprocess_effects", True),
    Attribute("exposure_mode", AttributeType.STRING, "histogram", ("histogram", "manual"), limited=True),
    integer("blade_count", 5, least=3, greatest=64),
    *(
        number(name, default, least=least, greatest=greatest)
        for name, (default, least, greatest) in _POST_PROCESS.items()
    ),
)


def _noise(name: str) -> tuple[Attribute, Attribute]:
    """Mean and spread of one measured number."""
    return number(name.format("bias"), 0.0), number(name.format("stddev"), 0.0, least=0.0, greatest=1e6)


_NOISE_SEED: Final = integer("noise_seed", 0, least=0, greatest=2**32 - 1)

GNSS: Final = (
    *SENSOR,
    *(attribute for axis in ("alt", "lat", "lon") for attribute in _noise(f"noise_{axis}_{{}}")),
    _NOISE_SEED,
)

IMU: Final = (
    *SENSOR,
    *(_noise(f"noise_accel_{{}}_{axis}")[1] for axis in "xyz"),
    *(attribute for axis in "xyz" for attribute in _noise(f"noise_gyro_{{}}_{axis}")),
    _NOISE_SEED,
)

LIDAR: Final = (
    *SENSOR,
    integer("channels", 32, least=1, greatest=512),
    number("range", 10.0, least=0.0, greatest=1e6),
    integer("points_per_second", 56000, least=0, greatest=10_000_000),
    number("rotation_frequency", 10.0, least=0.0, greatest=1e4),
    number("upper_fov", 10.0, least=-70.0, greatest=70.0),
    number("lower_fov", -30.0, least=-70.0, greatest=70.0),
    number("horizontal_fov", 360.0, least=1.0, greatest=360.0),
    number("atmosphere_attenuation_rate", 0.004, least=0.0, greatest=1e3),
    number("dropoff_general_rate", 0.45, least=0.0, greatest=1.0),
    number("dropoff_intensity_limit", 0.8, least=0.0, greatest=1.0),
    number("dropoff_zero_intensity", 0.4, least=0.0, greatest=1.0),
    number("noise_stddev", 0.0, least=0.0, greatest=1e3),
    _NOISE_SEED,
)


def color(default: str, *recommended: str) -> Attribute:
    """A color attribute, "r,g,b" with 0..255 each."""
    return Attribute("color", AttributeType.COLOR, default, recommended)


def fact(name: str, kind: AttributeType, value: object) -> Attribute:
    """An attribute that cannot be changed."""
    return Attribute(name, kind, str(value), modifiable=False)


def vehicle(
    wheels: int, base_type: str, *, special_type: str = "", generation: int = 2, colors: tuple[str, ...] = ()
) -> tuple[Attribute, ...]:
    """Attributes of a vehicle; `base_type` is "car", "truck", "van", "bus", "motorcycle" or "bicycle"."""
    paint = (color(colors[0], *colors),) if colors else ()
    return (
        *paint,
        text("role_name", "autopilot", "autopilot", "scenario", "ego_vehicle"),
        fact("number_of_wheels", AttributeType.INT, wheels),
        flag("sticky_control", True),
        flag("terramechanics", False),
        fact("object_type", AttributeType.STRING, ""),
        fact("base_type", AttributeType.STRING, base_type),
        fact("special_type", AttributeType.STRING, special_type),
        fact("generation", AttributeType.INT, generation),
        fact("has_lights", AttributeType.BOOL, str(base_type != "bicycle").lower()),
        fact("has_dynamic_doors", AttributeType.BOOL, "false"),
    )


def walker(gender: str, age: str, generation: int = 2) -> tuple[Attribute, ...]:
    """Attributes of a pedestrian."""
    return (
        text("role_name", "pedestrian"),
        fact("gender", AttributeType.STRING, gender),
        fact("age", AttributeType.STRING, age),
        fact("generation", AttributeType.INT, generation),
        flag("is_invincible", True),
        Attribute("speed", AttributeType.FLOAT, "1.4", ("0.0", "1.4", "2.6")),
    )


def prop(size: str) -> tuple[Attribute, ...]:
    """Attributes of a static prop; `size` is "tiny", "small", "medium" or "big"."""
    return text("role_name", "prop"), fact("size", AttributeType.STRING, size)
