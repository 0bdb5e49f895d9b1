"""How long a picture is exposed: metered from its luminances, or set by shutter, aperture and film speed."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import numpy.typing as npt

from ..optics import CameraSettings, ExposureMode

UNIT_EV: Final = 16.0
"""EV at ISO 100 that a meter reads off a scene of radiance 1: the scale of the renderer's arbitrary units.

With CARLA's limits, 10 and 12, a clear noon is a little bright, a street at night dark but for its lamps.
"""

_LOW, _HIGH = 0.10, 0.90
_SATURATION: Final = 120.0
_DARKEST: Final = 1e-6
_PLAIN_GREY: Final = 0.18


def exposure(luminances: npt.NDArray[np.float32], settings: CameraSettings) -> float:
    """What radiance is multiplied by before the film.

    In histogram mode a meter's reading, the mean logarithm of the luminances between the 10th and the 90th
    percentile, is exposed as it should be, as far as it lies between the least and the greatest brightness;
    outside, the picture stays dark or bright. In manual mode log2(fstop^2 * shutter_speed * 100 / iso) takes
    its place. Without post-process effects it is the middle between least and greatest.

    A luminance of `calibration_constant` / 100 * 2^EV cd/m^2 is what a meter reads EV for, and one of
    1.2 * 2^EV becomes white (Lagarde and de Rousiers, "Moving Frostbite to Physically Based Rendering", 4.7).

    Args:
        luminances: (N,) of parts of the picture; not used in manual mode.
        settings: of the camera.
    """
    if not settings.enable_postprocess_effects:
        level = 0.5 * (settings.exposure_min_bright + settings.exposure_max_bright)
        return _PLAIN_GREY / luminance_of(level)
    if settings.exposure_mode is ExposureMode.MANUAL:
        level = math.log2(settings.fstop**2 * settings.shutter_speed * 100.0 / settings.iso)
    else:
        least = min(settings.exposure_min_bright, settings.exposure_max_bright)
        level = min(max(metered(luminances), least), settings.exposure_max_bright)
    grey = settings.calibration_constant / _SATURATION
    return float(grey * 2.0**settings.exposure_compensation / luminance_of(level))


def metered(luminances: npt.NDArray[np.float32]) -> float:
    """EV at ISO 100 of (N,) luminances, the darkest and the brightest tenth left out."""
    ordered = np.sort(luminances)
    low, high = int(_LOW * len(ordered)), math.ceil(_HIGH * len(ordered))
    middle = ordered[min(low, len(ordered) - 1) : max(high, 1)]
    return float(np.mean(np.log2(np.maximum(middle, _DARKEST)), dtype=np.float64)) + UNIT_EV


def luminance_of(level: float) -> float:
    """Radiance, in the renderer's units, that a meter takes for `level` (EV at ISO 100)."""
    return float(2.0 ** (level - UNIT_EV))
