"""The sky's physics and the tables made of it, against integrals done the slow way."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest
from caos.sim.server.render import panorama
from caos.sim.server.render.noise import cloud_noise
from caos.sim.server.render.scattering import GROUND, TOP, Medium, medium, sky_radiance
from caos.sim.server.render.sky import Atmosphere, atmosphere
from caos.sim.server.scene import Weather

RAYLEIGH, MIE = 0.0331, 0.03
LUMINANCE = np.array([0.2126, 0.7152, 0.0722])


def toward(altitude: float, azimuth: float = 0.0) -> Any:
    h, a = np.radians(altitude), np.radians(azimuth)
    return np.array([np.cos(h) * np.cos(a), np.cos(h) * np.sin(a), np.sin(h)])


def air_at(height: float) -> tuple[Any, Any, Any]:
    """Scattering by molecules, by droplets, and extinction, per kilometre: Unreal's numbers."""
    molecules = RAYLEIGH * np.array([0.175287, 0.409607, 1.0]) * np.exp(-height / 8.0)
    droplets = MIE * np.exp(-height / 1.2) * np.ones(3)
    ozone = 0.001881 * np.array([0.345561, 1.0, 0.045189]) * max(0.0, 1.0 - abs(height - 25.0) / 15.0)
    return molecules, droplets, molecules + 1.111 * droplets + ozone


def way_to_space(place: Any, direction: Any) -> float:
    along = place @ direction
    return float(-along + np.sqrt(along**2 - place @ place + TOP**2))


def depth_to_space(place: Any, direction: Any, steps: int) -> Any:
    step = way_to_space(place, direction) / steps
    heights = [np.linalg.norm(place + direction * step * (k + 0.5)) - GROUND for k in range(steps)]
    return sum(air_at(height)[2] for height in heights) * step


def scattered_once(direction: Any, sun: Any, steps: int = 300) -> Any:
    """Radiance of the sky in one direction, one scattering only, integrated step by step."""
    eye = np.array([0.0, 0.0, GROUND + 0.1])
    step = way_to_space(eye, direction) / steps
    cosine, g = direction @ sun, 0.8
    rayleigh = 3.0 / (16.0 * np.pi) * (1.0 + cosine**2)
    mie = 3.0 / (8.0 * np.pi) * (1.0 - g * g) * (1.0 + cosine**2)
    mie /= (2.0 + g * g) * (1.0 + g * g - 2.0 * g * cosine) ** 1.5
    light, depth = np.zeros(3), np.zeros(3)
    for number in range(steps):
        place = eye + direction * step * (number + 0.5)
        molecules, droplets, extinction = air_at(float(np.linalg.norm(place)) - GROUND)
        through = np.exp(-depth - 0.5 * extinction * step - depth_to_space(place, sun, 60))
        light += (molecules * rayleigh + droplets * mie) * through * step
        depth = depth + extinction * step
    return light


@pytest.mark.parametrize("altitude", [90.0, 30.0, 6.0])
def test_sunlight_comes_through_the_air_as_integrated(altitude: float) -> None:
    wanted = np.exp(-depth_to_space(np.array([0.0, 0.0, GROUND + 0.1]), toward(altitude), 4000))
    found = medium(RAYLEIGH, MIE).towards(0.1, np.sin(np.radians(altitude)))
    assert found == pytest.approx(wanted, rel=0.04, abs=0.004)


@pytest.mark.parametrize(("altitude", "azimuth"), [(80.0, 0.0), (35.0, 20.0), (20.0, 150.0)])
def test_light_scattered_once_is_as_integrated(altitude: float, azimuth: float) -> None:
    full, sun, direction = medium(RAYLEIGH, MIE), toward(40.0), toward(altitude, azimuth)
    once = Medium(RAYLEIGH, MIE, full.transmittance, np.zeros_like(full.repeated))
    found = sky_radiance(once, direction[None], sun, sun)[0]
    assert found == pytest.approx(scattered_once(direction, sun), rel=0.06)
    more = sky_radiance(full, direction[None], sun, sun)[0]
    assert (more > found).all()
    assert (more < 2.0 * found).all()


def test_air_neither_makes_nor_keeps_light() -> None:
    """What comes down, straight and scattered, is less than what came in, but most of it on a high sun."""
    sun = toward(60.0)
    air = medium(RAYLEIGH, MIE)
    rng = np.random.default_rng(0)
    directions = rng.normal(size=(4000, 3))
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    directions[:, 2] = np.abs(directions[:, 2])
    sky = 2.0 * np.pi * (sky_radiance(air, directions, sun, sun) * directions[:, 2:]).mean(axis=0)
    total = sky + air.towards(0.1, sun[2]) * sun[2]
    assert (total < sun[2]).all()
    assert (total > 0.7 * sun[2]).all()


def test_scattering_scales_do_what_carla_says() -> None:
    sun, zenith, beside = toward(40.0), toward(90.0)[None], toward(43.0)[None]

    def sky(rayleigh: float, mie: float, at: Any) -> Any:
        return sky_radiance(medium(rayleigh, mie), at, sun, sun)[0]

    assert (sky(0.0, 0.0, zenith) == 0.0).all()
    assert sky(0.0331, 0.03, zenith)[2] > 1.5 * sky(0.01, 0.03, zenith)[2]
    assert (sky(0.0331, 0.1, beside) > 1.5 * sky(0.0331, 0.03, beside)).all()
    assert medium(0.2, 0.03).towards(0.1, sun[2])[2] < 0.5 * medium(RAYLEIGH, MIE).towards(0.1, sun[2])[2]


def blueness(color: Any) -> float:
    return float(color[2] / color[0])


def test_sky_is_bluer_above_than_at_the_horizon_by_day() -> None:
    sky = atmosphere(Weather(sun_altitude_angle=50.0, cloudiness=0.0)).sky
    assert blueness(sky[-1, 0]) > 1.2 * blueness(sky[2, 40])
    assert blueness(sky[2, 40]) > 1.0


def test_sky_is_red_where_the_sun_sets() -> None:
    sky = atmosphere(Weather(sun_altitude_angle=1.0, cloudiness=0.0)).sky
    assert blueness(sky[4, 0]) < 0.5
    assert blueness(sky[-1, 0]) > 1.5 * blueness(sky[4, 0])
    assert sky[4, 0].sum() > 2.0 * sky[4, -1].sum()


def test_light_fades_from_noon_to_night() -> None:
    def level(altitude: float) -> float:
        air = atmosphere(Weather(sun_altitude_angle=altitude, cloudiness=10.0))
        down = max(air.light_direction[2], 0.0)
        return float(LUMINANCE @ (air.sky_light + air.light * down))

    levels = [level(altitude) for altitude in (60.0, 30.0, 10.0, 4.0, -3.0, -12.0)]
    assert levels == sorted(levels, reverse=True)
    assert levels[0] > 10.0 * levels[-1] > 0.0


def irradiance(environment: Any, normal: Any) -> Any:
    """Irradiance / pi on a surface, summed over the environment's cells on both sides of the sun's plane."""
    total = np.zeros(3)
    for side in (1.0, -1.0):
        directions = panorama.environment_directions() * [1.0, side, 1.0]
        weight = np.maximum(directions @ normal, 0.0) * panorama.solid_angles() * 0.5
        total += np.einsum("rc,rcd->d", weight, environment)
    return total / np.pi


@pytest.mark.parametrize(
    "weather",
    [Weather(), Weather(cloudiness=100.0), Weather(sun_altitude_angle=5.0), Weather(dust_storm=60.0)],
)
def test_harmonics_shed_as_much_light_as_the_table(weather: Weather) -> None:
    air = atmosphere(dataclasses.replace(weather, sun_azimuth_angle=0.0))
    mean = irradiance(air.environment[0], np.array([0.0, 0.0, 1.0])).mean()
    for normal in (*np.eye(3), *-np.eye(3), toward(45.0, 30.0), toward(-30.0, 200.0)):
        found = panorama.basis(np.asarray(normal)) @ air.harmonics
        assert found == pytest.approx(irradiance(air.environment[0], normal), abs=0.12 * mean)


def test_harmonics_are_exact_for_simple_light_and_turn_with_the_sun() -> None:
    rows, columns = panorama.ENVIRONMENT_SHAPE
    even = np.ones((rows, columns, 3))
    assert panorama.basis(toward(20.0, 70.0)) @ panorama.harmonics(even, 1.0) == pytest.approx(1.0, abs=0.01)
    sided = even + panorama.environment_directions()[..., :1]
    turned = panorama.harmonics(sided, np.radians(90.0))
    for azimuth, wanted in ((90.0, 1.0 + 2.0 / 3.0), (0.0, 1.0), (270.0, 1.0 / 3.0)):
        assert panorama.basis(toward(0.0, azimuth)) @ turned == pytest.approx(wanted, abs=0.02)


def test_blurring_keeps_what_is_even_and_evens_the_rest() -> None:
    rows, columns = panorama.ENVIRONMENT_SHAPE
    assert panorama.solid_angles().sum() == pytest.approx(4.0 * np.pi)
    assert panorama.blurred(np.full((rows, columns, 3), 0.7)) == pytest.approx(0.7, abs=1e-5)
    spots = np.zeros((rows, columns, 3))
    spots[30, 5] = 1.0
    spread = [float(level.std()) for level in panorama.blurred(spots)]
    assert spread == sorted(spread, reverse=True)


def test_clouds_cover_what_their_threshold_says() -> None:
    towers = cloud_noise(128)[..., 0]
    for cover in (0.1, 0.5, 0.9):
        assert np.mean(towers > 255 * (1.0 - cover)) == pytest.approx(cover, abs=0.01)
    assert np.array_equal(cloud_noise(64), cloud_noise(64))


def fields(air: Atmosphere) -> list[Any]:
    return [np.asarray(getattr(air, field.name)) for field in dataclasses.fields(air)]


@pytest.mark.parametrize(
    ("name", "outside", "edge"),
    [
        ("cloudiness", 250.0, 100.0),
        ("cloudiness", -5.0, 0.0),
        ("precipitation", 101.0, 100.0),
        ("precipitation_deposits", -1.0, 0.0),
        ("wind_intensity", 900.0, 100.0),
        ("sun_altitude_angle", 120.0, 90.0),
        ("sun_altitude_angle", -200.0, -90.0),
        ("fog_density", 1e6, 100.0),
        ("fog_distance", -3.0, 0.0),
        ("fog_falloff", -1.0, 0.0),
        ("fog_falloff", 1e30, 1000.0),
        ("wetness", 1e3, 100.0),
        ("scattering_intensity", -1.0, 0.0),
        ("mie_scattering_scale", -1.0, 0.0),
        ("rayleigh_scattering_scale", 99.0, 2.0),
        ("dust_storm", 400.0, 100.0),
    ],
)
def test_values_out_of_range_are_clipped(name: str, outside: float, edge: float) -> None:
    one, other = (atmosphere(dataclasses.replace(Weather(), **{name: value})) for value in (outside, edge))
    assert all(np.array_equal(a, b) for a, b in zip(fields(one), fields(other), strict=True))


def test_the_same_weather_gives_the_same_light() -> None:
    weather = Weather(cloudiness=33.0, sun_altitude_angle=21.0)
    first = fields(atmosphere(weather))
    atmosphere.cache_clear()
    medium.cache_clear()
    assert all(np.array_equal(a, b) for a, b in zip(first, fields(atmosphere(weather)), strict=True))
