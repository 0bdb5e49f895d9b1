"""What a camera's blueprint attributes ask of its lens, shutter, film and exposure meter.

Names and defaults are those of CARLA 0.9.16 (`Docs/ref_sensors.md`, "RGB camera"); most of them are Unreal
Engine's post-process settings, whose published meaning is followed. A picture depends on its arguments
only, so the exposure adapts at once: `exposure_speed_up` and `exposure_speed_down` have no effect.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, fields


class ExposureMode(enum.Enum):
    """How long the film is exposed: by a meter, or by shutter, aperture and film speed."""

    HISTOGRAM = "histogram"
    MANUAL = "manual"


@dataclass(frozen=True, slots=True)
class Lens:
    """How a camera's picture departs from the pinhole's; label cameras have this too.

    With r the distance from the picture's centre (1 at the middle of the left edge for an `x_size` of 0.08),
    a point shows what the pinhole has at `1 + share * r^2 * (k + kcube * r)` times its distance, where
    `share = multiplier * r^falloff`. CARLA keeps its own formula in a binary asset; ours agrees with it in
    that the defaults change nothing and that the circle's multiplier brings the effect in from the edges.

    Attributes:
        circle_falloff: how far the effect keeps away from the centre.
        circle_multiplier: strength; 0 leaves the pinhole picture untouched, bit for bit.
        k, kcube: coefficients of the square and the cube of the distance; negative ones stretch the edges.
        x_size, y_size: size of the lens, relative to 0.08.
    """

    circle_falloff: float = 5.0
    circle_multiplier: float = 0.0
    k: float = -1.0
    kcube: float = 0.0
    x_size: float = 0.08
    y_size: float = 0.08

    @property
    def is_pinhole(self) -> bool:
        """Whether nothing is distorted."""
        flat = self.k == 0.0 and self.kcube == 0.0
        return flat or self.circle_multiplier == 0.0 or (self.x_size == 0.0 and self.y_size == 0.0)


@dataclass(frozen=True, slots=True)
class CameraSettings:
    """Everything of an RGB camera that has no effect on labels.

    Attributes:
        enable_postprocess_effects: False gives a plain picture: fixed exposure, no film curve, no effects;
            rain and the lens's distortion stay.
        exposure_mode: "histogram" or "manual".
        exposure_compensation: stops brighter than metered.
        exposure_min_bright, exposure_max_bright: what the meter adapts to, in stops (EV at ISO 100).
        exposure_speed_up, exposure_speed_down: without effect.
        calibration_constant: of the meter; the metered luminance becomes 1/120 of it, where white is 1.
        iso: film speed; counts in manual mode.
        shutter_speed: 1/s; counts in manual mode, and for the length of blurs by motion.
        fstop: focal length over aperture; counts in manual mode, and for depth of field.
        min_fstop: of the open lens, where the iris leaves the aperture round.
        blade_count: corners of the aperture that is not open.
        focal_distance: cm, what is sharp.
        blur_amount: km at which half of `blur_radius` is reached.
        blur_radius: pixels at a width of 1920, blur of what is very far.
        motion_blur_intensity: share of the way made while the shutter is open that is smeared.
        motion_blur_max_distortion: percent of the picture's width, the longest smear.
        motion_blur_min_object_screen_size: percent of the picture's width; shorter smears are left out.
        gamma: of the screen that the picture is for.
        slope, toe, shoulder, black_clip, white_clip: of the film's curve.
        temp: K, the light that looks white; above 6500 makes pictures warmer.
        tint: towards green (positive) or magenta.
        chromatic_aberration_intensity: percent of the distance from the centre by which red and blue part.
        chromatic_aberration_offset: share of that distance left untouched.
        bloom_intensity, lens_flare_intensity: strength, 0 for none.
    """

    enable_postprocess_effects: bool = True
    exposure_mode: ExposureMode = ExposureMode.HISTOGRAM
    exposure_compensation: float = 0.0
    exposure_min_bright: float = 10.0
    exposure_max_bright: float = 12.0
    exposure_speed_up: float = 3.0
    exposure_speed_down: float = 1.0
    calibration_constant: float = 16.0
    iso: float = 100.0
    shutter_speed: float = 200.0
    fstop: float = 1.4
    min_fstop: float = 1.2
    blade_count: int = 5
    focal_distance: float = 1000.0
    blur_amount: float = 1.0
    blur_radius: float = 0.0
    motion_blur_intensity: float = 0.45
    motion_blur_max_distortion: float = 0.35
    motion_blur_min_object_screen_size: float = 0.1
    gamma: float = 2.2
    slope: float = 0.88
    toe: float = 0.55
    shoulder: float = 0.26
    black_clip: float = 0.0
    white_clip: float = 0.04
    temp: float = 6500.0
    tint: float = 0.0
    chromatic_aberration_intensity: float = 0.0
    chromatic_aberration_offset: float = 0.0
    bloom_intensity: float = 0.675
    lens_flare_intensity: float = 0.1


def camera_settings(attributes: Mapping[str, str]) -> CameraSettings:
    """The settings among a camera's attributes; what a camera lacks keeps its default."""
    values: dict[str, object] = {}
    for entry in fields(CameraSettings):
        if entry.name in attributes:
            values[entry.name] = _read(attributes[entry.name], entry.default)
    return CameraSettings(**values)  # type: ignore[arg-type]


def lens_of(attributes: Mapping[str, str]) -> Lens:
    """The lens of a camera; what it lacks keeps its default."""
    given = {entry.name: attributes.get(f"lens_{entry.name}") for entry in fields(Lens)}
    return Lens(**{name: float(text) for name, text in given.items() if text is not None})


def _read(text: str, default: object) -> object:
    """`text` as a value of the type of `default`."""
    if isinstance(default, bool):
        return text.strip().lower() in ("true", "1")
    if isinstance(default, ExposureMode):
        return ExposureMode(text)
    return int(text) if isinstance(default, int) else float(text)
