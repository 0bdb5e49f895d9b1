"""Clouds and dust: how much of sun and sky they hide, and what they look like."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..scene import Weather

Color = npt.NDArray[np.float64]

CLOUD_HEIGHT = 1.5
"""Kilometres; where the light comes from that clouds catch."""

LUMINANCE = np.array([0.2126, 0.7152, 0.0722])
"""Of linear sRGB."""

_DUST = np.array([1.32, 0.98, 0.52])
_DUST_DEPTH = np.array([2.2, 2.7, 3.6])


@dataclass(frozen=True, slots=True, eq=False)
class Clouds:
    """What hangs overhead.

    Attributes:
        lit, dark: (3,) radiance of a cloud's sunlit side and of its base.
        cover: share of the sky under clouds, 0..1.
        closed: 0 (single clouds) .. 1 (one grey layer).
        shade: share of direct light that comes through.
    """

    lit: Color
    dark: Color
    cover: float
    closed: float
    shade: float

    def over(self, sky: Color, z: Color) -> Color:
        """(..., 3) the mean of radiance `sky` and clouds before it, where the sine of the altitude is `z`."""
        share = self.cover ** (0.5 + 0.5 * np.clip(z, 0.0, 1.0)) * 0.95
        deck = (0.45 * self.lit + 0.55 * self.dark) * (0.75 + 0.25 * z)
        return np.asarray(sky + share * (deck - sky))


def clouds(weather: Weather, light: Color, down: float, sky_light: Color) -> Clouds:
    """White in the light, grey below; the more they close up and rain, the darker.

    Args:
        weather: cloudiness and precipitation count; it rains out of clouds only.
        light: (3,) of sun or moon at `CLOUD_HEIGHT`, on what faces it, divided by pi.
        down: sine of its altitude.
        sky_light: (3,) of the clear sky on what faces up, divided by pi.
    """
    rain = unit(weather.precipitation)
    cover = max(unit(weather.cloudiness), min(1.3 * rain**0.7, 1.0))
    closed = smoothstep(0.5, 1.0, cover)
    # A closed layer hands light on from far away: under a low sun it gets more than its own share.
    steep = 0.85 * max(down, 0.0) + 0.13 * smoothstep(-0.1, 0.15, down)
    ceiling = grey(light * steep + sky_light) * np.array([0.97, 1.0, 1.04])
    overcast = ceiling * (0.52 - 0.2 * cover) * (1.0 - 0.45 * rain)
    lit = 0.62 * light + 0.8 * sky_light
    dark = 0.12 * light * (0.35 + 0.65 * max(down, 0.0)) + 0.5 * sky_light
    return Clouds(
        lit=lit + closed * (1.12 * overcast - lit),
        dark=dark + closed * (0.8 * overcast - dark),
        cover=cover,
        closed=closed,
        shade=(1.0 - 0.8 * cover**2) * (1.0 - 0.97 * closed),
    )


def dusty(radiance: Color, dust: float, sky_light: Color) -> Color:
    """(..., 3) `radiance` of the sky seen through flying sand that `sky_light` (3,) lights; `dust` 0..1."""
    sand = _DUST * float(LUMINANCE @ sky_light) * 0.8
    return np.asarray(radiance + 0.93 * dust * (sand - radiance))


def through_dust(dust: float) -> Color:
    """(3,) share of direct light that `dust` (0..1) lets through: blue goes first."""
    return np.asarray(np.exp(-dust * _DUST_DEPTH))


def grey(color: Color) -> Color:
    """(3,) `color` with most of its saturation gone, as after many turns inside a cloud."""
    return np.asarray(color + 0.75 * (LUMINANCE @ color - color))


def unit(percent: float) -> float:
    """A percentage as 0..1, clipped."""
    return float(np.clip(percent / 100.0, 0.0, 1.0))


def smoothstep(low: float, high: float, value: float) -> float:
    """0 at `low`, 1 at `high`, smooth between."""
    share = float(np.clip((value - low) / (high - low), 0.0, 1.0))
    return share * share * (3.0 - 2.0 * share)
