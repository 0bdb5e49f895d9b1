"""Film: the curve from light to the screen, and the white balance before it.

The curve is Unreal Engine's filmic tone mapper: a toe and a shoulder, logistic in the logarithm of light,
joined by a straight line through middle grey (Unreal Engine documentation, "Color Grading and Filmic
Tonemapper"). It works on the primaries of ACEScg (Academy S-2014-004), slightly greyer before and after. The
modules of ACES that make glows and tame reds are left out.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from ..optics import CameraSettings

Floats = npt.NDArray[np.float64]

STEPS: Final = 4096
LOWEST: Final = -14.0
HIGHEST: Final = 8.0
"""The curve is tabulated at `STEPS` places between these powers of two."""

_GREY: Final = 0.18
_GREYER_BEFORE: Final = 0.96
_GREYER_AFTER: Final = 0.93
_D65: Final = (0.3127, 0.3290)
_D60: Final = (0.32168, 0.33767)
_SRGB: Final = ((0.64, 0.33), (0.30, 0.60), (0.15, 0.06))
_ACESCG: Final = ((0.713, 0.293), (0.165, 0.830), (0.128, 0.044))
_BRADFORD: Final = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])
_SECOND_RADIATION_CONSTANT: Final = 1.4388 / 1.4380
_WARMEST_DAYLIGHT: Final = 4000.0
_TINT_REACH: Final = 0.05


def filmic(light: Floats, settings: CameraSettings) -> Floats:
    """Screen light 0..1 of exposed `light` (any shape, linear, 0.18 is middle grey)."""
    toe_scale = max(1.0 + settings.black_clip - settings.toe, 1e-3)
    shoulder_scale = max(1.0 + settings.white_clip - settings.shoulder, 1e-3)
    slope = max(settings.slope, 1e-3)
    toe_match = _toe_match(settings, toe_scale, slope)
    straight_match = (1.0 - settings.toe) / slope - toe_match
    shoulder_match = settings.shoulder / slope - straight_match
    logs = np.log10(np.maximum(light, 1e-10))
    straight = slope * (logs + straight_match)
    toe = 2.0 * toe_scale * _logistic(2.0 * slope / toe_scale * (logs - toe_match)) - settings.black_clip
    falling = _logistic(-2.0 * slope / shoulder_scale * (logs - shoulder_match))
    shoulder = 1.0 + settings.white_clip - 2.0 * shoulder_scale * falling
    toe = np.where(logs < toe_match, toe, straight)
    shoulder = np.where(logs > shoulder_match, shoulder, straight)
    width = shoulder_match - toe_match
    share = np.clip((logs - toe_match) / np.copysign(max(abs(width), 1e-6), width), 0.0, 1.0)
    share = 1.0 - share if width < 0.0 else share
    share = share * share * (3.0 - 2.0 * share)
    return np.asarray(np.clip(toe + share * (shoulder - toe), 0.0, 1.0))


def _toe_match(settings: CameraSettings, toe_scale: float, slope: float) -> float:
    """Logarithm of the light where the toe ends, so that middle grey stays where it is."""
    if settings.toe > 0.8:
        return (1.0 - settings.toe - _GREY) / slope + float(np.log10(_GREY))
    share = (_GREY + settings.black_clip) / toe_scale - 1.0
    return float(np.log10(_GREY) - np.arctanh(np.clip(share, -0.999, 0.999)) * toe_scale / slope)


def _logistic(value: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(np.clip(-value, -60.0, 60.0))))


def film_table(settings: CameraSettings) -> npt.NDArray[np.float32]:
    """(STEPS,) screen light by the logarithm of exposed light, `LOWEST` to `HIGHEST`.

    Without post-process effects the film is linear and clips at 1.
    """
    light = np.exp2(np.linspace(LOWEST, HIGHEST, STEPS))
    light[0] = 0.0
    linear = not settings.enable_postprocess_effects
    return (np.minimum(light, 1.0) if linear else filmic(light, settings)).astype(np.float32)


def film_matrices(settings: CameraSettings) -> tuple[Floats, Floats]:
    """Two (3, 3): linear sRGB light -> what the curve is applied to, and back."""
    if not settings.enable_postprocess_effects:
        return np.eye(3), np.eye(3)
    to_film = np.linalg.inv(_to_xyz(_ACESCG, _D60)) @ adaptation(_D65, _D60) @ _to_xyz(_SRGB, _D65)
    luminance = _to_xyz(_ACESCG, _D60)[1]
    before, after = (_greyer(luminance, keep) for keep in (_GREYER_BEFORE, _GREYER_AFTER))
    balanced = white_balance(settings.temp, settings.tint)
    return before @ to_film @ balanced, np.linalg.inv(to_film) @ after


def white_balance(temperature: float, tint: float) -> Floats:
    """(3, 3) linear sRGB -> the same, so that light of `temperature` (K) and `tint` (-1..1) looks white."""
    planckian = _planckian(temperature)
    white = planckian if temperature < _WARMEST_DAYLIGHT else _daylight(temperature)
    ahead = _planckian(temperature * 1.001)
    along = (ahead - planckian) / np.linalg.norm(ahead - planckian)
    white = white + _TINT_REACH * tint * np.array([-along[1], along[0]])
    to_xyz = _to_xyz(_SRGB, _D65)
    return np.asarray(np.linalg.inv(to_xyz) @ adaptation(_xy(white), _D65) @ to_xyz)


def adaptation(source: tuple[float, float], target: tuple[float, float]) -> Floats:
    """(3, 3) XYZ -> XYZ that turns one white (x, y) into another, after Bradford (ICC.1, annex E)."""
    scale = (_BRADFORD @ _white(target)) / (_BRADFORD @ _white(source))
    return np.asarray(np.linalg.inv(_BRADFORD) @ np.diag(scale) @ _BRADFORD)


def _daylight(temperature: float) -> Floats:
    """CIE 1960 u, v of daylight (CIE 15, illuminants D)."""
    t = 1000.0 / (temperature * _SECOND_RADIATION_CONSTANT)
    warm = 0.244063 + t * (0.09911 + t * (2.9678 - t * 4.6070))
    cool = 0.237040 + t * (0.24748 + t * (1.9018 - t * 2.0064))
    x = warm if t >= 1.0 / 7.0 else cool
    y = -3.0 * x * x + 2.87 * x - 0.275
    return np.array([4.0 * x, 6.0 * y]) / (12.0 * y - 2.0 * x + 3.0)


def _planckian(temperature: float) -> Floats:
    """CIE 1960 u, v of a black body (Krystek 1985)."""
    t = temperature
    u = (0.860117757 + 1.54118254e-4 * t + 1.28641212e-7 * t * t) / (
        1.0 + 8.42420235e-4 * t + 7.08145163e-7 * t * t
    )
    v = (0.317398726 + 4.22806245e-5 * t + 4.20481691e-8 * t * t) / (
        1.0 - 2.89741816e-5 * t + 1.61456053e-7 * t * t
    )
    return np.array([u, v])


def _xy(uv: Floats) -> tuple[float, float]:
    u, v = (float(value) for value in uv)
    scale = 2.0 * u - 8.0 * v + 4.0
    return 3.0 * u / scale, 2.0 * v / scale


def _white(xy: tuple[float, float]) -> Floats:
    x, y = xy
    return np.array([x / y, 1.0, (1.0 - x - y) / y])


def _to_xyz(primaries: tuple[tuple[float, float], ...], white: tuple[float, float]) -> Floats:
    """(3, 3) linear RGB of these primaries -> XYZ."""
    columns = np.stack([_white(primary) for primary in primaries], axis=1)
    return np.asarray(columns * np.linalg.solve(columns, _white(white)))


def _greyer(luminance: Floats, keep: float) -> Floats:
    return np.asarray(keep * np.eye(3) + (1.0 - keep) * luminance)
