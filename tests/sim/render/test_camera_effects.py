"""What the camera does to a picture, each effect against an oracle of its own."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from caos.sim.server.optics import CameraSettings, ExposureMode, Lens
from caos.sim.server.render import Renderer
from caos.sim.server.render.bloom import spread_light
from caos.sim.server.render.blur import confusion
from caos.sim.server.render.camera import Camera
from caos.sim.server.render.flare import flare, sun_place
from caos.sim.server.render.lens import lens_map
from caos.sim.server.render.rain import DROPS, lens_drops
from caos.sim.server.render.sky import atmosphere
from caos.sim.server.scene import Instance, Picture, Pose, View, Weather

from caos.meshes import Material

CLEAR = Weather(cloudiness=0.0, sun_azimuth_angle=90.0, sun_altitude_angle=45.0)
LOW_SUN = Weather(cloudiness=0.0, sun_azimuth_angle=32.0, sun_altitude_angle=21.0)
RAIN = Weather(cloudiness=90.0, precipitation=90.0, wind_intensity=60.0)
DRIZZLE = dataclasses.replace(RAIN, precipitation=40.0)
PLAIN = CameraSettings(enable_postprocess_effects=False)
BARREL = Lens(circle_falloff=1.0, circle_multiplier=1.0, k=0.4, kcube=-0.1)
MOVED = Pose((-0.25, 0.02, 1.5), (0.0, 0.3, 0.0))

Draw = Callable[..., Picture]


@pytest.fixture
def draw(renderer: Any, street_scene: list[Instance], make_view: Any) -> Draw:
    """Draws the street with settings and view values of one's choice."""
    renderer.set_static(street_scene)

    def pictured(weather: Weather = CLEAR, settings: CameraSettings | None = None, **values: Any) -> Picture:
        given = settings or CameraSettings()
        view = dataclasses.replace(make_view(320, 180), settings=given, **values)
        return renderer.render(view, [], weather)

    return pictured


def same_labels(one: Picture, other: Picture) -> bool:
    return all(
        np.array_equal(getattr(one, name), getattr(other, name)) for name in ("tag", "instance", "depth")
    )


def mean_change(one: Picture, other: Picture) -> float:
    return float(np.abs(one.rgb.astype(float) - other.rgb.astype(float)).mean())


EFFECTS: dict[str, tuple[Any, Weather, dict[str, Any]]] = {
    "enable_postprocess_effects": (False, CLEAR, {}),
    "exposure_mode": (ExposureMode.MANUAL, CLEAR, {}),
    "exposure_compensation": (1.0, CLEAR, {}),
    "exposure_min_bright": (11.9, DRIZZLE, {}),
    "exposure_max_bright": (10.0, CLEAR, {}),
    "calibration_constant": (30.0, CLEAR, {}),
    "iso": (50.0, CLEAR, {"exposure_mode": ExposureMode.MANUAL, "fstop": 8.0}),
    "shutter_speed": (400.0, CLEAR, {"exposure_mode": ExposureMode.MANUAL, "fstop": 8.0}),
    "fstop": (0.05, CLEAR, {}),
    "min_fstop": (0.01, CLEAR, {"fstop": 0.03}),
    "blade_count": (3, CLEAR, {"fstop": 0.03, "min_fstop": 0.0}),
    "focal_distance": (200.0, CLEAR, {"fstop": 0.05}),
    "blur_amount": (0.01, CLEAR, {"blur_radius": 30.0}),
    "blur_radius": (30.0, CLEAR, {"blur_amount": 0.05}),
    "motion_blur_intensity": (1.0, CLEAR, {"motion_blur_max_distortion": 5.0}),
    "motion_blur_max_distortion": (5.0, CLEAR, {"motion_blur_intensity": 1.0}),
    "motion_blur_min_object_screen_size": (10.0, CLEAR, {"motion_blur_max_distortion": 5.0}),
    "gamma": (1.8, CLEAR, {}),
    "slope": (0.7, CLEAR, {}),
    "toe": (0.3, CLEAR, {}),
    "shoulder": (0.5, CLEAR, {}),
    "black_clip": (0.05, CLEAR, {}),
    "white_clip": (0.3, CLEAR, {}),
    "temp": (5000.0, CLEAR, {}),
    "tint": (0.3, CLEAR, {}),
    "chromatic_aberration_intensity": (2.0, CLEAR, {}),
    "chromatic_aberration_offset": (0.5, CLEAR, {"chromatic_aberration_intensity": 3.0}),
    "bloom_intensity": (4.0, CLEAR, {}),
    "lens_flare_intensity": (1.0, LOW_SUN, {}),
}
"""Attribute -> a value, and the weather and the other settings under which it shows."""

WITHOUT_EFFECT = {"exposure_speed_up": 9.0, "exposure_speed_down": 9.0}


def test_every_setting_is_tried() -> None:
    names = {entry.name for entry in dataclasses.fields(CameraSettings)}
    assert names == EFFECTS.keys() | WITHOUT_EFFECT.keys()
    assert all(name in (CameraSettings.__module__ and _optics_text()) for name in WITHOUT_EFFECT)


def _optics_text() -> str:
    from caos.sim.server import optics

    return (optics.__doc__ or "") + (CameraSettings.__doc__ or "")


@pytest.mark.parametrize("name", EFFECTS)
def test_every_setting_changes_the_picture_and_no_label(draw: Draw, name: str) -> None:
    value, weather, others = EFFECTS[name]
    base = dataclasses.replace(CameraSettings(), **others)
    before = draw(weather, base, previous=MOVED)
    after = draw(weather, dataclasses.replace(base, **{name: value}), previous=MOVED)
    assert mean_change(before, after) > 0.05
    assert same_labels(before, after)


@pytest.mark.parametrize("name", WITHOUT_EFFECT)
def test_settings_said_to_have_no_effect_have_none(draw: Draw, name: str) -> None:
    other = dataclasses.replace(CameraSettings(), **{name: WITHOUT_EFFECT[name]})
    assert np.array_equal(draw().rgb, draw(settings=other).rgb)


def test_the_same_bytes_with_everything_on(street_scene: list[Instance], make_view: Any) -> None:
    settings = CameraSettings(
        chromatic_aberration_intensity=1.0, fstop=0.1, lens_flare_intensity=1.0, blur_radius=4.0
    )
    view = dataclasses.replace(make_view(200, 120), settings=settings, lens=BARREL, previous=MOVED, time=2.5)
    pictures = []
    for others in (0, 2):
        with Renderer() as renderer:
            renderer.set_static(street_scene)
            for number in range(others):
                renderer.render(make_view(200, 120 + number), [], LOW_SUN)
            pictures.append(renderer.render(view, [], RAIN).rgb)
    assert np.array_equal(*pictures)


def test_time_changes_nothing_in_dry_weather(draw: Draw) -> None:
    assert np.array_equal(draw(time=0.0).rgb, draw(time=7.3).rgb)


def developed(renderer: Any, view: View, radiance: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    """The picture made of (H, W, 3) `radiance` in the scene that was drawn last."""
    targets = renderer._targets.get((view.width, view.height))
    pixels = np.dstack([radiance, np.ones(radiance.shape[:2], np.float32)]).astype(np.float16)
    with renderer._context:
        targets.radiance.write(pixels.tobytes())
        renderer._film.develop(targets, view, Camera.of(view), atmosphere(CLEAR), CLEAR)
        return renderer._read(targets, view, True).rgb.astype(float)


def radiance_of(renderer: Any, view: View) -> npt.NDArray[np.float32]:
    targets = renderer._targets.get((view.width, view.height))
    with renderer._context:
        flat = np.frombuffer(targets.radiance.read(alignment=1), np.float16)
    return flat.reshape(view.height, view.width, 4)[..., :3].astype(np.float32)


def test_a_scene_twice_as_bright_is_exposed_half_as_long(
    renderer: Any, street_scene: list[Instance], make_view: Any
) -> None:
    wide = CameraSettings(exposure_min_bright=-30.0, exposure_max_bright=30.0)
    view = dataclasses.replace(make_view(320, 180), settings=wide)
    renderer.set_static(street_scene)
    renderer.render(view, [], CLEAR)
    light = radiance_of(renderer, view)
    once, twice = developed(renderer, view, light), developed(renderer, view, 2.0 * light)
    assert np.abs(once - twice).max() <= 2.0
    narrow = dataclasses.replace(view, settings=CameraSettings(exposure_max_bright=10.0))
    assert developed(renderer, narrow, 2.0 * light).mean() > developed(renderer, narrow, light).mean() + 10.0


def test_gamma(draw: Draw) -> None:
    usual, other = draw().rgb / 255.0, draw(settings=CameraSettings(gamma=1.5)).rgb / 255.0
    middle = (usual > 0.05) & (other > 0.05)
    assert np.abs(usual ** (2.2 / 1.5) - other)[middle].max() < 0.03


def test_the_film_on_the_card_is_the_film(renderer: Any, make_view: Any) -> None:
    """Grey ramps against the curve in NumPy: exposed by hand, encoded as sRGB, without what a lens adds."""
    from caos.sim.server.render.exposure import exposure
    from caos.sim.server.render.tone import film_matrices, filmic

    settings = CameraSettings(
        exposure_mode=ExposureMode.MANUAL, fstop=8.0, bloom_intensity=0.0, lens_flare_intensity=0.0
    )
    view = dataclasses.replace(make_view(64, 16, 20.0), settings=settings)
    renderer.set_static([])
    renderer.render(view, [], CLEAR)
    scale = exposure(np.zeros(1, np.float32), settings)
    light = np.exp2(np.linspace(-6.0, 4.0, 64)) / scale
    ramp = np.broadcast_to(light[None, :, None], (16, 64, 3)).astype(np.float32)
    columns = (np.arange(64) + 0.5) / 32.0 - 1.0
    across = columns * 0.4 * 64 / (math.hypot(64, 16) / math.sqrt(2.0))
    dimmed = light.astype(np.float16).astype(float) * scale / (1.0 + across**2) ** 2
    before, after = film_matrices(settings)
    shown = np.clip(filmic((dimmed[:, None] * np.ones(3)) @ before.T, settings) @ after.T, 0.0, 1.0)
    encoded = np.where(shown <= 0.0031308, shown * 12.92, 1.055 * shown ** (1.0 / 2.4) - 0.055)
    rows = developed(renderer, view, ramp)[6:10].mean(axis=0)
    assert np.abs(rows - 255.0 * encoded).max() < 4.0


def test_bloom_keeps_the_light(renderer: Any, make_view: Any) -> None:
    view = make_view(320, 180)
    renderer.set_static([])
    renderer.render(view, [], CLEAR)
    film = renderer._film
    buffers = film._buffers.get((320, 180))
    first = np.zeros((45, 80, 4), np.float16)
    first[20:24, 38:44, :3] = (100.0, 50.0, 20.0)
    with renderer._context:
        buffers.levels[0].texture.write(first.tobytes())
        spread_light(renderer._context, film._screen, buffers)
        inputs = {"source": buffers.levels[0].texture, "coarser": buffers.levels[1].texture}
        film._screen.draw("glow", buffers.glow.target, inputs, share=0.72, strength=1.0, ghosts=0)
        flat = np.frombuffer(buffers.glow.texture.read(alignment=1), np.float16)
    glow = flat.reshape(45, 80, 4)[..., :3].astype(float)
    np.testing.assert_allclose(
        glow.sum(axis=(0, 1)), first[..., :3].astype(float).sum(axis=(0, 1)), rtol=0.05
    )
    assert glow[5, 5, 0] > 0.0
    assert glow[22, 40, 0] > 0.9 * glow[..., 0].max()


def test_the_sun_flares_when_it_is_seen(draw: Draw, renderer: Any, make_box: Any, place: Any) -> None:
    strong, none = (CameraSettings(lens_flare_intensity=value) for value in (1.0, 0.0))
    renderer.set_static([])
    assert mean_change(draw(LOW_SUN, strong), draw(LOW_SUN, none)) > 0.3
    renderer.set_static([Instance(make_box((1.0, 90.0, 90.0)), place(20.0, 0.0, -20.0), 1)])
    assert np.array_equal(draw(LOW_SUN, strong).rgb, draw(LOW_SUN, none).rgb)
    away = dataclasses.replace(LOW_SUN, sun_azimuth_angle=180.0)
    renderer.set_static([])
    assert np.array_equal(draw(away, strong).rgb, draw(away, none).rgb)


def test_where_the_sun_stands() -> None:
    camera = Camera.of(View(Pose((5.0, 6.0, 7.0), (0.0, 30.0, 0.0)), 400, 200, 90.0))
    turn, height = math.radians(50.0), math.radians(10.0)
    direction = np.array(
        [math.cos(height) * math.cos(turn), math.cos(height) * math.sin(turn), math.sin(height)]
    )
    found = sun_place(camera, direction)
    assert found is not None
    aside = math.radians(20.0)
    assert found[0] == pytest.approx(math.tan(aside))
    assert found[1] == pytest.approx(-2.0 * math.tan(height) / math.cos(aside))
    assert sun_place(camera, -direction) is None
    sky, light = np.ones((50, 100), np.float32), np.full((50, 100), 9.0, np.float32)
    whole = flare(camera, direction, sky, light, 1.0)
    assert whole is not None
    row, column = round((found[1] + 1) * 25), round((found[0] + 1) * 50)
    sky[:, column:] = 0.0
    half = flare(camera, direction, sky, light, 1.0)
    assert half is not None
    assert 0.2 < half.strength / whole.strength < 0.8
    sky[row - 6 : row + 6] = 0.0
    assert flare(camera, direction, sky, light, 1.0) is None


def test_default_lenses_are_pinholes(draw: Draw) -> None:
    bent = Lens(circle_falloff=3.0, circle_multiplier=0.0, k=7.0, kcube=2.0)
    assert bent.is_pinhole
    assert np.array_equal(draw().rgb, draw(lens=bent).rgb)
    np.testing.assert_allclose(
        lens_map(Lens(), 6, 4)[..., 0], np.broadcast_to(np.arange(6) + 0.5, (4, 6)), atol=1e-6
    )


@pytest.mark.parametrize(("column", "row"), [(0, 0), (100, 50), (319, 90), (160, 179)])
def test_the_map_is_the_documented_formula(column: int, row: int) -> None:
    places = lens_map(dataclasses.replace(BARREL, x_size=0.04), 320, 180)
    x, y = (column + 0.5 - 160.0) / 160.0, (row + 0.5 - 90.0) / 160.0
    r = math.hypot(x / 2.0, y)
    factor = 1.0 + 1.0 * r**1.0 * r**2 * (0.4 - 0.1 * r)
    wanted = (160.0 + 160.0 * x * factor, 90.0 + 160.0 * y * factor)
    clipped = (min(max(wanted[0], 0.5), 319.5), min(max(wanted[1], 0.5), 179.5))
    np.testing.assert_allclose(places[row, column], clipped, atol=1e-3)


def test_colors_and_labels_go_through_the_lens_together(draw: Draw) -> None:
    straight, bent = draw(settings=PLAIN), draw(settings=PLAIN, lens=BARREL)
    columns, rows = np.moveaxis(lens_map(BARREL, 320, 180) - 0.5, -1, 0)
    wanted = cv2.remap(straight.rgb, columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    assert np.percentile(np.abs(bent.rgb.astype(int) - wanted.astype(int)), 99.5) <= 6
    assert np.abs(bent.rgb.astype(int) - wanted.astype(int)).mean() < 0.5
    for name in ("tag", "instance", "depth"):
        ours, theirs = getattr(bent, name), getattr(straight, name)
        nearest = cv2.remap(theirs, columns, rows, cv2.INTER_NEAREST, borderMode=cv2.BORDER_REPLICATE)
        assert np.mean(ours == nearest) > 0.98
    assert mean_change(straight, bent) > 1.0


def test_edges_of_colors_lie_where_those_of_labels_lie(
    renderer: Any, make_box: Any, place: Any, make_view: Any
) -> None:
    """Where the sides of a bright sheet at night are half as bright: within half a pixel of its labels."""
    sheet = make_box((0.1, 4.03, 30.0))
    sheet = dataclasses.replace(sheet, materials=(Material((1.0, 1.0, 1.0), 1.0, emission=0.4),))
    renderer.set_static([Instance(sheet, place(7.0, 0.37, -10.0), 9)])
    picture = renderer.render(make_view(320, 180), [], Weather(sun_altitude_angle=-90.0, cloudiness=0.0))
    columns = np.nonzero(picture.instance[90] == 9)[0]
    row = picture.rgb[60:120].astype(float).mean(axis=(0, 2))
    half = 0.5 * (row[columns[len(columns) // 2]] + row[columns[0] - 4])
    crossings = np.nonzero(np.diff((row > half).astype(int)))[0]
    assert len(crossings) == 2
    found = [at + 1.0 + (half - row[at]) / (row[at + 1] - row[at]) - 0.5 for at in crossings]
    assert abs(found[0] - columns[0]) <= 0.5
    assert abs(found[1] - (columns[-1] + 1)) <= 0.5


def test_the_circle_of_confusion_is_the_thin_lenses() -> None:
    camera = Camera.of(View(Pose((0.0, 0.0, 0.0)), 1000, 500, 60.0))
    settings = CameraSettings(fstop=2.0, focal_distance=500.0)
    at_infinity, sharp = confusion(camera, settings)
    focal = 0.024576 / (2.0 * math.tan(math.radians(30.0)))
    image = 1.0 / (1.0 / focal - 1.0 / sharp)
    for distance in (1.0, 3.0, 50.0):
        converges = 1.0 / (1.0 / focal - 1.0 / distance)
        spot = focal / 2.0 * abs(converges - image) / converges / 0.024576 * 1000
        assert at_infinity * abs(1.0 - sharp / distance) == pytest.approx(spot / 2.0, rel=1e-6)


def test_what_is_out_of_focus_is_soft(renderer: Any, make_box: Any, place: Any, make_view: Any) -> None:
    crates = [Instance(make_box((1.0, 1.0, 1.0)), place(5.0, -1.5, 1.0), 1)]
    crates.append(Instance(make_box((8.0, 8.0, 8.0)), place(50.0, 12.0, -2.0), 2))
    renderer.set_static(crates)
    sharpness = []
    for focus in (450.0, 4800.0):
        settings = CameraSettings(fstop=0.05, focal_distance=focus)
        picture = renderer.render(dataclasses.replace(make_view(320, 180), settings=settings), [], CLEAR)
        steps = np.abs(np.diff(picture.rgb.astype(float).sum(axis=2), axis=1))
        near = cv2.dilate((picture.instance == 1).astype(np.uint8), np.ones((3, 3))) > 0
        far = cv2.dilate((picture.instance == 2).astype(np.uint8), np.ones((3, 3))) > 0
        sharpness.append((steps[near[:, 1:]].max(), steps[far[:, 1:]].max()))
    assert sharpness[0][0] > 1.5 * sharpness[1][0]
    assert sharpness[1][1] > 1.5 * sharpness[0][1]


def test_motion_smears_along_the_way(renderer: Any, make_box: Any, place: Any, make_view: Any) -> None:
    poles = [Instance(make_box((0.1, 0.1, 4.0)), place(8.0, -6.0 + n, 0.0), 1 + n) for n in range(12)]
    renderer.set_static(poles)
    settings = CameraSettings(motion_blur_intensity=1.0, motion_blur_max_distortion=5.0)
    still = dataclasses.replace(make_view(320, 180), settings=settings)
    moving = dataclasses.replace(still, previous=Pose((0.0, -0.3, 1.5)))
    sharp, smeared = (renderer.render(view, [], CLEAR) for view in (still, moving))
    steps = [np.abs(np.diff(picture.rgb[60:90].astype(float), axis=1)).max() for picture in (sharp, smeared)]
    assert steps[1] < 0.7 * steps[0]
    assert same_labels(sharp, smeared)
    unmoved = dataclasses.replace(still, previous=still.pose)
    assert np.array_equal(renderer.render(unmoved, [], CLEAR).rgb, sharp.rgb)


def test_rain_falls_with_time_behind_what_is_near(
    draw: Draw, renderer: Any, make_box: Any, place: Any
) -> None:
    assert mean_change(draw(DRIZZLE, time=0.0), draw(DRIZZLE, time=0.04)) > 0.02
    assert np.array_equal(draw(DRIZZLE, time=1.0).rgb, draw(DRIZZLE, time=1.0).rgb)
    assert same_labels(draw(DRIZZLE, time=1.0), draw(CLEAR))
    renderer.set_static([Instance(make_box((0.1, 4.0, 4.0)), place(0.45, 0.0, 0.0), 1)])
    assert np.array_equal(draw(DRIZZLE, time=0.0).rgb, draw(DRIZZLE, time=0.04).rgb)


def test_drops_settle_on_the_lens_in_strong_rain(make_view: Any) -> None:
    view = make_view()
    assert lens_drops(view, DRIZZLE) == []
    assert 0 < len(lens_drops(view, RAIN)) <= DROPS
    assert lens_drops(view, RAIN) == lens_drops(view, RAIN)
    assert lens_drops(view, RAIN) != lens_drops(dataclasses.replace(view, time=2.0), RAIN)
    assert lens_drops(dataclasses.replace(view, settings=PLAIN), RAIN) == []


def test_one_pixel_that_is_no_number_or_glitters_spoils_no_other(renderer: Any, make_view: Any) -> None:
    view = make_view(320, 180)
    renderer.set_static([])
    renderer.render(view, [], CLEAR)
    light = radiance_of(renderer, view)
    clean = developed(renderer, view, light)
    for value in (np.nan, 60000.0):
        light[90, 100] = value
        change = np.abs(developed(renderer, view, light) - clean)
        change[88:93, 98:103] = 0.0
        assert change[:, 200:].max() <= 2.0
        assert change.mean() < 1.0
