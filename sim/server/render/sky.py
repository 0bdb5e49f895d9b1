"""From CARLA's weather to light: sun or moon, sky, clouds, haze, fog and dust.

Radiance is linear RGB in units of a white wall in the sun at clear noon; irradiance is divided by pi. The sky
and the light's color come from `scattering`; clouds, fog and dust on top of it were fitted by eye to what the
names of CARLA's presets promise.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from ..scene import Weather
from .clouds import CLOUD_HEIGHT, LUMINANCE, Clouds, clouds, dusty, grey, smoothstep, through_dust, unit
from .fog import Fog, fog
from .panorama import Table, blurred, environment_directions, harmonics, sky_directions, solid_angles
from .scattering import Medium, medium, sky_radiance

Color = npt.NDArray[np.float64]

_SUNLIGHT = 1.22 * np.array([0.97, 1.0, 1.03])
_MOONLIGHT = 0.05 * np.array([0.86, 0.95, 1.1])
_AIRGLOW = np.array([0.0006, 0.0007, 0.0009])
_TOWN_GLOW = np.array([0.0042, 0.0036, 0.0030])
_MOON_ALTITUDE = 50.0
_PALE = np.array([0.92, 0.98, 1.2])
_NIGHTFALL = -1.0
_EYE_HEIGHT = 0.1
_SUN_DISC, _MOON_DISC = 250.0, 60.0  # radiance of a disc over its light; the true one is 200 times higher
_TOWN_ALBEDO = np.array([0.17, 0.165, 0.15])


@dataclass(frozen=True, slots=True, eq=False)
class Atmosphere:
    """What the shaders need to know of a weather; colors are (3,) radiance or irradiance / pi.

    Attributes:
        light_direction: (3,) unit vector towards the sun, or towards the moon at night.
        light: direct light on a surface facing it; weakened by clouds, fog and dust.
        sun_direction: (3,) unit vector towards the sun, also below the horizon.
        disc_direction: (3,) unit vector towards the middle of sun or moon, whichever lights.
        disc: radiance of the disc without clouds before it.
        sunward: (2,) unit vector along the ground, where the tables' azimuth 0 lies.
        sky: (96, 64, 3) radiance without clouds (`panorama.sky_directions`).
        environment: (5, 48, 24, 3) radiance with the mean of the clouds and the ground, by roughness.
        harmonics: (9, 3) of the ambient light (`panorama.harmonics`).
        sky_light, ground_light: ambient light on what faces up; radiance of the ground.
        cloud_lit, cloud_dark: radiance of a cloud's sunlit side and of its base.
        cover: share of the sky under clouds, 0..1.
        closed: 0 (single clouds) .. 1 (one grey layer).
        stars: 0 by day .. 1.
        wind: 0..1.
        haze: per metre, the same at all heights.
        extinction: of fog per metre at the ground.
        fog_start: metres without fog.
        falloff: of fog per metre of height.
        glow: light that fog scatters forward from sun or moon.
        wetness: 0..1, how dark and glossy upward surfaces are.
        puddles: 0..1, share of the ground under water.
    """

    light_direction: Color
    light: Color
    sun_direction: Color
    disc_direction: Color
    disc: Color
    sunward: Color
    sky: Table
    environment: Table
    harmonics: Color
    sky_light: Color
    ground_light: Color
    cloud_lit: Color
    cloud_dark: Color
    cover: float
    closed: float
    stars: float
    wind: float
    haze: float
    extinction: float
    fog_start: float
    falloff: float
    glow: Color
    wetness: float
    puddles: float


@dataclass(frozen=True, slots=True, eq=False)
class _Source:
    """Sun or moon above the air: altitude in degrees, irradiance / pi.

    CARLA's presets called sunset have the sun at 15 degrees, where the true one is hardly yellow. So the
    light of a low sun is colored as that of a still lower one.
    """

    altitude: float
    light: Color

    @property
    def down(self) -> float:
        """Sine of the altitude."""
        return math.sin(math.radians(self.altitude))

    def at(self, air: Medium, height: float) -> Color:
        """(3,) irradiance / pi at a height in kilometres."""
        return np.asarray(self.light * air.towards(height, math.sin(math.radians(self.shown))))

    @property
    def shown(self) -> float:
        """The altitude, in degrees, of the sun whose color it has."""
        lowered = self.altitude * (0.55 + 0.45 * smoothstep(0.0, 40.0, self.altitude))
        return min(self.altitude, lowered)


@dataclass(frozen=True, slots=True, eq=False)
class _Day:
    """What a weather's light is made of.

    Attributes:
        altitude: of the sun, degrees, clipped.
        air: the medium.
        sources: the sun, and the moon at night; the last one lights directly.
        overhead: clouds.
        mist: fog and haze.
        dust: 0..1.
        light: (3,) direct light that arrives, divided by pi.
        around: (rows, columns, 3) radiance of the environment.
    """

    altitude: float
    air: Medium
    sources: list[_Source]
    overhead: Clouds
    mist: Fog
    dust: float
    light: Color
    around: Color


@lru_cache(maxsize=16)
def atmosphere(weather: Weather) -> Atmosphere:
    """The light of a weather; values outside CARLA's ranges are clipped to them.

    The arrays are shared by all who ask: read only.
    """
    day, azimuth = _day(weather), math.radians(weather.sun_azimuth_angle)
    main, sky_light = day.sources[-1], _shed(day.around)
    rain, deposits = unit(weather.precipitation), unit(weather.precipitation_deposits)
    disc = main.at(day.air, _EYE_HEIGHT) * (_MOON_DISC if day.altitude < _NIGHTFALL else _SUN_DISC)
    return Atmosphere(
        light_direction=_direction(azimuth, max(main.altitude, 1.5)),
        light=day.light,
        sun_direction=_direction(azimuth, day.altitude),
        disc_direction=_direction(azimuth, main.altitude),
        disc=disc * (1.0 - day.dust) ** 3,
        sunward=np.array([math.cos(azimuth), math.sin(azimuth)]),
        sky=dusty(_clear_sky(day.air, day.sources, sky_directions()), day.dust, sky_light).astype(np.float32),
        environment=blurred(day.around),
        harmonics=harmonics(day.around, azimuth),
        sky_light=sky_light,
        ground_light=_TOWN_ALBEDO * (sky_light + 0.6 * day.light * max(main.down, 0.02)),
        cloud_lit=dusty(day.overhead.lit, day.dust, sky_light),
        cloud_dark=dusty(day.overhead.dark, day.dust, sky_light),
        cover=day.overhead.cover,
        closed=day.overhead.closed,
        stars=smoothstep(-4.0, -12.0, day.altitude) * (1.0 - day.dust),
        wind=unit(weather.wind_intensity),
        haze=day.mist.haze,
        extinction=day.mist.extinction,
        fog_start=day.mist.start,
        falloff=day.mist.falloff,
        glow=0.2 * float(np.clip(weather.scattering_intensity, 0.0, 4.0)) * day.light,
        wetness=max(unit(weather.wetness), 0.7 * rain, 0.8 * deposits),
        puddles=deposits,
    )


def _day(weather: Weather) -> _Day:
    """From above the air down to the street."""
    altitude = float(np.clip(weather.sun_altitude_angle, -90.0, 90.0))
    air = medium(_scale(weather.rayleigh_scattering_scale), _scale(weather.mie_scattering_scale))
    sources, mist, dust = _sources(altitude), fog(weather), unit(weather.dust_storm)
    main, down = sources[-1], max(sources[-1].down, 0.02)
    clear = _clear_sky(air, sources, environment_directions())
    town_glow = _TOWN_GLOW * smoothstep(0.0, -8.0, altitude)
    overhead = clouds(weather, main.at(air, CLOUD_HEIGHT), main.down, _shed(clear) + town_glow)
    shaded = main.at(air, _EYE_HEIGHT) * overhead.shade
    light = shaded * mist.through(main.down) * through_dust(dust)
    # What fog and dust keep from the sun's straight light comes from all over the sky instead.
    ceiling = overhead.over(clear, environment_directions()[..., 2:])
    ceiling = dusty(ceiling + 0.5 * grey(shaded - light) * down, dust, _shed(ceiling))
    return _Day(altitude, air, sources, overhead, mist, dust, light, _surroundings(ceiling, light * down))


def _scale(scattering: float) -> float:
    """Per kilometre at the ground; more than 2 no eye could see through."""
    return float(np.clip(scattering, 0.0, 2.0))


def _sources(altitude: float) -> list[_Source]:
    """The sun, and the moon when the sun is down.

    The true moon is 400,000 times fainter than the sun. For a camera that adapts by two stops only it shines
    far brighter here, and so does dusk, lest it were darker than the night.
    """
    dusk = 1.0 + 3.0 * smoothstep(8.0, 0.0, altitude) + 16.0 * smoothstep(0.0, -6.0, altitude)
    risen = smoothstep(0.5, -5.0, altitude)
    moon = [_Source(_MOON_ALTITUDE, _MOONLIGHT * risen)] if altitude < _NIGHTFALL else []
    return [_Source(altitude, _SUNLIGHT * dusk), *moon]


def _clear_sky(air: Medium, sources: list[_Source], directions: Color) -> Color:
    """(..., 3) radiance without clouds, paler than `scattering` has it: a little by day, much at dusk.

    Below the horizon it stays that of the horizon.
    """
    light = [
        np.pi
        * source.light
        * sky_radiance(air, directions, _direction(0.0, source.shown), _direction(0.0, source.altitude))
        for source in sources
    ]
    total = np.asarray(sum(light) + _AIRGLOW)
    pale = 0.15 + 0.6 * smoothstep(2.0, -3.0, sources[0].altitude)
    return np.asarray(total + pale * (total @ LUMINANCE[:, None] * _PALE - total))


def _shed(environment: Color) -> Color:
    """(3,) irradiance / pi on what faces up."""
    up = np.maximum(environment_directions()[..., 2], 0.0) * solid_angles()
    return np.asarray(np.einsum("rc,rcd->d", up, environment) / np.pi)


def _surroundings(sky: Color, direct: Color) -> Color:
    """(rows, columns, 3) radiance from everywhere: `sky`, houses before it low down, and the ground."""
    z = environment_directions()[..., 2:]
    town = _TOWN_ALBEDO * (_shed(sky) + 0.6 * direct)
    open_ = np.clip(0.35 + 3.0 * z, 0.0, 1.0)
    return np.asarray(np.where(z > 0.0, sky + 0.5 * (1.0 - open_) * (town - sky), town))


def _direction(azimuth: float, altitude: float) -> Color:
    """Unit vector towards a light: azimuth in radians, from x towards y as yaw; altitude in degrees."""
    h = math.radians(altitude)
    return np.array([math.cos(h) * math.cos(azimuth), math.cos(h) * math.sin(azimuth), math.sin(h)])
