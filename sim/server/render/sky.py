"""From CARLA's weather to light: sun or moon, sky colors, clouds, haze, wetness and exposure.

The colors are linear RGB radiances in arbitrary units. They were fitted by eye to what the names of CARLA's
presets promise; this is no simulation of scattering. Wind and the Mie and Rayleigh scales have no effect yet.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..scene import Weather

Color = npt.NDArray[np.float64]

_LUMINANCE = np.array([0.2126, 0.7152, 0.0722])
_SUNLIGHT = np.array([3.3, 3.25, 3.2])
_OPTICAL_DEPTH = np.array([0.060, 0.145, 0.320])
_MOONLIGHT = np.array([0.016, 0.019, 0.025])
_MOON_ALTITUDE = 50.0
_ZENITH = {"day": (0.13, 0.30, 0.72), "dusk": (0.10, 0.15, 0.33), "night": (0.007, 0.009, 0.014)}
_HORIZON = {"day": (0.60, 0.74, 0.92), "dusk": (0.62, 0.42, 0.30), "night": (0.016, 0.017, 0.021)}
_OVERCAST = np.array([0.56, 0.60, 0.66])
_DUST = np.array([0.62, 0.43, 0.25])


@dataclass(frozen=True, slots=True, eq=False)
class Atmosphere:
    """What the shaders need to know of a weather; colors are (3,) linear radiance or irradiance / pi.

    Attributes:
        light_direction: (3,) unit vector towards the sun, or towards the moon at night.
        light: direct light on a surface facing it, divided by pi; weakened by clouds.
        sun_direction: (3,) unit vector towards the sun, also below the horizon.
        disc: radiance of the sun's disc and glow.
        zenith, horizon: sky without clouds.
        cloud: clouds seen from below.
        cover: 0 (blue sky) .. 1 (closed).
        sky_light, ground_light: ambient light from above and bounced from below, divided by pi.
        haze: color that distant things fade to.
        extinction: per metre at the ground.
        fog_start: metres without fog.
        falloff: per metre of height.
        wetness: 0..1, how dark and glossy upward surfaces are.
        puddles: 0..1, share of the ground under water.
        exposure: what radiance is multiplied by before tone mapping.
    """

    light_direction: Color
    light: Color
    sun_direction: Color
    disc: Color
    zenith: Color
    horizon: Color
    cloud: Color
    cover: float
    sky_light: Color
    ground_light: Color
    haze: Color
    extinction: float
    fog_start: float
    falloff: float
    wetness: float
    puddles: float
    exposure: float


def atmosphere(weather: Weather) -> Atmosphere:
    """The light of a weather. Values outside CARLA's ranges are clipped to them."""
    altitude = float(np.clip(weather.sun_altitude_angle, -90.0, 90.0))
    cover = _unit(weather.cloudiness)
    rain, dust = _unit(weather.precipitation), _unit(weather.dust_storm)
    closed = _smoothstep(0.35, 0.95, cover)
    sun = _SUNLIGHT * _transmittance(altitude) * _smoothstep(-3.0, 3.0, altitude)
    moon = _MOONLIGHT * _smoothstep(-2.0, -8.0, altitude)
    is_night = altitude < -2.5
    direct = (moon if is_night else sun) * (1.0 - 0.96 * closed) * (1.0 - 0.8 * dust)
    zenith, horizon = _sky_color(_ZENITH, altitude), _sky_color(_HORIZON, altitude)
    brightness = float(_LUMINANCE @ (0.5 * zenith + 0.5 * horizon))
    cloud = _cloud_color(sun, moon, brightness, closed, rain)
    overcast = np.maximum(cloud, 0.3 * brightness * _OVERCAST)
    zenith, horizon = (color + closed * (overcast - color) for color in (zenith, horizon))
    dusty = _DUST * brightness
    zenith, horizon = zenith + 0.8 * dust * (dusty - zenith), horizon + 0.9 * dust * (dusty - horizon)
    mixed = zenith + 0.6 * cover * (1.0 - closed) * (cloud - zenith)
    sky_light = _greyer(0.62 * mixed + 0.38 * horizon, 0.55)
    down = max(math.sin(math.radians(_MOON_ALTITUDE if is_night else altitude)), 0.05)
    ground_light = 0.16 * (sky_light + 0.6 * direct * down) * np.array([1.0, 0.96, 0.9])
    return Atmosphere(
        light_direction=_direction(
            weather.sun_azimuth_angle, _MOON_ALTITUDE if is_night else max(altitude, 1.5)
        ),
        light=direct,
        sun_direction=_direction(weather.sun_azimuth_angle, altitude),
        disc=sun * (1.0 - closed) * (1.0 - dust),
        zenith=zenith,
        horizon=horizon,
        cloud=cloud,
        cover=cover,
        sky_light=sky_light,
        ground_light=ground_light,
        haze=0.92 * horizon + 0.08 * zenith,
        extinction=_extinction(weather),
        fog_start=max(weather.fog_distance, 0.0),
        falloff=float(np.clip(weather.fog_falloff, 0.0, 5.0)),
        wetness=max(_unit(weather.wetness), 0.7 * rain, 0.8 * _unit(weather.precipitation_deposits)),
        puddles=_unit(weather.precipitation_deposits),
        exposure=_exposure(sky_light, direct * down) * (1.0 - 0.15 * closed),
    )


def _greyer(color: Color, share: float) -> Color:
    """`color` with a share of its saturation gone, as after bouncing about before it enters a shadow."""
    return np.asarray(color + share * (_LUMINANCE @ color - color))


def _unit(percent: float) -> float:
    return float(np.clip(percent / 100.0, 0.0, 1.0))


def _smoothstep(low: float, high: float, value: float) -> float:
    share = float(np.clip((value - low) / (high - low), 0.0, 1.0))
    return share * share * (3.0 - 2.0 * share)


def _direction(azimuth: float, altitude: float) -> Color:
    """Unit vector towards a light; azimuth grows from x towards y, as yaw does."""
    a, h = math.radians(azimuth), math.radians(altitude)
    return np.array([math.cos(h) * math.cos(a), math.cos(h) * math.sin(a), math.sin(h)])


def _transmittance(altitude: float) -> Color:
    """Share of sunlight that comes through the air; air mass after Kasten and Young (1989)."""
    height = max(altitude, 0.0)
    mass = 1.0 / (math.sin(math.radians(height)) + 0.50572 * (height + 6.07995) ** -1.6364)
    return np.asarray(np.exp(-_OPTICAL_DEPTH * (mass - 1.0)))


def _sky_color(colors: dict[str, tuple[float, float, float]], altitude: float) -> Color:
    """Between night (below -14 degrees), dusk (around 0) and day (above 32)."""
    night, dusk, day = (np.array(colors[name]) for name in ("night", "dusk", "day"))
    if altitude < 0.0:
        return np.asarray(night + _smoothstep(-14.0, 0.0, altitude) * (0.6 * dusk - night))
    return np.asarray(0.6 * dusk + _smoothstep(0.0, 32.0, altitude) * (day - 0.6 * dusk))


def _cloud_color(sun: Color, moon: Color, brightness: float, closed: float, rain: float) -> Color:
    """White in the sun, grey when the sky is closed, darker when it rains."""
    lit = 0.22 * sun + 0.6 * moon + brightness * _OVERCAST
    return np.asarray(lit * (1.0 - 0.35 * closed) * (1.0 - 0.35 * rain))


def _extinction(weather: Weather) -> float:
    """Per metre: thin haze always, CARLA's fog density (percent), rain and dust on top."""
    fog: float = 0.06 * _unit(weather.fog_density) ** 1.6
    clear = 0.0006 * (0.5 + 0.5 * float(np.clip(weather.scattering_intensity, 0.0, 4.0)))
    return clear + fog + 0.0026 * _unit(weather.precipitation) + 0.03 * _unit(weather.dust_storm)


def _exposure(sky_light: Color, direct: Color) -> float:
    """Brings a grey scene near middle grey by day and leaves nights dark: an eye that adapts in part."""
    level = float(_LUMINANCE @ (sky_light + 0.8 * direct))
    return float(0.62 * (1.9 / max(level, 1e-4)) ** 0.60)
