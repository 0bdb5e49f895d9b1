"""What light, shadow, clouds and fog do to pictures, at one fixed exposure."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from caos.sim.server.optics import CameraSettings
from caos.sim.server.scene import Instance, Pose, View, Weather

from caos.meshes import Material, Mesh

PLAIN = CameraSettings(enable_postprocess_effects=False, exposure_min_bright=13.5, exposure_max_bright=13.5)
CLEAR = Weather(cloudiness=0.0, sun_azimuth_angle=90.0, sun_altitude_angle=45.0)


def look(pose: Pose, width: int = 160, height: int = 90) -> View:
    return View(pose, width, height, 90.0, settings=PLAIN)


def linear(rgb: Any) -> Any:
    c = rgb.astype(np.float64) / 255.0
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


@pytest.fixture
def town(make_box: Any, place: Any) -> Sequence[Instance]:
    ground = make_box((900.0, 900.0, 1.0), Material((0.5, 0.5, 0.5), 0.9), at=(0, 0, -1.0))
    house = make_box((8.0, 8.0, 6.0), Material((0.6, 0.5, 0.45), 0.9))
    houses = [Instance(house, place(14.0 + 25.0 * n, 12.0 * (-1) ** n, 0.0), 2 + n) for n in range(8)]
    return [Instance(ground, np.eye(4), 1), *houses]


BASE = Weather(
    cloudiness=45.0, wind_intensity=0.0, sun_azimuth_angle=10.0, sun_altitude_angle=25.0, fog_density=25.0,
    fog_distance=5.0, fog_falloff=0.5,
)  # fmt: skip
CHANGES = {
    "cloudiness": 90.0, "precipitation": 80.0, "precipitation_deposits": 80.0, "wind_intensity": 100.0,
    "sun_azimuth_angle": 60.0, "sun_altitude_angle": 60.0, "fog_density": 60.0, "fog_distance": 60.0,
    "fog_falloff": 3.0, "wetness": 100.0, "scattering_intensity": 4.0, "mie_scattering_scale": 0.2,
    "rayleigh_scattering_scale": 0.15, "dust_storm": 50.0,
}  # fmt: skip


def test_every_parameter_of_the_weather_shows(renderer: Any, town: Any) -> None:
    assert set(CHANGES) == {field.name for field in dataclasses.fields(Weather)}
    renderer.set_static(town)
    view = look(Pose((0.0, 0.0, 1.6), (6.0, 0.0, 0.0)))
    base = renderer.render(view, [], BASE).rgb.astype(float)
    for name, value in CHANGES.items():
        changed = renderer.render(view, [], dataclasses.replace(BASE, **{name: value})).rgb
        assert np.abs(changed - base).mean() > 0.5, name


def test_days_end_in_the_dark(renderer: Any, town: Any) -> None:
    renderer.set_static(town)
    view = look(Pose((0.0, 0.0, 1.6), (0.0, 180.0, 0.0)))
    means = []
    for altitude in (60.0, 20.0, 5.0, -3.0, -30.0):
        weather = Weather(cloudiness=5.0, sun_azimuth_angle=40.0, sun_altitude_angle=altitude)
        means.append(linear(renderer.render(view, [], weather).rgb).mean())
    assert means == sorted(means, reverse=True)


def test_fog_grows_with_its_density_and_distance(renderer: Any, make_box: Any, place: Any) -> None:
    black = make_box((1.0, 4.0, 60.0), Material((0.0, 0.0, 0.0), 1.0))
    renderer.set_static(
        [Instance(black, place(20.0 * 2**n, (n - 1.5) * 9.0 * 2**n, -30.0), 1 + n) for n in range(4)]
    )
    view = look(Pose((0.0, 0.0, 2.0)), 320, 180)
    last = np.zeros(4)
    for density in (0.0, 20.0, 40.0, 70.0, 100.0):
        picture = renderer.render(view, [], dataclasses.replace(CLEAR, fog_density=density))
        seen = np.array([linear(picture.rgb[picture.instance == n]).mean() for n in range(1, 5)])
        assert (np.diff(seen) > -0.01).all()
        assert (seen >= last - 0.01).all()
        last = seen
    assert last[0] > 0.05


def test_fog_stays_low_as_its_falloff_says(renderer: Any, make_box: Any, place: Any) -> None:
    tower = make_box((1.0, 60.0, 60.0), Material((0.0, 0.0, 0.0), 1.0))
    renderer.set_static([Instance(tower, place(60.0, 0.0, 0.0), 1)])
    view = look(Pose((0.0, 0.0, 2.0), (25.0, 0.0, 0.0)))
    gain = {}
    for falloff in (0.0, 2.0):
        weather = dataclasses.replace(CLEAR, fog_density=50.0, fog_falloff=falloff)
        picture = renderer.render(view, [], weather)
        rows = np.nonzero((picture.instance == 1).any(axis=1))[0]
        light = linear(picture.rgb).mean(axis=-1)
        gain[falloff] = light[rows[3], 80] / light[rows[-3], 80]
    assert gain[2.0] < 0.6 * gain[0.0]


def test_fog_does_not_glow_at_night(renderer: Any, town: Any) -> None:
    renderer.set_static(town)
    view = look(Pose((0.0, 0.0, 1.6)))
    night = Weather(cloudiness=0.0, sun_altitude_angle=-90.0, fog_density=60.0)
    day = dataclasses.replace(night, sun_altitude_angle=45.0)
    dark, light = (linear(renderer.render(view, [], weather).rgb).mean() for weather in (night, day))
    assert dark < 0.1 * light


def test_shadow_edges_are_soft_and_without_grain(renderer: Any, make_box: Any, place: Any) -> None:
    ground = make_box((100.0, 100.0, 1.0), Material((0.7, 0.7, 0.7), 1.0), at=(0, 0, -1.0))
    wall = make_box((0.2, 60.0, 4.0))
    renderer.set_static([Instance(ground, np.eye(4), 1), Instance(wall, place(0.0, 0.0, 0.0), 2)])
    weather = Weather(cloudiness=0.0, sun_azimuth_angle=180.0, sun_altitude_angle=45.0)
    view = look(Pose((4.0, 0.0, 1.0), (-90.0, 0.0, 0.0)), 200, 200)
    light = linear(renderer.render(view, [], weather).rgb).mean(axis=-1)
    profile = light[:, 80:120].mean(axis=1)
    low, high = profile.min(), profile.max()
    between = (profile > low + 0.1 * (high - low)) & (profile < low + 0.9 * (high - low))
    assert high > 2.0 * low
    assert 4 <= between.sum() <= 40
    assert light[:, 80:120].std(axis=1).max() < 0.05 * (high - low)


def test_what_stands_on_the_ground_darkens_it_under_clouds(renderer: Any, make_box: Any, place: Any) -> None:
    ground = make_box((100.0, 100.0, 1.0), Material((0.5, 0.5, 0.5), 1.0), at=(0, 0, -1.0))
    crate = make_box((2.0, 2.0, 1.6), Material((0.5, 0.5, 0.5), 1.0))
    overcast = Weather(cloudiness=100.0)
    view = look(Pose((0.0, 0.0, 3.0), (-25.0, 0.0, 0.0)), 320, 180)
    renderer.set_static([Instance(ground, np.eye(4), 1)])
    bare = renderer.render(view, [], overcast)
    with_crate = renderer.render(view, [Instance(crate, place(7.0, 0.0, 0.0), 2)], overcast)
    share = linear(with_crate.rgb).mean(axis=-1) / linear(bare.rgb).mean(axis=-1)
    rows, columns = np.nonzero(with_crate.instance == 2)
    foot, middle = rows.max(), int(columns.mean())
    assert share[foot + 3, middle] < 0.9
    assert share[-3, 20] == pytest.approx(1.0, abs=0.03)
    assert share[foot + 3, middle] < share[foot + 30, middle]


def leaf(translucency: float) -> Mesh:
    points = np.array([(6, -2, 0), (6, 2, 0), (6, 2, 3), (6, -2, 3)], dtype=np.float32)
    return Mesh(
        points,
        np.tile(np.array([[-1, 0, 0]], dtype=np.float32), (4, 1)),
        np.zeros((4, 2), np.float32),
        np.array([(0, 1, 2), (0, 2, 3)], np.int32),
        (Material((0.3, 0.45, 0.2), 1.0, translucency=translucency),),
        np.zeros(2, np.int32),
        np.full(2, 9, np.uint8),
    )


def test_light_comes_through_leaves_from_behind(renderer: Any) -> None:
    weather = Weather(cloudiness=0.0, sun_azimuth_angle=0.0, sun_altitude_angle=20.0)
    means = []
    for translucency in (0.0, 0.5, 1.0):
        renderer.set_static([Instance(leaf(translucency), np.eye(4), 1)])
        picture = renderer.render(look(Pose((0.0, 0.0, 1.5))), [], weather)
        means.append(linear(picture.rgb[picture.instance == 1]).mean(axis=0))
    assert means[1].sum() > 1.5 * means[0].sum()
    assert means[2].sum() > 1.3 * means[1].sum()
    assert means[2].argmax() == 1


def test_dust_dims_the_sun_and_yellows_the_sky(renderer: Any) -> None:
    renderer.set_static([])
    view = look(Pose((0.0, 0.0, 1.6), (30.0, 200.0, 0.0)))
    clear = linear(renderer.render(view, [], CLEAR).rgb).mean(axis=(0, 1))
    dusty = linear(renderer.render(view, [], dataclasses.replace(CLEAR, dust_storm=100.0)).rgb).mean(
        axis=(0, 1)
    )
    assert clear[2] > 1.3 * clear[0]
    assert dusty[0] > 1.3 * dusty[2]
